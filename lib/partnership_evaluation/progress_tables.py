"""Tables about the progress of one school: groups compared, rates against expectation."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import measures, progress, proportions, wording

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
    Newcombe's interval for the difference of two shares; Fisher's exact test.

    Examples
    --------
    >>> from partnership_evaluation import school_progress
    >>> school = school_progress.read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6)
    >>> subgroups(school).set_index("Group").loc["male", "Difference"]
    '-52 to +67 points'
    """
    rows = []
    if school.n is None:
        return pd.DataFrame(rows, columns=_COLUMNS)
    total = int(school.share_made()[0] * school.n)
    for group, part in school.statements.groupby("group", sort=False):
        made = part[part["sub_levels"] >= 1]
        if group == "all" or made.empty:
            continue
        k, size = int(made["pupils"].iloc[0]), made["pupils_in_group"].iloc[0]
        if pd.isna(size):
            rows.append(_unknown_size(group, k, total, school.n))
        else:
            rows.append(_known_size(group, k, int(size), total, school.n, confidence_level))
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
    >>> from partnership_evaluation import school_progress
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


def _known_size(group, k, size, total, n, confidence_level):
    others, rest = total - k, n - size
    found = proportions.difference(k, size, others, rest, confidence_level=confidence_level)
    test = proportions.fisher(k, size, others, rest)
    return (
        group,
        f"{k} of {size}",
        f"{others} of {rest}",
        f"{wording.signed(100 * found.estimate)} points",
        f"{wording.signed(100 * found.low)} to {wording.signed(100 * found.high)}",
        wording.p_value(test.p_value),
    )


def _unknown_size(group, k, total, n):
    table = progress.group_of_unknown_size(k, made_by_all=total, n=n)
    low, high = table["difference"].min(), table["difference"].max()
    return (
        group,
        f"{k} of {table['group_size'].min()} to {table['group_size'].max()}",
        f"{total - k} of the rest",
        f"{wording.signed(100 * low)} to {wording.signed(100 * high)} points",
        None,
        None,
    )


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
        mean of girls with which any share does).

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
    return pd.Series(
        {
            "girls_mean_low": float(girls_range[0]),
            "girls_mean_high": float(girls_range[1]),
            "girls_share_low": share[0],
            "girls_share_high": share[1],
            "least_girls_mean": float(max(everybody, girls_range[0])),
        }
    )


def quantities(school, overall):
    """Compute the numbers on which conclusions about progress rest.

    Parameters
    ----------
    school : partnership_evaluation.school_progress.SchoolProgress
        The school of the report.
    overall : pandas.DataFrame
        Means in sub-levels across schools, by group; empty where none were printed.

    Returns
    -------
    dict of str to (number, number) or None
        Smallest and largest value of each; None where the school prints too little.

    Examples
    --------
    >>> from partnership_evaluation import school_progress
    >>> school = school_progress.read("aet", "Langer Primary Academy", weeks_if_not_stated=6)
    >>> quantities(school, school.means)["share_made"]
    (Fraction(22, 31), Fraction(23, 31))
    """
    found = {"share_made": school.share_made()}
    found |= _group_gaps(school)
    found |= _mean_differences(school.means)
    if len(overall):
        printed = overall.set_index("group")["mean"].drop("female")
        vulnerable = printed[printed.index.isin(VULNERABLE)].map(Fraction)
        lowest = min(vulnerable) - Fraction(printed["all"])
        found["slowest_vulnerable_minus_all"] = (lowest, lowest)
    return found


def mean_needed_elsewhere(schools, overall, *, ratios=(0.5, 1, 2)):
    """Return the mean gain that pupils elsewhere must have made for the mean of all to hold.

    Parameters
    ----------
    schools : sequence of partnership_evaluation.school_progress.SchoolProgress
        Schools whose number of pupils and gains can be rebuilt.
    overall : pandas.DataFrame
        Means in sub-levels across schools, by group, with ``all`` among the groups.
    ratios : sequence of float
        Pupils elsewhere, as multiples of the pupils of `schools`; the document does not print them.

    Returns
    -------
    pandas.DataFrame
        One row a ratio: ``Pupils rebuilt``, ``Their mean gain at most``, ``Pupils elsewhere``,
        ``Mean gain needed there``.

    Notes
    -----
    (printed mean x all pupils - gains of the rebuilt pupils) / pupils elsewhere, at the largest
    gains that fit, so the mean needed is the smallest.

    Examples
    --------
    >>> from partnership_evaluation import school_progress
    >>> school = school_progress.read("aet", "Langer Primary Academy", weeks_if_not_stated=6)
    >>> overall = pd.DataFrame({"group": ["all"], "mean": ["1.5"]})
    >>> mean_needed_elsewhere([school], overall, ratios=(1,))["Mean gain needed there"].tolist()
    [2.23]
    """
    printed = Fraction(overall.set_index("group")["mean"]["all"])
    pupils = sum(school.n for school in schools)
    made = sum(school.mean_sub_levels()[1] * school.n for school in schools)
    rows = []
    for ratio in ratios:
        elsewhere = round(pupils * ratio)
        needed = (printed * (pupils + elsewhere) - made) / elsewhere
        rows.append((pupils, round(float(made / pupils), 2), elsewhere, round(float(needed), 2)))
    columns = ["Pupils rebuilt", "Their mean gain at most", "Pupils elsewhere"]
    return pd.DataFrame(rows, columns=[*columns, "Mean gain needed there"])


VULNERABLE = ("EAL", "pupil premium", "SEND")


def _group_gaps(school):
    found = dict.fromkeys(("pupil_premium_gap", "male_difference"))
    if school.n is None:
        return found
    total = int(school.share_made()[0] * school.n)
    made = school.statements[school.statements["sub_levels"] >= 1].drop_duplicates("group")
    for row in made.itertuples():
        k = int(row.pupils)
        if row.group == "pupil premium":
            size = int(row.pupils_in_group)
            gap = abs(Fraction(k, size) - Fraction(total - k, school.n - size))
            found["pupil_premium_gap"] = (gap, gap)
        if row.group == "male":
            table = progress.group_of_unknown_size(k, made_by_all=total, n=school.n)
            found["male_difference"] = (table["difference"].min(), table["difference"].max())
    return found


def _mean_differences(means):
    names = ("year_5_sub_levels", "year_6_sub_levels", "send_year_6_sub_levels")
    found = dict.fromkeys((*names, "send_minus_all_year_6"))
    points = means[means["unit"] == "points"]
    if points.empty:
        return found
    mean = {(row.group, row.year_group): Fraction(row.mean) for row in points.itertuples()}
    for name, key in zip(names, (("all", "5"), ("all", "6"), ("SEND", "6")), strict=True):
        found[name] = (measures.points_to_sub_levels(mean[key]),) * 2
    found["send_minus_all_year_6"] = (mean["SEND", "6"] - mean["all", "6"],) * 2
    return found
