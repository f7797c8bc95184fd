"""Few cases, many conditions: what a factor shared by a handful of successes can tell.

A document about successful partnerships says of each factor that all, most, some or two of them had
it, or merely lists it. The words become counts or ranges of counts; a factor that is only listed
was *not counted*, which is not the same as absent.
"""

import numpy as np
import pandas as pd
from scipy import stats

from partnership_evaluation import proportions, wording

#: How each state of a coded matrix is drawn: colour and sign.
TILES = {
    "present": ("#12436D", "+"),
    "absent": ("#F46A25", "\N{MINUS SIGN}"),
    "unclear": ("#BFBFBF", "?"),
    "not counted": ("#F2F2F2", ""),
}
PREVALENCES = (0.5, 0.7, 0.8, 0.9)


class FactorError(ValueError):
    """Counts of cases that cannot be used as they stand."""


def coded_matrix(factors, *, of_number):
    """Lay out, for each factor, in how many cases it was present, absent, unclear, or not counted.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``label``, ``present_low``, ``present_high``, ``of_number``; the counts are
        missing where the document only lists the factor.
    of_number : int
        Cases; only factors counted over that many, or not counted at all, are laid out.

    Returns
    -------
    pandas.DataFrame
        One row a factor (its label is the index), one column a case named ``1`` to ``of_number``;
        cells are one of ``present``, ``absent``, ``unclear``, ``not counted``. The cases are not
        named in the document, so the columns are places, not particular cases.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["core funding"], "present_low": [5],
    ...                        "present_high": [5], "of_number": [6]})
    >>> coded_matrix(stated, of_number=6).loc["core funding"].tolist()
    ['present', 'present', 'present', 'present', 'present', 'absent']
    """
    chosen = factors[factors["of_number"].isna() | (factors["of_number"] == of_number)]
    rows = [_states(row.present_low, row.present_high, of_number) for row in chosen.itertuples()]
    columns = [str(place) for place in range(1, of_number + 1)]
    return pd.DataFrame(rows, columns=columns, index=list(chosen["label"]))


def prevalence_intervals(factors, *, confidence_level=0.95):
    """Estimate how common each counted factor is among partnerships like these.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``label``, ``present_low``, ``present_high``, ``of_number``.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a counted factor: ``label``, ``present`` (a count or a range, as text), ``n``,
        ``estimate`` (at the lowest count), ``low`` (exact lower limit at the lowest count),
        ``high`` (exact upper limit at the highest count).

    Notes
    -----
    Clopper-Pearson limits; where the words leave a range of counts, the interval covers the
    intervals of every count in it.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["a"], "present_low": [6], "present_high": [6],
    ...                        "of_number": [6]})
    >>> prevalence_intervals(stated)[["low", "high"]].round(2).to_numpy().tolist()
    [[0.54, 1.0]]
    """
    rows = []
    for row in factors.dropna(subset=["present_low"]).itertuples():
        low, high, n = int(row.present_low), int(row.present_high), int(row.of_number)
        first = proportions.interval(low, n=n, confidence_level=confidence_level)
        last = proportions.interval(high, n=n, confidence_level=confidence_level)
        present = str(low) if low == high else f"{low} to {high}"
        rows.append((row.label, present, n, low / n, first.low, last.high))
    return pd.DataFrame(rows, columns=["label", "present", "n", "estimate", "low", "high"])


def chance_of_unanimity(*, factors, cases, prevalence):
    """Return how many factors would be unanimous by luck alone.

    Parameters
    ----------
    factors : int
        Factors looked at.
    cases : int
        Cases in which each was looked for.
    prevalence : float
        How common each factor is among partnerships at large, successful or not; a share from 0
        to 1.

    Returns
    -------
    pandas.DataFrame
        Columns ``value`` (number of unanimous factors, 0 to `factors`) and ``share`` (its
        probability).

    Raises
    ------
    FactorError
        When a count is not whole or is negative, or the prevalence is not a share.

    Notes
    -----
    Each factor is in all cases with probability prevalence ** cases; over independent factors the
    number of unanimous ones is binomial. Real factors come in bundles, which leaves the expected
    number as it is and widens the spread.

    Examples
    --------
    >>> table = chance_of_unanimity(factors=25, cases=6, prevalence=0.8)
    >>> round(float((table["value"] * table["share"]).sum()), 1)
    6.6
    """
    _check_counts(factors=factors, cases=cases)
    if not 0 <= prevalence <= 1:
        raise FactorError(
            f"A prevalence must be a share from 0 to 1; found {prevalence}. Write 80 per cent as "
            "0.8."
        )
    value = np.arange(factors + 1)
    share = stats.binom.pmf(value, factors, prevalence**cases)
    return pd.DataFrame({"value": value, "share": share})


