"""What the lessons of ``notebooks/workshop/`` need besides the library: data, checks, simulators.

Lessons import everything from here; nothing else does::

    import partnership_workshop as workshop

    me = workshop.learner("ada")
    workshop.check.number("1.1", 6, me)

Statistics come from ``partnership_evaluation``. Nothing here is imported by it.
"""

from partnership_workshop import check, feedback, lessons, simulators
from partnership_workshop.catalogue import exercises
from partnership_workshop.checking_sentences import to_choose_from
from partnership_workshop.learners import Learner, learner
from partnership_workshop.misconceptions import misconceptions
from partnership_workshop.planning import Plan

__all__ = [
    "Learner",
    "Plan",
    "check",
    "exercises",
    "feedback",
    "learner",
    "lessons",
    "misconceptions",
    "simulators",
    "to_choose_from",
]
