"""An attacker written another way reads the published tables and recovers nothing.

It knows nothing of the library: it reads printed tables and percentages as a person would, and
tries whole numbers one after the other (bounds, then backtracking), with no linear programme.
"""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import disclosure
from partnership_evaluation.disclosure import Publication, Release, cell

REPORTS = 12
SCHOOLS, SEXES, BANDS = ("A", "B", "C"), ("girls", "boys"), ("low", "middle", "high")
POLICY = disclosure.read_policy("pupils_staff")


# Synthetic reports -----------------------------------------------------------------------------


def pupils(seed):
    """Draw the pupils of three schools, with a small band in most of them."""
    rng = np.random.default_rng(seed)
    parts = []
    for school in SCHOOLS:
        n = int(rng.integers(12, 60))
        shares = rng.dirichlet([1.0, 3.0, 2.0])
        parts.append(
            pd.DataFrame(
                {
                    "school": school,
                    "sex": rng.choice(SEXES, n),
                    "band": rng.choice(BANDS, n, p=shares),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def counted(people, dims):
    """Count every combination of levels and every margin, zeros too."""
    levels = {"school": SCHOOLS, "sex": SEXES, "band": BANDS}
    rows = []
    for chosen in product(*[(*levels[name], "Total") for name in dims]):
        kept = np.ones(len(people), dtype=bool)
        for name, level in zip(dims, chosen, strict=True):
            kept &= (people[name] == level) | (level == "Total")
        rows.append((*chosen, int(kept.sum())))
    return pd.DataFrame(rows, columns=[*dims, "n"])


def group_report(seed):
    """Two linked tables with margins, a percentage a school, and a number in a caption."""
    people = pupils(seed)
    release = Release("pupils")
    release.table(counted(people, ["school", "band"]), name="Table 1", dims=["school", "band"])
    release.table(
        counted(people, ["school", "sex", "band"]), name="Table 2", dims=["school", "sex", "band"]
    )
    for school in SCHOOLS:
        mine = people[people["school"] == school]
        release.percentage(
            int((mine["band"] != "low").sum()), n=len(mine), of={"school": school},
            having={"band": ["middle", "high"]}, name=f"share {school}",
        )  # fmt: skip
    release.count(int((people["sex"] == "girls").sum()), of={"sex": "girls"}, name="caption")
    return release


# The other attacker ----------------------------------------------------------------------------


ATOMS = list(product(SCHOOLS, SEXES, BANDS))


def members(levels):
    """The atoms that a row of a table counts."""
    return frozenset(
        i
        for i, (school, sex, band) in enumerate(ATOMS)
        if levels.get("school", "Total") in (school, "Total")
        and levels.get("sex", "Total") in (sex, "Total")
        and band in levels.get("band", BANDS)
    )


def read(publication):
    """Read what is printed: for each set of atoms the least and greatest number of people."""
    limits = {}

    def note(atoms, low, high):
        old = limits.get(atoms, (0, 200))
        limits[atoms] = (max(low, old[0]), min(high, old[1]))

    for name in ("Table 1", "Table 2"):
        for row in publication.table(name).to_dict("records"):
            levels = {k: v for k, v in row.items() if k != "n" and v != "Total"}
            if "band" in levels:
                levels["band"] = (levels["band"],)
            if not str(row["n"]).startswith("["):
                note(members(levels), int(row["n"]), int(row["n"]))
    if not publication.text("caption").startswith("["):
        note(members({"sex": "girls"}), *[int(publication.text("caption"))] * 2)
    for school in SCHOOLS:
        text, whole = publication.text(f"share {school}"), members({"school": school})
        if text.endswith("%"):
            low, high = limits[whole]
            ks = [
                k
                for n in range(low, high + 1)
                for k in range(n + 1)
                if math.floor(Fraction(100 * k, n) + Fraction(1, 2)) == int(text[:-1])
            ]
            note(members({"school": school, "band": BANDS[1:]}), min(ks), max(ks))
    return limits


def tightened(low, high, limits):
    """Draw bounds of the atoms together until nothing moves; None when they contradict."""
    low, high, moved = list(low), list(high), True
    while moved:
        moved = False
        for atoms, (least, most) in limits.items():
            lows, highs = sum(low[i] for i in atoms), sum(high[i] for i in atoms)
            if lows > most or highs < least:
                return None
            for i in atoms:
                up, down = most - (lows - low[i]), least - (highs - high[i])
                if up < high[i]:
                    highs, high[i], moved = highs - high[i] + up, up, True
                if down > low[i]:
                    lows, low[i], moved = lows - low[i] + down, down, True
                if low[i] > high[i]:
                    return None
    return low, high


def exists(low, high, limits, tries):
    """Whether whole numbers within the bounds keep all limits; raises when it takes too long."""
    tries[0] -= 1
    if tries[0] < 0:
        raise RuntimeError("the search was given up")
    bounds = tightened(low, high, limits)
    if bounds is None:
        return False
    low, high = bounds
    open_ones = [i for i in range(len(low)) if low[i] < high[i]]
    if not open_ones:
        return True
    first = min(open_ones, key=lambda i: high[i] - low[i])
    middle = (low[first] + high[first]) // 2
    for value in sorted(range(low[first], high[first] + 1), key=lambda v: abs(v - middle)):
        below, above = list(low), list(high)
        below[first] = above[first] = value
        if exists(below, above, limits, tries):
            return True
    return False


def is_recovered(limits, atoms, value):
    """Whether every data set that fits has this number of people in these atoms."""
    for least, most in ((value + 1, 200), (0, value - 1)):
        if least > most:
            continue
        old = limits.get(atoms, (0, 200))
        other = {**limits, atoms: (max(least, old[0]), min(most, old[1]))}
        start = [0] * len(ATOMS), [200] * len(ATOMS)
        if other[atoms][0] <= other[atoms][1] and exists(*start, other, [20_000]):
            return False
    return True


def recovered(publication, *, insiders=True):
    """List the protected counts that somebody works out, with who."""
    release, found = publication.release, []
    printed = read(publication)
    for reader in (None, *SCHOOLS) if insiders else (None,):
        limits = dict(printed)
        for one, n in release.values.items():
            if one.levels.get("school") == (reader,):
                limits[atoms_of(one)] = (n, n)
        for one, n in release.values.items():
            mine = one.levels.get("school") == (reader,)
            if (
                publication.policy.is_protected(n)
                and not mine
                and is_recovered(limits, atoms_of(one), n)
            ):
                found.append((reader, one.text))
    return found


def atoms_of(one):
    """The atoms of a registered count."""
    levels = {name: chosen[0] for name, chosen in one.key}
    return members({**levels, "band": one.levels.get("band", BANDS)})


# What it finds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(REPORTS))
def test_another_attacker_recovers_no_protected_count(seed):
    """Neither anyone nor a school that knows its own pupils works out a protected count."""
    publication = disclosure.protect(group_report(seed), policy=POLICY)
    assert recovered(publication) == []


def test_the_other_attacker_sees_what_ours_sees():
    """Left at primary suppression both find the same counts."""
    leaks = 0
    for seed in range(4):
        plain = disclosure.suppress(group_report(seed), policy=POLICY)
        ours = disclosure.attack(plain)
        exact = set(ours.loc[ours["recovered"], "count"]) & {c.text for c in plain.release.values}
        assert exact == {text for _, text in recovered(plain, insiders=False)}
        leaks += len(exact)
    assert leaks > 0


def separately(release):
    """Protect each table by itself, as tools for one table do; a count shown once is shown."""
    hidden = []
    for name, exhibit in release.exhibits.items():
        alone = Release("pupils")
        dims = [column for column in exhibit.frame if column != "n"]
        alone.table(exhibit.frame, name=name, dims=dims)
        found = disclosure.protect(alone, policy=POLICY)
        hidden.append({c: found.hidden.get(c) for c in alone.values})
    shown = {c for one in hidden for c, why in one.items() if why is None}
    together = {c: w for one in hidden for c, w in one.items() if w and c not in shown}
    return Publication(release, POLICY, together, {})


def test_tables_protected_one_at_a_time_give_each_other_away():
    """Linked tables leak although each is safe by itself; protected together they do not."""
    leaky = 0
    for seed in range(3):
        people, release = pupils(seed), Release("pupils")
        for number, dims in enumerate((["school", "band"], ["school", "sex"], ["sex", "band"])):
            release.table(counted(people, dims), name=f"Table {number}", dims=dims)
        release.table(
            counted(people, ["school", "sex", "band"]), name="all", dims=["school", "sex", "band"]
        )
        leaky += not disclosure.attack(separately(release), exact=False)["safe"].all()
        assert disclosure.verify(disclosure.protect(release, policy=POLICY))["safe"].all()
    assert leaky > 0


def test_a_small_count_left_out_alone_comes_back_by_subtraction():
    """38 pupils less 20 less 15 are the 3 that a tool without secondary suppression hides."""
    release = Release("pupils")
    bands = pd.DataFrame({"band": ["high", "middle", "low"], "n": [20, 15, 3]})
    release.table(bands, name="bands", dims=["band"])
    release.table(pd.DataFrame({"school": ["A"], "n": [38]}), name="schools", dims=["school"])
    release.count(38, of={}, name="caption")
    plain = disclosure.suppress(release, policy=POLICY)
    assert plain.table("bands")["n"].tolist() == [20, 15, "[c]"]
    leak = disclosure.attack(plain).set_index("count").loc["pupils: band low"]
    assert (leak["low"], leak["high"], leak["recovered"]) == (3, 3, True)
    safe = disclosure.protect(release, policy=POLICY)
    assert disclosure.verify(safe)["safe"].all()
    assert (safe.table("bands")["n"] == "[c]").sum() == 2


def test_percentages_give_a_hidden_count_away_too():
    """Of 38 pupils, 52.6% and 39.5% leave 3: two percentages and an n are a table."""
    policy = disclosure.Policy(
        "one decimal", "staff", threshold=5, minimum_n_mean=5, minimum_n_percentage=10, width=2,
        percentage_decimals=1,
    )  # fmt: skip
    release = Release("pupils")
    release.count(38, of={}, name="caption")
    release.count(3, of={"band": "low"}, name="bar low")
    for band, k in {"high": 20, "middle": 15}.items():
        release.percentage(k, n=38, of={}, having={"band": band}, name=band, decimals=1)
    plain = disclosure.suppress(release, policy=policy)
    assert [plain.text(n) for n in ("high", "middle", "bar low")] == ["52.6%", "39.5%", "[c]"]
    assert disclosure.attack(plain)["recovered"].all()
    safe = disclosure.protect(release, policy=policy)
    assert disclosure.verify(safe)["safe"].all()
    assert safe.text("caption") == "38" and "[c]" in (safe.text("high"), safe.text("middle"))


def test_the_attack_agrees_with_writing_out_every_data_set():
    """The intervals of the integer programmes are those of all tables that fit, each listed."""
    values = {
        ("A", "x"): 4,
        ("A", "y"): 7,
        ("A", "z"): 2,
        ("B", "x"): 6,
        ("B", "y"): 1,
        ("B", "z"): 9,
    }
    frame = pd.DataFrame([(*key, n) for key, n in values.items()], columns=["school", "band", "n"])
    release = Release()
    release.table(frame, name="t", dims=["school", "band"])
    release.count(13, of={"school": "A"}, name="n of A")
    release.count(8, of={"band": "y"}, name="n of y")
    release.percentage(11, n=29, of={}, having={"band": "z"}, name="share z")
    hidden = {cell({"school": s, "band": b}): "would give another count away" for s, b in values}
    small = {cell({"school": s, "band": b}): "small" for (s, b), n in values.items() if n < 5}
    publication = Publication(release, POLICY, {**hidden, **small}, {})
    found = disclosure.attack(publication).set_index("count")
    fits = every_table(values, found_z=range(0, 40))
    for key, n in values.items():
        if n < 5:
            row = found.loc[cell(dict(zip(("school", "band"), key, strict=True))).text]
            numbers = [table[key] for table in fits]
            assert (row["low"], row["high"]) == (min(numbers), max(numbers))


def every_table(values, *, found_z):
    """All tables with 13 in school A, 8 in band y, and 38% in band z, by trying each."""
    keys = list(values)
    tables = []
    for ax, ay, az in product(range(1, 5), range(5, 13), range(1, 5)):
        if ax + ay + az != 13 or not 1 <= 8 - ay <= 4:
            continue
        for bx, bz in product(range(5, 60), found_z):
            n = 13 + bx + (8 - ay) + bz
            if bz >= 5 and math.floor(Fraction(100 * (az + bz), n) + Fraction(1, 2)) == 38:
                tables.append(dict(zip(keys, (ax, ay, az, bx, 8 - ay, bz), strict=True)))
    return tables
