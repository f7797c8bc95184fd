"""The summary of a folder of reports as a table: one line a report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from report_runner.findings_file import CLAIM_VERDICTS, CONCLUSION_VERDICTS, verdict_counts
from report_runner.report_folder import State

COLUMNS = (
    "notebook",
    "name",
    "case",
    "status",
    "claims",
    *(verdict.replace(" ", "_") for verdict in CLAIM_VERDICTS),
    "conclusions",
    *CONCLUSION_VERDICTS,
    "failure",
)


def summary_text(states: Iterable[State]) -> str:
    """Write one line a report, for a spreadsheet.

    Parameters
    ----------
    states : iterable of State
        What the folder holds.

    Returns
    -------
    str
        CSV with the columns `COLUMNS`: the report, its ``status`` (made, failed, not made), the
        number of claims and conclusions with each verdict (empty unless made), and the first line
        of the failure with its cell.
    """
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    for each in sorted(states, key=lambda state: state.job):
        table.writerow(summary_row(each))
    return text.getvalue()


def summary_row(state: State) -> dict[str, Any]:
    """Tell one report in a row of the summary.

    Parameters
    ----------
    state : State
        What the folder holds for it.

    Returns
    -------
    dict
        Cells by name, some of `COLUMNS`.
    """
    job = state.job
    row = {"notebook": job.notebook, "name": job.name, "case": job.case, "status": state.status}
    if state.findings is not None:
        counts = verdict_counts(state.findings)
        row |= {name.replace(" ", "_"): count for name, count in counts.items()}
    if state.failure:
        row["failure"] = ": ".join(filter(None, [state.failure.place, state.failure.summary]))
    return row
