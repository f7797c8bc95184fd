"""Find each number of a report's brief and alternative texts in what the report shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from report_runner.passages import Passage

if TYPE_CHECKING:
    from partnership_evaluation.sentences import Numeral

_ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN)
_PARTS = {
    "estimates": ("estimate", "low", "high", "n", "name"),
    "claims": ("printed", "recomputed"),
    "conclusions": ("text", "reason"),
    "cautions": ("danger", "size"),
    "numbers": ("value",),
}

#: Parts of the summary whose numbers come from the report.
COMPUTED = ("title", "number", "interval")

# Where a 1 may be the whole of something, and so a hundred per cent.
_SHARES = ("estimates", "numbers", "counts")


@dataclass(frozen=True)
class Known:
    """A number that the report shows or states.

    Attributes
    ----------
    value : Decimal
        Its value, without sign.
    percent : bool
        Whether it is written as a percentage.
    where : tuple of (str, int or str)
        What holds it and which: ``("table", 3)``, ``("estimates", 1)``, ``("settings", name)``.
    """

    value: Decimal
    percent: bool
    where: tuple[str, int | str]


def look_up(
    passages: Iterable[Passage], findings: Mapping[str, Any], settings: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[tuple[str, Passage]]]:
    """Find where each number of the brief and of the alternative texts comes from.

    Parameters
    ----------
    passages : iterable of Passage
        What the executed notebook shows.
    findings : mapping
        What it states.
    settings : mapping
        The values that it ran on.

    Returns
    -------
    places : list of dict
        ``number`` as written, ``of`` (``"brief"``, ``"alternative text"`` or ``"summary"``),
        ``sentence`` (its place in the brief, or in `COMPUTED`, counted from 1; null for an
        alternative text), ``found`` (``table``,
        ``estimates``, ``claims``, ``conclusions``, ``cautions``, ``numbers``, ``counts`` or
        ``settings``) and ``which`` (the table of the notebook, the entry of the findings, each
        counted from 1; what was counted; or the name of the setting).
    lost : list of (str, Passage)
        Numbers that are nowhere, with the text they stand in.

    Notes
    -----
    A number is found where rounding what is shown to the digits that are written gives it, either
    way at a tie; a share may be written as a percentage. Its sign may be in the words. How many
    rows a table has, and how many verdicts of each kind there are, can be counted by the reader.
    Of several tables the one that holds most numbers of the sentence is named, then the first.
    """
    passages = list(passages)
    known = _by_value(passages, findings, settings)
    places: list[dict[str, Any]] = []
    lost: list[tuple[str, Passage]] = []
    texts = [
        (one, "brief" if place else "alternative text", place)
        for one, place in _checked(passages, findings)
    ]
    texts += [(one, "summary", place) for one, place in _of_summary(passages, findings)]
    for passage, kind, sentence in texts:
        wanted = _numerals(passage.text)
        hits = [
            {place for one, at in known.items() if _gives(one, number) for place in at}
            for number in wanted
        ]
        votes = defaultdict(int)
        for where in {place for places_of in hits for place in places_of}:
            votes[where] = sum(where in places_of for places_of in hits)
        for number, places_of in zip(wanted, hits, strict=True):
            if not places_of:
                lost.append((number.text.strip(), passage))
                continue
            found = min(places_of, key=lambda where: _preference(where, votes[where]))
            places.append(
                {
                    "number": number.text.strip(),
                    "of": kind,
                    "sentence": sentence,
                    "found": found[0],
                    "which": found[1],
                }
            )
    return places, lost


def _by_value(
    passages: list[Passage], findings: Mapping[str, Any], settings: Mapping[str, Any]
) -> dict[Known, set[tuple[str, int | str]]]:
    """List what is shown or stated, and put together what is alike in all but its place."""
    places: dict[Known, set[tuple[str, int | str]]] = defaultdict(set)
    for one in (
        *_of_tables(passages),
        *_of_findings(findings),
        *_of_counts(findings),
        *_of_settings(settings),
    ):
        places[replace(one, where=(one.where[0], ""))].add(one.where)
    return places


def _checked(
    passages: list[Passage], findings: Mapping[str, Any]
) -> Iterator[tuple[Passage, int | None]]:
    """Give the sentences of the brief with the cell that shows each, and the texts of pictures."""
    for number, sentence in enumerate(findings["brief"], start=1):
        shown = next((one for one in passages if sentence in one.text), passages[-1])
        yield Passage(str(sentence), "in brief", shown.placed), number
    for passage in passages:
        if passage.kind == "alternative text":
            yield passage, None


def _of_summary(
    passages: list[Passage], findings: Mapping[str, Any]
) -> Iterator[tuple[Passage, int]]:
    """Give the parts of the summary whose numbers are computed."""
    summary = findings.get("summary") or {}
    for number, part in enumerate(COMPUTED, start=1):
        if summary.get(part):
            yield Passage(str(summary[part]), "summary", passages[-1].placed), number


def _preference(where: tuple[str, int | str], votes: int) -> tuple[Any, ...]:
    order = ("table", *_PARTS, "counts", "settings")
    return (where[0] != "table", -votes, order.index(where[0]), str(where[1]).zfill(6))


def _numerals(text: str) -> list[Numeral]:
    from partnership_evaluation.sentences import PLAIN_WORDS, numerals

    return [number for number in numerals(text) if number.text.lower() not in PLAIN_WORDS]


def _of_tables(passages: list[Passage]) -> Iterator[Known]:
    rows = Counter()
    for passage in passages:
        if passage.table is not None:
            rows[passage.table] = max(rows[passage.table], passage.row)
            yield from _known(passage.text, ("table", passage.table))
    for table, number in rows.items():
        yield Known(Decimal(number), False, ("table", table))


def _of_counts(findings: Mapping[str, Any]) -> Iterator[Known]:
    for part in ("claims", "conclusions"):
        verdicts = Counter(entry["verdict"] for entry in findings[part])
        alone = verdicts.get("cannot be checked", 0)
        counts = {part: verdicts.total(), **verdicts, "can be checked": verdicts.total() - alone}
        for name, number in counts.items():
            yield Known(Decimal(number), False, ("counts", name))
        if alone:
            yield Known(Decimal(alone) / verdicts.total(), False, ("counts", "cannot be checked"))


def _of_findings(findings: Mapping[str, Any]) -> Iterator[Known]:
    for part, names in _PARTS.items():
        for position, entry in enumerate(findings.get(part, ()), start=1):
            for name in names:
                yield from _known(entry.get(name), (part, position))


def _of_settings(settings: Mapping[str, Any]) -> Iterator[Known]:
    for name, value in settings.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from _known(value, ("settings", name))


def _known(value: Any, where: tuple[str, int | str]) -> Iterator[Known]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield Known(abs(Decimal(str(value))), False, where)
    elif isinstance(value, str):
        from partnership_evaluation.sentences import numerals

        for number in numerals(value, names=False):
            yield Known(abs(number.value), number.percent, where)


def _gives(known: Known, number: Numeral) -> bool:
    """Say whether a known number, rounded as the other is written, is that number."""
    wanted = abs(number.value)
    if known.where[0] == "settings":  # chosen, not measured: nothing to round
        return wanted in (known.value, known.value * 100)
    if known.value == wanted or _rounds(known.value, wanted, number.decimals):
        return True
    if known.percent:  # may be written as a share
        return _rounds(known.value / 100, wanted, number.decimals)
    whole = known.value == known.value.to_integral_value()
    if known.value > 1 or (whole and known.where[0] not in _SHARES):
        return False
    return _rounds(known.value * 100, wanted, number.decimals)


def _rounds(value: Decimal, wanted: Decimal, decimals: int) -> bool:
    step = Decimal(1).scaleb(-decimals)
    try:
        if abs(value - wanted) > step:  # more than rounding could do
            return False
        return any(value.quantize(step, rounding=rule) == wanted for rule in _ROUNDINGS)
    except InvalidOperation:
        return False
