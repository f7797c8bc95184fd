"""The prose of a page: headings that can be linked to, and terms that lead to the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from report_runner.glossary import link_terms
from report_runner.headings import headings

_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


class Prose:
    """What is remembered of one page while its cells are written one after the other.

    Parameters
    ----------
    with_terms : bool
        Whether terms become links to the glossary.

    Examples
    --------
    >>> Prose(with_terms=False)("<h2>Who moved</h2>")
    '<h2 id="who-moved">Who moved</h2>'
    """

    def __init__(self, *, with_terms: bool = True) -> None:
        self._names = Names()
        self._linked: set[str] | None = set() if with_terms else None

    def __call__(self, fragment: str) -> str:
        """Give names to the second-level headings, and link each term where it first stands.

        Parameters
        ----------
        fragment : str
            HTML of one cell.

        Returns
        -------
        str
            The same HTML with names and links.
        """
        named = _HEADING.sub(self._named, fragment)
        return named if self._linked is None else link_terms(named, self._linked)

    def _named(self, heading: re.Match[str]) -> str:
        words = re.sub(r"<[^>]+>", "", heading[1])
        return f'<h2 id="{self._names.next(words)}">{heading[1]}</h2>'


class Names:
    """Names of headings, each used once.

    Examples
    --------
    >>> names = Names()
    >>> names.next("Who moved?"), names.next("Who moved")
    ('who-moved', 'who-moved-2')
    """

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def next(self, words: str) -> str:
        """Name the next heading.

        Parameters
        ----------
        words : str
            What it says.

        Returns
        -------
        str
            Letters, digits and hyphens; with a number where an earlier heading says the same.
        """
        name = re.sub(r"&\w+;|[^\w]+", "-", words.lower()).strip("-") or "section"
        self._used[name] = self._used.get(name, 0) + 1
        return name if self._used[name] == 1 else f"{name}-{self._used[name]}"


def contents(cells: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """List the sections of a page.

    Parameters
    ----------
    cells : iterable of mappings
        The cells of the notebook as it is shown.

    Returns
    -------
    list of (str, str)
        Words and name of each second-level heading that a Markdown cell holds, in order.
    """
    names = Names()
    return [
        (heading.text, names.next(heading.text))
        for cell in cells
        if cell["cell_type"] == "markdown"
        for heading in headings("".join(cell["source"]))
        if heading.level == 2
    ]
