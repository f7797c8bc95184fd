"""The paragraphs, lists and headings of a report, as mistune reads them from Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Prose:
    """Paragraphs, lists and headings.

    Attributes
    ----------
    tokens : list of dict
        Markdown, as mistune reads it.
    """

    tokens: list[dict[str, Any]]


def prose(markdown: str) -> Prose:
    """Read Markdown.

    Parameters
    ----------
    markdown : str
        Any.

    Returns
    -------
    Prose

    Examples
    --------
    >>> [token["type"] for token in prose("# A").tokens]
    ['heading']
    """
    import mistune

    read = mistune.create_markdown(renderer=None, plugins=["table"])
    return Prose([token for token in read(markdown) if token["type"] != "blank_line"])


def paragraph(words: str) -> Prose:
    """Make one paragraph of words that are no Markdown.

    Parameters
    ----------
    words : str
        Any.

    Returns
    -------
    Prose

    Examples
    --------
    >>> plain(paragraph("2 * 3 * 4").tokens[0])
    '2 * 3 * 4'
    """
    return Prose([{"type": "paragraph", "children": [{"type": "text", "raw": words}]}])


def plain(token: Mapping[str, Any]) -> str:
    """Read the words of a piece of Markdown.

    Parameters
    ----------
    token : mapping
        As mistune reads it.

    Returns
    -------
    str

    Examples
    --------
    >>> plain(prose("A *b* `c`").tokens[0])
    'A b c'
    """
    if token["type"] in {"softbreak", "linebreak"}:
        return " "
    return str(token.get("raw", "")) + "".join(map(plain, token.get("children", ())))


def stepwise(tokens: list[dict[str, Any]], last: int) -> tuple[list[dict[str, Any]], int]:
    """Let headings go down one level at a time, as accessible documents must.

    Parameters
    ----------
    tokens : list of dict
        Markdown; its title is elsewhere, so that second-level headings become the first.
    last : int
        The level of the heading before, 0 where there was none.

    Returns
    -------
    (list of dict, int)
        The tokens with their new levels, and the last level.

    Examples
    --------
    >>> tokens, last = stepwise(prose("#### deep").tokens, 0)
    >>> tokens[0]["attrs"]["level"], last
    (1, 1)
    """
    found = []
    for token in tokens:
        if token["type"] == "heading":
            last = min(max(token["attrs"]["level"] - 1, 1), last + 1)
            token = {**token, "attrs": {"level": last}}
        found.append(token)
    return found, last
