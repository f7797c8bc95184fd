"""Printed changes beside null twins: what is read, what is assumed, what a report says of them."""

import itertools
import json
import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import null_twin, proportions, sentences, tables
from partnership_evaluation.exhibits import Figure, Table
from partnership_evaluation.figures import null_twins as figures
from partnership_evaluation.questions import (
    before_after,
    grade_means,
    grades,
    null_twins,
    null_twins_exhibits,
    null_twins_shown,
    null_twins_sources,
    null_twins_tables,
    null_twins_tipping,
    school_progress,
    tasks,
)
from partnership_evaluation.questions.null_twins_totals import spreads

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
TWINS = 2000
LESSONS = null_twins.assume("lesson_observation", reliability=0.5, draws=TWINS, seed=1)
ANSWERS = null_twins.assume("self_rating", reliability=0.6, draws=TWINS, seed=1)
LEVELS = null_twins.assume(
    "teacher_assessment", reliability=0.8, drift=0.08, most_drift=0.16, draws=TWINS, seed=1
)
TASKS = null_twins.assume("marked_task", reliability=0.7, drift=0, draws=TWINS, seed=1)


def of_school(place):
    """Read the gains of one school of the academies trust."""
    school = school_progress.read("aet", place, weeks_if_not_stated=6)
    return null_twins_sources.of_gains(school, spread=2.5)


@cache
def compared(name):
    """Set the printed changes of a case beside their twins."""
    read = {
        "sutton": lambda: (null_twins_sources.of_grades("sutton", grades.read("sutton")), LESSONS),
        "self": lambda: (
            null_twins_sources.of_grades("george-abbot", (), grade_means.read("george-abbot")),
            ANSWERS,
        ),
        "letters": lambda: (
            null_twins_sources.of_grades("central-beds", grades.read("central-beds")),
            TASKS,
        ),
        "camden": lambda: (
            null_twins_sources.of_items(before_after.read("camden", most_answers=20)),
            ANSWERS,
        ),
        "items": lambda: (
            null_twins_sources.of_items(before_after.read("sutton", most_answers=12)),
            ANSWERS,
        ),
        "task": lambda: (null_twins_sources.of_tasks(tasks.read("central-beds")), TASKS),
        "clacton": lambda: (of_school("Clacton Coastal Academy"), LEVELS),
        "hamford": lambda: (of_school("Hamford Primary Academy"), LEVELS),
        "nothing": lambda: ((), LESSONS),
    }
    return null_twins.compare(*read[name]())


EVERY = ("sutton", "self", "letters", "camden", "items", "task", "clacton", "hamford", "nothing")


# What is read --------------------------------------------------------------------------------


def test_twelve_teachers_begin_at_their_printed_grades():
    """Table 7: three at 3, seven at 2, two at 1; six up, none down."""
    (found,) = null_twins_sources.of_grades("sutton", grades.read("sutton"))
    (model,) = found.models
    assert dict(zip(model.levels, model.before, strict=True)) == {"4": 0, "3": 3, "2": 7, "1": 2}
    assert (found.statistic, found.observed, found.moved) == (
        "net_improved",
        Fraction(6, 12),
        (6, 0),
    )


def test_letters_that_may_be_several_are_taken_at_their_least_favourable():
    """Two at D and the rest at E before, all at B after (Upper school, paragraph 4)."""
    (found,) = null_twins_sources.of_grades("central-beds", grades.read("central-beds"))
    (model,) = found.models
    counts = dict(zip(model.levels, model.before, strict=True))
    assert {code: count for code, count in counts.items() if count} == {"D": 2, "E": 15}
    assert found.observed == Fraction(2 * 2 + 15 * 3, 17)


def test_means_of_grades_leave_two_spreads_and_the_smallest_step():
    """1.82 and 1.45 of at most 34 and 11 people: ranks as high and as low as print so."""
    (found,) = null_twins_sources.of_grades("george-abbot", (), grade_means.read("george-abbot"))
    narrow, wide = found.models
    assert (narrow.n, narrow.n_after) == (wide.n, wide.n_after) == (34, 11)
    ranks = np.arange(4)
    assert np.dot(narrow.before, ranks) == np.dot(wide.before, ranks) == 34 * 4 - 62
    assert found.observed == Fraction(11 * 4 - 16, 11) - Fraction(34 * 4 - 62, 34)


