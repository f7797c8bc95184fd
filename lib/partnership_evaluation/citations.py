"""How the documents are named in captions and tables."""

from partnership_evaluation import own_words, tables


def short_name(source):
    """Name a document by its authors and year.

    Parameters
    ----------
    source : pandas.Series
        A row of ``sources``: ``authors`` (full names, commas and *and* between them), ``year``;
        of a school's own data the school.

    Returns
    -------
    str

    Examples
    --------
    >>> short_name({"authors": "A. Author, B. Writer and C. Third", "year": 2015})
    'Author et al. (2015)'
    """
    if own_words.is_own():
        return f"{source['authors']}, own data ({source['year']})"
    surnames = [name.split()[-1] for name in source["authors"].replace(" and ", ", ").split(", ")]
    authors = surnames[0] if len(surnames) == 1 else f"{surnames[0]} et al."
    return f"{authors} ({source['year']})"


def documents():
    """Name every document of the collection.

    Returns
    -------
    dict of str to str
        Short name of each row of ``sources``, in the order of the table.

    Examples
    --------
    >>> documents()["issp-2017"]
    'Bourne (2017)'
    """
    rows = tables.read("sources").set_index("source")
    return {source: short_name(row) for source, row in rows.iterrows()}
