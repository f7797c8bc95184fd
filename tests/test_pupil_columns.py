"""Files of pupils as they come: words among numbers, missing values, published figures."""

import ast
import json
from pathlib import Path

import pandas as pd
import pytest

from partnership_evaluation import files, parameters, school_effects
from partnership_evaluation.questions import (
    pupil_columns,
    pupil_published,
    pupil_source,
)


def pupils(**columns):
    """Six pupils of three schools, as a CSV file gives them."""
    plain = {"school": list("112233"), "mark": ["3", "5", "4", "8", "7.5", "9"]}
    return pd.DataFrame(plain | columns)


def typed(table, intake=()):
    """The columns typed."""
    return pupil_columns.typed(table, outcome="mark", intake=list(intake), groups=["school"])


def test_words_among_numbers_are_left_out_and_listed():
    """Absent is no mark; NA, as R writes it, is no word either."""
    found = typed(pupils(mark=["3", "absent", "NA", "8", "7.5", "9"], prior=["1", "x", *"3456"]),
                  ["prior"])  # fmt: skip
    assert found["mark"].isna().tolist() == [False, True, True, False, False, False]
    listed = pupil_columns.words_for_numbers(found)
    assert listed[["where", "rows"]].to_numpy().tolist() == [["mark", 1], ["prior", 1]]
    assert "'absent'" in listed["found"][0]


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        (["pass", "fail"] * 3, "found 'pass' in 'mark'"),
        (["0", "1"] * 3, "found 0 and 1 only"),
        (["NA"] * 6, "found no value"),
    ],
)
def test_an_outcome_of_yes_and_no_is_refused_with_the_reason(marks, message):
    """Words, two numbers, nothing at all."""
    with pytest.raises(files.FileError, match=message):
        typed(pupils(mark=marks))


def test_words_as_intake_become_groups_unless_there_are_too_many():
    """Sex does; names of pupils do not."""
    assert typed(pupils(sex=list("FMFMFM")), ["sex"])["sex"].tolist() == list("FMFMFM")
    many = pd.concat([pupils()] * 5, ignore_index=True)
    with pytest.raises(files.FileError, match="found 30 in 'name'"):
        typed(many.assign(name=[f"n{i}" for i in range(30)]), ["name"])


def test_schools_keep_their_names():
    """Numbers in their order and without a decimal; texts and zeros in front as they are."""
    assert typed(pupils(school=[2.0, 2.0, 10.0, 10.0, None, 3.0]))["school"].dropna().tolist() == [
        2, 2, 10, 10, 3,
    ]  # fmt: skip
    assert typed(pupils(school=["007"] * 3 + ["7"] * 3))["school"].nunique() == 2
    assert typed(pupils(school=["St A"] * 3 + ["NA"] * 3))["school"].nunique() == 1


def fitted():
    """A model of the six pupils."""
    return school_effects.fit(typed(pupils()), outcome="mark", groups=["school"])


def test_printed_shares_deviations_and_deviance_are_worked_out_too():
    """Whichever of them a publication prints."""
    fit = fitted()
    share, spread = fit.variances["share"][0], fit.variances["estimate"][1] ** 0.5
    printed = f"share_school: {share:.3f}; sd_pupil: {spread:.2f}; null_deviance: "
    printed += f"{-2 * fit.log_likelihood:.1f}; tau: 3"
    found = pupil_published.given_back(printed, fit, fit)
    assert found["verdict"].tolist() == ["reproduced"] * 3 + ["cannot be checked"]


def test_a_misspelt_quantity_is_not_passed_over():
    """The nearest is offered."""
    with pytest.raises(ValueError, match="did you mean 'variance_school'"):
        pupil_published.given_back("varience_school: 3", fitted(), fitted())


def test_another_file_is_not_told_by_the_words_and_figures_of_the_first():
    """What the notebook says of its own pupils is taken back, and nothing that was given."""
    path = Path(__file__).resolve().parents[1] / "notebooks" / "value_added.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    (cell,) = [c for c in cells if "parameters" in c["metadata"].get("tags", [])]
    lines = ast.parse("".join(cell["source"])).body
    declared = {line.target.id: ast.literal_eval(line.value) for line in lines}
    assert pupil_source.EXAM.items() <= declared.items()
    assert vars(pupil_source.of_own_file(parameters.Settings(**declared))) == declared
    own = {**declared, "pupils_file": "own.csv", "published": "variance_school: 2"}
    found = pupil_source.of_own_file(parameters.Settings(**own))
    assert (found.published, found.source_title) == ("variance_school: 2", "own.csv")
    assert "sixteen" not in found.measured and found.pupil_id == ""


def test_a_year_called_k_among_years_that_are_numbers_makes_groups_of_them_all():
    """Kindergarten is a year of the trial in Tennessee, and no missing number."""
    years = pd.concat([pupils(year=["K", "1", "2", "1", "K", "2"])] * 2, ignore_index=True)
    found = typed(years, ["year"])
    assert found["year"].tolist()[:3] == ["K", "1", "2"] and not found.attrs["words"]


def test_a_figure_of_the_other_likelihood_is_said_to_be_one():
    """Printed by restricted maximum likelihood, and worked out by maximum likelihood."""
    table = pupils(mark=[3.0, 5, 4, 8, 7.5, 9])
    by = {
        kind: school_effects.fit(table, outcome="mark", groups=["school"], estimation=kind)
        for kind in ("ml", "reml")
    }
    assert by["reml"].variances["estimate"][0] == pytest.approx(8 / 3)
    found = pupil_published.given_back("variance_school: 2.67", by["ml"], by["ml"])
    assert found["verdict"].tolist() == ["not reproducible"]
    assert found["note"].tolist() == ["By restricted maximum likelihood it is 2.667."]


def test_a_figure_is_shown_with_a_digit_more_than_was_printed():
    """16253.2 beside 16253 leaves open whether it came back."""
    fit = school_effects.fit(pupils(mark=[3.0, 5, 4, 8, 7.5, 9]), outcome="mark", groups=["school"])
    found = pupil_published.given_back("variance_pupil: 2.54166", fit, fit)
    assert len(found["recomputed"][0].replace(".", "")) >= 6
