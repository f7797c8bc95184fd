"""The ledger of printed numbers as a whole: what there is, what can be checked, what holds."""

import pandas as pd

from partnership_evaluation import consistency, verdicts

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

#: Verdicts as the headings of narrow columns.
SHORT_VERDICTS = {
    "reproduced": "Reproduced",
    "reproduced with another rounding": "Other rounding",
    "not reproducible": "Not reproducible",
    "cannot be checked": "Stand alone",
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
        One row a kind, most frequent first, then all: ``Kind``, ``Printed``, one column a verdict
        (see :data:`SHORT_VERDICTS`).

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
    cases = claims.set_index("claim")["case"].map(lambda case: names.get(case, case))
    return _counted(judged.assign(case=judged["claim"].map(cases)), "case").rename(
        columns={"case": "Case study"}
    )


def findings(claims, audited=None):
    """List what the audit found, in words that a newspaper could print.

    Parameters
    ----------
    claims : pandas.DataFrame
        Rows of the ledger.
    audited : pandas.DataFrame, optional
        What :func:`partnership_evaluation.consistency.audit` found, where it was called before.

    Returns
    -------
    pandas.DataFrame
        One row a finding, material ones first: ``What is wrong``, ``It could have been``, ``Does it
        matter``, ``Where printed``, and the ``Case`` where the ledger holds several.

    Notes
    -----
    A finding is material when the number moves by 5 percentage points, by 5 per cent, by a person
    or in direction; otherwise it is cosmetic. See :func:`partnership_evaluation.consistency.audit`.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> findings(tables.claims("sutton"))["Does it matter"].tolist()
    ['material', 'material', 'cosmetic', 'cosmetic']
    """
    found = consistency.audit(claims) if audited is None else audited
    found = found.sort_values("severity", ascending=False, kind="stable")
    places = claims.set_index("claim")["locator"]
    table = pd.DataFrame(
        {
            "Case": found["case"],
            "What is wrong": found["explanation"],
            "It could have been": found["correction"].replace("", None),
            "Does it matter": found["severity"],
            "Where printed": found["claim"].map(places),
        }
    ).reset_index(drop=True)
    return table if claims["case"].nunique() > 1 else table.drop(columns="Case")


def _counted(frame, column):
    table = pd.crosstab(frame[column], frame["verdict"])
    table = table.reindex(columns=list(verdicts.VERDICTS), fill_value=0)
    table.insert(0, "Printed", table.sum(axis=1))
    table = table.rename(columns=SHORT_VERDICTS)
    table = table.sort_values("Printed", ascending=False, kind="stable")
    table.loc["All"] = table.sum()
    return table.reset_index().rename(columns={"index": column}).rename_axis(columns=None)
