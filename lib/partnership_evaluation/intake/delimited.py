"""CSV files as schools send them: four encodings, three separators."""

import csv
import io

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.sheets import Cell, Grid, Problem

SEPARATORS = (",", ";", "\t")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}


def read(data):
    """Read a CSV file.

    Parameters
    ----------
    data : bytes
        The file: UTF-8 with or without its mark, UTF-16, or Windows-1252; separated by commas,
        semicolons or tabs.

    Returns
    -------
    list of Grid
        One.

    Raises
    ------
    IntakeError
        When it is larger than the limits, or no text.

    Examples
    --------
    >>> read("Näme;Grade\\nA;2\\n".encode("cp1252"))[0].cells[1, 1].text
    'Näme'
    """
    text, problems = _decoded(data)
    separator, first = _separator(text)
    body = text.split("\n", 1)[1] if first else text
    rows = _rows(body, separator)
    cells = {
        (row, column): Cell(row, column, value)
        for row, values in rows
        for column, value in enumerate(values, 1)
        if value
    }
    shift = 1 if first else 0
    if shift:
        cells = {(r + 1, c): Cell(r + 1, c, cell.text) for (r, c), cell in cells.items()}
    return [Grid("", 1, cells, problems=tuple(problems))]


def _decoded(data):
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _plain(data.decode(encoding, errors="replace")), _replaced(data, encoding)
    if b"\0" in data[:4000]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        try:
            return _plain(data.decode(encoding)), []
        except UnicodeDecodeError:
            limits.refuse("A CSV file must be text", "something else", "Save it as CSV again")
    try:
        return _plain(data.decode("utf-8")), []
    except UnicodeDecodeError:
        return _plain(data.decode("cp1252", errors="replace")), [
            Problem(
                "encoding",
                "note",
                "A CSV file is best saved as UTF-8; this one was read as Windows-1252. Look at "
                "names with accents.",
            )
        ]


def _replaced(data, encoding):
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return [
            Problem(
                "encoding",
                "error",
                f"A CSV file must be one encoding throughout; found byte {error.start + 1} that is "
                f"not {encoding}. Save it as CSV UTF-8 again.",
            )
        ]
    return []


def _plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _separator(text):
    """Choose the separator, and say whether the first line is Excel's ``sep=;``."""
    start = text[:5].lower()
    if start.startswith("sep=") and text[4:5] in SEPARATORS:
        return text[4:5], True
    lines = [line for line in text[:200_000].split("\n") if line.strip()][:200]
    return max(SEPARATORS, key=lambda separator: _regularity(lines, separator)), False


def _regularity(lines, separator):
    """Count the lines with the commonest number of separators; more separators where equal."""
    counts = [len(row) - 1 for row in csv.reader(lines, delimiter=separator)]
    used = [count for count in counts if count]
    if not used:
        return (0, 0)
    commonest = max(set(used), key=lambda count: (used.count(count), count))
    return (used.count(commonest) * min(commonest, 3), commonest)


def _rows(text, separator):
    found, cells = [], 0
    previous = csv.field_size_limit(limits.BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for number, values in enumerate(reader, 1):
            used = [place for place, value in enumerate(values, 1) if value.strip()]
            if not used:
                continue
            cells += len(used)
            advice = "Save only the table that is needed"
            for count, limit, of in (
                (number, limits.ROWS, "rows"),
                (used[-1], limits.COLUMNS, "columns"),
                (cells, limits.CELLS, "cells"),
            ):
                limits.require_at_most(count, limit=limit, of=of, advice=advice)
            found.append((number, values))
    except csv.Error as error:
        limits.refuse("A CSV file must keep to the rules of CSV", str(error), "Save it again")
    finally:
        csv.field_size_limit(previous)
    return found
