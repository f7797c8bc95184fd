"""Rows held against one another: people twice, before without after, dates in the wrong order."""

import math
from difflib import get_close_matches

from partnership_evaluation import measures
from partnership_evaluation.intake import dates
from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.sheets import Problem, cleaned, shown

_NAME_PARTS = {
    words(text)
    for text in (
        "first name",
        "forename",
        "forenames",
        "given name",
        "christian name",
        "preferred name",
        "surname",
        "last name",
        "family name",
        "legal surname",
        "middle name",
    )
}


def person_key(text):
    """Write a name so that two ways to write it are the same.

    Parameters
    ----------
    text : str
        The text of a cell.

    Returns
    -------
    str
        Words in alphabetical order, in lower case.

    Examples
    --------
    >>> person_key("Smith, Ann") == person_key("ann  SMITH")
    True
    """
    return " ".join(sorted(words(text)))


def other_names(headers, *, used):
    """Find columns with the rest of a name, where it is split over several.

    Parameters
    ----------
    headers : dict of int to str
        Heading of each column.
    used : collection of int
        Columns that have a role already.

    Returns
    -------
    list of int

    Examples
    --------
    >>> other_names({1: "Surname", 2: "First name", 3: "Before"}, used=[1, 3])
    [2]
    """
    return [
        column
        for column, text in headers.items()
        if column not in used and words(text) in _NAME_PARTS
    ]


def day_or_month(cells):
    """Find dates that can be read both ways in a column that writes the month first elsewhere.

    Parameters
    ----------
    cells : sequence of Cell
        The filled cells of a column of dates.

    Yields
    ------
    Problem

    Examples
    --------
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> column = [Cell(2, 3, "10/25/2014"), Cell(3, 3, "10/05/2014"), Cell(4, 3, "10/10/2014")]
    >>> [(p.row, p.nearest) for p in day_or_month(column)]
    [(3, '05/10/2014')]
    """
    if not any(dates.read_date(cell.clean)[2] == "the month stands first" for cell in cells):
        return
    for cell in cells:
        day = dates.read_date(cell.clean)[0]
        if cell.kind == "date" or day is None or day.day > 12 or day.day == day.month:
            continue
        other = f"{day.month:02}/{day.day:02}/{day.year}"
        yield Problem(
            "day or month first",
            "error",
            "A column must write its dates in one way; other dates of this column have the month "
            f"first, and {shown(cell.text)} can be read both ways. Write the day first in all.",
            cell.row,
            cell.column,
            shown(cell.text),
            "a day as dd/mm/yyyy",
            other,
        )


def duplicates(people, *, column):
    """Find people who stand in more than one row.

    Parameters
    ----------
    people : sequence of (int, str, str, tuple)
        Row, name, time (or empty) and what the row holds.
    column : int
        The column of the names.

    Yields
    ------
    Problem
        One for each row after the first; the name itself is not repeated.

    Examples
    --------
    >>> [p.rule for p in duplicates([(2, "Al", "", ("3",)), (3, "al ", "", ("3",))], column=1)]
    ['row twice']
    """
    seen = {}
    for row, name, time, held in people:
        key = (person_key(name), time)
        if not key[0]:
            continue
        if key not in seen:
            seen[key] = (row, held, name)
            continue
        first, before, other = seen[key]
        same = cleaned(name).casefold() == cleaned(other).casefold()
        when = f" {time}" if time else ""
        if held == before:
            rule, what = "row twice", "and so is the rest of the row. Delete one of the two"
        else:
            rule = "person twice"
            what = "with other values. Delete one, or tell two people apart by an initial"
        alike = "" if same else " (the names differ in order or punctuation)"
        yield Problem(
            rule,
            "error",
            f"A person must stand in one row{when}; the person of row {row} stands in row {first} "
            f"too{alike}, {what}.",
            row,
            column,
            found=f"the person of row {first}",
            allowed="each person once",
        )


def unmatched_times(people, *, column, noun):
    """Find people who answered at one of two times only.

    Parameters
    ----------
    people : sequence of (int, str, str, tuple)
        Row, name, time and what the row holds.
    column : int
        The column of the names.
    noun : str
        What the people are, in the plural.

    Yields
    ------
    Problem
        One for each; a person of the other time whose name is much alike is named by row.

    Examples
    --------
    >>> rows = [(2, "Al", "before", ()), (3, "Al", "after", ()), (4, "Bo", "before", ())]
    >>> [p.row for p in unmatched_times(rows, column=1, noun="mentors")]
    [4]
    """
    times = {"before": {}, "after": {}}
    for row, name, time, _ in people:
        if time in times:
            times[time].setdefault(person_key(name), row)
    for time, other in (("before", "after"), ("after", "before")):
        alone = {key: row for key, row in times[time].items() if key not in times[other]}
        free = {key: row for key, row in times[other].items() if key not in times[time]}
        for key, row in alone.items():
            near = get_close_matches(key, free, n=1, cutoff=0.75)
            hint = f" Row {free[near[0]]} has a name much like it." if near else ""
            yield Problem(
                "before without after" if time == "before" else "after without before",
                "warning",
                f"{noun.capitalize()} are compared where they answered at both times; the "
                f"person of row {row} answered {time} only and counts on that side alone.{hint}",
                row,
                column,
                found=f"{time} only",
                allowed="before and after",
                nearest=f"row {free[near[0]]}" if near else "",
            )


