"""Student copies and solution copies, made by nbgrader's own preprocessors."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbconvert.preprocessors import TagRemovePreprocessor
from nbgrader.preprocessors import ClearHiddenTests, ClearOutput, ClearSolutions, LockCells

from partnership_workshop.making.sources import INSTRUCTOR, Lesson

if TYPE_CHECKING:
    from nbformat import NotebookNode

STUB = "# Put your answer in place of the dots; add lines if you need them."


def student_copy(source: NotebookNode) -> NotebookNode:
    """Make the copy that a participant gets.

    Parameters
    ----------
    source : NotebookNode
        A lesson as it is written; it stays as it is.

    Returns
    -------
    NotebookNode
        Without solutions, hidden tests, instructor's notes and outputs. Of the metadata only what
        nbgrader needs is left, and cells are named by their place.

    Notes
    -----
    The names of cells in the source follow from their content, answers included; whoever guessed
    an answer could confirm it by such a name, so they are not handed on.
    """
    notebook = copy.deepcopy(source)
    steps = (
        TagRemovePreprocessor(remove_cell_tags={INSTRUCTOR}, enabled=True),
        ClearSolutions(code_stub={"python": STUB}),
        ClearHiddenTests(),
        LockCells(),
        ClearOutput(),
    )
    for step in steps:
        notebook, _ = step.preprocess(notebook, {})
    return _named(notebook)


def solution_copy(source: NotebookNode) -> NotebookNode:
    """Make the copy that the lecturer gets.

    Parameters
    ----------
    source : NotebookNode
        A lesson as it is written; it stays as it is.

    Returns
    -------
    NotebookNode
        With solutions, hidden tests and instructor's notes, without outputs.
    """
    notebook, _ = ClearOutput().preprocess(copy.deepcopy(source), {})
    return _named(notebook)


VERSIONS = {"student": student_copy, "solution": solution_copy}


def write_copies(lessons: list[Lesson], folder: Path) -> list[Path]:
    """Write both versions of every lesson.

    Parameters
    ----------
    lessons : list of Lesson
        As :func:`~partnership_workshop.making.sources.lessons` reads them.
    folder : Path
        Gets the folders ``student`` and ``solution``.

    Returns
    -------
    list of Path
        The files written; the same bytes each time.
    """
    written = []
    for version, made in VERSIONS.items():
        (folder / version).mkdir(parents=True, exist_ok=True)
        for lesson in lessons:
            file = folder / version / f"{lesson.name}.ipynb"
            file.write_text(nbformat.writes(made(lesson.notebook)) + "\n", encoding="utf-8")
            written.append(file)
    return written


def _named(notebook: NotebookNode) -> NotebookNode:
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number + 1:02}"
        cell.metadata.pop("collapsed", None)
    return notebook
