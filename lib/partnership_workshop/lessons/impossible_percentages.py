"""Lesson 5: be a detective: percentages that cannot be."""

from __future__ import annotations

from functools import cache

from partnership_evaluation import consistency, tables
from partnership_workshop.exercises import Items, Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner

PEOPLE = 16
ENDINGS = [f"1.{ending:02}" for ending in range(100)]
SMALL_GROUP = 12


def printed() -> list[str]:
    """Read the percentages of one survey of sixteen people, as printed.

    Returns
    -------
    list of str
        Each once, in rising order.
    """
    table = tables.read("camden/before_after")
    table = table[table["measure"] == "percent"]
    found = set(table["before"]).union(table["after"])
    return sorted((str(each) for each in found), key=float)


@cache
def possible(percent: str, n: int) -> bool:
    """Say whether some number of people prints as a percentage.

    Parameters
    ----------
    percent : str
        As printed.
    n : int
        How many people answered.

    Returns
    -------
    bool
        Whether rounding to the nearest, either way at a half, gives it.
    """
    return bool(consistency.grim_percent(percent, n=n, rounding="up_or_down").consistent)


def own_data(who: Learner) -> tuple[int, list[str]]:
    """Draw the percentages of an imagined survey, two of which cannot be.

    Parameters
    ----------
    who : Learner
        Whose survey it is.

    Returns
    -------
    (int, list of str)
        How many people answered, and eight printed percentages.
    """
    rng = who.random("lesson 5")
    n = int(rng.choice([17, 18, 19, 21, 22, 23, 24, 26, 27, 28]))
    every = [str(percent) for percent in range(5, 96)]
    right = [percent for percent in every if possible(percent, n)]
    wrong = [percent for percent in every if not possible(percent, n)]
    chosen = [*rng.choice(right, 6, replace=False), *rng.choice(wrong, 2, replace=False)]
    return n, sorted((str(percent) for percent in chosen), key=float)


def _impossible(who: Learner) -> list[str]:
    return [percent for percent in printed() if not possible(percent, PEOPLE)]


def _own_impossible(who: Learner) -> list[str]:
    n, percents = own_data(who)
    return [percent for percent in percents if not possible(percent, n)]


def _not_whole(percents: list[str], n: int) -> list[str]:
    return [percent for percent in percents if (float(percent) * n / 100) % 1]


def _one_way(rounding: str) -> list[str]:
    """What somebody finds who lets a half go one way only."""
    return [
        percent
        for percent in printed()
        if not consistency.grim_percent(percent, n=PEOPLE, rounding=rounding).consistent
    ]


def _planted(who: Learner) -> list[Option]:
    return [
        Option("Six people of sixteen would have to print as the percentage, and six of sixteen "
               "prints as another one.", True, ""),
        Option("The number of people should have been rounded up to seven.", False,
               "Try it: seven of sixteen does not print as the percentage either."),
        Option("Percentages of fewer than twenty people must not be printed.", False,
               "They may, with the count beside them. The question is whether this one can be."),
        Option("Nothing: a percentage is always rounded, so it never fits exactly.", False,
               "Rounding hides less than one unit. Each count gives one printed percentage, and "
               "between two counts of sixteen lie more than six per cent.",
               "rounding_explains_everything"),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    study = {"design": "before_after_unpaired"}
    first = _impossible(who)[0]
    return [
        judged(f"If all {PEOPLE} answered, no whole number of people prints as {first} per cent.",
               because="It says what was tested, and on which assumption.", **study),
        judged("The authors made their percentages up.", because="",
               false="The arithmetic shows that numbers do not go together, not how they arose: "
               "some may not have answered, or there is a slip of the pen.",
               misconception="impossible_is_invented", **study),
        judged("The percentages that pass the test are right.", because="",
               false="A wrong percentage often passes.", misconception="passing_is_proof",
               **study),
        judged("Some percentages may have been worked out from fewer answers; the number who "
               "answered each question would settle it.",
               because="It names a harmless explanation and what would decide.", **study),
    ]  # fmt: skip


EXERCISES = (
    Items(
        name="5.1",
        what="the printed percentages that no number of sixteen people gives",
        offered=lambda who: printed(),
        truth=_impossible,
        how="Ask of each: is there a count that rounds to it? consistency.grim_percent says.",
        because="So either not all sixteen answered, or something was typed or worked out wrongly.",
        wrong=(
            Wrong("must_be_whole_exactly", lambda who: _not_whole(printed(), PEOPLE)),
            Wrong("half_goes_one_way", lambda who: _one_way("half_up")),
            Wrong("half_goes_one_way", lambda who: _one_way("half_even")),
            Wrong("rounding_explains_everything", lambda who: []),
        ),
    ),
    Number(
        name="5.2",
        what="how many of the hundred means from 1.00 to 1.99 twelve whole grades can have",
        truth=lambda who: sum(
            bool(consistency.grim(mean, n=SMALL_GROUP).consistent) for mean in ENDINGS
        ),
        low=0,
        high=100,
        whole=True,
        how="The sum of twelve whole grades is whole. How many sums lie between 12 and 24?",
        because="One for each possible sum. A slip in the second decimal is nearly always found.",
        tolerance=0,
        wrong=(
            Wrong("any_mean_will_do", lambda who: 100),
            Wrong("both_ends_counted", lambda who: SMALL_GROUP + 1),
        ),
    ),
    Sentences(
        name="5.3",
        what="what is wrong with the colleague's answer",
        options=_planted,
        because="Always go back: from the count to the percentage that it prints as.",
        only_one=True,
    ),
    Items(
        name="5.4",
        what="the impossible percentages of your own survey",
        offered=lambda who: own_data(who)[1],
        truth=_own_impossible,
        how="Write a list that keeps each percentage for which grim_percent is not consistent.",
        because="Two of the eight were changed so that no number of people gives them.",
        wrong=(
            Wrong(
                "must_be_whole_exactly",
                lambda who: _not_whole(own_data(who)[1], own_data(who)[0]),
            ),
            Wrong("rounding_explains_everything", lambda who: []),
        ),
    ),
    Sentences(
        name="5.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="A detective says what cannot be, on which assumption, and what would settle it.",
    ),
)
