"""The simulators of the workshop: worlds with a known truth, and classes that pool their draws."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from partnership_workshop import learner, simulators
from partnership_workshop.making.sources import FOLDER
from partnership_workshop.simulators import pooling, sliders, worlds

DRAWS = 60


def mean(danger, value, method="alone"):
    """Average the estimates of many draws."""
    rng = np.random.default_rng(7)
    found = [simulators.simulate(danger, value=value, seed=rng) for _ in range(DRAWS)]
    return np.mean([getattr(each, method).estimate for each in found]), found[0]


def test_there_is_a_simulator_for_each_danger():
    """Selection, reliability, ceiling, drift, attrition, clustering, no control."""
    assert set(simulators.DANGERS) == {
        "selection", "reliability", "ceiling", "drift", "attrition", "clustering", "no control",
    }  # fmt: skip


@pytest.mark.parametrize(("danger", "value"), [("selection", 0.25), ("reliability", 0.3)])
def test_the_chosen_rise_by_themselves_as_far_as_the_closed_form_says(danger, value):
    """The draws and null_twin.regression_to_the_mean agree; the comparison group takes it away."""
    alone, first = mean(danger, value)
    assert alone == pytest.approx(first.by_itself, abs=0.05) and first.by_itself > 0.3
    assert mean(danger, value, "compared")[0] == pytest.approx(0, abs=0.1)


def below_top(mean, top):
    """The mean of a normal score with standard deviation 1 that cannot exceed a top."""
    return mean * norm.cdf(top - mean) - norm.pdf(top - mean) + top * norm.sf(top - mean)


def test_under_a_ceiling_the_gain_is_that_of_the_closed_form():
    """Scores cut off at the top, before and after, within four standard errors."""
    top = norm.ppf(0.6)
    found = [simulators.simulate("ceiling", value=0.4, seed=seed) for seed in range(DRAWS)]
    for method in ("alone", "compared"):
        gains = [getattr(each, method).estimate for each in found]
        error = np.std(gains, ddof=1) / np.sqrt(DRAWS)
        assert abs(np.mean(gains) - (below_top(0.6, top) - below_top(0.0, top))) < 4 * error


def test_those_who_stay_seem_to_gain_as_far_as_the_closed_form_says():
    """The best of the second time, whose first time was closer to the mean."""
    world = replace(worlds.DANGERS["attrition"].world, people=400)
    gains = [
        simulators.simulate("attrition", value=0.3, people=400, seed=seed).alone.estimate
        for seed in range(DRAWS)
    ]
    expected = (1 - world.reliability) * norm.pdf(norm.ppf(0.3)) / 0.7
    assert abs(np.mean(gains) - expected) < 4 * np.std(gains, ddof=1) / np.sqrt(DRAWS)


def test_a_drift_is_taken_for_the_programme_unless_there_is_a_comparison():
    """The group alone finds drift and effect together, the comparison the effect."""
    alone, first = mean("no control", 0.3)
    assert alone == pytest.approx(0.3 + worlds.DANGERS["no control"].world.drift, abs=0.05)
    assert mean("no control", 0.3, "compared")[0] == pytest.approx(first.truth, abs=0.1)


def test_a_ceiling_hides_what_a_programme_does_from_both_methods():
    """A comparison group does not mend everything."""
    for method in ("alone", "compared"):
        found, first = mean("ceiling", 0.5, method)
        assert found < first.truth / 1.5


def test_the_more_are_missing_the_better_nothing_looks():
    """Those who did worst are the ones who do not come back."""
    few, many = (mean("attrition", value)[0] for value in (0.0, 0.5))
    assert abs(few) < 0.05 and many > 0.15


def test_classes_make_an_interval_of_people_too_sure():
    """It misses the truth far more often than one in twenty; that of classes does not."""
    summary = simulators.pool("clustering", learners=DRAWS, value=0.5).summary()
    alone, compared = summary["share"]
    assert alone > 0.3 and compared < 0.1


def test_an_honest_method_errs_in_about_one_of_twenty_classes():
    """The exact interval around the share of misses holds a twentieth."""
    summary = simulators.pool("no control", learners=DRAWS).summary().iloc[1]
    assert summary["low"] <= 0.05 <= summary["high"] and summary["of"] == DRAWS


def test_a_class_that_pools_its_names_finds_each_learners_own_draw():
    """What a learner sees alone is the line of that learner."""
    together = simulators.pool("drift", learners=["Ada", "Ben"]).table
    alone = simulators.simulate("drift", seed=learner("ada").random("class"))
    assert together.loc[0, "estimate"] == alone.alone.estimate
    assert together["learner"].tolist() == ["Ada", "Ada", "Ben", "Ben"]


def test_the_same_seed_gives_the_same_world():
    """And another seed another one."""
    first, again, other = (simulators.simulate("drift", seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_sliders_redraw_and_a_table_stays_on_paper():
    """The widget holds the setting, the people and the draw; the table has the range."""
    explorer = simulators.explore("selection")
    widget = explorer.sliders()
    assert [child.description for child in widget.children[:3]] == ["chosen", "people", "draw"]
    shown = widget.f(value=0.5, people=24, draw=3)
    assert shown.png.startswith(b"\x89PNG") and "truth is 0.00" in shown.alt
    assert len(sliders.table("selection").frame) == 4


def test_a_danger_that_is_not_known_or_out_of_range_is_refused_with_the_nearest():
    """The rule, what was found, what to do."""
    with pytest.raises(ValueError, match=r"Did you mean 'drift'"):
        simulators.simulate("drifts", seed=1)
    with pytest.raises(ValueError, match=r"from 0.1 to 1.0; found 3"):
        simulators.simulate("selection", value=3, seed=1)
    for nobody in ([], 0, -3, None):
        with pytest.raises(ValueError, match="at least one learner"):
            simulators.pool("drift", learners=nobody)


def test_nobody_is_counted_twice_in_a_class():
    """The same name is the same evaluation; one name alone is one learner, not its letters."""
    with pytest.raises(ValueError, match=r"found twice: ada\. Add a letter"):
        simulators.pool("drift", learners=["Ada", "Ben", " ada"])
    assert simulators.pool("drift", learners="ada").summary()["of"].tolist() == [1, 1]


def test_a_pooled_picture_draws_as_many_as_it_counts_or_says_how_many(monkeypatch):
    """The class of the lesson, whose lines are to be counted, is drawn whole."""
    lesson = (FOLDER / "02_few_teachers.ipynb").read_text(encoding="utf-8")
    assert int(re.search(r"learners=(\d+)", lesson)[1]) == pooling.DRAWN
    monkeypatch.setattr(pooling, "DRAWN", 3)
    whole, more = (simulators.pool("drift", learners=n).figure("compared") for n in (3, 4))
    assert "n = 3." in whole.caption and "n = 4, the first 3 drawn." in more.caption


def test_every_place_of_the_sliders_gives_an_interval():
    """Two classes at least: with one there would be none."""
    least = simulators.explore("clustering").sliders().children[1].min
    assert least == 24
    for danger, known in worlds.DANGERS.items():
        people = least if known.world.class_size > 1 else 12
        for value in (known.low, known.high):
            found = simulators.simulate(danger, value=value, people=people, seed=1)
            assert found.table()[["estimate", "low", "high"]].notna().all(axis=None)
    with pytest.raises(ValueError, match="at least two classes of 12; found 12 people"):
        simulators.simulate("clustering", people=12, seed=1)


def test_the_table_on_paper_does_not_blame_a_fair_comparison():
    """Enough draws: its intervals miss about as often as they promise."""
    table = sliders.table("selection").frame
    assert table["with comparison: share that miss"].max() <= 0.15
    assert table["this group alone: share that miss"].iloc[0] > 0.8
