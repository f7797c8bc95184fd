"""What a report says of the factors of one document, in words, tables and figures."""

import re

import pandas as pd
import pytest

from partnership_evaluation import exhibits, factors, tables
from partnership_evaluation.figures import factors as figures_factors
from partnership_evaluation.questions import (
    few_cases,
    few_cases_directions,
    few_cases_tests,
    regions,
)

TEXTS = {"alt": "1 of 2.", "caption": "n = 2."}


@pytest.fixture(scope="module")
def edge():
    """Six high-momentum partnerships of seventeen pairs."""
    return few_cases.read("north-south", others=11)


@pytest.fixture(scope="module")
def portswood():
    """Fifteen schools, one of them said to have failed."""
    return few_cases.read("portswood", others=1)


# Reading -------------------------------------------------------------------------------------


def test_the_successes_of_each_document(edge, portswood):
    """Six partnerships and no word of the others; fourteen schools and one described."""
    assert (edge.cases, edge.unit, edge.contrast) == (6, "partnerships", None)
    assert (portswood.cases, portswood.unit, portswood.others) == (14, "schools", 1)


def test_the_pairs_studied_and_the_schools_trained_are_those_that_are_printed():
    """17 pairs less six; fourteen primaries and one secondary less the one that failed."""
    ledger = tables.claims("all").set_index("claim")["value"].astype("str")
    assert int(ledger["north-south-pairs-intro"]) - 6 == 11
    schools = int(ledger["portswood-primaries"]) + int(ledger["portswood-secondaries"])
    assert schools - int(ledger["portswood-failed-schools"]) == 14


def test_every_factor_of_the_contrast_is_a_factor_of_the_document():
    """And each of them once."""
    listed, contrast = (tables.read(f"portswood/{name}") for name in ("factors", "contrast"))
    assert set(contrast["factor"]) == set(listed["factor"])


def test_a_contrast_of_other_cases_than_there_are_is_refused():
    """The error names both numbers."""
    with pytest.raises(factors.FactorError, match="2 others, and a contrast of 1"):
        few_cases.read("portswood", others=2)


def test_the_tiles_of_the_others_are_not_asked_or_as_the_contrast_says(edge, portswood):
    """All eleven columns empty; one column with 3 present, 5 absent and 6 not mentioned."""
    others = few_cases.matrix(edge).iloc[:, 6:]
    assert others.shape == (18, 11) and (others == "not asked").all(axis=None)
    (column,) = (few_cases.matrix(portswood).iloc[:, 14:]).items()
    assert column[1].value_counts().to_dict() == {"present": 3, "absent": 5, "not mentioned": 6}


# Sentences -----------------------------------------------------------------------------------


def test_the_brief_says_what_is_known_of_the_others(edge, portswood):
    """Nothing; or that they had the same, and that one case is too few."""
    assert "No factor is counted for the other 11." in " ".join(
        few_cases.brief(edge, prevalence=0.8)
    )
    text = " ".join(few_cases.brief(portswood, prevalence=0.8))
    assert "All 3 of these are said of the 1 other school as well, so they tell nothing." in text
    assert "5 factors are said to be missing there; 0 of them are counted for the 14." in text
    assert "p = 0.067); 2 such cases would be needed" in text


def test_without_others_no_comparison_is_claimed():
    """The report says so and draws nothing from it."""
    alone = few_cases.read("north-south", others=0)
    assert "nothing can be compared" in few_cases.brief(alone, prevalence=0.8)[1]
    assert "no comparison" in few_cases_tests.contrast_sentence(alone)


def test_the_tipping_point_is_said_for_one_factor_and_for_all_at_once(edge):
    """5 of 11 is 45 per cent; over eleven factors at once the level is 0.05/11."""
    text = few_cases_tests.contrast_sentence(edge)
    assert "missing in at least 6 of the other 11" in text and "at most 45%" in text
    strict = factors.contrast_needed(6, n=6, others=11, alpha=0.05 / 11)["most_others"]
    assert f"each would have to be in at most {strict:.0f} (Bonferroni)" in text


