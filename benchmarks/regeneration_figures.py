"""What the costs of making all reports come to: a table, and the figures that should be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

FLOOR, WARM, STOCK = "cells only, one process", "warm kernels", "stock kernels"
DOCUMENTS = "warm kernels, with documents"
LOOP, IDLE = "papermill and nbconvert commands", "nothing changed"
ONE, ONE_BARE = "one parameters file, with documents", "one parameters file"
CELLS_ONCE = "cells of that report, new process"
DASK, SCHOOLS = "two Dask workers, once started", "synthetic schools"
SCHOOLS_TO_REACH, SECONDS_TO_REACH = 200, 180


@dataclass(frozen=True)
class Cost:
    """What one way of making reports cost.

    Attributes
    ----------
    way : str
        Which.
    reports : int
        How many it made.
    wall_seconds, processor_seconds, peak_megabytes : float
        Of the command with everything that it started.
    """

    way: str
    reports: int
    wall_seconds: float
    processor_seconds: float
    peak_megabytes: float


@dataclass
class Found:
    """What was measured so far.

    Attributes
    ----------
    costs : dict
        Cost by way.
    failures : dict
        What went wrong, by way.
    cells : dict
        Wall time of the cells of each report, all in one process.
    one : str
        The report whose parameters file was changed.
    in_loop : list of str
        The reports that papermill's command made.
    """

    costs: dict[str, Cost] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    cells: dict[str, float] = field(default_factory=dict)
    one: str = ""
    in_loop: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes
    ----------
    name, unit : str
        What it is.
    value : float
        As it was measured.
    at_most, at_least : float or None
        What should be reached; neither where nothing is promised.
    note : str
        How it was found.
    """

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether it is as it should be; None where nothing is promised."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    @property
    def words(self) -> str:
        """The figure in a line."""
        aim = {True: "reached", False: "NOT REACHED", None: ""}[self.reached]
        bound = ""
        if self.reached is not None:
            at_most = self.at_most is not None
            limit = self.at_most if at_most else self.at_least
            bound = f" (at {'most' if at_most else 'least'} {limit:.2f}: {aim})"
        note = f"; {self.note}" if self.note else ""
        return f"{self.name}: {self.value:.2f}{self.unit and ' '}{self.unit}{bound}{note}"


def figures(found: Found) -> Iterator[Figure]:
    """Compare the ways, as far as they were measured.

    Parameters
    ----------
    found : Found
        What was measured.

    Yields
    ------
    Figure
    """
    yield from _to_floor(found.costs)
    yield from _to_loop(found)
    yield from _again(found)
    costs = found.costs
    if SCHOOLS in costs:
        wall, number = costs[SCHOOLS].wall_seconds, costs[SCHOOLS].reports
        aim = SECONDS_TO_REACH if number >= SCHOOLS_TO_REACH else None
        yield Figure(f"{number} schools, wall time", wall, "s", at_most=aim)
    if {WARM, DASK} <= costs.keys():
        ratio = costs[WARM].wall_seconds / costs[DASK].wall_seconds
        yield Figure("throughput of two Dask workers to that of the pool", ratio, at_least=0.85)
    if costs:
        peak = max(cost.peak_megabytes for cost in costs.values())
        yield Figure("most memory of any way", peak, "MB")


def _to_floor(costs: dict[str, Cost]) -> Iterator[Figure]:
    for way, aim in ((WARM, 1.35), (DOCUMENTS, None), (STOCK, None)):
        if {way, FLOOR} <= costs.keys():
            ratio = costs[way].processor_seconds / costs[FLOOR].processor_seconds
            yield Figure(f"{way}, processor time to that of the cells", ratio, at_most=aim)


def _to_loop(found: Found) -> Iterator[Figure]:
    """Compare with the command lines; what they add to the cells is the same for each report."""
    if not ({WARM, LOOP} <= found.costs.keys() and found.cells):
        return
    loop, warm = found.costs[LOOP], found.costs[WARM]
    added = (loop.wall_seconds - sum(found.cells[name] for name in found.in_loop)) / loop.reports
    all_of_them = sum(found.cells.values()) + added * len(found.cells)
    note = f"{loop.reports} of {warm.reports} reports were made by command"
    yield Figure(
        "wall time of the commands to that of warm kernels",
        all_of_them / warm.wall_seconds,
        at_least=5,
        note=note,
    )


def _again(found: Found) -> Iterator[Figure]:
    costs = found.costs
    if IDLE in costs:
        yield Figure("nothing changed, wall time", costs[IDLE].wall_seconds, "s", at_most=1)
    for way in (ONE_BARE, ONE):
        if way in costs and found.one in found.cells:
            cells, once = found.cells[found.one], costs.get(CELLS_ONCE)
            note = f"{found.one}, its cells take {cells:.2f} s"
            note += f", {once.wall_seconds:.2f} s with imports" if once else ""
            aim = 1.5 * cells + 1
            yield Figure(f"{way}, wall time", costs[way].wall_seconds, "s", at_most=aim, note=note)


def as_data(machine: dict, found: Found) -> dict:
    """Give everything as plain data.

    Parameters
    ----------
    machine : dict
        The machine, described.
    found : Found
        What was measured.

    Returns
    -------
    dict
        For JSON.
    """
    return {
        "schema": 2,
        "machine": machine,
        "costs": [asdict(cost) for cost in found.costs.values()],
        "failed": found.failures,
        "cells_wall_seconds": found.cells,
        "figures": [{**asdict(each), "reached": each.reached} for each in figures(found)],
    }


def as_text(machine: dict, found: Found) -> str:
    """Set everything in a table, with the figures under it.

    Parameters
    ----------
    machine, found
        As for `as_data`.

    Returns
    -------
    str
        For the terminal.
    """
    rows = [("", "reports", "wall s", "processor s", "per report", "peak MB")]
    rows += [
        (
            cost.way,
            str(cost.reports),
            f"{cost.wall_seconds:.1f}",
            f"{cost.processor_seconds:.1f}",
            f"{cost.processor_seconds / max(1, cost.reports):.2f}",
            f"{cost.peak_megabytes:.0f}",
        )
        for cost in found.costs.values()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
    known = [f"{name}: {value}" for name, value in machine.items()]
    told = [each.words for each in figures(found)]
    wrong = [f"FAILED {way}: {words}" for way, words in found.failures.items()]
    return "\n".join([*known, "", *map(str.rstrip, lines), "", *told, *wrong])
