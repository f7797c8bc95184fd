"""The headings of a notebook's Markdown cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")


@dataclass(frozen=True)
class Heading:
    """A heading in a piece of Markdown.

    Attributes
    ----------
    line : int
        Its line, counted from 0.
    level : int
        1 for the title, down to 6.
    text : str
        Its words, without Markdown's signs of emphasis.
    """

    line: int
    level: int
    text: str


def headings(source: str) -> Iterator[Heading]:
    """Find the headings of a piece of Markdown.

    Parameters
    ----------
    source : str
        Markdown.

    Yields
    ------
    Heading
        Each line that begins with hash signs, fenced code left out.

    Examples
    --------
    >>> list(headings("## Who *moved*"))
    [Heading(line=0, level=2, text='Who moved')]
    """
    fenced = False
    for number, line in enumerate(source.splitlines()):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = None if fenced else _HEADING.fullmatch(line)
        if match:
            yield Heading(number, len(match[1]), re.sub(r"[*_`]", "", match[2]))


def first_title(cells: Iterable[Mapping[str, Any]]) -> str | None:
    """Find the first first-level heading of a notebook.

    Parameters
    ----------
    cells : iterable of mappings
        Cells with ``cell_type`` and ``source`` (text, or a list of lines).

    Returns
    -------
    str or None
        The words of the heading; None when there is none.

    Examples
    --------
    >>> first_title([{"cell_type": "markdown", "source": "# Did *lessons* improve?"}])
    'Did lessons improve?'
    """
    for cell in cells:
        if cell["cell_type"] == "markdown":
            for heading in headings("".join(cell["source"])):
                if heading.level == 1:
                    return heading.text
    return None


def with_one_title(source: str, *, titled: bool) -> str:
    """Lower the first-level headings that come after a notebook's title.

    Parameters
    ----------
    source : str
        Markdown of one cell.
    titled : bool
        Whether the title has come before this cell.

    Returns
    -------
    str
        The same Markdown, its surplus first-level headings made second-level ones.

    Examples
    --------
    >>> print(with_one_title("# Title\\n# Second", titled=False))
    # Title
    ## Second
    """
    lines = source.splitlines()
    titles = [heading.line for heading in headings(source) if heading.level == 1]
    for line in titles if titled else titles[1:]:
        lines[line] = f"#{lines[line]}"
    return "\n".join(lines)
