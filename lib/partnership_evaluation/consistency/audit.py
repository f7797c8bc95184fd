"""One audit of a whole ledger of printed numbers: what cannot be right, and what could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from partnership_evaluation.consistency.audit_arithmetic import (
    OF_TESTS,
    Relation,
    read_relations,
    status_of,
)
from partnership_evaluation.consistency.audit_checks import (
    Check,
    check_parts,
    check_rows,
    check_units,
)
from partnership_evaluation.consistency.audit_corrections import SOUND
from partnership_evaluation.consistency.audit_families import implied
from partnership_evaluation.consistency.audit_habits import tolerated
from partnership_evaluation.consistency.audit_labels import check_labels
from partnership_evaluation.consistency.audit_limits import (
    check_counts,
    check_deviations,
    check_ends,
)
from partnership_evaluation.consistency.audit_quantities import Quantity, read_ledger
from partnership_evaluation.consistency.audit_relations import RIGHT_FOR, UNLIKE, check_relations
from partnership_evaluation.consistency.audit_tests import check_tests
from partnership_evaluation.consistency.audit_wording import arithmetic, printed_as

__all__ = ["audit"]

COLUMNS = (
    "claim",
    "case",
    "rule",
    "printed",
    "possible",
    "correction",
    "severity",
    "explanation",
)


def audit(claims: pd.DataFrame, *, include_consistent: bool = False) -> pd.DataFrame:
    """Check every number of a ledger that can be checked.

    Parameters
    ----------
    claims : pandas.DataFrame
        One row a printed number. Needed: ``kind`` (count, percent, mean, difference, grade,
        rating, amount, ratio; of tests t, z, F, chi2, r, p, d) and ``value`` (the number as
        printed, as text, so that trailing zeros are kept; empty for words). Used when there:
        ``claim`` (a name for the row), ``case``, ``locator``, ``subject``, ``group``, ``time``,
        ``printed`` (the token), ``unit``, ``n`` (sample size), ``depends_on`` (how the number
        follows from others: ``rule(claim; claim)`` with sum, difference, percent, ratio, product,
        same, complement or mean; several routes separated by ``|``; a p by ``p(test)``, a t, d or
        r by ``paired(...)`` or ``groups(...)`` of a difference, two means or both, a d of a t too;
        without it, by the rows with the same ``subject``), ``note``, ``decimals``, ``scale``
        ("1-5"), ``sd`` (the standard deviation printed beside a mean or a difference, as text),
        ``df`` (degrees of freedom printed beside a test).
    include_consistent : bool
        Also list what was checked and is in order, or could not be checked.

    Returns
    -------
    pandas.DataFrame
        One row a finding: ``claim``, ``case``, ``rule``, ``printed``, ``possible`` (what the
        other numbers leave room for), ``correction`` (the smallest change of one number),
        ``severity`` (``material`` when the number moves by 5 percentage points, by 5 per cent,
        by a person or in direction, and a p across 5 per cent; otherwise ``cosmetic``),
        ``explanation``. With
        `include_consistent` also ``consistent`` (True, False, None) and ``status``.

    Raises
    ------
    ValueError
        If the ledger cannot be read; all problems together.

    Notes
    -----
    Exact interval arithmetic. A number is in order if any unrounded inputs and one usual
    rounding give it: to the nearest, ties either way, throughout; or cut off throughout, unless
    other numbers of the same case show that it rounds. Rounding up counts as usual only where
    at least three numbers need it and none contradicts it. A finding says that printed numbers
    do not go together; it says nothing about how that came about.

    Means by GRIM (Brown and Heathers 2017), deviations by GRIMMER (Anaya 2016) and DEBIT
    (Heathers and Brown 2019), p-values as by statcheck (Nuijten et al. 2016), with the rounding of
    the statistic; t against every correlation where none is printed; of d the way that gives it is
    named. See :func:`partnership_evaluation.consistency.audit_tests.check_tests`.

    Examples
    --------
    >>> numbers = pd.DataFrame({"kind": ["percent", "mean"], "value": ["35", "3.50"],
    ...                         "n": [16, 12], "scale": ["", "1-5"]})
    >>> audit(numbers)["explanation"][0]
    "Row 1 prints '35', but no whole number out of 16 gives it: 5 of 16 is 31.25 and 6 of 16 is
    37.5 per cent; it would be possible for 17 people."
    """
    quantities = read_ledger(claims)
    relations, outside = read_relations(quantities)
    relations += implied(quantities)
    of_tests = check_tests(quantities, relations)
    relations = [relation for relation in relations if relation.rule not in OF_TESTS]
    checks = _in_order(quantities, [*_all_checks(quantities, relations), *of_tests])
    checks += [_unchecked(quantity, text) for quantity, text in outside]
    if include_consistent:
        checks += _other_sides(relations, {check.quantity.claim for check in checks})
    evidence = [(check.quantity.case, check.roundings) for check in checks if check.roundings]
    habits = tolerated(evidence)
    # Without a number that tells, a document may have cut digits off.
    unknown = frozenset({"truncated"})
    rows = [_row(check, habits.get(check.quantity.case, unknown)) for check in checks]
    columns = [*COLUMNS, "consistent", "status"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["consistent"] = frame["consistent"].astype(object)
    if include_consistent:
        return frame
    found = frame["consistent"].map(lambda value: value is False)
    return frame.loc[found, list(COLUMNS)].reset_index(drop=True)


def _all_checks(quantities: Sequence[Quantity], relations: Sequence[Relation]) -> list[Check]:
    labels = check_labels(relations)
    recomputed = {
        (relation.output.claim, int(relation.inputs[1].value))
        for relation in relations
        if relation.rule == "percent" and relation.inputs[1].value is not None
    }
    ends = [*check_counts(quantities), *check_ends(quantities)]
    settled = {check.quantity.claim for check in ends}
    checks = check_relations(relations)
    checks += labels
    checks += ends
    unsettled = [quantity for quantity in quantities if quantity.claim not in settled]
    checks += check_rows(unsettled, recomputed)
    checks += check_deviations(unsettled)
    checks += check_parts(quantities)
    checks += check_units(quantities)
    return checks


def _in_order(quantities: Sequence[Quantity], checks: Sequence[Check]) -> list[Check]:
    """Sort by the place in the ledger; another side only where nothing else speaks of a number."""
    place = {quantity.claim: at for at, quantity in enumerate(quantities)}
    covered = {check.quantity.claim for check in checks if not check.side and not _is_open(check)}
    beside = {check.quantity.claim for check in checks if check.side}
    kept = [
        check
        for check in checks
        if not (check.side and check.quantity.claim in covered)
        and not (_is_open(check) and check.quantity.claim in beside)
    ]
    return sorted(kept, key=lambda check: place[check.quantity.claim])


def _other_sides(relations: Sequence[Relation], covered: set[str]) -> Iterator[Check]:
    """Give an equation to those of its numbers that nothing else speaks of.

    An equation is reported once, under one of its numbers; whoever looks for another one wants to
    know as well that it was checked. Where it fails, the finding says whose it is.
    """
    for relation in relations:
        status = status_of(relation)
        if relation.output.claim not in covered and status not in ("unknown", "impossible"):
            sums = arithmetic(relation)
            text = f"{printed_as(relation.output)}; {sums}."
            yield Check(relation.output, relation.rule, status, sums, None, "", text, side=True)


def _is_open(check: Check) -> bool:
    """Say whether a number was left open that others may have been checked with."""
    return check.status == "unknown"


def _unchecked(quantity: Quantity, text: str) -> Check:
    return Check(quantity, "depends_on", "unknown", "", None, "", text)


def _row(check: Check, habit: frozenset[str]) -> tuple:
    quantity = check.quantity
    consistent = None if check.status == "unknown" else _is_sound(check, habit)
    if check.side and not consistent:
        consistent = None
    printed = quantity.printed or (quantity.number.text if quantity.number else "")
    return (
        quantity.claim,
        quantity.case,
        check.rule,
        printed,
        check.possible,
        "" if consistent is not False else check.correction,
        _severity(check) if consistent is False else "",
        check.explanation,
        consistent,
        check.status,
    )


def _is_sound(check: Check, habit: frozenset[str]) -> bool:
    """Say whether a number is in order, given the unusual roundings that its case keeps to."""
    if check.status in SOUND or check.status in habit:
        return True
    return bool(check.roundings and "ceiling" in habit and "ceiling" in check.roundings)


def _severity(check: Check) -> str:
    """Weigh a finding by how far the number is from the nearest possible one."""
    if check.severity:
        return check.severity
    if check.status == UNLIKE or RIGHT_FOR in check.explanation:
        return "cosmetic"
    if check.nearest is None:
        return "material"
    value, nearest = check.quantity.value, check.nearest
    gap = abs(value - nearest)
    if value * nearest < 0:
        return "material"
    if check.quantity.kind == "percent":
        return "material" if gap >= 5 else "cosmetic"
    limit = Fraction(1, 20)
    if check.quantity.kind == "count":
        limit = Fraction(1, 100)
    elif check.quantity.hedge:
        limit = Fraction(1, 3)
    return "material" if gap > limit * abs(nearest) else "cosmetic"
