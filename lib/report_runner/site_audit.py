"""The audit page: every printed number that does not go with the others, material ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from report_runner.catalogue import Case, described
from report_runner.messages import counted
from report_runner.render import page
from report_runner.site_entries import Entry
from report_runner.site_pages import address_of, read_subjects
from report_runner.verdict_words import Verdict

#: How much a finding matters, the gravest first, with the colour beside the word.
SEVERITIES = {"material": "bad", "cosmetic": "mixed", "not weighed": "none"}


def audit_page(entries: Sequence[Entry], catalogue: Mapping[str, Case], *, project: Path) -> str:
    """Write the audit page.

    Parameters
    ----------
    entries : sequence of Entry
        All reports.
    catalogue : mapping
        What is known of each case.
    project : Path
        The project folder.

    Returns
    -------
    str
        One HTML document; each row leads to its report and to its place in the source.
    """
    subjects = read_subjects(project)
    found = failing_numbers(entries)
    rows = [_row(each, entries, catalogue, subjects) for each in found]
    weights = [row["severity"] for row in rows]
    return page(
        "audit.html.j2",
        rows=rows,
        total=counted(len(rows), "printed number"),
        counts=[(word, weights.count(word)) for word in SEVERITIES if word in weights],
    )


def failing_numbers(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Collect every printed number that fails, once.

    Parameters
    ----------
    entries : iterable of Entry
        All reports.

    Returns
    -------
    list of dict
        ``claim``, ``case``, ``locator``, ``printed``, ``correction``, ``severity`` (of
        `SEVERITIES`), ``explanation``, and ``report``: the report that tells it. Those that an
        audit found come with its words; numbers that only a report on one question cannot
        reproduce are not weighed. Material ones come first, then by case and claim.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    single = [entry for entry in entries if entry.state.findings and not entry.case.is_whole]
    for entry in single:
        for each in entry.state.findings.get("audit", ()):
            key = entry.job.case, f"{each['claim']} {each['explanation']}"
            found.setdefault(key, {**each, "case": entry.job.case, "report": entry})
    weighed = {(each["case"], each["claim"]) for each in found.values()}
    for entry in single:
        for claim in entry.state.findings["claims"]:
            key = entry.job.case, claim["claim"]
            if claim["verdict"] == "not reproducible" and key not in weighed:
                found.setdefault(key, _unweighed(claim, entry))
    order = list(SEVERITIES)
    return sorted(
        found.values(),
        key=lambda each: (
            order.index(each["severity"]) if each["severity"] in order else len(order),
            each["report"].case.title,
            each["claim"],
        ),
    )


def _unweighed(claim: Mapping[str, Any], entry: Entry) -> dict[str, Any]:
    words = claim.get("note") or "It does not follow from the other printed numbers."
    rest = {"correction": claim.get("recomputed"), "severity": "not weighed", "explanation": words}
    return {**claim, **rest, "case": entry.job.case, "report": entry}


def _row(
    each: Mapping[str, Any],
    entries: Sequence[Entry],
    catalogue: Mapping[str, Case],
    subjects: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    case = described(each["case"], catalogue)
    about = subjects.get(each["claim"], {})
    told = [
        entry
        for entry in entries
        if entry.job.case == each["case"] and _tells(entry, each["claim"])
    ]
    return {
        **each,
        "badge": Verdict(each["severity"], SEVERITIES.get(each["severity"], "none")),
        "what": about.get("subject") or each["claim"],
        "in_case": case,
        "place": address_of(case, str(each.get("locator") or "Place not stated")),
        "reports": told or [each["report"]],
    }


def _tells(entry: Entry, claim: str) -> bool:
    found = entry.state.findings
    return bool(found) and any(
        each["claim"] == claim and each["verdict"] == "not reproducible" for each in found["claims"]
    )
