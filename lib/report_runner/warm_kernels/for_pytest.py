"""A plug-in of pytest: the notebooks that nbval runs get warm kernels.

``PARTNERSHIP_WARM_KERNELS=off pytest notebooks`` runs them in stock kernels.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from report_runner.warm_kernels.environment import single_threaded
from report_runner.warm_kernels.launch import WarmProcess
from report_runner.warm_kernels.names import ADDRESS

if TYPE_CHECKING:
    import pytest

_KEY = "_report_runner_warm_kernels"
_FEWEST = 2  # notebooks for which the warm process is worth its own imports


def pytest_runtest_protocol(item: pytest.Item) -> None:
    """Start the warm process before the first cell of a notebook.

    Parameters
    ----------
    item : pytest.Item
        The test that comes next.
    """
    if not _is_cell(item) or ADDRESS in os.environ:
        return
    if len({each.path for each in item.session.items if _is_cell(each)}) < _FEWEST:
        return
    from report_runner.warm_kernels.provisioner import use_warm_kernels

    environment = single_threaded(os.environ)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    warm = WarmProcess(environment=environment).__enter__()
    setattr(item.config, _KEY, warm)
    os.environ.update({**environment, ADDRESS: warm.address})
    use_warm_kernels()


def _is_cell(item: pytest.Item) -> bool:
    return type(item).__name__ == "IPyNbCell"


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the warm process.

    Parameters
    ----------
    config : pytest.Config
        Of the session.
    """
    warm = getattr(config, _KEY, None)
    if warm:
        del os.environ[ADDRESS]
        warm.__exit__()
