"""What a learner reads after an answer."""

from __future__ import annotations

import html
from dataclasses import dataclass

STATES = {
    "not yet": ("\N{WHITE CIRCLE}", "#6B6B6B"),
    "not right": ("\N{MULTIPLICATION SIGN}", "#801650"),
    "right": ("\N{CHECK MARK}", "#00703C"),
}


class NotRight(Exception):
    """An answer that the lecturer's copy takes for granted is missing or wrong."""


@dataclass(frozen=True)
class Feedback:
    """What was expected, what was found, and what follows.

    Attributes
    ----------
    exercise : str
        Number of the exercise.
    state : {"not yet", "not right", "right"}
        How the answer stands.
    lines : tuple of str
        What to read, one paragraph each.
    misconception : str
        Name of the misconception that the answer shows; empty when none was recognised.
    """

    exercise: str
    state: str
    lines: tuple[str, ...]
    misconception: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    def require(self) -> None:
        """Stop the lecturer's copy unless the answer is right.

        Raises
        ------
        NotRight
            With what a learner would read.
        """
        if not self.right:
            raise NotRight(str(self))

    def __str__(self):
        """Plain text, one paragraph a line."""
        return "\n".join([f"Exercise {self.exercise}: {self.state}.", *self.lines])

    __repr__ = __str__

    def _repr_html_(self):
        sign, colour = STATES[self.state]
        head = f"{sign} Exercise {self.exercise}: {self.state}"
        body = "".join(f"<p>{html.escape(line)}</p>" for line in self.lines)
        return (
            f'<div role="status" style="border-left: 0.3em solid {colour}; padding-left: 1em">'
            f"<p><strong>{html.escape(head)}</strong></p>{body}</div>"
        )
