"""Names of schools: written in one way, held to a list, the nearest found."""

import re
import unicodedata
from difflib import get_close_matches

from partnership_evaluation.intake import archives, delimited, limits, open_document, workbooks
from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.sheets import cleaned, shown

HEADINGS = frozenset(
    words(text)
    for text in (
        "school",
        "school name",
        "name of school",
        "academy",
        "academy name",
        "establishment",
        "establishment name",
        "setting",
        "site",
    )
)
FILE_HEADINGS = frozenset({("file",), ("file", "name"), ("filename",), ("spreadsheet",)})
_LIST_READERS = {"xlsx": workbooks.read, "ods": open_document.read, "csv": delimited.read}
_LONGEST = 80


def school_key(name):
    """Write the name of a school so that two ways to write it are the same.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str

    Examples
    --------
    >>> school_key("St. Mary's  PRIMARY") == school_key("St Marys Primary")
    True
    """
    return " ".join(words(cleaned(name)))


def plain_name(text):
    """Write the name of a school in characters that every table and file may hold.

    Parameters
    ----------
    text : str
        A name as a school writes it, or the name of a file without its ending.

    Returns
    -------
    str
        Empty where no letter is left.

    Examples
    --------
    >>> plain_name("hill_primary-school"), plain_name("Ysgol Gŵyr (Abertawe)")
    ('Hill Primary School', 'Ysgol Gwyr Abertawe')
    """
    plain = cleaned(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("_", " ")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    kept = " ".join(re.sub(r"[^A-Za-z0-9 '&-]+", " ", plain).split()).strip(" '&-")
    if kept.islower():  # the name of a file: hill-primary
        kept = " ".join(word.capitalize() for word in kept.replace("-", " ").split())
    kept = kept[:_LONGEST].strip()
    if not re.search("[A-Za-z]", kept):
        return ""
    kept = kept if kept[0].isalpha() else f"School {kept}"
    return kept[0].upper() + kept[1:]


def read_list(file):
    """Read the list of schools that there should be.

    Parameters
    ----------
    file : path
        A spreadsheet or CSV file with a column *School* and, if wanted, a column *File*.

    Returns
    -------
    dict of str to str
        Name of the file, or an empty text, by name of the school.

    Raises
    ------
    IntakeError
        When it is no such list, or names a school twice.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "schools.csv")
    ...     _ = file.write_text("School,File\\nHill,a.csv\\nDale,\\n")
    ...     read_list(file)
    {'Hill': 'a.csv', 'Dale': ''}
    """
    if not file.is_file():
        limits.refuse("A list of schools must be a file", f"none named {file.name!r}", "Check it")
    data = file.read_bytes()
    grid = _LIST_READERS[archives.kind_of(data)](data)[0]
    head = next((row for row in grid.rows if _columns(grid.row(row))[0]), None)
    if head is None:
        limits.refuse(
            "A list of schools must have a column 'School'", f"none in {file.name!r}", "Add one"
        )
    school, place = _columns(grid.row(head))
    found, seen = {}, {}
    for row in grid.rows:
        cells = grid.row(row)
        if row <= head or school not in cells:
            continue
        name = cells[school].clean
        if school_key(name) in seen:
            first = seen[school_key(name)]
            limits.refuse(
                "A list of schools must name each once",
                f"{shown(name)} in rows {first} and {row} of {file.name!r}",
                "Delete one",
            )
        seen[school_key(name)] = row
        found[name] = cells[place].clean if place in cells else ""
    return found


def _columns(cells):
    """Find the columns of the names and of the files in a row of headings."""
    heads = {column: words(cell.text) for column, cell in cells.items()}
    school = next((c for c, text in heads.items() if text in HEADINGS), None)
    return school, next((c for c, text in heads.items() if text in FILE_HEADINGS), None)


def nearest_school(name, among):
    """Name the school that a name which is not on the list is nearest to.

    Parameters
    ----------
    name : str
        The name.
    among : iterable of str
        The names of the list.

    Returns
    -------
    str
        Empty where none is near.

    Examples
    --------
    >>> nearest_school("Hill Primry", ["Dale Infants", "Hill Primary"])
    'Hill Primary'
    """
    keys = {school_key(one): one for one in among}
    close = get_close_matches(school_key(name), keys, n=1, cutoff=0.7)
    return keys[close[0]] if close else ""
