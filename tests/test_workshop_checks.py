"""The checks of the workshop: what they say of right, wrong and unfinished answers."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

import partnership_workshop as workshop
from partnership_workshop.catalogue import KINDS
from partnership_workshop.exercises import Counts, Items, Number, Sentences
from partnership_workshop.misconceptions import known

NAMES = ["guest", "ada", "ben", "chidi"]
EXERCISES = workshop.exercises()


def check(name, answer, who="guest"):
    """Check an answer with the function that belongs to the exercise."""
    function = getattr(workshop.check, KINDS[type(EXERCISES[name])])
    return function(name, answer, workshop.learner(who))


def truth(name, who):
    """Work out the right answer of a learner."""
    asked, me = EXERCISES[name], workshop.learner(who)
    if isinstance(asked, Sentences):
        return "".join(letter for letter, one in asked.lettered(me).items() if one.may)
    return asked.truth(me)


ANSWERED = [
    name
    for name, each in EXERCISES.items()
    if isinstance(each, Number | Counts | Items | Sentences)
]
WRONG = [
    pytest.param(name, wrong, id=f"{name}-{wrong.misconception}")
    for name, each in EXERCISES.items()
    for wrong in getattr(each, "wrong", ())
]


# Right and wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANSWERED)
def test_the_right_answer_of_every_learner_is_right(name):
    """Whoever it is, and with a reason to go on."""
    for who in NAMES:
        found = check(name, truth(name, who), who)
        assert found.right and len(found.lines[0]) > 30
        found.require()


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_plausible_wrong_answer_is_named_and_explained(name, wrong):
    """For every learner the feedback is that of the misconception, with its reason."""
    for who in NAMES:
        found = check(name, wrong.value(workshop.learner(who)), who)
        assert found.state == "not right"
        assert found.misconception == wrong.misconception
        assert known()[wrong.misconception].why in str(found)
        assert f"may be: “{known()[wrong.misconception].title}”" in str(found)


@pytest.mark.parametrize("name", [n for n in ANSWERED if isinstance(EXERCISES[n], Sentences)])
def test_each_sentence_that_must_not_be_written_is_explained(name):
    """Chosen alone, its letter comes back with a reason and its misconception, if it has one."""
    asked, me = EXERCISES[name], workshop.learner("ada")
    for letter, option in asked.lettered(me).items():
        found = workshop.check.sentences(name, letter, me)
        if not option.may:
            assert found.state == "not right" and found.misconception == option.misconception
            assert f"{letter}: " in found.lines[0] and option.why in found.lines[0]


@pytest.mark.parametrize("name", [n for n in ANSWERED if isinstance(EXERCISES[n], Sentences)])
def test_a_question_of_one_answer_has_one_and_the_others_have_more_than_one_side(name):
    """A letter is never right because all are, or because none is."""
    for who in NAMES:
        may = [one.may for one in EXERCISES[name].lettered(workshop.learner(who)).values()]
        assert sum(may) == 1 if EXERCISES[name].only_one else 1 <= sum(may) < len(may)


def test_a_sentence_about_a_cause_is_refused_by_the_rules_of_the_library():
    """Not by a list of this package: the words that say too much are quoted."""
    options = EXERCISES["1.5"].options(workshop.learner("ada"))
    causes = [option for option in options if "raised the grades" in option.text]
    assert causes and "names a cause" in causes[0].why.replace("words name", "words names")[0:40]


def test_feedback_on_sentences_left_out_does_not_say_which():
    """How many more there are, and how to look for them."""
    right = truth("1.5", "ada")
    found = check("1.5", right[0], "ada")
    assert found.state == "not right" and "1 more may be written" in str(found)
    assert not re.search(rf"\b{right[1]}:", str(found))


# Type, size, value ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("6", "without quotation marks"),
        ([1, 2, 3], "One number is asked for"),
        (pd.Series([6, 6]), "a Series of 2"),
        (True, "yes-or-no question"),
        (len, "not called"),
        (float("nan"), "something was missing"),
        (13, "cannot be"),
        (5.5, "whole numbers"),
        (7, "too large"),
        (4, "too small"),
    ],
)
def test_an_answer_of_the_wrong_type_size_or_value_is_told_what_was_expected(answer, said):
    """What was found, and what it should have been."""
    found = check("1.1", answer)
    assert found.state == "not right" and said in str(found)
    assert "one whole number from 0 to 12: teachers who moved up" in str(found)


def test_a_percentage_in_place_of_a_share_is_recognised():
    """The commonest slip of all."""
    assert check("1.2", 60).misconception == "percent_for_share"


def test_a_whole_result_in_place_of_its_part_is_recognised():
    """The learner is told to take a part of it."""
    from partnership_evaluation import proportions

    assert ".estimate" in str(check("2.1", proportions.interval(6, n=12)))


@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_yet_is_no_mistake(name):
    """Dots and nothing are met with what is expected, and the lecturer's copy stops."""
    for nothing in (..., None):
        found = check(name, nothing)
        assert found.state == "not yet" and "Expected: " in found.lines[0]
    with pytest.raises(workshop.feedback.NotRight, match="not yet"):
        found.require()


