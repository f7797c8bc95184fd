"""Why before/after results may not be compared, with the size of each reason."""

import pandas as pd

from partnership_evaluation import wording
from partnership_evaluation.questions import grades, school_progress, tasks
from partnership_evaluation.questions.overview import LEVELS, WEEKS_NOT_USED

#: What can differ between two results, and how a table names it.
DIMENSIONS = {
    "level": "Level of outcome",
    "judged_by": "Who judged",
    "scale": "Judged on",
    "between": "Time between",
    "same_people": "Same people",
    "unit": "What is counted",
}
#: Judges who had no part in the work.
OUTSIDE = ("national assessment",)
LINKED = ("linked", "linked by the margins")


def differences(results):
    """Tabulate in what the results differ.

    Parameters
    ----------
    results : sequence of partnership_evaluation.questions.overview.Result
        What :func:`partnership_evaluation.questions.overview.read` returned.

    Returns
    -------
    pandas.DataFrame
        ``In what``, ``Kinds``, ``Which, and how many results``.

    Examples
    --------
    >>> from partnership_evaluation.questions import overview
    >>> differences(overview.read())["In what"].tolist()[:2]
    ['Level of outcome', 'Who judged']
    """
    about = pd.DataFrame([result.about for result in results])
    rows = []
    for column, name in DIMENSIONS.items():
        counts = about[column].str.replace("_", " ").value_counts()
        which = "; ".join(f"{word} {count}" for word, count in counts.items())
        rows.append((name, len(counts), which))
    return pd.DataFrame(rows, columns=["In what", "Kinds", "Which, and how many results"])


def choices():
    """Show how far one result moves with choices that are equally reasonable.

    Returns
    -------
    pandas.DataFrame
        ``Data``, ``One choice``, ``Gives``, ``Another choice``, ``Gives then`` (percentage points).

    Examples
    --------
    >>> choices()["Gives"].tolist()
    ['+64', '+50', '+59']
    """
    whole = tasks.classes(tasks.read("central-beds"))[0]
    (change,) = [one for one in grades.read("sutton") if one.kind == "individuals"]
    school = school_progress.read(
        "aet", "Clacton Coastal Academy", weeks_if_not_stated=WEEKS_NOT_USED
    )
    up = change.improved[0]
    made, _ = school.share_made()
    rows = [
        (
            f"Central Beds, class {whole.teaching_class}",
            "the whole question",
            whole.whole / whole.n,
            "half of it or more, if nobody knew half at the start",
            whole.some / whole.n,
        ),
        (
            "Sutton, lesson grades",
            "all teachers",
            up / change.n,
            "those not yet at the best grade",
            up / (change.n - change.at_best),
        ),
        (
            "AET, Clacton",
            "nobody fell",
            float(made),
            "all who did not gain fell",
            float(2 * made - 1),
        ),
    ]
    shown = [
        (data, first, wording.signed(100 * one), second, wording.signed(100 * other))
        for data, first, one, second, other in rows
    ]
    columns = ["Data", "One choice", "Gives", "Another choice", "Gives then"]
    return pd.DataFrame(shown, columns=columns)


def of_overview(results):
    """List the dangers of reading results side by side.

    Parameters
    ----------
    results : sequence of partnership_evaluation.questions.overview.Result
        What :func:`partnership_evaluation.questions.overview.read` returned.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> from partnership_evaluation.questions import overview
    >>> of_overview(overview.read())[0][1][:37]
    '0 of 17 results have people who did n'
    """
    about = pd.DataFrame([result.about for result in results])
    inside = (~about["judged_by"].isin(OUTSIDE)).sum()
    linked = about["same_people"].isin(LINKED).sum()
    people = [r.net.n for r in results if r.net.n is not None and r.about["unit"] != "items"]
    up = sum(result.sign > 0 for result in results)
    return [
        (
            "No comparison group",
            f"0 of {len(results)} results have people who did not take part: what would have moved "
            "anyway is in all of them, and more of it where more time went by.",
        ),
        (
            "What is printed is chosen",
            f"{up} of {len(results)} point up. Documents pick what went well, and results that "
            "were lost or not used are not here.",
        ),
        (
            "Those who judge took part",
            f"{inside} of {len(results)} results were judged, wholly or in part, by those who did "
            "the work, their colleagues or their pupils.",
        ),
        (
            "Seldom the same people",
            f"In {linked} of {len(results)} results the same people can be followed; in the others "
            "a change may be a change in who answered.",
        ),
        (
            "Few people",
            f"Where the number of people is known it lies between {min(people)} and {max(people)}.",
        ),
        (
            "Levels of outcome are not steps of one ladder",
            f"Results are spread over {about['level'].nunique()} of Guskey's {len(LEVELS) + 1} "
            "levels: more confidence in a course says nothing about pupils.",
        ),
    ]
