"""Each item of a survey before and after: who can have moved, and whether chance would do.

Two readings bracket what was not printed. Either the same people answered both times and nobody
knows which answers belong together, or the answers are taken as those of different people. Each
p-value is given as a range over every data set that fits the printed figures.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy import stats

from partnership_evaluation import feasible, proportions
from partnership_evaluation.estimates import Estimate
from partnership_evaluation.feasible import Bounds
from partnership_evaluation.paired import mean_permutation
from partnership_evaluation.questions import before_after_pairs
from partnership_evaluation.questions.before_after_items import SHARES, Item


@dataclass(frozen=True)
class Result:
    """What the printed figures of one item leave open.

    Attributes
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        The item.
    improved, declined, unchanged : partnership_evaluation.feasible.Bounds
        Shares of the people who answered both times, if the same people did.
    p_same : partnership_evaluation.feasible.Bounds
        Sign test, if the same people answered.
    p_different : partnership_evaluation.feasible.Bounds or None
        Permutation test of the means, or Fisher's test of the shares, if other people answered;
        None where too many spreads of answers fit to go through, and the same people answered.
    difference : partnership_evaluation.estimates.Estimate
        Favourable being positive, with the widest interval for different people.
    adjusted : partnership_evaluation.feasible.Bounds
        Range of both p-values after Holm's correction for all items.
    verdict : str
        On "differs by more than chance": supported, contradicted or undetermined.
    """

    item: Item
    improved: Bounds
    declined: Bounds
    unchanged: Bounds
    p_same: Bounds
    p_different: Bounds | None
    difference: Estimate
    adjusted: Bounds
    verdict: str


def results(survey, *, confidence_level=0.95):
    """Work out what the figures of every item leave open.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.
    confidence_level : float, default 0.95
        Level of the intervals; one less it is the level below which an adjusted p-value counts
        as more than chance.

    Returns
    -------
    tuple of Result
        One for each item whose figures and numbers of answers are known; empty without any.

    Notes
    -----
    The items are separate questions, so the most favourable data sets of all of them can hold at
    once: Holm's correction of the smallest p-values gives the smallest adjusted ones, and of the
    largest the largest.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> found = results(before_after.read("camden", most_answers=20))
    >>> [result.verdict for result in found].count("supported")
    2
    """
    known = survey.known
    if not known:
        return ()
    pairings = [before_after_pairs.of_item(item) for item in known]
    same = [pairing.p_value() for pairing in pairings]
    different = [different_people(item) for item in known]
    adjusted = _adjusted(same, different)
    level = f"< {1 - confidence_level:.6g}"
    return tuple(
        Result(
            item,
            *(pairing.share(outcome) for outcome in ("improved", "declined", "unchanged")),
            p_same,
            p_different,
            difference(item, confidence_level=confidence_level),
            after,
            feasible.verdict(after, level).word,
        )
        for item, pairing, p_same, p_different, after in zip(
            known, pairings, same, different, adjusted, strict=True
        )
    )


def different_people(item):
    """Bound the p-value of a test for two groups of different people.

    Parameters
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        An item whose figures and numbers of answers are known.

    Returns
    -------
    partnership_evaluation.feasible.Bounds or None
        None for means of so many answers that their spreads cannot be gone through, where the same
        people gave them; from 0 to 1 where other people did.
    """
    before, after = item.before, item.after
    if item.measure not in SHARES:
        if mean_permutation.can_be_tested(before.space, after.space):
            return mean_permutation.bounds(before.space, after.space)
        wide = Bounds("p", 0.0, 1.0, None, None, before.n + after.n, "left open")
        return None if item.same_people else wide
    tested = [
        proportions.fisher(last, after.n, first, before.n).p_value
        for first, last in product(before.totals, after.totals)
    ]
    method = "Fisher's exact test"
    return Bounds("p", min(tested), max(tested), None, None, before.n + after.n, method)


def difference(item, *, confidence_level=0.95):
    """Estimate the difference of an item with the widest interval that its figures allow.

    Parameters
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        An item whose figures and numbers of answers are known.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    partnership_evaluation.estimates.Estimate
        Later less earlier, favourable being positive. Shares: Newcombe's interval. Means: Welch's
        interval at the largest standard deviations that fit the printed means. Both treat the
        answers as those of different people.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> found = difference(before_after.read("sutton", most_answers=12).items[3])
    >>> f"{found.estimate:.2f} {found.low:.2f} {found.high:.2f}"
    '0.60 -0.70 1.90'
    """
    shares = item.measure in SHARES
    low, high, method = (_of_shares if shares else _of_means)(item, confidence_level)
    sign = 1 if item.better == "high" else -1
    estimate = sign * float(item.after.value - item.before.value)
    low, high = sorted((sign * low, sign * high))
    n = item.before.n + item.after.n
    return Estimate(estimate, low, high, n, method, confidence_level=confidence_level)


def _adjusted(same, different):
    """Correct the smallest and the largest p-values of all items, and join both readings."""
    different = [other or one for one, other in zip(same, different, strict=True)]
    ends = {
        end: np.array(
            [
                proportions.adjust([getattr(bounds, end) for bounds in route]).to_numpy()
                for route in (same, different)
            ]
        )
        for end in ("low", "high")
    }
    lows, highs = ends["low"].min(axis=0), ends["high"].max(axis=0)
    return [
        Bounds("adjusted p", float(low), float(high), None, None, bounds.n, "Holm, both readings")
        for low, high, bounds in zip(lows, highs, same, strict=True)
    ]


def _of_shares(item, confidence_level):
    found = [
        proportions.difference(
            last, item.after.n, first, item.before.n, confidence_level=confidence_level
        )
        for first, last in product(item.before.totals, item.after.totals)
    ]
    return min(f.low for f in found), max(f.high for f in found), found[0].method


def _of_means(item, confidence_level):
    sides = (item.before, item.after)
    spreads = [feasible.bounds("sd", answers.space).high for answers in sides]
    variances = [sd**2 / answers.n for sd, answers in zip(spreads, sides, strict=True)]
    gap = float(item.after.value - item.before.value)
    error = sum(variances) ** 0.5
    parts = zip(variances, sides, strict=True)
    freedom = sum(variances) ** 2 / sum(part**2 / (side.n - 1) for part, side in parts)
    reach = float(stats.t.ppf((1 + confidence_level) / 2, freedom)) * error
    return gap - reach, gap + reach, "Welch's interval at the largest spreads that fit"
