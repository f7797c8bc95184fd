"""What all figures share: width, palette, rows with their labels, and a legend that never covers.

A figure is 5.4 inches wide and all its text has 10 points, so that it can be read on a phone. Long
labels stand above their row, over the whole width, rather than beside it.
"""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

STYLE = Path(__file__).with_name("report.mplstyle")
BLUE, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#6B6B6B"
PALE, RUST = "#CFE0EC", "#8A3A0C"
#: Width of every figure and height of a line of text, in inches.
WIDTH, LINE = 5.4, 0.185
#: Letters of a line beside the axis, and of a line over the whole width, plain and bold.
BESIDE, ABOVE, BOLD = 22, 64, 52


@dataclass(frozen=True)
class Rows:
    """Where the rows of a figure and their labels stand, in inches below the top.

    Attributes
    ----------
    at : list of float
        Height of the middle of each row; below the top is negative.
    texts : list of str
        Each label, cut into lines.
    above : bool
        Whether labels stand above their row rather than beside it.
    room : float
        Height of the marks of a row.
    height : float
        Height of all rows.

    Examples
    --------
    >>> rows(["all", "some"], room=0.3).above
    False
    """

    at: list
    texts: list
    above: bool
    room: float
    height: float

    def label(self, axes) -> None:
        """Write the labels and set the vertical axis.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where the rows are drawn; its horizontal axis is left alone.
        """
        axes.set_ylim(-self.height, 0)
        axes.spines["left"].set_visible(not self.above)
        if not self.above:
            axes.set_yticks(self.at, self.texts)
            return
        axes.set_yticks([])
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        style = {"ha": "left", "va": "bottom", "linespacing": 1.1, "bbox": box, "zorder": 5}
        for place, text in zip(self.at, self.texts, strict=True):
            words = axes.text(0, place + self.room / 2 + 0.03, text, **style)
            words.set_transform(axes.get_yaxis_transform())
            words.set_in_layout(False)


def rows(labels, *, room):
    """Place rows below each other, their labels beside them or, when long, above them.

    Parameters
    ----------
    labels : sequence of str
        One a row, the first at the top.
    room : float
        Height of the marks of a row, in inches.

    Returns
    -------
    Rows
        Labels stand above when one would fill more than two lines beside the axis.

    Examples
    --------
    >>> found = rows(["a statement that is too long to be set beside the axis"], room=0.2)
    >>> found.above, found.at[0] < 0
    (True, True)
    """
    above = any(len(cut(label, BESIDE).splitlines()) > 2 for label in labels)
    texts = [cut(label, ABOVE if above else BESIDE) for label in labels]
    at, top = [], -0.05
    for text in texts:
        lines = LINE * max(1, len(text.splitlines()))
        top -= lines + 0.05 if above else 0
        height = room if above else max(room, lines) + 0.08
        at.append(top - height / 2)
        top -= height + (0.07 if above else 0)
    return Rows(at=at, texts=texts, above=above, room=room, height=-top + 0.05)


def cut(text, letters):
    """Cut a label into lines, never within a word that fits a line.

    Parameters
    ----------
    text : str
        A label; lines that it has already are kept.
    letters : int
        Most letters of a line.

    Returns
    -------
    str

    Examples
    --------
    >>> cut("learning after the session", 16)
    'learning after\\nthe session'
    """
    # "(n = 12)" stays on one line.
    joined = re.sub(r"\(n = (\S+)\)", "(n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}\\1)", str(text))
    lines = (textwrap.fill(line, letters, break_on_hyphens=False) for line in joined.split("\n"))
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def legend(figure, handles, *, names=None):
    """Explain colours and marks above the plot, in as many columns as the width has room for.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing.
    handles : sequence of matplotlib artists
        One an entry, read from left to right.
    names : sequence of str, optional
        Their words; else each artist's own label.

    Returns
    -------
    matplotlib.legend.Legend
        Outside the axes, so that it never stands on data.

    Examples
    --------
    >>> figure, axes = plt.subplots()
    >>> len(legend(figure, axes.plot([1], label="printed")).get_texts())
    1
    >>> plt.close(figure)
    """
    handles = list(handles)
    names = [handle.get_label() for handle in handles] if names is None else list(names)
    entries = list(zip(handles, (cut(name, 48) for name in names), strict=True))
    for columns in range(len(entries), 0, -1):
        # Entries fill column after column; they are to be read line after line.
        turned = [entry for first in range(columns) for entry in entries[first::columns]]
        made = figure.legend(
            *zip(*turned, strict=True), loc="outside upper center", ncols=columns,
            borderpad=0.2, borderaxespad=0.2,
        )  # fmt: skip
        if columns == 1 or made.get_window_extent().width < 0.98 * figure.bbox.width:
            return made
        made.remove()
    return None


def fit(figure, axes, *, height) -> None:
    """Make the figure as high as its axes need, whatever stands above and below them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing, complete.
    axes : matplotlib.axes.Axes
        One of its axes.
    height : float
        How high these axes are to be, in inches.

    Examples
    --------
    >>> with mpl.style.context(STYLE):
    ...     figure, axes = plt.subplots()
    ...     fit(figure, axes, height=4.0)
    ...     figure.draw_without_rendering()
    >>> round(float(axes.get_position().height * figure.get_figheight()), 1)
    4.0
    >>> plt.close(figure)
    """
    # In a figure with room to spare, what stands outside the axes has the height that it needs.
    tall = height + 3
    figure.set_size_inches(WIDTH, tall)
    figure.get_layout_engine().execute(figure)
    box = axes.get_position()
    # Whole dots, lest the image had a fraction of one.
    high = round(height + tall * (1 - box.height), 2)
    figure.set_layout_engine("none")
    figure.set_size_inches(WIDTH, high)
    left, right = (round(side * WIDTH, 2) / WIDTH for side in (box.x0, box.x1))
    axes.set_position([left, round(tall * box.y0, 2) / high, right - left, height / high])


def ink(colour):
    """Choose black or white to write on a colour, whichever stands out more.

    Parameters
    ----------
    colour : str
        The colour behind the text.

    Returns
    -------
    str
        Its contrast is never below 4.5 to 1.

    Examples
    --------
    >>> ink("#12436D"), ink("#F2F2F2")
    ('#FFFFFF', '#000000')
    """
    light = luminance(colour)
    return "#FFFFFF" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def luminance(colour):
    """Compute the relative luminance of a colour.

    Parameters
    ----------
    colour : str
        Any colour that matplotlib knows.

    Returns
    -------
    float
        From 0 (black) to 1 (white), as WCAG 2.2 defines it for contrast ratios.

    Examples
    --------
    >>> round(luminance("#FFFFFF"), 6)
    1.0
    """
    parts = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def swatch(colour, label, *, hatch="", edge="none"):
    """Make the entry of a legend for a filled area.

    Parameters
    ----------
    colour, label : str
        Its colour and its words.
    hatch : str, default ""
        Its hatch.
    edge : str, default "none"
        The colour of its edge.

    Returns
    -------
    matplotlib.patches.Rectangle

    Examples
    --------
    >>> swatch(PALE, "plausible").get_label()
    'plausible'
    """
    return plt.Rectangle((0, 0), 1, 1, facecolor=colour, edgecolor=edge, hatch=hatch, label=label)
