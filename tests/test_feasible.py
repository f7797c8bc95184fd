"""Tests of what a printed summary leaves open: samples, joint tables, bounds, verdicts."""

import math
import statistics
from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement, islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import feasible
from partnership_evaluation.feasible import extremes as feasible_extremes
from partnership_evaluation.feasible import pairs as feasible_pairs
from partnership_evaluation.feasible.moves import sign_test_p
from partnership_evaluation.rounding import print_as

QUICK = settings(derandomize=True, max_examples=60, deadline=None)

# Numbers of samples that CLOSURE lists on a scale 1-5 (usage examples of the R package unsum,
# which give them times n).
CLOSURE = [
    ("3.8", "1.5", 120, 3_800_640 // 120),
    ("3.0", "1.0", 150, 16_701_150 // 150),
    ("3.0", "1.5", 150, 25_278_450 // 150),
    ("3.0", "1.7", 180, 31_235_760 // 180),
    ("3.0", "1.7", 190, 38_740_810 // 190),
    ("3.0", "1.7", 200, 52_231_000 // 200),
    ("3.0", "1.2", 200, 132_389_600 // 200),
]


def listed(n, low, high, fits):
    """List every frequency table of n answers that fits."""
    values = range(low, high + 1)
    tables = (
        tuple(Counter(answers)[value] for value in values)
        for answers in combinations_with_replacement(values, n)
    )
    return {table for table in tables if fits(table)}


def moments(table, low):
    """Return sum and sum of squares of a frequency table."""
    pairs = [(low + step, count) for step, count in enumerate(table)]
    return sum(v * c for v, c in pairs), sum(v * v * c for v, c in pairs)


def prints_so(low, mean, sd):
    """Return the test of a frequency table against printed mean and SD, ties either way."""

    def within(value, text, square=False):
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
        ends = max(Fraction(text) - half, 0 if square else -math.inf), Fraction(text) + half
        return ends[0] ** 2 <= value <= ends[1] ** 2 if square else ends[0] <= value <= ends[1]

    def fits(table):
        n = sum(table)
        total, squares = moments(table, low)
        if not within(Fraction(total, n), mean):
            return False
        return sd is None or within(Fraction(n * squares - total**2, n * (n - 1)), sd, True)

    return fits


@pytest.mark.parametrize(("mean", "sd", "n", "expected"), CLOSURE)
def test_counts_are_those_that_closure_lists(mean, sd, n, expected):
    """Seven published numbers of samples, up to 661,948."""
    assert feasible.samples(mean, sd=sd, n=n, low=1, high=5).size == expected


def test_the_counts_of_closures_own_tests_come_out():
    """closure-core: 11 samples for mean 2 +- 0.5, n 4, scale 1-3; scrutipy lists 43,442."""
    assert feasible.samples("2", n=4, low=1, high=3).size == 11
    assert feasible.samples("3.0", sd="1.2", n=100, low=1, high=5).size == 43_442


CASES = [
    (5, 1, 5, "3.2", "1.1"),
    (6, 0, 6, "3", "2"),
    (7, 1, 4, "2.4", None),
    (8, 1, 2, "1.5", "0.5"),
    (6, 2, 2, "2.0", "0.0"),
    (6, -3, 3, "-0.5", "1.5"),
    (7, 0, 8, "2.1", "2.3"),
    (5, 1, 3, "2", None),
    (3, 3, 3, "3", None),
    (9, 1, 5, "1.1", "0.3"),
    (4, 0, 10, "9.5", "1"),
]


@pytest.mark.parametrize(("n", "low", "high", "mean", "sd"), CASES)
def test_samples_are_exactly_those_that_print_so(n, low, high, mean, sd):
    """Size, list, ranges and distributions agree with going through all tables."""
    space = feasible.samples(mean, sd=sd, n=n, low=low, high=high)
    real = listed(n, low, high, prints_so(low, mean, sd))
    found = list(space)
    assert (set(found), len(found), space.size) == (real, len(real), len(real))
    for weigh in (lambda v: v**3, lambda v: int(v >= 2), lambda v: Fraction(-v * v, 2)):
        totals = [sum(c * weigh(low + s) for s, c in enumerate(table)) for table in real]
        extremes = space.range_of(weigh)
        assert (extremes.low, extremes.high) == (min(totals), max(totals))
        assert {extremes.low_at, extremes.high_at} <= real
        spread = space.distribution_of(weigh)
        assert dict(zip(spread["statistic"], spread["tables"], strict=True)) == Counter(totals)


@pytest.mark.parametrize(("n", "low", "high", "mean", "sd"), CASES)
def test_ranges_of_named_statistics_are_those_of_listing(n, low, high, mean, sd):
    """Every count, mean, median and SD: the ends and the tables that reach them."""
    space = feasible.samples(mean, sd=sd, n=n, low=low, high=high)
    real = listed(n, low, high, prints_so(low, mean, sd))
    answers = {
        table: [low + step for step, count in enumerate(table) for _ in range(count)]
        for table in real
    }

    def held_against(found, compute):
        values = {table: compute(each) for table, each in answers.items()}
        ends = min(values.values()), max(values.values())
        assert (found.low, found.high) == pytest.approx(ends)
        assert (values[found.low_at], values[found.high_at]) == pytest.approx(ends)

    for first in range(low, high + 2):
        for last in range(first, high + 1):
            within = feasible.bounds("count", space, at_least=first, at_most=last)
            held_against(within, lambda x, a=first, b=last: sum(a <= v <= b for v in x))
        most = feasible.bounds("share", space, at_most=first - 1)
        held_against(most, lambda x, a=first: sum(v < a for v in x) / n)
    held_against(feasible.bounds("mean", space), statistics.mean)
    held_against(feasible.bounds("median", space), statistics.median)
    held_against(feasible.bounds("sd", space), statistics.stdev)


@given(
    answers=st.lists(st.integers(0, 10), min_size=5, max_size=31),
    decimals=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    chosen=st.sets(st.integers(0, 10), min_size=1),
)
@settings(derandomize=True, max_examples=20, deadline=None)
def test_bits_and_arrays_give_the_same_range_of_a_count(answers, decimals, chosen):
    """Two routes for up to 31 people on a scale of eleven answers, where listing is hopeless."""
    n, total = len(answers), sum(answers)
    mean = print_as(Fraction(total, n), decimals=decimals[0])
    sd = f"{np.std(answers, ddof=1):.{decimals[1]}f}"
    space = feasible.samples(mean, sd=sd, n=n, low=0, high=10)
    found = space.range_of({value: 1 for value in chosen})
    weights = [int(value in chosen) for value in range(11)]
    most, least = (
        feasible_extremes.largest(space.counting, w) for w in (weights, [-w for w in weights])
    )
    assert (found.low, found.high) == (-least[0], most[0])
    for table, count in ((found.low_at, found.low), (found.high_at, found.high)):
        assert prints_so(0, mean, sd)(table)
        assert sum(table[value] for value in chosen) == count


def test_an_sd_close_to_its_limit_leaves_few_samples_and_exact_ranges():
    """Mean 5.00 and SD 4.80 of 31 people, 0 to 10: 29 samples, listed against the ranges."""
    space = feasible.samples("5.00", sd="4.80", n=31, low=0, high=10)
    real = list(space)
    assert len(set(real)) == space.size == 29
    for value in range(11):
        found = feasible.bounds("count", space, at_least=value, at_most=value)
        assert (found.low, found.high) == (min(t[value] for t in real), max(t[value] for t in real))


@given(
    answers=st.lists(st.integers(1, 6), min_size=2, max_size=30),
    decimals=st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
@QUICK
def test_the_true_answers_are_always_among_the_feasible_ones(answers, decimals):
    """The ranges contain what the real answers have."""
    n, total = len(answers), sum(answers)
    mean = print_as(Fraction(total, n), decimals=decimals[0])
    sd = f"{np.std(answers, ddof=1):.{decimals[1]}f}"
    space = feasible.samples(mean, sd=sd, n=n, low=1, high=6)
    assert space.size >= 1
    for limit in (2, 4):
        found = feasible.bounds("count", space, at_least=limit)
        assert found.low <= sum(answer >= limit for answer in answers) <= found.high
    within = feasible.bounds("sd", space)
    assert within.low - 1e-9 <= np.std(answers, ddof=1) <= within.high + 1e-9


def test_an_impossible_summary_has_an_empty_space():
    """1.82 cannot be the mean of 36 grades, so nothing is bounded and nothing supported."""
    space = feasible.samples("1.82", n=36, low=1, high=4, rounding="either")
    assert (space.size, list(space)) == (0, [])
    found = feasible.bounds("share", space, at_most=2)
    assert (found.low, found.high) == (None, None)
    assert feasible.verdict(found, "> 1/2").word == "undetermined"
    with pytest.raises(ValueError, match="There must be a table to draw: found none"):
        space.draw(np.random.default_rng(0))


def test_draws_are_uniform():
    """Over 20,000 draws each of the ten tables comes up about equally often."""
    space = feasible.samples("3.0", sd="1.2", n=10, low=1, high=5)
    drawn = Counter(map(tuple, space.draw(np.random.default_rng(7), 20_000).tolist()))
    assert set(drawn) == set(space)
    expected = 20_000 / space.size
    statistic = sum((count - expected) ** 2 / expected for count in drawn.values())
    # The 99.9 % point of chi squared grows like this for large degrees of freedom.
    assert statistic < space.size + 3.1 * math.sqrt(2 * space.size) + 10


def test_iteration_is_lazy():
    """The first tables of a space of 6 million come at once, all different and all feasible."""
    space = feasible.samples("4.0", sd="1.5", n=100, low=1, high=7)
    first = list(islice(space, 50))
    assert len(set(first)) == 50
    assert all(prints_so(1, "4.0", "1.5")(table) for table in first)


def test_counts_beyond_machine_integers_are_exact():
    """All tables of 60 answers on a scale of 40 values: counted as Python integers."""
    space = feasible.samples("20", n=60, low=0, high=40, rounding="any")
    whole = feasible.samples("20", n=60, low=0, high=40)
    assert space.size > whole.size > 2**63
    assert whole.draw(np.random.default_rng(1), 2).sum(axis=1).tolist() == [60, 60]


def test_several_items_make_a_finer_scale():
    """Two items of 1-3 give halves: mean 1.5 of two people has these three tables."""
    space = feasible.samples("1.5", n=2, low=1, high=3, items=2, rounding="half_up")
    assert space.values == (1, Fraction(3, 2), 2, Fraction(5, 2), 3)
    assert set(space) == {(0, 2, 0, 0, 0), (1, 0, 1, 0, 0)}


def test_the_memory_limit_is_respected():
    """What would not fit is refused with the sizes and what to do."""
    space = feasible.samples("50.0", sd="20.0", n=300, low=0, high=100)
    with pytest.raises(feasible.MemoryLimitError, match="must fit into `memory_limit`"):
        print(space.size)
    with pytest.raises(feasible.MemoryLimitError, match="must fit into half of `memory_limit`"):
        feasible.bounds("median", space)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"low": 5, "high": 1}, "`low` must not exceed `high`"),
        ({"n": None}, "`n` must be given as a whole number"),
        ({"n": 0}, "`n` must be a whole number of at least 1"),
        ({"sd": "-1"}, "never negative: found -1"),
        ({"rounding": "up"}, "must be one of half_up"),
    ],
)
def test_bad_arguments_of_samples_are_named(change, message):
    """The message says what was found."""
    with pytest.raises(ValueError, match=message):
        feasible.samples("3.0", **({"n": 10, "low": 1, "high": 5} | change))


def test_weights_must_belong_to_the_scale():
    """A weight for a value off the scale, or too few weights, is an error."""
    space = feasible.samples("3.0", n=4, low=1, high=5)
    with pytest.raises(ValueError, match="found 6"):
        space.range_of({6: 1})
    with pytest.raises(ValueError, match="one weight for each of the 5 values: found 2"):
        space.range_of([1, 2])
    with pytest.raises(ValueError, match="whole numbers or short decimals"):
        space.range_of({3: 10**18, 4: 1})


MARGINS = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), min_size=1, max_size=7
    ).map(lambda pairs: (size, pairs))
)


def changes(table, better):
    """Return how many steps everyone moved, better counted up."""
    sign = 1 if better == "high" else -1
    return [
        sign * (after - before)
        for before, row in enumerate(table)
        for after, count in enumerate(row)
        for _ in range(count)
    ]


@given(drawn=MARGINS, better=st.sampled_from(["high", "low"]))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_bounds_of_moves_agree_with_listing_every_joint_table(drawn, better):
    """Size, shares, net change, p-value and effect size, by both routes, and their examples."""
    size, people = drawn
    before = [sum(b == k for b, _ in people) for k in range(size)]
    after = [sum(a == k for _, a in people) for k in range(size)]
    space = feasible.paired_tables(before, after)
    tables = list(space)
    assert len(set(tables)) == len(tables) == space.size
    steps = {table: changes(table, better) for table in tables}
    counts = {t: (sum(s > 0 for s in d), sum(s < 0 for s in d)) for t, d in steps.items()}
    assert space.moves(better) == set(counts.values())
    n = len(people)
    exact = {
        "share_improved": lambda up, down: Fraction(up, n),
        "share_declined": lambda up, down: Fraction(down, n),
        "share_unchanged": lambda up, down: Fraction(n - up - down, n),
        "net_change": lambda up, down: Fraction(up - down, n),
        "sign_test_p": sign_test_p,
    }
    for name, compute in exact.items():
        found = feasible.bounds(name, space, better=better)
        values = [compute(*pair) for pair in counts.values()]
        assert (found.exact_low, found.exact_high) == (min(values), max(values))
        assert compute(*counts[found.low_at]) == min(values)
        assert compute(*counts[found.high_at]) == max(values)
    shift = feasible.bounds("mean_shift", space, better=better)
    assert shift.identified
    assert shift.exact_low == Fraction(sum(steps[tables[0]]), n)


def test_both_routes_to_the_p_value_agree(monkeypatch):
    """Following all moves and trying them by integer programming give the same ends."""
    space = feasible.paired_tables((5, 12, 9, 5), (2, 7, 12, 10))
    followed = feasible.bounds("sign_test_p", space)
    monkeypatch.setattr(feasible_pairs, "STEP_LIMIT", 0)
    tried = feasible.bounds("sign_test_p", space)
    assert "followed" in followed.method and "programming" in tried.method
    assert (followed.exact_low, followed.exact_high) == (tried.exact_low, tried.exact_high)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [((21, 10), (9, 22), 0.0005, 0.0428), ((7, 5), (3, 9), 0.125, 0.3438)],
)
def test_mcnemar_bounds_are_the_published_ones(before, after, low, high):
    """10 to 22 good of 31, and 5 to 9 of 12, over every possible pairing."""
    found = feasible.bounds("mcnemar_p", feasible.paired_tables(before, after))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_lesson_grades_without_names_would_have_decided_little():
    """Margins of twelve lesson grades (1 is best): 3 to 9 improved, p from 0.031 to 0.508."""
    space = feasible.paired_tables((3, 6, 3, 0), (6, 6, 0, 0))
    shares = feasible.bounds("share_improved", space, better="low")
    p_value = feasible.bounds("sign_test_p", space, better="low")
    assert (shares.low, shares.high) == (0.25, 0.75)
    assert (p_value.low, p_value.high) == (0.03125, 0.5078125)
    assert feasible.verdict(p_value, "< 0.05").word == "undetermined"
    assert feasible.verdict(feasible.bounds("mean_shift", space, better="low"), "> 0").word == (
        "supported"
    )


