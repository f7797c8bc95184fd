"""Groups compared, rates against expectation, and what printed means imply for one another."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import sqrt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from partnership_evaluation import tables
from partnership_evaluation.questions import progress_tables, school_progress
from partnership_evaluation.questions.school_progress import SchoolProgress

bounded = settings(derandomize=True, max_examples=100, deadline=None)
CLACTON, LANGER = "Clacton Coastal Academy", "Langer Primary Academy"
HAMFORD = "Hamford Primary Academy"
EVERYWHERE = "academies recording sub-levels"


@cache
def read(place):
    """Read one academy of the chain, taking six weeks where none are printed."""
    return school_progress.read("aet", place, weeks_if_not_stated=6)


def groups(place, **options):
    """Compare the groups of one academy, by name."""
    return progress_tables.subgroups(read(place), **options).set_index("Group")


def school(*rows, n, weeks=6):
    """Make an invented school: group, relation, sub-levels, pupils, pupils in the group."""
    columns = ["group", "relation", "sub_levels", "pupils", "pupils_in_group"]
    statements = pd.DataFrame(rows, columns=columns)
    statements["pupils_in_group"] = statements["pupils_in_group"].astype("Int64")
    nothing = pd.DataFrame(columns=["group", "year_group", "unit", "mean"])
    return SchoolProgress("Invented", weeks, True, n, statements, nothing)


def wilson(k, n, z):
    """Return Wilson's limits of a share."""
    centre, spread = k + z * z / 2, z * sqrt(k * (n - k) / n + z * z / 4)
    return (centre - spread) / (n + z * z), (centre + spread) / (n + z * z)


def newcombe(k1, n1, k2, n2, level=0.95):
    """Return Newcombe's limits of a difference of shares, joined from Wilson's by hand."""
    z = stats.norm.ppf(0.5 + level / 2)
    (low1, high1), (low2, high2) = wilson(k1, n1, z), wilson(k2, n2, z)
    gap = k1 / n1 - k2 / n2
    low = gap - sqrt((k1 / n1 - low1) ** 2 + (high2 - k2 / n2) ** 2)
    return low, gap + sqrt((high1 - k1 / n1) ** 2 + (k2 / n2 - low2) ** 2)


def points(number):
    """Write a share as whole points with a sign."""
    return f"{round(100 * number):+d}"


# Groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "group", "k1", "n1", "k2", "n2"),
    [
        # 17 of 29 in all; 6 of 13 on pupil premium, so 11 of the other 16 (paragraph 4).
        (CLACTON, "pupil premium", 6, 13, 11, 16),
        (CLACTON, "SEND", 3, 4, 14, 25),
        # 22 of 31 in all; 2 of 3 and 3 of 4 (paragraph 5).
        (LANGER, "EAL", 2, 3, 20, 28),
        (LANGER, "pupil premium", 3, 4, 19, 27),
    ],
)
def test_a_group_is_compared_with_the_other_pupils(place, group, k1, n1, k2, n2):
    """Fisher's test as SciPy has it; Newcombe's interval by hand and as statsmodels has it."""
    row = groups(place).loc[group]
    assert (row["Made a sub-level"], row["Other pupils"]) == (f"{k1} of {n1}", f"{k2} of {n2}")
    assert row["Difference"] == f"{points(k1 / n1 - k2 / n2)} points"
    low, high = newcombe(k1, n1, k2, n2)
    assert (low, high) == pytest.approx(
        confint_proportions_2indep(k1, n1, k2, n2, method="newcomb")
    )
    assert row["Interval"] == f"{points(low)} to {points(high)}"
    p_value = stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue
    assert row["p (Fisher)"] == f"{p_value:.2g}"


def test_the_pupil_premium_pupils_at_clacton_are_no_clear_case():
    """23 points fewer, from 51 fewer to 12 more; p = 0.27."""
    row = groups(CLACTON).loc["pupil premium"]
    assert row["Difference"] == "-23 points"
    assert (row["Interval"], row["p (Fisher)"]) == ("-51 to +12", "0.27")


