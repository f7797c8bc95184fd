"""Data sets that agree with everything published: proof of what cannot be told from it.

Two data sets that a reader cannot tell apart, and in which a protected count differs by the width
of the policy, prove that the reader cannot place it more closely.
"""

from itertools import compress

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

#: Branches after which a search for many proofs at once is content with what it has.
ENOUGH_NODES = 100
NEAR = 1e-9
#: Blocks whose pairs are tried for numbers that many blocks bear on.
FIRST_BLOCKS = 5


def by_hidden(publication, model):
    """Order the blocks of unknowns by how much is hidden in them, most first.

    Parameters
    ----------
    publication : Publication
        What is shown and hidden.
    model : Model
        The unknowns.

    Returns
    -------
    list of int

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> from partnership_evaluation.disclosure.building import build
    >>> release = Release()
    >>> for school, n in {"A": 30, "B": 3}.items():
    ...     release.count(n, of={"school": school}, name=school)
    >>> by_hidden(suppress(release, policy=read_policy("pupils_staff")), build(release))
    [1, 0]
    """
    members = model.members[sorted({model.cells[found] for found in publication.hidden})]
    hidden = np.asarray(members.sum(axis=0)).ravel()
    labels = [int(label) for label in np.unique(model.blocks)]
    return sorted(labels, key=lambda label: (-hidden[model.blocks == label].sum(), label))