def pair(row, values, columns, scales, *, noun, wrong=()):
    """Check the two codes and two dates of one row.

    Parameters
    ----------
    row : int
        The row.
    values : dict of str to object
        Value by role, of this row; missing ones absent.
    columns : dict of str to int
        Column by role.
    scales : dict of str to str
        Scale by role, of this row.
    noun : str
        What the rows are, in the plural.
    wrong : collection of str
        Roles whose cell is filled in wrongly; they are not missing.

    Yields
    ------
    Problem

    Examples
    --------
    >>> [p.rule for p in pair(2, {"grade_before": "2"}, {"grade_before": 2, "grade_after": 3},
    ...                       {}, noun="teachers")]
    ['before without after']
    """
    first, last = (_of_kind(columns, time) for time in ("before", "after"))
    if first and last and not {first, last} & {*values, *wrong}:
        yield Problem(
            "row without values",
            "warning",
            f"{noun.capitalize()} are compared where both values are known; row {row} has neither "
            "and is left out.",
            row,
            columns[first],
            found="empty",
        )
    days = values.get("date_before"), values.get("date_after")
    if all(days):
        yield from _order(row, columns["date_before"], *days)
    both = first and last and not {first, last} & set(wrong)
    if both and (first in values) != (last in values):
        here, there = (first, last) if first in values else (last, first)
        rule = "before without after" if here == first else "after without before"
        yield Problem(
            rule,
            "warning",
            f"{noun.capitalize()} are compared where both values are known; row {row} has only one "
            "and is left out.",
            row,
            columns[there],
            found="empty",
            allowed="a value, or a row that is left out",
        )
    if first in scales and last in scales and scales[first] != scales[last]:
        yield from _across(row, columns[last], scales[first], scales[last], days)


def _order(row, column, first, last):
    if first > last:
        yield Problem(
            "dates in the wrong order",
            "error",
            f"The date before must not be later than the date after; found {first:%d/%m/%Y} and "
            f"{last:%d/%m/%Y}. Exchange or correct them.",
            row,
            column,
            found=f"{first:%d/%m/%Y}",
            allowed=f"up to {last:%d/%m/%Y}",
        )
    elif first == last:
        yield Problem(
            "same date twice",
            "warning",
            f"Before and after should be two days; found {first:%d/%m/%Y} for both. Check them.",
            row,
            column,
            found=f"{first:%d/%m/%Y}",
        )


def _of_kind(columns, time):
    return next(
        (role for role in columns if role.endswith(f"_{time}") and not role.startswith("date")), ""
    )


def _across(row, column, before, after, days):
    answer = measures.compare(before, after, before_date=days[0], after_date=days[1])
    if answer.verdict == "refused":
        yield Problem(
            "grades that cannot be compared",
            "error",
            f"Both grades of a row must be on scales that can be compared. {answer.reason} "
            f"{answer.instead}",
            row,
            column,
            allowed=f"a grade of {measures.scale(before).title}",
        )


def counts_or_percents(values, *, column, heading):
    """Say where numbers look like counts or percentages and not like codes.

    Parameters
    ----------
    values : sequence of (int, str)
        Row and text of the cells of a column that are no code.
    column : int
        The column.
    heading : str
        Its heading.

    Returns
    -------
    Problem or None

    Examples
    --------
    >>> counts_or_percents([(2, "45"), (3, "60"), (4, "30")], column=2, heading="Q1").rule
    'counts or percentages'
    """
    numbers = [float(text) for _, text in values if text.replace(".", "", 1).isdecimal()]
    numbers = [number for number in numbers if math.isfinite(number)]
    if len(numbers) < 3 or len(numbers) < len(values) / 2 or max(numbers) <= 10:
        return None
    what = "percentages" if max(numbers) <= 100 and sum(numbers) > 50 else "counts"
    return Problem(
        "counts or percentages",
        "error",
        f"{heading} must hold one code a person; its numbers up to {max(numbers):g} look like "
        f"{what}. Give one row a person, not a summary.",
        column=column,
        found=f"numbers up to {max(numbers):g}",
        allowed="one code a person",
    )
