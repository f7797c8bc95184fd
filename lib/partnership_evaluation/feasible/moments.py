"""Mean, median and standard deviation over every set of answers that fits."""

from __future__ import annotations

from fractions import Fraction

from partnership_evaluation.feasible.sample_space import Range, SampleSpace
from partnership_evaluation.integer_moments import largest_squares, smallest_squares

__all__ = ["mean_range", "median_range", "variance_range"]

NONE_FITS = Range(None, None, None, None)


def mean_range(space: SampleSpace) -> Range:
    """Return the smallest and largest mean before it was rounded.

    Parameters
    ----------
    space : SampleSpace
        All samples that fit.

    Returns
    -------
    Range

    Examples
    --------
    >>> from partnership_evaluation.feasible import samples
    >>> found = mean_range(samples("2", n=4, low=1, high=3, rounding="half_up"))
    >>> str(found.low), str(found.high)
    ('3/2', '9/4')
    """
    units = space.n * space.items
    squares = _squares_by_total(space)
    return _range(space, [(Fraction(t, units), t, least) for t, (least, _) in squares.items()])


def variance_range(space: SampleSpace) -> Range:
    """Return the smallest and largest variance before it was rounded.

    Parameters
    ----------
    space : SampleSpace
        All samples that fit; whether the divisor is n or n - 1 is as it says.

    Returns
    -------
    Range

    Notes
    -----
    Without a printed standard deviation the answers are as equal as possible, or stand at the
    ends of the scale but for one. With one, the sums of squares that occur are read off.

    Examples
    --------
    >>> from partnership_evaluation.feasible import samples
    >>> found = variance_range(samples("2.5", n=4, low=1, high=4))
    >>> str(found.low), found.low_at, str(found.high), found.high_at
    ('1/3', (0, 2, 2, 0), '3', (2, 0, 0, 2))
    """
    n = space.n
    divisor = n * (n if space.population else n - 1) * space.items**2
    if not divisor:
        return NONE_FITS
    return _range(
        space,
        [
            (Fraction(n * squares - total**2, divisor), total, squares)
            for total, ends in _squares_by_total(space).items()
            for squares in ends
        ],
    )


def median_range(space: SampleSpace) -> Range:
    """Return the smallest and largest median: the middle answer, or halfway between two.

    Parameters
    ----------
    space : SampleSpace
        All samples that fit.

    Returns
    -------
    Range

    Examples
    --------
    >>> from partnership_evaluation.feasible import samples
    >>> found = median_range(samples("2.5", n=4, low=1, high=4))
    >>> int(found.low), found.low_at, int(found.high), found.high_at
    (2, (0, 3, 0, 1), 3, (1, 0, 3, 0))
    """
    found = space.reach.medians() if space.counting else None
    if not found:
        return NONE_FITS
    (low, low_at), (high, high_at) = found
    ends = (Fraction(2 * space.base + end, 2 * space.items) for end in (low, high))
    return Range(*ends, space.cut(low_at), space.cut(high_at))


def _range(space: SampleSpace, values: list[tuple[Fraction, int, int]]) -> Range:
    if not values:
        return NONE_FITS
    (low, *low_at), (high, *high_at) = min(values), max(values)
    return Range(low, high, _table_with(space, *low_at), _table_with(space, *high_at))


def _squares_by_total(space: SampleSpace) -> dict[int, tuple[int, int]]:
    """Return the ends of the sum of squares for each sum that occurs, in units of one item."""
    if not space.counting:
        return {}
    n, base = space.n, space.base
    if space.counting.with_costs:
        found = {target.total + n * base: ends for target, ends in space.reach.costs().items()}
        return {
            t: tuple(2 * end + _squares_at_no_cost(space, t) for end in found[t]) for t in found
        }
    low, high = space.low * space.items, space.high * space.items
    totals = [target.total + n * base for target in space.counting.targets]
    return {
        t: (smallest_squares(t, n=n), largest_squares(t, n=n, low=low, high=high)) for t in totals
    }


def _squares_at_no_cost(space: SampleSpace, total: int) -> int:
    """Return the sum of squares of answers at the base and next above it alone."""
    n, base = space.n, space.base
    return (2 * base + 1) * (total - n * base) + n * base**2


def _table_with(space: SampleSpace, total: int, squares: int) -> tuple[int, ...]:
    """Return a frequency table with a sum and one of the extreme sums of squares."""
    n = space.n
    if space.counting.with_costs:
        cost = (squares - _squares_at_no_cost(space, total)) // 2
        return space.cut(space.reach.table(total - n * space.base, cost))
    low, width = space.low * space.items, (space.high - space.low) * space.items
    step, more = divmod(total - n * low, n)
    answers = [step] * (n - more) + [step + 1] * more
    if squares > smallest_squares(total, n=n):
        at_top, rest = divmod(total - n * low, width)
        answers = [width] * at_top + [rest] + [0] * (n - at_top - 1)
    return tuple(map(answers.count, range(width + 1)))
