"""Which groups of answers can occur at all, as the bits of long whole numbers.

Counting asks how many frequency tables there are; a range asks only whether there is one. That is
a bit, and all sums and costs that some number of answers can have are the bits of one whole
number, in which one more answer is a shift. So a range of counts needs no array.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from partnership_evaluation.feasible.counting import Counting, MemoryLimitError, Target

__all__ = ["Reach"]

Table = tuple[int, ...]
End = tuple[int, Table]
#: Sets of groups that are needed at the same time: two that are met, two while they are made.
_AT_ONCE = 4


@dataclass(frozen=True)
class Reach:
    """The groups of answers that belong to some frequency table that meets a target.

    Attributes
    ----------
    counting : Counting
        The frequency tables.

    Examples
    --------
    Two answers from 0 to 2 with the sum 2 are 1 and 1, or 0 and 2:

    >>> pairs = Counting(2, 0, 2, (Target(2, range(1)),), False, 10**6)
    >>> Reach(pairs).counts([2])
    ((0, (0, 2, 0)), (1, (1, 0, 1)))

    Notes
    -----
    A group of b answers is one bit of the b-th number of a list, at a place that names its sum
    and its cost. Bits of groups whose cost is too high are cut off, and each sum has room for the
    dearest answer on top of the highest cost, so that no bit runs into the next sum.
    """

    counting: Counting

    @cached_property
    def _most_cost(self) -> int:
        return max(target.costs.stop for target in self.counting.targets) - 1

    @cached_property
    def _values(self) -> tuple[int, ...]:
        """The values that can occur, from the lowest."""
        every = range(self.counting.lowest, self.counting.highest + 1)
        return tuple(u for u in every if self.counting.vector(u)[1] <= self._most_cost)

    @cached_property
    def _sums(self) -> range:
        """The sums that some of the answers can have.

        Each step below zero costs at least one, and each step too far above must be taken back.
        """
        down, up = self.counting.reach_of_scale
        if self.counting.with_costs:
            cost, most = self._most_cost, self.counting.ends[1]
            down, up = min(down, cost), max(min(up, most + cost), 0)
        return range(-down, up + 1)

    @cached_property
    def _room(self) -> int:
        """Bits for each sum."""
        return self._most_cost + 1 + max(self.counting.vector(u)[1] for u in self._values)

    @cached_property
    def _allowed(self) -> int:
        """A one at the place of every sum and admissible cost."""
        costs = "1" * (self._most_cost + 1)
        return int(costs.rjust(self._room, "0") * len(self._sums), 2)

    @cached_property
    def _kept(self) -> dict[tuple, list[int]]:
        """Sets that were made before; those of neighbouring questions begin alike."""
        return {}

    def _place(self, total: int, cost: int) -> int:
        return (total - self._sums.start) * self._room + cost

    def _step(self, u: int) -> int:
        total, cost = self.counting.vector(u)
        return total * self._room + cost

    def check_memory(self) -> None:
        """Refuse to start what would outgrow the memory limit.

        Raises
        ------
        MemoryLimitError
            When the sets that are needed at once would not fit.
        """
        needed = self._bytes * _AT_ONCE
        if needed > self.counting.memory_limit // 2:
            raise MemoryLimitError(
                "An exact range must fit into half of `memory_limit` = "
                f"{self.counting.memory_limit:,} bytes: found {self.counting.n} answers on a scale "
                f"of {self.counting.highest - self.counting.lowest + 1} values, which need "
                f"{needed:,}; raise the limit, or give the mean alone."
            )

    @property
    def _bytes(self) -> int:
        # Whole numbers are kept in pieces of 30 bits and 4 bytes.
        return (self.counting.n + 1) * len(self._sums) * self._room * 4 // 30

    def from_nothing(self, values: Sequence[int]) -> list[int]:
        """Return the groups that consist of some values.

        Parameters
        ----------
        values : sequence of int
            Those that may occur, measured from the base.

        Returns
        -------
        list of int
            For each number of answers the bits of their groups.
        """
        self.check_memory()
        start = [1 << self._place(0, 0), *[0] * self.counting.n]
        return self._grown("from nothing", tuple(values), start, 1)

    def to_targets(self, values: Sequence[int]) -> list[int]:
        """Return the groups that some values complete to a table that meets a target.

        Parameters
        ----------
        values : sequence of int
            Those that may be added, measured from the base.

        Returns
        -------
        list of int
            For each number of answers the bits of their groups.
        """
        self.check_memory()
        full = sum(self._bits_of(target) for target in self.counting.targets)
        return self._grown("to targets", tuple(values), [*[0] * self.counting.n, full], -1)

    def _bits_of(self, target: Target) -> int:
        if target.total not in self._sums:
            return 0
        return ((1 << len(target.costs)) - 1) << self._place(target.total, target.costs.start)

    def _grown(self, way: str, values: tuple, start: list[int], sign: int) -> list[int]:
        """Add or take away answers, value by value."""
        made = len(values)
        while made and (way, *values[:made]) not in self._kept:
            made -= 1
        groups = list(self._kept[way, *values[:made]]) if made else start
        for at in range(made, len(values)):
            groups = self._with_value(groups, values[at], sign)
            if (len(self._kept) + _AT_ONCE) * self._bytes <= self.counting.memory_limit // 6:
                self._kept[way, *values[: at + 1]] = groups
        return groups

    def _with_value(self, groups: list[int], u: int, sign: int) -> list[int]:
        grown, last = list(groups), 0
        order = range(len(grown))
        for answers in order if sign > 0 else reversed(order):
            if last:
                grown[answers] |= self._moved(last, u, sign)
            last = grown[answers]
        return grown

    def _moved(self, bits: int, u: int, sign: int = 1) -> int:
        """Add an answer to every group, or take it away."""
        shift = sign * self._step(u)
        return (bits << shift if shift >= 0 else bits >> -shift) & self._allowed

    def counts(self, inside: Sequence[int]) -> tuple[End, End] | None:
        """Find the fewest and the most answers that can have certain values.

        Parameters
        ----------
        inside : sequence of int
            The values, measured from the base.

        Returns
        -------
        tuple or None
            Fewest and most, each with a frequency table; None when no table meets a target.
        """
        # Questions about the upper part of the scale share their sets.
        turned = self._values[0] in inside
        chosen = tuple(u for u in reversed(self._values) if (u in inside) != turned)
        others = tuple(u for u in self._values if u not in chosen)
        groups, rests = self.from_nothing(chosen), self.to_targets(others)
        met = [m for m in range(self.counting.n + 1) if groups[m] & rests[m]]
        ends = []
        for m in met[:1] + met[-1:]:
            table, place = self._empty(), _lowest_bit(groups[m] & rests[m])
            self._walk(groups, chosen, (m, place), -1, table)
            self._walk(rests, others, (m, place), 1, table)
            ends.append((self.counting.n - m if turned else m, tuple(table)))
        return (min(ends), max(ends)) if ends else None

    def medians(self) -> tuple[End, End] | None:
        """Find the smallest and the largest median.

        Returns
        -------
        tuple or None
            Twice the median, measured from the base, each with a frequency table; None when no
            table meets a target.

        Notes
        -----
        The answers above the middle are taken from the upper part of the scale, then those in
        the middle (one or two), and what is left must come from the lower part.
        """
        n = self.counting.n
        lower, upper = self._values_of_answer((n + 1) // 2), self._values_of_answer(n // 2 + 1)
        middles = [(i, j) for i in lower for j in upper if i <= j] if n % 2 == 0 else [*zip(lower)]
        middles.sort(key=lambda middle: middle[0] + middle[-1])
        low = next(filter(None, map(self._with_middle, middles)), None)
        high = next(filter(None, map(self._with_middle, reversed(middles))), None)
        return (low, high) if low and high else None

    def _values_of_answer(self, place: int) -> tuple[int, ...]:
        """Return the values between the ends of what stands at a place when answers are sorted."""
        rests = self.to_targets(self._values)
        above = self.counting.n - place + 1

        def enough_below(u: int) -> bool:
            lower = tuple(v for v in self._values if v <= u)
            return bool(self.from_nothing(lower)[place] & rests[place])

        def too_few_above(u: int) -> bool:
            upper = tuple(v for v in reversed(self._values) if v >= u)
            return not self.from_nothing(upper)[above] & rests[above]

        first = bisect_left(self._values, True, key=enough_below)
        stop = bisect_left(self._values, True, key=too_few_above)
        return self._values[first:stop]

    def _with_middle(self, middle: tuple[int, ...]) -> End | None:
        above = (self.counting.n - 1) // 2
        upper = tuple(u for u in reversed(self._values) if u >= middle[-1])
        lower = tuple(u for u in self._values if u <= middle[0])
        groups, rests = self.from_nothing(upper), self.to_targets(lower)
        bits = groups[above]
        for u in middle:
            bits = self._moved(bits, u)
        met = bits & rests[above + len(middle)]
        if not met:
            return None
        table, place = self._empty(), _lowest_bit(met)
        self._walk(rests, lower, (above + len(middle), place), 1, table)
        self._walk(groups, upper, (above, place - sum(map(self._step, middle))), -1, table)
        for u in middle:
            table[u - self.counting.lowest] += 1
        return middle[0] + middle[-1], tuple(table)

    def costs(self) -> dict[Target, tuple[int, int]]:
        """Find the lowest and the highest cost with which each target is met.

        Returns
        -------
        dict
            Without the targets that no table meets.
        """
        full = self.from_nothing(self._values[::-1])[self.counting.n]
        found = {}
        for target in self.counting.targets:
            met = self._bits_of(target) & full
            if met:
                start = self._place(target.total, 0)
                found[target] = _lowest_bit(met) - start, met.bit_length() - 1 - start
        return found

    def table(self, total: int, cost: int) -> Table:
        """Return a frequency table with a sum and a cost.

        Parameters
        ----------
        total, cost : int
            Measured from the base, as :meth:`costs` gives them.

        Returns
        -------
        tuple of int
        """
        table, values = self._empty(), self._values[::-1]
        place = self.counting.n, self._place(total, cost)
        self._walk(self.from_nothing(values), values, place, -1, table)
        return tuple(table)

    def _empty(self) -> list[int]:
        return [0] * (self.counting.highest - self.counting.lowest + 1)

    def _walk(self, groups: list[int], values: tuple, start: tuple, sign: int, table: list) -> None:
        """Find answers that lead to a group, or from it to a target, and count them."""
        answers, place = start
        while answers != (0 if sign < 0 else self.counting.n):
            answers += sign
            for u in values:
                at = place + sign * self._step(u)
                if at >= 0 and groups[answers] >> at & 1:
                    break
            table[u - self.counting.lowest] += 1
            place = at


def _lowest_bit(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
