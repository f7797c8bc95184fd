"""What is left of a group when the schools that show a number are taken from it.

A group prints 30 who moved up; three of its four schools print 14, 6 and 7. So three moved up in
the fourth, whatever is hidden there. Such a rest is a number of its own, and must not be small.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from partnership_evaluation.disclosure.publication import WITHHELD
from partnership_evaluation.released.circles import SCHOOL, is_fine

NEAR = 1e-9


def given_away(records, numbers, *, policy, attributes=dict, within=()):
    """Find the kinds of numbers that leave a rest which is too small.

    Parameters
    ----------
    records : sequence of dict
        What the group and its schools publish, this report among them.
    numbers : mapping of str to dict
        Of each school how many people are of which levels, as
        :func:`partnership_evaluation.released.circles.keyed` writes them. A total among them is no
        secret.
    policy : partnership_evaluation.disclosure.Policy
        What may be published. Where it takes schools for insiders, the rest is what is left
        without any one school's own people too.
    attributes : callable, default dict
        Gives all levels of the people of one key; more than its own where one level follows from
        others, as who moved follows from two grades.
    within : sequence of str
        Dimensions that sort people beforehand: of girls who gained a level, the others are girls.

    Returns
    -------
    set of tuple of str
        The dimensions of the numbers at fault.

    Notes
    -----
    A school shows a number if it can be added up from what it prints: if it lies in the span of the
    printed counts, each a sum over the finest ones. The rest of a number is its sum over all
    schools that do not show it. It must be allowed by itself, and so must the number of all others
    there; and of fewer people than a share or a mean needs, nothing may be known at all. The rest
    of one school has to pass as if that school had printed it. Besides, no number of one school
    may lie in the span of everything that is printed of the group and of all schools together.

    Examples
    --------
    >>> from partnership_evaluation import disclosure
    >>> from partnership_evaluation.released.circles import keyed
    >>> def printed(n, **school):
    ...     key = {"moved": ["up"]} | school
    ...     row = {"terms": [[1, "teachers", key, ""]], "low": n, "high": n}
    ...     return {"statements": [row]}
    >>> numbers = {"hill": keyed("moved", {"up": 7, "not": 5}),
    ...            "dale": keyed("moved", {"up": 1, "not": 9})}
    >>> policy = disclosure.read_policy("adults_staff")
    >>> given_away([printed(8), printed(7, school=["hill"])], numbers, policy=policy)
    {('moved',)}
    >>> given_away([printed(8)], numbers, policy=policy)
    set()
    """
    kinds = _kinds(numbers, attributes, within)
    printed = _Printed(records, kinds)
    return {dimensions for dimensions, kind in kinds.items() if printed.is_small(kind, policy)}


def left_out(publication, kinds, numbers, *, attributes=dict):
    """Leave all numbers of some kinds out of a report; the symbol says nothing of their size.

    Parameters
    ----------
    publication : partnership_evaluation.disclosure.Publication
        The report.
    kinds : set of tuple of str
        From :func:`given_away`.
    numbers, attributes
        As for :func:`given_away`.

    Returns
    -------
    partnership_evaluation.disclosure.Publication
        With everything of these kinds hidden but totals that are no secret.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> from partnership_evaluation.released.circles import keyed
    >>> release = Release("teachers")
    >>> release.count(7, of={"moved": ["up"]}, name="up")
    >>> numbers = {"hill": keyed("moved", {"up": 7, "not": 5})}
    >>> shown = suppress(release, policy=read_policy("adults_staff"))
    >>> shown.text("up"), left_out(shown, {("moved",)}, numbers).text("up")
    ('7', '[x]')
    """
    if not kinds:
        return publication
    known, release = _kinds(numbers, attributes), publication.release
    counts = {
        found: WITHHELD
        for found in release.printed
        for kind, is_total in [_kind_and_total(known, _levels(found))]
        if kind in kinds and not is_total
    }
    others = {
        name: WITHHELD
        for name, one in release.statements.items()
        if _kind_and_total(known, _levels(one.bases[-1]))[0] in kinds
    }
    return replace(
        publication,
        hidden={**publication.hidden, **counts},
        hidden_statements={**publication.hidden_statements, **others},
    )


def _levels(found):
    return {name: levels for name, levels in found.key if name != SCHOOL}


def _kind_and_total(kinds, levels):
    """The dimensions by which a count is compared, and whether it is a total that is no secret."""
    kind = next(iter(_fitting(kinds, levels)), None)
    row = None if kind is None else kind.row(levels)
    if row is None:
        return None, False
    return kind.dimensions, bool(kind.basis(()).holds(row[None])[0])


@dataclass
class _Kind:
    """Numbers of the same dimensions: the finest ones, and how many of each a school has."""

    dimensions: tuple
    keys: list
    attributes: list
    within: tuple = ()
    by_school: dict = field(default_factory=dict)
    totals: list = field(default_factory=list)

    def row(self, levels):
        """Which of the finest numbers are counted together; None where there are none."""
        found = [all(one.get(name) in of for name, of in levels.items()) for one in self.attributes]
        return np.array(found, float) if any(found) else None

    def base(self, row):
        """Among whom those of a number are counted: all who are sorted beforehand as they are."""
        sorts = [tuple(one.get(name) for name in self.within) for one in self.attributes]
        chosen = {sort for sort, times in zip(sorts, row, strict=True) if times}
        return np.array([sort in chosen for sort in sorts], float)

    def basis(self, rows):
        return _Basis(np.array([np.zeros(len(self.keys)), *self.totals, *rows]))


class _Basis:
    """The sums that can be worked out from some."""

    def __init__(self, rows):
        _, sizes, axes = np.linalg.svd(rows, full_matrices=False)
        self.axes = axes[sizes > NEAR]

    @property
    def unknown(self):
        """The projection on everything that cannot be worked out."""
        return np.eye(self.axes.shape[1]) - self.axes.T @ self.axes

    def holds(self, rows):
        """Whether each row is a sum of multiples of those that are known."""
        return np.abs(rows - rows @ self.axes.T @ self.axes).max(axis=1) < NEAR


class _Printed:
    """What everybody can read of the group and of each school."""

    def __init__(self, records, kinds):
        self.rows, self.means, places = {}, set(), {}
        for row in (row for record in records for row in record["statements"]):
            times, _, levels, measure = row["terms"][0]
            who = tuple(levels.get(SCHOOL, ()))
            asked = {name: tuple(of) for name, of in levels.items() if name != SCHOOL}
            place = tuple(sorted(asked.items()))
            if place not in places:
                fits = _fitting(kinds, asked)
                places[place] = [(kind.dimensions, kind.row(asked)) for kind in fits]
            if len(row["terms"]) > 1:
                self.means |= {(who, dimensions) for dimensions, _ in places[place][:1]}
            elif times == 1 and not measure and row["low"] == row["high"]:
                for dimensions, found in places[place]:
                    if found is not None:
                        self.rows.setdefault((who, dimensions), {})[place] = found

    def of(self, who, kind):
        return list(self.rows.get((who, kind.dimensions), {}).values())

    def is_small(self, kind, policy):
        """Whether a rest of one of the numbers is too small."""
        return self._has_small_count(kind, policy) or self._has_small_mean(kind, policy)

    def _has_small_count(self, kind, policy):
        ours = self.of((), kind)
        if not ours:
            return False
        shown = {name: self.of((name,), kind) for name in kind.by_school}
        rows = _with_differences([*ours, *(row for of in shown.values() for row in of)])
        rows = rows[~kind.basis(()).holds(rows)]
        if self._gives_single(kind, rows, policy):
            return True
        rows = rows[kind.basis(ours).holds(rows)]
        hidden = {name: ~kind.basis(of).holds(rows) for name, of in shown.items()}
        return any(
            _is_small(kind, pool, row, policy)
            for place, row in enumerate(rows)
            for pool in _pools([name for name in hidden if hidden[name][place]], policy)
        )

    def _gives_single(self, kind, rows, policy):
        """Whether all that is printed together gives a small number of one school.

        A sum over the group, less what all other schools print of it, is one school's: so what
        can be said of a school is what it prints, and every sum that the group and each of the
        other schools print.
        """
        shown = {name: self.of((name,), kind) for name in kind.by_school}
        hidden = {name: kind.basis(of).unknown for name, of in shown.items()}
        together = sum(hidden.values()) + kind.basis(self.of((), kind)).unknown
        for name, of in shown.items():
            known = kind.basis([*of, *_null(together - hidden[name])])
            if any(_is_small(kind, [name], row, policy) for row in rows[known.holds(rows)]):
                return True
        return False

    def _has_small_mean(self, kind, policy):
        if ((), kind.dimensions) not in self.means:
            return False
        rest = [name for name in kind.by_school if ((name,), kind.dimensions) not in self.means]
        return any(_people(kind, pool) < policy.minimum_n_mean for pool in _pools(rest, policy))


def _null(matrix):
    """The directions that a sum of projections leaves nothing of."""
    sizes, axes = np.linalg.eigh(matrix)
    return axes[:, sizes < NEAR].T


def _with_differences(rows):
    """Every row once, and what is left of each when a part of it is taken away."""
    rows = np.unique(np.array(rows), axis=0)
    between = (rows[:, None] - rows[None]).reshape(-1, rows.shape[1])
    parts = between[(between >= 0).all(axis=1) & between.any(axis=1)]
    return np.unique(np.vstack([rows, parts]), axis=0)


def _pools(rest, policy):
    """The schools whose sum can be worked out, by anybody and by each of them."""
    own = [[name for name in rest if name != one] for one in rest]
    return [pool for pool in [rest, *(own if SCHOOL in policy.insiders else [])] if pool]


def _people(kind, pool):
    return sum(int(kind.by_school[name].sum()) for name in pool)


def _is_small(kind, pool, row, policy):
    base = kind.base(row)
    count, people = (int(sum(kind.by_school[name] @ of for name in pool)) for of in (row, base))
    return people < policy.fewest or any(policy.is_protected(n) for n in (count, people - count))


def _kinds(numbers, attributes, within=()):
    found = {}
    for key in sorted({key for of in numbers.values() for key in of if is_fine(key)}):
        levels = {name: of[0] for name, of in key}
        own = {name: of[0] for name, of in attributes(key).items()}
        names = tuple(sorted(levels))
        kind = found.setdefault(names, _Kind(names, [], [], tuple(set(within) & set(names))))
        kind.keys.append(key)
        kind.attributes.append(own)
    for kind in found.values():
        kind.by_school = {
            name: np.array([of.get(key, 0) for key in kind.keys]) for name, of in numbers.items()
        }
    for key in {key for of in numbers.values() for key in of if not is_fine(key)}:
        for kind in _fitting(found, dict(key)):
            if (row := kind.row(dict(key))) is not None:
                kind.totals.append(row)
    return found


def _fitting(kinds, levels):
    """The kinds whose dimensions can say who is counted, those of the fewest first."""
    fits = [kind for kind in kinds.values() if set(levels) <= set(kind.attributes[0])]
    return sorted(fits, key=lambda kind: len(kind.dimensions))
