"""The tables of ratings, as their report shows them."""

import pandas as pd

from partnership_evaluation import feasible, ratings, wording

#: How one rating is drawn: colour and sign of the cell.
MARKS = {"rated so": ("#12436D", "x"), "not so": ("#EFEFEF", "")}

IN_WORDS = {
    "supported": "in every pairing",
    "undetermined": "in some pairings",
    "contradicted": "in no pairing",
}


def summary(sheet, *, confidence_level=0.95):
    """Tabulate the ratings of several people.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.
    confidence_level : float, default 0.95
        Level of the exact intervals.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``Item``, ``Answers``, ``Median``, ``Favourable``, ``Share`` (with exact
        interval), ``Best``. Empty for other kinds of ratings.

    Examples
    --------
    >>> from partnership_evaluation.questions import rating_sheets
    >>> summary(rating_sheets.read("sutton")).iloc[0, 2:5].tolist()
    ['good', '10 of 12', '83% (52% to 98%)']
    """
    if sheet.kind != "counts":
        return pd.DataFrame()
    found = ratings.summary(sheet.table, top=sheet.top, confidence_level=confidence_level)
    spans = [
        f"{wording.percent(row.estimate)} ({wording.percent(row.low)} to "
        f"{wording.percent(row.high)})"
        for row in found.itertuples()
    ]
    return pd.DataFrame(
        {
            "Item": found["label"],
            "Answers": found["n"],
            "Median": found["median"],
            "Favourable": [f"{k} of {n}" for k, n in zip(found["k"], found["n"], strict=True)],
            "Share": spans,
            "Best": [f"{k} of {n}" for k, n in zip(found["k_best"], found["n"], strict=True)],
        }
    )


def orders(sheet):
    """Tabulate the order of the items by three summaries.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        Ratings of several people.

    Returns
    -------
    pandas.DataFrame
        One row an item, highest first: ``Item``, and its place by ``Favourable``, ``Best
        category`` and ``Mean, steps taken as equal``; ties share a place. Empty for other kinds.

    Examples
    --------
    >>> from partnership_evaluation.questions import rating_sheets
    >>> orders(rating_sheets.read("george-abbot"))["Item"].tolist()[:2]
    ['impact of peer observation', 'impact of cross-phase working']
    """
    if sheet.kind != "counts":
        return pd.DataFrame()
    found = ratings.summary(sheet.table, top=sheet.top, equal_spacing=True)
    means = -found["mean"] if sheet.best_first else found["mean"]
    ranked = pd.DataFrame(
        {
            "Item": found["label"],
            "By favourable": found["estimate"],
            "By best category": found["share_best"],
            "By mean, steps taken as equal": means,
        }
    )
    for column in ranked.columns[1:]:
        places = ranked[column].round(12).rank(ascending=False, method="min")
        ranked[column] = places.astype(int)
    return ranked.sort_values(list(ranked.columns[1:]), kind="stable").reset_index(drop=True)


def comparison_table(sheet):
    """Tabulate the comparisons.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``Item``, ``Other``, ``Rated higher``, ``Rated lower``, ``p adjusted``,
        ``More rated it higher`` (than lower: in every pairing, in some, in none).
    """
    labels, rows = sheet.labels, []
    for row in sheet.pairs.itertuples():
        spans = [
            f"{_span(round(low * row.n), round(high * row.n))} of {row.n}"
            for low, high in ((row.better_low, row.better_high), (row.worse_low, row.worse_high))
        ]
        ends = [wording.p_value(end) for end in (row.p_low, row.p_high)]
        p_value = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        rows.append((labels[row.item], labels[row.other], *spans, p_value, IN_WORDS[row.verdict]))
    columns = ["Item", "Other", "Rated higher", "Rated lower", "p adjusted", "More rated it higher"]
    return pd.DataFrame(rows, columns=columns)


def marks(sheet):
    """Lay out one rating an item, in the shape that figures.tiles draws.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings of one person, or one word for each item.

    Returns
    -------
    pandas.DataFrame
        One row an item, one column a category, best first; cells are keys of :data:`MARKS`. Empty
        for counts of several people.

    Examples
    --------
    >>> from partnership_evaluation.questions import rating_sheets
    >>> (marks(rating_sheets.read("eos")) == "rated so").sum().tolist()
    [6, 3, 3]
    """
    if sheet.kind == "counts":
        return pd.DataFrame()
    chosen = sheet.table
    if sheet.kind == "one_person":
        chosen = chosen[chosen["count"] == 1]
    rows = [
        ["rated so" if row.category == name else "not so" for name in sheet.categories]
        for row in chosen.astype({"category": str}).itertuples()
    ]
    return pd.DataFrame(rows, columns=list(sheet.categories), index=chosen["label"].tolist())


def among_all(sheet, *, took_part):
    """Bound the favourable share among everybody who took part, whatever the others think.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        Ratings of several people.
    took_part : int
        People who took part at some time; 0 where the document does not say.

    Returns
    -------
    pandas.DataFrame
        One row an item that everybody asked rated: ``Item``, ``Answers``, ``Took part``, ``Among
        those who answered``, ``Among all who took part``. Empty where nobody is missing.

    Examples
    --------
    >>> from partnership_evaluation.questions import rating_sheets
    >>> among_all(rating_sheets.read("george-abbot"), took_part=36).iloc[0, -1]
    '33% to 83%'
    """
    most = max((item.n for item in sheet.items), default=0)
    if sheet.kind != "counts" or took_part <= most:
        return pd.DataFrame()
    rows = []
    for item in sheet.items:
        if item.n == most:
            k = sum(item.best_first[: sheet.top])
            found = feasible.nonresponse_bounds(k, n=item.n, population=took_part)
            span = f"{wording.percent(found.low)} to {wording.percent(found.high)}"
            rows.append((item.label, item.n, took_part, wording.percent(found.estimate), span))
    columns = ["Item", "Answers", "Took part", "Among those who answered"]
    return pd.DataFrame(rows, columns=[*columns, "Among all who took part"])


def _span(low, high):
    return str(low) if low == high else f"{low} to {high}"
