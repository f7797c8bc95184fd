"""Factors of a few cases: tiles by group, the band of luck, tipping points, directions."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import tile_maps
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    LINE,
    ORANGE,
    PALE,
    PLUM,
    STYLE,
    TEAL,
    cut,
    fit,
    legend,
)

#: Room between two groups of cases, in columns.
GAP = 1.0
#: Room for the names of the groups, in inches.
HEAD = 0.3
#: Letters of the notes of all columns together, side by side.
NOTES = 40
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
    named = tile_maps.used(matrix, states)
    map_ = tile_maps.Map.of(matrix, letters=24)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        map_.draw(axes, matrix, places=places, states=states)
        _group_heads(axes, groups, places)
        axes.set_xlim(-0.6, places[-1] + 0.6)
        axes.set_ylim(map_.edges[-1], HEAD)
        axes.set_xticks([])
        legend(figure, list(named.values()), names=list(named))
        fit(figure, axes, height=HEAD + map_.height)
        tile_maps.snap(axes)
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
        figure, axes = plt.subplots()
        style = {"step": "mid", "color": PALE, "linewidth": 0, "label": "luck, 95 in 100"}
        axes.fill_between(share, band["low"], band["high"], **style)
        axes.plot(share, band["expected"], color=BLUE, label="luck, on average")
        axes.axhline(observed, color=ORANGE, linestyle="--", label=f"as printed: {observed}")
        axes.axvline(assumed * 100, color=GREY, linewidth=1, linestyle=":", label="assumed here")
        axes.set_xlabel("per cent of all with each factor")
        axes.set_ylabel(unit)
        axes.set_xlim(share.min(), share.max())
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        legend(figure, axes.get_legend_handles_labels()[0])
        fit(figure, axes, height=2.4)
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
        figure, axes = plt.subplots()
        axes.axhspan(0, alpha, color=PALE, zorder=0)
        shown = {"fisher": (BLUE, "o", "Fisher"), "boschloo": (TEAL, "s", "Boschloo")}
        for column, (colour, mark, name) in shown.items():
            style = {"color": colour, "marker": mark, "linestyle": "-", "label": name}
            axes.plot(curve["others_with"], curve[column], linewidth=1.2, clip_on=False, **style)
        words = f"p = {alpha:g}: below, told apart"
        axes.axhline(alpha, color=ORANGE, linestyle="--", linewidth=1.5, label=words)
        axes.set_xlabel(unit)
        axes.set_ylabel("p-value")
        axes.set_ylim(0, 1.03)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        legend(figure, axes.get_legend_handles_labels()[0])
        fit(figure, axes, height=2.4)
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
    texts = [cut(label, 22) for label in labels]
    letters = NOTES // len(columns) - 3
    notes = {note: cut(note, letters) for note in table["note"]}
    lines = max(text.count("\n") + 1 for text in [*texts, *notes.values()])
    with mpl.style.context(STYLE):
        step = LINE * lines + 0.14
        figure, axes = plt.subplots()
        for y in range(0, len(labels), 2):
            axes.axhspan(y - 0.5, y + 0.5, color="#F5F7F9", zorder=0)
        for row in table.itertuples():
            x, y = columns.index(row.column), len(labels) - 1 - labels.index(row.label)
            colour, mark = MARKS[row.direction]
            axes.plot(x, y, marker=mark, color=colour, markersize=11, linestyle="")
            style = {"textcoords": "offset points", "va": "center", "linespacing": 1.1}
            axes.annotate(notes[row.note], (x, y), xytext=(11, 0), **style)
        axes.set_xlim(-0.12, len(columns) - 0.12)
        axes.set_ylim(-0.5, len(labels) - 0.5)
        axes.set_xticks(range(len(columns)), [cut(name, letters) for name in columns], ha="left")
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(labels)), texts[::-1], linespacing=1.1)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        legend(figure, _direction_entries(table))
        fit(figure, axes, height=step * len(labels))
    return finish(figure, alt=alt, caption=caption)


def _places(groups):
    places, start = [], 0.0
    for count in groups.values():
        places += [start + step for step in range(count)]
        start += count + (GAP if count else 0)
    return places


def _group_heads(axes, groups, places):
    begin = 0
    for name, count in groups.items():
        if count:
            ends = places[begin] - 0.4, places[begin + count - 1] + 0.4
            axes.plot(ends, (0.04, 0.04), color=GREY, linewidth=1.5)
            # The name of a narrow group would stick out to the right, or meet its neighbour's.
            last = begin + count == len(places) and count < 4
            x, side = (ends[1], "right") if last else (sum(ends) / 2, "center")
            axes.text(x, 0.08, name, ha=side, va="bottom")
            begin += count


def _direction_entries(table):
    for name, (colour, mark) in MARKS.items():
        if (table["direction"] == name).any():
            style = {"linestyle": "", "marker": mark, "color": colour, "markersize": 9}
            yield plt.Line2D([], [], label=name, **style)
