"""Tests of single rows against what such a number can be at all: counts, scales, deviations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from partnership_evaluation.consistency.audit_checks import CLASSES, UNUSUAL, Check
from partnership_evaluation.consistency.audit_quantities import Quantity, in_whole_numbers
from partnership_evaluation.consistency.audit_wording import plain, printed_as
from partnership_evaluation.consistency.results import Consistency
from partnership_evaluation.consistency.spread import grimmer
from partnership_evaluation.consistency.spread_neighbours import print_root
from partnership_evaluation.consistency.squares import WholeAnswers
from partnership_evaluation.rounding import Interval, print_as, unrounded

__all__ = ["check_counts", "check_deviations", "check_ends"]

_ON_A_SCALE = ("mean", "rating", "grade")


def check_counts(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Find counts that are no whole number, or below zero.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Yields
    ------
    Check
        One a finding; rough figures are left alone.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["count"] * 3, "value": ["12", "2.5", "-3"]})
    >>> [check.possible for check in check_counts(read_ledger(ledger))]
    ['2 or 3', '0 or more']
    """
    for q in quantities:
        if q.kind != "count" or q.number is None or q.hedge:
            continue
        if q.value < 0:
            text = f"{printed_as(q)}, but a count is never below 0."
            yield Check(q, "count", "impossible", "0 or more", -q.value, plain(-q.value), text)
        elif q.value.denominator != 1:
            below = math.floor(q.value)
            best = print_as(q.value, decimals=0)
            text = f"{printed_as(q)}, but a count is a whole number."
            possible = f"{below} or {below + 1}"
            yield Check(q, "count", "impossible", possible, Fraction(best), best, text)


def check_ends(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Find means, ratings and grades that lie off the scale that is stated for them.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger; no sample size is needed.

    Yields
    ------
    Check
        One a finding.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["mean"], "value": ["5.4"], "scale": ["1 to 5"]})
    >>> [check.explanation for check in check_ends(read_ledger(ledger))]
    ["Row 1 prints '5.4', but the scale goes from 1 to 5."]
    """
    for q in quantities:
        if q.kind not in _ON_A_SCALE or q.number is None or q.hedge or not q.scale:
            continue
        scale = Interval(*map(Fraction, q.scale))
        if any(unrounded(q.number, rounding=rule).meets(scale) for rule in CLASSES.values()):
            continue
        low, high = q.scale
        nearest = Fraction(low if q.value < low else high)
        text = f"{printed_as(q)}, but the scale goes from {low} to {high}."
        yield Check(q, "scale", "impossible", f"{low} to {high}", nearest, q.like(nearest), text)


def check_deviations(quantities: Sequence[Quantity]) -> Iterator[Check]:
    """Test standard deviations that stand beside a mean.

    Parameters
    ----------
    quantities : sequence of Quantity
        The ledger.

    Yields
    ------
    Check
        One a deviation. With the sample size and whole-number answers by GRIMMER (DEBIT for
        answers 0 and 1) within the scale; with the scale alone against the largest deviation
        that any number of people can have. Either divisor, n - 1 or n, will do.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.consistency.audit_quantities import read_ledger
    >>> ledger = pd.DataFrame({"kind": ["mean"], "value": ["3.44"], "sd": ["2.46"], "n": [18],
    ...                        "scale": ["1 to 7"]})
    >>> [(check.rule, check.status) for check in check_deviations(read_ledger(ledger))]
    [('grimmer', 'impossible')]
    """
    for q in quantities:
        if q.sd is None:
            continue
        beside = replace(q, printed=q.sd.text, number=q.sd, hedge=None)
        if q.sd.value < 0:
            yield _negative(q, beside)
        elif q.kind != "mean" or q.number is None or q.hedge:
            yield _open(beside, "a standard deviation is checked beside a mean that is a number")
        elif q.n and in_whole_numbers(q):
            yield _with_size(q, beside)
        elif q.scale:
            yield _with_scale(q, beside)
        else:
            yield _open(beside, "a standard deviation is checked against sample size and scale")


def _both(q: Quantity) -> str:
    return f"{printed_as(q)} with the standard deviation {q.sd.text}"


def _open(beside: Quantity, why: str) -> Check:
    return Check(beside, "sd", "unknown", "", None, "", f"Left open: {why}.")


def _negative(q: Quantity, beside: Quantity) -> Check:
    text = f"{_both(q)}, but a standard deviation is never below 0."
    best = -q.sd.value
    return Check(beside, "sd", "impossible", "0 or more", best, beside.like(best), text)


def _with_size(q: Quantity, beside: Quantity) -> Check:
    """Ask whether n whole answers on the scale have both numbers, by either divisor."""
    rule = "debit" if q.scale == (0, 1) else "grimmer"
    if not any(_means(q, rounding) for rounding in CLASSES.values()):
        return _open(beside, "no such answers have that mean, whatever their standard deviation")
    found = {status: _tried(q, rounding) for status, rounding in CLASSES.items()}
    answers = {status: {each.consistent for each in pair} for status, pair in found.items()}
    fits = frozenset(CLASSES[status] for status in CLASSES if True in answers[status])
    if not fits and None in set().union(*answers.values()):
        return _open(beside, "the scale is too long to go through all sums of squares")
    status = next((status for status in CLASSES if True in answers[status]), "impossible")
    who = f"{q.n} whole-number answers"
    if q.scale:
        who += " from {} to {}".format(*q.scale)
    if status == "exact":
        text = f"{_both(q)}; {who} can have both."
        return Check(beside, rule, status, q.sd.text, q.sd.value, "", text, fits)
    usual = found["exact"][0]
    rest = ""
    if usual.possible:
        verb = "are" if len(usual.possible) > 1 else "is"
        rest = f"; with that mean the nearest possible {verb} {' and '.join(usual.possible)}"
    text = f"{_both(q)}, but no {who} have both{rest}{UNUSUAL.get(status, '')}."
    if q.n == 1:
        text = f"{_both(q)}, but one answer has no standard deviation."
    best = usual.correction
    nearest = Fraction(best) if best else None
    return Check(beside, rule, status, " or ".join(usual.possible), nearest, best or "", text, fits)


def _means(q: Quantity, rounding: str) -> range:
    low, high = q.scale or (None, None)
    return WholeAnswers(q.n, low=low, high=high).sums(q.number, rounding)


def _tried(q: Quantity, rounding: str) -> list[Consistency]:
    low, high = q.scale or (None, None)
    more = {"n": q.n, "low": low, "high": high, "rounding": rounding}
    return [
        grimmer(q.number.text, q.sd.text, population=population, **more)
        for population in (False, True)
    ]


def _with_scale(q: Quantity, beside: Quantity) -> Check:
    """Hold a deviation against the largest that any two or more answers can have."""
    low, high = map(Fraction, q.scale)
    mean = unrounded(q.number, rounding="any")
    middle = min(max((low + high) / 2, mean.low), mean.high)
    # Two answers at the ends have the largest variance: twice the product of the distances.
    top = 2 * (middle - low) * (high - middle)
    most = print_root(top, q.sd.decimals, "floor")
    if unrounded(q.sd, rounding="any").squared().low < top or q.sd.value == 0:
        text = f"{_both(q)}; on a scale from {low} to {high} it can be up to {most}."
        return Check(beside, "sd limits", "exact", q.sd.text, q.sd.value, "", text)
    text = (
        f"{_both(q)}, but on a scale from {low} to {high} answers with that mean have a standard "
        f"deviation of at most {most}, however many there are."
    )
    return Check(beside, "sd limits", "impossible", f"at most {most}", Fraction(most), most, text)