def test_the_level_of_the_intervals_can_be_chosen():
    """A higher level is wider."""
    low, high = newcombe(6, 13, 11, 16, level=0.99)
    row = groups(CLACTON, confidence_level=0.99).loc["pupil premium"]
    assert row["Interval"] == f"{points(low)} to {points(high)}"


@pytest.mark.parametrize(
    ("place", "group", "made", "total", "n"),
    [(CLACTON, "male", 11, 17, 29), (LANGER, "SEND", 2, 22, 31)],
)
def test_a_group_of_unknown_size_is_bounded_over_every_size(place, group, made, total, n):
    """Every number of pupils that leaves room for those who made a gain and those who did not."""
    sizes = range(made, n - (total - made) + 1)
    differences = [
        Fraction(made, size) - Fraction(total - made, n - size) for size in sizes if size < n
    ]
    row = groups(place).loc[group]
    assert row["Made a sub-level"] == f"{made} of {sizes[0]} to {sizes[-1]}"
    low, high = points(min(differences)), points(max(differences))
    assert row["Difference"] == f"{low} to {high} points"
    assert pd.isna(row["Interval"]) and pd.isna(row["p (Fisher)"])


def test_everybody_and_those_who_made_nothing_are_no_group_to_compare():
    """One pupil with a statement made no sub-level; all pupils are compared with nobody."""
    assert groups(CLACTON).index.tolist() == ["pupil premium", "SEND", "male"]


def test_where_only_means_were_printed_there_is_nothing_to_compare():
    """An empty table with the same columns."""
    table = progress_tables.subgroups(read(HAMFORD))
    assert table.empty
    assert table.columns.tolist() == progress_tables.subgroups(read(CLACTON)).columns.tolist()


def test_all_statements_of_a_group_are_counted():
    """Three made exactly one and two made exactly two: five, as for the whole school."""
    found = school(
        ("all", "at_least", 1, 8, 12),
        ("EAL", "exactly", 1, 3, 6),
        ("EAL", "exactly", 2, 2, 6),
        n=12,
    )
    row = progress_tables.subgroups(found).set_index("Group").loc["EAL"]
    assert row["Made a sub-level"] in ("5 of 6", "3 to 5 of 6")


# Rates ---------------------------------------------------------------------------------------


def rates(place):
    """Set the gains of one academy against 3 points a year of 38 weeks, by group."""
    table = progress_tables.rate_table(read(place), points_per_year=3, school_weeks_per_year=38)
    return table.set_index("Group")


def test_the_rates_at_clacton_are_nine_times_the_expected():
    """21 or 22 sub-levels of 29 pupils are 42 or 44 points; 2 weeks of 3 points a year are 6/38."""
    table = rates(CLACTON)
    assert table.index.tolist() == ["all pupils, at least", "all pupils, at most"]
    for row, total in zip(table.to_dict("records"), (21, 22), strict=True):
        gain = 2 * total / 29
        assert row["Mean gain (points)"] == round(gain, 2)
        assert row["In sub-levels"] == round(total / 29, 2)
        assert row["Points per week"] == round(gain / 2, 2)
        assert row["Expected (points)"] == 0.16
        assert row["Times expected"] == round(gain / (6 / 38), 1)
        assert row["Levels a year"] == round(gain / 2 * 38 / 6, 1)
    assert table["Times expected"].tolist() == [9.2, 9.6]


def test_the_rates_at_hamford_are_those_of_the_printed_means():
    """1.5 points in 6 weeks, where 18/38 were expected, is 3.2 times; 2.9 is 6.1 times."""
    table = rates(HAMFORD)
    assert table.loc["all, year 5", "Times expected"] == round(1.5 / (18 / 38), 1) == 3.2
    assert table.loc["SEND, year 6", "Times expected"] == round(2.9 / (18 / 38), 1) == 6.1
    assert table.loc["SEND, year 6", "In sub-levels"] == 1.45
    assert len(table) == 6


def test_means_in_sub_levels_are_turned_into_points():
    """Two points each: 1.75 sub-levels are 3.5 points."""
    assert rates(EVERYWHERE).loc["EAL, year all", "Mean gain (points)"] == 3.5


