"""The store of finished work: executed notebooks and pages, found again by what they rest on.

Nothing in it is needed for long: whatever is missing, cut short or altered is made anew. Content
is named by its digest and entries carry one, so that damage is seen; files appear by renaming, so
that two runs at once, or one that is killed, leave whole files or none. There are no locks: two
runs that write the same file write the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from report_runner.digests import digest_of_bytes
from report_runner.jobs import Job
from report_runner.report_folder import being_made

FOLDER = ".report-store"
FORM = "1"
TRACES = 4


class Store:
    """A folder of finished work.

    Parameters
    ----------
    folder : Path
        Where it is; made when first written to.

    Notes
    -----
    ``content`` holds texts and bytes by their digest. ``runs`` holds, for a digest of everything
    that is known before a run, the last few runs: what each read and what came of it. ``pages``
    holds, for a digest of all that a page rests on, its files; ``documents`` likewise. ``records``
    holds how each report was last made, ``bases`` what code and packages it was made with,
    ``proofs`` which tables were found in order, ``sites`` what the index of each folder was written
    from.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FORM

    # Contents ---------------------------------------------------------------------------------

    def put_text(self, text: str | bytes) -> str:
        """Keep a text, or bytes.

        Parameters
        ----------
        text : str or bytes
            Any.

        Returns
        -------
        str
            Its digest.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        digest = digest_of_bytes(content)
        file = self.place("content", digest)
        if self.content(digest) is None:
            self._write(file, content)
        return digest

    def text(self, digest: str) -> str | None:
        """Take a text out.

        Parameters
        ----------
        digest : str
            What `put_text` gave.

        Returns
        -------
        str or None
            The text; None where it is not there or not what it was.
        """
        content = self.content(digest)
        return None if content is None else content.decode("utf-8", "surrogatepass")

    def content(self, digest: str) -> bytes | None:
        """Take bytes out.

        Parameters
        ----------
        digest : str
            What `put_text` gave.

        Returns
        -------
        bytes or None
            None where they are not there or not what they were.
        """
        try:
            content = self.place("content", digest).read_bytes()
        except OSError:
            return None
        return content if digest_of_bytes(content) == digest else None

    def contents(self, digests: Mapping[str, str]) -> dict[str, bytes] | None:
        """Take several out.

        Parameters
        ----------
        digests : mapping
            Digest by name.

        Returns
        -------
        dict or None
            Bytes by name; None unless all are there.
        """
        found = {name: self.content(digest) for name, digest in digests.items()}
        return None if None in found.values() else found  # type: ignore[return-value]

    # Entries -------------------------------------------------------------------------------

    def put(self, kind: str, name: str, data: Any) -> None:
        """Keep an entry.

        Parameters
        ----------
        kind : str
            ``runs``, ``pages``, ``documents``, ``records``, ``bases``, ``proofs``, ``sites``,
            ``releases`` or ``digests``.
        name : str
            What it is found by.
        data : object
            What JSON can hold.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
        self._write(self.place(kind, name), digest_of_bytes(body).encode() + b"\n" + body)

    def get(self, kind: str, name: str) -> Any | None:
        """Take an entry out.

        Parameters
        ----------
        kind, name : str
            As given to `put`.

        Returns
        -------
        object or None
            The data; None where there is none, or where it is damaged.
        """
        return self.read(self.place(kind, name))

    def read(self, file: Path) -> Any | None:
        """Read the file of an entry.

        Parameters
        ----------
        file : Path
            One of `files`.

        Returns
        -------
        object or None
            The data; None where there is none, or where it is damaged.
        """
        try:
            check, _, body = file.read_bytes().partition(b"\n")
            return json.loads(body) if digest_of_bytes(body).encode() == check else None
        except (OSError, ValueError):
            return None

    def has(self, kind: str, name: str) -> bool:
        """Say whether there is an entry, without reading it.

        Parameters
        ----------
        kind, name : str
            As given to `put`.

        Returns
        -------
        bool
        """
        return self.place(kind, name).is_file()

    # Runs ----------------------------------------------------------------------------------

    def add_run(self, key: str, reads: list[Any], executed: str) -> None:
        """Keep what a run read and what came of it, before those of earlier runs.

        Parameters
        ----------
        key : str
            Digest of everything that is known before a run.
        reads : list
            What it read, as plain data.
        executed : str
            Digest of the executed notebook.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        earlier = [run for run in self.runs(key) if run[0] != reads]
        self.put("runs", key, [[reads, executed], *earlier][:TRACES])

    def runs(self, key: str) -> list[Any]:
        """List the runs that are kept for a key.

        Parameters
        ----------
        key : str
            Digest of everything that is known before a run.

        Returns
        -------
        list
            Pairs of what was read and the digest of the executed notebook, the last run first.
        """
        return self.get("runs", key) or []

    # Files ---------------------------------------------------------------------------------

    def place(self, kind: str, name: str) -> Path:
        """Name the file of a text or an entry.

        Parameters
        ----------
        kind, name : str
            As given to `put`.

        Returns
        -------
        Path
            Spread over folders where names are digests.
        """
        spread = name[:2] if kind in {"content", "runs", "pages", "documents", "proofs"} else ""
        return self.folder / kind / spread / name

    def files(self, kind: str) -> Iterator[Path]:
        """Walk through the files of one kind.

        Parameters
        ----------
        kind : str
            As given to `put`, or ``content``.

        Yields
        ------
        Path
            Each file, those not yet renamed left out.
        """
        for folder, _, names in os.walk(self.folder / kind):
            yield from (Path(folder, name) for name in names if not name.startswith("."))

    def _write(self, file: Path, content: bytes) -> None:
        if not file.parent.is_dir():
            self._make(file.parent)
        staged = file.with_name(being_made(file.name))
        try:
            staged.write_bytes(content)
            os.replace(staged, file)
        except OSError:
            with suppress(OSError):
                staged.unlink(missing_ok=True)
            raise

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")


def record_name(job: Job) -> str:
    """Name the record of a report.

    Parameters
    ----------
    job : Job
        The report.

    Returns
    -------
    str
        For `Store.put`; a row of a matrix and a parameters file do not share one.
    """
    own = job.parameters_file.suffix in {".yml", ".yaml"}
    parts = [job.notebook, *([] if own else [job.parameters_file.stem]), f"{job.name}.json"]
    return "/".join(parts)


def referenced(record: Mapping[str, Any]) -> Iterable[str]:
    """List the texts that a record needs.

    Parameters
    ----------
    record : mapping
        How a report was last made.

    Returns
    -------
    iterable of str
        Digests of texts.
    """
    files = {**record.get("files", {}), **record.get("document_files", {})}
    return filter(None, [record.get("executed"), *files.values()])
