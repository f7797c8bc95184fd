"""What a printed number can have been before it was rounded, in exact arithmetic.

A printed number is text: ``5.20`` says more than ``5.2``. Everything here works on
:class:`fractions.Fraction`, so that no verdict depends on binary floating point.
"""

from __future__ import annotations

import difflib
import math
import numbers
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

__all__ = [
    "COMMON_ROUNDINGS",
    "ROUNDINGS",
    "Interval",
    "Printed",
    "print_as",
    "read_printed",
    "rounding_name",
    "unrounded",
]

COMMON_ROUNDINGS = ("half_up", "half_even", "half_down", "truncate", "ceiling", "floor")
"""The six single rules; ``up_or_down`` and ``any`` combine them."""

ROUNDINGS = (*COMMON_ROUNDINGS, "up_or_down", "any")

_SYNONYMS = {"either": "up_or_down"}
_PATTERN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")


@dataclass(frozen=True)
class Interval:
    """All numbers between two exact ends, each end in or out.

    Attributes
    ----------
    low, high : Fraction
        The ends.
    low_included, high_included : bool
        Whether the end itself belongs to the interval.
    """

    low: Fraction
    high: Fraction
    low_included: bool = True
    high_included: bool = True

    def __contains__(self, value: Fraction | int) -> bool:
        above = value > self.low or (self.low_included and value == self.low)
        return above and (value < self.high or (self.high_included and value == self.high))

    def scaled(self, factor: Fraction | int) -> Interval:
        """Return the interval multiplied by a positive factor.

        Parameters
        ----------
        factor : Fraction or int
            More than 0.

        Returns
        -------
        Interval
        """
        return Interval(
            self.low * factor, self.high * factor, self.low_included, self.high_included
        )

    def integers(self) -> range:
        """Return the whole numbers inside.

        Returns
        -------
        range
            Empty when there are none.
        """
        first, last = math.ceil(self.low), math.floor(self.high)
        first += int(first == self.low and not self.low_included)
        last -= int(last == self.high and not self.high_included)
        return range(first, max(first, last + 1))

    def meets(self, other: Interval) -> bool:
        """Return whether the two intervals share at least one number.

        Parameters
        ----------
        other : Interval
            The other interval.

        Returns
        -------
        bool
        """
        low = max((self.low, not self.low_included), (other.low, not other.low_included))
        high = min((self.high, self.high_included), (other.high, other.high_included))
        return low[0] < high[0] or (low[0] == high[0] and not low[1] and high[1])

    def squared(self) -> Interval:
        """Return the squares of the numbers in the interval that are not negative.

        Returns
        -------
        Interval
        """
        if self.low < 0:
            return Interval(Fraction(0), max(self.high, Fraction(0)) ** 2, True, self.high_included)
        return Interval(self.low**2, self.high**2, self.low_included, self.high_included)


@dataclass(frozen=True)
class Printed:
    """A number as it was printed.

    Attributes
    ----------
    text : str
        The digits, with every trailing zero that is known to have been printed.
    value : Fraction
        The number itself, exactly.
    decimals : int
        Digits after the decimal point.
    decimals_known : bool
        False when the number came as ``int`` or ``float``, which forget trailing zeros.
    """

    text: str
    value: Fraction
    decimals: int
    decimals_known: bool = True

    @property
    def unit(self) -> Fraction:
        """One unit of the last printed digit."""
        return Fraction(1, 10**self.decimals)


