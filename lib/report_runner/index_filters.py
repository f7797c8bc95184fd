"""What the index can be narrowed down by, and the script that does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from report_runner.catalogue import Case
from report_runner.findings_file import verdict_counts
from report_runner.page_frame import read
from report_runner.page_frame import script_hash as hash_of
from report_runner.report_folder import State

if TYPE_CHECKING:
    from markupsafe import Markup

OUTCOMES = {
    "not-reproduced": "a number is not reproduced",
    "contradicted": "a conclusion is contradicted",
    "undetermined": "a conclusion stays undetermined",
    "all-hold": "all that can be checked holds",
    "nothing-to-check": "nothing can be checked",
    "no-report": "failed, or not made yet",
}


@dataclass(frozen=True)
class Filter:
    """One list to choose from.

    Attributes
    ----------
    name : str
        Its name in the address of a filtered view.
    label : str
        What the reader sees beside it.
    options : list of (str, str)
        Words and value of each choice.
    """

    name: str
    label: str
    options: list[tuple[str, str]]


def outcomes(state: State) -> list[str]:
    """Say under which outcomes a reader finds a report.

    Parameters
    ----------
    state : State
        What the folder holds for it.

    Returns
    -------
    list of str
        One or more of `OUTCOMES`. ``all-hold`` asks that something was checked, every number that
        can be checked reproduces and every conclusion is supported.
    """
    if state.findings is None:
        return ["no-report"]
    counts = verdict_counts(state.findings)
    doubts = {
        "not-reproduced": counts["not reproducible"],
        "contradicted": counts["contradicted"],
        "undetermined": counts["undetermined"],
    }
    found = [word for word, count in doubts.items() if count]
    checked = counts["claims"] - counts["cannot be checked"] + counts["conclusions"]
    return found or ["all-hold" if checked else "nothing-to-check"]


def filters(cases: Iterable[Case]) -> list[Filter]:
    """List what the reports on some cases can be narrowed down by.

    Parameters
    ----------
    cases : iterable of Case
        In the order in which they are to be offered.

    Returns
    -------
    list of Filter
        Case, document, kind of evidence and verdict; a list without choices is left out.
    """
    cases = list(cases)
    documents = {(case.document.short, case.document.name) for case in cases if case.document}
    designs = {(case.evidence, case.design) for case in cases if case.design}
    offered = [
        Filter("case", "Case", [(case.title, case.name) for case in cases]),
        Filter("source", "Document", sorted(documents)),
        Filter("design", "Kind of evidence", sorted(designs)),
        Filter("verdict", "Verdict", [(words, name) for name, words in OUTCOMES.items()]),
    ]
    return [each for each in offered if each.options]


@cache
def script() -> Markup:
    """Read the script of the index.

    Returns
    -------
    Markup
        To stand in the page as it is.
    """
    from markupsafe import Markup

    return Markup(read("pages/filters.js"))


def script_hash() -> str:
    """Name the script to the browser, which then runs this one and no other.

    Returns
    -------
    str
        SHA-256 in Base64, for the page's Content Security Policy.
    """
    return hash_of(str(script()))
