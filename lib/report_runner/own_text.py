"""Texts of a report on a school's own data, in words that fit such data.

What a notebook computes is said so by the library, and so is a page. Here the same is done for what
is typed: the prose of notebooks, and the help on settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnership_evaluation import own_words

if TYPE_CHECKING:
    from nbformat import NotebookNode

SETTINGS = "parameters"


def notebook(executed: NotebookNode) -> NotebookNode:
    """Say the prose of a notebook, and the help on its settings, in the words that fit the data.

    Parameters
    ----------
    executed : NotebookNode
        A notebook; its text cells and the help behind its settings are changed.

    Returns
    -------
    NotebookNode
        The same notebook.
    """
    for cell in executed.cells if own_words.is_own() else ():
        cell.source = source(cell.source, kind=cell.cell_type, tags=cell.metadata.get("tags", ()))
    return executed


def source(text: str, *, kind: str, tags: object = ()) -> str:
    """Say a cell of a notebook in the words for a school's own data.

    Parameters
    ----------
    text : str
        The source of the cell.
    kind : str
        Its type: of code only the help on settings is said otherwise.
    tags : collection of str
        Its tags.

    Returns
    -------
    str
    """
    if kind == "markdown":
        return own_words.reworded(text)
    return help_of(text) if SETTINGS in tags else text


def help_of(text: str) -> str:
    """Say the help behind settings in the words for a school's own data.

    Parameters
    ----------
    text : str
        Lines of code, a setting and its help each.

    Returns
    -------
    str
    """
    lines = (line.partition("  # ") for line in text.split("\n"))
    return "\n".join(code + mark + own_words.reworded(words) for code, mark, words in lines)