def rounding_name(rounding: str) -> str:
    """Return the standard name of a rounding rule.

    Parameters
    ----------
    rounding : str
        One of ``half_up`` (ties away from zero), ``half_even``, ``half_down`` (ties towards
        zero), ``truncate`` (digits cut off), ``ceiling``, ``floor``, ``up_or_down`` (a tie may
        have gone either way; ``either`` is the same) or ``any`` (any of the six single rules).
        Spaces and hyphens may stand for underscores.

    Returns
    -------
    str
        A member of :data:`ROUNDINGS`.

    Raises
    ------
    ValueError
        If the name is not known.

    Examples
    --------
    >>> rounding_name("half up")
    'half_up'
    """
    name = str(rounding).strip().lower().replace("-", "_").replace(" ", "_")
    name = _SYNONYMS.get(name, name)
    if name in ROUNDINGS:
        return name
    near = difflib.get_close_matches(name, ROUNDINGS, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(
        f"`rounding` must be one of {', '.join(ROUNDINGS)}; found {rounding!r}; "
        f"{hint}Use one of these names."
    )


def read_printed(value: object, *, name: str = "value", decimals: int | None = None) -> Printed:
    """Read a printed number without losing its trailing zeros.

    Parameters
    ----------
    value : str, Decimal, int or float
        Text and ``Decimal`` carry their decimals. ``int`` and ``float`` do not: they are read
        with the digits that Python shows, and marked as having unknown decimals. A final
        percent sign, a leading plus and commas between thousands are allowed.
    name : str
        How to call the number in an error message.
    decimals : int, optional
        The number of decimals that were printed, when it is known from elsewhere (a spreadsheet
        that shows 3.6 for 3.60). May add zeros, never remove digits.

    Returns
    -------
    Printed

    Raises
    ------
    ValueError
        If the text is not a plain decimal number, or has more digits than `decimals`.

    Examples
    --------
    >>> read_printed("5.20").decimals, read_printed(5.2).decimals_known
    (2, False)
    """
    text = _plain_text(value, name)
    whole, _, fraction = text.partition(".")
    known = isinstance(value, str | Decimal)
    if decimals is not None:
        fraction, known = _padded(fraction, decimals, text, name), True
    digits = f"{whole or '0'}.{fraction}" if fraction else whole
    return Printed(digits, Fraction(digits), len(fraction), known)


def _plain_text(value: object, name: str) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        text = f"{value:f}"
    elif isinstance(value, numbers.Integral) and not isinstance(value, bool):
        text = str(int(value))
    elif isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value):
        text = f"{Decimal(repr(float(value))):f}"
    else:
        text = value if isinstance(value, str) else repr(value)
    text = text.strip().replace("\N{MINUS SIGN}", "-").removesuffix("%").rstrip()
    if not _PATTERN.fullmatch(text):
        raise ValueError(
            f"`{name}` must be a number as it was printed; found {value!r}; "
            "give it as text such as '5.20', so that trailing zeros are kept."
        )
    return text.removeprefix("+").replace(",", "").removesuffix(".")


def _padded(fraction: str, decimals: int, text: str, name: str) -> str:
    if decimals != int(decimals) or decimals < len(fraction):
        raise ValueError(
            f"`decimals` must be a whole number no smaller than the digits that `{name}` shows; "
            f"found {decimals!r} for {text!r}; correct `decimals` or leave it out."
        )
    return fraction.ljust(int(decimals), "0")


def unrounded(printed: Printed, *, rounding: str = "up_or_down") -> Interval:
    """Return every number that prints as this one.

    Parameters
    ----------
    printed : Printed
        From :func:`read_printed`.
    rounding : str
        A rule of :func:`rounding_name`.

    Returns
    -------
    Interval

    Notes
    -----
    Ties follow the standard library's ``decimal``: *half up* is away from zero, *half down*
    towards zero. *Any* is the open interval of one unit on either side, the union of all rules.

    Examples
    --------
    >>> unrounded(read_printed("1.5"), rounding="half_up")
    Interval(low=Fraction(29, 20), high=Fraction(31, 20), low_included=True, high_included=False)
    """
    rule = rounding_name(rounding)
    x, unit = printed.value, printed.unit
    if rule == "any":
        return Interval(x - unit, x + unit, False, False)
    if rule == "truncate":
        rule = "floor" if x > 0 else "ceiling" if x < 0 else "zero"
    if rule == "zero":
        return Interval(-unit, unit, False, False)
    if rule == "floor":
        return Interval(x, x + unit, True, False)
    if rule == "ceiling":
        return Interval(x - unit, x, False, True)
    low_in, high_in = _tie_ends(printed, rule)
    return Interval(x - unit / 2, x + unit / 2, low_in, high_in)


def _tie_ends(printed: Printed, rule: str) -> tuple[bool, bool]:
    """Say which of the two ties around a printed number rounds to it."""
    if rule == "up_or_down":
        return True, True
    if rule == "half_even":
        even = (printed.value / printed.unit) % 2 == 0
        return even, even
    away = rule == "half_up"
    if printed.value == 0:
        return not away, not away
    positive = printed.value > 0
    return positive == away, positive != away


def print_as(value: Fraction | int, *, decimals: int, rounding: str = "half_up") -> str:
    """Print an exact number with a fixed number of decimals.

    Parameters
    ----------
    value : Fraction or int
        The exact number.
    decimals : int
        Digits after the point.
    rounding : str
        A rule of :func:`rounding_name`; ``up_or_down`` and ``any`` print ties upwards.

    Returns
    -------
    str

    Examples
    --------
    >>> print_as(Fraction(5, 8), decimals=2, rounding="half_even")
    '0.62'
    """
    units = _whole(Fraction(value) * 10**decimals, rounding_name(rounding))
    digits = str(abs(units)).rjust(decimals + 1, "0")
    sign = "-" if units < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _whole(scaled: Fraction, rule: str) -> int:
    below = math.floor(scaled)
    rest = scaled - below
    if rest == 0 or rule == "floor" or (rule == "truncate" and scaled > 0):
        return below
    if rule in ("ceiling", "truncate"):
        return below + 1
    if rest != Fraction(1, 2):
        return below + int(rest > Fraction(1, 2))
    if rule == "half_even":
        return below + below % 2
    return below + int((scaled > 0) != (rule == "half_down"))
