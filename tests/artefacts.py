"""Everything that stands in the files of a report: in archives, documents and pictures too."""

import base64
import io
import re
import shutil
import subprocess
import zipfile
import zlib

from PIL import Image

INLINE = re.compile(rb"(?:iVBORw0KGgo|UklGR|/9j/)[A-Za-z0-9+/=\\n]{40,}")


def contents(data, name=""):
    """Give the bytes of a file, and of whatever is packed inside it, one after the other."""
    yield data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + member.comment
                yield from contents(archive.read(member), member.filename)
    elif data[:5] == b"%PDF-":
        yield from _of_pdf(data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n" or data[8:12] == b"WEBP" or data[:3] == b"\xff\xd8\xff":
        yield _of_picture(data)
    else:
        for one in INLINE.findall(data):
            plain = one.replace(b"\\n", b"").rstrip(b"=")
            whole = plain[: len(plain) - (len(plain) % 4 == 1)]
            yield from contents(base64.b64decode(whole + b"=" * (-len(whole) % 4)))


def _of_pdf(data):
    """What is drawn, as far as it can be read here, and every stream."""
    if program := shutil.which("pdftotext"):
        words = [program, "-layout", "-", "-"]
        yield subprocess.run(words, input=data, capture_output=True, check=True).stdout
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, flags=re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            yield stream


def _of_picture(data):
    """What is written in a picture beside its points: text, author, place, device."""
    with Image.open(io.BytesIO(data)) as picture:
        return repr((picture.info, dict(picture.getexif()))).encode()


def with_words(folder, words):
    """List the files of a folder in which, or in whose name, one of some words stands."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = contents(path.read_bytes()) if path.is_file() else ()
        if any(word in part.lower() for part in (name.encode(), *parts) for word in words):
            found.append(name)
    return found
