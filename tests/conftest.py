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
#: The share of all tests in which these begin: they take longer than others, and go on alone.
WAITED = 0.7
NOTEBOOK = ".ipynb"
#: Files that take longest: at the end they would keep one core busy alone.
LONG = {"test_warm_kernels_reports.py", "test_class.py", "test_workshop_lessons.py"}

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
    """Begin with what takes long; spread the files that wait among those that compute."""
    kinds = {"long": [], "waits": [], "computes": []}
    for path, tests in groupby(items, key=lambda item: item.path):
        kinds[kind(path)].append(list(tests))
    mixed = [*placed(kinds["waits"], within=WAITED), *placed(kinds["computes"])]
    files = [*kinds["long"], *(tests for _, tests in sorted(mixed, key=lambda pair: pair[0]))]
    items[:] = [test for tests in files for test in tests]


def kind(path):
    """Tell what the tests of a file do most of the time, or that they take long."""
    if path.suffix == NOTEBOOK or path.name in LONG:
        return "long"
    return "waits" if {*path.parents} & {*WAITING} else "computes"


def placed(files, *, within=1.0):
    """Say of each file which share of all tests comes before it, when all are to be within one."""
    before = accumulate((len(tests) for tests in files), initial=0)
    total = sum(map(len, files)) or 1
    return [(within * number / total, tests) for number, tests in zip(before, files, strict=False)]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give all notebooks to one process of tests: one warm process serves their kernels."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "notebooks" if file.endswith(NOTEBOOK) else file

    return ByFile(config, log)
