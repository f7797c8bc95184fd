"""Null twins: people judged twice with nothing changed, against closed forms and other routes."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import ndtr, ndtri

from partnership_evaluation import null_twin
from partnership_evaluation.null_twin import NullModel, ladder, regression_to_the_mean, twins
from partnership_evaluation.null_twin.model import FAR, latent_shift, latent_shifts
from partnership_evaluation.null_twin.outcomes import at_least_as_good, numerators

GRADES = ("4", "3", "2", "1")
SHARES = (0.1, 0.3, 0.45, 0.15)
QUICK = settings(derandomize=True, max_examples=60, deadline=None)


def of_shares(**changed):
    """Describe people drawn from a known population."""
    settled = {"levels": GRADES, "n": 12, "population": SHARES, "reliability": 0.5}
    return NullModel(**(settled | changed))


def within(found, expected, *, error):
    """Say whether a simulated mean is within four standard errors of what it should be."""
    return abs(found - expected) <= 4 * error


# Regression to the mean ----------------------------------------------------------------------


@pytest.mark.parametrize("rho", np.linspace(0, 1, 11))
def test_the_closed_form_is_equation_1_of_barnett_and_others(rho):
    """Mean 60, standard deviation 15, people at 40 or below: the setting of their program."""
    within_variance, z = (1 - rho) * 15**2, (60 - 40) / 15
    hazard = stats.norm.pdf(z) / stats.norm.sf(z)
    expected = within_variance / np.sqrt(15**2) * hazard
    found = regression_to_the_mean(60, sd=15, reliability=float(rho), below=40)
    assert found.estimate == pytest.approx(expected)
    assert found.share_selected == pytest.approx(stats.norm.sf(z))


@pytest.mark.parametrize(
    ("above", "below", "drift", "judgements"),
    [(None, -0.4, 0.0, 1), (0.8, None, 0.2, 1), (-1.0, 0.5, -0.1, 1), (None, -0.4, 0.0, 3)],
)
def test_the_closed_form_is_what_simulation_gives(above, below, drift, judgements):
    """People with a truth and errors, selected by their first measurement."""
    rng, reliability, size = np.random.default_rng(7), 0.6, 400_000
    truth = rng.normal(0, np.sqrt(reliability), size)
    noise = np.sqrt((1 - reliability) / judgements)
    first, second = truth + rng.normal(0, noise, size), truth + rng.normal(0, noise, size) + drift
    chosen = (first >= (-np.inf if above is None else above)) & (
        first <= (np.inf if below is None else below)
    )
    change = (second - first)[chosen]
    found = regression_to_the_mean(
        0, sd=1, reliability=reliability, above=above, below=below, drift=drift,
        judgements=judgements,
    )  # fmt: skip
    assert within(change.mean(), found.estimate, error=change.std() / np.sqrt(chosen.sum()))
    assert within(
        chosen.mean(), found.share_selected, error=np.sqrt(chosen.mean() / size)
    )  # fmt: skip
    assert found.mean_after - found.mean_before == pytest.approx(found.estimate)


def test_a_perfect_measurement_does_not_regress_and_a_random_one_goes_all_the_way():
    """Reliability 1 leaves the group where it is, 0 takes it to the mean."""
    assert regression_to_the_mean(50, sd=10, reliability=1, above=60).estimate == 0
    assert regression_to_the_mean(50, sd=10, reliability=0, above=60).mean_after == 50


def test_several_judgements_are_as_reliable_as_spearman_and_brown_say():
    """Two of 0.5 have two thirds; one stays as it is."""
    assert null_twin.reliability_of_mean(0.5, judgements=2) == pytest.approx(2 / 3)
    assert null_twin.reliability_of_mean(0.37, judgements=1) == 0.37


@pytest.mark.parametrize(("reliability", "printed"), [(0.24, 78), (0.7, 51)])
def test_a_second_observer_disagrees_as_often_as_coe_worked_out(reliability, printed):
    """51 to 78 per cent of lessons graded best (Coe 2014), with 12.2 per cent of them so graded."""
    table = null_twin.transition(
        [0.878, 0.122], levels=("other", "outstanding"), reliability=reliability
    )
    other = table.set_index("level").loc["outstanding", "declined"]
    assert round(100 * other) == printed


def test_the_closed_form_for_grades_is_what_twins_give():
    """Expected share who move up, from rectangles of the normal and from twins."""
    table = null_twin.transition(SHARES, levels=GRADES, reliability=0.6, drift=0.2)
    expected = float((table["share"] * table["improved"]).sum())
    found = twins(of_shares(reliability=0.6, drift=0.2), statistic="share_improved", seed=3)
    error = np.sqrt(expected * (1 - expected) / (12 * 10_000))
    assert within(found.estimate, expected, error=error)
    assert table[list(GRADES)].sum(axis=1).to_numpy() == pytest.approx(np.ones(4))
    assert table[["improved", "same", "declined"]].sum(axis=1).to_numpy() == pytest.approx(
        np.ones(4)
    )


def test_two_judges_agree_as_often_as_chance_at_nought_and_always_at_one():
    """The sum of squared shares, and 1."""
    chance = sum(share**2 for share in SHARES)
    assert null_twin.agreement(SHARES, reliability=0) == pytest.approx(chance)
    assert null_twin.agreement(SHARES, reliability=1) == pytest.approx(1)


def test_a_group_selected_as_the_weakest_third_regresses_as_the_closed_form_says():
    """On a fine ladder the mean gain is that of a normal measurement below its lower third."""
    fine = replace(ladder(n=50, spread=12, reliability=0.7), selection="weakest_third")
    below = 12 * stats.norm.ppf(1 / 3)
    expected = regression_to_the_mean(0, sd=12, reliability=0.7, below=below).estimate
    found = twins(fine, statistic="mean_shift", n_twins=4000, seed=5)
    spread = np.sqrt(sum(c * (v - found.estimate) ** 2 for v, c in found.values) / 4000)
    assert within(found.estimate, expected, error=spread / np.sqrt(4000))
    everybody = twins(replace(fine, selection="all"), statistic="mean_shift", seed=5)
    assert abs(everybody.estimate) < 0.1 < expected


# Twins ---------------------------------------------------------------------------------------


def test_twins_begin_with_the_levels_that_were_printed():
    """Every twin has the same numbers at each level before."""
    model = NullModel(levels=GRADES, before=(0, 3, 7, 2))
    before, after = null_twin.draw(model, n_twins=200, seed=1)
    assert before.shape == after.shape == (200, 12)
    assert all(np.bincount(row, minlength=4).tolist() == [0, 3, 7, 2] for row in before)


def test_with_certain_judgement_and_no_drift_nothing_moves():
    """Reliability 1."""
    model = NullModel(levels=GRADES, before=(1, 3, 6, 2), reliability=1)
    for statistic in ("share_improved", "share_declined", "net_improved", "mean_shift"):
        assert twins(model, statistic=statistic, n_twins=300, seed=1).values == ((0.0, 300),)


def test_at_reliability_nought_the_second_judgement_is_that_of_another_person():
    """The share who move up is that of two independent draws."""
    higher = sum(p * sum(SHARES[i + 1 :]) for i, p in enumerate(SHARES))
    found = twins(of_shares(reliability=0), statistic="share_improved", seed=2)
    assert within(found.estimate, higher, error=np.sqrt(higher * (1 - higher) / 120_000))


@pytest.mark.parametrize("drift", [-0.4, 0.0, 0.25, 1.0])
def test_the_mean_of_the_population_moves_by_the_drift(drift):
    """In levels as seen on the scale, its ceiling and floor included."""
    found = twins(of_shares(drift=drift), statistic="mean_shift", seed=4)
    spread = np.sqrt(sum(c * (v - found.estimate) ** 2 for v, c in found.values) / 10_000)
    assert within(found.estimate, drift, error=spread / 100)


def test_the_drift_of_a_scale_of_two_levels_is_a_share_of_people():
    """From 20 to 50 per cent: the boundary moves by the difference of the normal quantiles."""
    expected = stats.norm.ppf(0.8) - stats.norm.ppf(0.5)
    assert latent_shift([0.8, 0.2], 0.3) == pytest.approx(expected)


def test_a_mean_shift_varies_as_much_as_two_judgements_do():
    """Its variance is 2 (1 - r) / n of a judgement's, the unknown population included."""
    n, reliability = 24, 0.4
    steps = np.rint(3 * stats.norm.ppf((np.arange(n) + 0.5) / n)).astype(int) + 7
    before = np.bincount(steps, minlength=15)
    model = NullModel(
        levels=tuple(map(str, range(15))), before=tuple(before.tolist()), reliability=reliability
    )
    found = twins(model, statistic="mean_shift", seed=6)
    variance = sum(c * (v - found.estimate) ** 2 for v, c in found.values) / 10_000
    expected = 2 * (1 - reliability) * steps.var() / n
    assert 0.85 < variance / expected < 1.25


