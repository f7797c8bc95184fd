"""Many schools at once: which there are, what is wrong with each, and what is made of the rest."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from report_runner import check_command
from report_runner.jobs import SelectionError

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
BY_SHEET = "sheet"


@dataclass(frozen=True)
class School:
    """One school of a batch.

    Attributes
    ----------
    name : str
        What it is called.
    file : str
        The file that it was read from, without its folder.
    sheet, mapping : Sheet and Mapping or None
        Its table and which column is what; None where it could not be read.
    found : pandas.DataFrame or None
        The problems of its table, as ``intake.check`` lists them.
    reason : str
        Why it is left out; empty where it is not.
    """

    name: str
    file: str
    sheet: Any = field(default=None, compare=False)
    mapping: Any = field(default=None, compare=False)
    found: Any = field(default=None, compare=False)
    reason: str = ""

    def count(self, severity: str) -> int:
        """Count the problems of one severity.

        Parameters
        ----------
        severity : {"error", "warning", "note"}
            Which.

        Returns
        -------
        int
        """
        return 0 if self.found is None else int((self.found["severity"] == severity).sum())


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how schools are told apart.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of ``evaluate new``.
    """
    parser.add_argument(
        "--by",
        metavar="COLUMN",
        help="a report for each school of one spreadsheet: heading or letter of the column that "
        "names the school; 'sheet' where each has a sheet",
    )
    parser.add_argument(
        "--schools", type=Path, metavar="FILE", help="the schools that there should be, one a row"
    )


def is_batch(options: argparse.Namespace) -> bool:
    """Say whether reports for many schools are asked for.

    Parameters
    ----------
    options : argparse.Namespace
        With ``data`` and ``by``.

    Returns
    -------
    bool
    """
    return bool(options.by) or bool(options.data and options.data.is_dir())


def hint(sheet: Any, *, form: Any) -> list[str]:
    """Say that a table holds several schools, where they are read as one.

    Parameters
    ----------
    sheet : Sheet
        The table.
    form : Instrument
        What was filled in; of a form about schools each line is one.

    Returns
    -------
    list of str
        A sentence, or nothing.
    """
    from partnership_evaluation import intake

    column = None if form.people == "schools" else intake.school_column(sheet)
    if column is None:
        return []
    heading = sheet.headers[column]
    return [f"Column {heading!r} names several schools: --by {heading!r} makes a report for each."]


def schools_of(options: argparse.Namespace, form: Any) -> tuple[list[School], list[str]]:
    """Read and check every school.

    Parameters
    ----------
    options : argparse.Namespace
        With ``data``, ``by``, ``schools``, ``sheet`` and ``mapping``.
    form : Instrument
        What all of them filled in.

    Returns
    -------
    (list of School, list of str)
        In the order of their names; and what is to be said of the whole.

    Raises
    ------
    SelectionError
        When there is no school to read.
    IntakeError
        When the one workbook of all, the mapping or the list of schools cannot be read.

    Notes
    -----
    What is wrong with one school is said of that school, and the others go on.
    """
    from partnership_evaluation import intake

    listed = intake.read_list(options.schools) if options.schools else None
    if options.data.is_dir():
        found, remarks = _of_folder(options, form), _passed_over(options.data)
    elif options.by.lower() == BY_SHEET:
        found, remarks = _of_sheets(options, form), []
    else:
        found, remarks = _of_rows(options, form)
    schools = _once_each(_on_list(list(found), listed))
    if not schools:
        raise SelectionError(
            f"A batch must have a spreadsheet a school; {options.data.name} has none. Put "
            f"them into one folder: {', '.join(SPREADSHEETS)}."
        )
    return sorted(schools, key=lambda one: (one.name.casefold(), one.file)), remarks


def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    """List the spreadsheets of a folder, and everything else that is in view."""
    inside = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$"))]
    mine = [one for one in inside if one.is_file() and one.suffix.lower() in SPREADSHEETS]
    return mine, [one for one in inside if one not in mine]


def _passed_over(folder: Path) -> list[str]:
    others = [path.name for path in _files(folder)[1]]
    return [f"Not read, for they are no spreadsheets: {', '.join(others)}."] if others else []


def _of_folder(options: argparse.Namespace, form: Any) -> Iterator[School]:
    from partnership_evaluation import intake

    for file in _files(options.data)[0]:
        if options.schools and file.resolve() == options.schools.resolve():
            continue
        name = intake.plain_name(file.stem) or file.stem
        yield _read(options, form, School(name, file.name), file)


