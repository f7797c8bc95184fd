"""Sentences made from findings: the verb follows from the design and from the interval."""

import copy
import itertools
import pickle
from types import SimpleNamespace

import pytest

from partnership_evaluation import proportions, sentences

TIMES = [name for name, design in sentences.DESIGNS.items() if design.change]
GROUPS = [name for name, design in sentences.DESIGNS.items() if design.difference]
CAUSAL = ("raised", "lowered")


def estimate(value, low, high, n=12, confidence_level=0.95):
    """Make an estimate of a change."""
    return SimpleNamespace(
        estimate=value, low=low, high=high, n=n, confidence_level=confidence_level
    )


CLEAR, UNCLEAR = estimate(0.5, 0.2, 0.7), estimate(0.2, -0.1, 0.5)
CLEARLY_DOWN, NOTHING = estimate(-0.5, -0.7, -0.2), estimate(0, -0.1, 0.1)
EVERY = [CLEAR, UNCLEAR, CLEARLY_DOWN, NOTHING]


# Change --------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", ["before_after_paired", "before_after_unpaired"])
def test_a_change_that_the_interval_bears_out_has_a_verb_of_change(design):
    """Rose and fell; with a direction of the scale improved and got worse."""
    said = sentences.change(CLEAR, about="agreement", design=design)
    assert said == "Agreement rose by 50 percentage points (95% interval 20 to 70; n = 12)."
    fell = sentences.change(CLEARLY_DOWN, about="agreement", design=design)
    assert fell == "Agreement fell by 50 percentage points (95% interval 20 to 70; n = 12)."
    assert sentences.change(CLEAR, about="skill", design=design, better="higher").startswith(
        "Skill improved by 50"
    )
    assert sentences.change(CLEAR, about="absence", design=design, better="lower").startswith(
        "Absence got worse by 50"
    )


@pytest.mark.parametrize("design", ["before_after_paired", "before_after_unpaired"])
def test_a_change_that_the_interval_does_not_bear_out_has_none(design):
    """It was higher among these people, and that is common when nothing happened."""
    said = sentences.change(UNCLEAR, about="scores", design=design, unit="points", plural=True)
    assert said == (
        "Scores were higher afterwards among these people, by 0.2 points (95% interval -0.1 to "
        "0.5; n = 12), and a change of this size is common when nothing happened."
    )
    assert said.finding.verdict == "open"
    same = sentences.change(NOTHING, about="agreement", design=design)
    assert same.startswith("Agreement was the same both times (95% interval -10 to 10")


def test_only_chance_made_groups_and_a_clear_interval_give_a_verb_of_cause():
    """Every design, every result: raised and lowered in two cases."""
    causal = set()
    for design, result in itertools.product(GROUPS, EVERY):
        settings = {"about": "agreement", "design": design}
        made = [sentences.difference(result, first="A", second="B", **settings)]
        made += [sentences.change(result, **settings)] if design in TIMES else []
        for said in made:
            licensed = any(word in said.split() for word in CAUSAL)
            assert said.licensed == licensed == (said.finding.verdict in CAUSAL)
            causal |= {(design, result.estimate)} if licensed else set()
    assert causal == {("randomised", 0.5), ("randomised", -0.5)}


@pytest.mark.parametrize("design", ["single_group_once", "case_description", "two_groups"])
def test_no_change_can_be_stated_where_there_is_no_second_time(design):
    """The error says what to use in its place."""
    with pytest.raises(sentences.SentenceError, match="A change needs two measurements"):
        sentences.change(CLEAR, about="agreement", design=design)


def test_no_change_can_be_stated_without_an_interval():
    """An estimate alone is not enough."""
    with pytest.raises(sentences.SentenceError, match="compute the interval"):
        sentences.change(estimate(0.5, None, None), about="x", design="before_after_paired")


def test_no_change_of_a_ratio_is_one():
    """1.2 is a rise by 0.2."""
    said = sentences.change(
        estimate(1.2, 1.1, 1.4), about="the ratio", design="before_after_paired", unit="times",
        no_change=1,
    )  # fmt: skip
    assert said.startswith("The ratio rose by 0.2 times (95% interval 0.1 to 0.4")


# Difference and level ------------------------------------------------------------------------


def test_a_difference_says_which_group_is_higher():
    """Lower, the same, and not sure."""
    settings = {"about": "agreement", "first": "A", "second": "B", "design": "two_groups"}
    assert sentences.difference(CLEARLY_DOWN, **settings).startswith(
        "Agreement was lower in A than in B, by 50 percentage points"
    )
    assert sentences.difference(UNCLEAR, **settings).endswith("common when there is none.")
    assert "the same in A and B" in sentences.difference(NOTHING, **settings)
    with pytest.raises(sentences.SentenceError, match="A difference needs two groups"):
        sentences.difference(CLEAR, **(settings | {"design": "case_description"}))


def test_a_level_is_stated_whatever_the_design():
    """With its interval, or with the words that there is none."""
    share = proportions.interval(6, n=12)
    for design in sentences.DESIGNS:
        said = sentences.level(share, about="the share who agreed", design=design)
        assert said == "The share who agreed was 50% (95% interval 21% to 79%; n = 12)."
    bare = estimate(3.5, None, None, n=None)
    assert sentences.level(bare, about="the means", unit="points", plural=True) == (
        "The means were 3.5 points (no interval)."
    )


