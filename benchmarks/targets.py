"""The figures that the engines should reach, beside what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import inputs
from questions import HERE

if TYPE_CHECKING:
    from results import Run

Target = tuple[str, str, bool | None]


def targets(runs: Sequence[Run]) -> list[Target]:
    """List figure, measured value, and whether it was reached; None where nobody was compared."""
    found = {(run.question, run.tool): run for run in runs if run.answers}
    lines = [*_counting(found), *_ranges(found)]
    for name, seconds, words in (
        ("ledger", 2, "the whole ledger audited in under 2 s"),
        ("moves", 1, "four bounds over all 4 x 4 tables, n = 31, in under 1 s"),
    ):
        run = found.get((name, HERE))
        if run:
            worst = max(run.timed)
            lines.append((words, f"{worst:.2f} s at worst", worst < seconds))
    peaks = [run.megabytes for run in found.values() if run.tool.startswith(HERE)]
    if peaks:
        text = f"{max(peaks):.0f} MB, packages included"
        lines.append(("peak memory under 500 MB everywhere", text, max(peaks) < 500))
    return lines


def _counting(found: dict) -> Iterator[Target]:
    here, other = found.get(("count", HERE)), found.get(("count", "scrutipy"))
    if not here:
        return
    for at, (_, _, n, *_) in enumerate(inputs.COUNTED):
        if n not in (100, 200):
            continue
        words = f"counting {here.answers[at]:,} samples (n = {n}) 5 times as fast as scrutipy"
        if not other:
            yield words, f"{here.seconds[at] * 1000:.1f} ms; scrutipy is not installed", None
        elif math.isinf(other.seconds[at]):
            yield words, f"{here.seconds[at] * 1000:.1f} ms; scrutipy did not finish", True
        else:
            ratio = other.seconds[at] / here.seconds[at]
            yield words, f"{ratio:,.0f} times", ratio >= 5


def _ranges(found: dict) -> Iterator[Target]:
    run = found.get(("ranges", HERE))
    if not run:
        return
    cases = inputs.true_samples()
    for low, high in inputs.SCALES:
        seconds = [s for s, case in zip(run.seconds, cases, strict=True) if case[3:] == (low, high)]
        words = f"n = 31, scale {low} to {high}: size and all ranges in under 0.1 s"
        yield words, f"{max(seconds):.3f} s at worst", max(seconds) < 0.1
