"""The world in which nothing worked, written down: people, scale, reliability, selection, drift."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np
from scipy.special import ndtr
from scipy.stats import norm

from partnership_evaluation.estimates import refuse
from partnership_evaluation.null_twin.model_problems import THIRD, problems

#: Weight of what was known before anybody was graded, in people spread evenly over the scale.
PRIOR_PEOPLE = 1.0
#: No judgement is further than this from the mean, in standard deviations.
FAR, SMALLEST, STEPS = 12.0, 1e-12, 60
ROOT_TWO_PI = math.sqrt(2 * math.pi)


@dataclass(frozen=True)
class NullModel:
    """People for whom nothing worked, graded twice by fallible judges.

    Attributes
    ----------
    levels : tuple of str
        Codes of the scale from worst to best; at least two. Its ends are floor and ceiling.
    before : tuple of int, optional
        How many people had each level before. Where it is left out, the starting levels are drawn
        from `population`.
    n : int, optional
        People with a level before; worked out from `before` where that is given.
    n_after : int, optional
        People with a level after, `n` unless it is given. The smaller number of the two times was
        graded both times; whoever is left over was graded once.
    population : tuple of float, optional
        Weight of each level among everybody from whom the people were selected. Where it is left
        out, the people in `before` are taken as a sample of it.
    selection : {"all", "graded", "weakest_third"}
        Who was chosen from the population: everybody, those with the levels that `before` counts,
        or those in its lowest third. The last two need `population`.
    reliability : float
        Correlation of two judgements of one person for whom nothing changed, from 0 (each
        judgement is drawn afresh, as if other people had been graded) to 1 (no error).
    drift : float
        Levels by which the mean of the whole population moves from before to after whatever was
        done, positive for better, as seen on the scale with its floor and ceiling.
    scores : tuple of int, optional
        Points of each level, in rising order, for means; 0, 1, 2 and so on unless given.
    falls : {"recorded", "as_no_change"}
        What becomes of a second judgement below the first: written down, or noted as no change.

    Raises
    ------
    ValueError
        With every problem of the description.

    Notes
    -----
    The truth of a person is normal, and so is the error of a judgement. In units of the standard
    deviation of judgements over the population, the truth has the variance `reliability` and the
    error the rest. Boundaries cut the judgement into levels so that their shares are those of the
    population. Under the null twin the truth is unchanged but for the drift, which moves it by as
    much as moves the mean level of the whole population by `drift`.

    Examples
    --------
    >>> model = NullModel(levels=("4", "3", "2", "1"), before=(0, 3, 7, 2), reliability=0.5)
    >>> model.n, model.selection
    (12, 'all')
    """

    levels: tuple
    before: tuple | None = None
    n: int | None = None
    n_after: int | None = None
    population: tuple | None = None
    selection: str = "all"
    reliability: float = 0.5
    drift: float = 0.0
    scores: tuple | None = None
    falls: str = "recorded"

    def __post_init__(self):
        """Refuse a world that cannot be; fill in the number of people."""
        for name in ("levels", "before", "population", "scores"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else tuple(value))
        refuse(problems(self))
        if self.before is not None:
            object.__setattr__(self, "n", sum(self.before))
        if self.n_after is None:
            object.__setattr__(self, "n_after", self.n)
        if self.scores is None:
            object.__setattr__(self, "scores", tuple(range(len(self.levels))))
        latent_shift(self.expected_shares, self.drift)  # refuses one that the scale cannot hold

    @property
    def linked(self):
        """People graded both times."""
        return min(self.n, self.n_after)

    @property
    def expected_shares(self):
        """Share of the population at each level, before any drift.

        Where only the people themselves are known, one more person is added, spread evenly over
        the levels, so that a level that nobody had can still be reached.
        """
        if self.population is not None:
            weights = np.array(self.population, dtype=float)
        else:
            weights = np.array(self.before) + PRIOR_PEOPLE / len(self.levels)
        return weights / weights.sum()

    @property
    def highest_place(self):
        """Share of the population below which the selected people are."""
        return THIRD if self.selection == "weakest_third" else 1.0


def latent_shift(shares, drift):
    """Find the move of everybody's truth that moves the mean level by a given amount.

    Parameters
    ----------
    shares : sequence of float
        Share of people at each level, from worst to best.
    drift : float
        Levels by which the mean level is to move.

    Returns
    -------
    float
        In standard deviations of a judgement.

    Raises
    ------
    ValueError
        When the mean level cannot move so far before everybody is at an end of the scale.

    Examples
    --------
    >>> round(latent_shift([0.5, 0.5], 0.3), 3)
    0.842
    """
    inner = boundaries(shares)
    mean = norm.sf(inner).sum()
    if not -mean < drift < len(inner) - mean:
        refuse(
            [
                "A drift moves the mean level within the scale: found "
                f"{drift:g} levels where it can move by {-mean:.2f} to {len(inner) - mean:.2f}; "
                "give a smaller one."
            ]
        )
    return float(latent_shifts(inner[None, :], drift)[0])


def latent_shifts(inner, drift):
    """Find the moves of several populations at once, as far as their scale has room.

    Parameters
    ----------
    inner : numpy.ndarray
        One row a population: its boundaries.
    drift : float
        Levels by which each mean level is to move.

    Returns
    -------
    numpy.ndarray
        One move a population, in standard deviations of a judgement; 12 at most either way.

    Notes
    -----
    Newton's method for all populations together, halving the interval where a step would leave it:
    the mean level rises with the move.

    Examples
    --------
    >>> latent_shifts(boundaries([0.5, 0.5])[None, :], 0.3).round(3).tolist()
    [0.842]
    """
    if drift == 0:
        return np.zeros(len(inner))
    wanted = ndtr(-inner).sum(axis=1) + drift
    moves = np.where(ndtr(FAR - inner).sum(axis=1) <= wanted, FAR, 0.0)
    moves[ndtr(-FAR - inner).sum(axis=1) >= wanted] = -FAR
    open_ = np.flatnonzero(moves == 0)
    moves[open_] = _solved(inner[open_], wanted[open_])
    return moves


def _solved(inner, wanted):
    """Solve for the move that gives each mean level, each population until it is found."""
    found, at = np.zeros(len(inner)), np.arange(len(inner))
    low, high = np.full(len(inner), -FAR), np.full(len(inner), FAR)
    for _ in range(STEPS):
        move, rows = found[at], inner[at]
        apart = move[:, None] - rows
        over = ndtr(apart).sum(axis=1) - wanted[at]
        short = over < 0
        low[at], high[at] = np.where(short, move, low[at]), np.where(short, high[at], move)
        with np.errstate(divide="ignore", invalid="ignore"):
            tried = move - over / (np.exp(-(apart**2) / 2).sum(axis=1) / ROOT_TWO_PI)
        inside = (low[at] <= tried) & (tried <= high[at])
        found[at] = np.where(inside, tried, (low[at] + high[at]) / 2)
        at = at[np.abs(found[at] - move) > SMALLEST]
        if not len(at):
            break
    return found


def boundaries(shares):
    """Place the boundaries between levels on the scale of the judgement.

    Parameters
    ----------
    shares : sequence of float
        Share of people at each level, from worst to best; they sum to 1.

    Returns
    -------
    numpy.ndarray
        One boundary fewer than there are levels, in standard deviations from the mean; infinite
        where nobody is on one side of it.

    Examples
    --------
    >>> [round(float(place), 2) for place in boundaries([0.16, 0.68, 0.16])]
    [-0.99, 0.99]
    """
    return norm.ppf(np.clip(np.cumsum(shares)[:-1], 0, 1))


def ladder(*, n, spread, reliability, drift=0.0, falls="recorded", points_per_level=1):
    """Describe people on a long, evenly spaced ladder whose starting levels were not printed.

    Parameters
    ----------
    n : int
        People.
    spread : float
        Standard deviation of their recorded levels, in levels; at least 0.5.
    reliability, drift, falls
        As for :class:`NullModel`.
    points_per_level : int, default 1
        Points that one level is worth.

    Returns
    -------
    NullModel
        With levels that are named by their distance from the middle, and a normal population cut
        off where fewer than one in a million would be.

    Raises
    ------
    ValueError
        When the spread is too small for the ladder, or a number is not allowed.

    Examples
    --------
    >>> pupils = ladder(n=29, spread=2.5, reliability=0.8, points_per_level=2)
    >>> len(pupils.levels), pupils.levels[0]
    (25, '-12')
    """
    if not isinstance(spread, Real) or isinstance(spread, bool) or not 0.5 <= spread <= 50:
        refuse(
            [
                "The spread of a ladder lies from 0.5 to 50 levels: found "
                f"{spread!r}; use NullModel with the levels themselves where it is less."
            ]
        )
    reach = int(np.ceil(4.6 * spread))
    steps = np.arange(-reach, reach + 1)
    weights = np.diff(norm.cdf(np.concatenate([[-np.inf], steps[:-1] + 0.5, [np.inf]]) / spread))
    return NullModel(
        levels=tuple(f"{step:+d}" if step else "0" for step in steps),
        n=n,
        population=tuple(weights),
        reliability=reliability,
        drift=drift,
        scores=tuple(int(step) * points_per_level for step in steps),
        falls=falls,
    )
