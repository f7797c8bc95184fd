"""The lessons on each desk: given out, renewed, packed and collected."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

KEPT = "earlier copies"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same copies make the same archive


def give_out(lessons: Path, desk: Path) -> list[str]:
    """Put on a desk the lessons that are not there yet; what is there stays as it is.

    Parameters
    ----------
    lessons : Path
        The folder of student copies.
    desk : Path
        The participant's folder; made when it does not exist.

    Returns
    -------
    list of str
        Paths of the new files, relative to the desk.
    """
    desk.mkdir(parents=True, exist_ok=True)
    new = [name for name in _files(lessons) if not (desk / name).exists()]
    for name in new:
        _copy(lessons / name, desk / name)
    return new


def renew(lessons: Path, desk: Path, lesson: str) -> Path | None:
    """Put a fresh copy of one lesson on a desk, and keep the one that was there.

    Parameters
    ----------
    lessons, desk : Path
        As for `give_out`.
    lesson : str
        A file of `lessons`; its first letters suffice where only one file begins so.

    Returns
    -------
    Path or None
        Where the earlier copy is kept; None where there was none.

    Raises
    ------
    ValueError
        If no lesson, or more than one, begins so.
    """
    name = _one(lessons, lesson)
    kept = None
    if (desk / name).exists():
        kept = _free(desk / KEPT / name)
        kept.parent.mkdir(parents=True, exist_ok=True)
        (desk / name).rename(kept)
    _copy(lessons / name, desk / name)
    return kept


def pack(desk: Path, archive: Path) -> int:
    """Pack what is on a desk, hidden files left out.

    Parameters
    ----------
    desk : Path
        The participant's folder.
    archive : Path
        The zip file to write; an older one is replaced.

    Returns
    -------
    int
        How many files are in it.
    """
    names = [name for name in _files(desk) if desk / name != archive]
    making = archive.with_name(f".{archive.name}.making")
    with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, (desk / name).read_bytes())
    making.replace(archive)
    return len(names)


def _files(folder: Path) -> list[str]:
    """List the files beneath a folder; hidden ones and what links elsewhere are left out."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _one(lessons: Path, beginning: str) -> str:
    names = _files(lessons)
    found = [name for name in names if name == beginning] or [
        name for name in names if beginning and name.startswith(beginning)
    ]
    if len(found) != 1:
        raise ValueError(
            f"A lesson is named by the first letters of its file; {beginning!r} names "
            f"{len(found)}. Choose one of: {', '.join(found or names)}."
        )
    return found[0]


def _free(path: Path) -> Path:
    number = 1
    while (numbered := path.with_name(f"{path.stem} {number}{path.suffix}")).exists():
        number += 1
    return numbered


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_name(f".{target.name}.making")
    shutil.copyfile(source, making)
    making.replace(target)
