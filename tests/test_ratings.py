"""Ratings in words: counts, shares and medians, and what unlinked answers leave open."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import ratings
from partnership_evaluation.paired.superiority import between_groups
from partnership_evaluation.ratings.pairs import extremes, mcnemar_range

bounded = settings(derandomize=True, max_examples=40, deadline=None)
QUALITY = ["excellent", "good", "satisfactory", "unsatisfactory"]


def table_of(items, *, categories=QUALITY, scale_best="first", **columns):
    """A table of ratings from counts by item."""
    rows = [
        {"item": item, "label": item, "category": category, "order": order, "count": count}
        for item, counts in items.items()
        for order, (category, count) in enumerate(zip(categories, counts, strict=True), start=1)
    ]
    return pd.DataFrame(rows).assign(scale_best=scale_best, **columns)


# National College for Teaching and Leadership (2015), Table 8: twelve participants.
SESSIONS = table_of(
    {
        "overall": [2, 8, 2, None],
        "literature": [None, 7, 4, 1],
        "engagement": [5, 6, 1, None],
    },
    n_stated=12,
)
# The same report, Table 5: five strands, 1 = minimal to 5 = significant impact.
STRANDS = table_of(
    {"coaching": [0, 3, 3, 6, 6], "observation": [0, 0, 3, 8, 7], "cross-phase": [0, 2, 1, 3, 4]},
    categories=["1", "2", "3", "4", "5"],
    scale_best="last",
)


def test_the_top_two_shares_are_those_the_report_names():
    """George Abbot: 12 of 18 scored coaching 4 or 5, and 15 of 18 peer observation."""
    found = ratings.summary(STRANDS).set_index("item")
    assert found.loc["coaching", ["k", "n"]].tolist() == [12, 18]
    assert found.loc["observation", ["k", "n"]].tolist() == [15, 18]
    assert found.loc["coaching", "top_categories"] == "5 / 4"
    # R: binom.test(12, 18)$conf.int
    assert found.loc["coaching", "low"] == pytest.approx(0.4099, abs=1e-4)
    assert found.loc["coaching", "high"] == pytest.approx(0.8666, abs=1e-4)


def test_a_blank_is_nought_when_the_others_add_up():
    """Sutton prints blanks; 2 + 8 + 2 is the stated 12, so nobody said unsatisfactory."""
    found = ratings.summary(SESSIONS).set_index("item")
    assert found.loc["overall", ["n", "n_missing", "k", "k_best"]].tolist() == [12, 0, 10, 2]
    assert found.loc["literature", "k_best"] == 0
    assert found.loc["literature", "share_best_low"] == 0


def test_the_direction_of_the_form_is_respected():
    """The same counts read from the other end give the other share."""
    counts = {"a": [6, 3, 2, 1]}
    first = ratings.summary(table_of(counts, scale_best="first"), top=1)
    last = ratings.summary(table_of(counts), scale_best="last", top=1)
    assert (first.loc[0, "k"], last.loc[0, "k"]) == (6, 1)
    assert last.loc[0, "top_categories"] == "unsatisfactory"


def test_the_median_is_a_category_or_two():
    """Words have no half-way point: an even split names both neighbours."""
    found = ratings.summary(table_of({"a": [1, 5, 1, 0], "b": [3, 3, 0, 0], "c": [4, 0, 0, 4]}))
    assert found["median"].tolist() == ["good", "excellent / good", "excellent / unsatisfactory"]


def test_words_have_no_mean_unless_equal_spacing_is_asked_for():
    """Without equal_spacing there is no mean; with it the method says what it assumes."""
    assert "mean" not in ratings.summary(STRANDS)
    found = ratings.summary(STRANDS, equal_spacing=True)
    assert found.loc[0, "mean"] == pytest.approx((2 * 3 + 3 * 3 + 4 * 6 + 5 * 6) / 18)
    assert found["method"].str.contains("equally spaced").all()


def test_a_single_answer_has_a_share_and_no_spread():
    """One head's rating: n = 1 and an interval that says how little that is."""
    found = ratings.summary(table_of({"a": [0, 1, 0, 0]}), equal_spacing=True)
    assert found.loc[0, "n"] == 1
    assert found.loc[0, "low"] == pytest.approx(0.025)
    assert math.isnan(found.loc[0, "sd"])


# Items rated by the same people, answers unlinked --------------------------------------------


def test_more_preferred_engagement_to_literature_whoever_rated_what():
    """In every pairing of the twelve answers the engagement session comes out ahead."""
    pairs = ratings.compare_items(SESSIONS).set_index(["item", "other"])
    row = pairs.loc[("literature", "engagement")]
    assert row["verdict"] == "contradicted"
    assert row["worse_low"] == pytest.approx(5 / 12)
    assert pairs.loc[("overall", "literature"), "verdict"] == "supported"


def test_close_items_are_left_undetermined():
    """Coaching against peer observation: either may have been preferred by more people."""
    pairs = ratings.compare_items(STRANDS).set_index(["item", "other"])
    row = pairs.loc[("coaching", "observation")]
    assert row["verdict"] == "undetermined"
    assert row["net_low"] < 0 < row["net_high"]
    assert row["top_share_difference"] == pytest.approx(-3 / 18)


def test_items_answered_by_different_numbers_are_not_paired():
    """Ten answered on cross-phase work and eighteen on coaching: no bounds, and the reason."""
    pairs = ratings.compare_items(STRANDS).set_index(["item", "other"])
    row = pairs.loc[("coaching", "cross-phase")]
    assert not row["comparable"]
    assert math.isnan(row["net_low"])
    assert row["method"] == "not comparable: 18 answered one item and 10 the other"


