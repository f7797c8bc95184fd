"""The plots of null twins: what they look like, and how far the world is from turning a result."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import draw_mark
from partnership_evaluation.figures.standard import (
    ABOVE,
    BLUE,
    BOLD,
    GREY,
    LINE,
    ORANGE,
    PALE,
    RUST,
    STYLE,
    TEAL,
    WIDTH,
    cut,
    fit,
    legend,
    swatch,
)

MOST_BARS = 45


def twins(table, *, unit, alt, caption):
    """Draw the distribution of null twins, with the real result marked, one panel a result.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``label`` (one panel each, at most four), ``value``, ``share`` (0 to 1) and
        ``observed`` (the real result).
    unit : str
        Name of the horizontal axis.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        More than 45 values are drawn together, the same number of them into each bar.

    Raises
    ------
    ValueError
        When there are more than four results.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"label": "Grades", "value": [0, 1], "share": [0.9, 0.1],
    ...     "observed": [1, 1]})
    >>> twins(table, unit="people", alt="10% look as good as 1.", caption="n = 3.")
    Figure: 10% look as good as 1.
    """
    labels = list(dict.fromkeys(table["label"]))
    if len(labels) > 4:
        raise ValueError(
            f"A figure shows at most four results; found {len(labels)}: {', '.join(labels)}. "
            "Draw the ones the report is about."
        )
    with mpl.style.context(STYLE):
        size = (WIDTH, 0.6 + 1.8 * len(labels))
        figure, panels = plt.subplots(len(labels), 1, figsize=size, squeeze=False, sharex=True)
        for axes, label in zip(panels[:, 0], labels, strict=True):
            part = table[table["label"] == label]
            value, share, width = _bars(part)
            axes.bar(value, 100 * share, width=width, color=BLUE)
            axes.set_ylabel("% of twins")
            if len(labels) > 1:
                axes.set_title(cut(label, ABOVE))
        if (table["value"] % 1 == 0).all():
            panels[-1, 0].xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        panels[-1, 0].set_xlabel(unit)
        # Only now do all panels have the horizontal axis that decides where a label has room.
        observed = table.drop_duplicates("label").set_index("label")["observed"]
        ends = (min(table["value"].min(), observed.min()), max(table["value"].max(), *observed))
        room = max(0.05 * (ends[1] - ends[0]), 0.6)
        panels[-1, 0].set_xlim(ends[0] - room, ends[1] + room)
        for axes, label in zip(panels[:, 0], labels, strict=True):
            draw_mark(axes, observed[label], "as printed")
    return finish(figure, alt=alt, caption=caption)


def tipping(table, *, alt, caption):
    """Draw how far the world would have to differ before each conclusion turns.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a tipping point: ``subject``, ``label``, ``low``, ``high`` (ends of the line),
        ``assumed``, ``plausible_low``, ``plausible_high`` and ``tipping`` (missing where there is
        none), ``stands`` (whether the conclusion stands as assumed) and ``text``.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        Each line has a scale of its own, whose ends are written at it. A dot is what was assumed,
        a pale band what is plausible, a diamond where the conclusion turns; the line is thick and
        blue where the conclusion stands and thin and grey where it does not.

    Raises
    ------
    ValueError
        When there is no tipping point to draw.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"subject": ["Grades"], "label": ["Drift"], "low": [0.0],
    ...     "high": [1.0], "assumed": [0.0], "plausible_low": [0.0], "plausible_high": [0.25],
    ...     "tipping": [0.3], "stands": [True], "text": ["turns from 0.3"]})
    >>> tipping(table, alt="Turns from 0.3.", caption="n = 12.")
    Figure: Turns from 0.3.
    """
    if not len(table):
        raise ValueError(
            "A figure of tipping points needs at least one; found none. Say in words why there is "
            "none."
        )
    entries = _entries(table)
    several = table["subject"].nunique() > 1
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        top = 0.0
        for subject, rows in table.groupby("subject", sort=False):
            if several:
                text = cut(subject, BOLD)
                axes.text(0, top, text, weight="bold", va="top", bbox={"pad": 0, "alpha": 0})
                top -= LINE * (text.count("\n") + 1) + 0.1
            for row in rows.itertuples():
                top = _point(axes, top, row)
        axes.set_ylim(top, 0)
        axes.set_xlim(-0.02, 1.02)
        axes.axis("off")
        legend(figure, entries)
        fit(figure, axes, height=-top)
    return finish(figure, alt=alt, caption=caption)


def _bars(part):
    """Values, shares and width of the bars; many values are drawn together."""
    value, share = part["value"].to_numpy(float), part["share"].to_numpy(float)
    steps = np.diff(value)
    # Means of whole numbers lie on a grid; differences of rounding are no gaps.
    steps = steps[steps > 1e-9]
    gap = steps.min() if len(steps) else 1.0
    places = round((value.max() - value.min()) / gap) + 1
    together = -(-places // MOST_BARS)
    slot = np.rint((value - value.min()) / gap).astype(int) // together
    heights = np.bincount(slot, weights=share)
    middles = value.min() + gap * (np.arange(len(heights)) * together + (together - 1) / 2)
    return middles, heights, 0.8 * gap * together


def _point(axes, top, row):
    """Draw one tipping point below `top` and return where the next one begins."""
    label, text = cut(row.label, ABOVE - 2), cut(row.text, BOLD)
    together = "\n" not in label + text and len(label) + 1.15 * len(text) < ABOVE - 4
    axes.text(0, top, label, va="top")
    top -= LINE * (label.count("\n") + 1)
    if together:
        axes.text(1, top + LINE, text, va="top", ha="right", weight="bold")
    else:
        axes.text(0, top, text, va="top", weight="bold")
        top -= LINE * (text.count("\n") + 1)
    middle = top - 0.16
    _line(axes, middle, row)
    for value, x, side in ((row.low, 0, "left"), (row.high, 1, "right")):
        axes.text(x, middle - 0.12, f"{value:.2g}", ha=side, va="top", color=GREY)
    return middle - 0.12 - LINE - 0.14


def _line(axes, height, row):
    """Draw one tipping point on a scale of its own from 0 to 1."""
    length = (row.high - row.low) or 1.0

    def at(value):
        return min(max((value - row.low) / length, 0.0), 1.0)

    if pd.notna(row.plausible_low):
        ends = at(row.plausible_low), at(row.plausible_high)
        axes.barh(height, ends[1] - ends[0], left=ends[0], height=0.2, color=PALE, zorder=1)
    turn = None if pd.isna(row.tipping) else at(row.tipping)
    for start, end, stands in _pieces(at(row.assumed), turn, row.stands):
        style = {"color": BLUE, "linewidth": 5} if stands else {"color": GREY, "linewidth": 1.5}
        axes.plot([start, end], [height, height], solid_capstyle="butt", zorder=2, **style)
    style = {"markersize": 9, "clip_on": False}
    axes.plot(at(row.assumed), height, "o", color=TEAL, markeredgecolor="white", zorder=4, **style)
    if turn is not None:
        axes.plot(turn, height, "D", color=ORANGE, markeredgecolor=RUST, zorder=3, **style)


def _pieces(assumed, turn, stands):
    """Cut the line where the conclusion turns; the piece with the assumed value is as it stands."""
    if turn is None:
        return [(0.0, 1.0, stands)]
    below = stands if assumed <= turn else not stands
    return [(0.0, turn, below), (turn, 1.0, not below)]


def _entries(table):
    """List what the legend must explain."""
    found = [plt.Line2D([], [], marker="o", color=TEAL, linestyle="", label="assumed")]
    if table["tipping"].notna().any():
        found.append(plt.Line2D([], [], marker="D", color=ORANGE, linestyle="", label="turns here"))
    if table["plausible_low"].notna().any():
        found.append(swatch(PALE, "plausible"))
    found.append(plt.Line2D([], [], color=BLUE, linewidth=5, label="stands out"))
    found.append(plt.Line2D([], [], color=GREY, linewidth=1.5, label="does not stand out"))
    return found
