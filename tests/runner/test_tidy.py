"""What is taken out of executed notebooks, and what is left alone."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from report_runner.failure import find_failure, placed_cells
from report_runner.tidy import name_cells, scrubber, tidy, tidy_outputs

PROJECT = Path("/srv/schools/project")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("File /srv/schools/project/lib/tables.py:12, in read", "File lib/tables.py:12, in read"),
        ("in /srv/schools/project", "in ."),
        ("/srv/schools/project-two/a", "/srv/schools/project-two/a"),
        ("/usr/lib/python3/dist-packages/yaml/__init__.py", "site-packages/yaml/__init__.py"),
        ("~/.venv/lib/python3.11/site-packages/a.py:1", "site-packages/a.py:1"),
        (r"C:\env\Lib\site-packages\a.py:1", r"site-packages/a.py:1"),
        ("/tmp/ipykernel_12/34.py:2: UserWarning", "<cell>:2: UserWarning"),
        ("<object at 0x7f7a28f4f1c0>", "<object at 0x…>"),
        ("1/2 of https://example.org/a, at 0x1f", "1/2 of https://example.org/a, at 0x1f"),
    ],
)
def test_paths_and_addresses_are_replaced(text, result):
    """What names the machine goes; what only looks alike stays."""
    assert scrubber(PROJECT)(text) == result


def test_the_home_folder_and_the_standard_library_are_replaced(monkeypatch):
    """Neither a user's name nor the place of Python is left."""
    monkeypatch.setenv("HOME", "/home/somebody")
    scrub = scrubber(PROJECT)
    assert scrub("open('/home/somebody/notes.txt')") == "open('~/notes.txt')"
    assert scrub(f"{sysconfig.get_path('stdlib')}/os.py") == "python/os.py"


def test_a_home_at_the_root_leaves_addresses_alone(monkeypatch):
    """Some containers have no home folder of their own."""
    monkeypatch.setenv("HOME", "/")
    assert scrubber(PROJECT)("see https://example.org/") == "see https://example.org/"


def test_a_project_in_the_home_folder_is_found_in_both_spellings(monkeypatch):
    """IPython writes the home folder as a tilde."""
    monkeypatch.setenv("HOME", "/srv/schools")
    assert scrubber(PROJECT)("~/project/lib/a.py and /srv/schools/b") == "lib/a.py and ~/b"


def test_streams_are_joined_in_a_fixed_order():
    """Which stream arrives first depends on the clock, so it must not show."""
    outputs = [
        new_output("stream", name="stderr", text="e1\n"),
        new_output("stream", name="stdout", text="o1\n"),
        new_output("stream", name="stderr", text="e2\n"),
        new_output("display_data", data={"text/plain": "x"}),
        new_output("stream", name="stdout", text="o2\n"),
    ]
    tidied = tidy_outputs(outputs, scrub=lambda value: value)
    assert [(each.get("name"), each.get("text")) for each in tidied] == [
        ("stdout", "o1\n"),
        ("stderr", "e1\ne2\n"),
        (None, None),
        ("stdout", "o2\n"),
    ]


def test_pictures_are_left_alone_and_json_is_scrubbed():
    """Base64 may look like a path by chance; findings may hold one."""
    data = {
        "image/png": "/srv/schools/project/",
        "application/json": {"a": ["/srv/schools/project/b"]},
    }
    notebook = new_notebook(
        cells=[new_code_cell("x", outputs=[new_output("display_data", data=data)])]
    )
    found = tidy(notebook, project=PROJECT).cells[0].outputs[0].data
    assert found == {"image/png": "/srv/schools/project/", "application/json": {"a": ["b"]}}


def test_cells_are_named_after_their_content():
    """Equal cells get different names; the names do not depend on the run."""
    cells = [new_code_cell("1"), new_code_cell("1"), new_markdown_cell("1")]
    name_cells(cells)
    assert cells[1].id == f"{cells[0].id}-2"
    assert cells[2].id != cells[0].id


def test_a_failing_cell_is_placed_under_its_heading():
    """Cells that papermill adds are not counted; headings inside code fences are none."""
    failing = new_code_cell("x", outputs=[new_output("error", ename="E", evalue="", traceback=[])])
    notebook = new_notebook(
        cells=[
            new_markdown_cell("banner", metadata={"tags": ["papermill-error-cell-tag"]}),
            new_markdown_cell("# Title\n\n## The *first* part ##\n\n```\n## no heading\n```"),
            new_code_cell("p", metadata={"tags": ["injected-parameters"]}),
            failing,
        ]
    )
    assert [placed.position for placed in placed_cells(notebook)] == [1, 2]
    failure = find_failure(notebook)
    assert failure.place == "cell 2 of 2, section “The first part”"
    assert failure.error == "E"
