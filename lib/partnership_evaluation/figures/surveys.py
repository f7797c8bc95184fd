"""The plot of a survey: every printed share, its interval, and what non-response leaves open."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    STYLE,
    fit,
    legend,
    rows,
)


def shares(table, *, unit, alt, caption):
    """Draw printed shares with an interval and, where known, the bounds from non-response.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``label``, ``estimate``, ``low``, ``high``, ``bound_low``, ``bound_high``, in per
        cent, and ``least`` (whether the interval is the widest there can be, for want of a number
        of answers; it is drawn dotted); the bounds may be missing. Rows with one label share a line
        of the plot: the first is drawn as a disc, further prints of the statement as diamonds.
    unit : str
        Name of the horizontal axis.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["useful"], "estimate": [91.0], "low": [83.0],
    ...     "high": [97.0], "bound_low": [82.0], "bound_high": [92.0], "least": [False]})
    >>> shares(table, unit="per cent", alt="91 per cent (83 to 97).", caption="n = 82.")
    Figure: 91 per cent (83 to 97).
    """
    labels = list(dict.fromkeys(table["label"]))
    placed = rows(labels, room=0.2)
    at = dict(zip(labels, placed.at, strict=True))
    again = table.duplicated("label")
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        _draw_first(axes, table[~again], at)
        if again.any():
            height = table.loc[again, "label"].map(at)
            style = {"color": ORANGE, "linestyle": "", "markersize": 6, "clip_on": False}
            style |= {"label": "printed elsewhere"}
            axes.plot(table.loc[again, "estimate"], height, marker="D", **style)
        axes.axvline(50, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        placed.label(axes)
        axes.set_xlim(0, 101.5)
        axes.set_xlabel(unit)
        axes.grid(axis="x")
        legend(figure, axes.get_legend_handles_labels()[0])
        fit(figure, axes, height=placed.height)
    return finish(figure, alt=alt, caption=caption)


def _draw_first(axes, table, at):
    height = table["label"].map(at).to_numpy(dtype=float)
    low, high = (table[name].to_numpy(dtype=float) for name in ("bound_low", "bound_high"))
    known = ~np.isnan(low)
    if known.any():
        style = {"color": PALE, "linewidth": 9, "label": "whatever the others think"}
        axes.hlines(height[known], low[known], high[known], **style)
    low, high = (table[name].to_numpy(dtype=float) for name in ("low", "high"))
    least = table["least"].to_numpy(dtype=bool)
    for chosen, dash, name in ((~least, "-", "interval"), (least, ":", "interval at the widest")):
        if chosen.any():
            style = {"color": BLUE, "linewidth": 1.8, "linestyle": dash, "label": name}
            axes.hlines(height[chosen], low[chosen], high[chosen], **style)
    style = {"color": BLUE, "markersize": 6, "label": "printed", "clip_on": False}
    axes.plot(table["estimate"], height, "o", **style)
