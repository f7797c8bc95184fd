"""One task set before and after a lesson: who could do it, who got half way, who could not.

A document prints, for a class and for groups within it, how many pupils could do the task at the
start and how many could do all of it, half of it or none of it later. It does not say which pupil
is which. Where nobody could do it at the start, the two margins leave a single paired table.
"""

from dataclasses import dataclass, field

import pandas as pd

from partnership_evaluation import feasible, proportions, tables, wording

#: The columns of the printed tables, in the order of the document.
PRINTED = ("able_at_start", "whole_question_correct", "half_way", "some_success", "still_unable")
OUTCOMES = ("whole", "some")
OUTCOME_WORDS = {"whole": "all of it", "some": "half or more"}
CLASS = "all"
ABILITIES = ("high ability", "middle ability", "low ability")


class TaskError(ValueError):
    """The table of a task cannot be used as it stands."""


@dataclass(frozen=True)
class TaskGroup:
    """What was printed about one class or one group within it.

    Attributes
    ----------
    teaching_class, group : str
        The class, and the group within it (``all`` for the class).
    n : int
        Pupils.
    able_before : int
        Pupils who could do the task at the start.
    whole, half, some, unable : int
        Pupils who later did all of it, half of it, either of these, or none.
    percents : dict of str to str
        Percentages as printed, by the names ``whole`` and ``some``.

    Examples
    --------
    >>> read("central-beds")[0].label
    '10R4, all'
    """

    teaching_class: str
    group: str
    n: int
    able_before: int
    whole: int
    half: int
    some: int
    unable: int
    percents: dict = field(hash=False)

    @property
    def label(self):
        """Class and group in one phrase."""
        return f"{self.teaching_class}, {self.group}"

    def count(self, outcome):
        """Return how many pupils later did the ``whole`` task or at least ``some`` of it.

        Parameters
        ----------
        outcome : {"whole", "some"}
            Which of the two.

        Returns
        -------
        int
        """
        return {"whole": self.whole, "some": self.some}[outcome]

    def paired(self, outcome="whole"):
        """Describe every paired table, could and could not, that has the printed margins.

        Parameters
        ----------
        outcome : {"whole", "some"}
            What counts as being able afterwards.

        Returns
        -------
        partnership_evaluation.feasible.PairedSpace

        Examples
        --------
        >>> list(read("central-beds")[0].paired())
        [((8, 14), (0, 0))]
        """
        after = self.count(outcome)
        return feasible.paired_tables(
            (self.n - self.able_before, self.able_before), (self.n - after, after)
        )

    def moved(self):
        """Bound who moved up and down when half of the task may have been known at the start.

        Returns
        -------
        dict
            ``up`` and ``down``: the smallest and largest number of pupils, as (int, int); ``size``:
            the number of three by three tables.

        Notes
        -----
        How many were half way at the start is not printed: every number from none to all who could
        not do the whole is tried, and for each every joint table of the three outcomes.

        Examples
        --------
        >>> read("central-beds")[0].moved()["up"]
        (14, 19)
        """
        moves, size = set(), 0
        for half_before in range(self.n - self.able_before + 1):
            before = (self.n - self.able_before - half_before, half_before, self.able_before)
            space = feasible.paired_tables(before, (self.unable, self.half, self.whole))
            moves |= space.moves("high")
            size += space.size
        up, down = zip(*moves, strict=True)
        return {"up": (min(up), max(up)), "down": (min(down), max(down)), "size": size}

    def sentence(self, *, confidence_level=0.95):
        """Say in one sentence what was printed.

        Parameters
        ----------
        confidence_level : float, default 0.95
            Level of the interval.

        Returns
        -------
        str

        Examples
        --------
        >>> read("central-beds")[0].sentence()[:63]
        'Class 10R4: 0 of 22 pupils could do the question at the start; '
        """
        share = proportions.interval(self.whole, n=self.n, confidence_level=confidence_level)
        return (
            f"Class {self.teaching_class}: {self.able_before} of {self.n} pupils could do the "
            f"question at the start; later {self.whole} did all of it, {wording.span(share)}, "
            f"{self.half} got half way and {self.unable} still could not."
        )


def read(case):
    """Read what a case study printed about a task.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    tuple of TaskGroup
        Classes and the groups within them, in the order of the document; groups without pupils
        are left out.

    Raises
    ------
    TaskError
        When a class or group lacks one of the five columns.

    Examples
    --------
    >>> len(read("central-beds"))
    8
    """
    printed = tables.read(f"{case}/task_outcomes")
    found = []
    for (teaching_class, group), part in printed.groupby(["class", "group"], sort=False):
        rows = part.set_index("outcome")
        missing = [name for name in PRINTED if name not in rows.index]
        if missing:
            raise TaskError(
                f"A group needs all of {', '.join(PRINTED)}; found no {', '.join(missing)} for "
                f"{teaching_class}, {group} in {case}/task_outcomes. Add the rows."
            )
        if rows["group_size"].iloc[0] > 0:
            found.append(_group(teaching_class, group, rows))
    return tuple(found)


def classes(groups):
    """Keep the rows of whole classes.

    Parameters
    ----------
    groups : sequence of TaskGroup
        What :func:`read` returned.

    Returns
    -------
    list of TaskGroup

    Examples
    --------
    >>> [whole.n for whole in classes(read("central-beds"))]
    [22, 25]
    """
    return [group for group in groups if group.group == CLASS]


def _group(teaching_class, group, rows):
    pupils = rows["pupils"].astype(int)
    names = {"whole": "whole_question_correct", "some": "some_success"}
    percents = {name: rows.loc[column, "percent"] for name, column in names.items()}
    return TaskGroup(
        teaching_class,
        group,
        int(rows["group_size"].iloc[0]),
        int(pupils["able_at_start"]),
        int(pupils["whole_question_correct"]),
        int(pupils["half_way"]),
        int(pupils["some_success"]),
        int(pupils["still_unable"]),
        {name: text for name, text in percents.items() if not pd.isna(text)},
    )
