"""Timetables, worked out from the minutes that the lessons state."""

from __future__ import annotations

from dataclasses import dataclass

from partnership_workshop.making.sources import Lesson

WELCOME, BREAK, CLOSE = 5, 20, 5


@dataclass(frozen=True)
class Day:
    """A stretch of time with lessons.

    Attributes
    ----------
    title : str
        What it is.
    start : int
        Minutes after midnight.
    numbers : tuple of int
        Which lessons, in order.
    break_after : int
        After how many lessons there is a break; 0 for none.
    """

    title: str
    start: int
    numbers: tuple[int, ...]
    break_after: int = 0


DAYS = (
    Day("Ninety minutes", 16 * 60, (1, 5)),
    Day("Half a day", 9 * 60, (1, 2, 5, 7, 8), 3),
    Day("Two half days: the first", 9 * 60, (1, 2, 3, 4), 2),
    Day("Two half days: the second", 9 * 60, (5, 6, 7, 8), 2),
)


def clock(minutes: int) -> str:
    """Write a time of day.

    Parameters
    ----------
    minutes : int
        After midnight.

    Returns
    -------
    str
        Such as ``09:05``.
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def timetable(lessons: list[Lesson]) -> str:
    """Write the timetables.

    Parameters
    ----------
    lessons : list of Lesson
        In reading order.

    Returns
    -------
    str
        Markdown: the minutes of each lesson, then one table for each stretch of time.
    """
    total = sum(lesson.minutes() for lesson in lessons)
    lines = ["# Timetables", "", "| lesson | question | teaching | exercises | minutes |",
             "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for number, lesson in enumerate(lessons, start=1):
        teaching, exercises = lesson.minutes("teaching"), lesson.minutes("exercise")
        lines.append(
            f"| {number} | {lesson.title} | {teaching} | {exercises} | {lesson.minutes()} |"
        )
    lines += ["", f"All eight take {total} minutes: two half days. For less time, lessons are left "
              "out whole; each can be taken without the others.", ""]  # fmt: skip
    for day in DAYS:
        lines += [f"## {day.title}", "", *_rows(day, lessons), ""]
    return "\n".join(lines)


def _rows(day: Day, lessons: list[Lesson]) -> list[str]:
    rows, now = ["| from | to | what |", "| --- | --- | --- |"], day.start
    plan = [("Welcome; everybody opens the first lesson", WELCOME)]
    for count, number in enumerate(day.numbers, start=1):
        lesson = lessons[number - 1]
        plan.append((f"Lesson {number}: {lesson.title}", lesson.minutes()))
        if count == day.break_after:
            plan.append(("Break", BREAK))
    plan.append(("What will you do differently on Monday?", CLOSE))
    for what, minutes in plan:
        rows.append(f"| {clock(now)} | {clock(now + minutes)} | {what} |")
        now += minutes
    return rows
