"""The command ``evaluate check``: what is wrong with a spreadsheet of one's own, all at once."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.messages import counted
from report_runner.own_sheet import add_reading, read

if TYPE_CHECKING:
    import pandas as pd

FINE, FOUND, FAULTY = 0, 1, 2
DESCRIPTION = """\
Check a spreadsheet of your own before a report is made from it: every problem at once, with sheet,
row, column, what was found, what is allowed and the nearest legal value. Nothing is changed.
"""
EPILOG = """\
FILE is .xlsx, .ods or .csv. No formula is computed, no link followed, no macro read. Names of
people are not repeated in what is printed.

exit code: 0 no errors (there may be warnings and notes), 1 errors, 2 the file cannot be read
"""


def add_to(commands: Any) -> None:
    """Add the command to those of ``evaluate``.

    Parameters
    ----------
    commands : argparse sub-parsers
        What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser(
        "check",
        help="check a spreadsheet of your own",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_reading(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="the spreadsheet")
    parser.add_argument("--instrument", metavar="NAME", help="what it is (default: the best fit)")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument(
        "--marked", type=Path, metavar="OUT.xlsx", help="write a copy with the cells marked"
    )
    parser.add_argument(
        "--names", action="store_true", help="copy names of people into the marked copy too"
    )
    parser.add_argument(
        "--write-mapping", type=Path, metavar="FILE", help="write which column is what, to correct"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Check the spreadsheet that was named, and print what was found.

    Parameters
    ----------
    options : argparse.Namespace
        As `add_to` declares them.

    Returns
    -------
    int
        0 without errors, 1 with errors, 2 when the file or a mapping cannot be read.
    """
    from partnership_evaluation import intake

    try:
        sheet, mapping, remarks = read(options, options.file, options.instrument)
    except intake.IntakeError as error:
        return refuse(options.file, str(error))
    found = problems(options, sheet, mapping)
    said = [*remarks, *where(sheet, mapping)]
    if options.marked:
        write_beside(
            options.file, options.marked, intake.marked(sheet, mapping, found, names=options.names)
        )
    if options.write_mapping:
        text = intake.as_yaml(mapping, headings=True, sheet=sheet)
        write_beside(options.file, options.write_mapping, text.encode())
    if options.json:
        print(as_json(options.file, mapping, found, remarks))
    else:
        print("\n".join([*said, "", as_text(found)]))
    return FOUND if intake.has_errors(found) else FINE


def problems(options: argparse.Namespace, sheet: Any, mapping: Any) -> pd.DataFrame:
    """List the problems of a spreadsheet, doubts about its columns among them.

    Parameters
    ----------
    options : argparse.Namespace
        With ``mapping``: what the user has said leaves no doubt.
    sheet : Sheet
        The table.
    mapping : Mapping
        Which column is what.

    Returns
    -------
    pandas.DataFrame
        What ``intake.check`` returns.
    """
    from partnership_evaluation import intake

    given = mapping if options.mapping else None
    return intake.check(sheet, mapping.instrument, given, today=date.today())


def where(sheet: Any, mapping: Any) -> list[str]:
    """Say what was read, and which column was taken for what.

    Parameters
    ----------
    sheet : Sheet
        The table.
    mapping : Mapping
        Its mapping.

    Returns
    -------
    list of str
        Lines.
    """
    heads = " and ".join(map(str, sheet.header_rows))
    called = f"Sheet {sheet.name!r}: " if sheet.name else ""
    plural = "s" * (len(sheet.header_rows) > 1)
    lines = [f"{called}headings in row{plural} {heads}, {counted(len(sheet.rows), 'row')} of data."]
    for role, letters in mapping.letters.items():
        heading = sheet.headers.get(mapping.columns[role], "")
        lines.append(f"  {letters:>3}  {heading[:40]:<40}  {role}")
    used = set(mapping.columns.values())
    unused = [column for column in sheet.headers if column not in used]
    if unused:
        lines.append(f"Not used: {counted(len(unused), 'column')}.")
    return lines


def as_text(found: pd.DataFrame) -> str:
    """Write problems as lines, errors first; notes of one kind in one line.

    Parameters
    ----------
    found : pandas.DataFrame
        What ``intake.check`` returned.

    Returns
    -------
    str
    """
    counts = [
        counted(int((found["severity"] == name).sum()), name)
        for name in ("error", "warning", "note")
    ]
    lines = [f"{', '.join(counts[:2])} and {counts[2]}."]
    several = found.attrs.get("joined", False)
    for name in ("error", "warning"):
        part = found[found["severity"] == name]
        lines += [f"\n{name}s"] if len(part) else []
        lines += [
            f"  {_place(row, several):<6} {row.rule}: {row.message}" for row in part.itertuples()
        ]
    notes = found[found["severity"] == "note"]
    lines += ["\nnotes"] if len(notes) else []
    for (rule, sheet, column), part in notes.groupby(["rule", "sheet", "column"], sort=False):
        rows = [int(row) for row in part["row"].dropna()]
        if len(part) == 1:
            lines.append(
                f"  {_place(next(part.itertuples()), several):<6} {rule}: {part['message'].iloc[0]}"
            )
        else:
            listed = ", ".join(map(str, rows[:12])) + (" and more" if len(rows) > 12 else "")
            first = f"For example: {part['message'].iloc[0]}"
            place = f"{sheet}!{column}" if several and sheet else column
            where = f"{counted(len(part), 'cell')} (row {listed})" if rows else f"{len(part)} times"
            lines.append(f"  {place:<6} {rule}, {where}. {first}")
    return "\n".join(lines)


def _place(row: Any, several: bool = False) -> str:
    number = str(row.row)
    place = f"{row.column}{number if number.isdigit() else ''}"
    return f"{row.sheet}!{place}" if several and place and row.sheet else place


def as_json(file: Path, mapping: Any, found: pd.DataFrame, remarks: list[str]) -> str:
    """Write problems as JSON.

    Parameters
    ----------
    file : Path
        The spreadsheet; its name alone is written.
    mapping : Mapping
        Which column is what.
    found : pandas.DataFrame
        What ``intake.check`` returned.
    remarks : list of str
        What is not clear about the mapping.

    Returns
    -------
    str
    """
    problems = [
        row | {"row": int(row["row"]) if str(row["row"]).isdigit() else None}
        for row in found.to_dict("records")
    ]
    counts = {name: int((found["severity"] == name).sum()) for name in ("error", "warning", "note")}
    data = {
        "schema": 1,
        "file": file.name,
        "instrument": mapping.instrument,
        "columns": mapping.letters,
        "remarks": remarks,
        "counts": counts,
        "problems": problems,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def write_beside(source: Path, target: Path, data: bytes) -> None:
    """Write a file, never over the spreadsheet itself.

    Parameters
    ----------
    source : Path
        The spreadsheet that was read.
    target : Path
        Where to write.
    data : bytes
        What to write.

    Raises
    ------
    SelectionError
        When the two are one file.
    """
    from report_runner.jobs import SelectionError

    if target.resolve() == source.resolve():
        raise SelectionError(
            f"The spreadsheet itself is never written to; {target.name} is that file. Give another "
            "name."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def refuse(file: Path, message: str) -> int:
    """Say why a spreadsheet was not read.

    Parameters
    ----------
    file : Path
        The spreadsheet.
    message : str
        Why.

    Returns
    -------
    int
        The exit code.
    """
    print(f"{file.name} was not read. {message}", file=sys.stderr)
    return FAULTY
