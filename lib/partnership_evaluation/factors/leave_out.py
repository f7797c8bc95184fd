"""What happens to unanimity when one case is left out, given counts but not who is counted."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import proportions
from partnership_evaluation.factors.counting import (
    range_in_words,
    range_problems,
    refuse,
    whole_number_problems,
)

#: What leaving one case out does to a factor that all, or all but one, may have.
FATES = {
    "stays": "stays unanimous, whichever is left out",
    "may stay": "unanimous or not, as the words leave open",
    "becomes": "becomes unanimous if the one without it is left out",
    "never": "is not unanimous, whichever is left out",
}


@dataclass(frozen=True)
class LeaveOneOut:
    """How many factors are unanimous before and after one case is left out.

    Attributes
    ----------
    cases : int
        Cases before.
    before : (int, int)
        Fewest and most unanimous factors that the words allow among all cases.
    after : (int, int)
        Fewest and most among the remaining cases, over every choice of the one left out and every
        assignment of cases that fits the counts.
    lowest_before, lowest_after : float
        Exact lower limit for a factor that all cases have, before and after.
    confidence_level : float
        Level of the limits.
    """

    cases: int
    before: tuple[int, int]
    after: tuple[int, int]
    lowest_before: float
    lowest_after: float
    confidence_level: float


def leave_one_out(factors, *, cases, confidence_level=0.95):
    """Bound how many factors are unanimous whichever case is left out.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``present_low``, ``present_high``, ``of_number``; factors not counted over `cases`
        are left out.
    cases : int
        Cases, at least 2.
    confidence_level : float, default 0.95
        Level of the limits.

    Returns
    -------
    LeaveOneOut

    Raises
    ------
    FactorError
        When there are fewer than 2 cases, or a count exceeds them.

    Notes
    -----
    Only counts are printed, not which case lacks a factor. A factor that all n cases have stays
    unanimous whichever is left out; one that n - 1 have becomes unanimous only when the case
    without it is left out; no other can. So the fewest are the factors surely in all n, and the
    most those that may be in n - 1 or n: both are reached for some choice of the case left out.
    Leaving a case out can never break unanimity, which is why it is no test of a factor that all
    have; what it costs is shown by the lower limits. Checked by enumerating every assignment.

    Examples
    --------
    >>> stated = pd.DataFrame({"present_low": [6, 5, 4], "present_high": [6, 5, 6],
    ...                        "of_number": [6, 6, 6]})
    >>> found = leave_one_out(stated, cases=6)
    >>> found.before, found.after, round(found.lowest_after, 2)
    ((1, 2), (1, 3), 0.48)
    """
    counts = _counted(factors, cases)
    limits = [
        proportions.interval(n, n=n, confidence_level=confidence_level).low
        for n in (cases, cases - 1)
    ]
    return LeaveOneOut(
        cases=cases,
        before=(sum(low == cases for low, _ in counts), sum(high == cases for _, high in counts)),
        after=(
            sum(low == cases for low, _ in counts),
            sum(high >= cases - 1 for _, high in counts),
        ),
        lowest_before=limits[0],
        lowest_after=limits[1],
        confidence_level=confidence_level,
    )


def left_out_table(factors, *, cases):
    """Say of each factor what leaving one case out does to it.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``label``, ``present_low``, ``present_high``, ``of_number``.
    cases : int
        Cases, at least 2.

    Returns
    -------
    pandas.DataFrame
        One row for each count that factors have: ``Present in``, ``Factors`` (how many),
        ``Present in, after`` (of one case fewer), ``Unanimity``.

    Raises
    ------
    FactorError
        When there are fewer than 2 cases, or a count exceeds them.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["a", "b"], "present_low": [6, 5], "present_high": [6, 5],
    ...                        "of_number": [6, 6]})
    >>> left_out_table(stated, cases=6)["Present in, after"].tolist()
    ['5', '4 to 5']
    """
    counts = pd.Series(_counted(factors, cases), dtype=object).value_counts(sort=False)
    rows = []
    for (low, high), number in sorted(counts.items(), key=lambda item: item[0], reverse=True):
        # Whoever is left out had the factor, unless somebody among the cases lacks it.
        least = max(low - 1, 0)
        most = min(high, cases - 1)
        before, after = range_in_words(low, high), range_in_words(least, most)
        rows.append((before, number, after, FATES[_fate(low, high, cases)]))
    columns = ["Present in", "Factors", "Present in, after", "Unanimity"]
    return pd.DataFrame(rows, columns=columns)


def _fate(low, high, cases):
    if low == cases:
        return "stays"
    if high == cases:
        return "may stay"
    return "becomes" if high == cases - 1 else "never"


def _counted(factors, cases):
    refuse(whole_number_problems(cases=cases))
    if cases < 2:
        refuse([
            "One case can be left out only where others remain; found "
            f"cases = {cases}. Give at least 2."
        ])  # fmt: skip
    chosen = factors[factors["of_number"] == cases].dropna(subset=["present_low"])
    counts = [(int(row.present_low), int(row.present_high)) for row in chosen.itertuples()]
    refuse(problem for low, high in counts for problem in range_problems(low, high, cases))
    return counts
