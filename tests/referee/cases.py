"""The questions put to the library and to R: random ones, and those that break software."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

Case = dict[str, Any]
#: One file of answers each, with the families of questions in it.
FILES = {
    "shares": ("binomial", "interval", "finite_interval", "adjust"),
    "two_groups": ("two_groups", "unconditional_p", "ratings"),
    "pairs": ("fourfold", "changes", "untied_changes", "linked"),
    "tables": ("square", "rectangle", "trend", "questions"),
    "ordinal": ("ordinal_logit", "separated"),
    "mixed": ("mixed_model", "nested_model", "many_groups"),
    "trusts": ("clustered",),
    "power": ("power_of_groups", "power_of_pairs", "power_of_means"),
}
SEED = 20_261_122


def cases(family: str) -> list[Case]:
    """List the questions of one family, the awkward ones first."""
    make: Callable[[random.Random], Iterator[tuple[str, Case]]] = globals()[f"_{family}"]
    found = make(random.Random(f"{SEED} {family}"))
    return [{"family": family, "kind": kind, "arguments": given} for kind, given in found]


# One share -----------------------------------------------------------------------------------


def _binomial(rng):
    for kind, k, n, expected in [
        ("n = 1", 0, 1, 0.5),
        ("n = 1", 1, 1, 0.3),
        ("zeros", 0, 12, 0.5),
        ("all alike", 12, 12, 0.9),
        ("impossible share", 0, 6, 0.0),
        ("impossible share", 2, 6, 0.0),
        ("certain share", 5, 6, 1.0),
        ("ties", 5, 10, 0.5),
        ("ties", 3, 10, 0.3),
        ("tiny p", 40, 40, 0.1),
    ]:
        yield kind, {"k": k, "n": n, "expected": expected}
    for _ in range(30):
        n = rng.randint(1, 120)
        yield "random", {"k": rng.randint(0, n), "n": n, "expected": rng.randint(1, 99) / 100}


def _interval(rng):
    awkward = [(0, 1), (1, 1), (0, 12), (12, 12), (1, 500), (499, 500)]
    kinds = ["n = 1", "n = 1", "zeros", "all alike", "rare", "nearly all alike"]
    for kind, (k, n) in zip(kinds, awkward, strict=True):
        yield kind, {"k": k, "n": n, "level": 0.95}
    for _ in range(24):
        n = rng.randint(1, 120)
        yield (
            "random",
            {"k": rng.randint(0, n), "n": n, "level": rng.choice([0.5, 0.9, 0.95, 0.99])},
        )


def _finite_interval(rng):
    yield "n = 1", {"k": 1, "n": 1, "population": 12}
    yield "zeros", {"k": 0, "n": 11, "population": 12}
    yield "all alike", {"k": 16, "n": 16, "population": 17}
    yield "everybody answered", {"k": 5, "n": 12, "population": 12}
    yield "random", {"k": 75, "n": 83, "population": 92}
    for _ in range(12):
        population = rng.randint(2, 150)
        n = rng.randint(1, population)
        yield "random", {"k": rng.randint(0, n), "n": n, "population": population}


def _adjust(rng):
    yield "n = 1", {"p": [0.04]}
    yield "ties", {"p": [0.01, 0.01, 0.01, 0.5]}
    yield "zeros", {"p": [0.0, 0.0, 1.0]}
    yield "all alike", {"p": [1.0, 1.0]}
    for size in (3, 8, 25):
        yield "random", {"p": [round(rng.random() ** 3, 6) for _ in range(size)]}


# Two groups ----------------------------------------------------------------------------------


def _groups(rng, times, most):
    for kind, cells in [
        ("n = 1", (0, 1, 1, 1)),
        ("zeros", (0, 7, 4, 9)),
        ("zeros", (3, 5, 0, 8)),
        ("separation", (0, 5, 6, 6)),
        ("separation", (6, 6, 0, 5)),
        ("all alike", (0, 5, 0, 7)),
        ("all alike", (5, 5, 7, 7)),
        ("ties", (3, 6, 3, 6)),
    ]:
        yield kind, dict(zip(("k1", "n1", "k2", "n2"), cells, strict=True))
    for _ in range(times):
        n1, n2 = rng.randint(1, most), rng.randint(1, most)
        k1, k2 = rng.randint(0, n1), rng.randint(0, n2)
        yield "random", {"k1": k1, "n1": n1, "k2": k2, "n2": n2}


def _two_groups(rng):
    yield from _groups(rng, 24, 80)


def _unconditional_p(rng):
    for k1, n1, k2, n2 in [(7, 15, 12, 15), (1, 1, 4, 6), (2, 4, 1, 3), (4, 4, 4, 6)]:
        yield "ties", {"k1": k1, "n1": n1, "k2": k2, "n2": n2}
    yield from _groups(rng, 4, 10)


def _ratings(rng):
    for kind, first, second in [
        ("ties", [1, 4, 7, 0], [0, 1, 6, 5]),
        ("empty grades", [2, 0, 0, 5], [3, 0, 0, 1]),
        ("all alike", [0, 4, 0], [0, 6, 0]),
        ("separation", [5, 1, 0, 0], [0, 0, 3, 4]),
        ("separation", [0, 0, 6], [3, 0, 0]),
        ("one group all alike", [0, 3, 0], [1, 2, 2]),
        ("n = 2", [1, 1, 0], [0, 2, 1]),
    ]:
        yield kind, {"first": first, "second": second}
    for _ in range(14):
        grades = rng.randint(2, 5)
        counts = [[rng.randint(0, 4) for _ in range(grades)] for _ in range(2)]
        if min(map(sum, counts)) > 1:
            yield "random", {"first": counts[0], "second": counts[1]}


# Pairs ---------------------------------------------------------------------------------------


def _fourfold(rng):
    names = ("neither", "gained", "lost", "both")
    for kind, cells in [
        ("n = 1", (0, 1, 0, 0)),
        ("n = 1", (1, 0, 0, 0)),
        ("zeros", (12, 7, 0, 1)),
        ("zeros", (0, 0, 5, 4)),
        ("all alike", (0, 0, 0, 9)),
        ("all moved alike", (0, 6, 0, 0)),
        ("ties", (5, 3, 3, 5)),
        ("published", (12, 7, 1, 1)),
        ("published", (59, 6, 16, 80)),
    ]:
        yield kind, dict(zip(names, cells, strict=True))
    for _ in range(15):
        most = rng.choice([3, 10, 40])
        cells = [rng.randint(0, most) for _ in names]
        if sum(cells):
            yield "random", dict(zip(names, cells, strict=True))


def _changes(rng):
    for kind, d in [
        ("n = 1", [2]),
        ("n = 1", [-1]),
        ("zeros", [0, 0, 0]),
        ("zeros", [1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0]),
        ("ties", [2, 2, 1, 1, 1, 1, 1, 1, -1]),
        ("ties", [3, -3, 2, -2, 1, -1, 0]),
        ("all alike", [1] * 8),
        ("all alike", [-2] * 5),
        ("one far out", [1, 1, 1, 1, -9, 0]),
    ]:
        yield kind, {"d": d}
    for _ in range(12):
        n, most = rng.randint(2, 45), rng.choice([1, 2, 4, 9])
        yield "random", {"d": [rng.randint(-most, most + 1) for _ in range(n)]}


def _untied_changes(rng):
    yield "n = 1", {"d": [4]}
    yield "all alike in sign", {"d": list(range(1, 9))}
    for n in (3, 7, 13, 14, 30, 49):
        d = [size * rng.choice([-1, 1, 1]) for size in range(1, n + 1)]
        yield "random", {"d": rng.sample(d, n)}


def _linked(rng):
    for kind, before, after in [
        ("ties", [2, 2, 1, 3, 2, 2, 2, 3, 3, 2, 2, 1], [1, 2, 1, 2, 2, 2, 2, 2, 2, 1, 1, 1]),
        ("all alike", [2, 2, 2], [2, 2, 2]),
        ("all moved alike", [1, 1, 1, 1], [2, 2, 2, 2]),
        ("separation", [1, 1, 2, 1], [3, 4, 3, 3]),
        ("n = 2", [1, 2], [2, 2]),
    ]:
        yield kind, {"before": before, "after": after}
    for _ in range(10):
        n = rng.randint(3, 40)
        before = [rng.randint(1, 4) for _ in range(n)]
        yield "random", {"before": before, "after": [b + rng.randint(-1, 1) for b in before]}


# Tables --------------------------------------------------------------------------------------


def _square(rng):
    for kind, cells in [
        ("n = 1", [[0, 1], [0, 0]]),
        ("all alike", [[5, 0], [0, 0]]),
        ("all moved alike", [[0, 4], [0, 0]]),
        ("zeros", [[0, 1, 0, 0], [0, 2, 4, 1], [0, 0, 2, 2], [0, 0, 0, 0]]),
        ("empty grades", [[3, 2, 0], [1, 4, 0], [0, 0, 0]]),
        ("empty grades", [[1, 0, 3], [0, 0, 0], [2, 0, 5]]),
        ("grades without traffic", [[3, 2, 0, 0], [4, 1, 0, 0], [0, 0, 2, 1], [0, 0, 6, 2]]),
        ("a grade nobody left", [[3, 2, 0], [4, 1, 0], [0, 0, 7]]),
        ("ties", [[2, 3, 1], [3, 2, 2], [1, 2, 2]]),
    ]:
        yield kind, {"cells": cells}
    for _ in range(14):
        grades = rng.randint(2, 5)
        yield "random", {"cells": _table(rng, grades, grades, rng.choice([4, 20, 200]))}


def _rectangle(rng):
    for kind, cells in [
        ("zeros", [[3, 0, 0], [2, 3, 0], [0, 1, 3]]),
        ("empty grades", [[3, 0, 2], [1, 0, 4]]),
        ("all alike", [[4, 0], [3, 0]]),
        ("n = 1", [[1, 0], [0, 0]]),
        ("separation", [[5, 0], [0, 6]]),
        ("ties", [[2, 2, 2], [2, 2, 2]]),
    ]:
        yield kind, {"cells": cells}
    for _ in range(12):
        yield "random", {"cells": _table(rng, rng.randint(2, 3), rng.randint(2, 4), 6)}


def _trend(rng):
    for kind, cells in [
        ("ties", [[3, 1, 0], [1, 2, 3]]),
        ("separation", [[4, 0, 0], [0, 2, 3]]),
        ("empty grades", [[4, 0, 1], [2, 0, 3]]),
        ("all alike", [[0, 4], [0, 3]]),
        ("n = 2", [[1, 0], [0, 1]]),
    ]:
        yield kind, {"cells": cells, "scores": list(range(len(cells[0])))}
    for _ in range(12):
        columns = rng.randint(2, 5)
        scores = sorted(rng.sample(range(-3, 12), columns))
        yield "random", {"cells": _table(rng, 2, columns, 8), "scores": scores}


def _questions(rng):
    for kind, answers in [
        ("all alike", [[1, 1, 1], [1, 1, 1]]),
        ("nobody changed", [[1, 1, 1], [0, 0, 0], [1, 1, 1]]),
        ("n = 1", [[1, 0, 0]]),
        ("zeros", [[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]),
        ("ties", [[1, 0, 1], [0, 1, 1], [1, 1, 0]]),
    ]:
        yield kind, {"answers": answers}
    for _ in range(8):
        columns, people = rng.randint(2, 5), rng.randint(4, 25)
        table = [[int(rng.random() < 0.3 + 0.1 * j) for j in range(columns)] for _ in range(people)]
        yield "random", {"answers": table}


def _table(rng, rows, columns, most):
    """Counts without an empty row or column."""
    while True:
        cells = [[rng.randint(0, most) for _ in range(columns)] for _ in range(rows)]
        if all(map(sum, cells)) and all(map(sum, zip(*cells, strict=True))):
            return cells


# Ordered grades ------------------------------------------------------------------------------


def _ordinal_logit(rng):
    ties = {"codes": [0, 1, 1, 2, 0, 1, 2, 2, 1, 0, 2], "x": {"trained": [0] * 5 + [1] * 6}}
    yield "ties", ties
    yield "two grades", {"codes": [0, 1, 0, 1, 1, 0, 1], "x": {"trained": [0, 0, 0, 1, 1, 1, 1]}}
    for index in range(9):
        size, grades = rng.choice([40, 80, 150]), rng.randint(2, 5)
        x = {"trained": [i % 2 for i in range(size)]}
        if index % 2:
            x["years"] = [rng.randint(0, 12) for _ in range(size)]
        noise = [rng.gauss(0, 1.6) + 0.9 * trained for trained in x["trained"]]
        codes = [sum(value > cut for cut in range(grades - 1)) for value in noise]
        yield "random", {"codes": _ranked(codes), "x": x}
    # Of a scale of five, as the library is told, two are empty; clm gets those that occur.
    codes = [rng.choice([0, 0, 1, 2, 2]) for _ in range(60)]
    yield "empty grades", {"codes": codes, "x": {"trained": [i % 2 for i in range(60)]}}


def _ranked(codes):
    """Codes 0, 1, 2 ... without a gap."""
    used = sorted(set(codes))
    return [used.index(code) for code in codes]


def _separated(rng):
    del rng
    for codes, trained in [
        ([0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1]),
        ([0, 0, 1, 1], [0, 0, 1, 1]),
        ([0, 1, 1, 2, 2, 2], [0, 0, 0, 1, 1, 1]),
        ([0, 0, 1, 1, 1, 2, 2], [0, 0, 0, 0, 1, 1, 1]),
        ([2, 2, 1, 0, 0], [0, 0, 0, 1, 1]),
        ([0, 0, 0, 1], [0, 0, 0, 1]),
    ]:
        yield "separation", {"codes": codes, "trained": trained}


# Pupils in schools ---------------------------------------------------------------------------

#: Yield of dyestuff by batch, grams of standard colour: Davies (1947) in Davies and Goldsmith
#: (1972), Statistical Methods in Research and Production, 4th edition, table 6.1.
DYESTUFF = [
    *(1545, 1440, 1440, 1520, 1580),
    *(1540, 1555, 1490, 1560, 1495),
    *(1595, 1550, 1605, 1510, 1560),
    *(1445, 1440, 1595, 1465, 1545),
    *(1595, 1630, 1515, 1635, 1625),
    *(1520, 1455, 1450, 1480, 1445),
]


def _mixed_model(rng):
    batches = [i // 5 for i in range(30)]
    for reml in (False, True):
        given = {"y": [v / 10 for v in DYESTUFF], "x": [0] * 30, "school": batches, "reml": reml}
        yield "published", given
    for kind, sizes, spread in [
        ("random", [12] * 10, 0.8),
        ("random", [3, 25, 8, 40, 15, 6, 11, 2], 0.5),
        ("n = 1", [1, 1, 9, 14, 1, 20, 7], 0.7),
        ("schools all alike", [8] * 6, 0.0),
        ("two schools", [20, 25], 1.0),
    ]:
        yield kind, {**_pupils(rng, sizes, spread), "reml": False}


def _nested_model(rng):
    batches = [i // 5 for i in range(30)]
    for reml in (False, True):
        given = {"y": [v / 10 for v in DYESTUFF], "x": [0] * 30, "school": batches, "classes": []}
        yield "published", {**given, "reml": reml}
    for kind, sizes, per_class, spread, reml in [
        ("random", [24] * 10, 6, 0.6, False),
        ("random", [24] * 10, 6, 0.6, True),
        ("random", [3, 25, 8, 40, 15, 6, 11, 2], 5, 0.5, True),
        ("n = 1", [1, 1, 9, 14, 1, 20, 7], 4, 0.7, False),
    ]:
        given = _pupils(rng, sizes, spread)
        classes = [i // per_class for size in sizes for i in range(size)]
        shift = {
            key: rng.gauss(0, 0.4)
            for key in sorted(set(zip(given["school"], classes, strict=True)))
        }
        places = zip(given["school"], classes, strict=True)
        y = [round(v + shift[place], 3) for v, place in zip(given["y"], places, strict=True)]
        yield kind, {**given, "y": y, "classes": classes, "reml": reml}


def _many_groups(rng):
    """Pupils of primary and then secondary schools, and of classes in schools in authorities."""
    for kind, n, counts, spreads, reml in [
        ("random", 240, (6, 20), (0.8, 0.5), False),
        ("random", 240, (20, 6), (0.5, 0.8), True),
        ("n = 1", 60, (5, 40), (0.7, 0.7), False),
        ("all alike", 90, (4, 9), (0.0, 0.6), True),
    ]:
        yield kind, {**_crossed(rng, n, counts, spreads), "third": [], "reml": reml}
    for reml in (False, True):
        third = [i // 4 for i in range(320)]
        second, first = [i // 3 for i in third], [i // 12 for i in third]
        shift = [{g: rng.gauss(0, 0.6) for g in set(column)} for column in (first, second, third)]
        x = [round(rng.gauss(0, 1), 3) for _ in third]
        y = [
            round(0.5 * v + shift[0][a] + shift[1][b] + shift[2][c] + rng.gauss(0, 0.8), 3)
            for v, a, b, c in zip(x, first, second, third, strict=True)
        ]
        columns = {"first": first, "second": second, "third": third}
        yield "three deep", {"y": y, "x": x, **columns, "reml": reml}


def _crossed(rng, n, counts, spreads):
    shift = [
        [rng.gauss(0, spread) for _ in range(count)]
        for count, spread in zip(counts, spreads, strict=True)
    ]
    first, second = ([i if i < c else rng.randrange(c) for i in range(n)] for c in counts)
    second = rng.sample(second, n)
    x = [round(rng.gauss(0, 1), 3) for _ in range(n)]
    y = [
        round(0.5 * v + shift[0][a] + shift[1][b] + rng.gauss(0, 0.8), 3)
        for v, a, b in zip(x, first, second, strict=True)
    ]
    return {"y": y, "x": x, "first": first, "second": second}


def _pupils(rng, sizes, spread):
    effects = [rng.gauss(0, spread) for _ in sizes]
    school = [s for s, size in enumerate(sizes) for _ in range(size)]
    x = [round(rng.gauss(0, 1), 3) for _ in school]
    y = [
        round(0.5 * v + effects[s] + rng.gauss(0, 0.75), 3) for v, s in zip(x, school, strict=True)
    ]
    if spread == 0:  # the same mean in every school: the most likely variance is 0
        for start, stop in pairwise([0, *_running(sizes)]):
            mean = sum(b - 0.5 * a for a, b in zip(x[start:stop], y[start:stop], strict=True))
            y[start:stop] = [round(b - mean / (stop - start), 3) for b in y[start:stop]]
    return {"y": y, "x": x, "school": school}


def _running(sizes):
    total = 0
    for size in sizes:
        total += size
        yield total


# Differences by trust ------------------------------------------------------------------------


def _clustered(rng):
    for kind, trusts, size in [
        ("random", 12, 5),
        ("random", 30, 3),
        ("random", 4, 20),
        ("n = 1", 24, 1),
        ("two trusts", 2, 12),
        ("all alike", 8, 3),
        ("empty grades", 9, 4),
    ]:
        trust = [t for t in range(trusts) for _ in range(size)]
        joined = [t % 2 for t in trust]
        drift = [rng.gauss(0, 0.2) for _ in range(trusts)]
        grade = [rng.choice([2, 3, 4]) for _ in trust]
        improved = [
            int(rng.random() < 0.2 * g + drift[t] - 0.1) for g, t in zip(grade, trust, strict=True)
        ]
        if kind == "all alike":
            improved = [1] * len(trust)
        if kind == "empty grades":
            grade = [
                4 if j and not i % 5 else min(g, 3)
                for i, (g, j) in enumerate(zip(grade, joined, strict=True))
            ]
        yield kind, {"improved": improved, "grade": grade, "joined": joined, "trust": trust}


# Power ---------------------------------------------------------------------------------------


def _power_of_groups(rng):
    del rng
    for kind, given in [
        ("n = 1", (1, 1, 0.9, 0.1)),
        ("all alike", (6, 6, 0.5, 0.5)),
        ("certain share", (5, 5, 1.0, 0.0)),
        ("random", (12, 12, 0.6, 0.1)),
        ("random", (6, 17, 0.8, 0.3)),
        ("random", (20, 20, 0.75, 0.35)),
    ]:
        names = ("n", "comparison_n", "share", "comparison_share")
        yield kind, dict(zip(names, given, strict=True))


def _power_of_pairs(rng):
    del rng
    for kind, given in [
        ("n = 1", (1, 0.9, 0.0)),
        ("zeros", (9, 0.6, 0.0)),
        ("all alike", (6, 1.0, 0.0)),
        ("random", (12, 0.5, 0.05)),
        ("random", (25, 0.3, 0.1)),
    ]:
        yield kind, dict(zip(("n", "gain", "loss"), given, strict=True))


def _power_of_means(rng):
    del rng
    for kind, given in [
        ("n = 2", (2, 1.0, 0.05)),
        ("all alike", (10, 0.0, 0.05)),
        ("random", (20, 0.8, 0.05)),
        ("random", (64, 0.5, 0.01)),
    ]:
        yield kind, dict(zip(("n", "effect_size", "level"), given, strict=True))
