"""What of a school's own tables may be shown: worked out again only where something has changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from report_runner.basis import read_basis
from report_runner.batch_manifest import SUMMARY
from report_runner.digests import Digests, digest_of
from report_runner.jobs import SelectionError
from report_runner.store import FOLDER, Store

RELEASE, VARIABLE = "release", "PARTNERSHIP_DATA"
SETTINGS = "parameters/disclosure.yml"
_ENTRY = ("releases", "folder")
_NO_INPUTS = {RELEASE, "reports", "notebooks", FOLDER, SUMMARY}


def release(folder: Path, *, project: Path, again: bool = False) -> None:
    """Release the tables of a folder for its audience, and let everything from here on read these.

    Parameters
    ----------
    folder : Path
        A folder made by ``evaluate new``.
    project : Path
        The project; what it has installed counts.
    again : bool
        Whether to work it out also where nothing has changed.

    Raises
    ------
    SelectionError
        When a setting is wrong, or something could be worked out from what the policy leaves.

    Notes
    -----
    What forty schools may show takes longer to work out than their reports take to be looked
    through. It rests on all that the folder holds but the reports themselves, on the earlier
    releases and the policy that its settings name, and on the library with what is installed. Where
    these and ``release/`` are as they were, it is left as it is.
    """
    store = Store(folder / FOLDER)
    digests = Digests(store.get("digests", "files"))
    rests_on = _rests_on(folder, project, digests)
    known = None if again else store.get(*_ENTRY)
    if known and known["rests_on"] == rests_on and known["left"] == _below(folder / RELEASE):
        said = known["said"]
        if said:
            os.environ[VARIABLE] = str(folder / RELEASE)
    else:
        said = _released(folder)
        entry = {"rests_on": rests_on, "left": _below(folder / RELEASE), "said": said}
        with suppress(OSError):  # the next run works it out again
            store.put(*_ENTRY, entry)
    if said:
        print(said, flush=True)


def _released(folder: Path) -> str:
    """Work it out, and give what is said of it; empty where nothing may be shown."""
    from partnership_evaluation import released

    try:
        return released.use(folder).sentence
    except released.NothingReleased:
        return ""  # each report is then a page that says why, also where there was another before
    except released.DisclosureError as error:
        raise SelectionError(str(error)) from None


def _rests_on(folder: Path, project: Path, digests: Digests) -> str:
    own = [file for file in _files(folder) if file.relative_to(folder).parts[0] not in _NO_INPUTS]
    basis = read_basis(project, digests)
    return digest_of(
        {
            "own": {file.relative_to(folder).as_posix(): digests.of(file) for file in own},
            "named": {str(file): digests.of(file) for file in _named(folder)},
            "library": basis.library,
            "installed": {
                name: value
                for name, value in basis.environment.items()
                if not name.startswith("the variable ")
            },
        }
    )


def _below(folder: Path) -> str:
    digests = Digests()
    return digest_of(
        {file.relative_to(folder).as_posix(): digests.of(file) for file in _files(folder)}
    )


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _named(folder: Path) -> Iterator[Path]:
    """Find the files that the settings name; what is wrong with them is told where it is read."""
    try:
        values: Any = yaml.safe_load((folder / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return
    if not isinstance(values, dict):
        return
    listed = values.get("previous")
    names = [values.get("policy"), *(listed if isinstance(listed, list) else [])]
    for name in filter(lambda name: isinstance(name, str), names):
        for place in (folder / "parameters" / name, folder / name):
            if place.is_file():
                yield place.resolve()
