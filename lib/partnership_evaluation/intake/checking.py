"""Every problem of a table at once, and the values that stand when there is none."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation.intake.examining import Pass
from partnership_evaluation.intake.instruments import instrument as find_instrument
from partnership_evaluation.intake.proposing import propose
from partnership_evaluation.intake.sheets import SEVERITIES, Problem, letter

COLUMNS = [
    "sheet",
    "row",
    "column",
    "header",
    "rule",
    "severity",
    "found",
    "allowed",
    "nearest",
    "message",
]


@dataclass(frozen=True)
class Examined:
    """A table held to its instrument.

    Attributes
    ----------
    values : dict of int to dict of str to object
        By row the value of each role that could be read; people are not among them.
    scales : dict of int to dict of str to str
        By row the scale of each code.
    keys : dict of int to str
        By row what tells people apart; it never leaves this object.
    problems : tuple of Problem
        Everything that was found, in the order of the sheet.
    """

    values: dict
    scales: dict
    keys: dict
    problems: tuple


def check(sheet, instrument, mapping=None, *, today=None):
    """List every problem of a table.

    Parameters
    ----------
    sheet : Sheet
        A table, as :func:`partnership_evaluation.intake.read` gives it.
    instrument : str
        Name of the instrument.
    mapping : Mapping, optional
        Which column is what; what :func:`partnership_evaluation.intake.propose` says when None.
    today : datetime.date, optional
        Later dates are refused.

    Returns
    -------
    pandas.DataFrame
        One row a problem: ``sheet``, ``row`` (missing where it is about a column or the sheet),
        ``column`` (letter), ``header``, ``rule``, ``severity`` (error, warning, note), ``found``,
        ``allowed``, ``nearest`` (legal value), ``message``. A table without errors can be used.

    Notes
    -----
    A wrong code is never accepted and never repaired. Accepted and reported as notes are spaces,
    upper and lower case, and the official word of a code. Names of people are not repeated.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> found = check(intake.read(b"Teacher,Before,After\\nA,3,2\\nB,5,1\\n"), "lesson_grades")
    >>> found[["row", "column", "found", "nearest"]].values.tolist()
    [[3, 'B', "'5'", '4']]
    """
    found = examine(sheet, instrument, mapping, today=today).problems
    rows = [_told(sheet, problem) for problem in found]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame.attrs["joined"] = bool(sheet.origins)
    return frame.astype({"row": "Int64"})


def _told(sheet, problem):
    """Tell a problem in a row, with the place that the spreadsheet program shows."""
    name, row, column = sheet.origin(problem.row, problem.column)
    place = letter(column) if column else ""
    heading = sheet.headers.get(problem.column, "") if problem.column else ""
    said = problem.rule, problem.severity, problem.found, problem.allowed, problem.nearest
    return name, row, place, heading, *said, problem.message


def examine(sheet, instrument, mapping=None, *, today=None):
    """Read every cell of a table by its role.

    Parameters
    ----------
    sheet, instrument, mapping, today
        As for :func:`check`.

    Returns
    -------
    Examined

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> found = examine(intake.read(b"Teacher,Before,After\\nA,3,2\\n"), "lesson_grades")
    >>> found.values
    {2: {'grade_before': '3', 'grade_after': '2'}}
    """
    chosen = find_instrument(instrument)
    problems = list(sheet.problems)
    if mapping is None:
        proposal = propose(sheet, chosen.name)
        mapping = proposal.mapping
        problems += [
            Problem("unclear column", "error" if text in proposal.unclear else "warning", text)
            for text in proposal.questions
            if "is needed" not in text
        ]
    work = Pass(sheet, chosen, mapping, today, problems).run()
    return Examined(work.values, work.scales, work.keys, tuple(_in_order(_once(work.problems))))


def has_errors(found):
    """Say whether a table cannot be used.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`check` returned.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_errors(pd.DataFrame({"severity": ["note", "warning"]}))
    False
    """
    return bool((found["severity"] == "error").any())


def _once(problems):
    """Leave out that a value is missing where it was said that the person is."""
    alone = {p.row for p in problems if p.rule == "person at one time only"}
    follows = ("before without after", "after without before", "no answer")
    return [p for p in problems if p.row not in alone or p.rule not in follows]


def _in_order(problems):
    rank = {name: place for place, name in enumerate(SEVERITIES)}
    return sorted(problems, key=lambda p: (rank[p.severity], p.row or 0, p.column or 0, p.rule))
