"""Had nothing happened: the same people, judged twice, with nothing changed in between.

A group that is judged twice by fallible judges changes by itself: errors fall out differently,
whoever was picked for a low judgement regresses to the mean, and everybody may drift. This package
draws that world many times and says how often it would have looked at least as good as the real
one::

    from partnership_evaluation import null_twin

    world = null_twin.NullModel(
        levels=("4", "3", "2", "1"), before=(0, 3, 7, 2), reliability=0.5
    )
    null_twin.twins(world, statistic="net_improved", observed=Fraction(6, 12), seed=1).p_value
"""

from partnership_evaluation.null_twin.model import NullModel, ladder
from partnership_evaluation.null_twin.outcomes import STATISTICS, sign_test_p
from partnership_evaluation.null_twin.regression import (
    RegressionToTheMean,
    agreement,
    regression_to_the_mean,
    reliability_of_mean,
    transition,
)
from partnership_evaluation.null_twin.simulation import TwinResult, draw, sensitivity, twins

__all__ = [
    "STATISTICS",
    "NullModel",
    "RegressionToTheMean",
    "TwinResult",
    "agreement",
    "draw",
    "ladder",
    "regression_to_the_mean",
    "reliability_of_mean",
    "sensitivity",
    "sign_test_p",
    "transition",
    "twins",
]
