"""What an audit found, as a page for the terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from report_runner.messages import columns, counted
from report_runner.numbers_file import NumbersFile

if TYPE_CHECKING:
    import pandas as pd

FIELDS = (
    "row",
    "claim",
    "rule",
    "printed",
    "possible",
    "correction",
    "severity",
    "explanation",
)
HEADINGS = ("row", "what is wrong", "what it could have been", "does it matter")
#: Characters of the widest column but one, and of the widest, at least.
WIDEST_VALUE, NARROWEST_SENTENCE = 28, 40
MOST_RUNS = 12
#: Checks that say why they were left open.
OPEN = ("depends_on", "sd", "statcheck", "t recomputed", "r recomputed", "standardised difference")


def as_text(numbers: NumbersFile, checked: pd.DataFrame, found: Sequence[Mapping[str, Any]]) -> str:
    """Write out what was found, what was in order, and what could not be checked.

    Parameters
    ----------
    numbers : NumbersFile
        The list that was audited.
    checked : pandas.DataFrame
        All that was checked: ``row``, ``rule``, ``consistent``, ``explanation``.
    found : sequence of mapping
        The findings, with :data:`FIELDS`.

    Returns
    -------
    str
        Several paragraphs; the findings in columns as wide as the terminal.
    """
    counts = count_rows(numbers, checked)
    material = sum(each["severity"] == "material" for each in found)
    parts = ["Nothing found."]
    if found:
        parts = [f"{counted(len(found), 'finding')}, {material} of them material.", _table(found)]
    parts.append(
        f"Of {counted(counts['numbers'], 'number')}: {counts['with_findings']} with a finding, "
        f"{counts['in_order']} in order, {counts['not_checked']} not checked. In order means "
        "possible, not proven."
    )
    return "\n\n".join(parts + _remarks(numbers, checked))


def count_rows(numbers: NumbersFile, checked: pd.DataFrame) -> dict[str, int]:
    """Count the rows by what came of them.

    Parameters
    ----------
    numbers : NumbersFile
        The list that was audited.
    checked : pandas.DataFrame
        All that was checked.

    Returns
    -------
    dict
        ``numbers``, and how many of them are ``with_findings``, ``in_order`` (no check failed)
        and ``not_checked``.
    """
    wrong, right = _rows(checked, False), _rows(checked, True)
    return {
        "numbers": len(numbers.rows),
        "with_findings": len(wrong),
        "in_order": len(right - wrong),
        "not_checked": len(numbers.rows) - len(wrong | right),
    }


def _rows(checked: pd.DataFrame, answer: bool) -> set[int]:
    return {
        row
        for row, consistent in zip(checked["row"], checked["consistent"], strict=True)
        if consistent is answer
    }


def _table(found: Sequence[Mapping[str, Any]]) -> str:
    """Set the findings in columns; a long sentence goes on below itself."""
    could = [each["correction"] or each["possible"] for each in found]
    value = min(max(map(len, [HEADINGS[2], *could])), WIDEST_VALUE)
    width = shutil.get_terminal_size((100, 24)).columns
    number = max(len(HEADINGS[0]), *(len(str(each["row"])) for each in found))
    others = number + value + len(HEADINGS[3]) + 3 * len("  ")
    sentence = max(width - others, NARROWEST_SENTENCE)
    rows: list[tuple[str, ...]] = []
    for each, text in zip(found, could, strict=True):
        left = textwrap.wrap(each["explanation"], sentence, break_on_hyphens=False)
        right = textwrap.wrap(text, value, break_on_hyphens=False) or [""]
        lines = max(len(left), len(right))
        left += [""] * (lines - len(left))
        right += [""] * (lines - len(right))
        rows.append((str(each["row"]), left[0], right[0], each["severity"]))
        rows += [("", *pair, "") for pair in zip(left[1:], right[1:], strict=True)]
    return columns(HEADINGS, rows)


def _remarks(numbers: NumbersFile, checked: pd.DataFrame) -> list[str]:
    """Say what was left out, and what would let it be checked."""
    seen = _rows(checked, False) | _rows(checked, True)
    left = [row for row in numbers.rows if row not in seen]
    remarks = []
    if left:
        remarks.append(
            f"Not checked: {_runs(left)}. A percentage needs its n, a mean its n and its scale, "
            "a standard deviation a mean with both, a t, p or d the rows that it follows from "
            "(the same subject, or a depends_on), any other number a depends_on."
        )
    left_open = checked.loc[
        checked["rule"].isin(OPEN) & checked["consistent"].isna() & (checked["status"] == "unknown")
    ]
    rows = zip(left_open["row"], left_open["explanation"], strict=True)
    remarks += [f"Row {row}: {text}" for row, text in rows]
    if numbers.unused:
        remarks.append(f"Columns left alone: {', '.join(numbers.unused)}.")
    return remarks


def _runs(rows: Sequence[int]) -> str:
    """Name rows, those that follow each other by their ends."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    texts = [str(first) if first == last else f"{first} to {last}" for first, last in runs]
    if len(texts) > MOST_RUNS:
        texts[MOST_RUNS:] = ["and so on"]
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(texts)}"
