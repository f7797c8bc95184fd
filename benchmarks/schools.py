"""Synthetic schools with lesson grades of their own, drawn from a seed, and nobody's.

They come in as a user's own schools do: one spreadsheet that names the school of each teacher, made
into tables by ``evaluate new``; then one row of a matrix for each school.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

INSTRUMENT, NOTEBOOK = "lesson_grades", "ofsted_grade_shifts"
TEACHERS = 12
_HEADINGS = ("School", "Teacher", "Grade before", "Grade after")
_GRADES, _WEIGHTS = (1, 2, 3, 4), (15, 50, 30, 5)
_MOVES, _CHANCES = (-1, 0, 1), (10, 50, 40)


@dataclass(frozen=True)
class Schools:
    """Schools that are ready for their reports.

    Attributes
    ----------
    matrix : Path
        One row a school.
    data : Path
        The folder of their tables.
    """

    matrix: Path
    data: Path


def make(folder: Path, schools: int, *, project: Path) -> Schools:
    """Draw so many schools, the same for the same number, and read their spreadsheet."""
    folder.mkdir()
    sheet, own = folder / "teachers.csv", folder / "own"
    _write(sheet, _HEADINGS, _teachers(schools))
    words = [INSTRUMENT, "--data", str(sheet), "--by", "School", "--output", str(own)]
    evaluate = [sys.executable, "-m", "report_runner", "new", *words, "--project", str(project)]
    done = subprocess.run(evaluate, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"The schools could not be read: {done.stderr[-2000:]}")
    with (own / "schools.csv").open(encoding="utf-8", newline="") as lines:
        cases = [row["case"] for row in csv.DictReader(lines)]
    rows = [(case, case, "*", seed) for seed, case in enumerate(cases, start=1)]
    _write(folder / "schools.csv", ("name", "case", "claims", "seed"), rows)
    return Schools(folder / "schools.csv", own / "data")


def _teachers(schools: int):
    chance = random.Random(schools)
    for school in range(1, schools + 1):
        for teacher in range(1, TEACHERS + 1):
            (before,) = chance.choices(_GRADES, _WEIGHTS)
            (rise,) = chance.choices(_MOVES, _CHANCES)
            after = min(max(before - rise, _GRADES[0]), _GRADES[-1])  # grade 1 is the best
            yield f"School {school}", f"Teacher {teacher}", before, after


def _write(file: Path, headings, rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(headings)
        table.writerows(rows)