@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_whatever_ends_in_an_error(name):
    """A participant reads advice, never a stack trace."""
    for answer in ("?!", 3.5, [None], {"a": 1}, np.array([[1.0]]), pd.DataFrame(), object()):
        assert check(name, answer).state == "not right"


@pytest.mark.parametrize("name", ["1.1", "1.4", "5.1", "1.5"])
def test_an_odd_shape_is_answered_in_words_too(name):
    """Arrays without a size, rows with two names, cells that hold lists, a whole page of rows."""
    rows = pd.MultiIndex.from_tuples([("3", "2"), ("2", "1")])
    for answer in (
        np.array(13),
        pd.NA,
        pd.DataFrame({"n": [1, 2]}, index=rows),
        truth("1.4", "guest").astype(object).map(lambda count: [count]),
        pd.DataFrame(np.zeros((40, 40))),
        float("inf"),
    ):
        found = check(name, answer)
        assert found.state == "not right" and "Expected: " in str(found) and len(str(found)) < 500


@pytest.mark.parametrize("kind", [np.float32, Fraction, np.array, lambda n: Decimal(str(n))])
def test_a_right_number_is_right_whatever_type_holds_it(kind):
    """A learner who computes in another way is not turned away."""
    assert check("1.1", kind(6)).right
    assert check("1.2", kind(0.6)).right and check("4.1", kind(2.45)).right


def test_a_right_choice_is_right_however_it_is_written():
    """Letters with commas or words between them; whole numbers for printed ones."""
    for written in ("ad", "A, D", "A and D", ["A", "D"], {"D", "A"}, "D/A"):
        assert check("1.5", written).right
    numbers = [int(percent) for percent in truth("5.1", "guest")]
    for written in (numbers, np.array(numbers, dtype=float), pd.Series(numbers)):
        assert check("5.1", written).right


@pytest.mark.parametrize(
    ("name", "answer"),
    [("2.1", 0.5), ("2.2", 0.03), ("4.1", 2.4), ("4.1", 2.5), ("4.3", 3), ("8.1", 0.3)],
)
def test_a_number_that_was_rounded_too_far_is_told_apart_from_a_wrong_one(name, answer):
    """With the decimals that are wanted; the right number is not printed."""
    found = check(name, answer)
    assert "rounded too far" in str(found) and re.search(r"to [23] decimals", str(found))
    assert "rounded" not in str(check(name, 0.987))


def test_a_table_that_was_rounded_too_far_is_told_so():
    """One decimal of a share is too little; two that are right are not the reason."""
    right = truth("2.4", "ada")
    assert "rounded too far" in str(check("2.4", right.round(1), "ada"))
    assert check("2.4", right.round(3), "ada").right
    assert "2 of 2 cells" in str(check("2.4", right.round(1) + 0.1, "ada"))


def test_a_half_that_only_goes_up_is_named():
    """Excel's way and Python's way each refuse a percentage that the other would print."""
    for also in (["37", "62"], ["37"]):
        found = check("5.1", truth("5.1", "guest") + also)
        assert found.misconception == "half_goes_one_way"


def test_another_seed_of_the_null_twins_is_right_too():
    """The answer is a share of all twins, not one draw of them."""
    from partnership_evaluation import null_twin

    lesson = workshop.lessons.weakest_improve
    counts = lesson.margins()
    model = null_twin.NullModel(
        levels=tuple(counts.index), before=tuple(counts["before"]), reliability=0.5, drift=0.25
    )
    for seed in (2, 3):
        found = null_twin.twins(
            model, statistic="net_improved", observed=0.5, n_twins=4000, seed=seed
        )
        assert check("7.4", found.p_value).right


def test_feedback_on_sentences_does_not_turn_a_better_grade_into_a_fall():
    """From three to two is a move for the better; nothing may say otherwise."""
    for letter in "ABCD":
        assert "or the other way round" not in str(check("3.5", letter))


