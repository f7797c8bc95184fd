"""North and South: how many answered, how they differ, and what those not answering leave open."""

from fractions import Fraction
from math import sqrt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation import tables
from partnership_evaluation.questions import regions

bounded = settings(derandomize=True, max_examples=60, deadline=None)
BEHAVIOUR = "academic-social-behaviour"
#: Per cent in North and South, as printed: Highlights from Year 1 report, paragraphs 1 to 3.
PRINTED = {
    "teacher-collaboration": ("69", "85"),
    "school-involvement": ("72", "89"),
    "content-context-knowledge": ("91", "85"),
    "participation-engagement": ("66.7", "88.6"),
    BEHAVIOUR: ("49", "85"),
}


@pytest.fixture(scope="module")
def rates():
    """The survey of the north-south study."""
    return regions.compare("north-south")


def score_limits(k1, n1, k2, n2, level=0.95):
    """Return the score limits of k1/n1 over k2/n2, the shares under a ratio found by hand.

    The most likely second share under a ratio r solves N r q^2 - (r (n1 + k2) + k1 + n2) q + K = 0,
    with N and K the sums (Miettinen and Nurminen 1985); the variance carries N / (N - 1).
    """
    total, made, z = n1 + n2, k1 + k2, stats.norm.ppf(0.5 + level / 2)

    def distance(ratio):
        a, b = total * ratio, ratio * (n1 + k2) + k1 + n2
        second = (b - sqrt(b * b - 4 * a * made)) / (2 * a)
        first = ratio * second
        variance = first * (1 - first) / n1 + ratio**2 * second * (1 - second) / n2
        variance *= total / (total - 1)
        return (k1 / n1 - ratio * k2 / n2) / sqrt(variance)

    centre = (k1 / n1) / (k2 / n2)
    low = brentq(lambda ratio: distance(ratio) - z, 1e-6, centre)
    return low, brentq(lambda ratio: distance(ratio) + z, centre, 1e3)


# Answers -------------------------------------------------------------------------------------


