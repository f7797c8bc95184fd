"""What a notebook declares in its one cell tagged ``parameters``."""

from __future__ import annotations

import ast
import io
import json
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_runner.messages import bulleted, counted
from report_runner.value_types import WrongType, conform, describe

TAG = "parameters"


@dataclass(frozen=True)
class Parameter:
    """One declared parameter.

    Attributes
    ----------
    name : str
        The name that a parameters file uses.
    annotation : str
        Python source of its type.
    default : object
        The value when the file gives none.
    help : str
        The comment beside or above the line; empty when there is none.
    """

    name: str
    annotation: str
    default: Any
    help: str


class DeclarationError(ValueError):
    """A notebook whose parameters cannot be read.

    Attributes
    ----------
    problems : tuple of str
        One sentence for each thing to mend.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(bulleted(self.problems))


def read_declared(file: Path) -> tuple[Parameter, ...]:
    """Read the parameters that a notebook declares.

    Parameters
    ----------
    file : Path
        A notebook, format 4.

    Returns
    -------
    tuple of Parameter
        In the order of the cell.

    Raises
    ------
    DeclarationError
        If the file is no notebook, if not exactly one cell has the tag ``parameters``, or if that
        cell holds anything but ``name: type = literal``; all problems at once.

    Notes
    -----
    The cell is parsed by Python's own grammar, so that an equals sign in a comment, a list over
    several lines or a hash inside quotes is read as Python reads it.
    """
    sources = [_source(cell) for cell in _cells(file) if _is_tagged(cell)]
    if len(sources) != 1:
        raise DeclarationError(
            [
                f"A notebook has exactly one code cell tagged '{TAG}'; {file.name} has "
                f"{len(sources) or 'none'}. Tag the cell with the settings (in JupyterLab: "
                "Property Inspector, Common Tools), and no other."
            ]
        )
    return parse_declarations(sources[0])


def parse_declarations(source: str) -> tuple[Parameter, ...]:
    """Read declarations of the form ``name: type = literal  # help``.

    Parameters
    ----------
    source : str
        The text of the tagged cell.

    Returns
    -------
    tuple of Parameter
        In the order of the cell.

    Raises
    ------
    DeclarationError
        With one sentence for each line that is something else.

    Examples
    --------
    >>> parse_declarations("case: str = 'sutton'  # which case study")
    (Parameter(name='case', annotation='str', default='sutton', help='which case study'),)
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise DeclarationError(
            [
                f"The cell tagged '{TAG}' is Python; its line {error.lineno} is not "
                f"({error.msg}). Mend that line."
            ]
        ) from error
    comments = _comments(source)
    found, problems = [], []
    for statement in statements:
        try:
            found.append(_parameter(statement, comments))
        except ValueError as error:
            problems.append(str(error))
    problems += _repeated(found)
    if problems:
        raise DeclarationError(problems)
    return tuple(found)


def defaults(declared: Iterable[Parameter]) -> Mapping[str, Any]:
    """Collect the declared default values.

    Parameters
    ----------
    declared : iterable of Parameter
        As `read_declared` gives them.

    Returns
    -------
    mapping
        Default by name, in order.
    """
    return {parameter.name: parameter.default for parameter in declared}


def _cells(file: Path) -> list[dict[str, Any]]:
    try:
        notebook = json.loads(file.read_text(encoding="utf-8-sig"))
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError) as error:
        raise DeclarationError(
            [
                f"A notebook is a JSON file of format 4 with a list of cells; {file.name} is not. "
                "Open it in JupyterLab and save it again, or restore it."
            ]
        ) from error
    return [cell for cell in cells if cell.get("cell_type") == "code"]


def _is_tagged(cell: Mapping[str, Any]) -> bool:
    return TAG in cell.get("metadata", {}).get("tags", [])


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _parameter(statement: ast.stmt, comments: Mapping[int, str]) -> Parameter:
    line = f"Line {statement.lineno} of the cell tagged '{TAG}'"
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            annotation = ast.unparse(statement.annotation)
        case ast.Assign(targets=[ast.Name(id=name), *_]):
            raise ValueError(
                f"{line} must give a type; {name!r} has none. Write '{name}: str = ...' or the "
                "type that fits."
            )
        case _:
            raise ValueError(
                f"{line} must read 'name: type = value'; found {_first_line(statement)!r}. Move "
                "anything else into the next cell."
            )
    default = _literal(value, f"{line} must hold a plain value; {name!r} is computed")
    return Parameter(
        name,
        annotation,
        _typed(default, annotation, f"{line}, {name!r}: "),
        _help(statement, comments),
    )


def _literal(value: ast.expr, complaint: str) -> Any:
    try:
        return ast.literal_eval(value)
    except ValueError as error:
        raise ValueError(
            f"{complaint} ({_first_line(value)}). Write the value itself, and compute in a later "
            "cell."
        ) from error


def _typed(default: Any, annotation: str, line: str) -> Any:
    try:
        describe(annotation)
        return conform(default, annotation=annotation)
    except WrongType as error:
        raise ValueError(f"{line}the value does not fit its type. {error}") from error
    except ValueError as error:
        raise ValueError(f"{line}{error}") from error


def _first_line(node: ast.AST) -> str:
    return ast.unparse(node).partition("\n")[0][:60]


def _comments(source: str) -> dict[int, str]:
    """Collect comments by line; those alone on their line count for the line below, negated."""
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            alone = not token.line[:column].strip()
            found[-(row + 1) if alone else row] = token.string.lstrip("# ").strip()
    return found


def _help(statement: ast.stmt, comments: Mapping[int, str]) -> str:
    """Take the comment that ends the statement, else the one just above it."""
    last = statement.end_lineno or statement.lineno
    return comments.get(last) or comments.get(-statement.lineno, "")


def _repeated(found: list[Parameter]) -> list[str]:
    names = [parameter.name for parameter in found]
    return [
        f"A parameter is declared once; {name!r} is declared {counted(names.count(name), 'time')}. "
        "Keep one line."
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
