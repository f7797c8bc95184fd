"""Ratings as bars that part at one line, the favourable answers to its right."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures import BLUE, GREY, ORANGE, PLUM, STYLE

#: Colour and hatch of each category, best first; a count stands in every part as well.
CATEGORIES = ((BLUE, ""), ("#7FA6CB", ""), ("#D9D9D9", ""), (ORANGE, ".."), (PLUM, "//"))


def diverging(items, *, top, alt, caption):
    """Draw the answers to each item as one bar, parted between favourable and other answers.

    Parameters
    ----------
    items : sequence of partnership_evaluation.ratings.tables.Item
        Items rated on one scale of at most five categories; the first is drawn at the top.
    top : int
        How many of the best categories stand to the right of the line.
    alt, caption : str
        Alternative text and caption.

    Returns
    -------
    partnership_evaluation.exhibits.Figure
        Lengths are per cent of the answers to the item, labels are counts.

    Raises
    ------
    ValueError
        When there is no item, the items differ in scale, or it has more than five categories.

    Examples
    --------
    >>> from partnership_evaluation.ratings.tables import Item
    >>> walks = Item("walks", "learning walks", ("good", "poor"), (9, 1), "first", 10)
    >>> diverging([walks], top=1, alt="9 of 10 good.", caption="n = 10.")
    Figure: 9 of 10 good.
    """
    scales = {item.categories_best_first for item in items}
    if len(scales) != 1 or len(next(iter(scales))) > len(CATEGORIES):
        raise ValueError(
            f"A figure of ratings shows one scale of at most {len(CATEGORIES)} categories; found "
            f"{len(scales)} scales. Draw one figure for each scale."
        )
    names = next(iter(scales))
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots(figsize=(7.0, 1.3 + 0.42 * len(items)))
        for height, item in enumerate(reversed(items)):
            _draw_bar(axes, height, item, top)
        axes.axvline(0, color=GREY, linewidth=1.2)
        axes.set_yticks(
            range(len(items)), [f"{item.label} (n = {item.n})" for item in reversed(items)]
        )
        axes.set_ylim(-0.6, len(items) - 0.4)
        # Bars would otherwise end on the frame, and the longest look cut off.
        low, high = axes.get_xlim()
        axes.set_xlim(low - 3, high + 3)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
        axes.set_xlabel("per cent of answers; favourable to the right")
        handles = [
            plt.Rectangle((0, 0), 1, 1, facecolor=colour, hatch=hatch)
            for colour, hatch in CATEGORIES[: len(names)]
        ]
        # Drawn worst to best, as the bars run from left to right.
        figure.legend(
            handles[::-1], names[::-1], loc="outside lower center", ncols=len(names), fontsize=9
        )
    return finish(figure, alt=alt, caption=caption)


def _draw_bar(axes, height, item, top):
    """Draw one item: from the line outwards, so that the extremes stand outside."""
    shares = [100 * count / item.n for count in item.best_first]
    right, left = 0.0, 0.0
    for place in [*range(top - 1, -1, -1), *range(top, len(shares))]:
        share, (colour, hatch) = shares[place], CATEGORIES[place]
        if place < top:
            start, right = right, right + share
        else:
            start = left - share
            left = start
        axes.barh(height, share, left=start, color=colour, hatch=hatch, height=0.7)
        if share:
            ink = "white" if colour in (BLUE, PLUM) else "black"
            box = {"facecolor": colour, "edgecolor": "none", "pad": 1} if hatch else None
            axes.text(
                start + share / 2,
                height,
                str(item.best_first[place]),
                ha="center",
                va="center",
                color=ink,
                bbox=box,
            )