def test_leaving_one_out_is_said_with_its_range(edge):
    """11 to 16 before (four are said of most and one of some), 11 to 17 after."""
    text = few_cases_tests.left_out_sentence(edge)
    assert "11 to 16 unanimous factors among 6" in text and "11 to 17 among any 5" in text
    assert "48%" in text and "54%" in text


def test_the_recipe_is_refused_for_each_document(edge, portswood):
    """Two to the power of 18; two to the power of 7."""
    for study, ways in ((edge, "262,144"), (portswood, "128")):
        text = few_cases_directions.refusal_sentence(study)
        assert ways in text and text.endswith("No recipe is made.")
        table = few_cases_directions.refusal_table(study, prevalence=0.8)
        assert table.iloc[1, 1] == ways
        assert all(found.refused for _, found in few_cases_directions.refusals(study))


def test_factors_counted_over_schools_are_read_as_pairs(edge, portswood):
    """11 of 12 schools are both schools of 5 pairs; 4 to 12 are both schools of 0 to 6."""
    table = few_cases_tests.pairs_table(edge).set_index("Factor")
    assert table.loc["teachers visit each other"].tolist() == ["11", "5", "6"]
    assert table.loc["fax together with email"].tolist() == ["4 to 12", "0 to 6", "2 to 6"]
    assert len(table) == 8 and few_cases_tests.pairs_table(portswood).empty


def test_directions_of_the_survey_and_of_those_who_were_asked(edge):
    """Four of five up, students mixed (2 of 3), and open for everyone who was asked."""
    found = few_cases_directions.directions(edge, regions.compare("north-south"))
    answered = found[found["votes"] & (found["column"] == "those who answered")]
    assert answered["direction"].value_counts().to_dict() == {"up": 4, "down": 1}
    whole = found[~found["votes"]].set_index("label")["direction"]
    assert whole["all of these about students"] == "mixed"
    assert whole["all of these about teachers"] == "up"
    assert (found.loc[found["column"] == "all who were asked", "direction"] == "open").all()
    assert few_cases_directions.vote(found).p_value == 0.375
    assert "4 of 5 outcomes point up." in few_cases_directions.vote_sentence(found)


def test_directions_of_what_the_document_says(portswood):
    """The culture of 8 to 14 of 15 schools may reach seven tenths or not."""
    found = few_cases_directions.directions(portswood)
    assert found["direction"].tolist() == ["up", "up", "open"]
    assert "2 of 2 outcomes point up; 1 mixed or open left out." in (
        few_cases_directions.vote_sentence(found)
    )


def test_no_sentence_says_what_made_the_difference(edge, portswood):
    """None of the designs here allows it."""
    causal = r"\b(led to|caused?|because of|thanks to|due to|impact of|effect of|result of)\b"
    for study in (edge, portswood):
        texts = [
            *few_cases.brief(study, prevalence=0.8),
            few_cases.cases_sentence(study),
            few_cases_tests.luck_sentence(study),
            few_cases_tests.left_out_sentence(study),
            few_cases_tests.necessity_sentence(study),
            few_cases_tests.contrast_sentence(study),
            few_cases_directions.refusal_sentence(study),
            *[size for _, size in few_cases.cautions(study)],
        ]
        assert not [text for text in texts if re.search(causal, text)]
        assert all(text.endswith(".") for text in texts)


def test_every_danger_has_a_number(edge, portswood):
    """With its size."""
    for study in (edge, portswood):
        found = few_cases.cautions(study)
        assert len(found) == 4 and all(re.search(r"\d", size) for _, size in found)


