"""nbconvert's exporter of pages, without reading each page again once it is written."""

from __future__ import annotations

import re
from typing import Any

from nbconvert import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode

from report_runner.page_prose import Prose

_IMAGE_WITHOUT_WORDS = re.compile(r"<img\b(?![^>]*\balt=)", re.IGNORECASE)
#: Kinds of words that the style tells apart; marking the others only makes pages heavy.
_TOLD_APART = "k|kn|kc|ow|s1|s2|sa|si|s|c1|c|mi|mf"
_UNTOLD = re.compile(rf'<span class="(?!(?:{_TOLD_APART})")[a-z0-9]+">([^<]*)</span>')


def lean_code(fragment: str) -> str:
    """Take away marks of code that have no look of their own; let long lines scroll by keyboard.

    Parameters
    ----------
    fragment : str
        HTML as Pygments writes it.

    Returns
    -------
    str
        The same code, lighter by half; its frame can be reached by keyboard.

    Examples
    --------
    >>> lean_code('<span class="n">n</span> <span class="kn">import</span>')
    'n <span class="kn">import</span>'
    """
    return _UNTOLD.sub(r"\1", fragment).replace("<pre>", '<pre tabindex="0">', 1)


class PageExporter(HTMLExporter):
    """Turn notebooks into pages in half the time that `nbconvert.HTMLExporter` takes.

    Parameters
    ----------
    **options : object
        Passed on to nbconvert.

    Notes
    -----
    nbconvert parses the finished page to give words to images without any, and to make elements of
    its own templates, which pages here do not have, reachable by keyboard. That takes longer than
    all the rest, so that it is left to the pages with such an image. The notebook, which the runner
    has made itself, is checked once and not after each of a dozen steps.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(optimistic_validation=True, **options)

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Turn one notebook into a page.

        Parameters
        ----------
        nb : NotebookNode
            The notebook.
        resources : dict, optional
            What the templates are given besides.
        **options : object
            Passed on to nbconvert.

        Returns
        -------
        page : str
            The HTML.
        resources : dict
            What the preprocessors made of the resources.
        """
        lexer = nb.metadata.get("language_info", {}).get("name")
        self.register_filter("highlight_code", Highlight2HTML(pygments_lexer=lexer, parent=self))
        self.register_filter("with_terms", Prose())
        page, found = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        if _IMAGE_WITHOUT_WORDS.search(page):
            return super().from_notebook_node(nb, resources, **options)
        return page, found
