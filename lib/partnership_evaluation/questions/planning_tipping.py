"""How far the world would have to differ before the conclusion of a planned study turns."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import tipping, wording
from partnership_evaluation.questions.planning_designs import judged_reliability

SHARED = "none that both groups share"
NOT_KNOWN = "cannot be said"


def table(found, given, *, level, draws, seed):
    """Tabulate the tipping points of every design, had the same share moved up.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        The designs, in the order wanted.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.
    level : float
        A result stands out while at most this share of null twins look as good.
    draws : int
        Null twins at each value tried.
    seed : int
        Where they start.

    Returns
    -------
    pandas.DataFrame
        Columns ``design``, ``rise`` (steps a person in a school year that would have been enough
        by themselves; 0 where the result does not stand out in the first place), ``reliability``
        (of one judgement, below which it would not stand out), ``missing`` (people unseen who
        moved down); a text where there is none.

    Notes
    -----
    As the other reports: :func:`partnership_evaluation.tipping.drift`, ``reliability`` and
    ``missing_people`` on null twins that begin as the real people did. They treat people as
    separate; classes are in the widths only.
    """
    rows = [
        (design.name, *_points(design, given, level=level, draws=draws, seed=seed))
        for design in found
    ]
    return pd.DataFrame(rows, columns=["design", "rise", "reliability", "missing"])


def _points(design, given, *, level, draws, seed):
    study = design.study
    if design.compared:
        return SHARED, SHARED, NOT_KNOWN
    up, down = (round(share * design.people) for share in (study.up, study.down))
    missing = tipping.missing_people(up, declined=down, level=level)
    unseen = _counted(missing) if study.linked else NOT_KNOWN
    statistic, observed = "net_improved", Fraction(up - down, design.people)
    if not study.linked:
        statistic, observed = "mean_shift", study.mean_shift
    if observed is None:
        return NOT_KNOWN, NOT_KNOWN, unseen
    model = study.model(reliability=judged_reliability(design, given), people=design.people)
    options = {"statistic": statistic, "observed": observed, "level": level}
    options |= {"n_twins": draws, "seed": seed}
    return (
        _rise(tipping.drift(model, **options), design, given),
        _single(tipping.reliability(model, **options), design.judges),
        unseen,
    )


def _rise(found, design, given):
    """Say a drift over the time between the judgements as a rise in a school year."""
    gap = 1.0 if given.keeps_growing else design.gap
    years = design.study.weeks * gap / given.school_weeks
    if not found.stands:
        return "does not stand out anyway"
    if found.tipping_value is None:
        return f"more than {wording.number(found.searched[1] / years, digits=2)}"
    return wording.number(found.tipping_value / years, digits=2)


def _single(found, judges):
    """Say a reliability of the mean of several judges as that of one of them."""
    if found.tipping_value is None:
        return "stands out at any" if found.stands else "stands out at none"
    single = found.tipping_value / (judges - (judges - 1) * found.tipping_value)
    return f"{single:.2f}"


def _counted(found):
    if not found.stands:
        return "0"
    return wording.number(found.tipping_value) if found.tipping_value is not None else "none"
