"""Factors of a few cases: tiles by group, the band of luck, tipping points, directions."""

import textwrap

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, ORANGE, PLUM, STYLE, TEAL

#: Room between two groups of cases, in columns.
GAP = 0.7
#: How each direction is drawn: colour and mark.
MARKS = {"up": (BLUE, "^"), "down": (PLUM, "v"), "mixed": (ORANGE, "D"), "open": (GREY, "$?$")}


def group_tiles(matrix, *, groups, states, alt, caption):
    """Draw factors by cases as tiles, the cases in named groups with room between them.

    Parameters
    ----------
    matrix : pandas.DataFrame
        One row a factor (the index gives its label), one column a case, cells hold a state.
    groups : dict of str to int
        Name of each group and how many columns it has, from left to right.
    states : dict of str to (colour, sign)
        How each state is drawn, in the order of the legend.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Raises
    ------
    ValueError
        When the groups do not have as many columns as the matrix.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame([["present", "not asked"]], index=["core funding"])
    >>> group_tiles(table, groups={"six": 1, "others": 1}, alt="1 of 1.", caption="n = 2.",
    ...             states={"present": ("#12436D", "+"), "not asked": ("#F2F2F2", "")})
    Figure: 1 of 1.
    """
    if sum(groups.values()) != matrix.shape[1]:
        raise ValueError(
            f"The groups must have one column a case; found {sum(groups.values())} in the groups "
            f"and {matrix.shape[1]} in the matrix. Correct the groups."
        )
    places = _places(groups)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.4, 1.3 + 0.27 * len(matrix)))
        for y, (_, row) in enumerate(matrix.iloc[::-1].iterrows()):
            for x, state in zip(places, row, strict=True):
                colour, sign = states[state]
                tile = plt.Rectangle((x - 0.44, y - 0.42), 0.88, 0.84, facecolor=colour)
                axes.add_patch(tile)
                ink = "white" if colour == BLUE else "black"
                axes.text(x, y, sign, ha="center", va="center", color=ink, fontsize=9)
        _group_heads(axes, groups, places, len(matrix))
        axes.set_xlim(-0.6, places[-1] + 0.6)
        axes.set_ylim(-0.6, len(matrix) + 0.9)
        axes.set_xticks([])
        axes.set_yticks(range(len(matrix)), matrix.index[::-1])
        axes.spines[:].set_visible(False)
        _state_legend(figure, matrix, states)
    return finish(figure, alt=alt, caption=caption)


def chance_band(band, *, observed, assumed, unit, alt, caption):
    """Draw how many factors luck makes unanimous, against how common factors are.

    Parameters
    ----------
    band : pandas.DataFrame
        Columns ``prevalence`` (a share), ``expected``, ``low``, ``high``.
    observed : int
        Unanimous factors as printed.
    assumed : float
        The share that the report assumes.
    unit : str
        Name of the vertical axis.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> band = pd.DataFrame({"prevalence": [0.5, 1], "expected": [0.3, 18], "low": [0, 18],
    ...                      "high": [2, 18]})
    >>> chance_band(band, observed=11, assumed=0.8, unit="factors", alt="11.", caption="n = 6.")
    Figure: 11.
    """
    share = band["prevalence"] * 100
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 3.4))
        style = {"step": "mid", "color": "#C9DCEB", "linewidth": 0, "label": "luck, 95 in 100"}
        axes.fill_between(share, band["low"], band["high"], **style)
        axes.plot(share, band["expected"], color=BLUE, label="luck, on average")
        axes.axhline(observed, color=ORANGE, linestyle="--", label=f"as printed: {observed}")
        axes.axvline(assumed * 100, color=GREY, linewidth=1, linestyle=":", label="assumed here")
        axes.set_xlabel("per cent of all partnerships or schools with each factor")
        axes.set_ylabel(unit)
        axes.set_xlim(share.min(), share.max())
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        axes.legend(loc="upper left")
    return finish(figure, alt=alt, caption=caption)


