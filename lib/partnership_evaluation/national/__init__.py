"""Schools of a whole country at two inspections: who joined a trust in between, and who moved.

Publishers' files as they come (:mod:`partnership_evaluation.files`); one row a school afterwards.
A school *joined between* when it entered a trust after the earlier inspection and before the later.
"""

from partnership_evaluation.national.contrast import Contrast, bootstrap, contrast, strata
from partnership_evaluation.national.gaps import Survivors, predecessors, survivors
from partnership_evaluation.national.invented import invented_memberships, invented_schools
from partnership_evaluation.national.memberships import Memberships, read_memberships
from partnership_evaluation.national.moves import flows, moves, room
from partnership_evaluation.national.published import figures_of, given_back, this_year
from partnership_evaluation.national.schools import (
    GRADES,
    Schools,
    graded,
    maintained_definitions,
    read_schools,
)
from partnership_evaluation.national.standing import STANDINGS, Comparison, compare, joined

__all__ = [
    "GRADES",
    "STANDINGS",
    "Comparison",
    "Contrast",
    "Memberships",
    "Schools",
    "Survivors",
    "bootstrap",
    "compare",
    "contrast",
    "figures_of",
    "flows",
    "given_back",
    "graded",
    "invented_memberships",
    "invented_schools",
    "joined",
    "maintained_definitions",
    "moves",
    "predecessors",
    "read_memberships",
    "read_schools",
    "room",
    "strata",
    "survivors",
    "this_year",
]
