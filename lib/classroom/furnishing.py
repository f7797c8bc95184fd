"""What lies on a desk when it opens: the lessons, and the folders of the programs.

Participants may have replaced anything on their desks by a link to somewhere else. So everything
here is done by the desk itself, after it was confined; the hub, which may write anywhere, never
touches what lies in a participant's folder.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from classroom.copies import give_out

_RUN = ".run"
_ON_EVERY_DESK = Path(__file__).parent / "on_every_desk"
_FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
    "TMPDIR": "tmp",
}
#: Parts of the page that a lesson does not need (some would look for news or extensions outside),
#: and the one whose place `page/classroom-waits` takes.
_LEFT_OUT = (
    "@jupyterlab/notebook-extension:cell-executor",
    "@jupyter/nbgrader",
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/lsp-extension",
)


def folders(desk: Path) -> dict[str, str]:
    """Name the folders that programs at a desk use for themselves.

    Parameters
    ----------
    desk : Path
        The participant's folder.

    Returns
    -------
    dict
        Path by environment variable.
    """
    return {name: str(desk / _RUN / folder) for name, folder in _FOLDERS.items()}


def furnish(desk: Path, lessons: Path) -> None:
    """Give out the lessons that are not there yet, and make the folders of the programs.

    Parameters
    ----------
    desk : Path
        The participant's folder, to which this process is confined.
    lessons : Path
        The folder of student copies.

    Raises
    ------
    OSError
        Where the desk cannot be written to, or leads elsewhere.
    """
    for copies in (lessons, _ON_EVERY_DESK):
        give_out(copies, desk)
    shutil.rmtree(desk / _RUN / "runtime", ignore_errors=True)  # of a server that was killed
    for folder in folders(desk).values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    page = desk / _RUN / "config" / "labconfig" / "page_config.json"
    page.parent.mkdir(exist_ok=True)
    page.write_text(json.dumps({"disabledExtensions": dict.fromkeys(_LEFT_OUT, True)}))
