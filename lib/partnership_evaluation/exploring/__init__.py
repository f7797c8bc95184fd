"""Move n, rounding, reliability, selection and level, and see at once what follows.

Each question is a plain function that returns an :class:`Answer` (a sentence, a table, a figure)
and needs no browser; :func:`controls` puts sliders before it::

    from partnership_evaluation import exploring

    exploring.behind_a_mean("1.83", n=12)
    exploring.controls(exploring.behind_a_mean)
"""

from partnership_evaluation.exploring.answers import (
    Answer,
    behind_a_mean,
    behind_a_percentage,
    nothing_happened,
)
from partnership_evaluation.exploring.panels import controls

__all__ = ["Answer", "behind_a_mean", "behind_a_percentage", "controls", "nothing_happened"]
