"""What a run read, down to the rows of a table, and whether it is still the same.

A table with a column ``case`` is shared by many reports. Each rests on the rows that the library
gave it, not on the file; but the library refuses a whole table when any row breaks its description.
So where only other rows have changed, a report is in doubt until some run has read the new file.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from report_runner import installation
from report_runner.digests import ABSENT, Digests, digest_of

_CLOCK_STEP = 20_000_000  # nanoseconds


class Untraceable(ValueError):
    """A run that may have read something that nobody wrote down."""


@dataclass(frozen=True)
class Read:
    """One thing that a run read.

    Attributes
    ----------
    kind : str
        ``file`` (or the names in a folder), ``rows`` of a table, ``description`` of a table that
        was read, ``about`` (the description alone), ``exists`` (whether a table is described) or
        ``names`` (of tables).
    path : str
        The file, relative to the project where it lies inside.
    of : str
        For ``rows`` the case; for ``names`` the case or nothing; for the others of a description
        the table.
    digest : str
        Of what was read.
    whole : str
        Of the whole file.
    """

    kind: str
    path: str
    of: str
    digest: str
    whole: str

    def as_json(self) -> list[str]:
        """Give the attributes in order.

        Returns
        -------
        list of str
            ``Read(*these)`` is equal to this.
        """
        return list(astuple(self))

    @property
    def is_of_description(self) -> bool:
        """Whether it was read in the description of the tables."""
        return self.kind in {"description", "about", "exists", "names"}


class Surroundings:
    """The files as they are now, for comparison with what was read.

    Parameters
    ----------
    project : Path
        The project folder.
    digests : Digests
        Where digests of files come from.
    """

    def __init__(self, project: Path, digests: Digests) -> None:
        self.project, self.digests = project, digests
        self._parsed: dict[tuple[str, str], Any] = {}
        self._wholes: dict[str, str] = {}

    def now(self, read: Read) -> Read:
        """Look at the same thing again.

        Parameters
        ----------
        read : Read
            What was read once.

        Returns
        -------
        Read
            Equal to `read` when nothing has changed.
        """
        if read.path not in self._wholes:
            self._wholes[read.path] = self.digests.of(self.file(read.path))
        whole = self._wholes[read.path]
        if whole == read.whole:
            return read
        return Read(read.kind, read.path, read.of, self._digest(read, whole), whole)

    def read(self, kind: str, path: str, of: str = "") -> Read:
        """Look at something for the first time.

        Parameters
        ----------
        kind, path, of : str
            As in `Read`.

        Returns
        -------
        Read
            With its digests.
        """
        return self.now(Read(kind, self.name(path), of, "", ""))

    def file(self, name: str) -> Path:
        """Find the file of a `Read`.

        Parameters
        ----------
        name : str
            Its ``path``.

        Returns
        -------
        Path
            Absolute.
        """
        return self.project / name

    def name(self, path: str) -> str:
        """Name a file so that the project may be moved.

        Parameters
        ----------
        path : str
            Absolute, or relative to the project.

        Returns
        -------
        str
            Relative to the project where it lies inside.
        """
        file = self.project / path
        inside = file.is_relative_to(self.project)
        return file.relative_to(self.project).as_posix() if inside else str(file)

    def _digest(self, read: Read, whole: str) -> str:
        if read.kind == "file" or whole == ABSENT:
            return whole
        key = (read.path, whole)
        if key not in self._parsed:
            parse = _described if read.is_of_description else _rows_by_case
            self._parsed[key] = parse(self.file(read.path))
        return digest_of(_part(self._parsed[key], read))


def _rows_by_case(file: Path) -> dict[str, list[list[str]]] | None:
    """Group the rows of a table by the text in its column ``case``."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        column = [name.strip() for name in header].index("case")
    except (OSError, ValueError, csv.Error):
        return None
    found: dict[str, list[list[str]]] = {"": [header]}
    for row in rows:
        if len(row) > column:
            found.setdefault(row[column], []).append(row)
    return found


