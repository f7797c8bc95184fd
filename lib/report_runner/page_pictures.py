"""The pictures of a heavy page: written anew, dot for dot the same and half the size."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode

_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
#: Characters from which a page, and a picture in it, is worth the time: most are below.
_HEAVY_PAGE, _HEAVY = 280_000, 36_000


def with_light_pictures(page: str) -> str:
    """Write the heavy pictures of a heavy page as WebP without loss.

    Parameters
    ----------
    page : str
        HTML with pictures inside it.

    Returns
    -------
    str
        The same page; a picture of which nothing would be saved stays as it is, and so do all of a
        page that is light with them.

    Notes
    -----
    Every browser since 2020 shows WebP. The notebook, the document and the PDF keep the PNG.

    Examples
    --------
    >>> with_light_pictures('<img src="data:image/png;base64,AAAA" alt="1">')
    '<img src="data:image/png;base64,AAAA" alt="1">'
    """
    return page if len(page) < _HEAVY_PAGE else _PICTURE.sub(_lighter, page)


def _lighter(found: re.Match[str]) -> str:
    if len(found[1]) < _HEAVY:
        return found[0]
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(b64decode(found[1]))) as picture:
        picture.convert("RGB").save(buffer, format="WEBP", lossless=True, quality=80, method=4)
    written = f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
    return min(written, found[0], key=len)