def luck_table(factors, *, cases, observed, prevalences=PREVALENCES):
    """Tabulate luck at several shares of partnerships with each factor.

    Parameters
    ----------
    factors : int
        Factors looked at.
    cases : int
        Cases in which each was looked for.
    observed : int
        Factors found to be unanimous.
    prevalences : sequence of float
        Shares of partnerships with each factor.

    Returns
    -------
    pandas.DataFrame
        One row a share: ``Found in``, ``Unanimous by chance`` (expected number), ``At least as many
        as printed`` (probability).

    Examples
    --------
    >>> luck_table(25, cases=6, observed=6)["Unanimous by chance"].tolist()
    [0.4, 2.9, 6.6, 13.3]
    """
    rows = []
    for prevalence in prevalences:
        table = chance_of_unanimity(factors=factors, cases=cases, prevalence=prevalence)
        expected = float((table["value"] * table["share"]).sum())
        tail = float(table.loc[table["value"] >= observed, "share"].sum())
        rows.append((wording.percent(prevalence), round(expected, 1), wording.percent(tail)))
    columns = ["Found in", "Unanimous by chance", "At least as many as printed"]
    return pd.DataFrame(rows, columns=columns)


def quantities(factors):
    """Compute the numbers on which conclusions about factors rest.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``factor``, ``present_low``, ``present_high``, ``of_number``.

    Returns
    -------
    dict of str to (number, number) or None
        ``early_exchange_share``; ``other_pairs_with_factor`` is None, because no document counts
        the factors of the partnerships it did not single out.

    Examples
    --------
    >>> stated = pd.DataFrame({"factor": ["early-exchange"], "present_low": [6],
    ...                        "present_high": [6], "of_number": [6]})
    >>> quantities(stated)["early_exchange_share"]
    (1.0, 1.0)
    """
    row = factors.set_index("factor").loc["early-exchange"]
    share = tuple(float(row[end] / row["of_number"]) for end in ("present_low", "present_high"))
    return {"early_exchange_share": share, "other_pairs_with_factor": None}


def contrast_needed(k, *, n, others, alpha=0.05):
    """Return how rare a factor must be among other cases before it tells the successes apart.

    Parameters
    ----------
    k : int
        Successes that have the factor.
    n : int
        Successes.
    others : int
        Other cases.
    alpha : float, default 0.05
        Level of the two-sided exact test of Fisher.

    Returns
    -------
    pandas.Series
        ``most_others`` (largest count among the others at which the test is still below `alpha`
        and the successes have the larger share; missing when there is none), ``most_share`` and
        ``p_value`` at that count.

    Raises
    ------
    FactorError
        When a count is not whole or is negative, more successes have the factor than there are, or
        `alpha` does not lie between 0 and 1.

    Examples
    --------
    >>> int(contrast_needed(6, n=6, others=11)["most_others"])
    5
    """
    _check_counts(k=k, n=n, others=others)
    if k > n or not 0 < alpha < 1:
        raise FactorError(
            "At most all successes can have the factor, and a level lies between 0 and 1; found "
            f"{k} of {n} successes at the level {alpha}. Check which count is which."
        )
    found = pd.Series({"most_others": np.nan, "most_share": np.nan, "p_value": np.nan})
    for m in range(others + 1):
        p_value = stats.fisher_exact([[k, n - k], [m, others - m]]).pvalue
        if p_value < alpha and others and k / n > m / others:
            found = pd.Series({"most_others": m, "most_share": m / others, "p_value": p_value})
    return found


def _states(low, high, of_number):
    if pd.isna(low):
        return ["not counted"] * of_number
    low, high = int(low), int(high)
    if not 0 <= low <= high <= of_number:
        raise FactorError(
            "The smallest count must not exceed the largest, nor that the number of cases; found "
            f"{low} to {high} of {of_number}. Correct the table."
        )
    return ["present"] * low + ["unclear"] * (high - low) + ["absent"] * (of_number - high)


def _check_counts(**counts):
    wrong = {name: value for name, value in counts.items() if not (value >= 0 and value % 1 == 0)}
    if wrong:
        listed = ", ".join(f"{name} = {value}" for name, value in wrong.items())
        raise FactorError(f"Counts must be whole and not negative; found {listed}. Correct them.")
