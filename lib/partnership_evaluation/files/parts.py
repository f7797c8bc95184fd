"""A file in parts, added up one by one or on several machines."""

from functools import partial

import pandas as pd

from partnership_evaluation.files.engine import sums_by


def part_sums(where, *, name, keys, measures, memory="1GB", threads=1):
    """Add up one part of a file.

    Parameters
    ----------
    where : str
        Which rows, as SQL says it.
    name, keys, measures, memory, threads
        As in :func:`partnership_evaluation.files.sums_by`.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> part_sums("source = 'edge-2009'", name="data/cases.csv", keys=["source"],
    ...     measures={"n": "1"})["n"].tolist()
    [1]
    """
    return sums_by(name, keys, measures, where=where, memory=memory, threads=threads)


def sums_in_parts(name, keys, measures, *, parts, run=map, memory="1GB", threads=1):
    """Add up a file part by part, wherever the parts are added up.

    Parameters
    ----------
    name, keys, measures, memory, threads
        As in :func:`partnership_evaluation.files.sums_by`; the measures are whole numbers.
    parts : sequence of str
        Which rows each part has, as SQL says it; every row is in one part.
    run : callable
        Applies a function to each part: ``map``, or what hands it to other processes, such as
        ``lambda work, parts: client.gather(client.map(work, parts))`` of Dask.

    Returns
    -------
    pandas.DataFrame
        As ``sums_by`` gives for the whole: whole numbers add up to the same in any order.

    Raises
    ------
    ValueError
        When a sum is no whole number: it would depend on the order.

    Examples
    --------
    >>> parts = ["source < 'f'", "source >= 'f'"]
    >>> sums_in_parts("data/cases.csv", ["source"], {"n": "1"}, parts=parts)["n"].tolist()
    [1, 1, 1, 1, 12]
    """
    work = partial(
        part_sums, name=str(name), keys=list(keys), measures=dict(measures), memory=memory,
        threads=threads,
    )  # fmt: skip
    tables = [table for table in run(work, list(parts)) if len(table)]
    together = pd.concat(tables, ignore_index=True)
    wrong = [label for label in measures if not pd.api.types.is_integer_dtype(together[label])]
    if wrong:
        raise ValueError(
            f"Only whole numbers add up to the same in any order: found {', '.join(wrong)} with "
            "decimals. Count in smaller units, such as tenths of a point."
        )
    return together.groupby(list(keys), sort=True, as_index=False)[list(measures)].sum()
