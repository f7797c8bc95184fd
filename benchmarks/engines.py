"""How fast and how right: the engines of this project beside public tools that do part of it.

Run by ``make bench``. Prints tables, and writes them with the machine described to
``benchmarks/results.json``. Every tool answers the same inputs in the same run, each in a process
of its own; a tool that is not installed is left out, and that is said. Ends with exit code 1 when
an answer of this project is wrong.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER)]

from machine import describe, peak_megabytes  # noqa: E402
from questions import MODULES, QUESTIONS, missing  # noqa: E402
from results import Run, as_data, as_text, is_right  # noqa: E402

LIMIT = 60


def main() -> int:
    """Ask everything, or answer one question for one tool as a process of its own."""
    parser = argparse.ArgumentParser(description="Benchmark the engines beside public tools.")
    parser.add_argument(
        "--limit", type=float, default=LIMIT, help="seconds for one tool and question (60)"
    )
    parser.add_argument("--only", choices=QUESTIONS, metavar="QUESTION", help="ask only this one")
    parser.add_argument("--answer", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        return _answer(*options.answer)
    runs = []
    machine = describe(("numpy", "scipy", "pandas", "scrutipy", "grim", "pysprite"))
    for name, question in QUESTIONS.items():
        if options.only in (None, name):
            runs += [_ask(name, tool, options.limit) for tool in question.tools]
    print(as_text(machine, runs))
    if options.only is None:
        text = json.dumps(as_data(machine, runs), indent=1, sort_keys=True)
        (FOLDER / "results.json").write_text(text + "\n", encoding="utf-8")
    return 0 if is_right(runs) else 1


def _ask(name: str, tool: str, limit: float) -> Run:
    """Let a tool answer all inputs of a question, in one process or in one for each input."""
    question = QUESTIONS[name]
    print(f"{name}: {tool} ...", file=sys.stderr)
    if missing(tool):
        return Run(name, tool, reason=f"{tool} is not installed")
    which = range(len(question.inputs())) if question.apart else ["all"]
    parts = [_process(name, tool, str(each), limit) for each in which]
    return Run(
        name,
        tool,
        answers=tuple(answer for part in parts for answer in part["answers"]),
        seconds=tuple(second for part in parts for second in part["seconds"]),
        megabytes=max(part["megabytes"] for part in parts),
        reason="; ".join(dict.fromkeys(filter(None, (part["reason"] for part in parts)))),
    )


def _process(name: str, tool: str, which: str, limit: float) -> dict:
    command = [sys.executable, __file__, "--answer", name, tool, which]
    nothing = {"answers": [None], "seconds": [None], "megabytes": 0}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, check=False, encoding="utf-8"
        )
    except subprocess.TimeoutExpired:
        return nothing | {"seconds": [float("inf")], "reason": f"stopped after {limit:g} s"}
    if done.returncode:
        last = (done.stderr.strip() or "it ended without a word").splitlines()[-1]
        return nothing | {"reason": f"failed: {last}"}
    return json.loads(done.stdout.splitlines()[-1]) | {"reason": ""}


def _answer(name: str, tool: str, which: str) -> int:
    """Answer, and print answers, seconds and peak memory."""
    question = QUESTIONS[name]
    for module in MODULES.get(tool, ()):
        importlib.import_module(module)
    question.prepare()
    cases = question.inputs()
    chosen = cases if which == "all" else [cases[int(which)]]
    timed = [_timed(question.tools[tool], case, question.repeats) for case in chosen]
    answers, seconds = zip(*timed, strict=True)
    data = {"answers": answers, "seconds": seconds, "megabytes": peak_megabytes()}
    print(json.dumps(data))
    return 0


def _timed(function, case: tuple, repeats: int) -> tuple[object, float]:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = _or_name_of_error(function, case)
        times.append(time.perf_counter() - start)
        if times[-1] > 5:
            break
    return answer, statistics.median(times)


def _or_name_of_error(function, case: tuple) -> object:
    try:
        return function(*case)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Rust code is no Exception
        return type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
