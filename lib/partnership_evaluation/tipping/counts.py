"""Tipping points that follow from counts alone: other cases, people not asked, people not seen."""

from __future__ import annotations

from fractions import Fraction

from scipy.stats import beta

from partnership_evaluation import proportions, wording
from partnership_evaluation.estimates import count_problems, is_whole, refuse
from partnership_evaluation.null_twin import sign_test_p
from partnership_evaluation.tipping.results import TippingPoint, level_problems

MOST_MISSING = 1000


def prevalence(k, *, n, others, level=0.05):
    """Find how common a factor may be among other cases before it marks the successes no more.

    Parameters
    ----------
    k : int
        Successes that have the factor.
    n : int
        Successes.
    others : int
        Other cases, at least 1.
    level : float, default 0.05
        Level of Fisher's exact test, two-sided.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the smallest count among the others at which the test no longer tells
        the two groups apart, counted up from none. ``turns`` is None: how many others have the
        factor was not printed.

    Raises
    ------
    ValueError
        When a count or the level is not allowed.

    Examples
    --------
    >>> found = prevalence(6, n=6, others=11)
    >>> found.tipping_value, found.stands
    (6, True)
    """
    problems = [*count_problems(k, n), *level_problems(level)]
    if not is_whole(others) or others < 1:
        problems.append(f"A contrast needs other cases: found {others!r}; give their number.")
    refuse(problems)
    tells = [
        Fraction(k, n) > Fraction(m, others) and proportions.fisher(k, n, m, others).p_value < level
        for m in range(others + 1)
    ]
    stands = tells[0]
    tipping = tells.index(False) if stands else None
    had = f"{k} of the {n} successes have the factor"
    sentence = (
        f"{had}; it tells them apart from the {others} others only if fewer than {tipping} of "
        "these have it too."
        if stands
        else f"{had}; even if none of the {others} others had it, chance would deal so often "
        "enough, and it tells nothing apart."
    )
    return TippingPoint(
        "prevalence", tipping, "other cases", (0, others), 0, stands, None, n + others,
        f"Fisher's exact test at {level:g}", sentence,
    )  # fmt: skip


def luck(k, *, n, level=0.05):
    """Find how common a factor may be everywhere before chance alone gives so many cases.

    Parameters
    ----------
    k : int
        Cases that have the factor.
    n : int
        Cases.
    level : float, default 0.05
        Chance below which so many count as more than luck.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the share of all cases above which at least `k` of `n` would have the
        factor with a chance of more than `level`.

    Raises
    ------
    ValueError
        When a count or the level is not allowed.

    Notes
    -----
    The lower one-sided limit of Clopper and Pearson, from the beta distribution.

    Examples
    --------
    >>> round(luck(6, n=6).tipping_value, 3)
    0.607
    """
    refuse([*count_problems(k, n), *level_problems(level)])
    tipping = float(beta.ppf(level, k, n - k + 1)) if k else None
    sentence = (
        f"{k} of {n} cases have the factor; once more than {wording.percent(tipping)} of all cases "
        f"have it, so many would by luck more often than {wording.percent(level)} of times."
        if k
        else f"None of {n} cases has the factor, so there is nothing that luck could not give."
    )
    return TippingPoint(
        "luck", tipping, "share of all cases", (0.0, 1.0), 0.0, bool(k), bool(k) or None, n,
        f"binomial, one-sided at {level:g}", sentence,
    )  # fmt: skip


