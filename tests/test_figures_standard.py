"""One standard for every figure, held on the tables that are hardest to draw.

Every drawing function is given tables with nobody, one person, sixty rows, everybody alike, and
labels that are far too long; what was drawn is then measured as the renderer measured it.
"""

import inspect
import io
from itertools import combinations, pairwise
from types import SimpleNamespace

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from partnership_evaluation import exhibits, figures
from partnership_evaluation.figures import (
    counts,
    evidence,
    factors,
    null_twins,
    overview,
    participation,
    planning,
    ratings,
    standard,
    surveys,
)

TEXTS = {"alt": "6 of 12 moved up.", "caption": "n = 12."}
LONG = (
    "a statement about working together that nobody has ever made as short as a label ought to be"
)
WORDS = ["4 inadequate", "3 requires improvement", "2 good", "1 outstanding"]
STATES = {
    "present": ("#12436D", "+"),
    "absent": ("#F46A25", "\N{MINUS SIGN}"),
    "silent": ("#F2F2F2", ""),
}
#: Pixels of a figure on a phone of 360, less the margins of the page and of the dark card.
PHONE = 312


def labels(number):
    """Write as many different labels, every third one far too long."""
    return [f"{LONG if place % 3 == 0 else 'item'} {place + 1}" for place in range(number)]


def pairs(before, after):
    """Pair ranks before and after."""
    return pd.DataFrame({"rank_before": before, "rank_after": after})


def spans(number, estimate, *groups):
    """Write intervals of one width, once for each group."""
    one = pd.DataFrame({"label": labels(number), "estimate": estimate})
    one = one.assign(low=one["estimate"] * 0.6, high=np.minimum(100, one["estimate"] * 1.3))
    return pd.concat([one.assign(group=name) for name in groups]) if groups else one


def surveyed(number, estimate):
    """Write printed shares, some with bounds, some as wide as can be, the first printed twice."""
    table = spans(number, estimate).assign(bound_low=np.nan, bound_high=np.nan)
    table.loc[::2, ["bound_low", "bound_high"]] = [10.0, 90.0]
    table = table.assign(least=[place % 3 == 1 for place in range(number)])
    return pd.concat([table, table.head(1)])


def items(number, best_first):
    """Rate as many items alike."""
    scale = ("excellent", "good", "satisfactory", "unsatisfactory", "poor")
    return [
        SimpleNamespace(
            label=label, categories_best_first=scale, best_first=best_first, n=sum(best_first)
        )
        for label in labels(number)
    ]


def studied(number):
    """Name case studies: all but the last two come from one document."""
    names = [f"a school of the north {place}" for place in range(number)]
    documents = ["Rea et al. (2015)"] * max(1, number - 2) + ["Edge et al. (2009)", "BCPP (2019)"]
    return pd.DataFrame({"case": names, "document": documents[:number]})


def matrix(rows, columns):
    """Fill a map with all states in turn."""
    states = np.resize(list(STATES), rows * columns).reshape(rows, columns)
    return pd.DataFrame(states, index=[f"condition of the work {row}" for row in range(rows)])


def pointing(rows, columns):
    """Let impacts point every way, and some nowhere."""
    ways = [*evidence.DIRECTION_MARKS, None]
    cells = [
        {
            "label": f"an impact of it {row}",
            "case": case,
            "direction": ways[(row + at) % 5],
            "basis": ("measured", "reported")[at % 2],
        }
        for row in range(rows)
        for at, case in enumerate(columns["case"])
    ]
    return pd.DataFrame(cells)


def turning(subjects, **changes):
    """Write tipping points: one that turns, one that does not, one without a plausible range."""
    line = {
        "label": "How sure one judgement is",
        "low": 0.0,
        "high": 0.99,
        "assumed": 0.6,
        "plausible_low": 0.3,
        "plausible_high": 0.85,
        "tipping": 0.61,
        "stands": True,
        "text": "turns below 0.61",
    }
    other = line | {"label": LONG, "tipping": None, "stands": False, "text": "does not turn"}
    bare = line | {"label": "Nobody", "plausible_low": None, "plausible_high": None, "high": 0.0}
    return pd.DataFrame(
        [{"subject": name} | row | changes for name in subjects for row in (line, other, bare)]
    )


def stages(*rows):
    """Write the stages of one flow and of one with a long name."""
    table = pd.DataFrame(rows, columns=["label", "number_low", "number_high", "within"])
    table = table.assign(stage=range(len(table)))
    return pd.concat([table.assign(flow=name) for name in ("Teachers", LONG)])


def twin(label, values, observed):
    """Write a flat distribution of twins."""
    share = 1 / len(values)
    return pd.DataFrame({"label": label, "value": values, "share": share, "observed": observed})


