"""Integer programmes over everything that a reader knows (SciPy's HiGHS)."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from partnership_evaluation.disclosure.cells import DisclosureError

#: Branches after which a search is given up; a number, not a time, so that every machine agrees.
MOST_NODES = 20_000
SOLVED, GIVEN_UP, INFEASIBLE = 0, 1, 2
SLACK = 1e-6


@dataclass(frozen=True)
class System:
    """Linear limits on unknowns that are not negative.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix
        One row a limit.
    low, high : numpy.ndarray
        The limits.
    sources : list of str
        Where each limit is stated; empty for what needs no statement.
    whole : numpy.ndarray
        1 for an unknown that is a whole number, 0 for one that need not be.
    upper : numpy.ndarray
        The largest value of each unknown.
    """

    matrix: sparse.csr_matrix
    low: np.ndarray
    high: np.ndarray
    sources: list
    whole: np.ndarray
    upper: np.ndarray

    def fits(self, values):
        """Say whether a data set keeps every limit.

        Parameters
        ----------
        values : numpy.ndarray
            One value an unknown.

        Returns
        -------
        bool
        """
        return bool(self.fitting([values])[0])

    def fitting(self, several):
        """Say of several data sets whether each keeps every limit.

        Parameters
        ----------
        several : sequence of numpy.ndarray
            Of each one value an unknown.

        Returns
        -------
        numpy.ndarray of bool
        """
        values = np.array(several)
        sums = (self.matrix @ values.T).T
        room = SLACK * np.maximum(1.0, np.abs(sums))
        inside = ((sums >= self.low - room) & (sums <= self.high + room)).all(axis=1)
        # Sums of measures may be negative; counts may not.
        return inside & (values[:, self.whole > 0] >= 0).all(axis=1)

    def only(self, chosen):
        """The same unknowns with some of the limits.

        Parameters
        ----------
        chosen : numpy.ndarray of bool
            Which limits stay.

        Returns
        -------
        System
        """
        sources = [source for source, keep in zip(self.sources, chosen, strict=True) if keep]
        return System(
            self.matrix[chosen],
            self.low[chosen],
            self.high[chosen],
            sources,
            self.whole,
            self.upper,
        )

    def around(self, values, free):
        """The same limits when only some unknowns are open and the others have known values.

        Parameters
        ----------
        values : numpy.ndarray
            One value an unknown.
        free : numpy.ndarray of bool
            Which unknowns stay open.

        Returns
        -------
        System
            In the open unknowns only.
        """
        columns = self.matrix.tocsc()[:, np.flatnonzero(free)].tocsr()
        rows = np.flatnonzero(np.diff(columns.indptr))
        fixed = (self.matrix @ np.where(free, 0, values))[rows]
        return System(
            columns[rows],
            self.low[rows] - fixed,
            self.high[rows] - fixed,
            [self.sources[row] for row in rows],
            self.whole[free],
            self.upper[free],
        )

    def with_row(self, vector, low, high, source=""):
        """The same limits and one more.

        Parameters
        ----------
        vector : numpy.ndarray
            Its coefficients.
        low, high : float
            Its limits.
        source : str
            Where it is stated.

        Returns
        -------
        System
        """
        return System(
            sparse.vstack([self.matrix, sparse.csr_matrix(vector)], format="csr"),
            np.append(self.low, low),
            np.append(self.high, high),
            [*self.sources, source],
            self.whole,
            self.upper,
        )


def solve(system, objective=None):
    """Find a data set that keeps every limit and makes a sum as small as can be.

    Parameters
    ----------
    system : System
        The limits.
    objective : numpy.ndarray, optional
        The coefficients of the sum; any data set does when it is left out.

    Returns
    -------
    numpy.ndarray or None
        None when no data set keeps the limits.

    Raises
    ------
    DisclosureError
        When the search ends without an answer, which is never taken for safety.

    Examples
    --------
    >>> two = System(sparse.csr_matrix([[1.0, 1.0]]), np.array([5.0]), np.array([5.0]), ["total"],
    ...              np.ones(2), np.full(2, 100.0))
    >>> solve(two, np.array([1.0, 0.0]))
    array([0., 5.])
    """
    goal = np.zeros(system.matrix.shape[1]) if objective is None else objective
    if not len(goal):
        return np.zeros(0)
    lower = np.where(system.whole > 0, 0.0, -np.inf)
    found = milp(
        goal,
        integrality=system.whole,
        bounds=Bounds(lower, system.upper),
        constraints=LinearConstraint(system.matrix, system.low, system.high),
        options={"node_limit": MOST_NODES, "mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE:
        return None
    values = None if found.x is None else np.where(system.whole > 0, np.rint(found.x), found.x)
    if values is None or not system.fits(values):
        raise DisclosureError(
            f"A release is published only when the search for leaks ends: found {found.message!r} "
            f"with {len(goal)} unknowns; publish fewer dimensions together."
        )
    return values


def duals(system, objective):
    """Which limits hold the smallest value of a sum in place when unknowns need not be whole.

    Parameters
    ----------
    system : System
        The limits.
    objective : numpy.ndarray
        The coefficients of the sum.

    Returns
    -------
    (float, numpy.ndarray of bool)
        The smallest value, and the limits that bind it: with these alone it stays the same.

    Examples
    --------
    >>> two = System(sparse.csr_matrix([[1.0, 1.0], [0.0, 1.0]]), np.array([5.0, 0.0]),
    ...              np.array([5.0, 9.0]), ["total", "part"], np.ones(2), np.full(2, 100.0))
    >>> duals(two, np.array([-1.0, 0.0]))[1]
    array([ True, False])
    """
    below, above = np.isfinite(system.high), np.isfinite(system.low)
    lower = np.where(system.whole > 0, 0.0, -np.inf)
    found = linprog(
        objective,
        A_ub=sparse.vstack([system.matrix[below], -system.matrix[above]], format="csr"),
        b_ub=np.concatenate([system.high[below], -system.low[above]]),
        bounds=np.column_stack([lower, system.upper]),
    )
    binding = np.zeros(len(system.low), dtype=bool)
    if found.status != SOLVED:
        return -np.inf, np.ones(len(system.low), dtype=bool)
    used = np.abs(found.ineqlin.marginals) > 1e-9
    count = int(below.sum())
    binding[np.flatnonzero(below)[used[:count]]] = True
    binding[np.flatnonzero(above)[used[count:]]] = True
    return found.fun, binding
