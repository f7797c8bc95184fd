"""The plots of null twins: what they look like, and how far the world is from turning a result."""

import textwrap

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, ORANGE, STYLE, TEAL

MOST_BARS = 45
PALE = "#CFE0EC"


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
        size = (7.0, 0.7 + 2.0 * len(labels))
        figure, panels = plt.subplots(len(labels), 1, figsize=size, squeeze=False, sharex=True)
        for axes, label in zip(panels[:, 0], labels, strict=True):
            part = table[table["label"] == label]
            value, share, width = _bars(part)
            axes.bar(value, 100 * share, width=width, color=BLUE)
            observed = part["observed"].iloc[0]
            axes.axvline(observed, color=ORANGE, linewidth=2.5)
            left = observed > (value.min() + value.max()) / 2
            axes.annotate(
                "as printed",
                (observed, axes.get_ylim()[1]),
                xytext=(-6 if left else 6, -2),
                textcoords="offset points",
                ha="right" if left else "left",
                va="top",
                weight="bold",
                color="#8A3A0C",
            )
            axes.set_ylabel("% of twins")
            if len(labels) > 1:
                axes.set_title(label)
        if (table["value"] % 1 == 0).all():
            panels[-1, 0].xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
        panels[-1, 0].set_xlabel(unit)
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
    with mpl.style.context(STYLE):
        subjects = table["subject"].nunique()
        figure, axes = plt.subplots(figsize=(7.0, 1.1 + 0.62 * len(table) + 0.3 * subjects))
        place, ticks, labels = 0.0, [], []
        for subject, rows in table.groupby("subject", sort=False):
            if subjects > 1:
                place -= 0.5
                axes.text(0, place + 0.32, subject, weight="bold", va="bottom")
            for row in rows.itertuples():
                _line(axes, place - 0.3, row)
                ticks.append(place - 0.3)
                labels.append(textwrap.fill(row.label, 25, break_on_hyphens=False))
                place -= 1
        axes.set_yticks(ticks, labels, fontsize=9)
        axes.set_ylim(place + 0.2, 0.3)
        axes.set_xlim(-0.04, 1.34)
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        _legend(figure, table)
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


def _line(axes, height, row):
    """Draw one tipping point on a scale of its own from 0 to 1."""
    length = (row.high - row.low) or 1.0

    def at(value):
        return min(max((value - row.low) / length, 0.0), 1.0)

    if pd.notna(row.plausible_low):
        ends = at(row.plausible_low), at(row.plausible_high)
        axes.barh(height, ends[1] - ends[0], left=ends[0], height=0.42, color=PALE, zorder=1)
    turn = None if pd.isna(row.tipping) else at(row.tipping)
    for start, end, stands in _pieces(at(row.assumed), turn, row.stands):
        style = {"color": BLUE, "linewidth": 5} if stands else {"color": GREY, "linewidth": 1.5}
        axes.plot([start, end], [height, height], solid_capstyle="butt", zorder=2, **style)
    axes.plot(at(row.assumed), height, "o", color=TEAL, markeredgecolor="white", ms=9, zorder=4)
    if turn is not None:
        axes.plot(turn, height, "D", color=ORANGE, markeredgecolor="#8A3A0C", ms=9, zorder=3)
    for value, x, side in ((row.low, 0, "left"), (row.high, 1, "right")):
        axes.text(x, height - 0.27, f"{value:.2g}", ha=side, va="top", fontsize=7.5, color=GREY)
    axes.text(1.03, height, textwrap.fill(row.text, 18), va="center", weight="bold", fontsize=9)


def _pieces(assumed, turn, stands):
    """Cut the line where the conclusion turns; the piece with the assumed value is as it stands."""
    if turn is None:
        return [(0.0, 1.0, stands)]
    below = stands if assumed <= turn else not stands
    return [(0.0, turn, below), (turn, 1.0, not below)]


def _legend(figure, table):
    handles = [plt.Line2D([], [], marker="o", color=TEAL, linestyle="", label="assumed")]
    if table["tipping"].notna().any():
        handles.append(
            plt.Line2D([], [], marker="D", color=ORANGE, linestyle="", label="turns here")
        )
    if table["plausible_low"].notna().any():
        handles.append(plt.Rectangle((0, 0), 1, 1, color=PALE, label="plausible"))
    handles.append(plt.Line2D([], [], color=BLUE, linewidth=5, label="stands out"))
    handles.append(plt.Line2D([], [], color=GREY, linewidth=1.5, label="does not stand out"))
    figure.legend(handles=handles, loc="outside lower center", ncols=5, fontsize=8.5)
