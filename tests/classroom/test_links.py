"""A link that a participant puts among their copies leads nobody elsewhere."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from types import SimpleNamespace

import pytest

pytest.importorskip("jupyterhub", reason="the extra 'workshop' is not installed")

from classroom import landlock, spawner
from classroom.furnishing import folders

LESSON = "01_grades.ipynb"
confined = pytest.mark.skipif(
    not landlock.version(), reason="desks are confined by Landlock, which this system lacks"
)


def _all(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture
def places(tmp_path):
    """The class, in which eve has made links to ada's desk of all that others write for her."""
    room, lessons = tmp_path / "room", tmp_path / "lessons"
    ada, eve = room / "ada", room / "eve"
    for each in (lessons, ada / "runtime", eve, room / ".hub"):
        each.mkdir(parents=True)
    (lessons / LESSON).write_text("the lesson")
    for name in (LESSON, "runtime/kernel.json", "server.log"):
        (ada / name).write_text("ada's")
    (eve / ".run").symlink_to(ada)
    (eve / "earlier copies").symlink_to(ada)
    (eve / f".{LESSON}.making").symlink_to(ada / LESSON)
    return room, lessons


def test_the_hub_looks_into_no_desk_when_it_opens_one(places, monkeypatch):
    """It may write anywhere, so it leaves that to the desk."""
    room, lessons = places
    before, asked = _all(room), []

    async def fork(address, request, *, streams):
        asked.append(request)

    monkeypatch.setattr(spawner, "fork", fork)
    for name in ("get_args", "get_env"):
        monkeypatch.setattr(spawner.DeskSpawner, name, lambda self: {})
    opening = spawner.DeskSpawner(classroom=str(room), lessons=str(lessons))
    opening.user, opening.hub = SimpleNamespace(name="eve", id=7), SimpleNamespace(port=254)
    asyncio.run(opening.start())
    assert asked[0].folder == str(room / "eve")
    assert asked[0].arguments == ["--KernelManager.ip=127.1.0.7"], (
        "where no other desk looks for ports"
    )
    left = {name: text for name, text in _all(room).items() if not name.startswith(".hub/desks")}
    assert left == before


@confined
def test_what_a_desk_does_for_itself_stays_on_it(places):
    """It is confined before the lessons are given out and its folders made."""
    room, lessons = places
    before = _all(room / "ada")
    code = (
        "import sys; from pathlib import Path; from classroom.confined import confine_to\n"
        "from classroom.furnishing import furnish\n"
        "desk, lessons = map(Path, sys.argv[1:])\n"
        "confine_to(desk, shared=(lessons, Path(sys.prefix).parent / 'lib'))\n"
        "try: furnish(desk, lessons)\n"
        "except PermissionError: print('refused')"
    )
    words = [sys.executable, "-c", code, str(room / "eve"), str(lessons)]
    assert subprocess.run(words, capture_output=True, text=True).stdout == "refused\n"
    assert _all(room / "ada") == before


@confined
def test_a_lecturer_who_renews_a_lesson_changes_no_other_desk(places):
    """Rather is the command refused."""
    room, lessons = places
    (room / "eve" / LESSON).write_text("eve's")
    before = _all(room / "ada")
    words = ["--classroom", str(room), "--lessons", str(lessons), "renew", "eve", "01"]
    done = subprocess.run(
        [sys.executable, "-m", "classroom", *words], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "eve" in done.stderr and "Traceback" not in done.stderr
    assert _all(room / "ada") == before


def test_the_programs_of_a_desk_keep_their_files_on_it(tmp_path):
    """In the folder that participants do not see."""
    assert all(path.startswith(f"{tmp_path}/.run/") for path in folders(tmp_path).values())
