"""From which grade to which, by group of schools."""

import pandas as pd

from partnership_evaluation import proportions
from partnership_evaluation.national.schools import GRADES


def moves(table, by):
    """Count who improved, stayed and declined in each group.

    Parameters
    ----------
    table : pandas.DataFrame
        ``grade``, ``previous_grade``, ``improved`` and the column `by`.
    by : str or list of str
        What makes the groups.

    Returns
    -------
    pandas.DataFrame
        The groups, ``n``, ``improved``, ``same``, ``worse``, ``with_room`` (not at the best grade
        before) and ``improved_with_room`` (the share of these that improved).

    Examples
    --------
    >>> rows = pd.DataFrame({"grade": [2, 2], "previous_grade": [3, 2], "improved": [True, False],
    ...     "phase": ["Primary", "Primary"]})
    >>> moves(rows, "phase").to_dict("records")[0]["with_room"]
    2
    """
    change = table["previous_grade"].astype(int) - table["grade"].astype(int)
    marks = table.assign(
        n=1, improved=change > 0, same=change == 0, worse=change < 0,
        with_room=table["previous_grade"].astype(int) > min(GRADES),
    )  # fmt: skip
    columns = ["n", "improved", "same", "worse", "with_room"]
    found = marks.groupby(by, observed=True)[columns].sum().astype(int).reset_index()
    return found.assign(
        improved_with_room=found["improved"] / found["with_room"].where(found["with_room"] > 0)
    )


def flows(table):
    """Count schools from each grade before to each grade after.

    Parameters
    ----------
    table : pandas.DataFrame
        ``grade`` and ``previous_grade``.

    Returns
    -------
    pandas.DataFrame
        Index ``previous_grade``, one column a grade after; counts, grades nobody has included.

    Examples
    --------
    >>> flows(pd.DataFrame({"grade": [2, 2], "previous_grade": [3, 2]})).loc[3, 2]
    np.int64(1)
    """
    crossed = pd.crosstab(table["previous_grade"].astype(int), table["grade"].astype(int))
    return crossed.reindex(index=list(GRADES), columns=list(GRADES), fill_value=0).astype(int)


def room(table, *, confidence_level=0.95):
    """Give the share that improved among all schools, and among those not at the best grade.

    Parameters
    ----------
    table : pandas.DataFrame
        ``improved`` and ``previous_grade``.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    tuple of Estimate
        Both shares with their intervals, schools taken as separate.

    Examples
    --------
    >>> rows = pd.DataFrame({"improved": [True, False], "previous_grade": [3, 1]})
    >>> [share.estimate for share in room(rows)]
    [0.5, 1.0]
    """
    shares = []
    for part in (table, table[table["previous_grade"].astype(int) > min(GRADES)]):
        k, n = int(part["improved"].sum()), len(part)
        shares.append(proportions.interval(k, n=n, confidence_level=confidence_level))
    return tuple(shares)
