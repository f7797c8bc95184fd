"""Verdicts in words: the badge of a report, and the sentences that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_runner.findings_file import CLAIM_VERDICTS, CONCLUSION_VERDICTS, verdict_counts
from report_runner.messages import counted
from report_runner.report_folder import State

#: The colour beside the word of a single verdict.
TONES = {
    "reproduced": "good",
    "reproduced with another rounding": "good",
    "not reproducible": "bad",
    "cannot be checked": "none",
    "supported": "good",
    "contradicted": "bad",
    "undetermined": "mixed",
}


@dataclass(frozen=True)
class Verdict:
    """The few words that stand for a whole report.

    Attributes
    ----------
    words : str
        For example ``"6 of 8 reproduced"``.
    tone : str
        ``good``, ``mixed``, ``bad`` or ``none``; chooses the colour beside the words.
    """

    words: str
    tone: str


def badges(state: State) -> list[Verdict]:
    """Sum up a report in a few words.

    Parameters
    ----------
    state : State
        What the folder holds for it.

    Returns
    -------
    list of Verdict
        How many of the numbers that can be recomputed were reproduced, and how many of the
        conclusions are supported; or how else the report ended. A number that cannot be checked
        speaks neither for nor against a document, and is not counted.
    """
    if state.findings is None:
        return [Verdict("failed", "bad") if state.failure else Verdict("not made yet", "none")]
    counts = verdict_counts(state.findings)
    found = []
    if _checkable(counts):
        good, wrong = _reproduced(counts), counts["not reproducible"]
        found.append(Verdict(f"{good} of {good + wrong} reproduced", _tone(good, wrong)))
    if counts["conclusions"]:
        good, wrong = counts["supported"], counts["contradicted"]
        noun = counted(counts["conclusions"], "conclusion")
        found.append(Verdict(f"{good} of {noun} supported", _tone(good, wrong)))
    return found or [Verdict("made; nothing to check", "none")]


def sentence(state: State) -> str:
    """Say in a sentence or two how a report came out.

    Parameters
    ----------
    state : State
        What the folder holds for it.

    Returns
    -------
    str
        How many claims and conclusions have each verdict; or what stopped the report; or the
        command that makes it.
    """
    if state.failure:
        place = f"Stopped at {state.failure.place}. " if state.failure.place else ""
        return f"{place}{state.failure.summary}"
    if state.findings is None:
        return f"Make it with: evaluate report {state.job.name} --notebook {state.job.notebook}"
    counts = verdict_counts(state.findings)
    return " ".join(filter(None, [_on_numbers(counts), _on_conclusions(counts)]))


def _on_numbers(counts: Mapping[str, int]) -> str:
    if not counts["claims"]:
        return ""
    printed, checkable = counted(counts["claims"], "printed number"), _checkable(counts)
    if not checkable:
        return f"{printed}, none of which can be checked."
    return f"{printed}, {checkable} of which can be checked: {_tally(counts, CLAIM_VERDICTS[:-1])}."


def _on_conclusions(counts: Mapping[str, int]) -> str:
    if not counts["conclusions"]:
        return ""
    noun = counted(counts["conclusions"], "conclusion")
    return f"{noun}: {_tally(counts, CONCLUSION_VERDICTS)}."


def _tally(counts: Mapping[str, int], verdicts: Sequence[str]) -> str:
    """Count verdicts in words, those that nothing has left out."""
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts if counts[verdict])


def total(states: Sequence[State]) -> str:
    """Say in one sentence how a collection came out.

    Parameters
    ----------
    states : sequence of State
        What the folder holds, one for each report.

    Returns
    -------
    str
        How many reports and cases, how many made and failed, how many numbers reproduced; a
        number that several reports judge is counted once, and reproduces when none denies it.
    """
    cases = counted(len({state.job.case for state in states}), "case")
    statuses = Counter(state.status for state in states)
    parts = [
        f"{statuses[word]} {word}" for word in ("made", "failed", "not made") if statuses[word]
    ]
    words = f"{counted(len(states), 'report')} on {cases}; {', '.join(parts)}."
    verdicts = _by_number(states)
    checked = [
        found - {"cannot be checked"} for found in verdicts if found != {"cannot be checked"}
    ]
    if checked:
        good = sum("not reproducible" not in found for found in checked)
        words += f" Of {counted(len(verdicts), 'different printed number')}, {len(checked)} can be "
        words += f"checked against others, and {good} of these reproduce."
    return words


def _by_number(states: Sequence[State]) -> list[set[str]]:
    """Collect the verdicts on each printed number: several reports may judge the same one."""
    found: dict[tuple[str, str], set[str]] = {}
    for state in states:
        for claim in state.findings["claims"] if state.findings else []:
            found.setdefault((state.job.case, str(claim["claim"])), set()).add(claim["verdict"])
    return list(found.values())


def _reproduced(counts: Mapping[str, int]) -> int:
    return counts["reproduced"] + counts["reproduced with another rounding"]


def _checkable(counts: Mapping[str, int]) -> int:
    return counts["claims"] - counts["cannot be checked"]


def _tone(good: int, wrong: int) -> str:
    if wrong:
        return "mixed" if good else "bad"
    return "good" if good else "none"
