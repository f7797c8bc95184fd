"""One audit of a whole ledger of printed numbers: what cannot be right, and what could be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

import pandas as pd

from partnership_evaluation.audit_arithmetic import (
    Relation,
    computed,
    read_relations,
    status_of,
)
from partnership_evaluation.audit_checks import Check, check_parts, check_rows, check_units
from partnership_evaluation.audit_corrections import SOUND, Correction, best_correction
from partnership_evaluation.audit_habits import roundings_of, tolerated, unlike_their_table
from partnership_evaluation.audit_labels import check_labels
from partnership_evaluation.audit_quantities import Quantity, read_ledger
from partnership_evaluation.audit_wording import arithmetic, plain, possible_values, printed_as

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
        rating, amount, ratio) and ``value`` (the number as printed, as text, so that trailing
        zeros are kept; empty for words). Used when there: ``claim`` (a name for the row),
        ``case``, ``locator``, ``subject``, ``group``, ``time``, ``printed`` (the token), ``unit``,
        ``n`` (sample size), ``depends_on`` (how the number follows from others:
        ``rule(claim; claim)`` with sum, difference, percent, ratio, product, same, complement or
        mean; several routes separated by ``|``), ``note``, ``decimals``, ``scale`` ("1-5").
    include_consistent : bool
        Also list what was checked and is in order, or could not be checked.

    Returns
    -------
    pandas.DataFrame
        One row a finding: ``claim``, ``case``, ``rule``, ``printed``, ``possible`` (what the
        other numbers leave room for), ``correction`` (the smallest change of one number),
        ``severity`` (``material`` when the number moves by 5 percentage points, by 5 per cent,
        by a person or in direction; otherwise ``cosmetic``), ``explanation``. With
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
    checks = _all_checks(quantities, relations)
    checks += [_unchecked(quantity, text) for quantity, text in outside]
    evidence = [(check.quantity.case, check.roundings) for check in checks if check.roundings]
    habits = tolerated(evidence)
    rows = [_row(check, habits.get(check.quantity.case, frozenset())) for check in checks]
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
    checks = _check_relations([r for r in relations if status_of(r) != "unknown"])
    checks += labels
    checks += check_rows(quantities, recomputed)
    checks += check_parts(quantities)
    checks += check_units(quantities)
    place = {quantity.claim: at for at, quantity in enumerate(quantities)}
    return sorted(checks, key=lambda check: place[check.quantity.claim])


def _check_relations(relations: Sequence[Relation]) -> list[Check]:
    same_thing: dict[tuple, list[Relation]] = defaultdict(list)
    for relation in relations:
        same_thing[relation.key].append(relation)
    unique = [group[0] for group in same_thing.values()]
    touching: dict[str, list[Relation]] = defaultdict(list)
    for relation in unique:
        for member in {quantity.claim for quantity in relation.members}:
            touching[member].append(relation)
    odd = unlike_their_table(unique)
    checks = _check_repeats([r for r in unique if r.rule == "same"])
    for key, group in same_thing.items():
        if group[0].rule != "same":
            status = status_of(group[0])
            status = "unlike its table" if key in odd and status != "exact" else status
            checks.append(_arithmetic_check(group, status, touching))
    return checks


def _arithmetic_check(group: Sequence[Relation], status: str, touching: dict) -> Check:
    relation = group[0]
    correction = None
    if status not in SOUND:
        correction = best_correction(relation, touching)
        # The same equation may be written under several claims: report it under the wrong one.
        relation = next(
            (r for r in group if correction and r.output.claim == correction.claim), relation
        )
    output = relation.output
    low, high = possible_values(relation, "up_or_down")
    nearest = min(max(output.value, low), high)
    decimals = max(output.number.decimals, 2 if output.kind == "ratio" else 0)
    texts = [plain(end, decimals=decimals) for end in (low, high)]
    return Check(
        quantity=output,
        rule=relation.rule,
        status=status,
        possible=texts[0] if low == high else f"{texts[0]} to {texts[1]}",
        nearest=nearest,
        correction=_correction_in_words(correction, output),
        explanation=_explain(relation, status, (low, high), touching),
        roundings=roundings_of(relation),
        key=relation.key,
    )


def _correction_in_words(correction: Correction | None, output: Quantity) -> str:
    if correction is None:
        return ""
    if correction.claim == output.claim:
        return correction.new
    return f"{correction.new} instead of {correction.old} ({correction.claim})"


def _explain(relation: Relation, status: str, limits: tuple, touching: dict) -> str:
    start, sums = printed_as(relation.output), arithmetic(relation)
    found = computed(relation, None)
    if status == "exact":
        return f"{start}; {sums}."
    spread = ""
    if limits[0] != limits[1] and any(q.is_rounded for q in relation.inputs):
        decimals = relation.output.number.decimals
        ends = " to ".join(plain(end, decimals=decimals) for end in limits)
        spread = f" ({ends} allowing for rounding)"
    if status == "rounded":
        return f"{start}; {sums}{spread}, so it is possible because the numbers were rounded."
    extra = {
        "truncated": "; it is possible only if digits were cut off instead of rounded",
        "ceiling": "; it is possible only if it was rounded up",
        "unlike its table": "; the other differences of the table are those of the printed numbers",
    }.get(status, "")
    if relation.rule == "percent" and found.low == found.high and status != "truncated":
        extra = _other_sizes(relation) or extra
    fits = _other_base(relation, touching)
    return f"{start}, but {sums}{spread}{fits or extra}."


def _other_sizes(relation: Relation) -> str:
    """Say for how many people in all the percentage would be right."""
    k, n = (quantity.value for quantity in relation.inputs)
    interval = relation.output.interval("up_or_down")
    if k <= 0 or interval.low <= 0:
        return ""
    sizes = (
        [
            size
            for size in range(
                max(int(100 * k / interval.high), int(k)), int(100 * k / interval.low) + 2
            )
            if Fraction(100 * k, size) in interval
        ]
        if k.denominator == 1
        else []
    )
    if not sizes or abs(min(sizes, key=lambda size: abs(size - n)) - n) > max(5, n / 4):
        return ""
    span = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    who = " had answered" if sizes[-1] < n else ""
    return f"; it would be right if {span}{who}" if who else f"; it would be right for {span}"


def _other_base(relation: Relation, touching: dict) -> str:
    for other in touching[relation.output.claim]:
        same_kind = other.rule == relation.rule == "percent" and other.key != relation.key
        if same_kind and other.output.claim == relation.output.claim and status_of(other) in SOUND:
            return (
                f"; it is right for {other.inputs[0].number.text} of {other.inputs[1].number.text}"
            )
    return ""


def _check_repeats(relations: Iterable[Relation]) -> list[Check]:
    """Compare all places where one quantity is printed."""
    groups: list[dict[str, Quantity]] = []
    for relation in relations:
        members = {quantity.claim: quantity for quantity in relation.members}
        joined = [group for group in groups if group.keys() & members.keys()]
        for group in joined:
            members = group | members
            groups.remove(group)
        groups.append(members)
    return [check for group in groups for check in _repeats(list(group.values()))]


def _repeats(places: Sequence[Quantity]) -> list[Check]:
    """Hold every place against the value that is printed most often, the first one on a tie."""
    counts = Counter(quantity.value for quantity in places)
    usual = next(q for q in places if counts[q.value] == max(counts.values()))
    checks = []
    for quantity in places:
        if quantity is usual:
            continue
        relation = Relation(quantity, "same", (usual,))
        status = status_of(relation)
        times = counts[usual.value]
        often = f" in {times} places" if times > 1 else ""
        text = f"{printed_as(quantity)}, but elsewhere it is printed as {usual.number.text}{often}."
        if status in SOUND:
            text = f"{printed_as(quantity)}; elsewhere it is printed as {usual.number.text}."
        elif status in ("mixed", "truncated"):
            text = f"{text[:-1]}; both are possible only if one was cut off."
        low, high = possible_values(relation, None)
        checks.append(
            Check(
                quantity=quantity,
                rule="same",
                status=status,
                possible=quantity.like(low) if low == high else usual.number.text,
                nearest=min(max(quantity.value, low), high),
                correction="" if status in SOUND else usual.number.text,
                explanation=text,
            )
        )
    return checks


def _unchecked(quantity: Quantity, text: str) -> Check:
    return Check(quantity, "depends_on", "unknown", "", None, "", text)


def _row(check: Check, habit: frozenset[str]) -> tuple:
    quantity = check.quantity
    consistent = None if check.status == "unknown" else check.status in {*SOUND, *habit}
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


def _severity(check: Check) -> str:
    """Weigh a finding by how far the number is from the nearest possible one."""
    if check.status == "unlike its table" or "it is right for" in check.explanation:
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
