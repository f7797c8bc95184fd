"""Numbers in a text, in digits and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = tuple(WORDS)
WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
WORDS |= {f"{ten}-{unit}": WORDS[ten] + WORDS[unit] for ten in _TENS for unit in _UNITS[1:10]}
WORDS |= {"dozen": 12, "hundred": 100, "thousand": 1000}
#: Words that are more often pronouns, pairs or turns of speech than counts.
PLAIN_WORDS = frozenset({"zero", "one", "two"})

# Digits that are part of a name. Each takes the whole name out of the text.
NAMES = (
    r"`[^`\n]*`",  # code: points of a scale, file names
    r"\]\([^)]*\)|<[^>]*>|https?://\S+",
    r"^\s*\d+[.)]\s",  # the numbers of a list
    r"\b(?:19|20)\d\d(?:[/\u2013-]\d\d(?:\d\d)?)?\b(?!\s*(?:people|pupils|schools|teachers))",
    r"(?i:\b(?:key stages?|steps?|tables?|figures?|years?|grades?|appendi(?:x|ces)|sections?|"
    r"paragraphs?|items?|rows?|pages?|chapters?|participants?|questions?|levels?|p\.|pp\.) "
    r"\d+[a-z]?(?:(?:,| and| or| to|\u2013|-) ?\d{1,3}\b)*)",
    r"\b(?:in|per) (?:an? |every )?(?:100|hundred|1,?000|thousand)\b",  # the base of a rate
    r"(?<=[\d}]) to 1\b(?! of)",  # odds
    r"\b[A-Z]{1,3}\d+\b|\b\d+[A-Za-z]+\d*\b(?<!st)(?<!nd)(?<!rd)(?<!th)",  # KS2, class 10R4, 2b
)
_NAME = re.compile("|".join(f"(?:{name})" for name in NAMES), re.M)
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_NUMERAL = re.compile(
    rf"(?P<sign>(?<![\w)%.])[-+\u2212](?=[\d.]))?"
    rf"(?P<digits>(?<![\w.])(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|(?<![\w.])\.\d+)"
    rf"(?![\w])(?P<share>\s*(?:%|per cent\b|percent\b))?"
    rf"|(?i:\b(?P<word>{_WORD})\b(?!-)(?P<worded>\s+per cent\b)?)"
)


@dataclass(frozen=True)
class Numeral:
    """A number as a text has it.

    Attributes
    ----------
    text : str
        As written, with sign and per cent.
    value : decimal.Decimal
        Its value; of a percentage the number before the sign.
    decimals : int
        Digits after the point.
    percent : bool
        Whether per cent follows.
    word : bool
        Whether it is written in letters.
    start : int
        Where it begins.
    """

    text: str
    value: Decimal
    decimals: int
    percent: bool
    word: bool
    start: int


def numerals(text, *, names=True):
    """Find the numbers of a text.

    Parameters
    ----------
    text : str
        Plain text or Markdown.
    names : bool, default True
        Whether digits that are part of a name are left out: code, years, key stages, numbers of
        tables and paragraphs, classes such as 10R4.

    Returns
    -------
    list of Numeral
        In order. *One* and *two* are found too; most callers pass over :data:`PLAIN_WORDS`.

    Examples
    --------
    >>> [found.text for found in numerals("In 2015, -3.5% of twelve in Table 7, of class 10R4.")]
    ['-3.5%', 'twelve']
    """
    found = []
    hidden = _NAME.sub(lambda name: " " * len(name[0]), text) if names else text
    for match in _NUMERAL.finditer(hidden):
        if match["word"]:
            value, decimals = Decimal(WORDS[match["word"].lower()]), 0
        else:
            digits = match["digits"].replace(",", "")
            value, decimals = Decimal(digits), len(digits.partition(".")[2])
        if match["sign"] in ("-", "\N{MINUS SIGN}"):
            value = -value
        found.append(
            Numeral(
                match[0],
                value,
                decimals,
                bool(match["share"] or match["worded"]),
                bool(match["word"]),
                match.start(),
            )
        )
    return found


def typed(text, *, words=True):
    """List the numbers that somebody typed into prose which should have been computed.

    Parameters
    ----------
    text : str
        Prose of a notebook.
    words : bool, default True
        Whether numbers in words count, from three on.

    Returns
    -------
    list of str
        As written.

    Examples
    --------
    >>> typed("Of twelve teachers 42 % moved; one of the two groups is in `1`.")
    ['twelve', '42 %']
    """
    return [
        found.text.strip()
        for found in numerals(text)
        if (words or not found.word) and found.text.lower() not in PLAIN_WORDS
    ]
