"""The parameters of the notebooks: every name has one rule, and every broken rule is reported."""

import math

import pytest

from partnership_evaluation import parameters

RULES = parameters.dictionary()
SUTTON = {"case": "sutton", "confidence_level": 0.95, "rounding": "any", "seed": 1}


@pytest.mark.parametrize("name", RULES)
def test_every_parameter_has_a_type_and_a_help_text(name):
    """The type is one that a notebook can declare, and the help says what the name means."""
    assert RULES[name]["type"] in parameters.TYPES
    assert len(RULES[name]["help"]) > 20


@pytest.mark.parametrize(
    "name", [name for name in RULES if RULES[name]["type"] in ("int", "float")]
)
def test_every_number_has_a_range_that_it_keeps_at_both_ends(name):
    """Smallest and largest value are allowed; just outside is not."""
    low, high = RULES[name]["minimum"], RULES[name]["maximum"]
    assert low < high
    assert not parameters.problems({name: low}) and not parameters.problems({name: high})
    for outside in (low - 1, high + 1):
        (sentence,) = parameters.problems({name: outside})
        assert str(outside) in sentence and f"from {low} to {high}" in sentence


def test_a_legal_set_of_parameters_has_no_problems():
    """Nothing is reported, and every value comes back as an attribute."""
    assert parameters.problems(SUTTON) == []
    assert vars(parameters.validated(**SUTTON)) == SUTTON


def test_an_unknown_name_is_answered_with_the_nearest():
    """A mistyped parameter is an error, not a default."""
    (sentence,) = parameters.problems({"confidence_levle": 0.9})
    assert "found 'confidence_levle'. Did you mean 'confidence_level'?" in sentence


def test_a_name_like_no_other_is_answered_with_the_whole_list():
    """Every known name stands in the sentence."""
    (sentence,) = parameters.problems({"zzz": 1})
    assert all(name in sentence for name in RULES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", True),
        ("seed", 1.0),
        ("seed", "1"),
        ("confidence_level", True),
        ("confidence_level", "0.95"),
        ("case", 3),
        ("case", None),
    ],
)
def test_a_value_of_another_type_is_refused(name, value):
    """True is no number, text is no number, and a number is no text."""
    (sentence,) = parameters.problems({name: value})
    assert f"of type {RULES[name]['type']}; found {value!r} ({type(value).__name__})" in sentence


def test_a_whole_number_serves_where_a_decimal_is_asked():
    """It comes back as a float."""
    value = parameters.validated(expected_points_per_year=3).expected_points_per_year
    assert value == 3.0 and isinstance(value, float)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_values_that_are_no_number_are_refused(value):
    """Neither not-a-number nor infinity is within any range."""
    assert len(parameters.problems({"confidence_level": value})) == 1


def test_a_level_in_per_cent_is_refused_with_the_range():
    """95 is answered with the range of shares."""
    (sentence,) = parameters.problems({"confidence_level": 95})
    assert sentence == (
        "confidence_level must be at most 0.999; found 95. Give a value from 0.5 to 0.999."
    )


def test_a_mistyped_choice_is_answered_with_the_nearest_and_the_list():
    """Both stand in the sentence."""
    (sentence,) = parameters.problems({"rounding": "half up"})
    assert "Did you mean 'half_up'? Choices: any, half_up" in sentence


@pytest.mark.parametrize("value", ["Sutton", "sutton secondary", "../sutton", "", "sutton\n"])
def test_a_case_is_written_like_its_folder(value):
    """Capitals, spaces, paths, nothing and line ends are refused."""
    assert len(parameters.problems({"case": value})) == 1


def test_all_problems_are_reported_at_once():
    """One line each, in the order of the parameters."""
    with pytest.raises(parameters.ParameterError) as caught:
        parameters.validated(cases="x", draws=5, rounding="nearest")
    lines = str(caught.value).splitlines()
    assert [word in line for word, line in zip(("'cases'", "5", "'nearest'"), lines, strict=True)]


def test_settings_cannot_be_changed():
    """The error says where to change a value."""
    settings = parameters.validated(**SUTTON)
    with pytest.raises(parameters.ParameterError, match="found an attempt to set 'seed' to 2"):
        settings.seed = 2
    assert settings.seed == 1


def test_settings_cannot_be_deleted():
    """A checked value stays where it is."""
    settings = parameters.validated(**SUTTON)
    with pytest.raises(parameters.ParameterError):
        del settings.seed
