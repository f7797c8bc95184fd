"""What the tests of all folders share: a garbage collector that leaves alone what stays."""

from __future__ import annotations

import gc

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Never search thousands of tests and the packages under them for garbage: they all stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
