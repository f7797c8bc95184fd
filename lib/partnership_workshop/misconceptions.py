"""Plausible wrong ideas, by name: what people think, and why it is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("misconceptions.yml")


@dataclass(frozen=True)
class Misconception:
    """A plausible wrong idea.

    Attributes
    ----------
    name : str
        Short name, by which exercises refer to it.
    lesson : int
        The lesson that treats it; 0 for all.
    title : str
        The idea, as somebody would say it.
    why : str
        Why it is wrong, and what to do instead.
    """

    name: str
    lesson: int
    title: str
    why: str

    @property
    def told(self) -> str:
        """The idea as somebody's, not as a fact."""
        return f"The idea behind it may be: \u201c{self.title}\u201d"


@cache
def known() -> dict[str, Misconception]:
    """Read every misconception.

    Returns
    -------
    dict of str to Misconception
        By name, in the order of the lessons.
    """
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        name: Misconception(name, entry["lesson"], entry["title"], " ".join(entry["why"].split()))
        for name, entry in entries.items()
    }


@dataclass(frozen=True)
class Listed:
    """The misconceptions of one lesson, for reading.

    Attributes
    ----------
    entries : tuple of Misconception
        In the order of the lesson.
    """

    entries: tuple[Misconception, ...]

    def __repr__(self):
        """One paragraph each."""
        return "\n\n".join(f"- **{each.title}** {each.why}" for each in self.entries)

    _repr_markdown_ = __repr__


def misconceptions(lesson: int) -> Listed:
    """List the common misconceptions of a lesson.

    Parameters
    ----------
    lesson : int
        From 1 to 8.

    Returns
    -------
    Listed
        Shown as a list in a notebook.
    """
    return Listed(tuple(each for each in known().values() if each.lesson == lesson))
