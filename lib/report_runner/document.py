"""What PDF, Word document and spreadsheet of a report are written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partnership_evaluation import own_words
from report_runner.checks import CheckedJob
from report_runner.declared import TAG, DeclarationError, parse_declarations
from report_runner.document_blocks import Block, Grid, blocks_of
from report_runner.headings import first_title
from report_runner.page_head import PARTS, summary_of
from report_runner.provenance import lines

if TYPE_CHECKING:
    from nbformat import NotebookNode

COLLECTION = "School partnership evaluation notebooks"


@dataclass(frozen=True)
class Document:
    """A report as a document.

    Attributes
    ----------
    report : str
        ``<notebook>/<name>``.
    title : str
        The question.
    subject : str
        What the case is called in full.
    summary : tuple of (str, str)
        What a reader should know first, each with its name.
    blocks : tuple of Block
        What there is to read, in order.
    settings : tuple of (str, str, str)
        Each parameter, its value and its meaning.
    provenance : tuple of (str, str)
        What the report was made from, each with its name.
    findings : mapping
        What the notebook found.
    sources : tuple of mapping
        The documents that reported the case, as rows of ``sources.csv``.
    """

    report: str
    title: str
    subject: str
    summary: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    settings: tuple[tuple[str, str, str], ...]
    provenance: tuple[tuple[str, str], ...]
    findings: Mapping[str, Any]
    sources: tuple[Mapping[str, str], ...] = ()

    @property
    def tables(self) -> list[Grid]:
        """The tables, in order."""
        return [block for block in self.blocks if isinstance(block, Grid)]


def document_of(
    notebook: NotebookNode,
    checked: CheckedJob,
    findings: Mapping[str, Any],
    *,
    case_name: str,
    sources: Iterable[Mapping[str, str]] = (),
) -> Document:
    """Read an executed notebook as a document.

    Parameters
    ----------
    notebook : NotebookNode
        The executed and tidied notebook; it is not changed.
    checked : CheckedJob
        The report and the values it ran on.
    findings : mapping
        What the notebook found, with its provenance where it is known.
    case_name : str
        What the case is called in full.
    sources : iterable of mapping
        From `report_runner.document_sources.sources_of`.

    Returns
    -------
    Document
    """
    job = checked.job
    return Document(
        report=f"{job.notebook}/{job.name}",
        title=first_title(notebook.cells) or str(findings["title"]),
        subject=case_name if job.name == job.case else f"{case_name} ({job.name})",
        summary=_summary(findings),
        blocks=blocks_of(notebook),
        settings=_settings(notebook, checked.values),
        provenance=own_words.told(tuple(lines(findings.get("provenance") or {}))),
        findings=findings,
        sources=tuple(sources),
    )


def _summary(findings: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Say what the head of the page says, and where the numbers are from."""
    said = summary_of(findings)
    parts = ((label, said.get(name, "")) for name, label in PARTS.items())
    found = (("Result", said.get("title", "")), *parts, ("Source", findings.get("source") or ""))
    return tuple((name, words[:1].upper() + words[1:]) for name, words in found if words)


def _settings(
    notebook: NotebookNode, values: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    tagged = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    try:
        declared = parse_declarations(tagged[0].source) if tagged else ()
    except DeclarationError:
        declared = ()
    helps = {each.name: each.help for each in declared}
    return tuple((name, _in_words(value), helps.get(name, "")) for name, value in values.items())


def _in_words(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(item)}" for name, item in value.items())
    return str(value)
