"""What each design of a study lets a sentence say."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Design:
    """A design, and the kinds of sentence it allows.

    Attributes
    ----------
    name : str
        As ``data/cases.csv`` spells it.
    words : str
        The design in the words of a report.
    change : bool
        Whether a sentence may say that something rose or fell.
    difference : bool
        Whether a sentence may set two groups against each other.
    cause : bool
        Whether a sentence may say what made a difference, once an interval excludes that there is
        none.
    comparison : bool
        Whether something shows what would have happened without the programme.
    """

    name: str
    words: str
    change: bool = False
    difference: bool = False
    cause: bool = False
    comparison: bool = False


DESIGNS = {
    design.name: design
    for design in (
        Design("single_group_once", "one group asked once", difference=True),
        Design(
            "before_after_unpaired",
            "the same kind of people asked before and after, their answers not linked, without a "
            "comparison group",
            change=True,
            difference=True,
        ),
        Design(
            "before_after_paired",
            "the same people before and after, without a comparison group",
            change=True,
            difference=True,
        ),
        Design(
            "two_groups",
            "two groups side by side that were not formed by chance",
            difference=True,
            comparison=True,
        ),
        Design(
            "randomised",
            "groups formed by chance",
            change=True,
            difference=True,
            cause=True,
            comparison=True,
        ),
        Design("case_description", "a description, without a measurement of its own"),
    )
}
#: The design that is taken where none is known.
STRICTEST = "case_description"


class SentenceError(ValueError):
    """A sentence says more than its design and its numbers allow."""


def known(design):
    """Return what a design allows.

    Parameters
    ----------
    design : {"single_group_once", "before_after_unpaired", "before_after_paired", "two_groups", \
"randomised", "case_description"} or None
        The name; None stands for the strictest.

    Returns
    -------
    Design

    Raises
    ------
    SentenceError
        When there is no such design; the nearest is offered.

    Examples
    --------
    >>> known("randomised").cause, known(None).cause
    (True, False)
    """
    name = STRICTEST if design is None else design
    if name in DESIGNS:
        return DESIGNS[name]
    near = get_close_matches(str(name).replace("-", "_").lower(), DESIGNS, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]!r}?" if near else "use one of these."
    raise SentenceError(
        f"A design is one of {', '.join(map(repr, DESIGNS))}: found {name!r}; {advice}"
    )
