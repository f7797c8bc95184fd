"""Lesson 8: six success stories and no failures."""

from __future__ import annotations

import pandas as pd

from partnership_evaluation import factors, proportions, tables
from partnership_workshop.exercises import Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner
from partnership_workshop.planning import Design

CASES, COMMON, RARE = 6, 0.8, 0.05


def printed() -> pd.DataFrame:
    """Read the factors that the document counts, as printed.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``words``, and between how many of the six cases had it.
    """
    table = tables.read("north-south/factors").dropna(subset=["present_low"])
    return table[table["unit"] == "partnerships"].reset_index(drop=True)


def unanimous() -> int:
    """Count the factors that every one of the six had.

    Returns
    -------
    int
        Of those that the document counts.
    """
    return int((printed()["present_low"] == CASES).sum())


def own_data(who: Learner) -> tuple[int, int]:
    """Draw how many partnerships that did not flourish had the factor too.

    Parameters
    ----------
    who : Learner
        Whose comparison it is.

    Returns
    -------
    (int, int)
        With the factor, and how many there are.
    """
    rng = who.random("lesson 8")
    others = int(rng.integers(8, 17))
    without = int(rng.integers(2, others - 2))
    if 2 * without == others:  # counting the others who lack it would give the same answer
        without += 1
    return others - without, others


def _all_six(share: float) -> float:
    return float(factors.chance_of_unanimity(factors=1, cases=CASES, prevalence=share)["share"][1])


def _contrast(who: Learner) -> float:
    with_factor, others = own_data(who)
    return float(proportions.fisher(CASES, CASES, with_factor, others).p_value)


def _planted(who: Learner) -> list[Option]:
    return [
        Option("Six of six is too good to be true.", False,
               "It is what the document says, and it may well be so."),
        Option("It is not said how many of the partnerships without momentum had a strong leader: "
               "they may all have had one too.", True, ""),
        Option("A strong leader cannot be measured.", False,
               "It is hard, but suppose it were easy: the sentence would still not follow."),
        Option("A confidence interval is missing.", False,
               "An interval for six of six says how common leaders are among successes, not what "
               "they do.", "interval_mends_design"),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    with_factor, others = own_data(who)
    study = {"design": "case_description"}
    return [
        judged(f"All {CASES} partnerships picked for their momentum had a strong leader.",
               because="It says what was counted, and in whom.", **study),
        judged("A strong leader makes a partnership succeed.", because="",
               false="Whoever has a strong leader may have much else that others lack.",
               misconception="shared_is_cause", **study),
        judged(f"{CASES} of {CASES} that flourished and {with_factor} of {others} that did not had "
               "a strong leader.",
               because="It sets the two groups side by side and leaves the rest to the reader.",
               **study),
        judged("Partnerships without a strong leader fail.", because="",
               false=f"All that is known are the {others - with_factor} of your own comparison "
               "that had none. They are too few to speak of all.",
               misconception="shared_is_necessary", **study),
        Option("If the factor had nothing to do with success, luck would deal it out so unevenly "
               "in fewer than one of twenty cases.", _contrast(who) < RARE,
               "Compare your p-value with a twentieth: this split is not so rare."),
    ]  # fmt: skip


EXERCISES = (
    Number(
        name="8.1",
        what="the chance that all six have a factor that four of five partnerships have",
        truth=lambda who: _all_six(COMMON),
        low=0,
        high=1,
        how="All six must have it: the share, multiplied by itself once for each.",
        because="So one in four of such common things would be found in all six by luck alone.",
        wrong=(
            Wrong("one_case_for_six", lambda who: COMMON),
            Wrong("chance_of_none", lambda who: (1 - COMMON) ** CASES),
            Wrong("chance_of_not_all", lambda who: 1 - COMMON**CASES),
        ),
    ),
    Sentences(
        name="8.2",
        what="what is wrong with the colleague's sentence",
        options=_planted,
        because="To say what marks successes one must also look at failures.",
        only_one=True,
    ),
    Number(
        name="8.3",
        what="the p-value of Fisher's exact test, two-sided, for your own comparison",
        truth=_contrast,
        low=0,
        high=1,
        how="proportions.fisher takes with and all of the successes, then with and all of the "
        "others.",
        because="It is small only where few of the others have the factor. Among six and some "
        "others, anything else could be luck.",
        tolerance=0.002,
        wrong=(
            Wrong(
                "without_for_with",
                lambda who: float(
                    proportions.fisher(
                        CASES, CASES, own_data(who)[1] - own_data(who)[0], own_data(who)[1]
                    ).p_value
                ),
            ),
        ),
    ),
    Sentences(
        name="8.4",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="They say what was counted, and how often luck would do the same where that is "
        "rare. None says that the leader did it.",
    ),
    Design(
        name="8.5",
        what="a plan for an evaluation in your own schools, with everything filled in",
        because="How often a difference is found counts people who are drawn one by one; with "
        "whole classes it is less often. Keep the plan, write the date on it, and show it to "
        "somebody before you start.",
    ),
)
