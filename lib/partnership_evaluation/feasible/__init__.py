"""What a printed summary leaves open: every data set that could lie behind it, and the bounds.

Everything about reconstruction is imported from here::

    from partnership_evaluation import feasible

    space = feasible.samples("1.82", n=33, low=1, high=4)
    feasible.bounds("share", space, at_most=2)

    moves = feasible.paired_tables((3, 6, 3, 0), (6, 6, 0, 0))
    feasible.verdict(feasible.bounds("sign_test_p", moves, better="low"), "< 0.05")
"""

from partnership_evaluation.feasible.bounds import bounds
from partnership_evaluation.feasible.counting import MemoryLimitError
from partnership_evaluation.feasible.pairs import PairedSpace, paired_tables
from partnership_evaluation.feasible.results import Bounds, Verdict, nonresponse_bounds, verdict
from partnership_evaluation.feasible.samples import Range, SampleSpace, samples

__all__ = [
    "Bounds",
    "MemoryLimitError",
    "PairedSpace",
    "Range",
    "SampleSpace",
    "Verdict",
    "bounds",
    "nonresponse_bounds",
    "paired_tables",
    "samples",
    "verdict",
]
