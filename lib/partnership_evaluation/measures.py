"""Grades, levels and points: what may be compared, and how.

Grades are compared by rank, never by subtraction of code numbers, and only within one scale. The
scales themselves are in :mod:`partnership_evaluation.scales`.
"""

from fractions import Fraction

from partnership_evaluation import scales
from partnership_evaluation.scales import Scale, UnknownCode, check_codes, names, scale

__all__ = [
    "IllegalComparison",
    "Scale",
    "UnknownCode",
    "check_codes",
    "names",
    "points_to_sub_levels",
    "require_legal",
    "scale",
    "shift",
    "sub_levels_to_points",
    "to_points",
]

POINTS_PER_SUB_LEVEL = 2
STATISTICS = ("shift", "mean", "sum", "mean_percentile")


class IllegalComparison(ValueError):
    """Two values, or a summary of one scale, that must not be compared or computed."""


def to_points(codes, *, scale):
    """Convert codes to points.

    Parameters
    ----------
    codes : sequence of str
        Codes such as ``"3b"``; one may be missing.
    scale : str
        Name of a scale that has points, for example ``"national_curriculum"``.

    Returns
    -------
    list of fractions.Fraction or None
        Points of each code, in the same order; None where the code is missing. National Curriculum
        points are all odd.

    Raises
    ------
    UnknownCode
        When a code is not on the scale.
    IllegalComparison
        When the scale, or a code of it, has no points.

    Notes
    -----
    A level is 6 points and a sub-level 2; W is 3 points, so the first step, W to 1c, is 4 points.
    Source: point scores of the Department for Education's performance tables.

    Examples
    --------
    >>> [int(points) for points in to_points(["W", "1c", "2b"], scale="national_curriculum")]
    [3, 7, 15]
    """
    chosen = scales.scale(scale)
    if not chosen.points:
        raise IllegalComparison(
            f"Points exist only for scales that define them; found {chosen.name!r}, which is "
            f"{chosen.spacing}. Compare its grades by rank with measures.shift."
        )
    checked = check_codes(codes, scale=scale)
    without = sorted({code for code in checked if code is not None} - set(chosen.points))
    if without:
        raise IllegalComparison(
            f"Every code must have points to be converted; found {', '.join(without)} of "
            f"{chosen.name!r} without. Leave these out or compare by rank with measures.shift."
        )
    return [None if code is None else chosen.points[code] for code in checked]


def shift(before, after, *, scale, scale_after=None):
    """Return by how many steps of a scale each person, lesson or school moved.

    Parameters
    ----------
    before, after : sequence of str
        Codes of the same people in the same order; one may be missing.
    scale : str
        The scale of the earlier codes, and of the later ones unless `scale_after` is given.
    scale_after : str, optional
        The scale of the later codes.

    Returns
    -------
    list of int or None
        Steps moved; positive is better, whichever way the numbers of the scale run. None where
        either code is missing.

    Raises
    ------
    UnknownCode
        When a code is not on its scale.
    IllegalComparison
        When the two scales differ, for example Ofsted grades across September 2012.
    ValueError
        When the two sequences differ in length.

    Examples
    --------
    >>> shift(["2", "3", "1"], ["1", "3", "2"], scale="ofsted_2012")
    [1, 0, -1]
    """
    require_legal("shift", scale, scale_after or scale)
    if len(before) != len(after):
        raise ValueError(
            f"Before and after must be of the same people; found {len(before)} codes before and "
            f"{len(after)} after. Match them by name first, or use feasible.paired_tables."
        )
    chosen = scales.scale(scale)
    firsts, seconds = check_codes(before, scale=scale), check_codes(after, scale=scale)
    return [
        None if first is None or second is None else chosen.rank(second) - chosen.rank(first)
        for first, second in zip(firsts, seconds, strict=True)
    ]


def require_legal(statistic, *scale_names):
    """Raise unless a statistic may be computed over these scales.

    Parameters
    ----------
    statistic : {"shift", "mean", "sum", "mean_percentile"}
        ``shift``: movement from the first scale to the last; ``mean``: a mean of code numbers or
        points; ``sum``: points of several scales added; ``mean_percentile``: a mean of codes read
        as a percentile.
    *scale_names : str
        Names of the scales involved, at least one.

    Returns
    -------
    None

    Raises
    ------
    IllegalComparison
        With the reason and what to do instead.
    ValueError
        When the statistic is unknown or no scale is named.

    Examples
    --------
    >>> require_legal("shift", "ofsted_2012", "ofsted_2012")
    """
    if statistic not in STATISTICS:
        raise ValueError(
            f"A statistic must be one of {', '.join(STATISTICS)}; found {statistic!r}. Choose one."
        )
    if not scale_names:
        raise ValueError(
            f"A statistic must be over at least one scale; found none for {statistic!r}. "
            "Name the scales whose codes it takes in."
        )
    chosen = [scales.scale(name) for name in scale_names]
    reason = _reason_against(statistic, chosen)
    if reason:
        raise IllegalComparison(reason)


def points_to_sub_levels(gain_points):
    """Convert a gain in National Curriculum points to sub-levels.

    Parameters
    ----------
    gain_points : int, fractions.Fraction, decimal.Decimal or str
        Points gained; text keeps a printed value exact.

    Returns
    -------
    fractions.Fraction
        Sub-levels; 2 points are one sub-level. Half-way values are means over pupils.

    Examples
    --------
    >>> float(points_to_sub_levels("2.9"))
    1.45
    """
    return Fraction(str(gain_points)) / POINTS_PER_SUB_LEVEL


def sub_levels_to_points(gain_sub_levels):
    """Convert a gain in sub-levels to National Curriculum points.

    Parameters
    ----------
    gain_sub_levels : int, fractions.Fraction, decimal.Decimal or str
        Sub-levels gained.

    Returns
    -------
    fractions.Fraction
        Points; one sub-level is 2 points (except from W to 1c, which is 4).

    Examples
    --------
    >>> int(sub_levels_to_points("1.5"))
    3
    """
    return Fraction(str(gain_sub_levels)) * POINTS_PER_SUB_LEVEL


def _reason_against(statistic, chosen):
    different = sorted({scale.name for scale in chosen})
    first = chosen[0]
    if statistic == "mean_percentile":
        return (
            f"A mean of {first.name!r} codes is not a mean percentile: its bands differ in width. "
            "Give the number of people in each band."
        )
    if len(different) > 1:
        return _reason_against_mixing(statistic, chosen, different)
    if statistic == "mean" and first.spacing == "ordinal":
        return (
            f"A mean treats steps as equal, and {first.name!r} is ordinal. "
            "Give counts by grade; quote a printed mean only as a claim."
        )
    return None


def _reason_against_mixing(statistic, chosen, different):
    listed = " and ".join(repr(name) for name in different)
    if statistic == "sum":
        return f"Points of two scales cannot be added; found {listed}. Keep them apart."
    if len({scale.family for scale in chosen}) == 1:
        return (
            f"The words changed between {listed}: a grade before the change is not the same "
            "judgement after it. Compare within each period, or describe in words."
        )
    return f"Movement needs one scale; found {listed}. Compare within each scale."
