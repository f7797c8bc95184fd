"""Take out of an executed notebook whatever differs from one run to the next.

Times, paths, process numbers, addresses in memory and random cell names go; what the cells say
stays. Two runs of the same notebook on the same values then give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import sysconfig
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_CELL_METADATA = ("alt", "tags")
_BOUNDARY = r"(?<![\w+/=.~-])"
_PACKAGES = re.compile(rf"{_BOUNDARY}(?:[A-Za-z]:)?[^\s\"'<>():]*[/\\](?:site|dist)-packages[/\\]")
_KERNEL_CELL = re.compile(rf"{_BOUNDARY}[^\s\"'<>()]*ipykernel_\d+[/\\]\d+\.py")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def tidy(notebook: NotebookNode, *, project: Path) -> NotebookNode:
    """Make an executed notebook the same, byte for byte, each time it is run.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook, format 4; it is changed in place.
    project : Path
        The project folder; paths below it are written relative to it.

    Returns
    -------
    NotebookNode
        The same object.
    """
    notebook.metadata = type(notebook.metadata)(KERNEL_METADATA)
    scrub = scrubber(project)
    for cell in notebook.cells:
        tidy_cell_metadata(cell)
        if cell.cell_type == "code":
            cell.outputs = tidy_outputs(cell.outputs, scrub=scrub)
    name_cells(notebook.cells)
    return notebook


def tidy_cell_metadata(cell: NotebookNode) -> None:
    """Keep of a cell's metadata only what says something about its content.

    Parameters
    ----------
    cell : NotebookNode
        The cell; changed in place. ``tags`` and ``alt`` stay where they are not empty.
    """
    kept = {name: cell.metadata[name] for name in KEPT_CELL_METADATA if cell.metadata.get(name)}
    cell.metadata = type(cell.metadata)(kept)


def tidy_outputs(
    outputs: Iterable[NotebookNode], *, scrub: Callable[[Any], Any]
) -> list[NotebookNode]:
    """Join streams and scrub the text of one cell's outputs.

    Parameters
    ----------
    outputs : iterable of NotebookNode
        The outputs, in order.
    scrub : callable
        As `scrubber` makes it.

    Returns
    -------
    list of NotebookNode
        Neighbouring streams become one standard output followed by one standard error: which of
        the two arrives first depends on the clock.
    """
    tidied = []
    for is_stream, group in groupby(outputs, key=lambda output: output.output_type == "stream"):
        neighbours = list(group)
        tidied += _joined(neighbours) if is_stream else neighbours
    for output in tidied:
        _scrub_output(output, scrub)
    return tidied


def name_cells(cells: Iterable[NotebookNode]) -> None:
    """Give each cell a name that follows from its content.

    Parameters
    ----------
    cells : iterable of NotebookNode
        The cells of one notebook; changed in place. Equal cells are told apart by a number.
    """
    seen: dict[str, int] = {}
    for cell in cells:
        content = f"{cell.cell_type}\n{cell.source}"
        name = hashlib.sha256(content.encode()).hexdigest()[:8]
        seen[name] = seen.get(name, 0) + 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"


def scrubber(project: Path) -> Callable[[Any], Any]:
    """Make the function that takes paths and addresses out of text.

    Parameters
    ----------
    project : Path
        The project folder.

    Returns
    -------
    callable
        Takes text, or lists and dictionaries of text, and returns the same with: paths inside the
        project relative to it, installed packages from ``site-packages/`` on, the standard library
        from ``python/`` on, the home folder as ``~``, cells as ``<cell>``, and addresses in memory
        as ``0x…``.

    Examples
    --------
    >>> scrub = scrubber(Path("/srv/project"))
    >>> scrub("File /srv/project/lib/tables.py:12, object at 0x7f7a28f4f1c0")
    'File lib/tables.py:12, object at 0x…'
    """
    patterns = [
        ("ipykernel_", _KERNEL_CELL, "<cell>"),
        ("-packages", _PACKAGES, "site-packages/"),
        *_folder_patterns(project),
        ("at 0x", _ADDRESS, "at 0x…"),
    ]

    def scrub(value: Any) -> Any:
        if isinstance(value, str):
            for part, pattern, replacement in patterns:
                if part in value:  # few texts have any, and the search for a pattern is long
                    value = pattern.sub(replacement, value)
            return value
        if isinstance(value, list):
            return [scrub(item) for item in value]
        if isinstance(value, dict):
            return type(value)({name: scrub(item) for name, item in value.items()})
        return value

    return scrub


def _folder_patterns(project: Path) -> list[tuple[str, re.Pattern[str], str]]:
    """Give each folder that names this machine, how to find it, and what is written instead.

    The deepest first.

    IPython writes the home folder as ``~`` in tracebacks, so that each folder has two spellings.
    """
    home = Path.home()
    library = Path(sysconfig.get_path("stdlib"))
    known = []
    ours = Path(__file__).resolve().parents[1]  # not in the project, where a school has its own
    for folder, replacement in (
        (project.resolve(), ""),
        (ours, "lib/"),
        (library, "python/"),
        (home, "~/"),
    ):
        if folder == folder.parent:  # a home of "/", as some containers have, names nobody
            continue
        spellings = {str(folder), folder.as_posix()}
        if folder != home and folder.is_relative_to(home):
            spellings.add(f"~/{folder.relative_to(home).as_posix()}")
        for spelling in sorted(spellings):
            inside = re.compile(rf"{_BOUNDARY}{re.escape(spelling)}[/\\]")
            itself = re.compile(rf"{_BOUNDARY}{re.escape(spelling)}(?![\w.-])")
            known += [
                (spelling, inside, replacement),
                (spelling, itself, replacement.rstrip("/") or "."),
            ]
    return known


def _joined(streams: list[NotebookNode]) -> list[NotebookNode]:
    joined = []
    for name in ("stdout", "stderr"):
        same = [stream for stream in streams if stream.name == name]
        if same:
            same[0].text = "".join(stream.text for stream in same)
            joined.append(same[0])
    return joined


def _scrub_output(output: NotebookNode, scrub: Callable[[Any], Any]) -> None:
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        # Colour codes sit against the paths and would hide them.
        plain = [_COLOUR.sub("", line) for line in output.traceback]
        output.evalue, output.traceback = scrub(output.evalue), scrub(plain)
    else:
        for kind, content in output.data.items():
            if not kind.startswith("image/") or kind == "image/svg+xml":
                output.data[kind] = scrub(content)
