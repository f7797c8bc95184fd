"""Can this standard deviation go with this mean and this many whole answers?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction

from partnership_evaluation.consistency.checks import (
    Consistency,
    combined,
    sample_sizes,
    with_zeros,
)
from partnership_evaluation.consistency.squares import squares_range, sums_for_mean, variance
from partnership_evaluation.estimates import refuse
from partnership_evaluation.integer_moments import (
    is_attainable,
    smallest_squares,
)
from partnership_evaluation.rounding import (
    COMMON_ROUNDINGS,
    Printed,
    print_as,
    read_printed,
    rounding_name,
)

__all__ = ["debit", "grimmer", "squares_range", "sums_for_mean", "variance"]

RATE_LIMIT = 20_000


def grimmer(
    mean: object,
    sd: object,
    *,
    n: int | Iterable[int] | None,
    items: int = 1,
    low: int | None = None,
    high: int | None = None,
    rounding: str = "up_or_down",
    population: bool = False,
    decimals: tuple[int | None, int | None] = (None, None),
) -> Consistency:
    """Test whether a mean and a standard deviation of whole answers go together (GRIMMER).

    Parameters
    ----------
    mean, sd : str or Decimal
        As printed, with trailing zeros; for ``float`` and ``int`` see
        :func:`partnership_evaluation.consistency.grim`.
    n : int, iterable of int, or None
        How many people answered.
    items : int
        How many whole-number items were averaged for each person.
    low, high : int, optional
        The ends of the scale of one item.
    rounding : str
        As in ``grim``; by default a tie may have gone either way, as in the published tools.
    population : bool
        True for a standard deviation with divisor n; by default n - 1.
    decimals : tuple
        Decimals printed of mean and standard deviation, when they do not show it.

    Returns
    -------
    Consistency
        ``totals`` holds the sums of answers that fit; ``possible`` the nearest standard
        deviations that the mean allows.

    Raises
    ------
    ValueError
        As in ``grim``; also if `sd` is negative.

    Notes
    -----
    Exact: some sum S must print as the mean, and some sum of squares Q with the parity of S,
    reachable by n whole numbers on the scale, must print as the standard deviation. Every sum
    that fits the mean is tried. Common codes try one sum only and so reject true data when the
    mean has few decimals, and they test the parity of Q but not its minimum.

    References
    ----------
    Anaya, J. (2016). The GRIMMER test. PeerJ Preprints 4:e2400v1.

    Examples
    --------
    >>> grimmer("5.21", "1.60", n=28).consistent, grimmer("3.44", "2.47", n=18).consistent
    (True, False)
    >>> grimmer("1.2", "0.3", n=57).possible
    ('0.4',)
    """
    numbers = (
        read_printed(mean, name="mean", decimals=decimals[0]),
        read_printed(sd, name="sd", decimals=decimals[1]),
    )
    _refuse_negative(numbers[1])
    sizes = sample_sizes(n, items=items, low=low, high=high)

    def fitting(mean: Printed, sd: Printed, size: int, rule: str) -> list | None:
        return _fitting(mean, sd, size, rule, items, (low, high), population)

    def spreads(mean: Printed, size: int, rule: str, top: Fraction) -> Iterator[Fraction]:
        return _variances(mean, size, rule, items, (low, high), population, top)

    return _check_pair(numbers, sizes, rounding_name(rounding), fitting, spreads, "GRIMMER")


def debit(
    mean: object,
    sd: object,
    *,
    n: int | Iterable[int] | None,
    rounding: str = "up_or_down",
    population: bool = False,
    decimals: tuple[int | None, int | None] = (None, None),
) -> Consistency:
    """Test whether a share and its standard deviation come from n yes/no answers (DEBIT).

    Parameters
    ----------
    mean, sd : str or Decimal
        The share (0 to 1) and the standard deviation of the answers 0 and 1, as printed.
    n, rounding, population, decimals
        As in :func:`grimmer`.

    Returns
    -------
    Consistency
        ``totals`` holds the counts of yes that fit both numbers.

    Raises
    ------
    ValueError
        As in :func:`grimmer`.

    Notes
    -----
    Exact: some whole k must print as the mean while k(n - k) / (n(n - 1)) prints as the square
    of `sd`. Agrees with the R package scrutiny (exact formula) on its `pigs3` data.

    References
    ----------
    Heathers, J. A. J. and Brown, N. J. L. (2019). DEBIT: a simple consistency test for binary
    data. OSF.

    Examples
    --------
    >>> debit("0.44", "0.50", n=1683).consistent, debit("0.05", "0.21", n=20).consistent
    (True, False)
    """
    return grimmer(
        mean,
        sd,
        n=n,
        low=0,
        high=1,
        rounding=rounding,
        population=population,
        decimals=decimals,
    )


def _refuse_negative(sd: Printed) -> None:
    refuse(
        [
            f"A standard deviation is never negative: found {sd.text}; check the sign and the "
            "order of mean and standard deviation."
        ][: int(sd.value < 0)]
    )


def _fitting(mean, sd, n, rule, items, scale, population) -> list | None:
    """Return the sums that fit both numbers; None when it is open whether one does."""
    if n == 1 and not population:
        return []
    low, high = (None if end is None else end * items for end in scale)
    fits, is_open = [], False
    for total in sums_for_mean(mean, n, rule, items, scale):
        squares = squares_range(total, sd, n=n, items=items, rule=rule, population=population)
        for q in squares:
            found = is_attainable(total, q, n=n, low=low, high=high)
            is_open = is_open or found is None
            if found:
                fits.append(total)
                break
    return None if is_open and not fits else fits


def _variances(mean, n, rule, items, scale, population, top) -> Iterator[Fraction]:
    """Yield the variances up to `top` that the mean allows."""
    if n == 1 and not population:
        return
    low, high = (None if end is None else end * items for end in scale)
    factor = n * (n if population else n - 1) * items**2
    for total in sums_for_mean(mean, n, rule, items, scale):
        last = (math.floor(top * factor) + total**2) // n
        for q in range(smallest_squares(total, n=n), last + 1, 2):
            if is_attainable(total, q, n=n, low=low, high=high):
                yield Fraction(n * q - total**2, factor)


def _check_pair(numbers, sizes, rule, fitting, spreads, method) -> Consistency:
    mean, sd = numbers
    verdicts = {size: _pair_verdict(numbers, size, rule, fitting) for size in sizes}
    consistent = combined(verdicts.values())
    one = sizes[0] if len(sizes) == 1 else None
    near, rate = _near_spreads(mean, sd, one, rule, spreads) if one else ((), None)
    value = sd.value
    best = min(near, key=lambda text: abs(Fraction(text) - value), default=None)
    pair = f"mean {mean.text} with standard deviation {sd.text}"
    return Consistency(
        consistent=consistent,
        printed=sd.text,
        n=one or (sizes or None),
        method=method,
        rounding=rule,
        roundings=tuple(
            r for r in COMMON_ROUNDINGS if any(fitting(*numbers, size, r) for size in sizes)
        ),
        totals=tuple(fitting(*numbers, one, rule) or ()) if one else (),
        possible=(sd.text,) if consistent else near,
        correction=None if consistent else best,
        failure_rate=rate,
        explanation=_pair_in_words(pair, consistent, one, near),
    )


def _pair_verdict(numbers, size, rule, fitting) -> bool | None:
    found = fitting(*numbers, size, rule)
    if not found:
        return None if found is None else False
    return True if fitting(*map(with_zeros, numbers), size, rule) else None


def _near_spreads(mean, sd, n, rule, spreads) -> tuple[tuple[str, ...], float | None]:
    """Return the possible standard deviations on either side, and how many near it would fail."""
    whole = math.floor(sd.value)
    top = Fraction(whole + 2) ** 2
    if n * top > RATE_LIMIT:
        return (), None
    texts = {_print_root(variance, sd.decimals) for variance in spreads(mean, n, rule, top)}
    values = sorted(texts, key=Fraction)
    below = [text for text in values if Fraction(text) < sd.value][-1:]
    above = [text for text in values if Fraction(text) > sd.value][:1]
    hits = sum(whole <= Fraction(text) < whole + 1 for text in values)
    return tuple(below + above), 1 - hits / 10**sd.decimals


def _print_root(variance: Fraction, decimals: int) -> str:
    """Print a square root, rounding half up, without floating point."""
    # floor(sqrt(v) * 10^d + 1/2) = floor((isqrt(floor(4 v 10^2d)) + 1) / 2)
    doubled = math.isqrt(math.floor(4 * variance * 10 ** (2 * decimals)))
    return print_as(Fraction((doubled + 1) // 2, 10**decimals), decimals=decimals)


def _pair_in_words(pair, consistent, n, near) -> str:
    if n is None:
        return f"Whether {pair} is possible depends on the sample size."
    if consistent is None:
        return f"Whether {pair} is possible for {n} whole-number answers cannot be decided."
    if consistent:
        return f"The {pair} is possible for {n} whole-number answers."
    rest = f"; the nearest possible are {' and '.join(near)}" if near else ""
    return f"No {n} whole-number answers have {pair}{rest}."
