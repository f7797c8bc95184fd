"""The numbers on which conclusions about the progress of one school rest."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import measures

VULNERABLE = ("EAL", "pupil premium", "SEND")


def quantities(school, overall):
    """Compute the numbers on which conclusions about progress rest.

    Parameters
    ----------
    school : partnership_evaluation.questions.school_progress.SchoolProgress
        The school of the report.
    overall : pandas.DataFrame
        Means in sub-levels across schools, by group; empty where none were printed.

    Returns
    -------
    dict of str to (number, number) or None
        Smallest and largest value of each; None where the school prints too little.

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Langer Primary Academy", weeks_if_not_stated=6)
    >>> quantities(school, school.means)["share_made"]
    (Fraction(22, 31), Fraction(23, 31))
    """
    found = {"share_made": school.share_made(), "slowest_vulnerable_minus_all": None}
    found |= _group_gaps(school)
    found |= _mean_differences(school.means)
    printed = dict(zip(overall["group"], overall["mean"], strict=True))
    vulnerable = [Fraction(printed[group]) for group in VULNERABLE if group in printed]
    if vulnerable and "all" in printed:
        lowest = min(vulnerable) - Fraction(printed["all"])
        found["slowest_vulnerable_minus_all"] = (lowest, lowest)
    return found


def counts_of_statements(made):
    """Return how many pupils of a group can have made a sub-level.

    Parameters
    ----------
    made : pandas.DataFrame
        Statements about the group: ``relation``, ``sub_levels`` (at least 1), ``pupils``.

    Returns
    -------
    range
        From the higher gains counted among the lower, to all statements added up.

    Examples
    --------
    >>> made = pd.DataFrame({"relation": ["exactly"] * 2, "sub_levels": [1, 2], "pupils": [3, 2]})
    >>> counts_of_statements(made)
    range(3, 6)
    """
    rows = made.sort_values("sub_levels")
    pupils = [int(count) for count in rows["pupils"]]
    open_ended = (rows["relation"] == "at_least").to_numpy().nonzero()[0]
    besides = sum(pupils[: open_ended[0] + 1] if len(open_ended) else pupils)
    among = pupils[0] if max(pupils) == pupils[0] else besides
    return range(among, besides + 1)


def _group_gaps(school):
    found = dict.fromkeys(("pupil_premium_gap", "male_difference"))
    if school.n is None or school.share_made() is None:
        return found
    first, last = (int(share * school.n) for share in school.share_made())
    made = school.statements[school.statements["sub_levels"] >= 1]
    for group, part in made.groupby("group"):
        gaps = [
            gap
            for total in range(first, last + 1)
            for k in counts_of_statements(part)
            for gap in _gaps(k, part["pupils_in_group"].iloc[0], total, school.n)
        ]
        if gaps and group == "pupil premium":
            sizes = [abs(gap) for gap in gaps]
            found["pupil_premium_gap"] = (min(sizes), max(sizes))
        if gaps and group == "male":
            found["male_difference"] = (min(gaps), max(gaps))
    return found


def _gaps(k, size, total, n):
    """List the differences of shares for every size that a group can have, both groups filled."""
    others = total - k
    sizes = range(k, n - others + 1) if pd.isna(size) else [int(size)]
    return [
        Fraction(k, size) - Fraction(others, n - size)
        for size in sizes
        if k <= size and 0 <= others <= n - size and 0 < size < n
    ]


def _mean_differences(means):
    names = ("year_5_sub_levels", "year_6_sub_levels", "send_year_6_sub_levels")
    found = dict.fromkeys((*names, "send_minus_all_year_6"))
    points = means[means["unit"] == "points"]
    if points.empty:
        return found
    mean = {(row.group, row.year_group): Fraction(row.mean) for row in points.itertuples()}
    for name, key in zip(names, (("all", "5"), ("all", "6"), ("SEND", "6")), strict=True):
        if key in mean:
            found[name] = (measures.points_to_sub_levels(mean[key]),) * 2
    if ("SEND", "6") in mean and ("all", "6") in mean:
        found["send_minus_all_year_6"] = (mean["SEND", "6"] - mean["all", "6"],) * 2
    return found
