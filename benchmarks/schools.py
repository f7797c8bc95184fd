"""Synthetic schools, for the throughput of a matrix: settings drawn anew for each, and nobody's."""

from __future__ import annotations

import csv
import random
from pathlib import Path

NOTEBOOK = "ofsted_grade_shifts"
_COLUMNS = ("name", "case", "claims", "reliability", "drift", "seed")
_CASES = {"sutton": "sutton-t7-*", "wroxham": "wroxham-ofsted-*"}


def write_matrix(file: Path, schools: int) -> Path:
    """Write a row of settings for each of so many schools, the same for the same number."""
    chance, cases = random.Random(schools), list(_CASES)
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(_COLUMNS)
        for number in range(1, schools + 1):
            case = cases[number % len(cases)]
            reliability, drift = chance.choice([0.4, 0.5, 0.6]), chance.choice([0.0, 0.1, 0.2])
            table.writerow((f"school-{number}", case, _CASES[case], reliability, drift, number))
    return file
