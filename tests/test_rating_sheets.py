"""Ratings as printed: counts of several people, one person, one word."""

from fractions import Fraction
from functools import cache

import pandas as pd
import pytest

from partnership_evaluation import tables
from partnership_evaluation.figures import ratings as figures_ratings
from partnership_evaluation.questions import (
    rating_sheet_summary,
    rating_sheet_tables,
    rating_sheets,
)
from partnership_evaluation.ratings.tables import Item

CASES = {
    "sutton": {},
    "george-abbot": {"took_part": 36},
    "eos": {"most_answers": 10},
    "portswood": {"took_part": 15},
}


@cache
def sheet_of(case):
    """Read the ratings of a case study once; comparisons are kept with them."""
    return rating_sheets.read(case)


def test_each_way_of_printing_ratings_is_recognised():
    """Rea et al. (2015): Tables 8 and 5, Table 4, and the questionnaire of one head."""
    kinds = {case: sheet_of(case).kind for case in CASES}
    assert kinds == {
        "sutton": "counts",
        "george-abbot": "counts",
        "eos": "words",
        "portswood": "one_person",
    }


def test_the_best_category_comes_first_whichever_end_the_form_puts_it():
    """George Abbot: 5 is best; Portswood: 1 is best."""
    assert sheet_of("george-abbot").categories == ("5", "4", "3", "2", "1")
    assert sheet_of("portswood").categories == ("1", "2", "3", "4", "5")
    assert sheet_of("eos").categories == ("high", "med", "low")


def test_favourable_counts_are_those_the_document_states():
    """George Abbot, paragraphs on the strands: 12, 10, 15, 11 of 18 and 7 of 10 gave 4 or 5."""
    found = rating_sheet_tables.summary(sheet_of("george-abbot"))
    stated = ["12 of 18", "10 of 18", "15 of 18", "11 of 18", "7 of 10"]
    assert found["Favourable"].tolist() == stated


def test_every_pair_of_parts_with_as_many_answers_is_compared():
    """Seven parts give 21 pairs; four strands of 18 give 6, the one of 10 is left out."""
    assert len(sheet_of("sutton").pairs) == 21
    pairs = sheet_of("george-abbot").pairs
    assert len(pairs) == 6 and "cross-phase" not in {*pairs["item"], *pairs["other"]}


def test_walks_were_rated_above_the_literature_however_ratings_are_paired():
    """2, 9, 1, 0 against 0, 7, 4, 1: at least four above, at most one below."""
    pairs = sheet_of("sutton").pairs.set_index(["item", "other"])
    row = pairs.loc[("learning-walks", "literature")]
    assert (round(row["better_low"] * 12), round(row["worse_high"] * 12)) == (4, 1)
    assert row["verdict"] == "supported"
    # Seven above and none below are possible: 2 / 128, corrected for 21 comparisons at the least.
    assert row["p_low"] >= 2 / 128


def test_a_sheet_without_counts_has_nothing_to_compare():
    """Tables are empty and say nothing."""
    for case in ("eos", "portswood"):
        sheet = sheet_of(case)
        assert sheet.pairs.empty
        assert rating_sheet_tables.summary(sheet).empty and rating_sheet_tables.orders(sheet).empty
        assert rating_sheet_tables.comparison_table(sheet).empty
        assert rating_sheet_tables.among_all(sheet, took_part=100).empty


def test_marks_show_one_rating_an_item():
    """Four statements with the second point, one with the first."""
    marks = rating_sheet_tables.marks(sheet_of("portswood")) == "rated so"
    assert marks.sum(axis=1).tolist() == [1] * 5
    assert marks.sum().tolist() == [1, 4, 0, 0, 0]
    assert rating_sheet_tables.marks(sheet_of("sutton")).empty


def test_those_who_left_can_turn_a_majority():
    """12 of 18, and 18 more of 36: from 12 to 30 of 36."""
    found = rating_sheet_tables.among_all(sheet_of("george-abbot"), took_part=36)
    assert found.iloc[0, -1] == "33% to 83%" and len(found) == 4
    assert rating_sheet_tables.among_all(sheet_of("sutton"), took_part=12).empty


