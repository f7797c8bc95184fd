"""Every data set that could lie behind a release: the hidden counts and what binds them.

A dimension sorts each person into one level, so that people differ only in the combination of
levels that they have. The unknowns are how many have each combination; each count is a sum of some
of them. Combinations that no published number tells apart are counted together, which changes
nothing that could be found out.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from partnership_evaluation.disclosure.programmes import System


@dataclass(frozen=True)
class Model:
    """The unknowns of a release and one data set that fits all its true numbers.

    Attributes
    ----------
    cells : dict of Cell to int
        For each cell the row of ``members``; cells of the same people share a row.
    members : scipy.sparse.csr_matrix
        Which unknowns each count adds up.
    measures : dict of (str, str) to int
        For each population and measure where the sums of scores begin among the variables.
    scales : dict of (str, str) to (float, float)
        The ends of the scale of each measure.
    blocks : numpy.ndarray of int
        For each unknown a level of the dimension with the most levels (a school, say): searches
        look at a few blocks at a time.
    levels : dict of (str, str) to tuple of str
        Every level of each dimension of each population.
    truth : numpy.ndarray
        One data set behind the true numbers.
    """

    cells: dict
    members: sparse.csr_matrix
    measures: dict
    scales: dict
    blocks: np.ndarray
    levels: dict
    truth: np.ndarray = None

    @property
    def size(self):
        """How many variables there are."""
        return self.members.shape[1] * (1 + len(self.measures))

    @property
    def block_of_variable(self):
        """The block of each variable: of the unknowns, and of their sums of each measure."""
        return np.tile(self.blocks, 1 + len(self.measures))

    @property
    def ceiling(self):
        """More people than any reader would believe; the top of an interval without one."""
        known = 0 if self.truth is None else float(np.max(self.truth, initial=0))
        return 1000 + 20 * math.ceil(known)

    def vector(self, terms):
        """Write a sum of terms over the variables.

        Parameters
        ----------
        terms : sequence of Term
            Cells of this model.

        Returns
        -------
        numpy.ndarray
        """
        return self.matrix([terms]).toarray()[0]

    def matrix(self, sums):
        """Write several sums of terms over the variables.

        Parameters
        ----------
        sums : sequence of sequence of Term
            Cells of this model.

        Returns
        -------
        scipy.sparse.csr_matrix
            One row a sum.
        """
        blocks = []
        for name in ["", *self.measures]:
            used = [
                (row, self.cells[term.cell], term.times)
                for row, terms in enumerate(sums)
                for term in terms
                if (term.measure and (term.cell.population, term.measure)) == name
            ]
            rows, cells, times = zip(*used, strict=True) if used else ((), (), ())
            shape = (len(sums), self.members.shape[0])
            blocks.append(
                sparse.csr_matrix((np.array(times, float), (rows, cells)), shape) @ self.members
            )
        return sparse.hstack(blocks, format="csr")

    def compile(self, rows):
        """Write rows over the variables, with the scales of the measures.

        Parameters
        ----------
        rows : list of Row
            What is known.

        Returns
        -------
        System
        """
        parts = [self.matrix([row.terms for row in rows])]
        low, high = [row.low for row in rows], [row.high for row in rows]
        sources = [row.source for row in rows]
        for block, limits in self._scale_rows():
            parts.append(block)
            low += [0.0 if limits == "low" else -math.inf] * block.shape[0]
            high += [math.inf if limits == "low" else 0.0] * block.shape[0]
            sources += [""] * block.shape[0]
        whole = np.ones(self.size)
        whole[self.members.shape[1] :] = 0
        limits = np.array(low, float), np.array(high, float)
        upper = self._upper(np.concatenate(limits))
        return System(sparse.vstack(parts, format="csr"), *limits, sources, whole, upper)

    def _upper(self, limits):
        """No unknown is larger than any reader would believe, or than the largest count itself."""
        largest = np.max(np.abs(limits[np.isfinite(limits)]), initial=0)
        upper = np.full(self.size, max(float(self.ceiling), largest))
        upper[self.members.shape[1] :] = math.inf
        return upper

    def _scale_rows(self):
        """Scores lie on their scale: the sum over people between n times its ends."""
        count = self.members.shape[1]
        for key, start in self.measures.items():
            for end, limits in zip(self.scales[key], ("low", "high"), strict=True):
                block = sparse.lil_matrix((count, self.size))
                block[range(count), range(count)] = -end
                block[range(count), range(start, start + count)] = 1
                yield sparse.csr_matrix(block), limits
