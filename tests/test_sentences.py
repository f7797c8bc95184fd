"""No sentence says more than its design and its numbers allow; limits and questions may be said."""

from types import SimpleNamespace

import pytest

from partnership_evaluation import findings, sentences
from partnership_evaluation.sentences import linter, printed, reading

OVERCLAIMS = """
the programme led to better grades
Coaching leads to better lessons.
This led the teachers to improve.
Lesson study, leading directly to higher attainment, was popular.
The project had an impact on attainment.
The impact of the programme was large.
Grades improved because teachers met.
Grades improved because of the coaching.
Attainment rose thanks to the alliance.
The rise is due to the programme.
The gains are owed to lesson study.
The programme closed the gap.
Closing the attainment gap is what the alliance did.
The alliance narrowed the gap between boys and girls.
Coaching caused the rise.
The cause of the rise was coaching.
The sessions resulted in better questioning.
As a result, grades went up.
The effect of the programme was large.
The programme had a positive effect.
It made a difference to the pupils.
The training made all the difference.
The films boosted writing.
Lesson study raised attainment.
The project has raised the grades of twelve teachers.
Attainment was raised by the programme.
The improvement was driven by the trios.
Coaching enabled teachers to grow.
The visits helped teachers to improve.
The visits contributed to the rise.
The programme transformed teaching.
The programme worked.
The programme was a success.
The intervention was effective.
Coaching improved lessons.
The course increased the confidence of the teachers.
Learning walks make lessons better.
Better grades were the result of the programme.
Pupils benefited from the project.
The rise can be attributed to coaching.
The programme is responsible for the rise.
The programme explains the rise in grades.
Teachers got better through coaching.
Coaching is why grades rose.
It was the coaching that made them better.
The programme is the reason grades rose.
Taking part improves grades.
The gain stems from the project.
The programme yielded a gain of 3 points.
The programme did not lead to better grades.
The programme had no effect.
# How the programme led to better grades
Nobody doubts it: the programme led to better grades.
Although there was no comparison group, the programme led to better grades.
There is no doubt that the programme led to better grades.
Not only did it lead to better grades, it was cheap.
""".strip().splitlines()

TOO_SURE = """
The numbers prove that they moved.
The table demonstrates that the programme works.
These results show that the programme was successful.
The data clearly show an improvement.
Without doubt the pupils did better.
The rise of 3 points is not due to chance.
A significant improvement of 3 points followed.
Grades rose significantly, by 3 points.
""".strip().splitlines()

ALLOWED = """
The numbers can show that something changed, not why.
There was no comparison group: the numbers cannot show why they differ.
This is not what caused it, and the numbers cannot say what did.
Whether the programme led to better grades cannot be told.
Did the programme lead to better grades?
Nothing here tells what led to it.
Neither says that the work was the cause.
The effect size is Hedges g.
The sign test gives p = 0.03.
The rule takes effect from 2012.
A significant result (p = 0.03, exact sign test) is not a cause.
Part of the rise may be due to chance.
The difference may be owing to rounding.
Six of twelve moved up.
Agreement rose from 42% to 64%.
A grade that was low partly by bad luck tends to be higher next time, whatever happened in between.
Did the weakest move because they were the weakest?
How was each part of the programme rated?
It is possible only because the numbers were rounded.
The number of people the programme reached is not printed.
The leaders lead a school each.
A natural change for the better would explain half of the figures.
Grades were higher afterwards among these people.
""".strip().splitlines()


def estimate(value, low, high, n=12, confidence_level=0.95):
    """Make an estimate of a change."""
    return SimpleNamespace(
        estimate=value, low=low, high=high, n=n, confidence_level=confidence_level
    )


# Causes and certainty ------------------------------------------------------------------------


@pytest.mark.parametrize("spelt", [str.upper, str.title, lambda text: f"İ {text}"])
def test_an_overclaim_is_found_however_it_is_spelt(spelt):
    """The words are given back as they stand in the text."""
    for text in map(spelt, (*OVERCLAIMS, *TOO_SURE)):
        (one, *_) = sentences.problems(text)
        assert one.found in text


@pytest.mark.parametrize("text", OVERCLAIMS)
@pytest.mark.parametrize("design", [None, "before_after_paired", "two_groups", "randomised"])
def test_a_cause_is_found_whatever_the_design(text, design):
    """Without an estimate behind it not even a randomised design allows the words."""
    assert sentences.problems(text, design=design)


@pytest.mark.parametrize("text", TOO_SURE)
def test_certainty_is_found(text):
    """Words such as prove, clearly and significant want a number in their place."""
    assert sentences.problems(text, design="randomised")


