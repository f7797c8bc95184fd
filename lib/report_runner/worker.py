"""What a worker process has ready before its report begins.

The server that forks the workers imports this module once, so that no worker pays for papermill,
nbconvert and the page templates itself.
"""

from __future__ import annotations

from importlib import import_module

from report_runner import lean_imports
from report_runner.render import exporter

lean_imports.prepare()
for _module in ("nbformat", "papermill.execute", "report_runner.engine", "report_runner.report"):
    import_module(_module)
exporter()
