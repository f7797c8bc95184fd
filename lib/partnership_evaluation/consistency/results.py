"""What every test of a printed number comes back as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Consistency"]


@dataclass(frozen=True)
class Consistency:
    """Whether a printed number can be right, and what it could have been.

    Attributes
    ----------
    consistent : bool or None
        True, False, or None when the sample size or the printed decimals are not known and
        matter.
    printed : str
        The number as it was printed.
    n : int, tuple of int or None
        The sample size, the sizes that were tried, or None when it is not known.
    method : str
        The test.
    rounding : str
        The rounding that was allowed for.
    roundings : tuple of str
        Every single rounding rule under which the number is possible; empty when none is.
    totals : range or tuple of int
        The totals (sums of answers, counts of people) that print so; empty when none does.
    possible : tuple of str
        The nearest values that could have been printed, lower one first; the number itself when
        it is possible.
    correction : str or None
        The nearest of them; None when the number needs none.
    failure_rate : float or None
        The share of the values with the same whole part and as many decimals that would have
        failed. Near 0, passing is no evidence; None where it was not worked out.
    explanation : str
        One sentence in plain words.
    """

    consistent: bool | None
    printed: str
    n: int | tuple[int, ...] | None
    method: str
    rounding: str
    totals: Sequence[int]
    possible: tuple[str, ...]
    correction: str | None
    explanation: str
    # Worked out when asked for: most readers only want the verdict.
    _roundings: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)
    _failure_rate: Callable[[], float | None] = field(repr=False, compare=False)

    @cached_property
    def roundings(self) -> tuple[str, ...]:
        """Every single rounding rule under which the number is possible."""
        return self._roundings()

    @cached_property
    def failure_rate(self) -> float | None:
        """The share of comparable values that would have failed."""
        return self._failure_rate()

    def __bool__(self) -> bool:
        """Refuse to be read as yes or no, because there are three answers."""
        raise TypeError(
            "A consistency check has three answers: found it used as yes or no; "
            "compare its `consistent` with True, False or None."
        )
