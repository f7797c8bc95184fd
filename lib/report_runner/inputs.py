"""All that is known of a report before it runs: notebook, values, code and packages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from report_runner.digests import digest_of

_NOT_SOURCE = ("outputs", "execution_count", "id")


@dataclass(frozen=True)
class Inputs:
    """All that is known of a report before it runs.

    Attributes
    ----------
    cells : list of str
        Digest of each cell: its kind, source, tags and attachments.
    beside : dict
        Digest of each module beside the notebook, by name.
    values : dict
        Every parameter with its value.
    basis : str
        Digest of code, interpreter and packages.
    """

    cells: list[str]
    beside: dict[str, str]
    values: dict[str, Any]
    basis: str

    @cached_property
    def key(self) -> str:
        """Digest of the whole."""
        return digest_of([self.cells, self.beside, list(self.values.items()), self.basis])


def cell_digests(file: Path) -> list[str]:
    """Digest each cell of a notebook, and last what stands beside the cells.

    Parameters
    ----------
    file : Path
        A notebook, format 4.

    Returns
    -------
    list of str
        Outputs, execution counts and the names of cells do not count: a run replaces them.
    """
    notebook = json.loads(file.read_text(encoding="utf-8-sig"))
    cells = []
    for cell in notebook.pop("cells"):
        source = {name: part for name, part in cell.items() if name not in _NOT_SOURCE}
        source["source"] = "".join(cell["source"])
        cells.append(digest_of(source))
    return [*cells, digest_of(notebook)]