def test_effect_size_is_largest_when_nobody_overtakes():
    """Same order gives the largest standardised shift and correlation, opposite the smallest."""
    space = feasible.paired_tables((2, 2, 1), (1, 2, 2))
    sizes = []
    for table in space:
        steps = np.array(changes(table, "high"))
        sizes.append(steps.mean() / steps.std(ddof=1))
    found = feasible.bounds("effect_size", space)
    assert (found.low, found.high) == (pytest.approx(min(sizes)), pytest.approx(max(sizes)))
    correlation = feasible.bounds("correlation", space)
    assert correlation.high_at == found.high_at
    assert feasible.bounds("correlation", feasible.paired_tables((3, 0), (1, 2))).low is None


def test_a_statistic_of_ones_own_is_listed_or_drawn():
    """Small spaces are listed; large ones need a generator, and say that they were drawn."""
    small = feasible.paired_tables((3, 2), (2, 3))
    assert feasible.bounds(lambda table: table[0][0], small).method.startswith("exact, all 3")
    large = feasible.paired_tables((25, 30, 25, 20), (10, 30, 35, 25))
    with pytest.raises(ValueError, match="at most 200,000 tables to list: found 1,991,260,571"):
        feasible.bounds(lambda table: table[0][0], large)
    rng = np.random.default_rng(3)
    found = feasible.bounds(lambda table: table[0][0], large, rng=rng, draws=50)
    assert "50 uniform draws" in found.method
    assert 0 <= found.low <= found.high <= 10


