"""The same people read with and without the group that was left as it was."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

from partnership_evaluation.estimates import Estimate, confidence_problems, refuse


@dataclass(frozen=True)
class Readings:
    """Three readings of one trial, in units of the score.

    Attributes
    ----------
    alone : Estimate
        How much those who were treated rose: what a before/after reading takes for the result.
    untreated : Estimate
        How much the others rose by themselves: the error of that reading.
    difference : Estimate
        Score after, treated less untreated, given score before and place.
    by_group : pandas.DataFrame
        ``group``, ``n``, ``before``, ``after``, ``gain`` (means), ``low``, ``high`` of the gain.
    """

    alone: Estimate
    untreated: Estimate
    difference: Estimate
    by_group: pd.DataFrame


def readings(
    table, *, before, after, group, untreated, block="", cluster="", confidence_level=0.95
):
    """Read a trial in three ways.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a person.
    before, after, group : str
        Columns: two numbers, and the group.
    untreated : str
        The group that was left as it was, as the column names it.
    block : str
        Column of the places within which chance decided; empty where there is none.
    cluster : str
        Column of what was drawn together; empty where each person was.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Readings

    Raises
    ------
    ValueError
        When a column is missing, a score is no number, or one side has fewer than two people.

    Notes
    -----
    Means of gains have standard errors that allow for unequal spread (HC2, for a mean the usual
    one), or for clusters. The difference is the coefficient of being treated in a regression of the
    score after on the score before and one constant a block (analysis of covariance). Checked
    against SciPy's t intervals and R's ``lm``.

    Examples
    --------
    >>> found = readings(invented_trial(), before="before", after="after", group="group",
    ...     untreated="as before", block="place")
    >>> found.alone.estimate > found.difference.estimate
    True
    """
    refuse(
        [
            *_problems(table, (before, after, group, block, cluster), group, untreated),
            *confidence_problems(confidence_level),
        ]
    )
    columns = [name for name in (before, after, group, block, cluster) if name]
    known = table[columns].dropna().reset_index(drop=True)
    known[[before, after]] = known[[before, after]].apply(pd.to_numeric)
    treated = known[group].astype(str) != str(untreated)
    gain = known[after] - known[before]
    common = {"confidence_level": confidence_level, "cluster": known[cluster] if cluster else None}
    alone = _mean(gain, treated, "mean gain of those who were treated", **common)
    rest = _mean(gain, ~treated, "mean gain of those who were not", **common)
    design = pd.DataFrame({"constant": 1.0, "treated": treated.astype(float)})
    design["before"] = known[before].astype(float)
    if block:
        marks = pd.get_dummies(known[block].astype(str), drop_first=True, dtype=float)
        design = pd.concat([design, marks], axis=1)
    words = "analysis of covariance" + (f", one constant for each {block}" if block else "")
    apart = _fitted(known[after], design, "treated", words, **common)
    return Readings(alone, rest, apart, _by_group(known, before, after, group, gain, common))


def invented_trial(n=240, *, seed=1):
    """Make up a trial in which everybody rises, and those who were treated rise further.

    Parameters
    ----------
    n : int
        People.
    seed : int
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``place``, ``before``, ``after``.

    Examples
    --------
    >>> invented_trial(4).shape
    (4, 4)
    """
    rng = np.random.default_rng(seed)
    group = np.resize(["as before", "course"], n)
    place = np.array([f"place {i // 2 % 6}" for i in range(n)])
    before = rng.normal(55, 12, n)
    after = 12 + 0.85 * before + 6 * (group == "course") + rng.normal(0, 8, n)
    scores = {"before": before.round(1), "after": after.round(1)}
    return pd.DataFrame({"group": group, "place": place, **scores})


def _mean(gain, chosen, words, *, confidence_level, cluster):
    part = gain[chosen].reset_index(drop=True)
    design = pd.DataFrame({"constant": np.ones(len(part))})
    if cluster is not None:
        cluster = cluster[chosen].reset_index(drop=True)
    return _fitted(
        part, design, "constant", words, confidence_level=confidence_level, cluster=cluster
    )


def _fitted(outcome, design, name, words, *, confidence_level, cluster):
    kind = {"cov_type": "HC2"}
    if cluster is not None:
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": pd.factorize(cluster)[0]}}
        words += ", errors clustered"
    found = sm.OLS(outcome.astype(float), design).fit(**kind, use_t=True)
    low, high = found.conf_int(alpha=1 - confidence_level).loc[name]
    return Estimate(
        float(found.params[name]), float(low), float(high), len(outcome), words, confidence_level,
        float(found.tvalues[name]), float(found.pvalues[name]),
    )  # fmt: skip


def _by_group(known, before, after, group, gain, common):
    rows = []
    for name in sorted(known[group].astype(str).unique()):
        chosen = known[group].astype(str) == name
        one = _mean(gain, chosen, name, **common)
        means = {"before": known[before][chosen].mean(), "after": known[after][chosen].mean()}
        ends = {"gain": one.estimate, "low": one.low, "high": one.high}
        rows.append({"group": name, "n": int(chosen.sum()), **means, **ends})
    return pd.DataFrame(rows)


def _problems(table, names, group, untreated):
    missing = [name for name in names if name and name not in table]
    if missing:
        return [
            f"The columns are those of the file: found no {', '.join(map(repr, missing))} among "
            f"{', '.join(map(repr, table.columns))}. Name the columns that are meant."
        ]
    sizes = (table[group].dropna().astype(str) == str(untreated)).value_counts()
    if min(sizes.get(True, 0), sizes.get(False, 0)) < 2:
        kinds = ", ".join(sorted(set(table[group].dropna().astype(str))))
        return [
            f"A trial has people who were treated and people who were not: found {untreated!r} for "
            f"those who were not, among {kinds}. Name one of these, with at least two people."
        ]
    return []
