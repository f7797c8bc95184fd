"""Parameters files: what is read, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from report_runner.parameters_file import ParametersFileError, read_parameters

PARAMETERS = Path(__file__).parent / "zoo" / "parameters"


def test_values_come_in_the_order_of_the_file():
    """Names and values are read as they stand."""
    assert read_parameters(PARAMETERS / "good.yml") == {"case": "sutton", "confidence_level": 0.9}


def test_text_that_older_yaml_changes_stays_text():
    """Words, leading zeros, clock times and dates are text; 1e-3 is a number."""
    values = read_parameters(PARAMETERS / "yaml_1_1_traps.yml")
    assert values == {
        "a": "no",
        "b": "0123",
        "c": "12:30",
        "d": "2015-06-01",
        "e": 0.001,
        "f": "on",
        "g": "1_000",
        "h": None,
        "i": True,
        "j": -2,
        "k": 0.5,
        "l": math.inf,
    }


def test_a_file_of_comments_means_all_defaults():
    """Nothing given is not an error."""
    assert read_parameters(PARAMETERS / "only_comments.yml") == {}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("same_name_twice", "line 2, column 1: 'case' is given twice"),
        ("list_not_mapping", "this one holds a list"),
        ("single_value", "this one holds a single value"),
        ("not_yaml", "at line 2"),
        ("name_is_a_number", "1 is not a name"),
        ("not_utf8", "byte 19 of this one is not"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(name, words):
    """Each broken file gets the rule, what was found and what to do."""
    with pytest.raises(ParametersFileError, match=words) as error:
        read_parameters(PARAMETERS / f"{name}.yml")
    assert str(error.value).startswith("A parameters file ")
