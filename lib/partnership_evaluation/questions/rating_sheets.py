"""Ratings as a case study printed them: counts of several people, one person, or one word only."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

import pandas as pd

from partnership_evaluation import feasible, proportions, ratings, tables
from partnership_evaluation.ratings import tables as rating_tables


@dataclass(frozen=True)
class Sheet:
    """The ratings of one case study.

    Attributes
    ----------
    kind : {"counts", "one_person", "words"}
        Counts of several people, the ratings of one person, or one word for each item.
    table : pandas.DataFrame
        As read from ``ratings``.
    items : tuple of partnership_evaluation.ratings.tables.Item
        The items with their counts; empty for words.
    top : int
        How many of the best categories count as favourable.
    """

    kind: str
    table: pd.DataFrame
    items: tuple
    top: int

    @property
    def categories(self):
        """The categories of the scale, best first."""
        if self.items:
            return self.items[0].categories_best_first
        ordered = self.table.sort_values("order", ascending=self.best_first)
        return tuple(dict.fromkeys(ordered["category"]))

    @property
    def best_first(self):
        """Whether the printed order begins with the best category."""
        return self.table["scale_best"].iloc[0] == "first"

    @property
    def labels(self):
        """The wording of each item, by its name."""
        return dict(zip(self.table["item"].astype(str), self.table["label"], strict=True))

    @cached_property
    def pairs(self):
        """Every two items compared, see :func:`compared`."""
        return compared(self)

    @property
    def favourable(self):
        """The favourable categories in words."""
        return " or ".join(self.categories[: self.top])

    def share(self, item):
        """Return the share of the answers to an item that are favourable.

        Parameters
        ----------
        item : Item
            An item of the sheet with printed counts.

        Returns
        -------
        fractions.Fraction
        """
        return Fraction(sum(item.best_first[: self.top]), item.n)


def read(case, *, top=2):
    """Read the ratings of a case study.

    Parameters
    ----------
    case : str
        The case study.
    top : int, default 2
        How many of the best categories count as favourable.

    Returns
    -------
    Sheet

    Examples
    --------
    >>> [read(case).kind for case in ("sutton", "portswood", "eos")]
    ['counts', 'one_person', 'words']
    """
    table = tables.read(f"{case}/ratings")
    if table["count"].isna().all():
        return Sheet("words", table, (), top)
    table = table.assign(item=table["item"].astype(str))
    items = tuple(rating_tables.items_of(table))
    kind = "one_person" if all(item.n == 1 for item in items) else "counts"
    return Sheet(kind, table, items, _rows_on_top(table, items[0], top))


def _rows_on_top(table, item, top):
    """Count rows for categories: in a school's own counts a row may stand for several."""
    if "of_categories" not in table:
        return top
    rows = table[table["item"] == item.item].sort_values("order")
    stand_for = [int(number) for number in rows["of_categories"]]
    covered = accumulate(stand_for if item.scale_best == "first" else stand_for[::-1])
    return max(1, sum(number <= top for number in covered))


def compared(sheet):
    """Compare every two items that the same people rated, whoever gave which answer.

    Parameters
    ----------
    sheet : Sheet
        Ratings of several people.

    Returns
    -------
    pandas.DataFrame
        What :func:`partnership_evaluation.ratings.compare_items` returns for pairs with the same
        number of answers, the item with the larger favourable share first; with ``p_low`` and
        ``p_high``, the range of the exact sign test over all pairings, adjusted for all pairs
        (Holm). Empty where no two items can be compared.
    """
    if sheet.kind != "counts" or len(sheet.items) < 2:
        return pd.DataFrame()
    order = sorted(sheet.items, key=lambda item: (sheet.share(item), item.best_first), reverse=True)
    place = {item.item: number for number, item in enumerate(order)}
    table = sheet.table.assign(place=sheet.table["item"].map(place)).sort_values(
        ["place", "order"], kind="stable"
    )
    pairs = ratings.compare_items(table, top=sheet.top)
    pairs = pairs[pairs["comparable"]].reset_index(drop=True)
    if pairs.empty:
        return pairs
    worst_first = {item.item: item.best_first[::-1] for item in sheet.items}
    tested = [
        feasible.bounds(
            "sign_test_p", feasible.paired_tables(worst_first[row.other], worst_first[row.item])
        )
        for row in pairs.itertuples()
    ]
    return pairs.assign(
        p_low=proportions.adjust([found.low for found in tested]).to_numpy(),
        p_high=proportions.adjust([found.high for found in tested]).to_numpy(),
    )
