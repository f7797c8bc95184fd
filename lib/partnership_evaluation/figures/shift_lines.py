"""Who moved from where to where: one line a person."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import BLUE, GREY, PLUM, STYLE, fit, legend

#: More people than this are drawn as one line a move.
MOST_LINES = 300
WIDEST = 14


def line_words(n):
    """Say what a line of the figure stands for.

    Parameters
    ----------
    n : int
        People.

    Returns
    -------
    str
        For a caption.

    Examples
    --------
    >>> line_words(12), line_words(22_000)
    ('One line a person', 'One line a move, the wider the more made it')
    """
    return "One line a person" if n <= MOST_LINES else "One line a move, the wider the more made it"


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
        ones plum and dotted. Of more than 300 people one line is drawn for each move, the wider
        the more made it (:func:`line_words` says which).

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"rank_before": [1, 2], "rank_after": [2, 2]})
    >>> shifts(pairs, words=["3", "2", "1"], alt="1 of 2 moved up.", caption="n = 2.")
    Figure: 1 of 2 moved up.
    """
    drawn = pairs.sort_values(["rank_before", "rank_after"])
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        (_lines if len(drawn) <= MOST_LINES else _bundles)(axes, drawn)
        for x, column, side in ((0, "rank_before", "right"), (1, "rank_after", "left")):
            for rank, count in drawn[column].value_counts().items():
                offset = -0.05 if side == "right" else 0.05
                axes.text(x + offset, rank, str(count), ha=side, va="center", weight="bold")
        axes.set_xlim(-0.16, 1.16)
        axes.set_ylim(-0.6, len(words) - 0.4)
        axes.set_xticks([0, 1], ["before", "after"])
        axes.set_yticks(range(len(words)), words)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.hlines(
            np.arange(len(words) - 1) + 0.5, -0.16, 1.16, color="#EDEDED", linewidth=1, zorder=0
        )
        _direction_legend(figure, (drawn["rank_after"] - drawn["rank_before"]).to_numpy())
        fit(figure, axes, height=0.75 * len(words))
    return finish(figure, alt=alt, caption=caption)


def _lines(axes, drawn):
    """One line a person."""
    left, right = _slots(drawn)
    for start, end, before, after in zip(
        left, right, drawn["rank_before"], drawn["rank_after"], strict=True
    ):
        colour, dash = _direction_style(after - before)
        axes.plot([0, 1], [start, end], color=colour, linestyle=dash, marker="o", markersize=4)


def _bundles(axes, drawn):
    """One line for everybody who moved alike."""
    counts = drawn.groupby(["rank_before", "rank_after"]).size()
    for (before, after), count in counts.items():
        colour, dash = _direction_style(after - before)
        width = max(0.8, WIDEST * count / counts.max())
        axes.plot([0, 1], [before, after], color=colour, linestyle=dash, linewidth=width, alpha=0.7)


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


def _direction_legend(figure, changes):
    handles = []
    for sign, name in ((1, "moved up"), (0, "stayed"), (-1, "moved down")):
        count = int((np.sign(changes) == sign).sum())
        colour, dash = _direction_style(sign)
        handles.append(plt.Line2D([], [], color=colour, linestyle=dash, label=f"{name}: {count}"))
    legend(figure, handles)
