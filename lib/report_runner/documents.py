"""Make the documents that can be taken away: PDF, Word document, spreadsheet and citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report_runner.checks import CheckedJob
from report_runner.document import document_of
from report_runner.document_citation import bibliography
from report_runner.document_pdf import pdf
from report_runner.document_word import word
from report_runner.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from nbformat import NotebookNode

_MAKERS = {
    ".pdf": pdf,
    ".docx": word,
    ".xlsx": spreadsheet,
    ".bib": lambda document: bibliography(document).encode("utf-8"),
}


@dataclass(frozen=True)
class Documents:
    """What came of making the documents of a report.

    Attributes
    ----------
    files : dict
        Bytes by suffix.
    problems : tuple of str
        Why others could not be made; empty when all were.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def make_documents(
    notebook: NotebookNode,
    checked: CheckedJob,
    findings: Mapping[str, Any],
    *,
    case_name: str,
    sources: Iterable[Mapping[str, str]],
) -> Documents:
    """Make the documents of a report.

    Parameters
    ----------
    notebook : NotebookNode
        The executed and tidied notebook.
    checked : CheckedJob
        The report and the values it ran on.
    findings : mapping
        What the notebook found, with its provenance.
    case_name : str
        What the case is called in full.
    sources : iterable of mapping
        From `report_runner.document_sources.sources_of`.

    Returns
    -------
    Documents
        One that cannot be made does not keep the others from being made.
    """
    files: dict[str, bytes] = {}
    problems = []
    try:
        document = document_of(notebook, checked, findings, case_name=case_name, sources=sources)
    except Exception as error:
        return Documents({}, (_problem("no document", error),))
    for suffix, make in _MAKERS.items():
        try:
            files[suffix] = make(document)
        except Exception as error:  # of three other programs: whatever it is, the report is there
            problems.append(_problem(f"no {suffix}", error))
    return Documents(files, tuple(problems))


def _problem(what: str, error: Exception) -> str:
    lines = str(error).strip().splitlines() or [""]
    return f"{what}: {type(error).__name__}: {lines[0]}".rstrip(": ")
