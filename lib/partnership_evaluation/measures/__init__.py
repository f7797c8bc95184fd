"""Grades, levels and points: what may be compared, and how.

Grades are compared by rank, never by subtraction of code numbers, and only within one scale. The
scales themselves are in :mod:`partnership_evaluation.scales`; which comparisons, conversions and
statistics are legal is data (``data/scale_comparisons.csv``, ``data/scale_conversions.csv``,
``data/scale_rules.csv``), described together in ``data/measures.datapackage.json``.
"""

from partnership_evaluation.measures.comparisons import (
    Comparison,
    IllegalComparison,
    compare,
    comparisons,
)
from partnership_evaluation.measures.conversions import at_or_above, convert, thresholds
from partnership_evaluation.measures.legality import require_legal, shift
from partnership_evaluation.measures.points import (
    POINTS_PER_SUB_LEVEL,
    point_tables,
    points_to_sub_levels,
    sub_levels_to_points,
    to_points,
)
from partnership_evaluation.scales import Scale, UnknownCode, check_codes, names, scale

__all__ = [
    "POINTS_PER_SUB_LEVEL",
    "Comparison",
    "IllegalComparison",
    "Scale",
    "UnknownCode",
    "at_or_above",
    "check_codes",
    "compare",
    "comparisons",
    "convert",
    "names",
    "point_tables",
    "points_to_sub_levels",
    "require_legal",
    "scale",
    "shift",
    "sub_levels_to_points",
    "thresholds",
    "to_points",
]