@pytest.mark.parametrize("text", ALLOWED)
def test_limits_questions_and_chance_may_be_said(text):
    """What an honest report needs to say is left alone."""
    assert sentences.problems(text, design="before_after_paired") == []


@pytest.mark.parametrize("limits", [*findings.LIMITS.values()])
@pytest.mark.parametrize("design", sentences.DESIGNS)
def test_the_limits_of_every_design_keep_to_the_rule_of_every_design(limits, design):
    """A report can always say what it cannot show."""
    assert sentences.problems(limits, design=design) == []


@pytest.mark.parametrize(
    "text",
    [
        "the programme **led** to better *grades*",
        "the programme l\u00aded to better grades",
        "the programme led\nto better grades",
        "the programme led&nbsp;to better grades",
        "<p>the programme <b>led</b> to better grades</p>",
        "- Six of twelve moved.\n- The programme led to it.",
        "| grade | why |\n| --- | --- |\n| good | the programme led to it |",
        "THE PROGRAMME LED TO BETTER GRADES",
        "Fine. But [the programme led to it](https://example.org).",
    ],
)
def test_layout_does_not_hide_a_claim(text):
    """Emphasis, tags, soft hyphens, line ends, lists and tables are read through."""
    assert [problem.found.lower().split()[0] for problem in sentences.problems(text)] == ["led"]


def test_a_problem_says_rule_words_sentence_and_advice():
    """The sentence is the one that says too much, not the whole text."""
    (problem,) = sentences.problems("Six moved up. Coaching led to that. Nobody fell.")
    assert problem.found == "led to" and problem.place == "Coaching led to that."
    assert "cause" in problem.rule and "sentences.claimed()" in problem.advice


def test_an_unknown_design_is_refused_with_the_nearest():
    """A misspelt design must not be taken for an allowing one."""
    with pytest.raises(sentences.SentenceError, match="did you mean 'randomised'"):
        sentences.problems("x", design="randomized")


def test_check_raises_with_every_problem():
    """What the text is stands first."""
    with pytest.raises(sentences.SentenceError, match=r"(?s)The title says.*led to.*transformed"):
        sentences.check("It led to joy. Coaching transformed us.", what="The title")


# Claims of the document ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        sentences.claimed("Coaching led to better grades. It had an impact."),
        sentences.claimed('They say it "transformed" teaching.', by="The head"),
        'The document says "coaching led to better grades".',
        "The report claims: \u201cCoaching transformed teaching.\u201d",
        "<p>The authors write <q>coaching led to better grades</q>.</p>",
        "> Claim: coaching led to better grades.\n> It transformed teaching.",
        'Contradicted by the numbers: "It led to A." (0.5); "It led to B." (0.4).',
    ],
)
def test_a_claim_that_is_marked_may_be_quoted(text):
    """Quotation marks with words that say whose they are, or a block that begins Claim."""
    assert sentences.problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '"The programme led to better grades."',
        'The programme "led to" better grades.',
        "> The programme led to better grades.",
        'The document says "it rose", and the programme led to that.',
        "The document says the programme led to better grades.",
    ],
)
def test_quotation_marks_or_a_source_alone_do_not_mark_a_claim(text):
    """The words must be set off and somebody must be named."""
    assert sentences.problems(text)


def test_words_that_the_tables_print_may_stand():
    """The wording of a questionnaire is the document's; the rest of the sentence is not."""
    given = ["the course helped me"]
    assert sentences.problems("The course helped me: 7 of 9.", given=given) == []
    assert sentences.problems("The course helped me: it led to joy.", given=given)


def test_printed_texts_are_those_of_the_case(tmp_path):
    """Cells of at least two words, of the collection and of the one folder."""
    for folder, text in (("", "in all"), ("a", "helped us learn"), ("b", "other words")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "t.csv").write_text(f"item\n{text}\nimpact\n", encoding="utf-8")
    assert printed.texts(tmp_path, "a") == {"in all", "helped us learn"}
    assert printed.texts(tmp_path) == {"in all", "helped us learn", "other words"}


def test_text_is_cut_into_sentences_where_a_reader_would():
    """Abbreviations and decimals do not end a sentence; headings and list items do."""
    text = "# Title\n\nRea et al. (2015) print 3.5. Then\nmore.\n\n- one\n- two"
    cut = ("Title", "Rea et al. (2015) print 3.5.", "Then more.", "one", "two")
    assert reading.sentences(text) == cut


