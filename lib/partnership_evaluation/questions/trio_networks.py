"""Groups of three across schools as a network, when nobody printed who was in which group.

A document may say how many trios there were and from how many schools, and no more. Then every
network that fits is looked at: how many schools each school can have met, and whether the schools
hang together.
"""

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from math import comb, factorial

import numpy as np
import pandas as pd

#: More networks than this are not listed one by one.
MOST_NETWORKS = 2_000_000


class NetworkError(ValueError):
    """Trios and schools for which networks cannot be listed."""


@dataclass(frozen=True)
class Networks:
    """Every network of trios that fits what was printed.

    Attributes
    ----------
    trios, schools : int
        How many of each.
    members : numpy.ndarray
        One row a network, one column a trio: which of `triples` it is.
    triples : tuple of tuple of int
        Every set of three schools, numbered from 0.
    partners : numpy.ndarray
        One row a network, one column a school: how many other schools it met in a trio.
    places : numpy.ndarray
        One row a network, one column a school: in how many trios it was.
    connected : numpy.ndarray of bool
        Whether every school can be reached from every other through trios.
    weights : numpy.ndarray
        In how many orders the trios can be drawn: probability when trios are drawn at random.

    Examples
    --------
    >>> found = networks(trios=2, schools=6)
    >>> found.size, bool(found.connected.any())
    (10, False)
    """

    trios: int
    schools: int
    members: np.ndarray
    triples: tuple
    partners: np.ndarray
    places: np.ndarray
    connected: np.ndarray
    weights: np.ndarray

    @property
    def size(self):
        """The exact number of networks."""
        return len(self.members)

    @property
    def links(self):
        """In each network, how many pairs of schools met."""
        return self.partners.sum(axis=1) // 2

    def average(self, values):
        """Average a statistic over trios that are drawn at random.

        Parameters
        ----------
        values : sequence of float
            One number a network.

        Returns
        -------
        float
        """
        return float(np.average(values, weights=self.weights))

    def examples(self):
        """Pick the network with fewest links, a middle one and the one with most.

        Returns
        -------
        list of (str, list of tuple of int, numpy.ndarray)
            A name, its trios, and how many other schools each school met.
        """
        order = np.lexsort((self.places.max(axis=1), self.links))
        reached = np.cumsum(self.weights[order]) / self.weights.sum()
        middle = int(np.searchsorted(reached, 0.5))
        picked = {"fewest links": order[0], "middle": order[middle], "most links": order[-1]}
        return [
            (name, [self.triples[trio] for trio in self.members[at]], self.partners[at])
            for name, at in picked.items()
        ]

    def quantities(self):
        """Compute the number on which conclusions about the network rest.

        Returns
        -------
        dict of str to (int, int)
            ``connected``: 0 or 1, the least and the most over all networks.

        Examples
        --------
        >>> networks(trios=1, schools=3).quantities()
        {'connected': (1, 1)}
        """
        return {"connected": (int(self.connected.min()), int(self.connected.max()))}

    def sentence(self):
        """Say what is certain about the network and what is not.

        Returns
        -------
        str

        Examples
        --------
        >>> networks(trios=2, schools=6).sentence()[:58]
        'Which school was in which trio is not printed: 10 networks'
        """
        pairs, others = comb(self.schools, 2), self.schools - 1
        return (
            f"Which school was in which trio is not printed: {self.size:,} networks of "
            f"{self.trios} trios over {self.schools} schools fit. A school met from "
            f"{self.partners.min()} to {self.partners.max()} of the {others} others, from "
            f"{self.links.min()} to {self.links.max()} of {pairs} pairs of schools met, and in "
            f"{(~self.connected).sum():,} of them the schools fall apart into separate groups."
        )


def networks(*, trios, schools, cover=True):
    """List every network of trios over schools.

    Parameters
    ----------
    trios : int
        How many trios, each with teachers of three different schools.
    schools : int
        How many schools, at least 3.
    cover : bool, default True
        Whether every school must be in at least one trio.

    Returns
    -------
    Networks

    Raises
    ------
    NetworkError
        When there are fewer than three schools, no trio, too few trios for the schools, or too many
        networks to list.

    Notes
    -----
    A network is a multiset of trios: two trios may join the same three schools. Schools are told
    apart, teachers are not.

    Examples
    --------
    >>> networks(trios=1, schools=3).partners.tolist()
    [[2, 2, 2]]
    """
    _check(trios, schools, cover)
    triples = tuple(combinations(range(schools), 3))
    listed = combinations_with_replacement(range(len(triples)), trios)
    members = np.array(list(listed), dtype=np.int16)
    schools_of = np.array([sum(1 << school for school in triple) for triple in triples])
    joined = np.bitwise_or.reduce(schools_of[members], axis=1)
    if cover:
        members = members[joined == (1 << schools) - 1]
    inside = np.array([[school in triple for school in range(schools)] for triple in triples])
    return Networks(
        trios=trios,
        schools=schools,
        members=members,
        triples=triples,
        partners=_partners(members, triples, schools),
        places=inside[members].sum(axis=1),
        connected=_connected(schools_of[members], schools),
        weights=_weights(members),
    )