def test_whoever_is_at_the_best_level_cannot_rise_and_at_the_worst_cannot_fall():
    """Ceiling and floor are the ends of the scale."""
    top = NullModel(levels=GRADES, before=(0, 0, 0, 5), reliability=0.2)
    bottom = NullModel(levels=GRADES, before=(5, 0, 0, 0), reliability=0.2)
    assert twins(top, statistic="share_improved", n_twins=500, seed=1).values == ((0.0, 500),)
    assert twins(bottom, statistic="share_declined", n_twins=500, seed=1).values == ((0.0, 500),)


def test_where_falls_are_noted_as_no_change_nothing_falls_and_the_mean_rises():
    """A rule of recording alone makes a gain."""
    plain = of_shares(n=30)
    kept = replace(plain, falls="as_no_change")
    assert twins(kept, statistic="share_declined", n_twins=500, seed=1).values == ((0.0, 500),)
    assert (
        twins(kept, statistic="mean_shift", seed=1).low
        > twins(plain, statistic="mean_shift", seed=1).estimate
    )


def test_people_judged_once_only_are_drawn_from_the_population():
    """Ten before and six after, or six and ten: the mean stays where it is."""
    for n, n_after in ((10, 6), (6, 10)):
        found = twins(of_shares(n=n, n_after=n_after), statistic="mean_shift", seed=8)
        assert found.n == n and abs(found.estimate) < 0.02
        assert null_twin.draw(of_shares(n=n, n_after=n_after), n_twins=100, seed=1)[1].shape == (
            100,
            n_after,
        )


