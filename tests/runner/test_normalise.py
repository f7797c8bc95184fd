"""The form in which notebooks are committed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ZOO = Path(__file__).parent / "zoo"


@pytest.fixture
def saved(project):
    """A project whose notebook was saved with outputs."""
    return project({"saved_with_outputs": {}})


def cells(folder, name="saved_with_outputs"):
    """The cells of a notebook file."""
    text = (folder / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    return json.loads(text)["cells"]


def test_outputs_go_and_those_of_marked_cells_are_made_afresh(saved, evaluate):
    """Counts, stray metadata and the user's kernel name go too; a second time nothing changes."""
    assert evaluate("normalise", "--check", project=saved).code == 1
    run = evaluate("normalise", project=saved)
    assert (run.code, run.out) == (0, "notebooks/saved_with_outputs.ipynb: rewritten\n")
    plain, marked = cells(saved)[2:]
    assert (plain["outputs"], plain["execution_count"], plain["metadata"]) == ([], None, {})
    stream, result = marked["outputs"]
    assert stream["text"] == ["sutton\n"]
    assert (result["data"], result["execution_count"]) == ({"text/plain": ["2"]}, None)
    notebook = json.loads((saved / "notebooks/saved_with_outputs.ipynb").read_text())
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert evaluate("normalise", "--check", project=saved).code == 0


def test_a_marked_cell_without_output_is_not_normalised(project, evaluate):
    """The outputs are what ``pytest --nbval-lax`` compares with."""
    folder = project({"good": {}})
    run = evaluate("normalise", "--check", project=folder)
    assert (run.code, run.err) == (
        1,
        "Not normalised: notebooks/good.ipynb. Run: evaluate normalise\n",
    )


def test_a_notebook_without_marked_cells_is_not_run(project, evaluate):
    """It would come out the same."""
    folder = project({"kills_its_kernel": {}})
    assert evaluate("normalise", project=folder).out.endswith("as it should be\n")


def test_a_notebook_that_does_not_run_stays_as_it_is(saved, evaluate):
    """The message names the cell; the file is not touched."""
    file = saved / "notebooks" / "saved_with_outputs.ipynb"
    file.write_text(file.read_text().replace("print(case)", "print(kase)"))
    before = file.read_bytes()
    run = evaluate("normalise", project=saved)
    assert run.code == 1
    assert "stops at cell 4 of 4, section “Did the grades move?”: NameError" in run.err
    assert file.read_bytes() == before


def test_an_unknown_notebook_is_offered_the_nearest(saved, evaluate):
    """As for cases."""
    run = evaluate("normalise", "saved_with_output", project=saved)
    assert run.code == 2
    assert "Did you mean 'saved_with_outputs'?" in run.err


def test_notebooks_in_folders_are_found_and_checkpoints_are_not(saved, evaluate):
    """Teaching notebooks lie one folder down."""
    for folder in ("workshop", ".ipynb_checkpoints"):
        (saved / "notebooks" / folder).mkdir()
        shutil.copy(
            ZOO / "notebooks" / "calls_sys_exit.ipynb", saved / "notebooks" / folder / "a.ipynb"
        )
    assert evaluate("normalise", "workshop/a", project=saved).out == (
        "notebooks/workshop/a.ipynb: as it should be\n"
    )
    assert "checkpoints" not in evaluate("normalise", "--check", project=saved).err
