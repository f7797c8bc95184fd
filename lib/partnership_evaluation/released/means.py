"""Items of a form that was filled in twice: mean ratings before and after."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd

from partnership_evaluation.released import protecting
from partnership_evaluation.released.results import joined_records

TIMES = ("before", "after")
MEAN, EVERYBODY = "mean rating", "everybody"


def before_after(made, form, *, policy, school=None, previous=()):
    """Release mean ratings before and after.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``before_after``, ``instrument`` and ``answer_counts``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    policy : partnership_evaluation.disclosure.Policy
        What may be published.
    school : str, optional
        Whose people they are, where other reports count other schools'.
    previous : sequence of dict
        Records of earlier and sister reports.

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
    frame, counted = made["before_after"], made["answer_counts"]
    kept, lines, records, left = [], [], [], []
    for row in frame.to_dict("records"):
        figures, is_open = {}, True
        for time in TIMES:
            answers = counted[counted["item"] == f"{row['item']} {time}"]
            publication = _protected(row, time, answers, form, policy, school, previous)
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


def _protected(row, time, answers, form, policy, school, previous):
    counts = protecting.Counts(form.people, policy=policy, school=school, previous=previous)
    dimension = f"answer to {row['label']}, {time}"
    codes = list(answers["category"])
    numbers = dict(zip(codes, answers["count"].astype(int), strict=True))
    for code, n in numbers.items():
        counts.protect(n, of={dimension: [code]})
    n = sum(numbers.values())
    everybody = {dimension: codes}
    counts.show(n, of=everybody, name=EVERYBODY)
    total = sum(int(code) * count for code, count in numbers.items())
    scores = {dimension: {code: int(code) for code in codes}}
    mean = Fraction(total, n)
    decimals = policy.mean_decimals
    counts.mean(mean, n=n, of=everybody, name=MEAN, scores=scores, decimals=decimals)
    return counts.publish()
