"""The attacker: every data set that agrees with what was published, and what they all share."""

import numpy as np
import pandas as pd

from partnership_evaluation.disclosure import building
from partnership_evaluation.disclosure.cells import DisclosureError
from partnership_evaluation.disclosure.knowledge import (
    ANYONE,
    Reader,
    insider,
    readers_of,
    targets_of,
)
from partnership_evaluation.disclosure.programmes import duals, solve
from partnership_evaluation.disclosure.proofs import Proofs
from partnership_evaluation.disclosure.records import read_record

#: How many of the counts that can be worked out are traced to the statements that give them away.
MOST_TRACED = 5


def attack(publication, *, known=None, previous=(), exact=True, model=None):
    """Try to work out every protected count from everything that was published.

    Parameters
    ----------
    publication : Publication
        What is shown and hidden (of :func:`protect` or :func:`suppress`).
    known : mapping or str, optional
        What the attacker knows besides: every count of one level (``{"school": "Sutton"}``), or a
        dimension (``"school"``), each level of which attacks in turn. Nothing when left out.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people, beside those that the publication was made with.
    exact : bool, default True
        Whether to find both ends of each interval; otherwise the search for a count ends as soon
        as the interval is wide enough.
    model : Model, optional
        The unknowns, where they are set up already and there are no further earlier reports.

    Returns
    -------
    pandas.DataFrame
        One row a protected count and attacker: ``reader``, ``count`` (who is counted), ``low``,
        ``high`` (the interval that the attacker reaches; ``inf`` where nothing limits it),
        ``width`` allowed at least, ``recovered`` (known exactly), ``safe``. It holds what must
        not be published.

    Raises
    ------
    DisclosureError
        When the search does not end, or the published numbers contradict each other.

    Notes
    -----
    The least and the greatest value of each count over all data sets of whole, non-negative numbers
    that agree with every published number, symbol and known row: two integer programmes a count
    (``scipy.optimize.milp``). Linear programming alone would be quicker and see less: with
    percentages, or tables of three dimensions, numbers may be pinned only because people are whole.
    One data set serves as a witness for all counts at once, so far fewer programmes are solved.
    What earlier reports say is used as far as it is still true.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> release = Release()
    >>> table = pd.DataFrame({"grade": [1, 2, 3, "Total"], "n": [20, 15, 3, 38]})
    >>> release.table(table, name="t", dims=["grade"])
    >>> found = attack(suppress(release, policy=read_policy("pupils_staff")))
    >>> found[["count", "low", "high", "recovered"]].to_dict("records")
    [{'count': 'people: grade 3', 'low': 3, 'high': 3, 'recovered': True}]
    """
    model, rows = (model, publication.rows) if model else _everything(publication, previous)
    targets = targets_of(publication.release, publication.policy, model)
    proofs = Proofs(model, targets, _readers(publication, known))
    system = model.compile(rows)
    _refuse_contradiction(system, model.truth)
    if not exact:
        proofs.sweep(system, publication)
    found, mine = [], None
    for position, reader in enumerate(proofs.readers):
        if exact or not proofs.secure[:, position].all():
            mine = model.compile([*rows, *reader.rows])
        for target in np.flatnonzero(proofs.concerned[:, position]):
            low, high = _interval(mine, proofs, int(target), position, exact=exact)
            found.append(_line(reader, targets[target], low, high, model.ceiling))
    columns = ["reader", "count", "low", "high", "width", "recovered", "safe"]
    return pd.DataFrame(found, columns=columns)


def verify(publication, *, known=None, previous=()):
    """Stop unless every attack fails.

    Parameters
    ----------
    publication : Publication
        What is about to be published.
    known : mapping or str, optional
        As in :func:`attack`; anyone, and the insiders of the policy, when left out.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people.

    Returns
    -------
    pandas.DataFrame
        What :func:`attack` found, ``exact=False``.

    Raises
    ------
    DisclosureError
        When a protected count can be placed in an interval narrower than the policy's width. The
        message names the published numbers that conspire, an irreducible set for each count, and
        not the count.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> release = Release()
    >>> table = pd.DataFrame({"grade": [1, 2, 3], "n": [20, 15, 3]})
    >>> release.table(table, name="table 1", dims=["grade"])
    >>> release.count(38, of={}, name="caption")
    >>> verify(suppress(release, policy=read_policy("pupils_staff")))
    Traceback (most recent call last):
    ...
    partnership_evaluation.disclosure.cells.DisclosureError: Protected counts must not follow from
    what is published: found 1 that anyone could work out. people: grade 3 follows exactly from
    'caption: people: all = 38', 'table 1: people: grade 1 = 20', 'table 1: people: grade 2 = 15'.
    Publish what protect() returns.
    """
    chosen = publication.policy.insiders if known is None else known
    leaks = attack(publication, known=chosen, previous=previous, exact=False)
    bad = leaks[~leaks["safe"]]
    if len(bad):
        traced = conspiracies(publication, bad.head(MOST_TRACED), previous=previous)
        raise DisclosureError(_message(bad, traced), leaks=leaks, conspirators=traced)
    return leaks


