"""Decide what is to be made, before anything runs and without importing anything heavy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_runner.basis import read_basis
from report_runner.checks import CheckedJob
from report_runner.digests import Digests
from report_runner.staleness import KEEP, Decision, Staleness
from report_runner.store import FOLDER, Store


@dataclass(frozen=True)
class Plan:
    """What is to be done about the reports that were asked for.

    Attributes
    ----------
    now : Staleness
        What reports rest on, and where they are kept.
    decisions : list of Decision
        One for each report without problems.
    faulty : list of CheckedJob
        Those with problems.
    """

    now: Staleness
    decisions: list[Decision]
    faulty: list[CheckedJob]

    @property
    def to_make(self) -> list[Decision]:
        """Those that need more than a look."""
        return [each for each in self.decisions if each.action != KEEP]


def plan_reports(
    checked: Sequence[CheckedJob], *, project: Path, output: Path, force: bool = False
) -> Plan:
    """Decide which reports must be made; nothing is run, and nothing heavy imported.

    Parameters
    ----------
    checked : sequence of CheckedJob
        The reports asked for. Those with problems are not run: a page that names the problems
        takes the place of the old report.
    project, output : Path
        The project, and the folder of all reports.
    force : bool
        Whether to make all of them, also those that are up to date.

    Returns
    -------
    Plan
        For `report_runner.collection.make_reports`.
    """
    return plan_on(look(project, output), checked, force=force)


def look(project: Path, output: Path) -> Staleness:
    """Look at what all reports rest on, as it is now.

    Parameters
    ----------
    project, output : Path
        The project, and the folder of all reports.

    Returns
    -------
    Staleness
        For `plan_on`.
    """
    store = Store(project / FOLDER)
    digests = Digests(store.get("digests", "files"))
    basis = read_basis(project, digests)
    return Staleness(project, output, store=store, basis=basis, digests=digests)


def plan_on(now: Staleness, checked: Iterable[CheckedJob], *, force: bool = False) -> Plan:
    """Decide about some of many reports.

    Parameters
    ----------
    now : Staleness
        From `look`.
    checked, force
        As for `plan_reports`.

    Returns
    -------
    Plan
        For `report_runner.collection`.
    """
    checked = list(checked)
    decisions = [now.decide(each, force=force) for each in checked if not each.problems]
    return Plan(now, decisions, [each for each in checked if each.problems])
