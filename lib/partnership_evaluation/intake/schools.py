"""Many schools at once: told apart in one table, held to a list, put together for the group."""

from collections import Counter

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.checking import Examined
from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.mappings import Mapping
from partnership_evaluation.intake.parting import part_of
from partnership_evaluation.intake.school_names import HEADINGS, school_key
from partnership_evaluation.intake.sheets import letter, number_of, shown

_APART = 1_000_000  # more rows than a sheet may have


def school_column(sheet, wanted=None):
    """Find the column that names the school of each row.

    Parameters
    ----------
    sheet : Sheet
        A table.
    wanted : str, optional
        Its heading or letter; without it a heading such as *School* over more than one school.

    Returns
    -------
    int or None
        None where nothing is wanted and there is none.

    Raises
    ------
    IntakeError
        When there is no such column.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> table = intake.read(b"School,Teacher,Before,After\\nHill,A,3,2\\nDale,B,2,2\\n")
    >>> school_column(table), school_column(table, "school"), school_column(table, "A")
    (1, 1, 1)
    """
    if wanted is None:
        found = [column for column, text in sheet.headers.items() if words(text) in HEADINGS]
        several = [c for c in found if len({school_key(one.text) for one in sheet.column(c)}) > 1]
        return several[0] if several else None
    for column, text in sheet.headers.items():
        if words(text) == words(wanted):
            return column
    column = number_of(wanted)
    if column in sheet.headers:
        return column
    known = ", ".join(f"{letter(c)} {shown(text, longest=25)}" for c, text in sheet.headers.items())
    return limits.refuse(
        "Schools are told apart by a column of the table",
        f"none with the heading or letter {wanted!r}",
        f"Columns: {known}",
    )


def by_school(sheet, column):
    """Take a table apart, school by school.

    Parameters
    ----------
    sheet : Sheet
        A table.
    column : int
        The column that names the school of each row.

    Returns
    -------
    list of (str, Sheet)
        Name as it is written most often, and the rows of that school with what was said of them;
        rows without a school under an empty name. Upper and lower case, spaces and punctuation
        make no other school.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> table = intake.read(b"School,Name,Before,After\\nHill,A,3,2\\nDale,B,2,2\\nhill,C,2,1\\n")
    >>> [(name, part.rows) for name, part in by_school(table, 1)]
    [('Dale', (3,)), ('Hill', (2, 4))]
    """
    rows, spellings = {}, {}
    for row in sheet.rows:
        text = sheet.cell(row, column).clean
        rows.setdefault(school_key(text), []).append(row)
        spellings.setdefault(school_key(text), Counter())[text] += 1
    found = []
    for key, own in sorted(rows.items()):
        name = spellings[key].most_common(1)[0][0] if key else ""
        found.append((name, part_of(sheet, column, tuple(own))))
    return found


def pooled(parts, instrument):
    """Put the checked rows of several schools together.

    Parameters
    ----------
    parts : sequence of (Examined, Mapping)
        One for each school, without errors.
    instrument : Instrument
        The instrument of all.

    Returns
    -------
    (Examined, Mapping)
        For :func:`partnership_evaluation.intake.make`. People of two schools are never taken for
        one, also where they have the same name.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> form, parts = intake.instrument("lesson_grades"), []
    >>> for data in (b"Teacher,Before,After\\nA,3,2\\n", b"Teacher,Before,After\\nA,2,2\\n"):
    ...     sheet = intake.read(data)
    ...     mapping = intake.propose(sheet, form.name).mapping
    ...     parts.append((intake.examine(sheet, form.name, mapping), mapping))
    >>> len(pooled(parts, form)[0].values)
    2
    """
    values, scales, keys, columns = {}, {}, {}, {}
    for number, (examined, mapping) in enumerate(parts, 1):
        shift = number * _APART
        values |= {shift + row: found for row, found in examined.values.items()}
        scales |= {shift + row: found for row, found in examined.scales.items()}
        keys |= {shift + row: f"{number} {key}" for row, key in examined.keys.items()}
        columns = {**mapping.columns, **columns}
    return Examined(values, scales, keys, ()), Mapping(instrument.name, columns)


def without_places(made):
    """Take out of the tables where in a sheet a number stands: the group has several.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        From :func:`partnership_evaluation.intake.make`.

    Returns
    -------
    dict of str to pandas.DataFrame

    Examples
    --------
    >>> import pandas as pd
    >>> without_places({"t": pd.DataFrame({"locator": ["column B of the sheet"]})})["t"].iloc[0, 0]
    'the sheets of the schools'
    """
    return {
        name: frame.assign(locator="the sheets of the schools") if len(frame) else frame
        for name, frame in made.items()
    }
