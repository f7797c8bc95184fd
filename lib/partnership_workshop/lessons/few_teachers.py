"""Lesson 2: how sure can twelve teachers make us?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from partnership_evaluation import paired, proportions
from partnership_workshop.exercises import Counts, Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner
from partnership_workshop.lessons.published_table import printed

MOVED, TEACHERS = 6, 12
FEWER = 3
STEPS = [1] * MOVED + [0] * (TEACHERS - MOVED)


def own_data(who: Learner) -> tuple[int, int]:
    """Draw how many of how many teachers of an imagined school moved up.

    Parameters
    ----------
    who : Learner
        Whose school it is.

    Returns
    -------
    (int, int)
        Who moved up, and how many there are; all but one or two moved.
    """
    rng = who.random("lesson 2")
    n = int(rng.integers(9, 25))
    return n - int(rng.integers(1, 3)), n


def textbook_limits(k: int, n: int) -> tuple[float, float]:
    """Work out the limits of the textbook formula for large samples.

    Parameters
    ----------
    k, n : int
        How many of how many.

    Returns
    -------
    (float, float)
        They may lie below nought or above one: the lesson shows why it is not used for few people.
    """
    share = k / n
    half = norm.ppf(0.975) * np.sqrt(share * (1 - share) / n)
    return share - half, share + half


def limits_table(low: float, high: float) -> pd.DataFrame:
    """Put two limits into a table of one row.

    Parameters
    ----------
    low, high : float
        The limits, as shares.

    Returns
    -------
    pandas.DataFrame
        Row ``share``, columns ``low`` and ``high``.
    """
    return pd.DataFrame({"low": [low], "high": [high]}, index=["share"])


def _width(who: Learner) -> float:
    found = proportions.interval(FEWER, n=TEACHERS)
    return found.high - found.low


def _textbook_width(who: Learner) -> float:
    low, high = textbook_limits(FEWER, TEACHERS)
    return high - low


def _own_limits(who: Learner) -> pd.DataFrame:
    k, n = own_data(who)
    found = proportions.interval(k, n=n)
    return limits_table(found.low, found.high)


def _planted(who: Learner) -> list[Option]:
    k, n = own_data(who)
    low, high = (round(100 * limit) for limit in textbook_limits(k, n))
    return [
        Option(f"The interval is too narrow to hold {k} of {n}.", False,
               f"{k} of {n} lies between {low} and {high} per cent."),
        Option("The interval promises shares that no group of people can have.", True, ""),
        Option("A level of 95 per cent must not be used with so few people.", False,
               "The level is a choice and does not depend on the number of people."),
        Option("With so few people no interval can be given.", False,
               "It can, by counting all possible outcomes. It will be wide.", "few_say_nothing"),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    net = paired.net_improvement(STEPS)
    low, high = (round(100 * limit) for limit in _limits())
    study = {"design": "before_after_paired", "estimate": net, "better": "higher"}
    return [
        judged(f"{MOVED} of {TEACHERS} moved up; among teachers like these, between {low} and "
               f"{high} per cent are compatible with that.",
               because="It gives the count and the interval.", **study),
        judged("The result is significant, so the programme worked.", because="",
               misconception="after_means_because", **study),
        judged("If moving up and down were equally likely, as one-sided a result among the movers "
               "would come up in about three of a hundred groups.",
               because="That is what the p-value of the sign test says.", **study),
        judged("There is a probability of about three in a hundred that nothing changed.",
               because="", false="The p-value is worked out as if nothing had changed; it cannot "
               "be the probability that this is so.", misconception="p_is_probability_of_nothing",
               **study),
        judged("Half of all teachers who take part will move up.", because="",
               false=f"The interval runs from {low} to {high} per cent.",
               misconception="sample_is_everybody", **study),
    ]  # fmt: skip


def _limits() -> tuple[float, float]:
    found = proportions.interval(MOVED, n=TEACHERS)
    return found.low, found.high


EXERCISES = (
    Number(
        name="2.1",
        what="the width of the exact interval, upper limit less lower limit, as a share",
        truth=_width,
        low=0,
        high=1,
        how="proportions.interval(3, n=12) has .low and .high.",
        because="Still more than half of all conceivable shares. One half is the widest case, but "
        "not by much.",
        tolerance=0.003,
        wrong=(
            Wrong("half_width", lambda who: _width(who) / 2),
            Wrong("formula_for_many", _textbook_width),
        ),
    ),
    Number(
        name="2.2",
        what="the two-sided p-value of the exact sign test",
        truth=lambda who: paired.sign_test(STEPS).p_value,
        low=0,
        high=1,
        how="Six moved and all six moved up. How often do six tosses of a coin all fall alike?",
        because="Six tosses all fall alike, heads or tails, in two of sixty-four cases.",
        tolerance=0.001,
        wrong=(
            Wrong("one_side_only", lambda who: paired.sign_test(STEPS).p_value / 2),
            Wrong(
                "stayed_against",
                lambda who: proportions.binomial(MOVED, n=TEACHERS).p_value,
            ),
        ),
    ),
    Sentences(
        name="2.3",
        what="what is wrong with the colleague's interval",
        options=_planted,
        because="The textbook formula is for many people. With few, it runs out of the scale; the "
        "exact interval counts outcomes and cannot.",
        only_one=True,
    ),
    Counts(
        name="2.4",
        what="the exact interval for your own school, as shares",
        truth=_own_limits,
        how="Use proportions.interval with your own two numbers, and take .low and .high.",
        because="It stays below one, and it is not symmetric: there is more room on one side.",
        tolerance=0.002,
        wrong=(
            Wrong("formula_for_many", lambda who: limits_table(*textbook_limits(*own_data(who)))),
            Wrong("percent_for_share", lambda who: _own_limits(who) * 100),
        ),
    ),
    Sentences(
        name="2.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="One gives the size with its uncertainty, one says what was imagined and how rare "
        "the result would be then.",
    ),
)

__all__ = ["EXERCISES", "limits_table", "own_data", "printed", "textbook_limits"]
