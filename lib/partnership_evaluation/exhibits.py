"""What a report shows: an image with its alternative text, a table with its caption."""

import base64
import html
import io
import re
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from partnership_evaluation import own_words, sentences, wording
from partnership_evaluation.sentences import printed

#: Signs of the field, which are not words and keep their case in a heading.
SYMBOLS = ("n", "k", "p")
MISSING = "\N{EN DASH}"
#: Dots to the inch of an image, and of the page that shows it: text of 10 points is about as large
#: as that of the page, and sharp on a dense screen.
DOTS, PAGE_DOTS = 200, 111
#: Colours of an image; shades at the edges of letters beyond these are not told apart.
COLOURS, FEWER_COLOURS = 16, 8
#: Dots from which a drawing gets fewer colours: tall ones are tiles and words.
TALL = 1_100_000


@dataclass(frozen=True)
class Figure:
    """An image with its alternative text and caption.

    Attributes
    ----------
    png : bytes
        The image.
    alt : str
        Alternative text; holds at least one number.
    caption : str
        Number of people, unit and source.

    Raises
    ------
    ValueError
        When the alternative text holds no number or the caption is empty.
    SentenceError
        When either names a cause or is surer than numbers can be. A figure does not know of which
        design it is, so the strictest is taken.

    Examples
    --------
    >>> Figure(png=b"", alt="6 of 12 teachers moved up.", caption="n = 12.").alt
    '6 of 12 teachers moved up.'
    """

    png: bytes
    alt: str
    caption: str

    def __post_init__(self):
        """Refuse an image that a screen reader could not report."""
        if not re.search(r"\d|\[[a-z]+\]", self.alt):
            raise ValueError(
                f"Alternative text must hold a number from the data; found {self.alt!r}. "
                "Say what the figure shows, with its main value."
            )
        if not self.caption.strip():
            raise ValueError(
                "A figure must have a caption; found none. Give the number of people, the unit "
                "and where the numbers were printed."
            )
        _hold(self.alt, what="The alternative text of a figure")
        _hold(self.caption, what="The caption of a figure")

    def _repr_html_(self):
        image = base64.b64encode(self.png).decode("ascii")
        size = "".join(f' {side}="{length}"' for side, length in self._shown_size().items())
        alt, caption = (html.escape(own_words.told(text)) for text in (self.alt, self.caption))
        return (
            f'<figure><img src="data:image/png;base64,{image}" alt="{alt}"{size}>'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    def _shown_size(self):
        """Width and height on the page, read from the head of the image."""
        if self.png[12:16] != b"IHDR":
            return {}
        sides = zip(("width", "height"), (self.png[16:20], self.png[20:24]), strict=True)
        return {side: round(int.from_bytes(n) * PAGE_DOTS / DOTS) for side, n in sides}

    def __repr__(self):
        return f"Figure: {own_words.told(self.alt)}"


@dataclass(frozen=True)
class Table:
    """A table with a caption, for reading; the frame itself stays as it is.

    Attributes
    ----------
    frame : pandas.DataFrame
        What is shown, one column a heading; missing values appear as a dash, decimal numbers with
        at most four significant digits (all digits before the point are kept), texts and whole
        numbers as they are.
    caption : str
        What one row is, and where the numbers come from.
    folded : bool, default False
        Whether a reader opens the table with a click.

    Raises
    ------
    SentenceError
        When the caption names a cause or is surer than numbers can be. What stands in the cells is
        looked at when the report is made.

    Examples
    --------
    >>> print(Table(pd.DataFrame({"Grade": ["good"], "Teachers": [6]}), "Teachers by grade."))
    Teachers by grade.
    Grade  Teachers
     good         6
    """

    frame: pd.DataFrame
    caption: str
    folded: bool = False

    def __post_init__(self):
        """Refuse a caption that claims too much."""
        _hold(self.caption, what="The caption of a table")

    def _repr_html_(self):
        caption = html.escape(own_words.told(self.caption))
        if self.frame.empty:
            return f"<p>None here: {caption}</p>"
        names = [_heading(column) for column in self.frame.columns]
        heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in names)
        numeric = [pd.api.types.is_numeric_dtype(kind) for kind in self.frame.dtypes]
        body = "".join(_html_row(row, numeric) for row in self.frame.itertuples(index=False))
        table = (
            f"<table><caption>{caption}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )
        if not self.folded:
            return table
        summary = f"{caption.rstrip('.')} ({len(self.frame)} rows)"
        return f"<details><summary>{summary}</summary>{table}</details>"

    def __repr__(self):
        cells = [[_shown(value) for value in row] for row in self.frame.itertuples(index=False)]
        columns = [own_words.told(column) for column in self.frame.columns]
        shown = pd.DataFrame(cells, columns=columns, dtype=object)
        return f"{own_words.told(self.caption)}\n{shown.to_string(index=False)}"


def _hold(text, *, what):
    """Refuse a text that claims too much; what stands in the tables of a school is not ours."""
    if sentences.problems(text):
        known = printed.texts(own_words.folder()) if own_words.is_own() else ()
        sentences.check(text, what=what, given=printed.within(text, known))


def finish(figure, *, alt, caption):
    """Turn a matplotlib figure into an image with alternative text and caption.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The drawing; it is closed.
    alt : str
        Alternative text with at least one number from the data.
    caption : str
        Number of people, unit and source.

    Returns
    -------
    Figure
        An opaque image of 200 dots to the inch with at most 16 colours, 8 in a tall one: those that
        are missed most when left out. It has a fraction of the size of one with all shades, and is
        the same to the eye.

    Examples
    --------
    >>> drawing, _ = plt.subplots()
    >>> finish(drawing, alt="3 of 4 agreed.", caption="n = 4.")
    Figure: 3 of 4 agreed.
    """
    try:
        shades = _drawn(figure)
    finally:
        plt.close(figure)
    return Figure(png=_few_colours(shades), alt=alt, caption=caption)


def _drawn(figure):
    """Draw on white, at the density of an image."""
    figure.set_dpi(DOTS)
    figure.set_facecolor("white")
    canvas = FigureCanvasAgg(figure)
    for words in figure.findobj(Text) if own_words.is_own() else ():
        words.set_text(own_words.told(words.get_text()))
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def _few_colours(image):
    """Write an image with few colours; each other becomes the nearest of them."""
    dots = image.width * image.height
    most = COLOURS if dots < TALL else FEWER_COLOURS
    found = image.getcolors(dots)
    colours = np.array([colour for _, colour in found], dtype=np.int32)
    chosen = _chosen(colours, np.array([count for count, _ in found]), most=most)
    # Pillow's own search for the nearest colour is rough: white would become a light grey.
    place = np.zeros(1 << 24, dtype=np.uint8)
    place[_packed(colours)] = _distances(colours, chosen).argmin(axis=1)
    few = Image.fromarray(place[_packed(np.asarray(image))], mode="P")
    few.putpalette(chosen.astype(np.uint8).tobytes())
    buffer = io.BytesIO()
    # Neither clock nor version is written into the file.
    few.save(buffer, format="png", bits=4, compress_level=6, dpi=(DOTS, DOTS))
    return buffer.getvalue()


def _chosen(colours, counts, *, most):
    """Choose colours one by one, each time the one that is missed most.

    How much one is missed grows with the dots that it covers and with its distance from those
    chosen before: a single mark of a colour of its own counts more than a shade of grey.
    """
    chosen = [counts.argmax()]
    distance = _distances(colours, colours[chosen])[:, 0]
    while len(chosen) < most and distance.any():
        chosen.append((counts * distance).argmax())
        distance = np.minimum(distance, _distances(colours, colours[chosen[-1:]])[:, 0])
    return colours[chosen]


def _distances(colours, others):
    return ((colours[:, None] - others[None]) ** 2).sum(axis=2)


def _packed(colours):
    red, green, blue = (colours[..., part].astype(np.uint32) for part in range(3))
    return (red << 16) | (green << 8) | blue


def _heading(column):
    column = own_words.told(column)
    text = str(column).replace("_", " ") if str(column).islower() else str(column)
    return text.capitalize() if text.islower() and text.split()[0] not in SYMBOLS else text


def _shown(value):
    """Write the value of a cell: digits beyond the fourth are rarely meant."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return MISSING
    if not isinstance(value, float | np.floating):
        return str(own_words.told(value))
    digits = str(abs(value)).replace(".", "").strip("0")
    return wording.number(value) if len(digits) > 4 or abs(value) >= 10_000 else str(value)


def _html_row(row, numeric):
    cells = []
    for position, (value, is_number) in enumerate(zip(row, numeric, strict=True)):
        text = html.escape(_shown(value))
        tag = '<th scope="row">{}</th>' if position == 0 else "<td{}>{}</td>"
        style = ' class="number"' if is_number else ""
        cells.append(tag.format(text) if position == 0 else tag.format(style, text))
    return f"<tr>{''.join(cells)}</tr>"
