"""What a cluster is sent once for a run: notebooks, tables, and what its workers must be like.

A worker has the project installed on its own, wherever that is; it is held to the same library,
runner, interpreter and packages as here. Notebooks and tables travel as bytes, so that no folder
need be shared. What a notebook opens elsewhere has to be there under the same path.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from report_runner.basis import Basis, data_folder, variables
from report_runner.checks import CheckedJob
from report_runner.dependencies import Read
from report_runner.digests import digest_of_bytes
from report_runner.messages import counted

NOTEBOOKS, DATA, TABLES, LOCK = "notebooks", "data", "tables", "requirements.lock"
WITHHELD = "release/withheld.json"  # what a school's own policy leaves unsaid
_VARIABLE = "PARTNERSHIP_DATA"
_OF_THE_MACHINE = {_VARIABLE, "PYTHONPATH", "PYTHONHOME"}  # folders, which are elsewhere there
_PACKAGE = "the package "
_MOST = 8
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.M)
_SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".git"}
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Bundle:
    """Everything that the reports of one run have in common.

    Attributes
    ----------
    files : bytes
        A zip archive: ``notebooks``, ``data``, and ``tables`` where the library's are elsewhere.
    basis : Basis
        Code, interpreter and packages here.
    environment : dict
        Variables that change what Python or the library reads.
    tables : str
        The folder in the archive that holds the library's tables; empty where there are none.
    """

    files: bytes
    basis: Basis
    environment: dict[str, str]
    tables: str

    @cached_property
    def content(self) -> bytes:
        """The whole, to be sent."""
        plain = {"basis": asdict(self.basis), "environment": self.environment}
        return pickle.dumps({**plain, "files": self.files, "tables": self.tables}, protocol=5)

    @classmethod
    def from_content(cls, content: bytes) -> Bundle:
        """Take apart what was sent.

        Parameters
        ----------
        content : bytes
            As `content` gives it.

        Returns
        -------
        Bundle
            Equal to the one that was sent.
        """
        plain = pickle.loads(content)
        return cls(**{**plain, "basis": Basis(**plain["basis"])})

    @cached_property
    def digest(self) -> str:
        """What it is known by."""
        return digest_of_bytes(self.content)

    def unpack(self, folder: Path) -> None:
        """Write the files.

        Parameters
        ----------
        folder : Path
            Where to; it stands for the project.
        """
        with zipfile.ZipFile(io.BytesIO(self.files)) as archive:
            archive.extractall(folder)

    def environment_in(self, folder: Path) -> dict[str, str]:
        """Say what the environment of a report has in another place.

        Parameters
        ----------
        folder : Path
            Where the files were unpacked.

        Returns
        -------
        dict
            Value by name; the library is led to the tables that were sent.
        """
        tables = {_VARIABLE: str(folder / self.tables)} if self.tables else {}
        return {**self.environment, **tables}


def pack(project: Path, notebooks: Path, basis: Basis) -> Bundle:
    """Collect what reports need.

    Parameters
    ----------
    project : Path
        The project, or a folder of a school's own.
    notebooks : Path
        The folder of the notebooks.
    basis : Basis
        Code, interpreter and packages here.

    Returns
    -------
    Bundle
        The same bytes for the same files.
    """
    tables = data_folder()
    own = tables is None or tables == (project / DATA).resolve()
    places = {NOTEBOOKS: notebooks, **{name: project / name for name in (DATA, LOCK, WITHHELD)}}
    if not own:
        places[TABLES] = tables
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(_files(places)):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    found = "" if tables is None else DATA if own else TABLES
    sent = {name: value for name, value in variables().items() if name not in _OF_THE_MACHINE}
    return Bundle(stream.getvalue(), basis, sent, found)


def _files(places: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name, place in places.items():
        if place.is_file():
            yield name, place
        for folder, folders, files in os.walk(place):
            folders[:] = [each for each in folders if each not in _SKIPPED]
            inside = Path(folder).relative_to(place)
            yield from ((Path(name, inside, each).as_posix(), Path(folder, each)) for each in files)


def placed(checked: CheckedJob, folder: Path) -> CheckedJob:
    """Say where a report is to be made.

    Parameters
    ----------
    checked : CheckedJob
        The report.
    folder : Path
        Where the files are; relative for its way to another machine.

    Returns
    -------
    CheckedJob
        The same with its notebook there; its settings are known already and only named.
    """
    job = checked.job
    notebook = folder / NOTEBOOKS / job.notebook_file.name
    return replace(
        checked,
        job=replace(job, notebook_file=notebook, parameters_file=folder / job.parameters_file.name),
    )


def read_there(read: Read, folder: Path) -> Read:
    """Name what was read so that it can be found where it came from.

    Parameters
    ----------
    read : Read
        What a run read on another machine.
    folder : Path
        Where the files were unpacked there.

    Returns
    -------
    Read
        A table of a folder outside the project is named ``tables/...``.
    """
    tables = folder / TABLES
    path = Path(read.path)
    if path.is_relative_to(tables):
        return replace(read, path=f"{TABLES}/{path.relative_to(tables).as_posix()}")
    return read


def read_here(read: Read) -> Read:
    """Name what was read on another machine as it is named here.

    Parameters
    ----------
    read : Read
        From `read_there`.

    Returns
    -------
    Read
        As if it had been read here.
    """
    folder, inside = data_folder(), read.path.removeprefix(f"{TABLES}/")
    if inside == read.path or folder is None:
        return read
    return replace(read, path=str(folder / inside))


def differences(here: Basis, there: Basis, lock: str) -> list[str]:
    """Say in what a worker differs from the machine that asks.

    Parameters
    ----------
    here, there : Basis
        Code, interpreter and packages of both.
    lock : str
        The lock file of the project; where it is not empty, packages that it does not name do not
        count, because no report can use them.

    Returns
    -------
    list of str
        Clauses, some only where there are many; empty where the two are the same.
    """
    names = {name.lower().replace("-", "_") for name in _LOCKED.findall(lock)}
    words = []
    for part, what in (("library", "library"), ("running", "runner"), ("finishing", "runner")):
        ours, theirs = getattr(here, part), getattr(there, part)
        files = sorted(n for n in {*ours, *theirs} if ours.get(n) != theirs.get(n))
        words += [f"{name} of the {what} is another" for name in files]
    if not words and here.site != there.site:
        words.append("the runner is another")
    ours, theirs = here.environment, there.environment
    for name in dict.fromkeys([*ours, *theirs]):
        package = name.removeprefix(_PACKAGE)
        beside = package != name and names and package.lower().replace("-", "_") not in names
        beside = beside or name == LOCK or name.removeprefix("the variable ") in _OF_THE_MACHINE
        if ours.get(name) != theirs.get(name) and not beside:
            there_is = theirs.get(name, "absent")
            words.append(f"{name} is {there_is} there and {ours.get(name, 'absent')} here")
    more = len(words) - _MOST
    return words[:_MOST] + ([f"and {counted(more, 'other difference')}"] if more > 0 else [])
