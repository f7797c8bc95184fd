"""The words and the record to cite a report by: the document that reported the case, and this."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from report_runner.document import COLLECTION, Document

_LATEX = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}}


def bibliography(document: Document) -> str:
    """Write a BibTeX file.

    Parameters
    ----------
    document : Document
        The report, with the documents that reported its case.

    Returns
    -------
    str
        One entry a document, then one of the report.
    """
    entries = [
        _entry(row.get("source") or _key_of(row), _of_source(row), kind="techreport")
        for row in document.sources
    ]
    made = document.findings.get("provenance") or {}
    version = made.get("library", {}).get("version") or document.findings.get("library_version")
    own = {
        "author": "{The school partnership evaluation notebooks' authors}",
        "title": f"{{{_escaped(document.title)} {_escaped(document.subject)}}}",
        "howpublished": f"{COLLECTION} {version or ''}".strip(),
        "note": _escaped(f"Report {document.report}"),
    }
    entries.append(_entry(f"partnership-evaluation-{document.report}", own, kind="misc"))
    return "\n".join(entries)


def in_words(document: Document) -> Iterator[str]:
    """Write the same as sentences.

    Parameters
    ----------
    document : Document
        As for `bibliography`.

    Yields
    ------
    str
        One citation each.
    """
    for row in document.sources:
        by = f" {row['publisher']}." if row["publisher"] != row["authors"] else ""
        yield f"{row['authors']} ({row['year']}). {row['title']}.{by}"
    version = document.findings.get("library_version") or ""
    yield f"{COLLECTION} {version}. {document.title} {document.subject}. Report {document.report}."


def _key_of(row: Mapping[str, str]) -> str:
    """Name a document that no table names by who wrote it first, and when."""
    first = re.split(r", | and ", row["authors"])[0]
    return f"{first.split()[-1].lower()}-{row['year']}"


def _of_source(row: Mapping[str, str]) -> dict[str, str]:
    people = map(_escaped, re.split(r", | and ", row["authors"]))
    published = {"institution": _escaped(row["publisher"])}
    return {
        # The words of a body would be taken for given names and a surname.
        "author": " and ".join(f"{{{who}}}" if who.startswith("The ") else who for who in people),
        "title": f"{{{_escaped(row['title'])}}}",
        **(published if row["publisher"] != row["authors"] else {}),
        "year": str(row["year"]),
    }


def _entry(key: str, fields: Mapping[str, str], *, kind: str) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{re.sub(r'[^A-Za-z0-9-]+', '-', key)},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)
