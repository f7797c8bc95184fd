"""Pages of HTML that need nothing but themselves: reports, failures and the index."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner import lean_imports
from report_runner.checks import CheckedJob
from report_runner.declared import DeclarationError, Parameter, parse_declarations
from report_runner.failure import Failure
from report_runner.findings_file import MIME
from report_runner.headings import first_title, with_one_title
from report_runner.html_tables import dressed, without_first_level
from report_runner.jobs import Job

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"
_SHOWN = {
    "text/html",
    "text/markdown",
    "text/latex",
    "text/plain",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
}


def report_page(
    notebook: NotebookNode,
    checked: CheckedJob,
    findings: Mapping[str, Any],
    *,
    case_name: str,
) -> str:
    """Turn an executed notebook into a page.

    Parameters
    ----------
    notebook : NotebookNode
        The executed and tidied notebook; it is not changed.
    checked : CheckedJob
        The report and the values it ran on.
    findings : mapping
        What the notebook found; its title serves where the notebook has none.
    case_name : str
        What the case is called in full.

    Returns
    -------
    str
        One HTML document: styles and pictures inside it, no script, nothing fetched, exactly one
        first-level heading, code folded away.
    """
    shown = _for_reading(notebook)
    title = first_title(shown.cells)
    job = checked.job
    subject = case_name if job.name == job.case else f"{case_name} ({job.name})"
    context = {
        "page_title": f"{title or findings['title']} {subject}",
        "heading": None if title else findings["title"],
        "here": subject,
        "index": "../index.html",
        "css": _style(),
        "settings": _settings_table(notebook, checked.values),
        "footer": _footer(job),
    }
    page, _ = exporter().from_notebook_node(shown, resources={"report": context})
    return page


def failure_page(job: Job, failure: Failure) -> str:
    """Write the page that stands where a report could not be made.

    Parameters
    ----------
    job : Job
        The report.
    failure : Failure
        What stopped it.

    Returns
    -------
    str
        One HTML document.
    """
    return page("failure.html.j2", job=job, failure=failure)


def page(template: str, **content: Any) -> str:
    """Fill in one of the page templates.

    Parameters
    ----------
    template : str
        File name below ``templates/pages``.
    **content : object
        What the template names.

    Returns
    -------
    str
        One HTML document; text is escaped.
    """
    return "".join(page_parts(template, **content))


def page_parts(template: str, **content: Any) -> Iterator[str]:
    """Fill in one of the page templates piece by piece, for pages of any length.

    Parameters
    ----------
    template : str
        File name below ``templates/pages``.
    **content : object
        What the template names; what it loops over may be made as it goes.

    Yields
    ------
    str
        One HTML document, in pieces; text is escaped.
    """
    from markupsafe import Markup

    filled = _pages().get_template(template)
    yield from filled.generate(css=Markup(_style()), version=made_by(), **content)


def made_by() -> str:
    """Name the library and its version.

    Returns
    -------
    str
        For the foot of a page.
    """
    return f"partnership-evaluation {version('partnership-evaluation')}"


@cache
def exporter() -> HTMLExporter:
    """Make nbconvert's exporter for reports, once in each process.

    Returns
    -------
    HTMLExporter
        Kept, because making it costs as much as four pages.
    """
    lean_imports.prepare()
    from report_runner.page_exporter import PageExporter

    html_exporter = PageExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES / "shared")],
        exclude_anchor_links=True,
    )
    html_exporter.register_filter("dressed", dressed)
    html_exporter.register_filter("below_title", without_first_level)
    return html_exporter


def _for_reading(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook; keep one title, and of each output what a page can show."""
    from nbformat import from_dict

    copy = from_dict(notebook)
    titled = False
    injected = any(_has_tag(cell, "injected-parameters") for cell in copy.cells)
    copy.cells = [
        cell for cell in copy.cells if not (injected and _has_tag(cell, "parameters"))
    ]  # the settings that count are the injected ones
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = with_one_title(cell.source, titled=titled)
            titled = titled or first_title([cell]) is not None
        elif cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _can_be_shown(output)]
    return copy


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _can_be_shown(output: NotebookNode) -> bool:
    if output.output_type not in {"display_data", "execute_result"}:
        return True
    if MIME in output.data and not _SHOWN & set(output.data) - {"text/plain"}:
        return False  # its text only says that findings were stated
    output.data = {kind: output.data[kind] for kind in output.data if kind in _SHOWN}
    return bool(output.data)


def _settings_table(notebook: NotebookNode, values: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(name)}</th><td>{html.escape(_in_words(value))}</td>"
        f"<td>{html.escape(meaning)}</td></tr>"
        for name, value, meaning in _settings(notebook, values)
    )
    return dressed(
        "<table><thead><tr><th>Setting</th><th>Value</th><th>Meaning</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _settings(notebook: NotebookNode, values: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    helps = {parameter.name: parameter.help for parameter in _declarations(notebook)}
    return [(name, value, helps.get(name, "")) for name, value in values.items()]


def _declarations(notebook: NotebookNode) -> tuple[Parameter, ...]:
    tagged = [cell for cell in notebook.cells if _has_tag(cell, "parameters")]
    try:
        return parse_declarations(tagged[0].source) if tagged else ()
    except DeclarationError:
        return ()


def _in_words(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_in_words(item)}" for name, item in value.items())
    return str(value)


def _footer(job: Job) -> list[str]:
    name = html.escape(job.name)
    return [
        f"Made from <code>notebooks/{html.escape(job.notebook)}.ipynb</code> with "
        f"<code>{html.escape(job.settings)}</code> by {made_by()}.",
        f'<a href="{name}.ipynb">The notebook behind this page</a> · '
        f'<a href="{name}.findings.json">its findings as data</a>',
    ]


@cache
def _style() -> str:
    return (TEMPLATES / "shared" / "style.css").read_text(encoding="utf-8").strip()


@cache
def _pages() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folders = [TEMPLATES / "pages", TEMPLATES / "shared"]
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
