"""Digests of files and of plain data: two things with the same digest have the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ABSENT = "absent"
_SETTLED = 2_000_000_000  # nanoseconds: file systems give times in steps of up to two seconds
_KEPT = 50_000


def digest_of(data: Any) -> str:
    """Digest plain data.

    Parameters
    ----------
    data : object
        What JSON can hold; the order of names does not count.

    Returns
    -------
    str
        SHA-256 of its JSON, 64 hexadecimal digits.

    Examples
    --------
    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    >>> digest_of(1) == digest_of(1.0)
    False
    """
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return digest_of_bytes(text.encode("utf-8", "surrogatepass"))


def digest_of_bytes(content: bytes) -> str:
    """Digest bytes.

    Parameters
    ----------
    content : bytes
        Any.

    Returns
    -------
    str
        SHA-256, 64 hexadecimal digits.
    """
    return hashlib.sha256(content).hexdigest()


class Digests:
    """The digests of files, each read once.

    Parameters
    ----------
    remembered : mapping, optional
        What `as_json` gave in an earlier process.

    Notes
    -----
    A remembered digest is believed when size, time of change, time of the last change of status
    and number of the file are what they were, and when the file had then been left alone for two
    seconds: within one step of the file system's clock two versions could not be told apart. The
    time of the last change of status cannot be set by a program, as the time of change can.
    """

    def __init__(self, remembered: Mapping[str, Any] | None = None) -> None:
        self._remembered = dict(remembered or {})
        self._known: dict[str, str] = {}
        self.is_changed = False

    def of(self, file: Path | str) -> str:
        """Digest the bytes of a file.

        Parameters
        ----------
        file : path
            The file.

        Returns
        -------
        str
            Its digest; of a folder, that of the names in it; `ABSENT` where there is neither, or
            where it may not be read.
        """
        name = os.fspath(file)
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]

    def forget(self, files: Iterable[Path | str]) -> None:
        """Look again at files that were written.

        Parameters
        ----------
        files : iterable of paths
            The files.
        """
        for file in files:
            self._known.pop(os.fspath(file), None)

    def as_json(self) -> dict[str, Any]:
        """Give what another process may believe.

        Returns
        -------
        dict
            Plain data by a digest of the name of each file, which tells nobody where files lie on
            this machine; at most some tens of thousands.
        """
        return dict(list(self._remembered.items())[-_KEPT:])

    def _look(self, name: str) -> str:
        try:
            status = os.stat(name)
            if os.path.isdir(name):
                return "folder " + digest_of(sorted(os.listdir(name)))
            mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
            key = _key(name)
            remembered = self._remembered.get(key)
            if remembered and remembered[0] == mark:
                return remembered[1]
            found = _of_file(name)
        except OSError:
            return ABSENT
        if time.time_ns() - max(mark[1], mark[2]) > _SETTLED:
            self._remembered.pop(key, None)
            self._remembered[key] = [mark, found]
            self.is_changed = True
        return found


def _key(name: str) -> str:
    return digest_of_bytes(name.encode("utf-8", "surrogatepass"))


def _of_file(name: str) -> str:
    with open(name, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
