"""The documents that reported a case."""

from __future__ import annotations

import csv
from pathlib import Path


def sources_of(project: Path, case: str) -> list[dict[str, str]]:
    """Read which documents reported a case.

    Parameters
    ----------
    project : Path
        The project folder.
    case : str
        The case, or ``all``.

    Returns
    -------
    list of dict
        Rows of ``data/sources.csv``; empty where there are none.
    """
    cases, sources = (_rows(project / "data" / name) for name in ("cases.csv", "sources.csv"))
    named = {row.get("source") for row in cases if case in ("all", row.get("case"))}
    return [row for row in sources if row.get("source") in named]


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error):
        return []
