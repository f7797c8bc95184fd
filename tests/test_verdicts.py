"""A conclusion is supported, contradicted or undetermined by the values a quantity can take."""

import operator
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import tables, verdicts

bounded = settings(derandomize=True, max_examples=200, deadline=None)
RELATIONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def stated(relation, value, **columns):
    """Write one conclusion about one quantity."""
    row = {
        "conclusion": "a",
        "statement": "Fewer than half moved up.",
        "locator": "Table 7",
        "quantity": "share",
        "relation": relation,
        "value": value,
    }
    return pd.DataFrame([row | columns])


def verdict(relation, value, low, high):
    """Judge one conclusion and return its word."""
    return verdicts.judge(stated(relation, value), {"share": (low, high)})["verdict"].item()


@bounded
@given(st.sampled_from(sorted(RELATIONS)), *[st.integers(-4, 4)] * 3)
def test_the_word_is_that_of_every_value_between_the_ends(relation, value, one, other):
    """Supported when the relation holds at all values, contradicted when at none (quarters)."""
    low, high = sorted((one, other))
    values = [Fraction(quarter, 4) for quarter in range(4 * low, 4 * high + 1)]
    holds = [RELATIONS[relation](number, value) for number in values]
    word = "supported" if all(holds) else "undetermined" if any(holds) else "contradicted"
    assert verdict(relation, str(value), low, high) == word


def test_six_of_twelve_are_not_less_than_half():
    """The document says just less than half; six moved up, six stayed and none fell."""
    judged = verdicts.judge(stated("<", "0.5"), {"share": (Fraction(6, 12), Fraction(6, 12))})
    assert judged["verdict"].tolist() == ["contradicted"]
    assert judged["reason"].item() == "share is 0.5; it would have to be below 0.5."


def test_decimals_are_compared_as_printed():
    """A tenth three times is three tenths, whatever binary numbers make of it."""
    assert verdict("=", "0.3", 0.3, "0.3") == "supported"
    assert verdict("<", "0.3", Fraction(3, 10), Fraction(3, 10)) == "contradicted"


def test_numbers_of_numpy_are_taken_as_they_print():
    """Results of a computation need not be converted."""
    assert verdict("<=", "1", np.float64(0.1), np.int64(1)) == "supported"


def test_too_little_printed_leaves_a_conclusion_undetermined():
    """Without a quantity there is no interval, and the reason says so."""
    (row,) = verdicts.judge(stated("<", "0.5"), {"share": None}).to_dict("records")
    assert (row["verdict"], row["reason"]) == (
        "undetermined",
        "The document prints too little to say.",
    )
    assert pd.isna(row["low"]) and pd.isna(row["high"])


def test_the_reason_names_the_quantity_in_words_and_both_ends():
    """The label is used where there is one."""
    frame = stated("<", "0.5", quantity_label="The share who moved up")
    reason = verdicts.judge(frame, {"share": (0.25, 2)})["reason"].item()
    assert (
        reason == "The share who moved up lies between 0.25 and 2; it would have to be below 0.5."
    )


def test_conclusions_keep_their_order_and_their_columns():
    """One row each, with the ends as numbers."""
    frame = pd.concat([stated("<", "1"), stated(">", "1", conclusion="b")])
    judged = verdicts.judge(frame, {"share": (0, 0.5)})
    assert judged["conclusion"].tolist() == ["a", "b"]
    assert judged[["low", "high"]].to_numpy().tolist() == [[0, 0.5], [0, 0.5]]
    assert judged["verdict"].tolist() == ["supported", "contradicted"]


def test_a_conclusion_without_its_quantity_is_refused_with_those_computed():
    """All missing quantities are named at once."""
    frame = pd.concat([stated("<", "1", quantity=name) for name in ("mean", "mode")])
    with pytest.raises(verdicts.MissingQuantity, match=r"mean, mode. Computed: share"):
        verdicts.judge(frame, {"share": (0, 1)})


def test_contradicted_conclusions_are_quoted_and_all_are_counted():
    """The quotation comes with its reason; nothing is quoted when nothing is contradicted."""
    frame = pd.concat([stated("<", "0.5"), stated(">", "0.2"), stated("=", "0.5")])
    judged = verdicts.judge(frame, {"share": (0.5, 0.5)})
    assert verdicts.sentences(judged) == [
        'Contradicted by the printed numbers: "Fewer than half moved up." (share is 0.5; it would '
        "have to be below 0.5).",
        "Of 3 conclusions drawn in words, the printed numbers support 2, contradict 1 and leave 0 "
        "open.",
    ]
    assert len(verdicts.sentences(judged[judged["verdict"] == "supported"])) == 1


def test_an_unknown_relation_is_refused_with_the_list():
    """The error is one of values and shows the relations there are."""
    with pytest.raises(ValueError, match="<="):
        verdicts.judge(stated("≥", "1"), {"share": (0, 1)})


