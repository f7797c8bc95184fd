"""Can this printed number be right? Tests in exact arithmetic, each with three possible answers.

Everything that is asked of a printed number is imported from here::

    from partnership_evaluation import consistency, tables

    consistency.grim("1.82", n=36)
    consistency.grim_percent("35", n=16)
    consistency.grimmer("3.44", "2.47", n=18)
    consistency.audit(tables.read("claims"))
"""

from partnership_evaluation.consistency.audit import audit
from partnership_evaluation.consistency.checks import Consistency
from partnership_evaluation.consistency.denominators import Denominators, denominators
from partnership_evaluation.consistency.limits import SpreadLimits, sd_limits
from partnership_evaluation.consistency.means import counts_for_percent, grim, grim_percent
from partnership_evaluation.consistency.spread import debit, grimmer

__all__ = [
    "Consistency",
    "Denominators",
    "SpreadLimits",
    "audit",
    "counts_for_percent",
    "debit",
    "denominators",
    "grim",
    "grim_percent",
    "grimmer",
    "sd_limits",
]
