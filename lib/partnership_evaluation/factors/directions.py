"""Which way outcomes point, and what counting the directions can say."""

from collections.abc import Sequence
from fractions import Fraction

from partnership_evaluation import proportions
from partnership_evaluation.estimates import Estimate, choice_problems
from partnership_evaluation.factors.counting import (
    FactorError,
    refuse,
    share_problems,
    whole_number_problems,
)

#: The directions of an outcome; an open one may be any of the others.
DIRECTIONS = ("up", "down", "mixed", "open")


def direction_of(up, down, *, n, threshold=0.7):
    """Say which way an outcome points that was measured several times, or in several places.

    Parameters
    ----------
    up, down : int or (int, int)
        How many point up and down, or the fewest and the most.
    n : int
        How many there are, level ones included; at least 1.
    threshold : float, default 0.7
        Share from which one direction stands for all; above 0.5.

    Returns
    -------
    {"up", "down", "mixed", "open"}
        *mixed* where neither direction reaches the threshold, *open* where that depends on counts
        which the document does not print.

    Raises
    ------
    FactorError
        When a count is not whole, more point somewhere than there are, or the threshold does not
        lie between 0.5 and 1.

    Notes
    -----
    Thomson and Thomas report a direction where at least 70 per cent of the outcomes of a domain
    have it, and call the others conflicting; statistical significance plays no part.

    References
    ----------
    Thomson and Thomas (2013), The effect direction plot: visual display of non-standardised effects
    across multiple outcome domains, Research Synthesis Methods 4, 95-101. Boon and Thomson (2021),
    The effect direction plot revisited, Research Synthesis Methods 12, 29-33.

    Examples
    --------
    >>> direction_of(2, 0, n=2), direction_of(2, 1, n=3), direction_of((8, 14), (1, 1), n=15)
    ('up', 'mixed', 'open')
    """
    (up_low, up_high), (down_low, down_high) = _ends(up), _ends(down)
    counts = {"up": up_low, "down": down_low, "n": n}
    refuse(whole_number_problems(**counts, most_up=up_high, most_down=down_high))
    refuse(share_problems(threshold=threshold))
    if n < 1 or up_low + down_low > n or up_low > up_high or down_low > down_high:
        raise FactorError(
            "No more outcomes can point somewhere than there are; found "
            f"{up_low} to {up_high} up and {down_low} to {down_high} down of {n}. Check the counts."
        )
    if threshold <= 0.5:
        raise FactorError(
            f"A threshold must be above 0.5; found {threshold}. Half point nowhere: give 0.7."
        )
    found = {
        _one(a, b, n, threshold)
        for a in range(up_low, up_high + 1)
        for b in range(down_low, down_high + 1)
        if a + b <= n
    }
    return found.pop() if len(found) == 1 else "open"


def vote_count(directions: Sequence[str], *, confidence_level: float = 0.95) -> Estimate:
    """Count which way outcomes point, with an exact sign test.

    Parameters
    ----------
    directions : sequence of {"up", "down", "mixed", "open"}
        One word an outcome or study.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    Estimate
        ``estimate`` the share up among those that point up or down, with its exact interval, ``n``
        how many those are, ``statistic`` how many point up, ``p_value`` two-sided.

    Raises
    ------
    FactorError
        When a word is none of the four, or nothing points up or down.

    Notes
    -----
    The vote count that Cochrane and SWiM allow: by direction alone, never by significance. Mixed
    and open ones are left out of test and share, as Boon and Thomson do; with 9 of 9 up and with 5
    of 6 they print p = 0.0039 and 0.2188. It says nothing about size. The test takes the outcomes
    for independent; several answers of the same people are not, so it is then too sure.

    References
    ----------
    McKenzie and Brennan (2019), Synthesizing and presenting findings using other methods, Cochrane
    Handbook for Systematic Reviews of Interventions, chapter 12. Campbell and others (2020),
    Synthesis without meta-analysis (SWiM) in systematic reviews, BMJ 368, l6890. Boon and Thomson
    (2021), The effect direction plot revisited, Research Synthesis Methods 12, 29-33.

    Examples
    --------
    >>> found = vote_count(["up"] * 4 + ["down"])
    >>> found.estimate, found.n, found.p_value
    (0.8, 5, 0.375)
    """
    words = list(directions)
    refuse(p for word in words for p in choice_problems(word, DIRECTIONS, name="A direction"))
    up, down = words.count("up"), words.count("down")
    if up + down == 0:
        raise FactorError(
            f"A vote count needs an outcome that points up or down; found none among {len(words)}. "
            "Report the directions without a test."
        )
    found = proportions.binomial(up, n=up + down, confidence_level=confidence_level)
    left_out = len(words) - up - down
    method = f"exact sign test of directions, {left_out} mixed or open left out"
    return Estimate(**{**vars(found), "method": method})


def _ends(count):
    return (count, count) if not isinstance(count, tuple | list) else tuple(count)


def _one(up, down, n, threshold):
    # 7 of 10 reach 0.7, although the float behind it lies a little off.
    enough = Fraction(str(threshold)) * n
    if up >= enough:
        return "up"
    return "down" if down >= enough else "mixed"
