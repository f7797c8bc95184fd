"""Links from the numbers of a report to the tables that they come from."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

#: Where numbers that stand in no table of the notebook are listed, at the foot of the page.
_AT_THE_FOOT = {"estimates": "estimates", "numbers": "numbers", "counts": "verdict-counts"}
_WORDS = {
    "estimates": "The estimates of this report",
    "numbers": "Other numbers of this report",
    "counts": "Verdicts counted",
    "settings": "Settings of this report",
}


def linked_brief(findings: Mapping[str, Any], captions: Mapping[int, str]) -> str:
    """Write the sentences in brief with a link at each number.

    Parameters
    ----------
    findings : mapping
        What the notebook states, with ``places``.
    captions : mapping of int to str
        The caption of each table of the page.

    Returns
    -------
    str
        Markdown, a list.

    Examples
    --------
    >>> place = {"number": "6", "of": "brief", "sentence": 1, "found": "table", "which": 2}
    >>> linked_brief({"brief": ["6 moved up."], "places": [place]}, {2: "Who moved."})
    '- <a class="to-table" href="#table-2" title="Table 2: Who moved.">6</a> moved up.'
    """
    places: dict[int, list[Mapping[str, Any]]] = {}
    for place in findings.get("places", ()):
        if place["of"] == "brief":
            places.setdefault(place["sentence"], []).append(place)
    return "\n".join(
        f"- {linked(sentence, places.get(number, ()), captions)}"
        for number, sentence in enumerate(findings["brief"], start=1)
    )


def linked(text: str, places: Iterable[Mapping[str, Any]], captions: Mapping[int, str]) -> str:
    """Put a link at each number of a text.

    Parameters
    ----------
    text : str
        A sentence.
    places : iterable of mappings
        Where each of its numbers was found, in the order of the text.
    captions : mapping of int to str
        The caption of each table of the page.

    Returns
    -------
    str
        The text with links in HTML; a number that stands nowhere on the page is left as it is.

    Examples
    --------
    >>> linked("Of 12 one.", [{"number": "12", "found": "claims", "which": 3}], {})
    'Of 12 one.'
    """
    parts, done = [], 0
    for place in places:
        address, words = _target(place, captions)
        start = text.find(place["number"], done)
        if start < 0 or not address:
            continue
        end = start + len(place["number"])
        title = html.escape(words)
        link = f'<a class="to-table" href="#{address}" title="{title}">{text[start:end]}</a>'
        parts += [text[done:start], link]
        done = end
    return "".join([*parts, text[done:]])


def _target(place: Mapping[str, Any], captions: Mapping[int, str]) -> tuple[str, str]:
    found, which = place["found"], place["which"]
    if found == "table":
        words = captions.get(which, "")
        return f"table-{which}", f"Table {which}: {words}" if words else f"Table {which}"
    if found == "settings":
        return "settings", _WORDS[found]
    return _AT_THE_FOOT.get(found, ""), _WORDS.get(found, "")
