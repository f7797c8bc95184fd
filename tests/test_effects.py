"""Effect sizes: published examples, R, simulated studies, and refusals."""

import math
import shutil
import subprocess
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.power import TTestIndPower, TTestPower

from partnership_evaluation import effects, tables

needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
BEFORE, AFTER = [2, 3, 3, 4, 5, 4, 2, 3], [3, 3, 5, 4, 7, 4, 4, 3]
#: Five studies of Morris (2008): mean change, SD before and n of both groups, correlation, d_ppc2.
MORRIS = [
    (38.5 - 30.6, 15.0, 20, 19.7 - 23.1, 13.8, 20, 0.47, 0.77),
    (26.8 - 23.5, 3.1, 50, 25.3 - 24.9, 4.1, 42, 0.64, 0.80),
    (0.7 - 0.5, 0.1, 9, 0.6 - 0.6, 0.2, 9, 0.77, 1.20),
    (75.9 - 53.4, 14.5, 10, 60.7 - 55.7, 17.3, 11, 0.89, 1.05),
    (36.0 - 35.6, 4.7, 14, 33.4 - 34.8, 3.1, 14, 0.44, 0.44),
]


def r(script):
    """Run a few lines of R and return the numbers that they print."""
    run = subprocess.run(
        ["Rscript", "-e", f"options(digits=15);{script}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [float(word) for word in run.stdout.split()]


def borenstein(**more):
    """Return the worked example of two groups in Borenstein et al. (2009), chapter 4."""
    return effects.two_groups_printed(
        mean="103", sd="5.5", n=50, comparison_mean="100", comparison_sd="4.5", comparison_n=50,
        **more,
    )  # fmt: skip


def coverage(make, truth, *, studies=800):
    """Share of simulated studies whose interval holds the truth."""
    found = [make() for _ in range(studies)]
    return sum(one.low <= truth <= one.high for one in found) / studies


# Published examples --------------------------------------------------------------------------


def test_two_groups_give_the_worked_example_of_borenstein():
    """Chapter 4: d 0.5970, J 0.9923, g 0.5924, standard error of g 0.2028."""
    found = borenstein(correction="approximate")
    assert round(found.uncorrected, 4) == 0.5970
    assert round(found.correction, 4) == 0.9923
    assert round(found.estimate, 4) == 0.5924
    assert round(found.standard_error, 4) == 0.2028
    assert round(found.denominator_value, 4) == 5.0249


def test_pairs_give_the_worked_example_of_borenstein():
    """Chapter 4: d 0.4225, J 0.9846, g 0.4160, standard error of g 0.1126."""
    found = effects.pairs_printed(
        mean_change=3, n=50, sd_change="5.5", correlation="0.7", denominator="pooled",
        correction="approximate",
    )  # fmt: skip
    assert round(found.uncorrected, 4) == 0.4225
    assert round(found.correction, 4) == 0.9846
    assert round(found.estimate, 4) == 0.4160
    assert round(found.standard_error, 4) == 0.1126


@pytest.mark.parametrize("study", MORRIS)
def test_difference_in_differences_gives_table_5_of_morris(study):
    """The five values of d_ppc2 in Morris (2008), Table 5."""
    change, sd, n, other, other_sd, other_n, correlation, printed = study
    found = effects.difference_in_differences_printed(
        mean_change=change, sd_before=sd, n=n, comparison_mean_change=other,
        comparison_sd_before=other_sd, comparison_n=other_n, correlation=correlation,
    )  # fmt: skip
    assert round(found.estimate, 2) == printed


# Corrections and denominators ----------------------------------------------------------------


@given(st.integers(2, 2000))
@settings(derandomize=True, max_examples=50, deadline=None)
def test_the_approximate_correction_is_close_to_the_exact_one(df):
    """Within a hundredth from 2 degrees of freedom, and both below 1."""
    exact = effects.correction_factor(df)
    near = effects.correction_factor(df, correction="approximate")
    assert abs(exact - near) < 0.01
    assert exact < 1 and effects.correction_factor(df, correction="none") == 1


def test_the_approximate_correction_is_that_of_the_field():
    """1 - 3 / (4 N - 9) for two groups of N people in all."""
    assert effects.correction_factor(22, correction="approximate") == pytest.approx(
        1 - 3 / (4 * 24 - 9)
    )


def test_corrected_effects_are_unbiased_in_small_studies():
    """The mean of 4,000 studies of five and five is the truth, within simulation error."""
    rng = np.random.default_rng(3)
    made = [
        effects.two_groups(rng.normal(1, 1, 5), rng.normal(0, 1, 5), interval="large_sample")
        for _ in range(4000)
    ]
    assert abs(np.mean([one.estimate for one in made]) - 1) < 0.04
    assert np.mean([one.uncorrected for one in made]) > 1.08


@pytest.mark.parametrize("denominator", ["pooled", "comparison"])
def test_the_denominator_is_named(denominator):
    """In the field of its own and in the method."""
    found = borenstein(denominator=denominator)
    assert found.denominator in found.method
    assert found.denominator_value == pytest.approx(
        {"pooled": 5.02494, "comparison": 4.5}[denominator], abs=1e-5
    )


def test_raw_and_printed_numbers_give_the_same_effect():
    """Means and standard deviations of the values, passed on."""
    raw = effects.two_groups(BEFORE, AFTER, better="low")
    printed = effects.two_groups_printed(
        mean=np.mean(BEFORE), sd=np.std(BEFORE, ddof=1), n=8, comparison_mean=np.mean(AFTER),
        comparison_sd=np.std(AFTER, ddof=1), comparison_n=8, better="low",
    )  # fmt: skip
    assert raw.estimate == pytest.approx(printed.estimate) and raw.estimate > 0


@pytest.mark.parametrize("denominator", ["before", "differences", "pooled"])
def test_pairs_from_values_and_from_their_summaries_agree(denominator):
    """Three spreads, or two and the correlation, say the same."""
    raw = effects.pairs(BEFORE, AFTER, denominator=denominator)
    spreads = {
        "sd_before": np.std(BEFORE, ddof=1),
        "sd_after": np.std(AFTER, ddof=1),
        "sd_change": np.std(np.subtract(AFTER, BEFORE), ddof=1),
    }
    correlation = np.corrcoef(BEFORE, AFTER)[0, 1]
    change = float(np.mean(np.subtract(AFTER, BEFORE)))
    for left_out in ("sd_change", "correlation"):
        known = {**spreads, "correlation": correlation}
        del known[left_out]
        printed = effects.pairs_printed(mean_change=change, n=8, denominator=denominator, **known)
        assert printed.estimate == pytest.approx(raw.estimate)
        assert printed.low == pytest.approx(raw.low)


def test_statsmodels_has_the_same_effect_but_another_variance():
    """effectsize_smd leaves the correction out of its variance."""
    g, variance = effectsize_smd(103, 5.5, 50, 100, 4.5, 50)
    found = borenstein(correction="approximate")
    assert found.estimate == pytest.approx(float(g))
    assert found.standard_error < math.sqrt(float(variance))


def test_turning_the_scale_turns_the_sign_and_the_limits():
    """With low codes better, positive still is better."""
    high, low = borenstein(), borenstein(better="low")
    assert low.estimate == -high.estimate
    assert (low.low, low.high) == pytest.approx((-high.high, -high.low))


# Limits --------------------------------------------------------------------------------------


@needs_r
def test_noncentral_limits_agree_with_r():
    """uniroot over pt(ncp), to six digits."""
    script = (
        "f<-function(t,df)for(p in c(.975,.025))cat(uniroot(function(x)suppressWarnings("
        "pt(t,df,x))-p,c(-20,20),tol=1e-12)$root,'\\n');f(2.985,98);f(-1.2,5);f(3,11)"
    )
    expected = r(script)
    found = [
        limit
        for statistic, df in ((2.985, 98), (-1.2, 5), (3, 11))
        for limit in effects.noncentral_limits(statistic, df)
    ]
    assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("interval", ["noncentral_t", "large_sample"])
def test_intervals_of_two_groups_cover_the_truth(interval):
    """95 per cent within three simulation errors; the large-sample one may miss a little."""
    rng = np.random.default_rng(1)
    found = coverage(
        lambda: effects.two_groups(rng.normal(0.8, 1, 8), rng.normal(0, 1, 10), interval=interval),
        0.8,
    )
    assert found == pytest.approx(0.95, abs=0.024)


@pytest.mark.parametrize(
    ("denominator", "truth"),
    [("before", 0.8), ("differences", 0.8 / math.sqrt(0.8)), ("pooled", 0.8)],
)
def test_intervals_of_pairs_cover_the_truth(denominator, truth):
    """Twelve people with a correlation of 0.6."""
    rng = np.random.default_rng(2)

    def study():
        before = rng.normal(0, 1, 12)
        after = 0.6 * before + 0.8 * rng.normal(0, 1, 12) + 0.8
        return effects.pairs(before, after, denominator=denominator)

    assert coverage(study, truth) == pytest.approx(0.945, abs=0.025)


@pytest.mark.parametrize("effect", [effects.adjusted, effects.difference_in_differences])
def test_intervals_with_a_baseline_cover_the_truth(effect):
    """Fifteen and fifteen people, correlation 0.7, effect 0.5."""
    rng, group = np.random.default_rng(4), np.repeat([True, False], 15)

    def study():
        before = rng.normal(0, 1, 30)
        after = 0.7 * before + math.sqrt(0.51) * rng.normal(0, 1, 30) + 0.5 * group
        return effect(before, after, in_programme=group)

    assert coverage(study, 0.5, studies=500) == pytest.approx(0.95, abs=0.03)


def test_adjustment_takes_a_difference_before_away():
    """Groups that begin one apart and both gain two have no adjusted difference."""
    before = [1.0, 2.0, 3.0, 4.0, 2.0, 3.0, 4.0, 5.0]
    after = [value + 2 + noise for value, noise in zip(before, [0.1, -0.1] * 4, strict=True)]
    group = [True] * 4 + [False] * 4
    plain = effects.two_groups(after[:4], after[4:])
    assert plain.estimate < -0.5
    assert abs(effects.adjusted(before, after, in_programme=group).estimate) < 0.1


@needs_r
def test_the_adjusted_difference_is_that_of_r():
    """lm(after ~ before + group): coefficient over the comparison group's SD, and its t."""
    before, after = [1, 2, 3, 4, 1, 2, 3, 4, 2, 5], [3, 5, 5, 7, 2, 2, 4, 4, 3, 6]
    group = [True] * 4 + [False] * 5 + [True]
    script = (
        f"b<-c({str(before)[1:-1]});a<-c({str(after)[1:-1]});g<-c(1,1,1,1,0,0,0,0,0,1);"
        "m<-summary(lm(a~b+g))$coefficients;cat(m[3,1]/sd(a[g==0]),m[3,3],m[3,4])"
    )
    expected = r(script)
    found = effects.adjusted(before, after, in_programme=group)
    assert [found.uncorrected, found.statistic, found.p_value] == pytest.approx(expected, rel=1e-6)


# Classes -------------------------------------------------------------------------------------


def test_classes_of_no_correlation_leave_the_effect_as_it_is():
    """Hedges' formula at an intraclass correlation of 0."""
    plain = borenstein()
    same = effects.clustered(plain, cluster_size=10, intraclass_correlation=0)
    assert same.estimate == pytest.approx(plain.estimate)
    assert (same.low, same.high) == pytest.approx((plain.low, plain.high))
    assert same.degrees_of_freedom == pytest.approx(98)


def test_intervals_of_classes_cover_the_truth_where_plain_ones_do_not():
    """Six and six classes of 20, intraclass correlation 0.2, effect 0.4."""
    rng = np.random.default_rng(5)

    def group(mean):
        between = np.repeat(rng.normal(0, math.sqrt(0.2), 6), 20)
        return mean + between + rng.normal(0, math.sqrt(0.8), 120)

    plain = [effects.two_groups(group(0.4), group(0)) for _ in range(500)]
    wide = [effects.clustered(one, cluster_size=20, intraclass_correlation=0.2) for one in plain]
    shares = [sum(one.low <= 0.4 <= one.high for one in made) / 500 for made in (plain, wide)]
    assert shares[0] < 0.8 and shares[1] == pytest.approx(0.95, abs=0.03)


# Shares --------------------------------------------------------------------------------------


@needs_r
def test_the_exact_cox_index_is_that_of_fisher_in_r():
    """Limits of the conditional odds ratio, logged, over 1.65."""
    expected = r("cat(log(fisher.test(matrix(c(15,5,8,12),2))$conf.int)/1.65)")
    found = effects.cox_index(15, n=20, comparison_k=8, comparison_n=20)
    assert [found.low, found.high] == pytest.approx(expected, abs=2e-3)
    assert found.estimate == pytest.approx(math.log(15 * 12 / (5 * 8)) / 1.65)


def test_a_share_of_nobody_leaves_one_end_of_the_cox_index_open():
    """The exact interval says so; the estimate adds one half to each count."""
    found = effects.cox_index(0, n=10, comparison_k=4, comparison_n=10)
    assert found.low == -math.inf and found.high < 0.2
    assert "one half added" in found.method


# Detectable effects --------------------------------------------------------------------------


def test_detectable_effects_agree_with_statsmodels():
    """Two groups and pairs."""
    two = TTestIndPower().solve_power(nobs1=30, alpha=0.05, power=0.8)
    one = TTestPower().solve_power(nobs=12, alpha=0.05, power=0.8)
    assert effects.detectable_between_groups(30, comparison_n=30).estimate == pytest.approx(
        two, abs=1e-4
    )
    assert effects.detectable_within_pairs(12).estimate == pytest.approx(one, abs=1e-4)


@needs_r
def test_the_detectable_effect_of_classes_is_that_of_r():
    """PowerUp's standard error for classes, power by pt(ncp) and by two quantiles."""
    script = (
        "df<-18;se<-sqrt((.2+.8/25)*.2);tc<-qt(.975,df);cat(uniroot(function(d)pt(tc,df,d/se,"
        "lower=FALSE)+pt(-tc,df,d/se)-.8,c(0,3),tol=1e-12)$root,se*(tc+qt(.8,df)))"
    )
    design = {"comparison_clusters": 10, "cluster_size": 25, "intraclass_correlation": 0.2}
    found = [
        effects.detectable_between_clusters(10, **design, method=method).estimate
        for method in ("noncentral_t", "multiplier")
    ]
    assert found == pytest.approx(r(script), abs=1e-6)


def test_classes_of_one_are_people():
    """The two designs then are the same."""
    people = effects.detectable_between_groups(12, comparison_n=15)
    classes = effects.detectable_between_clusters(
        12, comparison_clusters=15, cluster_size=1, intraclass_correlation=0.3
    )
    assert classes.estimate == pytest.approx(people.estimate)


def test_a_baseline_and_a_correlation_make_smaller_effects_detectable():
    """The standard error falls with sqrt(1 - r^2), and with sqrt(2 (1 - r)) within people."""
    plain = effects.detectable_between_groups(50, comparison_n=50)
    adjusted = effects.detectable_between_groups(50, comparison_n=50, baseline_correlation=0.7)
    assert adjusted.standard_error == pytest.approx(plain.standard_error * math.sqrt(0.51))
    within = effects.detectable_within_pairs(50, correlation=0.7)
    assert within.estimate == pytest.approx(
        effects.detectable_within_pairs(50).estimate * math.sqrt(0.6)
    )


# Months --------------------------------------------------------------------------------------


def of_size(effect, n=20_000):
    """An effect of about this size from two large groups."""
    return effects.two_groups_printed(
        mean=effect, sd=1, n=n, comparison_mean=0, comparison_sd=1, comparison_n=n
    )


@pytest.mark.parametrize(
    ("effect", "toolkit", "trials"),
    [(0.0, 0, 0), (0.03, 1, 0), (0.05, 1, 1), (0.18, 2, 2), (0.19, 3, 3), (-0.19, -3, -3),
     (0.99, 12, 12), (1.7, 12, 12)],
)  # fmt: skip
def test_months_are_those_of_the_named_table(effect, toolkit, trials):
    """The two tables differ below 0.05; negative effects are mirrored; 12 is 12 or more."""
    found = of_size(effect)
    months = [effects.months_of_progress(found, table=name) for name in ("toolkit", "trials")]
    assert [one.estimate for one in months] == [toolkit, trials]
    assert "Toolkit" in months[0].method and "trials" in months[1].method


def test_months_carry_the_interval():
    """30 and 30 pupils and an effect of 0.20: 3 months, and anything from -4 to 9."""
    found = effects.months_of_progress(of_size(0.2, n=30), table="toolkit")
    assert (found.estimate, found.low, found.high) == (3, -4, 9)


def test_months_are_refused_without_a_comparison_group():
    """With the reason: pupils make progress in any case."""
    one_group = effects.pairs(BEFORE, AFTER)
    unlinked = effects.two_groups(AFTER, BEFORE, design="before_after_unpaired")
    for effect in (one_group, unlinked):
        with pytest.raises(effects.NoComparisonGroup, match="need a comparison group"):
            effects.months_of_progress(effect, table="toolkit")


def test_months_need_a_named_table_and_an_effect_with_its_design():
    """There is no default table, and a bare number has neither interval nor design."""
    with pytest.raises(TypeError):
        effects.months_of_progress(of_size(0.2))
    with pytest.raises(ValueError, match="table is one of 'toolkit', 'trials'"):
        effects.months_of_progress(of_size(0.2), table="eef")
    with pytest.raises(ValueError, match=r"found 0\.2"):
        effects.months_of_progress(0.2, table="toolkit")


def test_both_tables_of_months_have_no_holes():
    """Each step begins a hundredth above the end of the one before."""
    for _, rows in tables.read("months_of_progress").groupby("table"):
        ends = [(float(row.effect_low), float(row.effect_high)) for row in rows.itertuples()]
        assert rows["months"].tolist() == list(range(13))
        assert all(round(low - high, 2) == 0.01 for (_, high), (low, _) in pairwise(ends))


# Refusals ------------------------------------------------------------------------------------


def test_all_problems_of_an_input_are_reported_at_once():
    """Three wrong arguments, three sentences."""
    with pytest.raises(ValueError) as caught:
        effects.two_groups_printed(
            mean="3,5", sd=0, n=1, comparison_mean=1, comparison_sd=1, comparison_n=9,
            denominator="poled",
        )  # fmt: skip
    text = str(caught.value)
    assert text.count("\n") == 3
    for part in ("'3,5'", "sd = 0", "found n = 1", "did you mean 'pooled'?"):
        assert part in text


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: effects.pairs([1, 1, 1], [2, 3, 4]), "standard deviation must be above 0"),
        (lambda: effects.pairs([1, 2], [2, 3, 4]), "same people"),
        (lambda: effects.pairs_printed(mean_change=1, n=9, sd_before=1), "need sd_change"),
        (
            lambda: effects.pairs_printed(mean_change=1, n=9, sd_before=1, sd_after=1, sd_change=3),
            "belong together",
        ),
        (
            lambda: effects.clustered(
                effects.pairs(BEFORE, AFTER), cluster_size=5, intraclass_correlation=0.1
            ),
            "difference of two groups",
        ),
        (
            lambda: effects.clustered(borenstein(), cluster_size=50, intraclass_correlation=0.1),
            "at least three classes",
        ),
        (
            lambda: effects.detectable_between_clusters(
                1, comparison_clusters=1, cluster_size=25, intraclass_correlation=0.1
            ),
            "at least 1 degree of freedom",
        ),
        (lambda: effects.detectable_between_groups(9, comparison_n=9, power=80), "share below 1"),
        (lambda: effects.correction_factor(1), "more than 1 degree"),
        (
            lambda: effects.adjusted([1, 2], [2, 3], in_programme=["yes", "no"]),
            "True or False",
        ),
    ],
)
def test_what_cannot_be_computed_is_refused_with_the_reason(call, message):
    """No effect size without a spread, a design or enough people."""
    with pytest.raises(ValueError, match=message):
        call()
