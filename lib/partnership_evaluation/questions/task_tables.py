"""What the printed margins of a task say: paired tables, who moved, and shares with intervals."""

import pandas as pd

from partnership_evaluation import feasible, proportions, wording

#: Routes to an interval for a share, in the words of a table's heading.
ROUTES = {"clopper_pearson": "Exact", "mid_p": "Mid-P", "wilson": "Wilson", "jeffreys": "Jeffreys"}


def recovered(groups, *, outcome="whole"):
    """Tabulate the paired tables that the printed margins leave.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.
    outcome : {"whole", "some"}
        What counts as being able afterwards.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Class``, ``Group``, ``Pupils``, ``Tables`` (how many fit), then
        ``Gained``, ``Lost``, ``Never`` and ``Always`` of the single table (missing when there are
        several), ``p`` (exact McNemar test, a range over the tables when there are several).

    Examples
    --------
    >>> from partnership_evaluation.questions import tasks
    >>> recovered(tasks.read("central-beds"))["Tables"].unique().tolist()
    [1]
    """
    rows = []
    for group in groups:
        space = group.paired(outcome)
        ends = feasible.bounds("mcnemar_p", space)
        cells = (None,) * 4
        if space.size == 1:
            ((never, gained), (lost, always)) = next(iter(space))
            cells = (gained, lost, never, always)
        p_values = dict.fromkeys(wording.p_value(end) for end in (ends.low, ends.high))
        rows.append((*_named(group), space.size, *cells, " to ".join(p_values)))
    columns = ["Class", "Group", "Pupils", "Tables", "Gained", "Lost", "Never", "Always", "p"]
    return pd.DataFrame(rows, columns=columns)


def moved(groups):
    """Tabulate who can have moved, whatever was half known at the start.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Class``, ``Group``, ``Pupils``, ``Ways that fit``, ``Moved up`` and
        ``Moved down`` (ranges).

    Examples
    --------
    >>> from partnership_evaluation.questions import tasks
    >>> moved(tasks.read("central-beds"))["Moved up"].tolist()[0]
    '14 to 19'
    """
    rows = []
    for group in groups:
        found = group.moved()
        ranges = [" to ".join(map(str, dict.fromkeys(found[way]))) for way in ("up", "down")]
        rows.append((*_named(group), found["size"], *ranges))
    columns = ["Class", "Group", "Pupils", "Ways that fit", "Moved up", "Moved down"]
    return pd.DataFrame(rows, columns=columns)


def drawn(groups, *, outcome="whole", confidence_level=0.95):
    """Return shares with exact intervals in the shape that figures.intervals draws.

    Parameters
    ----------
    groups : sequence of partnership_evaluation.questions.tasks.TaskGroup
        What :func:`partnership_evaluation.questions.tasks.read` returned.
    outcome : {"whole", "some"}
        What counts as success.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        ``label`` (the group), ``group`` (the class), ``estimate``, ``low``, ``high`` in per cent.

    Examples
    --------
    >>> from partnership_evaluation.questions import tasks
    >>> drawn(tasks.read("central-beds")).iloc[0][["low", "high"]].astype(float).round(1).tolist()
    [40.7, 82.8]
    """
    rows = []
    for group in groups:
        share = proportions.interval(
            group.count(outcome), n=group.n, confidence_level=confidence_level
        )
        ends = [100 * end for end in (share.estimate, share.low, share.high)]
        rows.append((group.group, f"class {group.teaching_class}", *ends))
    return pd.DataFrame(rows, columns=["label", "group", "estimate", "low", "high"])


def routes(groups, *, outcome="whole", confidence_level=0.95):
    """Tabulate the same shares with their intervals by four routes.

    Parameters
    ----------
    groups, outcome, confidence_level
        As in :func:`drawn`.

    Returns
    -------
    pandas.DataFrame
        One row a group: ``Class``, ``Group``, ``Pupils``, ``Share`` and the interval by each route.

    Examples
    --------
    >>> from partnership_evaluation.questions import tasks
    >>> routes(tasks.read("central-beds")[:1])[["Exact", "Wilson"]].values.tolist()
    [['41% to 83%', '43% to 80%']]
    """
    rows = []
    for group in groups:
        k = group.count(outcome)
        found = [
            proportions.interval(k, n=group.n, method=method, confidence_level=confidence_level)
            for method in ROUTES
        ]
        texts = [f"{wording.percent(one.low)} to {wording.percent(one.high)}" for one in found]
        rows.append((*_named(group), wording.percent(found[0].estimate), *texts))
    return pd.DataFrame(rows, columns=["Class", "Group", "Pupils", "Share", *ROUTES.values()])


def _named(group):
    return group.teaching_class, group.group, group.n