def table(found, *, even=False):
    """Tabulate what the networks allow.

    Parameters
    ----------
    found : Networks
        From :func:`networks`.
    even : bool, default False
        Add a line for the networks in which every school was in equally many trios.

    Returns
    -------
    pandas.DataFrame
        One row a reading: ``Reading``, ``Networks``, ``Schools met by a school``, ``Pairs that
        met``, ``All connected`` (share of networks).

    Examples
    --------
    >>> table(networks(trios=2, schools=4), even=False)["Pairs that met"].tolist()
    ['5 to 5 of 6']
    """
    readings = {"every school in at least one trio": np.ones(found.size, dtype=bool)}
    if even and 3 * found.trios % found.schools == 0:
        same = (found.places == 3 * found.trios // found.schools).all(axis=1)
        readings["every school in equally many trios"] = same
    rows = []
    for name, chosen in readings.items():
        partners, links = found.partners[chosen], found.links[chosen]
        rows.append(
            (
                name,
                f"{chosen.sum():,}",
                f"{partners.min()} to {partners.max()} of {found.schools - 1}",
                f"{links.min()} to {links.max()} of {comb(found.schools, 2)}",
                f"{100 * found.connected[chosen].mean():.2f}%",
            )
        )
    columns = ["Reading", "Networks", "Schools met by a school", "Pairs that met", "All connected"]
    return pd.DataFrame(rows, columns=columns)


def expected_partners(*, trios, schools):
    """Return how many other schools a school meets on average when trios are drawn at random.

    Parameters
    ----------
    trios, schools : int
        How many of each.

    Returns
    -------
    float

    Notes
    -----
    Two given schools are in one trio with probability 6 / (s (s - 1)); they never meet in t trios
    with the complement to the power t.

    Examples
    --------
    >>> round(expected_partners(trios=6, schools=6), 2)
    3.69
    """
    together = 6 / (schools * (schools - 1))
    return (schools - 1) * (1 - (1 - together) ** trios)


def _check(trios, schools, cover):
    if schools < 3 or trios < 1:
        raise NetworkError(
            f"A network needs a trio and three schools; found {trios} trios and {schools} schools. "
            "Correct the numbers."
        )
    if cover and 3 * trios < schools:
        raise NetworkError(
            f"Every school must have a place; found {trios} trios for {schools} schools. Say "
            "cover=False if schools may be left out."
        )
    listed = comb(comb(schools, 3) + trios - 1, trios)
    if listed > MOST_NETWORKS:
        raise NetworkError(
            f"At most {MOST_NETWORKS:,} networks are listed; found {listed:,}. Use "
            "expected_partners instead."
        )


def _partners(members, triples, schools):
    """Count for each school the other schools that share a trio with it."""
    met = np.zeros((len(members), schools), dtype=np.int16)
    for school in range(schools):
        others = np.array(
            [sum(1 << other for other in triple) if school in triple else 0 for triple in triples]
        )
        joined = np.bitwise_or.reduce(others[members], axis=1) & ~(1 << school)
        met[:, school] = np.bitwise_count(joined)
    return met


def _connected(masks, schools):
    """Say in which networks the trios reach every school from the first one."""
    reached = masks[:, 0].copy()
    for _ in range(masks.shape[1]):
        touches = (masks & reached[:, None]) > 0
        reached |= np.bitwise_or.reduce(np.where(touches, masks, 0), axis=1)
    return reached == (1 << schools) - 1


def _weights(members):
    """Count the orders in which each multiset of trios can be drawn."""
    orders = np.full(len(members), factorial(members.shape[1]), dtype=float)
    run = np.ones(len(members))
    for column in range(1, members.shape[1]):
        same = members[:, column] == members[:, column - 1]
        run = np.where(same, run + 1, 1)
        # Each repeat of a trio divides by how often it has come by now: in all by its factorial.
        orders /= run
    return orders
