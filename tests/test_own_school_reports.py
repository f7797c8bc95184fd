"""A school's own sheet, from the command to the report, held against the sheet itself.

The notebooks run on what may be released and on nothing else; every number that they show is
counted again here from the answers that went in.
"""

import random
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from partnership_evaluation import intake, released
from report_runner import cli, own_release
from tests.notebook_runs import ROOT, executed


def folder_of(rows, name, folder, *words):
    """Write a sheet of dicts by role, and make a folder of it by the command."""
    form = intake.instrument(name)
    roles = [role for role in form.roles if role.name in rows[0]]
    lines = [",".join(f'"{role.heading}"' for role in roles)]
    lines += [",".join(str(row[role.name]) for role in roles) for row in rows]
    sheet = folder / "sheet.csv"
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = ["new", name, "--data", str(sheet), "--output", str(folder / "own"), *words]
    assert cli.main([*given, "--project", str(ROOT)]) == 0
    return folder / "own"


@pytest.fixture
def report_on(tmp_path, monkeypatch, capsys):
    """Make a folder, release what may be seen, and run the notebook on that."""

    def made(rows, name):
        monkeypatch.delenv(own_release.VARIABLE, raising=False)
        own = folder_of(rows, name, tmp_path)
        monkeypatch.setenv(own_release.VARIABLE, "")
        found = released.use(own)
        notebook = intake.instrument(name).notebook
        (parameters,) = (own / "parameters" / notebook).glob("*.yml")
        run = executed(notebook, parameters)
        return SimpleNamespace(run=run, released=found, brief=" ".join(run.findings["brief"]))

    return made


def teachers(*moves):
    """Write one line a teacher from (before, after, how many)."""
    pairs = [(before, after) for before, after, times in moves for _ in range(times)]
    random.Random(1).shuffle(pairs)
    return [
        {"person": f"Teacher {i}", "grade_before": before, "grade_after": after}
        for i, (before, after) in enumerate(pairs)
    ]


def test_grades_of_teachers_are_reported_as_who_moved(report_on):
    """Grades that few have are not in the report; how many moved is."""
    found = report_on(teachers((3, 2, 6), (2, 2, 4), (4, 4, 1), (1, 1, 1)), "lesson_grades")
    assert "of 12 people, 6 moved up, 6 stayed and 0 moved down" in found.brief
    assert "under the policy adults_staff" in found.released.sentence
    assert [row["verdict"] for row in found.run.findings["conclusions"]] == ["supported"]
    assert found.run.findings["people"] == "12 teachers"


def test_where_one_fell_only_those_who_rose_are_told(report_on):
    """Who stayed and who fell are counted together, and nothing says that one fell."""
    found = report_on(teachers((3, 2, 6), (2, 2, 5), (2, 3, 1)), "lesson_grades")
    assert "of 12 people, 6 moved up; 50%" in found.brief
    assert "moved down" not in found.brief


def test_grades_of_schools_are_public_and_reported_one_by_one(report_on):
    """Steps of each school; the sentence that no school fell is contradicted."""
    steps = [("3", "2"), ("2", "1"), ("1", "2")]
    rows = [
        {"person": f"S{i}", "grade_before": before, "grade_after": after,
         "date_before": "03/06/2013", "date_after": "03/06/2016"}
        for i, (before, after) in enumerate(steps)
    ]  # fmt: skip
    found = report_on(rows, "ofsted_grades")
    assert found.released.sentence.startswith("The rows are schools, whose grades are published")
    assert "went from 3 to 2, 1 step up the scale" in found.brief
    assert "went from 1 to 2, 1 step down the scale" in found.brief
    assert [row["verdict"] for row in found.run.findings["conclusions"]] == ["contradicted"]


