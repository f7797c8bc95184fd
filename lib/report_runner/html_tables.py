"""Make the tables that notebooks emit readable and accessible.

What a notebook's HTML says is passed through; only the dress changes.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_NUMBER = re.compile(r"[-+−<>≤≥≈£]?\s*\d[\d,]*(\.\d+)?\s*(?P<unit>%?)")  # noqa: RUF001
_EMPTY = re.compile(r"nan|NaN|None|<NA>|–|—|")  # noqa: RUF001
#: Rows from which a table is put under headings, and rows that a heading must stand for on average.
_LONG, _UNDER_ONE = 100, 4


def dressed(fragment: str) -> str:
    """Dress the tables and headings of a piece of HTML.

    Parameters
    ----------
    fragment : str
        HTML as a notebook emitted it or as its Markdown became.

    Returns
    -------
    str
        The same HTML with: each table in a frame of its own that scrolls sideways and can be
        reached by keyboard; ``scope`` on header cells that lack it; columns of numbers of one
        kind marked with the class ``number``; in long tables, rows that begin alike under a heading
        that says so once; presentation left by pandas (``border``, ``style`` elements, inline
        alignment) removed. Without a table the fragment comes back untouched.

    Examples
    --------
    >>> dressed("<p>no table</p>")
    '<p>no table</p>'
    >>> print(dressed("<table><thead><tr><th>n</th></tr></thead></table>"))
    <div aria-label="Table" class="scroll" role="region" tabindex="0"><table><thead><tr><th
    scope="col">n</th></tr></thead></table></div>
    """
    if "<table" not in fragment:
        return fragment
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(fragment, features="html.parser")
    for table in soup.find_all("table"):
        if "dataframe" in table.get("class", []):
            _undress(soup, table)
        _give_scopes(table)
        _mark_numbers(table)
        _put_under_headings(soup, table)
        _frame(soup, table)
    return str(soup)


def without_first_level(fragment: str) -> str:
    """Lower first-level headings in a notebook's output by one level.

    Parameters
    ----------
    fragment : str
        HTML as a notebook emitted it.

    Returns
    -------
    str
        The same with ``h2`` for ``h1``: a page has one first-level heading, its title.

    Examples
    --------
    >>> without_first_level("<h1 class='x'>A</h1>")
    "<h2 class='x'>A</h2>"
    """
    return re.sub(r"(</?)h1(?=[\s>])", r"\1h2", fragment, flags=re.IGNORECASE)


def _undress(soup: BeautifulSoup, table: Tag) -> None:
    """Take away what pandas adds for bare pages."""
    for style in soup.find_all("style"):
        style.decompose()
    del table["border"]
    for tag in table.find_all(style=True):
        if tag["style"].startswith("text-align"):
            del tag["style"]


def _give_scopes(table: Tag) -> None:
    for head in table.find_all("th"):
        if not head.get("scope"):
            wide = int(head.get("colspan", 1)) > 1
            in_head = head.find_parent("thead") is not None
            head["scope"] = ("colgroup" if wide else "col") if in_head else "row"


def _mark_numbers(table: Tag) -> None:
    """Mark columns of numbers, heads included; spanned tables are left alone."""
    if table.find(colspan=True) or table.find(rowspan=True):
        return
    rows = [row.find_all(["th", "td"], recursive=False) for row in table.find_all("tr")]
    for index in range(max(map(len, rows), default=0)):
        column = [row[index] for row in rows if index < len(row)]
        texts = [cell.get_text(strip=True) for cell in column if cell.name == "td"]
        if any(texts) and _are_numbers(texts):
            for cell in column:
                cell["class"] = sorted({*cell.get("class", []), "number"})


def _are_numbers(texts: list[str]) -> bool:
    """Say whether all are numbers of one kind: all with a per cent sign, or none."""
    matches = [_NUMBER.fullmatch(text) for text in texts if not _EMPTY.fullmatch(text)]
    return all(matches) and len({match["unit"] for match in matches if match}) == 1


def _put_under_headings(soup: BeautifulSoup, table: Tag) -> None:
    """Say once, above its rows, what the first cells of a long table repeat row after row."""
    body = table.find("tbody")
    rows = body.find_all("tr", recursive=False) if body else []
    if len(rows) < _LONG or table.find(colspan=True) or table.find(rowspan=True):
        return
    if not all(row.th for row in rows):
        return
    runs = [(words, list(run)) for words, run in groupby(rows, key=lambda row: row.th.get_text())]
    if len(rows) < _UNDER_ONE * len(runs):
        return
    columns = len(rows[0].find_all(["th", "td"], recursive=False)) - 1
    table.thead.th.decompose()
    for words, run in runs:
        part = soup.new_tag("tbody")
        heading = soup.new_tag("th", attrs={"colspan": columns, "scope": "rowgroup"}, string=words)
        part.append(soup.new_tag("tr"))
        part.tr.append(heading)
        for row in run:
            row.th.decompose()
            part.append(row.extract())
        body.insert_before(part)
    body.decompose()


def _frame(soup: BeautifulSoup, table: Tag) -> None:
    caption = table.find("caption")
    words = caption.get_text(" ", strip=True) if caption else ""
    frame = soup.new_tag(
        "div",
        attrs={
            "class": "scroll",
            "role": "region",
            "tabindex": "0",
            "aria-label": f"Table: {words}" if words else "Table",
        },
    )
    table.wrap(frame)
