"""How many people a whole list of percentages can be about, allowing for unanswered questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.rounding import Printed, read_printed, unrounded

__all__ = ["Denominators", "denominators"]

#: Roundings tried for one percentage, the plainest first; cutting off counts as one exception.
_ROUNDINGS = {"half_up": 0, "half_down": 0, "truncate": 1}


@dataclass(frozen=True)
class Denominators:
    """The sample sizes that a list of percentages allows.

    Attributes
    ----------
    consistent : bool or None
        True when some size explains the whole list with everybody answering everything, None
        when it takes unanswered questions or cut-off decimals, False when nothing explains it.
    sizes : tuple of int
        All sizes that explain the whole list with everybody answering everything.
    n : int or None
        The size of the smallest explanation.
    answers : pandas.DataFrame
        The smallest explanation, a row for each percentage: ``printed``, ``answered`` (how many
        answered), ``counts`` (the counts that print so), ``rounding``, ``exceptions``.
    table : pandas.DataFrame
        A row for each size: ``n``, ``consistent``, ``missing`` (answers that must be missing in
        all), ``truncated`` (percentages that must have been cut off), ``unexplained``.
    explanation : str
        The smallest explanation in words.
    method : str
        How it was found.
    """

    consistent: bool | None
    sizes: tuple[int, ...]
    n: int | None
    answers: pd.DataFrame
    table: pd.DataFrame
    explanation: str
    method: str


@dataclass(frozen=True)
class _Reading:
    """One way to explain one percentage."""

    printed: str
    answered: int
    counts: tuple[int, ...]
    rounding: str
    exceptions: int


def denominators(percents: Iterable, *, max_n: int, min_n: int = 1) -> Denominators:
    """Find the sample sizes that could have produced a list of percentages.

    Parameters
    ----------
    percents : iterable of str or Decimal
        Percentages of the same people, as printed.
    max_n : int
        The largest number of people there can have been.
    min_n : int
        The smallest.

    Returns
    -------
    Denominators
        With ``sizes``, the smallest explanation ``n`` and ``answers``, the whole ``table`` and
        an ``explanation`` in words.

    Raises
    ------
    ValueError
        If a percentage cannot be read or is not between 0 and 100, there is none, or the limits
        are not whole numbers in order.

    Notes
    -----
    For each size every percentage is explained by the cheapest of: all answered and it was
    rounded; all answered and it was cut off (one exception); so many did not answer (one
    exception each). The smallest explanation has the fewest exceptions, then the fewest people.
    At equal cost a missing answer is preferred to a percentage cut off.
    A size of 100 or more explains every list of whole percentages, so it explains nothing.

    Examples
    --------
    >>> found = denominators(["35", "6", "11", "28", "65"], max_n=20)
    >>> found.n, found.consistent
    (18, None)
    >>> found.explanation
    '18 people: everybody answered for 6, 11, 28; 17 answered for 35, 65.'
    """
    printed = [read_printed(percent, name="percents") for percent in percents]
    problems = [
        f"A percentage of people lies between 0 and 100: found {number.text}; leave it out."
        for number in printed
        if not 0 <= number.value <= 100
    ]
    if not printed:
        problems.append("There must be at least one percentage: found none; give the list.")
    if not (is_whole(min_n) and is_whole(max_n) and 1 <= min_n <= max_n):
        problems.append(
            "Sample sizes are whole numbers from 1, the smaller first: found "
            f"min_n = {min_n!r} and max_n = {max_n!r}; correct them."
        )
    refuse(problems)
    distinct = list({number.text: number for number in printed}.values())
    readings = {number.text: _readings(number, max_n) for number in distinct}
    options = {
        n: [_cheapest(readings[number.text], n) for number in printed]
        for n in range(min_n, max_n + 1)
    }
    return _summary(printed, options)


def _readings(number: Printed, max_n: int) -> list[_Reading | None]:
    """Return for every number of answers the plainest way to print this percentage."""
    return [None, *(_reading(number, answered) for answered in range(1, max_n + 1))]


def _reading(number: Printed, answered: int) -> _Reading | None:
    for rounding, exceptions in _ROUNDINGS.items():
        inside = unrounded(number, rounding=rounding).scaled(Fraction(answered, 100)).integers()
        counts = tuple(count for count in inside if 0 <= count <= answered)
        if counts:
            return _Reading(number.text, answered, counts, rounding, exceptions)
    return None


def _cheapest(readings: Sequence[_Reading | None], n: int) -> tuple[int, _Reading | None]:
    """Return the smallest number of exceptions and the reading, for n people."""
    cost, cut_off, best = n + 1, 0, None
    for answered in range(n, 0, -1):
        missing = n - answered
        if missing > cost:
            break
        reading = readings[answered]
        # At equal cost somebody not answering is likelier than digits cut off.
        if reading and (missing + reading.exceptions, reading.exceptions) < (cost, cut_off):
            cost, cut_off, best = missing + reading.exceptions, reading.exceptions, reading
    return cost, best


def _summary(printed: list[Printed], options: dict[int, list]) -> Denominators:
    rows = []
    for n, found in options.items():
        read = [reading for _, reading in found if reading]
        rows.append(
            {
                "n": n,
                "consistent": all(cost == 0 for cost, _ in found),
                "missing": sum(n - reading.answered for reading in read),
                "truncated": sum(reading.rounding == "truncate" for reading in read),
                "unexplained": len(found) - len(read),
            }
        )
    table = pd.DataFrame(rows)
    sizes = tuple(int(n) for n in table.loc[table["consistent"], "n"])
    ranked = table.assign(cost=table["missing"] + table["truncated"]).sort_values(
        ["unexplained", "cost", "n"], kind="stable"
    )
    best = int(ranked.iloc[0]["n"]) if ranked.iloc[0]["unexplained"] == 0 else None
    readings = [reading for _, reading in options[best]] if best else []
    return Denominators(
        consistent=True if sizes else (None if best else False),
        sizes=sizes,
        n=best,
        answers=pd.DataFrame(readings, columns=list(_Reading.__dataclass_fields__)),
        table=table,
        explanation=_in_words(best, readings, max(options)),
        method="fewest exceptions over all sample sizes",
    )


def _in_words(n: int | None, readings: list[_Reading], max_n: int) -> str:
    if n is None:
        return f"No number of people up to {max_n} explains all of these percentages."
    by_answers: dict[int, list[str]] = {}
    for reading in readings:
        by_answers.setdefault(reading.answered, []).append(reading.printed)
    parts = [
        f"{'everybody' if answered == n else answered} answered for {_list(texts)}"
        for answered, texts in sorted(by_answers.items(), reverse=True)
    ]
    for rounding, words in (("half_down", "rounded down from a half"), ("truncate", "cut off")):
        texts = [reading.printed for reading in readings if reading.rounding == rounding]
        if texts:
            parts.append(f"{_list(texts)} {words}")
    return f"{n} people: {'; '.join(parts)}."


def _list(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
