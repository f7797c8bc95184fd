"""A task set before and after: what the printed margins force, and what they leave open."""

from fractions import Fraction
from math import comb

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import tables
from partnership_evaluation.questions import (
    task_checks,
    task_comparisons,
    task_dangers,
    task_tables,
    tasks,
)

bounded = settings(derandomize=True, max_examples=40, deadline=None)
GROUPS = tasks.read("central-beds")


def group(n=10, able=0, whole=4, half=3, name="all", teaching_class="7A", percents=None):
    """Make a class or group; whoever got neither half nor all of it was unable."""
    return tasks.TaskGroup(
        teaching_class, name, n, able, whole, half, whole + half, n - whole - half, percents or {}
    )


# Reading -------------------------------------------------------------------------------------


def test_the_two_classes_and_their_groups_are_those_of_tables_2_and_3():
    """Sizes and outcomes as printed; the empty low-ability groups are left out."""
    assert [(one.n, one.whole, one.half, one.unable) for one in GROUPS] == [
        (22, 14, 5, 3),
        (9, 5, 2, 2),
        (13, 9, 3, 1),
        (2, 2, 0, 0),
        (25, 14, 6, 5),
        (19, 10, 5, 4),
        (6, 4, 1, 1),
        (3, 2, 0, 1),
    ]
    assert all(one.able_before == 0 for one in GROUPS)


def test_a_group_without_one_of_the_columns_is_refused(monkeypatch):
    """The error names the missing column and the group."""
    printed = tables.read("central-beds/task_outcomes").query("outcome != 'half_way'")
    monkeypatch.setattr(tables, "read", lambda name: printed)
    with pytest.raises(tasks.TaskError, match="found no half_way for 10R4, all"):
        tasks.read("central-beds")


# The margins ---------------------------------------------------------------------------------


@bounded
@given(n=st.integers(1, 12), data=st.data())
def test_one_table_fits_when_nobody_could_do_it_before(n, data):
    """Everybody who can afterwards has gained, and nobody has lost."""
    whole = data.draw(st.integers(0, n))
    space = group(n=n, whole=whole, half=0).paired()
    assert list(space) == [((n - whole, whole), (0, 0))]


def test_several_tables_fit_when_some_could_do_it_before():
    """1 of 10 before and 8 after: 7 gained and none lost, or 8 gained and one lost."""
    one = group(n=10, able=1, whole=8, half=0)
    row = task_tables.recovered([one]).iloc[0]
    assert row["Tables"] == one.paired().size == 2 and pd.isna(row["Gained"])
    assert row["p"] == f"{2 / 2**7:.2g} to {2 * (1 + 9) / 2**9:.2g}"


@bounded
@given(n=st.integers(1, 8), data=st.data())
def test_who_can_have_moved_is_found_by_hand_when_nobody_could_do_it(n, data):
    """Whoever did all of it moved up, whoever got half way may have, the unable may have fallen."""
    whole = data.draw(st.integers(0, n))
    half = data.draw(st.integers(0, n - whole))
    one = group(n=n, whole=whole, half=half)
    found = one.moved()
    assert found["up"] == (whole, whole + half)
    assert found["down"] == (0, one.unable)
    # Every split of the three outcomes by who was half way at the start is one way.
    assert found["size"] == (one.unable + 1) * (half + 1) * (whole + 1)


def test_moves_in_the_first_class_are_those_counted_by_hand():
    """14 to 19 of 22 moved up, and 4 x 6 x 15 tables fit."""
    assert GROUPS[0].moved() == {"up": (14, 19), "down": (0, 3), "size": 360}


def test_the_test_of_the_first_class_is_that_of_fourteen_heads_in_a_row():
    """2 x 0.5 ** 14 is below 0.001; with the two pupil premium pupils it is 0.5."""
    p_values = task_tables.recovered(GROUPS)["p"].tolist()
    assert 2 * 0.5**14 < 0.001 and p_values[0] == "< 0.001"
    assert p_values[3] == "0.5"


# Do the printed numbers hold? ----------------------------------------------------------------


def test_all_additions_of_the_printed_tables_hold():
    """Two sums for each of eight groups, and six columns for each of two classes."""
    table = task_checks.sums(GROUPS)
    assert table["Compared"].tolist() == table["Equal"].tolist() == [8, 8, 12]


def test_an_addition_that_does_not_hold_is_counted():
    """Eleven pupils are printed where the parts give ten."""
    wrong = tasks.TaskGroup("7A", "all", 11, 0, 4, 3, 7, 3, {})
    table = task_checks.sums([wrong])
    assert table["Compared"].tolist() == [1, 1, 0] and table["Equal"].tolist() == [1, 0, 0]


