"""Bars of counts, each part labelled with its number."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, ORANGE, STYLE, TEAL

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
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 1.0 + 0.34 * len(table)))
        heights = range(len(table) - 1, -1, -1)
        starts = table[parts[0]] * 0
        for part, (colour, hatch) in zip(parts, PARTS, strict=False):
            bars = axes.barh(
                list(heights), table[part], left=starts, color=colour, hatch=hatch, label=part
            )
            numbers = [str(int(count)) if count else "" for count in table[part]]
            ink = "white" if colour in (BLUE,) else "black"
            _number_bars(axes, bars, numbers, ink, table[parts].sum(axis=1).max())
            starts = starts + table[part]
        axes.set_yticks(list(heights), table[label])
        axes.set_xlabel(unit)
        figure.legend(loc="outside upper center", ncols=2)
    return finish(figure, alt=alt, caption=caption)


def _number_bars(axes, bars, numbers, ink, longest):
    """Write each number inside its part where there is room."""
    for bar, number in zip(bars, numbers, strict=True):
        if bar.get_width() > 0.03 * longest:
            x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
            box = (
                {"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none"}
                if ink == "black"
                else None
            )
            axes.text(x, y, number, ha="center", va="center", color=ink, fontsize=8, bbox=box)
