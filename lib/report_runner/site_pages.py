"""A page a case, a page a question, and the glossary."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from report_runner.catalogue import Case
from report_runner.glossary import Term, terms
from report_runner.messages import counted
from report_runner.own_data import tables_for_readers
from report_runner.render import page, page_frame
from report_runner.site_entries import Entry, abstract, by_question, grouped
from report_runner.source_places import anchor
from report_runner.verdict_words import TONES, Verdict

KINDS = {
    "verdict": "Verdicts",
    "evidence": "Evidence",
    "school": "Schools",
    "statistics": "Statistics",
}
#: The order in which the verdict of one of several reports stands for a number.
_WORST_FIRST = (
    "not reproducible",
    "reproduced with another rounding",
    "reproduced",
    "cannot be checked",
)


@dataclass(frozen=True)
class Place:
    """A place of a document and the numbers that are printed there.

    Attributes
    ----------
    locator : str
        The place.
    name : str
        Its name in an address.
    numbers : list of dict
        ``what``, ``printed``, ``recomputed``, ``verdict``, ``note``.
    """

    locator: str
    name: str
    numbers: list[dict[str, Any]]


def case_pages(entries: Sequence[Entry], *, project: Path) -> Iterator[tuple[str, str]]:
    """Write a page for each case.

    Parameters
    ----------
    entries : sequence of Entry
        All reports, those on a case together.
    project : Path
        The project folder; its claims say what each printed number is.

    Yields
    ------
    (str, str)
        Name and text of a page: what was done, the reports with their verdicts, the conclusions,
        and every printed number with its place in the document.
    """
    subjects = read_subjects(project)
    cases = list(grouped(entries, lambda entry: entry.case).items())
    turns = _turns([(case.title, case.name) for case, _ in cases])
    for (case, reports), (before, after) in zip(cases, turns, strict=True):
        places = [] if case.is_whole else places_of(reports, subjects)
        yield (
            f"cases/{case.name}.html",
            page(
                "case.html.j2",
                case=case,
                reports=reports,
                places=places,
                conclusions=_conclusions(reports, {place.name for place in places}),
                before=before,
                after=after,
            ),
        )


def question_pages(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Write a page for each question.

    Parameters
    ----------
    entries : sequence of Entry
        All reports.

    Yields
    ------
    (str, str)
        Name and text of a page: what is asked, and what each case answers.
    """
    questions = list(by_question(entries).items())
    turns = _turns([(reports[0].question, name) for name, reports in questions])
    for (name, reports), (before, after) in zip(questions, turns, strict=True):
        yield (
            f"questions/{name}.html",
            page(
                "question.html.j2",
                question=reports[0].question,
                abstract=abstract(reports[0].job.notebook_file),
                notebook=name,
                reports=reports,
                total=counted(len(reports), "report"),
                before=before,
                after=after,
            ),
        )


def glossary_page(*, of_matrix: bool = False) -> str:
    """Write the glossary.

    Parameters
    ----------
    of_matrix : bool
        Whether it belongs to the reports of a matrix.

    Returns
    -------
    str
        One HTML document: the terms by kind, in alphabetical order.
    """
    kinds: list[tuple[str, str, list[Term]]] = [
        (kind, words, [term for term in terms() if term.kind == kind])
        for kind, words in KINDS.items()
    ]
    return page("glossary.html.j2", kinds=kinds, frame=page_frame(of_matrix=of_matrix))


def places_of(reports: Sequence[Entry], subjects: Mapping[str, Mapping[str, str]]) -> list[Place]:
    """Collect the printed numbers of a case by their place.

    Parameters
    ----------
    reports : sequence of Entry
        The reports on the case.
    subjects : mapping
        Row of the claims by claim.

    Returns
    -------
    list of Place
        In the order in which the claims are listed; a number that several reports judge stands
        once, with the gravest verdict.
    """
    numbers: dict[str, dict[str, Any]] = {}
    for claim in (claim for each in reports for claim in _claims(each)):
        known = numbers.get(claim["claim"])
        if known is None or _gravity(claim) < _gravity(known):
            numbers[claim["claim"]] = dict(claim)
    order = {name: place for place, name in enumerate(subjects)}
    found: dict[str, Place] = {}
    for name in sorted(numbers, key=lambda name: (order.get(name, len(order)), name)):
        claim, row = numbers[name], subjects.get(name, {})
        locator = str(claim.get("locator") or "Place not stated")
        place = found.setdefault(locator, Place(locator, anchor(locator), []))
        about = ", ".join(filter(None, (row.get(part) for part in ("subject", "group", "time"))))
        tone = Verdict(claim["verdict"], TONES.get(claim["verdict"], "none"))
        place.numbers.append({**claim, "what": about or name, "badge": tone})
    return list(found.values())


def read_subjects(project: Path) -> dict[str, dict[str, str]]:
    """Read what each printed number of the collection is.

    Parameters
    ----------
    project : Path
        The project folder.

    Returns
    -------
    dict
        Row of ``data/claims.csv`` by claim; empty where there is no such table.
    """
    try:
        with (tables_for_readers(project) / "claims.csv").open(
            encoding="utf-8-sig", newline=""
        ) as lines:
            return {row["claim"]: row for row in csv.DictReader(lines)}
    except (OSError, KeyError, ValueError, csv.Error):
        return {}


def address_of(case: Case | str, locator: str) -> str:
    """Say where a place of a document is listed.

    Parameters
    ----------
    case : Case or str
        The case, or its short name.
    locator : str
        The place.

    Returns
    -------
    str
        From the folder of reports.
    """
    name = case if isinstance(case, str) else case.name
    return f"cases/{quote(name)}.html#{anchor(locator)}"


def _claims(entry: Entry) -> Sequence[Mapping[str, Any]]:
    return entry.state.findings["claims"] if entry.state.findings else ()


def _gravity(claim: Mapping[str, Any]) -> int:
    return _WORST_FIRST.index(claim["verdict"])


def _conclusions(reports: Sequence[Entry], named: set[str]) -> list[dict[str, Any]]:
    """List the conclusions; the first at a place without printed numbers bears its name."""
    found, seen = [], set(named)
    for entry in reports:
        for each in entry.state.findings["conclusions"] if entry.state.findings else ():
            locator = str(each.get("locator") or "")
            name = anchor(locator) if locator and anchor(locator) not in seen else ""
            seen.add(name)
            tone = Verdict(each["verdict"], TONES.get(each["verdict"], "none"))
            found.append({**each, "badge": tone, "entry": entry, "locator": locator, "name": name})
    return found


def _turns(names: Sequence[tuple[str, str]]) -> list[tuple[Any, Any]]:
    """Say for each page which comes before and after, in words and address."""
    links = [(words, f"{quote(name)}.html") for words, name in names]
    padded = [None, *links, None]
    return [(padded[place], padded[place + 2]) for place in range(len(links))]
