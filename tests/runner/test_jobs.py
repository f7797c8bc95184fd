"""Finding reports to make, choosing among them, and checking them before anything runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report_runner.checks import check_all, library_rules
from report_runner.jobs import SelectionError, discover, find_project, select

ZOO = Path(__file__).parent / "zoo"


@pytest.fixture
def grades(project):
    """A project with two notebooks and three reports."""
    return project(
        {
            "good": {"sutton": "case: sutton\n", "aet-clacton": "case: aet\n"},
            "raises_half_way": {"sutton": "case: sutton\n"},
        }
    )


def checked(folder, rules=lambda values: []):
    """Check every report of a project; give back the problems by parameters file."""
    return {each.job.name: each.problems for each in check_all(discover(folder), value_rules=rules)}


def test_every_parameters_file_is_one_report(grades):
    """Reports come in alphabetical order, with the case that the file names."""
    found = [(job.notebook, job.name, job.case) for job in discover(grades)]
    assert found == [
        ("good", "aet-clacton", "aet"),
        ("good", "sutton", "sutton"),
        ("raises_half_way", "sutton", "sutton"),
    ]


def test_a_case_or_the_name_of_a_file_selects_reports(grades):
    """Both words lead to the same report, and a notebook narrows the choice."""
    jobs = discover(grades)
    assert select(jobs, cases=["aet"]) == select(jobs, cases=["aet-clacton"]) == jobs[:1]
    assert select(jobs, cases=["sutton"], notebooks=["good"]) == jobs[1:2]
    assert select(jobs) == jobs


def test_unknown_words_are_all_reported_with_the_nearest_name(grades):
    """Every word that matches nothing is named, with what it may have meant."""
    with pytest.raises(SelectionError) as error:
        select(discover(grades), cases=["suton", "xyz"], notebooks=["goood"])
    assert str(error.value).splitlines() == [
        "- There is no case 'suton'. Did you mean 'sutton'?",
        "- There is no case 'xyz'. Known names: aet, aet-clacton, sutton.",
        "- There is no notebook with parameters files 'goood'. Did you mean 'good'?",
    ]


def test_a_choice_that_leaves_nothing_says_what_there_is(grades):
    """A case and a notebook that never meet are an error, not an empty run."""
    with pytest.raises(SelectionError, match="Notebooks with that case: good"):
        select(discover(grades), cases=["aet"], notebooks=["raises_half_way"])


def test_the_project_is_the_nearest_folder_above(grades, tmp_path):
    """Commands work from anywhere inside a project and nowhere else."""
    assert find_project(grades / "parameters" / "good") == grades.resolve()
    with pytest.raises(SelectionError, match="--project"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("misspelt_name", "Did you mean 'confidence_level'?"),
        ("wrong_type", "It must be a number, and is 'high' (text)."),
        ("boolean_for_number", "is true (true or false)"),
        ("number_for_text", "Put it in quotes."),
        ("same_name_twice", "given twice"),
        ("not_utf8", "UTF-8"),
    ],
)
def test_a_faulty_parameters_file_is_found_before_anything_runs(project, name, words):
    """Each faulty file gives one sentence that says what to do."""
    folder = project({"good": {}})
    shutil.copy(ZOO / "parameters" / f"{name}.yml", folder / "parameters" / "good")
    (problem,) = checked(folder)[name]
    assert words in problem


def test_the_library_says_which_values_are_out_of_range(project):
    """The runner has no rule of its own about values."""
    folder = project({"good": {}})
    shutil.copy(ZOO / "parameters" / "out_of_range.yml", folder / "parameters" / "good")
    (problem,) = checked(folder, library_rules())["out_of_range"]
    assert "confidence_level must be at most 0.999; found 95" in problem


def test_all_problems_of_a_file_are_reported_together(project):
    """A wrong name does not hide a value that is out of range."""
    folder = project({"good": {"x": "confidence_level: 95\nkase: sutton\n"}})
    assert len(checked(folder, library_rules())["x"]) == 2


def test_a_file_that_ends_in_yaml_is_not_passed_over(project):
    """Instead of being ignored, it is an error that says: rename."""
    folder = project({"good": {"sutton": "case: sutton\n"}})
    (folder / "parameters" / "good" / "aet.yaml").write_text("case: aet\n")
    assert "Rename it" in checked(folder)["aet.yaml"][0]
    assert checked(folder)["sutton"] == ()


def test_a_name_that_would_clash_with_other_files_is_refused(project):
    """``sutton.failed`` and ``sutton`` would share a file."""
    folder = project({"good": {"sutton.failed": "case: sutton\n"}})
    assert "letters, digits, hyphens" in checked(folder)["sutton.failed"][0]


def test_parameters_without_a_notebook_are_an_error(project):
    """A folder named after no notebook offers the nearest one."""
    folder = project({"good": {"sutton": "case: sutton\n"}})
    (folder / "parameters" / "good").rename(folder / "parameters" / "goood")
    assert "Did you mean 'good'?" in checked(folder)["sutton"][0]
