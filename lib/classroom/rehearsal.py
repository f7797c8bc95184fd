"""A rehearsal: as many scripted participants as will come, and whether this machine bears them."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from classroom.opening import LOOPBACK, answers, free_port, given_password
from classroom.participant import Participant, Times

_PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Rehearsal:
    """What came of it.

    Attributes
    ----------
    times : tuple of Times
        One for each participant.
    empty_megabytes, full_megabytes : float
        Memory of the classroom before anybody came, and with everybody at work; what processes
        share is counted once.
    """

    times: tuple[Times, ...]
    empty_megabytes: float
    full_megabytes: float

    @property
    def words(self) -> str:
        """The result for the lecturer."""
        arrived = [each.plot for each in self.times if each.plot is not None]
        share = (self.full_megabytes - self.empty_megabytes) / len(self.times)
        lines = [f"{len(arrived)} of {len(self.times)} participants came as far as a plot."]
        if arrived:
            lines.append(
                f"Seconds to it: half within {median(arrived):.0f}, all within {max(arrived):.0f}."
            )
        lines.append(f"Memory: {self.full_megabytes:.0f} MB in all, {share:.0f} MB a participant.")
        problems = sorted({each.problem for each in self.times if each.problem})
        return "\n".join([*lines, *problems])


def rehearse(lessons: Path, lesson: str, *, participants: int) -> Rehearsal:
    """Open a classroom in a temporary folder and send everybody in at once.

    Parameters
    ----------
    lessons : Path
        The folder of the student copies.
    lesson : str
        The file that everybody opens.
    participants : int
        How many come.

    Returns
    -------
    Rehearsal
        Times and memory.
    """
    password = given_password()
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        words = ["--lessons", str(lessons), "--classroom", folder]
        with opened(words, password=password) as (address, process):
            empty = _megabytes(process)
            times, full = asyncio.run(_all_come(address, password, lesson, participants, process))
    return Rehearsal(tuple(times), empty, full)


async def _all_come(
    address: str, password: str, lesson: str, participants: int, process: int
) -> tuple[list[Times], float]:
    people = [
        Participant(address, f"participant-{number}", password=password)
        for number in range(1, participants + 1)
    ]
    times = await asyncio.gather(*(each.first_plot(lesson) for each in people))
    return times, _megabytes(process)


@contextmanager
def opened(words: Sequence[str], *, password: str) -> Iterator[tuple[str, int]]:
    """Run a classroom on this machine alone.

    Parameters
    ----------
    words : sequence of str
        Options of ``python -m classroom``.
    password : str
        That of the class.

    Yields
    ------
    address : str
        Where it meets.
    process : int
        The number of its first process.

    Raises
    ------
    RuntimeError
        If it does not open; the message holds what it said.
    """
    port = free_port()
    command = [sys.executable, "-m", "classroom", *words, "open", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen([*command, "--password", password], stdout=log, stderr=log)
        try:
            address = f"http://{LOOPBACK}:{port}"
            if not answers(f"{address}/hub/login", process):
                log.seek(0)
                raise RuntimeError(log.read())
            yield address, process.pid
        finally:
            process.terminate()
            process.wait()


def _megabytes(process: int) -> float:
    """Add up the memory of a process and its descendants; what they share is counted once."""
    total = 0.0
    with suppress(OSError):
        memory = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += int(_PROPORTIONAL.search(memory)[1]) / 1024
    for thread in os.listdir(f"/proc/{process}/task"):
        with suppress(OSError):
            children = Path(f"/proc/{process}/task/{thread}/children").read_text().split()
            total += sum(_megabytes(int(child)) for child in children)
    return total
