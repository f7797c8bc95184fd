"""The pictures of a page: wide ones can be scrolled on a phone, heavy ones weigh half."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from itertools import count

_PNG = "data:image/png;base64,"
_PICTURE = re.compile(rf"{_PNG}([A-Za-z0-9+/=]+)")
_FIGURE = re.compile(r"<figure>\s*(<img\b[^>]*>)")
_WIDTH = re.compile(r'\swidth="(\d+)"')
#: Dots from which a figure would be too small to read on a phone if it had to fit.
_WIDE = 480
#: Characters from which a page, and a picture in it, is worth the time: most are below.
_HEAVY_PAGE, _HEAVY = 280_000, 36_000


def framed(page: str) -> str:
    """Put each wide figure into a frame that scrolls sideways, so that it need not shrink.

    Parameters
    ----------
    page : str
        HTML with figures.

    Returns
    -------
    str
        The same page; the frames can be reached by keyboard and are numbered. Text of 10 points
        would have 5 on a phone if the whole figure were to fit.

    Examples
    --------
    >>> framed('<figure><img alt="1" width="599"></figure>').partition("<img")[0]
    '<figure><div aria-label="Figure 1" class="picture" role="region" tabindex="0">'
    >>> framed('<figure><img alt="1" width="80"></figure>')
    '<figure><img alt="1" width="80"></figure>'
    """
    numbers = count(1)

    def frame(found: re.Match[str]) -> str:
        width = _WIDTH.search(found[1])
        if not width or int(width[1]) < _WIDE:
            return found[0]
        opening = f'<div aria-label="Figure {next(numbers)}" class="picture" role="region"'
        return f'<figure>{opening} tabindex="0">{found[1]}</div>'

    return _FIGURE.sub(frame, page)


def with_light_pictures(page: str) -> str:
    """Write the heaviest pictures of a page as WebP without loss, until the page is light.

    Parameters
    ----------
    page : str
        HTML with pictures inside it.

    Returns
    -------
    str
        The same page; a picture of which nothing would be saved stays as it is.

    Notes
    -----
    Every browser since 2020 shows WebP. The notebook, the document and the PDF keep the PNG.

    Examples
    --------
    >>> with_light_pictures('<img src="data:image/png;base64,AAAA" alt="1">')
    '<img src="data:image/png;base64,AAAA" alt="1">'
    """
    heavy = {picture for picture in _PICTURE.findall(page) if len(picture) >= _HEAVY}
    for picture in sorted(heavy, key=lambda picture: (-len(picture), picture)):
        if len(page) >= _HEAVY_PAGE:
            page = page.replace(f"{_PNG}{picture}", _lighter(picture))
    return page


def _lighter(picture: str) -> str:
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(b64decode(picture))) as dots:
        dots.convert("RGB").save(buffer, format="WEBP", lossless=True, quality=80, method=4)
    written = f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
    return min(written, f"{_PNG}{picture}", key=len)
