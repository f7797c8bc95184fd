"""Maps of tiles: rows as high as their labels need, a sign on every tile, states in the legend."""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np

from partnership_evaluation.figures.standard import GREY, LINE, cut, ink, swatch


@dataclass(frozen=True)
class Map:
    """The rows of a map of tiles.

    Attributes
    ----------
    labels : list of str
        Label of each row, cut into lines, from the top.
    edges : numpy.ndarray
        Where each row begins and the last one ends, in inches below the top; negative.
    """

    labels: list
    edges: np.ndarray

    @classmethod
    def of(cls, table, *, letters):
        """Give every row the height that its label needs.

        Parameters
        ----------
        table : pandas.DataFrame
            The index holds the labels.
        letters : int
            Most letters of a line of a label.

        Returns
        -------
        Map
        """
        labels = [cut(label, letters) for label in table.index]
        heights = [LINE * (text.count("\n") + 1) + 0.06 for text in labels]
        return cls(labels=labels, edges=-np.cumsum([0.0, *heights]))

    @property
    def height(self):
        """Height of all rows, in inches."""
        return float(-self.edges[-1])

    @property
    def middles(self):
        """Height of the middle of each row, from the top."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    def draw(self, axes, table, *, places, states) -> None:
        """Draw the tiles and the labels of the rows.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to draw; the limits of its horizontal axis are left to the caller.
        table : pandas.DataFrame
            One row a row, one column a column; cells hold a state.
        places : sequence of float
            Where the columns stand.
        states : dict of str to (colour, sign)
            How each state is drawn.
        """
        for top, bottom, (_, row) in zip(
            self.edges[:-1], self.edges[1:], table.iterrows(), strict=True
        ):
            for x, state in zip(places, row, strict=True):
                colour, sign = states[state]
                corner = (x - 0.46, bottom + 0.02)
                tile = plt.Rectangle(corner, 0.92, top - bottom - 0.04, color=colour)
                axes.add_patch(tile).set_in_layout(False)
                style = {"ha": "center", "va": "center", "color": ink(colour)}
                axes.text(x, (top + bottom) / 2, sign, **style).set_in_layout(False)
        self.frame(axes)

    def frame(self, axes) -> None:
        """Write the labels of the rows and leave out what is not data.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where the map is drawn.
        """
        axes.set_ylim(self.edges[-1], 0)
        axes.set_yticks(self.middles, self.labels, linespacing=1.05)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)


def snap(axes) -> None:
    """Give every column the same whole number of dots, so that equal signs are equal dots.

    An image packs what repeats exactly; this halves its size.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Of a figure that is complete and has its size.

    Examples
    --------
    >>> figure, axes = plt.subplots(dpi=200)
    >>> _ = axes.set_xlim(0, 17)
    >>> snap(axes)
    >>> width = axes.get_window_extent().width
    >>> float(round(width / (axes.get_xlim()[1] - axes.get_xlim()[0]), 6))
    58.0
    >>> plt.close(figure)
    """
    low, high = axes.get_xlim()
    dots = axes.get_window_extent().width
    axes.set_xlim(low, low + dots / max(1, dots // (high - low)))


def used(table, states):
    """List the states that occur, as entries of a legend.

    Parameters
    ----------
    table : pandas.DataFrame
        Cells hold a state.
    states : dict of str to (colour, sign)
        How each state is drawn, in the order of the legend.

    Returns
    -------
    dict of str to matplotlib.patches.Rectangle
        The words of each entry, with the sign, and its swatch.

    Examples
    --------
    >>> import pandas as pd
    >>> list(used(pd.DataFrame({"A": ["present"]}), {"present": ("#12436D", "+")}))
    ['present (+)']
    """
    found = [name for name in states if (table == name).any(axis=None)]
    words = {name: f"{name} ({states[name][1]})" if states[name][1] else name for name in found}
    return {words[name]: swatch(states[name][0], name, edge=GREY) for name in found}