def test_a_gain_that_is_known_has_one_row():
    """Four of eight pupils made exactly one sub-level: half a sub-level, one point."""
    found = school(("all", "exactly", 1, 4, 8), n=8)
    table = progress_tables.rate_table(found, points_per_year=3, school_weeks_per_year=36)
    assert table["Group"].tolist() == ["all pupils"]
    assert table["Mean gain (points)"].tolist() == [1.0]
    assert table["Times expected"].tolist() == [2.0]


# Means of groups -----------------------------------------------------------------------------


def implied(everybody, boys, girls):
    """Return what three printed means imply."""
    frame = pd.DataFrame(
        {"group": ["all", "male", "female"], "mean": [str(everybody), str(boys), str(girls)]}
    )
    return progress_tables.implications(frame)


def test_girls_are_at_least_half_and_gained_at_least_as_much_as_all():
    """1 + share x (girls - 1) = 1.5 with girls below 2: more than half, and at least 1.5."""
    means = tables.read("aet/mean_gains").query("unit == 'sub_levels'")
    found = progress_tables.implications(means)
    assert (found["girls_mean_low"], found["girls_mean_high"]) == (1, 2)
    assert (found["girls_share_low"], found["girls_share_high"]) == (0.5, 1)
    assert found["least_girls_mean"] == 1.5


@bounded
@given(*[st.integers(0, 12)] * 3)
def test_the_share_of_girls_solves_the_equation_of_the_means(everybody, boys, girls):
    """Means in quarters: boys + share x (girls - boys) = all, and no share where none solves it."""
    whole, part, other = (Fraction(number, 4) for number in (everybody, boys, girls))
    found = implied(*(float(number) for number in (whole, part, other)))
    share = found["girls_share_low"]
    if part == other:
        assert pd.isna(share) == (whole != part)
    elif not 0 <= (whole - part) / (other - part) <= 1:
        assert pd.isna(share)
    else:
        assert share == found["girls_share_high"] == float((whole - part) / (other - part))


@settings(bounded, max_examples=60)
@given(st.integers(0, 16), st.integers(0, 16), st.integers(0, 3))
def test_a_cell_without_decimals_leaves_every_share_that_a_search_finds(everybody, boys, girls):
    """Girls' means in twentieths from the whole number up to the next, ends included."""
    whole, part = Fraction(everybody, 8), Fraction(boys, 8)
    found = implied(float(whole), float(part), f"{girls}.")
    shares = [
        (whole - part) / (Fraction(step, 20) + girls - part)
        for step in range(21)
        if Fraction(step, 20) + girls != part
    ]
    possible = [share for share in shares if 0 <= share <= 1]
    if possible:
        # The ends of a range of floating numbers are those of the exact ones, rounded.
        assert found["girls_share_low"] <= float(min(possible))
        assert found["girls_share_high"] >= float(max(possible))


def test_the_least_mean_of_girls_is_below_that_of_all_where_boys_gained_more():
    """Boys 2, all 1.5, girls 1 to 2: with half girls, 1 is enough."""
    found = implied("1.5", "2", "1.")
    assert found["girls_share_low"] == 0.5
    assert found["least_girls_mean"] == 1


def test_the_mean_needed_elsewhere_is_that_of_the_remaining_pupils():
    """22 of 29 at Clacton and 24 of 31 at Langer are 46 of 60; 1.5 of all is asked."""
    overall = pd.DataFrame({"group": ["all"], "mean": ["1.5"]})
    table = progress_tables.mean_needed_elsewhere([read(CLACTON), read(LANGER)], overall)
    assert table["Pupils rebuilt"].tolist() == [60] * 3
    assert table["Their mean gain at most"].tolist() == [0.77] * 3
    assert table["Pupils elsewhere"].tolist() == [30, 60, 120]
    for elsewhere, needed in zip((30, 60, 120), table["Mean gain needed there"], strict=True):
        together = 46 + needed * elsewhere
        assert together / (60 + elsewhere) == pytest.approx(1.5, abs=0.005)
    assert table["Mean gain needed there"].tolist() == [2.97, 2.23, 1.87]


