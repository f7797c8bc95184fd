"""The handout: what a participant takes home on paper."""

from __future__ import annotations

import base64
import html
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc
import typst

from partnership_workshop.checking_sentences import to_choose_from
from partnership_workshop.learners import learner
from partnership_workshop.making.sources import TIMED, Lesson
from partnership_workshop.misconceptions import misconceptions

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATE = Path(__file__).with_name("templates") / "handout.typ"
IMAGE = re.compile(r"<img [^>]*>")
PARTS = {
    "png": re.compile(r'src="data:image/png;base64,([^"]+)"'),
    "alt": re.compile(r'alt="([^"]*)"'),
}


@dataclass(frozen=True)
class Picture:
    """The first picture of a lesson.

    Attributes
    ----------
    png : bytes
        The image.
    alt : str
        Its alternative text.
    """

    png: bytes
    alt: str


def handout(lessons: list[Lesson], executed: list[NotebookNode]) -> bytes:
    """Make the handout of all lessons.

    Parameters
    ----------
    lessons : list of Lesson
        The lessons.
    executed : list of NotebookNode
        Their student copies, run.

    Returns
    -------
    bytes
        A tagged PDF, the same each time: question, picture, exercises with room to write, common
        misconceptions and key points of each lesson.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        parts = [TEMPLATE.read_text(encoding="utf-8")]
        for number, (lesson, notebook) in enumerate(zip(lessons, executed, strict=True), start=1):
            picture = first_picture(notebook)
            (root / f"{number}.png").write_bytes(picture.png)
            parts.append(_chapter(number, lesson, picture))
        (root / "handout.typ").write_text("\n".join(parts), encoding="utf-8")
        return typst.compile(str(root / "handout.typ"), root=folder, timestamp=0)


def first_picture(executed: NotebookNode) -> Picture:
    """Find the first picture of an executed lesson.

    Parameters
    ----------
    executed : NotebookNode
        With outputs.

    Returns
    -------
    Picture

    Raises
    ------
    LookupError
        When it shows none.
    """
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            image = IMAGE.search(output.get("data", {}).get("text/html", ""))
            if image:
                png, alt = (part.search(image[0])[1] for part in PARTS.values())
                return Picture(base64.b64decode(png), html.unescape(alt))
    raise LookupError("A lesson shows a picture; found none. Run the notebook first.")


def sections(lesson: Lesson) -> dict[str, str]:
    """Split the text of a lesson at its second headings.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    dict of str to str
        Heading, without its minutes, to the text below it; the first is the title.
    """
    text = "\n\n".join(
        cell.source
        for cell in lesson.notebook.cells
        if cell.cell_type == "markdown" and not cell.metadata.get("tags")
    )
    first, *rest = re.split(r"^## ", text, flags=re.M)
    found = {lesson.title: first.partition("\n")[2].strip()}
    for part in rest:
        heading, _, body = part.partition("\n")
        found[TIMED.sub(r"\1", f"## {heading}").removeprefix("## ")] = body.strip()
    return found


def choices(lesson: Lesson, exercise: str) -> str:
    """Write out the sentences that an exercise gives to choose from.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    exercise : str
        The heading of the exercise.

    Returns
    -------
    str
        Markdown; empty where there is nothing to choose from. Where everybody has sentences of
        their own, those of somebody without a name, and a word that says so.
    """
    number = exercise.removeprefix("Exercise ").partition(":")[0]
    if f'to_choose_from("{number}"' not in "\n".join(c.source for c in lesson.notebook.cells):
        return ""
    nobody, somebody = (repr(to_choose_from(number, learner(name))) for name in ("", "ada"))
    own = "" if nobody == somebody else "\n\nOn the screen the numbers are your own."
    return nobody + own


def as_typst(markdown: str) -> str:
    """Convert markdown.

    Parameters
    ----------
    markdown : str
        The text of some cells.

    Returns
    -------
    str
        For typst.
    """
    return pypandoc.convert_text(markdown, "typst", format="markdown-citations-smart")


def _chapter(number: int, lesson: Lesson, picture: Picture) -> str:
    found = sections(lesson)
    exercises = {name: body for name, body in found.items() if name.startswith("Exercise ")}
    alt = picture.alt.replace("\\", "").replace('"', "'")
    chapter = [
        f"#lesson({number}, [{as_typst(lesson.title).strip()}])",
        as_typst(found[lesson.title]),
        f'#figure(image("{number}.png", width: 78%, alt: "{alt}"))',
        "== Exercises",
    ]
    for name, body in exercises.items():
        asked = f"{body}\n\n{choices(lesson, name)}"
        chapter.append(f"#exercise([{as_typst(name).strip()}], [{as_typst(asked)}])")
    chapter += ["== Common misconceptions", as_typst(repr(misconceptions(number)))]
    chapter += ["== Key points", as_typst(found["Key points"])]
    return "\n\n".join(chapter)
