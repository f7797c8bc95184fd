"""The tables of ``data/``: read by name, checked against their published description.

``data/datapackage.json`` (a Frictionless Data Package) says for each table what its columns are,
which values they may take and where it was printed. A table that breaks its description is not
returned: all of its problems are reported at once, with file, row and column.
"""

import os
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
from frictionless import Dialect, Package, Resource
from frictionless.formats import CsvControl

from partnership_evaluation import tables_problems

DESCRIPTION = "datapackage.json"
ANNOUNCED = "partnership_evaluation.tables"
DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}


class DataError(ValueError):
    """A table is missing or does not keep to its description."""


def folder():
    """Return the folder that holds the tables.

    Returns
    -------
    pathlib.Path
        The folder named by the environment variable ``PARTNERSHIP_DATA``, or else ``data/`` of the
        project that this library was installed from.

    Raises
    ------
    DataError
        When there is no ``datapackage.json`` in it.

    Examples
    --------
    >>> folder().name
    'data'
    """
    chosen = os.environ.get("PARTNERSHIP_DATA")
    path = Path(chosen) if chosen else Path(__file__).resolve().parents[2] / "data"
    if not (path / DESCRIPTION).is_file():
        raise DataError(
            f"The data folder must hold {DESCRIPTION}; found none in {path.name!r}. "
            "Set PARTNERSHIP_DATA to the data folder of the project."
        )
    return path


def names(case=None):
    """List the tables there are.

    Parameters
    ----------
    case : str, optional
        Only the tables of this case study.

    Returns
    -------
    list of str
        Names such as ``"sutton/lesson_grades"``; shared tables have no folder.

    Examples
    --------
    >>> "sutton/lesson_grades" in names("sutton")
    True
    """
    with _announced("names", folder(), case):
        return [name for name in _names() if case is None or name.startswith(f"{case}/")]


def exists(name):
    """Say whether a table is described.

    Parameters
    ----------
    name : str
        ``"<case>/<table>"`` or the name of a shared table.

    Returns
    -------
    bool

    Examples
    --------
    >>> exists("sutton/no_such_table")
    False
    """
    with _announced("exists", folder(), name):
        return name in _names()


def describe(name):
    """Return what a table holds and where it was printed.

    Parameters
    ----------
    name : str
        ``"<case>/<table>"`` or the name of a shared table.

    Returns
    -------
    dict
        ``title``, ``description``, ``source`` (its title) and ``fields`` (column to description).

    Examples
    --------
    >>> describe("cases")["fields"]["case"]
    'Short name of the case study, used for its folder.'
    """
    with _announced("about", folder(), name):
        resource = _resource(name)
    return {
        "title": resource.title or "",
        "description": resource.description or "",
        "source": "; ".join(source["title"] for source in resource.sources),
        "fields": {field.name: field.description or "" for field in resource.schema.fields},
    }


def read(name, *, case=None):
    """Read one table, checked.

    Parameters
    ----------
    name : str
        ``"<case>/<table>"``, for example ``"sutton/lesson_grades"``, or a shared table:
        ``sources``, ``cases``, ``claims``, ``scales``, ``measures``.
    case : str, optional
        Only the rows with this text in the column ``case``.

    Returns
    -------
    pandas.DataFrame
        One row an observation, numbered from 0. Whole numbers are ``Int64``; numbers whose printed
        decimals matter are text; an empty cell is missing.

    Raises
    ------
    DataError
        When the table is unknown or breaks its description: every problem, with file, row, column;
        when rows of one case are asked for and it has no column ``case``.

    Notes
    -----
    What is read is announced as audit events (``sys.audit``), for whoever makes reports.

    Examples
    --------
    >>> read("sutton/lesson_grades").shape[0]
    12
    >>> read("cases", case="sutton")["case"].tolist()
    ['sutton']
    """
    place = folder()
    path = place / f"{name}.csv"
    with _announced("rows", place, name, case):
        stamps = [file.stat().st_mtime_ns for file in (path, place / DESCRIPTION) if file.is_file()]
        frame = _read(name, place, tuple(stamps))
    for other in _checked_against(name, place):  # announced also where it was checked before
        with _announced("rows", place, other, None):
            pass
    if case is None:
        return frame.copy()
    if "case" not in frame:
        raise DataError(
            f"A table must have a column 'case'; found none in {name!r}. Read it whole."
        )
    return frame[frame["case"] == case].reset_index(drop=True)


def problems(name):
    """List every way in which a table breaks its description.

    Parameters
    ----------
    name : str
        ``"<case>/<table>"`` or the name of a shared table.

    Returns
    -------
    list of str
        One sentence a problem: file, row and column; the rule; what was found; what to do.

    Examples
    --------
    >>> problems("cases")
    []
    """
    with _announced("rows", folder(), name, None):
        return _problems(name)


