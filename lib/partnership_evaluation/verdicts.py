"""Verdicts: does a printed number reproduce, and does a printed conclusion follow?"""

from fnmatch import fnmatch
from fractions import Fraction

import pandas as pd

from partnership_evaluation import claim_rules, wording

SEVERITY = ("reproduced", "reproduced with another rounding", "not reproducible")
#: The words for a printed number, in the order in which tables show them.
VERDICTS = (*SEVERITY, "cannot be checked")
RELATIONS = {
    "<": lambda low, high, value: (high < value, low >= value),
    "<=": lambda low, high, value: (high <= value, low > value),
    ">": lambda low, high, value: (low > value, high <= value),
    ">=": lambda low, high, value: (low >= value, high < value),
    "=": lambda low, high, value: (low == high == value, high < value or low > value),
}


class MissingQuantity(ValueError):
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
        printed; None where the document prints too little to say.

    Returns
    -------
    pandas.DataFrame
        Columns ``conclusion``, ``statement``, ``locator``, ``low``, ``high``, ``verdict``,
        ``reason``.

    Raises
    ------
    MissingQuantity
        When a conclusion names a quantity that was not computed.

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
    rows = [_judged(row, quantities[row.quantity]) for row in conclusions.itertuples()]
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
    """Recompute every printed number that other printed numbers determine.

    Parameters
    ----------
    claims : pandas.DataFrame
        The ledger of one case study.
    pattern : str, default "*"
        Claims to report on: names with ``*`` for any ending, commas between.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``claim``, ``subject``, ``locator``, ``printed``, ``recomputed`` (in
        figures), ``verdict``, ``note``. Where several routes lead to a claim the worst verdict
        stands, and the note names its route.

    Examples
    --------
    >>> from partnership_evaluation import tables
    >>> found = of_claims(tables.claims("sutton"), pattern="sutton-t9-eng-own-learning-diff")
    >>> found["verdict"].tolist()
    ['not reproducible']
    """
    numbers = {row["claim"]: claim_rules.printed_number(row) for _, row in claims.iterrows()}
    printed = {claim: number for claim, number in numbers.items() if number is not None}
    counts = set(claims.loc[claims["kind"].isin(["count", "grade", "rating"]), "claim"])
    patterns = [part.strip() for part in pattern.split(",")]
    chosen = claims[claims["claim"].map(lambda name: any(fnmatch(name, p) for p in patterns))]
    rows = [_of_claim(row, printed, counts) for _, row in chosen.iterrows()]
    columns = ["claim", "subject", "locator", "printed", "recomputed", "verdict", "note"]
    return pd.DataFrame(rows, columns=columns)


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


def _of_claim(row, printed, counts):
    named = (row["claim"], subject(row), row["locator"], row["printed"])
    routes = claim_rules.routes(row["depends_on"])
    recomputed = [claim_rules.recompute(route, printed, exact=counts) for route in routes]
    found = [result for result in recomputed if result is not None]
    names_something = row["claim"] in printed or row["printed"] in claim_rules.ARROWS
    if not found or not names_something:
        return (*named, None, "cannot be checked", "")
    judged = [(*claim_rules.verdict(row, result), result) for result in found]
    word, remark, result = max(judged, key=lambda entry: SEVERITY.index(entry[0]))
    shown = wording.number(result.value)
    if result.route.rule != "same":
        shown = f"{shown} = {result.arithmetic}"
    return (*named, shown, word, remark)


def _judged(row, quantity):
    base = (row.conclusion, row.statement, row.locator)
    if quantity is None:
        return (*base, None, None, "undetermined", "The document prints too little to say.")
    low, high = (Fraction(str(end)) if not isinstance(end, Fraction) else end for end in quantity)
    always, never = RELATIONS[row.relation](low, high, Fraction(row.value))
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
