"""What can be wrong with the description of a world in which nothing worked."""

from __future__ import annotations

import math
from numbers import Real

import numpy as np

from partnership_evaluation.estimates import choice_problems, is_whole

SELECTIONS = ("all", "graded", "weakest_third")
FALLS = ("recorded", "as_no_change")
#: Share of a population that its weakest third is.
THIRD = 1 / 3


def problems(model):
    """List everything that is wrong with the description of a world.

    Parameters
    ----------
    model : partnership_evaluation.null_twin.NullModel
        The description, before missing numbers are filled in.

    Returns
    -------
    list of str
        One sentence a problem: the rule, what was found, what to do.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> found = problems(SimpleNamespace(levels=("no", "yes"), before=(2,), n=None, n_after=None,
    ...     population=None, selection="all", reliability=0.5, drift=0, scores=None,
    ...     falls="recorded"))
    >>> print(found[0])
    before has one number a level: found 1 for 2 levels; count 0 where nobody was.
    """
    places = len(model.levels)
    found = choice_problems(model.selection, SELECTIONS, name="selection")
    found += choice_problems(model.falls, FALLS, name="falls")
    if places < 2 or len(set(model.levels)) != places:
        found.append(
            "A scale has at least two levels, each named once: found "
            f"{', '.join(map(str, model.levels)) or 'none'}; list its codes from worst to best."
        )
    found += _length_problems(model, places)
    found += _people_problems(model)
    found += _number_problems(model)
    if model.selection != "all" and model.population is None:
        found.append(
            "People who were selected need the population they were selected from: found "
            f"selection = {model.selection!r} without population; give the share of everybody at "
            "each level."
        )
    return found


def _length_problems(model, places):
    for name in ("before", "population", "scores"):
        given = getattr(model, name)
        if given is not None and len(given) != places:
            yield (
                f"{name} has one number a level: found {len(given)} for {places} levels; "
                "count 0 where nobody was."
            )


def _people_problems(model):
    if model.before is None and model.population is None:
        yield (
            "A null twin needs to know where people start: found neither before nor population; "
            "give the number of people at each level, or the shares in the population."
        )
    if model.before is not None:
        wrong = [count for count in model.before if not is_whole(count) or count < 0]
        if wrong or sum(count for count in model.before if is_whole(count)) < 1:
            yield (
                "before counts people, at least one in all: found "
                f"{', '.join(map(repr, model.before))}; give whole numbers of 0 or more."
            )
        elif model.n is not None and model.n != sum(model.before):
            yield (
                f"n is the number of people in before: found n = {model.n} where before counts "
                f"{sum(model.before)}; leave n out."
            )
    sizes = {"n": model.n, "n_after": model.n_after}
    for name, size in sizes.items():
        missing = name == "n" and model.before is None and size is None
        if missing or (size is not None and (not is_whole(size) or size < 1)):
            yield f"{name} is a whole number of people: found {size!r}; give at least 1."


def _number_problems(model):
    for name, low, high in (("reliability", 0, 1), ("drift", -100, 100)):
        value = getattr(model, name)
        if not isinstance(value, Real) or isinstance(value, bool) or not low <= value <= high:
            yield f"{name} lies from {low} to {high}: found {value!r}; correct it."
    weights = model.population
    if weights is not None:
        numbers = all(isinstance(w, Real) and not isinstance(w, bool) for w in weights)
        if not numbers or not all(0 <= w < math.inf for w in weights) or sum(weights) <= 0:
            yield (
                "population gives the weight of each level, 0 or more and not all 0: found "
                f"{', '.join(map(repr, weights))}; give shares or numbers of people."
            )
        elif model.before is not None and len(weights) == len(model.before):
            yield from _impossible_starts(model, weights)
    scores = model.scores
    if scores is not None and (
        not all(is_whole(s) for s in scores) or sorted(set(scores)) != list(scores)
    ):
        yield (
            "scores are whole points in rising order: found "
            f"{', '.join(map(repr, scores))}; list them from the worst level to the best."
        )


def _impossible_starts(model, weights):
    pairs = zip(model.levels, weights, model.before, strict=False)
    empty = [level for level, weight, count in pairs if count and not weight]
    if empty:
        yield (
            "Nobody can come from a level that the population does not have: found people at "
            f"{', '.join(map(str, empty))}; give these levels a weight above 0."
        )
    starts = (np.cumsum(weights) - weights) / sum(weights)
    beyond = [
        level
        for level, count, start in zip(model.levels, model.before, starts, strict=True)
        if count and start >= THIRD
    ]
    if model.selection == "weakest_third" and beyond:
        yield (
            "People in the lowest third of the population have its lowest levels: found people at "
            f"{', '.join(map(str, beyond))}; check the selection or the population."
        )
