"""Grades before and after: who can have moved, over all data that fit what was printed."""

from fractions import Fraction
from itertools import permutations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import tables
from partnership_evaluation.questions import (
    grade_means,
    grade_summary,
    grades,
    null_twins_sources,
)
from partnership_evaluation.questions.grades import GradeError
from partnership_evaluation.scales import UnknownCode

bounded = settings(derandomize=True, max_examples=80, deadline=None)
OUTCOMES = ["improved", "stayed", "declined"]


@pytest.fixture
def printed(monkeypatch):
    """Make tables of an invented case readable beside the real ones."""
    real = tables.read

    def write(**frames):
        own = {f"invented/{name}": frame for name, frame in frames.items()}
        monkeypatch.setattr(tables, "exists", own.__contains__)
        monkeypatch.setattr(tables, "read", lambda name: own[name] if name in own else real(name))
        return grades.read("invented")

    return write


def lessons(*pairs, scale="lesson_grade_2012"):
    """Write one line a person: grade before, grade after."""
    frame = pd.DataFrame(pairs, columns=["grade_before", "grade_after"], dtype="str")
    return frame.assign(scale=scale, participant=range(1, len(pairs) + 1))


def counts(*rows, n, scale="a_level"):
    """Write counts at two times: time, grades, people (None for the rest)."""
    frame = pd.DataFrame(rows, columns=["time", "grades", "count"])
    frame["count"] = frame["count"].astype("Int64")
    return frame.assign(subject="essay", scale=scale, n_stated=n)


def ranges(change):
    """Return the smallest and largest number for each outcome."""
    return change.bounds.set_index("outcome")[["low", "high"]].apply(tuple, axis=1).to_dict()


# One line a person ---------------------------------------------------------------------------


def test_six_of_the_twelve_teachers_moved_up_six_stayed_and_none_fell():
    """Counted by hand in Table 7 of the document."""
    (change,) = grades.read("sutton")
    assert ranges(change) == {"improved": (6, 6), "stayed": (6, 6), "declined": (0, 0)}
    assert (change.kind, change.n, change.improved, change.at_best) == (
        "individuals",
        12,
        (6, 6),
        2,
    )
    assert sorted(change.shifts) == [0] * 6 + [1] * 6


def test_what_was_drawn_beside_the_grades_of_participant_9_is_not_what_they_say():
    """The grades went from 3 to 2, one step up; the arrow printed beside them is level."""
    frame = tables.read("sutton/lesson_grades").set_index("participant")
    (change,) = grades.read("sutton")
    arrows = frame["printed_change"].map({"↑": 1, "→": 0, "↓": -1}).tolist()
    steps = change.shifts.tolist()
    assert [place + 1 for place in range(12) if arrows[place] != steps[place]] == [9]


def test_up_and_down_are_told_apart_by_the_scale(printed):
    """1 is the best lesson grade, A the best A-level grade."""
    (change,) = printed(lesson_grades=lessons(("3", "1"), ("1", "2"), ("2", "2")))
    assert change.shifts.tolist() == [2, -1, 0]
    (change,) = printed(lesson_grades=lessons(("A", "C"), ("D", "C"), scale="a_level"))
    assert change.shifts.tolist() == [-2, 1]


def test_lessons_graded_on_two_scales_are_two_changes(printed):
    """Steps of different scales are not put together."""
    both = pd.concat([lessons(("3", "1")), lessons(("A", "C"), scale="a_level")])
    assert [change.n for change in printed(lesson_grades=both)] == [1, 1]


def test_a_grade_that_is_not_on_the_scale_is_refused(printed):
    """The error comes from the scale, with the codes there are."""
    with pytest.raises(UnknownCode, match="'5'"):
        printed(lesson_grades=lessons(("5", "1")))


def test_the_sentence_counts_the_three_directions_and_gives_the_interval():
    """With the share and its Clopper-Pearson interval (6 of 12: 21 to 79 per cent)."""
    (change,) = grades.read("sutton")
    assert change.sentence() == (
        "Lesson grades: of 12 people, 6 moved up, 6 stayed and 0 moved down; "
        "50% (95% interval 21% to 79%) moved up."
    )


# Counts that are not linked ------------------------------------------------------------------


def every_outcome(first, last):
    """Count who moved for every grade of each set and every pairing of people."""
    for after in set(permutations(last)):
        for pairs in product(*[product(*sets) for sets in zip(first, after, strict=True)]):
            moves = [y - x for x, y in pairs]
            yield tuple(sum(test(move) for move in moves) for test in SIGNS)


SIGNS = (lambda move: move > 0, lambda move: move == 0, lambda move: move < 0)
one_person = st.frozensets(st.integers(0, 4), min_size=1, max_size=3)


