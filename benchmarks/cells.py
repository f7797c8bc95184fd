"""The floor: the cells of all reports and nothing else, one after the other in one process.

What they show is rendered (figures become pictures), but no kernel is started, no message sent and
no file written. The packages are imported once, and what the library keeps in memory from one
report is there for the next, so that no way of running the notebooks apart can be as cheap. Where
the environment variable ``CELLS_SECONDS`` names a file, the wall time of each report goes there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main(project: Path, *chosen: str) -> int:
    """Run the cells of the reports that are named, notebook/name each; of all when none is."""
    os.environ["MPLBACKEND"] = "agg"
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from report_runner.checks import check_all, library_rules
    from report_runner.jobs import discover

    checked = check_all(discover(project), value_rules=library_rules())
    os.chdir(project / "notebooks")
    shell, seconds = InteractiveShell.instance(), {}
    for each in checked:
        if each.problems or (chosen and f"{each.job.notebook}/{each.job.name}" not in chosen):
            continue
        began = time.perf_counter()
        shell.reset(new_session=True)
        for cell in json.loads(each.job.notebook_file.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                with capture_output():
                    shell.run_cell("".join(cell["source"])).raise_error()
            if "parameters" in cell["metadata"].get("tags", []):
                shell.user_ns.update(each.values)
        seconds[f"{each.job.notebook}/{each.job.name}"] = time.perf_counter() - began
    if file := os.environ.get("CELLS_SECONDS"):
        Path(file).write_text(json.dumps(seconds), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
