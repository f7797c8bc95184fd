"""Ratings as bars that part at one line, the favourable answers to its right."""

import matplotlib as mpl
import matplotlib.pyplot as plt

from partnership_evaluation.exhibits import finish
from partnership_evaluation.figures.standard import (
    BLUE,
    GREY,
    ORANGE,
    PLUM,
    STYLE,
    fit,
    ink,
    legend,
    rows,
    swatch,
)

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
    placed = rows([f"{item.label} (n = {item.n})" for item in items], room=0.28)
    with mpl.style.context(STYLE):
        figure, axes = plt.subplots()
        for place, item in zip(placed.at, items, strict=True):
            _draw_bar(axes, place, item, top)
        axes.axvline(0, color=GREY, linewidth=1.2)
        placed.label(axes)
        # Bars would otherwise end on the frame, and the longest look cut off.
        low, high = axes.get_xlim()
        axes.set_xlim(low - 3, high + 3)
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
        axes.set_xlabel("per cent of answers; favourable to the right")
        # Named worst to best, as the bars run from left to right.
        looks = zip(names, CATEGORIES, strict=False)
        swatches = [swatch(colour, name, hatch=hatch) for name, (colour, hatch) in looks]
        legend(figure, swatches[::-1])
        fit(figure, axes, height=placed.height)
    return finish(figure, alt=alt, caption=caption)


def _draw_bar(axes, height, item, top):
    """Draw one item: from the line outwards, so that the extremes stand outside."""
    shares = [100 * count / item.n if item.n else 0.0 for count in item.best_first]
    right, left = 0.0, 0.0
    for place in [*range(top - 1, -1, -1), *range(top, len(shares))]:
        share, (colour, hatch) = shares[place], CATEGORIES[place]
        if place < top:
            start, right = right, right + share
        else:
            start = left - share
            left = start
        style = {"color": colour, "hatch": hatch, "height": 0.28}
        axes.barh(height, share, left=start, **style)
        if share:
            count = item.best_first[place]
            box = {"facecolor": colour, "edgecolor": "none", "pad": 1} if hatch else None
            style = {"ha": "center", "va": "center", "color": ink(colour), "bbox": box}
            axes.text(start + share / 2, height, str(count), **style)
