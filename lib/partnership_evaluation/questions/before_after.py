"""Surveys before and after: what was printed about each item, and who can have answered.

Documents print counts, percentages, means or nothing but a difference of means, and seldom how
many people answered. A printed figure fits some numbers of answers and not others; the reading
used here is the group of people that needs the fewest missing answers.
"""

import re
from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import consistency, feasible, tables
from partnership_evaluation.questions.before_after_items import SHARES, Answers, Item

TIMES = ("before", "after")
PRINTED_SCALE = re.compile(r"(\d+)-(\d+)")


class BeforeAfterError(ValueError):
    """A table of answers before and after that cannot be used as it was typed in."""


@dataclass(frozen=True)
class Survey:
    """All items that a case study printed at two times.

    Attributes
    ----------
    case : str
        The case study.
    items : tuple of Item
        In the order of the document; empty where no figures were printed.
    groups : dict of str to (int or None)
        Smallest number of people at each time that explains its figures.
    stated : dict of str to (int or None)
        Number of people that the document states for each time.

    Examples
    --------
    >>> read("camden", most_answers=20).groups
    {'before': 18, 'after': 16}
    """

    case: str
    items: tuple
    groups: dict
    stated: dict

    @property
    def known(self):
        """The items with both figures and numbers of answers."""
        return tuple(item for item in self.items if item.known)

    @property
    def directions(self):
        """Items that went up, stayed and went down, favourable being up."""
        steps = [item.step_printed for item in self.items if item.step_printed is not None]
        return (
            sum(step > 0 for step in steps),
            sum(step == 0 for step in steps),
            sum(step < 0 for step in steps),
        )

    @property
    def complete(self):
        """Numbers of people who can all have answered every question, at each time."""
        return {
            time: tuple(
                sorted(set.intersection(*(set(getattr(i, time).fits) for i in self.known)))
                if self.known
                else ()
            )
            for time in TIMES
        }

    @property
    def fewest(self):
        """Fewest people who can have answered at each time, whatever was left unanswered."""
        return {
            time: max((min(getattr(item, time).fits) for item in self.known), default=None)
            for time in TIMES
        }


def read(case, *, most_answers=0, rounding="up_or_down", mean_decimals=2, scale_points=5):
    """Read every item that a case study printed before and after.

    Parameters
    ----------
    case : str
        The case study.
    most_answers : int, default 0
        The largest number of people who can have answered; 0 where the document gives no limit,
        and then no number of answers is worked out.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.
    mean_decimals : int, default 2
        Decimals that means were rounded to; a spreadsheet shows 3.6 for 3.60. 0 for those printed.
    scale_points : int, default 5
        Points of the scale, from 1 up, for means whose scale was not printed.

    Returns
    -------
    Survey

    Examples
    --------
    >>> survey = read("sutton", most_answers=12)
    >>> survey.groups, survey.directions
    ({'before': 12, 'after': 10}, (9, 0, 7))
    """
    rows = _rows(case).to_dict("records")
    fits = {
        time: [_fits(row, time, most_answers, rounding, mean_decimals) for row in rows]
        for time in TIMES
    }
    groups = {time: group_size(fits[time]) for time in TIMES}
    items = []
    for place, row in enumerate(rows):
        ends = _scale(row, scale_points)
        sides = []
        for time in TIMES:
            found = fits[time][place]
            n = max((size for size in found if size <= groups[time]), default=None)
            sides.append(_answers(row, time, found, n, ends, rounding, mean_decimals))
        printed = PRINTED_SCALE.search(row["response"] or "") is not None
        items.append(
            Item(
                str(row["item"]),
                *(row[name] for name in ("strand", "label", "measure", "better")),
                *ends,
                printed or row["measure"] in SHARES,
                *sides,
                row["difference"],
                row["same_people"],
            )
        )
    stated = {
        time: max((row[f"n_{time}"] for row in rows if row[f"n_{time}"]), default=None)
        for time in TIMES
    }
    return Survey(case, tuple(items), groups, stated)


