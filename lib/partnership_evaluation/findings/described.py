"""Where a report's case and source are described: in the tables, or by whoever names a file."""

import pandas as pd

from partnership_evaluation import tables

GIVEN, WHOLE = "given", "all"


def cases(case, *, source=None, design=None, people=None):
    """Read the cases, with one that only this report knows.

    Parameters
    ----------
    case : str
        Short name.
    source : dict, optional
        Of the file; without it only the cases of the tables are known.
    design, people : str, optional
        Of the file.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``case``: that case alone, or every one for ``all``; empty for an unknown one.

    Examples
    --------
    >>> cases("sutton").loc["sutton", "people"]
    '12 teachers'
    >>> cases("pupils", source={}, design="two_groups", people="60 pupils").index.tolist()
    ['pupils']
    """
    if source is None:
        return tables.read("cases", case=None if case == WHOLE else case).set_index("case")
    row = {"source": GIVEN, "design": design, "people": people, "outcome_level": None}
    return pd.DataFrame(row, index=pd.Index([case], name="case"))


def known():
    """List the cases of the tables.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "sutton" in known()
    True
    """
    return tables.read("cases")["case"].tolist()


def sources(names, *, given=None):
    """Read the documents of a report.

    Parameters
    ----------
    names : sequence of str
        Short names.
    given : dict, optional
        ``title``, ``authors``, ``publisher``, ``year`` of a file that no table describes.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``source``.

    Examples
    --------
    >>> sources([GIVEN], given={"title": "Pupils", "authors": "A. Author"})["title"].tolist()
    ['Pupils']
    """
    if given is None:
        return tables.read("sources").set_index("source").loc[names]
    return pd.DataFrame(dict(given), index=pd.Index([GIVEN], name="source"))


def cited(found):
    """List documents as plain data, to cite them by.

    Parameters
    ----------
    found : pandas.DataFrame
        From :func:`sources`.

    Returns
    -------
    list of dict of str to str
        ``title``, ``authors``, ``publisher`` and ``year`` of each.

    Examples
    --------
    >>> cited(sources(["edge-2009"]))[0]["year"]
    '2009'
    """
    columns = [name for name in ("title", "authors", "publisher", "year") if name in found]
    return found[columns].astype(str).to_dict("records")


def words_of(given):
    """List what is the publisher's word for word, and so may stand in a report.

    Parameters
    ----------
    given : dict or None
        As :func:`sources` takes it.

    Returns
    -------
    list of str

    Examples
    --------
    >>> words_of({"title": "Effects of courses"}), words_of(None)
    (['Effects of courses'], [])
    """
    return [given["title"]] if given and given.get("title") else []
