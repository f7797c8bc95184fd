"""All exercises of all lessons, by number."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import Any

from partnership_workshop import lessons
from partnership_workshop.exercises import Counts, Items, Number, Sentences
from partnership_workshop.planning import Design

KINDS = {
    Number: "number",
    Counts: "table",
    Items: "items",
    Sentences: "sentences",
    Design: "plan",
}


@cache
def exercises() -> dict[str, Any]:
    """Collect the exercises of the lessons.

    Returns
    -------
    dict of str to an exercise
        By number, in the order of the lessons.
    """
    return {each.name: each for lesson in lessons.ALL for each in lesson.EXERCISES}


def exercise(name: str, kind: type | None = None) -> Any:
    """Look up an exercise.

    Parameters
    ----------
    name : str
        Its number, such as ``"1.1"``.
    kind : type, optional
        What it has to be.

    Returns
    -------
    Number, Counts, Items, Sentences or Design

    Raises
    ------
    LookupError
        When there is none of that number, or it is of another kind; says what to call instead.
    """
    found = exercises().get(str(name))
    if found is None:
        near = get_close_matches(str(name), exercises(), n=1, cutoff=0.1) or list(exercises())[:1]
        raise LookupError(f"There is no exercise {name!r}. Did you mean {near[0]!r}?")
    if kind is not None and not isinstance(found, kind):
        raise LookupError(f"Exercise {name} is checked with check.{KINDS[type(found)]}.")
    return found
