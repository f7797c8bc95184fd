"""A part of the people asked, compared with the others and not with a whole that holds it."""

from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import proportions, wording
from partnership_evaluation.questions import survey_sizes, surveys

_COMPARED = ["label", "part", "people", "whole", "rest", "share"]
_COMPARED += ["rest_low", "rest_high", "gap_low", "gap_high"]


def against_the_rest(survey):
    """Compare a part of the people asked with the others, not with a whole that holds the part.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row a statement printed for a part and for the whole: ``label``, ``part``, ``people``
        (of the part), ``whole``, ``rest`` (the others, in words), ``share``, ``rest_low``,
        ``rest_high``, ``gap_low``, ``gap_high`` (part less the others), ``interval_low``,
        ``interval_high`` (Newcombe) and ``p_value`` (Fisher), the last three only where the
        numbers of people are fixed; ``p_adjusted`` (Holm). `rest_low` is missing where no number of
        others is possible, so that the two printed shares contradict each other.

    Notes
    -----
    The others are the whole less the part: (K - k) of (N - n). Where the size of the part is not
    printed, every size that prints its share is tried.

    Examples
    --------
    >>> found = against_the_rest(surveys.read("george-spencer"))
    >>> found[["people", "rest"]].values.tolist()
    [['13 of 15', '39 of 68'], ['14 of 15', '15 of 68']]
    """
    rows = []
    parts = survey.frame[survey.frame["part_of"].notna() & survey.frame["counted_by"].isna()]
    for part in parts.itertuples():
        for row in survey.statements[survey.statements["base"] == part.base].itertuples():
            whole = survey.statements[
                (survey.statements["base"] == part.part_of)
                & (survey.statements["label"] == row.label)
            ]
            if len(whole):
                level = survey.confidence_level
                rows.append(_compared(part.words, row, next(whole.itertuples()), level))
    table = pd.DataFrame(rows, columns=[*_COMPARED, "interval_low", "interval_high", "p_value"])
    known = table["p_value"].notna()
    table["p_adjusted"] = np.nan
    if known.any():
        table.loc[known, "p_adjusted"] = proportions.adjust(table.loc[known, "p_value"])
    return table


def comparison_table(compared):
    """Put comparisons of parts with the others into words.

    Parameters
    ----------
    compared : pandas.DataFrame
        What :func:`against_the_rest` returned.

    Returns
    -------
    pandas.DataFrame
        One row a comparison: ``Statement``, ``Group``, ``Of the group``, ``Of the whole``, ``Of the
        others``, ``Difference`` (percentage points), ``p``, ``p adjusted``.

    Examples
    --------
    >>> table = comparison_table(against_the_rest(surveys.read("george-spencer")))
    >>> table["Difference"].tolist()
    ['+29 (+2 to +45)', '+71 (+46 to +81)']
    """
    rows = []
    for row in compared.itertuples():
        named = (row.label, row.part, row.people, row.whole, row.rest)
        tests = [
            "not tested" if pd.isna(p) else wording.p_value(p)
            for p in (row.p_value, row.p_adjusted)
        ]
        rows.append((*named, _gap(row), *tests))
    columns = ["Statement", "Group", "Of the group", "Of the whole", "Of the others"]
    return pd.DataFrame(rows, columns=[*columns, "Difference", "p", "p adjusted"])


def sentence(row):
    """Say in one sentence how a part compares with the others.

    Parameters
    ----------
    row : object
        A row of :func:`against_the_rest`.

    Returns
    -------
    str

    Examples
    --------
    >>> sentence(next(against_the_rest(surveys.read("george-spencer")).itertuples()))[44:90]
    '13 of 15 enquiry leaders and 39 of 68 of the o'
    """
    start = f"{row.label[0].upper()}{row.label[1:]}: {row.people.split(',')[0]}"
    start += f" {row.part}" if " of " in row.people else f" of {row.part}"
    if pd.isna(row.gap_low):
        return (
            f"{start}, while {row.whole} of the whole group are said to agree: both cannot hold of "
            "one question, because the group is part of the whole."
        )
    if pd.isna(row.p_adjusted):
        low, high = (wording.signed(100 * end) for end in (row.gap_low, row.gap_high))
        return (
            f"{start} and {row.rest}; the difference lies between {low} and {high} percentage "
            "points, because the number in the group is not printed."
        )
    p_value = wording.p_value(row.p_adjusted)
    sign = "" if p_value.startswith("<") else "= "
    low, high = (wording.signed(100 * end) for end in (row.interval_low, row.interval_high))
    gap = wording.signed(100 * row.gap_low)
    return (
        f"{start} and {row.rest} of the others, a difference of {gap} percentage points ({low} to "
        f"{high}; adjusted p {sign}{p_value})."
    )


def _gap(row):
    if pd.isna(row.gap_low):
        return "impossible"
    ends = [row.gap_low, row.gap_high]
    if not pd.isna(row.interval_low):
        ends = [row.interval_low, row.interval_high]
    words = " to ".join(wording.signed(100 * end) for end in ends)
    return (
        words if row.gap_low != row.gap_high else f"{wording.signed(100 * row.gap_low)} ({words})"
    )


def _compared(words, row, whole, level):
    total = int(whole.n)
    whole_people = surveys.people(whole)
    if pd.isna(whole.count):
        whole_people = f"{whole.percent}% (read as {whole_people})"
    named = (row.label, words)
    fits = [
        (k, n, overall - k, total - n)
        for n, counts in _sizes_of_part(row, total)
        for k in counts
        for overall in range(int(whole.low), int(whole.high) + 1)
    ]
    fits = [fit for fit in fits if 0 <= fit[2] <= fit[3]]
    if not fits:
        share = float(row.percent) / 100
        people = f"{row.percent}%, number not printed"
        none = "no number of others is possible"
        return (*named, people, whole_people, none, share, *[None] * 7)
    rest = [Fraction(m, size) for _, _, m, size in fits]
    gaps = [Fraction(k, n) - Fraction(m, size) for k, n, m, size in fits]
    ends = (float(min(rest)), float(max(rest)), float(min(gaps)), float(max(gaps)))
    if len(fits) > 1:
        people = f"{row.percent}%, number not printed"
        words = f"{wording.percent(min(rest))} to {wording.percent(max(rest))} of the others"
        share = float(row.percent) / 100
        return (*named, people, whole_people, words, share, *ends, None, None, None)
    (k, n, m, size) = fits[0]
    gap = proportions.difference(k, n, m, size, confidence_level=level)
    p_value = proportions.fisher(k, n, m, size).p_value
    words = f"{m} of {size}", k / n
    return (*named, f"{k} of {n}", whole_people, *words, *ends, gap.low, gap.high, p_value)


def _sizes_of_part(row, total):
    if not pd.isna(row.answered) or not row.sizes:
        return [(int(row.n), range(int(row.low), int(row.high) + 1))]
    return [(n, survey_sizes.counts_at(row.percent, n=n)) for n in row.sizes if n < total]
