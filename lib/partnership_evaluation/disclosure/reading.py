"""Reading a table: which count, percentage or mean stands at each place."""

import re
from dataclasses import dataclass, field
from itertools import product

import pandas as pd

from partnership_evaluation.disclosure.cells import cell, level_text
from partnership_evaluation.estimates import choice_problems, refuse


@dataclass(frozen=True)
class Exhibit:
    """A table as it was handed in, with what stands at each place.

    Attributes
    ----------
    frame : pandas.DataFrame
        The table with its true numbers; never published.
    places : dict of (int, str) to Cell or str
        For each row position and column a count, or the name of a statement.
    """

    frame: pd.DataFrame
    places: dict[tuple[int, str], object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Table:
    """What the reading of one table needs at every step."""

    release: object
    frame: pd.DataFrame
    name: str
    population: str
    rows: list
    columns: dict

    def key(self, position, column):
        """The levels of a place."""
        return {**self.rows[position], **self.columns[column]}

    def cell(self, position, column):
        """The count at a place."""
        return cell(self.key(position, column), population=self.population)

    def number(self, position, column):
        """The number at a place, as handed in."""
        return self.frame[column].iloc[position]


def read_table(release, frame, *, name, dims, counts="n", across=None, percentages=(), means=(),
               where=(), total="Total", population="people"):  # fmt: skip
    """Register the numbers of a table with a release.

    Parameters
    ----------
    release : Release
        What is to be published.
    frame, name, dims, counts, across, percentages, means, where, total, population
        As in :meth:`Release.table`.

    Returns
    -------
    Exhibit

    Raises
    ------
    ValueError
        Every problem at once.

    Examples
    --------
    >>> from partnership_evaluation.disclosure.release import Release
    >>> release = Release()
    >>> frame = pd.DataFrame({"school": ["A", "Total"], "n": [7, 12], "good": [4, 6]})
    >>> exhibit = read_table(
    ...     release, frame, name="Table 1", dims=["school"], counts={"n": {}, "good": {"good": 1}}
    ... )
    >>> exhibit.places[(1, "good")].text
    'people: good 1'
    """
    percentages, means, dims = dict(percentages), dict(means), list(dims)
    computed = {*percentages, *means}
    columns = _columns(frame, dims, counts, across, total, computed)
    refuse(
        [
            *release.name_problems(name),
            *_column_problems(frame, name, dims, columns, percentages, means),
        ]
    )
    problems, rows = [], []
    for position in range(len(frame)):
        rows.append(_levels(frame, position, dims, dict(where), total, name, problems))
    refuse(problems)
    table = _Table(release, frame, name, population, rows, columns)
    places = _counts(table)
    _note_absent(table)
    for column, rule in percentages.items():
        places |= _percentages(table, column, *rule)
    for column, rule in means.items():
        places |= _means(table, column, **rule)
    return Exhibit(frame.reset_index(drop=True).copy(), places)


def _columns(frame, dims, counts, across, total, computed):
    """For each column of counts what its people have besides the levels of the row."""
    if across is not None:
        heads = [head for head in frame.columns if head not in dims and head not in computed]
        return {head: {} if str(head) == total else {across: head} for head in heads}
    return {counts: {}} if isinstance(counts, str) else {k: dict(v) for k, v in counts.items()}


def _column_problems(frame, name, dims, columns, percentages, means):
    used = [part for rule in percentages.values() for part in rule[:2]]
    used += [rule.get("whole", "n") for rule in means.values()]
    for column in [*dims, *columns, *used, *percentages, *means]:
        yield from choice_problems(column, frame.columns.map(str), name=f"column of {name!r}")
    if not columns:
        yield f"A table has a column of counts: found none in {name!r}; name one."
    for column in set(used) - set(columns):
        yield (
            f"A percentage or mean stands on columns of counts: found {column!r} in {name!r}; "
            "list it under counts."
        )
    named = {*dims, *columns, *percentages, *means}
    for column in (column for column in frame.columns if column not in named):
        if frame[column].map(lambda value: bool(re.search(r"\d", str(value)))).any():
            yield (
                f"Every number of a table is registered: found numbers in column {column!r} of "
                f"{name!r}; say what they are (counts, percentages, means) or drop the column."
            )


def _levels(frame, position, dims, where, total, name, problems):
    levels = dict(where)
    for dimension in dims:
        value = frame[dimension].iloc[position]
        if pd.api.types.is_scalar(value) and pd.isna(value):
            problems.append(
                f"A row names its group: found no {dimension} in row {position + 1} of {name!r}; "
                f"write {total!r} for a margin."
            )
        elif level_text(value) != total:
            levels[dimension] = value
    return levels


def _counts(table):
    """Check every count against what is known, then record them all."""
    places, problems, seen = {}, [], {}
    for position, column in product(range(len(table.rows)), table.columns):
        found, value = table.cell(position, column), table.number(position, column)
        value = value.item() if hasattr(value, "item") else value
        trouble = table.release.value_problems(found, value, table.name)
        if not trouble and seen.setdefault(found, value) != value:
            trouble = [
                f"The same people are counted once: found {seen[found]} and {value} for "
                f"{found.text} in {table.name!r}; correct one, or name what differs."
            ]
        problems += trouble
        places[(position, column)] = found
    refuse(problems)
    for (position, column), found in places.items():
        table.release.add_count(found, table.number(position, column), table.name)
    return places


def _note_absent(table):
    """A reader takes a combination that is not listed for one that nobody has."""
    dims = sorted({dimension for row in table.rows for dimension in row})
    full = [row for row in table.rows if set(row) == set(dims)]
    seen = {tuple(level_text(row[dimension]) for dimension in dims) for row in full}
    levels = [sorted({combination[i] for combination in seen}) for i in range(len(dims))]
    for combination in product(*levels) if seen else ():
        if combination not in seen:
            found = cell(dict(zip(dims, combination, strict=True)), population=table.population)
            table.release.absent.setdefault(found, table.name)


def _percentages(table, column, part, whole, decimals=0):
    places = {}
    for position in range(len(table.rows)):
        n = int(table.number(position, whole))
        if n == 0:
            continue
        name = _place_name(table, position, column)
        shared = table.key(position, whole)
        besides = {k: v for k, v in table.key(position, part).items() if k not in shared}
        table.release.percentage(
            int(table.number(position, part)), n=n, of=shared, having=besides, name=name,
            decimals=decimals, population=table.population,
        )  # fmt: skip
        places[(position, column)] = name
    return places


def _means(table, column, *, minimum, maximum, whole="n", decimals=1, measure=None):
    places = {}
    for position in range(len(table.rows)):
        n = int(table.number(position, whole))
        if n == 0:
            continue
        name = _place_name(table, position, column)
        table.release.mean(
            table.number(position, column), n=n, of=table.key(position, whole), name=name,
            minimum=minimum, maximum=maximum, decimals=decimals, measure=measure or column,
            population=table.population,
        )  # fmt: skip
        places[(position, column)] = name
    return places


def _place_name(table, position, column):
    levels = ", ".join(f"{k} {level_text(v)}" for k, v in table.rows[position].items())
    return f"{table.name}, {column} of {levels or 'all'}"