def many_ways(number):
    """Let as many outcomes point in turn, in two columns."""
    rows = [
        {
            "label": label,
            "column": column,
            "direction": list(factors.MARKS)[place % 4],
            "note": note,
        }
        for place, label in enumerate(labels(number))
        for column, note in (
            ("those who answered", "88.6 against 66.7"),
            ("all who were asked", "not certain"),
        )
    ]
    return pd.DataFrame(rows)


UNIT = {"unit": "per cent of partnerships or schools"}
CURVE = pd.DataFrame({"share": [0, 100], "power": [0.0, 100.0]})
NARROW = studied(1)
WIDE = studied(16)
#: Function, data, further arguments.
AWKWARD = {
    "nobody moves": (figures.shifts, pairs([], []), {"words": WORDS}),
    "one person": (figures.shifts, pairs([1], [3]), {"words": WORDS}),
    "sixty people alike": (figures.shifts, pairs([0] * 60, [3] * 60), {"words": WORDS}),
    "people in all directions": (
        figures.shifts,
        pairs([0, 1, 2, 3] * 3, [3, 0, 2, 1] * 3),
        {"words": WORDS},
    ),
    "one interval": (figures.intervals, spans(1, 100.0), UNIT),
    "sixty intervals": (figures.intervals, spans(60, 50.0), UNIT | {"reference": 50}),
    "intervals of four groups": (
        figures.intervals,
        spans(3, 100.0, "10R4", LONG, "all the others", "everybody"),
        UNIT | {"limits": (0, 102)},
    ),
    "short labels": (
        figures.intervals,
        pd.DataFrame({"label": ["a", "b"], "estimate": 0.0, "low": 0.0, "high": 0.0}),
        UNIT,
    ),
    "one value": (
        figures.distribution,
        pd.DataFrame({"value": [4], "share": [1.0]}),
        UNIT | {"mark": 4, "mark_label": "as printed"},
    ),
    "sixty values": (
        figures.distribution,
        pd.DataFrame({"value": range(61), "share": 1 / 61}),
        UNIT | {"mark": 60, "mark_label": "as printed", "band": (5, 55)},
    ),
    "sixty tiles": (
        figures.tiles,
        matrix(60, 4).set_axis(["Methods", "Coherence", "Adequacy", "Relevance"], axis=1),
        {"states": STATES},
    ),
    "one tile": (figures.tiles, matrix(1, 1).set_axis([LONG[:12]], axis=1), {"states": STATES}),
    "counts and none": (
        counts.stacked_bars,
        pd.DataFrame(
            {
                "Kind": labels(6),
                "Reproduced": [0, 1, 2, 900, 5, 0],
                "Other rounding": 0,
                "Not reproducible": [0, 1, 0, 1, 30, 1],
                "Stand alone": [0, 0, 1, 100, 1, 0],
            }
        ),
        UNIT | {"label": "Kind"},
    ),
    "no counts": (
        counts.stacked_bars,
        pd.DataFrame({"Kind": ["counts"], "hold": [0]}),
        UNIT | {"label": "Kind"},
    ),
    "all results": (
        overview.results,
        spans(9, 60.0).assign(group=["interval", "range", "neither"] * 3),
        UNIT | {"limits": (-105, 105)},
    ),
    "one study": (
        planning.openness,
        pd.DataFrame({"design": ["As it was"], "chance": [0.0], "other": [0.0]}),
        UNIT,
    ),
    "many studies": (
        planning.openness,
        pd.DataFrame({"design": labels(9), "chance": 68.0, "other": [56.0] * 8 + [0.0]}),
        UNIT,
    ),
    "four curves": (
        planning.curves,
        pd.concat([CURVE.assign(series=f"{LONG[:40]} {at}") for at in range(4)]),
        UNIT | {"value": "studies in 100 that notice", "wanted": 80},
    ),
    "nobody rated": (ratings.diverging, items(2, (0, 0, 0, 0, 0)), {"top": 2}),
    "one rating each": (ratings.diverging, items(3, (0, 0, 1, 0, 0)), {"top": 2}),
    "all ratings": (ratings.diverging, items(12, (2, 5, 3, 1, 1)), {"top": 2}),
    "all alike": (ratings.diverging, items(2, (12, 0, 0, 0, 0)), {"top": 1}),
    "forty shares": (surveys.shares, surveyed(40, 50.0), UNIT),
    "a share of all": (surveys.shares, surveyed(1, 100.0), UNIT),
    "sixteen cases": (
        evidence.case_tiles,
        matrix(18, 16),
        {
            "columns": WIDE,
            "states": STATES,
            "totals": ["5 of 5"] * 18,
            "highlight": WIDE["case"][2],
        },
    ),
    "one case": (
        evidence.case_tiles,
        matrix(1, 1),
        {"columns": NARROW, "states": STATES, "totals": ["1 of 1"]},
    ),
    "all directions": (
        evidence.effect_directions,
        pointing(9, WIDE),
        {
            "order": [f"an impact of it {at}" for at in range(9)],
            "columns": WIDE,
            "totals": ["4 of 5"] * 9,
        },
    ),
    "two groups": (
        factors.group_tiles,
        matrix(18, 17),
        {"groups": {"6 successes": 6, "11 others": 11}, "states": STATES},
    ),
    "one other": (
        factors.group_tiles,
        matrix(14, 15),
        {"groups": {"14 successes": 14, "1 other": 1}, "states": STATES},
    ),
    "nobody else": (
        factors.group_tiles,
        matrix(2, 6),
        {"groups": {"6 successes": 6, "0 others": 0}, "states": STATES},
    ),
    "luck": (
        factors.chance_band,
        pd.DataFrame(
            {"prevalence": [0.3, 1], "expected": [0, 18], "low": [0, 18], "high": [1, 18]}
        ),
        {"observed": 18, "assumed": 0.8, "unit": "factors found in all 6"},
    ),
    "a tipping count": (
        factors.tipping_curve,
        pd.DataFrame(
            {
                "others_with": range(12),
                "fisher": np.linspace(0, 1, 12),
                "boschloo": np.linspace(0, 1, 12),
            }
        ),
        {"alpha": 0.05, "unit": "others with the factor, of 11"},
    ),
    "directions in two columns": (factors.direction_plot, many_ways(7), {}),
    "one outcome": (factors.direction_plot, many_ways(1).head(1), {}),
    "twins at an end": (null_twins.twins, twin("Grades", range(23), 22), UNIT),
    "twins all alike": (null_twins.twins, twin("Grades", [0], 0), UNIT),
    "four panels": (
        null_twins.twins,
        pd.concat(
            [
                twin(f"{name} of the school", np.arange(90) / 30, at)
                for name, at in (("one", 0.0), ("two", 2.9), ("three", 1.5), (LONG, 7.0))
            ]
        ),
        UNIT,
    ),
    "points that turn": (
        null_twins.tipping,
        turning(["Hamford Primary Academy, year 5", LONG]),
        {},
    ),
    "no point that turns": (
        null_twins.tipping,
        turning(["one"], tipping=None, plausible_low=None),
        {},
    ),
    "stages": (
        participation.stages,
        stages(
            ("schools", 138, 138, None),
            (LONG, 6, 6, "not stated"),
            ("left", 0, 0, "yes"),
            ("some", 164, 172, "yes"),
        ),
        {},
    ),
    "nobody at a stage": (
        participation.stages,
        stages(("asked", 0, 0, None), ("came", 0, 0, "yes")),
        {},
    ),
    "a grid": (
        participation.grid,
        pd.DataFrame(
            {"primary": [6, 0], "secondary": [10, 0], "all ages": [0, 0]}, index=["England", LONG]
        ),
        {},
    ),
    "an empty grid": (participation.grid, pd.DataFrame({"primary": [0]}, index=["England"]), {}),
    "networks": (
        participation.networks,
        [
            (name, [(0, 1, 2), (0, 1, 3), (3, 4, 5)], [5] * 6)
            for name in ("fewest links", "middle", "most links")
        ],
        {"schools": 6},
    ),
}


