"""Cells that could do harm elsewhere, or that no table of a school should hold.

Nothing in a cell is ever run here; what would be run, followed or shown as a web page by another
program is pointed out.
"""

import math
import re

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.sheets import Problem, cleaned, shown

_REACHING_OUT = re.compile(
    r"cmd\s*\||dde\w*\s*\(|webservice|importxml|importdata|hyperlink|filterxml|call\(|register\."
    r"|indirect\(|rtd\(|\[.*\]|file:|https?:|\|\s*'",
    re.IGNORECASE,
)
_RUN_AS_FORMULA = re.compile(r"[=@][^\s=]|[+\-][A-Za-z(@=]|[\t\r][=+\-@]")
_MARKUP = re.compile(r"<\s*(/|!)?\s*[a-z][^<>]*>|&#?\w+;|javascript:", re.IGNORECASE)
_PATH = re.compile(
    r"\b[A-Za-z]:[\\/]|\\\\\w|file:/|(^|\s)(\.\.|~)?/(\w[\w.-]*/)+|\.\.[\\/]", re.IGNORECASE
)
_ERRORS = re.compile(
    r"#(n/a|ref!|value!|div/0!|name\?|null!|num!|spill!|calc!|getting_data)|err:\d+", re.IGNORECASE
)
_LARGEST = 1e15
_SAID = {
    "formula as text": "A cell must hold a value; this text would be run as a formula by a "
    "spreadsheet. It was not run. Replace it.",
    "markup": "A cell must hold plain text; this one holds HTML or the like. It was not "
    "interpreted. Replace it.",
    "path": "A cell should not hold the path of a file; nothing was opened. Take it out.",
    "error value": "A cell must hold a value; this one holds an error of the spreadsheet. Mend the "
    "formula, or write the value.",
    "extreme number": "A number must be one that a school can have; this one is beyond all range. "
    "Correct it.",
    "invisible characters": "A cell should hold visible characters; this one holds some that turn "
    "or hide text. Type it again.",
}
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x1b]")


def problems_of(cell, *, used, private):
    """List what is suspicious about a cell.

    Parameters
    ----------
    cell : Cell
        The cell.
    used : bool
        Whether it stands in a column that the analysis reads.
    private : bool
        Whether what it holds must not be repeated, as names must not.

    Yields
    ------
    Problem
        One for each rule that it breaks.

    Examples
    --------
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> [p.rule for p in problems_of(Cell(2, 1, "=cmd|' /C calc'!A0"), used=True, private=False)]
    ['formula as text']
    """
    found = "" if private else shown(cell.formula or cell.text)
    worst = "error" if used else "warning"
    for rule, severity, message in _rules(cell, worst):
        yield Problem(rule, severity, message, cell.row, cell.column, found=found)


def _rules(cell, worst):
    """Give rule, severity and message of what is wrong."""
    text = cell.text
    if cell.formula:
        yield from _of_formula(cell, worst)
    elif _RUN_AS_FORMULA.match(text.lstrip(" ")):
        yield "formula as text", worst, _SAID["formula as text"]
    if len(text) > limits.TEXT:
        allowed = f"A cell may hold {limits.TEXT:,} characters"
        yield "text too long", worst, f"{allowed}; this one holds {len(text):,}. Shorten it."
        return
    tests = {
        "markup": (worst, _MARKUP.search(text)),
        "path": ("warning", not cell.formula and _PATH.search(text)),
        "error value": (worst, cell.kind == "error" or _ERRORS.fullmatch(cleaned(text))),
        "extreme number": (worst, _is_extreme(text)),
        "invisible characters": ("warning", _STEERING.search(text)),
    }
    for rule, (severity, broken) in tests.items():
        if broken:
            yield rule, severity, _SAID[rule]


def _of_formula(cell, worst):
    if _REACHING_OUT.search(cell.formula):
        yield (
            "dangerous formula",
            worst,
            "A cell must hold a value; this formula reaches outside "
            "the sheet. It was not run. Replace it by its value.",
        )
    elif not cell.text:
        yield (
            "formula without a value",
            worst,
            "A formula is not computed here, and none was "
            "saved with it. Open the file, save it again, or write the value.",
        )
    else:
        yield (
            "formula",
            "warning",
            "A formula is not computed here; the value last saved with it "
            "was read. Look whether it is up to date.",
        )


def _is_extreme(text):
    plain = text.strip().rstrip("%")
    if not re.fullmatch(
        r"[-+]?(\d{1,400}(\.\d{0,400})?([eE][-+]?\d{1,6})?|inf(inity)?)", plain, re.IGNORECASE
    ):
        return False
    if re.fullmatch(r"\d+", plain):
        return False if len(plain) <= 15 else float(plain) > _LARGEST
    value = float(plain)
    return math.isinf(value) or abs(value) > _LARGEST
