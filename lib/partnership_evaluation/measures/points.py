"""Points of grades and levels: those of the scale itself, and those of published tables."""

from fractions import Fraction

from partnership_evaluation import scales, tables
from partnership_evaluation.measures.comparisons import IllegalComparison

POINTS_PER_SUB_LEVEL = 2


def to_points(codes, *, scale, table=None):
    """Convert codes to points.

    Parameters
    ----------
    codes : sequence of str
        Codes such as ``"3b"``; one may be missing.
    scale : str
        Name of a scale that has points, for example ``"national_curriculum"``.
    table : str, optional
        Name of a published table of points (:func:`point_tables`), for grades that have been given
        different points at different times. Without it, the points of the scale itself.

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
        When the scale, or a code of it, has no points, or the table gives none to the scale.

    Notes
    -----
    A level is 6 points and a sub-level 2; W is 3 points, so the first step, W to 1c, is 4 points.
    Source: point scores of the Department for Education's performance tables. Points of two tables
    are two rulers: a B at GCSE was 6, 46 and 5.5 points in three successive tables.

    Examples
    --------
    >>> [int(points) for points in to_points(["W", "1c", "2b"], scale="national_curriculum")]
    [3, 7, 15]
    >>> [float(points) for points in to_points(["B"], scale="gcse_letter",
    ...                                        table="attainment_8_2017")]
    [5.5]
    """
    chosen = scales.scale(scale)
    points = chosen.points if table is None else _points_of(table, scale)
    if not points:
        raise IllegalComparison(_no_points(chosen, table))
    checked = scales.check_codes(codes, scale=scale)
    without = sorted({code for code in checked if code is not None} - set(points))
    if without:
        raise IllegalComparison(
            f"Every code must have points to be converted; found {', '.join(without)} of "
            f"{chosen.name!r} without. Leave these out or compare by rank with measures.shift."
        )
    return [None if code is None else points[code] for code in checked]


def point_tables(scale=None, *, on=None):
    """List the published tables of points.

    Parameters
    ----------
    scale : str, optional
        Only tables that give points to the grades of this scale.
    on : datetime.date or str, optional
        Only tables in force on this day.

    Returns
    -------
    list of str

    Examples
    --------
    >>> point_tables("gcse_number")
    ['attainment_8_2017']
    >>> point_tables("gcse_letter", on="2016-08-25")
    ['attainment_8_2016']
    """
    found = tables.read("point_tables")
    if scale is not None:
        rows = tables.read("scale_points")
        found = found[
            found["table"].isin(rows.loc[rows["scale"] == scales.scale(scale).name, "table"])
        ]
    if on is not None:
        day = scales.day(on).isoformat()  # text of this form sorts as days do
        since, until = found["valid_from"].fillna(""), found["valid_to"].fillna("9999")
        found = found[(since <= day) & (day <= until)]
    return found["table"].tolist()


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


def _points_of(table, scale):
    known = point_tables()
    if table not in known:
        raise ValueError(
            f"A table of points must be in data/point_tables.csv; found {table!r}. "
            f"Known: {', '.join(known)}."
        )
    rows = tables.read("scale_points")
    chosen = rows[(rows["table"] == table) & (rows["scale"] == scale)]
    return dict(zip(chosen["code"], map(Fraction, chosen["points"]), strict=True))


def _no_points(chosen, table):
    there_are = point_tables(chosen.name)
    if table is not None:
        choice = f"Tables with points for it: {', '.join(there_are)}." if there_are else ""
        return (
            f"Points exist only for scales that a table covers; found {chosen.name!r}, to which "
            f"{table!r} gives none. {choice}".rstrip()
        )
    if there_are:
        return (
            f"Points of {chosen.name!r} depend on the table; found none named. Give table= one of "
            f"{', '.join(there_are)}, or compare by rank with measures.shift."
        )
    return (
        f"Points exist only for scales that define them; found {chosen.name!r}, which is "
        f"{chosen.spacing}. Compare its grades by rank with measures.shift."
    )
