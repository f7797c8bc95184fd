"""Why a handful of cases cannot be reduced to a formula of many conditions: the arithmetic."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import isqrt

from partnership_evaluation import wording
from partnership_evaluation.factors.combination_series import no_common_combination
from partnership_evaluation.factors.counting import refuse, share_problems, whole_number_problems


@dataclass(frozen=True)
class Refusal:
    """Whether cases may be minimised over conditions, with the arithmetic of the answer.

    Attributes
    ----------
    conditions, cases, without_outcome : int
        As given.
    rows : int
        Combinations that the conditions can form.
    most_rows_seen : int
        Combinations that the cases can show at most.
    without_contradiction : Fraction
        Probability that random conditions hold no contradiction, so that a formula that fits every
        case exists.
    most_conditions : int
        Most conditions at which that probability is at most `chance`; 0 where there are none.
    cases_needed : int
        Fewest cases, half of them without the outcome, at which it can be that small.
    prevalence : float
        How common each random condition is.
    chance : float
        What the probability must not exceed.
    reasons : tuple of str
        Why minimising is refused; empty where it is not.
    """

    conditions: int
    cases: int
    without_outcome: int
    rows: int
    most_rows_seen: int
    without_contradiction: Fraction
    most_conditions: int
    cases_needed: int
    prevalence: float
    chance: float
    reasons: tuple[str, ...]

    @property
    def refused(self):
        """Whether minimising is refused."""
        return bool(self.reasons)

    def sentence(self):
        """Say in words whether the cases may be minimised, and why not.

        Returns
        -------
        str

        Examples
        --------
        >>> refuse_minimisation(25, 6).sentence()[:61]
        'Not minimised: 25 conditions form 33,554,432 combinations, of'
        """
        counted = (
            f"{self.conditions} conditions form {self.rows:,} combinations, of which {self.cases} "
            f"cases show at most {self.most_rows_seen}"
        )
        if not self.refused:
            return f"May be minimised: {counted}."
        return f"Not minimised: {counted}. {' '.join(self.reasons)}"


def contradiction_free(conditions, *, with_outcome, without_outcome, prevalence=0.5):
    """Return how often random data hold no contradiction.

    Parameters
    ----------
    conditions : int
        Conditions, each present in each case by chance.
    with_outcome, without_outcome : int
        Cases with the outcome and without it.
    prevalence : float, default 0.5
        How common each condition is, a share from 0 to 1; 0.5 is a toss of a coin.

    Returns
    -------
    fractions.Fraction
        Probability that no case with the outcome has the same combination of conditions as one
        without it.

    Raises
    ------
    FactorError
        When a count is not whole or is negative, or the prevalence is not a share.

    Notes
    -----
    For coins, with R = 2 ** conditions combinations: the cases with the outcome show i different
    ones in S(p, i) groupings and those without it j others in S(q, j), S being Stirling's numbers
    of the second kind, so the probability is the sum over i and j of S(p, i) S(q, j) R (R - 1) ...
    (R - i - j + 1) / R ** (p + q), in whole numbers. At another prevalence r, k cases are alike
    with probability (r ** k + (1 - r) ** k) ** conditions, from which the probability follows by an
    exact power series (``combination_series``). The two routes agree for coins; both were checked
    by enumerating every assignment of combinations, and by simulation.

    References
    ----------
    Marx and Dusa (2011), Crisp-set qualitative comparative analysis (csQCA), contradictions and
    consistency benchmarks for model specification, Methodological Innovations Online 6, 103-148,
    who counted contradictions in simulated random data. Thiem and Mkrtchyan (2023, Field Methods)
    dispute that such counts set a limit to conditions.

    Examples
    --------
    >>> contradiction_free(1, with_outcome=1, without_outcome=1)
    Fraction(1, 2)
    >>> float(contradiction_free(25, with_outcome=6, without_outcome=11)) > 0.99999
    True
    """
    counts = {"with_outcome": with_outcome, "without_outcome": without_outcome}
    refuse(whole_number_problems(conditions=conditions, **counts))
    refuse(share_problems(prevalence=prevalence))
    share = Fraction(str(prevalence))
    return _contradiction_free(int(conditions), int(with_outcome), int(without_outcome), share)


@cache
def _contradiction_free(conditions, p, q, share):
    rows = 2**conditions
    if 2 * share != 1:
        return no_common_combination(p, q, lambda k: _likeness(share, k, conditions))
    ways = sum(
        _stirling(p, i) * _stirling(q, j) * _falling(rows, i + j)
        for i in range(p + 1)
        for j in range(q + 1)
    )
    return Fraction(ways, rows ** (p + q))


def most_conditions(*, with_outcome, without_outcome, prevalence=0.5, chance=0.05):
    """Return with how many conditions random data would still be caught by a contradiction.

    Parameters
    ----------
    with_outcome, without_outcome : int
        Cases with the outcome and without it.
    prevalence : float, default 0.5
        How common each random condition is, above 0 and below 1.
    chance : float, default 0.05
        How often random data may hold no contradiction, below 1.

    Returns
    -------
    int
        Most conditions at which random data hold no contradiction with at most that probability;
        0 where not even one condition does. (Every further condition makes it larger.)

    Raises
    ------
    FactorError
        When a count is not whole, or a share is none.

    Examples
    --------
    >>> most_conditions(with_outcome=6, without_outcome=11)
    4
    """
    refuse(_inner_share_problems(prevalence=prevalence, chance=chance))
    if not with_outcome or not without_outcome:
        return 0
    found = 0
    given = {"with_outcome": with_outcome, "without_outcome": without_outcome}
    while contradiction_free(found + 1, **given, prevalence=prevalence) <= chance:
        found += 1
    return found


def refuse_minimisation(conditions, cases, *, without_outcome=0, prevalence=0.5, chance=0.05):
    """Say whether cases may be reduced to a formula of conditions, and show the arithmetic.

    Parameters
    ----------
    conditions : int
        Conditions, each present or absent.
    cases : int
        Cases whose conditions are known, at least 1.
    without_outcome : int, default 0
        How many of them did not have the outcome.
    prevalence : float, default 0.5
        How common each condition is in the random data, above 0 and below 1.
    chance : float, default 0.05
        How often random data may hold no contradiction before minimising is refused.

    Returns
    -------
    Refusal
        With ``refused``, ``reasons`` and :meth:`Refusal.sentence`.

    Raises
    ------
    FactorError
        When a count is not whole, more cases lack the outcome than there are, or `chance` is no
        share.

    Notes
    -----
    Refused when every case has the outcome, or none has: nothing then can contradict a formula; and
    when random data would hold no contradiction more often than `chance`
    (:func:`contradiction_free`), for then a formula that fits every case is no evidence. The cases
    needed are at least 2 sqrt((1 - chance) / s), where s = (r r + (1 - r)(1 - r)) ** conditions is
    the probability that two cases are alike at prevalence r: a contradiction needs one of p q pairs
    to be alike, and p q is largest when half the cases lack the outcome.

    Examples
    --------
    >>> found = refuse_minimisation(25, 6)
    >>> found.refused, found.rows, found.cases_needed
    (True, 33554432, 11292)
    """
    refuse(whole_number_problems(conditions=conditions, cases=cases, without=without_outcome))
    refuse(_inner_share_problems(prevalence=prevalence, chance=chance))
    if not 0 <= without_outcome <= cases or cases == 0:
        refuse([
            "There must be cases, and no more without the outcome than there are; found "
            f"{without_outcome} of {cases}. Check which is which."
        ])  # fmt: skip
    rows = 2 ** int(conditions)
    counts = {"with_outcome": cases - without_outcome, "without_outcome": without_outcome}
    free = contradiction_free(conditions, **counts, prevalence=prevalence)
    alike = _likeness(Fraction(str(prevalence)), 2, conditions)
    found = Refusal(
        conditions=int(conditions),
        cases=int(cases),
        without_outcome=int(without_outcome),
        rows=rows,
        most_rows_seen=min(rows, int(cases)),
        without_contradiction=free,
        most_conditions=most_conditions(**counts, prevalence=prevalence, chance=chance),
        cases_needed=_cases_needed(alike, chance),
        prevalence=prevalence,
        chance=chance,
        reasons=(),
    )
    return Refusal(**{**vars(found), "reasons": tuple(_reasons(found))})


def _reasons(found):
    if found.without_outcome in (0, found.cases):
        yield (
            "Every case has the same outcome, so nothing can contradict any formula: random data "
            "would fit one always."
        )
    elif found.without_contradiction > found.chance:
        often = float(found.without_contradiction)
        yield (
            "Random conditions would fit some formula without a contradiction "
            f"{_often(often)} of the time; with these cases at most {found.most_conditions} "
            "conditions would keep that at or below "
            f"{wording.percent(found.chance)}."
        )
    else:
        return
    yield (
        f"At least {found.cases_needed:,} cases would be needed for {found.conditions} conditions."
    )


def _often(share):
    return "more than 99.9%" if share > 0.999 else wording.percent(share, decimals=1)


def _cases_needed(alike, chance):
    """Find the fewest cases N with N * N / 4 pairs, times their likeness, at least 1 - chance."""
    wanted = 4 * (1 - Fraction(str(chance))) / alike
    whole = -(-wanted.numerator // wanted.denominator)
    root = isqrt(whole)
    return max(2, root if root * root == whole else root + 1)


def _likeness(share, cases, conditions):
    """Return the probability that so many cases all show the same combination."""
    return (share**cases + (1 - share) ** cases) ** int(conditions)


def _inner_share_problems(**shares):
    return [
        f"{name} must lie between 0 and 1; found {value}. Write 80 per cent as 0.8."
        for name, value in shares.items()
        if not 0 < value < 1
    ]


@cache
def _stirling(n, k):
    if n == k:
        return 1
    if k == 0 or k > n:
        return 0
    return k * _stirling(n - 1, k) + _stirling(n - 1, k - 1)


def _falling(rows, length):
    product = 1
    for step in range(length):
        product *= rows - step
    return product