def test_168_schools_answered_in_the_north_and_472_in_the_south(rates):
    """21 and 59 per cent of the 800 each that the survey was designed for."""
    assert (rates.n_north, rates.n_south) == (800 * 21 // 100, 800 * 59 // 100) == (168, 472)
    assert (rates.response_north, rates.response_south) == (0.21, 0.59)


def test_the_items_are_those_printed_in_their_order(rates):
    """Percentages keep their decimals."""
    printed = {row.item: (row.north, row.south) for row in rates.items.itertuples()}
    assert list(printed.items()) == list(PRINTED.items())


@pytest.mark.parametrize(
    ("item", "north", "south"),
    [
        ("teacher-collaboration", 116, 401),  # 115.92, 401.2
        ("school-involvement", 121, 420),  # 120.96, 420.08
        ("content-context-knowledge", 153, 401),  # 152.88
        ("participation-engagement", 112, 418),  # 112.056, 418.192
        (BEHAVIOUR, 82, 401),  # 82.32
    ],
)
def test_the_counts_are_the_whole_numbers_nearest_to_the_rates(rates, item, north, south):
    """Of 168 and of 472, by hand."""
    assert rates.counts(item) == (north, south)


# Differences ---------------------------------------------------------------------------------


def test_the_south_agrees_more_on_four_items_and_less_on_one(rates):
    """85 - 69, 89 - 72, 85 - 91, 88.6 - 66.7 and 85 - 49."""
    table = rates.table()
    assert table["Difference"].tolist() == ["+16", "+17", "-6", "+22", "+36"]
    assert rates.sentence() == (
        "On 4 of 5 survey items more schools in the South than in the North agreed, by up to 36 "
        "percentage points, and on 1 fewer; 5 of the 5 differences stand after adjusting for 5 "
        "comparisons. 79% of the schools asked in the North and 41% in the South did not answer."
    )


def test_intervals_and_tests_are_those_of_other_programs(rates):
    """Newcombe's interval from statsmodels' Wilson limits, SciPy's Fisher, statsmodels' Holm."""
    expected, tests = [], []
    for item in PRINTED:
        north, south = rates.counts(item)
        low1, high1 = proportion_confint(south, 472, method="wilson")
        low2, high2 = proportion_confint(north, 168, method="wilson")
        first, second = south / 472, north / 168
        low = first - second - sqrt((first - low1) ** 2 + (high2 - second) ** 2)
        high = first - second + sqrt((high1 - first) ** 2 + (second - low2) ** 2)
        ends = [f"{round(100 * end):+d}" if round(100 * end) else "0" for end in (low, high)]
        expected.append(" to ".join(ends))
        tests.append(stats.fisher_exact([[south, 472 - south], [north, 168 - north]]).pvalue)
    table = rates.table()
    assert table["Interval"].tolist() == expected
    adjusted = multipletests(tests, method="holm")[1]
    for column, numbers in (("p", tests), ("p adjusted", adjusted)):
        shown = ["< 0.001" if p < 0.001 else f"{p:.2g}" for p in numbers]
        assert table[column].tolist() == shown


def test_only_the_smallest_difference_is_near_chance(rates):
    """On content knowledge the North agrees more; p = 0.048, with or without adjustment."""
    table = rates.table().set_index("Difference")
    assert table.loc["-6", ["p", "p adjusted"]].tolist() == ["0.048", "0.048"]
    assert (table.drop("-6")["p"] == "< 0.001").all()


def test_a_higher_level_makes_the_intervals_wider_and_the_sentence_more_careful():
    """At 99 per cent the difference of six points no longer stands."""
    found = regions.compare("north-south", confidence_level=0.99)
    assert "4 of the 5 differences stand" in found.sentence()
    low, high = proportion_confint(82, 168, alpha=0.01, method="beta")
    row = found.drawn().iloc[8]
    assert (row["low"], row["high"]) == pytest.approx((100 * low, 100 * high))


def test_what_is_drawn_are_both_groups_of_every_item(rates):
    """In per cent, each inside its interval."""
    drawn = rates.drawn()
    assert drawn["group"].tolist() == ["North", "South"] * 5
    assert (drawn["low"] < drawn["estimate"]).all() and (drawn["estimate"] < drawn["high"]).all()
    printed = [float(end) for pair in PRINTED.values() for end in pair]
    assert drawn["estimate"].tolist() == pytest.approx(printed, abs=0.5)


# Those who did not answer --------------------------------------------------------------------


def test_the_bounds_on_behaviour_by_hand(rates):
    """0.49 x 0.21 is 10.29 per cent and 79 more is 89.29; 0.85 x 0.59 is 50.15, and 91.15."""
    row = rates.worst_case().iloc[-1]
    assert row.tolist()[1:] == ["10% to 89%", "50% to 91%", "no"]


def test_every_bound_is_that_of_all_schools_asked(rates):
    """Nobody, or everybody, of those who did not answer would have agreed."""
    for row, (north, south) in zip(rates.worst_case().itertuples(), PRINTED.values(), strict=True):
        for text, percent, response in ((row.North, north, 21), (row.South, south, 59)):
            low = Fraction(percent) * response / 100
            ends = [int(end + Fraction(1, 2)) for end in (low, low + 100 - response)]
            assert text == f"{ends[0]}% to {ends[1]}%"


def test_no_order_is_certain(rates):
    """Four in five of the North did not answer."""
    assert rates.worst_case()["Order certain"].tolist() == ["no"] * 5


@bounded
@given(*[st.integers(0, 100)] * 2, *[st.integers(1, 100)] * 2)
def test_an_order_is_certain_when_the_ranges_lie_apart(north, south, answer_north, answer_south):
    """Whole percentages, ranges in exact hundredths of a per cent."""
    items = pd.DataFrame({"item": ["a"], "label": ["a"], "north": [str(north)]})
    found = regions.RegionRates(
        items=items.assign(south=str(south)),
        n_north=100,
        n_south=100,
        response_north=answer_north / 100,
        response_south=answer_south / 100,
        confidence_level=0.95,
    )
    low_north, low_south = north * answer_north, south * answer_south
    high_north, high_south = (
        low_north + 100 * (100 - answer_north),
        low_south + 100 * (100 - answer_south),
    )
    apart = high_north < low_south or high_south < low_north
    touching = high_north == low_south or high_south == low_north
    assert touching or found.worst_case()["Order certain"].tolist() == ["yes" if apart else "no"]


# Ratios --------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", list(PRINTED))
def test_the_ratio_has_the_score_interval_of_a_second_program(rates, item):
    """Found again by solving for the shares under each ratio."""
    north, south = rates.counts(item)
    found = rates.ratio(item)
    assert found.estimate == pytest.approx((south / 472) / (north / 168))
    assert (found.low, found.high) == pytest.approx(score_limits(south, 472, north, 168), rel=1e-6)
    assert found.n == 640


def test_the_rates_on_behaviour_are_not_twice_as_high(rates):
    """1.74 to 1, from 1.50 to 2.06; as odds, 401/71 over 82/86 is 5.9 to 1."""
    found = rates.ratio(BEHAVIOUR)
    assert [round(end, 2) for end in (found.estimate, found.low, found.high)] == [1.74, 1.5, 2.06]
    assert rates.odds_ratio(BEHAVIOUR) == pytest.approx((401 / 71) / (82 / 86))


def test_the_level_of_the_ratio_is_that_of_the_comparison():
    """As the second program has it."""
    found = regions.compare("north-south", confidence_level=0.9).ratio(BEHAVIOUR)
    assert found.confidence_level == 0.9
    assert (found.low, found.high) == pytest.approx(
        score_limits(401, 472, 82, 168, level=0.9), rel=1e-6
    )


# Quantities and refusals ---------------------------------------------------------------------


def test_the_ratio_covers_all_that_prints_as_85_and_49(rates):
    """From 84.5/49.5 to 85.5/48.5; twice is not among them."""
    found = regions.quantities(rates)
    low, high = found["ratio_behaviour"]
    assert (low, high) == (Fraction(845, 495), Fraction(855, 485))
    assert found["smallest_student_difference"] == (-6, -6)


def test_every_conclusion_about_the_regions_has_its_quantity(rates):
    """Or is one about factors."""
    concluded = tables.read("north-south/conclusions").query("analysis == 'momentum_factors'")
    wanted = set(concluded["quantity"]) - {"other_pairs_with_factor", "early_exchange_share"}
    assert wanted <= set(regions.quantities(rates))


def surveyed():
    """List the cases that print a survey without a North and a South."""
    found = []
    for name in tables.names():
        case, _, table = name.partition("/")
        if table == "survey_percentages" and case != "north-south":
            found.append(case)
    return found


@pytest.mark.parametrize("case", surveyed())
def test_a_survey_without_two_regions_is_refused_in_words(case):
    """With the groups that there are."""
    with pytest.raises(regions.RegionError, match="groups north and south; found"):
        regions.compare(case)


def test_a_survey_without_response_rate_is_refused_with_its_place(monkeypatch):
    """The rows to add are named."""
    real = tables.read

    def without_rates(name):
        found = real(name)
        return found[found["unit"] != "percent"] if name.endswith("participation") else found

    monkeypatch.setattr(tables, "read", without_rates)
    with pytest.raises(regions.RegionError, match=r"north-south/participation. Add the rows"):
        regions.compare("north-south")
