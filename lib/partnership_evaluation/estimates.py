"""The one shape in which every estimate and test comes back, and the rules its inputs must meet."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import pandas as pd

#: Words for the alternative hypothesis, and what SciPy calls them.
ALTERNATIVES = {"two_sided": "two-sided", "greater": "greater", "less": "less"}


@dataclass(frozen=True)
class Estimate:
    """One estimate, its interval and, where there is a test, its p-value.

    A list of these is one call away from a table: ``pandas.DataFrame([first, second])``.

    Attributes
    ----------
    estimate : float or None
        The estimated quantity; None where the method tests but estimates nothing.
    low, high : float or None
        The limits of the confidence interval; None where the method has none.
    n : int
        How many people, pairs or answers stand behind the estimate.
    method : str
        The method in words, fit for a caption.
    confidence_level : float or None
        Between 0 and 1; None where there is no interval.
    statistic, p_value : float or None
        The test statistic and p-value; None where the method is no test.
    """

    estimate: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    confidence_level: float | None = None
    statistic: float | None = None
    p_value: float | None = None


def refuse(problems: Iterable[str]) -> None:
    """Raise one error that lists every problem of an input; do nothing when there is none.

    Parameters
    ----------
    problems : iterable of str
        One sentence a problem: the rule, what was found, what to do.

    Returns
    -------
    None

    Raises
    ------
    ValueError
        When there is at least one problem.

    Examples
    --------
    >>> refuse([])
    >>> refuse(["A share needs at least one answer: found n = 0; leave the item out."])
    Traceback (most recent call last):
    ...
    ValueError: A share needs at least one answer: found n = 0; leave the item out.
    """
    found = list(problems)
    if found:
        raise ValueError("\n".join(found))


def is_whole(value: object) -> bool:
    """Whether a value is an integer and not a truth value.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_whole(3), is_whole(3.0), is_whole(True)
    (True, False, False)
    """
    return isinstance(value, Integral) and not isinstance(value, bool)


def count_problems(k: object, n: object, *, count: str = "k", total: str = "n") -> list[str]:
    """What is wrong with a count and its total.

    Parameters
    ----------
    k, n : object
        The count and its total, as the caller received them.
    count, total : str
        What the caller names them.

    Returns
    -------
    list of str
        One sentence a problem, empty when both are sound.

    Examples
    --------
    >>> count_problems(7, 12)
    []
    >>> count_problems(13, 12)[0]
    'A count lies between 0 and its total: found k = 13 of n = 12; check which is which.'
    """
    problems = [
        f"Counts are whole numbers: found {name} = {value!r}; "
        "give the number of people as an integer, not a share or a text."
        for name, value in ((count, k), (total, n))
        if not is_whole(value)
    ]
    if problems:
        return problems
    if n < 1:
        return [f"A share needs at least one answer: found {total} = {n}; leave the item out."]
    if not 0 <= k <= n:
        return [
            f"A count lies between 0 and its total: found {count} = {k} of {total} = {n}; "
            "check which is which."
        ]
    return []


def confidence_problems(confidence_level: object) -> list[str]:
    """What is wrong with a confidence level.

    Parameters
    ----------
    confidence_level : object
        As the caller received it; allowed are numbers between 0 and 1.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> confidence_problems(0.95)
    []
    >>> confidence_problems(95)[0]
    'A confidence level lies between 0 and 1: found 95; did you mean 0.95?'
    """
    if isinstance(confidence_level, Real) and not isinstance(confidence_level, bool):
        if 0 < confidence_level < 1:
            return []
        percent = 50 <= confidence_level < 100
        advice = f"did you mean {confidence_level / 100:g}?" if percent else "give 0.95, say."
    else:
        advice = "give a number such as 0.95."
    return [f"A confidence level lies between 0 and 1: found {confidence_level!r}; {advice}"]


def choice_problems(value: object, allowed: Iterable[str], *, name: str) -> list[str]:
    """What is wrong with an argument that takes one of a few words; offers the nearest word.

    Parameters
    ----------
    value : object
        As the caller received it.
    allowed : iterable of str
        The words.
    name : str
        What the argument is called.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> choice_problems("wilson", ["wilson", "jeffreys"], name="method")
    []
    >>> print(choice_problems("wilsn", ["wilson", "jeffreys"], name="method")[0])
    method is one of 'wilson', 'jeffreys': found 'wilsn'; did you mean 'wilson'?
    """
    words = list(allowed)
    if isinstance(value, str) and value in words:
        return []
    near = difflib.get_close_matches(str(value).replace("-", "_").lower(), words, n=1, cutoff=0.5)
    advice = f"did you mean {near[0]!r}?" if near else "give one of these words."
    return [f"{name} is one of {', '.join(map(repr, words))}: found {value!r}; {advice}"]


def _listed(positions: Sequence[int]) -> str:
    shown = ", ".join(map(str, positions[:8]))
    return shown + (f" and {len(positions) - 8} more" if len(positions) > 8 else "")


def _is_missing(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def number_problems(values: Sequence[object], *, name: str, whole: bool = False) -> list[str]:
    """What is wrong with a column of numbers.

    Parameters
    ----------
    values : sequence
        The column.
    name : str
        What the caller names it.
    whole : bool
        Whether only whole numbers are allowed; a float that is whole, such as 2.0, is accepted.

    Returns
    -------
    list of str
        One sentence a kind of problem, with the positions counted from 1.

    Examples
    --------
    >>> number_problems([1, None, 2], name="changes")[0]
    'changes has no gaps: found none at position 2; leave such pairs out and report how many.'
    """
    missing = [i for i, value in enumerate(values, start=1) if _is_missing(value)]
    wrong = [
        i
        for i, value in enumerate(values, start=1)
        if i not in missing and not _is_number(value, whole=whole)
    ]
    problems = []
    if len(values) == 0:
        problems.append(
            f"{name} holds at least one value: found none; check the selection of rows."
        )
    if missing:
        problems.append(
            f"{name} has no gaps: found none at position {_listed(missing)}; "
            "leave such pairs out and report how many."
        )
    if wrong:
        kind = "whole numbers" if whole else "numbers"
        problems.append(
            f"{name} holds {kind}: found {values[wrong[0] - 1]!r} at position {_listed(wrong)}; "
            "translate words and letters into codes first (measures.to_points or measures.shift)."
        )
    return problems


def _is_number(value: object, *, whole: bool) -> bool:
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return math.isfinite(value) and (not whole or value == int(value))


def as_list(values: Iterable[object]) -> list[object]:
    """A column, series or array as a plain list of Python values.

    Parameters
    ----------
    values : iterable
        The column.

    Returns
    -------
    list

    Examples
    --------
    >>> import numpy
    >>> as_list(numpy.array([1, 2]))
    [1, 2]
    """
    return values.tolist() if hasattr(values, "tolist") else list(values)


def whole_numbers(values: Iterable[object], *, name: str) -> list[int]:
    """A column as Python integers, or an error that lists every value that is none.

    Parameters
    ----------
    values : iterable of int
        The column; a float that is whole, such as 2.0, is accepted.
    name : str
        What the caller names it.

    Returns
    -------
    list of int

    Raises
    ------
    ValueError
        When the column is empty, has gaps or holds anything but whole numbers.

    Examples
    --------
    >>> whole_numbers([1.0, -2, 0], name="changes")
    [1, -2, 0]
    """
    column = as_list(values)
    refuse(number_problems(column, name=name, whole=True))
    return [int(value) for value in column]
