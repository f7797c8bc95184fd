"""How many factors would be unanimous among a few cases by luck alone."""

from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

from partnership_evaluation import wording
from partnership_evaluation.factors.counting import refuse, share_problems, whole_number_problems

PREVALENCES = (0.5, 0.7, 0.8, 0.9)


def chance_of_unanimity(*, factors, cases, prevalence):
    """Return how many factors would be unanimous by luck alone.

    Parameters
    ----------
    factors : int
        Factors looked at.
    cases : int
        Cases in which each was looked for.
    prevalence : float or sequence of float
        How common each factor is among partnerships at large, successful or not; a share from 0
        to 1. A sequence gives each factor a share of its own.

    Returns
    -------
    pandas.DataFrame
        Columns ``value`` (number of unanimous factors, 0 to `factors`) and ``share`` (its
        probability).

    Raises
    ------
    FactorError
        When a count is not whole or is negative, a prevalence is not a share, or there are not as
        many prevalences as factors.

    Notes
    -----
    Each factor is in all cases with probability prevalence ** cases; over independent factors the
    number of unanimous ones is binomial, or, with shares of their own, Poisson-binomial (by
    convolution). Real factors come in bundles, which leaves the expected number as it is and
    changes the spread: :func:`bundled_bounds`. Checked against enumeration of all outcomes.

    Examples
    --------
    >>> table = chance_of_unanimity(factors=25, cases=6, prevalence=0.8)
    >>> round(float((table["value"] * table["share"]).sum()), 1)
    6.6
    """
    shares = [prevalence] if np.ndim(prevalence) == 0 else list(prevalence)
    refuse(whole_number_problems(factors=factors, cases=cases))
    refuse(problem for share in shares for problem in share_problems(prevalence=share))
    value = np.arange(factors + 1)
    if np.ndim(prevalence) == 0:
        share = stats.binom.pmf(value, factors, prevalence**cases)
        return pd.DataFrame({"value": value, "share": share})
    if len(shares) != factors:
        refuse([
            "Each factor needs one prevalence; found "
            f"{len(shares)} for {factors} factors. Give one for all, or one for each."
        ])  # fmt: skip
    share = np.ones(1)
    for each in shares:
        share = np.convolve(share, [1 - each**cases, each**cases])
    return pd.DataFrame({"value": value, "share": share})


def bundled_bounds(factors, *, cases, prevalence, observed):
    """Bound the chance of so many unanimous factors, however factors come together.

    Parameters
    ----------
    factors, cases : int
        Factors looked at, and cases in which each was looked for.
    prevalence : float
        How common each factor is, a share from 0 to 1.
    observed : int
        Unanimous factors, at least 1.

    Returns
    -------
    tuple of float
        Smallest and largest probability of at least `observed` unanimous factors.

    Raises
    ------
    FactorError
        When a count or share is none, or `observed` is not from 1 to `factors`.

    Notes
    -----
    With m = factors * prevalence ** cases expected, the number of unanimous factors reaches u with
    probability at most min(1, m / u) and at least max(0, (m - u + 1) / (factors - u + 1)). Both
    are reached: by factors that stand and fall together, and by factors that avoid doing so.
    Checked against a linear programme over all distributions with that mean.

    Examples
    --------
    >>> [round(end, 2) for end in bundled_bounds(18, cases=6, prevalence=0.8, observed=11)]
    [0.0, 0.43]
    """
    refuse(whole_number_problems(factors=factors, cases=cases, observed=observed))
    refuse([*share_problems(prevalence=prevalence), *_observed_problems(observed, factors)])
    expected = factors * prevalence**cases
    smallest = max(0.0, (expected - observed + 1) / (factors - observed + 1))
    return smallest, min(1.0, expected / observed)


def chance_band(factors, *, cases, prevalences=None, confidence_level=0.95):
    """Return how many factors luck makes unanimous, over a range of prevalences.

    Parameters
    ----------
    factors, cases : int
        Factors looked at, and cases in which each was looked for.
    prevalences : sequence of float, optional
        Shares of partnerships with each factor; 0.3 to 1 in steps of 0.01 where left out.
    confidence_level : float, default 0.95
        How much of the distribution the band holds at least.

    Returns
    -------
    pandas.DataFrame
        One row a prevalence: ``prevalence``, ``expected``, ``low``, ``high`` (the central band;
        whole numbers of factors).

    Raises
    ------
    FactorError
        When a count or share is none.

    Examples
    --------
    >>> chance_band(18, cases=6, prevalences=[0.8])[["low", "high"]].to_numpy().tolist()
    [[1, 9]]
    """
    grid = np.arange(30, 101) / 100 if prevalences is None else prevalences
    refuse(whole_number_problems(factors=factors, cases=cases))
    refuse(problem for share in grid for problem in share_problems(prevalence=share))
    refuse(share_problems(confidence_level=confidence_level))
    rows = []
    for prevalence in grid:
        found = stats.binom(factors, prevalence**cases)
        low, high = (found.ppf((1 + sign * confidence_level) / 2) for sign in (-1, 1))
        rows.append((float(prevalence), float(found.mean()), max(0, int(low)), int(high)))
    return pd.DataFrame(rows, columns=["prevalence", "expected", "low", "high"])


