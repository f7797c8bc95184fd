"""Worlds whose truth is known: what a danger does to an evaluation, and how often one errs.

Everything is imported from here::

    from partnership_workshop import simulators

    simulators.simulate("selection", value=0.25, seed=1)
    simulators.pool("selection", value=0.25, learners=["ada", "ben"])
    simulators.explore("selection")
"""

from partnership_workshop.simulators.pooling import Pooled, pool
from partnership_workshop.simulators.sliders import explore
from partnership_workshop.simulators.worlds import DANGERS, Simulated, simulate

__all__ = ["DANGERS", "Pooled", "Simulated", "explore", "pool", "simulate"]
