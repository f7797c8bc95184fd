"""One row a school: grade now, grade before, when, and of which kind."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from partnership_evaluation import files, places
from partnership_evaluation.files import cells

#: Words of the four grades, the best first.
GRADES = {1: "outstanding", 2: "good", 3: "requires improvement", 4: "inadequate"}
_OTHER_WORDS = {
    "satisfactory": 3,
    "special measures": 4,
    "serious weaknesses": 4,
    "ri": 3,
    "requires special measures": 4,
}
#: What stands where a school has no grade.
_NO_GRADE = {"9", "0", "not judged", "not applicable", "n/a", "na", "-", "not yet inspected", "nan"}
_REQUIRED = ("grade", "previous_grade")
_DATES = ("date", "previous_date", "short_date", "joined")


@dataclass(frozen=True)
class Schools:
    """The schools of a file.

    Attributes
    ----------
    table : pandas.DataFrame
        ``grade`` and ``previous_grade`` (1 is best, missing where there is none), dates, and
        ``urn``, ``phase``, ``type``, ``region``, ``local_authority`` and what else was found.
    steps : tuple of (str, int)
        What was done, and how many rows were left after it.
    met : tuple of str
        What was met in the file, each a clause.
    """

    table: pd.DataFrame
    steps: tuple
    met: tuple


@cache
def columns():
    """Read under which names publishers give what.

    Returns
    -------
    dict
        ``schools`` and ``memberships``: names by ours; patterns; ``maintained``: definitions.

    Examples
    --------
    >>> columns()["schools"]["urn"][0]
    'URN'
    """
    return yaml.safe_load(Path(__file__).with_name("columns.yml").read_text(encoding="utf-8"))


def maintained_definitions():
    """List which schools can stand beside those that joined.

    Returns
    -------
    dict of str to str
        Each definition in words, by its name.

    Examples
    --------
    >>> list(maintained_definitions())[0]
    'not_academies'
    """
    return {name: one["words"] for name, one in columns()["maintained"].items()}


def read_schools(name, *, column_names="", seed=1):
    """Read a file of schools.

    Parameters
    ----------
    name : str
        The file, or ``invented``.
    column_names : str
        ``ours = theirs``, semicolons between, where a column has a name that is not known.
    seed : int
        Of the invented schools.

    Returns
    -------
    Schools

    Raises
    ------
    partnership_evaluation.files.FileError
        When the file, a column, a grade or a date cannot be read.

    Notes
    -----
    A row with a number in ``schools`` stands for so many schools. Of rows with the same ``urn`` the
    first is kept. Grades may be codes or words.

    Examples
    --------
    >>> read_schools("invented").steps[0]
    ('Rows in the file of schools', 1500)
    """
    given = files.column_map(column_names)
    if places.is_invented(name):
        from partnership_evaluation.national.invented import invented_schools

        table, met = invented_schools(seed=seed), ()
    else:
        names = columns()["schools"]
        found = files.read(name, aliases=names, required=_REQUIRED, given=given)
        table, met = found.table, found.met
    steps = [("Rows in the file of schools", len(table))]
    if "schools" in table:
        times = files.numbers(table["schools"], name="schools")[0].fillna(0).astype(int)
        table = table.loc[table.index.repeat(times)].reset_index(drop=True)
        steps.append(("Schools, where a row stands for several", len(table)))
    elif "urn" in table:
        table = table.assign(urn=files.keys(table["urn"]))
        table = table[table["urn"].isna() | ~table["urn"].duplicated()].reset_index(drop=True)
        steps.append(("Each school once", len(table)))
    return Schools(_typed(table), tuple(steps), met)


def graded(schools):
    """Keep the schools that were graded twice, in order.

    Parameters
    ----------
    schools : Schools
        As read.

    Returns
    -------
    Schools
        With ``improved`` (True where the grade is better than before) in its table.

    Examples
    --------
    >>> graded(read_schools("invented")).table["improved"].dtype
    dtype('bool')
    """
    steps, table = list(schools.steps), schools.table
    table = table[table["grade"].notna()]
    steps.append(("With a grade", len(table)))
    table = table[table["previous_grade"].notna()]
    steps.append(("With a grade from the inspection before", len(table)))
    if {"date", "previous_date"} <= set(table):
        table = table[~(table["previous_date"] >= table["date"])]
        steps.append(("With the two inspections in order", len(table)))
    table = table.reset_index(drop=True)
    table["improved"] = (table["grade"] < table["previous_grade"]).astype(bool)
    return Schools(table, tuple(steps), schools.met)


def _typed(table):
    table = table.copy()
    for column in ("grade", "previous_grade"):
        table[column] = codes_of_grades(table[column], name=column)
    for column in set(_DATES) & set(table):
        table[column] = files.dates(table[column], name=column)
    return table


def codes_of_grades(column, *, name):
    """Read grades that are written as codes or as words.

    Parameters
    ----------
    column : pandas.Series
        Such as ``2``, ``"2"``, ``"Good"`` or ``"Grade 2"``.
    name : str
        The column, for the error.

    Returns
    -------
    pandas.Series
        1 (outstanding) to 4 (inadequate), missing where there is no grade.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a cell is no grade.

    Examples
    --------
    >>> codes_of_grades(pd.Series(["Good", "3", "Not judged", None]), name="grade").tolist()
    [2, 3, <NA>, <NA>]
    """
    words = {word: code for code, word in GRADES.items()} | _OTHER_WORDS
    words |= {form.format(code): code for code in GRADES for form in ("{}", "{}.0", "grade {}")}
    each = column.dropna().unique()
    read = {cell: words.get(cells.squeezed(cell)) for cell in each}
    wrong = [c for c, code in read.items() if code is None and cells.squeezed(c) not in _NO_GRADE]
    if wrong:
        raise files.FileError(
            f"A grade is 1 to 4, or its word: found {wrong[0]!r} in column {name} "
            f"({int(column.isin(wrong).sum())} such cells). Mend them, or name another column."
        )
    return column.map(read).astype("Int64")