def luck_table(factors, *, cases, observed, prevalences=PREVALENCES, confidence_level=0.95):
    """Tabulate luck at several shares of partnerships with each factor.

    Parameters
    ----------
    factors : int
        Factors looked at.
    cases : int
        Cases in which each was looked for.
    observed : int
        Factors found to be unanimous, at least 1.
    prevalences : sequence of float
        Shares of partnerships with each factor.
    confidence_level : float, default 0.95
        How much of the distribution the band holds at least.

    Returns
    -------
    pandas.DataFrame
        One row a share: ``Found in``, ``Unanimous by chance`` (expected number), ``Mostly from``
        (central band), ``At least as many as printed`` (probability, factors independent), ``The
        same, if factors come together`` (its largest value, however they are bundled).

    Examples
    --------
    >>> luck_table(25, cases=6, observed=6)["Unanimous by chance"].tolist()
    [0.4, 2.9, 6.6, 13.3]
    """
    rows = []
    for prevalence in prevalences:
        table = chance_of_unanimity(factors=factors, cases=cases, prevalence=prevalence)
        expected = float((table["value"] * table["share"]).sum())
        tail = min(1.0, float(table.loc[table["value"] >= observed, "share"].sum()))
        band = chance_band(
            factors, cases=cases, prevalences=[prevalence], confidence_level=confidence_level
        ).iloc[0]
        bundled = bundled_bounds(factors, cases=cases, prevalence=prevalence, observed=observed)
        rows.append(
            (
                wording.percent(prevalence),
                round(expected, 1),
                f"{band['low']:.0f} to {band['high']:.0f}",
                _chance_in_words(tail),
                _chance_in_words(bundled[1], prefix="up to "),
            )
        )
    columns = ["Found in", "Unanimous by chance", "Mostly from"]
    columns += ["At least as many as printed", "The same, if factors come together"]
    return pd.DataFrame(rows, columns=columns)


def luck_by_lot(factors, *, cases, population, observed):
    """Tabulate luck if the cases had been drawn by lot from those studied.

    Parameters
    ----------
    factors : int
        Factors looked at.
    cases : int
        Cases drawn.
    population : int
        Cases they were drawn from.
    observed : int
        Factors found to be unanimous, at least 1.

    Returns
    -------
    pandas.DataFrame
        One row for each number of the population that may have a factor, from all down to as many
        as are drawn: ``present``, ``chance`` (that all drawn have it), ``expected`` (unanimous
        factors, if each is as common), ``tail`` (probability of at least `observed`).

    Raises
    ------
    FactorError
        When a count is none, or more cases are drawn than there are.

    Notes
    -----
    With K of N cases having a factor, all n drawn have it with probability C(K, n) / C(N, n),
    computed exactly; no assumption about partnerships at large is needed. Checked by drawing every
    set of cases.

    Examples
    --------
    >>> table = luck_by_lot(18, cases=6, population=17, observed=11)
    >>> table["chance"].round(2).tolist()[:4]
    [1.0, 0.65, 0.4, 0.24]
    """
    refuse(whole_number_problems(factors=factors, cases=cases, population=population))
    refuse(_observed_problems(observed, factors))
    if cases > population:
        refuse([
            "No more cases can be drawn than there are; found "
            f"cases = {cases} of population = {population}. Check which is which."
        ])  # fmt: skip
    rows = []
    for present in range(population, cases - 1, -1):
        chance = Fraction(comb(present, cases), comb(population, cases))
        tail = float(stats.binom.sf(observed - 1, factors, float(chance)))
        rows.append((present, float(chance), float(factors * chance), tail))
    return pd.DataFrame(rows, columns=["present", "chance", "expected", "tail"])


def luck_suffices_from(observed, *, factors, cases, chance=0.05):
    """Return how common factors must be before luck makes as many unanimous as were found.

    Parameters
    ----------
    observed : int
        Unanimous factors, at least 1.
    factors, cases : int
        Factors looked at, and cases in which each was looked for; at least 1.
    chance : float, default 0.05
        The probability from which luck is taken to suffice.

    Returns
    -------
    float
        The prevalence at which at least `observed` of independent factors are unanimous with
        probability `chance`: below it luck is rarer, above it more usual.

    Raises
    ------
    FactorError
        When a count is none, or `observed` is not from 1 to `factors`.

    Notes
    -----
    A binomial tail is a beta distribution function, so the answer is the quantile `chance` of
    Beta(observed, factors - observed + 1), to the power 1 / cases. It is the one-sided lower limit
    of Clopper and Pearson in other words. Checked by putting it back into the binomial tail.

    Examples
    --------
    >>> round(luck_suffices_from(11, factors=18, cases=6), 3)
    0.856
    """
    refuse(whole_number_problems(observed=observed, factors=factors, cases=cases))
    refuse([*_observed_problems(observed, factors), *share_problems(chance=chance)])
    if cases == 0:
        refuse(["Unanimity needs at least one case; found cases = 0. Give their number."])
    return float(stats.beta.ppf(chance, observed, factors - observed + 1) ** (1 / cases))


def _observed_problems(observed, factors):
    if 1 <= observed <= factors:
        return []
    return [
        "Unanimous factors are at least 1 and at most those looked at; found "
        f"observed = {observed} of factors = {factors}. Check which is which."
    ]


def _chance_in_words(chance, *, prefix=""):
    if 0 < chance < 0.01:
        return "below 1%"
    return f"{prefix}{wording.percent(chance)}"
