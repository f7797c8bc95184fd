"""The schools of a group side by side, from what their own reports show and nothing else.

A line is worked out from the released tables of its school, which are attacked together with those
of all others and of the group. So the table tells nobody more than the reports beside it.
"""

import pandas as pd

from partnership_evaluation import measures, proportions, wording
from partnership_evaluation.released.items import STANDS_FOR
from partnership_evaluation.released.results import HIDDEN

TABLE = "schools"
COLUMNS = ("school", "people", "counted", "share", "interval")
CONFIDENCE_LEVEL = 0.95
#: Columns of how many are counted, and of how many.
_OF = ("count", "n_stated")
#: Sub-levels of progress from which a pupil counts.
LEAST_GAIN = "1"


def table(by_case, names, *, group, top=2):
    """Set the schools of a group side by side.

    Parameters
    ----------
    by_case : dict of str to Released
        What is released of the group and of each school.
    names : dict of str to str
        What each school is called, by its short name; schools of which nothing is released too.
    group : str
        The short name of the group.
    top : int, default 2
        How many of the best ratings count as favourable.

    Returns
    -------
    (pandas.DataFrame, str) or None
        One row a school, in alphabetical order: ``school``, ``people``, ``counted`` (of these),
        ``share`` and ``interval`` (exact, 95%), each ``[c]`` where the report of the school does
        not show it; and what was counted, with a caution. None where the group's own report shows
        no count of this kind.

    Examples
    --------
    >>> from partnership_evaluation.released import Released
    >>> moves = pd.DataFrame({"move": ["moved up"], "count": [6], "n_stated": [10]})
    >>> shown = pd.DataFrame(columns=["people"])
    >>> ours = Released({"grade_moves": moves}, shown, {}, n=10)
    >>> names = {"hill": "Hill", "dale": "Dale"}
    >>> frame, about = table({"all": ours, "hill": ours}, names, group="all")
    >>> frame.to_numpy().tolist()
    [['Dale', '[c]', '[c]', '[c]', '[c]'], ['Hill', '10', '6', '60%', '26% to 88%']]
    >>> about[:66]
    'Counted are those who moved up. Schools stand in alphabetical orde'
    """
    if group not in by_case:
        return None
    found = _headline(by_case[group].tables, top=top)
    if found is None:
        return None
    what, of_tables = found
    counts = {case: _counted(by_case.get(case), of_tables) for case in names}
    rows = [
        (name, *_line(by_case.get(case), counts[case]))
        for case, name in sorted(names.items(), key=lambda pair: pair[1].casefold())
    ]
    whole = of_tables(by_case[group].tables)
    about = f"Counted are those who {what}. {_caution(whole, counts.values())}"
    return pd.DataFrame(rows, columns=list(COLUMNS)), about


def _counted(released, of_tables):
    return None if released is None else of_tables(released.tables)


def _line(released, counted):
    people = HIDDEN if released is None else str(released.n)
    if counted is None:
        return people, HIDDEN, HIDDEN, HIDDEN
    found = _interval(*counted)
    ends = f"{wording.percent(found.low)} to {wording.percent(found.high)}"
    return people, str(counted[0]), wording.percent(found.estimate), ends


def _caution(whole, counts):
    shown = [_interval(*one) for one in counts if one is not None]
    share = whole[0] / whole[1]
    holding = sum(found.low <= share <= found.high for found in shown)
    return (
        "Schools stand in alphabetical order, which says nothing about them; nor does the order of "
        f"their shares, where so few people make them. The share of all schools together, "
        f"{wording.percent(share)}, lies within {holding} of {len(shown)} intervals; of schools "
        "that do not differ at all, about one interval in twenty misses it."
    )


def _interval(count, n):
    return proportions.interval(count, n=n, confidence_level=CONFIDENCE_LEVEL)


def _headline(tables, *, top):
    """Say what is counted, and how it is read from the tables of a report."""
    if "lesson_grades" in tables or "grade_moves" in tables:
        return _if_shown("moved up", tables, _moved_up)
    if "gains" in tables:
        what = "made a sub-level of progress or more"
        return _if_shown(what, tables, _gained)
    for name, read in (("ratings", _favourable), ("survey_percentages", _share)):
        if name in tables:
            return _lowest(tables, name, lambda found, item, read=read: read(found, item, top))
    return None


def _if_shown(what, tables, read):
    return None if read(tables) is None else (what, read)


def _lowest(tables, name, read):
    """Choose the item that the group rates lowest; each school is shown with this one."""
    items = tables[name].drop_duplicates("item")
    found = {row.item: (read(tables, row.item), row.label) for row in items.itertuples()}
    shown = {item: (k / n, label) for item, ((k, n), label) in _known(found)}
    if not shown:
        return None
    item = min(shown, key=lambda one: (shown[one][0], list(shown).index(one)))
    what = f"are favourable on \N{LEFT DOUBLE QUOTATION MARK}{shown[item][1]}"
    what += "\N{RIGHT DOUBLE QUOTATION MARK}, the part rated lowest by all schools together"
    return what, lambda others: read(others, item)


def _known(found):
    return [(item, pair) for item, pair in found.items() if pair[0] is not None]


def _moved_up(tables):
    if "grade_moves" in tables:
        moves = tables["grade_moves"]
        up = moves[moves["move"] == "moved up"]
        return tuple(int(up[name].astype(int).sum()) for name in _OF) if len(up) else None
    if "lesson_grades" not in tables:
        return None
    lines = tables["lesson_grades"]
    codes = measures.scale(lines["scale"].iloc[0]).codes
    ranks = [lines[f"grade_{time}"].map(list(codes).index) for time in ("before", "after")]
    return int((ranks[1] > ranks[0]).sum()), len(lines)


def _gained(tables):
    gains = tables.get("gains", pd.DataFrame(columns=["group", "relation", "sub_levels"]))
    kept = (gains["group"] == "all") & (gains["relation"] == "at_least")
    row = gains[kept & (gains["sub_levels"].astype(str) == LEAST_GAIN)]
    return (int(row["pupils"].iloc[0]), int(row["pupils_in_group"].iloc[0])) if len(row) else None


def _favourable(tables, item, top):
    frame = tables.get("ratings", pd.DataFrame(columns=["item"]))
    rows = frame[frame["item"] == item]
    if rows.empty:
        return None
    rows = rows.assign(place=rows["order"].astype(int)).sort_values("place")
    rows = rows if rows["scale_best"].iloc[0] == "first" else rows[::-1]
    reached = rows[STANDS_FOR].astype(int).cumsum() if STANDS_FOR in rows else rows["place"]
    if top not in set(reached):
        return None  # a rating that counts was merged with one that does not
    counts = rows["count"].astype(int)
    return int(counts[reached <= top].sum()), int(counts.sum())


def _share(tables, item, top):
    del top  # what counts as favourable was decided when the sheet was read
    frame = tables.get("survey_percentages", pd.DataFrame(columns=["item"]))
    rows = frame[frame["item"] == item]
    if rows.empty:
        return None
    return tuple(int(rows[name].iloc[0]) for name in _OF)
