"""Trials, trusts and schools on one page: every number of the summary is one of the estimates."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from partnership_evaluation.estimates import Estimate
from partnership_evaluation.questions import one_page_groups

NEXT = "Let chance decide who starts first."


def estimate(value, low, high):
    """An estimate of 240."""
    return Estimate(value, low, high, n=240, method="made up")


def trial(*, invented=False):
    """The summary of a trial in which a third of the rise was there anyway."""
    found = SimpleNamespace(
        alone=estimate(10.33, 9.07, 11.59), difference=estimate(6.82, 4.99, 8.64)
    )
    return one_page_groups.of_trial(found, confidence_level=0.95, next_step=NEXT, invented=invented)


def trusts(*, invented=False, confidence_level=0.95):
    """The summary of schools whose difference turns round."""
    found = SimpleNamespace(
        raw=estimate(0.0731, 0.0045, 0.1417), standardised=estimate(-0.0160, -0.0617, 0.0297)
    )
    return one_page_groups.of_trusts(
        found, confidence_level=confidence_level, next_step=NEXT, invented=invented
    )


def ranking(apart=(1027, 2080)):
    """The summary of three schools of which the second row stands first."""
    ranked = pd.DataFrame({"rank": [2, 1, 3], "low": [1.0, 1.0, 2.0], "high": [3.0, 2.0, 3.0]})
    return one_page_groups.of_ranking(ranked, apart, confidence_level=0.9, next_step=NEXT)


def test_a_trial_is_summed_up_with_and_without_its_comparison():
    """The reading alone stands beside the difference, whose interval is given."""
    summary = trial()
    assert summary.title == "6.8 of 10.3 points remain beside a comparison group"
    assert summary.number.startswith("6.8 points more than the comparison group; 10.3 by before")
    assert "5.0 to 8.6 (95% interval)" in summary.interval
    assert "9.1" not in summary.interval


def test_schools_of_trusts_are_summed_up_from_equal_starts():
    """Shares become points with their sign, the interval is that of equal starts, of schools."""
    summary = trusts(confidence_level=0.9)
    assert summary.title == "Joined less others: +7.3 points, -1.6 from equal starts"
    assert summary.number == (
        "Share with a better grade, joined less others: -1.6 percentage points given the same "
        "grades before, +7.3 as they are"
    )
    assert "-6.2 to 3.0 (90% interval)" in summary.interval
    assert "schools like these" in summary.interval
    assert "people" not in summary.interval


def test_a_ranking_is_summed_up_by_pairs_and_by_the_first_place():
    """How many pairs can be told apart, and between which places the highest school stands."""
    summary = ranking()
    assert summary.next_step == NEXT
    assert summary.title == "49% of pairs of schools can be told apart"
    assert summary.number == "1027 of 2080 pairs of schools can be told apart: 49%"
    assert summary.interval.endswith("from place 1 to place 2 (90% interval).")


@pytest.mark.parametrize(("made", "words"), [(trial, "Invented people: "),
                                             (trusts, "Invented schools: ")])  # fmt: skip
def test_a_summary_of_invented_data_says_so_first(made, words):
    """And one of real data does not."""
    assert made(invented=True).number.startswith(words)
    assert "nvented" not in made().number
