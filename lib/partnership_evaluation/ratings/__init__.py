"""Counts on an ordered rating scale: what may be said of words that are no numbers.

A table of ratings has one row an item and category, with the columns ``item``, ``label``,
``category``, ``order`` (1 = first as printed) and ``count``; ``scale_best`` ("first" or "last")
and ``n_stated`` may stand beside them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from partnership_evaluation.estimates import (
    choice_problems,
    confidence_problems,
    is_whole,
    refuse,
)
from partnership_evaluation.paired.superiority import TESTS, between_groups
from partnership_evaluation.paired.superiority_results import Superiority
from partnership_evaluation.proportions import METHODS, interval
from partnership_evaluation.ratings.pairs import paired_bounds
from partnership_evaluation.ratings.tables import Item, counts_of, items_of

__all__ = ["compare_items", "comparison", "summary"]


def summary(
    table: pd.DataFrame,
    *,
    scale_best: str | None = None,
    top: int = 2,
    equal_spacing: bool = False,
    method: str = "clopper_pearson",
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Describe each item by its median, its top share and its share at the best category.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``item``, ``label``, ``category``, ``order``, ``count``. A count that was left
        blank is 0 when the others add up to ``n_stated``, and refused otherwise.
    scale_best : {"first", "last"}, optional
        Which end of the printed order is favourable. Default: the table's column ``scale_best``.
    top : int
        How many of the best categories count as favourable; fewer than the scale has.
    equal_spacing : bool
        Also give the mean of the positions 1, 2, 3 ..., as if the categories were equally far
        apart; ``method`` then says so. Without it words have no mean.
    method : {"clopper_pearson", "mid_p", "wilson", "jeffreys"}
        Kind of interval.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row an item, in the order of the table: ``item``, ``label``, ``n`` (answers),
        ``n_missing`` (``n_stated`` less ``n``; missing when not stated), ``median`` (category; two
        joined by " / " when the middle falls between them), ``top_categories``, ``k`` and
        ``estimate`` (count and share of these) with ``low`` and ``high``, ``k_best``,
        ``share_best``, ``share_best_low``, ``share_best_high``, ``method``; with
        ``equal_spacing`` also ``mean`` and ``sd`` of the printed positions.

    Raises
    ------
    ValueError
        When columns are missing, a count is missing or no whole number, an order or category comes
        twice, an item has no answer or too short a scale, or an argument is not allowed.

    Examples
    --------
    >>> table = pd.DataFrame({"item": "overall", "label": "programme as a whole",
    ...     "category": ["excellent", "good", "satisfactory", "unsatisfactory"],
    ...     "order": [1, 2, 3, 4], "count": [2, 8, 2, 0]})
    >>> found = summary(table, scale_best="first")
    >>> found[["n", "median", "k"]].values.tolist(), found["low"].round(3).tolist()
    ([[12, 'good', 10]], [0.516])
    """
    refuse(
        [
            *_top_problems(top),
            *choice_problems(method, METHODS, name="method"),
            *confidence_problems(confidence_level),
        ]
    )
    items = items_of(table, scale_best=scale_best)
    refuse(_scale_problems(items, top))
    rows = [_summary_row(item, top, method, confidence_level) for item in items]
    frame = pd.DataFrame(rows)
    if equal_spacing:
        moments = [_moments(item.printed) for item in items]
        frame["mean"], frame["sd"] = (list(column) for column in zip(*moments, strict=True))
        frame["method"] += "; mean treats the categories as equally spaced"
    return frame


def _top_problems(top: object) -> list[str]:
    if is_whole(top) and top >= 1:
        return []
    return [
        f"top is how many of the best categories count, a whole number of 1 or more: found "
        f"{top!r}; give 2 for the usual top-two share."
    ]


def _scale_problems(items: list[Item], top: int) -> list[str]:
    short = [item for item in items if len(item.categories) <= top]
    return [
        f"A top share leaves at least one category out: found {len(item.categories)} categories in "
        f"item {item.item!r} with top = {top}; choose a smaller top."
        for item in short
    ]


def _summary_row(item: Item, top: int, method: str, confidence_level: float) -> dict[str, object]:
    best_first, categories = item.best_first, item.categories_best_first
    k, n = sum(best_first[:top]), item.n
    share = interval(k, n=n, method=method, confidence_level=confidence_level)
    best = interval(best_first[0], n=n, method=method, confidence_level=confidence_level)
    return {
        "item": item.item,
        "label": item.label,
        "n": n,
        "n_missing": math.nan if item.n_stated is None else item.n_stated - n,
        "median": _median(item),
        "top_categories": " / ".join(categories[:top]),
        "k": k,
        "estimate": share.estimate,
        "low": share.low,
        "high": share.high,
        "k_best": best_first[0],
        "share_best": best.estimate,
        "share_best_low": best.low,
        "share_best_high": best.high,
        "method": share.method,
    }


