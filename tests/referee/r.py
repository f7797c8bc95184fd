"""Put questions to R and read its answers; the fixtures are written by ``record``."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SCRIPT = HERE / "referee.R"
#: Packages that a family needs beyond base R.
NEEDED = {
    "ratings": "coin",
    "fourfold": "coin",
    "changes": "coin",
    "square": "coin",
    "trend": "coin",
    "questions": "coin",
    "ordinal_logit": "ordinal",
    "separated": "ordinal",
    "mixed_model": "lme4",
    "nested_model": "lme4",
    "many_groups": "lme4",
}


@cache
def versions() -> dict[str, str]:
    """R and those of its packages that are installed; empty without R."""
    if shutil.which("Rscript") is None:
        return {}
    return json.loads(_run("--versions")[0])


def answer(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let R answer, all in one process."""
    with tempfile.TemporaryDirectory() as folder:
        calls = Path(folder) / "calls"
        lines = [f"{case['family']}({_arguments(case['arguments'])})" for case in cases]
        calls.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [json.loads(line) for line in _run(str(calls))]


def _run(argument: str) -> list[str]:
    command = ["Rscript", "--no-init-file", str(SCRIPT), argument]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if found.returncode:
        raise RuntimeError(f"R stopped: {found.stderr.strip()}")
    return found.stdout.splitlines()


def _arguments(given: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {literal(value)}" for name, value in given.items())


def literal(value: Any) -> str:
    """Write a value as R reads it.

    Examples
    --------
    >>> literal([[1, 2], [3, 4]]), literal({"x": [0.5, 1]}), literal(True)
    ('rbind(c(1, 2), c(3, 4))', 'data.frame(x = c(0.5, 1))', 'TRUE')
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dict):
        return f"data.frame({_arguments(value)})"
    if isinstance(value, list):
        bind = "rbind" if value and isinstance(value[0], list) else "c"
        return f"{bind}({', '.join(map(literal, value))})"
    return repr(value)


def gaps(ours: Any, theirs: Any) -> list[tuple[float | None, float | None]]:
    """Pair the numbers of two answers; NaN is no number.

    Examples
    --------
    >>> gaps([1.0, float("nan")], [1.0, 2.0])
    [(1.0, 1.0), (None, 2.0)]
    """
    left, right = (value if isinstance(value, list) else [value] for value in (ours, theirs))
    if len(left) == 1 < len(right) and left[0] is None:
        left = left * len(right)
    if len(right) == 1 < len(left) and right[0] is None:
        right = right * len(left)
    return [(_number(a), _number(b)) for a, b in zip(left, right, strict=True)]


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
