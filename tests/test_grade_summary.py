"""Who moved, in a table and in the numbers that decide conclusions about grades."""

from fractions import Fraction
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation import tables
from partnership_evaluation.questions import grade_summary, grades, one_page

bounded = settings(derandomize=True, max_examples=30, deadline=None)
COLUMNS = [
    "What was graded",
    "Who",
    "Number",
    "Improved",
    "Stayed",
    "Declined",
    "Share improved",
]


@pytest.fixture
def printed(monkeypatch):
    """Read tables of an invented case."""

    def write(**frames):
        own = {f"invented/{name}": frame for name, frame in frames.items()}
        monkeypatch.setattr(grades.tables, "exists", own.__contains__)
        monkeypatch.setattr(
            grades.tables, "read", lambda name: own[name] if name in own else real(name)
        )
        return grades.read("invented")

    real = tables.read
    return write


@cache
def of(case):
    """Read the grades that a case study printed."""
    return grades.read(case)


def lessons(pairs):
    """Write one line a person: grade before, grade after, 1 the best."""
    frame = pd.DataFrame(pairs, columns=["grade_before", "grade_after"]).astype("str")
    return frame.assign(scale="lesson_grade_2012", participant=range(1, len(pairs) + 1))


def counted(*rows, n):
    """Write counts at two times: time, grades, people."""
    frame = pd.DataFrame(rows, columns=["time", "grades", "count"])
    frame["count"] = frame["count"].astype("Int64")
    return frame.assign(subject="essay", scale="a_level", n_stated=n)


def exact(k, n, level=0.95):
    """Return the Clopper-Pearson limits in whole per cent, as statsmodels has them."""
    low, high = proportion_confint(k, n, alpha=1 - level, method="beta")
    return f"{100 * low:.0f}% to {100 * high:.0f}%"


# Summary -------------------------------------------------------------------------------------


def test_half_of_the_twelve_teachers_moved_and_the_intervals_are_exact():
    """6 of 12 and, without the two at the best grade, 6 of 10 (Table 7 of the document)."""
    table = grade_summary.summary(of("sutton"))
    assert table.columns.tolist() == COLUMNS
    assert table["Share improved"].tolist() == [
        f"50% (95% interval {exact(6, 12)})",
        f"60% (95% interval {exact(6, 10)})",
    ]
    assert table["Who"].tolist() == ["everybody", "those not yet at the best grade"]


@pytest.mark.parametrize("level", [0.8, 0.9, 0.99])
def test_the_level_asked_for_is_the_level_shown(level):
    """In the interval and beside it."""
    table = grade_summary.summary(of("sutton"), confidence_level=level)
    shown = f"50% ({level:.0%} interval {exact(6, 12, level)})"
    assert table["Share improved"].iloc[0] == shown


def test_all_seventeen_students_moved_and_the_group_grade_has_no_interval():
    """However the students are paired; the grade of the group is one observation."""
    table = grade_summary.summary(of("central-beds"))
    assert table["Number"].tolist() == [17, 1]
    assert table["Improved"].tolist() == ["17", "1"]
    assert table["Share improved"].tolist() == [
        f"100% (95% interval {exact(17, 17)})",
        "no interval: one grade",
    ]


def test_a_range_of_counts_goes_from_the_lowest_to_the_highest_limit(printed):
    """Two at C and one at B before and after: nobody need have moved, two can have."""
    frame = counted(
        ("before", "C", 2), ("before", "B", 1), ("after", "C", 2), ("after", "B", 1), n=3
    )
    (row,) = grade_summary.summary(printed(grade_counts=frame)).to_dict("records")
    assert (row["Improved"], row["Stayed"], row["Declined"]) == ("0 to 1", "1 to 3", "0 to 1")
    low, high = exact(0, 3).split(" to ")[0], exact(1, 3).split(" to ")[1]
    assert row["Share improved"] == f"{low} to {high}"


