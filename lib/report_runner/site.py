"""The pages about the whole collection: ``index.html`` and ``summary.csv``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report_runner.catalogue import WHOLE, Case, described, read_catalogue
from report_runner.digests import digest_of
from report_runner.findings_file import CLAIM_VERDICTS, CONCLUSION_VERDICTS, verdict_counts
from report_runner.headings import first_title
from report_runner.index_filters import filters, outcomes, script, script_hash
from report_runner.jobs import Job
from report_runner.messages import counted
from report_runner.render import page
from report_runner.report_folder import SUFFIXES, SUMMARY, State, path, state, write
from report_runner.verdict_words import Verdict, badges, sentence, total

if TYPE_CHECKING:
    from report_runner.staleness import Staleness

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
    case : Case
        What the report is about.
    label : str
        The name of its parameters file where that tells it from the other reports on the same
        case and question; else empty.
    link : str or None
        Address of its page, from the index; None when there is none.
    badges : list of Verdict
        The few words that stand for it.
    outcomes : list of str
        What the verdict filter finds it by, see `index_filters.outcomes`.
    sentence : str
        The verdict counts, or the failure, in words.
    brief : str
        The first sentence of the report's summary; may be empty.
    """

    job: Job
    question: str
    case: Case
    label: str
    link: str | None
    badges: list[Verdict]
    outcomes: list[str]
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
        The project folder; its tables say what the cases are.
    """
    write(output / SUMMARY, summary_text(states))
    write(output / "index.html", index_page(states, catalogue=read_catalogue(project)))


def write_site_if_changed(now: Staleness, jobs: Sequence[Job]) -> bool:
    """Write the index and the summary where what they tell has changed.

    Parameters
    ----------
    now : Staleness
        The folder of reports, and what pages rest on.
    jobs : sequence of Job
        Every report of the project.

    Returns
    -------
    bool
        Whether they were written.
    """
    pages = [now.output / "index.html", now.output / SUMMARY]
    told = _told(now, jobs)
    name = digest_of(str(now.output))
    written = [told, *map(now.digests.of, pages)]
    if now.store.get("sites", name) == written:
        return False
    write_site(now.output, [state(now.output, job) for job in jobs], project=now.project)
    now.digests.forget(pages)
    with suppress(OSError):  # the next run will write them again
        now.store.put("sites", name, [told, *map(now.digests.of, pages)])
    return True


def _told(now: Staleness, jobs: Sequence[Job]) -> str:
    """Digest all that the pages are written from."""
    files = [path(now.output, job, suffix) for job in jobs for suffix in SUFFIXES]
    now.digests.forget(files)
    return digest_of(
        [
            now.basis.site,
            [[job.notebook, job.name, job.case] for job in jobs],
            [now.digests.of(file) for file in files],
            [now.digests.of(file) for file in sorted({job.notebook_file for job in jobs})],
            [now.digests.of(now.project / "data" / name) for name in ("cases.csv", "sources.csv")],
            now.basis.page_key,
        ]
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


def index_page(states: Sequence[State], *, catalogue: Mapping[str, Case]) -> str:
    """Write the page that leads to all reports.

    Parameters
    ----------
    states : sequence of State
        What the folder holds, one for each report of the project.
    catalogue : mapping
        What is known of each case; one without an entry stands under its short name.

    Returns
    -------
    str
        One HTML document: cases by questions with verdicts in each cell, then the reports by
        case and by question, the whole collection first. Its one script narrows them down by
        case, document, kind of evidence, outcome and words; without it all are in view.
    """
    entries = _entries(states, catalogue)
    cases = _grouped(entries, lambda entry: entry.case)
    questions = _grouped(sorted(entries, key=_notebook), _notebook)
    grid = {(case.name, name): [] for case in cases for name in questions}
    for entry in entries:
        grid[entry.job.case, entry.job.notebook].append(entry)
    return page(
        "index.html.j2",
        total=_total(states),
        grid=grid,
        cases=cases,
        questions=[
            {"name": name, "title": reports[0].question, "reports": reports}
            for name, reports in questions.items()
        ],
        whole=any(case.is_whole for case in cases),
        filters=filters(cases),
        anchor=lambda words: re.sub(r"\W+", "-", words),
        script=script(),
        script_hash=script_hash(),
    )


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


def _entries(states: Sequence[State], catalogue: Mapping[str, Case]) -> list[Entry]:
    """Describe all reports in the order of the page: by case, by notebook, by name."""
    titles = {state.job.notebook: question(state.job.notebook_file) for state in states}
    together = Counter((each.job.case, each.job.notebook) for each in states)
    entries = []
    for each in states:
        job, case = each.job, described(each.job.case, catalogue)
        plain = job.name == job.case or (case.is_whole and together[job.case, job.notebook] == 1)
        label = "" if plain else job.name
        entries.append(_entry(each, question=titles[job.notebook], case=case, label=label))
    return sorted(entries, key=_place)


def _entry(state: State, *, question: str, case: Case, label: str) -> Entry:
    job = state.job
    brief = state.findings["brief"] if state.findings else []
    return Entry(
        job=job,
        question=question,
        case=case,
        label=label,
        link=None if state.status == "not made" else quote(f"{job.notebook}/{job.name}.html"),
        badges=badges(state),
        outcomes=outcomes(state),
        sentence=sentence(state),
        brief=re.sub(r"[*`]", "", str(brief[0])) if brief else "",
    )


def _place(entry: Entry) -> tuple[bool, str, str, Job]:
    return not entry.case.is_whole, entry.case.title.casefold(), entry.case.name, entry.job


def _notebook(entry: Entry) -> str:
    return entry.job.notebook


def _grouped(entries: Sequence[Entry], key: Callable[[Entry], Any]) -> dict[Any, list[Entry]]:
    return {name: list(group) for name, group in groupby(entries, key=key)}


def _total(states: Sequence[State]) -> str:
    """Count the reports on the whole collection apart: they repeat the numbers of the cases."""
    single = [state for state in states if state.job.case != WHOLE]
    whole = [state for state in states if state.job.case == WHOLE]
    if not whole:
        return total(single)
    made = sum(state.status == "made" for state in whole)
    words = f"{counted(len(whole), 'report')} on the whole collection; {made} made."
    return f"{total(single)} {words}" if single else words


def question(notebook_file: Path) -> str:
    """Take a notebook's title from its source.

    Parameters
    ----------
    notebook_file : Path
        The notebook.

    Returns
    -------
    str
        The title; its name where there is none, or where it cannot be read.
    """
    try:
        cells = json.loads(notebook_file.read_text(encoding="utf-8-sig"))["cells"]
        title = first_title(cells)
    except (OSError, ValueError, KeyError, TypeError):
        title = None
    return title or notebook_file.stem.replace("_", " ").capitalize()
