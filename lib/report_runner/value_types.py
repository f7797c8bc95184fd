"""The annotations a parameters cell may use, and whether a value fits one."""

from __future__ import annotations

import ast
from typing import Any

_PLAIN = {
    "str": (str, "text"),
    "int": (int, "a whole number"),
    "float": (float, "a number"),
    "bool": (bool, "true or false"),
}
ALLOWED = "str, int, float, bool, list[...], dict[str, ...], Literal[...] and these with '| None'"


class WrongType(ValueError):
    """A value that its annotation does not allow."""


def describe(annotation: str) -> str:
    """Put an annotation into plain words.

    Parameters
    ----------
    annotation : str
        Python source of an annotation.

    Returns
    -------
    str
        For example ``"a list of whole numbers"`` for ``list[int]``.

    Raises
    ------
    ValueError
        If the annotation is not one of those listed in `ALLOWED`.

    Examples
    --------
    >>> describe("float | None")
    'a number or null'
    >>> describe("list[str]")
    'a list, each of its items text'
    >>> describe("Literal['low', 'high']")
    "one of 'low', 'high'"
    """
    return _describe(_parse(annotation))


def conform(value: Any, *, annotation: str) -> Any:
    """Give back a value in the type that its annotation asks for.

    Parameters
    ----------
    value : object
        A value as read from YAML or written in a notebook: text, number, boolean, None, list or
        dictionary.
    annotation : str
        Python source of an annotation, for example ``"list[float]"``.

    Returns
    -------
    object
        The same value; a whole number becomes a float where a float is asked for.

    Raises
    ------
    WrongType
        If the value does not fit; True and False are not numbers here.
    ValueError
        If the annotation is not one of those listed in `ALLOWED`.

    Examples
    --------
    >>> conform(1, annotation="float")
    1.0
    >>> conform(True, annotation="int")
    Traceback (most recent call last):
    report_runner.value_types.WrongType: It must be a whole number, and is true (true or false).
    """
    return _conform(value, _parse(annotation))


def _parse(annotation: str) -> ast.expr:
    try:
        node = ast.parse(annotation, mode="eval").body
        _describe(node)
    except (SyntaxError, TypeError) as error:
        raise ValueError(
            f"The annotation {annotation!r} is not one that parameters may have. Use {ALLOWED}."
        ) from error
    return node


def _describe(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) if name in _PLAIN:
            return _PLAIN[name][1]
        case ast.Constant(value=None):
            return "null"
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return f"{_describe(left)} or {_describe(right)}"
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return f"a list, each of its items {_describe(item)}"
        case ast.Subscript(
            value=ast.Name(id="dict"), slice=ast.Tuple(elts=[ast.Name(id="str"), item])
        ):
            return f"names, each with {_describe(item)}"
        case ast.Subscript(value=ast.Name(id="Literal")):
            return f"one of {', '.join(map(repr, _choices(node)))}"
    raise TypeError("unknown annotation")


def _choices(node: ast.Subscript) -> list[Any]:
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not all(isinstance(item, ast.Constant) for item in items):
        raise TypeError("a choice is not a constant")
    return [item.value for item in items]


def _conform(value: Any, node: ast.expr) -> Any:
    match node:
        case ast.Name(id="float") if type(value) is int:
            return float(value)
        case ast.Name(id=name) if type(value) is _PLAIN[name][0]:
            return value
        case ast.Constant() if value is None:
            return None
        case ast.BinOp(left=left, right=right):
            return _first_fit(value, node, [left, right])
        case ast.Subscript(value=ast.Name(id="list"), slice=item) if isinstance(value, list):
            return [_conform(each, item) for each in value]
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, item])) if (
            isinstance(value, dict)
        ):
            return {name: _conform(each, item) for name, each in value.items()}
        case ast.Subscript(value=ast.Name(id="Literal")) if _is_choice(value, _choices(node)):
            return value
    raise WrongType(_complaint(value, node))


def _first_fit(value: Any, whole: ast.expr, parts: list[ast.expr]) -> Any:
    for part in parts:
        try:
            return _conform(value, part)
        except WrongType:
            continue
    raise WrongType(_complaint(value, whole))


def _is_choice(value: Any, choices: list[Any]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in choices)


def _complaint(value: Any, node: ast.expr) -> str:
    return f"It must be {_describe(node)}, and is {_found(value)}.{_hint(value, node)}"


def _found(value: Any) -> str:
    if value is None:
        return "null (nothing)"
    if isinstance(value, bool):
        return f"{str(value).lower()} (true or false)"
    kinds = {str: "text", int: "a whole number", float: "a number", list: "a list", dict: "names"}
    return f"{value!r} ({kinds.get(type(value), type(value).__name__)})"


def _hint(value: Any, node: ast.expr) -> str:
    match node:
        case ast.Name(id="str") if not isinstance(value, list | dict) and value is not None:
            return " Put it in quotes."
        case ast.Name(id="bool") if isinstance(value, str):
            return " Write true or false, without quotes."
        case ast.Name(id="int" | "float") if isinstance(value, str):
            return " Write plain digits, without quotes, spaces or separators."
    return ""