def test_joint_tables_are_drawn_uniformly():
    """Over 3,000 draws the seven tables of a small space come up about equally often."""
    space = feasible.paired_tables((2, 2, 1), (1, 2, 2))
    drawn = Counter(
        tuple(map(tuple, table)) for table in space.draw(np.random.default_rng(5), 3000).tolist()
    )
    assert set(drawn) == set(space)
    expected = 3000 / space.size
    assert all(abs(count - expected) < 5 * math.sqrt(expected) for count in drawn.values())


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ((3, 2), (2, 2), "found 5 before and 4 after"),
        ((3,), (3,), "two or more categories: found 1 and 1"),
        ((3, -1), (1, 1), "found -1 before"),
        ((3, 1.0), (2, 2), "found 1.0 before"),
    ],
)
def test_margins_that_do_not_fit_are_refused(before, after, message):
    """The message says what was found."""
    with pytest.raises(ValueError, match=message):
        feasible.paired_tables(before, after)


def test_unknown_statistics_are_refused_with_the_nearest_name():
    """A misspelt name, a wrong end, a misplaced limit, and McNemar of three categories."""
    two, three = (feasible.paired_tables(m, m) for m in ((2, 2), (2, 1, 1)))
    space = feasible.samples("3.0", n=4, low=1, high=5)
    with pytest.raises(ValueError, match="did you mean 'share_improved'"):
        feasible.bounds("share_improvd", two)
    with pytest.raises(ValueError, match="`better` must be 'high' or 'low': found 'up'"):
        feasible.bounds("net_change", two, better="up")
    with pytest.raises(ValueError, match="use 'sign_test_p'"):
        feasible.bounds("mcnemar_p", three)
    with pytest.raises(ValueError, match="`at_least` and `at_most` say which answers"):
        feasible.bounds("share", space)


