"""The glossary: the field's terms and ours, written once, and the links that lead to them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from report_runner.page_frame import read

_TAG = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_CLOSED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "summary", "script"}


@dataclass(frozen=True)
class Term:
    """One entry.

    Attributes
    ----------
    term : str
        As it is listed.
    meaning : str
        What it means here, in a sentence or two.
    kind : str
        ``verdict``, ``evidence``, ``school`` or ``statistics``.
    also : tuple of str
        Other forms under which it stands in a text.
    """

    term: str
    meaning: str
    kind: str
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in an address."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")


@cache
def terms() -> tuple[Term, ...]:
    """Read the glossary.

    Returns
    -------
    tuple of Term
        In alphabetical order.
    """
    entries = tomllib.loads(read("shared/glossary.toml"))["term"]
    found = [Term(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in entries]
    return tuple(sorted(found, key=lambda term: term.term.casefold()))


def link_terms(fragment: str, linked: set[str]) -> str:
    """Link each term where it first stands in running text.

    Parameters
    ----------
    fragment : str
        HTML. Headings, tables, code and links are left as they are.
    linked : set of str
        Terms that this page has linked before; those that are linked now are added.

    Returns
    -------
    str
        The same HTML with links, from the folder of a report.

    Examples
    --------
    >>> link_terms("<p>The <b>sign test</b>.</p>", set())
    '<p>The <b><a class="term" href="../glossary.html#sign-test">sign test</a></b>.</p>'
    """
    pattern, names = _pattern()

    def link(match: re.Match[str]) -> str:
        name = names[match[0].lower()]
        if name in linked:
            return match[0]
        linked.add(name)
        return f'<a class="term" href="../glossary.html#{name}">{match[0]}</a>'

    parts, depth = _TAG.split(fragment), 0
    for place, part in enumerate(parts):
        if place % 2:
            depth += _step(part)
        elif not depth and part.strip():
            parts[place] = pattern.sub(link, part)
    return "".join(parts)


def _step(tag: str) -> int:
    """Count into elements whose text is left alone, and out of them."""
    name = _NAME.match(tag)
    if not name or name[1].lower() not in _CLOSED:
        return 0
    return -1 if tag.startswith("</") else 1


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {form.lower(): term.name for term in terms() for form in (term.term, *term.also)}
    forms = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.I), names
