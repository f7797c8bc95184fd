"""Neighbouring categories merged until no count is small: how fine a table may be."""

from itertools import combinations, pairwise

#: Up to how many categories every way of merging neighbours is tried.
MOST_CATEGORIES = 12


def merged(counts, cuts):
    """Add up the counts between cuts.

    Parameters
    ----------
    counts : sequence of int
        In the order of the categories.
    cuts : sequence of int
        Positions before which a new group begins; the first begins by itself.

    Returns
    -------
    list of int

    Examples
    --------
    >>> merged([1, 2, 3, 4], [2])
    [3, 7]
    """
    return [sum(counts[first:last]) for first, last in spans(len(counts), cuts)]


def spans(size, cuts):
    """Give the first position of each group and the one after its last.

    Parameters
    ----------
    size : int
        How many categories there are.
    cuts : sequence of int
        As in :func:`merged`.

    Returns
    -------
    list of (int, int)

    Examples
    --------
    >>> spans(4, [2])
    [(0, 2), (2, 4)]
    """
    edges = [0, *cuts, size]
    return list(pairwise(edges))


def ways(size, *, always=()):
    """List the ways to merge neighbouring categories, the finest first.

    Parameters
    ----------
    size : int
        How many categories there are.
    always : sequence of int
        Cuts that are never given up.

    Returns
    -------
    list of tuple of int
        Of each way the cuts. Beyond twelve categories the outermost are merged first.

    Examples
    --------
    >>> ways(3, always=[2])
    [(1, 2), (2,)]
    """
    always = [cut for cut in always if 0 < cut < size]
    free = [cut for cut in range(1, size) if cut not in always]
    while len(free) >= MOST_CATEGORIES:
        free.remove(free[-1] if len(free) % 2 else free[0])
    return [
        tuple(sorted([*chosen, *always]))
        for count in range(len(free), -1, -1)
        for chosen in combinations(free, count)
    ]


def finest(all_counts, *, is_allowed, always=()):
    """Choose one way of merging for several lists of counts.

    Parameters
    ----------
    all_counts : sequence of sequence of int
        Counts of the same categories, one list an item.
    is_allowed : callable
        Says of the merged counts of one item whether they may be shown.
    always : sequence of int
        Cuts that are never given up.

    Returns
    -------
    tuple of int
        The cuts under which most items may be shown, and of those the finest.

    Examples
    --------
    >>> finest([[5, 1, 4], [6, 0, 4]], is_allowed=lambda counts: 1 not in counts)
    (1,)
    """
    size = len(all_counts[0])

    def worth(cuts):
        return sum(is_allowed(merged(counts, cuts)) for counts in all_counts), len(cuts)

    return max(ways(size, always=always), key=worth)


def ladder(counts, *, is_allowed, always=()):
    """List ways of merging, each coarser than the one before, to try one after the other.

    Parameters
    ----------
    counts : sequence of int
        In the order of the categories.
    is_allowed : callable
        Says of merged counts whether they may be shown.
    always : sequence of int
        Cuts that are never given up.

    Returns
    -------
    list of tuple of int
        For each number of groups, from the largest, the way whose smallest group is largest.

    Examples
    --------
    >>> ladder([9, 5, 1, 4], is_allowed=lambda counts: min(counts) > 2)
    [(1, 2), (1,), ()]
    """
    rungs = {}
    for cuts in ways(len(counts), always=always):
        found = merged(counts, cuts)
        if is_allowed(found):
            least = min((n for n in found if n), default=0)
            rungs[len(cuts)] = max(rungs.get(len(cuts), (0, cuts)), (least, cuts))
    return [cuts for _, (_, cuts) in sorted(rungs.items(), reverse=True)]
