"""One printed statistic held against every way to work it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from partnership_evaluation.consistency.audit_arithmetic import compute
from partnership_evaluation.consistency.audit_evidence import exactly
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_ways import Way
from partnership_evaluation.consistency.audit_wording import inward, plain, printed_as
from partnership_evaluation.rounding import Interval

__all__ = ["Held", "figures", "gives", "hold", "named", "nearest_of", "roundings_of_way"]

#: Status, how the inputs and how the number itself are taken to have been rounded.
_USUAL = (("exact", None, "up_or_down"), ("rounded", "up_or_down", "up_or_down"))
_OTHER = (
    ("truncated", None, "truncate"),
    ("truncated", "truncate", "truncate"),
    ("ceiling", None, "ceiling"),
    ("ceiling", "ceiling", "ceiling"),
)
_SIGNED = ("t", "z", "d", "r")
_NAMES = {"f": "F"}
_ABOVE_ALL = Fraction(10**4)


@dataclass(frozen=True)
class Held:
    """What came of holding a statistic against the ways to work it out.

    Attributes
    ----------
    status : str
        As of a check.
    way : Way or None
        The one that gives it; the first where none does, None where there is none.
    sign : int
        -1 where only the number with the other sign comes out.
    """

    status: str
    way: Way | None
    sign: int = 1


def hold(output: Quantity, ways: Sequence[Way]) -> Held:
    """Find the first way that gives a printed statistic.

    Parameters
    ----------
    output : Quantity
        The statistic.
    ways : sequence of Way
        In the order in which they are to be tried.

    Returns
    -------
    Held
        A way that gives it by one usual rounding comes before any that needs digits cut off.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> t = read_ledger(pd.DataFrame({"kind": ["t"], "value": ["-1.41"]}))[0]
    >>> ways = [Way("root of 2", lambda rounding: exactly(Fraction(14142, 10000)))]
    >>> hold(t, ways).status, hold(t, ways).sign
    ('exact', -1)
    """
    signs = (1, -1) if output.kind in _SIGNED else (1,)
    for stage in (_USUAL, _OTHER):
        for way in ways:
            if stage is _OTHER and not way.usual:
                continue
            for status, inner, outer in stage:
                found = way.value(inner)
                for sign in signs if found else ():
                    if signed(found, sign).meets(output.interval(outer)):
                        return Held(status, way, sign)
    return Held("impossible" if ways else "unknown", ways[0] if ways else None)


def signed(found: Interval, sign: int) -> Interval:
    """Return an interval, or that of the numbers with the other sign.

    Parameters
    ----------
    found : Interval
        The numbers.
    sign : int
        1 or -1.

    Returns
    -------
    Interval

    Examples
    --------
    >>> signed(exactly(2), -1).low
    Fraction(-2, 1)
    """
    return found if sign > 0 else compute("difference", [exactly(0), found])


def roundings_of_way(output: Quantity, held: Held) -> frozenset[str] | None:
    """Return which roundings, used throughout, let a way give a statistic.

    Parameters
    ----------
    output : Quantity
        The statistic.
    held : Held
        From :func:`hold`.

    Returns
    -------
    frozenset of str or None
        None where it says nothing about rounding: a limit, or a way that leaves too much open.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> t = read_ledger(pd.DataFrame({"kind": ["t"], "value": ["1.41"]}))[0]
    >>> way = Way("t", lambda rounding: exactly(Fraction(1418, 1000)))
    >>> sorted(roundings_of_way(t, Held("truncated", way)))
    ['truncate']
    """
    if output.hedge or held.way is None or held.way.is_open:
        return None
    if held.status == "impossible":
        return frozenset()
    tried = ("up_or_down", "truncate", "ceiling")
    given = {rounding: held.way.value(rounding) for rounding in tried}
    return frozenset(
        rounding
        for rounding, found in given.items()
        if found and signed(found, held.sign).meets(output.interval(rounding))
    )


def nearest_of(output: Quantity, ways: Sequence[Way]) -> tuple[Fraction, str, str]:
    """Return what could have been printed instead.

    Parameters
    ----------
    output : Quantity
        A statistic that no way gives.
    ways : sequence of Way
        At least one.

    Returns
    -------
    tuple
        The nearest value that comes out, as printed; what comes out in all; the correction.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> t = read_ledger(pd.DataFrame({"kind": ["t"], "value": ["4.14"]}))[0]
    >>> nearest_of(t, [Way("t", lambda rounding: exactly(Fraction(14142, 10000)))])[1:]
    ('1.41', '1.41')
    """
    found: list[tuple[Fraction, Fraction, Way, int]] = []
    for way in ways:
        for sign in (1, -1) if output.kind in _SIGNED else (1,):
            ends = inward(signed(way.value("up_or_down"), sign), decimals=digits_of(output))
            best = min(max(output.value, ends[0]), ends[1])
            found.append((abs(best - output.value), best, way, sign))
    _, best, way, sign = min(found, key=lambda each: each[0])
    point = signed(way.value(None), sign)
    near = best if way.is_open or _is_endless(point) else (point.low + point.high) / 2
    possible = figures(signed(way.value("up_or_down"), sign), output)
    return best, possible, plain(near, decimals=digits_of(output))


def _is_endless(found: Interval) -> bool:
    """Say whether numbers were divided by a spread that is printed as 0."""
    return max(abs(found.low), abs(found.high)) > _ABOVE_ALL


def digits_of(output: Quantity) -> int:
    """Return with how many decimals to say what a statistic could be.

    Parameters
    ----------
    output : Quantity
        The statistic.

    Returns
    -------
    int
        As many as are printed; three of a p-value, which may be printed as a limit.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> digits_of(read_ledger(pd.DataFrame({"kind": ["p"], "value": ["<.05"]}))[0])
    3
    """
    return max(output.number.decimals, 3 if output.kind == "p" else 0)


def figures(found: Interval, output: Quantity) -> str:
    """Say what comes out, with the decimals of what is printed.

    Parameters
    ----------
    found : Interval
        What comes out.
    output : Quantity
        The statistic.

    Returns
    -------
    str
        One number, ``1.40 to 1.42``, ``1.40 or more``, ``below 0.001``.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> t = read_ledger(pd.DataFrame({"kind": ["t"], "value": ["4.14"]}))[0]
    >>> figures(Interval(Fraction("1.396"), Fraction("1.42")), t)
    '1.40 to 1.42'
    """
    decimals = digits_of(output)
    low, high = (plain(end, decimals=decimals) for end in inward(found, decimals=decimals))
    if output.kind == "p" and found.high < Fraction(1, 1000):
        return "below 0.001"
    if found.high > _ABOVE_ALL or found.low < -_ABOVE_ALL:
        below, above = found.low < -_ABOVE_ALL, found.high > _ABOVE_ALL
        return "anything" if below and above else f"{low} or more" if above else f"{high} or less"
    return low if low == high else f"{low} to {high}"


def gives(way: Way, output: Quantity) -> str:
    """Say what a way gives from the printed figures, and what rounding leaves room for.

    Parameters
    ----------
    way : Way
        One that gives something.
    output : Quantity
        The statistic.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> t = read_ledger(pd.DataFrame({"kind": ["t"], "value": ["4.14"]}))[0]
    >>> gives(Way("t", lambda rounding: exactly(Fraction(14142, 10000))), t)
    'gives 1.41'
    """
    point, spread = (figures(way.value(each), output) for each in (None, "up_or_down"))
    if way.is_open or _is_endless(way.value(None)):
        return f"gives {spread}"
    return f"gives {point}" + (f" ({spread} allowing for rounding)" if spread != point else "")


def named(output: Quantity) -> str:
    """Say where a statistic is printed, with its name.

    Parameters
    ----------
    output : Quantity
        The statistic.

    Returns
    -------
    str
        The first half of a sentence.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> named(read_ledger(pd.DataFrame({"kind": ["p"], "value": ["<.05"]}))[0])
    "Row 1 prints 'p < .05'"
    """
    token, name = output.printed or output.number.text, _NAMES.get(output.kind, output.kind)
    if token[0] in "<>=":
        token = f"{name} {token[0]} {token[1:].strip()}"
    elif token[0] in "-.\N{MINUS SIGN}" or token[0].isdigit():
        token = f"{name} = {token}"
    return printed_as(replace(output, printed=token))
