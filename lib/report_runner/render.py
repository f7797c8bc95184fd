"""Pages of HTML that need nothing but themselves: reports, failures and those of the site."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from partnership_evaluation import own_words
from report_runner import lean_imports
from report_runner.checks import CheckedJob
from report_runner.declared import DeclarationError, Parameter, parse_declarations
from report_runner.failure import Failure
from report_runner.findings_file import MIME
from report_runner.headings import first_title, with_one_title
from report_runner.html_tables import dressed, without_first_level
from report_runner.jobs import Job, neighbours
from report_runner.number_links import linked_brief
from report_runner.page_frame import TEMPLATES, frame, read
from report_runner.page_head import foot, head
from report_runner.page_numbers import dress_tables
from report_runner.page_pictures import framed, with_light_pictures
from report_runner.page_prose import contents
from report_runner.source_places import addresses

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

    from report_runner.page_exporter import PageExporter

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
    cases: Mapping[str, str] | None = None,
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
    cases : mapping of str to str, optional
        What all cases are called, by their short names.

    Returns
    -------
    str
        One HTML document: styles, pictures and the one script inside it, nothing fetched, exactly
        one first-level heading, the summary at its head, code folded away.
    """
    job, captions = checked.job, {}
    of_matrix = job.row is not None
    places = {} if of_matrix else addresses(findings, cases or ())
    shown = _for_reading(notebook, findings, captions, places)
    title = first_title(shown.cells)
    subject = case_name if job.name == job.case else f"{case_name} ({job.name})"
    sections = contents(shown.cells)
    context = {
        "page_title": f"{title or findings['title']} {subject}",
        "heading": None if title else findings["title"],
        "here": subject,
        "trail": _trail(job, title or findings["title"]),
        "root": "../",
        "css": read("shared/style.css"),
        "frame": frame(of_matrix=of_matrix),
        "head": head(findings, job, captions=captions, sections=sections, pages=_pages()),
        "foot": foot(findings, pages=_pages()),
        "settings": _settings_table(notebook, checked.values),
        "footer": _footer(job),
        **dict(zip(("before", "after"), _turns(job, cases or {}), strict=True)),
    }
    page, _ = exporter().from_notebook_node(shown, resources={"report": context})
    return with_light_pictures(framed(own_words.page(page)))


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
    return own_words.page("".join(page_parts(template, **content)))


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
    style = Markup(read("shared/style.css"))
    around = content.pop("frame", None) or page_frame()
    yield from filled.generate(css=style, frame=around, version=made_by(), **content)


def page_frame(*, of_matrix: bool = False) -> Any:
    """Give what stands round a page, its script marked as one that is not to be escaped.

    Parameters
    ----------
    of_matrix : bool
        Whether the page belongs to the reports of a matrix.

    Returns
    -------
    Frame
        For `page` and `page_parts`.
    """
    from dataclasses import replace

    from markupsafe import Markup

    around = frame(of_matrix=of_matrix)
    return replace(around, script=Markup(around.script))


def made_by() -> str:
    """Name the library and its version.

    Returns
    -------
    str
        For the foot of a page.
    """
    return f"partnership-evaluation {version('partnership-evaluation')}"


@cache
def exporter() -> PageExporter:
    """Make nbconvert's exporter for reports, once in each process.

    Returns
    -------
    PageExporter
        Kept, because making it costs as much as four pages.
    """
    lean_imports.prepare()
    from report_runner.page_exporter import PageExporter, lean_code

    html_exporter = PageExporter(
        template_name="report",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES / "shared")],
        exclude_anchor_links=True,
    )
    html_exporter.register_filter("dressed", dressed)
    html_exporter.register_filter("lean_code", lean_code)
    html_exporter.register_filter("below_title", without_first_level)
    return html_exporter


def _for_reading(
    notebook: NotebookNode,
    findings: Mapping[str, Any],
    captions: dict[int, str],
    places: Mapping[str, str],
) -> NotebookNode:
    """Copy a notebook; keep one title, and of each output what a page can show, with its links."""
    from nbformat import from_dict

    copy = from_dict(notebook)
    injected = any(_has_tag(cell, "injected-parameters") for cell in copy.cells)
    copy.cells = [
        cell for cell in copy.cells if not (injected and _has_tag(cell, "parameters"))
    ]  # the settings that count are the injected ones
    titled = False
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = with_one_title(cell.source, titled=titled)
            if not titled and first_title([cell]) is not None:
                titled = cell.metadata["is_title"] = True
        elif cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _can_be_shown(output)]
            dress_tables(cell.outputs, captions, places)
    _link_brief(copy, findings, captions)
    return copy


def _link_brief(
    notebook: NotebookNode, findings: Mapping[str, Any], captions: Mapping[int, str]
) -> None:
    """Put links into the list that the notebook shows in brief; other texts stay as they are."""
    plain = "\n".join(f"- {sentence}" for sentence in findings["brief"])
    for cell in notebook.cells if plain and findings.get("places") else ():
        for output in cell.get("outputs", ()):
            if output.get("data", {}).get("text/markdown") == plain:
                output.data["text/markdown"] = linked_brief(findings, captions)


def _trail(job: Job, question: str) -> list[tuple[str, str]]:
    """Say where a report stands: the whole, its question, its case."""
    if job.row is not None:
        return [("All reports", "index.html")]
    return [
        ("All reports", "index.html"),
        (question, f"questions/{quote(job.notebook)}.html"),
        ("The case", f"cases/{quote(job.case)}.html"),
    ]


def _turns(job: Job, cases: Mapping[str, str]) -> list[tuple[str, str] | None]:
    return [
        (_in_full(name, cases), f"{quote(name)}.html") if name else None for name in neighbours(job)
    ]


def _in_full(name: str, cases: Mapping[str, str]) -> str:
    """Name a report by its case; where a case has several, with its own name in brackets."""
    if name in cases:
        return cases[name]
    of = max((case for case in cases if name.startswith(f"{case}-")), key=len, default="")
    return f"{cases[of]} ({name})" if of else name


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
    return [
        f"Made from <code>notebooks/{html.escape(job.notebook)}.ipynb</code> with "
        f"<code>{html.escape(job.settings)}</code> by {made_by()}.",
    ]


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
