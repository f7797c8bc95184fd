"""The tables of a page: numbered in the order of the notebook, so that links can lead to them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from report_runner.html_tables import dressed, without_first_level
from report_runner.source_places import with_places

_FRAME = re.compile(r'<div aria-label="([^"]*)" class="scroll" role="region" tabindex="0">')
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)


def dress_tables(
    outputs: Iterable[Any], captions: dict[int, str], places: Mapping[str, str]
) -> None:
    """Make the tables of a cell ready for a page, in place.

    Parameters
    ----------
    outputs : iterable of NotebookNode
        The outputs of the cell; those in HTML are written anew.
    captions : dict of int to str
        The caption of each table so far; those of these outputs are added.
    places : mapping of str to str
        Address of each place of a document that a cell of a table may name.
    """
    for output in outputs:
        text = output.get("data", {}).get("text/html")
        if text:
            tables = numbered(dressed(without_first_level(text)), captions)
            output.data["text/html"] = with_places(tables, places)


def numbered(fragment: str, captions: dict[int, str]) -> str:
    """Number the tables of an output.

    Parameters
    ----------
    fragment : str
        HTML whose tables have their frames, see `report_runner.html_tables.dressed`.
    captions : dict of int to str
        The caption of each table so far; those of this output are added.

    Returns
    -------
    str
        The same HTML: each frame has the name ``table-1``, ``table-2`` and so on, and each caption
        begins with the number.

    Examples
    --------
    >>> from report_runner.html_tables import dressed
    >>> known = {1: "Before."}
    >>> page = numbered(dressed("<table><caption>After.</caption></table>"), known)
    >>> 'id="table-2"' in page, "<caption>Table 2. After.</caption>" in page, known[2]
    (True, True, 'After.')
    """
    parts = _FRAME.split(fragment)
    done = [parts[0]]
    for label, rest in zip(parts[1::2], parts[2::2], strict=True):
        number = max(captions, default=0) + 1
        said = _CAPTION.search(rest)
        words = re.sub(r"<[^>]+>", "", said[1]).strip() if said else ""
        captions[number] = html.unescape(words)
        caption = f"<caption>Table {number}{'. ' * bool(words)}{said[1] if said else ''}</caption>"
        if said:
            rest = rest.replace(said[0], caption, 1)
        else:
            rest = re.sub(r"(<table[^>]*>)", rf"\1{caption}", rest, count=1)
        label = label.replace("Table", f"Table {number}", 1)
        done.append(
            f'<div aria-label="{label}" class="scroll" id="table-{number}" role="region" '
            f'tabindex="0">{rest}'
        )
    return "".join(done)
