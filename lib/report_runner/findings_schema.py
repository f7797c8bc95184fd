"""The published form of ``findings.json``: a JSON schema that lies beside the reports."""

from __future__ import annotations

from pathlib import Path

from report_runner.report_folder import write

NAME = "findings.schema.json"
FILE = Path(__file__).parent / "static" / NAME


def publish_schema(output: Path) -> None:
    """Put the schema into a folder of reports, where it is not there yet.

    Parameters
    ----------
    output : Path
        The folder of all reports.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    text = FILE.read_text(encoding="utf-8")
    there = output / NAME
    if not there.is_file() or there.read_text(encoding="utf-8") != text:
        write(there, text)
