"""Progress scores of schools, weighted by pupils, beside the row of their authority."""

from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import files, rounding

SUBJECTS = {"READPROG": "reading", "WRITPROG": "writing", "MATPROG": "mathematics"}
#: Share of pupils that the score rests on.
COVERAGE = {"READPROG": "READCOV", "WRITPROG": "WRITCOV", "MATPROG": "MATCOV"}
SCHOOL_ROWS, AUTHORITY_ROWS = ("1", "2"), ("3",)


def read_school_rows(name):
    """Read a file of key stage 2 with rows of schools and of authorities.

    Parameters
    ----------
    name : str
        The file, columns as the publisher names them (``RECTYPE``, ``LEA``, ``TELIG`` ...).

    Returns
    -------
    partnership_evaluation.files.File
        Texts, as they come.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a column is missing.

    Examples
    --------
    >>> read_school_rows("data/cases.csv")
    Traceback (most recent call last):
    ...
    partnership_evaluation.files.columns.FileError: A file of school rows has the columns RECTYPE, \
LEA, TELIG: found no RECTYPE, LEA, TELIG. Name another file.
    """
    found = files.read(name)
    needed = ["RECTYPE", "LEA", "TELIG"]
    lacking = [column for column in needed if column not in found.table]
    if lacking:
        raise files.FileError(
            f"A file of school rows has the columns {', '.join(needed)}: found no "
            f"{', '.join(lacking)}. Name another file."
        )
    return found


def authority_rows(table):
    """Weight schools by pupils and set the mean beside the authority's own row.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`read_school_rows` read.

    Returns
    -------
    pandas.DataFrame
        One row for each year, authority and subject: ``year``, ``authority``, ``subject``,
        ``printed``, ``weighted``, ``plain`` (each school counted alike), ``schools`` with a score,
        ``suppressed``, ``without`` a score for another reason, ``least`` and ``most`` (the weighted
        mean if every school's score was as far off as rounding allows), ``agrees`` (whether the
        printed score lies within half a unit of these) and ``gap``.

    Notes
    -----
    A school counts as its eligible pupils times the share that its score covers. The publisher
    weights pupils, of whom each school's score is a rounded mean; pupils of suppressed schools are
    in the authority's row and not in the schools'. Both keep the two from being equal.

    Examples
    --------
    >>> rows = pd.DataFrame({"YEAR": ["x"] * 3, "RECTYPE": ["1", "1", "3"], "LEA": ["850"] * 3,
    ...     "SCHNAME": ["A", "B", "Hampshire"], "TELIG": ["30", "10", "40"],
    ...     "READPROG": ["1.0", "-1.0", "0.5"]})
    >>> authority_rows(rows)["weighted"].tolist()
    [0.5]
    """
    table = table.assign(YEAR=table.get("YEAR", ""))
    schools = table[table["RECTYPE"].isin(SCHOOL_ROWS)]
    rows = []
    for _, own in table[table["RECTYPE"].isin(AUTHORITY_ROWS)].iterrows():
        here = schools[(schools["LEA"] == own["LEA"]) & (schools["YEAR"] == own["YEAR"])]
        for column, subject in SUBJECTS.items():
            if column in table and pd.notna(own[column]) and len(here):
                row = {"year": own["YEAR"], "authority": own.get("SCHNAME", own["LEA"])}
                rows.append(row | {"subject": subject} | _weighted(here, column, own[column]))
    return pd.DataFrame(rows)


def _weighted(schools, column, printed):
    score, counts = files.numbers(schools[column], name=column)
    weight, _ = files.numbers(schools["TELIG"], name="TELIG")
    if COVERAGE[column] in schools:
        covered, _ = files.numbers(schools[COVERAGE[column]], name=COVERAGE[column], percent=True)
        weight = weight * covered
    told = score.notna() & weight.notna()
    mean = float(np.average(score[told], weights=weight[told]))
    # A spreadsheet may have dropped final zeros: the finest unit of the column is that of all.
    own = rounding.read_printed(printed)
    printed_so = [rounding.read_printed(text).unit for text in schools.loc[told, column].unique()]
    slack = float(min([own.unit, *printed_so])) / 2
    reach = 2 * slack
    return {
        "printed": str(printed),
        "weighted": mean,
        "plain": float(score[told].mean()),
        "schools": int(told.sum()),
        "suppressed": counts["suppressed"],
        "without": int((~told).sum()) - counts["suppressed"],
        "least": mean - slack,
        "most": mean + slack,
        "agrees": abs(mean - float(Fraction(own.value))) <= reach,
        "gap": mean - float(Fraction(own.value)),
    }
