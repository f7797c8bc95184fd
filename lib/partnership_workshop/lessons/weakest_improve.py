"""Lesson 7: the weakest always improve."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import null_twin, progress
from partnership_workshop.exercises import Number, Option, Sentences, Wrong, judged
from partnership_workshop.learners import Learner
from partnership_workshop.lessons.before_and_after_margins import margins

MEAN, SPREAD, RELIABILITY, LIMIT = 50.0, 10.0, 0.6, 43.0
PUPILS, CHOSEN, LEAST = 60, 12, 0.5
JUDGEMENT_RELIABILITY, DRIFT, TWINS, SEED = 0.5, 0.25, 4000, 1
OBSERVED = Fraction(6, 12)


def own_data(who: Learner) -> pd.DataFrame:
    """Draw the marks of pupils in two tests between which nothing happened.

    Parameters
    ----------
    who : Learner
        Whose class it is.

    Returns
    -------
    pandas.DataFrame
        ``pupil``, ``first``, ``second``: marks with two decimals, the lowest twelve set apart.

    Notes
    -----
    A class in which the lowest of either test did not do better in the other one, or the highest
    did not do worse, is drawn again: about one of ten. What is shown is the rule; how often it
    fails is not.
    """
    rng = who.random("lesson 7")
    marks = _drawn(rng)
    while not _shows_the_rule(marks):
        marks = _drawn(rng)
    return marks


def _drawn(rng: np.random.Generator) -> pd.DataFrame:
    truth = rng.normal(size=PUPILS) * np.sqrt(RELIABILITY)
    errors = rng.normal(size=(2, PUPILS)) * np.sqrt(1 - RELIABILITY)
    first, second = (MEAN + SPREAD * (truth + errors)).round(2)
    pupils = [f"P{number + 1}" for number in range(PUPILS)]
    return pd.DataFrame({"pupil": pupils, "first": first, "second": second})


def _shows_the_rule(marks: pd.DataFrame) -> bool:
    turned = marks.rename(columns={"first": "second", "second": "first"})
    last, next_one = marks["first"].nsmallest(CHOSEN + 1).iloc[-2:]
    return last < next_one and all(
        lowest > LEAST and highest < -LEAST and _gain_of_lowest(each) > LEAST
        for each in (marks, turned)
        for lowest, highest in [_ends(each)]
    )


def _ends(marks: pd.DataFrame) -> tuple[float, float]:
    """Mean change of the lowest and of the highest quarter."""
    ordered = marks.sort_values("first")
    change, quarter = (ordered["second"] - ordered["first"]).to_numpy(), PUPILS // 4
    return float(change[:quarter].mean()), float(change[-quarter:].mean())


def _gain_of_lowest(marks: pd.DataFrame) -> float:
    """Work out the mean gain of the pupils with the lowest first marks.

    Parameters
    ----------
    marks : pandas.DataFrame
        With ``first`` and ``second``.

    Returns
    -------
    float
        In marks; the lowest twelve of sixty.
    """
    lowest = marks.nsmallest(CHOSEN, "first")
    return float((lowest["second"] - lowest["first"]).mean())


def by_start(marks: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the mean change of the four quarters of a class.

    Parameters
    ----------
    marks : pandas.DataFrame
        With ``first`` and ``second``.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``estimate``, ``low``, ``high``: the mean change with Student's interval.
    """
    ordered = marks.sort_values("first").reset_index(drop=True)
    labels = ["lowest quarter", "second", "third", "highest quarter"]
    rows = []
    for label, part in zip(labels, np.array_split(ordered.index, 4), strict=True):
        change = ordered.loc[part, "second"] - ordered.loc[part, "first"]
        found = progress.mean_gain(list(change))
        rows.append((label, found.estimate, found.low, found.high))
    return pd.DataFrame(rows, columns=["label", "estimate", "low", "high"])


def _expected_by_itself(reliability: float = RELIABILITY) -> float:
    """Work out by how much pupils below the limit gain when nothing happens.

    Parameters
    ----------
    reliability : float
        How far two tests of one pupil agree.

    Returns
    -------
    float
        In marks.
    """
    found = null_twin.regression_to_the_mean(MEAN, sd=SPREAD, reliability=reliability, below=LIMIT)
    return float(found.estimate)


def twins(drift: float = DRIFT) -> null_twin.TwinResult:
    """Draw the null twins of the twelve teachers.

    Parameters
    ----------
    drift : float
        Grades by which everybody moves anyway.

    Returns
    -------
    TwinResult
        How often nothing looks at least as good.
    """
    model = null_twin.NullModel(
        levels=tuple(margins().index),
        before=tuple(margins()["before"]),
        reliability=JUDGEMENT_RELIABILITY,
        drift=drift,
    )
    return null_twin.twins(
        model, statistic="net_improved", observed=OBSERVED, n_twins=TWINS, seed=SEED
    )


