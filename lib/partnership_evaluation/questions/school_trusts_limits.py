"""What the schools that joined a trust cannot show: in brief, and with the size of each danger."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import findings, national, wording
from partnership_evaluation.questions.school_trusts import points

NO_CAUSE = (
    "Schools were not drawn by lot: those that joined a trust began with other grades, were often "
    "told to join, and were inspected in other years. The numbers cannot show what made a "
    "difference."
)


def brief(comparison, contrast, years, *, invented):
    """Write the sentences in brief.

    Parameters
    ----------
    comparison, contrast
        The two groups and their differences.
    years : pandas.DataFrame or None
        What ``national.this_year`` gave.
    invented : bool
        Whether nothing here is about a real school.

    Returns
    -------
    list of str
    """
    table = comparison.table
    shares = table.groupby("joined_between")["improved"].mean()
    low = {side: wording.percent(share) for side, share in low_shares(comparison).items()}
    more = (
        "more"
        if low_shares(comparison)["joined"] > low_shares(comparison)["maintained"]
        else "less"
    )
    said = ["These schools are invented: nothing here is about a real one."] if invented else []
    said += [
        f"Of {comparison.n_joined} schools that joined a trust between two inspections, "
        f"{wording.percent(shares[True])} had a better grade at the second; of "
        f"{comparison.n_maintained} others ({comparison.words}), "
        f"{wording.percent(shares[False])}: a difference of {points(contrast.raw)} percentage "
        "points.",
        f"Schools that joined had {more} to gain: {low['joined']} of them had been graded 3 or 4, "
        f"and {low['maintained']} of the others. Given the same grades before, the difference is "
        f"{points(contrast.standardised)} points{_turned(contrast)}.",
    ]
    if years is not None and years.iloc[1]["n"]:
        said.append(warning(years))
    return said


def warning(years):
    """Say what the share of good schools would be if short inspections were forgotten.

    Parameters
    ----------
    years : pandas.DataFrame
        What ``national.this_year`` gave.

    Returns
    -------
    str
    """
    full, _, both = (
        wording.percent(row.good / row.n) if row.n else "none"
        for row in years.itertuples(index=False)
    )
    return (
        f"A warning about this year's inspections: {both} of the {years.iloc[2]['n']} judgements "
        "were good or outstanding when short (section 8) inspections count; the "
        f"{years.iloc[0]['n']} full inspections alone give {full}, because good schools get short "
        "ones."
    )


def year_table(years):
    """Show a year's judgements with and without short inspections.

    Parameters
    ----------
    years : pandas.DataFrame
        What ``national.this_year`` gave.

    Returns
    -------
    pandas.DataFrame
    """
    names = {"full": "Full inspections alone", "short": "Short (section 8)", "both": "Both"}
    return pd.DataFrame(
        {
            "Inspections this year": years["inspections"].map(names),
            "Judgements": years["n"],
            "Good or outstanding": years["good"],
            "Share": [
                wording.percent(row.good / row.n) if row.n else "none"
                for row in years.itertuples(index=False)
            ],
        }
    )  # fmt: skip


def dangers(both, comparison, contrast, left_out, before):
    """List what the comparison cannot show, each with its size.

    Parameters
    ----------
    both : partnership_evaluation.national.Schools
        Graded twice, with standing.
    comparison, contrast
        The two groups and their differences.
    left_out : partnership_evaluation.national.Survivors
        What the file of memberships leaves out.
    before : pandas.DataFrame
        What ``national.predecessors`` gave.

    Returns
    -------
    list of (str, str)
    """
    apart = contrast.raw.estimate - contrast.standardised.estimate
    every, with_room = national.room(comparison.table)
    lost = (100 * end for end in (left_out.low, left_out.high, left_out.as_found))
    least, most, raw = (f"{end:.1f}" for end in lost)
    found = [
        (
            "Who joined was not left to chance",
            f"Setting equal only the grade before moves the difference by {100 * apart:.1f} "
            "percentage points; what else the groups differ in is not in the files.",
        ),
        (
            "Schools that left a trust are not in a file of open memberships",
            f"{left_out.unplaced} of {left_out.academies} academies graded twice are in no trust "
            "of the file. Had just those of them joined between that did not, or did, get a "
            f"better grade, the raw difference would be {least} or {most} points instead of {raw}.",
        ),
        (
            "The best grade cannot be bettered",
            f"{wording.percent(every.estimate)} of all {every.n} schools had a better grade, and "
            f"{wording.percent(with_room.estimate)} of the {with_room.n} that were not at the "
            "best grade before.",
        ),
        ("Low grades tend to rise by themselves", _regression(comparison.table)),
    ]
    if left_out.last_joined is not None:
        found.append(_two_days(left_out))
    if len(before):
        found.append(
            (
                "An academy that opened anew inherits the grade of the school before it",
                _inherited(before),
            )
        )
    gap = _gaps(both.table)
    return [*found, gap] if gap else found


def _two_days(left_out):
    day = f"{left_out.last_joined:%d %B %Y}".removeprefix("0")
    return (
        "The two files are of different days",
        f"The newest membership is of {day}; {left_out.inspected_later} schools had their later "
        "inspection after it, and may have joined in between without its being known. "
        f"{left_out.not_in_schools} schools in trusts are not in the file of schools.",
    )


def readings(contrast):
    """Hold what is usually read out of such figures against both differences.

    Parameters
    ----------
    contrast : partnership_evaluation.national.Contrast
        Both differences.

    Returns
    -------
    pandas.DataFrame
        ``statement``, ``locator``, ``verdict``, ``reason``, one row a reading: supported where the
        whole interval lies above no difference, contradicted where it lies below.
    """
    rows = [
        (
            f"Schools that joined a trust more often had a better grade next time{ending}.",
            findings.COMMON_READING,
            _verdict(estimate),
            f"The difference is {points(estimate)} percentage points; it would have to be above 0.",
        )
        for ending, estimate in (
            ("", contrast.raw),
            (" than others that had the same grade before", contrast.standardised),
        )
    ]
    return pd.DataFrame(rows, columns=["statement", "locator", "verdict", "reason"])


def _verdict(estimate):
    if estimate.low > 0:
        return "supported"
    return "contradicted" if estimate.high < 0 else "undetermined"


def moves_shown(table, by):
    """Show who improved, stayed and declined in each group.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`national.moves` takes it.
    by : str or list of str
        What makes the groups.

    Returns
    -------
    pandas.DataFrame
        As :func:`national.moves` gives it, the share of those with room in per cent.

    Examples
    --------
    >>> rows = pd.DataFrame({"grade": [2, 3], "previous_grade": [3, 3], "improved": [True, False],
    ...                      "standing": ["no academy"] * 2})
    >>> moves_shown(rows, "standing")["improved_with_room"].tolist()
    ['50%']
    """
    found = national.moves(table, by)
    counts = zip(found["improved"], found["with_room"], strict=True)
    shares = [wording.percent(Fraction(int(k), int(n))) if n else "none" for k, n in counts]
    return found.assign(improved_with_room=shares)


def predecessors_shown(before):
    """Show grades of the same school and of the one before it.

    Parameters
    ----------
    before : pandas.DataFrame
        What ``national.predecessors`` gave.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "Schools": before["standing"].str.capitalize(),
            "The earlier grade is of": before["earlier_grade_of"],
            "Number": before["n"],
            "Better grade": [
                f"{row.improved} ({wording.percent(row.improved / row.n)})"
                for row in before.itertuples(index=False)
            ],
        }
    )  # fmt: skip


