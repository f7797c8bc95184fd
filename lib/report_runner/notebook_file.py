"""Notebook files: how they are read and how they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner import lean_imports
from report_runner.tidy import name_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode


def read_notebook(file: Path) -> NotebookNode:
    """Read a notebook of format 4.

    Parameters
    ----------
    file : Path
        The notebook, UTF-8.

    Returns
    -------
    NotebookNode
        In format 4.5, its cells named after their content: older files have no names, which
        nbformat warns of.

    Raises
    ------
    nbformat.ValidationError
        If it is JSON, but no notebook.
    """
    lean_imports.prepare()
    import nbformat

    notebook = nbformat.from_dict(json.loads(file.read_text(encoding="utf-8-sig")))
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    name_cells(notebook.cells)
    return nbformat.reads(json.dumps(notebook), as_version=4)


def notebook_text(notebook: NotebookNode) -> str:
    """Write a notebook as Jupyter writes it, always in the same way.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook.

    Returns
    -------
    str
        JSON with one blank of indent and a newline at the end.
    """
    lean_imports.prepare()
    import nbformat

    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