# The result ----------------------------------------------------------------------------------


def test_the_p_value_counts_the_real_result_among_its_twins():
    """(k + 1) / (N + 1), the share k / N with its binomial error, all twins counted once."""
    model = NullModel(levels=GRADES, before=(0, 3, 7, 2))
    found = twins(model, statistic="net_improved", observed=Fraction(3, 12), n_twins=999, seed=1)
    k = sum(count for value, count in found.values if value >= 0.25)
    assert found.share_at_least == k / 999 and found.p_value == (k + 1) / 1000
    assert found.monte_carlo_error == pytest.approx(np.sqrt(k / 999 * (1 - k / 999) / 999))
    assert sum(count for _, count in found.values) == 999
    assert found.table["share"].sum() == pytest.approx(1)
    assert found.low <= found.estimate <= found.high


def test_a_result_that_no_twin_reaches_has_the_smallest_p_value_there_can_be():
    """Never nought."""
    model = NullModel(levels=GRADES, before=(12, 0, 0, 0), reliability=0.9)
    found = twins(model, statistic="mean_shift", observed=3, n_twins=999, seed=1)
    assert found.share_at_least == 0 and found.p_value == 1 / 1000


def test_the_same_seed_gives_the_same_twins_and_another_seed_others():
    """Whole results are compared."""
    first, again, other = (
        twins(of_shares(), statistic="mean_shift", n_twins=500, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again and first != other


def test_the_less_reliable_a_judgement_the_more_often_twins_look_as_good():
    """Without drift; with drift everybody looks better, whatever the reliability."""
    model = NullModel(levels=GRADES, before=(0, 3, 7, 2))
    table = null_twin.sensitivity(
        model, statistic="net_improved", observed=Fraction(1, 2),
        reliabilities=(0.1, 0.5, 0.9), drifts=(0, 0.3), seed=1,
    )  # fmt: skip
    assert len(table) == 6
    assert table[table["drift"] == 0]["p_value"].is_monotonic_decreasing
    assert (table["p_value"].to_numpy()[3:] > table["p_value"].to_numpy()[:3]).all()


@QUICK
@given(
    st.integers(2, 5).flatmap(
        lambda k: st.tuples(
            st.lists(st.integers(0, k - 1), min_size=1, max_size=8),
            st.lists(st.integers(0, k - 1), min_size=1, max_size=8),
            st.just(k),
        )
    )
)
def test_a_statistic_is_what_counting_by_hand_gives(people):
    """Shares over those judged twice, means over all who were judged."""
    first, second, k = people
    both = list(zip(first, second, strict=False))
    up, down = sum(b > a for a, b in both), sum(b < a for a, b in both)
    scores = tuple(range(0, 2 * k, 2))
    expected = {
        "share_improved": Fraction(up, len(both)),
        "share_declined": Fraction(down, len(both)),
        "net_improved": Fraction(up - down, len(both)),
        "mean_shift": Fraction(sum(second), len(second)) - Fraction(sum(first), len(first)),
        "shift_at_best": Fraction(second.count(k - 1), len(second))
        - Fraction(first.count(k - 1), len(first)),
    }
    expected["mean_gain"] = 2 * expected["mean_shift"]
    for statistic, value in expected.items():
        number, divisor = numerators(
            statistic, np.array([first]), np.array([second]), scores=scores
        )
        assert Fraction(int(number[0]), divisor) == value
    p = numerators("p_sign", np.array([first]), np.array([second]), scores=scores)[0][0]
    assert p == (pytest.approx(stats.binomtest(up, up + down).pvalue) if up > down else 1)


@QUICK
@given(st.integers(-30, 30), st.integers(1, 12), st.fractions(-4, 4, max_denominator=12))
def test_at_least_as_good_is_decided_without_rounding(number, divisor, observed):
    """As fractions, whichever way is better."""
    value = Fraction(number, divisor)
    for statistic, expected in (
        ("mean_shift", value >= observed),
        ("share_declined", value <= observed),
    ):
        found = at_least_as_good(np.array([number]), divisor, observed, statistic=statistic)
        assert found.tolist() == [expected]


@pytest.mark.parametrize(
    ("reliability", "statistic"),
    [(0.25, "net_improved"), (0.6, "net_improved"), (0.6, "mean_shift")],
)
def test_people_for_whom_nothing_worked_seldom_stand_out(reliability, statistic):
    """Of 700 simulated groups of 12, at most about 5 in 100 have a p-value of at most 0.05."""
    rng, runs, hits = np.random.default_rng(11), 700, 0
    cuts = stats.norm.ppf(np.cumsum(SHARES)[:-1])
    for _ in range(runs):
        truth = rng.normal(0, np.sqrt(reliability), 12)
        noise = np.sqrt(1 - reliability)
        before, after = (np.searchsorted(cuts, truth + rng.normal(0, noise, 12)) for _ in "ab")
        up, down = int((after > before).sum()), int((after < before).sum())
        observed = {"net_improved": up - down, "mean_shift": int((after - before).sum())}
        model = NullModel(
            levels=GRADES,
            before=tuple(np.bincount(before, minlength=4).tolist()),
            reliability=reliability,
        )
        found = twins(
            model, statistic=statistic, observed=Fraction(observed[statistic], 12), n_twins=199,
            seed=rng,
        )  # fmt: skip
        hits += found.p_value <= 0.05
    assert stats.binomtest(hits, runs, 0.05, alternative="greater").pvalue > 0.01


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"levels": ("1",)}, "at least two levels"),
        ({"levels": ("1", "1")}, "each named once"),
        ({"before": (1, 2)}, "one number a level: found 2 for 4"),
        ({"before": (0, 0, 0, 0)}, "at least one in all"),
        ({"before": (1.5, 1, 1, 1)}, "whole numbers of 0 or more"),
        ({"before": (1, 1, 1, 1), "n": 5}, "before counts 4"),
        ({"reliability": 1.2}, "reliability lies from 0 to 1: found 1.2"),
        ({"reliability": True}, "reliability lies from 0 to 1"),
        ({"drift": 9}, "it can move by"),
        ({"selection": "weekest_third"}, "did you mean 'weakest_third'?"),
        ({"falls": "hidden"}, "falls is one of"),
        ({"population": None}, "neither before nor population"),
        ({"population": (0, 0, 0, 0)}, "not all 0"),
        ({"before": (1, 0, 0, 0), "population": (0, 1, 1, 1), "n": None}, "found people at 4"),
        ({"scores": (1, 1, 2, 3)}, "rising order"),
        ({"n": 0}, "whole number of people"),
        ({"n_after": 2.5}, "whole number of people"),
        (
            {"before": (0, 0, 1, 0), "n": None, "selection": "weakest_third"},
            "lowest third of the population",
        ),
    ],
)
def test_a_world_that_cannot_be_is_refused(changed, words):
    """The rule, what was found, and what to do."""
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        of_shares(**changed)