def test_shares_of_answers_become_people_who_agreed_and_who_did_not():
    """Camden: 35 per cent of 17 and 81 per cent of 16 are 6 and 13 people."""
    found = {one.subject: one for one in null_twins_sources.of_items(
        before_after.read("camden", most_answers=20)
    )}  # fmt: skip
    one = found["enthusiasm of the teacher"]
    assert one.models[0].before == (11, 6) and one.models[0].n_after == 16
    assert one.observed == Fraction(13, 16) - Fraction(6, 17)
    assert one.agreed_after == (13, 16, 17)


def test_an_item_on_which_less_is_better_is_turned_round():
    """The best level is the lowest answer, and a smaller mean is a rise."""
    survey = before_after.read("sutton", most_answers=12)
    item = survey.known[3]
    turned = null_twins_sources.of_items(replace(survey, items=(replace(item, better="low"),)))[0]
    plain = null_twins_sources.of_items(replace(survey, items=(item,)))[0]
    assert plain.models[0].levels == turned.models[0].levels[::-1]
    assert plain.observed > 0 > turned.observed


def test_a_task_is_two_levels_and_only_classes_are_read():
    """0 of 22 and 0 of 25 before; 14 and 14 after (Tables 2 and 3)."""
    found = null_twins_sources.of_tasks(tasks.read("central-beds"))
    assert [(one.models[0].before, one.observed) for one in found] == [
        ((22, 0), Fraction(14, 22)),
        ((25, 0), Fraction(14, 25)),
    ]


def test_pupils_who_made_a_sub_level_are_counted_at_the_fewest():
    """22 or 23 of 31 at Langer (Quantitative data, paragraph 5)."""
    (found,) = of_school("Langer Primary Academy")
    assert (found.statistic, found.observed, found.n) == ("share_improved", Fraction(22, 31), 31)


def test_a_mean_without_pupils_is_that_of_a_full_class_and_counts_at_the_smallest():
    """1.5 and 2.2 points; the worst p-value is that of the smallest group that prints so."""
    for one in compared("hamford").twinned:
        assert one.reported.n == max(one.reported.sizes) <= 30
        assert one.worst.n == min(one.reported.sizes) < one.reported.n
        assert one.worst.p_value > max(result.p_value for _, result in one.at)


def test_a_whole_group_is_set_beside_the_published_rate_where_there_is_one():
    """56 per cent of schools that required improvement; none for ALPS grades."""
    wroxham = null_twins_sources.whole_groups(grades.read("wroxham")).set_index("Before")
    assert wroxham.loc["3", "Moved up anyway"] == "56%"
    alps = null_twins_sources.whole_groups(grades.read("central-beds"))
    assert alps["Moved up anyway"].isna().all() and len(alps) == 1


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(1, 6), st.data())
def test_the_two_spreads_have_the_smallest_and_the_largest_variance(levels, n, data):
    """Of every way in which people can have that sum."""
    total = data.draw(st.integers(0, n * (levels - 1)))
    ways = [
        way
        for way in itertools.combinations_with_replacement(range(levels), n)
        if sum(way) == total
    ]
    found = spreads(total, n=n, levels=levels)
    people = [np.repeat(range(levels), counts) for counts in found]
    assert all(len(one) == n and one.sum() == total for one in people)
    variances = [np.var(way) for way in ways]
    assert people[0].var() == pytest.approx(min(variances))
    assert people[-1].var() == pytest.approx(max(variances))


# What is assumed -----------------------------------------------------------------------------


def test_the_plausible_reliabilities_are_those_of_the_table():
    """0.24 to 0.68 for lesson grades (Coe 2014), widened by an assumed value beyond them."""
    assert LESSONS.reliabilities == (0.24, 0.5, 0.68)
    wider = null_twins.assume("lesson_observation", reliability=0.1, seed=1)
    assert wider.reliabilities == (0.1, 0.68)
    assert LESSONS.level == 0.05 and LESSONS.drifts == (0, 0.25)


