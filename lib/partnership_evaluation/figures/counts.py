"""Bars of counts, each part labelled with its number."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    ORANGE,
    STYLE,
    TEAL,
    fit,
    ink,
    legend,
    rows,
)

#: Colour and hatch of each part, so that none is told by colour alone.
PARTS = ((BLUE, ""), (TEAL, "//"), (ORANGE, ".."), ("#D9D9D9", ""))


def stacked_bars(table, *, label, unit, alt, caption):
    """Draw counts as stacked horizontal bars, one bar a row and at most four parts.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a bar, the first at the top; every column but `label` is a part with its counts.
    label : str
        Column that names the bars.
    unit : str
        Name of the horizontal axis.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Raises
    ------
    ValueError
        When there are more than four parts.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kind": ["counts"], "hold": [3], "do not": [1]})
    >>> stacked_bars(table, label="Kind", unit="numbers", alt="3 of 4 hold.", caption="n = 4.")
    Figure: 3 of 4 hold.
    """
    parts = [column for column in table.columns if column != label]
    if len(parts) > len(PARTS):
        raise ValueError(
            f"A bar has at most four parts; found {len(parts)}: {', '.join(parts)}. Join some."
        )
    placed = rows(list(table[label]), room=0.26)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        starts = table[parts[0]] * 0
        for part, (colour, hatch) in zip(parts, PARTS, strict=False):
            style = {"left": starts, "height": placed.room, "label": part}
            bars = axes.barh(placed.at, table[part], color=colour, hatch=hatch, **style)
            numbers = [str(int(count)) if count else "" for count in table[part]]
            _number_bars(axes, bars, numbers, hatch)
            starts = starts + table[part]
        axes.set_xlim(0, 1.02 * max(1, table[parts].sum(axis=1).max()))
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        placed.label(axes)
        axes.set_xlabel(unit)
        legend(figure, axes.containers, names=parts)
        fit(figure, axes, height=placed.height)
        _leave_out_what_has_no_room(axes)
    return finish(figure, alt=alt, caption=caption)


def _number_bars(axes, bars, numbers, hatch):
    """Write each number on its part, on a plain ground where the part is hatched."""
    for bar, number in zip(bars, numbers, strict=True):
        colour = bar.get_facecolor()
        x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
        box = {"boxstyle": "square,pad=0.1", "fc": colour, "ec": "none"} if hatch else None
        style = {"ha": "center", "va": "center", "color": ink(colour[:3]), "bbox": box}
        axes.text(x, y, number, **style)


def _leave_out_what_has_no_room(axes):
    """Blank each number that is wider than its part; the table below the figure has it."""
    ends = {
        (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2): bar
        for bars in axes.containers
        for bar in bars
    }
    for text in axes.texts:
        bar = ends.get(text.get_position())
        if bar is not None and text.get_window_extent().width > bar.get_window_extent().width:
            text.set_text("")
