"""Months of progress: the two published translations of an effect size, with their limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from partnership_evaluation import tables
from partnership_evaluation.effects.results import WITH_COMPARISON, EffectSize
from partnership_evaluation.estimates import choice_problems, refuse

#: Names of the two tables and what each is called by its publisher.
TABLES = {
    "toolkit": "the table of the Teaching and Learning Toolkit",
    "trials": "the table of the reports of single trials",
}
REASONS = {
    "before_after_paired": "the same people before and after, with nobody to compare them with",
    "before_after_unpaired": "two moments, with nobody to compare them with",
    "single_group_once": "one group asked once",
}


class NoComparisonGroup(ValueError):
    """Months of progress were asked for where nobody shows the progress made without it."""


@dataclass(frozen=True)
class Months:
    """An effect size in months of progress, by one named table.

    Attributes
    ----------
    estimate, low, high : int
        Months; negative ones are less progress than that of the comparison group, not a loss. 12
        stands for 12 or more.
    n : int
        People behind the effect.
    method : str
        The table in words, with its source.
    confidence_level : float
        Of the interval.
    table : str
        ``toolkit`` or ``trials``.
    source, locator : str
        Where the table was published.
    effect : EffectSize
        What was translated.
    """

    estimate: int
    low: int
    high: int
    n: int
    method: str
    confidence_level: float
    table: str
    source: str
    locator: str
    effect: EffectSize

    def sentence(self) -> str:
        """Say the months with their interval and table in one sentence.

        Returns
        -------
        str

        Examples
        --------
        >>> from partnership_evaluation.effects.groups import two_groups_printed
        >>> effect = two_groups_printed(mean="0.2", sd=1, n=30, comparison_mean=0, comparison_sd=1,
        ...                             comparison_n=30)
        >>> print(months_of_progress(effect, table="toolkit").sentence())
        3 months by the table of the Teaching and Learning Toolkit, and anything from -4 to 9 months
        fits the same numbers.
        """
        return (
            f"{_counted(self.estimate)} by {TABLES[self.table]}, and anything from {self.low} to "
            f"{_counted(self.high)} fits the same numbers."
        )


def months_of_progress(effect: EffectSize, *, table: str) -> Months:
    """Translate an effect size and its interval into months of progress.

    Parameters
    ----------
    effect : EffectSize
        Of a design with a comparison group.
    table : {"toolkit", "trials"}
        Two tables were published and they differ: 0.03 is 1 month by the first and 0 months by the
        second. There is no default, so that each report names its own.

    Returns
    -------
    Months

    Raises
    ------
    NoComparisonGroup
        When the effect comes from a design without a comparison group.
    ValueError
        When the table is not known or `effect` is a bare number.

    Notes
    -----
    The effect is rounded to two decimals, halves away from 0, and looked up; a negative one is
    looked up without its sign. Above 1.00 both tables end: 12 stands for 12 or more. Each limit
    of the interval is translated in the same way. The steps are coarse (0.18 is 2 months and 0.19
    is 3) and rest on the progress of pupils at key stage 1; Baird and Pane (2019) advise against
    such translations in all cases.

    References
    ----------
    Baird and Pane (2019), Translating standardized effects of education programs into more
    interpretable metrics, Educational Researcher 48, 217-228.

    Examples
    --------
    >>> from partnership_evaluation.effects.groups import two_groups_printed
    >>> effect = two_groups_printed(mean="0.03", sd=1, n=3000, comparison_mean=0, comparison_sd=1,
    ...                             comparison_n=3000)
    >>> [months_of_progress(effect, table=name).estimate for name in ("toolkit", "trials")]
    [1, 0]
    """
    refuse(choice_problems(table, TABLES, name="table"))
    if not isinstance(effect, EffectSize):
        raise ValueError(
            "Months of progress need an effect size with its interval and its design: found "
            f"{effect!r}; make one with effects.two_groups or effects.two_groups_printed."
        )
    if effect.design not in WITH_COMPARISON:
        raise NoComparisonGroup(
            "Months of progress are months more than similar pupils made in the same time, so they "
            f"need a comparison group: found {REASONS.get(effect.design, effect.design)}. Pupils "
            "make progress in any case; give the change in points or levels instead."
        )
    rows = tables.read("months_of_progress").query("table == @table")
    steps = [
        (Decimal(row.effect_low), Decimal(row.effect_high), int(row.months))
        for row in rows.itertuples()
    ]
    found = [_looked_up(value, steps) for value in (effect.estimate, effect.low, effect.high)]
    first = rows.iloc[0]
    return Months(
        *found,
        effect.n,
        f"{effect.method}; months by {TABLES[table]} ({first['source']})",
        effect.confidence_level,
        table,
        first["source"],
        first["locator"],
        effect,
    )


def _looked_up(value: float, steps: list[tuple[Decimal, Decimal, int]]) -> int:
    most = max(months for _, _, months in steps)
    sign = -1 if value < 0 else 1
    if not math.isfinite(value):
        return sign * most
    size = Decimal(repr(float(abs(value)))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    inside = (months for low, high, months in steps if low <= size <= high)
    return sign * next(inside, most)


def _counted(months: int) -> str:
    more = " or more" if abs(months) == 12 else ""
    return f"{months} month{'s' * (abs(months) != 1)}{more}"
