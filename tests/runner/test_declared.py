"""What a notebook declares, and how values are held to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_runner.checks import resolve
from report_runner.declared import DeclarationError, parse_declarations, read_declared
from report_runner.value_types import WrongType, conform, describe

NOTEBOOKS = Path(__file__).parent / "zoo" / "notebooks"


def problems_of(name: str) -> tuple[str, ...]:
    """Read the declarations of a broken notebook and give back the complaints."""
    with pytest.raises(DeclarationError) as error:
        read_declared(NOTEBOOKS / f"{name}.ipynb")
    return error.value.problems


def test_name_type_default_and_help_are_read():
    """A declared parameter is its line, taken apart."""
    case, level = read_declared(NOTEBOOKS / "good.ipynb")
    assert (case.name, case.annotation, case.default) == ("case", "str", "sutton")
    assert (level.name, level.default) == ("confidence_level", 0.95)
    assert level.help == "share of intervals that cover the true value"


def test_lines_that_defeat_papermills_reader_are_read_as_python_reads_them():
    """Equals signs in comments, hashes in quotes and lists over several lines do no harm."""
    declared = parse_declarations(
        "# above it\n"
        "label: str = '#1'\n"
        "share: float = 1  # a = b\n"
        "places: list[str] = [\n    'a',  # inside\n    'b',\n]  # which places\n"
        "seed: int = -1\n"
    )
    assert [each.default for each in declared] == ["#1", 1.0, ["a", "b"], -1]
    assert [each.help for each in declared] == ["above it", "a = b", "which places", ""]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no_parameters_cell", "has none"),
        ("two_parameters_cells", "has 2"),
        ("computed_parameter", "'seed' is computed (2 + int('1'))"),
        ("parameter_without_type", "'case' has none"),
        ("parameters_cell_with_import", "found 'import os'"),
        ("unknown_annotation", "'complex' is not one that parameters may have"),
        ("parameter_declared_twice", "declared 2 times"),
        ("parameters_cell_not_python", "line 1 is not"),
        ("text_renamed", "text_renamed.ipynb is not"),
    ],
)
def test_a_faulty_declaration_is_named(name, words):
    """Each faulty cell gets one sentence with what was found."""
    (problem,) = problems_of(name)
    assert words in problem


def test_all_faulty_lines_are_reported_at_once():
    """Two bad defaults give two sentences."""
    first, second = problems_of("default_of_wrong_type")
    assert "It must be a number, and is '0.95' (text)." in first
    assert "It must be true or false, and is 0 (a whole number)." in second


@pytest.mark.parametrize(
    ("annotation", "value", "result"),
    [
        ("float", 3, 3.0),
        ("float | None", None, None),
        ("list[float]", [1, 2.5], [1.0, 2.5]),
        ("dict[str, int]", {"a": 1}, {"a": 1}),
        ("Literal['low', 'high']", "low", "low"),
        ("int | str", "a", "a"),
    ],
)
def test_values_that_fit_are_accepted(annotation, value, result):
    """A whole number does for a float; everything else comes back as it is."""
    found = conform(value, annotation=annotation)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        ("int", True),
        ("float", False),
        ("int", 1.0),
        ("bool", 1),
        ("str", 2015),
        ("list[int]", [1, "2"]),
        ("dict[str, int]", [1]),
        ("Literal[1]", True),
        ("int | None", "1"),
    ],
)
def test_values_that_do_not_fit_are_refused(annotation, value):
    """True is not a number, 1.0 is not whole, 2015 is not text."""
    with pytest.raises(WrongType, match="It must be"):
        conform(value, annotation=annotation)


@pytest.mark.parametrize("annotation", ["complex", "list", "tuple[int]", "Literal[x]", "int &"])
def test_an_unknown_annotation_is_an_error_of_the_notebook(annotation):
    """The message lists the annotations there are."""
    with pytest.raises(ValueError, match=r"Use str, int, float, bool"):
        describe(annotation)


def test_an_unknown_name_is_offered_the_nearest_one():
    """A misspelt parameter is an error, never a silent default."""
    declared = read_declared(NOTEBOOKS / "good.ipynb")
    values, problems = resolve(declared, {"confidence_levle": 0.9, "case": 7})
    assert values == {"case": "sutton", "confidence_level": 0.95}
    assert problems == [
        "confidence_levle: the notebook declares no parameter of this name. Did you mean "
        "'confidence_level'?",
        "case: It must be text, and is 7 (a whole number). Put it in quotes.",
    ]