@pytest.mark.parametrize("design", GROUPS)
@pytest.mark.parametrize("result", EVERY)
def test_what_the_templates_write_passes_the_linter(design, result):
    """With its own estimate behind it, every sentence keeps to the rule of its design."""
    settings = {"about": "agreement", "design": design}
    made = [sentences.difference(result, first="A", second="B", **settings)]
    made += [sentences.change(result, **settings)] if design in TIMES else []
    for said in made:
        assert sentences.problems(said, design=design, estimate=result) == []


def test_a_sentence_keeps_its_finding_when_copied():
    """Through copy and pickle."""
    said = sentences.change(CLEAR, about="agreement", design="randomised")
    for again in (copy.copy(said), pickle.loads(pickle.dumps(said))):
        assert again == said and again.finding == said.finding and again.licensed


# Headline ------------------------------------------------------------------------------------


def headline(result=CLEAR, p_values=(0.01,), **settings):
    """Write a headline about grades."""
    settings = {"design": "before_after_paired", "about": "grades", **settings}
    return sentences.headline(
        result, counted="6 of 12 teachers moved up", p_values=p_values, plural=True, **settings
    )


def test_a_headline_says_improved_when_nothing_else_is_left():
    """Interval and every p-value agree."""
    said = headline(p_values={"chance": 0.01, "unreliable grades": 0.04})
    assert said == (
        "Grades improved: 6 of 12 teachers moved up, which chance and unreliable grades would "
        "seldom give (p at most 0.04); what made it so the numbers cannot show."
    )
    assert said.finding.verdict == "improved"
    worse = headline(CLEARLY_DOWN)
    assert worse.startswith("Grades got worse:") and worse.finding.verdict == "worsened"
    assert headline(CLEARLY_DOWN, better="lower").finding.verdict == "improved"


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        ({"result": UNCLEAR}, "chance"),
        ({"p_values": {"chance": 0.01, "unreliable grades": 0.051}}, "unreliable grades"),
        ({"p_values": (0.2, 0.01, 0.3)}, "chance or who was chosen and how it was judged"),
        ({"p_values": (0.01, 0.01, 0.3)}, "who was chosen and how it was judged"),
        ({"p_values": ()}, "chance, who was chosen or how it was judged"),
        ({"confidence_level": 0.99, "p_values": (0.02,)}, "chance"),
        ({"result": NOTHING}, "chance"),
        ({"result": UNCLEAR, "p_values": {"drift": 0.2}}, "chance or drift"),
    ],
)
def test_a_headline_otherwise_counts_and_says_what_it_could_be(settings, left):
    """One thing left standing is enough; so is having looked at nothing."""
    said = headline(**settings)
    assert said == f"6 of 12 teachers moved up; that could be no more than {left}."
    assert said.finding.verdict == "open"


@pytest.mark.parametrize("design", ["single_group_once", "case_description"])
def test_a_headline_of_a_design_without_a_change_says_none(design):
    """However small the p-values."""
    said = headline(p_values=(1e-9,), design=design)
    assert said == "6 of 12 teachers moved up; a change cannot be read from that."
    assert said.finding.verdict == "described"


def test_a_headline_on_two_groups_says_better_and_not_improved():
    """There is no second time."""
    assert headline(design="two_groups").startswith("Grades were better in the first group: 6 of")


@pytest.mark.parametrize("p_values", [(1.2,), (-0.1,), (None,), {"chance": float("nan")}])
def test_a_headline_wants_p_values_that_are_some(p_values):
    """The error shows the value."""
    with pytest.raises(sentences.SentenceError, match="A p-value lies between 0 and 1: found"):
        headline(p_values=p_values)


def test_a_headline_wants_to_know_which_way_is_better():
    """Improved has no meaning without it."""
    with pytest.raises(sentences.SentenceError, match="which way is for the better"):
        headline(better=None)


@pytest.mark.parametrize("design", sentences.DESIGNS)
@pytest.mark.parametrize("result", EVERY)
@pytest.mark.parametrize("p_values", [(), (0.01,), (0.5,)])
def test_headlines_pass_the_linter(design, result, p_values):
    """Whatever they say."""
    assert sentences.problems(headline(result, p_values, design=design), design=design) == []


# Strength ------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", sentences.DESIGNS)
@pytest.mark.parametrize("level", ["reaction", "learning", "organisation", "use", "pupil_outcome"])
def test_the_strength_names_design_level_and_counts_and_no_score(design, level):
    """Guskey's five levels by their number and in words."""
    said = sentences.strength(
        design=design, people="12 teachers", outcome_level=level,
        claims=["reproduced", "reproduced with another rounding", "cannot be checked"],
        conclusions=["contradicted"],
    )  # fmt: skip
    assert sentences.DESIGNS[design].words in said and "12 teachers" in said
    assert "2 of the 2 printed numbers that can be checked hold (1 with another rounding)" in said
    assert "of 1 conclusion 0 are supported, 0 undetermined and 1 contradicted" in said
    assert "of Guskey's five" in said and said.count("Strength") == 1
    assert sentences.problems(said, design=design) == []


def test_the_strength_says_what_was_not_looked_at():
    """No numbers, no conclusions, several levels."""
    said = sentences.strength(
        design="case_description", people="16 cases", outcome_level=None, claims=[], conclusions=[]
    )
    assert "none of the printed numbers can be checked" in said
    assert "no conclusion in words was looked at" in said and "levels are mixed" in said


def test_an_unknown_level_is_refused():
    """The five are listed."""
    with pytest.raises(sentences.SentenceError, match="found 'results'"):
        sentences.strength(
            design="randomised", people="", outcome_level="results", claims=[], conclusions=[]
        )
