"""Before and after on two sheets or in two files, put side by side by the names of people."""

from dataclasses import replace
from difflib import get_close_matches

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.instruments import TIMES, time_words
from partnership_evaluation.intake.instruments import instrument as find_instrument
from partnership_evaluation.intake.parting import part_of
from partnership_evaluation.intake.proposing import propose
from partnership_evaluation.intake.roles import read_time
from partnership_evaluation.intake.row_checks import other_names, person_key
from partnership_evaluation.intake.sheets import Cell, Problem, letter

GAP = 1_000
#: Headings of columns that may tell the times by numbers.
_NUMBERED = {"time", "when", "occasion", "wave", "round", "visit", "phase", "point", "survey"}


def times_of(names):
    """Find the two sheets of a file that are of the time before and of the time after.

    Parameters
    ----------
    names : dict of int to str
        Name of each sheet, by its place.

    Returns
    -------
    (int, int) or None
        None unless there are two sheets and their names tell the times.

    Examples
    --------
    >>> times_of({1: "Autumn", 2: "Summer"}), times_of({1: "Sheet1", 2: "Sheet2"})
    ((1, 2), None)
    """
    found = {read_time(name): number for number, name in names.items()}
    if len(names) == 2 and set(found) == set(TIMES):
        return found["before"], found["after"]
    return None


def by_time(sheet, instrument):
    """Take a table with a line a person and time apart, where the instrument has a line a person.

    Parameters
    ----------
    sheet : Sheet
        The table.
    instrument : str
        Name of the instrument.

    Returns
    -------
    (Sheet, Sheet) or None
        For :func:`joined`; None where no column tells the times, or both times are in each line.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> data = b"Teacher,Term,Grade\\nAnn,Autumn,3\\nAnn,Summer,2\\nBen,Autumn,2\\n"
    >>> [part.rows for part in by_time(intake.read(data), "lesson_grades")]
    [(2, 4), (3,)]
    """
    if find_instrument(instrument).shape != "pairs" or has_both_times(sheet, instrument):
        return None
    for column in sheet.headers:
        cells = sheet.column(column)
        times = {cell.row: read_time(cell.text) for cell in cells}
        is_number = all(cell.text.strip().isdecimal() for cell in cells)
        if is_number and not _NUMBERED & {*words(sheet.headers[column])}:
            continue  # grades of two kinds are no times
        if set(times.values()) == set(TIMES):
            first, last = (
                part_of(sheet, column, tuple(row for row in sheet.rows if times[row] == time))
                for time in TIMES
            )
            own = tuple(one for one in last.problems if one.row in last.rows)
            return first, replace(last, problems=own)
    return None


def has_both_times(sheet, instrument):
    """Say whether one table holds the values of both times.

    Parameters
    ----------
    sheet : Sheet
        The table.
    instrument : str
        Name of the instrument.

    Returns
    -------
    bool
        True also for an instrument that is filled in once.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> has_both_times(intake.read(b"Teacher,Grade\\nAnn,3\\nBen,2\\n"), "lesson_grades")
    False
    """
    form = find_instrument(instrument)
    columns = propose(sheet, form.name).mapping.columns
    if form.shape == "items_twice":
        return "time" in columns or any(name.endswith("_after") for name in columns)
    needed = {role.name for role in form.roles if role.kind == "code" and role.time}
    return needed <= {*columns}


def joined(before, after, instrument):
    """Put a table of the time before and one of the time after side by side.

    Parameters
    ----------
    before, after : Sheet
        The tables.
    instrument : str
        Name of the instrument.

    Returns
    -------
    Sheet
        The columns of both, a row a person; rows and columns of `after` are beyond those of
        `before`, and ``origins`` says where each stands. People of one table only have a row of
        their own, and each is reported, with the nearest name of the other table.

    Raises
    ------
    IntakeError
        When a table has no column of people.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> one = intake.read(b"Teacher,Grade\\nAnn,3\\nBen,2\\n")
    >>> two = intake.read(b"Teacher,Grade\\nBen,1\\nAnn,2\\n")
    >>> table = joined(one, two, "lesson_grades")
    >>> table.headers
    {1: 'Teacher', 2: 'Grade before', 4: 'Grade after'}
    >>> intake.examine(table, "lesson_grades").values
    {2: {'grade_before': '3', 'grade_after': '2'}, 3: {'grade_before': '2', 'grade_after': '1'}}
    """
    form = find_instrument(instrument)
    sides = [_Side(sheet, form, time) for sheet, time in zip((before, after), TIMES, strict=True)]
    first, last = sides
    shift = max(first.sheet.headers)
    headers = {first.person: first.sheet.headers[first.person], **first.headings(0)}
    kept = {text for column, text in first.sheet.headers.items() if column in first.groups}
    headers |= {c: t for c, t in last.headings(shift).items() if t not in kept}
    cells = {place: cell for place, cell in before.grid.cells.items() if place[1] in headers}
    origins, rows = {}, [row for row in before.rows if row in first.keys]
    beyond = max(before.grid.rows) + GAP
    by_key = {key: row for row, key in first.keys.items()}
    for row, key in last.keys.items():
        target = by_key.get(key)
        if target is None:
            target = beyond + row
            rows.append(target)
            person = after.cell(row, last.person)
            cells[target, first.person] = replace(person, row=target, column=first.person)
            origins[target, first.person] = (last.name, row, last.person)
            origins[target, None] = (last.name, row, None)
        for column in last.sheet.headers:
            if column + shift in headers:
                cell = after.cell(row, column)
                place = (target, column + shift)
                cells[place] = Cell(*place, cell.text, cell.kind, cell.formula)
                origins[place] = (last.name, row, column)
    origins |= {(None, c + shift): (last.name, None, c) for c in last.sheet.headers}
    problems = _all_problems(first, last, beyond, shift, origins)
    hidden = before.grid.hidden_columns & {*headers}
    grid = replace(before.grid, name=first.name, cells=cells, hidden_columns=hidden)
    parts = {"headers": headers, "rows": tuple(rows), "problems": problems, "origins": origins}
    return replace(before, grid=grid, **parts)


