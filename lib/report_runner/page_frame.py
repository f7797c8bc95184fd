"""What stands round every page: the links of the site, the style and the script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
INDEX = ("All reports", "index.html")
SITE = (
    INDEX,
    ("Audit", "audit.html"),
    ("Methods", "methods.html"),
    ("Glossary", "glossary.html"),
    ("Search", "search.html"),
)
#: A matrix has no cases to list and no page of its own for a question.
OF_MATRIX = (INDEX, ("Glossary", "glossary.html"))


@dataclass(frozen=True)
class Frame:
    """What the template of every page is given.

    Attributes
    ----------
    links : tuple of (str, str)
        Words and address, from the folder of reports, of each page of the site.
    script : str
        The script of every page; it stands in the page itself.
    hash : str
        What the browser knows the script by.
    """

    links: tuple[tuple[str, str], ...]
    script: str
    hash: str


@cache
def frame(*, of_matrix: bool = False) -> Frame:
    """Give what stands round a page.

    Parameters
    ----------
    of_matrix : bool
        Whether the page belongs to the reports of a matrix, which have no site round them.

    Returns
    -------
    Frame
        Made once in each process.
    """
    script = read("shared/page.js")
    return Frame(OF_MATRIX if of_matrix else SITE, script, script_hash(script))


@cache
def read(name: str) -> str:
    """Read a style or a script.

    Parameters
    ----------
    name : str
        Its path below the folder of templates.

    Returns
    -------
    str
        The text, without blank space round it.
    """
    return (TEMPLATES / name).read_text(encoding="utf-8").strip()


def script_hash(script: str) -> str:
    """Name a script to the browser, which then runs this one and no other.

    Parameters
    ----------
    script : str
        The text between the tags.

    Returns
    -------
    str
        SHA-256 in Base64, for the page's Content Security Policy.
    """
    return b64encode(sha256(script.encode()).digest()).decode()
