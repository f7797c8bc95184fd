"""Where other software goes wrong, shown, and that the library does not: one list of all traps.

A trap that is shown beside the module it concerns is only referred to here.
"""

import ast
import itertools
import math
import random
import re
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.stats import binom
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.mixed_linear_model import MixedLM

from partnership_evaluation import consistency, feasible, paired, proportions

from . import comparing, library

TESTS = Path(__file__).resolve().parents[1]
HERE = "referee/test_traps.py"
#: Where the trap is -> the tests that show it and that we do not fall in.
TRAPS = {
    "scipy wilcoxon(method='exact')": [
        "test_paired.py::test_scipy_calls_a_tied_distribution_exact_that_is_not",
        f"{HERE}::test_scipys_default_falls_silently_to_the_normal_approximation",
    ],
    "statsmodels SquareTable": [
        "test_paired.py::test_the_default_of_statsmodels_would_change_the_verdict",
        "test_paired.py::test_grades_that_nobody_left_or_entered_do_no_harm",
    ],
    "statsmodels OrderedModel": [
        "test_paired.py::test_separation_is_found_where_statsmodels_reports_convergence",
        f"{HERE}::test_a_separated_logit_says_that_it_converged",
    ],
    "statsmodels MixedLM": [
        f"{HERE}::test_an_optimiser_of_mixedlm_converges_to_no_likelihood",
        f"{HERE}::test_two_optimisers_that_differ_stop_the_fit",
        f"{HERE}::test_no_module_leaves_mixedlm_to_its_default_optimiser",
    ],
    "Sison-Glaz intervals": [
        "test_proportions.py::test_simultaneous_intervals_stay_sound_where_sison_glaz_collapses",
    ],
    "common GRIMMER codes": [
        f"{HERE}::test_a_common_grimmer_code_raises_false_alarms",
        f"{HERE}::test_a_common_grimmer_code_passes_the_impossible",
        "test_consistency.py::test_grimmer_raises_no_false_alarm",
        "test_consistency.py::test_grimmer_knows_the_smallest_standard_deviation",
    ],
    "floating point in rounding tests": [
        f"{HERE}::test_printing_floats_calls_true_means_impossible",
        "test_consistency.py::test_grim_agrees_with_trying_every_total",
        "test_consistency.py::test_printing_agrees_with_the_decimal_module",
    ],
    "SPRITE-type search": [
        f"{HERE}::test_a_search_like_sprite_sees_a_sliver_and_not_the_range",
        "test_feasible.py::test_counts_are_those_that_closure_lists",
    ],
    "exact intervals in some R packages": [
        f"{HERE}::test_mid_p_is_no_exact_interval_and_is_not_called_one",
        "test_proportions.py::test_clopper_pearson_covers_at_least_as_often_as_it_says",
    ],
}
NUMBER_OF_TRAPS = 9


@pytest.mark.parametrize("where", TRAPS)
def test_every_trap_is_shown_by_tests_that_exist(where):
    """The named functions are there, do assert something, and are not skipped."""
    assert TRAPS[where]
    for name in TRAPS[where]:
        file, function = name.split("::")
        body = ast.parse((TESTS / file).read_text(encoding="utf-8")).body
        found = [n for n in body if isinstance(n, ast.FunctionDef) and n.name == function]
        assert len(found) == 1, name
        assert any(isinstance(node, ast.Assert) for node in ast.walk(found[0])) or any(
            "raises" in ast.unparse(node) for node in ast.walk(found[0])
        )
        assert not any("skip" in ast.unparse(line) for line in found[0].decorator_list)


def test_no_trap_is_missing_from_the_list():
    """As many as were measured."""
    assert len(TRAPS) == NUMBER_OF_TRAPS


# Exact tests ---------------------------------------------------------------------------------


