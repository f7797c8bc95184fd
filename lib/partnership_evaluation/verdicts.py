"""Verdicts: does a printed number reproduce, and does a printed conclusion follow?"""

from fnmatch import fnmatch
from fractions import Fraction

import pandas as pd

from partnership_evaluation import consistency

#: The words for a printed number, from best to worst, and last those that stand alone.
VERDICTS = (
    "reproduced",
    "reproduced with another rounding",
    "not reproducible",
    "cannot be checked",
)
COLUMNS = ("claim", "subject", "locator", "printed", "recomputed", "verdict", "note")
#: What each status of the audit is called in a report.
VERDICT_OF_STATUS = {
    "exact": VERDICTS[0],
    "rounded": VERDICTS[0],
    "truncated": VERDICTS[1],
    "mixed": VERDICTS[1],
    "ceiling": VERDICTS[1],
    "unlike its table": VERDICTS[1],
    "impossible": VERDICTS[2],
    "unknown": VERDICTS[3],
}
RELATIONS = {
    "<": lambda low, high, value: (high < value, low >= value),
    "<=": lambda low, high, value: (high <= value, low > value),
    ">": lambda low, high, value: (low > value, high <= value),
    ">=": lambda low, high, value: (low >= value, high < value),
    "=": lambda low, high, value: (low == high == value, high < value or low > value),
}


class JudgementError(ValueError):
    """A conclusion that cannot be judged as it was written down."""


class MissingQuantity(JudgementError):
    """A conclusion rests on a quantity that was not computed."""


def judge(conclusions, quantities):
    """Say of each conclusion whether the printed numbers support it.

    Parameters
    ----------
    conclusions : pandas.DataFrame
        Columns ``conclusion`` (id), ``statement`` (in our words), ``locator``, ``quantity``,
        ``relation`` (one of <, <=, >, >=, =) and ``value``.
    quantities : dict of str to (number, number) or None
        Smallest and largest value that each quantity takes over every data set that fits what was
        printed, the smallest first; None where the document prints too little to say.

    Returns
    -------
    pandas.DataFrame
        Columns ``conclusion``, ``statement``, ``locator``, ``low``, ``high``, ``verdict``,
        ``reason``.

    Raises
    ------
    MissingQuantity
        When a conclusion names a quantity that was not computed.
    JudgementError
        When a relation is not one of the five, a value is no number, or the ends of a quantity are
        no numbers or in the wrong order: every one.

    Notes
    -----
    *Supported*: the relation holds at every value from low to high; *contradicted*: at none;
    *undetermined* otherwise.

    Examples
    --------
    >>> stated = pd.DataFrame({"conclusion": ["a"], "statement": ["Fewer than half moved up."],
    ...     "locator": ["Table 7"], "quantity": ["share"], "relation": ["<"], "value": ["0.5"]})
    >>> judge(stated, {"share": (0.5, 0.5)})["verdict"].tolist()
    ['contradicted']
    """
    missing = sorted(set(conclusions["quantity"]) - set(quantities))
    if missing:
        raise MissingQuantity(
            f"Every conclusion must rest on a computed quantity; found none for "
            f"{', '.join(missing)}. Computed: {', '.join(quantities)}."
        )
    used = {name: quantities[name] for name in dict.fromkeys(conclusions["quantity"])}
    found = [*_stated_problems(conclusions), *_range_problems(used)]
    if found:
        raise JudgementError("\n".join(found))
    rows = [_judged(row, used[row.quantity]) for row in conclusions.itertuples()]
    columns = ["conclusion", "statement", "locator", "low", "high", "verdict", "reason"]
    return pd.DataFrame(rows, columns=columns)


def sentences(judged):
    """Say in words which conclusions do not follow, and how many do.

    Parameters
    ----------
    judged : pandas.DataFrame
        What :func:`judge` returned.

    Returns
    -------
    list of str
        The contradicted conclusions in one sentence, if there are any; then one that counts all.

    Examples
    --------
    >>> stated = pd.DataFrame({"conclusion": ["a"], "statement": ["Fewer than half moved up."],
    ...     "locator": ["Table 7"], "quantity": ["share"], "relation": ["<"], "value": ["0.5"]})
    >>> sentences(judge(stated, {"share": (0.5, 0.5)}))[0][:64]
    'Contradicted by the printed numbers: "Fewer than half moved up."'
    """
    against = [
        f'"{row.statement}" ({row.reason[0].lower()}{row.reason[1:].rstrip(".")})'
        for row in judged.itertuples()
        if row.verdict == "contradicted"
    ]
    counts = judged["verdict"].value_counts()
    found = [f"Contradicted by the printed numbers: {'; '.join(against)}."] if against else []
    return [
        *found,
        f"Of {len(judged)} conclusions drawn in words, the printed numbers support "
        f"{counts.get('supported', 0)}, contradict {counts.get('contradicted', 0)} and leave "
        f"{counts.get('undetermined', 0)} open.",
    ]


