"""Tipping points: at the point itself, one step before it and one step after."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from partnership_evaluation import tipping
from partnership_evaluation.null_twin import NullModel, ladder, sign_test_p, twins

QUICK = settings(derandomize=True, max_examples=80, deadline=None)
TEACHERS = NullModel(levels=("4", "3", "2", "1"), before=(0, 3, 7, 2), reliability=0.5)
PUPILS = ladder(n=29, spread=2.5, reliability=0.8, drift=0.08)
MADE = {"statistic": "share_improved", "observed": Fraction(17, 29), "seed": 1}
CLASS = NullModel(levels=("could not", "could"), before=(22, 0), reliability=0.7)


def p_at(model, found, **changed):
    """Draw twins as the search does and return their p-value."""
    settled = {"statistic": "share_improved", "observed": Fraction(17, 29), "seed": 1}
    return twins(replace(model, **changed), **(settled | found)).p_value


# Worlds --------------------------------------------------------------------------------------


def test_a_result_turns_at_the_reliability_where_its_p_value_crosses_the_level():
    """17 of 29 pupils with a sub-level: just above the point it stands out, just below not."""
    found = tipping.reliability(PUPILS, **MADE)
    assert found.stands and found.turns and found.assumed == 0.8
    assert p_at(PUPILS, {}, reliability=found.tipping_value + 0.03) <= 0.05
    assert p_at(PUPILS, {}, reliability=found.tipping_value - 0.03) > 0.05
    assert f"less reliable than {found.tipping_value:.2f}" in found.sentence


def test_a_result_that_does_not_stand_out_has_the_reliability_at_which_it_would():
    """The search goes upwards from the assumed value."""
    doubtful = replace(PUPILS, reliability=0.4)
    found = tipping.reliability(doubtful, **MADE)
    assert not found.stands and found.turns
    assert found.tipping_value == pytest.approx(
        tipping.reliability(PUPILS, **MADE).tipping_value, abs=0.03
    )
    assert found.sentence.startswith("Only if one judgement were more reliable")


def test_a_result_that_no_reliability_turns_says_so():
    """Six of twelve up and none down, however unreliable a grade."""
    found = tipping.reliability(TEACHERS, statistic="net_improved", observed=Fraction(1, 2), seed=1)
    assert found.stands and found.turns is False and found.tipping_value is None
    assert found.sentence.endswith("the result would still stand out.")


def test_a_result_turns_at_the_drift_where_its_p_value_crosses_the_level():
    """14 of 22 pupils able after none were: some share would have got there anyway."""
    search = {"statistic": "mean_shift", "observed": Fraction(14, 22), "seed": 1}
    found = tipping.drift(CLASS, unit="pupils", **search)
    assert found.stands and found.turns
    assert p_at(CLASS, search, drift=found.tipping_value - 0.03) <= 0.05
    assert p_at(CLASS, search, drift=found.tipping_value + 0.03) > 0.05
    # Were the share known, 14 or more of 22 would be reached in 5 per cent of classes at 44.
    exact = stats.beta.ppf(0.05, 14, 9)
    assert found.tipping_value == pytest.approx(exact, abs=0.06)
    assert "more of all pupils had got there anyway" in found.sentence


def test_a_drift_beyond_the_range_searched_is_not_reported():
    """Nothing turns within a quarter of a level."""
    found = tipping.drift(
        TEACHERS, statistic="net_improved", observed=1, searched=(0, 0.25), seed=1
    )
    assert found.stands and not found.turns
    assert found.sentence == (
        "Even if everybody had moved up by 0.25 levels anyway, the result would stand out."
    )


def test_a_result_that_does_not_stand_out_without_drift_has_no_drift_to_lose():
    """The search ends at none."""
    found = tipping.drift(TEACHERS, statistic="net_improved", observed=Fraction(1, 12), seed=1)
    assert not found.stands and not found.turns
    assert found.sentence.startswith("Even if nothing had moved by itself")


def test_a_mean_stands_out_from_a_number_of_people_on():
    """1.5 points: too few pupils do not tell it from nothing, at every larger size it does."""
    sizes = (4, 8, 12, 16, 20, 24, 28)

    def build(n):
        return ladder(n=n, spread=2.5, reliability=0.8, points_per_level=2), Fraction(3, 2)

    found = tipping.people(build, sizes=sizes, assumed=28, statistic="mean_gain", seed=1)
    assert found.stands and found.tipping_value in sizes[1:]
    for n in sizes:
        model, observed = build(n)
        p = twins(model, statistic="mean_gain", observed=observed, seed=1).p_value
        assert (p <= 0.05) == (n >= found.tipping_value)


# Counts --------------------------------------------------------------------------------------


def test_a_factor_of_all_six_marks_them_only_if_fewer_than_six_of_eleven_others_have_it():
    """6 of 6 against 5 of 11 is below 5 per cent in Fisher's test, against 6 of 11 it is not."""
    found = tipping.prevalence(6, n=6, others=11)
    p = [stats.fisher_exact([[6, 0], [m, 11 - m]]).pvalue for m in (5, 6)]
    assert p[0] < 0.05 < p[1]
    assert found.tipping_value == 6 and "fewer than 6" in found.sentence
    assert found.turns is None and found.unit == "other cases"


