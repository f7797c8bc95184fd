"""From which grade schools came to which, for two groups side by side."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    ORANGE,
    PLUM,
    STYLE,
    TEAL,
    WIDTH,
    legend,
)

COLOURS = (BLUE, TEAL, ORANGE, PLUM)
HATCHES = ("", "//", "..", "xx")


def flows(tables, *, words, alt, caption):
    """Draw to which grade schools went, one bar for each grade before, one panel a group.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Counts by name of the group: rows are grades before, columns grades after.
    words : mapping of int to str
        Word of each grade.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({1: [1, 0], 2: [1, 2]}, index=[1, 2])
    >>> flows({"all": table}, words={1: "best", 2: "good"}, alt="1 of 4.", caption="n = 4.")
    Figure: 1 of 4.
    """
    with mpl.style.context(STYLE):
        size = (WIDTH, 1.1 + 1.7 * len(tables))
        figure, every = plt.subplots(len(tables), 1, figsize=size, sharex=True, squeeze=False)
        for axes, (name, table) in zip(every[:, 0], tables.items(), strict=True):
            _panel(axes, table, words)
            axes.set_title(name)
            axes.set_ylabel("grade before")
        every[-1, 0].set_xlabel("per cent of schools")
        handles, names = every[0, 0].get_legend_handles_labels()
        legend(figure, handles, names=names)
    return finish(figure, alt=alt, caption=caption)


def _panel(axes, table, words):
    totals = table.sum(axis=1)
    shares = table.div(totals.where(totals > 0), axis=0).fillna(0) * 100
    heights = list(range(len(table) - 1, -1, -1))
    left = shares.iloc[:, 0] * 0
    for grade, colour, hatch in zip(table.columns, COLOURS, HATCHES, strict=False):
        axes.barh(
            heights, shares[grade], left=left, color=colour, hatch=hatch, edgecolor="white",
            height=0.7, label=f"then {words[grade]}",
        )  # fmt: skip
        left = left + shares[grade]
    labels = [f"{words[grade]} ({totals[grade]})" for grade in table.index]
    axes.set_yticks(heights, labels)
    axes.set_xlim(0, 100)
    for height, grade in zip(heights, table.index, strict=True):
        axes.text(102, height, f"n = {totals[grade]}", va="center")
    axes.set_yticks(heights, [words[grade] for grade in table.index])
    axes.spines[["right", "top"]].set_visible(False)