def nonresponse(k, *, n, population=None, threshold=Fraction(1, 2)):
    """Find how many people of the other opinion would end a majority.

    Parameters
    ----------
    k : int
        How many of those who answered agreed.
    n : int
        How many answered.
    population : int, optional
        How many were asked; where it is not known, so is whether enough of them are left.
    threshold : fractions.Fraction or float, default one half
        The conclusion is that more than this share agree; from 0 to below 1.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the smallest number of further people, all of the other opinion, with
        whom the share is no longer above the threshold.

    Raises
    ------
    ValueError
        When the counts do not nest or the threshold is not a share.

    Examples
    --------
    >>> found = nonresponse(75, n=83, population=92)
    >>> found.tipping_value, found.turns
    (None, False)
    >>> nonresponse(75, n=83).tipping_value
    67
    """
    problems = count_problems(k, n)
    if population is not None and (not is_whole(population) or (is_whole(n) and population < n)):
        problems.append(
            "A population is a whole number of people, at least those who answered: found "
            f"population = {population!r} and n = {n!r}; check which is which."
        )
    if not 0 < threshold < 1:
        problems.append(f"A threshold lies between 0 and 1: found {threshold!r}; give 1/2, say.")
    refuse(problems)
    threshold = Fraction(str(threshold)) if isinstance(threshold, float) else Fraction(threshold)
    stands = Fraction(k, n) > threshold
    # k / (n + m) <= threshold exactly when m >= k / threshold - n.
    needed = max(0, -((n * threshold - k) // threshold)) if stands else 0
    needed = int(needed)
    left = None if population is None else population - n
    turns = None if left is None else needed <= left
    sentence = _of_nonresponse(k, n, left, needed, threshold)
    return TippingPoint(
        "nonresponse", None if turns is False else needed, "people of the other opinion",
        (0, left if left is not None else max(needed, 1)), 0, stands, turns, n,
        "counts, worst case", sentence,
    )  # fmt: skip


def missing_people(improved, *, declined, missing=None, level=0.05):
    """Find how many people who were not seen would have to have moved down.

    Parameters
    ----------
    improved, declined : int
        People seen to move up and down.
    missing : int, optional
        People who took part and were not seen at both times; where it is not known, so is
        whether there are enough of them.
    level : float, default 0.05
        Level of the two-sided sign test.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the smallest number of further people, all of whom moved down, with
        whom the sign test no longer tells the moves from tosses of a coin.

    Raises
    ------
    ValueError
        When a count or the level is not allowed.

    Examples
    --------
    >>> missing_people(6, declined=0).tipping_value
    1
    """
    counts = {"improved": improved, "declined": declined, "missing": missing}
    problems = level_problems(level) + [
        f"{name} is a whole number of people: found {count!r}; count them."
        for name, count in counts.items()
        if not (name == "missing" and count is None) and (not is_whole(count) or count < 0)
    ]
    refuse(problems)
    most = MOST_MISSING if missing is None else missing
    stands = bool(sign_test_p(improved, declined) < level)
    tipping = next(
        (m for m in range(most + 1) if not sign_test_p(improved, declined + m) < level), None
    )
    turns = None if missing is None else tipping is not None
    moved = f"{improved} moved up and {declined} down"
    if not stands:
        sentence = f"{moved}, which tosses of a coin would do as well."
    elif tipping is None:
        sentence = (
            f"{moved}; even if all {most} who were not seen moved down, that would stand out."
        )
    else:
        whom = "not seen" if missing is None else f"of the {missing} not seen"
        more = "1 more person" if tipping == 1 else f"{tipping} more people"
        sentence = f"{moved}; if {more} {whom} had moved down, tosses of a coin would do as well."
    return TippingPoint(
        "missing_people", tipping if stands else None, "people who moved down unseen",
        (0, most if missing is not None else max(tipping or 1, 1)), 0, stands, turns,
        improved + declined, f"exact sign test at {level:g}", sentence,
    )  # fmt: skip


def _of_nonresponse(k, n, left, needed, threshold):
    above, half = f"{k} of the {n} who answered agree", wording.percent(threshold)
    if Fraction(k, n) <= threshold:
        return f"{above}, which is not more than {half}."
    if left is None:
        return (
            f"{above}; {needed} further people of the other opinion would bring that to {half} or "
            "less. How many did not answer is not known."
        )
    if needed <= left:
        return (
            f"{above}; {needed} of the {left} who did not answer would have to be of the other "
            f"opinion to bring that to {half} or less."
        )
    return (
        f"{above}; even if all {left} who did not answer were of the other opinion, more than "
        f"{half} would agree."
    )