@pytest.mark.parametrize(("places", "ratios"), [([], (1,)), ([CLACTON], (0,))])
def test_nobody_elsewhere_is_refused_in_words(places, ratios):
    """A mean of nobody cannot be needed."""
    overall = pd.DataFrame({"group": ["all"], "mean": ["1.5"]})
    with pytest.raises(ValueError):
        progress_tables.mean_needed_elsewhere(map(read, places), overall, ratios=ratios)


# Quantities ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def overall():
    """Means over the schools that recorded sub-levels."""
    return tables.read("aet/mean_gains").query("unit == 'sub_levels'")


def test_the_conclusions_about_clacton_rest_on_exact_numbers(overall):
    """11/16 less 6/13; boys from 11/23 less 6/6 to 11/11 less 6/18; 1 less 1.5 sub-levels."""
    found = progress_tables.quantities(read(CLACTON), overall)
    assert found["share_made"] == (Fraction(17, 29),) * 2
    assert found["pupil_premium_gap"] == (Fraction(11, 16) - Fraction(6, 13),) * 2
    low, high = found["male_difference"]
    assert (low, high) == pytest.approx((11 / 23 - 1, 1 - 6 / 18))
    assert found["slowest_vulnerable_minus_all"] == (Fraction(-1, 2),) * 2


def test_the_conclusions_about_hamford_rest_on_the_printed_means(overall):
    """1.5 and 2.2 points are 0.75 and 1.1 sub-levels, 2.9 are 1.45; 2.9 less 2.2 is 0.7 points."""
    found = progress_tables.quantities(read(HAMFORD), overall)
    assert found["year_5_sub_levels"] == (Fraction(3, 4),) * 2
    assert found["year_6_sub_levels"] == (Fraction(11, 10),) * 2
    assert found["send_year_6_sub_levels"] == (Fraction(29, 20),) * 2
    assert found["send_minus_all_year_6"] == (Fraction(7, 10),) * 2
    assert found["share_made"] is None and found["pupil_premium_gap"] is None


def test_what_a_school_does_not_print_is_open(overall):
    """Langer says nothing of boys, Clacton nothing of years."""
    assert progress_tables.quantities(read(LANGER), overall)["male_difference"] is None
    assert progress_tables.quantities(read(CLACTON), overall)["year_5_sub_levels"] is None


def test_every_conclusion_about_progress_has_its_quantity(overall):
    """No report stops because a quantity was not computed."""
    concluded = tables.read("aet/conclusions").query("analysis == 'sublevel_progress'")
    for place in (CLACTON, LANGER, HAMFORD):
        here = concluded[concluded["place"].isin([place, EVERYWHERE])]
        found = progress_tables.quantities(read(place), overall)
        assert set(here["quantity"]) <= set(found)


def test_without_means_across_schools_that_quantity_is_open():
    """As every other quantity that was not printed."""
    found = progress_tables.quantities(read(LANGER), read(LANGER).means)
    assert found["slowest_vulnerable_minus_all"] is None


def test_the_gap_at_langer_covers_both_readings(overall):
    """3/4 less 19/27, or less 20/27."""
    low, high = progress_tables.quantities(read(LANGER), overall)["pupil_premium_gap"]
    assert low <= Fraction(3, 4) - Fraction(20, 27) < Fraction(3, 4) - Fraction(19, 27) <= high


def test_a_pupil_premium_group_of_unknown_size_leaves_the_gap_open(overall):
    """As the boys at Clacton."""
    found = school(("all", "at_least", 1, 8, 12), ("pupil premium", "at_least", 1, 3, None), n=12)
    assert progress_tables.quantities(found, overall)["pupil_premium_gap"] is not None


def test_a_school_that_prints_one_year_leaves_the_other_open(overall):
    """Year 5 alone."""
    hamford = read(HAMFORD)
    one_year = replace(hamford, means=hamford.means.query("year_group == '5' and group == 'all'"))
    found = progress_tables.quantities(one_year, overall)
    assert found["year_5_sub_levels"] == (Fraction(3, 4),) * 2
    assert found["year_6_sub_levels"] is None
