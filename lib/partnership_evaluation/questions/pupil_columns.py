"""The columns of a file of pupils: numbers as numbers, schools as they are called."""

import pandas as pd

from partnership_evaluation import files

#: What stands for no value, besides an empty cell.
NO_VALUE = ("NA", "N/A", "n/a", "NaN", "nan", ".", "-")
#: Words that become groups have at most so many different ones.
MOST_WORDS = 20
#: Few values that return, and more words than this share, make codes such as K, 1, 2.
MOST_CODES, MOST_STRANGE, LEAST_RETURNS = 9, 0.05, 3


def typed(table, *, outcome, intake, groups):
    """Make numbers of the outcome and of what pupils brought.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pupil; texts or numbers.
    outcome : str
        A column of numbers.
    intake : sequence of str
        Columns of numbers, or of words that become groups.
    groups : sequence of str
        Columns of schools and classes.

    Returns
    -------
    pandas.DataFrame
        A column of which at least half are numbers is one of numbers, and its words are missing;
        which these were is in ``attrs["words"]``. With many words and few values it is one of
        codes, which become groups. Schools that are numbered are in the order of their numbers.

    Raises
    ------
    partnership_evaluation.files.FileError
        When the outcome is no number, has two values only, or intake has too many words.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("1223"), "mark": ["3.5", "absent", "7", "9"]})
    >>> found = typed(pupils, outcome="mark", intake=[], groups=["school"])
    >>> found["mark"].tolist(), found["school"].tolist()
    ([3.5, nan, 7.0, 9.0], [1, 2, 2, 3])
    """
    table = table.copy()
    words, problems = {}, []
    for name in dict.fromkeys([outcome, *intake, *groups]):
        if not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = table[name].mask(table[name].astype(str).str.strip().isin(NO_VALUE))
    for name in dict.fromkeys([outcome, *intake]):
        number = pd.to_numeric(table[name], errors="coerce")
        strange = table.loc[number.isna() & table[name].notna(), name]
        if name == outcome or _of_numbers(table[name], number, strange):
            table[name], words[name] = number, strange
        elif table[name].nunique() > MOST_WORDS:
            problems.append(
                f"Words of intake become groups, at most {MOST_WORDS}: found "
                f"{table[name].nunique()} in {name!r}. Leave it out, or merge some."
            )
    problems += _outcome_problems(table[outcome], words[outcome])
    if problems:
        raise files.FileError("\n".join(problems))
    for name in groups:
        table[name] = _numbered(table[name])
    table.attrs["words"] = {name: list(strange) for name, strange in words.items() if len(strange)}
    return table


def words_for_numbers(table):
    """List the words that stood where numbers were expected.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`typed` gave.

    Returns
    -------
    pandas.DataFrame
        ``fault``, ``where``, ``rows``, ``found``, as of
        :func:`partnership_evaluation.school_effects.faults`.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": list("1223"), "mark": ["3.5", "absent", "7", "9"]})
    >>> found = typed(pupils, outcome="mark", intake=[], groups=["school"])
    >>> words_for_numbers(found)["rows"].tolist()
    [1]
    """
    rows = []
    for name, strange in table.attrs.get("words", {}).items():
        shown = ", ".join(repr(word) for word in list(dict.fromkeys(strange))[:3])
        rows.append(("words for numbers", name, len(strange), f"such as {shown}; left out"))
    return pd.DataFrame(rows, columns=["fault", "where", "rows", "found"])


def _of_numbers(column, number, strange):
    told, values = column.notna().sum(), column.nunique()
    few = values <= MOST_CODES and values * LEAST_RETURNS <= told
    codes = few and len(strange) > MOST_STRANGE * told
    return number.notna().sum() >= len(strange) and not codes


def _outcome_problems(number, strange):
    values = number.dropna().unique()
    if not len(values):
        found = f"{strange.iloc[0]!r}" if len(strange) else "no value"
        return [
            f"The outcome is a number: found {found} in {number.name!r}. Name another column; what "
            "is only yes or no, or a word, has no variance of pupils as this model has it."
        ]
    if len(values) <= 2:
        found = " and ".join(f"{value:g}" for value in sorted(values))
        return [
            f"The outcome takes more than two values: found {found} only in {number.name!r}. Yes "
            "and no do not vary as the normal curve does; compare shares of schools instead, or "
            "name a score."
        ]
    return []


def _numbered(column):
    """Whole numbers, where every label is one and none would lose a zero in front."""
    number = pd.to_numeric(column, errors="coerce")
    told = column.notna()
    if not (number[told].notna().all() and (number[told] % 1 == 0).all()):
        return column
    if not pd.api.types.is_numeric_dtype(column):
        plain = number[told].astype("int64").astype(str)
        if not (plain == column[told].astype(str).str.strip()).all():
            return column
    return number.astype("Int64") if not told.all() else number.astype("int64")
