"""The library's answer to every question that is put to R, under the same names."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from statsmodels.regression.mixed_linear_model import MixedLM

from partnership_evaluation import national, paired, power, proportions, ratings, school_effects
from partnership_evaluation.paired.exact_tables import freeman_halton, linear_trend

Answers = dict[str, Any]


def ask(family: str, arguments: dict[str, Any]) -> Answers:
    """Answer one question; None where the library gives no number."""
    return FAMILIES[family](**arguments)


def limits(found) -> list[float]:
    """Both ends of an interval."""
    return [found.low, found.high]


# One share -----------------------------------------------------------------------------------


def binomial(k: int, n: int, expected: float) -> Answers:
    """Three alternatives, both kinds of two-sided p, and the interval."""
    tests = {
        name: proportions.binomial(k, n=n, expected=expected, alternative=name)
        for name in ("two_sided", "greater", "less")
    }
    central = proportions.binomial(k, n=n, expected=expected, two_sided="central")
    return {
        **{name: found.p_value for name, found in tests.items()},
        "central": central.p_value,
        "low": central.low,
        "high": central.high,
    }


def interval(k: int, n: int, level: float) -> Answers:
    """Every kind of interval; in place of Wald's the exact one."""
    found = {
        method: limits(proportions.interval(k, n=n, method=method, confidence_level=level))
        for method in ("clopper_pearson", "mid_p", "wilson", "jeffreys")
    }
    return {**found, "wald": found["clopper_pearson"]}


def finite_interval(k: int, n: int, population: int) -> Answers:
    """Both kinds that know of a finite population."""
    return {
        method: limits(proportions.interval(k, n=n, method=method, population=population))
        for method in ("clopper_pearson", "mid_p")
    }


def adjust(p: list[float]) -> Answers:
    """Both corrections for many tests."""
    methods = ("holm", "benjamini_hochberg")
    return {name: proportions.adjust(p, method=name).tolist() for name in methods}


# Two groups ----------------------------------------------------------------------------------


def two_groups(k1: int, n1: int, k2: int, n2: int) -> Answers:
    """Intervals, Fisher's test, and what stands in for prop.test."""
    cells = (k1, n1, k2, n2)
    score = proportions.difference(*cells, method="miettinen_nurminen")
    newcombe = proportions.difference(*cells)
    fisher = {
        name: proportions.fisher(*cells, alternative=name)
        for name in ("two_sided", "greater", "less")
    }
    odds_ratio = fisher["two_sided"].statistic
    # Miettinen and Nurminen enlarge the variance by n / (n - 1); without that it is chi-squared.
    enlarged = (n1 + n2) / (n1 + n2 - 1)
    return {
        "newcombe": limits(newcombe),
        "miettinen_nurminen": limits(score),
        "prop_test_chi_squared": score.statistic**2 * enlarged,
        "prop_test_p": score.p_value,
        "prop_test_corrected_p": fisher["two_sided"].p_value,
        "prop_test_interval": limits(newcombe),
        **{f"fisher_{name}": found.p_value for name, found in fisher.items()},
        "odds_ratio_of_sample": odds_ratio,
        "odds_ratio_of_fisher_test": odds_ratio,
    }


def unconditional_p(k1: int, n1: int, k2: int, n2: int) -> Answers:
    """Boschloo's and Barnard's tests."""
    cells = (k1, n1, k2, n2)
    tests = {"boschloo": proportions.boschloo, "barnard": proportions.barnard}
    return {
        f"{name}_{alternative}": test(*cells, alternative=alternative).p_value
        for name, test in tests.items()
        for alternative in ("greater", "less", "two_sided")
    }


