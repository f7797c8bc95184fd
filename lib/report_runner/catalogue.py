"""What the tables of the collection say of a case: its document and its kind of evidence."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from report_runner import own_data
from report_runner.jobs import case_names

WHOLE = "all"
EVIDENCE = {
    "single_group_once": "one group, asked once",
    "before_after_unpaired": "before and after, people not matched",
    "before_after_paired": "before and after, the same people",
    "two_groups": "two groups, not drawn by lot",
    "randomised": "two groups, drawn by lot",
    "case_description": "a description, no effect measured",
}


@dataclass(frozen=True)
class Document:
    """A published document that reports cases.

    Attributes
    ----------
    name : str
        Its short name, as in ``data/sources.csv``.
    title, authors, year : str
        As published; each may be empty.
    """

    name: str
    title: str = ""
    authors: str = ""
    year: str = ""

    @property
    def short(self) -> str:
        """First author, year and the title up to its first colon or bracket, for a list.

        Examples
        --------
        >>> Document("x", "Going abroad: a study", "Ann Lee, Bo Ek and Ida Roy", "2015").short
        'Ann Lee and others (2015), Going abroad'
        """
        title = self.title.partition(":")[0].partition(" (")[0]
        return ", ".join(filter(None, [self.by, title])) or self.name

    @property
    def by(self) -> str:
        """First author and year.

        Examples
        --------
        >>> Document("x", "Going abroad", "Ann Lee, Bo Ek and Ida Roy", "2015").by
        'Ann Lee and others (2015)'
        """
        who, comma, _ = self.authors.partition(",")
        who += " and others" if comma else ""
        return f"{who} ({self.year})".strip() if self.year else who


@dataclass(frozen=True)
class Case:
    """A case as the index describes it.

    Attributes
    ----------
    name : str
        Its short name; `WHOLE` for reports on all cases together.
    title : str
        What it is called in full.
    document : Document or None
        Where it was published; None for the whole collection and where no table says.
    design : str
        How its results were obtained: one of the keys of `EVIDENCE`, another word, or empty.
    people, what_was_done : str
        In the words of ``data/cases.csv``; each may be empty.
    """

    name: str
    title: str
    document: Document | None = None
    design: str = ""
    people: str = ""
    what_was_done: str = ""

    @property
    def evidence(self) -> str:
        """The design in plain words; empty where it is not known."""
        return EVIDENCE.get(self.design, self.design.replace("_", " "))

    @property
    def is_whole(self) -> bool:
        """Whether this stands for all cases together."""
        return self.name == WHOLE


def read_catalogue(project: Path) -> dict[str, Case]:
    """Read what the project's tables say of its cases.

    Parameters
    ----------
    project : Path
        The project folder, with ``data/cases.csv`` and ``data/sources.csv`` in it, perhaps
        ``data/other_cases.csv`` too: reports on data of no case study.

    Returns
    -------
    dict
        A `Case` by its short name; empty where there is no such table. A column that is missing
        leaves its part empty. Of a school's own data only what may be shown of them is read; of a
        school of which nothing may, its name.
    """
    place = own_data.tables_for_readers(project)
    documents = {
        row["source"]: Document(row["source"], *_parts(row, "title", "authors", "year"))
        for row in _rows(place / "sources.csv")
        if row.get("source")
    }
    found = {
        row["case"]: _case(row, documents)
        for table in ("other_cases.csv", "cases.csv")
        for row in _rows(place / table)
        if row.get("case")
    }
    named = case_names(project) if own_data.is_own(project) else {}
    missing = {name: Case(name, title) for name, title in named.items() if name != WHOLE}
    return found | {name: case for name, case in missing.items() if name not in found}


def described(name: str, catalogue: Mapping[str, Case]) -> Case:
    """Find a case; one that no table describes stands under its short name.

    Parameters
    ----------
    name : str
        The short name, or `WHOLE`.
    catalogue : mapping
        What `read_catalogue` returns.

    Returns
    -------
    Case
        Never fails.

    Examples
    --------
    >>> described("all", {}).title, described("sutton", {}).title
    ('The whole collection', 'sutton')
    """
    if name == WHOLE:
        return Case(WHOLE, "The whole collection", what_was_done="All cases side by side")
    return catalogue.get(name, Case(name, name))


def _case(row: Mapping[str, str], documents: Mapping[str, Document]) -> Case:
    title, source, design, people, what_was_done = _parts(
        row, "name", "source", "design", "people", "what_was_done"
    )
    document = documents.get(source, Document(source)) if source else None
    return Case(row["case"], title or row["case"], document, design, people, what_was_done)


def _parts(row: Mapping[str, str], *columns: str) -> list[str]:
    return [(row.get(column) or "").strip() for column in columns]


def _rows(table: Path) -> list[dict[str, str]]:
    """Read a table; one that cannot be read is the business of the checks on the data."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    except (OSError, ValueError, csv.Error):
        return []
