"""A scheduler and two workers on loopback, and a command of ``evaluate`` that uses them.

``python benchmarks/on_cluster.py REPORT WORD...`` makes the report REPORT first, so that what is
timed begins with everything started; the seconds of the command with all the words are written to
the file that the environment variable ``ONLY_SECONDS`` names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path


def main(first: str, *words: str) -> int:
    """Start a cluster, warm it up with one report, run the command, and end the cluster."""
    with ExitStack() as stack:
        scheduler = _started(stack, "dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        line = next(line for line in scheduler.stderr if "Scheduler at:" in line)
        address = line.split()[-1]
        for _ in range(2):
            _started(stack, "dask_worker", address, "--nthreads", "1", "--no-nanny")
        evaluate = [sys.executable, "-m", "report_runner", "report", "--scheduler", address]
        notebook, name = first.split("/")
        subprocess.run([*evaluate, *words, "--notebook", notebook, name], check=False)
        began = time.perf_counter()
        code = subprocess.call([*evaluate, *words])
        Path(os.environ["ONLY_SECONDS"]).write_text(str(time.perf_counter() - began))
        return code


def _started(stack: ExitStack, program: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"distributed.cli.{program}", *words, "--no-dashboard"]
    output = subprocess.PIPE if program == "dask_scheduler" else subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=output, text=True)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
