"""The difference between two groups of schools, as it is and given the same grades before."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

from partnership_evaluation.estimates import Estimate, confidence_problems, refuse

STANDARDS = {"joined": "those that joined", "maintained": "maintained schools", "all": "both"}
DRAWN_AT_ONCE = 100


@dataclass(frozen=True)
class Contrast:
    """Two differences in the share of schools that improved.

    Attributes
    ----------
    raw : Estimate
        Joined less maintained.
    standardised : Estimate
        The same, given the same mix of grades before.
    left_out : int
        Schools that joined from a grade at which no maintained school stood.
    clusters : int
        Groups of schools that were taken as drawn together.
    """

    raw: Estimate
    standardised: Estimate
    left_out: int
    clusters: int


def strata(table):
    """Count schools and improvements by grade before.

    Parameters
    ----------
    table : pandas.DataFrame
        ``previous_grade``, ``joined_between``, ``improved``.

    Returns
    -------
    pandas.DataFrame
        One row a grade: ``previous_grade``, ``joined``, ``joined_improved``, ``maintained``,
        ``maintained_improved`` (counts).

    Examples
    --------
    >>> strata(pd.DataFrame({"previous_grade": [3, 3], "joined_between": [True, False],
    ...     "improved": [True, False]})).iloc[0].tolist()
    [3, 1, 1, 1, 0]
    """
    given = table.assign(previous_grade=table["previous_grade"].astype(int))
    counts = given.groupby(["previous_grade", "joined_between"])["improved"].agg(["size", "sum"])
    wide = counts.unstack("joined_between", fill_value=0)
    found = {"previous_grade": wide.index}
    for name, is_joined in (("joined", True), ("maintained", False)):
        for column, what in ((name, "size"), (f"{name}_improved", "sum")):
            has = (what, is_joined) in wide
            found[column] = wide[what, is_joined].to_numpy() if has else 0
    return pd.DataFrame(found).reset_index(drop=True).astype(int)


def contrast(table, *, standard="joined", confidence_level=0.95):
    """Work out the difference, with intervals that know of trusts.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a school: ``improved``, ``previous_grade``, ``joined_between``, ``cluster``.
    standard : {"joined", "maintained", "all"}
        Whose mix of grades before both groups are given.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Contrast

    Raises
    ------
    ValueError
        When the standard is unknown, or the groups share no grade.

    Notes
    -----
    Direct standardisation: the difference at each grade before, weighted by the standard's share of
    schools at it. Standard errors are statsmodels' cluster-robust ones of the regression with one
    mean for each group and grade; the weights are those of the standard and held fixed. Checked
    against a bootstrap of clusters (:func:`bootstrap`) and against sums of squares of clusters
    by hand.

    Examples
    --------
    >>> rows = [(3, True, True), (3, True, False), (3, False, True), (3, False, True)] * 3
    >>> table = pd.DataFrame(rows, columns=["previous_grade", "joined_between", "improved"])
    >>> round(contrast(table.assign(cluster=range(12))).raw.estimate, 9)
    -0.5
    """
    problems = confidence_problems(confidence_level)
    if standard not in STANDARDS:
        problems.append(
            f"standard is one of {', '.join(STANDARDS)}: found {standard!r}; give one of these."
        )
    refuse(problems)
    counts = strata(table)
    shared = counts[(counts["joined"] > 0) & (counts["maintained"] > 0)]
    if shared.empty:
        raise ValueError(
            "Differences are taken at the same grade before: found no grade at which both groups "
            "have schools. Check which schools count as maintained."
        )
    weights = _weights(shared, standard)
    inside = table[table["previous_grade"].isin(weights)]
    raw = _fitted(table, {0: 1.0}, pd.Series(0, index=table.index), confidence_level, "raw")
    given = _fitted(
        inside, weights, inside["previous_grade"].astype(int), confidence_level,
        f"given the grades before of {STANDARDS[standard]}",
    )  # fmt: skip
    lost = int((table["joined_between"] & ~table["previous_grade"].isin(weights)).sum())
    return Contrast(raw, given, lost, int(table["cluster"].nunique()))


def bootstrap(table, *, draws=2000, seed=1, standard="joined", confidence_level=0.95):
    """Find the same intervals by drawing clusters again.

    Parameters
    ----------
    table, standard, confidence_level
        As in :func:`contrast`.
    draws : int
        Samples drawn.
    seed : int
        Start of the random numbers.

    Returns
    -------
    Contrast
        Estimates of the table, intervals between the percentiles of the draws. Trusts are drawn
        among trusts, and the clusters of maintained schools among themselves.

    Notes
    -----
    The standard's weights are those of each draw, so that, unlike in :func:`contrast`, the mix of
    grades before is drawn too.

    Examples
    --------
    >>> rows = [(3, True, True), (3, True, False), (3, False, True), (3, False, True)] * 3
    >>> table = pd.DataFrame(rows, columns=["previous_grade", "joined_between", "improved"])
    >>> round(bootstrap(table.assign(cluster=range(12)), draws=200).raw.estimate, 9)
    -0.5
    """
    point = contrast(table, standard=standard, confidence_level=confidence_level)
    grades = strata(table)["previous_grade"].tolist()
    rng = np.random.default_rng(seed)
    drawn = {side: _drawn(table, side, grades, draws, rng) for side in (True, False)}
    raw = _raw(drawn[True]) - _raw(drawn[False])
    given = _given(drawn[True], drawn[False], standard)
    method = f"{draws} samples of clusters"
    return Contrast(
        _between(point.raw, raw, confidence_level, method),
        _between(point.standardised, given, confidence_level, method),
        point.left_out,
        point.clusters,
    )


def _weights(counts, standard):
    size = {
        "joined": counts["joined"],
        "maintained": counts["maintained"],
        "all": counts["joined"] + counts["maintained"],
    }[standard]
    return dict(zip(counts["previous_grade"], size / size.sum(), strict=True))


def _fitted(table, weights, levels, confidence_level, words):
    """Regress on one mean for each group and level; contrast them with cluster-robust errors."""
    side = table["joined_between"].to_numpy(dtype=float)
    marks = np.column_stack([(levels == level).to_numpy(dtype=float) for level in weights])
    design = np.column_stack([marks, marks * side[:, None]])
    codes = pd.factorize(table["cluster"])[0]
    model = sm.OLS(table["improved"].to_numpy(dtype=float), design)
    found = model.fit(cov_type="cluster", cov_kwds={"groups": codes})
    direction = np.concatenate([np.zeros(len(weights)), list(weights.values())])
    test = found.t_test(direction)
    low, high = test.conf_int(alpha=1 - confidence_level)[0]
    return Estimate(
        float(test.effect[0]), float(low), float(high), len(table),
        f"difference in shares, {words}; errors clustered by trust", confidence_level,
        float(np.ravel(test.statistic)[0]), float(np.ravel(test.pvalue)[0]),
    )  # fmt: skip


def _drawn(table, side, grades, draws, rng):
    """Schools and improvements at each grade, in each draw: draws x grades x 2."""
    part = table[table["joined_between"] == side]
    codes, names = pd.factorize(part["cluster"])
    places = {grade: i for i, grade in enumerate(grades)}
    place = part["previous_grade"].astype(int).map(places).to_numpy()
    cells = np.zeros((len(names), 2 * len(grades)))
    np.add.at(cells, (codes, 2 * place), 1)
    np.add.at(cells, (codes, 2 * place + 1), part["improved"].to_numpy(dtype=float))
    # Clusters that are alike are drawn together: most maintained schools are.
    kinds, times = np.unique(cells, axis=0, return_counts=True)
    shares = times / times.sum()
    sums = [
        rng.multinomial(times.sum(), shares, size=min(DRAWN_AT_ONCE, draws - start)) @ kinds
        for start in range(0, draws, DRAWN_AT_ONCE)
    ]
    return np.concatenate(sums).reshape(draws, len(grades), 2)


def _raw(drawn):
    return drawn[:, :, 1].sum(axis=1) / drawn[:, :, 0].sum(axis=1)


def _given(joined, maintained, standard):
    n1, n0 = joined[:, :, 0], maintained[:, :, 0]
    both = (n1 > 0) & (n0 > 0)
    size = {"joined": n1, "maintained": n0, "all": n1 + n0}[standard] * both
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(both, joined[:, :, 1] / n1 - maintained[:, :, 1] / n0, 0.0)
    return (size * apart).sum(axis=1) / size.sum(axis=1)


def _between(point, values, confidence_level, method):
    tail = (1 - confidence_level) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return Estimate(
        point.estimate, float(low), float(high), point.n, f"{point.method.split(';')[0]}; {method}",
        confidence_level,
    )  # fmt: skip
