"""Every way in which authors work out what they print of answers at two times."""

import math
import warnings

import numpy as np
from scipy import stats

from partnership_evaluation import paired
from partnership_evaluation.linked.changes import pairs_of, whole

#: The quantities that a printed table may have, and what they are called.
QUANTITIES = {
    "n": "people", "mean_before": "mean before", "mean_after": "mean after",
    "sd_before": "standard deviation before", "sd_after": "standard deviation after",
    "median_before": "median before", "median_after": "median after",
    "difference": "mean change", "sd_difference": "standard deviation of the changes",
    "se_difference": "standard error of the change", "t": "t", "df": "degrees of freedom", "p": "p",
    "p_ranks": "p of the signed-rank test",
    "z": "z", "w": "W", "d": "standardised change", "r": "correlation or r",
    "percent_before": "per cent who agree before", "percent_after": "per cent who agree after",
    "improved": "people who improved", "same": "people who stayed", "worse": "people who got worse",
}  # fmt: skip
OTHERS = "of everybody who answered at that time"
APART = "as if other people had answered the second time"
TURNED = "before less after"


def routes(before, after, *, agree=None):
    """Work out each quantity of one question in every usual way.

    Parameters
    ----------
    before, after : pandas.Series
        Answers by person, higher being better.
    agree : float, optional
        The lowest answer that counts as agreeing.

    Returns
    -------
    dict of str to list of (float, str)
        For each of :data:`QUANTITIES` the values and how each was worked out; the first is the one
        that is usual, without words.

    Notes
    -----
    Checked against R: ``t.test`` paired, pooled and Welch, ``wilcox.test`` with and without
    continuity correction, ``coin::wilcoxsign_test`` with both treatments of unchanged answers.

    Examples
    --------
    >>> import pandas as pd
    >>> before = pd.Series([2.0, 3, 3, 4])
    >>> found = routes(before, before + [1, 1, 0, 1])
    >>> round(found["t"][0][0], 3), found["sd_before"][1][1]
    (3.0, 'n in the divisor')
    """
    first, last = pairs_of(before, after)
    change = last - first
    found = {
        "n": [(len(change), ""), (len(before.dropna()), "before"), (len(after.dropna()), "after")]
    }
    for time, values, everybody in (("before", first, before), ("after", last, after)):
        found |= _of_time(time, values, everybody.dropna().to_numpy(dtype=float), agree)
    found |= _of_changes(change)
    found |= _tests(first, last, before.dropna(), after.dropna())
    found |= _sizes(first, last, found["z"])
    return {name: _defined(found.get(name, [])) for name in QUANTITIES}


def _defined(ways):
    return [(float(value), words) for value, words in ways if np.isfinite(value)]


def _of_time(time, values, everybody, agree):
    ways = {
        f"mean_{time}": [(values.mean(), ""), (everybody.mean(), OTHERS)],
        f"sd_{time}": [
            (values.std(ddof=1), ""), (values.std(), "n in the divisor"),
            (everybody.std(ddof=1), OTHERS), (everybody.std(), f"{OTHERS}, n in the divisor"),
        ],
        f"median_{time}": [(np.median(values), ""), (np.median(everybody), OTHERS)],
    }  # fmt: skip
    if agree is not None:
        shares = [(100 * (group >= agree).mean(), words) for group, words in
                  ((values, ""), (everybody, OTHERS))]  # fmt: skip
        ways[f"percent_{time}"] = shares
    return ways


def _of_changes(change):
    spread, n = change.std(ddof=1), len(change)
    moved = np.sign(np.round(change, 9))
    return {
        "difference": [(change.mean(), ""), (-change.mean(), TURNED)],
        "sd_difference": [(spread, ""), (change.std(), "n in the divisor")],
        "se_difference": [(spread / math.sqrt(n), "")],
        "improved": [((moved > 0).sum(), "")], "same": [((moved == 0).sum(), "")],
        "worse": [((moved < 0).sum(), "")],
    }  # fmt: skip