def test_ends_in_the_wrong_order_are_refused():
    """From 1 to 0 cannot be the range of a quantity."""
    with pytest.raises(ValueError):
        verdicts.judge(stated("<", "0.5"), {"share": (1, 0)})


@pytest.mark.parametrize("ends", [("nan", 1), (0, float("inf")), (0.5,), (0, None)])
def test_ends_that_are_no_two_numbers_are_refused(ends):
    """A quantity without limit, or with one end, is given as none."""
    with pytest.raises(verdicts.JudgementError, match=r"for 'share'\. Give both ends, or None"):
        verdicts.judge(stated("<", "0.5"), {"share": ends})


def test_everything_that_cannot_be_judged_is_reported_at_once():
    """A relation, a value and the ends of a quantity: one line each."""
    frame = pd.concat([stated("≥", "1"), stated("<", "50%", conclusion="b")])
    with pytest.raises(verdicts.JudgementError) as caught:
        verdicts.judge(frame, {"share": (1, 0)})
    found = str(caught.value).splitlines()
    assert [word in line for word, line in zip(("'≥'", "'50%'", "1, 0"), found, strict=True)]


def test_quantities_that_no_conclusion_rests_on_are_not_looked_at():
    """A report may compute more than its document concludes."""
    judged = verdicts.judge(stated("<", "0.5"), {"share": (0, 0.1), "ratio": (0, float("inf"))})
    assert judged["verdict"].tolist() == ["supported"]


# Claims --------------------------------------------------------------------------------------


def of_claims(case, pattern):
    """Recompute some claims of a case: claim to verdict."""
    found = verdicts.of_claims(tables.claims(case), pattern=pattern)
    return dict(zip(found["claim"], found["verdict"], strict=True))


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        # Table 2 of the document: 14 and 19 of 22 pupils, 5 and 7 of 9, 9 and 12 of 13.
        ("central-beds-t2-all-whole-percent", "reproduced"),  # 63.6 as 64%
        ("central-beds-t2-all-some-percent", "reproduced with another rounding"),  # 86.4 as 87%
        ("central-beds-t2-high-whole-percent", "not reproducible"),  # 55.6 as 63%, 5 of 8
        ("central-beds-t2-high-some-percent", "not reproducible"),  # 77.8 as 88%, 7 of 8
        ("central-beds-t2-middle-whole-percent", "reproduced"),  # 69.2 as 69%
        ("central-beds-t2-middle-some-percent", "reproduced"),  # 92.3 as 92%
    ],
)
def test_the_percentages_of_table_2_are_those_of_its_counts_or_not(claim, word):
    """Divided by hand."""
    assert of_claims("central-beds", claim) == {claim: word}


def test_three_of_the_sixteen_differences_of_table_9_are_not_after_less_before():
    """By hand: 3.6 - 3.82 is printed -0.12, 3.6 - 3.33 is +0.23 and 3.2 - 3.33 is -0.11."""
    found = of_claims("sutton", "sutton-t9-*-diff")
    assert len(found) == 16
    assert {claim for claim, word in found.items() if word != "reproduced"} == {
        "sutton-t9-eng-own-learning-diff",
        "sutton-t9-que-effective-diff",
        "sutton-t9-que-objectives-diff",
    }


def test_only_one_of_the_three_is_impossible_whatever_was_rounded():
    """3.55 to 3.65 less 3.815 to 3.825 lies below -0.165; the other two can be."""
    found = of_claims("sutton", "sutton-t9-*-diff")
    impossible = [claim for claim, word in found.items() if word == "not reproducible"]
    assert impossible == ["sutton-t9-eng-own-learning-diff"]


def test_the_arrow_of_participant_9_points_elsewhere():
    """From 3 to 2 is a step up; the other eleven arrows agree with their grades."""
    found = of_claims("sutton", "sutton-t7-p*-change")
    assert [claim for claim, word in found.items() if word != "reproduced"] == [
        "sutton-t7-p09-change"
    ]
    assert len(found) == 12


def test_a_claim_that_no_other_determines_cannot_be_checked():
    """A printed grade stands for itself."""
    assert of_claims("sutton", "sutton-t7-p01-before") == {
        "sutton-t7-p01-before": "cannot be checked"
    }


def test_several_patterns_choose_their_claims_together():
    """Commas between them, in the order of the ledger."""
    both = of_claims("sutton", "sutton-t9-*-diff, sutton-t7-*")
    assert set(both) == set(of_claims("sutton", "sutton-t7-*")) | set(
        of_claims("sutton", "sutton-t9-*-diff")
    )
    assert of_claims("sutton", "nothing-*") == {}


def test_no_arithmetic_beside_a_percentage_is_false():
    """63.64 is 100 x 14 / 22, not 14 / 22; the percentage alone is no arithmetic."""
    shown = verdicts.of_claims(tables.claims("central-beds"), pattern="central-beds-t2-*-percent")
    assert len(shown) == 8
    assert not shown["recomputed"].str.contains(r"=(?!.*100)").any()