def _message(bad, traced):
    readers = ", ".join(dict.fromkeys(bad["reader"]))
    counts = bad["count"].nunique()
    parts = []
    for count, sources in traced.items():
        row = bad[bad["count"] == count].iloc[0]
        how = "exactly" if row["recovered"] else f"to within {row['high'] - row['low']:g}"
        parts.append(f"{count} follows {how} from {', '.join(map(repr, sources))}.")
    return (
        f"Protected counts must not follow from what is published: found {counts} that {readers} "
        f"could work out. {' '.join(parts)} Publish what protect() returns."
    )


def conspiracies(publication, leaks, *, previous=()):
    """Trace counts that can be worked out to the published numbers that give them away.

    Parameters
    ----------
    publication : Publication
        What is shown and hidden.
    leaks : pandas.DataFrame
        Rows of :func:`attack` that are not safe.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people.

    Returns
    -------
    dict of str to list of str
        For each count the published numbers that place it too closely; without any one of them it
        could not be placed so.

    Notes
    -----
    The limits that bind in the linear programmes (their dual values are not zero) already give the
    same bounds; from these, or from all when only whole numbers pin the count, one after the other
    is left out and stays out as long as the interval remains too narrow (deletion filter).

    References
    ----------
    Chinneck and Dravnieks (1991), Locating minimal infeasible constraint sets in linear programs,
    ORSA Journal on Computing 3, 157-168.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy, suppress
    >>> release = Release()
    >>> for grade, n in {1: 20, 2: 3}.items():
    ...     release.count(n, of={"grade": grade}, name=f"bar {grade}")
    >>> release.count(23, of={}, name="n")
    >>> shown = suppress(release, policy=read_policy("pupils_staff"))
    >>> conspiracies(shown, attack(shown))
    {'people: grade 2': ['bar 1: people: grade 1 = 20', 'n: people: all = 23']}
    """
    model, rows = _everything(publication, previous)
    targets = {t.text: t for t in targets_of(publication.release, publication.policy, model)}
    found = {}
    for _, leak in leaks.drop_duplicates("count").iterrows():
        target = targets[leak["count"]]
        reader = _named(publication, leak["reader"])
        system = model.compile([*rows, *reader.rows])
        found[target.text] = _irreducible(system, model.vector(target.terms), target.width)
    return found


def _everything(publication, previous):
    """The unknowns, and everything that anybody can read."""
    records = list(previous) if isinstance(previous, list | tuple) else [previous]
    earlier = [row for record in records for row in read_record(record)]
    facts = [*publication.absent, *publication.previous]
    if not earlier:
        return building.build(publication.release, previous=facts, facts=facts), publication.rows
    true, model = building.with_facts(publication.release, [*facts, *earlier])
    return model, [*publication.rows, *(row for row in true if row not in facts)]


def _readers(publication, known):
    release = publication.release
    if known is None:
        return [Reader(ANYONE)]
    if isinstance(known, str):
        return readers_of(release, [known])[1:]
    if isinstance(known, dict):
        return [insider(release, known)]
    return readers_of(release, known)


def _named(publication, name):
    for reader in readers_of(publication.release, _dimensions(publication.release)):
        if reader.name == name:
            return reader
    pairs = [part.split(" ", 1) for part in name.split(", ")]
    return insider(publication.release, dict(pairs))


def _dimensions(release):
    return sorted({name for found in release.values for name, _ in found.key})


def _line(reader, target, low, high, ceiling):
    whole = isinstance(target.value, int)
    low, high = (int(low), int(high)) if whole else (float(low), float(high))
    most = np.inf if high >= ceiling else high
    safe = bool(high - low >= target.width - 1e-9)
    return (reader.name, target.text, low, most, target.width, low == high, safe)


def _refuse_contradiction(system, truth):
    if not system.fits(truth) and solve(system) is None:
        raise DisclosureError(
            "What is published must be true of some people: found numbers that contradict each "
            "other; publish what protect() returns."
        )


def _interval(system, proofs, target, reader, *, exact):
    """The least and greatest value of a number; less than that once it is wide enough."""
    for sign in (1, -1):
        if exact or not proofs.is_secure(target, reader):
            vector = proofs.vectors[[target]].toarray()[0]
            proofs.add(solve(system, sign * vector))
    return proofs.low[target, reader], proofs.high[target, reader]


def _is_narrow(system, vector, width):
    """Whether the limits place a number in an interval narrower than the width."""
    least = solve(system, vector)
    if least is None:
        return True
    return vector @ solve(system, -vector) - vector @ least < width - 1e-9


def _irreducible(system, vector, width):
    named = np.array([bool(source) for source in system.sources])
    ends = [duals(system, sign * vector) for sign in (1, -1)]
    binding = ends[0][1] | ends[1][1] | ~named
    kept = binding if _is_narrow(system.only(binding), vector, width) else named | ~named
    sources = sorted({s for s, keep in zip(system.sources, kept, strict=True) if keep and s})
    for source in list(sources):
        fewer = kept & np.array([s != source for s in system.sources])
        if _is_narrow(system.only(fewer), vector, width):
            kept = fewer
            sources.remove(source)
    return sources
