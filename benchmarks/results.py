"""What the answers come to: tables for the terminal, plain data for the file."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questions import HERE, PLAIN, PUBLISHED, QUESTIONS
from targets import targets


@dataclass(frozen=True)
class Run:
    """What one tool made of one question.

    Attributes
    ----------
    question, tool : str
        Which.
    answers : tuple
        One an input; None where there is none, the name of the error where it raised one.
    seconds : tuple of float or None
        One an input; infinite where it was stopped.
    megabytes : float
        Most memory held, by the largest of its processes.
    reason : str
        Why there is no answer.
    """

    question: str
    tool: str
    answers: tuple = ()
    seconds: tuple = ()
    megabytes: float = 0.0
    reason: str = ""

    @property
    def timed(self) -> list[float]:
        """The seconds of what was answered."""
        pairs = zip(self.answers, self.seconds, strict=True)
        return [second for answer, second in pairs if answer is not None]


def truths(runs: Sequence[Run], question: str) -> list:
    """Return for each input what is right, None where only the tools themselves say it."""
    known = [None] * len(QUESTIONS[question].inputs())
    if question.endswith("true data"):
        return [True] * len(known)
    for run in runs:
        if run.question == question and run.tool in (PLAIN, PUBLISHED) and run.answers:
            known = [
                old if new is None else new for old, new in zip(known, run.answers, strict=True)
            ]
    return known


def faults(run: Run, known: Sequence) -> dict[str, list[int]]:
    """Sort the inputs that a tool got wrong: false alarms, misses, other wrong, no answer."""
    found: dict[str, list[int]] = {"false alarms": [], "missed": [], "wrong": [], "no answer": []}
    for at, (answer, truth) in enumerate(zip(run.answers, known, strict=False)):
        if isinstance(answer, str):
            found["no answer"].append(at)
        elif answer is None or truth is None or answer == truth:
            continue
        elif isinstance(truth, bool):
            found["false alarms" if truth else "missed"].append(at)
        else:
            found["wrong"].append(at)
    return found


def is_right(runs: Sequence[Run]) -> bool:
    """Say whether every answer of this project that can be held against the truth is right."""
    here = [run for run in runs if run.tool.startswith(HERE)]
    return all(
        not run.reason and not any(faults(run, truths(runs, run.question)).values()) for run in here
    )


# For the terminal ----------------------------------------------------------------------------


def as_text(machine: dict, runs: Sequence[Run]) -> str:
    """Set everything in tables."""
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    parts = [
        "\n".join([*(f"{key}: {machine[key]}" for key in machine if key != "packages"), packages])
    ]
    for name, question in QUESTIONS.items():
        asked = [run for run in runs if run.question == name]
        if asked:
            parts.append(f"{name.upper()}\n{question.title}\n\n{_question(asked, runs)}")
    rows = [
        (aim, found, "" if met is None else "yes" if met else "NO")
        for aim, found, met in targets(runs)
    ]
    parts.append("FIGURES TO REACH\n\n" + _columns(("figure", "measured", "reached"), rows))
    return "\n\n\n".join(parts)


def _question(asked: Sequence[Run], runs: Sequence[Run]) -> str:
    name = asked[0].question
    text = _by_input(asked) if QUESTIONS[name].apart else _by_tool(asked, truths(runs, name))
    left_out = [f"{run.tool}: {run.reason}." for run in asked if run.reason]
    return "\n".join([text, *left_out, *_differences(asked, truths(runs, name))])


def _by_input(asked: Sequence[Run]) -> str:
    """One row for each input and tool."""
    rows = []
    for at, case in enumerate(QUESTIONS[asked[0].question].inputs()):
        words = "mean {}, SD {}, n {}, {} to {}".format(*case)
        here = asked[0].seconds[at] if asked[0].seconds else None
        for run in asked:
            if not run.answers or (run.answers[at] is None and run.seconds[at] != math.inf):
                continue
            answer = "not finished" if run.answers[at] is None else f"{run.answers[at]:,}"
            timed = run.tool != PUBLISHED
            rows.append(
                (
                    words,
                    run.tool,
                    answer,
                    _milliseconds(run.seconds[at]) if timed else "",
                    _ratio(run.seconds[at], here) if timed else "",
                )
            )
            words = ""
    return _columns(("input", "tool", "answer", "ms", "times as long"), rows)


def _by_tool(asked: Sequence[Run], known: Sequence) -> str:
    """One row for each tool; what is wrong only where it is known what is right."""
    kinds = [kind for kind in faults(asked[0], known) if any(t is not None for t in known)]
    rows = []
    for run in asked:
        if run.timed:
            wrong = faults(run, known)
            rows.append(
                (
                    run.tool,
                    str(len(run.timed)),
                    *(str(len(wrong[kind])) for kind in kinds),
                    _milliseconds(statistics.median(run.timed)),
                    _milliseconds(max(run.timed)),
                    _ratio(*_shared_time(run, asked[0])),
                    f"{run.megabytes:.0f}",
                )
            )
    heads = ("tool", "inputs", *kinds, "median ms", "worst ms", "times as long", "peak MB")
    return _columns(heads, rows)


def _shared_time(run: Run, here: Run) -> tuple[float, float]:
    """Return the seconds of both on the inputs that both answered."""
    both = [
        (mine, theirs)
        for answer, mine, theirs in zip(run.answers, run.seconds, here.seconds, strict=False)
        if answer is not None
    ]
    return sum(mine for mine, _ in both), sum(theirs for _, theirs in both)


def _differences(asked: Sequence[Run], known: Sequence) -> list[str]:
    """Say where a tool differs, with examples, and why."""
    name = asked[0].question
    cases, lines = QUESTIONS[name].inputs(), []
    for run in asked:
        for kind, places in faults(run, known).items():
            if places:
                shown = "; ".join(", ".join(map(str, cases[at])) for at in places[:3])
                lines.append(f"{run.tool}, {kind}: {len(places)}, such as {shown}.")
        if run.tool in QUESTIONS[name].notes and run.answers:
            lines.append(f"{run.tool}: {QUESTIONS[name].notes[run.tool]}.")
    if name == "search":
        lines += [f"{run.tool}: {_searched(run, asked[0])}" for run in asked if run.answers]
    if name in ("ranges", "moves", "count"):
        lines.append(_agreement(asked))
    return lines


def _searched(run: Run, here: Run) -> str:
    """List different samples of all samples, for each input."""
    cases = QUESTIONS["search"].inputs()
    return "; ".join(
        f"n {case[0]}, mean {case[1]}, SD {case[2]}, start {case[5]}: {found[1]} of {all_[2]}"
        for case, found, all_ in zip(cases, run.answers, here.answers, strict=True)
    )


def _agreement(asked: Sequence[Run]) -> str:
    """Count the inputs that several answered, and on how many of them all agree."""
    columns = zip(*(run.answers for run in asked if run.answers), strict=True)
    several = [each for column in columns if len(each := [a for a in column if a is not None]) > 1]
    same = sum(all(answer == each[0] for answer in each) for each in several)
    return f"Inputs with more than one answer: {len(several)}; all answers agree on {same} of them."


def _milliseconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return "-" if math.isinf(seconds) else f"{seconds * 1000:,.{3 if seconds < 1e-3 else 1}f}"


def _ratio(theirs: float | None, here: float | None) -> str:
    if not theirs or not here or math.isinf(theirs):
        return ""
    ratio = theirs / here
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _columns(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


# For the file --------------------------------------------------------------------------------


def as_data(machine: dict, runs: Sequence[Run]) -> dict:
    """Give everything as plain data."""
    return {
        "schema": 1,
        "machine": machine,
        "runs": [_run_data(run, truths(runs, run.question)) for run in runs],
        "targets": [
            {"figure": aim, "measured": found, "reached": met} for aim, found, met in targets(runs)
        ],
    }


def _run_data(run: Run, known: Sequence) -> dict:
    timed = [second for second in run.timed if not math.isinf(second)]
    few = QUESTIONS[run.question].apart or run.question in ("search", "ledger")
    return {
        "question": run.question,
        "tool": run.tool,
        "left_out": run.reason,
        "inputs": len(run.timed),
        "seconds_median": statistics.median(timed) if timed else None,
        "seconds_worst": max(timed, default=None),
        "seconds_total": sum(timed),
        "peak_megabytes": run.megabytes,
        **{kind.replace(" ", "_"): len(places) for kind, places in faults(run, known).items()},
        **({"answers": run.answers, "seconds": timed} if few else {}),
    }