def test_scipys_default_falls_silently_to_the_normal_approximation():
    """Twenty pairs with ties: SciPy's p is that of the normal curve, ours that of all signs."""
    changes = [1] * 12 + [-1] * 4 + [2] * 4
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # silently
        by_default = stats.wilcoxon(changes).pvalue
        approximate = stats.wilcoxon(changes, method="asymptotic").pvalue
    ranks = [8.5] * 16 + [18.5] * 4
    spread = stats.binom(16, 0.5), stats.binom(4, 0.5)
    seen = abs(8.5 * (12 - 4) + 18.5 * 4)
    exact = sum(
        spread[0].pmf(ones) * spread[1].pmf(twos)
        for ones, twos in itertools.product(range(17), range(5))
        if abs(8.5 * (2 * ones - 16) + 18.5 * (2 * twos - 4)) >= seen
    )
    assert sum(ranks) == 210
    assert by_default == approximate
    assert paired.signed_rank(changes).p_value == pytest.approx(exact, rel=1e-12)
    assert abs(by_default - exact) > 1e-4


def test_mid_p_is_no_exact_interval_and_is_not_called_one():
    """Twelve people: mid-P covers less than 95 % at some shares, the interval called exact never.

    The limits are those of the definition: the tail beyond each is 2.5 %, seen outcome included.
    """
    shares = np.linspace(0.02, 0.98, 97)
    found = {
        method: [proportions.interval(k, n=12, method=method) for k in range(13)]
        for method in ("clopper_pearson", "mid_p")
    }
    lowest = {
        method: min(
            sum(binom.pmf(k, 12, p) for k, one in enumerate(limits) if one.low <= p <= one.high)
            for p in shares
        )
        for method, limits in found.items()
    }
    assert lowest["clopper_pearson"] >= 0.95 > lowest["mid_p"]
    assert all("exact" not in one.method for one in found["mid_p"])
    for k, one in enumerate(found["clopper_pearson"]):
        assert "exact" in one.method
        assert k == 0 or binom.sf(k - 1, 12, one.low) == pytest.approx(0.025)
        assert k == 12 or binom.cdf(k, 12, one.high) == pytest.approx(0.025)


# Models --------------------------------------------------------------------------------------


