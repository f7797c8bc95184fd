"""What can be found wrong with a report before anything runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from report_runner.declared import DeclarationError, Parameter, defaults, read_declared
from report_runner.jobs import Job
from report_runner.messages import nearest
from report_runner.parameters_file import ParametersFileError, read_parameters
from report_runner.value_types import WrongType, conform

ValueRules = Callable[[Mapping[str, Any]], Sequence[str]]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class CheckedJob:
    """A report together with the values it will run on, or with what forbids to run it.

    Attributes
    ----------
    job : Job
        The report.
    values : dict
        Every declared parameter with its value: the file's, else the notebook's default.
    problems : tuple of str
        One sentence for each thing to mend; empty when the report can run.
    """

    job: Job
    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def library_rules() -> ValueRules:
    """Give the library's own check of parameter values.

    Returns
    -------
    callable
        Takes the values by name and returns one sentence for each that is out of its range.
    """
    from partnership_evaluation.parameters import problems

    return problems


def check_all(jobs: Iterable[Job], *, value_rules: ValueRules) -> list[CheckedJob]:
    """Check every report without running any.

    Parameters
    ----------
    jobs : iterable of Job
        The reports.
    value_rules : callable
        Takes the values by name, returns a sentence for each value that is out of its range;
        a value of a wrong type is reported as such, and its default passed on instead.

    Returns
    -------
    list of CheckedJob
        One for each job, in the same order.
    """
    declarations: dict[str, tuple[Parameter, ...] | list[str]] = {}
    checked = []
    for job in jobs:
        if job.notebook not in declarations:
            declarations[job.notebook] = _declarations(job)
        checked.append(_check(job, declarations[job.notebook], value_rules))
    return checked


def resolve(
    declared: Sequence[Parameter], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Lay the values of a file over the declared defaults.

    Parameters
    ----------
    declared : sequence of Parameter
        What the notebook declares.
    given : mapping
        What the file gives.

    Returns
    -------
    values : dict
        Every declared parameter with its value, in the notebook's order.
    problems : list of str
        One sentence for each unknown name and each value of a wrong type.
    """
    by_name = {parameter.name: parameter for parameter in declared}
    values, problems = dict(defaults(declared)), []
    for name, value in given.items():
        if name not in by_name:
            problems.append(
                f"{name}: the notebook declares no parameter of this name. {nearest(name, by_name)}"
            )
            continue
        try:
            values[name] = conform(value, annotation=by_name[name].annotation)
        except WrongType as error:
            problems.append(f"{name}: {error}")
    return values, problems


def _declarations(job: Job) -> tuple[Parameter, ...] | list[str]:
    """Read what a notebook declares, or say why that cannot be done."""
    if not job.notebook_file.is_file():
        names = [file.stem for file in job.notebook_file.parent.glob("*.ipynb")]
        return [
            f"parameters/{job.notebook}/ belongs to notebooks/{job.notebook}.ipynb, which does not "
            f"exist. {nearest(job.notebook, names)} Rename the folder, or add the notebook."
        ]
    try:
        return read_declared(job.notebook_file)
    except DeclarationError as error:
        return [f"notebooks/{job.notebook}.ipynb: {problem}" for problem in error.problems]


def _check(
    job: Job, declared: tuple[Parameter, ...] | list[str], value_rules: ValueRules
) -> CheckedJob:
    problems = _name_problems(job)
    try:
        given = read_parameters(job.parameters_file)
    except ParametersFileError as error:
        return CheckedJob(job, problems=(*problems, str(error), *_texts(declared)))
    if isinstance(declared, list):
        return CheckedJob(job, problems=(*problems, *declared))
    values, wrong = resolve(declared, given)
    return CheckedJob(job, values, (*problems, *wrong, *value_rules(values)))


def _texts(declared: tuple[Parameter, ...] | list[str]) -> list[str]:
    return declared if isinstance(declared, list) else []


def _name_problems(job: Job) -> list[str]:
    file = job.parameters_file
    if file.suffix != ".yml":
        return [f"Parameters files end in .yml; this one ends in {file.suffix}. Rename it."]
    if not NAME.fullmatch(job.name):
        return [
            "The name of a parameters file holds letters, digits, hyphens and underscores; "
            f"{job.name!r} holds something else. Rename it."
        ]
    return []
