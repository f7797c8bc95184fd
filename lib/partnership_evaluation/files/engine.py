"""Large files: aggregated by DuckDB before pandas sees them."""

from partnership_evaluation import places
from partnership_evaluation.files.columns import FileError


def _connected(memory, threads):
    import duckdb  # loaded where it is needed: it takes a moment

    settings = {"memory_limit": memory, "threads": threads, "preserve_insertion_order": False}
    return duckdb.connect(":memory:", config=settings)


def _source(path):
    """Name a file in a query; it is opened here, so that whoever makes reports knows of it."""
    with path.open("rb") as data:
        reader = "read_parquet" if data.read(4) == b"PAR1" else "read_csv"
    return f"{reader}('{str(path).replace(chr(39), chr(39) * 2)}')"


def _found(name):
    path = places.place(name)
    if not path.is_file():
        raise FileError(
            f"A file must exist to be read: found no {str(name)!r}. Names count from the folder "
            "that holds data/; give one there, or the whole path."
        )
    return path


def _quoted(column):
    return '"' + column.replace('"', '""') + '"'


def whole(path):
    """Read all of a Parquet file.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    pandas.DataFrame
        Columns with the types of the file.

    Examples
    --------
    >>> whole(places.place("data/cases.csv")).shape[0]
    16
    """
    with _connected("1GB", 2) as connection:
        return connection.sql(f"SELECT * FROM {_source(path)}").df()


def sums_by(name, keys, measures, *, where="", memory="1GB", threads=2):
    """Add up a file by groups.

    Parameters
    ----------
    name : str
        CSV, packed CSV or Parquet.
    keys : sequence of str
        Columns that make the groups.
    measures : mapping of str to str
        Name of a sum, and what is added up: an expression over columns, such as ``"after * after"``
        or ``"1"``. Whole numbers are added up exactly.
    where : str, optional
        Which rows, as SQL says it; the caller's own words, never a user's.
    memory : str
        The most memory that the engine takes.
    threads : int
        Processors that it uses.

    Returns
    -------
    pandas.DataFrame
        One row a group, in the order of the keys.

    Raises
    ------
    FileError
        When there is no such file, or a column is missing.

    Examples
    --------
    >>> sums_by("data/cases.csv", ["source"], {"n": "1"})["n"].tolist()
    [1, 1, 1, 1, 12]
    """
    path = _found(name)
    names = ", ".join(map(_quoted, keys))
    sums = ", ".join(f"sum({what}) AS {_quoted(label)}" for label, what in measures.items())
    chosen = f" WHERE {where}" if where else ""
    return _asked(
        f"SELECT {names}, {sums} FROM {_source(path)}{chosen} GROUP BY {names} ORDER BY {names}",
        memory, threads, path,
    )  # fmt: skip


def rows_where(name, columns, *, where="", memory="1GB", threads=2):
    """Read some columns and rows of a file.

    Parameters
    ----------
    name : str
        CSV, packed CSV or Parquet.
    columns : sequence of str
        Which columns.
    where, memory, threads
        As in :func:`sums_by`.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    FileError
        As :func:`sums_by`.

    Examples
    --------
    >>> rows_where("data/cases.csv", ["case"], where="source = 'edge-2009'")["case"].tolist()
    ['north-south']
    """
    path = _found(name)
    chosen = f" WHERE {where}" if where else ""
    names = ", ".join(map(_quoted, columns))
    return _asked(f"SELECT {names} FROM {_source(path)}{chosen}", memory, threads, path)


def _asked(query, memory, threads, path):
    import duckdb

    try:
        with _connected(memory, threads) as connection:
            found = connection.sql(query)
            # Sums of whole numbers come as 128 bits, which pandas would make decimal.
            wide = [
                f"CAST({_quoted(name)} AS BIGINT) AS {_quoted(name)}"
                if str(kind) == "HUGEINT"
                else _quoted(name)
                for name, kind in zip(found.columns, found.types, strict=True)
            ]
            return found.project(", ".join(wide)).df()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise FileError(f"{path.name} could not be read as asked: {first}") from None