counts_of_four = st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any)


@bounded
@given(counts_of_four, st.data())
def test_the_bounds_are_those_of_all_pairings_one_by_one(one, data):
    """Linear programming gives the extremes over every way to match the answers."""
    n = min(sum(one), 6)
    answers = [i for i, k in enumerate(one) for _ in range(k)][:n]
    others = sorted(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    first = tuple(answers.count(i) for i in range(3))
    second = tuple(others.count(i) for i in range(3))
    for weights in [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, -1)]:
        totals = [
            sum(
                weights[0] if a < b else weights[1] if a == b else weights[2]
                for a, b in zip(answers, paired, strict=True)
            )
            for paired in set(itertools.permutations(others))
        ]
        assert extremes(first, second, weights) == (min(totals), max(totals))


def test_the_range_of_mcnemars_p_is_known_without_the_pairing():
    """10 then 22 of 31: p 0.0005 to 0.043 whatever the pairing; 5 then 9 of 12: 0.125 to 0.344."""
    low, high = mcnemar_range(22, 10, 31)
    assert (round(low, 4), round(high, 3)) == (0.0005, 0.043)
    low, high = mcnemar_range(9, 5, 12)
    assert (round(low, 3), round(high, 3)) == (0.125, 0.344)


# Two separate groups -------------------------------------------------------------------------


def test_two_groups_are_compared_by_order_alone():
    """Counts give the same answer as the codes behind them, in the direction of the form."""
    found = ratings.comparison([0, 7, 4, 1], [5, 6, 1, 0], scale_best="first")
    codes = [[1] * 7 + [2] * 4 + [3], [0] * 5 + [1] * 6 + [2]]
    assert found == between_groups(*codes, better="low")
    assert found.estimate < 0.5
    turned = ratings.comparison([0, 7, 4, 1], [5, 6, 1, 0], scale_best="last")
    assert turned.estimate == pytest.approx(1 - found.estimate)


def test_groups_may_be_rows_of_a_table():
    """The rows of one item are as good as a list of its counts."""
    coaching = STRANDS[STRANDS["item"] == "coaching"]
    cross_phase = STRANDS[STRANDS["item"] == "cross-phase"]
    from_rows = ratings.comparison(coaching, cross_phase, scale_best="last")
    from_counts = ratings.comparison([0, 3, 3, 6, 6], [0, 2, 1, 3, 4], scale_best="last")
    assert from_rows == from_counts


# What is refused -----------------------------------------------------------------------------

GOOD = table_of({"a": [2, 8, 2, 0]})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ratings.summary(GOOD.rename(columns={"count": "counts"})), "mean 'counts'?"),
        (lambda: ratings.summary(GOOD.drop(columns="scale_best")), 'give "first" or "last"'),
        (lambda: ratings.summary(GOOD.iloc[:0]), "at least one row"),
        (lambda: ratings.summary(GOOD, scale_best="frist"), "did you mean 'first'?"),
        (lambda: ratings.summary(GOOD.assign(scale_best="top")), "found ['top'] in item 'a'"),
        (lambda: ratings.summary(GOOD, top=4), "found 4 categories in item 'a' with top = 4"),
        (lambda: ratings.summary(GOOD, top=0), "a whole number of 1 or more: found 0"),
        (lambda: ratings.summary(GOOD.assign(order=1)), "each order occurs once"),
        (lambda: ratings.summary(GOOD.assign(category="good")), "found 'good' twice"),
        (lambda: ratings.summary(GOOD.assign(order=[1, 2, 3, None])), "found a gap in item 'a'"),
        (lambda: ratings.summary(GOOD.assign(count=[2, 8, 2, 0.5])), "found 0.5 in item 'a'"),
        (lambda: ratings.summary(GOOD.assign(count=0)), "found none in item 'a'"),
        (
            lambda: ratings.summary(GOOD.assign(count=[2, 8, 2, None])),
            "found 1 blank in item 'a', the others adding up to 12, with no n_stated",
        ),
        (lambda: ratings.summary(GOOD.assign(n_stated=10)), "found 12 answers of n_stated = 10"),
        (lambda: ratings.summary(GOOD, method="wald"), "method is one of"),
        (lambda: ratings.compare_items(GOOD), "found 1; use ratings.summary"),
        (
            lambda: ratings.compare_items(pd.concat([GOOD, STRANDS])),
            "scales of different length",
        ),
        (
            lambda: ratings.comparison([1, 2], [1, 2, 3], scale_best="first"),
            "found 2 and 3 categories",
        ),
        (
            lambda: ratings.comparison([1, -2], [1, 2], scale_best="first"),
            "found -2 in first at position 2",
        ),
        (lambda: ratings.comparison([1, 0], [1, 2], scale_best="first"), "found 1 in first"),
        (lambda: ratings.comparison([1, 2], [1, 2], scale_best="best"), "scale_best is one of"),
    ],
)
def test_a_wrong_table_is_named_with_what_to_do(call, words):
    """Each message says what was found."""
    with pytest.raises(ValueError) as refused:
        call()
    assert words.lower() in str(refused.value).lower()


def test_every_problem_of_a_table_is_reported_at_once():
    """Two bad items, two sentences."""
    table = pd.concat([GOOD.assign(count=-1), GOOD.assign(item="b", count=[None, 1, 1, 1])])
    with pytest.raises(ValueError) as refused:
        ratings.summary(table)
    assert len(str(refused.value).splitlines()) == 2
