"""Which reports there are to make: notebooks times parameters files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report_runner.messages import bulleted, nearest
from report_runner.parameters_file import ParametersFileError, read_parameters


class SelectionError(ValueError):
    """A request for a case or notebook that does not exist, or for a folder without any."""


@dataclass(frozen=True, order=True)
class Job:
    """One report to make.

    Attributes
    ----------
    notebook : str
        Name of the notebook, without ``.ipynb``.
    name : str
        Name of the parameters file, without ``.yml``.
    case : str
        The case study: the value of ``case`` in the parameters file, else `name`.
    notebook_file, parameters_file : Path
        Where the two are; for a row of a matrix the second is the matrix.
    row : int or None
        The row of a matrix, counted as a spreadsheet counts; None for a parameters file.
    with_documents : bool
        Whether PDF, Word document, spreadsheet and citation are made too, see
        `report_runner.downloads`.
    """

    notebook: str
    name: str
    case: str
    notebook_file: Path
    parameters_file: Path
    row: int | None = None
    with_documents: bool = field(default=True, compare=False)

    @property
    def title(self) -> str:
        """The notebook and the parameters file in one phrase."""
        return f"{self.notebook} × {self.name}"  # noqa: RUF001 - the sign is meant

    @property
    def settings(self) -> str:
        """Where its settings stand: a parameters file, or a row of a matrix."""
        if self.row is None:
            return f"parameters/{self.notebook}/{self.parameters_file.name}"
        return f"{self.parameters_file.name}, row {self.row}"

    @property
    def command(self) -> str:
        """The command that makes it again."""
        if self.row is None:
            return f"evaluate report {self.name} --notebook {self.notebook}"
        return f"evaluate report --matrix {self.parameters_file.name} {self.notebook}"


def find_project(start: Path) -> Path:
    """Find the project that a folder belongs to.

    Parameters
    ----------
    start : Path
        The folder to begin at.

    Returns
    -------
    Path
        The nearest folder, `start` or above it, that holds ``pyproject.toml`` and ``notebooks``.

    Raises
    ------
    SelectionError
        If there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if is_project(folder):
            return folder
    raise SelectionError(
        "Reports are made inside a project, a folder with pyproject.toml and notebooks/; "
        f"neither {start.name or start} nor a folder above it is one. Change into the project, or "
        "name it with --project."
    )


def is_project(folder: Path) -> bool:
    """Say whether a folder is a project: ``pyproject.toml`` beside ``notebooks``.

    Parameters
    ----------
    folder : Path
        The folder to look at.

    Returns
    -------
    bool
        True when it is one.
    """
    return (folder / "pyproject.toml").is_file() and (folder / "notebooks").is_dir()


def discover(project: Path) -> list[Job]:
    """List every report of a project.

    Parameters
    ----------
    project : Path
        The project folder.

    Returns
    -------
    list of Job
        One for each ``parameters/<notebook>/<name>.yml``, in alphabetical order. A file ending in
        ``.yaml`` and a folder without a notebook are listed too, so that `report_runner.checks`
        can say what is wrong with them.
    """
    files = sorted((project / "parameters").glob("*/*.y*ml"))
    return sorted(_job(project, file) for file in files if file.suffix in {".yml", ".yaml"})


def notebook_names(project: Path) -> list[str]:
    """List the notebooks that reports can be made from.

    Parameters
    ----------
    project : Path
        The project folder.

    Returns
    -------
    list of str
        Names without ``.ipynb``, in alphabetical order.
    """
    return sorted(file.stem for file in (project / "notebooks").glob("*.ipynb"))


def case_names(project: Path) -> dict[str, str]:
    """Read what the cases are called in full.

    Parameters
    ----------
    project : Path
        The project folder.

    Returns
    -------
    dict
        Name by case, from the columns ``case`` and ``name`` of ``data/other_cases.csv`` and
        ``data/cases.csv``, and of ``all``; only that where there are no such tables.
    """
    tables = (project / "data" / name for name in ("other_cases.csv", "cases.csv"))
    return {"all": "The whole collection"} | {k: v for table in tables for k, v in _named(table)}


def _named(table: Path) -> list[tuple[str, str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            return [(row["case"], row["name"]) for row in csv.DictReader(lines) if row["name"]]
    except (OSError, KeyError, ValueError, csv.Error):
        return []


def neighbours(job: Job) -> tuple[str, str]:
    """Name the reports before and after one, among those on the same question.

    Parameters
    ----------
    job : Job
        The report.

    Returns
    -------
    (str, str)
        Names of parameters files, in alphabetical order; empty at the ends, and for the row of a
        matrix.
    """
    if job.row is not None:
        return "", ""
    names = sorted(file.stem for file in job.parameters_file.parent.glob("*.yml"))
    if job.name not in names:
        return "", ""
    padded = ["", *names, ""]
    place = padded.index(job.name)
    return padded[place - 1], padded[place + 1]


def select(
    jobs: Iterable[Job], *, cases: Sequence[str] = (), notebooks: Sequence[str] = ()
) -> list[Job]:
    """Keep the reports that were asked for.

    Parameters
    ----------
    jobs : iterable of Job
        All reports.
    cases : sequence of str
        Cases or names of parameters files; empty means every one.
    notebooks : sequence of str
        Names of notebooks; empty means every one.

    Returns
    -------
    list of Job
        Those that match one of `cases` and one of `notebooks`.

    Raises
    ------
    SelectionError
        If a word matches nothing (all such words at once, each with the nearest name), or if no
        report matches both lists.
    """
    jobs = list(jobs)
    known_cases = {word for job in jobs for word in (job.case, job.name)}
    known_notebooks = {job.notebook for job in jobs}
    problems = [*_unknown("case", cases, known_cases)]
    problems += _unknown("notebook with parameters files", notebooks, known_notebooks)
    if problems:
        raise SelectionError(bulleted(problems))
    chosen = [
        job
        for job in jobs
        if (not cases or {job.case, job.name} & set(cases))
        and (not notebooks or job.notebook in notebooks)
    ]
    if not chosen:
        raise SelectionError(_nothing(jobs, cases, notebooks))
    return chosen


def _job(project: Path, file: Path) -> Job:
    notebook = file.parent.name
    name = file.stem if file.suffix == ".yml" else file.name
    return Job(notebook, name, _case(file), project / "notebooks" / f"{notebook}.ipynb", file)


def _case(file: Path) -> str:
    """Take the case that the file names; a file that cannot be read is reported when checked."""
    try:
        case = read_parameters(file).get("case")
    except (ParametersFileError, OSError):
        case = None
    return case if isinstance(case, str) and case else file.stem


def _unknown(kind: str, words: Sequence[str], known: set[str]) -> list[str]:
    return [
        f"There is no {kind} {word!r}. {nearest(word, known)}"
        for word in words
        if word not in known
    ]


def _nothing(jobs: list[Job], cases: Sequence[str], notebooks: Sequence[str]) -> str:
    if not jobs:
        return (
            "Each report has a file parameters/<notebook>/<name>.yml; there is none yet. Write "
            "one, with a line 'case: ...'."
        )
    for_cases = sorted({job.notebook for job in jobs if {job.case, job.name} & set(cases)})
    return (
        f"No report has both a case in {', '.join(cases)} and a notebook in "
        f"{', '.join(notebooks)}. Notebooks with that case: {', '.join(for_cases)}."
    )
