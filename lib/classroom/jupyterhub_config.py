"""What JupyterHub reads: settings from `classroom.hub`, this run's values from a file."""

import json
import os
from pathlib import Path

from classroom.hub import configure

if "get_config" in globals():  # given by JupyterHub
    configure(
        globals()["get_config"](),
        json.loads(Path(os.environ["CLASSROOM_SETTINGS"]).read_text(encoding="utf-8")),
    )