def test_a_selection_needs_to_know_from_whom():
    """Without the population nobody knows what regresses to where."""
    with pytest.raises(ValueError, match="need the population"):
        NullModel(levels=GRADES, before=(0, 3, 0, 0), selection="graded")


def test_all_problems_of_a_world_are_reported_at_once():
    """Three wrong things, three sentences."""
    with pytest.raises(ValueError, match="reliability") as raised:
        NullModel(levels=("a",), before=(1, 2), reliability=2)
    assert len(str(raised.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"statistic": "net_improve"}, "did you mean 'net_improved'?"),
        ({"n_twins": 5}, "n_twins lies from 100"),
        ({"observed": "half"}, "number in the unit"),
        ({"observed": float("nan")}, "number in the unit"),
    ],
)
def test_twins_refuse_what_they_cannot_draw(arguments, words):
    """The nearest name is offered."""
    with pytest.raises(ValueError, match=words.replace("?", r"\?")):
        twins(of_shares(), **({"statistic": "mean_shift", "seed": 1} | arguments))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "needs a threshold"),
        ({"above": 2, "below": 1}, "swap the two"),
        ({"below": 1, "sd": 0}, "above 0"),
        ({"below": 1, "reliability": 7}, "reliability lies from 0 to 1: found 7"),
        ({"below": float("inf")}, "are finite"),
        ({"below": 1, "judgements": 0}, "at least 1"),
    ],
)
def test_regression_to_the_mean_refuses_impossible_selections(arguments, words):
    """Each with what was found."""
    with pytest.raises(ValueError, match=words):
        regression_to_the_mean(0, **({"sd": 1, "reliability": 0.5} | arguments))


