"""What a study leaves open, and how often it would see a rise."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    PLUM,
    STYLE,
    TEAL,
    fit,
    legend,
    rows,
)

DASHES = ("-", (0, (5, 2)), ":", (0, (1, 1)))
COLOURS = (BLUE, ORANGE, TEAL, PLUM)


def openness(table, *, unit, alt, caption):
    """Draw what chance and what other explanations leave open, one bar a study.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``design``, ``chance``, ``other``; the first row is drawn at the top.
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
    >>> table = pd.DataFrame({"design": ["As it was"], "chance": [65.0], "other": [25.0]})
    >>> openness(table, unit="people in 100", alt="65 and 25.", caption="n = 12.")
    Figure: 65 and 25.
    """
    names = ["chance leaves", "other explanations leave"]
    placed = rows(list(table["design"]), room=0.26)
    chance, other = table["chance"], table["other"]
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        style = {"height": placed.room}
        left = axes.barh(placed.at, chance, color=BLUE, **style)
        right = axes.barh(placed.at, other, left=chance, color=ORANGE, hatch="//", **style)
        for height, first, second in zip(placed.at, chance, other, strict=True):
            axes.text(first + second, height, f" {first + second:.0f}", va="center", weight="bold")
        placed.label(axes)
        axes.set_xlim(0, 1.16 * max(1.0, (chance + other).max()))
        axes.set_xlabel(unit)
        legend(figure, [left, right], names=names)
        fit(figure, axes, height=placed.height)
    return finish(figure, alt=alt, caption=caption)


def curves(table, *, unit, value, wanted, alt, caption):
    """Draw how often a test sees a rise, one line a study.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``share``, ``power`` (both in 100), ``series`` (at most four).
    unit, value : str
        Names of the two axes.
    wanted : float
        The power aimed at, in 100; a dashed line.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Raises
    ------
    ValueError
        When there are more than four series.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"share": [10, 90], "power": [5.0, 99.0], "series": ["As it was"] * 2})
    >>> curves(table, unit="moving up", value="seen", wanted=80, alt="99 at 90.", caption="n = 12.")
    Figure: 99 at 90.
    """
    names = list(dict.fromkeys(table["series"]))
    if len(names) > len(COLOURS):
        raise ValueError(
            f"A figure shows at most four series; found {len(names)}: {', '.join(names)}. Draw "
            "one figure for each part."
        )
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        for name, colour, dash in zip(names, COLOURS, DASHES, strict=False):
            part = table[table["series"] == name]
            axes.plot(part["share"], part["power"], color=colour, linestyle=dash, label=name)
        axes.axhline(wanted, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.set_ylim(0, 102)
        axes.set_xlim(0, 100)
        axes.set_xlabel(unit)
        axes.set_ylabel(value)
        axes.grid(axis="y")
        legend(figure, axes.get_legend_handles_labels()[0])
        fit(figure, axes, height=2.4)
    return finish(figure, alt=alt, caption=caption)
