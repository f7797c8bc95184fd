"""Power of exact tests of the same people before and after."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

import numpy as np
from scipy.stats import binom, rankdata

from partnership_evaluation import paired
from partnership_evaluation.estimates import choice_problems, is_whole, refuse
from partnership_evaluation.power.results import (
    MOST_OUTCOMES,
    NOTHING,
    Power,
    distribution_problems,
    listed,
    share_problems,
    simulated,
    size_problems,
)

METHODS = {"exact": "exact McNemar test", "mid_p": "McNemar mid-P test"}
TESTS = {
    "signed_rank": "exact signed-rank test (zeros left out)",
    "pratt": "exact signed-rank test (zeros ranked, Pratt)",
    "marginal_homogeneity": "exact test of marginal homogeneity, equally spaced grades",
    "sign": "exact sign test",
}


def mcnemar(
    n: int,
    *,
    gain: float,
    loss: float,
    method: str = "exact",
    significance_level: float = 0.05,
) -> Power:
    """Return the power of McNemar's test for a share among the same people.

    Parameters
    ----------
    n : int
        People asked both times.
    gain, loss : float
        Shares of people who go from no to yes and from yes to no.
    method : {"exact", "mid_p"}
        As in ``paired.mcnemar``.
    significance_level : float
        Between 0 and 1; two-sided.

    Returns
    -------
    Power
        Exact: the sum over every number of people who gain and lose.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    Given m people who change, the number who gain is binomial with gain / (gain + loss); the test
    rejects in the two tails of a fair coin; m itself is binomial with gain + loss. With
    ``gain == loss`` the result is the true size of the test. Checked against R (enumeration with
    ``binom.test``).

    Examples
    --------
    >>> round(mcnemar(12, gain=0.5, loss=0).estimate, 3)
    0.613
    """
    refuse(
        [
            *size_problems(n=n, most=5_000),
            *_change_problems(gain, loss),
            *choice_problems(method, METHODS, name="method"),
            *share_problems(
                significance_level=significance_level, open_ends=("significance_level",)
            ),
        ]
    )
    power = _mcnemar_power(n, gain, loss, method, significance_level)
    return listed(power, n=n, method=METHODS[method], significance_level=significance_level)


def sign_test(n: int, *, up: float, down: float, significance_level: float = 0.05) -> Power:
    """Return the power of the exact sign test of people who move up, stay or move down.

    Parameters
    ----------
    n : int
        People.
    up, down : float
        Shares who move up and down; the others stay.
    significance_level : float
        Between 0 and 1; two-sided.

    Returns
    -------
    Power
        Exact.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    The same sum as :func:`mcnemar`: both tests look only at those who moved.

    Examples
    --------
    >>> round(sign_test(12, up=0.5, down=0.0).estimate, 3)
    0.613
    """
    refuse(
        [
            *size_problems(n=n, most=5_000),
            *_change_problems(up, down),
            *share_problems(
                significance_level=significance_level, open_ends=("significance_level",)
            ),
        ]
    )
    power = _mcnemar_power(n, up, down, "exact", significance_level)
    return listed(power, n=n, method=TESTS["sign"], significance_level=significance_level)


def moves(
    n: int,
    *,
    steps: Mapping[int, float],
    test: str = "signed_rank",
    significance_level: float = 0.05,
    draws: int = 2_000,
    seed: int | None = None,
) -> Power:
    """Return the power of an exact test of steps moved on an ordered scale.

    Parameters
    ----------
    n : int
        People.
    steps : mapping of int to float
        Probability of each number of steps, positive = better; those missing from 1 in all stay.
    test : {"signed_rank", "pratt", "marginal_homogeneity", "sign"}
        The test, as in ``paired``.
    significance_level : float
        Between 0 and 1; two-sided.
    draws : int
        Studies to simulate where there are too many outcomes to list.
    seed : int, optional
        Start of the simulation; needed only there.

    Returns
    -------
    Power
        Exact where at most 4 million outcomes have to be listed, else simulated; ``exact`` says
        which.

    Raises
    ------
    ValueError
        When an argument is not allowed, or a seed is needed and none was given.

    Notes
    -----
    Given how many people moved by each distance, the statistic is a weighted sum of independent
    binomials under the null (every sign as likely as the other) as well as under `steps`; both
    distributions are listed. The p-values are those of ``paired.signed_rank``, ties and zeros
    included. Checked against simulation with ``paired.signed_rank`` and, with single steps,
    against :func:`sign_test`.

    Examples
    --------
    >>> found = moves(12, steps={1: 0.4, 2: 0.1, -1: 0.05})
    >>> found.exact, round(found.estimate, 2)
    (True, 0.43)
    """
    refuse(
        [
            *size_problems(n=n, most=1_000),
            *_step_problems(steps),
            *choice_problems(test, TESTS, name="test"),
            *size_problems(draws=draws, most=1_000_000),
            *share_problems(
                significance_level=significance_level, open_ends=("significance_level",)
            ),
        ]
    )
    chances = {int(step): float(p) for step, p in steps.items() if p > 0 and step != 0}
    if test == "sign":
        up = sum(p for step, p in chances.items() if step > 0)
        down = sum(p for step, p in chances.items() if step < 0)
        return sign_test(n, up=up, down=down, significance_level=significance_level)
    distances = sorted({abs(step) for step in chances})
    if math.comb(n + 2 * len(distances), 2 * len(distances)) <= MOST_OUTCOMES:
        power = _listed_power(n, chances, distances, test, significance_level)
        return listed(power, n=n, method=TESTS[test], significance_level=significance_level)
    if seed is None:
        raise ValueError(
            f"A simulation needs a seed: found none, and {n} people over {len(distances)} "
            "distances have too many outcomes to list; give seed = 1, say."
        )
    rng = np.random.default_rng(seed)
    detected = _detections(rng, n, chances, test, draws, significance_level)
    return simulated(
        detected, draws=draws, n=n, method=TESTS[test], significance_level=significance_level
    )


def _mcnemar_power(n: int, gain: float, loss: float, method: str, level: float) -> float:
    changed = gain + loss
    if changed < NOTHING:
        return 0.0
    many = np.arange(n + 1)
    chance = binom.pmf(many, n, min(1.0, changed))
    share, power = gain / changed, 0.0
    for m in many[1:]:
        ups = np.arange(m + 1)
        fewer = np.minimum(ups, m - ups)
        p_value = 2 * binom.cdf(fewer, m, 0.5)
        if method == "mid_p":
            p_value -= binom.pmf(fewer, m, 0.5)
        rejected = np.minimum(1.0, p_value) <= level
        power += float(chance[m]) * float(binom.pmf(ups, m, share)[rejected].sum())
    return power


def _listed_power(
    n: int, chances: dict[int, float], distances: list[int], test: str, level: float
) -> float:
    """Sum over how many people moved by each distance, and over their directions."""
    sizes = [chances.get(d, 0.0) + chances.get(-d, 0.0) for d in distances]
    ups = [chances.get(d, 0.0) / size for d, size in zip(distances, sizes, strict=True)]
    stay = max(0.0, 1 - sum(sizes))
    power = 0.0
    for counts in product(range(n + 1), repeat=len(distances)):
        moved = sum(counts)
        if moved == 0 or moved > n:
            continue
        weight = _multinomial(counts, n - moved, sizes, stay)
        if weight > 0:
            power += weight * _power_given(counts, n - moved, distances, ups, test, level)
    return power


def _multinomial(counts: tuple[int, ...], stayed: int, sizes: list[float], stay: float) -> float:
    if stay == 0 and stayed:
        return 0.0
    n = sum(counts) + stayed
    log = math.lgamma(n + 1) - math.lgamma(stayed + 1)
    log += stayed * math.log(stay) if stayed else 0.0
    for count, size in zip(counts, sizes, strict=True):
        log += count * math.log(size) - math.lgamma(count + 1)
    return math.exp(log)


def _power_given(
    counts: tuple[int, ...],
    stayed: int,
    distances: list[int],
    ups: list[float],
    test: str,
    level: float,
) -> float:
    weights = _weights(counts, stayed, distances, test)
    won, null, real = np.zeros(1), np.ones(1), np.ones(1)
    for count, weight, up in zip(counts, weights, ups, strict=True):
        many = np.arange(count + 1)
        won = np.add.outer(won, weight * many).ravel()
        null = np.multiply.outer(null, binom.pmf(many, count, 0.5)).ravel()
        real = np.multiply.outer(real, binom.pmf(many, count, up)).ravel()
    _, place = np.unique(won, return_inverse=True)
    chance = np.bincount(place, weights=null)
    at_most = np.cumsum(chance)[place]
    at_least = np.cumsum(chance[::-1])[::-1][place]
    # The tails are sums in another order than those of the test: dust must not decide a tie.
    rejected = 2 * np.minimum(at_most, at_least) <= level * (1 + 1e-12)
    return float(real[rejected].sum())


def _weights(counts: tuple[int, ...], stayed: int, distances: list[int], test: str) -> list[float]:
    """Return what one person who moved by each distance adds to the statistic."""
    if test == "marginal_homogeneity":
        return [float(d) for d in distances]
    sizes = np.repeat(distances, counts)
    if test == "pratt":
        sizes = np.concatenate([sizes, np.zeros(stayed)])
    ranks = rankdata(sizes)
    return [float(ranks[sizes == d][0]) if d in sizes else 0.0 for d in distances]


def _detections(
    rng: np.random.Generator, n: int, chances: dict[int, float], test: str, draws: int, level: float
) -> int:
    values = [*chances, 0]
    shares = [*chances.values(), max(0.0, 1 - sum(chances.values()))]
    tables = rng.multinomial(n, np.array(shares) / sum(shares), size=draws)
    kinds, times = np.unique(tables, axis=0, return_counts=True)
    detected = 0
    for kind, many in zip(kinds, times, strict=True):
        changes = np.repeat(values, kind).tolist()
        if test == "marginal_homogeneity":
            found = paired.ordered_marginal_homogeneity(changes)
        else:
            zeros = "pratt" if test == "pratt" else "wilcox"
            found = paired.signed_rank(changes, zero_method=zeros)
        detected += int(many) * (found.p_value <= level)
    return detected


def _change_problems(up: object, down: object) -> list[str]:
    problems = share_problems(**{"the share who gain": up, "the share who lose": down})
    if not problems and up + down > 1 + 1e-12:
        problems.append(
            f"Nobody both gains and loses: found shares {up:g} and {down:g}, more than 1 together; "
            "correct them."
        )
    return problems


def _step_problems(steps: object) -> list[str]:
    if not isinstance(steps, Mapping) or not steps:
        return [
            f"steps gives a probability to each number of steps: found {steps!r}; write {{1: 0.4, "
            "-1: 0.1}}, say."
        ]
    strange = [step for step in steps if not is_whole(step)]
    if strange:
        return [f"Steps are whole numbers: found {strange[0]!r}; give positive for better."]
    rest = 1 - sum(steps.values())
    filled = [*steps.values(), max(0.0, rest)] if rest < 0 or rest > 1e-12 else [*steps.values(), 0]
    return distribution_problems(filled, name="steps (with those who stay)")