def low_shares(comparison):
    """Work out the share of schools of each side that had been graded 3 or 4.

    Parameters
    ----------
    comparison : partnership_evaluation.national.Comparison
        The two groups.

    Returns
    -------
    dict of str to float
        ``joined`` and ``maintained``.
    """
    counts = national.strata(comparison.table)
    low = counts[counts["previous_grade"] >= 3]
    return {side: low[side].sum() / counts[side].sum() for side in ("joined", "maintained")}


def _turned(contrast):
    raw, given = contrast.raw, contrast.standardised
    if raw.estimate * given.estimate < 0:
        sure = "" if given.low <= 0 <= given.high else ", and the interval leaves out no difference"
        return f": the sign turns{sure}"
    return "; no difference lies within the interval" if given.low <= 0 <= given.high else ""


def _regression(table):
    beside = national.strata(table)
    low = beside[beside["previous_grade"] >= 3]
    k, n = int(low["maintained_improved"].sum()), int(low["maintained"].sum())
    if not n:
        return "No school beside them had been graded 3 or 4."
    return (
        f"{k} of {n} schools graded 3 or 4 that joined no trust had a better grade next time "
        f"({wording.percent(k / n)})."
    )


def _inherited(before):
    joined = before[before["standing"] == "joined between"]
    other = joined[joined["earlier_grade_of"] == "a school before it"]
    k, n = int(other["n"].sum()), int(joined["n"].sum())
    return (
        f"For {k} of {n} schools that joined, the earlier grade was given to another legal school "
        "at the same place, with other leaders or other pupils perhaps."
    )


def _gaps(table):
    if not {"date", "previous_date"} <= set(table):
        return None
    years = (table["date"] - table["previous_date"]).dt.days / 365.25
    median = years.groupby(table["standing"]).median()
    if not {"joined between", "no academy"} <= set(median.index):
        return None
    return (
        "The two inspections lie apart for unlike times",
        f"Half of the schools that joined waited more than {median['joined between']:.1f} years, "
        f"of those that are no academy {median['no academy']:.1f}.",
    )
