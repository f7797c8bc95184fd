"""Items of a form that was filled in once: counts of ratings, and shares that agree."""

import pandas as pd

from partnership_evaluation.released import merging, protecting
from partnership_evaluation.released.circles import keyed, read_once
from partnership_evaluation.released.results import joined_records

#: The column of released ratings that says how many categories of the form one row stands for.
STANDS_FOR = "of_categories"


def ratings(made, form, *, top=2, **settings):
    """Release counts of ratings.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``ratings``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    top : int, default 2
        How many of the best categories count as favourable; they are never merged with the others.
    **settings
        ``policy``, ``school``, ``previous`` and ``sisters``, as in
        :class:`partnership_evaluation.released.protecting.Counts`.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        The tables, the lines of everything shown, the record, and the items left out.

    Notes
    -----
    Neighbouring categories are merged, the same for all items, in the way under which most items
    have no small count; of several such ways the finest is taken.

    Examples
    --------
    >>> from partnership_evaluation import disclosure, intake
    >>> counts = {"a": "6", "b": "5", "c": "1"}
    >>> rows = [{"item": "1", "label": "Talks", "category": code, "order": str(place), "count": n}
    ...         for place, (code, n) in enumerate(counts.items(), 1)]
    >>> form = intake.instrument("project_strands")
    >>> policy = disclosure.read_policy("adults_staff")
    >>> found = ratings({"ratings": pd.DataFrame(rows)}, form, policy=policy, top=1)
    >>> found[0]["ratings"][["category", "count"]].values.tolist(), found[3]
    ([['a', '6'], ['b or c', '6']], [])
    """
    frame, policy = made["ratings"], settings["policy"]
    items = {name: rows.sort_values("order", key=_whole) for name, rows in _by_item(frame)}
    counts = [list(map(int, rows["count"])) for rows in items.values()]
    cuts = merging.finest(counts, is_allowed=lambda found: _allowed(found, policy), always=[top])
    kept, lines, records, left = [], [], [], []
    read = read_once(lambda tables: _numbers(tables["ratings"]))
    fine_of = _numbers(frame)
    for rows in items.values():
        label = rows["label"].iloc[0]
        parts = [
            _Part(tuple(part["category"]), int(part["count"].astype(int).sum()))
            for first, last in merging.spans(len(rows), cuts)
            for part in [rows.iloc[first:last]]
        ]
        fine = fine_of[label]

        def hers(tables, label=label):
            return read(tables).get(label, {})

        is_open, found, record = _item(label, parts, fine, form, hers, settings)
        lines += found
        records.append(record)
        if is_open:
            kept += _merged_rows(rows, parts)
        else:
            left.append(label)
    table = pd.DataFrame(kept, columns=[*frame.columns, STANDS_FOR])
    return {"ratings": table}, lines, joined_records(records, policy=policy.name), left


def shares(made, form, **settings):
    """Release shares of people who agree.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``survey_percentages`` and ``survey_frame``.
    form, **settings
        As in :func:`ratings`.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        As :func:`ratings`.

    Examples
    --------
    >>> from partnership_evaluation import disclosure, intake
    >>> row = {"label": "Useful", "count": "11", "n_stated": "12", "response": "agree"}
    >>> made = {"survey_percentages": pd.DataFrame([row]), "survey_frame": pd.DataFrame()}
    >>> policy = disclosure.read_policy("adults_staff")
    >>> _, lines, _, left = shares(made, intake.instrument("mobility_feedback"), policy=policy)
    >>> [line["people"] for line in lines], left
    (['[c]', '[c]', '12'], ['Useful'])
    """
    frame, policy = made["survey_percentages"], settings["policy"]
    kept, lines, records, left = [], [], [], []
    read = read_once(lambda tables: _agreeing(tables["survey_percentages"]))
    fine_of = _agreeing(frame)
    for row in frame.to_dict("records"):
        fine = fine_of[row["label"]]
        parts = [_Part((level,), n) for level, n in fine.items()]

        def hers(tables, label=row["label"]):
            return read(tables).get(label, {})

        is_open, found, record = _item(row["label"], parts, fine, form, hers, settings)
        lines += found
        records.append(record)
        kept += [row] if is_open else []
        left += [] if is_open else [row["label"]]
    table = pd.DataFrame(kept, columns=frame.columns)
    tables = {"survey_percentages": table, "survey_frame": made["survey_frame"]}
    return tables, lines, joined_records(records, policy=policy.name), left


class _Part:
    """Categories of one item that are counted together."""

    def __init__(self, levels, count):
        self.levels, self.count = levels, count

    @property
    def words(self):
        """The categories in words."""
        return " or ".join(self.levels)


def _whole(column):
    return column.astype(int)


def _by_item(frame):
    return frame.groupby(["item", "label"], sort=False)


def _allowed(counts, policy):
    enough = sum(counts) >= policy.fewest
    return enough and protecting.may_be_shown(counts, policy)


def _numbers(frame):
    """How many gave each rating, by item."""
    found = {}
    for label, category, n in zip(*_columns(frame, "label category count"), strict=True):
        found.setdefault(label, {})[category] = int(n)
    return found


def _agreeing(frame):
    """How many agree and how many do not, by item."""
    columns = _columns(frame, "label response count n_stated")
    return {
        label: {response: int(k), "other answers": int(n) - int(k)}
        for label, response, k, n in zip(*columns, strict=True)
    }


def _columns(frame, names):
    return [frame[name].tolist() for name in names.split()]


def _item(label, parts, fine, form, of, settings):
    """Protect one item: whether all of it may be shown, its lines, and its record."""
    counts, policy = protecting.Counts(form.people, **settings), settings["policy"]
    dimension = f"answer to {label}"
    for part in parts:
        counts.show(part.count, of={dimension: list(part.levels)}, name=part.words)
    for level, n in fine.items():
        counts.protect(n, of={dimension: [level]})
    counts.protect_sisters(keyed(dimension, fine), lambda tables: keyed(dimension, of(tables)))
    n = sum(part.count for part in parts)
    counts.show(n, of={dimension: list(fine)}, name="everybody")
    publication = counts.publish_whole() or counts.publish()
    names = [*(part.words for part in parts), "everybody"]
    lines = [protecting.row(label, name, publication.text(name)) for name in names]
    is_open = n >= policy.fewest and protecting.is_shown(publication, names)
    return is_open, lines, publication.record


def _merged_rows(rows, parts):
    start = 0
    for order, part in enumerate(parts, 1):
        yield {
            **rows.iloc[start].to_dict(),
            "category": part.words,
            "order": str(order),
            "count": str(part.count),
            STANDS_FOR: str(len(part.levels)),
        }
        start += len(part.levels)
