"""The source notebooks of the lessons, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parents[3] / "notebooks" / "workshop"
INSTRUCTOR = "instructor"
#: A part of a lesson says in its heading what it is and how long it takes.
TIMED = re.compile(r"^## (.+?) \((teaching|exercise), (\d+) minutes?\)$", re.M)


@dataclass(frozen=True)
class Part:
    """A part of a lesson.

    Attributes
    ----------
    title : str
        Its heading, without the minutes.
    kind : {"teaching", "exercise"}
        What happens.
    minutes : int
        How long it takes.
    """

    title: str
    kind: str
    minutes: int


@dataclass(frozen=True)
class Lesson:
    """A lesson as its source has it.

    Attributes
    ----------
    name : str
        Name of the file, without its ending.
    notebook : NotebookNode
        The notebook, with solutions and instructor's notes.
    """

    name: str
    notebook: NotebookNode

    @property
    def title(self) -> str:
        """The question of the lesson."""
        return self.notebook.cells[0].source.splitlines()[0].removeprefix("# ")

    def parts(self) -> list[Part]:
        """List the parts in order.

        Returns
        -------
        list of Part
        """
        found = []
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown":
                found += [
                    Part(title, kind, int(m)) for title, kind, m in TIMED.findall(cell.source)
                ]
        return found

    def minutes(self, kind: str | None = None) -> int:
        """Add up minutes.

        Parameters
        ----------
        kind : {"teaching", "exercise"}, optional
            Only of these parts.

        Returns
        -------
        int
        """
        return sum(part.minutes for part in self.parts() if kind in (None, part.kind))


def lessons(folder: Path = FOLDER) -> list[Lesson]:
    """Read the lessons in reading order.

    Parameters
    ----------
    folder : Path
        Where the source notebooks are.

    Returns
    -------
    list of Lesson

    Raises
    ------
    FileNotFoundError
        When there is none.
    """
    files = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not files:
        raise FileNotFoundError(
            f"The lessons are notebooks named 01_… and so on; found none in {folder.name}. "
            "Restore the folder notebooks/workshop."
        )
    return [Lesson(file.stem, nbformat.read(file, as_version=4)) for file in files]
