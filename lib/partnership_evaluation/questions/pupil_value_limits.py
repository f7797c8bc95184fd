"""How little of a ranking of schools can be defended: in brief, as a verdict, as dangers."""

import pandas as pd

from partnership_evaluation import findings, school_effects, wording
from partnership_evaluation.questions import pupil_value

NO_CAUSE = (
    "Pupils were not sent to schools by lot: what is left of a school's results after intake is a "
    "description of its pupils' results, and the numbers cannot show that the school made it."
)


def brief(null, given, ranked, apart):
    """Write the sentences in brief.

    Parameters
    ----------
    null, given : partnership_evaluation.school_effects.Fit
        Without and with intake.
    ranked : pandas.DataFrame
        What ``school_effects.ranks`` gave.
    apart : tuple of int
        Pairs of schools that can be told apart, and all pairs.

    Returns
    -------
    list of str
    """
    first = ranked[ranked["rank"] == 1].iloc[0]
    one, other = (_share(fit) for fit in (null, given))
    k, n = apart
    units = pupil_value.compared(given)
    between = f"{one} of the variance of pupils' results lies between {units}"
    if given is not null:
        between += f", and {other} of what is left once intake is taken into account"
    return [
        f"{between} ({given.n} pupils in {len(given.effects)} {units}).",
        *_other_levels(given),
        f"Of {n} pairs of {units} {k} ({wording.percent(k / n)}) can be told apart; for the "
        "others no order can be defended.",
        f"The one with the highest estimate may be placed anywhere from {first['low']:.0f} to "
        f"{first['high']:.0f}.",
        NO_CAUSE,
    ]


def _other_levels(given):
    """Say how much lies between classes within schools, or between what crosses them."""
    rows = given.variances.iloc[1:-1]
    where = " within these" if given.sums.nested else ""
    return [
        f"Another {wording.percent(row.share)} lies between {pupil_value.plural(row.level)}{where}."
        for row in rows.itertuples()
    ]


def readings(given, apart):
    """Hold two readings of such an analysis against it.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        The model with intake.
    apart : tuple of int
        Pairs of schools that can be told apart, and all pairs.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.conclusions` takes it.
    """
    row = given.variances.iloc[0]
    differ = "supported" if row["low"] > 0 else "undetermined"
    k, n = apart
    ordered = "supported" if k == n else "undetermined"
    known = pd.notna(row["low"])
    limits = " and ".join(wording.number(row[end], digits=3) for end in ("low", "high"))
    here, units = findings.COMMON_READING, pupil_value.compared(given)
    return pd.DataFrame(
        [
            (
                f"{units.capitalize()} differ beyond the play of chance.", here, differ,
                f"The variance between {units} lies between {limits}; it would have to be above 0."
                if known
                else "Limits of the variance are not worked out for so many groups that cross.",
            ),
            (
                f"The {units} can be put in order.", here, ordered,
                f"{k} of {n} pairs can be told apart; it would have to be all of them.",
            ),
        ],
        columns=["statement", "locator", "verdict", "reason"],
    )  # fmt: skip


def dangers(null, given, ranked, found):
    """List what the estimates cannot show, each with its size.

    Parameters
    ----------
    null, given : partnership_evaluation.school_effects.Fit
        Without and with intake.
    ranked : pandas.DataFrame
        What ``school_effects.ranks`` gave.
    found : pandas.DataFrame
        What ``school_effects.faults`` gave.

    Returns
    -------
    list of (str, str)
    """
    width = (ranked["high"] - ranked["low"] + 1).median()
    small = given.effects["n"].min()
    listed = [
        (
            "A place in a list is read as a fact",
            f"Half of the schools may be placed anywhere in {width:.0f} places or more of "
            f"{len(ranked)}.",
        ),
        (
            "Small schools stand at the ends of lists that are not shrunken",
            f"The smallest school has {small} pupils; shrinking moves a school's mean by up to "
            f"{wording.number((given.effects['raw'] - given.effects['estimate']).abs().max())}.",
        ),
        (
            "What pupils brought is measured once and with error",
            "Where pupils brought more than the test of intake shows, their school's estimate is "
            "too high; by how much depends on how reliable that test is, which the file does not "
            "tell.",
        ),
    ]
    if given is not null:
        one, other = (fit.variances["estimate"].iloc[0] for fit in (null, given))
        listed.append(
            (
                "Without intake a list ranks intake",
                f"The variance between {pupil_value.compared(given)} is {wording.number(one)} "
                f"without intake and {wording.number(other)} with it.",
            )
        )
    if len(found):
        listed.append(
            (
                "The file has faults of its own",
                f"{len(found)} were found, and every pupil with a value was kept all the same.",
            )
        )
    return listed


def authority_shown(table):
    """Show weighted means of schools beside the rows of their authorities.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``school_effects.authority_rows`` gave.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "Year": table["year"],
            "Authority": table["authority"],
            "Subject": table["subject"],
            "Printed": table["printed"],
            "Weighted by pupils": [f"{value:.2f}" for value in table["weighted"]],
            "Each school alike": [f"{value:.2f}" for value in table["plain"]],
            "Schools": table["schools"],
            "Suppressed": table["suppressed"],
            "Within rounding": table["agrees"].map({True: "yes", False: "no"}),
        }
    )


def authority_sentence(table):
    """Say how many rows of authorities come back.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``school_effects.authority_rows`` gave.

    Returns
    -------
    str
    """
    k, n, hidden = int(table["agrees"].sum()), len(table), int(table["suppressed"].sum())
    apart = (table["plain"] - table["printed"].astype(float)).abs()
    off = int((apart > table["gap"].abs()).sum())
    return (
        f"Weighted by pupils, the schools give back {k} of the {n} printed scores of authorities "
        f"within rounding; {hidden} scores of schools are suppressed. Where each school counts "
        f"alike, {off} of the {n} lie further off."
    )


def pairs(given, settings):
    """Count the pairs of schools that can be told apart.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        The model with intake.
    settings : partnership_evaluation.parameters.Settings
        ``confidence_level``.

    Returns
    -------
    (int, int)
    """
    return school_effects.pairs_apart(given.effects, confidence_level=settings.confidence_level)


def _share(fit):
    return wording.percent(fit.variances["share"].iloc[0])
