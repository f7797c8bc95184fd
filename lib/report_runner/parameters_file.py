"""The YAML files of ``parameters/``: one file, one report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


class ParametersFileError(ValueError):
    """A parameters file that cannot be read as names and values."""


class _PlainLoader(yaml.SafeLoader):
    """YAML with the scalars of version 1.2, so that text stays text.

    The older rules of PyYAML read ``no`` as False, ``0123`` as 83, ``12:30`` as 750,
    ``2015-06-01`` as a date and ``1e-3`` as text. Here only true/false, null and plain
    decimal numbers are special; everything else is the text that was written.
    """

    yaml_implicit_resolvers: dict = {}  # noqa: RUF012 - PyYAML's own class attribute


_SCALARS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?"
        r"|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
)
for _kind, _pattern, _first in _SCALARS:
    _PlainLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_pattern})\Z"), list(_first)
    )


def _float(loader: _PlainLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node)).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


def _mapping(loader: _PlainLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    """Build a mapping; the same key twice is an error, not a silent overwrite."""
    pairs = [(loader.construct_object(key, deep=True), key, value) for key, value in node.value]
    result: dict[Any, Any] = {}
    for name, key, value in pairs:
        if not isinstance(name, str):
            raise yaml.MarkedYAMLError(
                problem=f"{name!r} is not a name", problem_mark=key.start_mark
            )
        if name in result:
            raise yaml.MarkedYAMLError(
                problem=f"{name!r} is given twice", problem_mark=key.start_mark
            )
        result[name] = loader.construct_object(value, deep=True)
    return result


_PlainLoader.add_constructor("tag:yaml.org,2002:float", _float)
_PlainLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_parameters(file: Path) -> dict[str, Any]:
    """Read the names and values of one parameters file.

    Parameters
    ----------
    file : Path
        A YAML file, UTF-8. An empty file means: all settings as the notebook declares them.

    Returns
    -------
    dict
        Values by name, in the order of the file: text, whole numbers, numbers, booleans, None,
        lists and mappings of these.

    Raises
    ------
    ParametersFileError
        If the file is not UTF-8, not YAML, not a mapping of names to values, or gives a name
        twice; the message names the line.

    Notes
    -----
    Scalars follow YAML 1.2: ``no``, ``0123``, ``12:30`` and ``2015-06-01`` are text, ``1e-3`` is
    a number. The older rules, PyYAML's own, change such values without a word.

    References
    ----------
    YAML Ain't Markup Language, revision 1.2.2, section 10.3 (core schema).
    """
    try:
        values = yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_PlainLoader)
    except UnicodeDecodeError as error:
        raise ParametersFileError(
            f"A parameters file is UTF-8 text; byte {error.start + 1} of this one is not. "
            "Save it again as UTF-8."
        ) from error
    except yaml.YAMLError as error:
        raise ParametersFileError(_yaml_message(error)) from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ParametersFileError(
            "A parameters file holds lines of the form 'name: value'; this one holds "
            f"{'a list' if isinstance(values, list) else 'a single value'}. Write one such line "
            "for each setting."
        )
    return values


def read_value(text: str) -> Any:
    """Read one value as it would be read behind its name in a parameters file.

    Parameters
    ----------
    text : str
        What is written.

    Returns
    -------
    object
        A value; the text itself where it is no YAML, or more than a value.

    Examples
    --------
    >>> read_value("0.90"), read_value("true"), read_value("[1, 2]"), read_value("no: a # b")
    (0.9, True, [1, 2], 'no: a # b')
    """
    try:
        value = yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError:
        return text
    return text if isinstance(value, str | dict) and not text.lstrip().startswith("{") else value


def _yaml_message(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "its text"
    problem = getattr(error, "problem", None) or str(error)
    return (
        f"A parameters file is YAML, one 'name: value' a line; at {where}: {problem}. "
        "Mend that line; text with a colon, a hash or a bracket goes in quotes."
    )
