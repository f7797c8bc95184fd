"""Notebooks run cell by cell in this process, so that tests can ask what they showed."""

import ast
import json
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from IPython.display import Markdown

from partnership_evaluation import findings, parameters
from partnership_evaluation.exhibits import Table

ROOT = Path(__file__).resolve().parents[1]


def cells(name):
    """List the code cells of a notebook, each with whether it holds the parameters."""
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"]), "parameters" in cell["metadata"].get("tags", [])


@cache
def run(job):
    """Run a notebook with a parameters file of the project, once."""
    name, _ = job.split("/")
    return executed(name, ROOT / "parameters" / f"{job}.yml")


def executed(name, parameters_file):
    """Run a notebook with a parameters file: its variables, what it showed, its findings."""
    given = yaml.safe_load(parameters_file.read_text(encoding="utf-8"))
    shown, last = [], None
    variables = {"display": shown.append}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(findings, "display", shown.append)
        for source, holds_parameters in cells(name):
            lines = ast.parse(source).body
            value = lines.pop().value if lines and isinstance(lines[-1], ast.Expr) else None
            exec(compile(ast.Module(lines, []), name, "exec"), variables)
            if value is not None:
                last = eval(compile(ast.Expression(value), name, "eval"), variables)
                shown.append(last)
            if holds_parameters:
                variables |= given
    return SimpleNamespace(
        given=given,
        shown=shown,
        variables=SimpleNamespace(**variables),
        findings=json.loads(json.dumps(last.payload)),
    )


def said(job):
    """Return the paragraphs that a report writes, as one text."""
    return paragraphs(run(job))


def paragraphs(report):
    """Return the paragraphs of what was executed, as one text."""
    return " ".join(text.data for text in report.shown if isinstance(text, Markdown))


def brief(job):
    """Return what stands in brief, as one text."""
    return " ".join(run(job).findings["brief"])


def frames(job, caption):
    """Return the tables shown with a caption that begins so."""
    return tables_of(run(job), caption)


def tables_of(report, caption):
    """Return the tables of what was executed whose caption begins so."""
    exhibits = [exhibit for exhibit in report.shown if isinstance(exhibit, Table)]
    return [exhibit.frame for exhibit in exhibits if exhibit.caption.startswith(caption)]


def every_report():
    """Run every notebook with every parameters file of the project whose data are there."""
    for file in sorted((ROOT / "parameters").glob("*/*.yml")):
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
        if not parameters.missing(given):
            executed(file.parent.name, file)


if __name__ == "__main__":
    every_report()
