"""Why a report is made, in words: each function compares what there was with what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from report_runner.digests import ABSENT
from report_runner.messages import counted

if TYPE_CHECKING:
    from report_runner.basis import Basis
    from report_runner.dependencies import Read
    from report_runner.inputs import Inputs
    from report_runner.store import Store

_MOST = 3


def of_inputs(record: Mapping[str, Any], inputs: Inputs, store: Store, basis: Basis) -> list[str]:
    """Compare what was known before a run with what is known now.

    Parameters
    ----------
    record : mapping
        How the report was last made.
    inputs : Inputs
        What it rests on now.
    store : Store
        Where the older code and packages are described.
    basis : Basis
        Code, interpreter and packages now.

    Returns
    -------
    list of str
        Clauses about cells, parameters, code and packages; never empty when the two differ.
    """
    found = _of_cells(record["cells"], inputs.cells)
    found += _of_names(record["beside"], inputs.beside, "the module", "beside the notebook")
    found += of_values(record["values"], inputs.values)
    if record["basis"] != inputs.basis:
        found += _of_basis(store.get("bases", record["basis"]), basis)
    return found or ["what it rests on changed"]


def of_values(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Compare the values of parameters.

    Parameters
    ----------
    before, now : mapping
        Values by name.

    Returns
    -------
    list of str
        One clause for each that differs.

    Examples
    --------
    >>> of_values({"draws": 1000}, {"draws": 2000, "seed": 1})
    ['parameter draws changed from 1000 to 2000', 'parameter seed is new (1)']
    """
    found = []
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            found.append(f"parameter {name} is gone")
        elif name not in before:
            found.append(f"parameter {name} is new ({now[name]!r})")
        elif repr(before[name]) != repr(now[name]):
            found.append(f"parameter {name} changed from {before[name]!r} to {now[name]!r}")
    if not found and list(before) != list(now):
        return ["the order of the parameters changed"]
    return found


def of_reads(changed: Iterable[tuple[Read, Read]]) -> list[str]:
    """Say what a run read that is no longer the same.

    Parameters
    ----------
    changed : iterable of pairs of Read
        What was read, and what it is now.

    Returns
    -------
    list of str
        One clause for each.
    """
    return [_of_read(before, now) for before, now in changed]


def of_page(record: Mapping[str, Any], basis: Basis, store: Store) -> list[str]:
    """Say why a page is written again from the same executed notebook.

    Parameters
    ----------
    record : mapping
        How the report was last made.
    basis : Basis
        Code, interpreter and packages now.
    store : Store
        Where the older code and packages are described.

    Returns
    -------
    list of str
        Clauses; never empty.
    """
    older = store.get("bases", record.get("page_basis", "none")) or {}
    found = _of_names(older.get("finishing", {}), basis.finishing, "the layout:")
    return found or ["what its page says about it changed"]


def of_documents(record: Mapping[str, Any], basis: Basis, store: Store) -> list[str]:
    """Say why the documents of a report are made again from the same executed notebook.

    Parameters
    ----------
    record, basis, store
        As for `of_page`.

    Returns
    -------
    list of str
        Clauses; never empty.
    """
    if not record.get("document_files"):
        return ["its documents were not made"]
    older = store.get("bases", record.get("documents_basis", "none")) or {}
    found = _of_names(older.get("documents", {}), basis.documents, "the documents:")
    return found or ["what its documents say about it changed"]


def _of_cells(before: list[str], now: list[str]) -> list[str]:
    *before, rest_before = before
    *now, rest_now = now
    changed, added, removed = [], 0, 0
    for kind, first, last, start, end in SequenceMatcher(None, before, now, False).get_opcodes():
        if kind != "equal":
            both = min(last - first, end - start)
            changed += range(start + 1, start + both + 1)
            added += end - start - both
            removed += last - first - both
    found = [f"cell {number} of {len(now)} of the notebook changed" for number in changed[:_MOST]]
    if len(changed) > _MOST:
        found = [f"{len(changed)} cells of the notebook changed"]
    found += [f"{counted(added, 'cell')} of the notebook added"] if added else []
    found += [f"{counted(removed, 'cell')} of the notebook removed"] if removed else []
    return found + (["the notebook's metadata changed"] if rest_before != rest_now else [])


def _of_basis(before: Mapping[str, Any] | None, now: Basis) -> list[str]:
    if before is None:
        return ["the library, the runner or the packages changed"]
    return [
        *_of_names(before["library"], now.library, "the library:"),
        *_of_names(before["running"], now.running, "the report runner:"),
        *_of_versions(before["environment"], now.environment),
    ]


def _of_names(
    before: Mapping[str, str], now: Mapping[str, str], what: str, where: str = ""
) -> list[str]:
    """Name the files that changed, in one clause."""
    words = []
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            words.append(f"{name} is gone")
        elif name not in before:
            words.append(f"{name} is new")
        elif before[name] != now[name]:
            words.append(f"{name} changed")
    if not words:
        return []
    more = f" and {counted(len(words) - _MOST, 'other file')}" if len(words) > _MOST else ""
    return [f"{what} {', '.join(words[:_MOST])}{more} {where}".rstrip()]


def _of_versions(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    words = []
    for name in dict.fromkeys([*before, *now]):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        if name == "requirements.lock":
            words.append(f"{name} changed")
        elif old is None or new is None:
            words.append(f"{name} {old or new} {'is new' if old is None else 'is gone'}")
        else:
            words.append(f"{name} changed from {old} to {new}")
    if len(words) > _MOST:
        words[_MOST:] = [f"{counted(len(words) - _MOST, 'other part')} of the environment changed"]
    return words


def _of_read(before: Read, now: Read) -> str:
    table = PurePath(before.path).name
    if before.kind == "rows":
        return f"the rows of {table} for case {before.of} changed"
    if before.kind in {"description", "about"}:
        return f"the description of table {before.of} in {table} changed"
    if before.kind == "exists":
        return f"{table} now describes a table {before.of}, or no longer does"
    if before.kind == "names":
        return f"the tables that {table} describes changed"
    if before.whole == ABSENT:
        return f"{before.path} is there now"
    return f"{before.path} {'is gone' if now.whole == ABSENT else 'changed'}"
