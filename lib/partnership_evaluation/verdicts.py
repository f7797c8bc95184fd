"""Verdicts: does a printed number reproduce, and does a printed conclusion follow?"""

from fractions import Fraction

import pandas as pd

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