def _problems(name):
    resource = _resource(name)
    fields = resource.schema.fields
    with (folder() / resource.path).open(encoding="utf-8-sig", errors="replace") as lines:
        first = lines.readline()
    separated = tables_problems.separator_problem(first, path=resource.path, columns=len(fields))
    if separated:
        return [separated]
    resource.dialect = _as_it_is_read()
    report = resource.validate()
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    found = tables_problems.sentences(errors, path=resource.path, fields=fields)
    return found or _illegal_codes(resource)


def claims(case):
    """Read the ledger of printed numbers of one case study.

    Parameters
    ----------
    case : str
        Short name of the case study, or ``"all"`` for the whole ledger.

    Returns
    -------
    pandas.DataFrame
        Its rows of ``claims``, in the order of the document.

    Raises
    ------
    DataError
        When the ledger has no claim of that case; the nearest name is offered.

    Examples
    --------
    >>> claims("sutton")["case"].unique().tolist()
    ['sutton']
    """
    if case == "all":
        return read("claims")
    chosen = read("claims", case=case)
    if chosen.empty:
        raise DataError(_unknown("case in claims.csv", case, sorted(set(read("claims")["case"]))))
    return chosen


@cache
def _read(name, place, stamps):
    # A table is checked once; the stamps of its files tell when it has to be checked again.
    found = _problems(name)
    if found:
        raise DataError("\n".join(found))
    return _load(_resource(name))


@cache
def _package(path):
    return Package(str(path / DESCRIPTION))


@contextmanager
def _announced(question, place, *subject):
    """Tell listeners what is asked of the tables, and when their files have been read for it."""
    sys.audit(f"{ANNOUNCED}.{question}", str(place), *subject)
    try:
        yield
    finally:
        sys.audit(f"{ANNOUNCED}.done")


def _names():
    return [_name(resource) for resource in _package(folder()).resources]


def _name(resource):
    return resource.path.removesuffix(".csv")


def _resource(name):
    known = {_name(resource): resource for resource in _package(folder()).resources}
    if name not in known:
        raise DataError(_unknown("table of the data package", name, list(known)))
    resource = known[name].to_copy()
    if not (folder() / resource.path).is_file():
        raise DataError(
            f"Every table of {DESCRIPTION} must be a file; found no {resource.path}. "
            "Restore it (git checkout data) or remove its description."
        )
    return resource


def _unknown(what, name, known):
    return f"Expected a {what}; found {name!r}. {tables_problems.nearest(name, known)}"


def _as_it_is_read():
    # Frictionless would guess the row of the columns, the separator and spaces after it; whatever
    # it guessed is not what pandas reads.
    control = CsvControl(delimiter=",", quote_char='"', skip_initial_space=False)
    return Dialect(header=True, header_rows=[1], controls=[control])


def _load(resource: Resource):
    columns = {field.name: DTYPES.get(field.type, "str") for field in resource.schema.fields}
    # Names are those of the description: a space beside one in the file is not a part of it.
    named = {"header": 0, "names": list(columns), "index_col": False}
    path = folder() / resource.path
    return pd.read_csv(path, dtype=columns, keep_default_na=False, na_values=[""], **named)


@cache
def _checked_against(name, place):
    resources = {resource.name: resource for resource in _package(place).resources}
    schema = next(each.schema for each in resources.values() if _name(each) == name)
    keys = {key["reference"]["resource"] for key in schema.foreign_keys} & set(resources)
    graded = any(field.custom.get("on_scale") for field in schema.fields)
    return sorted({_name(resources[key]) for key in keys} | ({"measures"} if graded else set()))


def _illegal_codes(resource):
    """Find grades that are not on the scale their row names."""
    columns = [field.name for field in resource.schema.fields if field.custom.get("on_scale")]
    if not columns:
        return []
    measures = read("measures")
    legal = measures.groupby("scale")["code"].apply(list).to_dict()
    found = []
    for position, row in _load(resource).iterrows():
        place = f"{resource.path}, row {position + 2}"
        found += [f"{place}, {problem}" for problem in _illegal_codes_of(row, columns, legal)]
    return found


def _illegal_codes_of(row, columns, legal):
    name = row["scale"]
    if pd.isna(name):
        yield "column scale: a grade must name its scale; found an empty cell. Give the scale."
        return
    if name not in legal:
        yield f"column scale: {_unknown('scale', name, list(legal))}"
        return
    for column in columns:
        codes = [] if pd.isna(row[column]) else str(row[column]).split("|")
        for code in codes:
            if code not in legal[name]:
                problem = _unknown(f"code of scale {name!r}", code, legal[name])
                yield f"column {column}: {problem}"
