"""The progress of more pupils than fit into memory, from sums of each school and year."""

from dataclasses import dataclass
from itertools import combinations_with_replacement

import pandas as pd

from partnership_evaluation import files
from partnership_evaluation.school_effects.likelihood import fit_sums
from partnership_evaluation.school_effects.ranking import pairs_apart
from partnership_evaluation.school_effects.sums import of_totals


@dataclass(frozen=True)
class LargeProgress:
    """Progress by year.

    Attributes
    ----------
    years : pandas.DataFrame
        One row a year: ``pupils``, ``schools``, ``mean_gain``, ``spread`` (standard deviation of
        gains), ``gained`` (share of pupils above where they began), ``slope`` on the score before,
        ``between_schools`` and ``between_pupils`` (variances given it), ``pairs_apart`` (share).
    effects : pandas.DataFrame
        One row a school and year, as in ``Fit.effects``.
    totals : pandas.DataFrame
        One row a school and year: the sums.
    """

    years: pd.DataFrame
    effects: pd.DataFrame
    totals: pd.DataFrame


def measures(before, after):
    """Name the sums that progress is worked out from.

    Parameters
    ----------
    before, after : str
        Columns of whole numbers.

    Returns
    -------
    dict of str to str
        For :func:`partnership_evaluation.files.sums_by`.

    Examples
    --------
    >>> sorted(measures("b", "a"))[:3]
    ['gained', 'n', 'sum_a']
    """
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in (before, after)}
    found = {"n": "1", "gained": f"CAST({quoted[after]} > {quoted[before]} AS INTEGER)"}
    found |= {f"sum_{name}": quoted[name] for name in (before, after)}
    for one, other in combinations_with_replacement((before, after), 2):
        found[f"sum_{one}_{other}"] = f"{quoted[one]} * {quoted[other]}"
    return found


def large_progress(
    name, *, before, after, school, year, parts=None, run=map, confidence_level=0.95
):
    """Work out progress and value added from a large file.

    Parameters
    ----------
    name : str
        CSV, packed CSV or Parquet, one row a pupil and year.
    before, after : str
        Columns of whole numbers, such as points or tenths of points.
    school, year : str
        Columns.
    parts, run
        As in :func:`partnership_evaluation.files.sums_in_parts`; without parts the engine goes
        through the whole file with all of its processors.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    LargeProgress

    Notes
    -----
    The file is gone through once; what follows needs one row a school and year. Rows in which a
    score is missing are left out. The result does not depend on the parts, to the last digit.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> rows = pd.DataFrame({"school": [1, 1, 2, 2] * 2, "year": 1, "b": [1, 2, 3, 5] * 2,
    ...     "a": [2, 3, 3, 7, 4, 2, 4, 6]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "pupils.csv"
    ...     rows.to_csv(path, index=False)
    ...     found = large_progress(str(path), before="b", after="a", school="school", year="year")
    >>> found.years[["pupils", "mean_gain"]].iloc[0].tolist()
    [8.0, 1.125]
    """
    wanted = measures(before, after)
    known = f'"{before}" IS NOT NULL AND "{after}" IS NOT NULL'
    if parts is None:
        totals = files.sums_by(name, [year, school], wanted, where=known)
    else:
        chosen = [f"({part}) AND {known}" for part in parts]
        totals = files.sums_in_parts(name, [year, school], wanted, parts=chosen, run=run)
    rows, effects = [], []
    for label, part in totals.groupby(year, sort=True):
        sums = of_totals(part, groups=[school], outcome=after, predictors=[before])
        found = fit_sums(sums, confidence_level=confidence_level, variance_intervals=False)
        rows.append(
            {year: label} | _of_year(part, before, after) | _of_fit(found, confidence_level)
        )
        effects.append(found.effects.assign(**{year: label}))
    return LargeProgress(pd.DataFrame(rows), pd.concat(effects, ignore_index=True), totals)


def _of_year(part, before, after):
    total = part.drop(columns=part.columns[:2]).sum()
    n = int(total["n"])
    gain = int(total[f"sum_{after}"]) - int(total[f"sum_{before}"])
    squares = (
        int(total[f"sum_{after}_{after}"])
        - 2 * int(total[f"sum_{before}_{after}"])
        + int(total[f"sum_{before}_{before}"])
    )
    spread = max(0.0, (n * squares - gain * gain) / (n * max(1, n - 1))) ** 0.5
    gained = int(total["gained"]) / n
    return {
        "pupils": n, "schools": len(part), "mean_gain": gain / n, "spread": spread,
        "gained": gained,
    }  # fmt: skip


def _of_fit(found, confidence_level):
    apart, pairs = pairs_apart(found.effects, confidence_level=confidence_level)
    return {
        "slope": float(found.fixed["estimate"].iloc[1]),
        "between_schools": float(found.variances["estimate"].iloc[0]),
        "between_pupils": float(found.variances["estimate"].iloc[-1]),
        "pairs_apart": apart / pairs,
    }
