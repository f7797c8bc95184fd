"""Effect sizes: differences in standard deviations, with what they were divided by.

Everything about effect sizes is imported from here::

    from partnership_evaluation import effects

    effects.pairs(before, after, denominator="before")
    found = effects.two_groups(programme, comparison)
    effects.months_of_progress(found, table="toolkit")  # refused without a comparison group
    effects.detectable_within_pairs(12)
"""

from partnership_evaluation.effects.baseline import (
    adjusted,
    difference_in_differences,
    difference_in_differences_printed,
)
from partnership_evaluation.effects.clusters import clustered, design_effect
from partnership_evaluation.effects.detectable import (
    cluster_standard_error,
    detectable_between_clusters,
    detectable_between_groups,
    detectable_within_pairs,
)
from partnership_evaluation.effects.groups import two_groups, two_groups_printed
from partnership_evaluation.effects.months import Months, NoComparisonGroup, months_of_progress
from partnership_evaluation.effects.noncentral_power import Detectable, power_of_t
from partnership_evaluation.effects.odds import cox_index
from partnership_evaluation.effects.results import (
    EffectSize,
    correction_factor,
    noncentral_limits,
)
from partnership_evaluation.effects.same_people import pairs, pairs_printed

__all__ = [
    "Detectable",
    "EffectSize",
    "Months",
    "NoComparisonGroup",
    "adjusted",
    "cluster_standard_error",
    "clustered",
    "correction_factor",
    "cox_index",
    "design_effect",
    "detectable_between_clusters",
    "detectable_between_groups",
    "detectable_within_pairs",
    "difference_in_differences",
    "difference_in_differences_printed",
    "months_of_progress",
    "noncentral_limits",
    "pairs",
    "pairs_printed",
    "power_of_t",
    "two_groups",
    "two_groups_printed",
]
