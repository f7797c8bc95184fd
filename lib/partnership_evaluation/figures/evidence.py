"""Themes by case study: a map of states, and a plot of which way impacts point.

Case studies that come from one document stand together, so that a reader sees how many
independent documents there are.
"""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import tile_maps
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    PLUM,
    STYLE,
    fit,
    legend,
)

#: How each direction is drawn: colour and mark.
DIRECTION_MARKS = {
    "positive": (BLUE, "^"),
    "mixed": (ORANGE, "D"),
    "none": (GREY, "o"),
    "negative": (PLUM, "v"),
}
#: Room between two documents, in columns.
GAP = 1.0
#: Letters of a line of a label.
LETTERS = 21
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
    named = tile_maps.used(matrix, states)
    map_ = tile_maps.Map.of(matrix, letters=LETTERS)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        map_.draw(axes, matrix, places=places, states=states)
        _frame(axes, map_, columns, places, totals, highlight)
        legend(figure, list(named.values()), names=list(named))
        fit(figure, axes, height=map_.height)
        tile_maps.snap(axes)
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
    stated = cells.dropna(subset=["direction"])
    frame = cells.pivot(index="label", columns="case", values="label").loc[list(order)]
    map_ = tile_maps.Map.of(frame, letters=LETTERS)
    heights = dict(zip(order, map_.middles, strict=True))
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        for (direction, basis), part in stated.groupby(["direction", "basis"]):
            colour, mark = DIRECTION_MARKS[direction]
            x, y = part["case"].map(places), part["label"].map(heights)
            fill = colour if basis == "measured" else "white"
            axes.scatter(x, y, marker=mark, s=44, facecolor=fill, edgecolor=colour, linewidth=1.4)
        axes.hlines(map_.middles, -0.5, max(places.values()) + 0.5, color="#EDEDED", zorder=0)
        map_.frame(axes)
        _frame(axes, map_, columns, list(places.values()), totals, highlight)
        legend(figure, _direction_entries(stated))
        fit(figure, axes, height=map_.height)
        tile_maps.snap(axes)
    return finish(figure, alt=alt, caption=caption)


def _places(columns):
    """Place case studies side by side, with room between documents."""
    changes = (columns["document"] != columns["document"].shift()).cumsum() - 1
    return list(np.arange(len(columns)) + GAP * changes)


def _frame(axes, map_, columns, places, totals, highlight):
    axes.set_xlim(-0.6, places[-1] + 0.6)
    alone = columns.groupby("document")["case"].transform("size") == 1
    names = columns["case"].map(_titled)
    labels = names.where(~alone, names + "\n" + columns["document"])
    axes.set_xticks(places, labels, rotation=90, linespacing=1.1)
    axes.xaxis.tick_top()
    for tick, case in zip(axes.get_xticklabels(), columns["case"], strict=True):
        tick.set_weight("bold" if case == highlight else "normal")
    right = axes.secondary_yaxis("right")
    right.set_yticks(map_.middles, totals)
    right.spines[:].set_visible(False)
    _brackets(axes, columns, places, map_.edges[-1])


def _titled(case):
    return case.upper() if case in ABBREVIATIONS else case.replace("-", " ").title()


def _brackets(axes, columns, places, bottom):
    """Name below the map each document that several case studies come from."""
    for document, part in columns.groupby("document", sort=False):
        if len(part) > 1:
            ends = places[part.index[0]] - 0.4, places[part.index[-1]] + 0.4
            axes.plot(ends, (bottom - 0.04,) * 2, color=GREY, linewidth=1.5, clip_on=False)
            text = f"{len(part)} case studies of {document}"
            place = (sum(ends) / 2, bottom - 0.04)
            style = {"xytext": (0, -3), "textcoords": "offset points", "ha": "center"}
            axes.annotate(text, place, va="top", color=GREY, annotation_clip=False, **style)


def _direction_entries(stated):
    found = [name for name in DIRECTION_MARKS if (stated["direction"] == name).any()]
    words = {"none": "none shown"}
    for name in found:
        colour, mark = DIRECTION_MARKS[name]
        style = {"linestyle": "", "marker": mark, "color": colour}
        yield plt.Line2D([], [], label=words.get(name, name), **style)
    for label, fill in (("filled: measured", GREY), ("hollow: reported", "white")):
        style = {"marker": "s", "markerfacecolor": fill, "color": GREY, "linestyle": ""}
        yield plt.Line2D([], [], label=label, **style)
