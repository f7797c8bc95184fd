"""Schools in order of what is left of their pupils' results, each with its interval."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, ORANGE, STYLE

#: More schools than this are drawn without marks of their own.
MARKED = 120


def caterpillar(effects, *, unit, alt, caption, comparison=None):
    """Draw each school's effect with its interval, the lowest on the left.

    Parameters
    ----------
    effects : pandas.DataFrame
        ``estimate``, ``low``, ``high``, one row a school.
    unit : str
        Name of the vertical axis, with its unit.
    alt, caption : str
        Alternative text and caption.
    comparison : pandas.DataFrame, optional
        ``low`` and ``high`` in the same order: limits that do not overlap when two schools can be
        told apart; drawn as the thick part of each line.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> effects = pd.DataFrame({"estimate": [0.1, -0.2], "low": [-0.2, -0.5], "high": [0.4, 0.1]})
    >>> caterpillar(effects, unit="points", alt="2 schools.", caption="n = 2.")
    Figure: 2 schools.
    """
    order = np.argsort(effects["estimate"].to_numpy(), kind="stable")
    drawn = effects.iloc[order]
    places = np.arange(1, len(drawn) + 1)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.4, 3.8))
        axes.vlines(places, drawn["low"], drawn["high"], color=BLUE, linewidth=1)
        if comparison is not None:
            limits = comparison.iloc[order]
            axes.vlines(
                places, limits["low"], limits["high"], color=ORANGE, linewidth=3.5, alpha=0.75,
                label="does not overlap where two schools can be told apart",
            )  # fmt: skip
            figure.legend(loc="outside upper center")
        axes.plot(places, drawn["estimate"], "o", color=BLUE, markersize=_size(len(drawn)))
        axes.axhline(0, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.set_xlabel("schools, from the lowest to the highest estimate")
        axes.set_ylabel(unit)
        axes.set_xlim(0, len(drawn) + 1)
        axes.grid(axis="y")
    return finish(figure, alt=alt, caption=caption)


def _size(schools):
    return 4 if schools <= MARKED else 1.5
