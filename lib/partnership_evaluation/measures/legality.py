"""Movement on a scale, and which statistics may be computed over codes and points."""

from partnership_evaluation import scales, tables
from partnership_evaluation.measures.comparisons import IllegalComparison, compare

STATISTICS = ("shift", "mean", "sum", "mean_percentile")


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
        When the two scales differ, for example Ofsted grades across September 2012. Codes that
        mean the same on both are brought to one scale first, with ``measures.convert``.
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
    firsts = scales.check_codes(before, scale=scale)
    seconds = scales.check_codes(after, scale=scale)
    return [
        None if first is None or second is None else chosen.rank(second) - chosen.rank(first)
        for first, second in zip(firsts, seconds, strict=True)
    ]


def require_legal(statistic, *scale_names, points=()):
    """Raise unless a statistic may be computed over these scales.

    Parameters
    ----------
    statistic : {"shift", "mean", "sum", "mean_percentile"}
        ``shift``: movement from the first scale to the last; ``mean``: a mean of code numbers or
        points; ``sum``: points of several scales added; ``mean_percentile``: a mean of codes read
        as a percentile.
    *scale_names : str
        Names of the scales involved, at least one.
    points : sequence of str, optional
        Names of the tables that gave the points (:func:`measures.point_tables`), for a mean or sum
        of points. One table that covers every scale makes both legal; two tables are two rulers.

    Returns
    -------
    None

    Raises
    ------
    IllegalComparison
        With the reason and what to do instead.
    ValueError
        When the statistic, or a table, is unknown or no scale is named.

    Examples
    --------
    >>> require_legal("shift", "ofsted_2012", "ofsted_2012")
    >>> require_legal("sum", "a_level", "as_level", points=["ucas_tariff_2017"])
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
    if isinstance(points, str):
        raise ValueError(
            f"Tables of points must be given as a list; found {points!r}. Write [{points!r}]."
        )
    reason = _reason_against(statistic, scale_names, sorted(set(points)))
    if reason:
        raise IllegalComparison(reason)


def _reason_against(statistic, scale_names, points):
    different = {name: scales.scale(name).spacing for name in scale_names}
    if statistic == "mean_percentile":
        return _rule(statistic, "any", different, points)
    if len(points) > 1:
        return _rule("sum", "several_point_tables", different, points)
    if points and statistic != "shift":
        return _not_covered(different, points[0])
    if len(different) > 1:
        return _reason_against_mixing(statistic, list(different), points)
    if statistic == "mean" and "ordinal" in different.values():
        return _rule(statistic, "ordinal", different, points)
    return None


def _reason_against_mixing(statistic, different, points):
    if statistic != "sum":
        pair = compare(different[0], different[-1], before_date=None, after_date=None)
        if pair.source:
            return f"{pair.reason} {pair.instead}"
    return _rule(statistic, "several_scales", different, points)


def _rule(statistic, condition, scale_names, points):
    # The text is looked up only when something is refused: what is legal needs no further table.
    rules = tables.read("scale_rules").set_index(["statistic", "condition"])
    rule = rules.loc[(statistic, condition)]
    listed = " and ".join(repr(name) for name in sorted(scale_names))
    reason = rule["reason"].format(scales=listed, tables=" and ".join(map(repr, points)))
    return f"{reason} {rule['instead']}"


def _not_covered(scale_names, table):
    rows = tables.read("scale_points")
    known = rows["table"].unique().tolist()
    if table not in known:
        raise ValueError(
            f"A table of points must be in data/point_tables.csv; found {table!r}. "
            f"Known: {', '.join(known)}."
        )
    covered = set(rows.loc[rows["table"] == table, "scale"])
    without = sorted(set(scale_names) - covered)
    if not without:
        return None
    return (
        f"A table must give points to every scale that is added or averaged; found none for "
        f"{' and '.join(map(repr, without))} in {table!r}. Keep them apart."
    )
