"""What came of running one notebook, on its way to the folder of reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from report_runner.dependencies import Read
from report_runner.documents import Documents
from report_runner.failure import Failure


@dataclass(frozen=True)
class Run:
    """What came of a run: the files to publish, and what is known of how they came about.

    Attributes
    ----------
    files : mapping
        Content by suffix.
    failure : Failure or None
        What stopped it.
    reads : iterable of Read
        What it read.
    untraceable : str
        Why it is not known what it read; empty where it is.
    documents : Documents
        What is made besides, to be taken away.
    seconds : float or None
        How long it took.
    """

    files: Mapping[str, str | bytes]
    failure: Failure | None = None
    reads: Iterable[Read] = field(default=())
    untraceable: str = ""
    documents: Documents = field(default_factory=Documents)
    seconds: float | None = None