def test_three_percentages_do_not_come_from_their_counts():
    """19 of 22 is 86.4 and not 87; 5 and 7 of 9 are 55.6 and 77.8, not 63 and 88."""
    wrong = task_checks.percentages(GROUPS).query("Holds == 'no'")
    assert wrong[["Count", "Group size", "Printed", "Sizes that give it"]].values.tolist() == [
        [19, 22, "87", "none"],
        [5, 9, "63", "8"],
        [7, 9, "88", "8"],
    ]


def test_both_percentages_of_the_high_ability_group_fit_eight_pupils():
    """5 of 8 is 62.5 and 7 of 8 is 87.5; the groups would then add up to 21, not 22."""
    assert task_checks.common_sizes(GROUPS[1]) == [8]
    (sentence,) = task_checks.size_sentences(GROUPS)
    assert "would add up to 21; with 9 they add up to 22" in sentence


def test_a_group_without_percentages_says_nothing_about_its_size():
    """Nothing is printed that could be wrong."""
    assert task_checks.common_sizes(group()) == []


# Groups --------------------------------------------------------------------------------------


def test_pupil_premium_pupils_are_held_against_everybody_else():
    """They are part of the ability groups, so 2 of 2 stand against 12 of 20."""
    table = task_comparisons.compare(GROUPS)
    row = table[table["Compared"].str.startswith("pupil premium")].iloc[0]
    assert (row["First"], row["Second"]) == ("2 of 2", "12 of 20")
    assert row["Difference"].startswith("+40 (")


def test_fishers_test_of_two_pupils_is_that_counted_by_hand():
    """Of 231 ways to choose two of 22 pupils, 91 have two successes, 112 one and 28 none."""
    assert (comb(14, 2), 14 * 8, comb(8, 2), comb(22, 2)) == (91, 112, 28, 231)
    row = task_comparisons.compare(GROUPS).iloc[2]
    assert row["p"] == f"{(91 + 28) / 231:.2g}"
    assert task_comparisons.smallest_p(14, 2, 20) == pytest.approx(28 / 231)


def test_no_comparison_stands_after_adjusting_for_all_of_them():
    """Eight comparisons, all adjusted values are 1."""
    table = task_comparisons.compare(GROUPS)
    assert len(table) == 8 and set(table["p adjusted"]) == {"1"}


def test_a_class_without_groups_gives_an_empty_comparison():
    """There is nothing to compare, and that is no error."""
    assert task_comparisons.compare([group()]).empty


def test_what_counts_as_success_turns_the_order_in_one_class():
    """2 of 3 against 12 of 22 did all of it, and against 18 of 22 half or more."""
    sentence = task_comparisons.order_sentence(GROUPS)
    assert "+12 on the whole and -15 on half or more in class 10S2" in sentence
    assert "In class 10S2 the two even disagree" in sentence


def test_the_quantities_of_the_conclusions_are_fractions_of_pupils():
    """14 to 19 of 22 got further, which is not all; understanding was not measured."""
    found = task_comparisons.quantities(GROUPS, leap_sub_levels=1)
    assert found["share_improved_10r4"] == (Fraction(14, 22), Fraction(19, 22))
    assert found["pupil_premium_lead_10s2"] == (Fraction(2, 3) - Fraction(12, 22),) * 2
    assert found["understanding"] is None and found["leap_sub_levels"] == (1, 1)


# Memory and other dangers --------------------------------------------------------------------


def test_memory_alone_is_binomial():
    """If half of 22 remember, 11 are expected; 14 or more happen in the tail of the binomial."""
    row = task_dangers.memory(GROUPS[0], shares=[0.5]).iloc[0]
    tail = sum(comb(22, k) for k in range(14, 23)) / 2**22
    assert row["Expected to do it"] == 11
    assert row["As many as printed, or more"] == f"{tail:.2g}"


def test_nobody_remembering_leaves_nobody_able():
    """The whole distribution stands on 0."""
    alone = task_dangers.remembered(GROUPS[0], share=0.0)
    assert alone["share"].tolist() == [1.0] + [0.0] * 22


def test_every_danger_has_a_size():
    """A number stands in each."""
    for danger, size in task_dangers.of_tasks(GROUPS):
        assert danger and any(character.isdigit() for character in size), size


# Tables --------------------------------------------------------------------------------------


def test_the_exact_interval_is_the_widest_of_the_four_routes():
    """Clopper-Pearson covers the other three for the whole classes."""
    table = task_tables.routes(tasks.classes(GROUPS))
    for _, row in table.iterrows():
        ends = [
            [int(end.rstrip("%")) for end in row[route].split(" to ")]
            for route in task_tables.ROUTES.values()
        ]
        assert min(low for low, _ in ends) == ends[0][0]
        assert max(high for _, high in ends) == ends[0][1]


def test_shares_are_drawn_in_per_cent():
    """14 of 22 with the Clopper-Pearson limits 40.7 and 82.8 (R, binom.test)."""
    first = task_tables.drawn(GROUPS).iloc[0]
    assert [round(first[name], 1) for name in ("estimate", "low", "high")] == [63.6, 40.7, 82.8]