def ratings_of_groups(first: list[int], second: list[int]) -> Answers:
    """Brunner-Munzel by t, and the exact Wilcoxon test as a trend over middle ranks."""
    found = ratings.comparison(first, second, scale_best="last", test="t")
    everybody = [i for i, k in enumerate(np.add(first, second)) for _ in range(k)]
    ranks = dict(zip(everybody, np.rint(2 * rankdata(everybody)).astype(int).tolist(), strict=True))
    scores = [ranks.get(i, 0) for i in range(len(first))]
    exact = {
        name: linear_trend([second, first], column_scores=scores, alternative=name).p_value
        for name in ("two_sided", "greater")
    }
    return {
        "estimate": found.estimate,
        "statistic": None if found.statistic is None else abs(found.statistic),
        "p_value": found.p_value,
        "low": found.low,
        "high": found.high,
        **{f"coin_{name}": p_value for name, p_value in exact.items()},
        "wilcox_test_p": exact["two_sided"],
    }


# Pairs ---------------------------------------------------------------------------------------


def fourfold(neither: int, gained: int, lost: int, both: int) -> Answers:
    """McNemar's tests and the intervals for pairs."""
    table = [[neither, gained], [lost, both]]
    exact = paired.mcnemar(table)
    found = {
        name: limits(proportions.paired_difference(table, method=method))
        for name, method in (("newcombe", "newcombe"), ("tango", "tango"), ("fay_lumbard", "exact"))
    }
    return {
        "exact": exact.p_value,
        "coin": exact.p_value,
        "mid_p": paired.mcnemar(table, method="mid_p").p_value,
        "chi_squared": paired.stuart_maxwell(table).statistic,
        "mcnemar_test_p": exact.p_value,
        "mcnemar_test_corrected_p": exact.p_value,
        **found,
    }


def changes(d: list[int]) -> Answers:
    """The exact tests of changes of any size."""
    two_sided = paired.signed_rank(d)
    return {
        "wilcoxon_two_sided": two_sided.p_value,
        "wilcoxon_greater": paired.signed_rank(d, alternative="greater").p_value,
        "pratt_two_sided": paired.signed_rank(d, zero_method="pratt").p_value,
        "pratt_less": paired.signed_rank(d, zero_method="pratt", alternative="less").p_value,
        "statistic": two_sided.statistic,
        "wilcox_test_p": two_sided.p_value,
        "sign_two_sided": paired.sign_test(d).p_value,
        "sign_greater": paired.sign_test(d, alternative="greater").p_value,
        "homogeneity_two_sided": paired.ordered_marginal_homogeneity(d).p_value,
        "homogeneity_greater": paired.ordered_marginal_homogeneity(
            d, alternative="greater"
        ).p_value,
    }


def untied_changes(d: list[int]) -> Answers:
    """The signed-rank test where R's own is exact too."""
    names = ("two_sided", "greater", "less")
    return {name: paired.signed_rank(d, alternative=name).p_value for name in names}


def linked(before: list[int], after: list[int]) -> Answers:
    """How often a random after beats a random before, by t."""
    found = paired.superiority(before, after, test="t")
    return {
        name: getattr(found, name) for name in ("estimate", "statistic", "p_value", "low", "high")
    }


# Tables --------------------------------------------------------------------------------------


def square(cells: list[list[int]]) -> Answers:
    """Marginal homogeneity of a table of before and after."""
    found = paired.stuart_maxwell(cells)
    try:
        bhapkar = paired.bhapkar(cells).statistic
    except ValueError:  # all moved alike: infinite
        bhapkar = None
    return {
        "stuart_maxwell": found.statistic,
        "degrees_of_freedom": found.degrees_of_freedom,
        "stuart_maxwell_p": found.p_value,
        "bhapkar": bhapkar,
    }


def rectangle(cells: list[list[int]]) -> Answers:
    """Fisher's test of a larger table."""
    return {"freeman_halton": freeman_halton(cells).p_value}


def trend(cells: list[list[int]], scores: list[int]) -> Answers:
    """Exact trend over two rows."""
    names = ("two_sided", "greater", "less")
    return {
        name: linear_trend(cells, column_scores=scores, alternative=name).p_value for name in names
    }


