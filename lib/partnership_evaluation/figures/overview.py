"""Results of which some have an interval, some a range, and some neither."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    STYLE,
    fit,
    legend,
    rows,
)

LEGEND = {
    "interval": "confidence interval",
    "range": "range of what fits, no point likelier",
    "neither": "as printed, neither can be had",
}


def results(table, *, unit, alt, caption, limits):
    """Draw results one line each, with different marks for intervals, ranges and bare numbers.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``label``, ``group`` (interval, range or neither), ``estimate``, ``low``, ``high``;
        the first row is drawn at the top.
    unit : str
        Name of the horizontal axis, with its unit.
    alt, caption : str
        Alternative text and caption.
    limits : (float, float)
        Ends of the axis.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["grades"], "group": ["range"], "estimate": [None],
    ...                       "low": [-18], "high": [68]})
    >>> results(table, unit="points", alt="-18 to 68.", caption="n = 12.", limits=(-105, 105))
    Figure: -18 to 68.
    """
    kinds = list(dict.fromkeys(table["group"]))
    placed = rows(list(table["label"]), room=0.2)
    names = [LEGEND[kind] for kind in kinds]
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        for place, (_, row) in zip(placed.at, table.iterrows(), strict=True):
            _draw(axes, row, place)
        axes.axvline(0, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        placed.label(axes)
        axes.set_xlim(*limits)
        axes.set_xlabel(unit)
        axes.grid(axis="x")
        legend(figure, [plt.Line2D([], [], **_style(kind)) for kind in kinds], names=names)
        fit(figure, axes, height=placed.height)
    return finish(figure, alt=alt, caption=caption)


def _style(kind):
    return {
        "interval": {"color": BLUE, "marker": "o", "linewidth": 2, "markersize": 7},
        "range": {"color": ORANGE, "linewidth": 7, "solid_capstyle": "butt"},
        "neither": {"color": GREY, "marker": "D", "linestyle": "", "markerfacecolor": "white"},
    }[kind]


def _draw(axes, row, y):
    style = _style(row["group"])
    line = {name: style[name] for name in ("color", "linewidth") if name in style}
    if row["group"] != "neither":
        capstyle = {"solid_capstyle": style.get("solid_capstyle", "projecting")}
        axes.plot([row["low"], row["high"]], [y, y], **line, **capstyle)
    if row["group"] != "range":
        axes.plot([row["estimate"]], [y], **{**style, "linestyle": ""})
