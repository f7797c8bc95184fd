"""The methods: the notebooks that explain them, as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from report_runner.page_frame import frame, read
from report_runner.page_numbers import dress_tables
from report_runner.page_prose import contents
from report_runner.render import exporter, made_by, page
from report_runner.site_entries import Entry, abstract, by_question, question


def method_files(notebooks: Iterable[Path]) -> list[Path]:
    """List the notebooks on methods that lie beside others.

    Parameters
    ----------
    notebooks : iterable of Path
        Notebooks of questions.

    Returns
    -------
    list of Path
        In alphabetical order.
    """
    folders = sorted({notebook.parent / "methods" for notebook in notebooks})
    return [file for folder in folders for file in sorted(folder.glob("*.ipynb"))]


def method_pages(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Write the page that lists the methods, and a page for each notebook on methods.

    Parameters
    ----------
    entries : sequence of Entry
        All reports.

    Yields
    ------
    (str, str)
        Name and text of a page.
    """
    files = method_files(entry.job.notebook_file for entry in entries)
    methods = [(question(file), f"methods/{file.stem}.html", abstract(file)) for file in files]
    questions = [
        (reports[0].question, f"questions/{name}.html", abstract(reports[0].job.notebook_file))
        for name, reports in by_question(entries).items()
    ]
    yield "methods.html", page("methods.html.j2", methods=methods, questions=questions)
    for file in files:
        yield f"methods/{file.stem}.html", method_page(file)


def method_page(file: Path) -> str:
    """Turn a notebook on methods into a page.

    Parameters
    ----------
    file : Path
        The notebook; the results that it keeps are shown, and nothing is run.

    Returns
    -------
    str
        One HTML document.
    """
    import nbformat

    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.lstrip().startswith("# "):
            cell.metadata["is_title"] = True
            break
    captions: dict[int, str] = {}
    for cell in notebook.cells:
        dress_tables(cell.get("outputs", ()), captions, {})
    context = {
        "page_title": question(file),
        "heading": None,
        "here": question(file),
        "trail": [("All reports", "index.html"), ("Methods", "methods.html")],
        "root": "../",
        "css": read("shared/style.css"),
        "frame": frame(),
        "head": _head(notebook),
        "foot": "",
        "before": None,
        "after": None,
        "footer": [f"Made from <code>notebooks/methods/{file.name}</code> by {made_by()}."],
    }
    text, _ = exporter().from_notebook_node(notebook, resources={"report": context})
    return text


def _head(notebook: dict) -> str:
    links = "".join(
        f'<li><a href="#{name}">{words}</a></li>' for words, name in contents(notebook["cells"])
    )
    return (
        '<nav class="contents" aria-labelledby="contents"><h2 id="contents">On this page</h2>'
        f'<ol>{links}</ol></nav><p><button type="button" id="code" aria-pressed="false" hidden>'
        "Show all code</button></p>"
    )
