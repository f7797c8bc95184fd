"""Spreadsheet files are zip archives: looked at before anything is unpacked."""

import io
import zipfile

from partnership_evaluation.intake import limits

OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")


def kind_of(data):
    """Tell what kind of file the bytes are, whatever its name ends in.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    {"xlsx", "ods", "csv"}

    Raises
    ------
    IntakeError
        When it is too large, empty, an archive of another kind or a bomb, an old or encrypted
        spreadsheet, or a web page.

    Notes
    -----
    The sizes that an archive declares hold: Python reads no part of it beyond its declared size.

    Examples
    --------
    >>> kind_of(b"a,b")
    'csv'
    """
    limits.require_at_most(
        len(data), limit=limits.BYTES, of="bytes", advice="Save only the sheet that is needed"
    )
    if data.startswith(OLD_EXCEL):
        limits.refuse(
            "A spreadsheet must be .xlsx, .ods or .csv without a password",
            "an old .xls file or one with a password",
            "Open it and save it as .xlsx without a password",
        )
    if not data.strip(b"\0\t\n\r "):
        limits.refuse("A spreadsheet must hold a table", "an empty file", "Choose another file")
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    start = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"%pdf", b"{\\rtf")):
        limits.refuse(
            "A spreadsheet must be .xlsx, .ods or .csv",
            "a web page or another kind of document",
            "Open it in the spreadsheet program and save it as .xlsx",
        )
    return "csv"


def _kind_of_archive(data):
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        limits.refuse("A spreadsheet must be whole", "a damaged file", "Save it again")
    advice = "This is no school's table; save only the sheet that is needed as .xlsx"
    limits.require_at_most(len(parts), limit=limits.PARTS, of="parts", advice=advice)
    limits.require_at_most(
        sum(part.file_size for part in parts),
        limit=limits.UNPACKED_BYTES,
        of="bytes when unpacked",
        advice=advice,
    )
    if any(part.flag_bits & 1 for part in parts):
        limits.refuse("A spreadsheet must have no password", "one", "Save it without a password")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    kind = "a binary workbook (.xlsb)" if "xl/workbook.bin" in names else "another kind of archive"
    return limits.refuse(
        "A spreadsheet must be .xlsx, .ods or .csv", kind, "Open it and save it as .xlsx"
    )
