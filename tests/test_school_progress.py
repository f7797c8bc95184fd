"""What one school printed about progress, and the gains that could lie behind it."""

from fractions import Fraction
from functools import cache
from itertools import product

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from partnership_evaluation import tables
from partnership_evaluation.questions import school_progress
from partnership_evaluation.questions.school_progress import SchoolProgress, SchoolProgressError

CLACTON, LANGER = "Clacton Coastal Academy", "Langer Primary Academy"
HAMFORD = "Hamford Primary Academy"


@cache
def read(place, **options):
    """Read one academy of the chain."""
    return school_progress.read("aet", place, **{"weeks_if_not_stated": 6} | options)


def school(*rows, n=None):
    """Make an invented school: group, relation, sub-levels, pupils, pupils in the group."""
    columns = ["group", "relation", "sub_levels", "pupils", "pupils_in_group"]
    statements = pd.DataFrame(rows, columns=columns)
    statements["pupils_in_group"] = statements["pupils_in_group"].astype("Int64")
    nothing = pd.DataFrame(columns=["group", "year_group", "unit", "mean"])
    return SchoolProgress("Invented", 6, True, n, statements, nothing)


def splits(n, *, made, two, highest=3):
    """List pupils with gains of 0 to highest that a search finds under both readings.

    Made: pupils with at least one; two: pupils with exactly two, or at least two when the
    higher gains are counted among the lower.
    """
    for counts in product(range(n + 1), repeat=highest + 1):
        if sum(counts) == n and sum(counts[1:]) == made and two(counts):
            yield list(counts)


# Gains rebuilt -------------------------------------------------------------------------------


def test_both_readings_of_what_clacton_prints_leave_one_distribution_each():
    """17 of 29 made at least one sub-level, three made two, one made three (paragraph 4)."""
    rebuilt = read(CLACTON).rebuilt()
    assert rebuilt["as_worded"].counts.tolist() == [[12, 13, 3, 1]]
    assert rebuilt["nested"].counts.tolist() == [[12, 14, 2, 1]]
    worded = splits(29, made=17, two=lambda counts: counts[2:] == (3, 1))
    nested = splits(29, made=17, two=lambda counts: sum(counts[2:]) == 3 and counts[3] == 1)
    assert [*worded, *nested] == [[12, 13, 3, 1], [12, 14, 2, 1]]


def test_the_mean_gain_at_clacton_is_21_or_22_of_29():
    """13 + 2 x 3 + 3 is 22; 14 + 2 x 2 + 3 is 21."""
    assert read(CLACTON).mean_sub_levels() == (Fraction(21, 29), Fraction(22, 29))
    assert read(CLACTON).share_made() == (Fraction(17, 29), Fraction(17, 29))


def test_at_langer_22_or_23_of_31_made_a_sub_level():
    """22 made one and one made two: the one among the 22, or besides (paragraph 5)."""
    found = read(LANGER)
    assert found.rebuilt()["as_worded"].counts.tolist() == [[8, 22, 1]]
    assert found.rebuilt()["nested"].counts.tolist() == [[9, 21, 1]]
    assert found.share_made() == (Fraction(22, 31), Fraction(23, 31))
    assert found.mean_sub_levels() == (Fraction(23, 31), Fraction(24, 31))


def test_the_gains_of_a_group_are_rebuilt_from_its_own_statements():
    """6 of 13 pupil premium pupils made at least one, one made two; the other five one or three."""
    rebuilt = read(CLACTON).rebuilt("pupil premium")["as_worded"]
    expected = [[7, ones, 1, 5 - ones] for ones in range(6)]
    assert sorted(rebuilt.counts.tolist()) == sorted(expected)


@pytest.mark.parametrize("group", ["male", "no such group"])
def test_a_group_without_size_or_statement_has_no_gains(group):
    """How many boys there were was not printed."""
    assert read(CLACTON).rebuilt(group) == {}


def test_where_only_means_were_printed_nothing_is_rebuilt():
    """Hamford prints mean points by year (paragraphs 6 and 7)."""
    found = read(HAMFORD)
    assert found.rebuilt() == {}
    assert found.share_made() is None and found.mean_sub_levels() is None
    assert found.n is None