def test_a_factor_of_a_few_cases_may_mark_nothing_whatever_the_others_have():
    """1 of 2 against none of 3."""
    found = tipping.prevalence(1, n=2, others=3)
    assert not found.stands and found.tipping_value is None


@pytest.mark.parametrize(("k", "n"), [(6, 6), (5, 6), (11, 18)])
def test_luck_gives_so_many_cases_at_the_level_at_the_tipping_share(k, n):
    """At that share the binomial tail is the level."""
    found = tipping.luck(k, n=n)
    assert stats.binom.sf(k - 1, n, found.tipping_value) == pytest.approx(0.05)


@QUICK
@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 60))
def test_people_of_the_other_opinion_end_a_majority_at_the_number_found(n, k, left):
    """One fewer would not."""
    k = min(k, n)
    found = tipping.nonresponse(k, n=n, population=n + left)
    ending = [m for m in range(left + 1) if 2 * k <= n + m]
    assert found.stands == (2 * k > n)
    if found.stands:
        assert found.turns == bool(ending)
        assert found.tipping_value == (ending[0] if ending else None)


def test_all_nine_who_did_not_answer_cannot_end_a_majority_of_75_of_83():
    """George Spencer, 83 of 92 staff."""
    found = tipping.nonresponse(75, n=83, population=92)
    assert found.turns is False and "even if all 9" in found.sentence
    unknown = tipping.nonresponse(75, n=83)
    assert unknown.turns is None and unknown.tipping_value == 67


def test_a_threshold_given_as_a_decimal_is_read_as_it_is_written():
    """7 of 10 is not more than 0.7."""
    assert not tipping.nonresponse(7, n=10, threshold=0.7).stands
    assert tipping.nonresponse(8, n=10, threshold=0.7).tipping_value == 2


@QUICK
@given(st.integers(0, 15), st.integers(0, 6))
def test_people_not_seen_turn_a_sign_test_at_the_number_found(up, down):
    """One fewer would not."""
    found = tipping.missing_people(up, declined=down)
    assert found.stands == (sign_test_p(up, down) < 0.05)
    if found.stands:
        m = found.tipping_value
        assert sign_test_p(up, down + m) >= 0.05 > sign_test_p(up, down + m - 1)


def test_too_few_missing_people_cannot_turn_it():
    """Fourteen up and none down, with two who were not seen."""
    found = tipping.missing_people(14, declined=0, missing=2)
    assert found.turns is False and found.tipping_value is None
    assert "even if all 2" in found.sentence


# What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: tipping.prevalence(7, n=6, others=11), "between 0 and its total"),
        (lambda: tipping.prevalence(6, n=6, others=0), "needs other cases"),
        (lambda: tipping.luck(6, n=6, level=5), "between 0 and 0.5"),
        (lambda: tipping.nonresponse(5, n=9, population=8), "at least those who answered"),
        (lambda: tipping.nonresponse(5, n=9, threshold=50), "between 0 and 1: found 50"),
        (lambda: tipping.missing_people(-1, declined=0), "improved is a whole number"),
        (lambda: tipping.reliability(PUPILS, searched=(0.9, 0.99), **MADE), "widen the range"),
        (
            lambda: tipping.people(None, sizes=(4, 8), assumed=5, statistic="mean_gain", seed=1),
            "the assumed one is among them",
        ),
    ],
)
def test_what_cannot_be_searched_is_refused(call, words):
    """The rule and what was found."""
    with pytest.raises(ValueError, match=words):
        call()
