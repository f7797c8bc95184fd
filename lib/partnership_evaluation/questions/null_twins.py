"""Had nothing happened: printed changes set beside null twins, for every report before and after.

A report uses it in four steps, whatever was printed::

    assumed = null_twins.assume("lesson_observation", reliability=0.5, draws=10_000, seed=1)
    reported = null_twins_sources.of_grades("sutton", changes, means)
    comparison = null_twins.compare(reported, assumed)
    null_twins.worst_p_value(comparison)      # what a headline "improved" has to pass

The printed change comes from one of the readers of ``null_twins_sources``: ``of_grades`` (people,
counts or means of grades), ``of_items`` (counts, percentages and means of a survey), ``of_tasks``
(a task before and after) and ``of_gains`` (statements about gains, or mean gains). A change of
another kind is a :class:`Reported` with the :class:`~partnership_evaluation.null_twin.NullModel` of
its people: the numbers at each level before, the statistic that was printed, and its value. Where
only a mean was printed, `models` holds one model for each end of what it leaves open, and the least
favourable one counts. What a report shows of a comparison is in ``null_twins_exhibits``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from partnership_evaluation import null_twin, proportions, wording
from partnership_evaluation.null_twin import TwinResult
from partnership_evaluation.questions.null_twins_assumed import (
    Assumptions,
    NullTwinError,
    assume,
    evidence,
)

#: Of more people than this fewer twins are drawn: as many as make so many judgements, at least 100.
MANY_PEOPLE, MOST_JUDGEMENTS, FEWEST_TWINS = 2_000, 2_000_000, 100

__all__ = [
    "Assumptions",
    "Comparison",
    "NullTwinError",
    "Reported",
    "Twinned",
    "Worst",
    "assume",
    "compare",
    "evidence",
    "room_for",
    "worst_p_value",
]


@dataclass(frozen=True)
class Reported:
    """A printed change with the people behind it.

    Attributes
    ----------
    subject : str
        What was judged.
    words : str
        The printed change in a clause, with numbers.
    models : tuple of partnership_evaluation.null_twin.NullModel
        The people at the start; several where the printed figures leave their spread open.
    statistic : str
        A statistic of :data:`partnership_evaluation.null_twin.STATISTICS`.
    observed : fractions.Fraction
        Its printed value; the least favourable one where rounding leaves several.
    unit : str
        What the axis of a figure counts.
    factor : int
        By how much the statistic is multiplied to be in that unit.
    level_name : str
        What one level is called.
    moved : (int, int), optional
        People known to have moved up and down.
    agreed_after : (int, int, int), optional
        For shares: people of the favourable answer after, people who answered then, and people
        who answered at the larger of the two times.
    linked : bool
        False where other people were judged the second time, so that nothing ties the two.
    sizes : tuple of int
        Numbers of people that can have printed the figure, where none was printed.
    printed : str
        The figure as printed, where the number of people was not.
    spread : float, optional
        Standard deviation of the starting levels that was assumed.
    fewest : partnership_evaluation.null_twin.NullModel, optional
        The model of the smallest of these numbers; it counts for the worst p-value.
    """

    subject: str
    words: str
    models: tuple
    statistic: str
    observed: Fraction
    unit: str
    factor: int = 1
    level_name: str = "levels"
    moved: tuple | None = None
    agreed_after: tuple | None = None
    linked: bool = True
    sizes: tuple = ()
    printed: str = ""
    spread: float | None = None
    fewest: null_twin.NullModel | None = None

    @property
    def n(self):
        """People at the start."""
        return self.models[0].n


@dataclass(frozen=True)
class Worst:
    """The p-value that a headline has to pass, at the least favourable plausible world.

    Attributes
    ----------
    p_value : float
        The largest of the plausible reliabilities and of the spreads left open.
    adjusted : float
        The same after Holm's correction for all changes of the report.
    reliability, drift : float
        Where it was reached.
    monte_carlo_error : float
        Standard error of the p-value.
    n : int
        People.
    method : str
        How, in words.
    """

    p_value: float
    adjusted: float
    reliability: float
    drift: float
    monte_carlo_error: float
    n: int
    method: str


@dataclass(frozen=True)
class Twinned:
    """A printed change beside its null twins.

    Attributes
    ----------
    reported : Reported
        The change.
    model : partnership_evaluation.null_twin.NullModel
        The least favourable of its models, in the assumed world.
    result : partnership_evaluation.null_twin.TwinResult
        Its twins at the assumed reliability and drift.
    at : tuple of (float, partnership_evaluation.null_twin.TwinResult)
        The least favourable twins at each plausible reliability.
    drifted : partnership_evaluation.null_twin.TwinResult
        Its twins at the assumed reliability and the largest plausible drift.
    worst : Worst
        What a headline has to pass.
    """

    reported: Reported
    model: null_twin.NullModel
    result: TwinResult
    at: tuple
    drifted: TwinResult
    worst: Worst


@dataclass(frozen=True)
class Comparison:
    """All printed changes of a report beside their null twins.

    Attributes
    ----------
    assumed : Assumptions
        What was assumed.
    twinned : tuple of Twinned
        In the order printed; empty where nothing was printed that a twin can be drawn for.
    """

    assumed: Assumptions
    twinned: tuple

    @property
    def main(self):
        """The change that stands out most: smallest worst p-value; None without any."""
        return min(self.twinned, key=lambda one: one.worst.p_value, default=None)


def compare(reported, assumed):
    """Draw the null twins of every printed change.

    Parameters
    ----------
    reported : sequence of Reported
        The printed changes.
    assumed : Assumptions
        What is assumed.

    Returns
    -------
    Comparison

    Notes
    -----
    Twins are drawn at each plausible reliability for every model of a change; of several models
    the one with the largest p-value counts. The worst p-value is the largest over the plausible
    reliabilities, at the assumed drift, adjusted by Holm's method for all changes of the report.
    Of thousands of people fewer twins are drawn (:func:`affordable`).
    """
    assumed = affordable(reported, assumed)
    found = [_twinned(one, assumed) for one in reported]
    if not found:
        return Comparison(assumed, ())
    adjusted = proportions.adjust([one.worst.p_value for one in found])
    return Comparison(
        assumed,
        tuple(
            replace(one, worst=replace(one.worst, adjusted=float(p)))
            for one, p in zip(found, adjusted, strict=True)
        ),
    )


def affordable(reported, assumed):
    """Draw fewer twins of very many people.

    Parameters
    ----------
    reported : sequence of Reported
        The printed changes.
    assumed : Assumptions
        What is assumed.

    Returns
    -------
    Assumptions
        With as many twins as two million judgements make, and 100 at least, where a change is of
        more than 2,000 people: one twin of so many hardly differs from the next.
    """
    people = max((model.n for one in reported for model in one.models), default=0)
    if people <= MANY_PEOPLE:
        return assumed
    most = max(FEWEST_TWINS, MOST_JUDGEMENTS // people)
    return replace(assumed, n_twins=min(assumed.n_twins, most))


def worst_p_value(comparison, subject=None):
    """Return the p-value that a headline "improved" has to pass.

    Parameters
    ----------
    comparison : Comparison
        What :func:`compare` returned.
    subject : str, optional
        The change; the one that stands out most where it is left out.

    Returns
    -------
    Worst or None
        ``p_value`` at the least favourable plausible reliability and, where the report has several
        changes, ``adjusted`` for all of them; None where no twin can be drawn, and then nothing
        can be said to have improved.

    Raises
    ------
    NullTwinError
        When there is no change of that name.
    """
    if subject is None:
        return None if comparison.main is None else comparison.main.worst
    named = {one.reported.subject: one.worst for one in comparison.twinned}
    if subject not in named:
        raise NullTwinError(
            f"A change is named as it was printed; found {subject!r}. "
            f"Known: {'; '.join(named) or 'none'}."
        )
    return named[subject]


def room_for(model, drift):
    """Cut a drift to nine tenths of what the scale still has room for.

    Parameters
    ----------
    model : partnership_evaluation.null_twin.NullModel
        People and scale.
    drift : float
        Levels.

    Returns
    -------
    float
    """
    mean = sum(rank * share for rank, share in enumerate(model.expected_shares))
    return min(drift, 0.9 * float(len(model.levels) - 1 - mean))


def _twinned(reported, assumed):
    worlds = [assumed.world(model) for model in reported.models]
    reliabilities = assumed.reliabilities
    if not reported.linked:
        worlds, reliabilities = [replace(world, reliability=0.0) for world in worlds], (0.0,)
    central = worlds[0].reliability
    drawn = [_at_each(world, reported, reliabilities, assumed) for world in worlds]
    at = tuple((r, max((one[r] for one in drawn), key=_p)) for r in reliabilities)
    chosen = max(range(len(worlds)), key=lambda place: drawn[place][central].p_value)
    candidates = list(at)
    if reported.fewest is not None:
        fewest = assumed.world(reported.fewest)
        candidates += _at_each(fewest, reported, reliabilities, assumed).items()
    reliability, result = max(candidates, key=lambda pair: pair[1].p_value)
    ends = " to ".join(wording.number(r) for r in dict.fromkeys((reliabilities[0], at[-1][0])))
    worst = Worst(
        p_value=result.p_value,
        adjusted=result.p_value,
        reliability=reliability,
        drift=assumed.drift,
        monte_carlo_error=result.monte_carlo_error,
        n=result.n,
        method=f"largest over reliabilities {ends}: {result.method}",
    )
    moving = replace(worlds[chosen], drift=room_for(worlds[chosen], assumed.most_drift))
    drifted = _at_each(moving, reported, (central,), assumed)[central]
    return Twinned(reported, worlds[chosen], drawn[chosen][central], at, drifted, worst)


def _at_each(world, reported, reliabilities, assumed):
    """Draw the twins of one world at each reliability."""
    return {
        reliability: null_twin.twins(
            replace(world, reliability=reliability),
            statistic=reported.statistic,
            observed=reported.observed,
            n_twins=assumed.n_twins,
            seed=assumed.seed,
        )
        for reliability in reliabilities
    }


def _p(result):
    return result.p_value
