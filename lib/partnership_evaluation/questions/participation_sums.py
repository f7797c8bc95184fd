"""Parts that should add up to a printed total: schools by country and phase, roles, sexes."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import tables
from partnership_evaluation.questions import participation_ages

COLUMNS = ["What", "Parts", "Sum", "Printed", "Agrees"]


def sums(case):
    """Add up every set of parts for which a total is printed.

    Parameters
    ----------
    case : str
        A case study.

    Returns
    -------
    pandas.DataFrame
        One row a total: ``What``, ``Parts`` (in figures), ``Sum``, ``Printed``, ``Agrees``
        (``yes`` or ``no``).

    Examples
    --------
    >>> found = sums("job-shadowing")
    >>> found.loc[found["Agrees"] == "no", "What"].tolist()
    ['all: female and male', 'female: over the roles']
    """
    parts = [_roles(case), _cases(case), _countries(case), _groups(case)]
    rows = [row for found in parts for row in found]
    return pd.DataFrame(rows, columns=COLUMNS)


def grid(case):
    """Lay out the printed parts as a grid of counts.

    Parameters
    ----------
    case : str
        A case study.

    Returns
    -------
    pandas.DataFrame
        Counts, one row a country or role, one column a phase or sex. Empty when the case study
        prints no such table.

    Examples
    --------
    >>> grid("north-south").loc["England"].tolist()
    [6, 10, 1]
    """
    if tables.exists(f"{case}/case_studies"):
        cases = tables.read(f"{case}/case_studies")
        wide = cases.pivot(index="country", columns="phase", values="cases")
        return wide.loc[cases["country"].unique(), cases["phase"].unique()].rename_axis(None)
    if tables.exists(f"{case}/participants_by_role"):
        roles = tables.read(f"{case}/participants_by_role").set_index("role")
        return roles.drop(index="all")[["female", "male"]].rename_axis(None)
    return pd.DataFrame()


def sentences(sums, ages):
    """Say which parts do not add up, and whether the mean ages belong together.

    Parameters
    ----------
    sums, ages : pandas.DataFrame
        What :func:`sums` returned, and
        :func:`partnership_evaluation.questions.participation_ages.ages`.

    Returns
    -------
    list of str
        Each sentence only where there is something to say.

    Examples
    --------
    >>> sentences(pd.DataFrame(columns=COLUMNS), pd.DataFrame())
    []
    """
    found = []
    if len(sums):
        wrong = sums[sums["Agrees"] == "no"]
        named = [f"{row.What}: {row.Sum}, printed {row.Printed}" for row in wrong.itertuples()]
        found.append(
            f"{len(wrong)} of {len(sums)} sums of printed parts differ from the printed total "
            f"({'; '.join(named)})."
            if named
            else f"The parts that can be added up agree with their totals (sums: {len(sums)})."
        )
    return [*found, *([participation_ages.sentence(ages)] if len(ages) else [])]


def quantities(case, stages):
    """Compute the numbers on which conclusions about participation rest.

    Parameters
    ----------
    case : str
        A case study.
    stages : pandas.DataFrame
        What :func:`partnership_evaluation.questions.participation.flows` returned.

    Returns
    -------
    dict of str to (number, number) or None
        ``share_<flow>_<stage>`` (in lower case with underscores) for every stage with a share;
        ``last_two_<flow>`` (the numbers of its last two stages); ``sum_<what>`` for every sum;
        ``mean_age``; ``uk_cases`` and ``from_sample`` (case studies of the United Kingdom, and the
        share that can be from its original sample), ``trio_schools`` (share of the alliance's
        schools with a trio), each where the case study prints what is needed; ``unprinted`` is
        None.

    Examples
    --------
    >>> from partnership_evaluation.questions import participation
    >>> quantities("central-beds", participation.flows("central-beds"))["share_teachers_3"]
    (Fraction(8, 9), Fraction(8, 9))
    """
    found = {"unprinted": None}
    for row in stages.dropna(subset=["of_low"]).itertuples():
        low = Fraction(int(row.number_low), int(row.of_high))
        high = Fraction(int(row.number_high), int(row.of_low))
        found[f"share_{_key(row.flow)}_{row.stage}"] = (low, high)
    for flow, rows in stages.groupby("flow"):
        numbers = rows["number_low"].astype(int).iloc[-2:]
        found[f"last_two_{_key(flow)}"] = (min(numbers), max(numbers))
    for row in sums(case).itertuples():
        found[f"sum_{_key(row.What)}"] = (int(row.Sum), int(row.Sum))
    mean = participation_ages.ages(case)
    if len(mean):
        found["mean_age"] = tuple(mean.iloc[-2][["low", "high"]])
    return found | _of_case_studies(case) | _of_trios(case)


def _of_case_studies(case):
    if not tables.exists(f"{case}/case_studies"):
        return {}
    printed = tables.read(f"{case}/participation").set_index("label")["number"]
    cases = tables.read(f"{case}/case_studies")
    uk = int(cases.loc[cases["continent"] == "UK", "cases"].sum())
    left_out = int(printed["case studies left out of the write-up"])
    willing = int(printed["schools of the original sample willing to join"])
    fewest = int(printed["schools where data were collected"])
    return {
        "uk_cases": (uk, uk + left_out),
        "from_sample": (Fraction(willing, uk + left_out), Fraction(willing, fewest)),
    }


def _of_trios(case):
    if not tables.exists(f"{case}/trios"):
        return {}
    trios = tables.read(f"{case}/trios").set_index("kind")
    printed = tables.read(f"{case}/participation")
    alliance = printed[
        printed["step"].eq("alliance") & printed["group"].isin(["secondary", "primary"])
    ]
    total = int(alliance["number"].sum())
    secondary, primary = int(trios.loc["secondary", "schools"]), int(trios.loc["primary", "trios"])
    members, cultural = int(trios.loc["primary", "members"]), int(trios.loc["cultural", "trios"])
    # At least two schools share the primary trios; at most every teacher is from another school.
    most = secondary + members * primary + (members - 1) * cultural
    return {"trio_schools": (Fraction(secondary + 2, total), Fraction(most, total))}


def _roles(case):
    if not tables.exists(f"{case}/participants_by_role"):
        return
    roles = tables.read(f"{case}/participants_by_role").set_index("role")
    for role, row in roles.iterrows():
        yield _row(f"{role}: female and male", [row["female"], row["male"]], row["participants"])
    for column in ("participants", "female", "male"):
        parts = roles.drop(index="all")[column]
        yield _row(f"{column}: over the roles", parts, roles.loc["all", column])


def _cases(case):
    if not tables.exists(f"{case}/case_study_totals"):
        return
    cases, totals = (
        tables.read(f"{case}/{name}") for name in ("case_studies", "case_study_totals")
    )
    for row in totals[totals["scope"] == "country"].itertuples():
        yield _row(row.country, cases.loc[cases["country"] == row.country, "cases"], row.cases)
    for row in totals[totals["scope"] == "phase"].itertuples():
        yield _row(row.phase, cases.loc[cases["phase"] == row.phase, "cases"], row.cases)
    grand = totals[(totals["scope"] == "grand") & (totals["phase"] == "total")].iloc[0]
    for scope in ("country", "phase"):
        parts = totals.loc[totals["scope"] == scope, "cases"]
        yield _row(f"total: over each {scope}", parts, grand["cases"])
    printed = tables.read(f"{case}/participation").set_index("label")["number"]
    uk = totals[totals["continent"].eq("UK") & totals["scope"].eq("country")]["cases"]
    yield _row("UK schools with data", uk, printed["schools where data were collected"])


def _countries(case):
    if not tables.exists(f"{case}/countries_named"):
        return
    named = tables.read(f"{case}/countries_named")
    printed = tables.read(f"{case}/participation")
    counted = {"year 1": "countries surveyed", "year 2": "countries"}
    for year, label in counted.items():
        parts = named.loc[named["year"] == year].groupby("continent", sort=False).size()
        chosen = printed[printed["step"].str.startswith(year) & printed["group"].eq("all")]
        total = chosen.loc[chosen["label"] == label, "number"].iloc[0]
        yield _row(f"countries named, {year}", parts, total)


def _groups(case):
    """Find rows of one step and label where a row for all stands beside rows for groups."""
    if not tables.exists(f"{case}/participation") or tables.exists(f"{case}/participants_by_role"):
        return
    printed = tables.read(f"{case}/participation").dropna(subset=["number", "group"])
    for (step, label), rows in printed.groupby(["step", "label"], sort=False):
        whole, parts = rows[rows["group"] == "all"], rows[rows["group"] != "all"]
        if len(whole) == 1 and len(parts) > 1:
            yield _row(f"{label}, {step}", parts["number"], whole["number"].iloc[0])


def _row(what, parts, printed):
    numbers = [int(part) for part in parts]
    words = " + ".join(map(str, numbers))
    agrees = "yes" if sum(numbers) == int(printed) else "no"
    return what, words, sum(numbers), int(printed), agrees


def _key(text):
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return "_".join(words)
