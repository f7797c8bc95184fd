"""Numbers of people behind printed percentages: which numbers of answers print them.

With a count beside it a percentage fixes the number of answers, or a few numbers. Without one,
every number of answers that could print it is looked at, and the one that prints most of the
percentages of the same people is preferred.
"""

import pandas as pd

from partnership_evaluation import consistency

NONE_FITS = "no number of answers prints so"
CUT_OFF = "decimals cut off"


def counts_at(percent, *, n, count=None):
    """List the numbers of people out of n that print as a percentage.

    Parameters
    ----------
    percent : str
        As printed.
    n : int
        How many answered.
    count : int, optional
        The count printed beside it: only that one is kept.

    Returns
    -------
    list of int
        Rounded to the nearest, ties either way.

    Examples
    --------
    >>> counts_at("90", n=21), counts_at("90", n=22), counts_at("24", n=80, count=19)
    ([19], [], [19])
    """
    found = consistency.counts_for_percent(percent, n=n, rounding="up_or_down")
    return found if count is None or pd.isna(count) else [k for k in found if k == count]


def sizes_of(frame, statements, base, *, limit):
    """List the numbers of people that print every percentage of a group.

    Parameters
    ----------
    frame, statements : pandas.DataFrame
        Of a :class:`partnership_evaluation.questions.surveys.Survey`.
    base : str
        The group.
    limit : int
        Largest number tried.

    Returns
    -------
    list of int
        In rising order. A group of which a part is counted (`counted_by`) must also leave that part
        a size that prints all of its own percentages.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> survey = surveys.read("aet")
    >>> sizes_of(survey.frame, survey.statements, "pupils not very good before", limit=150)[0]
    116
    """
    own = statements[(statements["base"] == base) & statements["percent"].notna()]
    parts = frame[(frame["part_of"] == base) & frame["counted_by"].notna()]
    allowed = {
        part.counted_by: set(sizes_of(frame, statements, part.base, limit=limit))
        for part in parts.itertuples()
    }
    rows = list(own.itertuples())
    return [n for n in range(1, limit + 1) if all(_prints_at(row, n, allowed) for row in rows)]


def people_behind(statements, *, smallest):
    """Work out for every statement how many people answered it, and how many stand behind it.

    Parameters
    ----------
    statements : pandas.DataFrame
        Columns ``label``, ``base``, ``percent``, ``count``, ``asked``, ``answered``, ``largest``.
    smallest : dict of str to int or None
        For each group whose size has no printed limit, the fewest people who print all of its
        percentages.

    Returns
    -------
    pandas.DataFrame
        Columns ``sizes`` (numbers of answers that print so), ``n`` (the one used), ``low``,
        ``high`` (fewest and most people) and ``how``.

    Examples
    --------
    >>> one = pd.DataFrame({"label": ["a"], "base": ["staff"], "percent": ["24"], "count": [19],
    ...                     "asked": [92], "answered": [83], "largest": [83]})
    >>> people_behind(one, smallest={})[["sizes", "how"]].iloc[0].tolist()
    [(78, 79, 80), '80 answered']
    """
    common = {
        base: most_printed(rows) for base, rows in statements.groupby("base") if len(rows) > 1
    }
    found = pd.DataFrame(
        [_behind(row, smallest, common) for row in statements.itertuples()],
        columns=["sizes", "n", "low", "high", "how"],
        index=statements.index,
    )
    found[["n", "low", "high"]] = found[["n", "low", "high"]].astype("Int64")
    return _with_shared_sizes(statements, found)


def most_printed(statements):
    """Return the number of answers that prints most of the percentages of one group.

    Parameters
    ----------
    statements : pandas.DataFrame
        Statements of one group: ``percent``, ``count``, ``largest``.

    Returns
    -------
    int or None
        The largest of the best; None when no limit is known.

    Examples
    --------
    >>> group = pd.DataFrame({"percent": ["95", "86", "96"], "count": [None] * 3, "largest": 23})
    >>> most_printed(group)
    22
    """
    table = printed_by_size(statements)
    return (
        None
        if table.empty
        else int(table.loc[table["prints"] == table["prints"].max(), "value"].max())
    )


