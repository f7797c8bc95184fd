"""Mutation testing of the rooms that decide most, in a copy: ``make mutants``.

Mutmut finds a library only in ``src`` and only in the folder it runs in, so each room is tested in
``build/mutants/<room>``. It goes on where it was stopped; what survived is listed at the end, and
``mutmut show NAME`` in that folder shows a survivor.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("tests", "data", "parameters", "notebooks")
#: The tests that each room is held to.
ROOMS = {
    "consistency": ["tests/test_consistency.py", "tests/test_audit.py"],
    "feasible": ["tests/test_feasible.py"],
    "paired": ["tests/test_paired.py", "tests/referee/test_answers.py"],
}
SHARED = {"consistency", "feasible"}  # rooms that the published vectors are about


def settings(room: str) -> str:
    """The settings of mutmut and pytest for one room."""
    tests = [*ROOMS[room], f"tests/test_{room}_results.py"]
    tests += ["tests/test_published_vectors.py"] * (room in SHARED)
    copied = [*COPIED, "pyproject.toml", "README.md"]
    return f"""\
[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
pythonpath = [".", "src"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/partnership_evaluation/{room}/*"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-k", "not test_r_still_gives"]
also_copy = {copied}
use_git_change_detection = false
"""


def copy(room: str) -> Path:
    """Lay out the library under the name that mutmut looks for."""
    place = ROOT / "build" / "mutants" / room
    without = shutil.ignore_patterns("__pycache__")
    for source, name in [*((ROOT / name, name) for name in COPIED), (ROOT / "lib", "src")]:
        shutil.rmtree(place / name, ignore_errors=True)
        shutil.copytree(source, place / name, ignore=without)
    shutil.copy(ROOT / "README.md", place)
    (place / "pyproject.toml").write_text(settings(room), encoding="utf-8")
    return place


def main(rooms: list[str]) -> None:
    """Run mutmut room by room and list what survived."""
    mutmut = [sys.executable, "-m", "mutmut"]
    for room in rooms:
        place = copy(room)
        paths = {"PYTHONPATH": os.pathsep.join([str(place / "mutants" / "src"), str(place)])}
        subprocess.run([*mutmut, "run"], cwd=place, env=os.environ | paths, check=True)
        print(f"What survived in {room} (in {place}: mutmut show NAME):")
        subprocess.run([*mutmut, "results"], cwd=place, check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", choices=ROOMS, help="one room instead of all")
    chosen = parser.parse_args().room
    main([chosen] if chosen else list(ROOMS))
