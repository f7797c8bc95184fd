"""Degrees of freedom against the number of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from partnership_evaluation.consistency.audit_checks import Check
from partnership_evaluation.consistency.audit_evidence import Evidence, exactly
from partnership_evaluation.consistency.audit_held import named
from partnership_evaluation.consistency.audit_quantities import Quantity
from partnership_evaluation.consistency.audit_wording import plain
from partnership_evaluation.rounding import Interval, Printed, unrounded

__all__ = ["check_freedom", "freedom_in_words", "freedom_of", "freedoms_by_people"]

RULE = "degrees of freedom"


def freedom_of(number: Printed, rounding: str | None) -> Interval:
    """Return what printed degrees of freedom can be: themselves when whole, rounded otherwise.

    Parameters
    ----------
    number : Printed
        As printed; Welch's have decimals.
    rounding : str or None
        A rule of :func:`partnership_evaluation.rounding.rounding_name`.

    Returns
    -------
    Interval

    Examples
    --------
    >>> from partnership_evaluation.rounding import read_printed
    >>> float(freedom_of(read_printed("38.7"), "up_or_down").low)
    38.65
    """
    if rounding is None or not number.decimals:
        return exactly(number.value)
    return unrounded(number, rounding=rounding)


def freedom_in_words(text: str) -> str:
    """Name degrees of freedom.

    Parameters
    ----------
    text : str
        How many.

    Returns
    -------
    str

    Examples
    --------
    >>> freedom_in_words("1"), freedom_in_words("1 and 23")
    ('1 degree of freedom', '1 and 23 degrees of freedom')
    """
    return f"{text} degree{'' if text == '1' else 's'} of freedom"


def freedoms_by_people(evidence: Evidence | None, n: int | None, kind: str) -> list[Interval]:
    """List the degrees of freedom that the people leave room for, the usual first.

    Parameters
    ----------
    evidence : Evidence or None
        What a t follows from, where that is printed.
    n : int or None
        How many people the statistic is about.
    kind : str
        ``t`` or ``r``.

    Returns
    -------
    list of Interval
        n - 1 for pairs; n1 + n2 - 2, or any of Welch's, for two groups; either for a t of which
        only n is known; n - 2 for a correlation.

    Examples
    --------
    >>> [int(found.low) for found in freedoms_by_people(None, 24, "t")]
    [23, 1]
    """
    if kind == "r":
        return [exactly(n - 2)] if n and n > 2 else []
    if evidence and evidence.rule == "groups":
        sizes = evidence.sizes
        if not sizes or min(sizes) < 2:
            return []
        most = sum(sizes) - 2
        return [exactly(most), Interval(Fraction(min(sizes) - 1), Fraction(most))]
    if evidence:
        people = evidence.people
        return [exactly(people - 1)] if people else []
    if not n or n < 3:
        return []
    return [exactly(n - 1), Interval(Fraction(1), Fraction(n - 2))]


def check_freedom(
    quantities: Sequence[Quantity], evidence: Mapping[str, Evidence]
) -> Iterator[Check]:
    """Check degrees of freedom that stand beside a t.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.
    evidence : mapping of str to Evidence
        By claim, what a t follows from.

    Yields
    ------
    Check
        One for each t with degrees of freedom and people.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["t"], "value": ["2.1"], "df": ["24"], "n": ["24"]})
    >>> [check.explanation for check in check_freedom(read_ledger(ledger), {})]
    ["Row 1 prints 't = 2.1' with 24 degrees of freedom, but 24 people give 23 at most."]
    """
    for q in quantities:
        if q.kind != "t" or q.number is None or len(q.df) != 1:
            continue
        found = evidence.get(q.claim)
        allowed = freedoms_by_people(found, q.n, q.kind)
        if allowed:
            yield _check(q, found, allowed)


def _check(q: Quantity, found: Evidence | None, allowed: Sequence[Interval]) -> Check:
    printed = q.df[0]
    beside = replace(q, printed=printed.text, number=printed, kind="count", hedge=None)
    start = f"{named(q)} with {freedom_in_words(printed.text)}"
    most = plain(allowed[0].low)
    if found is None:
        who, room = f"{q.n} people", f"{most} at most"
    elif found.rule == "groups":
        who = f"{found.sizes[0]} and {found.sizes[1]} people in two groups"
        room = f"{most}, or by Welch's test {plain(allowed[1].low)} to {most}"
    else:
        who, room = f"{found.people} people asked twice", most
    if any(freedom_of(printed, "up_or_down").meets(each) for each in allowed):
        text = f"{start}; {who} give {room}."
        return Check(beside, RULE, "exact", printed.text, printed.value, "", text)
    text = f"{start}, but {who} give {room}{_two_groups(printed, found)}."
    return Check(beside, RULE, "impossible", room, allowed[0].low, most, text)


def _two_groups(printed: Printed, found: Evidence | None) -> str:
    if found and found.rule == "paired" and printed.value == 2 * found.people - 2:
        return f"; {printed.text} is right for two groups of {found.people} different people"
    return ""
