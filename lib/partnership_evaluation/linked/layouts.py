"""A table of answers at two times, however it was laid out: times below or beside each other."""

import re
from difflib import get_close_matches

from partnership_evaluation.files import FileError

#: What marks a column as of one time where nobody has said it.
MARKS = (
    ("pre", "post"),
    ("before", "after"),
    ("t1", "t2"),
    ("t0", "t1"),
    ("time1", "time2"),
    ("wave1", "wave2"),
    ("1", "2"),
)


def by_time(table, *, person, time, times, items=()):
    """Take answers of which each row holds those of one person at one time.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a person and time.
    person, time : str
        Columns.
    times : sequence of str
        What stands in the column of times before, and after; rows of other times are left out.
    items : sequence of str
        Columns of the questions; empty for all others.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        Before and after: one row a person (as named, in small letters), one column a question.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a column or time is not there, there are not two times, or a person stands twice at
        one of them.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"who": ["A", "A", "B"], "when": ["pre", "post", "pre"],
    ...     "Q1": [2, 3, 4]})
    >>> before, after = by_time(rows, person="who", time="when", times=("pre", "post"))
    >>> before["Q1"].tolist(), after["Q1"].tolist()
    ([2, 4], [3])
    """
    _refuse_other_than_two(times)
    items = list(items) or [name for name in table if name not in (person, time)]
    needed(table, [person, time, *items])
    when = table[time].astype(str).str.strip().str.lower()
    sides = []
    for mark in times:
        side = table[when == str(mark).strip().lower()]
        if side.empty:
            told = ", ".join(map(repr, table[time].dropna().astype(str).unique()[:10]))
            raise FileError(
                f"Both times stand in the column {time!r}: found no {mark!r}, only {told}. Name "
                "them as the file does, the earlier first."
            )
        sides.append(_one_row_each(side, person)[items])
    return tuple(sides)


def side_by_side(table, *, person="", times=(), items=()):
    """Take answers of which each row holds those of one person at both times.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a person.
    person : str
        Column; empty where rows are people.
    times : sequence of str
        What marks the columns of the time before, and of that after; empty to try the usual words.
    items : sequence of str
        ``before > after`` for each question, by the names of the columns; or the names of questions
        without their mark; empty for all.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        As :func:`by_time`.

    Raises
    ------
    partnership_evaluation.files.FileError
        When no columns belong together, one is not there, or there are other than two times.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"Name": ["A", "B"], "Q1 (pre)": [2, 4], "Q1 (post)": [3, 4]})
    >>> before, after = side_by_side(rows, person="Name")
    >>> before.columns.tolist(), after["Q1"].tolist()
    (['Q1'], [3, 4])
    """
    named = [tuple(side.strip() for side in one.split(">")) for one in items if ">" in one]
    pairs = {f"{first} to {last}": (first, last) for first, last in named}
    if not named:
        pairs = _matched([name for name in table if name != person], times, items)
    needed(
        table, [*([person] if person else []), *(name for pair in pairs.values() for name in pair)]
    )
    rows = _one_row_each(table, person) if person else table.reset_index(drop=True)
    return tuple(
        rows[[pair[side] for pair in pairs.values()]].set_axis(list(pairs), axis=1)
        for side in (0, 1)
    )


def two_tables(first, last, *, person, items=()):
    """Take answers of which each time has a table of its own.

    Parameters
    ----------
    first, last : pandas.DataFrame
        One row a person, before and after.
    person : str
        Column, in both.
    items : sequence of str
        Columns of the questions; empty for all that both have.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        As :func:`by_time`.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a column is not there, or a person stands twice.

    Examples
    --------
    >>> import pandas as pd
    >>> first = pd.DataFrame({"who": ["A", "B"], "Q1": [2, 4]})
    >>> before, after = two_tables(first, first.assign(Q1=[3, 5]), person="who")
    >>> after.loc["b", "Q1"]
    np.int64(5)
    """
    items = list(items) or [name for name in first if name in last and name != person]
    for table in (first, last):
        needed(table, [person, *items])
    return tuple(_one_row_each(table, person)[items] for table in (first, last))


def needed(table, names):
    """Refuse a table without some columns.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    names : sequence of str
        Columns.

    Raises
    ------
    partnership_evaluation.files.FileError
        With every name that is not there, and the nearest.

    Examples
    --------
    >>> import pandas as pd
    >>> needed(pd.DataFrame({"Q1": [1]}), ["Q1"])
    """
    lacking = [name for name in dict.fromkeys(names) if name not in table]
    if lacking:
        near = [get_close_matches(name, list(map(str, table)), n=1) for name in lacking]
        hint = "; did you mean " + ", ".join(repr(one[0]) for one in near if one)
        raise FileError(
            f"The columns are those of the file: found no {', '.join(map(repr, lacking))} among "
            f"{', '.join(map(repr, list(table)[:60]))}{hint + '?' if any(near) else '.'} Name the "
            "columns that are meant."
        )


def _refuse_other_than_two(times):
    if len(times) != 2:
        raise FileError(
            f"Two times are compared: found {', '.join(map(repr, times)) or 'none'}. Name the "
            "earlier and the later, as pre, post."
        )


def _matched(names, times, items):
    """Put columns together whose names are the same but for the mark of their time."""
    if times:
        _refuse_other_than_two(times)
    for before, after in [tuple(times)] if times else MARKS:
        first, last = ({_without(name, mark): name for name in names} for mark in (before, after))
        first, last = ({key: name for key, name in side.items() if key} for side in (first, last))
        pairs = {key: (name, last[key]) for key, name in first.items() if key in last}
        pairs = {key: pair for key, pair in pairs.items() if not items or key in items}
        if pairs:
            return pairs
    raise FileError(
        "Two columns of one question are named alike but for the time: found none marked "
        f"{' and '.join(times) if times else 'pre and post, before and after, or 1 and 2'} among "
        f"{', '.join(map(repr, names[:40]))}. Give times, or each question as before > after."
    )


def _without(name, mark):
    """The name of a question once the mark of its time is taken off an end; empty without it."""
    gap, mark = r"[\s._\-:()\[\]]*", re.escape(str(mark).strip())
    edge = r"[\s._\-:()\[\]]+" if mark.isalnum() else gap
    # Letters run on, as in Q1pre, but figures do not: 12 is no question 1 at the second time.
    glued = gap if not mark.isdigit() else edge
    for pattern in (rf"(.+?){glued}{mark}{gap}", rf"{gap}{mark}{edge}(.+)"):
        found = re.fullmatch(pattern, str(name).strip(), flags=re.IGNORECASE)
        if found:
            return found[1].strip()
    return ""


def _one_row_each(rows, person):
    keys = rows[person].astype("string").str.split().str.join(" ").str.lower()
    told = keys.notna() & (keys != "")
    twice = keys[told][keys[told].duplicated(keep=False)]
    if len(twice):
        lines = ", ".join(str(place + 2) for place in list(twice.index)[:10])
        raise FileError(
            f"A person stands in one row at each time: found {twice.nunique()} who stand in "
            f"several (lines {lines}). Leave the wrong ones out, or tell them apart."
        )
    return rows[told].set_index(keys[told].astype(object))
