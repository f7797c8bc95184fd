"""The findings that a notebook states in its last cell, as plain data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from report_runner.failure import Failure, failure_at, placed_cells
from report_runner.messages import bulleted, nearest

if TYPE_CHECKING:
    from nbformat import NotebookNode

MIME = "application/vnd.partnership-evaluation.findings+json"
CLAIM_VERDICTS = (
    "reproduced",
    "reproduced with another rounding",
    "not reproducible",
    "cannot be checked",
)
CONCLUSION_VERDICTS = ("supported", "contradicted", "undetermined")
_TEXTS = ("title", "case", "source", "design")
_LISTS = ("brief", "claims", "conclusions", "estimates", "cautions")
_FIELDS = {
    "claims": ("claim", "printed", "locator", "recomputed", "verdict", "note"),
    "conclusions": ("text", "verdict", "reason"),
    "estimates": ("name", "estimate", "low", "high", "n", "unit", "method"),
    "cautions": ("danger", "size"),
}
#: Parts that a report may do without; where there is one it is text.
_OPTIONAL_TEXTS = ("strength", "headline", "people", "outcome_level")
_VERDICTS = {"claims": CLAIM_VERDICTS, "conclusions": CONCLUSION_VERDICTS}


def read_findings(notebook: NotebookNode) -> dict[str, Any] | Failure:
    """Take the findings out of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook without error outputs.

    Returns
    -------
    dict or Failure
        The findings; or, when the last code cell has none or malformed ones, what is wrong.

    Notes
    -----
    Only the last code cell counts, empty cells left out: a notebook that stops half-way without
    an error has then no findings, and is not taken for a finished one.
    """
    code = [
        placed
        for placed in placed_cells(notebook)
        if placed.cell.cell_type == "code" and placed.cell.source.strip()
    ]
    if not code:
        return Failure("The notebook has no code cells.", "Restore the notebook.", half_run=True)
    found = [
        output.data[MIME] for output in code[-1].cell.outputs if MIME in output.get("data", {})
    ]
    if len(found) != 1:
        return failure_at(code[-1], notebook, **_missing(len(found)))
    problems = findings_problems(found[0])
    if problems:
        error = f"The findings are not in the agreed form.\n{bulleted(problems)}"
        return failure_at(code[-1], notebook, error=error, advice="Mend what the last cell states.")
    return found[0]


def findings_problems(findings: Any) -> list[str]:
    """Check findings against the form that reports are built from.

    Parameters
    ----------
    findings : object
        What the notebook stated.

    Returns
    -------
    list of str
        One sentence for each missing or misnamed part; empty when all is in order. Parts beyond
        the agreed ones are allowed.
    """
    if not isinstance(findings, Mapping):
        return [f"Findings are named parts; found {type(findings).__name__}. State a dictionary."]
    problems = []
    if findings.get("schema") != 1:
        problems.append(f"'schema' is 1; found {findings.get('schema')!r}. State schema 1.")
    problems += [
        f"{name!r} is text; found {findings.get(name)!r}. State it."
        for name in _TEXTS
        if not isinstance(findings.get(name), str)
    ]
    problems += [
        f"{name!r} is text, or left out; found {findings[name]!r}. State it as text."
        for name in _OPTIONAL_TEXTS
        if findings.get(name) is not None and not isinstance(findings[name], str)
    ]
    for name in _LISTS:
        if not isinstance(findings.get(name), list):
            problems.append(f"{name!r} is a list; found {findings.get(name)!r}. State a list.")
        elif name != "brief":
            problems += _entry_problems(name, findings[name])
    return problems + _number_problems(findings)


def verdict_counts(findings: Mapping[str, Any]) -> dict[str, int]:
    """Count the verdicts of one report.

    Parameters
    ----------
    findings : mapping
        Findings in the agreed form.

    Returns
    -------
    dict
        ``claims``, each of the four claim verdicts, ``conclusions`` and each of the three
        conclusion verdicts, with how many there are.
    """
    counts = {}
    for part, verdicts in _VERDICTS.items():
        found = Counter(entry["verdict"] for entry in findings[part])
        counts[part] = len(findings[part])
        counts.update({verdict: found[verdict] for verdict in verdicts})
    return counts


def as_text(data: Mapping[str, Any]) -> str:
    """Write plain data as JSON that is the same, byte for byte, for the same data.

    Parameters
    ----------
    data : mapping
        What to write.

    Returns
    -------
    str
        Sorted names, two blanks of indent, a newline at the end.

    Examples
    --------
    >>> as_text({"b": 1, "a": []})
    '{\\n  "a": [],\\n  "b": 1\\n}\\n'
    """
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def _missing(number: int) -> dict[str, str]:
    if number:
        return {
            "error": f"The last code cell states its findings {number} times.",
            "advice": "State them once.",
        }
    return {
        "error": "The notebook ended before its last cell, or its last code cell states no "
        "findings.",
        "advice": "End the notebook with the cell that shows its findings, and put no code behind "
        "it.",
    }


def _number_problems(findings: Mapping[str, Any]) -> list[str]:
    """JSON has no word for infinite numbers and for "not a number"."""
    try:
        json.dumps(findings, allow_nan=False)
    except ValueError:
        return ["Numbers are finite; one of these is not. State null and say why in words."]
    return []


def _entry_problems(part: str, entries: list[Any]) -> list[str]:
    problems = []
    for number, entry in enumerate(entries, start=1):
        where = f"{part}, entry {number}"
        if not isinstance(entry, Mapping):
            problems.append(f"{where}: an entry is named parts; found {entry!r}. State them.")
            continue
        problems += [
            f"{where}: {name!r} is missing. State it."
            for name in _FIELDS[part]
            if name not in entry
        ]
        allowed, verdict = _VERDICTS.get(part), entry.get("verdict")
        if allowed and verdict not in allowed:
            problems.append(
                f"{where}: a verdict is one of {', '.join(map(repr, allowed))}; found {verdict!r}. "
                f"{nearest(str(verdict), allowed)}"
            )
    return problems
