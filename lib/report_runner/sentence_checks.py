"""Stop a report that claims more than its design and its numbers allow, and name the cell.

Before a notebook is run, its prose and the texts in its code are read: no cause may be named, and
no number may be typed that ought to be computed. When it was run, everything that it shows is read
again, and each number of its brief and of its alternative texts is looked up in what it shows.
The rules about numbers are for notebooks that use the library; what is said of causes is for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.checks import CheckedJob
from report_runner.failure import Failure, PlacedCell, failure_at
from report_runner.messages import bulleted
from report_runner.notebook_file import read_notebook
from report_runner.number_places import look_up
from report_runner.passages import Passage, of_outputs, of_source

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from partnership_evaluation.sentences import Problem
    from report_runner.dependencies import Read

_IMPORT = re.compile(r"^\s*(?:from|import) partnership_evaluation\b", re.M)
TYPED = (
    "a number is typed that ought to be computed: found {found} in \u201c{place}\u201d. Put the "
    "sentence into a cell that computes it, or write a point of a scale as `code`."
)
UNKNOWN = (
    "a number is in none of the tables, estimates, verdicts, cautions and settings of the report: "
    "found {found} in \u201c{place}\u201d. Show it in a table, record it with report.estimate(), "
    "or say what it is with report.number(value, of=...)."
)


@dataclass(frozen=True)
class Overclaim:
    """A text that says too much, and its cell.

    Attributes
    ----------
    words : str
        The rule, what was found, the sentence, what to do.
    placed : PlacedCell
        The cell.
    kind : str
        What the text is.
    """

    words: str
    placed: PlacedCell
    kind: str


def before_run(checked: CheckedJob) -> Failure | None:
    """Read what a notebook says before it is run.

    Parameters
    ----------
    checked : CheckedJob
        A report; its notebook is read.

    Returns
    -------
    Failure or None
        The first cell that says too much, with everything that is wrong in the notebook; None
        when all is well, and when the file is no notebook, which is found out when it is run.
    """
    try:
        notebook = read_notebook(checked.job.notebook_file)
    except (OSError, ValueError):
        return None
    found = source_problems(notebook, numbers=_uses_the_library(notebook))
    return replace(_failure(found, notebook), half_run=False) if found else None


def source_problems(notebook: NotebookNode, *, numbers: bool = True) -> list[Overclaim]:
    """Find what the source of a notebook says beyond what any report may say.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook as it was written.
    numbers : bool
        Whether typed numbers count; a notebook that explains a method may have them.

    Returns
    -------
    list of Overclaim
        In the order of the cells.

    Notes
    -----
    The design of a report is not known yet, so the strictest is taken: a sentence that may name a
    cause is made by the library from an estimate, and not typed.
    """
    from partnership_evaluation.sentences import problems, typed

    found = []
    for passage in of_source(notebook):
        found += _kept(problems(passage.text), passage)
        parameters = "parameters" in passage.placed.cell.metadata.get("tags", [])
        if numbers and not parameters:
            found += [
                Overclaim(
                    TYPED.format(found=number, place=_line_of(number, passage.text)),
                    passage.placed,
                    passage.kind,
                )
                for number in dict.fromkeys(typed(passage.text))
            ]
    return found


def after_run(
    notebook: NotebookNode,
    findings: dict[str, Any] | Failure,
    checked: CheckedJob,
    *,
    project: Path,
    reads: Iterable[Read] | None = None,
) -> dict[str, Any] | Failure:
    """Read everything that a notebook shows.

    Parameters
    ----------
    notebook : NotebookNode
        The executed notebook.
    findings : dict or Failure
        What it states; a failure is passed on.
    checked : CheckedJob
        The report, with the values that it ran on.
    project : Path
        The project folder.
    reads : iterable of Read, optional
        What the run read: words that stand in one of these tables are the document's. All tables
        of the case when None.

    Returns
    -------
    dict or Failure
        The findings with ``places`` added: where each number of the brief and of the alternative
        texts was found. Or the first cell that says too much, with everything that is wrong.
    """
    if isinstance(findings, Failure):
        return findings
    passages = list(of_outputs(notebook))
    found = output_problems(passages, findings, project=project, reads=reads)
    places, lost = look_up(passages, findings, checked.values)
    if "library_version" in findings:
        found += [
            Overclaim(UNKNOWN.format(found=words, place=one.text), one.placed, one.kind)
            for words, one in lost
        ]
    return _failure(found, notebook) if found else findings | {"places": places}


def output_problems(
    passages: Iterable[Passage],
    findings: Mapping[str, Any],
    *,
    project: Path,
    reads: Iterable[Read] | None = None,
) -> list[Overclaim]:
    """Find what a report shows beyond what its design and its numbers allow.

    Parameters
    ----------
    passages : iterable of Passage
        What the executed notebook shows.
    findings : mapping
        What it states: design, case, and sentences that may name a cause.
    project, reads
        As for `after_run`.

    Returns
    -------
    list of Overclaim
        In the order of the cells; each sentence once.

    Notes
    -----
    Cells of a column of claims are left out, and so are cells of a single word, which are labels.
    """
    from partnership_evaluation.sentences import CLAIM_COLUMNS, DESIGNS, problems
    from partnership_evaluation.sentences.printed import within

    design = findings["design"] if findings["design"] in DESIGNS else None
    licensed = [text for text in findings.get("licensed", ()) if isinstance(text, str)]
    own: frozenset[str] | None = None
    found: dict[str, Overclaim] = {}
    for passage in passages:
        label = passage.kind == "table" and len(passage.text.split()) < 2
        if label or passage.heading.lower() in CLAIM_COLUMNS:
            continue
        if not problems(passage.text, design=design):
            continue
        if own is None:
            own = _words_of_the_document(project, findings["case"], reads)
        given = [*licensed, *within(passage.text, own)]
        for one in _kept(problems(passage.text, design=design, given=given), passage):
            found.setdefault(one.words, one)
    return list(found.values())


def _words_of_the_document(
    project: Path, case: str, reads: Iterable[Read] | None
) -> frozenset[str]:
    """List what the tables say; of those that the run read, so that the report rests on them."""
    from partnership_evaluation.sentences.printed import texts, texts_of

    if reads is None:
        return texts(project / "data", case)
    return texts_of(
        (project / read.path, read.of if read.kind == "rows" else None)
        for read in reads
        if read.kind in ("file", "rows") and read.path.endswith(".csv")
    )


def _kept(problems: Iterable[Problem], passage: Passage) -> list[Overclaim]:
    """Take over what is wrong; a label such as *Share improved* has its numbers beside it."""
    from partnership_evaluation.sentences import CHANGE

    is_label = passage.kind in ("table", "text in the code")
    return [
        Overclaim(str(problem), passage.placed, passage.kind)
        for problem in problems
        if not (is_label and problem.rule == CHANGE)
    ]


def _failure(found: list[Overclaim], notebook: NotebookNode) -> Failure:
    """Describe all problems as a failure of the first cell."""
    ordered = sorted(found, key=lambda overclaim: overclaim.placed.position)
    lines = [f"Cell {one.placed.position}, {one.kind}: {one.words}" for one in ordered]
    error = "A sentence says too much. "
    error += lines[0] if len(lines) == 1 else f"{lines[0]}\nSo do {len(lines) - 1} more:\n"
    return failure_at(
        ordered[0].placed,
        notebook,
        error=error + (bulleted(lines[1:]) if len(lines) > 1 else ""),
        advice="Reword the sentence as said above. If it is the document's claim, mark it as one: "
        "in double quotation marks with the words that say whose it is, or by sentences.claimed().",
    )


def _uses_the_library(notebook: NotebookNode) -> bool:
    """Say whether a notebook computes with the library, and so has no call to type a number."""
    code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return any(_IMPORT.search(source) for source in code)


def _line_of(number: str, text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines() if number in line]
    return (lines or [" ".join(text.split())])[0][:160]
