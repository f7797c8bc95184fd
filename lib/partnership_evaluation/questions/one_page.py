"""Each question on one page: title, number, interval in plain words."""

from dataclasses import replace

from partnership_evaluation import proportions, wording
from partnership_evaluation.findings.summary import Summary, plain_interval, title

UNKNOWN = "How many people stand behind it is not printed, so there is no interval."
ONE_GROUP = "One grade for a whole group is a single observation: there is no interval."


def of_grades(changes, means, *, confidence_level, next_step):
    """Sum up printed grades before and after.

    Parameters
    ----------
    changes : sequence of partnership_evaluation.questions.grades.Change
        The changes; the first is told.
    means : partnership_evaluation.questions.grade_means.Means or None
        Printed means, where there are no changes.
    confidence_level : float
        Level of the interval.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import grades
    >>> of_grades(grades.read("sutton"), None, confidence_level=0.95, next_step="Ask.").title
    'Lesson grades: 6 of 12 people moved up'
    """
    if not changes:
        printed = ", then ".join(means.frame["mean"])
        ends = f"was {means.frame['mean'].iloc[0]}, then later {means.frame['mean'].iloc[-1]}"
        words = "Which answers belong to one person is not printed, so there is no interval."
        return Summary(f"The mean grade {ends}", f"Mean grade {printed}", words, next_step)
    change = changes[0]
    if change.kind == "group":
        moved = f"from {change.before} to {change.after}"
        said = title(f"{change.subject} went {moved}", f"The grade of one group went {moved}")
        return Summary(said, f"One grade for the whole group, {moved}", ONE_GROUP, next_step)
    low, high = change.improved
    least = "" if low == high else "at least "
    moved = f"{least}{low} of {change.n} {change.noun} moved up"
    said = title(f"{change.subject}: {moved}", moved[:1].upper() + moved[1:])
    share = f"{least}{{}} moved up: {moved}"
    share = share[:1].upper() + share[1:]
    return _of_share(said, share, low, change.n, confidence_level, next_step, most=high)


def of_progress(school, *, confidence_level, next_step):
    """Sum up gains in sub-levels.

    Parameters
    ----------
    school : partnership_evaluation.questions.school_progress.SchoolProgress
        The school.
    confidence_level, next_step
        As for :func:`of_grades`.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import school_progress
    >>> school = school_progress.read("aet", "Langer Primary Academy", weeks_if_not_stated=6)
    >>> of_progress(school, confidence_level=0.95, next_step="Ask.").title
    'At least 22 of 31 pupils made a sub-level'
    """
    if school.n is None:
        printed = [float(mean) for mean in school.means["mean"]]
        ends = f"{min(printed):g} to {max(printed):g}"
        said = f"Mean gains of {ends} points in {school.weeks} weeks"
        number = f"Mean gains of {ends} points; a sub-level is 2 points"
        return Summary(said, number, UNKNOWN, next_step, people="Not printed for these means")
    made = sorted({int(share * school.n) for share in school.share_made()})
    least = "" if len(made) == 1 else "at least "
    said = f"{least}{made[0]} of {school.n} pupils made a sub-level"
    number = f"{{}} made a sub-level or more in {school.weeks} weeks: {said}"
    shown = said[:1].upper() + said[1:]
    found = _of_share(shown, number, made[0], school.n, confidence_level, next_step)
    return replace(found, people=f"{school.n} pupils")


def of_tasks(classes, *, confidence_level, next_step):
    """Sum up who could do a task.

    Parameters
    ----------
    classes : sequence of partnership_evaluation.questions.tasks.Group
        The classes; the interval is that of the first.
    confidence_level, next_step
        As for :func:`of_grades`.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import tasks
    >>> classes = tasks.classes(tasks.read("central-beds"))
    >>> of_tasks(classes, confidence_level=0.95, next_step="Ask.").title
    '14 of 22 and 14 of 25 pupils succeeded later'
    """
    done = " and ".join(f"{group.whole} of {group.n}" for group in classes)
    first = classes[0]
    said = title(f"{done} pupils succeeded later", f"{first.whole} of {first.n} pupils succeeded")
    number = f"{{}} of class {first.teaching_class} did the whole task later: {done} pupils in all"
    return _of_share(said, number, first.whole, first.n, confidence_level, next_step)


def of_ratings(sheet, *, confidence_level, next_step):
    """Sum up how the parts of a programme were rated.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.
    confidence_level, next_step
        As for :func:`of_grades`.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import rating_sheets
    >>> sheet = rating_sheets.read("sutton")
    >>> of_ratings(sheet, confidence_level=0.95, next_step="Ask.").title
    'Parts were rated favourably by 7 to 11 of 12'
    """
    if sheet.kind == "words":
        said = f"{len(sheet.table)} skills are rated with one word each"
        words = "How many people gave each word is not printed, so there is no interval."
        return Summary(said, said, words, next_step)
    if sheet.kind == "one_person":
        said = f"One head rates {len(sheet.items)} parts of the programme"
        words = "One person stands behind each rating: there is no interval."
        return Summary(said, said, words, next_step, people="One head")
    ranked = sorted(sheet.items, key=lambda item: sum(item.best_first[: sheet.top]) / item.n)
    least, most = ranked[0], ranked[-1]
    low, high = (sum(item.best_first[: sheet.top]) for item in (least, most))
    some = f"{low} to {high}" if low < high else f"{low}"
    said = f"Parts were rated favourably by {some} of {most.n}"
    if least.n != most.n:
        said = f"Parts rated favourably by {low} of {least.n} to {high} of {most.n}"
    number = f"{{}} rated {least.label}, the least favoured part, {sheet.favourable}"
    return _of_share(said, number, low, least.n, confidence_level, next_step)


def _of_share(said, number, k, n, confidence_level, next_step, *, most=None):
    """Sum up a share; where only a range of counts is known, from its least to its most."""
    found, highest = (
        proportions.interval(count, n=n, confidence_level=confidence_level)
        for count in (k, k if most is None else most)
    )
    ends = wording.percent(found.low), wording.percent(highest.high)
    words = plain_interval(*ends, level=wording.percent(confidence_level))
    return Summary(said, number.format(wording.percent(found.estimate)), words, next_step)
