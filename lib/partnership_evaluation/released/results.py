"""What is released of a school's own tables, and the words for what is not."""

from dataclasses import dataclass, field

import pandas as pd

from partnership_evaluation.disclosure import DisclosureError

#: Columns of the table of everything that is released.
COLUMNS = ("what", "who", "people")
HIDDEN = "[c]"


class NothingReleased(DisclosureError):
    """A policy leaves nothing of a school's tables to report on."""


@dataclass(frozen=True)
class Released:
    """A school's tables as an audience may see them; nothing else may be reported.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        The tables that the notebook reads, every cell text, as
        :func:`partnership_evaluation.intake.make` makes them. No number in them is a symbol: what
        is hidden is left out, or merged with what it cannot be told from.
    shown : pandas.DataFrame
        Every released number with a symbol for each that is not: ``what``, ``who``, ``people``.
    record : dict
        What was published, as plain data without any hidden number, for the attack on the next
        report.
    left_out : tuple of str
        The items and groups of which the notebook sees nothing.
    n : int
        How many people there are.
    policy : partnership_evaluation.disclosure.Policy or None
        The policy; None where the rows are not people.
    legend : str
        What the symbols mean.
    """

    tables: dict
    shown: pd.DataFrame
    record: dict
    left_out: tuple = ()
    n: int = 0
    policy: object = None
    legend: str = field(default="", repr=False)

    @property
    def hidden(self):
        """How many of the released numbers are symbols."""
        return int(self.shown["people"].astype(str).str.startswith("[").sum())

    @property
    def sentence(self):
        """Say for whom the report was made and what it hides."""
        if self.policy is None:
            return "The rows are schools, whose grades are published; no number is hidden."
        left = f" Left out of the report: {'; '.join(self.left_out)}." if self.left_out else ""
        return (
            f"Made for {_READERS[self.policy.audience]}, under the policy {self.policy.name}: "
            f"counts of 1 to {self.policy.threshold - 1} and whatever would give them away are "
            f"hidden, {self.hidden} of {len(self.shown)} numbers.{left}"
        )


@dataclass(frozen=True)
class Releases:
    """What a folder releases: of one school, or of a group and its schools.

    Attributes
    ----------
    by_case : dict of str to Released
        By the short name of the school or group.
    withheld : dict of str to str
        For the others the reason why nothing may be shown.
    """

    by_case: dict
    withheld: dict

    @property
    def record(self):
        """What was published of all of them, for the attack on the next reports."""
        records = [one.record for one in self.by_case.values()]
        return joined_records(records, policy=records[0]["policy"])

    @property
    def sentence(self):
        """Say for whom the reports are made, and of whom there is none."""
        first = next(iter(self.by_case.values()))
        if len(self.by_case) + len(self.withheld) == 1:
            return first.sentence
        for_whom = first.sentence.split(", ")[0]
        none = f"; nothing may be shown of {', '.join(self.withheld)}" if self.withheld else ""
        hidden = sum(one.hidden for one in self.by_case.values())
        return f"{for_whom}: {len(self.by_case)} reports, {hidden} numbers hidden{none}."


_READERS = {"staff": "staff", "governors": "governors", "public": "the public"}


def joined_records(records, *, policy):
    """Join the records of several releases that were protected apart.

    Parameters
    ----------
    records : iterable of dict
        As :attr:`partnership_evaluation.disclosure.Publication.record`.
    policy : str
        Name of the policy.

    Returns
    -------
    dict

    Examples
    --------
    >>> joined_records([{"statements": [1]}, {"statements": [2]}], policy="ours")["statements"]
    [1, 2]
    """
    statements = [statement for record in records for statement in record["statements"]]
    return {"schema": 1, "policy": policy, "statements": statements}


def about(records, dimensions):
    """Keep of earlier records what concerns some dimensions, or nobody's dimension at all.

    Parameters
    ----------
    records : sequence of dict
        Records of earlier reports.
    dimensions : set of str
        The dimensions of this release.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> row = {"source": "n", "terms": [[1, "people", {"sex": ["girl"]}, ""]], "low": 1, "high": 1}
    >>> about([{"schema": 1, "policy": "ours", "statements": [row]}], {"grade"})
    []
    """
    found = []
    for record in records:
        kept = [
            statement
            for statement in record["statements"]
            if all(set(key) <= dimensions for _, _, key, _ in statement["terms"])
        ]
        found += [{**record, "statements": kept}] if kept else []
    return found