def _median(item: Item) -> str:
    """The middle category; for an even number of answers the two middle ones when they differ."""
    answers = [
        name for name, k in zip(item.categories, item.printed, strict=True) for _ in range(k)
    ]
    lower, upper = answers[(item.n - 1) // 2], answers[item.n // 2]
    return lower if lower == upper else f"{lower} / {upper}"


def _moments(counts: Sequence[int]) -> tuple[float, float]:
    positions = pd.Series([i for i, k in enumerate(counts, start=1) for _ in range(k)], dtype=float)
    return float(positions.mean()), float(positions.std())


def compare_items(
    table: pd.DataFrame, *, scale_best: str | None = None, top: int = 2
) -> pd.DataFrame:
    """Say what the margins allow about two items that the same people rated, answers unlinked.

    The printed counts do not tell who rated what, so how many preferred one item to another is
    not known. It lies between bounds, which are reached by some pairing of the answers. A test for
    independent groups would be wrong: the raters are the same people.

    Parameters
    ----------
    table : pandas.DataFrame
        As in ``summary``; all items on scales of the same length.
    scale_best : {"first", "last"}, optional
        As in ``summary``.
    top : int
        How many of the best categories count as favourable.

    Returns
    -------
    pandas.DataFrame
        One row a pair of items: ``item``, ``other``, ``n``, ``comparable``,
        ``top_share_difference`` (first less other: known), and over all pairings of the answers:
        ``better_low``, ``better_high`` (share who rated the first item above the other),
        ``worse_low``, ``worse_high``, ``same_low``, ``same_high``, ``net_low``, ``net_high``
        (better less worse), ``p_value_low``, ``p_value_high`` (exact McNemar test of the top
        shares), ``verdict`` on "more people rated the first item above the other than below":
        supported (in every pairing), contradicted (in none) or undetermined; ``method``. When the
        numbers of answers differ the items cannot be paired: ``comparable`` is False, the numbers
        are missing and ``method`` says why.

    Raises
    ------
    ValueError
        As ``summary``; also with fewer than two items or scales of different length.

    Notes
    -----
    Fréchet bounds: the extremes of a linear function over all joint tables with the two margins,
    by linear programming on the categories (``scipy.optimize.linprog``; the vertices are whole
    numbers). Checked against all pairings one by one.

    References
    ----------
    Fréchet (1951), Annales de l'Université de Lyon A 14, 53-77.

    Examples
    --------
    >>> table = pd.DataFrame({"item": ["walks"] * 3 + ["reading"] * 3, "label": "",
    ...     "category": ["good", "fair", "poor"] * 2, "order": [1, 2, 3] * 2,
    ...     "count": [9, 1, 0, 2, 5, 3]})
    >>> found = compare_items(table, scale_best="first", top=1).iloc[0]
    >>> float(found.better_low), float(found.better_high), found.verdict
    (0.7, 0.8, 'supported')
    """
    refuse(_top_problems(top))
    items = items_of(table, scale_best=scale_best)
    refuse([*_scale_problems(items, top), *_comparison_problems(items)])
    couples = [(one, other) for i, one in enumerate(items) for other in items[i + 1 :]]
    return pd.DataFrame([paired_bounds(one, other, top=top) for one, other in couples])


def _comparison_problems(items: list[Item]) -> list[str]:
    if len(items) < 2:
        return [f"A comparison needs two items: found {len(items)}; use ratings.summary."]
    lengths = {item.item: len(item.categories) for item in items}
    if len(set(lengths.values())) > 1:
        return [
            f"Items are compared on one scale: found scales of different length, {lengths}; "
            "compare items of the same scale."
        ]
    return []


def comparison(
    first: Sequence[int] | pd.DataFrame,
    second: Sequence[int] | pd.DataFrame,
    *,
    scale_best: str,
    test: str = "auto",
    confidence_level: float = 0.95,
) -> Superiority:
    """Compare the ratings of two separate groups of people on the same scale.

    Parameters
    ----------
    first, second : sequence of int or pandas.DataFrame
        Counts by category in the printed order, zeros included; or the rows of one item, with
        the columns of ``summary``. At least two answers a group, nobody in both.
    scale_best : {"first", "last"}
        Which end of the printed order is favourable.
    test : {"auto", "permutation", "t"}
        As in ``superiority.between_groups``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Superiority
        ``estimate`` = probability that a random rating of the first group is better than one of
        the second, ties counted half, with interval, p-value and Cliff's delta.

    Raises
    ------
    ValueError
        When a count is not allowed, the scales differ in length or a group has fewer than two
        answers.

    Notes
    -----
    Brunner-Munzel; see ``superiority.between_groups``. Uses the order of the categories only.

    Examples
    --------
    >>> found = comparison([0, 7, 4, 1], [5, 6, 1, 0], scale_best="first")
    >>> round(found.estimate, 3), round(found.p_value, 3)
    (0.208, 0.008)
    """
    refuse(
        [
            *choice_problems(scale_best, ("first", "last"), name="scale_best"),
            *choice_problems(test, TESTS, name="test"),
        ]
    )
    ones, others = counts_of(first, name="first"), counts_of(second, name="second")
    if len(ones) != len(others):
        refuse(
            [
                f"Two groups are compared on one scale: found {len(ones)} and {len(others)} "
                "categories; give every category of the scale a count, 0 included."
            ]
        )
    better = "low" if scale_best == "first" else "high"
    codes = [[i for i, k in enumerate(counts) for _ in range(k)] for counts in (ones, others)]
    return between_groups(*codes, better=better, test=test, confidence_level=confidence_level)
