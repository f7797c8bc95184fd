"""What participants do with their own copies, from the notebook ``your_desk.ipynb``."""

from __future__ import annotations

import os
from pathlib import Path

from classroom import copies
from classroom.names import LESSONS

ARCHIVE = "my_copies.zip"


def start_again(lesson: str) -> str:
    """Get a fresh copy of a lesson; the one so far is kept in "earlier copies".

    Parameters
    ----------
    lesson : str
        The first letters of its file: ``"02"``.

    Returns
    -------
    str
        What was done, or which lessons there are.
    """
    try:
        kept = copies.renew(_lessons(), Path.home(), lesson)
    except ValueError as error:
        return str(error)
    if not kept:
        return "A fresh copy is there."
    return f"A fresh copy is there. Yours is kept: {kept.relative_to(Path.home())}."


def pack() -> str:
    """Put all copies into one archive to download.

    Returns
    -------
    str
        Its name and how many files are in it.
    """
    count = copies.pack(Path.home(), Path.home() / ARCHIVE)
    return f"{ARCHIVE} holds {count} files. In the list of files: select it, then Download."


def _lessons() -> Path:
    return Path(os.environ[LESSONS])
