"""The command ``evaluate new``: from a spreadsheet of one's own to a folder that reports run on."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from report_runner import batch, check_command
from report_runner.check_command import FINE, FOUND
from report_runner.jobs import SelectionError, find_project, is_project
from report_runner.messages import columns, nearest
from report_runner.own_data import home_of
from report_runner.own_folder import (
    DEFAULT,
    files_of,
    guide,
    require_outside,
    short_name,
    write_all,
)

DESCRIPTION = """\
Make a folder of your own from a spreadsheet: tables without names, settings with comments, and the
mapping that was used. Then run: evaluate report FOLDER/
"""
EPILOG = """\
evaluate new --list                                 what there is
evaluate new lesson_grades --template               a blank spreadsheet to fill in
evaluate new lesson_grades --data lessons.xlsx      a folder to make reports from
evaluate new lesson_grades --data schools/          the same for many schools, a file each
evaluate new lesson_grades --data all.xlsx --by School   or a column that names the school

exit code: 0 made, 1 a spreadsheet has errors (nothing is made of it), 2 the request is at fault
"""


def add_to(commands: Any) -> None:
    """Add the command to those of ``evaluate``.

    Parameters
    ----------
    commands : argparse sub-parsers
        What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser(
        "new",
        help="start an evaluation of your own from a spreadsheet",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check_command.add_reading(parser)
    parser.add_argument(
        "analysis", nargs="?", metavar="ANALYSIS", help="name of an instrument or of a notebook"
    )
    parser.add_argument("--list", action="store_true", help="list the instruments")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="your spreadsheet; a folder of them, one a school, makes a report for each and one "
        "for the group",
    )
    batch.add_to(parser)
    parser.add_argument(
        "--template",
        nargs="?",
        const=True,
        metavar="FILE",
        help="write a blank spreadsheet (default: ANALYSIS.xlsx)",
    )
    parser.add_argument(
        "--output", type=Path, metavar="DIR", help=f"folder to make (default: {DEFAULT})"
    )
    parser.add_argument("--name", help="what the school or group is called in reports")
    parser.add_argument(
        "--replace", action="store_true", help="write over a folder that this command has made"
    )
    parser.add_argument("--project", type=Path, metavar="DIR", help="project folder")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """List the instruments, write a template, or make a folder.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_to` declares them.

    Returns
    -------
    int
        0 when it was done, 1 when the spreadsheet has errors, 2 when the request is at fault.

    Raises
    ------
    SelectionError
        When it is not clear what is asked for.
    """
    from partnership_evaluation import intake

    if options.list:
        print(listed())
        return FINE
    if not options.analysis:
        raise SelectionError(
            "Say what is to be evaluated: evaluate new --list shows what there is."
        )
    names = instruments_for(options.analysis)
    try:
        if options.template:
            return _template(options, names)
        if options.data:
            return _make(options, names)
    except intake.IntakeError as error:
        return check_command.refuse(options.data or Path(names[0]), str(error))
    raise SelectionError("Give your spreadsheet with --data FILE, or ask for one with --template.")


def listed() -> str:
    """Write a table of the instruments.

    Returns
    -------
    str
    """
    from partnership_evaluation import intake

    forms = [intake.instrument(name) for name in intake.names()]
    rows = [(form.name, form.notebook, form.title) for form in forms]
    return columns(("instrument", "notebook", "what it is"), rows)


def instruments_for(word: str) -> list[str]:
    """Find the instruments that a word stands for.

    Parameters
    ----------
    word : str
        Name of an instrument, or of a notebook that reads some.

    Returns
    -------
    list of str

    Raises
    ------
    SelectionError
        When there is none; the nearest name is offered.
    """
    from partnership_evaluation import intake

    plain = word.replace("-", "_").lower()
    forms = [intake.instrument(name) for name in intake.names()]
    found = [form.name for form in forms if plain in (form.name, form.notebook)]
    if not found:
        known = {form.name for form in forms} | {form.notebook for form in forms}
        raise SelectionError(
            f"There is no instrument and no notebook for own data named {word!r}. "
            f"{nearest(plain, known)}"
        )
    return found


def _template(options: argparse.Namespace, names: list[str]) -> int:
    from partnership_evaluation import intake

    if len(names) > 1:
        raise SelectionError(f"A template is of one instrument; choose one of: {', '.join(names)}.")
    target = Path(f"{names[0]}.xlsx" if options.template is True else options.template)
    if target.suffix.lower() != ".xlsx":
        raise SelectionError(
            f"A template is an .xlsx file; found {target.name}. Change its ending."
        )
    if target.exists() and not options.replace:
        raise SelectionError(f"{target.name} is there already. Give another name, or --replace.")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(intake.template(intake.instrument(names[0])))
    print(f"Wrote {target}. Fill in its first sheet, then: evaluate check {target}")
    return FINE


def _make(options: argparse.Namespace, names: list[str]) -> int:
    from partnership_evaluation import intake

    project = home_of(options, project=_project)
    folder = (options.output or Path(DEFAULT)).resolve()
    require_outside(folder, project=project, replace=options.replace)
    if batch.is_batch(options):
        from report_runner import batch_command

        group = _name(options.name or "All schools")
        return batch_command.run(options, names, project=project, folder=folder, name=group)
    only = names[0] if len(names) == 1 else None
    sheet, mapping, remarks = check_command.read(options, options.data, only, among=names)
    found = check_command.problems(options, sheet, mapping)
    remarks += batch.hint(sheet, form=intake.instrument(mapping.instrument))
    print("\n".join([*remarks, *check_command.where(sheet, mapping), ""]))
    print(check_command.as_text(found))
    if intake.has_errors(found):
        print(
            "\nNothing was made: mend the errors in your spreadsheet, or correct the mapping, and "
            f"run this again. To see the cells marked: evaluate check {options.data.name} "
            "--marked marked.xlsx",
            file=sys.stderr,
        )
        return FOUND
    form = intake.instrument(mapping.instrument)
    name = _name(options.name or "Our school")
    made = intake.make(intake.examine(sheet, form.name, mapping), form, mapping, place=name)
    own = intake.Own(short_name(folder.name), name, made)
    written = files_of([own], form, project=project, name=name, year=date.today().year)
    write_all(folder, written | guide(own, form, mapping))
    place = options.output or Path(DEFAULT)
    print(f"\nMade {place}/. Now: evaluate report {place}/")
    return FINE


def _project(options: argparse.Namespace) -> Path:
    if options.project is not None:
        if not is_project(options.project):
            raise SelectionError(f"{options.project} is no project. Name another with --project.")
        return options.project.resolve()
    return find_project(Path.cwd())


def _name(text: str) -> str:
    """Keep to letters that the tables and settings allow."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9 '&-]{0,79}", text):
        raise SelectionError(
            "The name of a school begins with a letter and has letters, digits, spaces, ' & and - "
            f"only, 80 at most; found {text!r}. Write it with these."
        )
    return text
