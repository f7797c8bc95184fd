"""The index of the full-text search: a script of data, so that it works from files.

A page may not fetch a file beside it when both are opened from a disk, but it may run one as a
script. The index holds each word with the sections that have it, and of each section its heading
and how it begins.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report_runner.digests import digest_of
from report_runner.page_frame import read, script_hash
from report_runner.render import page
from report_runner.report_folder import State, path

if TYPE_CHECKING:
    from report_runner.staleness import Staleness

INDEX = "search-index.js"
#: The most that the index may weigh; beyond it the longest lists of places are left out.
MOST_BYTES = 900_000
_DROPPED = re.compile(
    r"<(script|style|nav|footer|header)\b.*?</\1>|<details class=\"code\">.*?</details>"
    r"|<a class=\"skip\".*?</a>"
    r"|<details class=\"(?:settings|numbers|provenance)\".*?</details>|src=\"data:[^\"]*\"",
    re.DOTALL,
)
_SECTION = re.compile(r'<h[2-3][^>]*\bid="([^"]+)"[^>]*>(.*?)</h[2-3]>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|td|th|caption|figcaption|h\d|dd|dt|summary)>")
_ALT = re.compile(r'<img[^>]*\balt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"\d+(?:\.\d+)?%?|[^\W\d_](?:[\w'\u2019]|-(?=\w))*")
_BEGINNING = 150


def search_pages(
    output: Path,
    states: Sequence[State],
    pages: Mapping[str, str],
    *,
    now: Staleness | None = None,
) -> dict[str, str]:
    """Write the page of the search and its index.

    Parameters
    ----------
    output : Path
        The folder of all reports.
    states : sequence of State
        What it holds; made reports are searched.
    pages : mapping of str to str
        The other pages of the site: name and text.
    now : Staleness, optional
        Where what was read from each page is kept, so that only new pages are read.

    Returns
    -------
    dict of str to str
        Text by name: ``search.html`` and ``search-index.js``.
    """
    known = _kept(now)
    found: list[tuple[str, list[Any]]] = []
    fresh = {}
    for address, text in _texts(output, sorted(states, key=lambda each: each.job), pages):
        digest = digest_of(text)
        fresh[digest] = known.get(digest) or sections(text)
        found.append((address, fresh[digest]))
    if now is not None and fresh != known:
        with suppress(OSError):  # the next run will read the pages again
            now.store.put("sites", _name(now), fresh)
    script = read("pages/search.js")
    return {
        INDEX: index_text(found),
        "search.html": page(
            "search.html.j2", script=_unescaped(script), script_hash=script_hash(script)
        ),
    }


def sections(text: str) -> list[Any]:
    """Read the sections of a page.

    Parameters
    ----------
    text : str
        The page.

    Returns
    -------
    list
        The title of the page, then for each section its heading, its name, how it begins, and its
        different words. Code, settings and navigation are left out; words for pictures count.

    Examples
    --------
    >>> title, *parts = sections('<title>T</title><h2 id="a">Who?</h2><p>Two caf\u00e9s</p>')
    >>> parts == [["Who?", "a", "Two caf\u00e9s", ["cafes", "two", "who"]]]
    True
    """
    title = _TITLE.search(text)
    body = _DROPPED.sub(" ", text.partition("</title>")[2])
    parts = _SECTION.split(body)
    found: list[Any] = [_plain(title[1]) if title else ""]
    for name, heading, part in [("", "", parts[0]), *_threes(parts[1:])]:
        words = _plain(part)
        known = sorted({*words_of(words), *words_of(_plain(heading))})
        if known:
            found.append([_plain(heading), name, words[:_BEGINNING], known])
    return found


def words_of(text: str) -> list[str]:
    """Take a text apart into what can be searched for.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    list of str
        Words in lower case without accents, and numbers.

    Examples
    --------
    >>> words_of("\u00c9os: 6 of 12 (50%), sub-levels")
    ['eos', '6', 'of', '12', '50%', 'sub-levels']
    """
    flat = unicodedata.normalize("NFKD", text)
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return _WORD.findall(flat.lower())


def index_text(found: Sequence[tuple[str, list[Any]]], *, most_bytes: int = MOST_BYTES) -> str:
    """Write the index.

    Parameters
    ----------
    found : sequence of (str, list)
        Address of each page, and its `sections`.
    most_bytes : int
        What it may weigh.

    Returns
    -------
    str
        A script that sets ``partnershipSearch``: ``pages`` (title and address), ``places`` (page,
        heading, name, beginning) and ``words`` (the places of each word, each less the one before
        it, in base 36). The same for the same pages.
    """
    pages, places = [], []
    words: dict[str, list[int]] = {}
    for address, (title, *parts) in found:
        pages.append([title, address])
        for heading, name, beginning, known in parts:
            for word in known:
                words.setdefault(word, []).append(len(places))
            places.append([len(pages) - 1, heading, name, beginning])
    coded = {word: _coded(words[word]) for word in sorted(words)}
    text = _script(pages, places, coded)
    while len(text.encode()) > most_bytes and coded:
        longest = max(coded, key=lambda word: len(coded[word]))
        del coded[longest]
        text = _script(pages, places, coded)
    return text


def _script(pages: list[Any], places: list[Any], words: Mapping[str, str]) -> str:
    data = {"pages": pages, "places": places, "words": words}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = written.replace("</", r"<\/")
    return f"window.partnershipSearch = {safe};\n"


def _coded(numbers: Sequence[int]) -> str:
    before, parts = 0, []
    for number in numbers:
        parts.append(_base_36(number - before))
        before = number
    return " ".join(parts)


def _base_36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def _texts(
    output: Path, states: Sequence[State], pages: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for name in sorted(name for name in pages if name.endswith(".html") and name != "index.html"):
        yield quote(name), pages[name]
    for each in states:
        if each.status == "made":
            job = each.job
            text = path(output, job, ".html").read_text(encoding="utf-8")
            yield quote(f"{job.notebook}/{job.name}.html"), text


def _plain(fragment: str) -> str:
    text = _ALT.sub(r" \1 ", fragment)
    return " ".join(html.unescape(_TAG.sub("", _BLOCK.sub(" ", text))).split())


def _threes(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(parts[0::3], parts[1::3], parts[2::3], strict=True)


def _kept(now: Staleness | None) -> dict[str, Any]:
    found = now.store.get("sites", _name(now)) if now is not None else None
    return found if isinstance(found, dict) else {}


def _name(now: Staleness) -> str:
    return digest_of([str(now.output), "search", now.basis.site])


def _unescaped(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)
