"""What the study could have seen: power, and the smallest rise that it would have found."""

from dataclasses import replace

import pandas as pd

from partnership_evaluation import effects, power, proportions, wording
from partnership_evaluation.questions.planning_designs import openness

#: True shares who move up for which the power is shown, in people in a hundred.
SHARES = tuple(range(5, 100, 5))
#: More people than this are not listed outcome by outcome.
MOST_PEOPLE = 400
#: Of so many the exact widths are worked out.
MOST_LISTED = 120


def effective_people(design, given):
    """Return as how many separate people the people of classes count.

    Parameters
    ----------
    design : partnership_evaluation.questions.planning_designs.Design
        The design.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        Intraclass correlation.

    Returns
    -------
    int
        People over the design effect, rounded down; at least 1, at most 400.
    """
    size = max(1.0, design.study.class_size)
    effect = effects.design_effect(size, given.intraclass_correlation)
    return int(min(MOST_PEOPLE, max(1, design.people // effect)))


def curves(found, given):
    """Tabulate how often a rise would have been seen, for three of the designs.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        From ``planning_designs.designs``.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.

    Returns
    -------
    pandas.DataFrame
        Columns ``share`` (who move up, in 100), ``power`` (in 100), ``series``. Exact sign test
        with the share who moved down as it was; with a comparison group Boschloo's exact test
        against the most that an ordinary year may bring.
    """
    as_was, compared, more = (_named(found, word) for word in ("As it was", "comparison", "more "))
    down = as_was.study.down
    background = ordinary_share(as_was, given)
    rows = []
    for share in SHARES:
        up = share / 100
        if up + down <= 1:
            for design in (as_was, more):
                n = effective_people(design, given)
                seen = power.sign_test(n, up=up, down=down, significance_level=alpha(given))
                rows.append((share, 100 * seen.estimate, design.name))
        if up >= background:
            n = effective_people(compared, given)
            seen = power.two_proportions(
                n,
                comparison_n=n,
                share=up,
                comparison_share=background,
                significance_level=alpha(given),
            )
            rows.append((share, 100 * seen.estimate, compared.name))
    return pd.DataFrame(rows, columns=["share", "power", "series"])


def smallest(found, given, *, wanted):
    """Tabulate the smallest rise that each design would have found often enough.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        From ``planning_designs.designs``.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.
    wanted : float
        The power.

    Returns
    -------
    pandas.DataFrame
        Columns ``design``, ``counted_as`` (separate people), ``share`` (smallest share who move
        up, 0 to 1, missing where not even everybody would do), ``sd`` (smallest mean change, in
        standard deviations of the changes), ``test``.
    """
    rows = []
    for design in (_named(found, word) for word in ("As it was", "more ", "comparison")):
        n = effective_people(design, given)
        if design.compared:
            background = ordinary_share(design, given)
            share = power.detectable_share(
                n,
                comparison_n=n,
                comparison_share=background,
                power=wanted,
                significance_level=alpha(given),
            )
            sd = _sd(n, given, wanted, compared=True)
            test = f"Boschloo's exact test against {wording.percent(background)} who move up anyway"
        else:
            down = design.study.down
            share = power.detectable_gain(
                n, loss=down, power=wanted, significance_level=alpha(given)
            )
            sd = _sd(n, given, wanted, compared=False)
            test = f"exact sign test, {wording.percent(down)} moving down"
        rows.append((design.name, n, share, sd, test))
    return pd.DataFrame(rows, columns=["design", "counted_as", "share", "sd", "test"])


def ordinary_share(design, given):
    """Return the largest share who may move up in the time by themselves.

    Parameters
    ----------
    design : partnership_evaluation.questions.planning_designs.Design
        The design.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        Natural rise.

    Returns
    -------
    float
        At most 0.9, so that there is room to see more.
    """
    years = design.study.weeks * (1.0 if given.keeps_growing else design.gap) / given.school_weeks
    return min(0.9, given.natural_rise * years)


def alpha(given):
    """Return the level of the tests that belongs to the level of the intervals.

    Parameters
    ----------
    given : partnership_evaluation.questions.planning_designs.Assumptions
        Confidence level.

    Returns
    -------
    float
    """
    return round(1 - given.confidence_level, 10)


def second_route(found, given):
    """Tabulate the width that chance leaves by three methods, classes left out.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        Designs of one group.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        Confidence level.

    Returns
    -------
    pandas.DataFrame
        Columns ``design``, ``people``, ``planned``, ``exact`` (of the same shares), ``expected``
        (over all outcomes that these shares give), in people in a hundred.
    """
    separate = replace(given, intraclass_correlation=0.0)
    rows = []
    for design in found:
        n = design.people
        if n > MOST_LISTED:
            continue
        up, down = (round(share * n) for share in (design.study.up, design.study.down))
        exact = proportions.paired_difference(
            [[n - up - down, up], [down, 0]],
            method="exact",
            confidence_level=given.confidence_level,
        )
        expected = power.expected_width_of_change(
            n, gain=up / n, loss=down / n, confidence_level=given.confidence_level
        )
        rows.append(
            (
                design.name,
                n,
                openness(design, separate)["chance"],
                100 * (exact.high - exact.low),
                100 * expected.estimate,
            )
        )
    return pd.DataFrame(rows, columns=["design", "people", "planned", "exact", "expected"])


def months_refused(study):
    """Say why the change is not turned into months of progress.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.

    Returns
    -------
    str
        What :func:`partnership_evaluation.effects.months_of_progress` answers.
    """
    net = float(sum(study.net) / 2)
    spread = (study.up + study.down - net**2) ** 0.5 or 1.0
    effect = effects.pairs_printed(
        mean_change=net, sd_change=spread, n=study.n, denominator="differences"
    )
    try:
        return effects.months_of_progress(effect, table="toolkit").sentence()
    except effects.NoComparisonGroup as refusal:
        return str(refusal)


def _sd(n, given, wanted, *, compared):
    if n < 3:
        return None
    options = {"power": wanted, "significance_level": alpha(given)}
    if compared:
        return effects.detectable_between_groups(n, comparison_n=n, **options).estimate
    return effects.detectable_within_pairs(n, **options).estimate


def _named(found, word):
    return next(design for design in found if word in design.name)