class Proofs:
    """For each protected number and each reader the span of values that are proved possible.

    Parameters
    ----------
    model : Model
        The unknowns and the true data set.
    targets : list of Target
        The protected numbers.
    readers : list of Reader
        Who may attack.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release
    >>> from partnership_evaluation.disclosure.building import build
    >>> Proofs(build(Release()), [], []).insecure()
    []
    """

    def __init__(self, model, targets, readers):
        """Start with the true data set as the only one."""
        self.model, self.targets, self.readers = model, targets, readers
        self.vectors = model.matrix([target.terms for target in targets])
        self.width = np.array([target.width for target in targets], float)
        own = [reader.knows(model) for reader in readers]
        self.own = np.array(own, bool).reshape(len(readers), model.size)
        self.concerned = np.asarray(abs(self.vectors) @ (~self.own).T.astype(float)) > 0
        self.known = model.matrix([row.terms for reader in readers for row in reader.rows])
        self.starts = np.cumsum([0] + [len(reader.rows) for reader in readers])
        blocks = model.block_of_variable
        used = [abs(self.vectors) @ (blocks == b).astype(float) > 0 for b in np.unique(blocks)]
        self.blocks_of_target = np.sum([np.asarray(u) for u in used], axis=0)
        self.values, self.numbers, self.agreed = [], [], []
        self.clear()
        self.add(model.truth)

    def clear(self) -> None:
        """Forget the spans."""
        shape = (len(self.targets), len(self.readers))
        self.low, self.high = np.full(shape, np.inf), np.full(shape, -np.inf)

    def add(self, values):
        """Keep a data set that agrees with everything shown.

        Parameters
        ----------
        values : numpy.ndarray
            One value a variable.

        Returns
        -------
        None
        """
        differs = np.abs(self.known @ (values - self.model.truth)) > 1e-6
        pairs = zip(self.starts[:-1], self.starts[1:], strict=True)
        self.values.append(values)
        self.numbers.append((self.vectors @ values)[:, None])
        self.agreed.append(np.array([not differs[first:last].any() for first, last in pairs], bool))
        self._widen(-1)

    def _widen(self, position):
        agrees, numbers = self.agreed[position], self.numbers[position]
        self.low = np.where(agrees, np.minimum(self.low, numbers), self.low)
        self.high = np.where(agrees, np.maximum(self.high, numbers), self.high)

    def keep(self, chosen):
        """Keep some of the data sets, if they prove everything by themselves.

        Parameters
        ----------
        chosen : numpy.ndarray of bool
            Which to keep.

        Returns
        -------
        bool
            Whether they do; if not, all are kept.
        """
        saved = dict(vars(self))
        if chosen.all():
            return bool(self.secure.all())
        for kind in ("values", "numbers", "agreed"):
            setattr(self, kind, list(compress(getattr(self, kind), chosen)))
        self.clear()
        for position in range(len(self.values)):
            self._widen(position)
        if self.secure.all():
            return True
        vars(self).update(saved)
        return False

    @property
    def secure(self):
        """Whether each number is safe from each reader: a table of truth values."""
        return ~self.concerned | (self.high - self.low >= self.width[:, None] - NEAR)

    def is_secure(self, target, reader):
        """Say whether a number is safe from a reader.

        Parameters
        ----------
        target, reader : int
            Positions.

        Returns
        -------
        bool
        """
        span = self.high[target, reader] - self.low[target, reader]
        return bool(span >= self.width[target] - NEAR or not self.concerned[target, reader])

    def insecure(self):
        """List what is not proved yet.

        Returns
        -------
        list of (int, int)
            Positions of target and reader.
        """
        return [(int(target), int(reader)) for target, reader in np.argwhere(~self.secure)]

    def sweep(self, system, publication):
        """Look for data sets that prove many numbers at once, two blocks of unknowns at a time.

        Parameters
        ----------
        system : System
            Everything that anybody can read.
        publication : Publication
            What is shown and hidden.

        Returns
        -------
        None

        Notes
        -----
        A data set in which only two schools differ from the truth deceives every other school. Only
        what this leaves open needs a search of its own.
        """
        blocks = self.model.block_of_variable
        labels = np.unique(blocks)
        if len(labels) < 3:
            for sign in (1, -1):
                self.move(system, np.ones(len(blocks), bool), sign, publication)
            return
        ranked = by_hidden(publication, self.model)
        for position, first in enumerate(ranked):
            most = len(ranked) if position < FIRST_BLOCKS else 2
            for second in ranked:
                if first != second and self._is_open(blocks == first, most):
                    for sign in (1, -1):
                        self.move(system, np.isin(blocks, (first, second)), sign, publication)

    def _is_open(self, free, most):
        """Whether a number is not proved yet that these variables, and so many blocks, bear on."""
        inside = np.asarray(abs(self.vectors) @ free.astype(float)) > 0
        return bool((~self.secure[inside & (self.blocks_of_target <= most)]).any())

    def move(self, system, free, sign, publication):
        """Look for one data set in which many unproved numbers are larger, or smaller.

        Parameters
        ----------
        system : System
            Everything that anybody can read.
        free : numpy.ndarray of bool
            Which variables may differ from the truth.
        sign : {1, -1}
            Larger or smaller.
        publication : Publication
            What is shown and hidden.

        Returns
        -------
        None
        """
        chosen, goals = self._goals(free, sign, publication)
        if not chosen:
            return
        part = system.around(self.model.truth, free)
        vectors = self.vectors[chosen].tocsc()[:, np.flatnonzero(free)]
        start = self.vectors[chosen] @ self.model.truth
        far = np.abs(goals - start) + 2 * self.width[chosen] + 2
        moved = vectors @ self.model.truth[free]
        # sign * number >= sign * goal when the switch is on, and far below that when it is off
        limits = sparse.hstack([sign * vectors, -sparse.diags(far)])
        least = sign * (goals - start + moved) - far
        count = len(chosen)
        padded = sparse.hstack([part.matrix, sparse.csr_matrix((part.matrix.shape[0], count))])
        size = int(free.sum())
        found = milp(
            np.concatenate([np.zeros(size), -np.ones(count)]),
            integrality=np.concatenate([part.whole, np.ones(count)]),
            bounds=Bounds(
                np.concatenate([np.where(part.whole > 0, 0.0, -np.inf), np.zeros(count)]),
                np.concatenate([part.upper, np.ones(count)]),
            ),
            constraints=[
                LinearConstraint(padded, part.low, part.high),
                LinearConstraint(limits, lb=least),
            ],
            options={"node_limit": ENOUGH_NODES, "mip_rel_gap": 0.25},
        )
        if found.x is None:
            return
        values = self.model.truth.copy()
        values[free] = np.where(part.whole > 0, np.rint(found.x[:size]), found.x[:size])
        if system.fits(values):
            self.add(values)

    def wanted(self, reader):
        """A sum that is large where numbers differ that are not proved yet.

        Parameters
        ----------
        reader : int
            Whom the numbers are to be safe from.

        Returns
        -------
        numpy.ndarray
            Coefficients of the variables, none above 1 in size.
        """
        left = ~self.secure[:, reader]
        up = self.targets_room[0] & left
        signs = np.where(left, np.where(up, 1.0, -1.0), 0.0)
        total = self.vectors.T @ signs
        return total / max(1.0, np.abs(total).max(initial=0))

    @property
    def targets_room(self):
        """Whether each number lies in the lower half of what its symbol says, and the upper."""
        middle = np.array([t.width for t in self.targets])
        low = np.array([t.value for t in self.targets]) <= middle
        return low, ~low

    def _goals(self, free, sign, publication):
        """The unproved numbers that can move, and where each is to go."""
        inside = np.asarray(abs(self.vectors) @ free.astype(float)) > 0
        untouched = ~(self.own @ free.astype(float) > 0)
        chosen, goals = [], []
        for position in np.flatnonzero(inside):
            open_to = np.flatnonzero(~self.secure[position] & untouched)
            if not len(open_to):
                continue
            low, high = self.low[position, open_to].max(), self.high[position, open_to].min()
            least, most = self.targets[position].limits(publication)
            goal = (
                min(low + self.width[position], most)
                if sign > 0
                else max(high - self.width[position], least)
            )
            if sign * (goal - (high if sign > 0 else low)) > NEAR:
                chosen.append(int(position))
                goals.append(goal)
        return chosen, np.array(goals)
