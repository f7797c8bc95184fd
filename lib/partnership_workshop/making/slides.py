"""Slides of a lesson: its text and pictures, without answers, in one file that needs no network."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

from nbconvert import SlidesExporter

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).with_name("templates")


def slides(executed: NotebookNode, *, title: str) -> str:
    """Turn an executed student copy into slides.

    Parameters
    ----------
    executed : NotebookNode
        A student copy with outputs; it stays as it is.
    title : str
        The question of the lesson.

    Returns
    -------
    str
        A page with style and script inside. The code is not shown: it is in the notebook.

    Notes
    -----
    nbconvert's own template fetches reveal.js, jquery and MathJax; a room may have no network. Its
    exporter does the rest: each heading begins a slide, each picture or table one of its own.
    """
    notebook = copy.deepcopy(executed)
    notebook.cells = [cell for cell in notebook.cells if _is_shown(cell)]
    for cell in notebook.cells:
        cell.metadata["slideshow"] = {"slide_type": _slide_type(cell)}
    exporter = SlidesExporter(
        template_name="offline_slides",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    page, _ = exporter.from_notebook_node(notebook, {"lesson_title": title})
    return "\n".join(line.rstrip() for line in page.splitlines()) + "\n"


def _is_shown(cell: NotebookNode) -> bool:
    """Leave out answers, checks and cells that show nothing."""
    if "nbgrader" in cell.metadata:
        return False
    return cell.cell_type == "markdown" or bool(cell.outputs)


def _slide_type(cell: NotebookNode) -> str:
    if cell.cell_type == "markdown":
        return "slide" if cell.source.startswith("#") else "-"
    pictures = any("text/html" in output.get("data", {}) for output in cell.outputs)
    return "subslide" if pictures else "-"
