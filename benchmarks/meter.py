"""Time, processor time and memory of a command with everything that it starts.

``python benchmarks/meter.py FILE COMMAND...`` writes them to FILE as JSON. What outlives its own
parent is counted too, where the system allows it (Linux): a server that forks workers would
otherwise hide what they cost.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

_STEP = 0.5


def main(file: str, *command: str) -> int:
    """Run a command and write down what it cost."""
    _adopt_orphans()
    done, peak = threading.Event(), [0.0]
    threading.Thread(target=_watch, args=(done, peak), daemon=True).start()
    start = time.perf_counter()
    code = subprocess.call(command)
    wall = time.perf_counter() - start
    with suppress(ChildProcessError):
        while True:
            os.wait()
    done.set()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "code": code,
        "wall_seconds": wall,
        "processor_seconds": spent.ru_utime + spent.ru_stime,
        "peak_megabytes": round(peak[0], 1),
    }
    Path(file).write_text(json.dumps(found), encoding="utf-8")
    return code


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _watch(done: threading.Event, peak: list[float]) -> None:
    while not done.wait(_STEP):
        peak[0] = max(peak[0], sum(map(_megabytes, _descendants(os.getpid()))))


def _descendants(process: int) -> list[int]:
    found = []
    for file in Path("/proc", str(process), "task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, file.read_text().split()):
                found += [child, *_descendants(child)]
    return found


def _megabytes(process: int) -> float:
    """Return the memory of a process, with its part of what it shares with others."""
    try:
        text = Path("/proc", str(process), "smaps_rollup").read_text()
    except OSError:
        return 0.0
    share = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
    return int(share[1]) / 1024 if share else 0.0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
