"""Codes that mean the same on two scales, and grades whose lower edges meet."""

from partnership_evaluation import scales, tables
from partnership_evaluation.measures.comparisons import IllegalComparison, compare


def convert(codes, *, from_scale, to_scale):
    """Turn codes of one scale into the codes of another that mean the same.

    Parameters
    ----------
    codes : sequence of str
        Codes as recorded; one may be missing.
    from_scale, to_scale : str
        Names of the scales; the same scale gives the codes back.

    Returns
    -------
    list of str or None
        The codes on the second scale, in the same order; None where the code is missing.

    Raises
    ------
    UnknownCode
        When a code is not on the first scale.
    IllegalComparison
        When no conversion is listed between the two: the reason, and the grades whose lower edges
        meet where there are such; or when a code has no counterpart.

    Notes
    -----
    Only what ``data/scale_conversions.csv`` lists is converted: sub-levels to levels, and answers
    numbered the other way round. A GCSE in letters has no grade in numbers: the two meet at the
    bottom of A, C and G only (Ofqual, GCSE 9 to 1 grade scale explained).

    Examples
    --------
    >>> convert(["3c", "W"], from_scale="national_curriculum", to_scale="national_curriculum_level")
    ['3', 'W']
    >>> convert(["1", None], from_scale="agreement_5_reversed", to_scale="agreement_5")
    ['5', None]
    """
    checked = scales.check_codes(codes, scale=from_scale)
    scales.scale(to_scale)
    if from_scale == to_scale:
        return checked
    table = _pairs(from_scale, to_scale, "grade")
    if not table:
        raise IllegalComparison(_no_conversion(from_scale, to_scale))
    without = sorted({code for code in checked if code is not None} - set(table))
    if without:
        raise IllegalComparison(
            f"Every code must have a counterpart on {to_scale!r}; found {', '.join(without)} of "
            f"{from_scale!r} without. Leave these out."
        )
    return [None if code is None else table[code] for code in checked]


def thresholds(from_scale, to_scale):
    """List the grades of two scales whose lower edges meet.

    Parameters
    ----------
    from_scale, to_scale : str
        Names of the scales.

    Returns
    -------
    dict of str to str
        Grade of the first scale to the grade of the second such that being at or above the one
        means the same as being at or above the other; best first; empty when no edges meet.

    Examples
    --------
    >>> thresholds("gcse_letter", "gcse_number")
    {'A': '7', 'C': '4', 'G': '1'}
    """
    first = scales.scale(from_scale)
    scales.scale(to_scale)
    found = _pairs(from_scale, to_scale, "threshold")
    return dict(sorted(found.items(), key=lambda pair: -first.rank(pair[0])))


def at_or_above(codes, threshold, *, scale):
    """Say of each code whether it is at or above a grade.

    Parameters
    ----------
    codes : sequence of str
        Codes as recorded; one may be missing.
    threshold : str
        A code of the scale.
    scale : str
        Name of the scale.

    Returns
    -------
    list of bool or None
        In the same order; None where the code is missing. Above means better, whichever way the
        numbers of the scale run.

    Raises
    ------
    UnknownCode
        When a code, or the threshold, is not on the scale.

    Examples
    --------
    >>> at_or_above(["B", "D"], "C", scale="gcse_letter")
    [True, False]
    >>> at_or_above(["1", "3"], "2", scale="ofsted_2012")
    [True, False]
    """
    chosen = scales.scale(scale)
    edge = chosen.rank(threshold)
    checked = scales.check_codes(codes, scale=scale)
    return [None if code is None else chosen.rank(code) >= edge for code in checked]


def _pairs(from_scale, to_scale, kind):
    rows = tables.read("scale_conversions")
    chosen = rows[
        (rows["from_scale"] == from_scale) & (rows["to_scale"] == to_scale) & (rows["kind"] == kind)
    ]
    return dict(zip(chosen["from_code"], chosen["to_code"], strict=True))


def _no_conversion(from_scale, to_scale):
    answer = compare(from_scale, to_scale, before_date=None, after_date=None)
    edges = thresholds(from_scale, to_scale)
    met = "; ".join(f"{first} or better is {second} or better" for first, second in edges.items())
    return (
        f"Codes must have counterparts to be converted; found none from {from_scale!r} to "
        f"{to_scale!r}. {answer.reason} {answer.instead}" + (f" ({met}.)" if met else "")
    )