def test_feedback_on_a_contrast_agrees_with_the_contrast():
    """Whoever has a comparison is not told that nothing was compared."""
    for who in NAMES:
        me = workshop.learner(who)
        with_factor, others = workshop.lessons.success_stories.own_data(me)
        said = " ".join(option.why for option in EXERCISES["8.4"].options(me))
        assert "Nothing was compared" not in said
        assert f"the {others - with_factor} of your own comparison" in said


def test_a_table_is_looked_at_name_by_name_and_cell_by_cell():
    """Other rows are told apart from other counts; the order of rows does not matter."""
    right = truth("1.4", "ada")
    assert check("1.4", right.iloc[::-1, ::-1], "ada").right
    assert "Found rows 3, 2, 1" in str(check("1.4", right.iloc[1:], "ada"))
    other = right.copy()
    other.iloc[0, 0] += 1
    assert "1 of 16 cells are not right: 4/4" in str(check("1.4", other, "ada"))


def test_a_list_that_is_nearly_right_is_counted():
    """How many were picked rightly, wrongly, and are missing; not which."""
    right = truth("5.4", "ada")
    found = check("5.4", right[:1], "ada")
    assert "1 picked rightly, 0 picked that should not be, 1 missing." in str(found)
    assert "square brackets" in str(check("5.4", right[0], "ada"))
    assert "not on the list" in str(check("5.4", ["200"], "ada"))


# Learners ------------------------------------------------------------------------------------


def test_each_learner_has_data_of_their_own_and_keeps_them():
    """The same name gives the same data; capitals and spaces do not matter."""
    lesson = workshop.lessons.published_table
    first, again = (lesson.own_data(workshop.learner(name)) for name in ("Ada", " ada "))
    assert first.equals(again)
    assert workshop.learner(7) == workshop.learner("7")
    others = [lesson.own_data(workshop.learner(name)).to_csv() for name in NAMES]
    assert len(set(others)) == len(NAMES)


def test_no_school_is_its_own_mirror_image():
    """Swapped rows and columns are wrong for everybody; learner n43 drew such a school once."""
    for who in [f"n{number}" for number in range(30, 50)]:
        table = truth("1.4", who)
        assert not table.equals(table.T.rename_axis(index="grade_before", columns="grade_after"))
        assert check("1.4", table, who).right


def test_in_every_class_the_lowest_rise_and_the_highest_fall():
    """Forwards and backwards, and it is clear who the twelve lowest are."""
    lesson = workshop.lessons.weakest_improve
    for who in [f"n{number}" for number in range(30)]:
        marks = lesson.own_data(workshop.learner(who))
        turned = marks.rename(columns={"first": "second", "second": "first"})
        for each in (marks, turned):
            ordered = each.sort_values("first")
            change = (ordered["second"] - ordered["first"]).to_numpy()
            assert change[:15].mean() > 0 > change[-15:].mean() and change[:12].mean() > 0
        twelfth, next_one = marks["first"].sort_values().iloc[11:13]
        assert twelfth < next_one


@pytest.mark.parametrize("name", ["1.4", "2.4", "3.2", "4.4", "5.4", "6.4", "7.1", "8.3"])
def test_the_answer_of_one_learner_is_seldom_that_of_another(name):
    """So that copying from a neighbour shows: a dozen learners, most with answers of their own."""
    assert len({str(truth(name, f"n{number}")) for number in range(12)}) >= 7


def test_a_contrast_of_ones_own_decides_which_sentence_may_be_written():
    """The same sentence is true for some learners and untrue for others, as their p-value is."""
    may = {}
    for who in [f"n{number}" for number in range(24)]:
        me = workshop.learner(who)
        with_factor, others = workshop.lessons.success_stories.own_data(me)
        assert 2 * with_factor != others
        said = next(o for o in EXERCISES["8.4"].options(me) if "one of twenty" in o.text)
        table = [[6, 0], [with_factor, others - with_factor]]
        may[who] = said.may
        assert said.may == (fisher_exact(table).pvalue < 0.05)
    assert 4 <= sum(may.values()) <= 20


def test_in_every_school_the_textbook_leaves_the_scale():
    """The planted interval promises more than all, whoever looks at it."""
    lesson = workshop.lessons.few_teachers
    for who in [f"n{number}" for number in range(40)]:
        assert lesson.textbook_limits(*lesson.own_data(workshop.learner(who)))[1] > 1


def test_a_classroom_server_says_who_is_learning(monkeypatch):
    """Without a name in the notebook, the name of the server's user is taken."""
    monkeypatch.setenv("JUPYTERHUB_USER", "Chidi")
    assert workshop.learner("") == workshop.learner("chidi")
    monkeypatch.delenv("JUPYTERHUB_USER")
    monkeypatch.delenv("PARTNERSHIP_LEARNER", raising=False)
    assert workshop.learner("").name == "guest"


