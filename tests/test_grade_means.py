"""Printed means of grades turned back into the whole grades that could lie behind them."""

from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import tables
from partnership_evaluation.questions import grade_means

bounded = settings(derandomize=True, max_examples=60, deadline=None)
GRADES = (1, 2, 3, 4)
SCALE = "lesson_grade_2012"
HALF = Fraction(1, 200)


def prints_as(mean, *, n, grain=1):
    """Say whether some total of n grades has a mean that rounds to this, ties either way."""
    totals = (Fraction(step, grain) for step in range(n * grain, 4 * n * grain + 1))
    return any(abs(total / n - Fraction(mean)) <= HALF for total in totals)


@cache
def george_abbot(rounding="up_or_down"):
    """Read the three means of the report on George Abbot."""
    return grade_means.read("george-abbot", rounding=rounding)


def means(*rows):
    """Make means of an invented case: time, mean, people taking part."""
    frame = pd.DataFrame(rows, columns=["time", "mean", "taking_part"])
    frame["fits"] = [
        grade_means.sizes_that_fit(row.mean, scale=SCALE, largest=row.taking_part)
        for row in frame.itertuples()
    ]
    return grade_means.Means(frame=frame, scale=SCALE)


# The printed case ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "n", "possible"),
    [
        # Means of George Abbot with those stated to take part, and two that do fit.
        ("1.82", 36, False),  # 65 of 36 is 1.806, 66 is 1.833
        ("1.57", 36, False),  # 56 of 36 is 1.556, 57 is 1.583
        ("1.45", 18, False),  # 26 of 18 is 1.444, 27 is 1.5
        ("1.45", 11, True),  # 16 of 11 is 1.4545
        ("1.45", 20, True),  # 29 of 20
    ],
)
def test_a_mean_fits_a_number_of_people_when_some_total_of_whole_grades_does(mean, n, possible):
    """Tried with every total from n times 1 to n times 4."""
    found = grade_means.sizes_that_fit(mean, scale=SCALE, largest=n)
    assert (n in found) == possible == prints_as(mean, n=n)


def test_the_sizes_that_fit_the_three_means_are_those_of_a_search():
    """Every number of people up to those who took part."""
    frame = george_abbot().frame
    for row in frame.itertuples():
        expected = [n for n in range(1, row.taking_part + 1) if prints_as(row.mean, n=n)]
        assert row.fits == expected


def test_half_grades_could_explain_the_first_two_means_but_not_the_last():
    """Every total in steps of one half: 65.5 and 56.5 of 36; 26 and 26.5 of 18 print 1.44, 1.47."""
    table = george_abbot().table()
    assert table["Possible with half grades"].tolist() == ["yes", "yes", "no"]
    for row in table.itertuples():
        fits = prints_as(row[2], n=row[3], grain=2)
        assert row[5] == ("yes" if fits else "no")


def test_the_table_lists_the_sizes_and_the_widest_share_at_the_best_grade():
    """Over each number of people that fits, found by trying every total and split."""
    table = george_abbot().table()
    assert table.columns.tolist() == [
        "When",
        "Printed mean",
        "Taking part",
        "Possible for all",
        "Possible with half grades",
        "Numbers of people it fits",
        "Share with the best grade",
    ]
    assert table["Numbers of people it fits"].tolist() == [
        "11, 17, 22, 28, 33, 34",
        "7, 14, 21, 23, 28, 30, 35",
        "11",
    ]
    # 16 of 11 people: at most 9 ones (9 + 4 + 3), at least 6 (6 + 5 x 2).
    assert table["Share with the best grade"].iloc[-1] == "55% to 82%"


def test_half_grades_are_offered_only_where_they_would_do():
    """26 and 26.5 of 18 print 1.44 and 1.47."""
    last = means(("end", "1.45", 18))
    assert "half grades" not in last.sentence()


def test_means_that_everybody_can_have_given_are_called_possible():
    """29 of 20 and 33 of 20."""
    found = means(("start", "1.65", 20), ("end", "1.45", 20))
    assert found.table()["Possible for all"].tolist() == ["yes", "yes"]
    assert found.sentence() == (
        "The mean self-given grade was printed as 1.65, then 1.45; whole grades of everybody "
        "taking part can give each of them."
    )


def test_only_the_impossible_means_are_named_in_the_sentence():
    """1.45 fits 20 people and not 18."""
    sentence = means(("start", "1.45", 20), ("end", "1.45", 18)).sentence()
    assert "no whole grades give 1.45 for 18 people" in sentence
    assert "for 20" not in sentence


def test_the_rounding_asked_for_holds_for_the_whole_table():
    """Cut off, 1.45 is 16 of 11 people, 1.57 is 30 of 19; so a share belongs to each size."""
    found = george_abbot("truncate")
    sizes = found.frame["fits"].iloc[1]
    assert 19 in sizes
    shares = [
        Fraction(ones, n)
        for n in sizes
        for total in range(n, 4 * n + 1)
        if Fraction(157, 100) <= Fraction(total, n) < Fraction(158, 100)
        for ones in range(n + 1)
        if 2 * (n - ones) <= total - ones <= 4 * (n - ones)
    ]
    expected = f"{float(100 * min(shares)):.0f}% to {float(100 * max(shares)):.0f}%"
    assert found.table()["Share with the best grade"].iloc[1] == expected


# Sizes and shares ----------------------------------------------------------------------------


