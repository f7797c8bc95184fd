"""The whole collection as an RO-Crate: a folder or zip file that can be archived and cited.

https://www.researchobject.org/ro-crate: every file with what it is, under which licence, and of
which run it is the result.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from report_runner.digests import ABSENT, Digests
from report_runner.document_archive import packed
from report_runner.downloads import offered
from report_runner.findings_schema import NAME as SCHEMA
from report_runner.jobs import Job, SelectionError

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_MIT = "https://spdx.org/licenses/MIT"
_PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_KINDS = {
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".csv": "text/csv",
    ".yml": "application/yaml",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".bib": "application/x-bibtex",
    ".md": "text/markdown",
    ".cff": "application/yaml",
    ".toml": "application/toml",
}
_AT_TOP = ("CITATION.cff", "LICENSE", "README.md", "pyproject.toml", "requirements.lock")


@dataclass(frozen=True)
class Part:
    """A file of the crate.

    Attributes
    ----------
    name : str
        Where it is, from the folder of the project and of the crate alike.
    file : Path
        The file.
    description : str
        What it is.
    licence : str
        Address of its licence.
    """

    name: str
    file: Path
    description: str
    licence: str


def export(target: Path, *, project: Path, jobs: Sequence[Job]) -> int:
    """Write the collection as an RO-Crate.

    Parameters
    ----------
    target : Path
        A folder that is not there yet or is empty, or a file ending in ``.zip``.
    project : Path
        The project folder, its reports made.
    jobs : sequence of Job
        All reports.

    Returns
    -------
    int
        How many files are in it, the metadata left out.

    Raises
    ------
    SelectionError
        If no report was made, or if the target holds something else.
    """
    parts = list(parts_of(project, jobs))
    if not any(each.name.endswith(".findings.json") for each in parts):
        raise SelectionError("A crate holds reports; found none. Run 'evaluate report' first.")
    if target.exists() and (target.suffix == ".zip" or any(target.iterdir())):
        raise SelectionError(
            f"A crate is written to a new place; {target.name} is there already. Name another "
            "place, or remove it."
        )
    with tempfile.TemporaryDirectory(prefix="run-") as scratch:
        folder = Path(scratch) / "crate"
        _described(parts, project, jobs).write(folder)
        if target.suffix != ".zip":
            shutil.copytree(folder, target, dirs_exist_ok=True)
            return len(parts)
        files = sorted(each for each in folder.rglob("*") if each.is_file())
        contents = {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed(contents))
    return len(parts)


def parts_of(project: Path, jobs: Sequence[Job]) -> Iterator[Part]:
    """List the files of the crate.

    Parameters
    ----------
    project : Path
        The project folder.
    jobs : sequence of Job
        All reports.

    Yields
    ------
    Part
        What is at the top, the data, notebooks, parameters and reports that there are.
    """
    for name in _AT_TOP:
        if (project / name).is_file():
            yield Part(name, project / name, f"{name} of the project", _MIT)
    titles = _titles(project / "data")
    for file in sorted((project / "data").rglob("*")):
        if file.suffix in {".csv", ".json", ".md"}:
            name = file.relative_to(project / "data").as_posix()
            yield Part(f"data/{name}", file, titles.get(name, f"Data: {name}"), _CC0)
    for job in jobs:
        name = f"parameters/{job.notebook}/{job.parameters_file.name}"
        yield Part(name, job.parameters_file, f"Parameters of the report {job.title}", _MIT)
    for file in sorted({job.notebook_file for job in jobs}):
        yield Part(f"notebooks/{file.name}", file, f"The notebook {file.stem}", _MIT)
    yield from _of_reports(project, jobs)


def _of_reports(project: Path, jobs: Iterable[Job]) -> Iterator[Part]:
    about = {"index.html": "All reports", "summary.csv": "All reports, a line each"}
    for name, words in {**about, SCHEMA: "The form of findings.json"}.items():
        if (project / "reports" / name).is_file():
            yield Part(f"reports/{name}", project / "reports" / name, words, _MIT)
    for job in jobs:
        for suffix, label in ((".html", "Page"), *offered(job)):
            name = f"reports/{job.notebook}/{job.name}{suffix}"
            if (project / name).is_file():
                yield Part(name, project / name, f"{label} of the report {job.title}", _MIT)


def _described(parts: Sequence[Part], project: Path, jobs: Sequence[Job]) -> ROCrate:
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate()
    cited = _citation(project)
    crate.name = str(cited.get("title", "School partnership evaluation notebooks"))
    crate.description = (
        "Reports on the numbers that school partnerships published, with their data, notebooks and "
        "parameters."
    )
    crate.datePublished = str(cited.get("date-released", "1980-01-01"))
    crate.license = crate.add(_licence(crate, _MIT, "MIT licence"))
    crate.add(_licence(crate, _CC0, "Facts and figures: no rights are claimed"))
    crate.creator = [
        crate.add(ContextEntity(crate, f"#author-{number}", {"@type": "Person", "name": name}))
        for number, name in enumerate(_authors(cited), start=1)
    ]
    crate.root_dataset["version"] = str(cited.get("version", ""))
    crate.root_dataset["keywords"] = list(cited.get("keywords", []))
    profile = {"@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
    crate.root_dataset["conformsTo"] = crate.add(ContextEntity(crate, _PROFILE, profile))
    crate.root_dataset["citation"] = [
        crate.add(_document(crate, row)) for row in _rows(project / "data" / "sources.csv")
    ]
    _add_files(crate, parts)
    for job in jobs:
        _add_run(crate, job, project)
    return crate


def _add_files(crate: ROCrate, parts: Iterable[Part]) -> None:
    digests = Digests()
    for part in parts:
        about: dict[str, Any] = {
            "name": part.file.name,
            "description": part.description,
            "encodingFormat": _KINDS.get(part.file.suffix, "text/plain"),
            "license": {"@id": part.licence},
            "contentSize": str(part.file.stat().st_size),
            "sha256": digests.of(part.file),
        }
        if part.name.startswith("notebooks/"):
            about |= {"@type": ["File", "SoftwareSourceCode"], "programmingLanguage": "Python"}
        crate.add_file(part.file, part.name, properties=about)


def _add_run(crate: ROCrate, job: Job, project: Path) -> None:
    """Say of which run the files of a report are the result."""
    from rocrate.model.contextentity import ContextEntity

    stem = f"reports/{job.notebook}/{job.name}"
    findings = project / f"{stem}.findings.json"
    if not findings.is_file():
        return
    made_from = json.loads(findings.read_text(encoding="utf-8")).get("provenance") or {}
    used = [f"parameters/{job.notebook}/{job.parameters_file.name}"]
    used += [each["path"] for each in made_from.get("data") or ()]
    made = [f"{stem}{suffix}" for suffix in (".html", *dict(offered(job)))]
    run = {
        "@type": "CreateAction",
        "name": f"Made the report {job.title}",
        "instrument": {"@id": f"notebooks/{job.notebook}.ipynb"},
        "object": [{"@id": name} for name in dict.fromkeys(used) if crate.get(name)],
        "result": [{"@id": name} for name in made if crate.get(name)],
    }
    entity = crate.add(ContextEntity(crate, f"#run-{job.notebook}-{job.name}", run))
    crate.root_dataset.append_to("mentions", entity)


def _licence(crate: ROCrate, address: str, name: str) -> Any:
    from rocrate.model.contextentity import ContextEntity

    return ContextEntity(crate, address, {"@type": "CreativeWork", "name": name})


def _document(crate: ROCrate, row: Mapping[str, str]) -> Any:
    from rocrate.model.contextentity import ContextEntity

    about = {"@type": "ScholarlyArticle", "name": row["title"], "datePublished": row["year"]}
    about |= {"author": row["authors"], "publisher": row["publisher"], "license": row["licence"]}
    return ContextEntity(crate, f"#document-{row['source']}", about)


def _citation(project: Path) -> dict[str, Any]:
    try:
        return yaml.safe_load((project / "CITATION.cff").read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError):
        return {}


def _authors(cited: Mapping[str, Any]) -> Iterator[str]:
    for each in cited.get("authors", ()):
        names = (each.get("given-names"), each.get("family-names"), each.get("name"))
        yield " ".join(filter(None, names))


def _titles(data: Path) -> dict[str, str]:
    try:
        resources = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    except (OSError, ValueError, KeyError):
        return {}
    return {each["path"]: each.get("description") or each.get("title", "") for each in resources}


def _rows(file: Path) -> list[dict[str, str]]:
    if Digests().of(file) == ABSENT:
        return []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
