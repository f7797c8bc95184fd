"""What a report was made from: data, notebook, parameters, library, packages and policy.

Everything is given by digest, so that whoever has the project can see whether it is still the same
(`report_runner.verify`), and nothing by a clock or a path of this machine.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import Any

from report_runner.basis import Basis
from report_runner.checks import CheckedJob
from report_runner.dependencies import Read
from report_runner.digests import ABSENT, Digests, digest_of
from report_runner.inputs import Inputs

LIBRARY = "partnership-evaluation"
TABLES = "PARTNERSHIP_DATA"  # names the folder of tables where it is not the project's
_SHOWN_DIGITS = 16
_WHOLE = {"file": "the whole file", "names": "the names of its tables"}
_PARTS = {
    "rows": "the rows of case {}",
    "description": "the description of {}",
    "about": "the description of {}",
    "exists": "whether {} is described",
    "names": "the names of the tables of {}",
}


def provenance(
    checked: CheckedJob,
    inputs: Inputs,
    *,
    reads: Iterable[Read] | None,
    basis: Basis,
    digests: Digests,
) -> dict[str, Any]:
    """Say what a report is made from.

    Parameters
    ----------
    checked : CheckedJob
        The report and the values it runs on.
    inputs : Inputs
        Notebook, values, code and packages.
    reads : iterable of Read, or None
        What the run read; None where that could not be followed.
    basis : Basis
        Code and packages in detail.
    digests : Digests
        Where digests of files come from.

    Returns
    -------
    dict
        Plain data: ``report``, ``notebook``, ``data``, ``data_sha256``, ``parameters``,
        ``parameters_file``, ``library``, ``lock_sha256`` and ``policy``. The schema describes each.

    Notes
    -----
    The digest of a notebook is that of its cells, outputs left out, with the modules beside it. The
    digest of a part of a table is that of its rows as text. That of all data is of their list.
    """
    job = checked.job
    data = None if reads is None else list(map(dict, sorted(set(map(_named, reads)))))
    lock = digests.of(job.notebook_file.parent.parent / "requirements.lock")
    return {
        "report": f"{job.notebook}/{job.name}",
        "notebook": {
            "path": f"notebooks/{job.notebook}.ipynb",
            "sha256": digest_of([inputs.cells, inputs.beside]),
        },
        "data": data,
        "data_sha256": None if data is None else digest_of(data),
        "parameters": dict(checked.values),
        "parameters_file": job.settings,
        "library": {
            "name": LIBRARY,
            "version": version(LIBRARY),
            "sha256": digest_of(basis.library),
        },
        "lock_sha256": None if lock == ABSENT else lock,
        "policy": _policy(job.case),
    }


def with_provenance(findings: Mapping[str, Any], made_from: Mapping[str, Any]) -> dict[str, Any]:
    """Add to findings what they were made from, and their own digest.

    Parameters
    ----------
    findings : mapping
        What the notebook stated.
    made_from : mapping
        From `provenance`.

    Returns
    -------
    dict
        A copy with ``provenance``.

    Examples
    --------
    >>> sorted(with_provenance({"title": "A"}, {})["provenance"])
    ['findings_sha256']
    """
    stated = {name: value for name, value in findings.items() if name != "provenance"}
    return {**stated, "provenance": {**made_from, "findings_sha256": digest_of(stated)}}


def _policy(case: str) -> str | None:
    """Read under which policy the tables of a school's own were released."""
    folder = os.environ.get(TABLES)
    if not folder:
        return None
    try:
        about = json.loads((Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
        named = {each["path"]: each.get("description") for each in about["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return named.get(f"{case}/released.csv")


def lines(made_from: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tell in words what a report was made from, for the foot of a page or a document.

    Parameters
    ----------
    made_from : mapping
        ``provenance`` of the findings; may be empty.

    Yields
    ------
    (str, str)
        Name and words; digests are shortened.
    """
    if not made_from:
        return
    notebook, library = made_from["notebook"], made_from["library"]
    yield "Report", made_from["report"]
    yield "Notebook", f"{notebook['path']}, SHA-256 {short(notebook['sha256'])}"
    yield "Parameters", made_from["parameters_file"]
    yield "Data", _of_data(made_from)
    yield "Library", f"{library['name']} {library['version']}, SHA-256 {short(library['sha256'])}"
    lock = made_from["lock_sha256"]
    yield "Packages", f"requirements.lock, SHA-256 {short(lock)}" if lock else "no lock file"
    yield "Disclosure", made_from["policy"] or "published numbers, shown as printed"
    yield "Findings", f"SHA-256 {short(made_from['findings_sha256'])}"
    yield "To check", f"evaluate verify {made_from['report']}"


def short(digest: str) -> str:
    """Shorten a digest for reading.

    Parameters
    ----------
    digest : str
        Hexadecimal digits.

    Returns
    -------
    str
        The first sixteen.

    Examples
    --------
    >>> short("0123456789abcdef0123")
    '0123456789abcdef'
    """
    return digest[:_SHOWN_DIGITS]


def _of_data(made_from: Mapping[str, Any]) -> str:
    if made_from["data"] is None:
        return "not known: the run read something that could not be followed"
    tables = [each["path"] for each in made_from["data"] if each["path"].endswith(".csv")]
    files = list(dict.fromkeys(tables))
    return f"{', '.join(files) or 'none'}; SHA-256 {short(made_from['data_sha256'])}"


def _named(read: Read) -> tuple[tuple[str, str], ...]:
    """Name what was read so that nothing of this machine shows."""
    path = read.path if not Path(read.path).is_absolute() else PurePath(read.path).name
    part = _PARTS.get(read.kind, "") if read.of else _WHOLE.get(read.kind, "")
    return (("path", path), ("part", part.format(read.of)), ("sha256", read.digest))
