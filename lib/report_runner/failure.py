"""What stopped a report, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from report_runner.headings import headings

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ADDED_BY_PAPERMILL = {"injected-parameters", "papermill-error-cell-tag"}


@dataclass(frozen=True)
class Failure:
    """Why there is no report.

    Attributes
    ----------
    error : str
        What was said when it stopped; may have several lines.
    advice : str
        What to do.
    cell : int or None
        Position of the failing cell in the notebook, all cells counted from 1; None when no cell
        is to blame.
    cells : int or None
        How many cells the notebook has.
    label : int or None
        The number in square brackets beside the cell in the half-run notebook.
    section : str or None
        The heading that the cell stands under.
    half_run : bool
        Whether a half-run notebook was kept.
    """

    error: str
    advice: str
    cell: int | None = None
    cells: int | None = None
    label: int | None = None
    section: str | None = None
    half_run: bool = False

    @property
    def summary(self) -> str:
        """The first line of the error."""
        return self.error.strip().partition("\n")[0]

    @property
    def place(self) -> str:
        """Cell and section in words; empty when no cell is to blame."""
        if self.cell is None:
            return ""
        section = f", section “{self.section}”" if self.section else ""
        return f"cell {self.cell} of {self.cells}{section}"

    def as_json(self) -> dict[str, Any]:
        """Give the fields as plain data.

        Returns
        -------
        dict
            The attributes by name, and ``schema``, the number 1.
        """
        return {"schema": 1, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Failure:
        """Build a failure from what `as_json` gave.

        Parameters
        ----------
        data : dict
            The plain data.

        Returns
        -------
        Failure
            Equal to the one that was written.
        """
        return cls(**{name: value for name, value in data.items() if name != "schema"})


@dataclass(frozen=True)
class PlacedCell:
    """A cell of an executed notebook, with its place in the notebook that was run.

    Attributes
    ----------
    cell : NotebookNode
        The cell.
    position : int
        Its place, counted from 1, cells that papermill added not counted.
    section : str or None
        The heading it stands under.
    """

    cell: NotebookNode
    position: int
    section: str | None


def placed_cells(notebook: NotebookNode) -> Iterator[PlacedCell]:
    """Walk through the cells of the notebook that was run.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.

    Yields
    ------
    PlacedCell
        Each cell but those that papermill added.
    """
    position, section = 0, None
    for cell in notebook.cells:
        if _ADDED_BY_PAPERMILL & set(cell.metadata.get("tags", [])):
            continue
        position += 1
        if cell.cell_type == "markdown":
            for heading in headings(cell.source):
                section = heading.text
        yield PlacedCell(cell, position, section)


def find_failure(notebook: NotebookNode) -> Failure | None:
    """Find the cell that stopped a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.

    Returns
    -------
    Failure or None
        The failure in the first cell with an error output, None when no cell has one.
    """
    for placed in placed_cells(notebook):
        for output in placed.cell.get("outputs", []):
            if output.output_type == "error":
                return failure_at(placed, notebook, **_words(output))
    return None


def failure_at(placed: PlacedCell, notebook: NotebookNode, *, error: str, advice: str) -> Failure:
    """Describe a failure of one cell.

    Parameters
    ----------
    placed : PlacedCell
        The cell.
    notebook : NotebookNode
        The executed notebook it belongs to.
    error, advice : str
        What was said, and what to do.

    Returns
    -------
    Failure
        With the place of the cell; a half-run notebook is taken to be kept.
    """
    return Failure(
        error=error,
        advice=advice,
        cell=placed.position,
        cells=sum(1 for _ in placed_cells(notebook)),
        label=placed.cell.get("execution_count"),
        section=placed.section,
        half_run=True,
    )


def _words(output: NotebookNode) -> dict[str, str]:
    if output.ename == "SystemExit":
        return {
            "error": "The notebook ended before its last cell: the cell left Python by sys.exit().",
            "advice": "Take the exit out; a cell that cannot go on raises an error that says why.",
        }
    return {
        "error": f"{output.ename}: {output.evalue}".removesuffix(": "),
        "advice": "Open the half-run notebook at that cell, mend the notebook, its settings or "
        "the data, and make the report again.",
    }
