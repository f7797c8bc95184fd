"""Every set of answers that could lie behind a printed mean and standard deviation."""

from __future__ import annotations

from partnership_evaluation.consistency.checks import sample_sizes
from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.feasible.sample_space import MEMORY_LIMIT, Range, SampleSpace
from partnership_evaluation.rounding import read_printed, rounding_name

__all__ = ["Range", "SampleSpace", "samples"]


def samples(
    mean: object,
    *,
    n: int,
    low: int,
    high: int,
    sd: object = None,
    items: int = 1,
    rounding: str = "up_or_down",
    population: bool = False,
    decimals: tuple[int | None, int | None] = (None, None),
    memory_limit: int = MEMORY_LIMIT,
) -> SampleSpace:
    """Describe every set of n answers that prints as this mean (and standard deviation).

    Parameters
    ----------
    mean : str or Decimal
        The mean as printed. A ``float`` or ``int`` is read with the digits that Python shows.
    n : int
        How many people answered.
    low, high : int
        The ends of the scale; every whole number between them is an answer.
    sd : str or Decimal, optional
        The standard deviation as printed.
    items : int
        How many items were averaged for each person.
    rounding : str
        As in :func:`partnership_evaluation.consistency.grim`; by default a tie may have gone
        either way.
    population : bool
        True for a standard deviation with divisor n.
    decimals : tuple
        Decimals printed of mean and standard deviation, when they do not show it.
    memory_limit : int
        Bytes that counting may take; ranges may take half as much.

    Returns
    -------
    SampleSpace
        Nothing is listed: ``size`` counts, iteration is lazy, ``draw`` samples,
        ``range_of`` and ``distribution_of`` are exact without listing.

    Raises
    ------
    ValueError
        If a number cannot be read, `n` or the scale is not whole, or `low` exceeds `high`.

    Notes
    -----
    Counted by dynamic programming over (answers, sum, sum of squares). Gives the numbers
    that CLOSURE lists (R package unsum, usage examples), all on a scale 1-5: mean 3.0, SD 1.2,
    n 200: 661,948; mean 3.0, SD 1.7, n 200: 261,155; mean 3.8, SD 1.5, n 120: 31,672.

    References
    ----------
    Jung, L., Heathers, J. A. J. and Brown, N. J. L., CLOSURE: complete listing of original
    samples of underlying raw evidence.

    Examples
    --------
    >>> samples("3.0", sd="1.2", n=200, low=1, high=5).size
    661948
    >>> list(samples("1.5", n=4, low=1, high=3))
    [(2, 2, 0), (3, 0, 1)]
    """
    printed = read_printed(mean, name="mean", decimals=decimals[0])
    spread = None if sd is None else read_printed(sd, name="sd", decimals=decimals[1])
    problems = [
        f"`{name}` must be given as a whole number: found {value!r}; say how many people answered, "
        "and the lowest and highest code of the scale."
        for name, value in (("n", n), ("low", low), ("high", high))
        if not is_whole(value)
    ]
    if spread is not None and spread.value < 0:
        problems.append(f"A standard deviation is never negative: found {spread.text}; check it.")
    refuse(problems)
    sample_sizes(n, items=items, low=low, high=high)
    return SampleSpace(
        mean=printed,
        sd=spread,
        n=int(n),
        low=int(low),
        high=int(high),
        items=int(items),
        rounding=rounding_name(rounding),
        population=population,
        memory_limit=memory_limit,
    )
