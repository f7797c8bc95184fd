"""Power and precision: what a study can detect, and how wide its intervals will be.

Everything about planning a study is imported from here::

    from partnership_evaluation import power

    power.sign_test(12, up=0.5, down=0.05)
    power.detectable_gain(12)
    power.two_proportions(12, comparison_n=12, share=0.6, comparison_share=0.1)
    power.expected_width_of_share(12, share=0.5)

Exact where every outcome can be listed; otherwise simulated, with a seed and simulation limits.
"""

from partnership_evaluation.power.groups import clusters, rejection_region, two_proportions
from partnership_evaluation.power.ordinal_groups import brunner_munzel_p, two_group_ordinal
from partnership_evaluation.power.precision import (
    detectable_gain,
    detectable_share,
    expected_width_of_change,
    expected_width_of_difference,
    expected_width_of_share,
)
from partnership_evaluation.power.results import Power
from partnership_evaluation.power.same_people import mcnemar, moves, sign_test
from partnership_evaluation.power.shifts import joint_table, paired_ordinal, shifted, steps_of

__all__ = [
    "Power",
    "brunner_munzel_p",
    "clusters",
    "detectable_gain",
    "detectable_share",
    "expected_width_of_change",
    "expected_width_of_difference",
    "expected_width_of_share",
    "joint_table",
    "mcnemar",
    "moves",
    "paired_ordinal",
    "rejection_region",
    "shifted",
    "sign_test",
    "steps_of",
    "two_group_ordinal",
    "two_proportions",
]
