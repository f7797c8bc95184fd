"""How many answered: what the printed percentages of a survey say about it, in words."""

import numpy as np
import pandas as pd

from partnership_evaluation import consistency, wording
from partnership_evaluation.questions import survey_sizes, surveys

#: Beyond this many answers a whole percentage fits nearly every number and tells nothing.
TELLING = 100


def sentence(survey):
    """Say in one sentence how well the printed shares fit numbers of people.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    str

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> sentence(surveys.read("aet")).count("116")
    1
    """
    shares = survey.statements.dropna(subset=["percent"])
    counted = shares.dropna(subset=["count"])
    if len(counted):
        return _of_counts(counted)
    base = survey.main_base
    own = shares[shares["base"] == base]
    limit = survey.frame.set_index("base").loc[base, "largest"]
    if pd.isna(limit):
        needed = shares.drop_duplicates("base").nlargest(3, "n")
        words = "; ".join(f"{row.base}: {row.n}" for row in needed.itertuples())
        return (
            "No number of answers is printed for any group. To print as they do, rounded to the "
            f"nearest, the percentages need at least so many people ({words})."
        )
    fits = explained(survey)
    if fits.empty:
        known = survey.frame[survey.frame["asked"].notna() | survey.frame["answered"].notna()]
        most = " and ".join(f"{row.largest} ({row.base})" for row in known.itertuples())
        return (
            f"No count is printed beside the percentages. As many as {most} can have answered, and "
            "with so many nearly every whole percentage fits some count."
        )
    best, last = fits.loc[fits["prints"].idxmax()], fits.iloc[-1]
    return (
        f"No count is printed beside the {own['percent'].nunique()} different percentages. No "
        f"number of answers up to {limit} prints them all: {int(best['value'])} answers print "
        f"{int(best['prints'])} of them, more than any other number, and {limit} answers print "
        f"{int(last['prints'])}."
    )


def explained(survey):
    """Count for each number of answers how many printed percentages it can give.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey; the group with most statements is looked at.

    Returns
    -------
    pandas.DataFrame
        As :func:`partnership_evaluation.questions.survey_sizes.printed_by_size`. Empty where no
        limit is printed, or so many answered that every whole percentage fits.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> table = explained(surveys.read("job-shadowing")).set_index("value")
    >>> int(table.loc[22, "prints"]), int(table.loc[23, "prints"]), int(table["prints"].max())
    (11, 5, 11)
    """
    own = survey.statements[survey.statements["base"] == survey.main_base]
    table = survey_sizes.printed_by_size(own)
    return table if len(table) and table["value"].max() <= TELLING else table.iloc[:0]


def plainest(survey):
    """Say for each group of people which numbers of answers its percentages allow.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Group``, ``Percentages`` (different ones), ``Most who can have
        answered``, ``What fits``.

    Notes
    -----
    With counts, the statements are sorted by what each needs. Without, the smallest explanation is
    looked for, in which as few people as possible left questions out.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> plainest(surveys.read("aet"))["What fits"].iloc[3]
    'at least 67 people, if rounded to the nearest'
    """
    rows = []
    for group in survey.frame.itertuples():
        own = survey.statements[survey.statements["base"] == group.base].dropna(subset=["percent"])
        most = "not printed" if pd.isna(group.largest) else str(group.largest)
        if len(own):
            rows.append((group.words, own["percent"].nunique(), most, _what_fits(own, group)))
    columns = ["Group", "Percentages", "Most who can have answered", "What fits"]
    return pd.DataFrame(rows, columns=columns)


