"""The plots of the reports: one style, intervals always, alternative text required.

Every drawing function returns an :class:`~partnership_evaluation.exhibits.Figure` to be left as the
last value of a cell.
"""

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import Figure, Table, finish

__all__ = ["Figure", "Table", "distribution", "finish", "intervals", "shifts", "tiles"]

STYLE = Path(__file__).with_name("report.mplstyle")
BLUE, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#6B6B6B"


def shifts(pairs, *, words, alt, caption):
    """Draw who moved from which grade to which, one line a person.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns ``rank_before``, ``rank_after`` (0 is the worst grade); one row a person.
    words : sequence of str
        Word of each rank, from worst to best.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    Figure
        Lines that rise are blue and solid, level ones are grey and dashed, falling
        ones plum and dotted.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"rank_before": [1, 2], "rank_after": [2, 2]})
    >>> shifts(pairs, words=["3", "2", "1"], alt="1 of 2 moved up.", caption="n = 2.")
    Figure: 1 of 2 moved up.
    """
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 3.8))
        drawn = pairs.sort_values(["rank_before", "rank_after"])
        left, right = _slots(drawn)
        for start, end, before, after in zip(
            left, right, drawn["rank_before"], drawn["rank_after"], strict=True
        ):
            colour, dash = _direction_style(after - before)
            axes.plot([0, 1], [start, end], color=colour, linestyle=dash, marker="o", markersize=5)
        for x, column, side in ((0, "rank_before", "right"), (1, "rank_after", "left")):
            for rank, count in drawn[column].value_counts().items():
                offset = -0.05 if side == "right" else 0.05
                axes.text(x + offset, rank, str(count), ha=side, va="center", weight="bold")
        axes.set_xlim(-0.35, 1.35)
        axes.set_ylim(-0.6, len(words) - 0.4)
        axes.set_xticks([0, 1], ["before", "after"])
        axes.set_yticks(range(len(words)), words)
        axes.spines["bottom"].set_visible(False)
        _direction_legend(axes, (drawn["rank_after"] - drawn["rank_before"]).to_numpy())
    return finish(figure, alt=alt, caption=caption)


def intervals(table, *, unit, alt, caption, reference=None, limits=None):
    """Draw estimates with their intervals, one line each.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``label``, ``estimate``, ``low``, ``high``; optional ``group`` (at most four), each
        drawn with a colour and a mark of its own. The first row is drawn at the top.
    unit : str
        Name of the horizontal axis, with its unit.
    alt, caption : str
        Alternative text and caption.
    reference : float, optional
        A vertical line to compare with, for example no difference.
    limits : (float, float), optional
        Ends of the axis.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        When there are more than four groups: draw small multiples instead.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": ["all"], "estimate": [50], "low": [21], "high": [79]})
    >>> intervals(table, unit="per cent", alt="50 per cent (21 to 79).", caption="n = 12.")
    Figure: 50 per cent (21 to 79).
    """
    groups = list(dict.fromkeys(table["group"])) if "group" in table else [None]
    if len(groups) > 4:
        raise ValueError(
            f"A figure shows at most four series; found {len(groups)}: {', '.join(groups)}. "
            "Draw one figure for each part."
        )
    labels = list(dict.fromkeys(table["label"]))
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(
            figsize=(7.0, 0.7 + 0.42 * len(labels) * max(1, len(groups) / 2))
        )
        for index, group in enumerate(groups):
            part = table if group is None else table[table["group"] == group]
            height = _heights(part["label"], labels, index, len(groups))
            _draw_intervals(axes, part, height, index, group)
        if reference is not None:
            axes.axvline(reference, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.set_yticks(range(len(labels)), labels[::-1])
        axes.set_ylim(-0.6, len(labels) - 0.4)
        axes.set_xlabel(unit)
        axes.grid(axis="x")
        if limits:
            axes.set_xlim(*limits)
        if groups != [None]:
            axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(groups))
    return finish(figure, alt=alt, caption=caption)


def distribution(table, *, unit, alt, caption, mark=None, mark_label="", band=None):
    """Draw a distribution of whole numbers as bars, with an observed value marked.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``value`` (whole numbers) and ``share`` (0 to 1).
    unit : str
        Name of the horizontal axis.
    alt, caption : str
        Alternative text and caption.
    mark : float, optional
        The observed value.
    mark_label : str, optional
        What the mark is.
    band : (float, float), optional
        A shaded range, for example the central 95 per cent.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"value": [0, 1], "share": [0.25, 0.75]})
    >>> distribution(table, unit="factors", alt="1 is likeliest.", caption="Simulated.")
    Figure: 1 is likeliest.
    """
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 2.8))
        if band:
            axes.axvspan(band[0] - 0.5, band[1] + 0.5, color="#E3EDF5", zorder=0)
        axes.bar(table["value"], table["share"] * 100, color=BLUE, width=0.8)
        if mark is not None:
            axes.axvline(mark, color=ORANGE, linewidth=2.5)
            top = (mark, axes.get_ylim()[1])
            text = {"textcoords": "offset points", "va": "top", "weight": "bold"}
            axes.annotate(mark_label, top, xytext=(6, -4), color="#8A3A0C", **text)
        axes.set_xlabel(unit)
        axes.set_ylabel("per cent")
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    return finish(figure, alt=alt, caption=caption)


