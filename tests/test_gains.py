"""Every distribution of gains that fits what was said about a group of pupils."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import gains, tables
from partnership_evaluation.gains import StatementError, distributions

bounded = settings(derandomize=True, max_examples=80, deadline=None)


def said(*statements):
    """Write statements as a table: relation, sub-levels, pupils."""
    return pd.DataFrame(statements, columns=["relation", "sub_levels", "pupils"])


def printed(place, group="all"):
    """Take the statements about one group of one academy from the tables."""
    frame = tables.read("aet/gains")
    return frame[(frame["place"] == place) & (frame["group"] == group)]


def every_distribution(statements, n, values, reading):
    """Try every way to give n pupils these gains, and keep those that meet every statement."""
    largest = max(sub_levels for _, sub_levels, _ in statements) if statements else None
    for counts in product(range(n + 1), repeat=len(values)):
        met = sum(counts) == n
        for relation, sub_levels, pupils in statements:
            nested = reading == "nested" and sub_levels < largest
            at_least = relation == "at_least" or nested
            chosen = [v >= sub_levels if at_least else v == sub_levels for v in values]
            met &= sum(c for c, take in zip(counts, chosen, strict=True) if take) == pupils
        if met:
            yield counts


# Clacton and Langer --------------------------------------------------------------------------


def test_the_statements_about_clacton_leave_one_distribution():
    """17 of 29 at least one, 3 made two, 1 made three: 12, 13, 3, 1 (counted by hand)."""
    clacton = distributions(printed("Clacton Coastal Academy"), n=29)
    assert clacton.counts.tolist() == [[12, 13, 3, 1]] and clacton.size == 1


def test_the_mean_gain_at_clacton_is_22_of_29_sub_levels():
    """Thirteen ones, three twos and a three."""
    clacton = distributions(printed("Clacton Coastal Academy"), n=29)
    assert clacton.mean() == (Fraction(22, 29), Fraction(22, 29))
    assert clacton.share_at_least(1) == (Fraction(17, 29), Fraction(17, 29))


def test_langer_as_worded_is_one_distribution():
    """22 made one, 1 made two, so 8 of the 31 made none or three."""
    langer = distributions(printed("Langer Primary Academy"), n=31, highest=2)
    assert langer.counts.tolist() == [[8, 22, 1]]


def test_langer_read_as_nested_has_one_pupil_fewer_who_progressed():
    """The one who made two is then among the 22."""
    langer = distributions(printed("Langer Primary Academy"), n=31, highest=2, reading="nested")
    assert langer.counts.tolist() == [[9, 21, 1]]
    assert langer.mean() == (Fraction(23, 31), Fraction(23, 31))


def test_unreported_falls_widen_the_range_downwards_only():
    """Whoever is not said to have progressed may have lost a sub-level."""
    clacton = distributions(printed("Clacton Coastal Academy"), n=29, lowest=-1)
    assert clacton.mean() == (Fraction(22 - 12, 29), Fraction(22, 29))
    assert clacton.size == 13


# Any statements ------------------------------------------------------------------------------

statements = st.lists(
    st.tuples(st.sampled_from(["exactly", "at_least"]), st.integers(0, 3), st.integers(0, 5)),
    max_size=3,
)


@bounded
@given(statements, st.integers(1, 5), st.integers(-1, 0), st.sampled_from(gains.READINGS))
def test_the_distributions_are_those_that_a_search_of_all_finds(stated, n, lowest, reading):
    """No distribution is missed, none is listed twice, and none breaks a statement."""
    found = distributions(said(*stated), n=n, lowest=lowest, reading=reading)
    expected = list(every_distribution(stated, n, found.values, reading))
    assert sorted(map(tuple, found.counts.tolist())) == sorted(expected)
    assert found.size == len(expected)


@bounded
@given(statements, st.integers(1, 5))
def test_ranges_are_reached_at_the_distributions_that_reach_them(stated, n):
    """Smallest and largest mean and share, over the full list."""
    found = distributions(said(*stated), n=n)
    if found.size:
        means = [Fraction(int(row @ np.arange(4)), n) for row in found.counts]
        assert found.mean() == (min(means), max(means))
        shares = [Fraction(int(row[2:].sum()), n) for row in found.counts]
        assert found.share_at_least(2) == (min(shares), max(shares))
        for largest, end in ((False, min(means)), (True, max(means))):
            pupils = found.extreme(largest=largest)
            assert len(pupils) == n and Fraction(int(pupils.sum()), n) == end
            assert sorted(pupils) == list(pupils)


@pytest.mark.parametrize(("n", "highest"), [(1, 1), (5, 3), (29, 3), (10, 5)])
def test_without_statements_the_number_of_distributions_is_binomial(n, highest):
    """Stars and bars: n + gains - 1 over gains - 1."""
    assert distributions(said(), n=n, highest=highest).size == math.comb(n + highest, highest)


# What cannot be used -------------------------------------------------------------------------


def test_statements_that_contradict_each_other_leave_nothing():
    """More made two than made at least one."""
    found = distributions(said(("at_least", 1, 1), ("exactly", 2, 2)), n=3)
    assert found.size == 0
    for question in (found.mean, lambda: found.share_at_least(1)):
        with pytest.raises(StatementError, match="contradict each other"):
            question()


def test_the_extreme_of_contradicting_statements_is_refused_in_the_same_words():
    """As mean and share are."""
    found = distributions(said(("at_least", 1, 1), ("exactly", 2, 2)), n=3)
    with pytest.raises(StatementError, match="contradict each other"):
        found.extreme(largest=True)


@pytest.mark.parametrize(
    ("relation", "reading", "found"),
    [("more_than", "as_worded", "'more_than'"), ("exactly", "loose", "'loose'")],
)
def test_an_unknown_relation_or_reading_is_refused(relation, reading, found):
    """The error shows the words there are."""
    with pytest.raises(StatementError, match=f"as_worded, nested; found {found}"):
        distributions(said((relation, 1, 1)), n=3, reading=reading)


@pytest.mark.parametrize("n", [0, -1, 201])
def test_a_group_too_small_or_too_large_is_refused(n):
    """The error gives the limits."""
    with pytest.raises(StatementError, match=f"1 to 200 pupils; found {n}"):
        distributions(said(), n=n)


def test_more_distributions_than_fit_in_memory_are_refused():
    """The error says how many pupils over how many gains, and what to narrow."""
    with pytest.raises(StatementError, match=r"found 200 pupils over 6 gains. Narrow"):
        distributions(said(), n=200, highest=5)


def test_a_single_possible_gain_leaves_one_distribution():
    """Everybody made it."""
    assert distributions(said(), n=3, lowest=1, highest=1).counts.tolist() == [[3]]


def test_a_range_upside_down_is_refused():
    """The error is about the statement's range, not about combinations."""
    with pytest.raises(StatementError):
        distributions(said(), n=3, lowest=3, highest=1)


def test_a_list_of_all_pupils_needs_no_rebuilding():
    """Counts of everybody are the one distribution, however many pupils, also where levels fell."""
    stated = said(("exactly", -1, 20), ("exactly", 0, 150), ("exactly", 2, 130))
    found = distributions(stated, n=300, highest=2)
    assert found.values == (-1, 0, 1, 2) and found.counts.tolist() == [[20, 150, 0, 130]]
    assert distributions(stated, n=300, highest=2, reading="nested").size == 0
