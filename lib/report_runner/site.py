"""The pages about the whole collection, and when they are written anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.catalogue import read_catalogue
from report_runner.digests import digest_of
from report_runner.jobs import Job
from report_runner.own_data import tables_for_readers
from report_runner.report_folder import SUFFIXES, SUMMARY, State, path, state, write
from report_runner.search_index import search_pages
from report_runner.site_audit import audit_page
from report_runner.site_entries import entries_of, question
from report_runner.site_index import index_page
from report_runner.site_methods import method_files, method_pages
from report_runner.site_pages import case_pages, glossary_page, question_pages
from report_runner.site_summary import COLUMNS, summary_row, summary_text

if TYPE_CHECKING:
    from report_runner.staleness import Staleness

__all__ = ["COLUMNS", "index_page", "question", "summary_row", "summary_text", "write_site"]
#: What the frame of every page says of who made it.
MARK = '<meta name="generator" content="partnership-evaluation">'
TABLES = ("cases.csv", "sources.csv", "claims.csv")


def write_site(
    output: Path, states: Sequence[State], *, project: Path, now: Staleness | None = None
) -> list[str]:
    """Write the pages round a folder of reports.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    states : sequence of State
        What it holds, one for each report of the project.
    project : Path
        The project folder; its tables say what the cases are.
    now : Staleness, optional
        Where what was read from a page for the search is kept.

    Returns
    -------
    list of str
        Name of each file, from the folder.
    """
    pages = dict(_pages(states, project))
    pages |= search_pages(output, states, pages, now=now)
    for name, text in pages.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        write(output / name, text)
    return sorted(pages)


def _here(work: Callable[[Any], Any], task: Any) -> Any:
    return work(task)


def write_site_if_changed(
    now: Staleness, jobs: Sequence[Job], *, do: Callable[[Callable, Any], Any] = _here
) -> bool:
    """Write the pages round the reports where what they tell has changed.

    Parameters
    ----------
    now : Staleness
        The folder of reports, and what pages rest on.
    jobs : sequence of Job
        Every report of the project.
    do : callable
        Takes a function and its argument; calls it here, or in another process.

    Returns
    -------
    bool
        Whether they were written. Pages of cases and questions that are gone are taken away.
    """
    told = _told(now, jobs)
    name = digest_of(str(now.output))
    before = now.store.get("sites", name) or {}
    written = before.get("pages", {}) if isinstance(before, dict) else {}
    here = {page: now.digests.of(now.output / page) for page in written}
    if written and before["told"] == told and here == written:
        return False
    pages = do(partial(_write, now), jobs)
    _take_away_others(now.output, pages)
    now.digests.forget([now.output / page for page in {*pages, *written}])
    with suppress(OSError):  # the next run will write them again
        found = {page: now.digests.of(now.output / page) for page in pages}
        now.store.put("sites", name, {"told": told, "pages": found})
    return True


def _write(now: Staleness, jobs: Sequence[Job]) -> list[str]:
    states = [state(now.output, job) for job in jobs]
    return write_site(now.output, states, project=now.project, now=now)


def _pages(states: Sequence[State], project: Path) -> Iterator[tuple[str, str]]:
    """Write each page but those that need the others."""
    catalogue = read_catalogue(project)
    entries = entries_of(states, catalogue)
    yield SUMMARY, summary_text(states)
    yield "index.html", index_page(states, catalogue=catalogue)
    yield "audit.html", audit_page(entries, catalogue, project=project)
    yield "glossary.html", glossary_page()
    yield from method_pages(entries)
    yield from case_pages(entries, project=project)
    yield from question_pages(entries)


def _take_away_others(output: Path, pages: Sequence[str]) -> None:
    """Remove pages of cases, questions and methods that are gone; files of others stay."""
    for folder in ("cases", "questions", "methods"):
        for file in (output / folder).glob("*.html"):
            is_ours = MARK in file.read_text(encoding="utf-8", errors="replace")[:1000]
            if is_ours and f"{folder}/{file.name}" not in pages:
                file.unlink()


def _told(now: Staleness, jobs: Sequence[Job]) -> str:
    """Digest all that the pages are written from."""
    files = [path(now.output, job, suffix) for job in jobs for suffix in SUFFIXES]
    now.digests.forget(files)
    notebooks = {job.notebook_file for job in jobs}
    return digest_of(
        [
            now.basis.site,
            [[job.notebook, job.name, job.case] for job in jobs],
            [now.digests.of(file) for file in files],
            [now.digests.of(file) for file in sorted(notebooks)],
            [now.digests.of(file) for file in method_files(notebooks)],
            [now.digests.of(tables_for_readers(now.project) / name) for name in TABLES],
            now.basis.page_key,
        ]
    )