def tiles(table, *, states, alt, caption):
    """Draw a matrix of states as tiles, each with a sign as well as a colour.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a condition (the index gives its label), one column a case, cells hold a state.
    states : dict of str to (colour, sign)
        How each state is drawn, in the order of the legend.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    Figure

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"A": ["present"]}, index=["clear purpose"])
    >>> tiles(table, states={"present": ("#12436D", "+")}, alt="1 of 1.", caption="n = 1.")
    Figure: 1 of 1.
    """
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 0.9 + 0.27 * len(table)))
        for y, (_, row) in enumerate(table.iloc[::-1].iterrows()):
            for x, state in enumerate(row):
                colour, sign = states[state]
                axes.add_patch(plt.Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, color=colour))
                axes.text(x, y, sign, ha="center", va="center", color=_ink(colour), fontsize=9)
        axes.set_xlim(-0.5, table.shape[1] - 0.5)
        axes.set_ylim(-0.5, len(table) - 0.5)
        axes.set_xticks(range(table.shape[1]), table.columns)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(table)), table.index[::-1])
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        used = {name: states[name] for name in states if (table == name).any(axis=None)}
        handles = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour, _ in used.values()]
        names = [f"{name} ({sign})" if sign else name for name, (_, sign) in used.items()]
        figure.legend(handles, names, loc="outside lower center", ncols=len(used))
    return finish(figure, alt=alt, caption=caption)


def _slots(pairs):
    """Place people of one grade side by side, so that whoever stayed has a level line."""
    before, after = pairs["rank_before"], pairs["rank_after"]
    change = after - before
    step = _step(before, change, after)
    left, right = before.astype(float), after.astype(float)
    for grade in set(before) | set(after):
        stayed = (before == grade) & (change == 0)
        half = step * stayed.sum() / 2
        # Those who stayed are in the middle; who leaves or arrives is on the side they move to.
        _line_up(left, stayed, -half, step)
        _line_up(right, stayed, -half, step)
        _line_up(left, (before == grade) & (change > 0), half, step)
        _line_up(right, (after == grade) & (change < 0), half, step)
        for places, chosen in (
            (left, (before == grade) & (change < 0)),
            (right, (after == grade) & (change > 0)),
        ):
            _line_up(places, chosen, -half - step * chosen.sum(), step)
    return left, right


def _step(before, change, after):
    """Space people so that each is drawn nearer to their own grade than to the next."""
    most = 1
    for grades, above in ((before, change > 0), (after, change < 0)):
        below = (change != 0) & ~above
        middle = (change == 0).groupby(grades).sum() / 2
        sides = [middle + side.groupby(grades).sum() for side in (above, below)]
        most = max(most, *(side.max() for side in sides))
    return min(0.7 / 6, 0.45 / most)


def _line_up(places, chosen, start, step):
    for number, member in enumerate(chosen[chosen].index):
        places[member] += start + step * (number + 0.5)


def _direction_style(change):
    if change > 0:
        return BLUE, "-"
    return (GREY, (0, (4, 2))) if change == 0 else (PLUM, ":")


def _direction_legend(axes, changes):
    for sign, name in ((1, "moved up"), (0, "stayed"), (-1, "moved down")):
        count = int((np.sign(changes) == sign).sum())
        colour, dash = _direction_style(sign)
        axes.plot([], [], color=colour, linestyle=dash, label=f"{name}: {count}")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)


def _heights(names, labels, index, groups):
    step = 0.6 / groups
    offset = (groups - 1) / 2 - index
    return [len(labels) - 1 - labels.index(name) + offset * step for name in names]


def _draw_intervals(axes, part, height, index, group):
    colour = (BLUE, ORANGE, TEAL, PLUM)[index]
    estimate, low, high = (part[c].to_numpy(dtype=float) for c in ("estimate", "low", "high"))
    axes.hlines(height, low, high, color=colour, linewidth=2)
    axes.plot(estimate, height, "osD^"[index], color=colour, label=group, markersize=7)


def _ink(colour):
    """Black or white, whichever stands out more; its contrast is never below 4.5 to 1."""
    light = _luminance(colour)
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _luminance(colour):
    """Relative luminance, as WCAG 2.2 defines it for contrast ratios."""
    parts = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
