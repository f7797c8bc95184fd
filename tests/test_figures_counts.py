"""Bars of counts: as long as the counts, with every part told apart by more than colour."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from partnership_evaluation.exhibits import Figure
from partnership_evaluation.figures import counts as figures_counts

TEXTS = {"alt": "30 of 44 hold.", "caption": "n = 44 printed numbers."}
TABLE = pd.DataFrame(
    {
        "Kind": ["counts", "percentages", "means"],
        "hold": [20, 9, 1],
        "hold otherwise": [0, 3, 2],
        "do not": [4, 1, 0],
        "open": [1, 2, 1],
    }
)


@pytest.fixture
def drawn(monkeypatch):
    """Draw a table and return the figure and its axes as they were before closing."""
    kept = []
    real = figures_counts.finish

    def keep(figure, **texts):
        kept.append(figure)
        return real(figure, **texts)

    monkeypatch.setattr(figures_counts, "finish", keep)

    def draw(table):
        figures_counts.stacked_bars(table, label="Kind", unit="printed numbers", **TEXTS)
        (axes,) = kept[-1].axes
        return kept[-1], axes

    return draw


def luminance(shade):
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = np.array(mpl.colors.to_rgb(shade))
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ [
        0.2126,
        0.7152,
        0.0722,
    ]


def contrast(first, second):
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_part_is_as_long_as_its_count_and_begins_where_the_last_ended(drawn):
    """In the order of the columns."""
    _, axes = drawn(TABLE)
    widths = [[bar.get_width() for bar in part] for part in axes.containers]
    assert widths == [TABLE[part].tolist() for part in TABLE.columns[1:]]
    for row in range(len(TABLE)):
        ends = [0, *np.cumsum(TABLE.iloc[row, 1:].astype(int))]
        assert [part[row].get_x() for part in axes.containers] == ends[:-1]


def test_the_first_row_is_at_the_top(drawn):
    """As in the table under the chart."""
    _, axes = drawn(TABLE)
    heights = [bar.get_y() + bar.get_height() / 2 for bar in axes.containers[0]]
    assert heights == pytest.approx(sorted(heights, reverse=True))
    labels = {label.get_text(): label.get_position()[1] for label in axes.get_yticklabels()}
    assert [labels[kind] for kind in TABLE["Kind"]] == pytest.approx(heights)


def test_numbers_stand_inside_their_parts_and_nothing_where_nothing_is(drawn):
    """1 in 25 of the longest bar has room for a number; no part is called 0."""
    _, axes = drawn(TABLE)
    texts = [text for text in axes.texts if text.get_text()]
    found = {(text.get_position()[0], text.get_position()[1]): text.get_text() for text in texts}
    expected = {}
    for part in axes.containers:
        for bar in part:
            if bar.get_width():
                place = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
                expected[place] = str(int(bar.get_width()))
    assert found == expected


def test_a_part_too_small_for_its_number_has_none(drawn):
    """1 of 100."""
    table = pd.DataFrame({"Kind": ["counts"], "hold": [99], "do not": [1]})
    _, axes = drawn(table)
    assert [text.get_text() for text in axes.texts] == ["99", ""]


def test_every_part_has_a_colour_and_a_hatch_of_its_own(drawn):
    """Parts of one colour in grey print differ by their hatch or by their lightness."""
    _, axes = drawn(TABLE)
    looks = [(mpl.colors.to_hex(p[0].get_facecolor()), p[0].get_hatch()) for p in axes.containers]
    assert len({colour for colour, _ in looks}) == 4
    for place, (colour, hatch) in enumerate(looks):
        for other, other_hatch in looks[place + 1 :]:
            assert hatch != other_hatch or contrast(colour, other) >= 3


def test_every_number_can_be_read_on_its_part(drawn):
    """A contrast of 4.5 between the ink and the part, or the box under the number."""
    _, axes = drawn(TABLE)
    behind = {
        (bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2): bar
        for part in axes.containers
        for bar in part
    }
    for text in axes.texts:
        box = text.get_bbox_patch()
        ground = (box or behind[text.get_position()]).get_facecolor()
        assert contrast(text.get_color(), ground) >= 4.5


def test_the_legend_names_every_part_and_the_axis_its_unit(drawn):
    """Once, in the order of the columns."""
    figure, axes = drawn(TABLE)
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == TABLE.columns[1:].tolist()
    assert axes.get_xlabel() == "printed numbers"


def test_more_rows_make_a_taller_figure(drawn):
    """So that bars stay as thick as they are."""
    short, _ = drawn(TABLE)
    tall, _ = drawn(pd.concat([TABLE] * 2).assign(Kind=list("abcdef")))
    assert tall.get_size_inches()[1] > short.get_size_inches()[1]


def test_a_fifth_part_is_refused_with_the_names():
    """Four colours can be told apart."""
    table = TABLE.assign(more=1)
    with pytest.raises(ValueError, match=r"at most four parts; found 5: hold, .*more. Join some"):
        figures_counts.stacked_bars(table, label="Kind", unit="numbers", **TEXTS)


def test_what_comes_back_is_an_image_with_its_texts():
    """And drawing leaves the style of the session and the table alone."""
    before, table = dict(mpl.rcParams), TABLE.copy()
    found = figures_counts.stacked_bars(TABLE, label="Kind", unit="numbers", **TEXTS)
    assert isinstance(found, Figure)
    assert found.png.startswith(b"\x89PNG")
    assert (found.alt, found.caption) == (TEXTS["alt"], TEXTS["caption"])
    assert dict(mpl.rcParams) == before
    pd.testing.assert_frame_equal(TABLE, table)
