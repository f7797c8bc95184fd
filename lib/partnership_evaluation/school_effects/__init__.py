"""What is left of a school's results once what its pupils brought is taken out, and how surely.

Pupils within schools, or within classes within schools: a mixed model from sums that are exact for
whole numbers, so that a national file is fitted from one row a class.
"""

from partnership_evaluation.school_effects.climbing import MOST_GAP
from partnership_evaluation.school_effects.faults import faults
from partnership_evaluation.school_effects.large import LargeProgress, large_progress
from partnership_evaluation.school_effects.likelihood import ESTIMATION, Fit, fit, fit_sums
from partnership_evaluation.school_effects.ranking import (
    comparison_intervals,
    pairs_apart,
    ranks,
)
from partnership_evaluation.school_effects.second_route import by_statsmodels
from partnership_evaluation.school_effects.sums import Sums, of_pupils, of_totals
from partnership_evaluation.school_effects.weighted import authority_rows, read_school_rows

__all__ = [
    "ESTIMATION",
    "MOST_GAP",
    "Fit",
    "LargeProgress",
    "Sums",
    "authority_rows",
    "by_statsmodels",
    "comparison_intervals",
    "faults",
    "fit",
    "fit_sums",
    "large_progress",
    "of_pupils",
    "of_totals",
    "pairs_apart",
    "ranks",
    "read_school_rows",
]
