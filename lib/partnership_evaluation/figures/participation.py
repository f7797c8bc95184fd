"""The plots of taking part: stages of a line of people, a grid of counts, small networks."""

from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    ABOVE,
    BLUE,
    BOLD,
    LINE,
    PALE,
    STYLE,
    TEAL,
    WIDTH,
    cut,
    fit,
    ink,
    legend,
    swatch,
)

#: Height of a bar of a stage, in inches.
BAR = 0.22
UNCERTAIN = "not printed that they were at the stage before"
RANGE = "printed numbers leave open"


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
    entries = _stage_entries(table)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        top = -0.05
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        for flow, rows in table.groupby("flow", sort=False):
            text = cut(flow, BOLD)
            axes.text(0, top, text, weight="bold", va="top", bbox=box)
            top -= LINE * (text.count("\n") + 1) + 0.08
            for row in rows.itertuples():
                text = cut(row.label, ABOVE)
                axes.text(0, top, text, va="top", bbox=box)
                top -= LINE * (text.count("\n") + 1) + 0.03 + BAR
                _stage(axes, top + BAR / 2, row, rows.iloc[0])
                top -= 0.08
            top -= 0.14
        axes.set_ylim(top, 0)
        axes.set_xlim(0, 122)
        axes.set_xticks(range(0, 101, 20))
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("per cent of the first stage")
        if entries:
            legend(figure, entries)
        fit(figure, axes, height=-top)
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
        figure, axes = plt.subplots()
        shades = mpl.colors.LinearSegmentedColormap.from_list("counts", ["#F2F6F9", BLUE])
        axes.imshow(values, cmap=shades, aspect="auto", vmin=0, vmax=max(1, values.max()))
        for (y, x), value in np.ndenumerate(values):
            ground = shades(value / max(1, values.max()))
            style = {"ha": "center", "va": "center", "color": ink(ground[:3])}
            axes.text(x, y, f"{value:.0f}", **style)
        heads = [cut(name, 36 // counts.shape[1]) for name in counts.columns]
        axes.set_xticks(range(counts.shape[1]), heads)
        axes.xaxis.tick_top()
        names = [cut(name, 24) for name in counts.index]
        axes.set_yticks(range(len(counts)), names)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks(np.arange(counts.shape[1] - 1) + 0.5, minor=True)
        axes.set_yticks(np.arange(len(counts) - 1) + 0.5, minor=True)
        axes.grid(which="minor", color="#FFFFFF", linewidth=3)
        axes.tick_params(which="minor", length=0)
        lines = max(name.count("\n") + 1 for name in names)
        fit(figure, axes, height=(LINE * lines + 0.14) * len(names))
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
        figure, panels = plt.subplots(1, len(examples), figsize=(WIDTH, 2.5), squeeze=False)
        for axes, (name, trios, partners) in zip(panels[0], examples, strict=True):
            shared = _shared(trios)
            for (a, b), count in shared.items():
                ends = at[[a, b]]
                axes.plot(*ends.T, color=TEAL, linewidth=1 + 1.6 * (count - 1), zorder=1)
            axes.scatter(*at.T, s=260, color=BLUE, zorder=2, edgecolor="#FFFFFF", linewidth=1.5)
            for (x, y), number in zip(at, partners, strict=True):
                axes.text(x, y, str(number), color="#FFFFFF", ha="center", va="center", zorder=3)
            words = f"{cut(name, 54 // len(examples) - 2)}:\n{len(shared)} pairs"
            axes.set_title(words, loc="center")
            axes.set_xlim(-1.35, 1.35)
            axes.set_ylim(-1.3, 1.3)
            axes.set_aspect("equal")
            axes.axis("off")
    return finish(figure, alt=alt, caption=caption)


def _stage(axes, place, row, first):
    """Draw one stage as a bar, with its number behind it."""
    whole = first["number_low"] or 1
    low, high = 100 * row.number_low / whole, 100 * row.number_high / whole
    sure = row.within != "not stated"
    style = {} if sure else {"hatch": "///", "edgecolor": BLUE}
    axes.barh(place, low, height=BAR, color=BLUE if sure else PALE, **style)
    if high > low:
        style = {"facecolor": "white", "edgecolor": BLUE, "linewidth": 1}
        axes.barh(place, high - low, left=low, height=BAR, **style)
    number = str(row.number_low)
    if row.number_high != row.number_low:
        number = f"{row.number_low} to {row.number_high}"
    axes.text(high + 1.2, place, number, va="center", weight="bold")


def _stage_entries(table):
    """Explain the bars that are not plain."""
    found = []
    if (table["within"] == "not stated").any():
        found.append(swatch(PALE, UNCERTAIN, hatch="///", edge=BLUE))
    if (table["number_high"] > table["number_low"]).any():
        found.append(swatch("white", RANGE, edge=BLUE))
    return found


def _shared(trios):
    """Count the trios that two schools have in common."""
    found = {}
    for trio in trios:
        for pair in combinations(sorted(trio), 2):
            found[pair] = found.get(pair, 0) + 1
    return found