# Names ---------------------------------------------------------------------------------------


def test_every_misconception_is_met_in_some_exercise():
    """And every one that an exercise names is written down."""
    me = workshop.learner("ada")
    used = {
        wrong.misconception for each in EXERCISES.values() for wrong in getattr(each, "wrong", ())
    }
    for each in EXERCISES.values():
        if isinstance(each, Sentences):
            used |= {option.misconception for option in each.options(me)} - {""}
    assert used == set(known())


def test_an_unknown_exercise_or_the_wrong_check_says_what_to_call():
    """The nearest number, or the right function."""
    with pytest.raises(LookupError, match=r"Did you mean '1\.1'"):
        workshop.check.number("1.11", 6)
    with pytest.raises(LookupError, match=r"check\.table"):
        workshop.check.number("1.4", 6)


# Plans ---------------------------------------------------------------------------------------


GOOD = {
    "aim": "explains fractions with a drawing",
    "people_available": 60,
    "people": 24,
    "comparison_people": 24,
    "share_expected": 0.7,
    "share_without": 0.25,
    "who_takes_part": "lot",
    "answers_linked": True,
    "same_measure_for_all": True,
}
SMALL = {
    "people_available": 12,
    "people": 12,
    "comparison_people": 0,
    "who_takes_part": "everybody",
    "will_say": "describe",
}


def test_a_plan_without_a_weakness_is_accepted_with_its_power():
    """By lot, linked, judged blindly, with enough people."""
    found = check("8.5", workshop.Plan(**GOOD))
    assert found.right and "groups formed by chance" in str(found)
    assert workshop.Plan(**GOOD).power == pytest.approx(0.86, abs=0.02)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"comparison_people": 0}, "what would have happened anyway"),
        ({"who_takes_part": "volunteers"}, "Draw lots among the volunteers"),
        ({"who_takes_part": "chosen because weak"}, "do better by themselves"),
        ({"who_takes_part": "everybody"}, "other schools"),
        ({"answers_linked": False}, "write it on both forms"),
        ({"same_measure_for_all": False}, "without names"),
        ({"people": 6, "comparison_people": 6}, "Too few people"),
        ({"share_expected": 0.3}, "Too few people"),
        ({"share_expected": 0.2}, "nothing to find"),
        ({"will_say": "describe"}, "enough to compare"),
    ],
)
def test_each_weakness_of_a_plan_comes_with_what_would_mend_it(change, said):
    """One weakness, one advice."""
    found = check("8.5", workshop.Plan(**GOOD | change))
    assert found.state == "not right" and said in str(found)


def test_a_school_too_small_to_compare_may_plan_to_describe():
    """With the width of the interval that its own numbers will leave."""
    found = check("8.5", workshop.Plan(**GOOD | SMALL))
    assert found.right and "about 52 percentage points wide" in str(found)
    compared = check("8.5", workshop.Plan(**GOOD | SMALL | {"will_say": "compare"}))
    assert compared.state == "not right" and "anyway" in str(compared)


def test_the_advice_of_a_plan_that_is_too_small_counts_everybody_who_is_there():
    """The power of lots among all of them, as the library has it for two halves."""
    plan = workshop.Plan(**GOOD | {"people": 6, "comparison_people": 6})
    halves = {"people": 30, "comparison_people": 30}
    assert plan.power_of_all == workshop.Plan(**GOOD | halves).power > 0.9
    assert f"all 60 would find it in {100 * plan.power_of_all:.0f}%" in str(check("8.5", plan))


def test_a_plan_that_cannot_be_is_answered_with_all_that_is_wrong():
    """Everything at once, in words and not as an error."""
    wrong = {
        "people": "24",
        "share_expected": 70,
        "who_takes_part": ["me"],
        "answers_linked": "yes",
    }
    found = check("8.5", workshop.Plan(**GOOD | wrong))
    assert found.state == "not right" and len(found.lines) == len(wrong) + 1
    assert all(f"{name} is " in str(found) for name in wrong)
    many = check("8.5", workshop.Plan(**GOOD | {"people_available": 30}))
    assert "are 48 together; your schools have 30" in str(many)


def test_a_plan_is_open_until_somebody_fills_it_in():
    """What is still open is named; an untouched plan waits."""
    assert check("8.5", workshop.Plan()).state == "not yet"
    found = check("8.5", workshop.Plan(**GOOD | {"aim": ..., "people": ...}))
    assert found.state == "not right" and found.lines[0] == "Still open: aim, people."
