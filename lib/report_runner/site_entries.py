"""The reports as the pages of the site list them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from report_runner.catalogue import Case, described
from report_runner.headings import first_title
from report_runner.index_filters import outcomes
from report_runner.jobs import Job
from report_runner.page_head import summary_of
from report_runner.report_folder import State
from report_runner.verdict_words import Verdict, badges, sentence


@dataclass(frozen=True)
class Entry:
    """One report as the site shows it.

    Attributes
    ----------
    state : State
        What the folder holds for it.
    question : str
        The notebook's title.
    case : Case
        What the report is about.
    label : str
        The name of its parameters file where that tells it from the other reports on the same
        case and question; else empty.
    link : str or None
        Address of its page, from the folder of reports; None when there is none.
    badges : list of Verdict
        The few words that stand for it.
    outcomes : list of str
        What the verdict filter finds it by, see `index_filters.outcomes`.
    sentence : str
        The verdict counts, or the failure, in words.
    brief : str
        The title of its summary, else the first sentence in brief; may be empty.
    summary : dict
        Its summary by part, see `page_head.summary_of`; empty unless made.
    """

    state: State
    question: str
    case: Case
    label: str
    link: str | None
    badges: list[Verdict]
    outcomes: list[str]
    sentence: str
    brief: str
    summary: Mapping[str, str]

    @property
    def job(self) -> Job:
        """The report."""
        return self.state.job


def entries_of(states: Sequence[State], catalogue: Mapping[str, Case]) -> list[Entry]:
    """Describe all reports in the order of the pages.

    Parameters
    ----------
    states : sequence of State
        What the folder holds.
    catalogue : mapping
        What is known of each case.

    Returns
    -------
    list of Entry
        The whole collection first, then by case, by notebook, by name; last those on data of no
        case study.
    """
    titles = {state.job.notebook: question(state.job.notebook_file) for state in states}
    together = Counter((each.job.case, each.job.notebook) for each in states)
    entries = []
    for each in states:
        job, case = each.job, described(each.job.case, catalogue)
        plain = job.name == job.case or (case.is_whole and together[job.case, job.notebook] == 1)
        label = "" if plain else job.name
        entries.append(_entry(each, question=titles[job.notebook], case=case, label=label))
    return sorted(entries, key=_place)


def grouped(entries: Sequence[Entry], key: Callable[[Entry], Any]) -> dict[Any, list[Entry]]:
    """Put together neighbours that have something in common.

    Parameters
    ----------
    entries : sequence of Entry
        In an order in which those that belong together stand together.
    key : callable
        What they have in common.

    Returns
    -------
    dict
        Entries by what they have in common.
    """
    return {name: list(group) for name, group in groupby(entries, key=key)}


def by_question(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Put reports on the same question together.

    Parameters
    ----------
    entries : sequence of Entry
        All reports.

    Returns
    -------
    dict
        Entries by the name of their notebook, in alphabetical order.
    """
    return grouped(sorted(entries, key=_notebook), _notebook)


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
    title = first_title(cells_of(notebook_file))
    return title or notebook_file.stem.replace("_", " ").capitalize()


def abstract(notebook_file: Path) -> str:
    """Take what stands below a notebook's title.

    Parameters
    ----------
    notebook_file : Path
        The notebook.

    Returns
    -------
    str
        Its first paragraph, without signs of emphasis; empty where there is none.
    """
    for cell in cells_of(notebook_file):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.lstrip().startswith("# "):
            rest = text.lstrip().partition("\n")[2].strip()
            return re.sub(r"[*`]", "", " ".join(rest.split("\n\n")[0].split()))
    return ""


def cells_of(notebook_file: Path) -> list[dict[str, Any]]:
    """Read the cells of a notebook.

    Parameters
    ----------
    notebook_file : Path
        The notebook.

    Returns
    -------
    list of dict
        Empty where it cannot be read: that is told when it is run.
    """
    try:
        cells = json.loads(notebook_file.read_text(encoding="utf-8-sig"))["cells"]
        first_title(cells)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
    return cells


def _entry(state: State, *, question: str, case: Case, label: str) -> Entry:
    job = state.job
    summary = summary_of(state.findings) if state.findings else {}
    brief = state.findings["brief"] if state.findings else []
    said = summary.get("title") or (str(brief[0]) if brief else "")
    return Entry(
        state=state,
        question=question,
        case=case,
        label=label,
        link=None if state.status == "not made" else quote(f"{job.notebook}/{job.name}.html"),
        badges=badges(state),
        outcomes=outcomes(state),
        sentence=sentence(state),
        brief=re.sub(r"[*`]", "", said),
        summary=summary,
    )


def _place(entry: Entry) -> tuple[bool, bool, str, str, Job]:
    case = entry.case
    in_no_document = case.document is None
    return not case.is_whole, in_no_document, case.title.casefold(), case.name, entry.job


def _notebook(entry: Entry) -> str:
    return entry.job.notebook