@bounded
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=8))
def test_those_who_could_improve_are_shown_apart(pairs):
    """Counted here from the grades; a second row only where somebody was at the best, not all."""
    with pytest.MonkeyPatch.context() as patch:
        frame = lessons(pairs)
        real = tables.read
        patch.setattr(grades.tables, "exists", lambda name: name == "invented/lesson_grades")
        patch.setattr(
            grades.tables, "read", lambda name: frame if "invented" in name else real(name)
        )
        table = grade_summary.summary(grades.read("invented"))
    improved = sum(after < before for before, after in pairs)
    at_best = sum(before == 1 for before, _ in pairs)
    expected = [(len(pairs), str(improved))]
    if 0 < at_best < len(pairs):
        expected.append((len(pairs) - at_best, str(improved)))
    assert list(zip(table["Number"], table["Improved"], strict=True)) == expected


def test_without_changes_there_is_an_empty_table():
    """With its columns, as where only means were printed."""
    table = grade_summary.summary(of("george-abbot"))
    assert table.empty and table.columns.tolist() == COLUMNS


# Quantities ----------------------------------------------------------------------------------


def test_what_was_not_printed_is_open():
    """No grades at all; and the document prints no grades of a subgroup twice."""
    assert set(grade_summary.quantities([]).values()) == {None}
    found = grade_summary.quantities(of("central-beds"))
    assert found["pupil_premium_difference"] is None


def test_the_students_and_their_group_decide_different_conclusions():
    """All 17 moved up; the Alps grade of the group went from 7 to 6, one step."""
    found = grade_summary.quantities(of("central-beds"))
    assert found["share_improved"] == (1, 1)
    assert found["at_best_before"] == (0, 0)
    assert found["group_steps"] == (1, 1)
    assert found["weakest_minus_others"] is None


def test_a_share_between_two_counts_has_both_ends(printed):
    """Nobody or one of three."""
    frame = counted(
        ("before", "C", 2), ("before", "B", 1), ("after", "C", 2), ("after", "B", 1), n=3
    )
    found = grade_summary.quantities(printed(grade_counts=frame))
    assert found["share_improved"] == (0, Fraction(1, 3))


@pytest.mark.parametrize(
    ("pairs", "difference"),
    [
        ([("4", "3"), ("4", "4"), ("2", "1"), ("2", "2"), ("2", "2")], Fraction(1, 2 * 3)),
        ([("3", "3"), ("2", "1")], Fraction(-1)),
        ([("3", "2"), ("1", "1")], Fraction(1)),
    ],
)
def test_the_weakest_are_those_at_the_lowest_grade_that_anybody_had(printed, pairs, difference):
    """Share of them who moved up, less that of the others; 4 is the lowest grade."""
    found = grade_summary.quantities(printed(lesson_grades=lessons(pairs)))
    assert found["weakest_minus_others"] == (difference, difference)


def test_where_all_began_at_one_grade_the_weakest_cannot_be_compared(printed):
    """There are no others."""
    found = grade_summary.quantities(printed(lesson_grades=lessons([("3", "2"), ("3", "3")])))
    assert found["weakest_minus_others"] is None


def test_a_range_of_counts_is_summed_up_from_its_least_to_its_most(printed):
    """An interval of the least alone would leave out what may well be true."""
    rows = [("before", "A|B", 4), ("before", "C", 8), ("after", "A|B", 4), ("after", "C", 8)]
    changes = printed(grade_counts=counted(*rows, n=12))
    low, high = changes[0].improved
    found = one_page.of_grades(changes, None, confidence_level=0.95, next_step="Ask.")
    assert low < high
    assert found.number == f"At least {low / 12:.0%} moved up: at least {low} of 12 people moved up"
    ends = [proportion_confint(k, 12, method="beta")[at] for at, k in enumerate((low, high))]
    assert "from {:.0%} to {:.0%} (".format(*ends) in found.interval