def test_the_conclusions_of_each_document_rest_on_quantities_that_are_computed(edge, portswood):
    """Early exchange was in all six; the others were never counted; five reasons are missing."""
    assert few_cases.quantities(edge)["early_exchange_share"] == (1.0, 1.0)
    assert few_cases.quantities(edge)["other_pairs_with_factor"] is None
    assert few_cases.quantities(portswood)["candidate_reasons"] == (1, 5)
    for study, extra in (
        (edge, regions.quantities(regions.compare("north-south"))),
        (portswood, {}),
    ):
        asked = tables.read(f"{study.case}/conclusions").query("analysis == 'momentum_factors'")
        assert set(asked["quantity"]) <= set(few_cases.quantities(study) | extra)


# Figures -------------------------------------------------------------------------------------


def drawn(monkeypatch, draw, *arguments, **named):
    """Draw a figure and return its axes before they are closed."""
    kept = []

    def keep(figure, *, alt, caption):
        kept.append(figure)
        return exhibits.finish(figure, alt=alt, caption=caption)

    monkeypatch.setattr(figures_factors, "finish", keep)
    draw(*arguments, **named, **TEXTS)
    return kept[0]


def test_each_tile_has_the_sign_of_its_state(monkeypatch):
    """In the order of the rows, the first at the top; groups are named above."""
    table = pd.DataFrame(
        [["present", "absent", "not asked"], ["not mentioned", "present", "not asked"]],
        index=["a", "b"],
    )
    figure = drawn(
        monkeypatch,
        figures_factors.group_tiles,
        table,
        groups={"2 successes": 2, "1 other": 1},
        states=factors.TILES,
    )
    (axes,) = figure.axes
    signs = [text.get_text() for text in axes.texts]
    assert signs[:6] == ["+", "\N{MINUS SIGN}", "", "?", "+", ""]
    assert signs[6:] == ["2 successes", "1 other"]
    assert len(axes.patches) == 6


def test_groups_that_do_not_fit_the_matrix_are_refused():
    """Both numbers are named."""
    with pytest.raises(ValueError, match="found 3 in the groups and 1 in the matrix"):
        figures_factors.group_tiles(
            pd.DataFrame([["present"]]), groups={"a": 3}, states=factors.TILES, **TEXTS
        )


def test_the_band_of_luck_is_drawn_with_what_was_printed(monkeypatch):
    """Its line at 11, the assumed share at 80 per cent, the expected number between."""
    band = factors.chance_band(18, cases=6)
    figure = drawn(
        monkeypatch, figures_factors.chance_band, band, observed=11, assumed=0.8, unit="factors"
    )
    lines = {line.get_label(): line for line in figure.axes[0].lines}
    assert set(lines["as printed: 11"].get_ydata()) == {11}
    assert set(lines["assumed here"].get_xdata()) == {80}
    expected = lines["luck, on average"].get_ydata()
    assert expected[-1] == pytest.approx(18) and expected[50] == pytest.approx(18 * 0.8**6)


def test_the_tipping_curve_has_a_point_for_every_count(monkeypatch):
    """Twelve of each test, and the level."""
    curve = factors.contrast_curve(6, n=6, others=11)
    figure = drawn(
        monkeypatch, figures_factors.tipping_curve, curve, alpha=0.05, unit="others with it"
    )
    lines = {line.get_label(): line for line in figure.axes[0].lines}
    assert lines["Fisher"].get_ydata().tolist() == curve["fisher"].tolist()
    assert lines["Boschloo"].get_ydata().tolist() == curve["boschloo"].tolist()


def test_each_direction_has_a_mark_of_its_own(monkeypatch):
    """None is told by colour alone; the first outcome is at the top."""
    table = pd.DataFrame(
        {
            "label": list("abcd"),
            "column": ["printed"] * 4,
            "direction": list(figures_factors.MARKS),
            "note": ["1 of 1"] * 4,
        }
    )
    figure = drawn(monkeypatch, figures_factors.direction_plot, table)
    marks = [(line.get_marker(), line.get_ydata()[0]) for line in figure.axes[0].lines]
    assert [place for _, place in marks] == [3, 2, 1, 0]
    assert len({mark for mark, _ in marks}) == 4
