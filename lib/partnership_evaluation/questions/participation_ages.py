"""Mean ages of groups: can they belong to one printed mean of all?"""

import pandas as pd

from partnership_evaluation import tables


def ages(case):
    """Hold the printed mean age of all against the means of the groups.

    Parameters
    ----------
    case : str
        A case study.

    Returns
    -------
    pandas.DataFrame
        Columns ``label``, ``estimate``, ``low``, ``high`` (years): each group as printed, all as
        printed, all worked out from the people in each group, and the plain mean of the groups'
        means. Empty when no mean ages are printed.

    Notes
    -----
    A printed mean of whole years stands for half a year on either side, so the mean of all is
    known to half a year as well.

    Examples
    --------
    >>> ages("job-shadowing").set_index("label")["estimate"].round(2).tolist()[-3:]
    [41.0, 37.48, 40.75]
    """
    if not tables.exists(f"{case}/participants_by_role"):
        return pd.DataFrame(columns=["label", "estimate", "low", "high"])
    roles = tables.read(f"{case}/participants_by_role").set_index("role")
    groups = roles.drop(index="all")
    means, people = groups["mean_age_years"].astype(float), groups["participants"]
    weighted = (means * people).sum() / people.sum()
    found = {f"{role} ({people[role]} people), as printed": means[role] for role in groups.index}
    found["all, as printed"] = float(roles.loc["all", "mean_age_years"])
    found[f"all, from the {people.sum()} people of the groups"] = weighted
    found[f"plain mean of the {len(groups)} means"] = means.mean()
    table = pd.DataFrame({"label": list(found), "estimate": list(found.values())}).astype(
        {"estimate": float}
    )
    return table.assign(low=table["estimate"] - 0.5, high=table["estimate"] + 0.5)


def sentence(found):
    """Say whether the mean ages belong together.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`ages` returned.

    Returns
    -------
    str
        Empty when no mean ages are printed.

    Examples
    --------
    >>> sentence(ages("job-shadowing"))[:79]
    'The mean ages of the groups put the mean of all from 37.0 to 38.0 years; 41 is '
    """
    if found.empty:
        return ""
    printed, people, plain = found.iloc[-3], found.iloc[-2], found.iloc[-1]
    words = (
        f"The mean ages of the groups put the mean of all from {people['low']:.1f} to "
        f"{people['high']:.1f} years; {printed['estimate']:.0f} is printed."
    )
    if round(plain["estimate"]) == printed["estimate"] != round(people["estimate"]):
        words += (
            f" The plain mean of the group means is {plain['estimate']:.2f}: the printed number "
            "fits a mean over groups, in which a group of few people counts as much as a group of "
            "many."
        )
    return words


def needed(case):
    """Say what the mean age of the largest group would have to be for the printed mean of all.

    Parameters
    ----------
    case : str
        A case study with mean ages by role.

    Returns
    -------
    str

    Examples
    --------
    >>> needed("job-shadowing")[-60:]
    ' group a mean of 35.8 to 39.0 years; 30 is printed for them.'
    """
    roles = tables.read(f"{case}/participants_by_role").set_index("role")
    groups = roles.drop(index="all").sort_values("participants")
    means, people = groups["mean_age_years"].astype(float), groups["participants"]
    others = (means * people).iloc[:-1].sum()
    whole, largest = people.sum(), people.iloc[-1]
    middle = (float(roles.loc["all", "mean_age_years"]) * whole - others) / largest
    # Half a year of rounding in the mean of all, and in the means of the other groups.
    around = 0.5 * (whole + whole - largest) / largest
    return (
        f"The printed mean of all would give the {largest} {groups.index[-1]} of the largest group "
        f"a mean of {middle - around:.1f} to {middle + around:.1f} years; {means.iloc[-1]:.0f} is "
        "printed for them."
    )