def twin_table(found: null_twin.TwinResult) -> pd.DataFrame:
    """Tabulate by how many people those who rose led, among null twins.

    Parameters
    ----------
    found : TwinResult
        From :func:`twins`.

    Returns
    -------
    pandas.DataFrame
        ``value`` in people, ``share`` of the twins.
    """
    values = [(round(value * found.n), count / found.n_twins) for value, count in found.values]
    return pd.DataFrame(values, columns=["value", "share"])


def lead_printed() -> int:
    """Return by how many those who rose led those who fell, as printed.

    Returns
    -------
    int
        In people.
    """
    return int(OBSERVED * int(margins()["before"].sum()))


def _planted(who: Learner) -> list[Option]:
    return [
        Option("Those who began at the best grade should be among the others.", False,
               "They are, and they had no room. Without them the question stays."),
        Option("Those who are chosen because a judgement was low are partly the unlucky ones; they "
               "tend to do better the next time by themselves.", True, ""),
        Option("Three teachers are too few to work out a share.", False,
               "Three of three is a share, with a very wide interval. There is more to it."),
        Option("The others were graded by somebody else.", False,
               "Nothing printed says so."),
    ]  # fmt: skip


def _sentences(who: Learner) -> list[Option]:
    gain = _gain_of_lowest(own_data(who))
    study = {"design": "before_after_paired"}
    return [
        judged(f"The mean change of the twelve lowest of the first test was {gain:+.1f} marks.",
               because="It says who was looked at, and how they were picked.", **study),
        judged("Support for the weakest works: they gained, and the best did not.", because="",
               false="Nothing was done in this class. The marks were drawn that way.",
               misconception="chosen_low_rise", **study),
        judged("Some of such a gain is expected when nothing happens, because the twelve were "
               "picked by a low mark.",
               because="It names the selection, which is known.", **study),
        Option("The best pupils were neglected: their marks fell.", False,
               "Between the two tests of this class nothing happened to anybody.",
               "chosen_high_fall"),
    ]  # fmt: skip


EXERCISES = (
    Number(
        name="7.1",
        what="the mean gain of the twelve pupils with the lowest first mark, in marks",
        truth=lambda who: _gain_of_lowest(own_data(who)),
        low=-50,
        high=50,
        how="marks.nsmallest(12, 'first') picks them; subtract first from second.",
        because="Nobody taught them anything between the tests.",
        tolerance=0.01,
        wrong=(
            Wrong("before_minus_after", lambda who: -_gain_of_lowest(own_data(who))),
            Wrong(
                "everybody_for_chosen",
                lambda who: float((own_data(who)["second"] - own_data(who)["first"]).mean()),
            ),
        ),
    ),
    Number(
        name="7.2",
        what="the gain to expect of pupils below the limit when nothing happens, in marks",
        truth=lambda who: _expected_by_itself(),
        low=-50,
        high=50,
        how="null_twin.regression_to_the_mean takes the mean, sd, reliability and below.",
        because="The less reliable the test and the lower the limit, the larger it is. It can be "
        "worked out before anybody starts.",
        tolerance=0.02,
        wrong=(
            Wrong("nothing_happens_nothing_moves", lambda who: 0.0),
            Wrong("before_minus_after", lambda who: -_expected_by_itself()),
            Wrong("reliability_upside_down", lambda who: _expected_by_itself(1 - RELIABILITY)),
        ),
    ),
    Sentences(
        name="7.3",
        what="what the colleague overlooked",
        options=_planted,
        because="Picking by a low value is enough to see a rise. It needs no programme.",
        only_one=True,
    ),
    Number(
        name="7.4",
        what="how often nothing looks as good as the twelve teachers, drift included, as a share",
        truth=lambda who: float(twins().p_value),
        low=0,
        high=1,
        how="Build the NullModel with the drift, then take .p_value of null_twin.twins.",
        because="Without drift fewer than one twin in a hundred looked as good. What is assumed "
        "about the drift decides how surprising the result is.",
        tolerance=0.02,
        wrong=(Wrong("no_drift", lambda who: float(twins(0.0).p_value)),),
    ),
    Sentences(
        name="7.5",
        what="every sentence that may stand in a report",
        options=_sentences,
        because="One says how the twelve were picked, the other what that alone does.",
    ),
)
