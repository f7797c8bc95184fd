"""The command ``evaluate crate OUTPUT``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from report_runner.jobs import discover


def add_to(commands, *, find: Callable[[argparse.Namespace], Path]) -> None:
    """Add the command to those of ``evaluate``.

    Parameters
    ----------
    commands : argparse action
        What ``add_subparsers`` returned.
    find : callable
        Finds the project for the options.
    """
    summary = "export reports, data, notebooks and parameters as an RO-Crate"
    parser = commands.add_parser("crate", help=summary, description=f"{summary.capitalize()}.")
    parser.add_argument(
        "output", type=Path, metavar="OUTPUT", help="a new folder, or a file ending in .zip"
    )
    parser.add_argument("--project", type=Path, metavar="DIR", help="project folder")
    parser.set_defaults(command=lambda options: run(options, find=find))


def run(options: argparse.Namespace, *, find: Callable[[argparse.Namespace], Path]) -> int:
    """Export the collection.

    Parameters
    ----------
    options : argparse.Namespace
        With ``output`` and ``project``.
    find : callable
        Finds the project for the options.

    Returns
    -------
    int
        0 when it was written.
    """
    from report_runner.crate import export

    project = find(options)
    number = export(options.output, project=project, jobs=discover(project))
    print(f"{number} files, each described: {options.output}")
    return 0
