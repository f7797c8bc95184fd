"""Faults that a file of pupils may have, found from the file alone."""

import pandas as pd

#: A school of at least so many pupils in which at most so many differ from all others is looked at.
FEWEST_PUPILS, MOST_ODD = 20, 1
#: So many schools or fewer are named one by one.
MOST_NAMED = 5
_LOW = ("bottom", "lowest", "lower", "low", "worst", "weakest")
_HIGH = ("top", "highest", "upper", "high", "best", "strongest")


def faults(table, *, groups, outcome, intake=(), pupil="", membership="nested"):
    """Look for what cannot be, or is unlikely to be, as the file says.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pupil.
    groups : sequence of str
        Columns of schools, and classes where there are any, the larger first.
    outcome : str
        A column of numbers.
    intake : sequence of str
        Columns of what pupils brought.
    pupil : str
        Column that should tell the pupils of one group apart; empty where there is none.
    membership : {"nested", "crossed"}
        As in :func:`partnership_evaluation.school_effects.of_pupils`.

    Returns
    -------
    pandas.DataFrame
        ``fault``, ``where``, ``rows`` (how many are concerned), ``found``.

    Notes
    -----
    Five things are looked for: cells without a value; two pupils of one group with one number; a
    class of one name in two schools (which is right only where names are given school by school);
    a school in which all pupils but one have one of two values, such as girls (one coded wrongly,
    or the school labelled wrongly; one row where there are many such schools); bands whose words
    run against the scores of their pupils.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": ["a", "a"], "mark": [1.0, 2.0], "pupil": [7, 7]})
    >>> faults(pupils, groups=["school"], outcome="mark", pupil="pupil")["rows"].tolist()
    [2]
    """
    numbers = [outcome, *(name for name in intake if pd.api.types.is_numeric_dtype(table[name]))]
    rows = [
        *_missing(table, [outcome, *intake, *groups]),
        *_twice(table, list(groups), pupil),
        *_shared_names(table, list(groups) if membership == "nested" else []),
        *_odd_ones(table, groups[0], {*groups, pupil, *numbers}),
        *_bands_backwards(table, numbers, {*groups, pupil}),
    ]
    return pd.DataFrame(rows, columns=["fault", "where", "rows", "found"])


def _missing(table, names):
    for name in dict.fromkeys(names):
        missing = int(table[name].isna().sum())
        if missing:
            yield ("no value", name, missing, f"{missing} pupils without a value are left out")


def _twice(table, groups, pupil):
    if not pupil:
        return
    again = table[table.duplicated([*groups, pupil], keep=False)]
    if len(again):
        first = groups[0]
        pairs = again[[first, pupil]].drop_duplicates()
        named = ", ".join(f"{label}" for label in pairs[first].head(MOST_NAMED))
        named += ", ..." if len(pairs) > MOST_NAMED else ""
        yield (
            "one number for two pupils", f"{pupil} within {' and '.join(groups)}", len(again),
            f"{len(pairs)} numbers stand for more than one pupil ({first} {named})",
        )  # fmt: skip


def _shared_names(table, groups):
    if len(groups) < 2:
        return
    outer = table.groupby(groups[1])[groups[0]].nunique()
    shared = int((outer > 1).sum())
    if shared:
        yield (
            "one name in two schools", groups[1], shared,
            f"{shared} of {len(outer)} names of {groups[1]} stand in more than one {groups[0]}; "
            "they are taken as different. Where they are the same, as primary schools whose pupils "
            "went on to several secondary ones, membership is crossed",
        )  # fmt: skip


def _odd_ones(table, school, left_out):
    for name in table.columns:
        if name in left_out or table[name].nunique() != 2:
            continue
        counts = pd.crosstab(table[school], table[name])
        fewest, size = counts.min(axis=1), counts.sum(axis=1)
        odd = counts[(fewest > 0) & (fewest <= MOST_ODD) & (size >= FEWEST_PUPILS)]
        if len(odd) > MOST_NAMED:
            yield (
                "all pupils but one alike", f"{name}, {len(odd)} schools", len(odd),
                f"in {len(odd)} of {len(counts)} schools all pupils but one have the same {name}: "
                "so many are likely to be right",
            )  # fmt: skip
            continue
        for label, row in odd.iterrows():
            yield (
                "all pupils but one alike", f"{name}, {school} {label}", int(row.min()),
                f"{row.max()} pupils have {row.idxmax()} and {row.min()} has {row.idxmin()}: one "
                "pupil or the school may be coded wrongly",
            )  # fmt: skip


def _bands_backwards(table, numbers, left_out):
    for name in table.columns:
        if name in left_out or pd.api.types.is_numeric_dtype(table[name]):
            continue
        labels = [str(label) for label in table[name].dropna().unique()]
        low = [label for label in labels if label.lower().startswith(_LOW)]
        high = [label for label in labels if label.lower().startswith(_HIGH)]
        if len(low) != 1 or len(high) != 1:
            continue
        means = table.groupby(table[name].astype(str))[numbers].mean()
        if (means.loc[low[0]] > means.loc[high[0]]).all():
            yield (
                "words run backwards", name, int(table[name].notna().sum()),
                f"pupils called {low[0]} have higher scores on average than those called {high[0]}",
            )  # fmt: skip