def questions(answers: list[list[int]]) -> Answers:
    """Cochran's Q."""
    found = paired.cochran_q(answers)
    return {name: getattr(found, name) for name in ("statistic", "degrees_of_freedom", "p_value")}


# Ordered grades ------------------------------------------------------------------------------


def ordinal_logit(codes: list[int], x: dict[str, list[float]]) -> Answers:
    """The ordinal logit and the check of its assumption."""
    found = paired.ordinal_logit(codes, x, order=range(max(codes) + 3))
    table, check = found.coefficients, found.proportional_odds
    return {
        "estimate": table["estimate"].tolist(),
        "standard_error": (table["estimate"] / table["statistic"]).tolist(),
        "statistic": table["statistic"].tolist(),
        "p_value": table["p_value"].tolist(),
        "thresholds": found.thresholds["estimate"].tolist(),
        "log_likelihood": found.log_likelihood,
        "brant": check.statistic,
        "likelihood_ratio_p": check.p_value,
    }


def separated(codes: list[int], trained: list[int]) -> Answers:
    """No coefficient, but the exact test."""
    order = range(max(codes) + 1)
    found = paired.ordinal_logit(codes, {"trained": trained}, order=order)
    slope = found.coefficients.loc[0, "estimate"]
    return {
        "exact_p": float(found.coefficients.loc[0, "p_value"]),
        "clm_odds_ratio_beyond_1000": None if math.isnan(slope) else float(abs(slope) > 6.9),
    }


# Pupils in schools ---------------------------------------------------------------------------


def mixed_model(y: list[float], x: list[float], school: list[int], reml: bool) -> Answers:
    """The mixed model of statsmodels by Powell's method, agreed by a second optimiser."""
    columns = {"constant": np.ones(len(y)), "x": np.array(x, dtype=float)}
    design = pd.DataFrame(columns if len(set(x)) > 1 else {"constant": columns["constant"]})
    model = MixedLM(np.array(y, dtype=float), design, groups=np.array(school))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a variance of 0 is an answer
        first, second = (
            model.fit(reml=reml, method=[method], xtol=1e-10, ftol=1e-14, maxiter=10_000)
            for method in ("powell", "nm")
        )
    if not math.isclose(first.llf, second.llf, abs_tol=1e-4):
        raise ValueError(f"The optimisers differ: {first.llf} and {second.llf}.")
    variance, noise = float(np.asarray(first.cov_re)[0, 0]), float(first.scale)
    sizes = pd.Series(school).value_counts().sort_index()
    same = np.equal.outer(school, school)
    weight = np.linalg.inv(variance * same + noise * np.eye(len(y)))
    expected = np.linalg.inv(design.to_numpy().T @ weight @ design.to_numpy())
    shrunk = first.random_effects
    return {
        "fixed": np.asarray(first.fe_params).tolist(),
        "fixed_error": np.sqrt(np.diag(expected)).tolist(),
        "fixed_error_of_statsmodels": np.asarray(first.bse_fe).tolist(),
        "school_variance": variance,
        "pupil_variance": noise,
        "log_likelihood": float(first.llf),
        "effects": [float(shrunk[name].iloc[0]) for name in sizes.index],
        "effect_variances": (variance * noise / (noise + sizes * variance)).tolist(),
    }


def nested_model(
    y: list[float], x: list[float], school: list[int], classes: list[int], reml: bool
) -> Answers:
    """Pupils in schools, or in classes in schools, from sums of products."""
    table = pd.DataFrame({"y": y, "x": x, "school": [f"{s:03}" for s in school]})
    groups = ["school"]
    if classes:
        table["class"], groups = classes, ["school", "class"]
    found = school_effects.fit(
        table,
        outcome="y",
        groups=groups,
        predictors=["x"] if len(set(x)) > 1 else [],
        estimation="reml" if reml else "ml",
    )
    return {
        "fixed": found.fixed["estimate"].tolist(),
        "fixed_error": found.fixed["standard_error"].tolist(),
        "variances": found.variances["estimate"].tolist(),
        "log_likelihood": found.log_likelihood,
        "effects": found.effects["estimate"].tolist(),
        "effect_variances": (found.effects["standard_error"] ** 2).tolist(),
    }


