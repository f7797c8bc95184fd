"""The plain way: for each report the command line of papermill, then that of nbconvert."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(project: Path, *reports: str) -> int:
    """Make the reports that are named, notebook/name each, one after the other."""
    python, output = [sys.executable, "-m"], project / "loop"
    output.mkdir(exist_ok=True)
    for report in reports:
        notebook = project / "notebooks" / f"{report.partition('/')[0]}.ipynb"
        parameters = project / "parameters" / f"{report}.yml"
        made = output / f"{report.replace('/', '-')}.ipynb"
        run = ["papermill", str(notebook), str(made), "-f", str(parameters), "--no-progress-bar"]
        subprocess.run([*python, *run, "--cwd", str(notebook.parent)], check=True)
        subprocess.run([*python, "nbconvert", "--to", "html", str(made)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
