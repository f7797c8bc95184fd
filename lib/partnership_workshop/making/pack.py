"""The lecturer's pack: slides, handout, timetable and room checklist."""

from __future__ import annotations

import shutil
from pathlib import Path

from partnership_workshop.making.copies import student_copy
from partnership_workshop.making.handout import handout
from partnership_workshop.making.running import run
from partnership_workshop.making.slides import slides
from partnership_workshop.making.sources import FOLDER, Lesson
from partnership_workshop.making.timetable import timetable

AS_THEY_ARE = ("ROOM.md", "LICENSE.md")


def write_pack(lessons: list[Lesson], folder: Path) -> list[Path]:
    """Run the student copies and write everything that a lecturer takes along.

    Parameters
    ----------
    lessons : list of Lesson
        In reading order.
    folder : Path
        Gets the folder ``lecturer``.

    Returns
    -------
    list of Path
        The files written.
    """
    target = folder / "lecturer"
    target.mkdir(parents=True, exist_ok=True)
    executed = [run(student_copy(lesson.notebook)) for lesson in lessons]
    written = []
    for lesson, notebook in zip(lessons, executed, strict=True):
        written.append(target / f"{lesson.name}.slides.html")
        written[-1].write_text(slides(notebook, title=lesson.title), encoding="utf-8")
    written.append(target / "handout.pdf")
    written[-1].write_bytes(handout(lessons, executed))
    written.append(target / "timetable.md")
    written[-1].write_text(timetable(lessons), encoding="utf-8")
    for name in AS_THEY_ARE:
        written.append(Path(shutil.copyfile(FOLDER / name, target / name)))
    return written
