"""One world for each danger: people are drawn, chosen, judged twice; the truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
import pandas as pd
from scipy import stats

from partnership_evaluation import figures, null_twin, progress
from partnership_evaluation.estimates import Estimate


@dataclass(frozen=True)
class World:
    """How people are chosen and judged, and what is true of them.

    Attributes
    ----------
    people : int
        People in the programme; as many again in the comparison group.
    effect : float
        What the programme really adds, in standard deviations of a judgement.
    reliability : float
        How far two judgements of one person agree when nothing changed.
    drift : float
        By how much everybody moves anyway.
    chosen : float
        Share from which people are taken, the lowest first judgements.
    at_top : float
        Share of everybody who are at the top of the scale and cannot be judged higher.
    lost : float
        Share who are missing the second time, those first who did worst.
    shared : float
        Share of the variance of gains that people of one class have in common.
    class_size : int
        People in a class.
    """

    people: int = 24
    effect: float = 0.0
    reliability: float = 0.7
    drift: float = 0.0
    chosen: float = 1.0
    at_top: float = 0.0
    lost: float = 0.0
    shared: float = 0.0
    class_size: int = 1


@dataclass(frozen=True)
class Danger:
    """A danger, and the setting of the world that makes it small or large.

    Attributes
    ----------
    name : str
        In one or two words.
    setting : str
        The field of :class:`World` that varies.
    low, high, usual : float
        Its range, and where a slider begins.
    question : str
        What the simulator shows.
    world : World
        Everything else.
    """

    name: str
    setting: str
    low: float
    high: float
    usual: float
    question: str
    world: World = World()


DANGERS = {
    danger.name: danger
    for danger in (
        Danger("selection", "chosen", 0.1, 1.0, 0.25,
               "Share of everybody from which the lowest are taken"),
        Danger("reliability", "reliability", 0.1, 1.0, 0.5,
               "How far two judgements of one person agree", World(chosen=0.33)),
        Danger("ceiling", "at_top", 0.0, 0.8, 0.4,
               "Share of people who are at the top of the scale", World(effect=0.6)),
        Danger("drift", "drift", 0.0, 1.0, 0.4,
               "Standard deviations by which everybody rises anyway"),
        Danger("attrition", "lost", 0.0, 0.6, 0.3,
               "Share missing the second time, those who did worst first"),
        Danger("clustering", "shared", 0.0, 0.6, 0.3,
               "Share of the variance of gains that a class has in common",
               World(people=48, class_size=12)),
        Danger("no control", "effect", 0.0, 1.0, 0.3,
               "What the programme really adds, in standard deviations", World(drift=0.4)),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Simulated:
    """One evaluation in a world whose truth is known.

    Attributes
    ----------
    danger : str
        Which danger was simulated.
    value : float
        The value of its setting.
    truth : float
        What the programme really adds, in standard deviations.
    alone : Estimate
        From the programme group alone: the mean gain.
    compared : Estimate
        From both groups: the difference of mean gains, classes taken as classes.
    by_itself : float
        What is expected of the chosen when nothing happens, in closed form; 0 where nobody was
        chosen.
    """

    danger: str
    value: float
    truth: float
    alone: Estimate
    compared: Estimate
    by_itself: float

    def table(self) -> pd.DataFrame:
        """Set the truth beside both estimates.

        Returns
        -------
        pandas.DataFrame
            ``label``, ``estimate``, ``low``, ``high``, ``misses`` (whether the interval misses the
            truth).
        """
        rows = [
            (label, found.estimate, found.low, found.high, misses(found, self.truth))
            for label, found in (
                ("this group alone", self.alone),
                ("with a comparison group", self.compared),
            )
        ]
        return pd.DataFrame(rows, columns=["label", "estimate", "low", "high", "misses"])

    def figure(self) -> figures.Figure:
        """Draw both estimates and the truth.

        Returns
        -------
        partnership_evaluation.exhibits.Figure
        """
        return figures.intervals(
            self.table(),
            unit="gain, in standard deviations (dashed: the truth)",
            reference=self.truth,
            alt=f"Gain of this group alone {self.alone.estimate:.2f}, with a comparison group "
            f"{self.compared.estimate:.2f}; the truth is {self.truth:.2f}.",
            caption=f"{DANGERS[self.danger].question}: {self.value:.2f}. Simulated, "
            f"n = {self.alone.n} in the programme.",
        )

    def _repr_html_(self):
        return self.figure()._repr_html_()


def simulate(
    danger: str, *, seed: int | np.random.Generator, value: float | None = None, people: int = 0
) -> Simulated:
    """Make one evaluation in a world with a danger.

    Parameters
    ----------
    danger : str
        One of :data:`DANGERS`.
    seed : int or numpy.random.Generator
        Start of the random numbers.
    value : float, optional
        The setting of the danger; its usual value unless given.
    people : int, default 0
        People in the programme; as many as usual when 0.

    Returns
    -------
    Simulated

    Raises
    ------
    ValueError
        When there is no such danger, the value is out of its range or people are too few.

    Examples
    --------
    >>> found = simulate("drift", value=0.5, seed=1)
    >>> found.truth
    0.0
    """
    chosen = known(danger)
    setting = chosen.usual if value is None else float(value)
    if not chosen.low <= setting <= chosen.high:
        raise ValueError(f"{chosen.question}: from {chosen.low} to {chosen.high}; found {setting}.")
    world = replace(chosen.world, **{chosen.setting: setting})
    world = replace(world, people=people) if people else world
    if world.people < 2 * world.class_size:
        raise ValueError(
            f"A programme has at least two classes of {world.class_size}; found {world.people} "
            f"people. Give {2 * world.class_size} or more."
        )
    rng = np.random.default_rng(seed)
    mine, theirs = _gains(world, world.effect, rng), _gains(world, 0.0, rng)
    return Simulated(
        danger, setting, world.effect, progress.mean_gain(list(mine[0])),
        _difference(_of_classes(*mine), _of_classes(*theirs)), _by_itself(world),
    )  # fmt: skip


def known(danger: str) -> Danger:
    """Look up a danger.

    Parameters
    ----------
    danger : str
        Its name.

    Returns
    -------
    Danger

    Raises
    ------
    ValueError
        When there is none; the nearest is offered.
    """
    if danger in DANGERS:
        return DANGERS[danger]
    near = get_close_matches(str(danger).lower(), DANGERS, n=1, cutoff=0.3)
    advice = f"Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"A danger is one of {', '.join(DANGERS)}; found {danger!r}. {advice}")


def misses(found: Estimate, truth: float) -> bool:
    """Say whether an interval misses the truth.

    Parameters
    ----------
    found : Estimate
        With ``low`` and ``high``.
    truth : float
        What is so.

    Returns
    -------
    bool
    """
    return not found.low <= truth <= found.high


def _gains(world: World, effect: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw people, choose, judge twice; the gain of each and the number of the class."""
    drawn = max(world.people, round(world.people / world.chosen))
    true = rng.normal(size=drawn) * np.sqrt(world.reliability)
    noise = np.sqrt(1 - world.reliability)
    before = true + noise * rng.normal(size=drawn)
    order = np.argsort(before)[: world.people] if world.chosen < 1 else np.arange(world.people)
    rng.shuffle(order)
    change = effect + world.drift + _class_part(world, noise, rng)
    after = true[order] + change + noise * rng.normal(size=world.people)
    top = stats.norm.ppf(1 - world.at_top) if world.at_top else np.inf
    gains = np.minimum(after, top) - np.minimum(before[order], top)
    classes = np.arange(world.people) // world.class_size
    stay = np.argsort(np.argsort(after)) >= round(world.lost * world.people)
    return gains[stay], classes[stay]


