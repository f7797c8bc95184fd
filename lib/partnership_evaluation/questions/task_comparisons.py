"""Groups that were set the same task: differences, and what conclusions about them rest on."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import proportions, wording
from partnership_evaluation.questions import tasks

#: The group whose members are also in an ability group; it is held against all other pupils.
OVERLAPPING = "pupil premium"


def compare(groups, *, confidence_level=0.95):
    """Compare the groups within each class.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a comparison and outcome: ``Class``, ``Compared``, ``Did``, ``First``, ``Second``
        (counts), ``Difference`` in percentage points with its interval (Newcombe), ``p`` (Fisher),
        ``Smallest p`` (possible), ``p adjusted`` (Holm, over all rows).

    Notes
    -----
    Pupils on pupil premium are also counted in an ability group, so they are compared with all
    other pupils of the class. The smallest p possible is that of the most uneven split of the same
    number of successes between two groups of these sizes: where it is above 0.05, no result could
    have told the groups apart.

    Examples
    --------
    >>> compare(tasks.read("central-beds"))["Difference"].tolist()[2]
    '+40 (-28 to +61)'
    """
    rows, p_values = [], []
    for whole in tasks.classes(groups):
        for name, first, second in _pairs(whole, groups):
            for outcome in tasks.OUTCOMES:
                counts = (first[outcome], first["n"], second[outcome], second["n"])
                p_values.append(proportions.fisher(*counts).p_value)
                named = (whole.teaching_class, name, tasks.OUTCOME_WORDS[outcome])
                rows.append((*named, *_compared(*counts, confidence_level)))
    columns = ["Class", "Compared", "Did", "First", "Second", "Difference", "p", "Smallest p"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(**{"p adjusted": [wording.p_value(p) for p in adjusted(p_values)]})


def order_sentence(groups):
    """Say whether who is ahead depends on what counts as success.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> order_sentence(tasks.read("central-beds"))[-68:]
    'In class 10S2 the two even disagree about which of the two is ahead.'
    """
    texts, turned = [], []
    for whole in tasks.classes(groups):
        for _, first, second in _overlapping(whole, groups):
            leads = [first[one] / first["n"] - second[one] / second["n"] for one in tasks.OUTCOMES]
            points = [wording.signed(100 * lead) for lead in leads]
            texts.append(f"{points[0]} on the whole and {points[1]} on half or more")
            texts[-1] += f" in class {whole.teaching_class}"
            turned += [whole.teaching_class] * (leads[0] * leads[1] < 0)
    sentence = f"{OVERLAPPING.capitalize()} pupils less all others, in points: {'; '.join(texts)}."
    if turned:
        sentence += (
            f" In class {' and '.join(turned)} the two even disagree about which of the two is "
            "ahead."
        )
    return sentence


def adjusted(p_values):
    """Adjust p-values for their number (Holm).

    Parameters
    ----------
    p_values : sequence of float
        The whole family.

    Returns
    -------
    list of float
        Empty for none.

    Examples
    --------
    >>> adjusted([])
    []
    """
    return list(proportions.adjust(p_values)) if len(p_values) else []


def smallest_p(successes, n1, n2):
    """Return the smallest p-value that any split of so many successes between two groups has.

    Parameters
    ----------
    successes : int
        Successes in both groups together.
    n1, n2 : int
        Sizes of the two groups.

    Returns
    -------
    float
        Of Fisher's exact test, two-sided.

    Examples
    --------
    >>> round(smallest_p(14, 2, 20), 3)
    0.121
    """
    splits = range(max(0, successes - n2), min(n1, successes) + 1)
    return min(proportions.fisher(k, n1, successes - k, n2).p_value for k in splits)


def quantities(groups, *, leap_sub_levels=None):
    """Compute the numbers on which conclusions about the task rest.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.
    leap_sub_levels : int, optional
        Sub-levels of a step that the document calls large.

    Returns
    -------
    dict of str to (number, number) or None
        For each class, by its name in lower case: ``share_improved_<class>`` (over every partial
        knowledge at the start), ``share_some_<class>`` and ``pupil_premium_lead_<class>`` (share
        doing the whole, less that of other pupils); ``leap_sub_levels``; and
        ``understanding`` and ``effect_of_lesson_study``, None because no document measures them.

    Examples
    --------
    >>> quantities(tasks.read("central-beds"))["share_improved_10r4"]
    (Fraction(7, 11), Fraction(19, 22))
    """
    leap = None if leap_sub_levels is None else (leap_sub_levels, leap_sub_levels)
    found = {"understanding": None, "effect_of_lesson_study": None, "leap_sub_levels": leap}
    for whole in tasks.classes(groups):
        name = whole.teaching_class.lower()
        found[f"share_improved_{name}"] = tuple(Fraction(up, whole.n) for up in whole.moved()["up"])
        found[f"share_some_{name}"] = (Fraction(whole.some, whole.n),) * 2
        found[f"pupil_premium_lead_{name}"] = None
        for _, first, second in _overlapping(whole, groups):
            lead = Fraction(first["whole"], first["n"]) - Fraction(second["whole"], second["n"])
            found[f"pupil_premium_lead_{name}"] = lead, lead
    return found


def _compared(k1, n1, k2, n2, confidence_level):
    gap = proportions.difference(k1, n1, k2, n2, confidence_level=confidence_level)
    ends = [wording.signed(100 * end) for end in (gap.estimate, gap.low, gap.high)]
    return (
        f"{k1} of {n1}",
        f"{k2} of {n2}",
        f"{ends[0]} ({ends[1]} to {ends[2]})",
        wording.p_value(proportions.fisher(k1, n1, k2, n2).p_value),
        wording.p_value(smallest_p(k1 + k2, n1, n2)),
    )


def _pairs(whole, groups):
    """Pair the ability groups of a class, then the overlapping group with everybody else."""
    parts = [
        group
        for group in groups
        if group.teaching_class == whole.teaching_class and group.group in tasks.ABILITIES
    ]
    found = [
        (f"{first.group} / {second.group}", _counts(first), _counts(second))
        for place, first in enumerate(parts)
        for second in parts[place + 1 :]
    ]
    return found + _overlapping(whole, groups)


def _overlapping(whole, groups):
    return [
        (f"{group.group} / all others", _counts(group), _less(whole, group))
        for group in groups
        if group.teaching_class == whole.teaching_class and group.group == OVERLAPPING
    ]


def _counts(group):
    return {"n": group.n, "whole": group.whole, "some": group.some}


def _less(whole, group):
    return {name: count - _counts(group)[name] for name, count in _counts(whole).items()}
