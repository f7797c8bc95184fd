"""What a page of a report says before and after its notebook: the summary, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from report_runner.downloads import offered
from report_runner.findings_file import CLAIM_VERDICTS, CONCLUSION_VERDICTS, verdict_counts
from report_runner.jobs import Job
from report_runner.number_links import linked
from report_runner.number_places import COMPUTED
from report_runner.provenance import lines

if TYPE_CHECKING:
    from jinja2 import Environment

#: The parts of a summary, and what each is called on the page.
PARTS = {
    "number": "The number",
    "interval": "How far it may be off",
    "people": "How many people",
    "sure": "How sure",
    "next_step": "What to do next",
}


def summary_of(findings: Mapping[str, Any]) -> dict[str, str]:
    """Collect the summary of a report.

    Parameters
    ----------
    findings : mapping
        What the notebook states.

    Returns
    -------
    dict
        ``title`` and some of `PARTS`; where the notebook states no summary, its first sentence in
        brief is the number, and the title is missing.
    """
    stated = findings.get("summary") or {}
    found = {name: str(stated[name]) for name in ("title", *PARTS) if stated.get(name)}
    strength = (findings.get("strength") or "").removeprefix("Strength of evidence: ")
    first = findings.get("headline") or next(iter(findings.get("brief") or ()), "")
    rest = {"number": str(first), "people": findings.get("people") or "", "sure": strength}
    return {name: words for name, words in ({**rest, **found}).items() if words}


def head(
    findings: Mapping[str, Any],
    job: Job,
    *,
    captions: Mapping[int, str],
    sections: Sequence[tuple[str, str]],
    pages: Environment,
) -> str:
    """Write what stands between the title of a report and its first section.

    Parameters
    ----------
    findings : mapping
        What the notebook states.
    job : Job
        The report.
    captions : mapping of int to str
        The caption of each table of the page.
    sections : sequence of (str, str)
        Words and name of each section.
    pages : Environment
        The page templates.

    Returns
    -------
    str
        The summary on one page, the downloads and the contents, as HTML.
    """
    from markupsafe import Markup, escape

    summary = summary_of(findings)
    places: dict[int, list[Mapping[str, Any]]] = {}
    for place in findings.get("places", ()):
        if place["of"] == "summary":
            places.setdefault(place["sentence"], []).append(place)
    shown = {
        name: Markup(linked(str(escape(words)), _places_of(name, places), captions))
        for name, words in summary.items()
    }
    return pages.get_template("head.html.j2").render(
        title=shown.get("title"),
        parts=[(name, words, shown[name]) for name, words in PARTS.items() if name in shown],
        downloads=[(quote(f"{job.name}{suffix}"), label) for suffix, label in offered(job)],
        sections=sections,
    )


def foot(findings: Mapping[str, Any], *, pages: Environment) -> str:
    """Write what stands below the last section of a report.

    Parameters
    ----------
    findings : mapping
        What the notebook states.
    pages : Environment
        The page templates.

    Returns
    -------
    str
        The numbers that no table of the notebook shows, and how the report came about, as HTML.
    """
    counts = verdict_counts(findings)
    return pages.get_template("foot.html.j2").render(
        estimates=findings["estimates"],
        numbers=findings.get("numbers", ()),
        claims=[(verdict, counts[verdict]) for verdict in CLAIM_VERDICTS if counts["claims"]],
        conclusions=[(word, counts[word]) for word in CONCLUSION_VERDICTS if counts["conclusions"]],
        provenance=list(lines(findings.get("provenance") or {})),
        source=findings["source"],
    )


def _places_of(
    name: str, places: Mapping[int, list[Mapping[str, Any]]]
) -> Sequence[Mapping[str, Any]]:
    return places.get(COMPUTED.index(name) + 1, ()) if name in COMPUTED else ()
