"""The plots: what is drawn, in colours and marks that everybody can tell apart."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import figures
from partnership_evaluation.figures import shift_lines, standard

TEXTS = {"alt": "6 of 12 moved up.", "caption": "n = 12."}
WORDS = ["inadequate", "requires improvement", "good", "outstanding"]
PALETTE = {"#12436d", "#28a197", "#801650", "#f46a25"}


@pytest.fixture
def drawn(monkeypatch):
    """Draw with any function of the module and return the axes as they were before closing."""
    kept = []

    def keep(figure, **texts):
        kept.append(figure)
        return real(figure, **texts)

    real = figures.finish
    for module in (figures, shift_lines):
        monkeypatch.setattr(module, "finish", keep)

    def draw(function, *data, **options):
        function(*data, **TEXTS, **options)
        (axes,) = kept[-1].axes
        return axes

    return draw


def colour(artist):
    """Return the colour of a line in hexadecimal, lower case."""
    return mpl.colors.to_hex(artist.get_color())


def contrast(first, second):
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(shade):
        parts = np.array(mpl.colors.to_rgb(shade))
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_plot_asks_for_alternative_text_and_caption():
    """Leaving either out is an error before anything is drawn."""
    table = pd.DataFrame({"value": [0], "share": [1.0]})
    with pytest.raises(TypeError, match="alt"):
        figures.distribution(table, unit="factors", caption="n = 1.")
    with pytest.raises(TypeError, match="caption"):
        figures.distribution(table, unit="factors", alt="1.")


def test_drawing_leaves_the_style_of_the_session_alone():
    """The style file holds only while a figure is drawn."""
    before = dict(mpl.rcParams)
    figures.distribution(pd.DataFrame({"value": [0], "share": [1.0]}), unit="factors", **TEXTS)
    assert dict(mpl.rcParams) == before


# Shifts --------------------------------------------------------------------------------------

PAIRS = pd.DataFrame({"rank_before": [1, 2, 2, 3], "rank_after": [2, 2, 3, 1]})


def test_rising_level_and_falling_lines_differ_in_colour_and_in_dash(drawn):
    """Two rise (solid, blue), one stays (dashed, grey), one falls (dotted, plum)."""
    axes = drawn(figures.shifts, PAIRS, words=WORDS)
    lines = [line for line in axes.lines if len(line.get_xdata()) == 2]
    looks = sorted((colour(line), line.get_linestyle()) for line in lines)
    assert looks == [("#12436d", "-"), ("#12436d", "-"), ("#6b6b6b", "--"), ("#801650", ":")]


def test_the_legend_counts_each_direction(drawn):
    """The counts add up to the people drawn."""
    (legend,) = drawn(figures.shifts, PAIRS, words=WORDS).figure.legends
    words = [text.get_text() for text in legend.get_texts()]
    assert words == ["moved up: 2", "stayed: 1", "moved down: 1"]


def test_both_sides_count_the_people_at_each_grade(drawn):
    """Grades that nobody has carry no number; the words stand from worst to best."""
    axes = drawn(figures.shifts, PAIRS, words=WORDS)
    counts = sorted(
        (t.get_position()[0] > 0.5, t.get_position()[1], t.get_text()) for t in axes.texts
    )
    assert counts == [
        (False, 1, "1"),
        (False, 2, "2"),
        (False, 3, "1"),
        (True, 1, "1"),
        (True, 2, "2"),
        (True, 3, "1"),
    ]
    assert [label.get_text() for label in axes.get_yticklabels()] == WORDS


def paths(axes):
    """Return start and end height of each line drawn between the two sides."""
    return [tuple(line.get_ydata()) for line in axes.lines if len(line.get_xdata()) == 2]


def test_whoever_stayed_has_a_level_line_and_no_two_lines_share_an_end(drawn):
    """Two of each kind at one grade: twelve ends, all apart."""
    pairs = pd.DataFrame({"rank_before": [1] * 6, "rank_after": [0, 0, 1, 1, 2, 2]})
    lines = paths(drawn(figures.shifts, pairs, words=WORDS))
    starts, ends = zip(*lines, strict=True)
    assert len(set(starts)) == len(set(ends)) == 6
    assert sorted(np.sign(np.subtract(ends, starts)).tolist()) == [-1, -1, 0, 0, 1, 1]


@pytest.mark.parametrize("people", [4, 12, 60])
def test_every_line_begins_and_ends_nearest_to_its_own_grade(drawn, people):
    """However many people moved from the same grade to the same grade."""
    pairs = pd.DataFrame({"rank_before": [2] * people, "rank_after": [3] * people})
    lines = paths(drawn(figures.shifts, pairs, words=WORDS))
    assert {(round(start), round(end)) for start, end in lines} == {(2, 3)}


# Intervals -----------------------------------------------------------------------------------

SHARES = pd.DataFrame(
    {"label": ["first", "second"], "estimate": [50, 60], "low": [21, 30], "high": [79, 85]}
)


def test_the_first_row_is_drawn_at_the_top_and_every_interval_from_end_to_end(drawn):
    """Ends and estimate stand where the table says."""
    axes = drawn(figures.intervals, SHARES, unit="per cent", limits=(0, 100))
    (lines,) = axes.collections
    ends = [segment[:, 0].tolist() for segment in lines.get_segments()]
    heights = [segment[0, 1] for segment in lines.get_segments()]
    assert ends == [[21, 79], [30, 85]] and heights[0] > heights[1]
    assert axes.lines[0].get_xdata().tolist() == [50, 60]
    assert axes.get_xlim() == (0, 100) and axes.get_xlabel() == "per cent"


def test_the_reference_line_is_drawn_where_it_was_asked(drawn):
    """One vertical line more than without it."""
    axes = drawn(figures.intervals, SHARES, unit="per cent", reference=50)
    assert axes.lines[-1].get_xdata() == [50, 50]


def test_each_group_has_a_colour_and_a_mark_of_its_own(drawn):
    """Four groups, four colours of the palette, four marks, all named in the legend."""
    table = pd.concat([SHARES.assign(group=name) for name in "abcd"])
    axes = drawn(figures.intervals, table, unit="per cent")
    assert {colour(line) for line in axes.lines} == PALETTE
    assert len({line.get_marker() for line in axes.lines}) == 4
    assert [text.get_text() for text in axes.figure.legends[0].get_texts()] == list("abcd")
    heights = np.concatenate([line.get_ydata() for line in axes.lines])
    assert len(set(heights)) == 8


def test_a_fifth_series_is_refused():
    """The error names all five and says what to do instead."""
    table = pd.concat([SHARES.assign(group=name) for name in "abcde"])
    with pytest.raises(ValueError, match=r"at most four series; found 5: a, b, c, d, e. Draw one"):
        figures.intervals(table, unit="per cent", **TEXTS)


# Distributions -------------------------------------------------------------------------------


def test_bars_are_as_high_as_the_shares_in_per_cent(drawn):
    """Shares of one become per cent of a hundred."""
    table = pd.DataFrame({"value": [0, 1, 2], "share": [0.25, 0.5, 0.25]})
    axes = drawn(figures.distribution, table, unit="factors")
    bars = axes.containers[0]
    assert [bar.get_height() for bar in bars] == [25, 50, 25]
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == [0, 1, 2]


def test_the_observed_value_and_the_band_are_marked(drawn):
    """The mark carries its label; the band covers its end bars whole."""
    table = pd.DataFrame({"value": [0, 1, 2], "share": [0.25, 0.5, 0.25]})
    axes = drawn(
        figures.distribution, table, unit="factors", mark=2, mark_label="printed", band=(0, 1)
    )
    assert list(axes.lines[0].get_xdata()) == [2, 2]
    assert [text.get_text() for text in axes.texts] == ["printed"]
    band = axes.patches[0].get_extents().transformed(axes.transData.inverted())
    assert (band.x0, band.x1) == pytest.approx((-0.5, 1.5))


# Tiles ---------------------------------------------------------------------------------------

# Between black and white there is a grey on which neither stands out well.
GREYS = [f"{shade:02X}" * 3 for shade in range(0x60, 0x90, 4)]
STATES = {"present": ("#12436D", "+"), "absent": ("#F2F2F2", "-"), "not counted": ("#BFBFBF", "")}
MATRIX = pd.DataFrame(
    {"A": ["present", "absent"], "B": ["absent", "not counted"]}, index=["clear aim", "money"]
)


def test_every_tile_has_the_colour_and_the_sign_of_its_state(drawn):
    """Never colour alone: the sign stands on the tile."""
    axes = drawn(figures.tiles, MATRIX, states=STATES)
    tops = sorted({text.get_position()[1] for text in axes.texts}, reverse=True)
    signs = {(x, tops.index(y)): t.get_text() for t in axes.texts for x, y in [t.get_position()]}
    assert signs == {(0, 0): "+", (1, 0): "-", (0, 1): "-", (1, 1): ""}
    assert len(axes.patches) == 4
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clear aim", "money"]


def test_the_legend_of_the_tiles_explains_each_sign(drawn):
    """A state without a sign is named alone."""
    axes = drawn(figures.tiles, MATRIX, states=STATES)
    words = [text.get_text() for text in axes.figure.legends[0].get_texts()]
    assert words == ["present (+)", "absent (-)", "not counted"]


@pytest.mark.parametrize(
    "shade",
    ["#12436D", "#801650", "#BFBFBF", "#F2F2F2", "#28A197", "#F46A25", *map("#{0}".format, GREYS)],
)
def test_a_sign_can_be_read_on_its_tile(shade):
    """Contrast of at least 4.5 to 1, as WCAG 2.2 asks of small text."""
    assert contrast(standard.ink(shade), shade) >= 4.5


def test_the_palette_can_be_seen_on_white():
    """Contrast of at least 3 to 1, as WCAG 2.2 asks of the parts of a chart."""
    assert all(contrast(shade, "#FFFFFF") >= 3 for shade in PALETTE | {standard.GREY})