def tipping_curve(curve, *, alpha, unit, alt, caption):
    """Draw how surely successes and others differ, by how many others have a factor.

    Parameters
    ----------
    curve : pandas.DataFrame
        Columns ``others_with``, ``fisher``, ``boschloo`` (p-values).
    alpha : float
        Below which p-value the groups count as told apart.
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
    >>> curve = pd.DataFrame({"others_with": [0, 1], "fisher": [0.1, 1], "boschloo": [0.1, 1]})
    >>> tipping_curve(curve, alpha=0.05, unit="others", alt="p = 0.1.", caption="n = 1.")
    Figure: p = 0.1.
    """
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 3.2))
        axes.axhspan(0, alpha, color="#E3EDF5", zorder=0)
        shown = {"fisher": (BLUE, "o", "Fisher"), "boschloo": (TEAL, "s", "Boschloo")}
        for column, (colour, mark, name) in shown.items():
            style = {"color": colour, "marker": mark, "linestyle": "-", "label": name}
            axes.plot(curve["others_with"], curve[column], linewidth=1.2, **style)
        axes.axhline(alpha, color=ORANGE, linestyle="--", linewidth=1.5)
        place = (curve["others_with"].iloc[-1], alpha)
        text = {"textcoords": "offset points", "ha": "right", "va": "bottom", "color": "#8A3A0C"}
        axes.annotate(f"p = {alpha:g}: below, told apart", place, xytext=(0, 3), **text)
        axes.set_xlabel(unit)
        axes.set_ylabel("p-value of the comparison")
        axes.set_ylim(0, 1.03)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        axes.legend(loc="upper left")
    return finish(figure, alt=alt, caption=caption)


def direction_plot(table, *, alt, caption):
    """Draw which way each outcome points, by direction alone.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a mark: ``label`` (the outcome; the first is drawn at the top), ``column`` (what is
        looked at), ``direction`` (up, down, mixed or open), ``note`` (short text beside the mark).
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        A triangle up or down, a diamond for mixed, a question mark where the document leaves the
        direction open.

    References
    ----------
    Thomson and Thomas (2013), The effect direction plot, Research Synthesis Methods 4, 95-101.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["culture"], "column": ["printed"], "direction": ["up"],
    ...                       "note": ["14 of 15"]})
    >>> direction_plot(table, alt="1 of 1 up.", caption="n = 15.")
    Figure: 1 of 1 up.
    """
    labels, columns = (list(dict.fromkeys(table[name])) for name in ("label", "column"))
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.4, 1.2 + 0.4 * len(labels)))
        for y in range(0, len(labels), 2):
            axes.axhspan(y - 0.5, y + 0.5, color="#F5F7F9", zorder=0)
        for row in table.itertuples():
            x, y = columns.index(row.column), len(labels) - 1 - labels.index(row.label)
            colour, mark = MARKS[row.direction]
            axes.plot(x, y, marker=mark, color=colour, markersize=11, linestyle="")
            style = {"textcoords": "offset points", "va": "center", "fontsize": 9}
            axes.annotate(row.note, (x, y), xytext=(12, 0), **style)
        axes.set_xlim(-0.15, len(columns) - 0.25)
        axes.set_ylim(-0.5, len(labels) - 0.5)
        axes.set_xticks(range(len(columns)), columns, ha="left")
        axes.xaxis.tick_top()
        names = [textwrap.fill(label, 38) for label in labels[::-1]]
        axes.set_yticks(range(len(labels)), names)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        _direction_legend(figure, table)
    return finish(figure, alt=alt, caption=caption)


def _places(groups):
    places, start = [], 0.0
    for count in groups.values():
        places += [start + step for step in range(count)]
        start += count + (GAP if count else 0)
    return places


def _group_heads(axes, groups, places, rows):
    begin = 0
    for name, count in groups.items():
        if count:
            ends = places[begin], places[begin + count - 1]
            axes.plot((ends[0] - 0.4, ends[1] + 0.4), (rows - 0.35,) * 2, color=GREY, linewidth=1.5)
            axes.text(sum(ends) / 2, rows - 0.15, name, ha="center", va="bottom", fontsize=9)
            begin += count


def _state_legend(figure, matrix, states):
    used = {name: states[name] for name in states if (matrix == name).any(axis=None)}
    handles = [
        plt.Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=GREY, linewidth=0.5)
        for colour, _ in used.values()
    ]
    names = [f"{name} ({sign})" if sign else name for name, (_, sign) in used.items()]
    figure.legend(handles, names, loc="outside lower center", ncols=len(used))


def _direction_legend(figure, table):
    used = [name for name in MARKS if (table["direction"] == name).any()]
    handles = [
        plt.Line2D([], [], linestyle="", marker=mark, color=colour, markersize=9, label=name)
        for name, (colour, mark) in MARKS.items()
        if name in used
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
