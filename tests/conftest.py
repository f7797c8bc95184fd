"""What the tests of all folders share: how much each process does at once, and in which order."""

from __future__ import annotations

import gc
import os
from itertools import accumulate, groupby
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: Their tests mostly wait for a kernel, a browser or another program.
WAITING = (TESTS / "runner", TESTS / "classroom")

# Before numpy is there: two processes to a core that each start threads wait for each other.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Never search thousands of tests and the packages under them for garbage: they all stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Spread the files that wait among those that compute, so that no core is idle meanwhile."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    kinds = {"waits": [], "computes": [], "notebook": []}
    for tests in files:
        kinds[kind(tests[0].path)].append(tests)
    ordered = sorted(
        [*placed(kinds["waits"]), *placed(kinds["computes"])], key=lambda pair: pair[0]
    )
    last = [(1, tests) for tests in kinds["notebook"]]  # the shortest, for an even end
    items[:] = [item for _, tests in [*ordered, *last] for item in tests]


def kind(path):
    """Tell what the tests of a file do most of the time."""
    if path.suffix == ".ipynb":
        return "notebook"
    return "waits" if {*path.parents} & {*WAITING} else "computes"


def placed(files):
    """Say of each file which share of all tests comes before it."""
    before = accumulate((len(tests) for tests in files), initial=0)
    total = sum(map(len, files)) or 1
    return [(number / total, tests) for number, tests in zip(before, files, strict=False)]
