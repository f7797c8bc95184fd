"""Printed changes of every kind as people at their starting levels, ready for null twins."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import measures, null_twin, progress, tables, wording
from partnership_evaluation.null_twin import NullModel
from partnership_evaluation.questions import null_twins_assumed, tasks
from partnership_evaluation.questions.null_twins import Reported
from partnership_evaluation.questions.null_twins_totals import of_items, of_means
from partnership_evaluation.rounding import read_printed, unrounded

__all__ = [
    "expected_sub_levels",
    "of_gains",
    "of_grades",
    "of_items",
    "of_mean_gain",
    "of_tasks",
    "whole_groups",
]

POINTS_PER_STEP = int(measures.sub_levels_to_points(1))
LARGEST_CLASS = 30
PEOPLE = "people who moved up, less people who moved down"


def of_grades(case, changes, means=None):
    """Read the changes of grades of people, of counts and of means.

    Parameters
    ----------
    case : str
        The case study.
    changes : sequence of partnership_evaluation.questions.grades.Change
        The printed changes; those of whole groups are single grades and are left out.
    means : partnership_evaluation.questions.grade_means.Means, optional
        The printed means.

    Returns
    -------
    tuple of Reported

    Notes
    -----
    Where a printed grade may be one of several, the start is taken at the best and the end at the
    worst of them; where only a mean was printed, its spread is taken once as narrow and once as
    wide as it can be.
    """
    readers = {"individuals": _of_individuals, "counts": _of_counts}
    # How far inspectors agree on a school is not known as it is of lessons.
    people = [change for change in changes if change.noun == "people"]
    found = [readers[c.kind](c, case) for c in people if c.kind in readers]
    if means is not None:
        found += of_means(means)
    return tuple(found)


def of_tasks(groups, *, count="whole"):
    """Read a task that whole classes were set before and after.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        Classes and groups within them; only the classes are read.
    count : {"whole", "some"}
        What counts as being able afterwards.

    Returns
    -------
    tuple of Reported
    """
    found = []
    for one in tasks.classes(groups):
        gain = one.count(count) - one.able_before
        model = NullModel(
            levels=("could not", "could"), before=(one.n - one.able_before, one.able_before)
        )
        found.append(
            Reported(
                subject=f"Class {one.teaching_class}",
                words=f"{one.able_before} of {one.n} pupils could do it before and "
                f"{one.count(count)} after",
                models=(model,),
                statistic="mean_shift",
                observed=Fraction(gain, one.n),
                unit="more pupils able after than before",
                factor=one.n,
                level_name="pupils",
            )
        )
    return tuple(found)


def of_gains(school, *, spread):
    """Read the gains in sub-levels of one school.

    Parameters
    ----------
    school : partnership_evaluation.questions.school_progress.SchoolProgress
        What it printed.
    spread : float
        Standard deviation of the starting levels, in sub-levels; none is printed.

    Returns
    -------
    tuple of Reported
        The share of pupils who made a sub-level, or the mean gains of all pupils by year group, as
        if a full class of 30 or the largest smaller number that fits stood behind each; empty
        where neither was printed.
    """
    share = school.share_made()
    if share is not None:
        made = int(share[0] * school.n)
        return (
            Reported(
                subject=school.place,
                words=f"{made} of {school.n} pupils made a sub-level or more",
                models=(null_twin.ladder(n=school.n, spread=spread, reliability=0.5),),
                statistic="share_improved",
                observed=share[0],
                unit="pupils judged higher the second time",
                factor=school.n,
                level_name="sub-levels",
            ),
        )
    means = school.means
    rows = means[(means["group"] == "all") & (means["unit"] == "points")]
    found = (_of_mean_gain(row, school, spread) for row in rows.itertuples())
    return tuple(one for one in found if one is not None)


def expected_sub_levels(school, *, points_per_year, school_weeks_per_year):
    """Work out how far every pupil was expected to move between the two assessments.

    Parameters
    ----------
    school : partnership_evaluation.questions.school_progress.SchoolProgress
        The school, with its weeks.
    points_per_year : float
        Points of a year that counted as expected.
    school_weeks_per_year : int
        Teaching weeks of a year.

    Returns
    -------
    float
        In sub-levels.
    """
    points = progress.expected_gain(
        school.weeks, points_per_year=points_per_year, school_weeks_per_year=school_weeks_per_year
    )
    return float(measures.points_to_sub_levels(points))


def of_mean_gain(printed, *, n, spread, subject, sizes=()):
    """Describe a printed mean gain in points of a number of pupils.

    Parameters
    ----------
    printed : str
        The mean as printed.
    n : int
        Pupils.
    spread : float
        Standard deviation of their starting levels, in sub-levels.
    subject : str
        Whose gain it is.
    sizes : sequence of int
        Numbers of pupils that can have printed the mean, where theirs was not.

    Returns
    -------
    Reported
    """
    pupils = [n, *(size for size in sizes[:1] if size < n)]
    model, *fewer = (
        null_twin.ladder(n=k, spread=spread, reliability=0.5, points_per_level=POINTS_PER_STEP)
        for k in pupils
    )
    who = f"if {n} pupils stand behind it" if sizes else f"{n} pupils"
    return Reported(
        subject=subject,
        words=f"a mean gain of {printed} points ({who})",
        models=(model,),
        statistic="mean_gain",
        observed=unrounded(read_printed(printed), rounding="up_or_down").low,
        unit="mean gain in points",
        level_name="sub-levels",
        sizes=tuple(sizes),
        printed=printed,
        spread=spread,
        fewest=next(iter(fewer), None),
    )


def whole_groups(changes):
    """Tabulate how often single grades of whole groups rise anyway, where a rate is published.

    Parameters
    ----------
    changes : sequence of partnership_evaluation.questions.grades.Change
        The printed changes.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Group``, ``Before``, ``After``, ``Moved up anyway`` (share of all such
        schools that did at their next inspection; missing where no rate is at hand) and ``Source``.
    """
    rows = []
    for group, before, after, scale in _single_grades(changes):
        found = null_twins_assumed.rate(f"school-moved-{before}")
        found = found if scale.startswith("ofsted") else None
        share = None if found is None else wording.percent(found["estimate"])
        source = None if found is None else f"{found['source']} ({found['note']})"
        rows.append((group, before, after, share, source))
    return pd.DataFrame(rows, columns=["Group", "Before", "After", "Moved up anyway", "Source"])


def _single_grades(changes):
    """Each group by itself; many schools by the grade that they began with."""
    for change in changes:
        if change.kind == "group":
            yield change.subject, change.before, change.after, change.scale
        elif change.noun == "schools" and change.ranks is not None:
            codes = measures.scale(change.scale).codes
            for rank, shifts in change.shifts.groupby(change.ranks["rank_before"]):
                moved = f"{int((shifts > 0).sum())} moved up"
                yield f"{change.subject}, {len(shifts)} schools", codes[rank], moved, change.scale


def _of_individuals(change, _case):
    codes = measures.scale(change.scale).codes
    before = np.bincount(change.ranks["rank_before"], minlength=len(codes))
    up, down = int((change.shifts > 0).sum()), int((change.shifts < 0).sum())
    return Reported(
        subject=change.subject,
        words=f"{up} of {change.n} moved up and {down} moved down",
        models=(NullModel(levels=codes, before=tuple(before.tolist())),),
        statistic="net_improved",
        observed=Fraction(up - down, change.n),
        unit=PEOPLE,
        factor=change.n,
        level_name="grades",
        moved=(up, down),
    )


def _of_counts(change, case):
    codes = measures.scale(change.scale).codes
    printed = tables.read(f"{case}/grade_counts")
    part = printed[printed["subject"] == change.subject]
    sides = [
        _ranks(part[part["time"] == time], codes, end)
        for time, end in ((change.before, max), (change.after, min))
    ]
    before = tuple(np.bincount(sides[0], minlength=len(codes)).tolist())
    step = Fraction(sum(sides[1]) - sum(sides[0]), change.n)
    return Reported(
        subject=change.subject,
        words=_least_change(change.n, float(step)),
        models=(NullModel(levels=codes, before=before),),
        statistic="mean_shift",
        observed=step,
        unit="change of the mean grade",
        level_name="grades",
    )


def _least_change(n, step):
    if step < 0:
        return f"the change of the mean grade of {n} people is {step:.1f} grades or better"
    return f"the mean grade of {n} people is at least {step:.1f} grades higher at the second time"


def _ranks(part, codes, end):
    """List one rank a person, at one end of the grades that each may have had."""
    stated, counted = part["n_stated"].iloc[0], part["count"].sum()
    ranks = []
    for row in part.itertuples():
        people = stated - counted if pd.isna(row.count) else row.count
        ranks += [end(codes.index(code) for code in row.grades.split("|"))] * int(people)
    return ranks


def _of_mean_gain(row, school, spread):
    sizes = progress.sizes_that_fit(row.mean, largest=LARGEST_CLASS)
    if not sizes:
        return None
    subject = f"{school.place}, year {row.year_group}"
    return of_mean_gain(row.mean, n=sizes[-1], spread=spread, subject=subject, sizes=sizes)
