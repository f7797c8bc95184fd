"""Printed means of grades: which groups could have them, and what they leave open.

A mean of grades treats the steps as equal, which they are not; here it is only ever quoted as a
claim, and turned back into the whole grades that could lie behind it.
"""

from dataclasses import dataclass
from itertools import product

import pandas as pd

from partnership_evaluation import consistency, feasible, measures, tables, wording
from partnership_evaluation.rounding import read_printed, unrounded


class GradeMeansError(ValueError):
    """Means of grades that cannot be used as they were typed in."""


@dataclass(frozen=True)
class Means:
    """The means that a case study printed, with what each allows.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a time: ``time``, ``mean`` (as printed), ``taking_part``, ``fits`` (numbers of
        people, up to those taking part, whose whole grades can have that mean).
    scale : str
        Name of the scale.
    rounding : str
        The rounding under which a mean counts as possible.

    Examples
    --------
    >>> read("george-abbot").frame["mean"].tolist()
    ['1.82', '1.57', '1.45']
    """

    frame: pd.DataFrame
    scale: str
    rounding: str = "up_or_down"

    def sentence(self):
        """Say in one sentence what the means are and whether they are possible.

        Returns
        -------
        str

        Examples
        --------
        >>> read("george-abbot").sentence()[:40]
        'The mean self-given grade was printed as'
        """
        means = ", then ".join(self.frame["mean"])
        impossible = [row for row in self.frame.itertuples() if row.taking_part not in row.fits]
        verdict = "whole grades of everybody taking part can give each of them"
        if impossible:
            verdict = (
                f"no whole grades give {_listed(impossible, ' or ')} people, so fewer must have "
                f"answered than took part{self._half_grades(impossible)}"
            )
        return f"The mean self-given grade was printed as {means}; {verdict}."

    def _half_grades(self, impossible):
        halves = [row for row in impossible if self._fits_in_halves(row)]
        if not halves:
            return ""
        only = f", for {_listed(halves, ' and ')} people," if len(halves) < len(impossible) else ""
        return f", or{only} some gave half grades"

    def _fits_in_halves(self, row):
        codes, n = _codes(self.scale), int(row.taking_part)
        ends = {"low": min(codes), "high": max(codes)}
        return consistency.grim(row.mean, n=n, items=2, rounding=self.rounding, **ends).consistent

    def table(self):
        """Tabulate what each printed mean allows.

        Returns
        -------
        pandas.DataFrame
            One row a time: the mean, people taking part, whether all of them can have given it, in
            whole or in half grades, the numbers of people that can in whole grades, and the
            share with the best grade over all of those.

        Examples
        --------
        >>> read("george-abbot").table()["Possible for all"].tolist()
        ['no', 'no', 'no']
        """
        rows = []
        for row in self.frame.itertuples():
            shares = [
                share_at_best(row.mean, n=n, scale=self.scale, rounding=self.rounding)
                for n in row.fits
            ]
            ends = [end for pair in shares if pair for end in pair]
            span = f"{wording.percent(min(ends))} to {wording.percent(max(ends))}" if ends else None
            possible = "yes" if row.taking_part in row.fits else "no"
            fits = wording.runs(row.fits) or "none"
            with_halves = "yes" if self._fits_in_halves(row) else "no"
            numbers = (row.mean, int(row.taking_part), possible, with_halves)
            rows.append((row.time, *numbers, fits, span))
        return pd.DataFrame(
            rows,
            columns=[
                "When",
                "Printed mean",
                "Taking part",
                "Possible for all",
                "Possible with half grades",
                "Numbers of people it fits",
                "Share with the best grade",
            ],
        )

    def attrition(self):
        """Say whether people leaving could explain the whole change of the mean.

        Returns
        -------
        str

        Examples
        --------
        >>> read("george-abbot").attrition()[:26]
        'From the first to the last'
        """
        first, last = self.frame.iloc[0], self.frame.iloc[-1]
        low, _ = quantities(self)["needs_movers"]
        answer = "nobody's grade need have changed" if low == 0 else "some grades must have changed"
        before, after = int(first["taking_part"]), int(last["taking_part"])
        start = "From the first to the last mean, the number taking part"
        if before == after:
            return f"{start} stayed at {before}: {answer}."
        who = "left had graded themselves lower" if after < before else "joined graded otherwise"
        return f"{start} went from {before} to {after}: if those who {who}, {answer}."


def read(case, *, rounding="up_or_down"):
    """Read the means of grades that a case study printed.

    Parameters
    ----------
    case : str
        The case study.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.

    Returns
    -------
    Means or None
        None where the document prints no means of grades.

    Examples
    --------
    >>> read("sutton") is None
    True
    """
    if not tables.exists(f"{case}/grade_means"):
        return None
    printed = tables.read(f"{case}/grade_means")
    scale = printed["scale"].iloc[0]
    fits = [
        sizes_that_fit(row.mean, scale=scale, largest=int(row.taking_part), rounding=rounding)
        for row in printed.itertuples()
    ]
    frame = printed[["time", "mean", "taking_part"]].assign(fits=fits)
    return Means(frame=frame, scale=scale, rounding=rounding)