@pytest.mark.parametrize(
    ("notebook", "judgement"),
    [
        ("ofsted_grade_shifts", "lesson_observation"),
        ("sublevel_progress", "teacher_assessment"),
        ("before_after_survey", "self_rating"),
        ("task_success", "marked_task"),
    ],
)
def test_a_notebook_assumes_what_the_table_gives_as_the_middle(notebook, judgement):
    """The default of the parameter is the estimate of the range, or close to it."""
    text = json.loads((NOTEBOOKS / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    source = "\n".join("".join(cell["source"]) for cell in text["cells"])
    default = float(re.search(r"^reliability: float = ([\d.]+)", source, re.M)[1])
    rows = tables.read("reliabilities").query("judgement == @judgement and role == 'range'")
    row = rows.set_index("measure").loc["reliability"]
    assert row["low"] < default == row["estimate"] < row["high"]


def test_every_figure_of_the_table_has_a_source_and_what_is_ours_is_called_an_assumption():
    """Ranges are assumed, rates and evidence are not."""
    table = tables.read("reliabilities")
    ours = table["source"] == "This collection"
    assert (table.loc[ours, "status"] == "assumption").all()
    assert not (table.loc[~ours, "status"] == "assumption").any()
    assert (table.loc[table["role"] == "range", "low"].notna()).all()
    assert table[["estimate", "low", "high"]].notna().any(axis=1).all()


def test_the_sources_of_a_judgement_can_be_shown():
    """Every row about it, with its figure in words."""
    shown = null_twins.evidence(LESSONS)
    assert "0.24 to 0.68 correlation" in shown["Figure"].tolist()
    assert shown["Source"].str.contains("Coe").any()


def test_an_unknown_judgement_or_a_selection_from_nobody_is_refused():
    """Known kinds are named."""
    with pytest.raises(null_twins.NullTwinError, match="Known: lesson_observation"):
        null_twins.assume("horoscope", reliability=0.5, seed=1)
    with pytest.raises(null_twins.NullTwinError, match="no population"):
        null_twins.assume("self_rating", reliability=0.5, seed=1, selection="graded")
    with pytest.raises(null_twins.NullTwinError, match="no 'drift' for 'teacher_assessment'"):
        null_twins.assume("teacher_assessment", reliability=0.8, seed=1)


def test_teachers_picked_because_they_were_graded_low_move_up_by_themselves():
    """The same three teachers at grade 3, out of everybody and as everybody."""
    model = null_twin.NullModel(levels=("4", "3", "2", "1"), before=(0, 12, 0, 0))
    picked = null_twins.assume(
        "lesson_observation", reliability=0.5, seed=1, draws=TWINS, selection="graded",
        population="4, 24, 60, 12",
    )  # fmt: skip
    found = {
        assumed.selection: null_twin.twins(
            assumed.world(model), statistic="share_improved", n_twins=TWINS, seed=1
        ).estimate
        for assumed in (LESSONS, picked)
    }
    assert found["graded"] > 0.5 > 0.1 > found["all"]


# The p-value that a headline has to pass -----------------------------------------------------


@pytest.mark.parametrize("name", [name for name in EVERY if name != "nothing"])
def test_the_worst_p_value_is_the_largest_over_everything_plausible(name):
    """Each reliability and each spread was tried; Holm's correction is over the report."""
    found = compared(name)
    for one in found.twinned:
        assert one.worst.p_value >= max(result.p_value for _, result in one.at)
        for model in one.reported.models:
            for reliability in found.assumed.reliabilities:
                world = replace(found.assumed.world(model), reliability=reliability)
                again = null_twin.twins(
                    world, statistic=one.reported.statistic, observed=one.reported.observed,
                    n_twins=TWINS, seed=1,
                )  # fmt: skip
                assert again.p_value <= one.worst.p_value
        if name in ("camden", "items"):
            break
    expected = proportions.adjust([one.worst.p_value for one in found.twinned])
    assert [one.worst.adjusted for one in found.twinned] == pytest.approx(expected.tolist())


def test_a_headline_asks_for_the_change_that_stands_out_most_or_for_one_by_name():
    """None where nothing was printed that a twin can be drawn for."""
    found = compared("camden")
    worst = null_twins.worst_p_value(found)
    assert worst.p_value == min(one.worst.p_value for one in found.twinned)
    named = null_twins.worst_p_value(found, found.twinned[-1].reported.subject)
    assert named == found.twinned[-1].worst
    assert null_twins.worst_p_value(compared("nothing")) is None
    with pytest.raises(null_twins.NullTwinError, match="found 'joy'"):
        null_twins.worst_p_value(found, "joy")


def test_other_people_the_second_time_are_compared_at_reliability_nought():
    """Nothing ties their judgements to those of the first."""
    (one, *_) = null_twins_sources.of_items(before_after.read("camden", most_answers=20))
    (found,) = null_twins.compare([replace(one, linked=False)], ANSWERS).twinned
    assert [reliability for reliability, _ in found.at] == [0.0]
    assert "as other people" in null_twins_shown.sentence(found, ANSWERS)


def test_the_grades_of_twelve_teachers_stand_out_until_everybody_drifts_a_quarter_grade():
    """Beyond unsure grades, not beyond unsure grades and the drift that is plausible."""
    (one,) = compared("sutton").twinned
    assert one.worst.p_value <= 0.05 < one.drifted.p_value
    assert "but if everybody had moved" in null_twins_shown.verdict(one, LESSONS)
    found = dict((p.name, p) for _, p in null_twins_tipping.points(compared("sutton")))
    assert found["reliability"].turns is False
    assert 0.1 < found["drift"].tipping_value < 0.25
    assert found["missing_people"].tipping_value == 1


def test_no_question_of_sixteen_differs_by_more_than_nothing_would():
    """Table 9: all adjusted p-values are above the level."""
    assert all(one.worst.adjusted > 0.05 for one in compared("items").twinned)
    assert null_twins_shown.sentences(compared("items"))[0].startswith("0 of 16 questions")


def test_the_pupils_of_clacton_stand_out_only_if_levels_are_judged_surely():
    """Between the least plausible reliability and the assumed one."""
    (one,) = compared("clacton").twinned
    (least, _, most) = (result.p_value for _, result in one.at)
    assert least > 0.05 > most
    assert "depends on how sure" in null_twins_shown.verdict(one, LEVELS)


# What a report shows -------------------------------------------------------------------------


def exhibits(name):
    """List everything that a section shows of a case."""
    found = compared(name)
    shown = [*null_twins_exhibits.likeness(found, citation="Source: A (2015)")]
    shown += [*null_twins_exhibits.starts(found), null_twins_exhibits.answers(found)]
    return [*shown, *null_twins_exhibits.turning(found, citation="Source: A (2015)")]


@cache
def shown(name):
    """Keep what was shown, because it is drawn slowly."""
    return exhibits(name)


@pytest.mark.parametrize("name", EVERY)
def test_no_sentence_of_the_section_claims_more_than_the_weakest_design_allows(name):
    """Sentences, captions, alternative texts and cells, by the rule of the reports."""
    texts = [null_twins_exhibits.brief(compared(name))]
    for exhibit in shown(name):
        if isinstance(exhibit, Figure):
            texts += [exhibit.alt, exhibit.caption]
        elif isinstance(exhibit, Table):
            texts += [exhibit.caption]
        else:
            texts.append(exhibit.data)
    for text in texts:
        assert sentences.problems(text, design="before_after_unpaired") == []


@pytest.mark.parametrize("name", [name for name in EVERY if name != "nothing"])
def test_the_section_has_two_figures_a_table_and_the_sources(name):
    """The twins with the real result, the tipping points, the answers, what is published."""
    found = shown(name)
    drawn = [exhibit for exhibit in found if isinstance(exhibit, Figure)]
    assert len(drawn) == 2 and all(re.search(r"\d", figure.alt) for figure in drawn)
    assert all("n = " in figure.caption for figure in drawn)
    captions = [exhibit.caption for exhibit in found if isinstance(exhibit, Table)]
    assert any(caption.startswith("How often null twins look") for caption in captions)
    assert any(caption.startswith("What is published") for caption in captions)


def test_without_people_the_section_says_why_and_shows_nothing_else():
    """Two sentences and an empty table."""
    (sentence, table, last) = shown("nothing")
    assert sentence.data.startswith("No null twin can be drawn: how many people")
    assert table.frame.empty and "nothing that could turn" in last.data


def test_the_table_moves_through_reliability_and_drift():
    """Three of each kind, for each change up to three; one row a question for more."""
    table = null_twins_tables.answers(compared("sutton"))
    assert table["Reliability"].tolist() == ["0.24", "0.5", "0.68"] * 2
    assert table["Everybody moves by"].unique().tolist() == ["0 grades", "0.25 grades"]
    many = null_twins_tables.answers(compared("items"))
    assert len(many) == 16 and (many["Beyond the twins"] == "no").all()


def test_people_expected_to_move_up_by_themselves_are_those_of_the_closed_form():
    """By starting grade: most of those at 3, none of those at the best."""
    table = null_twins_tables.starts(compared("sutton")).set_index("Began at")
    least = table["Move up by themselves at 0.24"]
    assert table["People"].to_dict() == {"3": 3, "2": 7, "1": 2}
    assert least["1"] == 0 < least["2"] / 7 < least["3"] / 3
    (one,) = compared("sutton").twinned
    world = replace(one.model, reliability=0.24)
    drawn = null_twin.twins(world, statistic="share_improved", seed=1)
    assert drawn.estimate * 12 == pytest.approx(least.sum(), abs=0.3)


@pytest.mark.parametrize("name", [name for name in EVERY if name != "nothing"])
def test_every_number_of_an_alternative_text_stands_in_a_table_of_the_section(name):
    """So that a reader who cannot see the figure and one who can read the same."""
    cells = " ".join(
        str(value)
        for exhibit in shown(name)
        if isinstance(exhibit, Table)
        for value in [*exhibit.frame.to_numpy().ravel(), *exhibit.frame.columns]
    )
    known = {number.value for number in sentences.numerals(cells, names=False)}
    for exhibit in shown(name):
        if isinstance(exhibit, Figure):
            for number in sentences.numerals(exhibit.alt):
                assert abs(number.value) in {abs(value) for value in known}, number


def test_shares_of_twins_are_written_so_that_a_small_one_is_not_rounded_to_nought():
    """None, fewer than one in a thousand, one decimal, whole per cent."""
    (one,) = compared("sutton").twinned
    written = [
        null_twins_shown.share_of_twins(replace(one.result, share_at_least=share))
        for share in (0.0, 0.0004, 0.0073, 0.25)
    ]
    assert written == ["none", "fewer than 0.1%", "0.7%", "25%"]


def test_a_line_of_the_tipping_figure_has_its_range_and_its_point():
    """Ends searched, plausible band, assumed value; text in words."""
    rows = null_twins_tipping.rows(null_twins_tipping.points(compared("hamford")), LEVELS)
    assert set(rows["label"]) == {
        "How sure one judgement is",
        "How far everybody moves anyway (sub-levels)",
        "People behind the mean",
    }
    assert ((rows["low"] <= rows["assumed"]) & (rows["assumed"] <= rows["high"])).all()
    turned = rows.dropna(subset=["tipping"])
    assert ((turned["low"] <= turned["tipping"]) & (turned["tipping"] <= turned["high"])).all()
    assert (rows["text"] == "does not turn").tolist() == rows["tipping"].isna().tolist()


def test_many_values_are_drawn_together_without_a_comb():
    """A hundred equal shares stay level: every bar but the last holds as many of them."""
    table = pd.DataFrame({"value": np.arange(100) / 7, "share": 0.01, "label": "a", "observed": 3})
    _, heights, width = figures._bars(table)
    assert len(heights) <= figures.MOST_BARS and heights.sum() == pytest.approx(1)
    assert heights[:-1] == pytest.approx(np.full(len(heights) - 1, heights[0]))
    assert width < 3 / 7


def test_a_figure_of_five_results_or_of_no_tipping_point_is_refused():
    """Say in words why there is none."""
    table = pd.DataFrame({"label": list("abcde"), "value": 0, "share": 1.0, "observed": 0})
    with pytest.raises(ValueError, match="at most four"):
        figures.twins(table, unit="people", alt="1.", caption="n = 1.")
    with pytest.raises(ValueError, match="at least one"):
        figures.tipping(pd.DataFrame(), alt="1.", caption="n = 1.")
