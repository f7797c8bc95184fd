"""Make what is handed out: ``python -m partnership_workshop.making [--copies-only] [--output]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from partnership_workshop.making.copies import write_copies
from partnership_workshop.making.sources import FOLDER, lessons

OUTPUT = FOLDER.parents[1] / "build" / "workshop"


def main(arguments: list[str] | None = None) -> None:
    """Make copies of every lesson, and the lecturer's pack.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line unless given.
    """
    parser = argparse.ArgumentParser(prog="python -m partnership_workshop.making")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder to write into")
    parser.add_argument("--copies-only", action="store_true", help="no slides, handout, timetable")
    chosen = parser.parse_args(arguments)
    found = lessons()
    written = write_copies(found, chosen.output)
    if not chosen.copies_only:
        from partnership_workshop.making.pack import write_pack

        written += write_pack(found, chosen.output)
    for file in written:
        print(file.relative_to(chosen.output))


if __name__ == "__main__":
    main()
