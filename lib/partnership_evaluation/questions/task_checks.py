"""Does the printed table of a task hold: its additions, and its percentages against its counts."""

import pandas as pd

from partnership_evaluation import consistency, wording
from partnership_evaluation.questions import tasks

#: How many times the group's size a size may be that would explain its percentages.
SIZES_TRIED = 2


def sums(groups):
    """Check the additions of the printed tables.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.

    Returns
    -------
    pandas.DataFrame
        Columns ``Should be equal``, ``Compared``, ``Equal``.

    Examples
    --------
    >>> sums(tasks.read("central-beds"))["Equal"].tolist()
    [8, 8, 12]
    """
    rows = [
        ("all of it + half way = some success", [g.whole + g.half == g.some for g in groups]),
        ("some success + still unable = pupils", [g.some + g.unable == g.n for g in groups]),
    ]
    columns = ("n", "able_before", "whole", "half", "some", "unable")
    divided = {whole: _within(whole, groups, tasks.ABILITIES) for whole in tasks.classes(groups)}
    parts = [
        sum(getattr(part, column) for part in inside) == getattr(whole, column)
        for whole, inside in divided.items()
        for column in columns
        if inside
    ]
    rows.append(("ability groups added up = class, for each column", parts))
    return pd.DataFrame(
        [(name, len(equal), sum(equal)) for name, equal in rows],
        columns=["Should be equal", "Compared", "Equal"],
    )


def percentages(groups):
    """Hold every printed percentage against its count and group size.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.

    Returns
    -------
    pandas.DataFrame
        One row a percentage: ``Class``, ``Group``, ``What``, ``Count``, ``Group size``,
        ``Printed``, ``Recomputed`` (one decimal), ``Holds`` (yes, or no), ``Sizes that give it``
        (numbers of pupils with which this count would print so, to the nearest whole per cent).

    Examples
    --------
    >>> found = percentages(tasks.read("central-beds"))
    >>> found[found["Holds"] == "no"]["Printed"].tolist()
    ['87', '63', '88']
    """
    rows = []
    for group in groups:
        for outcome, printed in group.percents.items():
            k, n = group.count(outcome), group.n
            exact = wording.percent(k / n, decimals=1)
            sizes = _sizes(k, printed, largest=SIZES_TRIED * n)
            holds = "yes" if n in sizes else "no"
            named = (group.teaching_class, group.group, tasks.OUTCOME_WORDS[outcome])
            rows.append((*named, k, n, printed, exact, holds, wording.runs(sizes) or "none"))
    columns = ["Class", "Group", "What", "Count", "Group size", "Printed", "Recomputed", "Holds"]
    return pd.DataFrame(rows, columns=[*columns, "Sizes that give it"])


def common_sizes(group):
    """List the group sizes with which all printed percentages of a group would hold.

    Parameters
    ----------
    group : partnership_evaluation.questions.tasks.TaskGroup
        A class or a group within it.

    Returns
    -------
    list of int

    Examples
    --------
    >>> common_sizes(tasks.read("central-beds")[1])
    [8]
    """
    largest = SIZES_TRIED * group.n
    found = [
        set(_sizes(group.count(outcome), printed, largest=largest))
        for outcome, printed in group.percents.items()
    ]
    return sorted(set.intersection(*found)) if found else []


def size_sentences(groups):
    """Say where the percentages of a group fit another size than the one printed.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.

    Returns
    -------
    list of str
        One paragraph a group; empty where all sizes fit.

    Examples
    --------
    >>> size_sentences(tasks.read("central-beds"))[0][:55]
    '10R4, high ability: every percentage fits 8 pupils, whe'
    """
    found = []
    for whole in tasks.classes(groups):
        parts = _within(whole, groups, tasks.ABILITIES)
        total = sum(part.n for part in parts)
        for part in parts:
            sizes = common_sizes(part)
            if sizes and part.n not in sizes:
                found.append(
                    f"{part.label}: every percentage fits {wording.runs(sizes)} pupils, where "
                    f"{part.n} are printed. With {sizes[0]} the ability groups would add up to "
                    f"{total - part.n + sizes[0]}; with {part.n} they add up to {total}, and the "
                    f"class is printed as {whole.n}. The counts agree with one another, so the "
                    "percentages are likelier to be wrong."
                )
    return found


def _sizes(count, printed, *, largest):
    return [
        n
        for n in range(max(count, 1), largest + 1)
        if count in consistency.counts_for_percent(printed, n=n, rounding="up_or_down")
    ]


def _within(whole, groups, names):
    same = [group for group in groups if group.teaching_class == whole.teaching_class]
    return [group for group in same if group.group in names]
