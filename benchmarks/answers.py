"""How each tool answers each question: one input in, one answer out.

Packages are imported inside, so that a tool that is missing stops only its own part.
"""

from __future__ import annotations

import warnings
from functools import cache

import referees


def half_a_unit(text: str) -> float:
    """Return half a unit of the last printed digit."""
    return 0.5 / 10 ** len(text.partition(".")[2])


def count_here(mean, sd, n, low, high, published):
    from partnership_evaluation import feasible

    return feasible.samples(mean, sd=sd, n=n, low=low, high=high).size


def list_here(mean, sd, n, low, high, published):
    from partnership_evaluation import feasible

    return sum(1 for _ in feasible.samples(mean, sd=sd, n=n, low=low, high=high))


def list_scrutipy(mean, sd, n, low, high, published):
    import scrutipy

    errors = half_a_unit(mean), half_a_unit(sd)
    return len(scrutipy.closure(float(mean), float(sd), n, low, high, *errors))


def count_plain(mean, sd, n, low, high, published):
    return referees.count_samples(mean, sd, n, low, high) if high - low < 5 else None


def count_published(mean, sd, n, low, high, published):
    return published


def ranges_here(mean, sd, n, low, high):
    from partnership_evaluation import feasible

    space = feasible.samples(mean, sd=sd, n=n, low=low, high=high)
    found = [feasible.bounds("count", space, at_least=k) for k in range(low + 1, high + 1)]
    found += [feasible.bounds("count", space, at_least=k, at_most=k) for k in range(low, high + 1)]
    moments = [feasible.bounds(name, space) for name in ("mean", "median", "sd")]
    ends = [[int(each.low), int(each.high)] for each in found]
    return [space.size, ends, [[round(each.low, 9), round(each.high, 9)] for each in moments]]


def ranges_scrutipy(mean, sd, n, low, high):
    import numpy as np
    import scrutipy

    if high == 10:
        return None
    errors = half_a_unit(mean), half_a_unit(sd)
    samples = np.array(scrutipy.closure(float(mean), float(sd), n, low, high, *errors))
    columns = [(samples >= k).sum(axis=1) for k in range(low + 1, high + 1)]
    columns += [(samples == k).sum(axis=1) for k in range(low, high + 1)]
    moments = samples.mean(axis=1), np.median(samples, axis=1), samples.std(axis=1, ddof=1)
    ends = [[int(column.min()), int(column.max())] for column in columns]
    return [len(samples), ends, [[round(c.min(), 9), round(c.max(), 9)] for c in moments]]


def grim_here(mean, n):
    from partnership_evaluation import consistency

    return consistency.grim(mean, n=n, rounding="up_or_down").consistent


def grim_scrutipy(mean, n):
    import scrutipy

    return scrutipy.grim_scalar(mean, n)


def grim_grim(mean, n):
    from grim.mean_tester import consistency_check

    return any(consistency_check(mean, str(n), f"ROUND_HALF_{way}") for way in ("UP", "DOWN"))


def grim_pysprite(mean, n):
    from pysprite import grim

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(grim(n, float(mean), len(mean.partition(".")[2])))


def grim_plain(mean, n):
    return referees.grim(mean, n)


def grimmer_here(mean, sd, n):
    from partnership_evaluation import consistency

    return consistency.grimmer(mean, sd, n=n).consistent


def grimmer_scrutipy(mean, sd, n):
    import scrutipy

    return scrutipy.grimmer([mean], [sd], [n], items=[1])[0]


def grimmer_plain(mean, sd, n):
    return referees.grimmer(mean, sd, n)


def debit_here(mean, sd, n):
    from partnership_evaluation import consistency

    return consistency.debit(mean, sd, n=n).consistent


def debit_scrutipy(mean, sd, n):
    import scrutipy

    return scrutipy.debit([mean], [sd], [n])[0]


def debit_plain(mean, sd, n):
    return referees.debit(mean, sd, n)


def search_here(n, mean, sd, low, high, start):
    import numpy as np

    from partnership_evaluation import feasible

    space = feasible.samples(mean, sd=sd, n=n, low=low, high=high)
    drawn = {tuple(map(int, table)) for table in space.draw(np.random.default_rng(1), 300)}
    return [300, len(drawn), space.size]


def search_pysprite(n, mean, sd, low, high, start):
    import numpy as np
    from pysprite import Sprite

    np.random.seed(1)  # the package draws from the generator that all share
    search = Sprite(n, float(mean), float(sd), 2, 2, low, high)
    _, samples, found = search.find_possible_distributions(300, start, 30_000)
    return [found, len({tuple(sorted(sample)) for sample in samples}), None]


@cache
def ledger():
    from partnership_evaluation import tables

    return tables.read("claims")


def audit_here():
    from partnership_evaluation import consistency

    return [len(ledger()), len(consistency.audit(ledger()))]


MOVES = ("share_improved", "share_declined", "net_change", "sign_test_p")


def moves_here(before, after):
    from partnership_evaluation import feasible

    space = feasible.paired_tables(before, after)
    found = [feasible.bounds(name, space) for name in MOVES]
    return [[round(each.low, 12), round(each.high, 12)] for each in found]


def moves_plain(before, after):
    return referees.moves(before, after) if sum(before) < 20 else None
