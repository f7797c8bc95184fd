"""Themes by case study: a map of states, and a plot of which way impacts point.

Case studies that come from one document stand together, so that a reader sees how many
independent documents there are.
"""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, ORANGE, PLUM, STYLE

#: How each direction is drawn: colour and mark.
DIRECTION_MARKS = {
    "positive": (BLUE, "^"),
    "mixed": (ORANGE, "D"),
    "none": (GREY, "o"),
    "negative": (PLUM, "v"),
}
#: Room between two documents, in columns.
GAP = 0.8
ABBREVIATIONS = ("aet",)


def case_tiles(matrix, *, columns, states, totals, alt, caption, highlight=None):
    """Draw themes by case study as tiles, each with a sign as well as a colour.

    Parameters
    ----------
    matrix : pandas.DataFrame
        One row a theme (the index gives its label), one column a case study, cells hold a state.
    columns : pandas.DataFrame
        One row a case study in the order of `matrix`: ``case``, ``document``.
    states : dict of str to (colour, sign)
        How each state is drawn, in the order of the legend.
    totals : sequence of str
        Text at the end of each row.
    alt, caption : str
        Alternative text and caption.
    highlight : str, optional
        A case study whose name is set in bold.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> columns = pd.DataFrame({"case": ["a"], "document": ["Author (2015)"]})
    >>> case_tiles(pd.DataFrame({"a": ["present"]}, index=["trust"]), columns=columns,
    ...     states={"present": ("#12436D", "+")}, totals=["1"], alt="1 of 1.", caption="n = 1.")
    Figure: 1 of 1.
    """
    places = _places(columns)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.4, 2.7 + 0.25 * len(matrix)))
        for y, (_, row) in enumerate(matrix.iloc[::-1].iterrows()):
            for x, state in zip(places, row, strict=True):
                colour, sign = states[state]
                axes.add_patch(plt.Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, color=colour))
                axes.text(x, y, sign, ha="center", va="center", color=_ink(colour), fontsize=9)
        _frame(axes, matrix, columns, places, totals, highlight)
        used = {name: states[name] for name in states if (matrix == name).any(axis=None)}
        handles = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour, _ in used.values()]
        names = [f"{name} ({sign})" if sign else name for name, (_, sign) in used.items()]
        figure.legend(handles, names, loc="outside lower center", ncols=len(used))
    return finish(figure, alt=alt, caption=caption)


def effect_directions(cells, *, order, columns, totals, alt, caption, highlight=None):
    """Draw which way each impact points in each case study, and on what basis.

    Parameters
    ----------
    cells : pandas.DataFrame
        ``label``, ``case``, ``direction`` (positive, mixed, none, negative or missing), ``basis``
        (measured or reported).
    order : sequence of str
        Labels of the impacts, the first at the top.
    columns : pandas.DataFrame
        One row a case study: ``case``, ``document``.
    totals : sequence of str
        Text at the end of each row.
    alt, caption : str
        Alternative text and caption.
    highlight : str, optional
        A case study whose name is set in bold.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        Filled marks are measured, hollow ones reported; where there is no mark the document says
        nothing.

    References
    ----------
    Boon and Thomson (2021), The effect direction plot revisited, Research Synthesis Methods 12,
    29-33.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame({"label": ["practice"], "case": ["a"], "direction": ["positive"],
    ...                       "basis": ["reported"]})
    >>> columns = pd.DataFrame({"case": ["a"], "document": ["Author (2015)"]})
    >>> effect_directions(cells, order=["practice"], columns=columns, totals=["1"],
    ...                   alt="1 of 1 positive.", caption="n = 1.")
    Figure: 1 of 1 positive.
    """
    places = dict(zip(columns["case"], _places(columns), strict=True))
    heights = {label: len(order) - 1 - place for place, label in enumerate(order)}
    stated = cells.dropna(subset=["direction"])
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.4, 2.7 + 0.3 * len(order)))
        for (direction, basis), part in stated.groupby(["direction", "basis"]):
            colour, mark = DIRECTION_MARKS[direction]
            x, y = part["case"].map(places), part["label"].map(heights)
            fill = colour if basis == "measured" else "white"
            axes.scatter(x, y, marker=mark, s=70, facecolor=fill, edgecolor=colour, linewidth=1.6)
        axes.hlines(range(len(order)), -0.5, max(places.values()) + 0.5, color="#EDEDED", zorder=0)
        frame = cells.pivot(index="label", columns="case", values="label").loc[list(order)]
        _frame(axes, frame, columns, list(places.values()), totals, highlight)
        _direction_legend(figure, stated)
    return finish(figure, alt=alt, caption=caption)


def _places(columns):
    """Place case studies side by side, with room between documents."""
    changes = (columns["document"] != columns["document"].shift()).cumsum() - 1
    return list(np.arange(len(columns)) + GAP * changes)


def _frame(axes, matrix, columns, places, totals, highlight):
    axes.set_xlim(-0.6, places[-1] + 1.6)
    axes.set_ylim(-0.6, len(matrix) - 0.4)
    alone = columns.groupby("document")["case"].transform("size") == 1
    names = columns["case"].map(_titled)
    labels = names.where(~alone, names + "\n" + columns["document"])
    axes.set_xticks(places, labels, rotation=90, fontsize=9, linespacing=1.35)
    axes.xaxis.tick_top()
    for tick, case in zip(axes.get_xticklabels(), columns["case"], strict=True):
        tick.set_weight("bold" if case == highlight else "normal")
    axes.set_yticks(range(len(matrix)), matrix.index[::-1])
    for y, text in zip(range(len(matrix) - 1, -1, -1), totals, strict=True):
        axes.text(places[-1] + 0.8, y, text, ha="left", va="center", fontsize=9)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    _brackets(axes, columns, places)


def _titled(case):
    return case.upper() if case in ABBREVIATIONS else case.replace("-", " ").title()


def _brackets(axes, columns, places):
    """Name below the map each document that several case studies come from."""
    for document, part in columns.groupby("document", sort=False):
        if len(part) > 1:
            ends = places[part.index[0]] - 0.4, places[part.index[-1]] + 0.4
            axes.plot(ends, (-0.62, -0.62), color=GREY, linewidth=1.5, clip_on=False)
            text = f"{len(part)} case studies of {document}"
            axes.annotate(text, (sum(ends) / 2, -0.62), xytext=(0, -4), ha="center", va="top",
                          textcoords="offset points", fontsize=9, color=GREY,
                          annotation_clip=False)  # fmt: skip


def _direction_legend(figure, stated):
    used = [name for name in DIRECTION_MARKS if (stated["direction"] == name).any()]
    words = {"none": "none shown"}
    handles = [
        plt.Line2D([], [], linestyle="", marker=mark, color=colour, label=words.get(name, name))
        for name, (colour, mark) in DIRECTION_MARKS.items()
        if name in used
    ]
    for label, fill in (("measured", GREY), ("reported", "white")):
        style = {"marker": "s", "markerfacecolor": fill, "color": GREY, "linestyle": ""}
        handles.append(plt.Line2D([], [], label=label, **style))
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))


def _ink(colour):
    """Black or white, whichever can be read on the colour."""
    red, green, blue = mpl.colors.to_rgb(colour)
    return "#FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.6 else "#1F1F1F"