def printed_by_size(statements):
    """Count for each number of answers how many percentages of one group it can print.

    Parameters
    ----------
    statements : pandas.DataFrame
        Statements of one group: ``percent``, ``count``, ``largest``.

    Returns
    -------
    pandas.DataFrame
        Columns ``value`` (number of answers), ``prints`` (different percentages, with their counts
        if there are any), ``share`` (the same from 0 to 1). Empty when no limit is known.

    Examples
    --------
    >>> group = pd.DataFrame({"percent": ["50", "33"], "count": [None, None], "largest": 3})
    >>> printed_by_size(group).values.tolist()
    [[1.0, 0.0, 0.0], [2.0, 1.0, 0.5], [3.0, 1.0, 0.5]]
    """
    pairs = statements.dropna(subset=["percent"]).drop_duplicates(["percent", "count"])
    if pairs.empty or pairs["largest"].isna().any():
        return pd.DataFrame({"value": [], "prints": [], "share": []})
    start = 1 if pairs["count"].isna().all() else int(pairs["count"].max())
    rows = []
    for n in range(start, int(pairs["largest"].max()) + 1):
        fits = [counts_at(row.percent, n=n, count=row.count) for row in pairs.itertuples()]
        rows.append((n, sum(map(bool, fits)), sum(map(bool, fits)) / len(pairs)))
    return pd.DataFrame(rows, columns=["value", "prints", "share"])


def _behind(row, smallest, common):
    counted = not pd.isna(row.count)
    if pd.isna(row.percent):
        low, n = (row.count, row.largest) if counted else (None, None)
        return (), n, low, low, "a count without a percentage" if counted else "words only"
    if pd.isna(row.largest):
        n = smallest.get(row.base)
        counts = counts_at(row.percent, n=n) if n else [None]
        return (), n, counts[0], counts[-1], "fewest people who print all of the group"
    tried = range(int(row.count) if counted else 1, int(row.largest) + 1)
    sizes = tuple(n for n in tried if counts_at(row.percent, n=n, count=row.count))
    if counted:
        return sizes, *_with_count(row, sizes, tried)
    if pd.isna(row.asked) and pd.isna(row.answered):
        counts = counts_at(row.percent, n=sizes[0])
        return sizes, sizes[0], counts[0], counts[-1], "fewest people who print so"
    if common.get(row.base) in sizes:
        n = common[row.base]
        counts = counts_at(row.percent, n=n)
        return sizes, n, counts[0], counts[-1], _answered(n, tried[-1])
    return sizes, *_without_count(row.percent, tried[-1])


def _with_count(row, sizes, tried):
    if sizes:
        return sizes[-1], row.count, row.count, _answered(sizes[-1], tried[-1])
    cut = {"rounding": "truncate"}
    fits = [
        n for n in tried if row.count in consistency.counts_for_percent(row.percent, n=n, **cut)
    ]
    return fits[-1] if fits else tried[-1], row.count, row.count, CUT_OFF if fits else NONE_FITS


def _without_count(percent, largest):
    found = consistency.denominators([percent], max_n=largest, min_n=largest)
    if found.n is None:
        return None, None, None, NONE_FITS
    answer = found.answers.iloc[0]
    n, counts = int(answer["answered"]), answer["counts"]
    how = _answered(n, largest)
    if answer["rounding"] == "truncate":
        how += f", {CUT_OFF}"
    return n, counts[0], counts[-1], how


def _answered(n, largest):
    return "all answered" if n == largest else f"{n} answered"


def _with_shared_sizes(statements, found):
    """Give answers to one question the same number of people where one number prints them all."""
    counted = statements[statements["count"].notna() & found["sizes"].map(bool)]
    for _, rows in counted.groupby(["label", "base"]):
        shared = set.intersection(*map(set, found.loc[rows.index, "sizes"]))
        if len(rows) > 1 and shared:
            n = max(shared)
            found.loc[rows.index, "n"] = n
            found.loc[rows.index, "how"] = [_answered(n, int(most)) for most in rows["largest"]]
    return found


def _prints_at(row, n, allowed):
    found = counts_at(row.percent, n=n, count=row.count)
    return any(k in allowed[row.item] for k in found) if row.item in allowed else bool(found)
