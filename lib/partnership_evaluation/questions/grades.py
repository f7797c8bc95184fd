"""Grades before and after: what was printed, and how many people can have moved.

Documents print grades in four ways: one line a person; counts at each time that are not linked
person to person; means only; or one grade for a whole group. A school's own sheet may be released
as the numbers who moved up, stayed and moved down. Each way leaves something open, and
every change is described here by the smallest and largest number of people who improved, stayed or
declined over all data that fit what was printed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from partnership_evaluation import measures, proportions, tables, wording

TIMES = ("before", "after")
MOVES = ("moved up", "stayed", "moved down")


#: Names of inspectors' categories for the grade below requires improvement.
OTHER_WORDS = {"special measures": "inadequate", "schools causing concern": "inadequate"}


#: From so many schools on with both grades they are counted together.
MANY_SCHOOLS = 5


class GradeError(ValueError):
    """Grades that cannot be used as they were typed in."""


@dataclass(frozen=True)
class Change:
    """One printed change of grades and what it leaves open.

    Attributes
    ----------
    subject : str
        What was graded.
    scale : str
        Name of the scale.
    kind : {"individuals", "moves", "counts", "group"}
        How it was printed.
    before, after : str
        The two times; for a whole group its two grades.
    n : int
        People, or 1 for the grade of a whole group.
    ranks : pandas.DataFrame or None
        ``rank_before``, ``rank_after`` (0 is the worst grade), one row a person; only where
        individuals were printed.
    bounds : pandas.DataFrame
        Rows ``improved``, ``stayed``, ``declined``; columns ``outcome``, ``low``, ``high``.
    at_best : int
        People who had the best grade before, as far as the printed grades say for certain.
    steps : int or None
        Steps of a whole group's grade, positive for better.
    noun : str
        What was graded, in the plural: people, or schools.

    Examples
    --------
    >>> [change.kind for change in read("central-beds")]
    ['counts', 'group']
    """

    subject: str
    scale: str
    kind: str
    before: str
    after: str
    n: int
    ranks: pd.DataFrame | None
    bounds: pd.DataFrame
    at_best: int
    steps: int | None = None
    noun: str = "people"

    @property
    def improved(self):
        """Smallest and largest number of people who improved."""
        row = self.bounds.set_index("outcome").loc["improved"]
        return int(row["low"]), int(row["high"])

    @property
    def stayed_at_best(self):
        """People at the best grade both times; they had no room to improve."""
        best = len(measures.scale(self.scale).codes) - 1
        return int(((self.ranks["rank_before"] == best) & (self.shifts == 0)).sum())

    @property
    def shifts(self):
        """Steps moved by each person, positive for better; None where people were not linked."""
        return None if self.ranks is None else self.ranks["rank_after"] - self.ranks["rank_before"]

    def sentence(self, *, confidence_level=0.95):
        """Say in one sentence who moved.

        Parameters
        ----------
        confidence_level : float, default 0.95
            Level of the interval.

        Returns
        -------
        str

        Examples
        --------
        >>> read("central-beds")[1].sentence()
        'A-level English: the one grade of the whole group went from 7 to 6, 1 step up the scale.'
        """
        if self.kind == "group":
            return _group_sentence(self)
        low, high = self.improved
        share = wording.span(proportions.interval(low, n=self.n, confidence_level=confidence_level))
        if (self.bounds["low"] == self.bounds["high"]).all():
            up, same, down = (int(number) for number in self.bounds["low"])
            return (
                f"{self.subject}: of {self.n} {self.noun}, {up} moved up, {same} stayed and {down} "
                f"moved down; {share} moved up."
            )
        if low == high:
            return f"{self.subject}: of {self.n} {self.noun}, {low} moved up; {share} moved up."
        return f"{self.subject}: of {self.n} {self.noun}, between {low} and {high} moved up."


def read(case):
    """Read every change of grades that a case study printed for people or groups.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    tuple of Change
        Individuals first, then counts, then groups; empty where only means were printed.

    Raises
    ------
    GradeError
        When counts do not add up to the number of people stated, or the two times have different
        numbers of people.

    Examples
    --------
    >>> read("sutton")[0].bounds.set_index("outcome").loc["improved"].tolist()
    [6, 6]
    """
    found = []
    for table, reader in (
        ("lesson_grades", _individuals),
        ("grade_moves", _moves),
        ("grade_counts", _counts),
        ("group_grades", _groups),
    ):
        if tables.exists(f"{case}/{table}"):
            found += reader(tables.read(f"{case}/{table}"))
    return tuple(found)


def _individuals(frame):
    for (scale,), part in frame.groupby(["scale"], sort=False):
        chosen = measures.scale(scale)
        noun = "people" if "lesson" in scale or not scale.startswith("ofsted") else "schools"
        pairs = zip(part["grade_before"], part["grade_after"], strict=True)
        yield _one_by_one(_graded(chosen), chosen, pairs, noun)


def _one_by_one(subject, scale, pairs, noun):
    """The change of people, or of schools, whose two grades are known one by one."""
    ranks = pd.DataFrame(
        [(scale.rank(before), scale.rank(after)) for before, after in pairs],
        columns=["rank_before", "rank_after"],
    )
    shifts = ranks["rank_after"] - ranks["rank_before"]
    numbers = [(shifts > 0).sum(), (shifts == 0).sum(), (shifts < 0).sum()]
    bounds = _bounds([(int(number), int(number)) for number in numbers])
    at_best = int((ranks["rank_before"] == len(scale.codes) - 1).sum())
    return Change(
        subject, scale.name, "individuals", "before", "after", len(ranks), ranks, bounds, at_best,
        noun=noun,
    )  # fmt: skip


def _graded(scale):
    """What one line a person or school holds: lesson grades, or what their scale is of."""
    return "Lesson grades" if "lesson" in scale.name else scale.title.split(" (")[0]


def _moves(frame):
    for (subject, scale), part in frame.groupby(["subject", "scale"], sort=False):
        counts = {tuple(row.move.split("|")): int(row.count) for row in part.itertuples()}
        ranges = []
        for move in MOVES:
            least = counts.get((move,), 0)
            most = sum(n for moves, n in counts.items() if move in moves)
            ranges.append((least, most))
        n = int(part["n_stated"].iloc[0])
        yield Change(subject, scale, "moves", "before", "after", n, None, _bounds(ranges), 0)


def _counts(frame):
    for (subject, scale), part in frame.groupby(["subject", "scale"], sort=False):
        times = list(dict.fromkeys(part["time"]))
        if len(times) < 2:
            continue
        first, last = (_people(part[part["time"] == time], scale) for time in (times[0], times[-1]))
        if len(first) != len(last):
            raise GradeError(
                f"Both times must have the same people; found {len(first)} at {times[0]!r} and "
                f"{len(last)} at {times[-1]!r} for {subject!r}. Leave out those counted only once."
            )
        bounds = _unlinked_bounds(first, last)
        best = len(measures.scale(scale).codes) - 1
        at_best = sum(ranks == {best} for ranks in first)
        yield Change(
            subject, scale, "counts", times[0], times[-1], len(first), None, bounds, at_best
        )


def _groups(frame):
    """Many schools are one change of all of them; a few are told one by one."""
    found = list(_each_group(frame))
    for (subject, scale), part in frame.groupby(["subject", "scale"], sort=False):
        pairs = _pairs_of_units(part, measures.scale(scale))
        if len(pairs) >= MANY_SCHOOLS:
            name = subject[0].upper() + subject[1:]
            alone = [c for c in found if c.scale != scale or not c.subject.startswith(name)]
            whole = _one_by_one(name, measures.scale(scale), pairs, "schools")
            found = [whole, *alone]
    yield from found


def _pairs_of_units(part, scale):
    grades = [[_code(row, scale) for row in unit.itertuples()] for _, unit in part.groupby("unit")]
    return [(codes[0], codes[-1]) for codes in grades if len(codes) > 1 and None not in codes]


def _each_group(frame):
    for (subject, scale, unit), part in frame.groupby(["subject", "scale", "unit"], sort=False):
        chosen = measures.scale(scale)
        codes = [_code(row, chosen) for row in part.itertuples()]
        if len(codes) < 2 or None in codes:
            continue
        move = chosen.rank(codes[-1]) - chosen.rank(codes[0])
        bounds = _bounds([(int(sign), int(sign)) for sign in (move > 0, move == 0, move < 0)])
        name = subject if frame["unit"].nunique() == 1 else f"{subject}, {unit}"
        name = name[0].upper() + name[1:]
        yield Change(name, scale, "group", codes[0], codes[-1], 1, None, bounds, 0, move)


def _code(row, scale):
    """Return the code of a printed grade, which may be printed as a word only."""
    if not pd.isna(row.grade):
        return row.grade
    words = OTHER_WORDS.get(row.words, row.words)
    return next((code for code, word in scale.words.items() if word == words), None)


def _group_sentence(change):
    way = "up" if change.steps > 0 else "down"
    size = abs(change.steps)
    moved = f"{size} step{'s' * (size != 1)} {way} the scale" if size else "no step"
    return (
        f"{change.subject}: the one grade of the whole group went from {change.before} to "
        f"{change.after}, {moved}."
    )


def _bounds(ranges):
    table = pd.DataFrame(ranges, columns=["low", "high"])
    table.insert(0, "outcome", ["improved", "stayed", "declined"])
    return table


def _people(part, scale):
    """List the ranks that each person can have had: those of the printed codes, and no others."""
    chosen, counted = measures.scale(scale), int(part["count"].sum())
    without, stated = part["count"].isna().sum(), part["n_stated"].iloc[0]
    if pd.isna(stated) and without == 0:
        stated = counted
    rest = -1 if pd.isna(stated) else int(stated) - counted
    if rest < 0 or (without == 0 and rest != 0) or without > 1:
        raise GradeError(
            f"Counts must add up to the people stated, with at most one left to fill up; found "
            f"{counted} of {stated} with {without} left open. Check the table."
        )
    people = []
    for row in part.itertuples():
        ranks = frozenset(chosen.rank(code) for code in row.grades.split("|"))
        people += [ranks] * (rest if pd.isna(row.count) else int(row.count))
    return people


def _unlinked_bounds(first, last):
    """Bound who moved over every pairing of people and every grade within its printed set."""
    n = len(first)
    can_rise, can_stay, can_fall = (
        np.array([[can(a, b) for b in last] for a in first], dtype=bool).reshape(n, n)
        for can in (
            lambda before, after: max(after) > min(before),
            lambda before, after: bool(before & after),
            lambda before, after: min(after) < max(before),
        )
    )
    return _bounds(
        [
            (n - _most_pairs(can_stay | can_fall), _most_pairs(can_rise)),
            (n - _most_pairs(can_rise | can_fall), _most_pairs(can_stay)),
            (n - _most_pairs(can_stay | can_rise), _most_pairs(can_fall)),
        ]
    )


def _most_pairs(possible):
    """Return how many pairs of a full pairing can be of a kind that some pairs cannot be."""
    matched = maximum_bipartite_matching(csr_array(possible), perm_type="column")
    return int((matched >= 0).sum())
