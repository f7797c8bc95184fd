"""How the documents are named in captions and tables."""

from partnership_evaluation import own_words, places, tables


def short_name(source):
    """Name a document by its authors and year.

    Parameters
    ----------
    source : pandas.Series
        A row of ``sources``: ``authors`` (full names, commas and *and* between them), ``year``;
        of a school's own data the school. A row with a name of its own (``short``) keeps it.

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
    if source.get("short"):
        return source["short"]
    surnames = [name.split()[-1] for name in source["authors"].replace(" and ", ", ").split(", ")]
    authors = surnames[0] if len(surnames) == 1 else f"{surnames[0]} et al."
    return f"{authors} ({source['year']})"


def invented(what, *, year):
    """Describe invented data as a source.

    Parameters
    ----------
    what : str
        What they are, for example ``"people"``.
    year : int
        Of this collection.

    Returns
    -------
    dict
        ``title``, ``authors``, ``publisher``, ``year`` and ``short``: the authors of this
        collection made them.

    Examples
    --------
    >>> short_name(invented("people", year=2026))
    'invented for these notebooks'
    """
    return {
        "title": f"Invented {what}, made by a seeded generator",
        "authors": "The authors of the school partnership evaluation notebooks",
        "publisher": "School partnership evaluation notebooks",
        "year": year,
        "short": "invented for these notebooks",
    }


def of_file(file, settings, *, what):
    """Describe the file of a report as a source.

    Parameters
    ----------
    file : str
        Its name, or ``invented``.
    settings : partnership_evaluation.parameters.Settings
        ``source_title``, ``source_author`` and ``source_year``; the first two may be empty.
    what : str
        What it is a file of, for example ``"people"``.

    Returns
    -------
    dict
        ``title``, ``authors``, ``publisher`` and ``year``; of invented data also ``short``.

    Examples
    --------
    >>> from partnership_evaluation import parameters
    >>> said = parameters.Settings(source_title="", source_author="C. Third", source_year=2015)
    >>> in_full(of_file("downloads/people.csv", said, what="people"))
    'C. Third (2015). A file of people.'
    """
    if places.is_invented(file):
        return invented(what, year=settings.source_year)
    author = settings.source_author or "unknown"
    title = settings.source_title or f"A file of {what}"
    return {"title": title, "authors": author, "publisher": author, "year": settings.source_year}


def in_full(source):
    """Cite a document.

    Parameters
    ----------
    source : pandas.Series or dict
        ``authors``, ``year``, ``title``, ``publisher``.

    Returns
    -------
    str
        Who publishes their own work is named once.

    Examples
    --------
    >>> in_full({"authors": "A. Author", "year": 2015, "title": "T", "publisher": "P"})
    'A. Author (2015). T. P.'
    """
    parts = [f"{source['authors']} ({source['year']})", source["title"]]
    if source["publisher"] != source["authors"]:
        parts.append(source["publisher"])
    return f"{'. '.join(parts)}."


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