@pytest.mark.parametrize("mean", ["0.50", "4.50", "7.00"])
def test_a_mean_beyond_the_scale_fits_nobody(mean):
    """Grades from 1 to 4 have means from 1 to 4."""
    assert grade_means.sizes_that_fit(mean, scale=SCALE, largest=20) == []


@pytest.mark.parametrize("mean", ["1.00", "4.00"])
def test_a_mean_at_the_end_of_the_scale_fits_every_number_of_people(mean):
    """Everybody has the same grade."""
    assert grade_means.sizes_that_fit(mean, scale=SCALE, largest=6) == [1, 2, 3, 4, 5, 6]


def test_zeros_at_the_end_of_a_mean_count():
    """1.5 fits 11 people (16 and 17 of 11 are 1.45 and 1.55), 1.50 does not."""
    fits = {
        text: grade_means.sizes_that_fit(text, scale=SCALE, largest=11) for text in ("1.5", "1.50")
    }
    assert 11 in fits["1.5"] and 11 not in fits["1.50"]


def test_a_scale_that_there_is_not_is_refused():
    """By its name."""
    with pytest.raises(ValueError, match="lesson_grade"):
        grade_means.sizes_that_fit("1.45", scale="lesson_grades", largest=20)


@bounded
@given(st.integers(1, 9), st.integers(100, 400))
def test_the_share_at_the_best_grade_is_that_of_a_list_of_all_groups(n, hundredths):
    """Every group of up to nine people with grades from 1 to 4, and means with two decimals."""
    mean = Fraction(hundredths, 100)
    shares = [
        Fraction(group.count(1), n)
        for group in combinations_with_replacement(GRADES, n)
        if abs(Fraction(sum(group), n) - mean) <= HALF
    ]
    found = grade_means.share_at_best(f"{hundredths / 100:.2f}", n=n, scale=SCALE)
    assert found == ((min(shares), max(shares)) if shares else None)


def test_the_share_at_the_best_grade_of_a_larger_group_by_hand():
    """29 of 20: 11 ones and 9 twos, or 17 ones, 2 and 3 more steps on three people: 17 + 12."""
    found = grade_means.share_at_best("1.45", n=20, scale=SCALE)
    assert found == (Fraction(11, 20), Fraction(17, 20))


# People who left -----------------------------------------------------------------------------


@bounded
@given(st.integers(1, 4), st.integers(0, 3), st.data())
def test_leavers_explain_a_change_when_some_groups_of_people_show_it(stayed, left, data):
    """Every group before and every choice of those who stayed, none of whom changed a grade."""
    n_before = stayed + left
    before = data.draw(st.integers(n_before, 4 * n_before))
    after = data.draw(st.integers(stayed, 4 * stayed))
    possible = any(
        sum(grades) == before and sum(grades[:stayed]) == after
        for grades in product(GRADES, repeat=n_before)
    )
    found = grade_means.explained_by_leavers(
        before, n_before=n_before, total_after=after, n_after=stayed, scale=SCALE
    )
    # A total that those who stayed cannot have is nobody's grades at all.
    assert found == possible


def test_at_george_abbot_those_who_left_can_explain_everything():
    """66 less 26 is 40, which 18 people with grades from 1 to 4 can have."""
    found = george_abbot()
    assert grade_means.quantities(found)["needs_movers"] == (0, 18)
    assert found.attrition() == (
        "From the first to the last mean, the number taking part went from 36 to 18: if those who "
        "left had graded themselves lower, nobody's grade need have changed."
    )


def test_a_change_among_the_same_people_is_a_change_of_grades():
    """Nobody left, and the mean is another."""
    found = means(("start", "1.65", 20), ("end", "1.45", 20))
    assert grade_means.quantities(found)["needs_movers"] == (1, 20)
    assert found.attrition().endswith("some grades must have changed.")


def test_somebody_must_have_moved_only_if_every_total_says_so():
    """37 to 39 print as 1.9 of 20; with 39 the ten who left had 10 together, so nobody moved."""
    found = means(("start", "1.9", 20), ("end", "2.9", 10))
    assert grade_means.quantities(found)["needs_movers"][0] == 0


def test_more_people_at_the_end_leave_the_question_open():
    """Those who joined can explain a change as well as those who left."""
    found = means(("start", "1.45", 11), ("end", "1.45", 20))
    assert grade_means.quantities(found)["needs_movers"][0] == 0


# Steps ---------------------------------------------------------------------------------------


@bounded
@given(st.integers(100, 400), st.integers(100, 400))
def test_the_step_covers_all_that_prints_so_and_a_lower_mean_is_better(first, last):
    """Half a hundredth either way at both ends; 1 is the best grade."""
    found = means(("start", f"{first / 100:.2f}", 1), ("end", f"{last / 100:.2f}", 1))
    centre = Fraction(first - last, 100)
    step = grade_means.quantities(found)["mean_step"]
    assert step == (centre - 2 * HALF, centre + 2 * HALF)


def test_a_case_without_means_has_none():
    """And its quantities are open."""
    assert grade_means.read("camden") is None
    assert grade_means.quantities(None) == {"mean_step": None, "needs_movers": None}


def test_the_means_are_read_as_printed():
    """With their zeros, in the order of the document."""
    found = george_abbot()
    printed = tables.read("george-abbot/grade_means")
    assert found.frame["mean"].tolist() == printed["mean"].tolist()
    assert found.scale == SCALE
    assert found.sentence().startswith(
        "The mean self-given grade was printed as 1.82, then 1.57, then 1.45; no whole grades give "
        "1.82 for 36 or 1.57 for 36 or 1.45 for 18 people"
    )
