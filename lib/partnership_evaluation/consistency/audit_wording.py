"""The sentences of an audit: what is printed, and what the arithmetic gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import Relation, computed
from partnership_evaluation.consistency.audit_quantities import ENDLESS, Quantity
from partnership_evaluation.rounding import Interval, print_as

__all__ = ["arithmetic", "decimals_of", "inward", "plain", "possible_values", "printed_as"]

LONGEST_LIST = 6
LONGEST_TOKEN = 40
_INSIDE = ("ceiling", "floor")


def printed_as(quantity: Quantity) -> str:
    """Say where something is printed, how, and for what.

    Parameters
    ----------
    quantity : Quantity
        The number.

    Returns
    -------
    str
        The first half of a sentence.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["count"], "value": ["12"], "locator": ["Table 7, row 1"],
    ...                        "subject": ["teachers"]})
    >>> printed_as(read_ledger(ledger)[0])
    "Table 7 prints '12' for teachers"
    """
    token = quantity.printed or (quantity.number.text if quantity.number else "")
    if len(token) > LONGEST_TOKEN and quantity.number:
        token = quantity.number.text
    where = quantity.locator.split(",")[0].strip()
    place = where if where.startswith(("Table", "Figure", "Appendix")) else "The text"
    if not quantity.locator:
        place = quantity.claim.capitalize()
    about = quantity.subject
    details = ", ".join(filter(None, (quantity.group, quantity.time)))
    if about and details:
        about = f"{about} ({details})"
    return f"{place} prints {token!r}" + (f" for {about}" if about else "")


def arithmetic(relation: Relation) -> str:
    """Put the recomputation of a relation into words.

    Parameters
    ----------
    relation : Relation
        One without a missing number.

    Returns
    -------
    str
        For example ``3.6 minus 3.82 is -0.22``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "64"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> arithmetic(read_relations(read_ledger(ledger))[0][0])
    '14 of 22 is 63.64 per cent'
    """
    texts = [quantity.number.text for quantity in relation.inputs]
    found = computed(relation, None)
    hedged = found.low != found.high
    result = _between(found) if hedged else plain(found.low)
    rule = relation.rule
    if rule == "percent":
        return f"{texts[0]} of {texts[1]} is {result} per cent"
    if rule == "ratio":
        return f"{texts[0]} divided by {texts[1]} is {result}"
    if rule == "complement":
        return f"100 minus {texts[0]} is {result}"
    if rule == "same":
        return f"elsewhere it is printed as {texts[0]}"
    if rule == "mean":
        return f"the average of {_listed(texts, ', ')} is {result}"
    link = {"sum": " + ", "difference": " minus ", "product": " times "}[rule]
    return f"{_listed(texts, link)} is {result}"


def possible_values(relation: Relation, rounding: str) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest value that could have been printed.

    Parameters
    ----------
    relation : Relation
        One without a missing number.
    rounding : str or None
        How the inputs are taken to have been rounded.

    Returns
    -------
    tuple of Fraction
        Both rounded as the number itself is, see :func:`inward`.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> from partnership_evaluation.consistency.audit_arithmetic import read_relations
    >>> ledger = pd.DataFrame({"claim": ["all", "some", "share"], "value": ["22", "14", "60"],
    ...                        "kind": ["count", "count", "percent"],
    ...                        "depends_on": ["", "", "percent(some; all)"]})
    >>> possible_values(read_relations(read_ledger(ledger))[0][0], None)
    (Fraction(64, 1), Fraction(64, 1))
    """
    found = computed(relation, rounding)
    return inward(found, decimals=decimals_of(relation.output))


def inward(found: Interval, *, decimals: int) -> tuple[Fraction, Fraction]:
    """Round the ends of an interval as printed numbers are, a tie towards the inside.

    Parameters
    ----------
    found : Interval
        The exact ends.
    decimals : int
        Digits after the point.

    Returns
    -------
    tuple of Fraction

    Examples
    --------
    >>> ends = inward(Interval(Fraction(-1, 8), Fraction(1, 8)), decimals=2)
    >>> [plain(end) for end in ends]
    ['-0.12', '0.12']
    """
    twice = [end * 2 * 10**decimals for end in (found.low, found.high)]
    ties = [step.denominator == 1 and step.numerator % 2 == 1 for step in twice]
    rules = [inside if tie else "half_up" for tie, inside in zip(ties, _INSIDE, strict=True)]
    ends = zip((found.low, found.high), rules, strict=True)
    low, high = (Fraction(print_as(end, decimals=decimals, rounding=rule)) for end, rule in ends)
    return low, max(low, high)


def decimals_of(quantity: Quantity) -> int:
    """Return with how many decimals to say what a number could be; ratios with two at least.

    Parameters
    ----------
    quantity : Quantity
        The number.

    Returns
    -------
    int

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> decimals_of(read_ledger(pd.DataFrame({"kind": ["ratio"], "value": ["0.5"]}))[0])
    2
    """
    return max(quantity.number.decimals, 2 if quantity.kind == "ratio" else 0)


def plain(value: Fraction, *, decimals: int | None = None) -> str:
    """Print a fraction: whole if it is, with up to two decimals if not.

    Parameters
    ----------
    value : Fraction
    decimals : int, optional
        The number of decimals; by default as many as needed, two at most.

    Returns
    -------
    str

    Examples
    --------
    >>> plain(Fraction(950, 11)), plain(Fraction(3))
    ('86.36', '3')
    """
    if decimals is not None:
        return print_as(value, decimals=decimals)
    text = print_as(value, decimals=2)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _between(found: Interval) -> str:
    if found.high >= ENDLESS / 2:
        return f"{plain(found.low)} or more"
    if found.low <= -ENDLESS / 2:
        return f"{plain(found.high)} or less"
    return f"{plain(found.low)} to {plain(found.high)}"


def _listed(texts: Sequence[str], link: str) -> str:
    if len(texts) > LONGEST_LIST:
        return (
            f"the total of the {len(texts)} numbers" if link == " + " else f"{len(texts)} numbers"
        )
    return link.join(texts)
