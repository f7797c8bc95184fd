"""Tall pictures on pages of a document: cut between two rows, so that their words stay readable."""

from __future__ import annotations

import io
import struct
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

#: Height over width from which a picture is cut, and that of a part at most.
_TALL, _OF_A_PART = 1.7, 1.5
#: How far from its place a cut may be moved to fall between two rows, as a share of a part.
_MOVED = 0.12
#: Dots by which a line with a dash of a vertical line differs from one without.
_DASH = 12


def in_parts(content: bytes) -> list[bytes]:
    """Cut a tall picture into parts, each to stand on a page.

    Parameters
    ----------
    content : bytes
        The file of a picture; only a tall PNG is cut.

    Returns
    -------
    list of bytes
        The files of the parts from the top; the picture itself where it is not tall.

    Examples
    --------
    >>> in_parts(b"<svg/>")
    [b'<svg/>']
    """
    if content[12:16] != b"IHDR":
        return [content]
    across, down = struct.unpack(">II", content[16:24])
    if down <= _TALL * across:
        return [content]
    from PIL import Image

    with Image.open(io.BytesIO(content)) as whole:
        edges = _edges(whole, parts=-(-down // int(_OF_A_PART * across)))
        dense = whole.info.get("dpi")
        parts = (whole.crop((0, top, across, bottom)) for top, bottom in pairwise(edges))
        return [_written(part, dense) for part in parts]


def _edges(whole: Image.Image, *, parts: int) -> list[int]:
    """Place the cuts where a line of dots has least ink, in the middle of such lines."""
    ink = _ink(whole)
    down = len(ink)
    cuts = []
    for number in range(1, parts):
        low, high = (int(down * (number + move) / parts) for move in (-_MOVED, _MOVED))
        window = ink[low:high]
        cuts.append(low + _middle_of_longest(window <= window.min() + _DASH))
    return [0, *cuts, down]


def _ink(whole: Image.Image) -> np.ndarray:
    import numpy as np

    grey = np.asarray(whole.convert("L"))
    return (grey < grey.max()).sum(axis=1)


def _middle_of_longest(chosen: np.ndarray) -> int:
    import numpy as np

    ends = np.flatnonzero(np.diff(np.concatenate([[0], chosen.astype(int), [0]])))
    starts, stops = ends[::2], ends[1::2]
    longest = int((stops - starts).argmax())
    return int(starts[longest] + stops[longest]) // 2


def _written(part: Image.Image, dense: tuple[float, float] | None) -> bytes:
    buffer = io.BytesIO()
    part.save(buffer, format="png", compress_level=6, dpi=dense)
    return buffer.getvalue()
