"""Bring committed notebooks into one form, so that a change shows only what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner.execute import execute
from report_runner.failure import find_failure
from report_runner.jobs import SelectionError
from report_runner.messages import bulleted, nearest
from report_runner.notebook_file import notebook_text, read_notebook
from report_runner.report_folder import write
from report_runner.tidy import (
    KERNEL_METADATA,
    name_cells,
    scrubber,
    tidy_cell_metadata,
    tidy_outputs,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARK = "# NBVAL_CHECK_OUTPUT"


class NotebookFailed(RuntimeError):
    """A notebook that does not run on its own declared settings."""


def find_notebooks(project: Path, names: Sequence[str] = ()) -> list[Path]:
    """Find the committed notebooks.

    Parameters
    ----------
    project : Path
        The project folder.
    names : sequence of str
        Paths below ``notebooks/`` without ``.ipynb``; empty means every one.

    Returns
    -------
    list of Path
        The files, in alphabetical order.

    Raises
    ------
    SelectionError
        If a name matches nothing; all such names at once, each with the nearest.
    """
    folder = project / "notebooks"
    files = {
        file.relative_to(folder).with_suffix("").as_posix(): file
        for file in sorted(folder.rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in file.parts
    }
    unknown = [
        f"There is no notebook {name!r}. {nearest(name, files)}"
        for name in names
        if name not in files
    ]
    if unknown:
        raise SelectionError(bulleted(unknown))
    return [file for name, file in files.items() if not names or name in names]


def normalised(file: Path, *, project: Path, run: bool = True) -> str:
    """Write out a notebook in the committed form.

    Parameters
    ----------
    file : Path
        The notebook; it is not changed.
    project : Path
        The project folder.
    run : bool
        Whether to run the notebook, on its own declared settings, for the outputs of the marked
        cells. When False, marked cells keep the outputs they have.

    Returns
    -------
    str
        The text of the notebook: no outputs but the text of cells with a line
        ``# NBVAL_CHECK_OUTPUT``, no execution counts but 1 for those, of the metadata only kernel,
        language, cell tags, alternative text and marks of nbgrader, and cells named after their
        content.

    Raises
    ------
    NotebookFailed
        If a cell raises; the message names it.

    Notes
    -----
    A notebook without marked cells is not run: it would come out the same.
    """
    notebook = read_notebook(file)
    marked = [_is_marked(cell) for cell in notebook.cells]
    if run and any(marked):
        _run_for_outputs(notebook, file, project)
    scrub = scrubber(project)
    for cell, keep in zip(notebook.cells, marked, strict=True):
        grading = cell.metadata.get("nbgrader")
        tidy_cell_metadata(cell)
        if grading:  # which cells of a lesson hold answers and checks
            cell.metadata["nbgrader"] = grading
        if cell.cell_type == "code":
            cell.outputs = _kept(tidy_outputs(cell.outputs, scrub=scrub)) if keep else []
            # nbval compares outputs only where a count says that the cell was run.
            cell.execution_count = 1 if cell.outputs else None
    name_cells(notebook.cells)
    notebook.metadata = type(notebook.metadata)(KERNEL_METADATA)
    return notebook_text(notebook)


def normalise(file: Path, *, project: Path) -> bool:
    """Bring a notebook file into the committed form.

    Parameters
    ----------
    file : Path
        The notebook, rewritten in one step where its form changes.
    project : Path
        The project folder.

    Returns
    -------
    bool
        Whether the file was changed.

    Raises
    ------
    NotebookFailed
        If a cell raises; the file stays as it is.
    """
    text = normalised(file, project=project)
    if text == file.read_text(encoding="utf-8"):
        return False
    write(file, text)
    return True


def is_normalised(file: Path, *, project: Path) -> bool:
    """Say whether a notebook file has the committed form, without running it.

    Parameters
    ----------
    file : Path
        The notebook.
    project : Path
        The project folder.

    Returns
    -------
    bool
        False when `normalise` would rewrite it, or when a marked cell has no output. Whether the
        outputs that are there are still true is for ``pytest --nbval-lax`` to say.
    """
    notebook = read_notebook(file)
    bare = [cell for cell in notebook.cells if _is_marked(cell) and not cell.outputs]
    text = file.read_text(encoding="utf-8")
    return not bare and text == normalised(file, project=project, run=False)


def _is_marked(cell: NotebookNode) -> bool:
    lines = [line.strip() for line in cell.source.splitlines()]
    return cell.cell_type == "code" and MARK in lines


def _run_for_outputs(notebook: NotebookNode, file: Path, project: Path) -> None:
    """Run the notebook and copy the fresh outputs into it."""
    executed = execute(file, values={}).notebook
    failure = find_failure(executed)
    if failure:
        raise NotebookFailed(
            f"A committed notebook runs on its own declared settings; "
            f"{file.relative_to(project).as_posix()} stops at {failure.place}: {failure.summary} "
            "Mend it and normalise again."
        )
    for cell, ran in zip(notebook.cells, executed.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = ran.outputs


def _kept(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Keep what is text: pictures are not compared, and their bytes differ between machines."""
    kept = []
    for output in outputs:
        if "data" in output:
            output.data = {
                kind: content
                for kind, content in output.data.items()
                if not kind.startswith("image/")
            }
            if not output.data:
                continue
        if "execution_count" in output:
            output.execution_count = None
        kept.append(output)
    return kept