@pytest.mark.parametrize("case", CASES)
def test_every_conclusion_of_a_case_rests_on_a_computed_quantity(case):
    """Each has a pair of numbers in order, or None."""
    concluded = tables.read(f"{case}/conclusions").query("analysis == 'rating_distributions'")
    found = rating_sheet_summary.quantities(
        sheet_of(case), most_answers=CASES[case].get("most_answers", 0)
    )
    assert len(concluded) >= 3 and set(concluded["quantity"]) <= set(found)
    assert all(ends is None or ends[0] <= ends[1] for ends in found.values())


def test_conclusions_are_decided_as_by_hand():
    """Peer observation leads by 15 of 18 less 7 of 10, the largest share of the others."""
    abbot = rating_sheet_summary.quantities(sheet_of("george-abbot"))
    assert abbot["lead_observation"] == (Fraction(15, 18) - Fraction(7, 10),) * 2
    assert abbot["best_lead_cross-phase"] == (Fraction(4, 10) - Fraction(7, 18),) * 2
    sutton = rating_sheet_summary.quantities(sheet_of("sutton"))
    assert sutton["gap_learning-walks_literature"] == (Fraction(4, 12),) * 2
    assert sutton["spread_questioning_engagement_assessment"] == (0, 0)
    assert sutton["best_spread_questioning_engagement_assessment"] == (Fraction(4, 12),) * 2
    eos = rating_sheet_summary.quantities(sheet_of("eos"), most_answers=10)
    assert eos["rated_high"] == (6, 6) and eos["answers_behind"] == (Fraction(4, 10), 1)
    head = rating_sheet_summary.quantities(sheet_of("portswood"))
    assert head["worst_steps_from_best"] == (1, 1) and head["steps_from_best_5"] == (0, 0)


@pytest.mark.parametrize(("answers", "words", "fewest"), [(10, 3, 4), (3, 3, 2), (1, 3, 1)])
def test_the_smallest_plurality_beats_an_even_split(answers, words, fewest):
    """With one fewer, some other word would have at least as many."""
    assert rating_sheet_summary.smallest_plurality(answers, words) == fewest
    assert (fewest - 1) * words <= answers < fewest * words


@pytest.mark.parametrize("case", CASES)
def test_sentences_and_dangers_carry_numbers(case):
    """A danger without a size is only a worry."""
    sheet = sheet_of(case)
    texts = rating_sheet_summary.sentences(sheet, **CASES[case])
    sizes = [size for _, size in rating_sheet_summary.dangers(sheet, **CASES[case])]
    assert len(sizes) >= 3
    assert all(any(map(str.isdigit, text)) for text in [*texts, *sizes])


def test_ratings_of_one_person_are_described_and_not_tested():
    """The sentence says so."""
    (text,) = rating_sheet_summary.sentences(sheet_of("portswood"), took_part=15)
    assert "One head of 15 schools" in text and text.endswith("described here and not tested.")


# Figures -------------------------------------------------------------------------------------


def item(counts, *, best="first"):
    """Make an item on a scale of so many categories."""
    names = tuple(f"category {place}" for place in range(1, len(counts) + 1))
    return Item("a", "an item", names, tuple(counts), best, None)


def test_bars_are_drawn_for_scales_of_two_to_five_categories():
    """Each gives an image with its alternative text."""
    for counts in ((3, 1), (1, 0, 2), (2, 8, 2, 0), (0, 3, 3, 6, 6)):
        found = figures_ratings.diverging([item(counts)], top=1, alt="3 people.", caption="n.")
        assert found.png.startswith(b"\x89PNG")


def test_items_of_two_scales_and_too_many_categories_are_refused():
    """One figure shows one scale."""
    for items in ([item((1, 1)), item((1, 1, 1))], [item((1,) * 6)], []):
        with pytest.raises(ValueError, match="one scale of at most 5 categories"):
            figures_ratings.diverging(items, top=1, alt="1 of 2.", caption="n = 2.")


def test_the_summary_is_in_the_order_of_the_document():
    """Table 8 begins with the programme as a whole."""
    found = rating_sheet_tables.summary(sheet_of("sutton"))
    assert isinstance(found, pd.DataFrame) and found["Item"].iloc[0] == "programme as a whole"
