"""Where in a document a number is printed, and links to the list of such places."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

_CELL = re.compile(r"<td(?: [^>]*)?>([^<]+)</td>")


def anchor(locator: str) -> str:
    """Name a place of a document as part of an address.

    Parameters
    ----------
    locator : str
        The place as the tables name it.

    Returns
    -------
    str
        Letters, digits and hyphens; other places have other names.

    Examples
    --------
    >>> anchor("Table 7, participant 1")
    'place-table-7-participant-1-f899'
    """
    words = re.sub(r"[^a-z0-9]+", "-", locator.lower()).strip("-")[:60]
    return f"place-{words}-{sha256(locator.encode()).hexdigest()[:4]}"


def addresses(findings: Mapping[str, Any], cases: Iterable[str]) -> dict[str, str]:
    """Say where each place of a report is listed.

    Parameters
    ----------
    findings : mapping
        What the notebook states.
    cases : iterable of str
        Short names of all cases; in a report on all of them, a claim belongs to the case that its
        name begins with.

    Returns
    -------
    dict
        Address, from the folder of a report, by place.

    Examples
    --------
    >>> claim = {"claim": "sutton-t7-a", "locator": "Table 7"}
    >>> addresses({"case": "all", "claims": [claim]}, ["all", "sutton"])
    {'Table 7': '../cases/sutton.html#place-table-7-1111'}
    """
    case, found = findings["case"], {}
    names = sorted(cases, key=len, reverse=True)
    for entry in [*findings.get("claims", ()), *findings.get("conclusions", ())]:
        locator, claim = str(entry.get("locator") or ""), str(entry.get("claim") or "")
        of = case
        if case == "all":
            of = next((name for name in names if claim.startswith(f"{name}-")), "")
        if locator and of:
            found.setdefault(locator, f"../cases/{quote(of)}.html#{anchor(locator)}")
    return found


def with_places(fragment: str, found: Mapping[str, str]) -> str:
    """Link each cell of a table that names a place to the list of places.

    Parameters
    ----------
    fragment : str
        HTML of tables.
    found : mapping of str to str
        Address by place.

    Returns
    -------
    str
        The same HTML with links.

    Examples
    --------
    >>> with_places("<td>Table 7</td>", {"Table 7": "a.html#x"})
    '<td><a href="a.html#x">Table 7</a></td>'
    """

    def link(cell: re.Match[str]) -> str:
        address = found.get(html.unescape(cell[1]))
        if not address:
            return cell[0]
        return cell[0].replace(f">{cell[1]}<", f'><a href="{address}">{cell[1]}</a><')

    return _CELL.sub(link, fragment) if found else fragment
