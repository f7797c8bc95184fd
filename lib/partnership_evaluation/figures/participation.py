"""The plots of taking part: stages of a line of people, a grid of counts, small networks."""

import textwrap
from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, PLUM, STYLE, TEAL

PALE = "#CFE0EC"


def stages(table, *, alt, caption):
    """Draw how many are left at each stage, every line beginning at one hundred per cent.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``flow``, ``stage``, ``label``, ``number_low``, ``number_high``, ``within``.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        Full bars where all belong to the stage that the share is of, hatched where that is not
        printed.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"flow": ["Teachers"] * 2, "stage": [1, 2], "label": ["a", "b"],
    ...     "number_low": [18, 16], "number_high": [18, 16], "within": [None, "yes"]})
    >>> stages(table, alt="16 of 18 stayed.", caption="n = 18 teachers.")
    Figure: 16 of 18 stayed.
    """
    with mpl.style.context(STYLE):
        lines = table["flow"].nunique()
        figure, axes = plt.subplots(figsize=(7.0, 0.9 + 0.5 * len(table) + 0.35 * lines))
        place, ticks, labels = 0.0, [], []
        for flow, rows in table.groupby("flow", sort=False):
            place -= 0.75
            axes.text(0, place + 0.3, flow, weight="bold", va="bottom")
            for row in rows.itertuples():
                _stage(axes, place - 0.25, row, rows.iloc[0])
                ticks.append(place - 0.25)
                labels.append(textwrap.fill(row.label, 34))
                place -= 1
        axes.set_yticks(ticks, labels, fontsize=8.5)
        axes.set_ylim(place + 0.2, 0.1)
        axes.set_xlim(0, 118)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("per cent of the first stage")
        if (table["within"] == "not stated").any():
            words = "not printed that they were at the stage before"
            axes.bar(0, 0, color=PALE, hatch="///", edgecolor=BLUE, label=words)
            figure.legend(loc="outside lower center", fontsize=9)
    return finish(figure, alt=alt, caption=caption)


def grid(counts, *, alt, caption):
    """Draw a table of counts, darker where there are more.

    Parameters
    ----------
    counts : pandas.DataFrame
        Whole numbers; the index and the columns name the groups.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"primary": [6], "secondary": [10]}, index=["England"])
    >>> grid(counts, alt="10 secondary schools.", caption="n = 16 schools.")
    Figure: 10 secondary schools.
    """
    values = counts.to_numpy(dtype=float)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 0.6 + 0.32 * len(counts)))
        shades = mpl.colors.LinearSegmentedColormap.from_list("counts", ["#F2F6F9", BLUE])
        axes.imshow(values, cmap=shades, aspect="auto", vmin=0)
        for (y, x), value in np.ndenumerate(values):
            ink = "#FFFFFF" if value > 0.55 * values.max() else "#1F1F1F"
            axes.text(x, y, f"{value:.0f}", ha="center", va="center", color=ink)
        axes.set_xticks(range(counts.shape[1]), counts.columns)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(counts)), counts.index)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks(np.arange(counts.shape[1] - 1) + 0.5, minor=True)
        axes.set_yticks(np.arange(len(counts) - 1) + 0.5, minor=True)
        axes.grid(which="minor", color="#FFFFFF", linewidth=3)
        axes.tick_params(which="minor", length=0)
    return finish(figure, alt=alt, caption=caption)


def networks(examples, *, schools, alt, caption):
    """Draw networks of trios side by side, each school with the number of others it met.

    Parameters
    ----------
    examples : list of (str, list of tuple of int, sequence of int)
        A name, its trios as numbers of schools, and how many others each school met.
    schools : int
        How many schools.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        A line joins two schools with a trio in common, thicker the more trios they share; a
        circle holds the number of other schools met.

    Examples
    --------
    >>> networks([("one", [(0, 1, 2)], [2, 2, 2])], schools=3, alt="Each met 2.", caption="n = 3.")
    Figure: Each met 2.
    """
    angle = np.pi / 2 - 2 * np.pi * np.arange(schools) / schools
    at = np.column_stack([np.cos(angle), np.sin(angle)])
    with mpl.style.context(STYLE):
        figure, panels = plt.subplots(1, len(examples), figsize=(7.0, 2.9), squeeze=False)
        for axes, (name, trios, partners) in zip(panels[0], examples, strict=True):
            shared = _shared(trios)
            for (a, b), count in shared.items():
                ends = at[[a, b]]
                axes.plot(*ends.T, color=TEAL, linewidth=1 + 1.6 * (count - 1), zorder=1)
            axes.scatter(*at.T, s=420, color=BLUE, zorder=2, edgecolor="#FFFFFF", linewidth=1.5)
            for (x, y), number in zip(at, partners, strict=True):
                axes.text(x, y, str(number), color="#FFFFFF", ha="center", va="center", zorder=3)
            axes.text(0, -1.55, f"{name}: {len(shared)} pairs", ha="center", color=PLUM)
            axes.set_xlim(-1.35, 1.35)
            axes.set_ylim(-1.7, 1.3)
            axes.set_aspect("equal")
            axes.axis("off")
    return finish(figure, alt=alt, caption=caption)


def _stage(axes, place, row, first):
    """Draw one stage as a bar, with its number behind it."""
    low = 100 * row.number_low / first["number_low"]
    high = 100 * row.number_high / first["number_low"]
    style = {"height": 0.62, "color": BLUE}
    if row.within == "not stated":
        style |= {"color": PALE, "hatch": "///", "edgecolor": BLUE}
    axes.barh(place, low, **style)
    if high > low:
        axes.barh(place, high - low, left=low, height=0.62, color=GREY)
    number = str(row.number_low)
    if row.number_high != row.number_low:
        number = f"{row.number_low} to {row.number_high}"
    axes.text(high + 1.2, place, number, va="center", weight="bold")


def _shared(trios):
    """Count the trios that two schools have in common."""
    found = {}
    for trio in trios:
        for pair in combinations(sorted(trio), 2):
            found[pair] = found.get(pair, 0) + 1
    return found