def group_size(fits):
    """Find the smallest group of people that explains all figures of one time.

    Parameters
    ----------
    fits : sequence of sequence of int
        For each item the numbers of answers that print its figure; items without any are left out.

    Returns
    -------
    int or None
        The group that needs the fewest missing answers, each item having the largest number of
        answers that fits; the smaller group where two need as many. None without any item.

    Notes
    -----
    For percentages the same as :func:`partnership_evaluation.consistency.denominators`.

    Examples
    --------
    >>> group_size([(3, 6, 9, 12), (11,), (12,)]), group_size([(5, 10), (10,)])
    (12, 10)
    """
    lists = [sizes for sizes in fits if sizes]
    if not lists:
        return None
    largest = max(max(sizes) for sizes in lists)
    costs = {}
    for group in range(1, largest + 1):
        answered = [max((size for size in sizes if size <= group), default=None) for sizes in lists]
        if None not in answered:
            costs[group] = sum(group - size for size in answered)
    return min(costs, key=lambda group: (costs[group], group))


def _rows(case):
    """Collect the rows of both kinds of table, one an item."""
    found = []
    if tables.exists(f"{case}/before_after"):
        found.append(tables.read(f"{case}/before_after").assign(same_people=True))
    if tables.exists(f"{case}/ks2_progress"):
        found.append(_of_years(tables.read(f"{case}/ks2_progress")))
    if not found:
        return pd.DataFrame()
    frame = pd.concat(found, ignore_index=True)
    wrong = sorted(set(frame["measure"]) - {"mean", *SHARES})
    if wrong:
        raise BeforeAfterError(
            f"A measure must be mean, percent or count; found {', '.join(wrong)} in {case}. "
            "Correct the column measure."
        )
    return frame.astype(object).where(frame.notna(), None)


def _of_years(frame):
    """Turn results of the first and the last year into one item: other pupils each year."""
    parts = [part.sort_values("year") for _, part in frame.groupby(["subject", "levels"])]
    return pd.DataFrame(
        {
            "item": f"ks2-{part['subject'].iloc[0]}",
            "strand": "results of the year",
            "label": f"{part['levels'].iloc[0]} levels of progress in {part['subject'].iloc[0]}, "
            f"{part['year'].iloc[0]} and {part['year'].iloc[-1]}",
            "measure": "percent",
            "response": "",
            "better": "high",
            "before": part["percent"].iloc[0],
            "after": part["percent"].iloc[-1],
            "difference": None,
            "n_before": None,
            "n_after": None,
            "same_people": False,
        }
        for part in parts
    )


def _scale(row, scale_points):
    if row["measure"] in SHARES:
        return 0, 1
    found = PRINTED_SCALE.search(row["response"] or "")
    return (int(found[1]), int(found[2])) if found else (1, scale_points)


def _fits(row, time, most_answers, rounding, mean_decimals):
    printed = row[time]
    if not printed or not most_answers:
        return ()
    stated = row[f"n_{time}"] if row["measure"] == "mean" else None
    sizes = [int(stated)] if stated else range(1, most_answers + 1)
    if row["measure"] == "count":
        return tuple(size for size in sizes if size >= int(printed))
    if row["measure"] == "percent":
        test, more = consistency.grim_percent, {}
    else:
        test, more = consistency.grim, {"decimals": mean_decimals or None}
    return tuple(n for n in sizes if test(printed, n=n, rounding=rounding, **more).consistent)


def _answers(row, time, fits, n, ends, rounding, mean_decimals):
    printed = row[time]
    if not n:
        return Answers(printed, fits, None, ())
    if row["measure"] == "count":
        return Answers(printed, fits, n, (int(printed),))
    if row["measure"] == "percent":
        counts = consistency.counts_for_percent(printed, n=n, rounding=rounding)
        return Answers(printed, fits, n, tuple(counts))
    space = feasible.samples(
        printed,
        n=n,
        low=ends[0],
        high=ends[1],
        rounding=rounding,
        decimals=(mean_decimals or None, None),
    )
    return Answers(printed, fits, n, space.totals, space)
