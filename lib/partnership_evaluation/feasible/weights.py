"""Weights of an additive statistic as whole numbers, and whole random numbers of any size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from partnership_evaluation.estimates import refuse

__all__ = ["random_below", "whole_weights"]


def whole_weights(
    weights: Mapping | Sequence | Callable, values: Sequence
) -> tuple[list[int], Fraction]:
    """Turn weights into whole numbers and the unit they are multiples of.

    Parameters
    ----------
    weights : mapping, sequence or callable
        A weight for some values (others 0), one weight a value, or a function of the value.
    values : sequence
        The values of the scale.

    Returns
    -------
    tuple
        The whole-number weights, and their unit as a fraction.

    Raises
    ------
    ValueError
        If a weight belongs to no value, or there are too many or too few.

    Examples
    --------
    >>> whole_weights({2: 0.5}, (1, 2, 3))
    ([0, 1, 0], Fraction(1, 2))
    """
    if callable(weights):
        chosen = [weights(value) for value in values]
    elif isinstance(weights, Mapping):
        refuse(
            f"Weights belong to values of the scale {values[0]} to {values[-1]}: found {key!r}; "
            "correct or drop it."
            for key in weights
            if key not in values
        )
        chosen = [weights.get(value, 0) for value in values]
    else:
        chosen = list(weights)
    if len(chosen) != len(values):
        raise ValueError(
            f"There must be one weight for each of the {len(values)} values: found "
            f"{len(chosen)}; give {len(values)}."
        )
    exact = [Fraction(str(weight)) for weight in chosen]
    unit = Fraction(1, math.lcm(*(weight.denominator for weight in exact)))
    return [int(weight / unit) for weight in exact], unit


def random_below(rng: np.random.Generator, bound: int, k: int) -> np.ndarray:
    """Draw whole numbers from 0 up to a bound of any size, each equally likely.

    Parameters
    ----------
    rng : numpy.random.Generator
        The source of randomness.
    bound : int
        The first number that is not drawn.
    k : int
        How many numbers.

    Returns
    -------
    numpy.ndarray
        Of machine integers, or of Python integers where these are too small.

    Examples
    --------
    >>> drawn = random_below(np.random.default_rng(1), 10**30, 2)
    >>> all(0 <= value < 10**30 for value in drawn)
    True
    """
    if bound < 2**62:
        return rng.integers(bound, size=k)
    bits = bound.bit_length()
    drawn = np.empty(k, dtype=object)
    for at in range(k):
        value = bound
        while value >= bound:
            value = int.from_bytes(rng.bytes(bits // 8 + 1), "little") >> (8 - bits % 8)
        drawn[at] = value
    return drawn