def twice(people, *, most):
    """Draw two lists of the same length."""
    return st.integers(1, most).flatmap(
        lambda n: st.tuples(*[st.lists(people, min_size=n, max_size=n)] * 2)
    )


@bounded
@given(twice(one_person, most=3))
def test_bounds_are_those_of_a_search_through_every_pairing(people):
    """Smallest and largest number improved, stayed and declined, all grades tried."""
    first, last = people
    found = grades._unlinked_bounds(first, last).set_index("outcome")
    outcomes = list(zip(*every_outcome(first, last), strict=True))
    for outcome, numbers in zip(OUTCOMES, outcomes, strict=True):
        assert (found.loc[outcome, "low"], found.loc[outcome, "high"]) == (
            min(numbers),
            max(numbers),
        )


@bounded
@given(twice(st.integers(0, 3), most=6))
def test_bounds_of_known_grades_are_those_of_a_search_through_every_pairing(ranks):
    """The same for up to six people whose grades are known but not linked."""
    first, last = ranks
    found = grades._unlinked_bounds([{r} for r in first], [{r} for r in last])
    moves = [
        [y - x for x, y in zip(first, after, strict=True)] for after in set(permutations(last))
    ]
    for sign, row in zip(SIGNS, found.itertuples(), strict=True):
        numbers = [sum(map(sign, move)) for move in moves]
        assert (row.low, row.high) == (min(numbers), max(numbers))


def test_all_seventeen_students_moved_up_however_they_are_paired():
    """By hand: at best a D in January, at worst a B in May."""
    essay, group = grades.read("central-beds")
    assert ranges(essay) == {"improved": (17, 17), "stayed": (0, 0), "declined": (0, 0)}
    assert (essay.kind, group.kind, group.before, group.after, group.steps) == (
        "counts",
        "group",
        "7",
        "6",
        1,
    )


def test_the_same_counts_twice_leave_everything_open(printed):
    """One A and one B both times: nobody moved, or one up and one down."""
    rows = [(time, code, 1) for time in ("before", "after") for code in "AB"]
    (change,) = printed(grade_counts=counts(*rows, n=2))
    assert ranges(change) == {"improved": (0, 1), "stayed": (0, 2), "declined": (0, 1)}
    assert change.ranks is None and change.shifts is None


def test_one_count_left_open_is_filled_from_the_people_stated(printed):
    """Two with D of three leave one with E."""
    rows = [("before", "D", 2), ("before", "E", None), ("after", "C", 3)]
    (change,) = printed(grade_counts=counts(*rows, n=3))
    assert ranges(change)["improved"] == (3, 3)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("before", "D", 4), ("after", "C", 3)], "found 4 of 3 with 0 left open"),
        ([("before", "D", 2), ("after", "C", 3)], "found 2 of 3 with 0 left open"),
        ([("before", "D", None), ("before", "E", None), ("after", "C", 3)], "with 2 left open"),
    ],
)
def test_counts_that_do_not_add_up_are_refused(printed, rows, found):
    """The error gives what was found of what was stated."""
    with pytest.raises(GradeError, match=found):
        printed(grade_counts=counts(*rows, n=3))


def test_counts_of_different_numbers_of_people_are_refused(printed):
    """Three before and two after cannot be paired."""
    frame = counts(("before", "D", 3), ("after", "C", 2), n=3)
    frame.loc[frame["time"] == "after", "n_stated"] = 2
    with pytest.raises(GradeError, match=r"3 at 'before' and 2 at 'after' for 'essay'\. Leave"):
        printed(grade_counts=frame)


def test_counts_at_one_time_only_are_no_change(printed):
    """Nobody is compared with themselves."""
    assert printed(grade_counts=counts(("before", "D", 3), n=3)) == ()


@pytest.mark.parametrize("left", [2, None])
def test_people_that_were_not_stated_are_those_counted(printed, left):
    """Where a count is left open, nothing says how many people it stands for."""
    frame = counts(("before", "D", 1), ("before", "E", left), ("after", "C", 3), n=3)
    frame["n_stated"] = pd.Series([None] * 3, dtype="Int64")
    if left is None:
        with pytest.raises(GradeError, match="found 1 of <NA> with 1 left open"):
            printed(grade_counts=frame)
    else:
        assert printed(grade_counts=frame)[0].n == 3


def test_a_set_of_grades_with_a_gap_is_not_filled(printed):
    """Somebody with A or C after B moved: staying is impossible."""
    (change,) = printed(grade_counts=counts(("before", "B", 1), ("after", "A|C", 1), n=1))
    assert ranges(change)["stayed"] == (0, 0)


