"""From the words of a document to counts, states and intervals of each factor."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import factors, tables
from partnership_evaluation.factors import FactorError

bounded = settings(derandomize=True, max_examples=80, deadline=None)


def stated(*rows):
    """Write factors as a table: label, smallest and largest count, cases."""
    frame = pd.DataFrame(rows, columns=["label", "present_low", "present_high", "of_number"])
    return frame.astype({name: "Int64" for name in frame.columns[1:]})


@st.composite
def counted(draw, cases=6):
    low = draw(st.integers(0, cases))
    return low, draw(st.integers(low, cases))


# Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["north-south/factors", "portswood/factors"])
def test_the_counts_typed_from_a_document_are_those_that_its_words_allow(name):
    """Every counted row, read again from the words; rows without words have no count."""
    rows = tables.read(name)
    for row in rows.dropna(subset=["words"]).itertuples():
        found = factors.counts_in_words(row.words, of_number=int(row.of_number))
        assert found == (row.present_low, row.present_high), row.factor
    assert rows.loc[rows["words"].isna(), ["present_low", "present_high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("words", "n", "expected"),
    [
        ("all six", 6, (6, 6)),
        ("In all cases", 6, (6, 6)),
        ("Five of the six", 6, (5, 5)),
        ("two of our six", 6, (2, 2)),
        ("all but one", 12, (11, 11)),
        ("All schools in the project, except two", 12, (10, 10)),
        ("Most", 6, (4, 6)),
        ("most", 7, (4, 7)),
        ("nearly all", 6, (4, 5)),
        ("less than half", 6, (1, 2)),
        ("half", 6, (3, 3)),
        ("some", 6, (1, 6)),
        ("many", 15, (2, 15)),
        ("none", 6, (0, 0)),
        ("only one", 15, (1, 1)),
        ("at least three", 6, (3, 6)),
        ("Two schools also report", 12, (2, 12)),
        ("two schools", 12, (2, 2)),
    ],
)
def test_words_of_quantity_become_the_widest_range_they_allow(words, n, expected):
    """Most is more than half; a verb such as report makes a count a lower limit."""
    assert factors.counts_in_words(words, of_number=n) == expected


@pytest.mark.parametrize("words", [None, "", "  ", float("nan"), pd.NA])
def test_a_factor_without_words_is_not_counted(words):
    """Nothing is filled in."""
    assert factors.counts_in_words(words, of_number=6) is None


@pytest.mark.parametrize(
    ("words", "n", "message"),
    [
        ("five of the six", 12, "as many cases as there are.*five of the six.*12"),
        ("seven", 6, "No more cases.*'seven' of 6"),
        ("moost", 6, "found 'moost'. Did you mean 'most'"),
        ("all six", 5, "found 'all six' where there are 5"),
    ],
)
def test_words_that_cannot_be_counted_are_refused(words, n, message):
    """Unknown words, and words that speak of other cases; the nearest known word is offered."""
    with pytest.raises(FactorError, match=message):
        factors.counts_in_words(words, of_number=n)


@pytest.mark.parametrize("pairs", [1, 2, 3, 4])
def test_schools_with_a_factor_bound_the_pairs_that_have_it(pairs):
    """Against every way in which so many schools can be spread over the pairs."""
    for k in range(2 * pairs + 1):
        spread = [
            [sum(school // 2 == pair for school in chosen) for pair in range(pairs)]
            for chosen in combinations(range(2 * pairs), k)
        ]
        both = [sum(count == 2 for count in counts) for counts in spread]
        either = [sum(count >= 1 for count in counts) for counts in spread]
        found = factors.pairs_from_schools(k, pairs=pairs)
        assert found == {"both": (min(both), max(both)), "either": (min(either), max(either))}


# The matrix ----------------------------------------------------------------------------------


@bounded
@given(st.lists(counted(), min_size=1, max_size=5), st.integers(0, 3))
def test_every_row_of_the_matrix_has_as_many_of_each_state_as_the_words_say(counts, others):
    """Present up to the smallest count, open up to the largest, absent beyond; others not asked."""
    rows = [(f"factor {place}", low, high, 6) for place, (low, high) in enumerate(counts)]
    matrix = factors.coded_matrix(stated(*rows), of_number=6, others=others)
    assert matrix.shape == (len(rows), 6 + others)
    for (low, high), (_, row) in zip(counts, matrix.iterrows(), strict=True):
        assert row.tolist() == (
            ["present"] * low
            + ["not mentioned"] * (high - low)
            + ["absent"] * (6 - high)
            + ["not asked"] * others
        )


def test_a_factor_that_is_only_listed_is_not_mentioned_and_not_absent():
    """Absence of a count is no count of absence."""
    matrix = factors.coded_matrix(stated(("morale", None, None, None)), of_number=6)
    assert matrix.loc["morale"].tolist() == ["not mentioned"] * 6


def test_the_states_of_a_contrast_stand_to_the_right():
    """The failed school: what it had, what it lacked, what is not mentioned, what was not asked."""
    frame = stated(("a", 2, 2, 2), ("b", None, None, None), ("c", 1, 2, 2), ("d", 2, 2, 2))
    frame["factor"] = frame["label"]
    contrast = pd.DataFrame(
        {"factor": ["a", "b", "c"], "present_low": [1, 0, None], "present_high": [1, 0, None]}
    ).astype({"present_low": "Int64", "present_high": "Int64"})
    matrix = factors.coded_matrix(frame, of_number=2, others=1, contrast=contrast)
    assert matrix["3"].tolist() == ["present", "absent", "not mentioned", "not asked"]


def test_factors_counted_over_schools_are_not_laid_out_over_partnerships():
    """Counts of twelve schools stay out of a matrix of six partnerships."""
    frame = stated(("all", 6, 6, 6), ("exchange", 11, 11, 12), ("listed", None, None, None))
    assert factors.coded_matrix(frame, of_number=6).index.tolist() == ["all", "listed"]
    assert factors.coded_matrix(frame, of_number=12).index.tolist() == ["exchange", "listed"]


def test_every_state_of_the_printed_factors_has_a_tile():
    """The matrix of the document can be drawn, each state with a sign of its own."""
    matrix = factors.coded_matrix(tables.read("north-south/factors"), of_number=6, others=11)
    assert set(matrix.to_numpy().ravel()) == set(factors.TILES)
    assert len({sign for _, sign in factors.TILES.values()}) == len(factors.TILES) == 4


def test_more_cases_with_a_factor_than_cases_are_not_laid_out():
    """The error gives the counts."""
    with pytest.raises(FactorError, match="found 6 to 7 of 6"):
        factors.coded_matrix(stated(("a", 6, 7, 6)), of_number=6)


# Intervals -----------------------------------------------------------------------------------


def test_six_of_six_may_still_be_54_in_a_hundred():
    """Clopper-Pearson: the lower limit of 6 of 6 is the sixth root of 0.025, 0.541."""
    (row,) = factors.prevalence_intervals(stated(("a", 6, 6, 6))).to_dict("records")
    assert row["low"] == pytest.approx(0.025 ** (1 / 6)) and round(row["low"], 3) == 0.541
    assert (row["estimate"], row["high"], row["present"], row["n"]) == (1, 1, "6", 6)


@bounded
@given(counted())
def test_the_interval_of_a_range_covers_the_interval_of_every_count_in_it(ends):
    """From the lower limit of the smallest to the upper limit of the largest."""
    low, high = ends
    (whole,) = factors.prevalence_intervals(stated(("a", low, high, 6))).to_dict("records")
    rows = [(str(k), k, k, 6) for k in range(low, high + 1)]
    each = factors.prevalence_intervals(stated(*rows))
    assert (whole["low"], whole["high"]) == (each["low"].min(), each["high"].max())
    assert whole["present"] == (str(low) if low == high else f"{low} to {high}")


def test_factors_that_were_only_listed_have_no_interval():
    """They are left out, not counted as none."""
    frame = stated(("a", 6, 6, 6), ("b", None, None, None))
    assert factors.prevalence_intervals(frame)["label"].tolist() == ["a"]