@pytest.fixture(scope="module")
def drawn():
    """Draw each table once, with every text as large as the renderer drew it, and the image."""
    patch, boxes, kept = pytest.MonkeyPatch(), [], []
    draw, whole, close = mpl.text.Text.draw, mpl.figure.Figure.draw, plt.close

    def noted(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            boxes.append((text, text.get_window_extent(renderer)))

    def begun(figure, renderer):
        # The layout draws once before the image is drawn: the last drawing counts.
        boxes.clear()
        whole(figure, renderer)

    def last(figure):
        kept.append((figure, [pair for pair in boxes if pair[0].get_text().strip()]))
        boxes.clear()
        close(figure)

    patch.setattr(mpl.text.Text, "draw", noted)
    patch.setattr(mpl.figure.Figure, "draw", begun)
    patch.setattr(exhibits.plt, "close", last)
    found = {}
    for name, (function, data, options) in AWKWARD.items():
        made = function(data, **options, **TEXTS)
        figure, texts = kept.pop()
        found[name] = SimpleNamespace(figure=figure, texts=texts, png=made.png)
    patch.undo()
    return found


def overlap(first, second):
    """Return how far two boxes reach into each other, in dots."""
    wide = min(first.x1, second.x1) - max(first.x0, second.x0)
    high = min(first.y1, second.y1) - max(first.y0, second.y0)
    return min(wide, high)


def image(found):
    """Open the image that was drawn."""
    return Image.open(io.BytesIO(found.png))


def test_every_drawing_function_is_tried():
    """Whatever a module of figures offers to notebooks."""
    tried = {function for function, *_ in AWKWARD.values()}
    modules = (
        counts,
        evidence,
        factors,
        null_twins,
        overview,
        participation,
        planning,
        ratings,
        surveys,
    )
    offered = {
        function
        for module in (figures, *modules)
        for function in vars(module).values()
        if inspect.isfunction(function)
        and {"alt", "caption"} <= set(inspect.signature(function).parameters)
        and function.__module__.startswith(figures.__name__)
    }
    assert len(offered) > 15 and offered == tried


@pytest.mark.parametrize("name", AWKWARD)
def test_no_two_texts_of_a_figure_overlap(drawn, name):
    """By the boxes of the renderer; a hair's breadth of two dots in two hundred is allowed."""
    clashes = [
        (one.get_text(), other.get_text())
        for (one, first), (other, second) in combinations(drawn[name].texts, 2)
        if overlap(first, second) > 2
    ]
    assert clashes == []


@pytest.mark.parametrize("name", AWKWARD)
def test_no_text_is_cut_off_at_the_edge(drawn, name):
    """Every box lies within the image."""
    width, height = (side * exhibits.DOTS for side in drawn[name].figure.get_size_inches())
    out = [
        text.get_text()
        for text, box in drawn[name].texts
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
    assert out == []


@pytest.mark.parametrize("name", AWKWARD)
def test_text_is_eight_pixels_high_on_a_phone(drawn, name):
    """Of every text, on a page of 360 pixels; all figures have one width."""
    figure = drawn[name].figure
    assert figure.get_figwidth() == standard.WIDTH
    smallest = min(text.get_fontsize() for text, _ in drawn[name].texts)
    assert smallest / 72 * PHONE / standard.WIDTH >= 8


@pytest.mark.parametrize("name", AWKWARD)
def test_the_image_is_opaque_small_and_framed_in_white(drawn, name):
    """White at the edges, so that a dark page shows it as a card; at most 16 colours."""
    found = image(drawn[name])
    assert found.mode == "P" and "transparency" not in found.info
    edges = np.asarray(found.convert("RGB"))
    assert (edges[[0, -1], :] == 255).all()
    assert len(found.getcolors()) <= exhibits.COLOURS
    assert len(drawn[name].png) < 1000 * max(25, 12 * drawn[name].figure.get_figheight())


@pytest.mark.parametrize("name", AWKWARD)
def test_text_can_be_read_on_its_ground(drawn, name):
    """Contrast of at least 4.5 to 1 with the most frequent colour under the text."""
    ground = np.asarray(image(drawn[name]).convert("RGB")).astype(int) @ (65536, 256, 1)
    faint = []
    for text, box in drawn[name].texts:
        x0, x1 = int(box.x0), int(box.x1) + 1
        y0, y1 = len(ground) - int(box.y1) - 1, len(ground) - int(box.y0)
        dots, often = np.unique(ground[y0:y1, x0:x1], return_counts=True)
        below = standard.luminance(np.array([*int(dots[often.argmax()]).to_bytes(3)]) / 255)
        ink = standard.luminance(text.get_color())
        low, high = sorted((below, ink))
        faint += [text.get_text()] if (high + 0.05) / (low + 0.05) < 4.5 else []
    assert faint == []


@pytest.mark.parametrize("parts", [counts.PARTS, ratings.CATEGORIES])
def test_neighbouring_parts_differ_in_grey(parts):
    """By their lightness, or by a hatch."""
    for (colour, hatch), (other, other_hatch) in pairwise(parts):
        low, high = sorted((standard.luminance(colour), standard.luminance(other)))
        assert hatch != other_hatch or (high + 0.05) / (low + 0.05) >= 1.5


def test_a_mark_of_its_own_colour_keeps_it_among_many_shades():
    """Forty dots of orange beside a thousand shades of grey."""
    dots = np.linspace(0, 255, 40_000).astype(np.uint8).reshape(200, 200, 1).repeat(3, axis=2)
    dots[:4, :10] = (0xF4, 0x6A, 0x25)
    figure = plt.figure(figsize=(1, 1))
    figure.figimage(dots)
    made = exhibits.finish(figure, **TEXTS)
    colours = {colour for _, colour in Image.open(io.BytesIO(made.png)).convert("RGB").getcolors()}
    assert (0xF4, 0x6A, 0x25) in colours and len(colours) <= exhibits.COLOURS
