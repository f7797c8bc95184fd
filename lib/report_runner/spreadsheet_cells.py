"""What a cell of a printed table becomes in a spreadsheet: a number with its format, or a text."""

from __future__ import annotations

import re
import unicodedata

#: Marks of the disclosure rules, which the tables bring along.
CONFIDENTIAL, LOW, NOT_AVAILABLE, NOT_APPLICABLE = "[c]", "[low]", "[x]", "[z]"
#: Symbols of the Government Analysis Function, with what they mean here.
SYMBOLS = {
    CONFIDENTIAL: "confidential: the number rests on too few people, or would give away another",
    LOW: "low: small, and rounded to nought",
    NOT_AVAILABLE: "not available: no number here, or it is withheld",
    NOT_APPLICABLE: "not applicable: there is nothing to say here",
}
_NUMBER = re.compile(
    r"(?P<sign>[-+\N{MINUS SIGN}]?)(?P<whole>\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,14})"
    r"(?:\.(?P<decimals>\d{1,15}))?(?P<percent>%?)"
)
_MISSING = {"\N{EN DASH}", "\N{EM DASH}", "-", "nan", "NaN", "None", "<NA>"}


def cell(text: str) -> tuple[int | float | str, str | None]:
    """Read a cell.

    Parameters
    ----------
    text : str
        As the report shows it.

    Returns
    -------
    (int, float or str, str or None)
        A number and the format that shows it as the report does, its digits counted; or a text and
        None. Nothing is left blank, and a text of signs alone has their names beside it, so that a
        screen reader has something to say.

    Examples
    --------
    >>> cell("0.50"), cell("1,234"), cell("12.5%")
    ((0.5, '0.00'), (1234, '#,##0'), (0.125, '0.0%'))
    >>> cell(""), cell("\N{EN DASH}"), cell("31 or 38")
    (('[z]', None), ('[x]', None), ('31 or 38', None))
    >>> cell("\N{UPWARDS ARROW}")
    ('\N{UPWARDS ARROW} (upwards arrow)', None)
    """
    text = text.strip()
    if match := _NUMBER.fullmatch(text):
        return _number(match)
    if not text or text in _MISSING:
        return (NOT_AVAILABLE if text else NOT_APPLICABLE), None
    return (text if re.search(r"[a-zA-Z0-9]", text) else _named(text)), None


def _number(match: re.Match[str]) -> tuple[int | float, str]:
    whole, decimals = match["whole"].replace(",", ""), match["decimals"] or ""
    sign = -1 if match["sign"] in {"-", "\N{MINUS SIGN}"} else 1
    shown = ("#,##0" if "," in match["whole"] else "0") + f".{'0' * len(decimals)}" * bool(decimals)
    shown += match["percent"]
    if match["sign"] == "+":
        shown = f"+{shown};-{shown};{shown}"
    if match["percent"]:
        return sign * float(f"{whole}.{decimals or 0}e-2"), shown
    return (sign * float(f"{whole}.{decimals}") if decimals else sign * int(whole)), shown


def _named(text: str) -> str:
    names = (unicodedata.name(sign, "sign").lower() for sign in text if not sign.isspace())
    return f"{text} ({', '.join(dict.fromkeys(names))})"
