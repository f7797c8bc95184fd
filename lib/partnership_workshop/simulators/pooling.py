"""The evaluations of a whole class together: how often does an honest method err?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import figures, proportions
from partnership_workshop.learners import learner
from partnership_workshop.simulators.worlds import DANGERS, misses, simulate

DRAWN = 40
METHODS = {"alone": "this group alone", "compared": "with a comparison group"}


@dataclass(frozen=True)
class Pooled:
    """Many evaluations of one world.

    Attributes
    ----------
    danger : str
        Which danger was simulated.
    value : float
        The value of its setting.
    truth : float
        What the programme really adds.
    table : pandas.DataFrame
        ``learner``, ``method``, ``estimate``, ``low``, ``high``, ``misses``; two rows a learner.
    """

    danger: str
    value: float
    truth: float
    table: pd.DataFrame

    def summary(self) -> pd.DataFrame:
        """Count how often the interval of each method misses the truth.

        Returns
        -------
        pandas.DataFrame
            ``method``, ``misses``, ``of``, ``share``, ``low``, ``high`` (exact 95% interval).
        """
        rows = []
        for method, part in self.table.groupby("method", sort=False):
            found = proportions.interval(int(part["misses"].sum()), n=len(part))
            count = int(part["misses"].sum())
            rows.append((method, count, len(part), found.estimate, found.low, found.high))
        return pd.DataFrame(rows, columns=["method", "misses", "of", "share", "low", "high"])

    def figure(self, method: str = "alone") -> figures.Figure:
        """Draw the intervals of a class, those that miss the truth with another mark.

        Parameters
        ----------
        method : {"alone", "compared"}
            Which of the two.

        Returns
        -------
        partnership_evaluation.exhibits.Figure
        """
        part = self.table[self.table["method"] == METHODS[method]]
        shown = part.head(DRAWN).rename(columns={"learner": "label"})
        rest = f", the first {DRAWN} drawn" if len(part) > DRAWN else ""
        names = {True: "misses the truth", False: "holds the truth"}
        shown = shown.assign(group=shown["misses"].map(names))
        return figures.intervals(
            shown,
            unit="gain, in standard deviations (dashed: the truth)",
            reference=self.truth,
            alt=f"{int(part['misses'].sum())} of {len(part)} intervals miss the truth.",
            caption=f"{METHODS[method].capitalize()}. {DANGERS[self.danger].question}: "
            f"{self.value:.2f}. Simulated, one line a learner, n = {len(part)}{rest}.",
        )

    def _repr_html_(self):
        shown = figures.Table(self.summary(), "How often the 95% interval misses the truth.")
        return self.figure()._repr_html_() + shown._repr_html_()

    def __repr__(self):
        """The count as text."""
        return self.summary().to_string(index=False)


def pool(
    danger: str, *, learners: Iterable[str] | int, value: float | None = None, people: int = 0
) -> Pooled:
    """Let everybody in a class make one evaluation, and put them together.

    Parameters
    ----------
    danger : str
        One of the dangers.
    learners : iterable of str or int
        Their names, or how many imagined ones.
    value : float, optional
        The setting of the danger; its usual value unless given.
    people : int, default 0
        People in each programme; as many as usual when 0.

    Returns
    -------
    Pooled

    Raises
    ------
    ValueError
        When there is no such danger, nobody learns, somebody is there twice, or the value is out
        of range.

    Notes
    -----
    Each learner's world starts from a seed that follows from the name, so that a learner who runs
    ``simulate(..., seed=me.random("class"))`` sees the line that is theirs.

    Examples
    --------
    >>> pool("drift", learners=3).table.shape
    (6, 6)
    """
    names, rows, found = _names(learners), [], None
    for name in names:
        found = simulate(danger, value=value, people=people, seed=learner(name).random("class"))
        for key, label in METHODS.items():
            each = getattr(found, key)
            missed = misses(each, found.truth)
            rows.append((name, label, each.estimate, each.low, each.high, missed))
    columns = ["learner", "method", "estimate", "low", "high", "misses"]
    return Pooled(danger, found.value, found.truth, pd.DataFrame(rows, columns=columns))


def _names(learners: Iterable[str] | int) -> list[str]:
    """List who learns; the same learner twice would be the same evaluation counted twice."""
    if isinstance(learners, int):
        names = [f"learner {each + 1}" for each in range(learners)]
    else:
        names = [learners] if isinstance(learners, str) else [str(each) for each in learners or []]
    if not names:
        raise ValueError("A class has at least one learner; found none. Give names or a number.")
    seen = [learner(name).name for name in names]
    twice = sorted({name for name in seen if seen.count(name) > 1})
    if twice:
        raise ValueError(
            f"Everybody in a class has a name of their own; found twice: {', '.join(twice)}. Add a "
            "letter to one of them, there and in the first cell of the lesson."
        )
    return names