def of_claims(claims, *, pattern="*"):
    """Say of each printed number whether the other printed numbers give it.

    Parameters
    ----------
    claims : pandas.DataFrame
        The ledger of one case study, or of all.
    pattern : str, default "*"
        Claims to report on: names with ``*`` for any ending, commas between. The whole ledger is
        checked all the same, because numbers depend on one another.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim``, ``subject``, ``locator``, ``printed``, ``recomputed`` (what the
        other numbers leave room for), ``verdict``, ``note`` (what is wrong, in a sentence). Where a
        claim was checked in several ways the worst verdict stands.

    Notes
    -----
    The verdict is that of :func:`partnership_evaluation.consistency.audit`, in the four words of
    the reports. A number that needs digits cut off, rounded up, or rounded only after the sum, is
    *reproduced with another rounding*.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> found = of_claims(tables.claims("sutton"), pattern="sutton-t9-eng-own-learning-diff")
    >>> found["verdict"].tolist()
    ['not reproducible']
    """
    if claims.empty:
        return pd.DataFrame(columns=COLUMNS)
    checks = consistency.audit(claims, include_consistent=True)
    checks["verdict"] = checks["status"].map(VERDICT_OF_STATUS)
    checks["rank"] = checks["verdict"].map(VERDICTS.index)
    # What could not be checked one way may have been checked another.
    checks.loc[checks["verdict"] == "cannot be checked", "rank"] = -1
    worst = checks.sort_values("rank", kind="stable").drop_duplicates("claim", keep="last")
    patterns = [part.strip() for part in pattern.split(",")]
    chosen = claims[claims["claim"].map(lambda name: any(fnmatch(name, p) for p in patterns))]
    found = chosen.merge(
        worst[["claim", "possible", "verdict", "explanation"]], on="claim", how="left"
    )
    verdict = found["verdict"].fillna("cannot be checked")
    return pd.DataFrame(
        {
            "claim": found["claim"],
            "subject": [subject(row) for _, row in found.iterrows()],
            "locator": found["locator"],
            "printed": found["printed"],
            "recomputed": found["possible"].where(verdict != "cannot be checked"),
            "verdict": verdict,
            "note": found["explanation"].where(verdict.isin(VERDICTS[1:3]), ""),
        }
    )


def subject(claim):
    """Say what a claim is about.

    Parameters
    ----------
    claim : pandas.Series
        A row of the ledger.

    Returns
    -------
    str
        Subject, group and time.

    Examples
    --------
    >>> subject(pd.Series({"subject": "enthusiasm", "group": None, "time": "before"}))
    'enthusiasm, before'
    """
    parts = [claim[column] for column in ("subject", "group", "time")]
    return ", ".join(part for part in parts if not pd.isna(part))


def _stated_problems(conclusions):
    for row in conclusions.itertuples():
        if row.relation not in RELATIONS:
            yield (
                f"A relation must be one of {', '.join(RELATIONS)}; found {row.relation!r} in "
                f"conclusion {row.conclusion!r}. Use one of these."
            )
        if _exact(row.value) is None:
            yield (
                f"The value of a conclusion must be a number; found {row.value!r} in conclusion "
                f"{row.conclusion!r}. Write it in digits, a percentage as a share."
            )


def _range_problems(quantities):
    for name, quantity in quantities.items():
        ends = [] if quantity is None else [_exact(end) for end in quantity]
        if None in ends or len(ends) not in (0, 2) or ends != sorted(ends):
            yield (
                "A quantity must have a smallest and a largest value, in that order; found "
                f"{', '.join(map(str, quantity))} for {name!r}. Give both ends, or None where too "
                "little is printed."
            )


def _exact(number):
    """Return a number as it prints, or None when it is none."""
    try:
        return Fraction(str(number))
    except (ValueError, ZeroDivisionError):
        return None


def _judged(row, quantity):
    base = (row.conclusion, row.statement, row.locator)
    if quantity is None:
        return (*base, None, None, "undetermined", "The document prints too little to say.")
    low, high = map(_exact, quantity)
    always, never = RELATIONS[row.relation](low, high, _exact(row.value))
    verdict = "supported" if always else "contradicted" if never else "undetermined"
    return (*base, float(low), float(high), verdict, _reason(row, low, high))


def _reason(row, low, high):
    asked = f"it would have to be {_relation_in_words(row.relation)} {row.value}"
    label = getattr(row, "quantity_label", row.quantity)
    if low == high:
        return f"{label} is {_short(low)}; {asked}."
    return f"{label} lies between {_short(low)} and {_short(high)}; {asked}."


def _relation_in_words(relation):
    return {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "exactly"}[relation]


def _short(number):
    return f"{float(number):.3g}" if number != int(number) else str(int(number))
