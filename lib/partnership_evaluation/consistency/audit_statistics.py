"""Printed statistics as a ledger holds them: t, z, F, chi2, r, p and d, with stars and limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from partnership_evaluation.rounding import Interval, Printed, read_printed

__all__ = [
    "STATISTICS",
    "SYNONYMS",
    "TESTS",
    "is_one_sided",
    "kinds_problem",
    "read_freedom",
    "read_statistic",
]

#: Statistics that a p-value follows from.
TESTS = ("t", "z", "f", "chi2", "r")
STATISTICS = (*TESTS, "p", "d")
#: What authors call them.
SYNONYMS = {
    "p value": "p", "p-value": "p", "sig": "p", "sig.": "p", "t value": "t", "t-value": "t",
    "cohen's d": "d", "cohens d": "d", "dz": "d", "effect size": "d", "g": "d", "hedges g": "d",
    "hedges' g": "d", "hedges's g": "d", "correlation": "r", "chi-square": "chi2",
    "chi squared": "chi2", "x2": "chi2", "\N{GREEK SMALL LETTER CHI}2": "chi2",
    "\N{GREEK SMALL LETTER CHI}\N{SUPERSCRIPT TWO}": "chi2",
}  # fmt: skip
_SIGNS = {"\N{LESS-THAN OR EQUAL TO}": "<=", "\N{GREATER-THAN OR EQUAL TO}": ">="}
_PRINTED = re.compile(
    # a name before a sign, perhaps with degrees of freedom: t(23) =
    r"(?:[^\W\d][\w\N{SUPERSCRIPT TWO}'. -]*(?:\(([^)]*)\))?\s*(?=[<>=]))?"
    r"([<>]=?|=)?\s*(.*?)\s*[*\N{DAGGER}\N{DOUBLE DAGGER}]*"
)
_STARS = re.compile(r"[*\N{DAGGER}\N{DOUBLE DAGGER}]+")
_NOT_SIGNIFICANT = re.compile(r"n\.?\s?s\.?|(?:not|non)[- ]?significant", re.I)
_ONE_SIDED = re.compile(r"\b(?:one|1)[- ]?(?:sided|tailed)\b", re.IGNORECASE)
#: Rule: which kinds it gives, and what they follow from.
_TAKES = {
    "p": (("p",), TESTS),
    "paired": (("t", "d", "r"), ("difference", "mean", "t", "r", "count")),
    "groups": (("t", "d"), ("difference", "mean", "t", "count")),
}
ONE, LEVEL = Fraction(1), Fraction(1, 20)


def read_statistic(
    text: str, *, kind: str, decimals: int | None = None
) -> tuple[Printed | None, Interval | None, str]:
    """Read a statistic as it was printed.

    Parameters
    ----------
    text : str
        ``2.71``, ``-2.71**``, ``t(23) = 2.71``; for a p-value also ``.03``, ``p = .03``, ``<.05``,
        ``> .05`` and ``n.s.``, which is read as above .05.
    kind : str
        One of :data:`STATISTICS`.
    decimals : int, optional
        How many were printed, where the text dropped zeros.

    Returns
    -------
    tuple
        The number, or None for an empty text; for a p-value with a sign the range that it leaves;
        and the text of the degrees of freedom in brackets. Stars behind a number are left out.

    Raises
    ------
    ValueError
        For stars alone, a sign before anything but a p-value, and what is no number.

    Examples
    --------
    >>> number, limit, freedom = read_statistic("t(23) = 2.71**", kind="t")
    >>> number.text, limit, freedom
    ('2.71', None, '23')
    >>> read_statistic("<.001", kind="p")[1].high
    Fraction(1, 1000)
    """
    for symbol, sign in _SIGNS.items():
        text = text.replace(symbol, sign)
    if not text:
        return None, None, ""
    if _STARS.fullmatch(text):
        raise ValueError(
            f"stars stand for a limit that the table explains below itself; found {text!r}; write "
            "the limit as a p, such as '<.05'."
        )
    if kind == "p" and _NOT_SIGNIFICANT.fullmatch(text):
        return read_printed("0.05"), Interval(LEVEL, ONE, False), ""
    freedom, sign, rest = _PRINTED.fullmatch(text).groups()
    if sign not in (None, "=") and kind != "p":
        raise ValueError(
            f"only a p has a sign such as '<' before it; found {text!r}; leave it out."
        )
    number = read_printed(rest, name="value", decimals=decimals)
    return number, _limit(sign, number.value), freedom or ""


def _limit(sign: str | None, value: Fraction) -> Interval | None:
    if sign in (None, "="):
        return None
    if sign[0] == "<":
        return Interval(Fraction(0), value, True, sign == "<=")
    return Interval(value, max(value, ONE), sign == ">=", True)


def read_freedom(text: str) -> tuple[Printed, ...]:
    """Read degrees of freedom.

    Parameters
    ----------
    text : str
        ``23``, ``38.7`` or, of an F, ``1, 23``; with ``N = 90`` behind them.

    Returns
    -------
    tuple of Printed

    Raises
    ------
    ValueError
        For what is no number above 0.

    Examples
    --------
    >>> [number.text for number in read_freedom("1, 23")]
    ['1', '23']
    """
    plain = re.sub(r"[,;]?\s*[Nn]\s*=.*", "", text)
    parts = [part for part in re.split(r"\s*[,;/]\s*|\s+", plain.strip()) if part]
    if len(parts) > 2 or not all(re.fullmatch(r"\d+(\.\d+)?", each) for each in parts):
        raise ValueError(
            "`df` holds the degrees of freedom, two of them for an F; found "
            f"{text!r}; write '23', '38.7' or '1, 23'."
        )
    found = tuple(read_printed(part, name="df") for part in parts)
    if any(number.value == 0 for number in found):
        raise ValueError(f"`df` is above 0; found {text!r}; leave it empty when not stated.")
    return found


def is_one_sided(*texts: str) -> bool:
    """Say whether a test is called one-sided.

    Parameters
    ----------
    *texts : str
        What is printed beside it.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_one_sided("p, one-tailed"), is_one_sided("p")
    (True, False)
    """
    return any(_ONE_SIDED.search(text) for text in texts)


def kinds_problem(rule: str, output: str, inputs: Sequence[str]) -> str:
    """Say what is wrong with the kinds that a rule for statistics joins.

    Parameters
    ----------
    rule : str
        Of ``depends_on``; others than ``p``, ``paired`` and ``groups`` are left alone.
    output : str
        The kind of the number that should follow.
    inputs : sequence of str
        The kinds of those that it follows from.

    Returns
    -------
    str
        One sentence, or nothing.

    Examples
    --------
    >>> kinds_problem("p", "p", ["mean"])
    "`p` takes rows of kind t, z, f, chi2, r; found 'mean'; name the row of the test."
    """
    if rule not in _TAKES:
        return ""
    gives, takes = _TAKES[rule]
    if output not in gives:
        return f"`{rule}` gives {' or '.join(gives)}; found kind {output!r}; use another rule."
    strange = [kind for kind in inputs if kind not in takes]
    if strange:
        end = "name the row of the test." if rule == "p" else "leave it out."
        return f"`{rule}` takes rows of kind {', '.join(takes)}; found {strange[0]!r}; {end}"
    means = inputs.count("mean")
    if means == 1 or means > 2 or (output == "t" and "t" in inputs):
        return (
            f"`{rule}` takes a difference, two means or both, and for a d also a t; found "
            f"{', '.join(inputs)}; complete the list."
        )
    return ""
