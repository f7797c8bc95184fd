"""The study that is planned again: its people, how they moved, and how they were judged.

The numbers come from a case study or from the parameters, for a school's own. What neither gives
(how reliable one judgement is, how much people move in an ordinary year) is an assumption, named as
one wherever it is used.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from partnership_evaluation import feasible, null_twin, power, wording

#: What the groups are called that people belong to.
PLURALS = {"class": "classes", "school": "schools", "group": "groups"}


class PlanningError(ValueError):
    """Numbers from which no study can be planned."""


@dataclass(frozen=True)
class Study:
    """One before/after study of one group.

    Attributes
    ----------
    subject : str
        What was judged, and where.
    source : str
        Where the numbers come from, in words.
    n : int
        People judged both times.
    least, most : (int, int)
        How many moved up and down, in the data that fit with the fewest and the most more up than
        down; the same where everybody was followed.
    linked : bool
        Whether the two judgements of one person can be put together.
    levels : tuple of str or None
        Codes of the scale, worst first; None where the starting levels are not known.
    before, after : tuple of int or None
        People at each level.
    spread : float
        Standard deviation of single judgements in steps, where the levels are not known.
    falls : str
        What became of people who fell: ``recorded`` or ``as_no_change``.
    classes : int
        Classes, or schools, that they belong to.
    class_word : str
        What these are called, in the singular.
    weeks : int
        School weeks between the two judgements.
    weeks_stated : bool
        Whether these were printed.
    own : bool
        Whether the numbers were given by hand.
    second_judgement : str
        What a second judgement would be, in words.

    Examples
    --------
    >>> from partnership_evaluation.questions import planning_reading
    >>> study = planning_reading.read("sutton", classes=3, class_word="school", weeks=38)
    >>> study.n, study.least, study.linked
    (12, (6, 0), True)
    """

    subject: str
    source: str
    n: int
    least: tuple
    most: tuple
    linked: bool
    levels: tuple | None
    before: tuple | None
    after: tuple | None
    spread: float
    falls: str
    classes: int
    class_word: str
    weeks: int
    weeks_stated: bool
    own: bool
    second_judgement: str

    @property
    def up(self):
        """Share who moved up: the middle of what fits."""
        return (self.least[0] + self.most[0]) / 2 / self.n

    @property
    def down(self):
        """Share who moved down: the middle of what fits."""
        return (self.least[1] + self.most[1]) / 2 / self.n

    @property
    def net(self):
        """Smallest and largest share up less share down, exactly."""
        ends = [Fraction(up - down, self.n) for up, down in (self.least, self.most)]
        return min(ends), max(ends)

    @property
    def mean_shift(self):
        """Mean steps moved, from the two distributions; None where these are not known."""
        if self.before is None or self.after is None:
            return None
        ranks = [
            sum(rank * count for rank, count in enumerate(c)) for c in (self.before, self.after)
        ]
        return Fraction(ranks[1], sum(self.after)) - Fraction(ranks[0], sum(self.before))

    @property
    def class_size(self):
        """People a class."""
        return self.n / self.classes

    @property
    def class_words(self):
        """What the classes are called, in the plural."""
        return PLURALS[self.class_word]

    def model(self, *, reliability, people=None, drift=0.0):
        """Describe the same people had nothing happened.

        Parameters
        ----------
        reliability : float
            Of one judgement.
        people : int, optional
            People, where not as many as there were; their levels are scaled up.
        drift : float, default 0
            Steps by which everybody moves anyway.

        Returns
        -------
        partnership_evaluation.null_twin.NullModel
        """
        people = people or self.n
        if self.before is None:
            return null_twin.ladder(
                n=people, spread=self.spread, reliability=reliability, drift=drift, falls=self.falls
            )
        return null_twin.NullModel(
            levels=self.levels,
            before=scaled(self.before, people),
            reliability=reliability,
            drift=drift,
            falls=self.falls,
        )

    def sentence(self):
        """Say in one sentence who was judged and who moved.

        Returns
        -------
        str
        """
        (low_up, low_down), (high_up, high_down) = self.least, self.most
        ups = _range(low_up, high_up)
        downs = _range(low_down, high_down)
        if self.linked:
            moved = f"of {self.n} people, {ups} moved up and {downs} moved down"
        else:
            least = self.least[0] - self.least[1]
            moved = (
                f"of {self.n} people not linked from one time to the next, "
                f"{wording.number(abs(least))} {'more' if least >= 0 else 'fewer'} met the "
                "standard at the end"
            )
        return f"{self.source}: {moved} ({self.subject})."


def without_names(study):
    """Describe the same study had nobody's two judgements been linked.

    Parameters
    ----------
    study : Study
        With known levels.

    Returns
    -------
    Study or None
        None where the levels are not known, so that nobody can say, and where the two
        distributions leave one way only, so that names add nothing.
    """
    if study.before is None or study.after is None:
        return None
    if not study.linked:
        return study
    space = feasible.paired_tables(study.before, study.after)
    if space.size == 1:
        return None
    net = feasible.bounds("net_change", space)
    ends = [_moves(table) for table in (net.low_at, net.high_at)]
    return replace(study, least=ends[0], most=ends[1], linked=False)


def with_names(study, *, reliability):
    """Describe the same study had everybody's two judgements been linked.

    Parameters
    ----------
    study : Study
        With known levels.
    reliability : float
        How alike two judgements of one person are: those who would have been seen to move follow
        from it.

    Returns
    -------
    Study or None
        None where the levels are not known.
    """
    if study.linked:
        return study
    if study.before is None or study.after is None:
        return None
    shares = [np.array(counts) / sum(counts) for counts in (study.before, study.after)]
    table = power.joint_table(*shares, correlation=min(reliability, 0.999)) * study.n
    up, down = (float(part.sum()) for part in (np.triu(table, 1), np.tril(table, -1)))
    return replace(study, least=(up, down), most=(up, down), linked=True)


def scaled(counts, people):
    """Give more, or fewer, people the same distribution: largest remainders first.

    Parameters
    ----------
    counts : sequence of int
        People at each level.
    people : int
        People wanted.

    Returns
    -------
    tuple of int
    """
    total = sum(counts)
    exact = [count * people / total for count in counts]
    whole = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in order[: people - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def _moves(table):
    cells = np.array(table)
    return int(np.triu(cells, 1).sum()), int(np.tril(cells, -1).sum())


def _range(low, high):
    low, high = sorted((low, high))
    if low == high:
        return wording.number(low)
    return f"{wording.number(low)} to {wording.number(high)}"