def test_a_separated_logit_says_that_it_converged():
    """OrderedModel: converged, log odds ratio beyond 20, standard error in the thousands."""
    cases = [case for case in comparing.questions() if case["family"] == "separated"]
    given = cases[0]["arguments"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        column = np.array(given["trained"], dtype=float)[:, None]
        fooled = OrderedModel(np.array(given["codes"]), column, distr="logit").fit(
            method="bfgs", disp=0, maxiter=500
        )
    assert fooled.mle_retvals["converged"]
    assert fooled.params[0] > 20 and fooled.bse[0] > 1_000
    for case in cases:
        scale = range(max(case["arguments"]["codes"]) + 1)
        found = paired.ordinal_logit(
            case["arguments"]["codes"], {"x": case["arguments"]["trained"]}, order=scale
        )
        assert found.separated and found.coefficients["estimate"].isna().all()


def mixed_models():
    """The questions about pupils in schools."""
    return [case for case in comparing.questions() if case["family"] == "mixed_model"]


def test_an_optimiser_of_mixedlm_converges_to_no_likelihood():
    """L-BFGS says converged at an infinite likelihood; Powell, confirmed, finds lme4's."""
    fooled = 0
    for case in mixed_models():
        given = case["arguments"]
        people = len(given["y"])
        slopes = [np.array(given["x"])] if len(set(given["x"])) > 1 else []
        design = np.column_stack([np.ones(people), *slopes])
        model = MixedLM(np.array(given["y"]), design, groups=np.array(given["school"]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                found = model.fit(reml=given["reml"], method=["lbfgs"])
            except np.linalg.LinAlgError:
                continue
        fooled += found.converged and not math.isfinite(found.llf)
        ours = library.ask("mixed_model", given)["log_likelihood"]
        assert ours == pytest.approx(case["answers"]["log_likelihood"], abs=1e-6)
    assert fooled


def test_two_optimisers_that_differ_stop_the_fit(monkeypatch):
    """The second answer is not thrown away when it contradicts the first."""
    fit = MixedLM.fit

    def spoilt(self, method, **options):
        found = fit(self, method=method, **options)
        if method == ["nm"]:
            found.llf = found.llf - 1
        return found

    monkeypatch.setattr(MixedLM, "fit", spoilt)
    with pytest.raises(ValueError, match="optimisers differ"):
        library.ask("mixed_model", mixed_models()[0]["arguments"])


def test_no_module_leaves_mixedlm_to_its_default_optimiser():
    """Whatever module of the library fits a mixed model names Powell's method."""
    modules = (TESTS.parent / "lib").rglob("*.py")
    texts = {path.name: path.read_text(encoding="utf-8") for path in modules}
    calling = [name for name, text in texts.items() if re.search(r"\bMixedLM\(|\bmixedlm\(", text)]
    assert len(texts) > 50
    assert all("powell" in texts[name].lower() for name in calling), calling


# Printed numbers -----------------------------------------------------------------------------


def common_grimmer(mean, sd, n):
    """The test as commonly coded: one total, read off the mean, and the parity of the squares."""
    total = round(float(mean) * n)
    centre = total / n
    half = 0.5 * 10 ** -len(sd.split(".")[1])
    low, high = ((n - 1) * max(0, float(sd) + s * half) ** 2 + n * centre**2 for s in (-1, 1))
    for squares in range(math.ceil(low), math.floor(high) + 1):
        spread = math.sqrt(max(0, squares - n * centre**2) / (n - 1))
        if squares % 2 == total % 2 and abs(spread - float(sd)) <= half:
            return True
    return False


def test_a_common_grimmer_code_raises_false_alarms():
    """Mean to one decimal, SD to three: it rejects half of all true answers, the library none."""
    rng = random.Random(20_261_122)
    alarms = 0
    for _ in range(100):
        n = rng.randint(20, 90)
        answers = np.array([rng.randint(1, 5) for _ in range(n)])
        mean, sd = f"{answers.mean():.1f}", f"{answers.std(ddof=1):.3f}"
        alarms += not common_grimmer(mean, sd, n)
        assert consistency.grimmer(mean, sd, n=n, low=1, high=5).consistent is not False
    assert alarms >= 50


def test_a_common_grimmer_code_passes_the_impossible():
    """Mean 1.2, SD 0.3, n 57: the squares it allows are fewer than whole numbers can have."""
    assert common_grimmer("1.2", "0.3", 57)
    assert consistency.grimmer("1.2", "0.3", n=57).consistent is False


def test_printing_floats_calls_true_means_impossible():
    """Means half way between two printed numbers: floats round some of them down, by dust."""
    halves = [
        (total, n)
        for n in range(8, 201, 8)
        for total in range(n, 5 * n)
        if Fraction(1000 * total, n).denominator == 1 and (1000 * total // n) % 10 == 5
    ]
    wrong = 0
    for total, n in halves:
        thousandths = 1000 * total // n
        printed = f"{(thousandths + 5) // 1000}.{(thousandths + 5) % 1000 // 10:02d}"
        wrong += f"{round(total / n, 2):.2f}" != printed
        assert consistency.grim(printed, n=n, rounding="half_up").consistent
    assert len(halves) > 500
    assert wrong > len(halves) / 4


def sprite(mean, sd, *, n, low, high, rng):
    """One sample found as SPRITE finds it: start from the mean, shift pairs until the SD fits."""
    total = round(float(mean) * n)
    values = [total // n + (i < total % n) for i in range(n)]
    for _ in range(5_000):
        spread = float(np.std(values, ddof=1))
        if f"{spread:.{len(sd.split('.')[1])}f}" == sd:
            return tuple(values.count(answer) for answer in range(low, high + 1))
        one, other = rng.sample(range(n), 2)
        wider = spread < float(sd)
        if wider != (values[one] >= values[other]):
            one, other = other, one
        if values[one] < high and values[other] > low and values[one] + 1 != values[other]:
            values[one], values[other] = values[one] + 1, values[other] - 1
    return None


def test_a_search_like_sprite_sees_a_sliver_and_not_the_range():
    """Of 43,442 samples sixty searches see under 1 %, and a range half as wide as the true one."""
    space = feasible.samples("3.0", sd="1.2", n=100, low=1, high=5)
    rng = random.Random(20_261_122)
    found = {sprite("3.0", "1.2", n=100, low=1, high=5, rng=rng) for _ in range(60)}
    best = [table[-1] for table in found]
    exact = space.range_of(lambda value: int(value == 5))
    assert found <= set(space)
    assert 1 < len(found) < space.size / 100
    assert exact.low < min(best) and max(best) < exact.high
    assert max(best) - min(best) < (exact.high - exact.low) / 2
