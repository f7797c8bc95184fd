"""The simulators of the workshop: worlds with a known truth, and classes that pool their draws."""

import numpy as np
import pytest

from partnership_workshop import learner, simulators
from partnership_workshop.simulators import sliders, worlds

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
    with pytest.raises(ValueError, match="at least one learner"):
        simulators.pool("drift", learners=[])
