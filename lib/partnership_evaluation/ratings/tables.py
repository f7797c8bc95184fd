"""Read a table of rating counts into items, or list everything that is wrong with it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from partnership_evaluation.estimates import choice_problems, refuse

COLUMNS = ("item", "label", "category", "order", "count")
ENDS = ("first", "last")


@dataclass(frozen=True)
class Item:
    """One rated item.

    Attributes
    ----------
    item, label : str
        Name and wording.
    categories : tuple of str
        In the printed order.
    printed : tuple of int
        Counts in the printed order.
    scale_best : {"first", "last"}
        Which end is favourable.
    n_stated : int or None
        How many people the source says there were.
    """

    item: str
    label: str
    categories: tuple[str, ...]
    printed: tuple[int, ...]
    scale_best: str
    n_stated: int | None

    @property
    def n(self) -> int:
        """Number of answers."""
        return sum(self.printed)

    @property
    def best_first(self) -> tuple[int, ...]:
        """Counts from the best category to the worst."""
        return self.printed if self.scale_best == "first" else self.printed[::-1]

    @property
    def categories_best_first(self) -> tuple[str, ...]:
        """Categories from the best to the worst."""
        return self.categories if self.scale_best == "first" else self.categories[::-1]


def items_of(table: pd.DataFrame, *, scale_best: str | None = None) -> list[Item]:
    """Read the items of a table of rating counts.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``item``, ``label``, ``category``, ``order``, ``count``, optionally ``scale_best``
        and ``n_stated``.
    scale_best : {"first", "last"}, optional
        Which end is favourable, for all items; default the column ``scale_best``.

    Returns
    -------
    list of Item
        In the order in which they first occur.

    Raises
    ------
    ValueError
        With every problem of the table.

    Examples
    --------
    >>> table = pd.DataFrame({"item": "a", "label": "", "category": ["good", "poor"],
    ...                       "order": [1, 2], "count": [3, 1]})
    >>> items_of(table, scale_best="first")[0].best_first
    (3, 1)
    """
    refuse(_column_problems(table, scale_best))
    groups = list(table.groupby("item", sort=False, dropna=False))
    refuse([problem for name, rows in groups for problem in _item_problems(name, rows, scale_best)])
    return [_item(name, rows.sort_values("order"), scale_best) for name, rows in groups]


def counts_of(counts: Sequence[int] | pd.DataFrame, *, name: str) -> list[int]:
    """Counts of one item in the printed order, from a list or from the rows of a table.

    Parameters
    ----------
    counts : sequence of int or pandas.DataFrame
        Counts by category, or the rows of one item.
    name : str
        What the caller names the group.

    Returns
    -------
    list of int

    Raises
    ------
    ValueError
        When a count is no whole number of 0 or more.

    Examples
    --------
    >>> counts_of([2, 8, 2, 0], name="first")
    [2, 8, 2, 0]
    """
    if isinstance(counts, pd.DataFrame):
        items = items_of(counts.assign(item=name), scale_best="first")
        return list(items[0].printed)
    values = list(counts)
    wrong = [i for i, value in enumerate(values, start=1) if not _is_count(value)]
    if wrong:
        refuse(
            [
                f"Counts are whole numbers of 0 or more: found {values[wrong[0] - 1]!r} in {name} "
                f"at position {wrong[0]}; give the number of answers in each category."
            ]
        )
    return [int(value) for value in values]


def _column_problems(table: pd.DataFrame, scale_best: object) -> list[str]:
    present = [str(column) for column in table.columns]
    problems = []
    for column in COLUMNS:
        if column not in present:
            near = difflib.get_close_matches(column, present, n=1, cutoff=0.6)
            advice = f"did you mean {near[0]!r}?" if near else "add it."
            problems.append(
                f"A table of ratings has the columns {', '.join(COLUMNS)}: found no {column!r}; "
                f"{advice}"
            )
    if scale_best is not None:
        problems += choice_problems(scale_best, ENDS, name="scale_best")
    elif "scale_best" not in present:
        problems.append(
            "The favourable end of a scale is stated: found neither an argument nor a column "
            'scale_best; give "first" or "last".'
        )
    if not problems and table.empty:
        problems.append("A table of ratings has at least one row: found none; check the selection.")
    return problems


def _item_problems(name: object, rows: pd.DataFrame, scale_best: str | None) -> list[str]:
    problems = [
        f"Each {column} occurs once in an item: found {value!r} twice in item {name!r}; "
        "mend the table."
        for column in ("order", "category")
        for value in rows.loc[rows[column].duplicated(), column].unique()
    ]
    if rows["order"].isna().any():
        problems.append(f"Every row has an order: found a gap in item {name!r}; number the rows.")
    if scale_best is None:
        ends = rows["scale_best"].unique().tolist()
        if len(ends) > 1 or ends[0] not in ENDS:
            problems.append(
                f'scale_best is "first" or "last", one an item: found {ends} in item {name!r}; '
                "correct the column."
            )
    return problems + _count_problems(name, rows)


def _count_problems(name: object, rows: pd.DataFrame) -> list[str]:
    given = [count for count in rows["count"].tolist() if not pd.isna(count)]
    wrong = [count for count in given if not _is_count(count)]
    if wrong:
        return [
            f"Counts are whole numbers of 0 or more: found {wrong[0]!r} in item {name!r}; "
            "give the number of answers."
        ]
    stated, total = _stated(rows), int(sum(given))
    if len(given) < len(rows) and total != stated:
        said = "no n_stated" if stated is None else f"n_stated = {stated}"
        return [
            f"A blank count is 0 only when the others add up to n_stated: found "
            f"{len(rows) - len(given)} blank in item {name!r}, the others adding up to {total}, "
            f"with {said}; find the counts or leave the item out."
        ]
    if total == 0:
        return [f"An item has at least one answer: found none in item {name!r}; leave it out."]
    if stated is not None and total > stated:
        return [
            f"No more people answer than there are: found {total} answers of n_stated = {stated} "
            f"in item {name!r}; correct one of them."
        ]
    return []


def _is_count(value: object) -> bool:
    """Whole and not negative; a float such as 2.0 too, as columns with gaps are read as floats."""
    try:
        return not isinstance(value, bool | str) and value >= 0 and value == int(value)
    except (TypeError, ValueError, OverflowError):
        return False


def _stated(rows: pd.DataFrame) -> int | None:
    if "n_stated" not in rows:
        return None
    values = rows["n_stated"].dropna().unique()
    return int(values[0]) if len(values) else None


def _item(name: object, rows: pd.DataFrame, scale_best: str | None) -> Item:
    return Item(
        str(name),
        str(rows["label"].iloc[0]),
        tuple(str(category) for category in rows["category"]),
        tuple(0 if pd.isna(count) else int(count) for count in rows["count"]),
        scale_best or str(rows["scale_best"].iloc[0]),
        _stated(rows),
    )