def _all_problems(first, last, beyond, shift, origins):
    """Collect what is to be said of both tables, and of how they fit together."""
    found = [*first.sheet.problems, *first.twice]
    found += _moved([*last.sheet.problems, *last.twice], beyond, shift, origins, last.name)
    found += _unmatched(first, last, beyond, shift, origins)
    return tuple(one for one in found if one.rule != "another sheet")


class _Side:
    """One of the two tables: who stands where, and what its columns are called."""

    def __init__(self, sheet, form, time):
        self.sheet, self.time = sheet, time
        self.name = sheet.name or f"file {time}"
        columns = propose(sheet, form.name).mapping.columns
        self.person = columns.get("person")
        if self.person is None:
            limits.refuse(
                "Two tables are put side by side by the names of people",
                f"no column of names in {self.name}",
                "Give it a heading such as Name in both",
            )
        kinds = {role.name: role.kind for role in form.roles}
        self.groups = {c for name, c in columns.items() if kinds.get(name) == "group"}
        self.more = other_names(sheet.headers, used=[self.person])
        self.twice = []
        self.keys = self._keys()

    def _keys(self):
        found, seen = {}, {}
        for row in self.sheet.rows:
            texts = [self.sheet.cell(row, column).text for column in (self.person, *self.more)]
            key = person_key(" ".join(texts))
            if not key:
                self.twice.append(_nameless(row, self.person))
            elif key in seen:
                self.twice.append(_twice(row, self.person, seen[key]))
            else:
                seen[key] = row
                found[row] = key
        return found

    def headings(self, shift):
        """Write the heading of each column but that of the names, with its time."""
        plain = {self.person, *self.more}
        return {
            column + shift: text if column in self.groups else _timed(text, self.time)
            for column, text in self.sheet.headers.items()
            if column not in plain
        }


def _timed(text, time):
    return text if {*words(text)} & {*time_words(time)} else f"{text} {time}"


def _nameless(row, column):
    return Problem(
        "missing value",
        "error",
        "Each row must name its person, for two tables are put side by side by names; found an "
        "empty cell. Write the name, or delete the row.",
        row,
        column,
        found="empty",
    )


def _twice(row, column, other):
    return Problem(
        "person twice",
        "error",
        f"A person must stand in one row of each table; the person of row {row} stands in row "
        f"{other} too. Delete one, or tell two people apart by an initial.",
        row,
        column,
        found=f"the person of row {other}",
        allowed="each person once",
    )


def _moved(problems, beyond, shift, origins, name):
    """Give problems of the second table places of their own, which lead back to it."""
    for one in problems:
        row = one.row + beyond if one.row else None
        column = one.column + shift if one.column else None
        origins.setdefault((row, column), (name, one.row, one.column))
        yield replace(one, row=row, column=column)


def _unmatched(first, last, beyond, shift, origins):
    """Name the people of one table only, with the nearest name of the other."""
    for side, other, up, across in ((first, last, 0, 0), (last, first, beyond, shift)):
        there = set(other.keys.values())
        mine = set(side.keys.values())
        free = {key: row for row, key in other.keys.items() if key not in mine}
        for row, key in side.keys.items():
            if key in there:
                continue
            near = get_close_matches(key, free, n=1, cutoff=0.75)
            hint = f" Row {free[near[0]]} of the other has a name much like it." if near else ""
            place = (row + up, side.person + across)
            if up:
                origins.setdefault(place, (last.name, row, side.person))
            yield Problem(
                "person at one time only",
                "warning",
                f"People are compared where they stand in both tables; the person of row {row} "
                f"stands in the one {side.time} only (column {letter(side.person)}).{hint}",
                *place,
                found=f"{side.time} only",
                nearest=f"row {free[near[0]]}" if near else "",
            )
