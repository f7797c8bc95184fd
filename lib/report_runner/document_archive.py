"""Word documents and spreadsheets are zip files: the same content is the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can state


def unpacked(content: bytes) -> dict[str, bytes]:
    """Take the parts out of a zip file.

    Parameters
    ----------
    content : bytes
        The file.

    Returns
    -------
    dict
        Bytes by name.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Put parts into a zip file.

    Parameters
    ----------
    parts : mapping
        Bytes by name.

    Returns
    -------
    bytes
        In alphabetical order, the list of types first, as office programs want it; no dates, no
        owners.

    Examples
    --------
    >>> packed({"b": b"1", "a": b"2"}) == packed({"a": b"2", "b": b"1"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
