"""Few cases, many conditions: what a factor shared by a handful of successes can tell.

A document about successful partnerships says of each factor that all, most, some or two of them had
it, or merely lists it. Everything that can be asked of such words is imported from here::

    from partnership_evaluation import factors

    factors.counts_in_words("Five of the six", of_number=6)
    factors.luck_table(18, cases=6, observed=11)
    factors.necessity((6, 6), n=6, with_factor=(0, 11), others=11)
    factors.contrast_needed(6, n=6, others=11)
    factors.refuse_minimisation(25, 6)
    factors.vote_count(["up", "up", "down"])
"""

from partnership_evaluation.factors.coding import TILES, coded_matrix
from partnership_evaluation.factors.contrast import (
    contrast_curve,
    contrast_needed,
    contrasts,
    others_needed,
    tipping_points,
)
from partnership_evaluation.factors.counting import (
    FactorError,
    counts_in_words,
    pairs_from_schools,
    prevalence_intervals,
)
from partnership_evaluation.factors.directions import direction_of, vote_count
from partnership_evaluation.factors.leave_out import LeaveOneOut, leave_one_out, left_out_table
from partnership_evaluation.factors.luck import (
    PREVALENCES,
    bundled_bounds,
    chance_band,
    chance_of_unanimity,
    luck_by_lot,
    luck_suffices_from,
    luck_table,
)
from partnership_evaluation.factors.minimisation import (
    Refusal,
    contradiction_free,
    most_conditions,
    refuse_minimisation,
)
from partnership_evaluation.factors.necessity import Necessity, necessity, necessity_table

__all__ = [
    "PREVALENCES",
    "TILES",
    "FactorError",
    "LeaveOneOut",
    "Necessity",
    "Refusal",
    "bundled_bounds",
    "chance_band",
    "chance_of_unanimity",
    "coded_matrix",
    "contradiction_free",
    "contrast_curve",
    "contrast_needed",
    "contrasts",
    "counts_in_words",
    "direction_of",
    "leave_one_out",
    "left_out_table",
    "luck_by_lot",
    "luck_suffices_from",
    "luck_table",
    "most_conditions",
    "necessity",
    "necessity_table",
    "others_needed",
    "pairs_from_schools",
    "prevalence_intervals",
    "refuse_minimisation",
    "tipping_points",
    "vote_count",
]
