"""Tables about the progress of one school: groups compared, rates against expectation."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import measures, progress, proportions, wording
from partnership_evaluation.questions.progress_quantities import (
    VULNERABLE,
    counts_of_statements,
    quantities,
)

__all__ = [
    "VULNERABLE",
    "drawn",
    "implications",
    "mean_needed_elsewhere",
    "quantities",
    "rate_table",
    "subgroups",
]

POINTS_PER_LEVEL = measures.sub_levels_to_points(3)


def subgroups(school, *, confidence_level=0.95):
    """Compare each printed group with the other pupils of the school.

    Parameters
    ----------
    school : SchoolProgress
        A school that printed statements about pupils.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Group``, ``Made a sub-level``, ``Other pupils``, ``Difference``,
        ``Interval``, ``p (Fisher)``. Where the size of the group was not printed the difference is
        the range over every size it can have, and there is no test.

    Notes
    -----
    Newcombe's interval for the difference of two shares; Fisher's exact test. Several statements
    about a group are added up, or the higher gains counted among the lower; where the two differ,
    everything is a range, the interval from its lowest to its highest limit. Of the school as a
    whole, the smallest number that made a sub-level is taken.

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6)
    >>> subgroups(school).set_index("Group").loc["male", "Difference"]
    '-52 to +67 points'
    """
    rows = []
    if school.n is None or school.share_made() is None:
        return pd.DataFrame(rows, columns=_COLUMNS)
    total = int(school.share_made()[0] * school.n)
    for group, part in school.statements.groupby("group", sort=False):
        made = part[part["sub_levels"] >= 1]
        if group == "all" or made.empty:
            continue
        counts, size = counts_of_statements(made), made["pupils_in_group"].iloc[0]
        if pd.isna(size):
            rows.append(_unknown_size(group, counts, total, school.n))
        else:
            rows.append(_known_size(group, counts, int(size), total, school.n, confidence_level))
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["Group", "Made a sub-level", "Other pupils", "Difference", "Interval", "p (Fisher)"]


def rate_table(school, *, points_per_year, school_weeks_per_year):
    """Set every printed or rebuilt mean gain against the rate expected at the time.

    Parameters
    ----------
    school : SchoolProgress
        The school.
    points_per_year : float
        Expected points a year.
    school_weeks_per_year : int
        Teaching weeks in a year.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Group``, ``Mean gain (points)``, ``In sub-levels``, ``Points per week``,
        ``Expected (points)`` in the same weeks, ``Times expected``, ``Levels a year`` at this rate.

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Hamford Primary Academy", weeks_if_not_stated=6)
    >>> table = rate_table(school, points_per_year=3, school_weeks_per_year=38)
    >>> float(table["Times expected"].iloc[0])
    3.2
    """
    rows = []
    for label, points in _mean_points(school):
        rate = progress.rates(
            points,
            weeks=school.weeks,
            points_per_year=points_per_year,
            school_weeks_per_year=school_weeks_per_year,
        )
        rows.append(
            {
                "Group": label,
                "Mean gain (points)": round(rate["gain_points"], 2),
                "In sub-levels": round(rate["gain_sub_levels"], 2),
                "Points per week": round(rate["gain_points_per_week"], 2),
                "Expected (points)": round(rate["expected_points"], 2),
                "Times expected": round(rate["times_expected"], 1),
                "Levels a year": round(
                    rate["points_in_a_year_at_this_rate"] / float(POINTS_PER_LEVEL), 1
                ),
            }
        )
    return pd.DataFrame(rows)


def drawn(school, rates, *, confidence_level=0.95):
    """Return the gains and what was expected in the shape that figures.intervals draws.

    Parameters
    ----------
    school : SchoolProgress
        The school.
    rates : pandas.DataFrame
        From :func:`rate_table`.
    confidence_level : float
        Level of the intervals of the mean, by Student's t.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``group`` (gained, expected), ``estimate``, ``low``, ``high``, in points; what
        was expected, and a mean of pupils who were not counted, have no width.

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6)
    >>> table = rate_table(school, points_per_year=3, school_weeks_per_year=38)
    >>> drawn(school, table)[["low", "high"]].round(2).values.tolist()[1]
    [0.92, 2.12]
    """
    both = [("gained", "Mean gain (points)"), ("expected", "Expected (points)")]
    parts = [
        pd.DataFrame({"label": rates["Group"], "group": group, "estimate": rates[column]})
        for group, column in both
    ]
    for part in parts:
        part["low"] = part["high"] = part["estimate"].astype(float)
    samples = school.extreme_gains() if school.means.empty else ()
    for row, sample in zip(parts[0].index, samples[-len(rates) :], strict=False):
        points = sample * float(measures.sub_levels_to_points(1))
        found = progress.mean_gain(points, confidence_level=confidence_level)
        parts[0].loc[row, ["low", "high"]] = found.low, found.high
    return pd.concat(parts)


def _mean_points(school):
    if school.means.empty:
        low, high = (measures.sub_levels_to_points(mean) for mean in school.mean_sub_levels())
        if low != high:
            yield "all pupils, at least", low
        yield "all pupils" + ", at most" * (low != high), high
        return
    for row in school.means.itertuples():
        mean = Fraction(row.mean)
        points = mean if row.unit == "points" else measures.sub_levels_to_points(mean)
        yield f"{row.group}, year {row.year_group}", points


def _known_size(group, counts, size, total, n, confidence_level):
    rest = n - size
    four = [(k, size, total - k, rest) for k in counts if k <= size and total - k <= rest] or [
        (counts[0], size, total - counts[0], rest)
    ]
    found = [proportions.difference(*one, confidence_level=confidence_level) for one in four]
    tests = [proportions.fisher(*one).p_value for one in four]
    points = [wording.signed(100 * one.estimate) for one in found]
    ends = min(one.low for one in found), max(one.high for one in found)
    return (
        group,
        f"{_from_to([one[0] for one in four])} of {size}",
        f"{_from_to([one[2] for one in reversed(four)])} of {rest}",
        f"{_from_to(points)} points",
        " to ".join(wording.signed(100 * end) for end in ends),
        _from_to([wording.p_value(p) for p in sorted(tests)]),
    )


def _unknown_size(group, counts, total, n):
    found = [progress.group_of_unknown_size(k, made_by_all=total, n=n) for k in counts]
    table = pd.concat(found)
    low, high = table["difference"].min(), table["difference"].max()
    return (
        group,
        f"{_from_to(counts)} of {table['group_size'].min()} to {table['group_size'].max()}",
        f"{_from_to([total - k for k in reversed(counts)])} of the rest",
        f"{wording.signed(100 * low)} to {wording.signed(100 * high)} points",
        None,
        None,
    )


def _from_to(values):
    return str(values[0]) if values[0] == values[-1] else f"{values[0]} to {values[-1]}"


def implications(means):
    """Say what the printed means of groups imply for one another.

    Parameters
    ----------
    means : pandas.DataFrame
        Rows of ``mean_gains`` of one place: ``group`` and ``mean``, with ``all``, ``male`` and
        ``female`` among the groups. A mean that ends in a point has lost its decimals.

    Returns
    -------
    pandas.Series
        ``girls_mean_low`` and ``girls_mean_high`` (what the cell of the girls allows),
        ``girls_share_low`` and ``girls_share_high`` (share of girls that makes the mean of all
        agree with those of boys and girls; missing when none does), ``least_girls_mean`` (smallest
        mean of girls with which any share does; missing likewise).

    Examples
    --------
    >>> means = pd.DataFrame({"group": ["all", "male", "female"], "mean": ["1.5", "1", "1."]})
    >>> float(implications(means)["girls_share_low"])
    0.5
    """
    printed = means.set_index("group")["mean"]
    everybody, boys = Fraction(printed["all"]), Fraction(printed["male"])
    girls = Fraction(printed["female"].rstrip("."))
    truncated = printed["female"].endswith(".")
    girls_range = (girls, girls + 1 if truncated else girls)
    share = progress.implied_share(
        (everybody, everybody), part=(boys, boys), other=girls_range
    ) or (None, None)
    # Where boys gained less than everybody, girls must have gained at least as much.
    least = max(everybody, girls_range[0]) if boys < everybody else girls_range[0]
    return pd.Series(
        {
            "girls_mean_low": float(girls_range[0]),
            "girls_mean_high": float(girls_range[1]),
            "girls_share_low": share[0],
            "girls_share_high": share[1],
            "least_girls_mean": None if share[0] is None else float(least),
        }
    )


def mean_needed_elsewhere(schools, overall, *, ratios=(0.5, 1, 2)):
    """Return the mean gain that pupils elsewhere must have made for the mean of all to hold.

    Parameters
    ----------
    schools : sequence of partnership_evaluation.questions.school_progress.SchoolProgress
        Schools whose number of pupils and gains can be rebuilt.
    overall : pandas.DataFrame
        Means in sub-levels across schools, by group, with ``all`` among the groups.
    ratios : sequence of float
        Pupils elsewhere, as multiples of the pupils of `schools`, above 0; the document does not
        print them.

    Returns
    -------
    pandas.DataFrame
        One row a ratio: ``Pupils rebuilt``, ``Their mean gain at most``, ``Pupils elsewhere``,
        ``Mean gain needed there``.

    Raises
    ------
    partnership_evaluation.progress.ProgressError
        When no pupils were rebuilt, or nobody would be elsewhere.

    Notes
    -----
    (printed mean x all pupils - gains of the rebuilt pupils) / pupils elsewhere, at the largest
    gains that fit, so the mean needed is the smallest.

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Langer Primary Academy", weeks_if_not_stated=6)
    >>> overall = pd.DataFrame({"group": ["all"], "mean": ["1.5"]})
    >>> mean_needed_elsewhere([school], overall, ratios=(1,))["Mean gain needed there"].tolist()
    [2.23]
    """
    printed = Fraction(overall.set_index("group")["mean"]["all"])
    schools = list(schools)
    pupils = sum(school.n for school in schools)
    if not pupils or any(round(pupils * ratio) < 1 for ratio in ratios):
        raise progress.ProgressError(
            "A mean gain needed elsewhere must be that of somebody; found "
            f"{pupils} pupils rebuilt and the ratios {', '.join(map(str, ratios))}. Give schools "
            "whose pupils are known, and ratios above 0."
        )
    made = sum(school.mean_sub_levels()[1] * school.n for school in schools)
    rows = []
    for ratio in ratios:
        elsewhere = round(pupils * ratio)
        needed = (printed * (pupils + elsewhere) - made) / elsewhere
        rows.append((pupils, round(float(made / pupils), 2), elsewhere, round(float(needed), 2)))
    columns = ["Pupils rebuilt", "Their mean gain at most", "Pupils elsewhere"]
    return pd.DataFrame(rows, columns=[*columns, "Mean gain needed there"])
