"""Keep the store small: what the reports of today need, and the last few states before it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from report_runner.report_folder import clear_abandoned
from report_runner.store import Store, referenced

MADE_BETWEEN = 200
STATES_KEPT = 200
ROWS_KEPT = 5000
_KINDS = ("records", "runs", "pages", "documents", "bases", "proofs", "sites", "content")
_GRACE = 3600.0  # seconds: what another run has just written may not be referred to yet


def sweep_if_due(store: Store, *, made: int, names: Iterable[str]) -> None:
    """Sweep the store when enough was made since the last time.

    Parameters
    ----------
    store : Store
        The store.
    made : int
        Reports made in this run.
    names : iterable of str
        As for `sweep`.

    Raises
    ------
    OSError
        If the store cannot be written.
    """
    if not made:
        return
    total = made + (store.get("sweeps", "made") or 0)
    if total >= MADE_BETWEEN:
        sweep(store, names=names)
        total = 0
    store.put("sweeps", "made", total)


def sweep(
    store: Store,
    *,
    names: Iterable[str],
    states: int = STATES_KEPT,
    rows: int = ROWS_KEPT,
    grace: float = _GRACE,
) -> int:
    """Take away what nothing needs any more.

    Parameters
    ----------
    store : Store
        The store.
    names : iterable of str
        Names of the records of all reports made from parameters files. All of them stay, with
        what they need.
    states : int
        How many runs and pages stay besides, the last ones first.
    rows : int
        How many other records stay: those of matrices, which nobody lists.
    grace : float
        Seconds for which everything stays.

    Returns
    -------
    int
        How many files were taken away.
    """
    needed: set[Path] = set()
    own = {store.place("records", name) for name in names}
    others = [file for file in store.files("records") if file not in own]
    for file in [*own, *_newest(others, rows)]:
        needed |= {file, *_needs(store, store.read(file) or {})}
    for kind in ("runs", "pages", "documents", "bases", "proofs", "sites"):
        for file in _newest(store.files(kind), states):
            needed |= {file, *_holds(store, kind, store.read(file))}
    gone = [file for kind in _KINDS for file in store.files(kind) if file not in needed]
    for kind in _KINDS:
        clear_abandoned(store.folder / kind)
    return sum(_remove(file, grace) for file in gone)


def _needs(store: Store, record: Mapping[str, Any]) -> Iterable[Path]:
    """List the files of the store that a record leads to."""
    places = (
        *(("runs", "key"), ("pages", "page"), ("documents", "documents")),
        *(("bases", "basis"), ("bases", "page_basis"), ("bases", "documents_basis")),
    )
    for kind, part in places:
        if record.get(part):
            yield store.place(kind, record[part])
    yield from (store.place("content", digest) for digest in referenced(record))


def _holds(store: Store, kind: str, entry: Any) -> Iterable[Path]:
    """List the texts that an entry leads to."""
    if kind == "runs":
        yield from (store.place("content", executed) for _, executed in entry or ())
    if kind in {"pages", "documents"}:
        yield from (store.place("content", digest) for digest in (entry or {}).values())


def _newest(files: Iterable[Path], number: int) -> list[Path]:
    return sorted(files, key=_time, reverse=True)[:number]


def _time(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _remove(file: Path, grace: float) -> bool:
    if time.time() - _time(file) < grace:
        return False
    with suppress(OSError):
        file.unlink()
        return True
    return False