# Groups --------------------------------------------------------------------------------------


def test_the_grade_of_a_group_is_one_observation(printed):
    """It has steps and a sentence, and no interval."""
    frame = pd.DataFrame({"time": ["2011", "2013"], "grade": ["2", "2"]}).assign(
        subject="effectiveness", scale="ofsted_2012", unit="school"
    )
    (change,) = printed(group_grades=frame)
    assert (change.n, change.steps, change.ranks) == (1, 0, None)
    assert change.sentence().endswith("went from 2 to 2, no step.")
    table = grade_summary.summary([change])
    assert table["Share improved"].tolist() == ["no interval: one grade"]


def test_a_group_with_one_grade_only_is_no_change(printed):
    """Nothing is compared where a school has one grade, or one of two is missing."""
    assert grades.read("fairfields") == ()
    frame = pd.DataFrame({"grade": [None, "2"], "words": ["not printed", "good"]}, dtype="str")
    frame = frame.assign(time=["2011", "2013"], subject="x", scale="ofsted_2012", unit="school")
    assert printed(group_grades=frame) == ()


def test_a_grade_printed_as_a_word_is_read_as_its_code():
    """From special measures to outstanding: 4 to 1, three steps up the scale."""
    (change,) = grades.read("eos")
    assert (change.before, change.after, change.steps) == ("4", "1", 3)


@pytest.mark.parametrize("case", tables.read("cases")["case"])
def test_the_grades_of_every_case_study_can_be_read(case):
    """Bounds are in order and within the number of people."""
    for change in grades.read(case):
        assert all(0 <= low <= high <= change.n for low, high in ranges(change).values())
        assert change.sentence().endswith(".")


# Summaries -----------------------------------------------------------------------------------


def test_both_denominators_are_shown_where_somebody_could_not_improve():
    """All twelve, and the ten who were not yet at the best grade: 6 of 10 is 60 per cent."""
    table = grade_summary.summary(grades.read("sutton"))
    numbers = table[["Number", "Improved", "Stayed", "Declined"]].astype(int)
    assert numbers.to_numpy().tolist() == [[12, 6, 6, 0], [10, 6, 4, 0]]
    assert table["Share improved"].tolist() == [
        "50% (95% interval 21% to 79%)",
        "60% (95% interval 26% to 88%)",
    ]


def test_those_left_when_the_best_are_left_out_add_up(printed):
    """One fell from the best grade, one rose: of the one not yet at the best, one rose."""
    table = grade_summary.summary(printed(lesson_grades=lessons(("1", "2"), ("2", "1"))))
    row = table.iloc[1]
    assert int(row["Improved"]) + int(row["Stayed"]) + int(row["Declined"]) == row["Number"]


def test_conclusions_about_the_twelve_teachers_rest_on_exact_numbers():
    """Half moved up; all three who began with 3 did, and three of the other nine (by hand)."""
    found = grade_summary.quantities(grades.read("sutton"))
    assert found["share_improved"] == (Fraction(1, 2),) * 2
    assert found["at_best_before"] == (2, 2)
    assert found["weakest_minus_others"] == (1 - Fraction(3, 9),) * 2
    assert found["group_steps"] is found["least_steps"] is None


def test_every_conclusion_about_grades_has_its_quantity():
    """No report stops because a quantity was not computed."""
    for case in tables.read("cases")["case"]:
        if tables.exists(f"{case}/conclusions"):
            wanted = tables.read(f"{case}/conclusions").query("analysis == 'ofsted_grade_shifts'")
            found = grade_summary.quantities(grades.read(case))
            found |= grade_means.quantities(grade_means.read(case))
            assert set(wanted["quantity"]) <= set(found)


# Means only ----------------------------------------------------------------------------------


def test_no_whole_grades_of_36_or_18_teachers_have_the_printed_means():
    """65 and 66 of 36 print 1.81 and 1.83; 56 and 57 print 1.56 and 1.58; 26 of 18 prints 1.44."""
    means = grade_means.read("george-abbot")
    assert means.frame["mean"].tolist() == ["1.82", "1.57", "1.45"]
    assert means.frame["taking_part"].tolist() == [36, 36, 18]
    assert means.table()["Possible for all"].tolist() == ["no", "no", "no"]


@bounded
@given(st.integers(100, 400))
def test_the_sizes_that_fit_a_mean_are_those_that_a_search_finds(hundredths):
    """A total of whole grades whose mean lies within half a hundredth of the printed one."""
    mean, half = Fraction(hundredths, 100), Fraction(1, 200)
    found = grade_means.sizes_that_fit(
        f"{hundredths / 100:.2f}", scale="lesson_grade_2012", largest=20
    )
    assert found == [
        n
        for n in range(1, 21)
        if any(abs(Fraction(total, n) - mean) <= half for total in range(n, 4 * n + 1))
    ]


