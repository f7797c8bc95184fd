"""Tipping points: how far the world would have to differ before a conclusion turns.

Each function says how unreliable a judgement, how large a drift, how common a factor elsewhere, or
how many people of the other opinion would be enough::

    from partnership_evaluation import tipping

    tipping.nonresponse(75, n=83, population=92).sentence
    tipping.reliability(model, statistic="net_improved", observed=Fraction(6, 12), seed=1)
"""

from partnership_evaluation.tipping.counts import luck, missing_people, nonresponse, prevalence
from partnership_evaluation.tipping.results import TippingPoint
from partnership_evaluation.tipping.worlds import drift, people, reliability

__all__ = [
    "TippingPoint",
    "drift",
    "luck",
    "missing_people",
    "nonresponse",
    "people",
    "prevalence",
    "reliability",
]