def _tests(first, last, before, after):
    """Tests of pairs, with what authors print who forget that these are pairs."""
    change, n = last - first, len(first)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # all changes alike have no t, which is an answer
        linked = stats.ttest_rel(last, first)
        pooled = stats.ttest_ind(after, before)
        welch = stats.ttest_ind(after, before, equal_var=False)
    t = [(linked.statistic, ""), (-linked.statistic, TURNED)]
    t += [(one, APART) for one in (pooled.statistic, -pooled.statistic, welch.statistic)]
    p = [(linked.pvalue, "paired t test"), (linked.pvalue / 2, "paired t test, one-sided")]
    z, w, more = _ranks(change)
    p += [*more, (pooled.pvalue, f"t test, {APART}"), (welch.pvalue, f"t test of Welch, {APART}")]
    df = [(n - 1, ""), (len(before) + len(after) - 2, APART), (getattr(welch, "df", np.nan), APART)]
    return {"t": t, "df": df, "p": p, "p_ranks": more, "z": z, "w": w}


def _ranks(change):
    """The signed-rank test with both treatments of zeros, exact and by the normal curve."""
    steps = whole(change)
    if not change.any() or steps is None or len(steps) > paired.MOST_PAIRS:
        return [], [], []
    z, w, p = [], [], []
    for zeros, words in (("wilcox", "unchanged left out"), ("pratt", "unchanged ranked too")):
        exact = paired.signed_rank(steps, zero_method=zeros)
        p.append((exact.p_value, f"exact signed-rank test, {words}"))
        rest = sum(_signed_ranks(change, zeros)) - exact.statistic
        w += [(exact.statistic, words), (rest, f"{words}, of those who got worse")]
        for correction in (0.0, 0.5):
            score = _normal_score(change, zeros, correction)
            near = f"{words}{', with continuity correction' if correction else ''}"
            z += [(score, near), (-score, f"{near}, {TURNED}")]
            p.append(
                (2 * stats.norm.sf(abs(score)), f"signed-rank test by the normal curve, {near}")
            )
    p.append((paired.sign_test(np.sign(steps).tolist()).p_value, "sign test"))
    return z, w, p


def _signed_ranks(change, zeros):
    kept = np.round(change if zeros == "pratt" else change[np.round(change, 9) != 0], 9)
    ranks = stats.rankdata(np.abs(kept))
    return ranks[kept != 0]


def _normal_score(change, zeros, correction):
    ranks = _signed_ranks(change, zeros)
    kept = np.round(change, 9)
    signs = np.sign(kept[kept != 0])
    gap = ranks[signs > 0].sum() - ranks.sum() / 2
    return (gap - correction * np.sign(gap)) / math.sqrt((ranks**2).sum() / 4)


def _sizes(first, last, scores):
    """Standardised changes, and correlations that are called r."""
    change, n = last - first, len(first)
    spreads = first.std(ddof=1), last.std(ddof=1)
    divisors = {
        "change / SD of changes (dz)": change.std(ddof=1),
        "change / root mean square of both SDs (d_av)": math.hypot(*spreads) / math.sqrt(2),
        "change / mean of both SDs": sum(spreads) / 2,
        "change / SD before": spreads[0],
        "change / SD after": spreads[1],
    }
    shrink = 1 - 3 / (4 * (n - 1) - 1) if n > 2 else 1.0
    shrink_both = 1 - 3 / (4 * (2 * n - 2) - 1)
    with np.errstate(all="ignore"):
        d = [(np.divide(change.mean(), size), words) for words, size in divisors.items()]
        d += [(value * factor, f"{words}, corrected for few people") for value, words in d
              for factor in (shrink, shrink_both)]  # fmt: skip
        together = np.corrcoef(first, last)[0, 1] if min(spreads) > 0 else np.nan
        t = np.divide(change.mean() * math.sqrt(n), change.std(ddof=1))
    d += [(-value, f"{words}, {TURNED}") for value, words in d]
    r = [(together, "correlation of before and after"),
         (math.sqrt(t**2 / (t**2 + n - 1)), "r from t")]  # fmt: skip
    moved = max(1, int((np.round(change, 9) != 0).sum()))
    for divisor, words in ((n, "people"), (2 * n, "answers"), (moved, "those who moved")):
        r += [
            (score / math.sqrt(divisor), f"z over the root of {words}, {how}")
            for score, how in scores
        ]
    return {"d": d, "r": r}
