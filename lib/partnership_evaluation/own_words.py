"""A report on a school's own data speaks of what was recorded, not of what a document prints.

The notebooks were written for published documents. On a school's own data the same sentences are
said in other words, chosen in this one place: where a text leaves the library, and where the
runner writes a page. What stands in the school's own tables is never changed.
"""

import csv
import os
import re
from functools import cache
from pathlib import Path

#: Is in a folder of tables only where these are a school's own.
RECORD = "release.json"
#: What is said of a document, and what is said of a school's own data; the first that fits counts.
IN_OTHER_WORDS = (
    (r"no line a person was printed", "these readers are not shown one line a person"),
    (r"one line a person was printed", "one line a person is shown"),
    (r"no means of grades were printed", "no means of grades are in the data"),
    (
        r"people were not linked(?: from one time to the other)?",
        "the two times of one person are not shown together",
    ),
    (r"answers were not linked person to person", "answers of one person are not shown together"),
    (r"belongs? to one person was not printed", "belong to one person is not shown"),
    (
        r"put names or numbers on the forms, so that answers can be linked, print how many gave "
        r"each answer, and ask people outside the programme too",
        "ask people outside the programme the same questions at the same times",
    ),
    (r"what school partnerships say they achieved, recomputed", "your own reports"),
    (
        r"school partnerships publish numbers about their own work: lesson grades, pupils. "
        r"progress, survey answers\. ",
        "",
    ),
    (r" a paragraph is counted within its section\.", ""),
    (
        r" pupils who are not mentioned are taken to have made no sub-level; any who went down a "
        r"level would not show\.",
        "",
    ),
    (r"what the document concludes", "what you would like to say"),
    (r"conclusions of the document", "what you would like to say"),
    (r"the document says(?= (?:so|how|that|who))", "the sheet says"),
    (r"the document says", "what you would like to say"),
    (r"cite the document", "the data"),
    (r"do the published numbers hold", "do the recorded numbers hold together"),
    (r"published numbers", "recorded numbers"),
    (r"what is published about", "what is known about"),
    (r"one published case", "your own data"),
    (r"where printed", "where it stands"),
    (r"as (?:the document prints (?:it|them)|printed)", "as recorded"),
    (r"printed form", "form"),
    (r"print beside every percentage", "write beside every percentage"),
    (r"print every question once", "ask every question once"),
    (r"print(?= (?:in full|how|the|all|a|both)\b)", "give"),
    (r"prints? so\b", "round so"),
    (r"answers print\b", "answers give"),
    (r"prints(?= (?:too little|none|no|only)\b)", "has"),
    (r"the document\b|documents\b|the paper\b", "the sheet"),
    (r"document\b", "data"),
    (r"printing\b", "recording"),
    (r"printed\b", "recorded"),
    (r"prints\b", "gives"),
    (r"print\b", "give"),
    (r"published\b", "public"),
    (r"publish\b", "show"),
    (r"a case study\b|the case study\b", "the school"),
    (r"case stud(?:y|ies)\b", "school"),
)  # fmt: skip
_RULES = [old.replace(" ", r"\s+") for old, _ in IN_OTHER_WORDS]
_ANY = re.compile("|".join(rf"(?P<r{i}>(?<!\w){old})" for i, old in enumerate(_RULES)), re.I)
#: A text between tags, or an attribute that is read out.
_READ = re.compile(
    r"(?P<kept><(script|style|pre|code|cite)\b.*?</\2>|<!--.*?-->)"
    r"|(?P<said>\b(?:alt|title|aria-label|content)=\")(?P<of>[^\"]*)"
    r"|(?P<text>(?<=>)[^<]+)",
    re.DOTALL,
)


def is_own():
    """Say whether the library reads a school's own tables, as released for an audience.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_own()
    False
    """
    return (folder() / RECORD).is_file()


def folder():
    """Return the folder of tables that the environment names.

    Returns
    -------
    pathlib.Path
        ``data`` where it names none.

    Examples
    --------
    >>> folder().name
    'data'
    """
    return Path(os.environ.get("PARTNERSHIP_DATA") or "data")


def told(text):
    """Say a text in the words that fit the data: those of a document, or a school's own.

    Parameters
    ----------
    text : object
        A text; anything else, and a text on a published case, comes back as it is. So does a text
        within lists and dictionaries.

    Returns
    -------
    object

    Examples
    --------
    >>> told("3 of 4 printed numbers."), told(5)
    ('3 of 4 printed numbers.', 5)
    """
    if not is_own():
        return text
    if isinstance(text, dict):
        return {key: told(value) for key, value in text.items()}
    if isinstance(text, list | tuple):
        return type(text)(told(value) for value in text)
    return reworded(text, keep=_of_the_tables()) if isinstance(text, str) else text


def page(text):
    """Say a page in the words that fit the data; code and markup stay as they are.

    Parameters
    ----------
    text : str
        HTML.

    Returns
    -------
    str

    Examples
    --------
    >>> page("<p>As printed.</p>")
    '<p>As printed.</p>'
    """
    if not is_own():
        return text

    def said(match):
        if match["kept"] is not None:
            return match[0]
        if match["said"] is not None:
            return match["said"] + told(match["of"])
        return told(match[0])

    return _READ.sub(said, text)


def reworded(text, *, keep=()):
    """Say of a school's own data what a text says of a document.

    Parameters
    ----------
    text : str
        Any text.
    keep : sequence of str
        What is to stay word for word.

    Returns
    -------
    str

    Examples
    --------
    >>> reworded("What the document prints, and what was printed.")
    'What the sheet gives, and what was recorded.'
    >>> reworded("Printed notes: rated as printed.", keep=("Printed notes",))
    'Printed notes: rated as recorded.'
    """
    if not _ANY.search(text):
        return text
    kept = "|".join(re.escape(one) for one in sorted(keep, key=len, reverse=True) if one in text)
    parts = re.split(f"({kept})", text) if kept else [text]
    return "".join(
        part if place % 2 else _ANY.sub(_in_other_words, part) for place, part in enumerate(parts)
    )


def _in_other_words(match):
    said = IN_OTHER_WORDS[int(match.lastgroup.removeprefix("r"))][1]
    return said[:1].upper() + said[1:] if match[0][0].isupper() else said


def _of_the_tables():
    return _cells(folder(), (folder() / RECORD).stat().st_mtime_ns)


@cache
def _cells(place, stamp):
    """List what stands in the tables of the school and could be taken for words of a report."""
    files = [*place.glob("*/*.csv"), place / "cases.csv", place / "sources.csv"]
    found = set()
    for file in filter(Path.is_file, files):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            found |= {cell for row in list(csv.reader(lines))[1:] for cell in row}
    return tuple(sorted(cell for cell in found if _ANY.search(cell)))
