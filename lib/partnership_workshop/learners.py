"""Who is learning, and the random numbers that are theirs alone."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass

import numpy as np

#: Where a classroom server says who is working, if nobody gives a name.
VARIABLES = ("PARTNERSHIP_LEARNER", "JUPYTERHUB_USER")
GUEST = "guest"


@dataclass(frozen=True)
class Learner:
    """Somebody who takes a lesson.

    Attributes
    ----------
    name : str
        Any name or pseudonym, in lower case; it leaves the notebook nowhere.
    """

    name: str

    @property
    def seed(self) -> int:
        """A whole number that follows from the name."""
        return int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4], "big")

    def random(self, purpose: str) -> np.random.Generator:
        """Start the random numbers of this learner for one purpose.

        Parameters
        ----------
        purpose : str
            What they are for, such as the number of an exercise.

        Returns
        -------
        numpy.random.Generator
            The same numbers each time it is asked for.
        """
        digest = hashlib.sha256(purpose.encode()).digest()[:4]
        return np.random.default_rng([self.seed, int.from_bytes(digest, "big")])


def learner(name: str | None = None) -> Learner:
    """Say who is learning.

    Parameters
    ----------
    name : str, optional
        A name or pseudonym; capitals and spaces around it do not matter. Without it, whoever the
        classroom server says is working, or else ``"guest"``.

    Returns
    -------
    Learner
        With data of their own in every lesson.

    Examples
    --------
    >>> learner(" Ada ") == learner("ada")
    True
    """
    given = name or next((os.environ[key] for key in VARIABLES if os.environ.get(key)), "")
    return Learner(str(given).strip().casefold() or GUEST)