def sizes_that_fit(mean, *, scale, largest, rounding="up_or_down"):
    """List the numbers of people whose grades could have a mean that prints like this.

    Parameters
    ----------
    mean : str
        The mean as printed; trailing zeros matter.
    scale : str
        Name of the scale; every grade must be one of its whole numbers.
    largest : int
        Largest number of people considered.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.

    Returns
    -------
    list of int

    Notes
    -----
    The GRIM test (Brown and Heathers 2017) for every number of people in turn, with the ends of the
    scale: a mean beyond them fits nobody.

    Examples
    --------
    >>> sizes_that_fit("1.45", scale="lesson_grade_2012", largest=20)
    [11, 20]
    """
    codes = _codes(scale)
    ends = {"low": min(codes), "high": max(codes)}
    return [
        n
        for n in range(1, largest + 1)
        if consistency.grim(mean, n=n, rounding=rounding, **ends).consistent
    ]


def share_at_best(mean, *, n, scale, rounding="up_or_down"):
    """Bound the share of people with the best grade, given only a mean.

    Parameters
    ----------
    mean : str
        The mean of the code numbers, as printed.
    n : int
        People.
    scale : str
        Name of a scale whose codes are whole numbers, 1 the best.
    rounding : str, default "up_or_down"
        A rounding of :mod:`partnership_evaluation.rounding`.

    Returns
    -------
    tuple of fractions.Fraction or None
        Smallest and largest share over every set of grades with that mean; None when there is none.

    Examples
    --------
    >>> share_at_best("1.45", n=20, scale="lesson_grade_2012")
    (Fraction(11, 20), Fraction(17, 20))
    """
    codes = _codes(scale)
    space = feasible.samples(mean, n=n, low=min(codes), high=max(codes), rounding=rounding)
    if not space.size:
        return None
    weights = [int(code == int(measures.scale(scale).best)) for code in sorted(codes)]
    found = space.range_of(weights)
    return found.low / n, found.high / n


def explained_by_leavers(total_before, *, n_before, total_after, n_after, scale):
    """Say whether a change in a mean needs anybody's grade to have changed.

    Parameters
    ----------
    total_before, total_after : int
        Sums of the code numbers before and after.
    n_before, n_after : int
        People before and after; those after are some of those before.
    scale : str
        Name of a scale whose codes are whole numbers.

    Returns
    -------
    bool
        True when people who left can account for all of it: everybody who stayed may have kept
        their grade.

    Raises
    ------
    GradeMeansError
        When more people are counted after than before.

    Notes
    -----
    The leavers' grades would sum to the difference of the totals, which is possible exactly when it
    lies between (number of leavers x lowest code) and (number of leavers x highest code).

    Examples
    --------
    >>> explained_by_leavers(66, n_before=36, total_after=26, n_after=18, scale="lesson_grade_2012")
    True
    """
    leavers = n_before - n_after
    if leavers < 0:
        raise GradeMeansError(
            f"Those counted after must be some of those before; found {n_before} before and "
            f"{n_after} after. Swap the two or leave the comparison out."
        )
    codes = _codes(scale)
    return leavers * min(codes) <= total_before - total_after <= leavers * max(codes)


def quantities(means):
    """Compute the numbers on which conclusions about printed means rest.

    Parameters
    ----------
    means : Means or None
        What :func:`read` returned.

    Returns
    -------
    dict of str to (number, number) or None
        ``mean_step``: step from the first to the last mean, better being positive, over everything
        that prints so; ``needs_movers``: fewest and most people whose grade must have changed, 0
        where those who left or joined can account for all of it. None without means.

    Notes
    -----
    Where no whole grades give a printed mean, the total nearest to it is taken.

    Examples
    --------
    >>> quantities(read("george-abbot"))["mean_step"]
    (Fraction(9, 25), Fraction(19, 50))
    """
    if means is None:
        return {"mean_step": None, "needs_movers": None}
    first, last = (
        unrounded(read_printed(mean), rounding=means.rounding)
        for mean in means.frame["mean"].iloc[[0, -1]]
    )
    sign = 1 if measures.scale(means.scale).best_is == "low" else -1
    steps = sorted((sign * (first.low - last.high), sign * (first.high - last.low)))
    before, after = means.frame.iloc[0], means.frame.iloc[-1]
    n_before, n_after = int(before["taking_part"]), int(after["taking_part"])
    needed = int(n_after <= n_before)
    if needed:
        totals = product(_totals(before, means), _totals(after, means))
        sizes = {"n_before": n_before, "n_after": n_after, "scale": means.scale}
        needed = int(not any(explained_by_leavers(a, total_after=b, **sizes) for a, b in totals))
    return {"mean_step": tuple(steps), "needs_movers": (needed, n_after)}


def _codes(scale):
    codes = measures.scale(scale).codes
    wrong = [code for code in codes if not code.isdigit()]
    if wrong:
        raise GradeMeansError(
            f"A mean needs codes that are whole numbers; found {', '.join(wrong)} on the scale "
            f"{scale!r}. Compare its grades by rank with measures.shift."
        )
    return [int(code) for code in codes]


def _totals(row, means):
    """List the sums of whole grades that have the printed mean, or the nearest when none has."""
    codes, n, printed = _codes(means.scale), int(row["taking_part"]), read_printed(row["mean"])
    found = unrounded(printed, rounding=means.rounding).scaled(n).integers()
    fits = range(max(found.start, n * min(codes)), min(found.stop, n * max(codes) + 1))
    return fits or [round(printed.value * n)]


def _listed(rows, link):
    return link.join(f"{row.mean} for {row.taking_part}" for row in rows)
