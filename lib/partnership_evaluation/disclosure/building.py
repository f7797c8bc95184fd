"""Setting up the unknowns of a release: levels, combinations, and one data set that fits."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
from scipy import sparse

from partnership_evaluation.disclosure.cells import NOT_LISTED, Row, Term
from partnership_evaluation.disclosure.model import Model
from partnership_evaluation.disclosure.programmes import solve
from partnership_evaluation.disclosure.ratios import Mean
from partnership_evaluation.estimates import refuse

#: Combinations of levels, and combinations times counts, that are still attacked in full.
MOST_COMBINATIONS, MOST_MEMBERSHIPS = 200_000, 200_000_000


def build(release, *, previous=(), facts=()):
    """Set up the unknowns of a release.

    Parameters
    ----------
    release : Release
        Everything registered.
    previous : sequence of Row
        What else is said about the same people; its levels and combinations are counted too.
    facts : sequence of Row
        Those of it that the data set must fit.

    Returns
    -------
    Model

    Raises
    ------
    ValueError
        When no people could have given the registered counts, or there are too many combinations.

    Examples
    --------
    >>> from partnership_evaluation.disclosure.release import Release
    >>> release = Release()
    >>> release.count(38, of={}, name="n")
    >>> release.count(20, of={"grade": 1}, name="bar")
    >>> build(release).truth
    array([18., 20.])
    """
    true = true_rows(release)
    for model in _attempts(release, previous):
        truth = solve(model.compile([*true, *facts]))
        if truth is not None:
            return replace(model, truth=truth)
    return _refuse_contradiction(release)


def _attempts(release, previous):
    """The unknowns with the levels that are listed, and with one more where that must be."""
    cells = _cells_of(release, previous)
    levels = _levels_of(release, cells)
    seen = {key: found for key, found in levels.items() if key not in release.levels}
    incomplete = {
        key for key, found in seen.items() if len(found) < 2 or _exceeds(release, key, found)
    }
    more = [incomplete | {key} for key in sorted(set(seen) - incomplete)]
    for opened in [incomplete, *more, set(seen)]:
        yield _with_levels(release, cells, _opened(levels, opened))


def _refuse_contradiction(release):
    return refuse(
        [
            "The counts of a release fit one set of people: found counts that none could give "
            f"({len(release.values)} counts); a part is larger than its whole, or two tables count "
            "different people under the same levels. Name what differs as a dimension."
        ]
    )


def with_facts(release, rows):
    """Set up the unknowns of a release and of what is said elsewhere, as far as it is still true.

    An attacker is not helped by what is no longer so.

    Parameters
    ----------
    release : Release
        Everything registered.
    rows : list of Row
        What is said elsewhere about the same people.

    Returns
    -------
    (list of Row, Model)
        The rows that some data set with the registered counts fits together, the earlier first; and
        the unknowns, with such a data set.

    Raises
    ------
    ValueError
        As :func:`build`.

    Examples
    --------
    >>> from partnership_evaluation.disclosure.release import Release
    >>> release = Release()
    >>> release.count(38, of={}, name="n")
    >>> from partnership_evaluation.disclosure.cells import cell
    >>> people = (Term(1, cell({})),)
    >>> said = [Row("old", people, 40, 40), Row("new", people, 30, 50)]
    >>> [row.low for row in with_facts(release, said)[0]]
    [30]
    """
    true = true_rows(release)
    for model in _attempts(release, rows):
        truth = solve(model.compile([*true, *rows]))
        if truth is not None:
            return list(rows), replace(model, truth=truth)
        if rows and solve(model.compile(true)) is not None:
            kept = _kept(model, model.compile(true), rows)
            return kept, build(release, previous=rows, facts=kept)
    return _refuse_contradiction(release)


def _kept(model, system, rows):
    """One row after the other, as far as they can be true together."""
    kept = []
    for row in rows:
        more = system.with_row(model.vector(row.terms), row.low, row.high)
        if solve(more) is not None:
            kept, system = [*kept, row], more
    return kept


def statement_terms(release):
    """List the terms of every statement.

    Parameters
    ----------
    release : Release
        Everything registered.

    Returns
    -------
    list of Term

    Examples
    --------
    >>> from partnership_evaluation.disclosure.release import Release
    >>> statement_terms(Release())
    []
    """
    found = []
    for statement in release.statements.values():
        found += [Term(1, base) for base in statement.bases]
        found += statement.terms[1] if isinstance(statement, Mean) else []
    return found


def _cells_of(release, previous):
    terms = [*statement_terms(release), *[term for row in previous for term in row.terms]]
    return sorted({*release.values, *release.absent, *(term.cell for term in terms)})


def _levels_of(release, cells):
    levels, problems = {}, []
    for found in cells:
        for name, chosen in found.key:
            levels.setdefault((found.population, name), set()).update(chosen)
    for key, declared in release.levels.items():
        unknown = sorted(levels.get(key, set()) - set(declared))
        problems += [
            f"A level is one of its dimension: found {level!r} for {key[1]!r}; known: "
            f"{', '.join(declared)}."
            for level in unknown
        ]
        levels[key] = set(declared)
    refuse(problems)
    return {key: tuple(sorted(found)) for key, found in sorted(levels.items())}


def _exceeds(release, key, levels):
    """Whether some total is larger than all its listed parts together."""
    population, name = key
    parts = {}
    for found, value in release.values.items():
        chosen = found.levels.get(name)
        if found.population == population and chosen:
            parts.setdefault(found.without(name), {})[chosen] = value
    for whole, by_levels in parts.items():
        listed = [level for chosen in by_levels for level in chosen]
        complete = sorted(listed) == sorted(levels) and whole in release.values
        if complete and release.values[whole] > sum(by_levels.values()):
            return True
    return False


def _opened(levels, opened):
    return {
        key: (*found, NOT_LISTED) if key in opened and NOT_LISTED not in found else found
        for key, found in levels.items()
    }


def _with_levels(release, cells, levels):
    parts, index, blocks = [], {}, []
    for population in sorted({found.population for found in cells}):
        mine = [found for found in cells if found.population == population]
        own = {name: found for (people, name), found in levels.items() if people == population}
        members, block = _members(mine, own)
        rows, row_of = np.unique(members, axis=0, return_inverse=True)
        offset = sum(part.shape[0] for part in parts)
        index |= {found: offset + int(row) for found, row in zip(mine, row_of.ravel(), strict=True)}
        parts.append(sparse.csr_matrix(rows.astype(float)))
        blocks.append(block)
    together = sparse.block_diag(parts, format="csr") if parts else sparse.csr_matrix((0, 0))
    measures, scales = {}, {}
    for statement in release.statements.values():
        if isinstance(statement, Mean) and statement.measure:
            key = (statement.whole.population, statement.measure)
            measures.setdefault(key, together.shape[1] * (1 + len(measures)))
            ends = scales.get(key, (math.inf, -math.inf))
            scales[key] = (
                min(ends[0], float(statement.minimum)),
                max(ends[1], float(statement.maximum)),
            )
    labels = np.concatenate(blocks) if blocks else np.zeros(0, dtype=int)
    return Model(index, together, measures, scales, labels, levels)


def _members(cells, levels):
    """Which combinations of levels belong to which cell, like ones drawn together; their blocks."""
    size = math.prod(len(found) for found in levels.values())
    if size > MOST_COMBINATIONS or size * len(cells) > MOST_MEMBERSHIPS:
        refuse(
            [
                f"A release has at most {MOST_COMBINATIONS} combinations of levels: found {size} "
                f"in {len(cells)} counts; publish fewer dimensions together."
            ]
        )
    combinations = list(product(*levels.values()))
    columns = [np.array(column) for column in zip(*combinations, strict=True)]
    at = dict(zip(levels, columns, strict=True)) if columns else {}
    members = np.ones((len(cells), size), dtype=bool)
    for row, found in enumerate(cells):
        for name, chosen in found.key:
            members[row] &= np.isin(at[name], chosen)
    longest = max(levels, key=lambda name: len(levels[name]), default=None)
    block = np.unique(at[longest], return_inverse=True)[1] if longest else np.zeros(size, dtype=int)
    counted = members.any(axis=0)
    once, first = np.unique(members[:, counted], axis=1, return_index=True)
    return once, block[counted][first]


def true_rows(release):
    """List what is true of the people of a release: every count and every sum of scores.

    Parameters
    ----------
    release : Release
        Everything registered.

    Returns
    -------
    list of Row

    Examples
    --------
    >>> from partnership_evaluation.disclosure.release import Release
    >>> true_rows(Release())
    []
    """
    rows = [Row(found.text, (Term(1, found),), n, n) for found, n in sorted(release.values.items())]
    for statement in release.statements.values():
        if isinstance(statement, Mean):
            times, terms = statement.terms
            total = float(statement.total * times)
            margin = 1e-6 * max(1.0, abs(total))
            rows.append(Row(statement.name, tuple(terms), total - margin, total + margin))
    return rows