def test_ratings_are_merged_and_their_favourable_share_is_that_of_the_sheet(report_on):
    """Two best of five, though they stand in one row of the release."""
    counts = {"item_1": [5] * 4 + [4] * 3 + [3] * 2 + [2] * 3, "item_2": [5, 4, 4, 4] + [1] * 8,
              "item_3": [5] * 11 + [1]}  # fmt: skip
    rows = [
        {"person": f"T{i}", **{item: answers[i] for item, answers in counts.items()}}
        for i in range(12)
    ]
    found = report_on(rows, "project_strands")
    favourable = {item: sum(answer >= 4 for answer in answers) for item, answers in counts.items()}
    assert favourable == {"item_1": 7, "item_2": 4, "item_3": 11}
    assert "5 largest or 4" in found.brief
    assert "impact of peer observation" in found.released.sentence  # 11 of 12 would tell of one
    assert "(4 of 12)" in found.brief and "(7 of 12)" in found.brief
    verdicts = {row["text"]: row["verdict"] for row in found.run.findings["conclusions"]}
    assert Counter(verdicts.values()) == {"supported": 1, "contradicted": 1}


def test_shares_of_a_survey_are_those_of_the_sheet(report_on):
    """Nine, five and all of fourteen agree; where all but one do, nothing is told."""
    agree = {"item_1": 9, "item_2": 5, "item_3": 13, "item_4": 14}
    rows = [
        {"person": f"T{i}", **{item: 5 if i < n else 2 for item, n in agree.items()}}
        for i in range(14)
    ]
    found = report_on(rows, "mobility_feedback")
    assert found.released.sentence.endswith(
        "Left out of the report: want to join a further Erasmus+ project."
    )
    reasons = [(row["verdict"], row["reason"]) for row in found.run.findings["conclusions"]]
    assert [verdict for verdict, _ in reasons] == ["supported", "contradicted", "supported"]
    shares = [float(re.search(r"is ([\d.]+);", reason)[1]) for _, reason in reasons]
    assert shares == [round(9 / 14, 3), round(5 / 14, 3), 1]


def test_gains_of_pupils_are_counted_in_sub_levels(report_on):
    """10 of 16 made a sub-level; the largest group that is shown is everybody."""
    moves = [("2b", "2a", 6), ("2b", "3c", 4), ("2a", "2a", 6)]
    pairs = [(before, after) for before, after, times in moves for _ in range(times)]
    rows = [
        {"person": f"P{i}", "level_before": before, "level_after": after}
        for i, (before, after) in enumerate(pairs)
    ]
    found = report_on(rows, "sub_levels")
    assert "10 of 16 pupils made at least one sub-level" in found.brief


def test_a_group_of_schools_is_released_with_each_of_its_schools(tmp_path, monkeypatch):
    """A school of four teachers is withheld with the reason, and the others go on."""
    monkeypatch.delenv(own_release.VARIABLE, raising=False)
    sheets = tmp_path / "schools"
    sheets.mkdir()
    for name, moves in {
        "dale": [(3, 2, 4), (2, 2, 4)],
        "vale": [(3, 2, 2), (2, 2, 2)],
    }.items():
        lines = [f"{row['person']},{row['grade_before']},{row['grade_after']}"
                 for row in teachers(*moves)]  # fmt: skip
        text = "\n".join(["Teacher,Grade before,Grade after", *lines])
        (sheets / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    words = ["--data", str(sheets), "--output", str(tmp_path / "trust"), "--project", str(ROOT)]
    assert cli.main(["new", "lesson_grades", *words]) == 0
    found = released.release_folder(tmp_path / "trust")
    assert "vale" in found.withheld and "There would be" not in found.withheld["vale"]
    assert "2 reports" in found.sentence and "nothing may be shown of vale" in found.sentence
    kept = {path.parent.name for path in (tmp_path / "trust/release").glob("*/released.csv")}
    assert kept == {"trust", "dale"}
    again = Path(tmp_path / "trust/release/release.json").read_bytes()
    released.release_folder(tmp_path / "trust")
    assert Path(tmp_path / "trust/release/release.json").read_bytes() == again
