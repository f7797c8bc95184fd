"""The shape in which a power comes back, and the rules its inputs must meet."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

from scipy.stats import beta

from partnership_evaluation.estimates import Estimate, is_whole

#: More outcomes than this are not listed one by one.
MOST_OUTCOMES = 4_000_000
#: SciPy stumbles over shares as small as a computer can write; these are nobody.
NOTHING = 1e-12


@dataclass(frozen=True)
class Power(Estimate):
    """How often a test would detect what is assumed.

    Attributes
    ----------
    estimate, low, high, n, method, confidence_level, statistic, p_value
        As in ``Estimate``: ``estimate`` is the power; ``low`` and ``high`` are its simulation
        limits (95 per cent, Clopper-Pearson), None where every outcome was listed; ``n`` counts
        people.
    significance_level : float
        The level of the test, two-sided.
    exact : bool
        Whether every outcome was listed.
    draws : int
        Simulated studies; 0 where it is exact.
    """

    significance_level: float = 0.05
    exact: bool = True
    draws: int = 0


def listed(power: float, *, n: int, method: str, significance_level: float) -> Power:
    """Return a power found by listing every outcome.

    Parameters
    ----------
    power : float
        Sum of the probabilities of the outcomes that the test rejects.
    n : int
        People.
    method : str
        The test in words.
    significance_level : float
        Of the test.

    Returns
    -------
    Power

    Examples
    --------
    >>> listed(0.5, n=12, method="sign test", significance_level=0.05).exact
    True
    """
    words = f"power of the {method}, exact over every outcome"
    return Power(min(1.0, max(0.0, power)), None, None, n, words, None,
                 significance_level=significance_level)  # fmt: skip


def simulated(
    detected: int, *, draws: int, n: int, method: str, significance_level: float
) -> Power:
    """Return a power found by simulation, with its simulation limits.

    Parameters
    ----------
    detected, draws : int
        In how many of how many simulated studies the test rejected.
    n : int
        People.
    method : str
        The test in words.
    significance_level : float
        Of the test.

    Returns
    -------
    Power

    Examples
    --------
    >>> found = simulated(800, draws=1000, n=12, method="t test", significance_level=0.05)
    >>> round(found.low, 3), round(found.high, 3)
    (0.774, 0.824)
    """
    low = 0.0 if detected == 0 else float(beta.ppf(0.025, detected, draws - detected + 1))
    high = 1.0 if detected == draws else float(beta.ppf(0.975, detected + 1, draws - detected))
    words = f"power of the {method}, {draws:,} simulated studies"
    return Power(detected / draws, low, high, n, words, 0.95,
                 significance_level=significance_level, exact=False, draws=draws)  # fmt: skip


def share_problems(*, open_ends: tuple[str, ...] = (), **shares: object) -> list[str]:
    """List which shares do not lie between 0 and 1.

    Parameters
    ----------
    open_ends : tuple of str
        Names of those that must not be 0 or 1.
    **shares : object
        Values by the name of their argument.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> share_problems(gain=40)[0]
    'gain is a share from 0 to 1: found 40; divide a percentage by 100.'
    """
    return [
        f"{name} is a share from 0 to 1: found {value!r}; divide a percentage by 100."
        for name, value in shares.items()
        if not isinstance(value, Real)
        or isinstance(value, bool)
        or not 0 <= value <= 1
        or (name in open_ends and value in (0, 1))
    ]


def size_problems(*, fewest: int = 1, most: int = 100_000, **sizes: object) -> list[str]:
    """List which sizes are no whole numbers within reach.

    Parameters
    ----------
    fewest, most : int
        Smallest and largest size allowed.
    **sizes : object
        Values by the name of their argument.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> size_problems(n=0)[0]
    'n is a whole number from 1 to 100,000: found 0; give the number of people.'
    """
    return [
        f"{name} is a whole number from {fewest:,} to {most:,}: found {value!r}; give the number "
        f"of {'studies to simulate' if name == 'draws' else 'people'}."
        for name, value in sizes.items()
        if not is_whole(value) or not fewest <= value <= most
    ]


def distribution_problems(shares: object, *, name: str) -> list[str]:
    """List what is wrong with the shares of a distribution over ordered categories.

    Parameters
    ----------
    shares : object
        As the caller received it: two or more shares that add up to 1.
    name : str
        What the caller names it.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> distribution_problems([0.5, 0.4], name="before")[0]
    'before holds shares from 0 to 1 that add up to 1: found [0.5, 0.4], sum 0.9; correct them.'
    """
    values = list(shares) if hasattr(shares, "__iter__") else [shares]
    numbers = all(isinstance(v, Real) and not isinstance(v, bool) and v >= 0 for v in values)
    total = sum(values) if numbers else None
    # Shares come from divisions: their sum may miss 1 in the last digit.
    if len(values) >= 2 and numbers and abs(total - 1) < 1e-9:
        return []
    sums = "" if total is None else f", sum {total:g}"
    return [
        f"{name} holds shares from 0 to 1 that add up to 1: found {values}{sums}; correct them."
    ]
