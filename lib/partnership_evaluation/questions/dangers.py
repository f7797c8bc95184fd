"""What a result cannot show, with the size of each danger where the numbers give one.

Every function returns pairs of texts, the danger and how large it is here, ready for
:meth:`partnership_evaluation.findings.Report.cautions`.
"""

from partnership_evaluation import wording
from partnership_evaluation.paired import sign_flips

#: Chances that two observers give one lesson the same grade, as assumptions to move through.
ASSUMED_AGREEMENT = (0.9, 0.7, 0.5)


def of_grades(changes):
    """List the dangers of reading grades before and after.

    Parameters
    ----------
    changes : sequence of partnership_evaluation.questions.grades.Change
        The printed changes.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> from partnership_evaluation.questions import grades
    >>> of_grades(grades.read("sutton"))[0][1]
    'With one fewer moving up, the sign test would give p = 0.0625 instead of 0.03125.'
    """
    found = []
    for change in changes:
        if change.kind == "individuals":
            found += [_one_mover(change)] if change.improved[0] else []
            found += [_weakest(change), _one_observer(change)]
        if change.kind in ("individuals", "counts"):
            found.append(_ceiling(change))
    return [*found, NO_COMPARISON]


def of_means(means):
    """List the dangers of reading means of grades.

    Parameters
    ----------
    means : partnership_evaluation.questions.grade_means.Means or None
        The printed means.

    Returns
    -------
    list of (str, str)
        The danger and its size; empty without means.

    Examples
    --------
    >>> of_means(None)
    []
    """
    if means is None:
        return []
    return [
        ("Those who left may have been the ones with lower grades", means.attrition()),
        (
            "A mean treats the steps between grades as equal",
            f"The {len(means.frame)} means say nothing of who moved, nor of how many.",
        ),
        (
            "People graded themselves",
            f"All {len(means.frame)} means rest on the teachers' own judgement of their teaching.",
        ),
    ]


def of_gains(mean_points, *, step_points, weeks):
    """List the dangers of reading gains in levels over a few weeks.

    Parameters
    ----------
    mean_points : float
        Mean gain in points.
    step_points : int
        Points of the smallest step that can be recorded.
    weeks : int
        Weeks between the two assessments.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> of_gains(1.52, step_points=2, weeks=2)[0][1]
    'The smallest gain that can be recorded is 2 points; the mean gain is 1.52 points.'
    """
    return [
        (
            "The scale is coarse",
            f"The smallest gain that can be recorded is {step_points} points; the mean gain is "
            f"{mean_points:.2f} points.",
        ),
        (
            "The same teachers assessed before and after, knowing about the project",
            f"A judgement one step kinder the second time for 1 pupil in 10 would add "
            f"{step_points / 10:.1f} points to the mean gain.",
        ),
        (
            "The time is short",
            f"{weeks} weeks lie between the two judgements; pupils whose level fell, if any, are "
            "not reported.",
        ),
        NO_COMPARISON,
    ]


def of_factors(*, cases, others, counted, listed):
    """List the dangers of reading factors shared by a few successes.

    Parameters
    ----------
    cases : int
        Partnerships singled out as successful.
    others : int
        Partnerships studied but not singled out.
    counted, listed : int
        Factors that the document counts, and all it lists.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> of_factors(cases=6, others=11, counted=30, listed=57)[0][1]
    'No factor is counted for the 11 partnerships that were not singled out.'
    """
    return [
        (
            "Only successes are described",
            f"No factor is counted for the {others} partnerships that were not singled out.",
        ),
        (
            "The successes were chosen by signs that are also among the factors",
            "Being keen and willing to go on were reasons for the choice, so they cannot be "
            f"findings about the {cases}.",
        ),
        (
            "More conditions than cases",
            f"{listed} factors over {cases} partnerships: every one of them can be told apart from "
            "the others in many ways, and none can be tested.",
        ),
        (
            "Most factors are not counted",
            f"{listed - counted} of {listed} factors are named without saying how many had them.",
        ),
    ]


def of_survey(worst_case):
    """List the dangers of reading a survey that part of those asked answered.

    Parameters
    ----------
    worst_case : pandas.DataFrame
        What :meth:`partnership_evaluation.questions.regions.RegionRates.worst_case` returned.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> from partnership_evaluation.questions import regions
    >>> len(of_survey(regions.compare("north-south").worst_case()))
    2
    """
    open_items = (worst_case["Order certain"] == "no").sum()
    return [
        (
            "Those who did not answer may think otherwise",
            f"For {open_items} of {len(worst_case)} items the order of the two groups is not "
            "certain among all schools asked.",
        ),
        (
            "Leaders judged their own partnerships",
            f"All {len(worst_case)} rates are opinions of the people who ran the partnership.",
        ),
    ]


NO_COMPARISON = (
    "There is no comparison group",
    "0 people outside the programme were assessed twice: nobody shows what would have happened.",
)


def _one_mover(change):
    shifts = sorted(change.shifts)
    now = sign_flips.sign_test(shifts).p_value
    fewer = sign_flips.sign_test([*shifts[:-1], 0]).p_value
    return (
        "The result hangs on single people",
        f"With one fewer moving up, the sign test would give p = {wording.number(fewer)} instead "
        f"of {wording.number(now)}.",
    )


def _weakest(change):
    weakest = change.ranks["rank_before"] == change.ranks["rank_before"].min()
    up = change.shifts > 0
    return (
        "The weakest tend to move up by themselves",
        f"{(up & weakest).sum()} of the {weakest.sum()} who began lowest moved up, and "
        f"{(up & ~weakest).sum()} of the other {(~weakest).sum()}.",
    )


def _one_observer(change):
    expected = ", ".join(
        f"{change.n * (1 - agreement):.1f} if they agree on {wording.percent(agreement)}"
        for agreement in ASSUMED_AGREEMENT
    )
    who, what = ("observer", "lesson") if change.noun == "people" else ("inspector", "school")
    doing = "observes" if who == "observer" else "inspects"
    return (
        f"A grade depends on who {doing} which {what}",
        f"With nothing changed, a second {who} would give another grade to about {expected} of "
        f"{what}s (assumed rates).",
    )


def _ceiling(change):
    return (
        "Whoever is at the best grade cannot improve",
        f"{change.subject}: {change.at_best} of {change.n} were there before.",
    )