def _of_sheets(options: argparse.Namespace, form: Any) -> Iterator[School]:
    from partnership_evaluation import intake

    for number, name in intake.sheet_names(options.data).items():
        school = School(intake.plain_name(name) or name, f"{options.data.name}, sheet {number}")
        chosen = argparse.Namespace(**{**vars(options), "sheet": str(number)})
        read = _read(chosen, form, school, options.data)
        if read.found is not None:  # the other sheets are other schools
            read = replace(read, found=read.found[read.found["rule"] != "another sheet"])
        yield read


def _read(options: argparse.Namespace, form: Any, school: School, file: Path) -> School:
    from partnership_evaluation import intake

    try:
        sheet, mapping, _ = check_command.read(options, file, form.name)
        found = check_command.problems(options, sheet, mapping)
    except intake.IntakeError as error:
        return replace(school, reason=str(error))
    except OSError as error:
        return replace(school, reason=f"The file could not be read: {error.strerror or error}.")
    except Exception as error:  # what nobody foresaw in one file must not take the others along
        return replace(school, reason=f"The file could not be read ({type(error).__name__}).")
    return _with_problems(replace(school, sheet=sheet, mapping=mapping, found=found))


def _of_rows(options: argparse.Namespace, form: Any) -> tuple[list[School], list[str]]:
    """Take one table apart; its columns are the same for every school."""
    from partnership_evaluation import intake

    mapping = intake.read_mapping(options.mapping) if options.mapping else None
    sheet = intake.read(options.data, sheet=options.sheet or (mapping.sheet if mapping else None))
    column = intake.school_column(sheet, options.by)
    remarks: list[str] = []
    if mapping is None:
        headers = {place: text for place, text in sheet.headers.items() if place != column}
        proposal = intake.propose(replace(sheet, headers=headers), form.name)
        mapping, remarks = proposal.mapping, list(proposal.questions)
        if proposal.unclear:
            raise intake.IntakeError("\n".join(proposal.unclear))
    schools = []
    for text, part in intake.by_school(sheet, column):
        school = School(intake.plain_name(text) or "No school", options.data.name, part, mapping)
        found = intake.check(part, form.name, mapping, today=check_command.date.today())
        school = replace(school, found=found)
        if not text:
            rows = ", ".join(map(str, part.rows[:10])) + (" and more" if part.rows[10:] else "")
            why = f"Each row must name its school; row {rows} names none. Write it in."
            school = replace(school, reason=why)
        schools.append(_with_problems(school))
    return schools, remarks


def _with_problems(school: School) -> School:
    """Leave out a school whose table has errors, and say what they are."""
    errors = school.count("error")
    if school.reason or not errors:
        return school
    kinds = Counter(school.found.loc[school.found["severity"] == "error", "rule"])
    listed = ", ".join(f"{rule} ({n})" if n > 1 else rule for rule, n in kinds.items())
    return replace(school, reason=f"Its table has errors to mend: {listed}.")


def _on_list(found: list[School], listed: Mapping[str, str] | None) -> Iterator[School]:
    """Hold what was found to the list of schools; name what is not on it, and what is missing."""
    from partnership_evaluation import intake

    if listed is None:
        yield from found
        return
    files = {file.casefold(): name for name, file in listed.items() if file}
    names = {intake.school_key(intake.plain_name(name)): name for name in listed}
    names |= {intake.school_key(name): name for name in listed}
    there = set()
    for school in found:
        own = files.get(school.file.casefold()) or names.get(intake.school_key(school.name))
        if own:
            there.add(own)
            yield replace(school, name=intake.plain_name(own) or own)
            continue
        near = intake.nearest_school(school.name, listed)
        hint = f"Did you mean {near!r}?" if near else "Add it to the list, or take it away."
        why = f"A school must be on the list; {school.name!r} is not. {hint}"
        yield replace(school, reason=" ".join(filter(None, [why, school.reason])))
    for name, file in listed.items():
        if name not in there:
            what = f"no file named {file!r}" if file else "nothing of this school"
            why = f"Every school of the list must be there; found {what}. Add it, or correct it."
            yield School(intake.plain_name(name) or name, file, reason=why)


def _once_each(schools: Iterable[School]) -> list[School]:
    """Leave out schools that were sent in twice: nobody can know which is meant."""
    from partnership_evaluation import intake

    schools = list(schools)
    times: dict[str, list[str]] = {}
    for one in schools:
        if one.sheet is not None or not one.reason:
            times.setdefault(intake.school_key(one.name), []).append(one.file)
    found = []
    for one in schools:
        files = times.get(intake.school_key(one.name), [])
        if len(files) > 1 and one.file in files:
            why = f"A school must be sent in once; found {' and '.join(files)}. Keep one of them."
            one = replace(one, reason=" ".join(filter(None, [why, one.reason])))
        found.append(one)
    return found
