"""What each row of a ledger of printed numbers can have been before it was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from partnership_evaluation.consistency.audit_kinds import ROUNDED_KINDS, kind_of
from partnership_evaluation.consistency.audit_statistics import (
    STATISTICS,
    is_one_sided,
    read_freedom,
    read_statistic,
)
from partnership_evaluation.estimates import refuse
from partnership_evaluation.rounding import Interval, Printed, print_as, read_printed, unrounded

__all__ = ["COLUMNS", "Quantity", "in_whole_numbers", "read_ledger"]

COLUMNS = (
    "claim",
    "case",
    "locator",
    "subject",
    "group",
    "time",
    "kind",
    "printed",
    "value",
    "unit",
    "n",
    "depends_on",
    "note",
    "decimals",
    "scale",
    "sd",
    "df",
)
ENDLESS = Fraction(10**15)
_WHOLE_NUMBER_UNITS = re.compile(r"grade|rating|point|score|level|likert|scale", re.IGNORECASE)
#: The ends of a scale, not cut out of a decimal number.
_SCALE = re.compile(r"(?<![\d.,])(-?\d+)\s*(?:-|\N{EN DASH}|to)\s*(-?\d+)(?![\d]|[.,]\d)")
#: Words that make a number a limit or a rough figure, with the ends they leave, in multiples.
_HEDGES = {
    r"more than|over|above|well over|in excess of|exceeding|at least|not less than|no fewer than"
    r"|no less than|minimum|lower limit|or more|upwards of": (1, None),
    r"less than|fewer than|under|below|up to|at most|no more than|maximum|upper limit|within": (
        None,
        1,
    ),
    r"just over|a little over|just above|slightly more than": (1, Fraction(5, 4)),
    r"just under|just below|just less than|almost|nearly|close to": (Fraction(3, 4), 1),
    r"around|about|approximately|approx\.?|roughly|some|circa|c\.": (
        Fraction(3, 4),
        Fraction(5, 4),
    ),
}
_STATED_AS = re.compile(
    r"^(?:.*?\b(?:stated|printed|said|given|called) as|an?)?\s*(.*)$", re.DOTALL
)


@dataclass(frozen=True)
class Quantity:
    """One printed number.

    Attributes
    ----------
    claim, case, locator, subject, group, time, kind, printed, unit, depends_on : str
        As in the ledger.
    number : Printed or None
        The number with its printed decimals; None when the words name none.
    n : int or None
        Sample size stated for it.
    hedge : Interval or None
        The range that the wording leaves, when it is a limit or a rough figure.
    scale : tuple of int or None
        The ends of the scale, when stated.
    sd : Printed or None
        The standard deviation that is printed beside it.
    df : tuple of Printed
        The degrees of freedom that are printed beside it.
    one_sided : bool
        Whether it is said to be of a one-sided test.
    """

    claim: str
    case: str
    locator: str
    subject: str
    group: str
    time: str
    kind: str
    printed: str
    unit: str
    depends_on: str
    number: Printed | None
    n: int | None
    hedge: Interval | None
    scale: tuple[int, int] | None
    sd: Printed | None = None
    df: tuple[Printed, ...] = ()
    one_sided: bool = False

    @property
    def value(self) -> Fraction | None:
        """The number itself."""
        return self.number.value if self.number else None

    @property
    def is_rounded(self) -> bool:
        """Whether the number stands for others near it, as a mean does and a count does not."""
        if self.number is None or self.hedge:
            return False
        return self.kind in ROUNDED_KINDS or self.number.decimals > 0

    def interval(self, rounding: str | None) -> Interval | None:
        """Return what the number can stand for; the number alone without a rounding.

        Parameters
        ----------
        rounding : str or None
            A rule of :func:`partnership_evaluation.rounding.rounding_name`.

        Returns
        -------
        Interval or None
            None when the words name no number.
        """
        if self.number is None:
            return None
        if self.hedge:
            return self.hedge
        if rounding is None or not self.is_rounded:
            return Interval(self.value, self.value)
        return unrounded(self.number, rounding=rounding)

    def like(self, value: Fraction) -> str:
        """Print another value the way this one is printed.

        Parameters
        ----------
        value : Fraction
            The other value.

        Returns
        -------
        str
            With as many decimals.
        """
        decimals = self.number.decimals if self.number else 0
        return print_as(value, decimals=decimals)


def read_ledger(claims: pd.DataFrame) -> list[Quantity]:
    """Read a ledger of claims, or a user's own list of numbers.

    Parameters
    ----------
    claims : pandas.DataFrame
        At least ``kind`` and ``value``; see :func:`partnership_evaluation.consistency.audit`.

    Returns
    -------
    list of Quantity

    Raises
    ------
    ValueError
        If columns are missing, claims repeat, or values, kinds, sizes or scales cannot be read;
        all problems together.

    Examples
    --------
    >>> read_ledger(pd.DataFrame({"kind": ["mean"], "value": ["3.67"]}))[0].claim
    'row 1'
    """
    missing = [column for column in ("kind", "value") if column not in claims.columns]
    refuse(
        f"A ledger must have a column {column!r}: found {', '.join(map(str, claims.columns))}; "
        "rename or add it."
        for column in missing
    )
    frame = pd.DataFrame({column: _texts(claims, column) for column in COLUMNS})
    if "claim" not in claims.columns:
        frame["claim"] = [f"row {at}" for at in range(1, len(frame) + 1)]
    if "printed" not in claims.columns:
        frame["printed"] = frame["value"]
    problems = _repeats(frame["claim"])
    quantities = []
    for row in frame.itertuples(index=False):
        try:
            quantities.append(_quantity(row))
        except ValueError as error:
            problems.append(f"{row.claim}: {error}")
    refuse(problems)
    return quantities


def in_whole_numbers(quantity: Quantity) -> bool:
    """Say whether the answers behind a mean are whole numbers, by its scale or its unit.

    Parameters
    ----------
    quantity : Quantity
        The mean.

    Returns
    -------
    bool

    Examples
    --------
    >>> means = {"kind": ["mean"] * 2, "value": ["41", "3.1"], "unit": ["years", "points"]}
    >>> [in_whole_numbers(quantity) for quantity in read_ledger(pd.DataFrame(means))]
    [False, True]
    """
    named = _WHOLE_NUMBER_UNITS.search(quantity.unit) and "percent" not in quantity.unit
    return bool(named or quantity.scale)


def _texts(claims: pd.DataFrame, column: str) -> list[str]:
    if column not in claims.columns:
        return [""] * len(claims)
    return [_text(cell) for cell in claims[column]]


def _text(cell: object) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _repeats(names: pd.Series) -> list[str]:
    return [
        f"Each claim needs a name of its own: found {name!r} {count} times; rename all but one."
        for name, count in names.value_counts().items()
        if count > 1
    ]


def _quantity(row) -> Quantity:
    kind = kind_of(row.kind)
    decimals = _whole(row.decimals, "decimals")
    limit, freedom = None, ""
    if kind in STATISTICS:
        number, limit, freedom = read_statistic(row.value, kind=kind, decimals=decimals)
    else:
        number = read_printed(row.value, name="value", decimals=decimals) if row.value else None
    texts = {column: getattr(row, column) for column in COLUMNS if column not in _READ}
    return Quantity(
        **texts,
        kind=kind,
        number=number,
        n=_whole(row.n, "n"),
        hedge=limit if kind in STATISTICS else _hedge(row, kind, number),
        scale=_stated_scale(row.scale) or _scale(row.unit),
        sd=read_printed(row.sd, name="sd") if row.sd else None,
        df=read_freedom(row.df or freedom),
        one_sided=is_one_sided(row.printed, row.note, row.subject, row.unit),
    )


_READ = ("kind", "value", "n", "decimals", "scale", "sd", "df", "note")


def _whole(text: str, name: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d+", text):
        raise ValueError(
            f"`{name}` must be a whole number; found {text!r}; leave it empty when not stated."
        )
    return int(text)


def _scale(text: str) -> tuple[int, int] | None:
    found = _SCALE.search(text)
    return (int(found[1]), int(found[2])) if found and int(found[1]) < int(found[2]) else None


def _stated_scale(text: str) -> tuple[int, int] | None:
    found = _scale(text)
    if text and not found:
        raise ValueError(
            "`scale` must name the lowest and the highest answer, whole numbers in that order; "
            f"found {text!r}; write it as '1 to 5', or leave it empty when not stated."
        )
    return found


def _hedge(row, kind: str, number: Printed | None) -> Interval | None:
    """Read 'over', 'almost', 'around' and the like; a ratio in words is a rough figure too."""
    if number is None:
        return None
    value = number.value
    words = (row.printed.lower(), _STATED_AS.match(row.note.lower())[1])
    for text in words:
        for pattern in reversed(_HEDGES):
            if re.match(rf"\W*(?:(?:is|was|were|of|only|by)\s+)?(?:{pattern})(?!\w)", text):
                return _ends(value, *_HEDGES[pattern])
    if kind == "ratio" and not re.search(r"\d\.\d|%", row.printed):
        return Interval(value * Fraction(9, 10), value * Fraction(11, 10))
    return None


def _ends(value: Fraction, low, high) -> Interval:
    return Interval(
        -ENDLESS if low is None else value * low, ENDLESS if high is None else value * high
    )
