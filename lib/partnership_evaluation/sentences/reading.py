"""Text as a reader meets it: sentences without signs of layout, quotations taken out.

**What counts as marked as a claim.** A quotation is the document's, not ours, when it stands

- between double quotation marks, straight or curly, or between ``<q>`` and ``</q>``, in a sentence
  that says whose words they are (the document *says*, *claims*, is *contradicted*, ...);
- in a Markdown block quotation that begins ``> Claim:``;
- in a table, in a column that is headed *The document says*, *A common reading* or *Claim*.

:func:`claimed` writes the first of these.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Headings of table columns whose cells are the document's words.
CLAIM_COLUMNS = ("the document says", "a common reading", "claim", "claimed")
#: What stands in a sentence where a quotation was taken out.
GAP = "\N{LEFT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}\N{RIGHT DOUBLE QUOTATION MARK}"

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SINGLE_MARKS = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"))
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2212", "-"))
_BLOCKS = (
    r"address|article|aside|blockquote|br|caption|d[dlt]|details|div|figcaption|figure|footer|h\d|"
    r"header|hr|li|main|[ou]l|option|p|pre|section|summary|table|tbody|t[dhr]|tfoot|thead|title"
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.S)
_CLAIM_BLOCK = re.compile(r"^ {0,3}> ?\**claim(?:ed)?\b.*(?:\n {0,3}>.*)*", re.I | re.M)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINE_START = re.compile(r"^ {0,3}(?:#{1,6} |[-*+] |\d+[.)] |> ?|\|)", re.M)
_QUOTED = re.compile(
    r"<q\b[^>]*>(?P<q>.*?)</q>|\u201c(?P<curly>[^\u201d]*)\u201d|(?<!\w)\"(?P<straight>[^\"]+)\"",
    re.S | re.I,
)
_WHOSE = re.compile(
    r"\b(?:say|says|said|saying|state[sd]?|stating|claim\w*|conclu[ds]\w*|report(?:s|ed|ing)|"
    r"writes?|wrote|written|call(?:s|ed|ing)|describe[sd]|quot(?:e|es|ed|ation)|words?|wording|"
    r"worded|according to|argue[sd]?|assert(?:s|ed)|print(?:s|ed)|reads?|contradicted|supported|"
    r"undetermined|document|authors?|asked|rated|items?|headed|labelled)\b",
    re.I,
)
# A full stop after these does not end a sentence.
_ABBREVIATED = re.compile(r"\b(?:al|e\.g|i\.e|etc|vs|cf|approx|no|nos|p|pp|para|fig|dr|mr|mrs|st)$")


def claimed(text, *, by="The document"):
    """Mark words as what somebody else says, so that they may stand in a report.

    Parameters
    ----------
    text : str
        The claim, word for word or in our words.
    by : str, default "The document"
        Who says so.

    Returns
    -------
    str
        ``by says: "text"``; double quotation marks inside become single ones.

    Examples
    --------
    >>> print(claimed("Coaching led to better grades."))
    The document says: “Coaching led to better grades.”
    """
    inner = re.sub(r"[\"\u201c\u201d]", "'", text.strip())
    return f"{by} says: \N{LEFT DOUBLE QUOTATION MARK}{inner}\N{RIGHT DOUBLE QUOTATION MARK}"


@lru_cache(maxsize=4096)
def sentences(text, *, markdown=True):
    """Split text into sentences of plain words, marked quotations taken out.

    Parameters
    ----------
    text : str
        Plain text, Markdown, or either with tags of HTML in it.
    markdown : bool, default True
        Whether signs such as ``**`` and ``#`` are layout.

    Returns
    -------
    tuple of str
        In order. A heading, an item of a list and a cell of a table end a sentence.

    Examples
    --------
    >>> sentences("# Did it *move*?\\n\\nIt did. The document says \\"it rose\\".")
    ('Did it move?', 'It did.', 'The document says “…”.')
    """
    return tuple(_sentences(text, markdown))


def _sentences(text: str, markdown: bool) -> Iterator[str]:
    for block in _blocks(text, markdown):
        quotations: list[str] = []

        def keep(match, quotations=quotations):
            quotations.append(next(part for part in match.groups() if part is not None))
            return GAP

        for sentence in _split(_QUOTED.sub(keep, block)):
            count = sentence.count(GAP)
            inside, quotations[:count] = quotations[:count], []
            if count and not _WHOSE.search(sentence):
                for words in inside:
                    sentence = sentence.replace(GAP, words, 1)
            yield sentence


def plain(text):
    """Write text with one kind of blank, hyphen and apostrophe, and nothing invisible.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> plain("the\\u00a0re\\u00adport")
    'the report'
    """
    joined = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return joined.translate(_SINGLE_MARKS).translate(_DASHES)


def _blocks(text: str, markdown: bool) -> Iterator[str]:
    """Cut text where no sentence can go on, and take the layout out."""
    text = plain(text)
    if markdown:
        text = _CLAIM_BLOCK.sub("", text)
        text = re.sub(r"^ {0,3}(?:```|~~~).*$", "\n\n", text, flags=re.M)
        text = _LINK.sub(r"\1", text)
        text = re.sub(r"^ {0,3}#{1,6} .*$", r"\n\n\g<0>\n\n", text, flags=re.M)
        text = _LINE_START.sub("\n\n", text)
        text = re.sub(r"(?<=\S)[ \t]*\|[ \t]*|^.*-{3,}\s*\|.*$", "\n\n", text, flags=re.M)
        text = re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", text)
    text = re.sub(r"</?q\b[^>]*>", lambda tag: tag[0].replace("<", "\0").replace(">", "\1"), text)
    text = _TAG.sub("", _BLOCK_TAG.sub("\n\n", text)).replace("\0", "<").replace("\1", ">")
    for block in re.split(r"\n\s*\n", html.unescape(text)):
        words = " ".join(block.split())
        if words:
            yield words


def _split(block: str) -> Iterator[str]:
    start = 0
    for match in re.finditer(r"[.!?]+[)\]'\"\u201d]*\s+(?=\S)", block):
        if not _ABBREVIATED.search(block[start : match.start()]):
            yield block[start : match.end()].strip()
            start = match.end()
    rest = block[start:].strip()
    if rest:
        yield rest
