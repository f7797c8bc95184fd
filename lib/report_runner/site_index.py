"""The start page: the question of the collection, and the grid of cases and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from report_runner.catalogue import WHOLE, Case
from report_runner.index_filters import filters, script, script_hash
from report_runner.messages import counted
from report_runner.render import page
from report_runner.report_folder import State
from report_runner.site_entries import Entry, by_question, entries_of, grouped
from report_runner.verdict_words import total


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
        One HTML document: cases by questions with verdicts in each cell, the question that most
        cases answer first, then the reports by
        case and the questions, the whole collection first. Its script narrows them down by case,
        document, kind of evidence, outcome and words; without it all are in view.
    """
    entries = entries_of(states, catalogue)
    cases = grouped(entries, lambda entry: entry.case)
    questions = by_question(entries)
    grid = {(case.name, name): [] for case in cases for name in questions}
    for entry in entries:
        grid[entry.job.case, entry.job.notebook].append(entry)
    return page(
        "index.html.j2",
        total=_total(states),
        grid=grid,
        cases=cases,
        questions=[
            {
                "name": name,
                "title": reports[0].question,
                "link": f"questions/{quote(name)}.html",
                "reports": reports,
                "count": counted(len(reports), "report"),
            }
            for name, reports in sorted(questions.items(), key=_fullest)
        ],
        whole=any(case.is_whole for case in cases),
        filters=filters(cases),
        link=lambda case: f"cases/{quote(case.name)}.html",
        script=script(),
        script_hash=script_hash(),
    )


def _fullest(question: tuple[str, Sequence[Entry]]) -> tuple[bool, int, int, str]:
    """Put first what is asked of most case studies, last what is asked of other data only."""
    name, reports = question
    cases = {entry.case for entry in reports}
    on_studies = any(case.document for case in cases)
    return not on_studies, -len(cases), -len(reports), name


def _total(states: Sequence[State]) -> str:
    """Count the reports on the whole collection apart: they repeat the numbers of the cases."""
    single = [state for state in states if state.job.case != WHOLE]
    whole = [state for state in states if state.job.case == WHOLE]
    if not whole:
        return total(single)
    made = sum(state.status == "made" for state in whole)
    words = f"{counted(len(whole), 'report')} on the whole collection; {made} made."
    return f"{total(single)} {words}" if single else words
