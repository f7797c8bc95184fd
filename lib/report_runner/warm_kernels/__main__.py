"""Run a program whose kernels are warm: ``python -m report_runner.warm_kernels jupyter lab``."""

from __future__ import annotations

import os
import subprocess
import sys

from report_runner.warm_kernels.environment import single_threaded
from report_runner.warm_kernels.launch import WarmProcess


def main(command: list[str]) -> int:
    """Run a program, and fork its kernels for as long as it runs.

    Parameters
    ----------
    command : list of str
        The program and its arguments.

    Returns
    -------
    int
        The program's exit code; 2 when none was named.
    """
    if not command:
        print(
            "A program is run with warm kernels; found none. "
            "Write: python -m report_runner.warm_kernels jupyter lab",
            file=sys.stderr,
        )
        return 2
    environment = single_threaded(os.environ)
    with WarmProcess(environment=environment) as warm:
        return subprocess.call(command, env={**environment, **warm.variables})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