def _described(file: Path) -> dict[str, Any] | None:
    """Name the descriptions of the tables."""
    try:
        resources = json.loads(file.read_text(encoding="utf-8"))["resources"]
        return {each["path"].removesuffix(".csv"): each for each in resources}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _part(parsed: Any, read: Read) -> Any:
    if parsed is None:
        return "unreadable"
    if read.kind == "rows":
        return [parsed[""], parsed.get(read.of, [])]
    if read.kind == "names":
        return [name for name in parsed if not read.of or name.startswith(f"{read.of}/")]
    return read.of in parsed if read.kind == "exists" else parsed.get(read.of)


def reads_of(record: Path, *, around: Surroundings, since: int) -> list[Read]:
    """Collect what a run read.

    Parameters
    ----------
    record : Path
        What the kernel wrote down, see `report_runner.recording`.
    around : Surroundings
        The files as they are now, after the run.
    since : int
        When the run began, in nanoseconds since 1970.

    Returns
    -------
    list of Read
        Each thing once, in alphabetical order.

    Raises
    ------
    Untraceable
        If the kernel wrote nothing down, read something where it cannot be followed, or a file
        changed while it ran; the message is a clause that says which.
    """
    found: set[Read] = set()
    entries = list(_entries(record))
    if entries[:1] != [("begun", True)]:
        raise Untraceable("its kernel did not write down what it read")
    for kind, subject in entries:
        found |= set(_reads(kind, subject, around))
    for each in found:
        _require_settled(around.file(each.path), since)
    return sorted(found, key=astuple)


def _entries(record: Path) -> Iterable[tuple[str, Any]]:
    for line in record.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        try:
            yield from json.loads(line).items()
        except ValueError:
            raise Untraceable("its kernel could not write down all that it read") from None


def _reads(kind: str, subject: Any, around: Surroundings) -> Iterable[Read]:
    if kind == "unseen":
        raise Untraceable(f"it used {subject}, where it cannot be seen what is read")
    if kind in {"open", "list"}:
        path = installation.source_of(subject)
        if not installation.holds(path, project=around.project):
            yield around.read("file", path)
    elif kind == "rows":
        folder, table, case = subject
        file = os.path.join(folder, f"{table}.csv")
        yield around.read("description", os.path.join(folder, "datapackage.json"), table)
        yield around.read("file", file) if case is None else around.read("rows", file, case)
    elif kind in {"about", "exists", "names"}:
        folder, of = subject
        yield around.read(kind, os.path.join(folder, "datapackage.json"), of or "")


def _require_settled(file: Path, since: int) -> None:
    try:
        status = file.stat()
    except OSError:
        return
    if max(status.st_mtime_ns, status.st_ctime_ns) >= since - _CLOCK_STEP:
        raise Untraceable(f"{file.name} was changed while it was being made")


def doubts(read: Read, now: Read, described: str) -> str | None:
    """Say what must be known before a report can be kept although a file has changed.

    Parameters
    ----------
    read, now : Read
        What was read once, and the same today.
    described : str
        Digest of the whole description of the tables, as it is today.

    Returns
    -------
    str or None
        Digest that stands for "the library has read this file as it is today", to be looked up
        with `proofs`; None when the file is the same.
    """
    if read.whole == now.whole:
        return None
    return _proof(now.whole, described if read.kind == "rows" else now.whole)


def proofs(reads: Iterable[Read]) -> set[str]:
    """Say what a finished run has shown about the tables.

    Parameters
    ----------
    reads : iterable of Read
        What it read.

    Returns
    -------
    set of str
        Digests as `doubts` gives them: one for each description that was read, and one for each
        table that the library returned and so found in order.
    """
    reads = list(reads)
    whole = {each.path: each.whole for each in reads if each.kind in {"file", "rows"}}
    found = {_proof(each.whole, each.whole) for each in reads if each.is_of_description}
    for each in reads:
        table = (Path(each.path).parent / f"{each.of}.csv").as_posix()
        if each.kind == "description" and table in whole:
            found.add(_proof(whole[table], each.whole))
    return found


def _proof(whole: str, described: str) -> str:
    return digest_of([whole, described])
