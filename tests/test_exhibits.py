"""Images carry alternative text and a caption; tables can be read by a screen reader."""

import base64
import re
from fractions import Fraction
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from partnership_evaluation.exhibits import MISSING, Figure, Table, finish
from partnership_evaluation.sentences import SentenceError

GRADES = pd.DataFrame(
    {"Grade": ["good", "outstanding"], "Teachers": pd.array([6, None], dtype="Int64")}
)


class Tags(HTMLParser):
    """Collect the tags of a piece of HTML, with their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open += [] if tag == "img" else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def drawing():
    """Draw a small figure, the same each time."""
    figure, axes = plt.subplots(figsize=(2, 1))
    axes.plot([0, 1], [0, 1])
    return figure


# Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("alt", ["", "Grades before and after.", "six of twelve"])
def test_alternative_text_without_a_number_is_refused(alt):
    """The error shows what was given."""
    with pytest.raises(ValueError, match=rf"number from the data; found {re.escape(repr(alt))}"):
        Figure(png=b"", alt=alt, caption="n = 12.")


@pytest.mark.parametrize("caption", ["", "  \n"])
def test_a_figure_without_caption_is_refused(caption):
    """The error says what belongs in it."""
    with pytest.raises(ValueError, match="Give the number of people, the unit"):
        Figure(png=b"", alt="6 of 12.", caption=caption)


def test_the_image_its_alternative_text_and_its_caption_are_in_the_html():
    """The bytes come back from the page as they went in."""
    page = Tags(Figure(png=b"\x89PNG\x00", alt="6 of 12", caption="n = 12.")._repr_html_())
    assert [tag for tag, _ in page.tags] == ["figure", "img", "figcaption"] and page.open == []
    image = page.tags[1][1]
    assert base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == b"\x89PNG\x00"
    assert image["alt"] == "6 of 12" and "".join(page.text) == "n = 12."


def test_signs_of_html_in_texts_are_shown_not_obeyed():
    """Quotes and angle brackets stay text."""
    page = Tags(Figure(png=b"", alt='"<b>" & 3 < 4', caption="<i>n</i> & 4")._repr_html_())
    assert page.tags[1][1]["alt"] == '"<b>" & 3 < 4' and "".join(page.text) == "<i>n</i> & 4"


def test_the_text_form_of_a_figure_is_its_alternative_text():
    """Where no image can be shown, the words are."""
    assert repr(Figure(png=b"", alt="6 of 12.", caption="n = 12.")) == "Figure: 6 of 12."


def test_a_finished_figure_is_closed_and_is_an_image():
    """Nothing stays open behind a report."""
    figure = drawing()
    finished = finish(figure, alt="1 line.", caption="n = 1.")
    assert not plt.fignum_exists(figure.number)
    assert finished.png.startswith(b"\x89PNG\r\n\x1a\n")


def test_the_same_drawing_gives_the_same_bytes():
    """Neither clock nor version is written into the image."""
    first, second = (finish(drawing(), alt="1 line.", caption="n = 1.").png for _ in range(2))
    assert first == second
    assert b"Software" not in first and b"matplotlib" not in first


def test_a_drawing_is_closed_even_when_its_text_is_refused():
    """A failing cell leaves no figure for the next one to show."""
    figure = drawing()
    with pytest.raises(ValueError):
        finish(figure, alt="no number", caption="n = 1.")
    assert not plt.fignum_exists(figure.number)


# Tables --------------------------------------------------------------------------------------


def test_a_table_has_a_caption_and_headings_with_a_scope():
    """Columns and the first cell of each row are headings."""
    page = Tags(Table(GRADES, "Teachers by grade.")._repr_html_())
    assert [tag for tag, _ in page.tags[:2]] == ["table", "caption"] and page.open == []
    scopes = [attributes["scope"] for tag, attributes in page.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert page.text == [
        "Teachers by grade.",
        "Grade",
        "Teachers",
        "good",
        "6",
        "outstanding",
        MISSING,
    ]


def test_only_columns_of_numbers_are_aligned_as_numbers():
    """Text columns have no class."""
    frame = pd.DataFrame({"a": ["x"], "b": [1], "c": ["1"], "d": [0.5]})
    page = Tags(Table(frame, "c")._repr_html_())
    assert [attributes for tag, attributes in page.tags if tag == "td"] == [
        {"class": "number"},
        {},
        {"class": "number"},
    ]


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, pd.NaT])
def test_whatever_is_missing_is_shown_as_a_dash(nothing):
    """In the page and in the text form alike."""
    table = Table(pd.DataFrame({"a": ["x"], "b": pd.Series([nothing], dtype=object)}), "c")
    assert f"<td>{MISSING}</td>" in table._repr_html_() and MISSING in repr(table)


def test_printed_decimals_stay_as_they_are_in_a_table():
    """Text is shown as text."""
    assert ">5.20<" in Table(pd.DataFrame({"a": ["x"], "b": ["5.20"]}), "c")._repr_html_()


def test_signs_of_html_in_a_table_are_shown_not_obeyed():
    """Headings, cells and caption are escaped."""
    page = Tags(Table(pd.DataFrame({"<a>": ["<b>"], "c": ["&"]}), "<d>")._repr_html_())
    assert page.text == ["<d>", "<a>", "C", "<b>", "&"]


def test_showing_a_table_leaves_its_numbers_alone():
    """The frame can be used after it was shown."""
    before = GRADES.copy()
    table = Table(GRADES, "Teachers by grade.")
    table._repr_html_(), repr(table)
    pd.testing.assert_frame_equal(table.frame, before)


def test_an_empty_table_says_in_words_what_there_is_none_of():
    """Headings without rows would look like a fault of the page."""
    page = Tags(Table(GRADES.iloc[:0], "Teachers by grade.")._repr_html_())
    assert page.tags == [("p", {})] and page.text[0].endswith(": Teachers by grade.")


def test_a_folded_table_is_opened_by_its_caption():
    """The number of rows stands beside it; the table inside is the same."""
    folded = Table(GRADES, "Teachers by grade.", folded=True)._repr_html_()
    page = Tags(folded)
    assert [tag for tag, _ in page.tags[:2]] == ["details", "summary"] and page.open == []
    assert page.text[0] == "Teachers by grade (2 rows)"
    assert Table(GRADES, "Teachers by grade.")._repr_html_() in folded


def test_names_of_columns_become_headings_in_words():
    """Underscores go, the first letter is a capital; headings in words stay."""
    frame = pd.DataFrame({"grade_before": ["2"], "Grade after": ["1"]})
    assert Tags(Table(frame, "c")._repr_html_()).text[1:3] == ["Grade before", "Grade after"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.3333"),
        (-0.00123456, "-0.001235"),
        (9.6, "9.6"),
        (2.0, "2.0"),
        (12345.678, "12346"),
        (1200000.0, "1200000"),
        (123456789, "123456789"),
        (Fraction(1, 3), "1/3"),
        (np.float64(2 / 3), "0.6667"),
        ("0.333333", "0.333333"),
    ],
)
def test_decimal_numbers_are_shown_with_four_digits_and_all_else_as_it_is(value, text):
    """In the page and in the text form; digits before the point are never rounded away."""
    table = Table(pd.DataFrame({"a": ["x"], "b": pd.Series([value], dtype=object)}), "c")
    assert f"<td>{text}</td>" in table._repr_html_()
    assert repr(table).split()[-1] == text


def test_whole_numbers_beside_decimals_stay_whole():
    """Each column keeps its kind."""
    frame = pd.DataFrame({"a": ["x"], "people": [12], "share": [2 / 3]})
    assert Tags(Table(frame, "c")._repr_html_()).text[-2:] == ["12", "0.6667"]


def test_signs_of_the_field_keep_their_case_in_a_heading():
    """n is the number of people; N would be another number."""
    frame = pd.DataFrame([["x", 1, 0.5, 2]], columns=["name", "n", "p_value", "n_before"])
    headings = Tags(Table(frame, "c")._repr_html_()).text[1:5]
    assert headings == ["Name", "n", "p value", "n before"]


@pytest.mark.parametrize("part", ["alt", "caption"])
def test_a_figure_whose_text_claims_too_much_is_refused(part):
    """It does not know of which design it is, so the strictest is taken."""
    texts = {"alt": "6 of 12.", "caption": "n = 12."} | {part: "Coaching led to 6 of 12."}
    with pytest.raises(SentenceError, match=r"of a figure says too much.*'led to'"):
        Figure(png=b"", **texts)


def test_a_table_whose_caption_claims_too_much_is_refused():
    """Its cells are looked at when the report is made."""
    with pytest.raises(SentenceError, match="caption of a table says too much"):
        Table(GRADES, "Grades that improved because of the coaching.")
    assert Table(GRADES, 'Grades; the document says "coaching led to them".').caption