def _of_classes(gains: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Work out the mean gain of each class that is left."""
    people = np.bincount(classes)
    return np.bincount(classes, weights=gains)[people > 0] / people[people > 0]


def _class_part(world: World, noise: float, rng: np.random.Generator) -> np.ndarray:
    """What people of one class have in common, besides the errors of two judgements."""
    classes = -(-world.people // world.class_size)
    own = 2 * noise**2
    spread = np.sqrt(own * world.shared / (1 - world.shared))
    return np.repeat(rng.normal(size=classes) * spread, world.class_size)[: world.people]


def _difference(first: np.ndarray, second: np.ndarray) -> Estimate:
    """Compare the mean gains of classes; a class of one is a person."""
    found = stats.ttest_ind(first, second, equal_var=False)
    limits = found.confidence_interval(0.95)
    return Estimate(
        estimate=float(np.mean(first) - np.mean(second)), low=float(limits.low),
        high=float(limits.high), n=len(first) + len(second), confidence_level=0.95,
        method="difference of mean gains of classes, Welch's interval",
        statistic=float(found.statistic), p_value=float(found.pvalue),
    )  # fmt: skip


def _by_itself(world: World) -> float:
    if world.chosen >= 1:
        return 0.0
    limit = float(stats.norm.ppf(world.chosen))
    found = null_twin.regression_to_the_mean(
        0.0, sd=1.0, reliability=world.reliability, below=limit
    )
    return float(found.estimate)
