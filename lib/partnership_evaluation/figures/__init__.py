"""The plots of the reports: one style, intervals always, alternative text required.

Every drawing function returns an :class:`~partnership_evaluation.exhibits.Figure` to be left as the
last value of a cell. What they share is in :mod:`partnership_evaluation.figures.standard`.
"""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import Figure, Table, finish
from partnership_evaluation.figures import tile_maps
from partnership_evaluation.figures.shift_lines import line_words, shifts
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    PLUM,
    RUST,
    STYLE,
    TEAL,
    fit,
    legend,
    rows,
)

__all__ = [
    "Figure",
    "Table",
    "distribution",
    "finish",
    "intervals",
    "line_words",
    "shifts",
    "tiles",
]

#: Height of the marks of one group in a row of intervals, in inches.
MARK = 0.17


def intervals(table, *, unit, alt, caption, reference=None, limits=None):
    """Draw estimates with their intervals, one line each.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``label``, ``estimate``, ``low``, ``high``; optional ``group`` (at most four), each
        drawn with a colour and a mark of its own. The first row is drawn at the top.
    unit : str
        Name of the horizontal axis, with its unit.
    alt, caption : str
        Alternative text and caption.
    reference : float, optional
        A vertical line to compare with, for example no difference.
    limits : (float, float), optional
        Ends of the axis.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        When there are more than four groups: draw small multiples instead.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["all"], "estimate": [50], "low": [21], "high": [79]})
    >>> intervals(table, unit="per cent", alt="50 per cent (21 to 79).", caption="n = 12.")
    Figure: 50 per cent (21 to 79).
    """
    groups = list(dict.fromkeys(table["group"])) if "group" in table else [None]
    if len(groups) > 4:
        raise ValueError(
            f"A figure shows at most four series; found {len(groups)}: {', '.join(groups)}. "
            "Draw one figure for each part."
        )
    most = int(table.groupby("label", sort=False).size().max())
    labels = list(dict.fromkeys(table["label"]))
    placed = rows(labels, room=MARK * most)
    named = [] if groups == [None] else groups
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        place = table.groupby("label").cumcount()
        count = table.groupby("label")["label"].transform("size")
        at = dict(zip(labels, placed.at, strict=True))
        height = table["label"].map(at) + ((count - 1) / 2 - place) * MARK
        for index, group in enumerate(groups):
            chosen = slice(None) if group is None else table["group"] == group
            _draw_intervals(axes, table[chosen], height[chosen], index, group)
        if reference is not None:
            axes.axvline(reference, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        placed.label(axes)
        axes.set_xlabel(unit)
        axes.grid(axis="x")
        if limits:
            axes.set_xlim(*limits)
        if named:
            legend(figure, [_entry(index, group) for index, group in enumerate(groups)])
        fit(figure, axes, height=placed.height)
    return finish(figure, alt=alt, caption=caption)


def distribution(table, *, unit, alt, caption, mark=None, mark_label="", band=None):
    """Draw a distribution of whole numbers as bars, with an observed value marked.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``value`` (whole numbers) and ``share`` (0 to 1).
    unit : str
        Name of the horizontal axis.
    alt, caption : str
        Alternative text and caption.
    mark : float, optional
        The observed value.
    mark_label : str, optional
        What the mark is.
    band : (float, float), optional
        A shaded range, for example the central 95 per cent.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"value": [0, 1], "share": [0.25, 0.75]})
    >>> distribution(table, unit="factors", alt="1 is likeliest.", caption="Simulated.")
    Figure: 1 is likeliest.
    """
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        if band:
            axes.axvspan(band[0] - 0.5, band[1] + 0.5, color=PALE, zorder=0)
        axes.bar(table["value"], table["share"] * 100, color=BLUE, width=0.8)
        # A single value would otherwise fill the whole axis.
        low, high = axes.get_xlim()
        axes.set_xlim(min(low, table["value"].min() - 1), max(high, table["value"].max() + 1))
        if mark is not None:
            draw_mark(axes, mark, mark_label)
        axes.set_xlabel(unit)
        axes.set_ylabel("per cent")
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        fit(figure, axes, height=1.9)
    return finish(figure, alt=alt, caption=caption)


def tiles(table, *, states, alt, caption):
    """Draw a matrix of states as tiles, each with a sign as well as a colour.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a condition (the index gives its label), one column a case, cells hold a state.
    states : dict of str to (colour, sign)
        How each state is drawn, in the order of the legend.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"A": ["present"]}, index=["clear purpose"])
    >>> tiles(table, states={"present": ("#12436D", "+")}, alt="1 of 1.", caption="n = 1.")
    Figure: 1 of 1.
    """
    named = tile_maps.used(table, states)
    with mpl.style.context(STYLE):
        map_ = tile_maps.Map.of(table, letters=24)
        figure, axes = plt.subplots()
        map_.draw(axes, table, places=range(table.shape[1]), states=states)
        axes.set_xlim(-0.5, table.shape[1] - 0.5)
        axes.set_xticks(range(table.shape[1]), table.columns)
        axes.xaxis.tick_top()
        legend(figure, list(named.values()), names=list(named))
        fit(figure, axes, height=map_.height)
        tile_maps.snap(axes)
    return finish(figure, alt=alt, caption=caption)


def draw_mark(axes, value, label) -> None:
    """Mark the observed value on bars, its label above them on the side with more room.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where the bars are drawn already.
    value : float
        The observed value.
    label : str
        What it is.

    Examples
    --------
    >>> figure, axes = plt.subplots()
    >>> draw_mark(axes, 6, "as printed")
    >>> axes.texts[0].get_text()
    'as printed'
    >>> plt.close(figure)
    """
    top = axes.get_ylim()[1]
    axes.axvline(value, color=ORANGE, linewidth=2.5)
    low, high = axes.get_xlim()
    left = value > (low + high) / 2
    axes.set_ylim(0, top * 1.16)
    axes.annotate(
        label, (value, top * 1.16), xytext=(-6 if left else 6, -1), textcoords="offset points",
        va="top", ha="right" if left else "left", weight="bold", color=RUST,
    )  # fmt: skip


def _look(index):
    return {"color": (BLUE, ORANGE, TEAL, PLUM)[index], "marker": "osD^"[index], "markersize": 7}


def _entry(index, group):
    return plt.Line2D([], [], label=group, **_look(index))


def _draw_intervals(axes, part, height, index, group):
    look = _look(index)
    estimate, low, high = (part[c].to_numpy(dtype=float) for c in ("estimate", "low", "high"))
    axes.hlines(height, low, high, color=look["color"], linewidth=2)
    # A mark at the end of the axis is drawn whole.
    axes.plot(estimate, height, linestyle="", label=group, clip_on=False, **look)
