"""A task that was set twice: what memory of it would do, and the other dangers of reading it."""

import pandas as pd
from scipy.stats import binom

from partnership_evaluation import proportions, wording
from partnership_evaluation.questions import dangers, tasks

#: Shares of pupils who may remember a worked answer, as assumptions to move through.
ASSUMED_MEMORY = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
#: A group in which one pupil is more than a fifth.
SMALL = 5


def memory(group, *, shares=ASSUMED_MEMORY):
    """Tabulate how many would do the whole task if they only remembered its answer.

    Parameters
    ----------
    group : partnership_evaluation.questions.tasks.TaskGroup
        A class.
    shares : sequence of float
        Assumed shares of pupils who remember the worked answer.

    Returns
    -------
    pandas.DataFrame
        One row a share: ``Class``, ``Remember the answer``, ``Expected to do it`` and ``As many as
        printed, or more`` (probability).

    Notes
    -----
    Each pupil remembers independently of the others, so the number who do is binomial.

    Examples
    --------
    >>> memory(tasks.read("central-beds")[0])["Expected to do it"].tolist()
    [2.2, 4.4, 6.6, 8.8, 11.0, 13.2]
    """
    rows = [
        (
            group.teaching_class,
            wording.percent(share),
            round(share * group.n, 1),
            wording.p_value(float(binom.sf(group.whole - 1, group.n, share))),
        )
        for share in shares
    ]
    columns = ["Class", "Remember the answer", "Expected to do it", "As many as printed, or more"]
    return pd.DataFrame(rows, columns=columns)


def remembered(group, *, share):
    """Return the distribution of pupils who do the whole task from memory alone.

    Parameters
    ----------
    group : partnership_evaluation.questions.tasks.TaskGroup
        A class.
    share : float
        Assumed share who remember the worked answer.

    Returns
    -------
    pandas.DataFrame
        Columns ``value`` (pupils, 0 to all) and ``share`` (probability).

    Examples
    --------
    >>> len(remembered(tasks.read("central-beds")[0], share=0.3))
    23
    """
    value = range(group.n + 1)
    return pd.DataFrame({"value": value, "share": binom.pmf(value, group.n, share)})


def of_tasks(groups, *, confidence_level=0.95):
    """List the dangers of reading a task that was set again after a lesson on it.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> of_tasks(tasks.read("central-beds"))[0][0]
    'The same question was used again'
    """
    whole = tasks.classes(groups)
    pupils, able = sum(one.n for one in whole), sum(one.able_before for one in whole)
    small = [f"{wording.percent(1 / g.n)} of the {g.n} in {g.label}" for g in groups if g.n < SMALL]
    return [
        ("The same question was used again", _memory_is_enough(whole, confidence_level)),
        (
            "Nobody could fall",
            f"{able} of {pupils} could do the question at the start: no loss was possible, so it "
            "is no finding that all changes go one way.",
        ),
        (
            "Some groups are a handful of pupils",
            f"One pupil is {', and '.join(small)}." if small else "No group has fewer than five.",
        ),
        (
            "Pupils of a class learn together",
            f"The {pupils} pupils sat in {len(whole)} classes; the intervals treat them as "
            "independent and are too narrow if they are not.",
        ),
        (
            "The answers were judged inside the school, from exercise books",
            f"Who marked the {pupils} answers is not printed; 0 were marked twice, as far as is "
            "said.",
        ),
        dangers.NO_COMPARISON,
    ]


def _memory_is_enough(whole, confidence_level):
    shares = []
    for one in whole:
        found = proportions.interval(one.whole, n=one.n, confidence_level=confidence_level)
        shares.append(f"{wording.percent(found.low)} of class {one.teaching_class}")
    return (
        f"If {' and '.join(shares)} remembered the worked answer, the printed numbers would be "
        "within chance of that alone, with nothing understood; 0 other questions were set."
    )
