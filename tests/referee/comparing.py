"""Measure how far the library's answers lie from those that R gave."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from . import library, r

ANSWERS = sorted((Path(__file__).parent / "answers").glob("*.json"))
DIFFERENCES = Path(__file__).parent / "differences.csv"
#: Two exact answers agree when they differ by no more, of either size.
AGREEMENT = 1e-8


@dataclass
class Measured:
    """One quantity over all questions: how often it was compared, and how far apart at most."""

    compared: int = 0
    largest: float = 0.0
    without_r: int = 0
    without_library: int = 0
    apart: list[str] = field(default_factory=list)


@cache
def fixtures() -> dict[str, dict[str, Any]]:
    """Read what R answered, by file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in ANSWERS}


def questions() -> list[dict[str, Any]]:
    """All questions with R's answers, of all files."""
    return [case for fixture in fixtures().values() for case in fixture["cases"]]


def read_differences() -> pd.DataFrame:
    """The explained differences, as text."""
    return pd.read_csv(DIFFERENCES, dtype=str, keep_default_na=False)


@cache
def measured() -> dict[tuple[str, str], Measured]:
    """Compare every quantity of every question."""
    found: dict[tuple[str, str], Measured] = {}
    for case in questions():
        ours = library.ask(case["family"], case["arguments"])
        if set(ours) != set(case["answers"]):
            raise KeyError(f"{case['family']}: {set(ours) ^ set(case['answers'])}")
        for name, theirs in case["answers"].items():
            _add(found.setdefault((case["family"], name), Measured()), ours[name], theirs, case)
    return found


def _add(total: Measured, ours: Any, theirs: Any, case: dict[str, Any]) -> None:
    for mine, other in r.gaps(ours, theirs):
        if mine is None and other is None:
            continue
        total.without_r += other is None
        total.without_library += mine is None
        if mine is None or other is None or mine == other:
            total.compared += mine == other
            continue
        total.compared += 1
        total.largest = max(total.largest, abs(mine - other))
        if not agree(mine, other):
            total.apart.append(f"{mine!r}, R {other!r}: {case['kind']} {case['arguments']}")


def agree(mine: float, other: float) -> bool:
    """Whether two exact answers are the same to eight digits, small ones too.

    Examples
    --------
    >>> agree(0.1 + 0.2, 0.3), agree(1e-9, 2e-9), agree(0.05, 0.0500001)
    (True, False, False)
    """
    return math.isclose(mine, other, rel_tol=AGREEMENT, abs_tol=1e-12)
