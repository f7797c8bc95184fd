"""The project's own notebooks: a forked kernel gives the same report as a stock one."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from report_runner import warm_kernels
from report_runner.checks import check_all, library_rules
from report_runner.execute import execute
from report_runner.failure import Failure
from report_runner.findings_file import read_findings
from report_runner.jobs import discover
from report_runner.notebook_file import notebook_text
from report_runner.tidy import tidy

PROJECT = Path(__file__).resolve().parents[2]
# Of each notebook one report; where they differ in length, a short one.
CASES = {
    "before_after_survey": "aet",
    "comparison_group": "invented",
    "evidence_map": "jurassic-coast",
    "linked_survey": "invented",
    "momentum_factors": "portswood",
    "plan_an_evaluation": "camden",
    "ofsted_grade_shifts": "wroxham",
    "participation": "sutton",
    "published_numbers": "portswood",
    "rating_distributions": "eos",
    "school_partnerships_national": "invented",
    "sublevel_progress": "aet-hamford",
    "survey_percentages": "aet",
}
FEWER = {"draws": 1000}  # imagined groups: how many makes no difference to what is compared
pytestmark = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="kernels are forked on Linux only"
)


def one_report_of_each_notebook():
    """Choose by the table above, else the first."""
    chosen = {}
    for job in discover(PROJECT):
        if job.name == CASES.get(job.notebook, job.name):
            chosen.setdefault(job.notebook, job)
    return list(chosen.values())


@pytest.fixture(scope="module")
def warm():
    """Start one warm process, with everything imported, when the first asks for it."""
    with ExitStack() as stack:
        yield cache(lambda: stack.enter_context(warm_kernels.WarmProcess()))


def test_every_notebook_with_reports_is_compared():
    """A case that was renamed would leave its notebook out."""
    assert {job.notebook for job in one_report_of_each_notebook()} == {
        job.notebook for job in discover(PROJECT)
    }


@pytest.mark.parametrize("job", one_report_of_each_notebook(), ids=lambda job: job.title)
def test_cold_and_warm_give_the_same_report(job, warm, made_reports, monkeypatch):
    """Byte for byte, the findings in it too: beside the report that is there, or made here."""
    (checked,) = check_all([job], value_rules=library_rules())
    assert checked.problems == ()
    if there := made_reports.get(job.title):
        forked = there.with_suffix("").with_suffix(".ipynb").read_text(encoding="utf-8")
        assert made(checked, checked.values, cold=True) == forked
        return
    monkeypatch.setenv(warm_kernels.ADDRESS, warm().address)
    values = {name: FEWER.get(name, value) for name, value in checked.values.items()}
    assert made(checked, values, cold=True) == made(checked, values, cold=False)


def made(checked, values, *, cold):
    """Run a notebook, and write it as a report is written."""
    done = execute(checked.job.notebook_file, values=values, cold=cold)
    notebook = tidy(done.notebook, project=PROJECT)
    findings = read_findings(notebook)
    assert not isinstance(findings, Failure), findings
    return notebook_text(notebook)
