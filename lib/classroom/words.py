"""The words by which participants are known again; kept as what they are checked against."""

from __future__ import annotations

import hashlib
import json
import os
from hmac import compare_digest
from pathlib import Path

_COST = {"n": 2**14, "r": 8, "p": 1}


def fits(path: Path, name: str, word: str) -> bool:
    """Say whether a word is that of a participant, or make it theirs if they have none.

    Parameters
    ----------
    path : Path
        The file that holds what words are checked against; made when it does not exist.
    name, word : str
        What the participant typed.

    Returns
    -------
    bool
    """
    kept = _read(path)
    if name in kept:
        salt, digest = (bytes.fromhex(each) for each in kept[name])
        return compare_digest(digest, _digest(word, salt))
    salt = os.urandom(16)
    _write(path, kept | {name: [salt.hex(), _digest(word, salt).hex()]})
    return True


def forget(path: Path, name: str) -> None:
    """Let a participant who has forgotten their word choose a new one.

    Parameters
    ----------
    path : Path
        As for `fits`.
    name : str
        The participant.
    """
    kept = _read(path)
    kept.pop(name, None)
    _write(path, kept)


def _digest(word: str, salt: bytes) -> bytes:
    return hashlib.scrypt(word.encode(), salt=salt, **_COST)


def _read(path: Path) -> dict[str, list[str]]:
    return json.loads(path.read_text()) if path.exists() else {}


def _write(path: Path, kept: dict[str, list[str]]) -> None:
    making = path.with_suffix(".making")
    making.write_text(json.dumps(kept))
    making.chmod(0o600)
    making.replace(path)
