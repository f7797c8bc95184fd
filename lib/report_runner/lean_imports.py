"""Make the notebook tools cheap to import.

`prepare` is called before the first import of nbformat, papermill or nbconvert in a process.
Importing this module calls it too, so that pytest can have it early enough, before its plug-ins
for notebooks: ``pytest -p report_runner.lean_imports``. With it comes the plug-in that gives the
notebooks warm kernels.
"""

from __future__ import annotations

import sys

pytest_plugins = ["report_runner.warm_kernels.for_pytest"]


def prepare() -> None:
    """Leave out a slow import that nothing here needs, and let byte-code be kept.

    Returns
    -------
    None
        The change is to this process: ``sys.modules`` and ``sys.dont_write_bytecode``.

    Notes
    -----
    nbformat imports jsonschema, which imports ``rfc3987_syntax``, which compiles a grammar of web
    addresses: 2.5 seconds in each process, for a check of fields that notebooks do not have.
    jsonschema works without it. A process that was told not to write byte-code would compile the
    notebook tools anew each time.

    Examples
    --------
    >>> prepare()
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    sys.dont_write_bytecode = False


prepare()
