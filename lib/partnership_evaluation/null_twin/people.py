"""People drawn for null twins: what every reliability and every drift has in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from partnership_evaluation.estimates import is_whole
from partnership_evaluation.null_twin.model import PRIOR_PEOPLE, NullModel, latent_shifts

#: The most judgements that are kept for the next draw.
KEPT = 2_500_000


@dataclass(frozen=True)
class People:
    """People as far as they do not depend on reliability and drift.

    Attributes
    ----------
    before : numpy.ndarray
        Ranks before, 0 the worst level; shape (twins, people), not to be written to.
    latent : numpy.ndarray
        First judgement, in standard deviations.
    error : numpy.ndarray
        What the second judgement has of its own.
    inner : numpy.ndarray
        Boundaries between levels, one row a twin, or one for all.
    moves : dict
        How far each population moves, by drift; the last one only.
    """

    before: np.ndarray
    latent: np.ndarray
    error: np.ndarray
    inner: np.ndarray
    moves: dict = field(default_factory=dict)

    def moved(self, drift):
        """Find how far each population moves.

        Parameters
        ----------
        drift : float
            Levels by which the mean level is to move.

        Returns
        -------
        numpy.ndarray
            One row a population, in standard deviations of a judgement.
        """
        if drift not in self.moves:
            self.moves.clear()
            self.moves[drift] = latent_shifts(self.inner, drift)[:, None]
        return self.moves[drift]


def drawn(model, *, n_twins, seed):
    """Draw people, or take those that the same seed has just drawn for a neighbouring model.

    Parameters
    ----------
    model : NullModel
        The world in which nothing worked.
    n_twins : int
        Twins.
    seed : int or numpy.random.Generator
        The start of the draws.

    Returns
    -------
    People

    Notes
    -----
    Looking for the value at which a conclusion turns asks for the same people some forty times.

    Examples
    --------
    >>> model = NullModel(levels=("no", "yes"), before=(2, 1), reliability=1)
    >>> drawn(model, n_twins=100, seed=1).latent.shape
    (100, 3)
    """
    world = (model.levels, model.before, model.n, model.n_after, model.population, model.selection)
    size = n_twins * max(model.n, model.n_after)
    draw_them = _same_people if is_whole(seed) and size <= KEPT else _same_people.__wrapped__
    return draw_them(*world, n_twins, seed)


@lru_cache(maxsize=3)
def _same_people(levels, before, n, n_after, population, selection, n_twins, seed):
    model = NullModel(levels, before, n, n_after, population, selection)
    rng = np.random.default_rng(seed)
    people = max(model.n, model.n_after)
    # Every number is drawn in the same order and amount, whatever the reliability and drift are.
    shares = _shares(model, n_twins, rng)
    place, error = rng.random((n_twins, people)), rng.standard_normal((n_twins, people))
    edges = np.concatenate([np.zeros((len(shares), 1)), np.cumsum(shares, axis=1)], axis=1)
    edges[:, -1] = 1.0
    before = _first_levels(model, edges, place, rng)
    ceiling = model.highest_place
    if model.before is None:
        first = place[:, : model.n] * ceiling
    else:
        rows = np.arange(len(edges))[:, None] if len(edges) > 1 else 0
        low, high = edges[rows, before], np.minimum(edges[rows, before + 1], ceiling)
        first = low + (high - low) * place[:, : model.n]
    latent = ndtri(np.clip(first, 1e-15, 1 - 1e-15))
    if model.n_after > model.n:
        # Whoever was graded the second time only is another member of the population.
        latent = np.concatenate([latent, ndtri(place[:, model.n :] * ceiling)], axis=1)
    before.setflags(write=False)
    return People(before, latent, error, ndtri(np.clip(edges[:, 1:-1], 0, 1)))


def levels(inner, latent):
    """Cut judgements into levels.

    Parameters
    ----------
    inner : numpy.ndarray
        Boundaries, one row a twin, or one for all.
    latent : numpy.ndarray
        Judgements, shape (twins, people).

    Returns
    -------
    numpy.ndarray
        Ranks, 0 the worst level.

    Examples
    --------
    >>> levels(np.array([[0.0]]), np.array([[-1.0, 1.0]])).tolist()
    [[0, 1]]
    """
    if len(inner) == 1:
        return np.searchsorted(inner[0], latent, side="left").astype(np.int16)
    found = np.zeros(latent.shape, dtype=np.int16)
    for column in inner.T:
        found += latent > column[:, None]
    return found


def _shares(model, n_twins, rng):
    if model.population is not None:
        return model.expected_shares[None, :]
    weights = np.array(model.before) + PRIOR_PEOPLE / len(model.levels)
    return rng.dirichlet(weights, size=n_twins)


def _first_levels(model, edges, place, rng):
    """Give every person the level they had, or draw it where none was printed."""
    n_twins = len(place)
    if model.before is None:
        drawn = place[:, : model.n] * model.highest_place
        inner = ndtri(np.clip(edges[:, 1:-1], 0, 1))
        return levels(inner, ndtri(np.clip(drawn, 1e-15, 1 - 1e-15)))
    ranks = np.repeat(np.arange(len(model.levels)), model.before).astype(np.int16)
    if model.n_after == model.n:
        return np.broadcast_to(ranks, (n_twins, model.n))
    # Which of them were graded again is not known: any of them may have been.
    return rng.permuted(np.broadcast_to(ranks, (n_twins, model.n)), axis=1)