def interval_table(survey):
    """Tabulate every share with the people behind it and what is left open.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row a statement: ``Statement`` (with the answer counted), ``Printed``, ``People``,
        ``Interval`` (for people like these) and, where the number asked is printed, ``Of all
        asked`` (interval) and ``Whatever the others think`` (bounds).

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> interval_table(surveys.read("george-spencer")).iloc[5, 2:].tolist()
    ['74 of 83', '80% to 95%', '87% to 90%', '80% to 90%']
    """
    found = survey.intervals()
    columns = {
        "Statement": [_named(row, survey) for row in found.itertuples()],
        "Printed": found["percent"].add("%").fillna("count only"),
        "People": [surveys.people(row) for row in found.itertuples()],
        "Interval": _spans(found, "low_share", "high_share")
        + np.where(found["least"], " at the widest", ""),
        "Of all asked": _spans(found, "census_low", "census_high"),
        "Whatever the others think": _spans(found, "bound_low", "bound_high"),
    }
    return pd.DataFrame(columns).dropna(axis="columns", how="all")


def drawn(survey):
    """Return the shares in the shape that figures_surveys.shares draws.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``estimate`` (as printed), ``low``, ``high``, ``bound_low``, ``bound_high``, in
        per cent, and ``least``; several prints of one statement have one label, the most frequent
        first.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> drawn(surveys.read("job-shadowing"))["estimate"].iloc[:2].tolist()
    [96, 100]
    """
    found = survey.intervals()
    table = pd.DataFrame({"label": [_named(row, survey) for row in found.itertuples()]})
    printed = pd.to_numeric(found["percent"]).fillna(100 * found["estimate"])
    names = {"low_share": "low", "high_share": "high"}
    names |= {"bound_low": "bound_low", "bound_high": "bound_high"}
    table = table.assign(estimate=printed, **{new: 100 * found[old] for old, new in names.items()})
    table["least"] = found["least"]
    first = table.groupby("label", sort=False).ngroup()
    return (
        table.assign(first=first, times=found["times"])
        .sort_values(["first", "times"], ascending=[True, False], kind="stable")
        .drop(columns=["first", "times"])
        .reset_index(drop=True)
    )


def _of_counts(counted):
    cut = (counted["how"] == survey_sizes.CUT_OFF).sum()
    none = (counted["how"] == survey_sizes.NONE_FITS).sum()
    fewer = counted["how"].str.fullmatch(r"\d+ answered").sum()
    return (
        f"Of {len(counted)} percentages printed with a count, {len(counted) - cut - none - fewer} "
        f"follow if everybody answered, {fewer} only if some people left the question out, {cut} "
        f"only if decimals were cut off, and {none} from no number of answers."
    )


def _what_fits(own, group):
    if own["count"].notna().any():
        counted = own["how"].value_counts()
        return "; ".join(f"{how} ({_statements(count)})" for how, count in counted.items())
    if pd.isna(group.largest):
        if own["n"].isna().all():
            return "no number tried prints them all"
        return f"at least {own['n'].iloc[0]} people, if rounded to the nearest"
    if pd.isna(group.asked) and pd.isna(group.answered):
        sizes = own["sizes"].iloc[0]
        return f"one of {len(sizes)} numbers, the smallest {sizes[0]}, if rounded to the nearest"
    limit = int(group.largest)
    if limit > TELLING:
        return "nearly any count, because so many can have answered"
    return consistency.denominators(own["percent"].unique(), max_n=limit, min_n=limit).explanation


def _statements(count):
    return f"{count} statement{'' if count == 1 else 's'}"


def _named(row, survey):
    """Name a statement and the answer counted; the group too, when it is not the only one."""
    plain = survey.statements
    several = plain.loc[plain["item"] == row.item, "base"].nunique() > 1
    several |= plain.loc[plain["label"] == row.label, "base"].nunique() > 1
    same = plain[plain["item"] == row.item]
    same = same[(same["base"] == row.base) & (same["strong"] == row.strong)]
    # Two prints of one statement may word the answer differently; the first stands for both.
    group = f" ({row.base})" if several else ""
    return f"{row.label}{group}: {same['response'].iloc[0]}"


def _spans(found, low, high):
    texts = [
        None if pd.isna(a) else " to ".join(dict.fromkeys(map(wording.percent, (a, b))))
        for a, b in zip(found[low], found[high], strict=True)
    ]
    return pd.Series(texts, index=found.index, dtype=object)