def test_a_reading_that_is_impossible_leaves_the_other():
    """Two pupils, 'two made one sub-level and one made two': the one must be among the two."""
    found = school(("all", "exactly", 1, 2, 2), ("all", "exactly", 2, 1, 2), n=2)
    assert found.mean_sub_levels() == (Fraction(3, 2), Fraction(3, 2))


# Sentences -----------------------------------------------------------------------------------


def test_the_sentence_on_clacton_has_the_exact_interval():
    """17 of 29, Clopper-Pearson as statsmodels has it."""
    low, high = proportion_confint(17, 29, method="beta")
    assert read(CLACTON).sentence() == (
        f"{CLACTON}: 17 of 29 pupils made at least one sub-level in 2 weeks; "
        f"59% (95% interval {100 * low:.0f}% to {100 * high:.0f}%)."
    )
    assert "(90% interval" in read(CLACTON).sentence(confidence_level=0.9)


def test_the_sentence_on_hamford_says_that_there_is_no_interval():
    """Means of both years, without the number of pupils."""
    assert read(HAMFORD).sentence() == (
        f"{HAMFORD} prints mean gains of 1.5 and 2.2 points in 6 weeks (years 5 and 6), without "
        "the number of pupils behind them, so they have no interval."
    )


def test_the_interval_at_langer_covers_both_counts():
    """From the lower limit of 22 to the upper limit of 23 of 31, which is 88 per cent."""
    high = proportion_confint(23, 31, method="beta")[1]
    assert f"{100 * high:.0f}%" in read(LANGER).sentence()


def test_more_than_two_possible_counts_are_a_range():
    """Two made one, one made two, one made three: 2, 3 or 4 pupils in all."""
    found = school(
        ("all", "exactly", 1, 2, 9), ("all", "exactly", 2, 1, 9), ("all", "exactly", 3, 1, 9), n=9
    )
    assert found.share_made() == (Fraction(2, 9), Fraction(4, 9))
    assert "2 to 4 of 9" in found.sentence()


# Reading -------------------------------------------------------------------------------------


def test_weeks_are_taken_from_the_document_or_else_as_assumed():
    """Two weeks are printed for Clacton and six for Hamford; for Langer none."""
    assert (read(CLACTON).weeks, read(CLACTON).weeks_stated) == (2, True)
    assert (read(HAMFORD).weeks, read(HAMFORD).weeks_stated) == (6, True)
    found = read(LANGER, weeks_if_not_stated=8)
    assert (found.weeks, found.weeks_stated) == (8, False)


def test_each_school_holds_its_own_rows():
    """None is lost and none belongs to two."""
    for table, part in (("gains", "statements"), ("mean_gains", "means")):
        found = [getattr(read(place), part) for place in school_progress.places("aet")]
        assert sum(map(len, found)) == len(tables.read(f"aet/{table}"))
    assert read(CLACTON).statements["place"].unique().tolist() == [CLACTON]


def test_schools_are_listed_once_in_the_order_of_the_tables():
    """Those with statements first; a case without progress has none."""
    assert school_progress.places("aet") == [
        CLACTON,
        LANGER,
        HAMFORD,
        "academies recording sub-levels",
    ]
    assert school_progress.places("sutton") == []


def test_an_unknown_school_is_refused_with_the_list():
    """The rule, what was found, what there is."""
    with pytest.raises(SchoolProgressError, match=f"found no 'Clacton'.*Known: {CLACTON}"):
        read("Clacton")


def test_a_case_whose_gains_name_no_school_is_refused_in_words():
    """Camden prints one mean gain, of year 5."""
    with pytest.raises(SchoolProgressError, match="Known"):
        school_progress.read("camden", "Camden", weeks_if_not_stated=6)


def test_a_case_that_prints_only_means_can_be_read(monkeypatch):
    """As Hamford alone would be."""
    real_exists, real_read = tables.exists, tables.read

    def read_only_means(name):
        if name == "aet/gains":
            raise tables.DataError("no such table")
        return real_read(name)

    monkeypatch.setattr(tables, "exists", lambda name: name != "aet/gains" and real_exists(name))
    monkeypatch.setattr(tables, "read", read_only_means)
    found = school_progress.read("aet", HAMFORD, weeks_if_not_stated=6)
    assert not found.means.empty
