"""All before/after results on one scale: intervals, ranges, and bare numbers."""

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import feasible, tables
from partnership_evaluation.figures import overview as figures_overview
from partnership_evaluation.questions import (
    before_after,
    overview,
    overview_limits,
    overview_shares,
)


@cache
def results():
    """Read all of them once."""
    return overview.read()


@cache
def by_name():
    """Net share by name."""
    return {result.about["result"]: result.net for result in results()}


# Each way of printing ------------------------------------------------------------------------


def test_people_one_by_one_give_an_interval():
    """Sutton: 6 of 12 moved up, none down; the exact limits are those of the sign test's."""
    net = by_name()["sutton-grades"]
    assert (net.estimate, net.n, net.basis) == (0.5, 12, "interval")
    assert (round(net.low, 3), round(net.high, 3)) == (0.033, 0.789)


def test_superiority_of_the_lesson_grades_is_that_counted_over_all_pairs():
    """Grades 2, 1 and 3 before and after, 144 pairs of one before with one after."""
    frame = tables.read("sutton/lesson_grades").astype({"grade_before": int, "grade_after": int})
    pairs = list(product(frame["grade_before"], frame["grade_after"]))
    by_hand = np.mean([(after < before) + (after == before) / 2 for before, after in pairs])
    assert by_name()["sutton-grades"].superiority == pytest.approx(by_hand)


def test_margins_that_force_the_pairs_give_an_interval():
    """14 of 22 and 14 of 25 gained, nobody could lose."""
    assert by_name()["central-beds-10r4"].estimate == pytest.approx(14 / 22)
    assert by_name()["central-beds-10s2"].estimate == pytest.approx(14 / 25)


def test_margins_that_leave_the_pairs_open_fix_the_net_share_all_the_same():
    """Two categories: the net share is the difference of the margins in every table."""
    net = overview_shares.of_table(feasible.paired_tables((6, 4), (5, 5)))
    assert net.estimate == net.range_low == net.range_high == pytest.approx(0.1)


def test_pairings_that_disagree_give_a_range_without_a_point():
    """2 or 3 of 4 up, 0 or 1 down."""
    bounds = pd.DataFrame({"low": [2, 0], "high": [3, 1]}, index=["improved", "declined"])
    net = overview_shares.of_bounds(bounds, n=4)
    assert (net.estimate, net.low, net.high, net.basis) == (None, 0.25, 0.75, "range")


def test_everybody_up_in_every_pairing_means_every_later_grade_is_better():
    """The essays: 17 of 17, superiority 1."""
    net = by_name()["central-beds-essays"]
    assert (net.estimate, net.superiority, net.n) == (1.0, 1.0, 17)


def test_gains_without_falls_run_from_all_others_fallen_to_none():
    """17 of 29: from 17 - 12 to 17."""
    net = overview_shares.of_gains((Fraction(17, 29),) * 2, n=29)
    assert (net.low, net.high) == (pytest.approx(5 / 29), pytest.approx(17 / 29))


def test_two_readings_of_the_gains_widen_the_range():
    """Langer: 22 or 23 of 31 gained."""
    net = by_name()["aet-langer"]
    assert (net.low, net.high) == (pytest.approx(13 / 31), pytest.approx(23 / 31))


def test_the_bounds_from_two_means_are_reached_and_not_passed():
    """Every joint table of 11 teachers with both printed means lies inside, near both ends."""
    net = by_name()["george-abbot-grades"]
    found = []
    for before, after in product(
        feasible.samples("1.82", n=11, low=1, high=4), feasible.samples("1.45", n=11, low=1, high=4)
    ):
        space = feasible.paired_tables(before, after)
        ends = feasible.bounds("net_change", space, better="low")
        found += [ends.low, ends.high]
    assert net.low - 1e-9 <= min(found) and max(found) <= net.high + 1e-9
    assert min(found) < net.low + 0.1 and max(found) > net.high - 0.1


def test_a_share_at_two_times_is_the_difference_of_the_shares():
    """Camden: 6 of 17 very enthusiastic before, 13 of 16 after."""
    item = before_after.read("camden", most_answers=20).items[1]
    net = overview_shares.of_item(item)
    assert net.estimate == pytest.approx(13 / 16 - 6 / 17)
    assert net.superiority == pytest.approx(0.5 + net.estimate / 2)


def test_a_mean_is_no_share_of_people():
    """The error says what to use instead."""
    item = before_after.read("sutton", most_answers=12).items[0]
    with pytest.raises(ValueError, match="found 'mean'; use the number of items"):
        overview_shares.of_item(item)


def test_items_are_counted_when_only_their_means_are_printed():
    """Nine of sixteen went up and seven down; four of four in the other survey."""
    assert by_name()["sutton-survey"].estimate == 2 / 16
    assert by_name()["new-river-survey"].estimate == 1
    assert by_name()["sutton-survey"].basis == "neither"


# The whole collection ------------------------------------------------------------------------


def test_every_result_has_a_row_or_a_reason():
    """Those with a share and those without are all of the table."""
    assert len(results()) + len(overview.without_share()) == len(tables.read("results"))
    assert overview.without_share()["Why there is no share"].notna().all()


def test_no_result_is_outside_the_scale():
    """From all down to all up, ends in order."""
    for result in results():
        net = result.net
        assert -1 <= net.low <= net.high <= 1
        assert net.estimate is None or net.low <= net.estimate <= net.high


def test_the_sign_of_a_result_is_that_of_all_data_that_fit():
    """The means of self-given grades leave it open."""
    signs = {result.about["result"]: result.sign for result in results()}
    assert signs["george-abbot-grades"] == 0
    assert signs["aet-ks2"] == -1 and signs["sutton-grades"] == 1


def test_a_range_is_drawn_without_a_point():
    """Its estimate is missing; an interval has one."""
    drawn = overview.drawn(results(), level="use")
    assert drawn["group"].tolist() == ["interval", "range"]
    assert drawn["estimate"].isna().tolist() == [False, True]


def test_the_results_of_all_levels_are_drawn():
    """No row is lost between the table and the pictures."""
    assert sum(len(overview.drawn(results(), level=level)) for level in overview.LEVELS) == len(
        overview.table(results())
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("level", overview.LEVELS)
def test_each_level_is_drawn_without_a_warning(level):
    """Long labels are wrapped."""
    figure = figures_overview.results(
        overview.drawn(results(), level=level),
        unit="points",
        alt="17.",
        caption="x",
        limits=(-1, 1),
    )
    assert figure.png.startswith(b"\x89PNG")


# Limits --------------------------------------------------------------------------------------


def test_other_choices_move_the_same_result():
    """14 or 19 of 22; 6 of 12 or of 10; 17 of 29 or 5 of 29."""
    assert overview_limits.choices()[["Gives", "Gives then"]].values.tolist() == [
        ["+64", "+86"],
        ["+50", "+60"],
        ["+59", "+17"],
    ]


def test_the_kinds_of_each_dimension_add_up_to_all_results():
    """The counts behind the words are those of the results."""
    for which in overview_limits.differences(results())["Which, and how many results"]:
        assert sum(int(part.rsplit(" ", 1)[1]) for part in which.split("; ")) == len(results())


def test_every_danger_has_a_size():
    """A number stands in each."""
    for danger, size in overview_limits.of_overview(results()):
        assert danger and any(character.isdigit() for character in size), size