@bounded
@given(st.integers(1, 6), st.integers(10, 40))
def test_the_share_at_the_best_grade_is_that_of_a_search_through_all_grades(n, tenths):
    """Every set of n grades from 1 to 4 whose mean prints with one decimal."""
    mean = Fraction(tenths, 10)
    shares = [
        Fraction(answers.count(1), n)
        for answers in product(range(1, 5), repeat=n)
        if abs(Fraction(sum(answers), n) - mean) <= Fraction(1, 20)
    ]
    found = grade_means.share_at_best(f"{tenths / 10:.1f}", n=n, scale="lesson_grade_2012")
    assert found == ((min(shares), max(shares)) if shares else None)


@bounded
@given(st.integers(0, 4), st.integers(0, 20))
def test_leavers_explain_a_change_when_some_grades_of_theirs_do(leavers, difference):
    """Tried with every set of grades that the leavers can have had."""
    possible = {sum(answers) for answers in product(range(1, 5), repeat=leavers)}
    found = grade_means.explained_by_leavers(
        30 + difference, n_before=10 + leavers, total_after=30, n_after=10, scale="ofsted_2012"
    )
    assert found == (difference in possible)


def test_more_people_after_than_before_are_refused():
    """The error says what to do."""
    with pytest.raises(grade_means.GradeMeansError, match=r"found 3 before and 4 after. Swap"):
        grade_means.explained_by_leavers(
            6, n_before=3, total_after=8, n_after=4, scale="ofsted_2012"
        )


def test_without_means_there_is_nothing_to_turn_back():
    """Nothing is read, and nothing can be concluded."""
    assert grade_means.read("sutton") is None
    assert set(grade_means.quantities(None).values()) == {None}


def test_the_step_from_the_first_to_the_last_mean_is_over_all_that_prints_so():
    """1.815 to 1.825 less 1.445 to 1.455: from 0.36 to 0.38 towards the best."""
    found = grade_means.quantities(grade_means.read("george-abbot"))
    assert found["mean_step"] == (Fraction(36, 100), Fraction(38, 100))
    assert found["needs_movers"][0] == 0


def test_one_line_a_school_is_called_what_its_scale_is_of(monkeypatch):
    """Grades of inspections are no lesson grades."""
    rows = pd.DataFrame({"grade_before": ["3", "2"], "grade_after": ["2", "2"]})
    monkeypatch.setattr(grades.tables, "exists", lambda name: name.endswith("/lesson_grades"))
    monkeypatch.setattr(grades.tables, "read", lambda _: rows.assign(scale="ofsted_2012"))
    assert grades.read("trust")[0].subject == "Ofsted grade for overall effectiveness"


def of_schools(codes, scale="ofsted_2012"):
    """Two rows a school, as printed one by one."""
    rows = [
        {"subject": "overall effectiveness", "scale": scale, "time": time, "unit": f"school {i}",
         "grade": code, "words": ""}
        for i, pair in enumerate(codes, 1)
        for time, code in zip(("before", "after"), pair, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_many_schools_are_counted_together_and_a_few_one_by_one(printed):
    """A trust of six is no list of six sentences; its schools are called schools."""
    pairs = [("3", "2"), ("3", "3"), ("2", "1"), ("4", "2"), ("2", "3"), ("2", "2")]
    (change,) = printed(group_grades=of_schools(pairs))
    assert change.sentence().startswith(
        "Overall effectiveness: of 6 schools, 3 moved up, 2 stayed and 1 moved down"
    )
    assert grade_summary.quantities([change])["least_steps"] == (-1, -1)
    assert null_twins_sources.of_grades("trust", [change]) == ()
    table = null_twins_sources.whole_groups([change])
    assert table["Before"].tolist() == ["4", "3", "2"]
    assert table["After"].tolist() == ["1 moved up", "1 moved up", "1 moved up"]
    alone = printed(group_grades=of_schools(pairs[:2]))
    assert [one.kind for one in alone] == ["group", "group"]


def test_many_schools_of_one_scale_leave_those_of_another_alone(printed):
    """What was satisfactory is told by itself."""
    new = of_schools([("3", "2")] * 5)
    old = of_schools([("3", "2")], scale="ofsted_2005").assign(unit="old school")
    found = printed(group_grades=pd.concat([new, old], ignore_index=True))
    assert [(one.kind, one.n) for one in found] == [("individuals", 5), ("group", 1)]
