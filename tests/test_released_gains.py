"""What is released of the gains of pupils, of one school and of many: nobody is worked out."""

import random
from collections import Counter
from itertools import product

import pandas as pd
import pytest

from partnership_evaluation import disclosure, intake, released
from tests import page_attacker
from tests.test_released import lines, made

STEPS, SEXES, NEEDS = range(-1, 4), ("male", "female"), ("SEND", "no SEND")
MADE = ((-1, 0), (1, 2, 3), *((step,) for step in STEPS))
LEVELS = ["2c", "2b", "2a", "3c", "3b", "3a", "4c"]


def pupils(draw, n):
    """Draw pupils: gain, sex and need of each, and the rows of a sheet."""
    found, rows = [], []
    for number in range(n):
        start, gain = draw.randint(1, 3), draw.choices(STEPS, [1, 5, 9, 6, 2])[0]
        sex, need = draw.choice(SEXES), NEEDS[draw.random() > 0.3]
        found.append((gain, sex, need))
        levels = {"level_before": LEVELS[start], "level_after": LEVELS[start + gain]}
        send = {"send": "yes" if need == "SEND" else "no"}
        rows.append({"person": f"P{number}", "sex": sex[0], **levels, **send})
    return found, rows


@pytest.mark.parametrize("seed", range(3))
def test_nobody_works_out_a_small_count_of_gains(seed):
    """Neither of all pupils nor of a group, nor of those who are not in it."""
    assert attack_gains(seed) == []


@pytest.mark.parametrize("seed", [3])
def test_nobody_works_out_a_small_count_of_gains_from_sister_reports(seed):
    """Nobody from outside, and no school that knows its own pupils."""
    assert attack_sisters(seed, 3) == []


def test_the_attacker_sees_what_gains_shown_in_full_give_away():
    """Else finding nothing would prove nothing."""
    assert attack_gains(1, disclosure.Policy("open", "staff", 1, 1, 1, 1)) != []


def test_the_attacker_takes_a_school_s_own_pupils_from_the_group():
    """What is left of eight is one, in the other school."""
    truth = {(1, "male", "SEND", "a"): 7, (1, "male", "SEND", "b"): 1}
    said = [(dict.fromkeys(truth, 1), 8, 8)]
    assert recovered(said, truth, ["a", "b"], 2) == []
    assert ((1, "male", "SEND", "b"),) in recovered(said, truth, ["b"], 2)


def attack_gains(seed, policy=None):
    """Attack the report on the gains of some pupils."""
    draw = random.Random(seed)
    found, rows = pupils(draw, draw.randint(25, 60))
    form, tables = made("sub_levels", rows)
    counted, atoms = Counter(found), list(product(STEPS, SEXES, NEEDS))
    release = released.make(tables, form, policy=policy or disclosure.read_policy("pupils_staff"))
    limits = page_attacker.limits_of_gains(lines(release), atoms)
    truth = {atom: counted[atom] for atom in atoms}
    sums = [tuple(a for a in atoms if a[0] in of and group in a)
            for group in (*SEXES, *NEEDS) for of in MADE]  # fmt: skip
    return page_attacker.recovered(limits, truth, threshold=5, sums=sums, width=2)


def attack_sisters(seed, schools, policy=None, name="pupils_staff"):
    """Attack the reports on some schools and on all together, as anyone and as each school."""
    policy = policy or disclosure.read_policy(name)
    draw = random.Random(seed)
    names = [f"s{number:02}" for number in range(schools)]
    people = {school: pupils(draw, draw.randint(40, 70)) for school in names}
    everybody = [{**row, "person": f"{s}{row['person']}"} for s in names for row in people[s][1]]
    form, pooled = made("sub_levels", everybody)
    tables = {"all": pooled} | {s: made("sub_levels", rows)[1] for s, (_, rows) in people.items()}
    shown = releases(tables, form, policy)
    if len(shown) < 2:
        raise released.NothingReleased("nothing to attack")
    atoms = list(product(STEPS, SEXES, NEEDS, names))
    counted = Counter((*pupil, school) for school in names for pupil in people[school][0])
    truth, limits = {atom: counted[atom] for atom in atoms}, []
    for case, release in shown.items():
        mine = [atom for atom in atoms if case in ("all", atom[-1])]
        limits += page_attacker.limits_of_gains(lines(release), mine)
    return [
        leak
        for known in (None, *names)
        for leak in recovered(limits, truth, [n for n in names if n != known], policy.width)
    ]


def releases(tables, form, policy):
    """Release the group and its schools one after the other."""
    shown = {}
    for case, settings in released.settings_by_case(tables, form, list(tables)[1:]).items():
        told = [one.record for one in shown.values()]
        try:
            shown[case] = released.make(tables[case], form, policy=policy, told=told, **settings)
        except released.DisclosureError:
            continue
    return shown


def recovered(limits, truth, others, width):
    """What anyone works out of some schools who knows everything of all the others."""
    own = {atom: n for atom, n in truth.items() if atom[-1] not in others}
    left = page_attacker.without(limits, own)
    unknown = {atom: n for atom, n in truth.items() if atom not in own}
    sums = [
        tuple(a for a in unknown if a[0] in of and group in (*a, "all") and a[-1] in place)
        for group in ("all", *SEXES, *NEEDS)
        for of in (*MADE, STEPS)
        for place in [*((school,) for school in others), others]
    ]
    return page_attacker.recovered(left, unknown, threshold=5, sums=sums, width=width)


def test_groups_of_a_sort_are_told_all_or_not_at_all():
    """Boys who are not told give away nothing, as there is no telling of girls either."""
    draw = random.Random(3)
    rows = [row for sex, n in (("m", 30), ("f", 9)) for row in pupils(draw, n)[1]
            for row in [{**row, "sex": sex}]]  # fmt: skip
    form, tables = made("sub_levels", [{**row, "person": i} for i, row in enumerate(rows)])
    release = released.make(tables, form, policy=disclosure.read_policy("pupils_staff"))
    assert set(tables["gains"]["group"]) >= {"male", "female"}
    assert set(release.left_out) >= {"male", "female"}


def test_gains_are_merged_further_before_a_report_is_given_up():
    """The group may tell each gain by itself; but one school would know those of the other."""
    form, policy = intake.instrument("sub_levels"), disclosure.read_policy("pupils_staff")
    counts = {"a": [11, 2, 8], "b": [9, 8, 1], "all": [20, 10, 9]}
    tables = {case: gains_of(of) for case, of in counts.items()}
    alone = released.make(tables["all"], form, policy=policy)
    sisters = {name: tables[name] for name in ("a", "b")}
    beside = released.make(tables["all"], form, policy=policy, sisters=sisters)
    told = [[line[2] for line in lines(one)] for one in (alone, beside)]
    assert told == [["39", "20", "10", "9", "39"], ["39", "20", "19", "39"]]


def gains_of(counts):
    """Make a table of gains of all pupils."""
    row = {"place": "Ours", "group": "all", "relation": "exactly", "weeks": "", "locator": "x"}
    rows = [
        {**row, "sub_levels": str(step), "pupils": str(n), "pupils_in_group": str(sum(counts))}
        for step, n in enumerate(counts)
    ]
    return {"gains": pd.DataFrame(rows), "mean_gains": pd.DataFrame()}
