"""Recompute a report and say whether it still holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from report_runner.downloads import DOCUMENTS
from report_runner.findings_file import as_text, findings_problems
from report_runner.jobs import Job, SelectionError
from report_runner.messages import nearest
from report_runner.verify_compare import inputs_changed, is_intact, moved, words_changed

_FINDINGS = ".findings.json"
# Which reports stand before and after this one is no part of it.
_TURN = re.compile(r'<nav class="turn".*?</nav>', re.DOTALL)
_FILES = (_FINDINGS, ".html", ".ipynb", *DOCUMENTS)
_OF_PAGE = re.compile(r"parameters/([\w.-]+)/([\w.-]+)\.yml")


@dataclass(frozen=True)
class Given:
    """A report as somebody has it.

    Attributes
    ----------
    report : str
        ``<notebook>/<name>``.
    findings : dict or None
        Its findings; None where only a page is at hand.
    files : dict
        Bytes of each file that is compared, by suffix.
    """

    report: str
    findings: dict[str, Any] | None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether a report still holds.

    Attributes
    ----------
    report : str
        ``<notebook>/<name>``.
    holds : bool
        Whether it says what the project says today.
    inputs_changed : list of str
        What it rests on that is no longer the same, in clauses.
    moved : list of dict
        What its findings say differently, see `report_runner.verify_compare.moved`.
    altered : list of str
        What can only have been changed by hand, or by other code, after it was made.
    failure : str
        Why it cannot be recomputed; empty where it can.
    """

    report: str
    holds: bool
    inputs_changed: list[str]
    moved: list[dict[str, Any]]
    altered: list[str]
    failure: str = ""

    def as_json(self) -> str:
        """Write it as JSON.

        Returns
        -------
        str
            One object with the attributes as names.
        """
        return as_text(asdict(self))


def given(word: str, *, output: Path) -> Given:
    """Read the report that is to be verified.

    Parameters
    ----------
    word : str
        A file of a report, also a copy elsewhere; or ``<notebook>/<name>``.
    output : Path
        The folder of reports, for the latter.

    Returns
    -------
    Given

    Raises
    ------
    SelectionError
        If there is no such report, or if the file is none.
    """
    file = Path(word)
    if file.is_file():
        stem, suffix = _stem(file)
        beside = file.with_name(stem + _FINDINGS)
        findings = _read(beside) if beside.is_file() else None
        if findings is None and suffix != ".html":
            raise SelectionError(
                f"A copy is verified by its findings; beside {file.name} there is no "
                f"{beside.name}. Put it there, or give the page or NOTEBOOK/NAME."
            )
        files = {suffix: file.read_bytes()} if suffix != _FINDINGS else {}
        return Given(_name(findings, file), findings, files)
    beside = output / f"{word}{_FINDINGS}"
    if not beside.is_file():
        raise SelectionError(
            f"There is no report {word!r} in {output.name}/. Give a file of a report, or "
            "NOTEBOOK/NAME of one that was made; 'evaluate list' lists them."
        )
    findings = _read(beside)
    there = {suffix: beside.with_name(_stem(beside)[0] + suffix) for suffix in _FILES[1:]}
    files = {suffix: each.read_bytes() for suffix, each in there.items() if each.is_file()}
    return Given(_name(findings, beside), findings, files)


def job_of(report: str, jobs: Sequence[Job]) -> Job:
    """Find the report among those of the project.

    Parameters
    ----------
    report : str
        ``<notebook>/<name>``.
    jobs : sequence of Job
        All reports.

    Returns
    -------
    Job

    Raises
    ------
    SelectionError
        If it is not among them.
    """
    known = {f"{job.notebook}/{job.name}": job for job in jobs}
    if report not in known:
        raise SelectionError(
            f"This project makes no report {report!r}: the notebook or the case is not known here. "
            f"{nearest(report, known)}"
        )
    return known[report]


def compare(old: Given, files: Mapping[str, str | bytes]) -> Verdict:
    """Compare a report with its recomputation.

    Parameters
    ----------
    old : Given
        The report as somebody has it.
    files : mapping
        What the project makes of it today, by suffix.

    Returns
    -------
    Verdict
    """
    today = json.loads(files[_FINDINGS])
    changed, different, altered = [], [], []
    if old.findings is not None:
        changed = inputs_changed(old.findings["provenance"], today["provenance"])
        different = moved(old.findings, today)
        if not is_intact(old.findings):
            altered.append("the findings are not those that were made: their digest differs")
        elif different and not changed:
            altered.append(
                "nothing that the findings rest on has changed, but they say other things"
            )
    if not changed:  # else a page rightly tells the older state
        for suffix, content in old.files.items():
            altered += _file_altered(suffix, content, files.get(suffix, b""))
    holds = not different and not altered
    return Verdict(old.report, holds, changed, different, altered)


def _file_altered(suffix: str, content: bytes, expected: str | bytes) -> list[str]:
    expected = expected.encode("utf-8") if isinstance(expected, str) else expected
    if content == expected:
        return []
    if suffix != ".html":
        return [f"the {suffix} file is not, byte for byte, what the project makes"]
    then, today = (_TURN.sub("", each.decode("utf-8", "replace")) for each in (content, expected))
    words = words_changed(then, today)
    said = (f"the page says {old!r} where the project says {new!r}" for old, new in words)
    return list(dict.fromkeys(said))  # a number stands in several places


def _stem(file: Path) -> tuple[str, str]:
    for suffix in _FILES:
        if file.name.endswith(suffix):
            return file.name.removesuffix(suffix), suffix
    raise SelectionError(
        f"A file of a report ends in one of {', '.join(_FILES)}; found {file.name!r}. Give one."
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        findings = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SelectionError(
            f"{file.name} is not JSON any more: {error}. Ask for it again, or make it anew."
        ) from error
    problems = findings_problems(findings)
    if problems:
        raise SelectionError(f"{file.name} is no findings of a report: {problems[0]}")
    if not isinstance(findings.get("provenance"), dict):
        raise SelectionError(
            f"{file.name} does not say what it was made from: it comes from an older version of "
            "this program. Make the report again to have one that can be verified."
        )
    return findings


def _name(findings: Mapping[str, Any] | None, file: Path) -> str:
    if findings is not None:
        return str(findings["provenance"].get("report"))
    match = _OF_PAGE.search(file.read_text(encoding="utf-8", errors="replace"))
    if not match:
        raise SelectionError(
            f"{file.name} does not say which report it is. Give NOTEBOOK/NAME, or its findings."
        )
    return f"{match[1]}/{match[2]}"