def many_groups(
    y: list[float],
    x: list[float],
    first: list[int],
    second: list[int],
    third: list[int],
    reml: bool,
) -> Answers:
    """Groups that cross, or three deep: solved together, the first of them compared."""
    columns = {"first": first, "second": second} | ({"third": third} if third else {})
    sums = school_effects.of_pupils(
        pd.DataFrame({"y": y, "x": x, **columns}), outcome="y", groups=list(columns),
        predictors=["x"], membership="nested" if third else "crossed",
    )  # fmt: skip
    found = school_effects.fit_sums(
        sums, estimation="reml" if reml else "ml", variance_intervals=False
    )
    by_label = found.effects.sort_values("first")
    return {
        "fixed": found.fixed["estimate"].tolist(),
        "fixed_error": found.fixed["standard_error"].tolist(),
        "variances": found.variances["estimate"].tolist(),
        "log_likelihood": found.log_likelihood,
        "effects": by_label["estimate"].tolist(),
        "effect_variances": (by_label["standard_error"] ** 2).tolist(),
    }


# Differences by trust ------------------------------------------------------------------------


def clustered(
    improved: list[int], grade: list[int], joined: list[int], trust: list[int]
) -> Answers:
    """The two differences of the national report, errors clustered by trust."""
    table = pd.DataFrame({"improved": improved, "previous_grade": grade, "cluster": trust})
    table["joined_between"] = np.array(joined, dtype=bool)
    found = national.contrast(table.assign(improved=table["improved"].astype(bool)))
    return {
        "raw": found.raw.estimate,
        "raw_limits": [found.raw.low, found.raw.high],
        "standardised": found.standardised.estimate,
        "standardised_limits": [found.standardised.low, found.standardised.high],
        "left_out": found.left_out,
    }


# Power ---------------------------------------------------------------------------------------


def power_of_groups(n: int, comparison_n: int, share: float, comparison_share: float) -> Answers:
    """Exact power of Fisher's test; Boschloo's stands beside the normal approximation."""
    found = {
        test: power.two_proportions(
            n, comparison_n=comparison_n, share=share, comparison_share=comparison_share, test=test
        ).estimate
        for test in ("fisher", "boschloo")
    }
    comparable = n == comparison_n and share != comparison_share
    return {"fisher": found["fisher"], "normal": found["boschloo"] if comparable else None}


def power_of_pairs(n: int, gain: float, loss: float) -> Answers:
    """McNemar's test, both kinds."""
    methods = ("exact", "mid_p")
    return {m: power.mcnemar(n, gain=gain, loss=loss, method=m).estimate for m in methods}


def power_of_means(n: int, effect_size: float, level: float) -> Answers:
    """Clusters of one person each are people: the t test."""
    found = power.clusters(
        effect_size,
        clusters=n,
        comparison_clusters=n,
        cluster_size=1,
        intraclass_correlation=0.0,
        significance_level=level,
    )
    return {"t_test": found.estimate}


FAMILIES = {
    "binomial": binomial,
    "interval": interval,
    "finite_interval": finite_interval,
    "adjust": adjust,
    "two_groups": two_groups,
    "unconditional_p": unconditional_p,
    "ratings": ratings_of_groups,
    "fourfold": fourfold,
    "changes": changes,
    "untied_changes": untied_changes,
    "linked": linked,
    "square": square,
    "rectangle": rectangle,
    "trend": trend,
    "questions": questions,
    "ordinal_logit": ordinal_logit,
    "separated": separated,
    "mixed_model": mixed_model,
    "nested_model": nested_model,
    "many_groups": many_groups,
    "clustered": clustered,
    "power_of_groups": power_of_groups,
    "power_of_pairs": power_of_pairs,
    "power_of_means": power_of_means,
}
