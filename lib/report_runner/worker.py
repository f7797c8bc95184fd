"""What a worker process has ready before its report begins.

The server that forks the workers imports this module once, so that no worker pays for papermill,
nbconvert and the page templates itself. Most of what these cost, they cost when they are first
used; so a report of a made-up notebook is rehearsed here, all but the run.
"""

from __future__ import annotations

import gc
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from report_runner import lean_imports

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from report_runner.document import Document

_MODULES = (
    "IPython.paths",
    "ipykernel.kernelspec",
    "papermill.execute",
    "report_runner.engine",
    "partnership_evaluation.sentences",
    "PIL.Image",
    "report_runner.report",
    "typst",
)
_VALUES = {"case": "none"}
_FINDINGS = {
    **{"title": "None", "case": "none", "source": "None", "design": "none", "brief": ["None."]},
    **{part: [] for part in ("claims", "conclusions", "estimates", "cautions", "places")},
}
_PARAMETERS = "case: str = 'none'  # which case study"
_CODE = "import math\n\nroot = math.sqrt(2)  # a comment\nf'{root:.1f}'"
_PROSE = """# A question?

Some *words*, `code`, a [link](#here) and a formula, $x^2$.

1. A list
   - within a list

| a | b |
| - | - |
| 1 | 2 |
"""
_TABLE = "<table class='dataframe'><tbody><tr><th>n</th><td style='color: red'>1</td></tr></table>"
_PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="
)


def rehearse() -> None:
    """Go through everything that a report needs, except a kernel and typst.

    Typst starts threads when it first works, and they would be missing in whatever is forked later.
    """
    from PIL import Image

    from report_runner.checks import CheckedJob
    from report_runner.document import document_of
    from report_runner.failure import find_failure
    from report_runner.findings_file import as_text, read_findings
    from report_runner.jobs import Job
    from report_runner.notebook_file import notebook_text
    from report_runner.render import report_page
    from report_runner.sentence_checks import after_run, source_problems
    from report_runner.tidy import tidy

    notebook = tidy(_notebook(), project=Path.cwd())
    find_failure(notebook)
    read_findings(notebook)
    notebook_text(notebook)
    as_text(_VALUES)
    nowhere = Path("none")
    job = Job("none", "none", "none", nowhere, nowhere)
    checked, findings = CheckedJob(job, _VALUES), _FINDINGS
    source_problems(notebook)
    after_run(notebook, findings, checked, project=Path.cwd())
    Image.init()
    report_page(notebook, checked, findings, case_name="None")
    _rehearse_documents(document_of(notebook, checked, findings, case_name="None"))


def _notebook() -> NotebookNode:
    """What papermill leaves of a notebook, with outputs of each kind."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
    from papermill.execute import execute_notebook

    from report_runner.notebook_file import read_notebook

    notebook = new_notebook(
        cells=[
            new_markdown_cell(_PROSE),
            new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]}),
            new_code_cell(_CODE),
        ]
    )
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        file = Path(folder, "rehearsed.ipynb")
        known = {"kernel_name": "python3", "language": "python", "prepare_only": True}
        execute_notebook(notebook, file, parameters=_VALUES, progress_bar=False, **known)
        notebook = read_notebook(file)
    notebook.cells[-1].outputs = [
        new_output("stream", text="Some words."),
        new_output("display_data", data={"text/html": _TABLE, "text/plain": "1"}),
        new_output("display_data", data={"image/png": _PICTURE}, metadata={"alt": "A picture"}),
        new_output("display_data", data={"text/markdown": _PROSE}),
    ]
    return notebook


def _rehearse_documents(document: Document) -> None:
    from report_runner.document_pdf import markup
    from report_runner.document_word import word
    from report_runner.spreadsheet import spreadsheet

    markup(document)
    word(document)
    spreadsheet(document)


def prepare() -> None:
    """Make this process ready to fork workers."""
    lean_imports.prepare()
    for module in _MODULES:
        import_module(module)
    with suppress(Exception):  # a fault here is met again by each report, which then tells it
        rehearse()
    gc.collect()
    gc.freeze()  # else the first collection in each worker would copy every page


if __name__ == "report_runner.worker":
    prepare()
