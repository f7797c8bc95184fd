"""Items of a form that was filled in twice: mean ratings before and after."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from partnership_evaluation.released import protecting
from partnership_evaluation.released.circles import keyed, read_once
from partnership_evaluation.released.results import joined_records

TIMES = ("before", "after")
MEAN, EVERYBODY = "mean rating", "everybody"


def before_after(made, form, **settings):
    """Release mean ratings before and after.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``before_after``, ``instrument`` and ``answer_counts``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    **settings
        ``policy``, ``school``, ``previous`` and ``sisters``, as in
        :class:`partnership_evaluation.released.protecting.Counts`.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        The tables, the lines of everything shown, the record, and the items left out.

    Notes
    -----
    How many gave each rating is not published, and a mean must not tell it: 59 points of twelve
    people on a scale to 5 are eleven fives and one four. The means have as many decimals as the
    policy allows.

    Examples
    --------
    >>> from partnership_evaluation import disclosure, intake
    >>> answers = {"1 before": {"4": "6", "5": "6"}, "1 after": {"4": "1", "5": "11"}}
    >>> rows = [{"item": item, "category": code, "count": n}
    ...         for item, counts in answers.items() for code, n in counts.items()]
    >>> frame = pd.DataFrame([{"item": "1", "label": "Talks", "before": "4.50", "after": "4.92"}])
    >>> made = {"before_after": frame, "instrument": frame, "answer_counts": pd.DataFrame(rows)}
    >>> policy = disclosure.read_policy("adults_staff")
    >>> form = intake.instrument("self_efficacy")
    >>> _, lines, _, left = before_after(made, form, policy=policy)
    >>> [line["people"] for line in lines], left
    (['4.5', '12', '[c]', '12'], ['Talks'])
    """
    frame, policy = made["before_after"], settings["policy"]
    kept, lines, records, left = [], [], [], []
    read = read_once(_answers)
    for row in frame.to_dict("records"):
        figures, is_open = {}, True
        for time in TIMES:
            publication = _protected(row, time, (made, read), form, settings)
            for name in (MEAN, EVERYBODY):
                words = f"{name}, {time}"
                lines.append(protecting.row(row["label"], words, publication.text(name)))
            records.append(publication.record)
            figures[time] = publication.text(MEAN)
            is_open &= protecting.is_shown(publication, [MEAN, EVERYBODY])
        if is_open:
            change = Decimal(figures["after"]) - Decimal(figures["before"])
            kept.append({**row, **figures, "difference": f"{change:+}"})
        else:
            left.append(row["label"])
    table = pd.DataFrame(kept, columns=frame.columns)
    form_table = made["instrument"]
    shown = form_table[form_table["item"].isin(table["item"])]
    tables = {"before_after": table, "instrument": shown}
    return tables, lines, joined_records(records, policy=policy.name), left


def _answers(made):
    """How many gave each rating, by item and time."""
    counted, found = made["answer_counts"], {}
    columns = [counted[name].tolist() for name in ("item", "category", "count")]
    for item, category, n in zip(*columns, strict=True):
        found.setdefault(item, {})[category] = int(n)
    return found


def _protected(row, time, answers, form, settings):
    made, read = answers
    counts, policy = protecting.Counts(form.people, **settings), settings["policy"]
    dimension, asked = f"answer to {row['label']}, {time}", f"{row['item']} {time}"
    numbers = read(made)[asked]
    for code, n in numbers.items():
        counts.protect(n, of={dimension: [code]})
    counts.protect_sisters(
        keyed(dimension, numbers), lambda tables: keyed(dimension, read(tables).get(asked, {}))
    )
    n, codes = sum(numbers.values()), list(numbers)
    everybody = {dimension: codes}
    counts.show(n, of=everybody, name=EVERYBODY)
    mean = Fraction(sum(int(code) * count for code, count in numbers.items()), n)
    scores = {dimension: {code: int(code) for code in codes}}
    decimals = policy.mean_decimals
    counts.mean(mean, n=n, of=everybody, name=MEAN, scores=scores, decimals=decimals)
    return counts.publish_whole() or counts.publish()
