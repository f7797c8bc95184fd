"""Questions with sliders: the answers are those of the library, and come with words."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from partnership_evaluation import consistency, exploring, feasible, null_twin, proportions

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks" / "explore"
QUESTIONS = [
    exploring.behind_a_mean, exploring.behind_a_percentage, exploring.nothing_happened
]  # fmt: skip


def numbers(sentence):
    """Read the numbers of a sentence."""
    return [float(text.replace(",", "")) for text in re.findall(r"[+-]?\d[\d,]*\.?\d*", sentence)]


@pytest.mark.parametrize("printed", ["1.50", "1.83", "2.45"])
def test_as_many_sets_fit_as_the_library_counts(printed):
    """For 20 answers from 1 to 4; the bounds in the table are those of the set."""
    space = feasible.samples(printed, n=20, low=1, high=4, rounding="half_up")
    answer = exploring.behind_a_mean(printed, n=20)
    if not space.size:
        assert answer.sentence.startswith("No 20 whole answers") and answer.figure is None
        return
    assert numbers(answer.sentence)[0] == space.size
    sd = feasible.bounds("sd", space)
    least, most = answer.table.frame.loc[0, ["At least", "At most"]].astype(float)
    assert (least, most) == pytest.approx((float(sd.low), float(sd.high)), rel=1e-3)


def test_a_mean_that_no_answers_have_is_said_to_fit_nothing():
    """The same verdict as the test of the printed number."""
    assert consistency.grim("1.82", n=12).consistent is False
    answer = exploring.behind_a_mean("1.82", n=12)
    assert answer.sentence == "No 12 whole answers from 1 to 4 have a mean that prints as 1.82."
    assert answer.figure is None and "None here" in answer._repr_html_()


def test_the_interval_of_a_mean_is_wider_the_surer_it_must_be():
    """From half to nearly certain, never beyond the scale."""
    ends = [
        numbers(exploring.behind_a_mean("1.50", n=12, confidence_level=level).figure.alt)
        for level in (0.5, 0.9, 0.99)
    ]
    widths = [high - low for low, high in ends]
    assert widths == sorted(widths) and widths[0] < widths[-1]
    assert all(1 <= low < 1.5 < high <= 4 for low, high in ends)


def test_the_intervals_of_a_percentage_are_those_of_each_method():
    """8 of 12 is the only count that prints as 67."""
    answer = exploring.behind_a_percentage("67", n=12, confidence_level=0.9)
    assert answer.sentence == "8 of 12 people print as 67 per cent."
    for (_, row), method in zip(answer.table.frame.iterrows(), proportions.METHODS, strict=True):
        found = proportions.interval(8, n=12, method=method, confidence_level=0.9)
        assert row["At least"] == pytest.approx(100 * found.low, abs=0.06)
        assert row["At most"] == pytest.approx(100 * found.high, abs=0.06)


def test_the_rounding_rule_decides_which_counts_print_so():
    """62.5 per cent is printed as 63 by one rule and as 62 by another."""
    assert exploring.behind_a_percentage("63", n=8).figure is not None
    assert exploring.behind_a_percentage("63", n=8, rounding="truncate").figure is None
    assert exploring.behind_a_percentage("62", n=8, rounding="truncate").figure is not None


@pytest.mark.parametrize("reliability", [0.0, 0.6, 0.9])
@pytest.mark.parametrize("selected", [0.05, 0.3, 1.0])
def test_the_closed_form_agrees_with_the_imagined_groups(reliability, selected):
    """Expected change and both ends, within what 2,000 draws can tell apart."""
    answer = exploring.nothing_happened(n=40, reliability=reliability, selected=selected)
    closed, drawn = answer.table.frame[["Expected change", "From", "To"]].to_numpy()
    assert closed == pytest.approx(drawn, abs=0.04)


def test_the_expected_change_is_that_of_the_library():
    """The lowest third, of one judgement whose reliability is one half."""
    found = null_twin.regression_to_the_mean(0, sd=1, reliability=0.5, below=-0.4399132)
    answer = exploring.nothing_happened(reliability=0.5, selected=0.33)
    assert answer.table.frame.loc[0, "Expected change"] == pytest.approx(found.estimate, abs=0.005)


def test_sure_judgements_of_everybody_do_not_change():
    """With the reliability 1 nothing moves, whoever was selected."""
    for selected in (0.1, 1.0):
        frame = exploring.nothing_happened(reliability=1.0, selected=selected).table.frame
        assert np.abs(frame.iloc[:, 1:].to_numpy(dtype=float)).max() < 0.005


def test_the_same_values_give_the_same_answer():
    """The draws have a seed, so that an answer changes only when a value does."""
    first, second = (exploring.nothing_happened()._repr_html_() for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("question", "values", "words"),
    [
        (exploring.behind_a_mean, {"n": 1}, "whole number from 2 to 200: found 1"),
        (exploring.behind_a_percentage, {"n": 10**9}, "whole number from 2 to 200"),
        (exploring.behind_a_mean, {"confidence_level": 1}, "between 0 and 1: found 1"),
        (exploring.nothing_happened, {"reliability": 2}, "from 0 to 1: found 2"),
        (exploring.nothing_happened, {"selected": 0}, "above 0 and at most 1: found 0"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_with_the_rule(question, values, words):
    """Rule, what was found, what to do."""
    with pytest.raises(ValueError, match=words):
        question(**values)


# Controls ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_control_has_words_and_moves_the_answer(question):
    """The panel begins with the answer to its own values, and follows each control."""
    panel = exploring.controls(question)
    *controls, shown = panel.children
    assert all(control.description for control in controls)
    before = shown.value
    assert 'role="status"' in before
    people = next(control for control in controls if control.description == "People (n)")
    people.value = 30
    assert shown.value != before and "30" in shown.value


def test_a_value_that_is_refused_is_explained_in_place():
    """The reason stands where the answer was; the next value is answered again."""
    panel = exploring.controls(exploring.behind_a_mean)
    printed, *_, shown = panel.children
    printed.value = "nothing"
    assert 'role="alert"' in shown.value and "nothing" in shown.value
    printed.value = "1.83"
    assert 'role="status"' in shown.value


def test_a_page_without_a_program_shows_a_sentence_and_the_first_answer():
    """Instead of controls that nobody can move."""
    shown = exploring.controls(exploring.nothing_happened)._repr_mimebundle_()["text/html"]
    assert "make lab" in shown and "With nothing done" in shown and "<img" in shown


# Notebooks -----------------------------------------------------------------------------------


def test_every_link_of_the_two_pages_leads_to_a_file():
    """From where they stand."""
    found = [
        link
        for page in FOLDER.glob("*.ipynb")
        for cell in json.loads(page.read_text(encoding="utf-8"))["cells"]
        for link in re.findall(r"\]\(([^)#]+)\)", "".join(cell["source"]))
    ]
    assert len(found) > 12
    assert [link for link in found if not (FOLDER / link).exists()] == []


def test_the_first_page_lists_every_question():
    """One line for each notebook, with its title."""
    text = (FOLDER / "start_here.ipynb").read_text(encoding="utf-8")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        title = "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"])
        line = f"| {title.splitlines()[0].lstrip('# ')} | [{notebook.stem}](../{notebook.name}) |"
        assert line in text


def test_make_lab_opens_the_first_page():
    """The address in the Makefile is that of a file."""
    found = re.search(r"default_url=/lab/tree/(\S+)", (ROOT / "Makefile").read_text("utf-8"))
    assert (ROOT / "notebooks" / found[1]).is_file()