# Direction -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Agreement rose from 64% to 42%.",
        "The mean fell from 3.8 to 3.9.",
        "Confidence increased from 12 of 16 to 5 of 16.",
        "Enthusiasm improved from 42 per cent to 35 per cent.",
        "The share rose from seven to six.",
        "Agreement went up to 42% from 64%.",
        "From 64% to 42% of them agreed, and so agreement from 64% to 42% rose.",
        "The number rose from 1,200 to 900.",
        "The balance rose from -0.1 to -0.3.",
    ],
)
def test_what_fell_may_not_be_said_to_have_risen(text):
    """The numbers of the sentence decide."""
    assert linter.DIRECTION in [problem.rule for problem in sentences.problems(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Agreement rose from 42% to 64%.",
        "Lesson grades improved from 3 to 2.",
        "Absence got worse from 3.1 to 4.0.",
        "The mean fell from 3.9 to 3.8 and the share rose from 3 of 12 to 5 of 12.",
        "The balance rose from -0.3 to -0.1.",
    ],
)
def test_what_rose_may_be_said_to_have_risen(text):
    """On scales where the smaller number is better, improved goes down."""
    assert sentences.problems(text) == []


def test_a_sentence_is_held_to_the_estimate_it_is_about():
    """Sign, direction of the scale and whether the interval excludes no change."""
    fell, rose, unsure = estimate(-3, -5, -1), estimate(3, 1, 5), estimate(3, -1, 7)
    assert sentences.problems("The mean rose by 3.", estimate=fell)
    assert sentences.problems("The mean fell by 3.", estimate=fell) == []
    assert sentences.problems("Grades improved by 3.", estimate=rose, better="lower")
    assert sentences.problems("Grades improved by 3.", estimate=rose, better="higher") == []
    assert sentences.problems("Grades improved by 3.", estimate=unsure, better="higher")
    below_one = estimate(0.8, 0.7, 0.9)
    assert sentences.problems("The ratio rose to 1.2.", estimate=below_one, no_change=1)


def test_a_change_needs_its_size():
    """A bare change, or one of people who were asked once, is refused."""
    assert sentences.problems("Grades improved.", design="before_after_paired")
    assert sentences.problems("Grades improved by 3 points.", design="single_group_once")
    assert sentences.problems("Grades improved by 3 points.", design="before_after_paired") == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (SimpleNamespace(estimate=1, low=None, high=2), "found low = None"),
        (estimate(float("nan"), 0, 1), "found estimate = nan"),
        (estimate(3, 4, 5), "check which end is which"),
    ],
)
def test_an_estimate_without_an_interval_decides_nothing(given, words):
    """The error says which end is missing or wrong."""
    with pytest.raises(sentences.SentenceError, match=words):
        sentences.judge(given)


def test_the_better_way_is_one_of_two():
    """Anything else is refused."""
    with pytest.raises(sentences.SentenceError, match="found 'up'"):
        sentences.judge(estimate(1, 0, 2), better="up")


def test_an_end_on_no_change_does_not_exclude_it():
    """Strictly outside only."""
    assert not sentences.judge(estimate(0.2, 0, 0.4)).excludes
    assert sentences.judge(estimate(1.2, 1.01, 1.4), no_change=1).excludes


# Numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "Six of 12, or 50 %, moved by -0.5 to +1.25 points.",
            [6, 12, 50, -0.5, 1.25],
        ),
        ("1,770 numbers, twenty-two of them wrong, 2.5 per cent late", [1770, 22, 2.5]),
        ("95% interval 21% to 79%", [95, 21, 79]),
        ("from 1 to 4, 3\u20135, and .5", [1, 4, 3, 5, 0.5]),
        ("no number; someone, anyone, tension, often", []),
    ],
)
def test_numbers_are_read_in_digits_and_words(text, numbers):
    """Thousands, decimals, signs and per cent."""
    assert [float(found.value) for found in sentences.numerals(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "In 2015 (Table 7, paragraphs 3 and 4), key stage 2, year 7, class 10R4, `1` to `5`",
        "one of the two groups, step 3, KS2, p. 12, 2014/15, [here](x1.html)",
        "1. First\n2. Second",
        "two people in a hundred, one in 100, {} to 1",
    ],
)
def test_names_and_plain_words_are_not_typed_numbers(text):
    """Years, tables, classes, scales in code, list numbers, one and two."""
    assert sentences.typed(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Of twelve teachers 42 % moved.", ["twelve", "42 %"]),
        ("with 95% intervals", ["95%"]),
        ("3 points a year", ["3"]),
        ("## The 12 teachers", ["12"]),
    ],
)
def test_typed_numbers_are_found(text, found):
    """Results, settings and counts belong into a cell that computes them."""
    assert sentences.typed(text) == found
