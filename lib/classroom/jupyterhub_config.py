"""What JupyterHub reads: settings from `classroom.hub`, this run's values from a file."""

import json
import os
from pathlib import Path

from classroom.hub import configure

configure(
    get_config(),  # noqa: F821, given by JupyterHub
    json.loads(Path(os.environ["CLASSROOM_SETTINGS"]).read_text(encoding="utf-8")),
)