def test_a_ladder_needs_a_spread_of_half_a_level_at_least():
    """Otherwise the levels themselves are better."""
    with pytest.raises(ValueError, match=r"0\.5 to 50"):
        ladder(n=10, spread=0.1, reliability=0.5)


def test_what_was_drawn_before_does_not_change_a_draw():
    """People kept from a neighbouring model are those that would be drawn afresh."""
    world = {"levels": ("3", "2", "1"), "before": (4, 5, 3), "n_after": 9}
    for reliability, drift in ((0.5, 0.0), (0.9, 0.0), (0.5, 0.3), (0.9, 0.1), (0.5, 0.0)):
        model = NullModel(**world, reliability=reliability, drift=drift)
        kept = null_twin.simulation.draw(model, n_twins=100, seed=3)
        afresh = null_twin.simulation.draw(model, n_twins=100, seed=np.random.default_rng(3))
        assert all(map(np.array_equal, kept, afresh))


@pytest.mark.parametrize("drift", [-0.4, 0.001, 0.7])
def test_each_population_moves_its_own_mean_by_the_drift(drift):
    """Whatever its shares; where the scale has no room left, as far as it goes."""
    shares = np.random.default_rng(1).dirichlet((0.3, 5, 2, 0.3), size=500)
    inner = ndtri(np.clip(np.cumsum(shares, axis=1)[:, :-1], 0, 1))
    moves = latent_shifts(inner, drift)
    rise = (ndtr(moves[:, None] - inner) - ndtr(-inner)).sum(axis=1)
    assert rise[np.abs(moves) < FAR] == pytest.approx(drift)
    assert (np.abs(rise) <= abs(drift) + 1e-9).all()