def test_silence_is_bounded_by_its_two_extremes():
    """75 of 83 answering out of 92: between 75 and 84 of 92."""
    found = feasible.nonresponse_bounds(75, n=83, population=92)
    assert (found.exact_low, found.exact_high) == (Fraction(75, 92), Fraction(84, 92))
    assert found.estimate == pytest.approx(75 / 83)
    with pytest.raises(ValueError, match="at least those who answered"):
        feasible.nonresponse_bounds(5, n=10, population=9)
    with pytest.raises(ValueError, match="between 0 and its total"):
        feasible.nonresponse_bounds(11, n=10, population=12)


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("> 80%", "supported"),
        (">= 75/92", "supported"),
        ("> 75/92", "undetermined"),
        ("< 0.8", "contradicted"),
        ("= 0.9", "undetermined"),
        ("= 0.95", "contradicted"),
        ("<= 84/92", "supported"),
    ],
)
def test_a_claim_gets_one_of_three_words(claim, word):
    """Compared exactly, at the ends too."""
    found = feasible.verdict(feasible.nonresponse_bounds(75, n=83, population=92), claim)
    assert (found.word, str(found)) == (word, word)
    assert word.capitalize() in found.explanation


def test_a_claim_that_cannot_be_read_is_refused():
    """The message shows how to write one."""
    bounds = feasible.nonresponse_bounds(1, n=2, population=2)
    with pytest.raises(ValueError, match="must be a comparison and a number: found 'most'"):
        feasible.verdict(bounds, "most")
