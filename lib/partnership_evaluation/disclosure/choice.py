"""The cheapest numbers to hide so that a protected count could be something else.

One integer programme looks for a second data set in which the protected count differs and as few
published numbers as possible do: those are then hidden, and the second data set is proof that the
count cannot be told from what is left.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from partnership_evaluation.disclosure.cells import Row, Term
from partnership_evaluation.disclosure.programmes import INFEASIBLE
from partnership_evaluation.disclosure.publication import (
    LOW,
    SECONDARY,
    SMALL,
    WITHHELD,
    statement_rows,
    symbol_limits,
)
from partnership_evaluation.disclosure.ratios import rounded_limits

#: What it costs to hide a number: of a statement, and to withhold a count altogether.
STATEMENT_COST, WITHHOLD_COST = 1.5, 40.0
MOST_CHOICES = 50


@dataclass(frozen=True)
class Soft:
    """A published limit that may be given up by hiding numbers.

    Attributes
    ----------
    row : Row
        The limit while everything is shown.
    loose : (float, float)
        The limits once something is hidden.
    switches : tuple of object
        The numbers whose hiding lifts the limit: rows of the model, or names of statements.
    """

    row: Row
    loose: tuple[float, float]
    switches: tuple[object, ...]


def softened(publication, model, *, reach, withhold=False):
    """List every published limit with what would lift it.

    Parameters
    ----------
    publication : Publication
        What is hidden so far.
    model : Model
        The unknowns.
    reach : float
        How far a count may move in the second data set.
    withhold : bool
        Whether symbols that say nothing, and hidden zeros, are allowed: the last resort.

    Returns
    -------
    (list of Soft, dict of object to float)
        The limits, and the cost of each switch.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> from partnership_evaluation.disclosure.building import build
    >>> release = Release()
    >>> release.count(15, of={"grade": 1}, name="bar")
    >>> plain = suppress(release, policy=read_policy("pupils_staff"))
    >>> [(soft.row.low, soft.loose) for soft in softened(plain, build(release), reach=4)[0]]
    [(15, (11, 19))]
    """
    soft, costs, seen = [], {}, set()
    for found in sorted(publication.release.printed):
        switch = model.cells[found]
        if switch in seen:
            continue
        seen.add(switch)
        limits, loose = _count_limits(publication, found, reach, withhold)
        row = Row(found.text, (Term(1, found),), *limits)
        if loose is None:
            soft.append(Soft(row, limits, ()))
            continue
        soft.append(Soft(row, loose, (switch,)))
        costs[switch] = math.log2(1 + publication.release.values[found])
        costs[switch] += WITHHOLD_COST if withhold else 0
    for name, statement in sorted(publication.release.statements.items()):
        if name in publication.hidden_statements:
            continue
        bases = tuple(sorted({model.cells[base] for base in statement.bases}))
        lifted = tuple(base for base in bases if base in costs)
        for row in statement_rows(publication, statement):
            far = reach * max(abs(term.times) for term in row.terms)
            soft.append(Soft(row, (row.low - far, row.high + far), (name, *lifted)))
            costs[name] = STATEMENT_COST
    return soft, costs


def _count_limits(publication, found, reach, withhold):
    """The limits of a printed count, and the looser ones if it may be hidden (else None)."""
    policy, shown = publication.policy, publication.symbol(found)
    if isinstance(shown, int):
        low, high = rounded_limits(shown, policy)
        if shown == 0 and not withhold:
            return (low, high), None
        least = policy.threshold if policy.threshold > 1 and not withhold else 0
        return (low, high), (max(low - reach, least), high + reach)
    reason = publication.hidden.get(found)
    low, high = policy.hidden_range if shown == LOW else symbol_limits(reason, policy)
    if shown == LOW or (withhold and reason in (SMALL, SECONDARY)):
        return (low, high), (0, high + reach)
    return (low, high), None


@dataclass(frozen=True)
class Choice:
    """The published limits of one stage of the search, ready to be solved.

    Attributes
    ----------
    model : Model
        The unknowns and the true data set.
    system : System
        The limits while everything is shown.
    soft : list of Soft
        Which of them can be lifted, in the same order after the hard ones.
    costs : dict of object to float
        What lifting costs.
    lifts : tuple of scipy.sparse.csr_matrix
        How much each number that is hidden lowers the lower and raises the upper limits.
    reach : float
        How far an unknown may move.
    """

    model: object
    system: object
    soft: list
    costs: dict
    lifts: tuple
    reach: float

    def cheapest(self, vector, low, high, *, free=None, bonus=None):
        """Find a second data set that reaches a goal and contradicts as little as possible.

        Parameters
        ----------
        vector : numpy.ndarray
            The protected number over the variables.
        low, high : float
            Where it is to lie.
        free : numpy.ndarray of bool, optional
            Which variables may differ from the truth; all of them when left out.
        bonus : numpy.ndarray, optional
            A sum that is to be large where that costs nothing.

        Returns
        -------
        (numpy.ndarray, set, float) or None
            The data set, the numbers to hide and what that costs; None when there is none.
        """
        free = np.ones(self.model.size, bool) if free is None else free
        columns = self.system.matrix.tocsc()[:, np.flatnonzero(free)].tocsr()
        rows = np.flatnonzero(np.diff(columns.indptr))
        matrix, truth = columns[rows], self.model.truth[free]
        fixed = (self.system.matrix @ self.model.truth)[rows] - matrix @ truth
        below, above = (lift[rows] for lift in self.lifts)
        used = np.flatnonzero(np.asarray((below + above).sum(axis=0)).ravel())
        bonus = np.zeros(self.model.size) if bonus is None else bonus
        found = self._solved(
            bonus[free],
            sparse.vstack([matrix, sparse.csr_matrix(vector[free])], format="csr"),
            [_with_empty_row(lift[:, used]) for lift in (below, above)],
            np.append(self.system.low[rows] - fixed, low - vector[~free] @ self.model.truth[~free]),
            np.append(
                self.system.high[rows] - fixed, high - vector[~free] @ self.model.truth[~free]
            ),
            free,
            np.array(list(self.costs.values()))[used],
        )
        if found.status == INFEASIBLE or found.x is None:
            return None
        values = self.model.truth.copy()
        whole = self.system.whole[free] > 0
        values[free] = np.where(whole, np.rint(found.x[: len(truth)]), found.x[: len(truth)])
        switches = _used(self.model, self.soft, values)
        return values, switches, sum(self.costs[switch] for switch in switches)

    def _solved(self, bonus, matrix, lifts, low, high, free, costs):
        whole, truth = self.system.whole[free], self.model.truth[free]
        slack = np.where(whole > 0, float(self.reach), np.inf)
        least = np.where(whole > 0, np.maximum(truth - slack, 0), -np.inf)
        count = len(costs)
        return milp(
            np.concatenate([-bonus, costs]),
            integrality=np.concatenate([whole, np.ones(count)]),
            bounds=Bounds(
                np.concatenate([least, np.zeros(count)]),
                np.concatenate([truth + slack, np.ones(count)]),
            ),
            constraints=[
                LinearConstraint(sparse.hstack([matrix, lifts[0]]), lb=low),
                LinearConstraint(sparse.hstack([matrix, -lifts[1]]), ub=high),
            ],
            options={"node_limit": MOST_CHOICES, "mip_rel_gap": 0.4},
        )


def choices(publication, model, *, hard, reach, withhold=False):
    """Set up the search for the cheapest numbers to hide.

    Parameters
    ----------
    publication : Publication
        What is hidden so far.
    model : Model
        The unknowns.
    hard : list of Row
        Limits that stay.
    reach : float
        How far a count may move in the second data set.
    withhold : bool
        Whether the last resort is allowed.

    Returns
    -------
    Choice

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> from partnership_evaluation.disclosure.cells import cell
    >>> from partnership_evaluation.disclosure.building import build
    >>> release = Release()
    >>> for grade, n in {1: 20, 2: 15, 3: 3}.items():
    ...     release.count(n, of={"grade": grade}, name=f"bar {grade}")
    >>> release.count(38, of={}, name="all")
    >>> plain, model = suppress(release, policy=read_policy("pupils_staff")), build(release)
    >>> vector = model.vector([Term(1, cell({"grade": 3}))])
    >>> values, hidden, cost = choices(plain, model, hard=[], reach=4).cheapest(vector, 1, 1)
    >>> values.tolist(), hidden == {model.cells[cell({"grade": 2})]}, cost
    ([1.0, 17.0, 20.0], True, 4.0)
    """
    soft, costs = softened(publication, model, reach=reach, withhold=withhold)
    system = model.compile([*hard, *(item.row for item in soft)])
    index = {switch: position for position, switch in enumerate(costs)}
    return Choice(model, system, soft, costs, _lifts(system, len(hard), soft, index), reach)


def _with_empty_row(matrix):
    return sparse.vstack([matrix, sparse.csr_matrix((1, matrix.shape[1]))], format="csr")


def _lifts(system, start, soft, index):
    """How much each switch lowers the lower limits and raises the upper ones."""
    lists = {"low": ([], [], []), "high": ([], [], [])}
    for position, item in enumerate(soft, start=start):
        gains = (item.row.low - item.loose[0], item.loose[1] - item.row.high)
        for side, gain in zip(lists, gains, strict=True):
            for switch in item.switches if math.isfinite(gain) else ():
                for values, value in zip(lists[side], (gain, position, index[switch]), strict=True):
                    values.append(value)
    shape = (system.matrix.shape[0], len(index))
    return tuple(sparse.csr_matrix((v, (r, c)), shape) for v, r, c in lists.values())


def _used(model, soft, values):
    """The switches that the data set needs: counts first, and statements that stand on none."""
    sums = model.matrix([item.row.terms for item in soft]) @ values
    broken = [
        item
        for item, total in zip(soft, sums, strict=True)
        if not item.row.low - 1e-6 <= total <= item.row.high + 1e-6
    ]
    used = {item.switches[0] for item in broken if not isinstance(item.switches[0], str)}
    for item in broken:
        if not used & set(item.switches):
            used.add(item.switches[0])
    return used


def hide(publication, model, switches, *, withhold=False):
    """Hide what a second data set contradicts.

    Parameters
    ----------
    publication : Publication
        What is hidden so far.
    model : Model
        The unknowns.
    switches : set
        Rows of the model, or names of statements.
    withhold : bool
        Whether the symbols are to say nothing.

    Returns
    -------
    (dict, dict)
        Hidden counts and hidden statements, with the reasons.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> from partnership_evaluation.disclosure.building import build
    >>> release = Release()
    >>> release.count(15, of={"grade": 1}, name="bar")
    >>> plain, model = suppress(release, policy=read_policy("pupils_staff")), build(release)
    >>> list(hide(plain, model, {0})[0].values())
    ['would give another count away']
    """
    reason = WITHHELD if withhold else SECONDARY
    cells = {c: reason for c in publication.release.values if model.cells[c] in switches}
    names = {name: reason for name in switches if isinstance(name, str)}
    return {**publication.hidden, **cells}, {**publication.hidden_statements, **names}
