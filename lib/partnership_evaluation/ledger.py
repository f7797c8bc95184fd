"""The ledger of printed numbers as a whole: what there is, what can be checked, what holds."""

import pandas as pd

from partnership_evaluation import consistency, verdicts
from partnership_evaluation.claim_rules import routes

KIND_WORDS = {
    "count": "counts",
    "percent": "percentages",
    "mean": "means",
    "difference": "differences",
    "grade": "grades and levels",
    "rating": "ratings",
    "amount": "amounts (money, time, points)",
    "ratio": "ratios and fractions",
}


def by_kind(claims, judged):
    """Count the printed numbers by kind and verdict.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of the ledger.
    judged : pandas.DataFrame
        What :func:`partnership_evaluation.verdicts.of_claims` returned for them.

    Returns
    -------
    pandas.DataFrame
        One row a kind, most frequent first, then all: ``Kind``, ``Printed``, one column a verdict.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> claims = tables.claims("camden")
    >>> table = by_kind(claims, verdicts.of_claims(claims))
    >>> int(table["Printed"].iloc[-1]) == len(claims)
    True
    """
    kinds = claims.set_index("claim")["kind"].map(KIND_WORDS)
    return _counted(judged.assign(Kind=judged["claim"].map(kinds)), "Kind")


def by_case(claims, judged, names):
    """Count the printed numbers by case study and verdict.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of the ledger.
    judged : pandas.DataFrame
        What :func:`partnership_evaluation.verdicts.of_claims` returned for them.
    names : dict of str to str
        Name of each case study.

    Returns
    -------
    pandas.DataFrame
        One row a case study, then all: ``Case study``, ``Printed``, one column a verdict.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> claims = tables.claims("camden")
    >>> by_case(claims, verdicts.of_claims(claims), {"camden": "Camden"})["Case study"].tolist()
    ['Camden', 'All']
    """
    cases = claims.set_index("claim")["case"].map(names)
    return _counted(judged.assign(case=judged["claim"].map(cases)), "case").rename(
        columns={"case": "Case study"}
    )


def impossible_shares(claims):
    """Find percentages that no whole number of people gives, at the sample size printed with them.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of the ledger.

    Returns
    -------
    pandas.DataFrame
        One row a percentage: ``What``, ``Where printed``, ``Printed``, ``n``, ``Nearest possible``,
        ``Remark``. Percentages that follow from another rounding are not listed.

    Notes
    -----
    The GRIM test for percentages. An impossible percentage means that fewer or more people
    answered than the size printed beside it, or that the percentage is of something else; it does
    not say which.

    Examples
    --------
    >>> claims = pd.DataFrame({"kind": ["percent"], "value": ["35"], "n": [16], "subject": ["keen"],
    ...     "group": [None], "time": [None], "locator": ["Impact"], "printed": ["35 per cent"]})
    >>> impossible_shares(claims)["Nearest possible"].tolist()
    ['31 or 38']
    """
    rows = []
    chosen = claims[(claims["kind"] == "percent") & claims["n"].notna() & claims["value"].notna()]
    for _, row in chosen.iterrows():
        if int(row["n"]) < 1:
            continue
        found = consistency.grim_percent(str(row["value"]), n=int(row["n"]), rounding="any")
        if found.consistent is False:
            possible = " or ".join(found.possible)
            named = (verdicts.subject(row), row["locator"], row["printed"], int(row["n"]))
            rows.append((*named, possible, "another number of people must have answered"))
    columns = ["What", "Where printed", "Printed", "n", "Nearest possible", "Remark"]
    return pd.DataFrame(rows, columns=columns)


def repeats(claims, judged):
    """Find quantities that are printed more than once with different values.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of the ledger.
    judged : pandas.DataFrame
        What :func:`partnership_evaluation.verdicts.of_claims` returned for them.

    Returns
    -------
    pandas.DataFrame
        One row a repeat that disagrees: ``What``, ``Printed here``, ``Where``, ``Printed first``,
        ``Where first``.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> claims = tables.claims("job-shadowing")
    >>> bool(len(repeats(claims, verdicts.of_claims(claims))))
    True
    """
    wrong = set(judged.loc[judged["verdict"] == "not reproducible", "claim"])
    table = claims.set_index("claim")
    rows = []
    for claim in claims["claim"]:
        if claim not in wrong:
            continue
        row = table.loc[claim]
        for route in routes(row["depends_on"]):
            first = table.loc[route.inputs[0]] if route.inputs[0] in table.index else None
            if route.rule == "same" and first is not None and first["value"] != row["value"]:
                here = (verdicts.subject(row), row["printed"], row["locator"])
                rows.append((*here, first["printed"], first["locator"]))
    columns = ["What", "Printed here", "Where", "Printed first", "Where first"]
    return pd.DataFrame(rows, columns=columns)


def _counted(frame, column):
    table = pd.crosstab(frame[column], frame["verdict"])
    table = table.reindex(columns=list(verdicts.VERDICTS), fill_value=0)
    table.insert(0, "Printed", table.sum(axis=1))
    table = table.sort_values("Printed", ascending=False, kind="stable")
    table.loc["All"] = table.sum()
    return table.reset_index().rename(columns={"index": column}).rename_axis(columns=None)
