"""The pages about the whole collection: ``index.html`` and ``summary.csv``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from report_runner.findings_file import CLAIM_VERDICTS, CONCLUSION_VERDICTS, verdict_counts
from report_runner.headings import first_title
from report_runner.jobs import Job, case_names
from report_runner.render import page
from report_runner.report_folder import SUMMARY, State, write
from report_runner.verdict_words import Verdict, badges, sentence, total

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


@dataclass(frozen=True)
class Entry:
    """One report as the index shows it.

    Attributes
    ----------
    job : Job
        The report.
    question : str
        The notebook's title.
    case : str
        What the case is called.
    link : str or None
        Address of its page, from the index; None when there is none.
    badges : list of Verdict
        The few words that stand for it.
    sentence : str
        The verdict counts, or the failure, in words.
    brief : str
        The first sentence of the report's summary; may be empty.
    """

    job: Job
    question: str
    case: str
    link: str | None
    badges: list[Verdict]
    sentence: str
    brief: str


def write_site(output: Path, states: Sequence[State], *, project: Path) -> None:
    """Write the index and the summary of a folder of reports.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    states : sequence of State
        What it holds, one for each report of the project.
    project : Path
        The project folder; ``data/cases.csv`` in it gives the cases their names.
    """
    write(output / SUMMARY, summary_text(states))
    write(output / "index.html", index_page(states, names=case_names(project)))


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
        table.writerow(_summary_row(each))
    return text.getvalue()


def index_page(states: Sequence[State], *, names: Mapping[str, str]) -> str:
    """Write the page that leads to all reports.

    Parameters
    ----------
    states : sequence of State
        What the folder holds, one for each report of the project.
    names : mapping
        What a case is called in full; a case without a name stands under its short one.

    Returns
    -------
    str
        One HTML document: cases by questions with verdicts in each cell, then the reports by
        case and by question.
    """
    titles = {state.job.notebook: _question(state.job) for state in states}
    entries = [_entry(state, titles[state.job.notebook], names) for state in states]
    cases = _grouped(entries, lambda entry: entry.job.case)
    questions = _grouped(entries, lambda entry: entry.job.notebook)
    grid = {(case, name): [] for case in cases for name in questions}
    for entry in entries:
        grid[entry.job.case, entry.job.notebook].append(entry)
    return page(
        "index.html.j2",
        total=total(states),
        grid=grid,
        cases=[
            {
                "name": case,
                "title": names.get(case, case),
                "anchor": _anchor(case),
                "reports": reports,
            }
            for case, reports in cases.items()
        ],
        questions=[
            {"name": name, "title": titles[name], "reports": reports}
            for name, reports in questions.items()
        ],
    )


def _summary_row(state: State) -> dict[str, Any]:
    job = state.job
    row = {"notebook": job.notebook, "name": job.name, "case": job.case, "status": state.status}
    if state.findings is not None:
        counts = verdict_counts(state.findings)
        row |= {name.replace(" ", "_"): count for name, count in counts.items()}
    if state.failure:
        row["failure"] = ": ".join(filter(None, [state.failure.place, state.failure.summary]))
    return row


def _entry(state: State, question: str, names: Mapping[str, str]) -> Entry:
    job = state.job
    brief = state.findings["brief"] if state.findings else []
    return Entry(
        job=job,
        question=question,
        case=names.get(job.case, job.case),
        link=None if state.status == "not made" else quote(f"{job.notebook}/{job.name}.html"),
        badges=badges(state),
        sentence=sentence(state),
        brief=re.sub(r"[*`]", "", str(brief[0])) if brief else "",
    )


def _grouped(entries: Sequence[Entry], key: Any) -> dict[str, list[Entry]]:
    return {name: list(group) for name, group in groupby(sorted(entries, key=key), key=key)}


def _question(job: Job) -> str:
    """Take a notebook's title from its source; its name will do where there is none."""
    try:
        cells = json.loads(job.notebook_file.read_text(encoding="utf-8-sig"))["cells"]
        title = first_title(cells)
    except (OSError, ValueError, KeyError, TypeError):
        title = None
    return title or job.notebook.replace("_", " ").capitalize()


def _anchor(words: str) -> str:
    return re.sub(r"\W+", "-", words)
