"""The table of a user's own spreadsheet, as the options of a command say that it is read."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

LEAST = 0.45
CLOSE = 0.05
_JOINED = (
    "The two tables were put side by side by the names of people; letters of columns below are "
    "those of the joined table."
)
_LINES = (
    "The table has a line a person and time; the two lines of each person were put side by side, "
    "and letters of columns below are those of the joined table."
)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a spreadsheet is read.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The parser of a command.
    """
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="which column is what (default: proposed)"
    )
    parser.add_argument("--sheet", metavar="NAME", help="name or number of the sheet")
    parser.add_argument(
        "--after", type=Path, metavar="FILE", help="the spreadsheet of the time after, if another"
    )
    parser.add_argument(
        "--after-sheet", metavar="NAME", help="the sheet of the time after, if another"
    )


def read(
    options: argparse.Namespace, file: Path, instrument: str | None, among: Iterable[str] = ()
) -> tuple[Any, Any, list[str]]:
    """Read a spreadsheet and find out which column is what.

    Parameters
    ----------
    options : argparse.Namespace
        With ``mapping`` and ``sheet``.
    file : Path
        The spreadsheet.
    instrument : str or None
        Name of the instrument; the one that fits best when None.
    among : iterable of str
        The instruments that may fit; all when empty.

    Returns
    -------
    (Sheet, Mapping, list of str)
        The table, its mapping, and what is not clear about it.

    Raises
    ------
    IntakeError
        When the file or the mapping cannot be read, or no instrument fits.
    """
    from partnership_evaluation import intake

    mapping = intake.read_mapping(options.mapping) if options.mapping else None
    wanted = intake.instrument(instrument).name if instrument else None
    if mapping and wanted not in (None, mapping.instrument):
        raise intake.IntakeError(
            f"A mapping must be of the instrument that is asked for; found "
            f"{mapping.instrument!r} where {wanted!r} is asked for. Change one of them."
        )
    sheet, remarks = _table(options, file, wanted or (mapping and mapping.instrument), mapping)
    if mapping:
        return sheet, mapping, remarks
    if wanted is None:
        wanted, said = _recognised(sheet, list(among) or intake.names())
        sheet, how = _together(options, file, sheet, wanted)
        remarks += [*said, *how]
    return sheet, intake.propose(sheet, wanted).mapping, remarks


def _table(
    options: argparse.Namespace, file: Path, instrument: str | None, mapping: Any
) -> tuple[Any, list[str]]:
    """Read the table; put that of the time after beside it, where it stands elsewhere."""
    from partnership_evaluation import intake

    if options.after or options.after_sheet:
        if instrument is None:
            raise intake.IntakeError(
                "Two tables are put side by side for one instrument. Name it with --instrument."
            )
        first = intake.read(file, sheet=options.sheet)
        second = intake.read(options.after or file, sheet=options.after_sheet)
        return intake.joined(first, second, instrument), [_JOINED]
    sheet = intake.read(file, sheet=options.sheet or (mapping.sheet if mapping else None))
    if instrument is None:
        return sheet, []
    return _together(options, file, sheet, instrument)


def _together(
    options: argparse.Namespace, file: Path, sheet: Any, instrument: str
) -> tuple[Any, list[str]]:
    """Put before and after side by side, where they stand on two sheets or below one another."""
    from partnership_evaluation import intake

    times = None if options.sheet else intake.times_of(intake.sheet_names(file))
    if times and not intake.has_both_times(sheet, instrument):
        first, second = (intake.read(file, sheet=number) for number in times)
        named = f"Sheet {first.name!r} is of the time before and {second.name!r} of the time after."
        return intake.joined(first, second, instrument), [named, _JOINED]
    lines = intake.by_time(sheet, instrument)
    return (intake.joined(*lines, instrument), [_LINES]) if lines else (sheet, [])


def _recognised(sheet: Any, among: list[str]) -> tuple[str, list[str]]:
    from partnership_evaluation import intake

    ranked = intake.recognise(sheet, among=among)
    (best, score), rest = ranked[0], ranked[1:]
    if score < LEAST and len(ranked) > 1:
        raise intake.IntakeError(
            "A spreadsheet must fit an instrument; its headings and codes fit none. Name it (new "
            f"NAME, or check --instrument NAME): {', '.join(sorted(among))}. Another form, on any "
            "scale, that the same people filled in twice is read by the notebook linked_survey "
            "(README: Answers of people)."
        )
    close = [name for name, other in rest if other > score - CLOSE]
    also = f" It may be {' or '.join(close)} too: name it with --instrument." if close else ""
    return best, [f"Taken to be {best}.{also}"]
