"""Can this standard deviation go with this mean and this many whole answers?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from partnership_evaluation.consistency.checks import (
    Consistency,
    combined,
    sample_sizes,
    with_zeros,
)
from partnership_evaluation.consistency.spread_neighbours import failure_rate, near_spreads
from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import (
    COMMON_ROUNDINGS,
    Printed,
    read_printed,
    rounding_name,
)

__all__ = ["debit", "grimmer"]


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
    groups = [WholeAnswers(int(size), items, low, high, population) for size in sizes]
    return _check_pair(*numbers, groups, rounding_name(rounding), "GRIMMER")


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
    numbers = (
        read_printed(mean, name="mean", decimals=decimals[0]),
        read_printed(sd, name="sd", decimals=decimals[1]),
    )
    _refuse_negative(numbers[1])
    groups = [WholeAnswers(size, 1, 0, 1, population) for size in sample_sizes(n)]
    return _check_pair(*numbers, groups, rounding_name(rounding), "DEBIT")


def _refuse_negative(sd: Printed) -> None:
    refuse(
        [
            f"A standard deviation is never negative: found {sd.text}; check the sign and the "
            "order of mean and standard deviation."
        ][: int(sd.value < 0)]
    )


def _fitting(mean: Printed, sd: Printed, answers: WholeAnswers, rule: str) -> list | None:
    """Return the sums that fit both numbers; None when it is open whether one does."""
    fits, is_open, spreads = [], False, answers.spreads(sd, rule)
    for total in answers.sums(mean, rule) if spreads else ():
        found = False
        for squares in answers.squares(total, spreads):
            found = answers.attainable(total, squares)
            is_open = is_open or found is None
            if found:
                fits.append(total)
                break
    return None if is_open and not fits else fits


def _check_pair(
    mean: Printed, sd: Printed, groups: Sequence[WholeAnswers], rule: str, method: str
) -> Consistency:
    found = [_fitting(mean, sd, answers, rule) for answers in groups]
    verdicts = [_verdict(mean, sd, *pair, rule) for pair in zip(groups, found, strict=True)]
    consistent = combined(verdicts)
    one = groups[0] if len(groups) == 1 else None
    near = near_spreads(mean, sd, one, rule) if one and consistent is False else ()
    pair = f"mean {mean.text} with standard deviation {sd.text}"
    sizes = tuple(answers.n for answers in groups)
    return Consistency(
        consistent=consistent,
        printed=sd.text,
        n=one.n if one else (sizes or None),
        method=method,
        rounding=rule,
        totals=tuple(found[0] or ()) if one else (),
        possible=(sd.text,) if consistent else near,
        correction=min(near, key=lambda text: abs(Fraction(text) - sd.value), default=None),
        explanation=_pair_in_words(pair, verdicts, one, near),
        _roundings=lambda: tuple(
            r for r in COMMON_ROUNDINGS if any(_fitting(mean, sd, each, r) for each in groups)
        ),
        _failure_rate=lambda: failure_rate(mean, sd, one) if one else None,
    )


def _verdict(mean, sd, answers, found, rule) -> bool | None:
    if not found:
        return None if found is None else False
    if mean.decimals_known and sd.decimals_known:
        return True
    return True if _fitting(with_zeros(mean), with_zeros(sd), answers, rule) else None


def _pair_in_words(pair, verdicts, one, near) -> str:
    if one is None:
        return {
            True: f"The {pair} is possible with every sample size tried.",
            False: f"The {pair} is possible with none of the sample sizes tried.",
            None: f"Whether {pair} is possible depends on the sample size.",
        }[combined(verdicts)]
    consistent, n = verdicts[0], one.n
    if consistent is None:
        return f"Whether {pair} is possible for {n} whole-number answers cannot be decided."
    if consistent:
        return f"The {pair} is possible for {n} whole-number answers."
    rest = ""
    if near:
        verb = "are" if len(near) > 1 else "is"
        rest = f"; the nearest possible {verb} {' and '.join(near)}"
    return f"No {n} whole-number answers have {pair}{rest}."
