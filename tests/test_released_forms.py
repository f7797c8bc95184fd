"""What is released of forms, filled in once or twice, of one school and of many."""

import random

import pytest

from partnership_evaluation import disclosure, intake, measures
from tests import page_attacker
from tests.test_released import lines, made
from tests.test_released_gains import releases


@pytest.mark.parametrize("seed", range(3))
def test_nobody_works_out_a_small_count_of_ratings_or_behind_a_mean(seed):
    """Of no item and time."""
    assert attack_forms(seed) == []


def attack_forms(seed):
    """Attack the reports on a form that was filled in once and on one filled in twice."""
    return [*attack_ratings(seed, 1), *attack_means(seed, 1)]


def attack_ratings(seed, schools, name="adults_staff"):
    """Attack the reports on a form filled in once, of one school or of several and all."""
    draw, form = random.Random(seed), intake.instrument("project_strands")
    codes = measures.scale(form.scales[0]).codes[1:]
    sheets = [
        [{item.name: draw.choice(codes) for item in form.items} for _ in range(people(draw))]
        for _ in range(schools)
    ]

    def counts(tables, label):
        chosen = tables["ratings"][tables["ratings"]["label"] == label]
        return dict(zip(chosen["category"], chosen["count"].astype(int), strict=True))

    labels = [item.heading for item in form.items]
    return attacked(form.name, sheets, name, labels, counts, page_attacker.limits_of_ratings)


def attack_means(seed, schools, name="adults_staff"):
    """Attack the reports on a form filled in twice, of one school or of several and all."""
    draw, form = random.Random(seed), intake.instrument("differentiation_confidence")
    sheets = []
    for _ in range(schools):
        n = people(draw)
        answers = [
            {"person": f"T{i}", "time": time}
            | {one.name: draw.choice("3455") for one in form.items}
            for time in ("before", "after")
            for i in range(n)
        ]
        sheets.append(answers)

    def counts(tables, place):
        label, time = place
        chosen = tables["answer_counts"]
        chosen = chosen[(chosen["label"] == label) & chosen["item"].str.endswith(time)]
        return dict(zip(chosen["category"], chosen["count"].astype(int), strict=True))

    def limits(shown, place, codes):
        return page_attacker.limits_of_means(shown, *place, codes)

    places = [(form.items[0].heading, time) for time in ("before", "after")]
    return attacked(form.name, sheets, name, places, counts, limits)


def people(draw):
    """How many people filled in a form."""
    return draw.randint(12, 20)


def attacked(form_name, sheets, policy_name, places, counts, limits_of):
    """Attack every place of the reports on some sheets, as anyone and as each school."""
    policy = disclosure.read_policy(policy_name)
    names = [f"s{number:02}" for number in range(len(sheets))]
    form, everybody = made(form_name, pooled(names, sheets))
    tables = {"all": everybody}
    if len(names) > 1:
        tables |= {name: made(form_name, of)[1] for name, of in zip(names, sheets, strict=True)}
    shown = {case: lines(one) for case, one in releases(tables, form, policy).items()}
    found, told = [], []
    for place in places:
        hers = {name: counts(tables.get(name, everybody), place) for name in names}
        truth = {(code, name): n for name, of in hers.items() for code, n in of.items()}
        limits = []
        for case, said in shown.items():
            about = limits_of(said, place, list(hers[names[0]]))
            limits += page_attacker.of_schools(about, names if case == "all" else [case])
        told += limits
        insiders = names if policy.insiders and len(names) > 1 else ()
        for known in (None, *insiders):
            found += recovered(limits, truth, [name for name in names if name != known], policy)
    assert told
    return found


def pooled(names, sheets):
    """The rows of all sheets together; who is called the same in two schools is not the same."""
    return [
        row | ({"person": f"{name} {row['person']}"} if "person" in row else {})
        for name, rows in zip(names, sheets, strict=True)
        for row in rows
    ]


def recovered(limits, truth, others, policy):
    """What anyone works out of some schools who knows everything of all the others."""
    own = {atom: n for atom, n in truth.items() if atom[1] not in others}
    unknown = {atom: n for atom, n in truth.items() if atom not in own}
    codes = list(dict.fromkeys(code for code, _ in truth))
    sums = [tuple((code, name) for name in others) for code in codes]
    given = {"threshold": policy.threshold, "width": policy.width, "sums": sums}
    return page_attacker.recovered(page_attacker.without(limits, own), unknown, **given)
