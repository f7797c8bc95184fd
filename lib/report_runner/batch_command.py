"""From the spreadsheets of many schools to one folder: a report each, and one for the group."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from report_runner import check_command
from report_runner.batch import School, schools_of
from report_runner.batch_manifest import READ, problems_text, schools_text, status_of
from report_runner.check_command import FINE, FOUND
from report_runner.jobs import SelectionError
from report_runner.messages import columns, counted
from report_runner.own_data import DATA, PARAMETERS
from report_runner.own_folder import files_of, short_name, write_all

MAPPINGS = "mappings"


def run(
    options: argparse.Namespace, names: Sequence[str], *, project: Path, folder: Path, name: str
) -> int:
    """Make a folder for many schools.

    Parameters
    ----------
    options : argparse.Namespace
        As ``evaluate new`` declares them.
    names : sequence of str
        The instruments that were asked for; there must be one.
    project, folder : Path
        The project, and the folder to make.
    name : str
        What the group is called.

    Returns
    -------
    int
        0 when every school is in the folder, 1 when one is not.

    Raises
    ------
    SelectionError
        When there are several instruments, or no school.
    """
    from partnership_evaluation import intake

    if len(names) > 1:
        raise SelectionError(
            f"All schools of a batch filled in one instrument; choose one of: {', '.join(names)}."
        )
    form = intake.instrument(names[0])
    schools, remarks = schools_of(options, form)
    schools, made = _made(schools, form)
    print("\n".join([*remarks, *told(schools)]))
    if not made:
        print("\nNothing was made: no school can be used as it is.", file=sys.stderr)
        return FOUND
    cases = _cases(made, group=short_name(folder.name))
    owns = [intake.Own(cases[one.name], one.name, tables) for one, (_, tables) in made.items()]
    if len(made) > 1:
        owns.insert(0, _group(made, form, schools, case=short_name(folder.name), name=name))
    files = files_of(owns, form, project=project, name=name, year=date.today().year)
    files |= _about(schools, cases, form, name, folder)
    _take_away_others(folder, files)
    write_all(folder, files)
    out = len(schools) - len(made)
    print(
        f"\nMade {options.output or folder}/ for {len(made)} of {counted(len(schools), 'school')}."
    )
    if out:
        print(
            f"{counted(out, 'school')} left out; mend the spreadsheets and run this again with "
            f"--replace. All problems: {folder.name}/problems.csv",
            file=sys.stderr,
        )
    print(f"Now: evaluate report {options.output or folder.name}/")
    return FOUND if out else FINE


def _made(schools: Sequence[School], form: Any) -> tuple[list[School], dict[School, Any]]:
    """Make the tables of every school that has no errors."""
    from partnership_evaluation import intake

    told, made = [], {}
    for school in schools:
        if not school.reason:
            examined = intake.examine(school.sheet, form.name, school.mapping)
            try:
                tables = intake.make(examined, form, school.mapping, place=school.name)
                made[school] = examined, tables
            except intake.IntakeError as error:
                school = replace(school, reason=str(error))
        told.append(school)
    return told, made


def _group(
    made: Mapping[School, Any], form: Any, schools: Sequence[School], *, case: str, name: str
) -> Any:
    """Put the people of all schools together."""
    from partnership_evaluation import intake

    parts = [(examined, school.mapping) for school, (examined, _) in made.items()]
    examined, mapping = intake.pooled(parts, form)
    tables = intake.without_places(intake.make(examined, form, mapping, place=name))
    read_from = f"the spreadsheets of {len(made)} of {counted(len(schools), 'school')}"
    return intake.Own(case, name, tables, read_from)


def _cases(made: Mapping[School, Any], *, group: str) -> dict[str, str]:
    """Give each school a short name of its own."""
    taken, found = {group}, {}
    for school in made:
        plain = case = short_name(school.name)
        number = 1
        while case in taken:
            number += 1
            case = f"{plain}-{number}"
        taken.add(case)
        found[school.name] = case
    return found


def _about(
    schools: Sequence[School], cases: Mapping[str, str], form: Any, name: str, folder: Path
) -> dict[str, str]:
    """Write what tells how the folder was made, and what is wrong with which school."""
    from partnership_evaluation import intake

    words = {"name": name, "title": form.title, "notebook": form.notebook, "folder": folder.name}
    mappings = {
        f"{MAPPINGS}/{cases[one.name]}.yml": intake.as_yaml(one.mapping)
        for one in schools
        if not one.reason
    }
    return mappings | {
        "schools.csv": schools_text(schools, cases),
        "problems.csv": problems_text(schools),
        "README.md": _README.format(**words),
    }


def _take_away_others(folder: Path, files: Mapping[str, str]) -> None:
    """Take away what an earlier run made for schools that are out now."""
    for part in (DATA, PARAMETERS, MAPPINGS):
        for path in sorted((folder / part).glob("**/*"), reverse=True):
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def told(schools: Sequence[School]) -> list[str]:
    """Say how each school was read: a line each, then every problem, school by school.

    Parameters
    ----------
    schools : sequence of School
        All of them.

    Returns
    -------
    list of str
        Lines.
    """
    rows = [
        (one.name, one.file, status_of(one), *map(one.count, ("error", "warning", "note")))
        for one in schools
    ]
    heads = ("school", "file", "status", "errors", "warnings", "notes")
    lines = [columns(heads, [tuple(map(str, row)) for row in rows])]
    for one in schools:
        if one.reason or one.count("warning"):
            lines += ["", f"{one.name} ({one.file})"]
            lines += [f"  {one.reason}"] if status_of(one) != READ else []
            lines += _indented(check_command.as_text(one.found)) if one.found is not None else []
    return lines


def _indented(text: str) -> list[str]:
    return [f"  {line}" if line else "" for line in text.splitlines()]


_README = """\
# {name}: {title}

Made by `evaluate new` from the spreadsheets of several schools. Names of people are not in this
folder; people have running numbers in the order of their values.

- `evaluate report FOLDER/` (the folder in which this file is) makes a report for each school and
  one for the group, and `summary.csv`: school, status, seconds, headline, reason of a failure.
- `schools.csv`: how each spreadsheet was read; `problems.csv`: what is to be mended, cell by cell.
- `parameters/{notebook}/`: the settings of each report; `data/`: its tables.
- `mappings/`: which column of each spreadsheet was read as what.
- `notebooks/{notebook}.ipynb`: the notebook for JupyterLab, on the group.
"""
