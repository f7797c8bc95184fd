"""Open a classroom, renew a lesson, collect the copies: ``python -m classroom``."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from classroom import copies, landlock
from classroom.confined import confine_to
from classroom.opening import EVERYWHERE, LOOPBACK, Room, given_password, keep_open, problems
from classroom.rehearsal import rehearse
from classroom.words import forget as forget_word

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m classroom``; those of this process when None.

    Returns
    -------
    int
        0 when it was done; 2 when it cannot be.
    """
    asked = _parser().parse_args(arguments)
    try:
        return asked.do(asked)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classroom", description=__doc__)
    parser.add_argument("--classroom", type=Path, default=PROJECT / "classroom", metavar="FOLDER")
    parser.add_argument(
        "--lessons", type=Path, default=PROJECT / "build/workshop/student", metavar="FOLDER"
    )
    todo = parser.add_subparsers(required=True)
    opening = todo.add_parser("open", help="start the server, until Ctrl-C")
    opening.add_argument("--host", default=LOOPBACK, help="0.0.0.0 lets others in (this machine)")
    opening.add_argument("--port", type=int, default=8000)
    opening.add_argument("--password", default="", help="that of the class; made up if left out")
    opening.add_argument("--participants", type=int, default=60, help="at most (60)")
    opening.set_defaults(do=_open)
    renewing = todo.add_parser("renew", help="put a fresh copy of a lesson on a desk")
    renewing.add_argument("name", help="the participant")
    renewing.add_argument("lesson", help="the first letters of its file")
    renewing.set_defaults(do=_renew)
    collecting = todo.add_parser("collect", help="pack every participant's copies")
    collecting.add_argument("folder", type=Path, help="where the archives go")
    collecting.set_defaults(do=_collect)
    forgetting = todo.add_parser("forget", help="let a participant choose a new word")
    forgetting.add_argument("name", help="the participant")
    forgetting.set_defaults(do=_forget)
    rehearsing = todo.add_parser("rehearse", help="see whether this machine bears a class")
    rehearsing.add_argument("--participants", type=int, default=30)
    rehearsing.set_defaults(do=_rehearse)
    return parser


def _open(asked: argparse.Namespace) -> int:
    room = Room(
        classroom=str(asked.classroom.resolve()),
        lessons=str(asked.lessons.resolve()),
        shared=tuple(str(PROJECT / each) for each in ("lib", "data")),
        host=asked.host,
        port=asked.port,
        password=asked.password,
        participants=asked.participants,
    )
    if found := problems(room):
        print("\n".join(found), file=sys.stderr)
        return 2
    room = replace(room, password=room.password or given_password())
    code = keep_open(room, welcome=lambda: print(_welcome(room), flush=True))
    if code:
        log = asked.classroom / ".hub" / "hub.log"
        print(
            f"JupyterHub has ended. It says, in {log}:\n{log.read_text()[-2000:]}", file=sys.stderr
        )
    return code


def _welcome(room: Room) -> str:
    lines = [
        f"The class meets at  http://{_to_write_on_the_board(room.host)}:{room.port}",
        f"Its password is     {room.password}",
        "Each participant chooses a name and a word of their own. End with Ctrl-C.",
    ]
    if room.host == LOOPBACK:
        lines.append("Only this machine can come in; for a room full: make workshop HOST=0.0.0.0")
    else:
        lines.append("What is typed travels unencrypted: use a network you trust, no real data.")
    return "\n".join(lines)


def _to_write_on_the_board(host: str) -> str:
    """Find the address by which others reach this machine; nothing is sent for it."""
    if host not in EVERYWHERE:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.connect(("192.0.2.1", 9))  # reserved for examples
            return trial.getsockname()[0]
        except OSError:
            return "THE ADDRESS OF THIS MACHINE"


def _rehearse(asked: argparse.Namespace) -> int:
    lesson = min(each.name for each in asked.lessons.glob("*.ipynb"))
    print(rehearse(asked.lessons, lesson, participants=asked.participants).words)
    return 0


def _renew(asked: argparse.Namespace) -> int:
    desk = _desk(asked.classroom, asked.name)
    _confine(desk, asked.lessons)
    try:
        kept = copies.renew(asked.lessons, desk, asked.lesson)
    except OSError as error:
        raise ValueError(
            f"A lesson is renewed within the desk of its participant; found {error}. "
            f"Look at {desk}: a link there may lead elsewhere; take it away."
        ) from error
    print(f"A fresh copy is there; the earlier one is kept as {kept.name}." if kept else "Done.")
    return 0


def _collect(asked: argparse.Namespace) -> int:
    asked.folder.mkdir(parents=True, exist_ok=True)
    _confine(asked.folder, asked.classroom)
    failed = 0
    for name in _names(asked.classroom):
        try:
            count = copies.pack(asked.classroom / name, asked.folder / f"{name}.zip")
        except OSError as error:
            failed += 1
            print(f"{name}: cannot be packed ({error}).", file=sys.stderr)
        else:
            print(f"{name}: {count} files")
    return 2 if failed else 0


def _forget(asked: argparse.Namespace) -> int:
    name = _desk(asked.classroom, asked.name).name
    forget_word(asked.classroom / ".hub" / "words.json", name)
    print(f"Whoever comes in as {name} next chooses a new word.")
    return 0


def _confine(change: Path, read: Path) -> None:
    """Follow no link that a participant may have put among their copies: this cannot be undone."""
    if landlock.version():
        confine_to(change.resolve(), shared=(read.resolve(),))


def _names(classroom: Path) -> list[str]:
    folders = classroom.iterdir() if classroom.is_dir() else ()
    return sorted(each.name for each in folders if each.is_dir() and each.name[0] != ".")


def _desk(classroom: Path, name: str) -> Path:
    names = _names(classroom)
    if name not in names:
        raise ValueError(
            f"A participant is named as they came in; found {name!r}. "
            f"There are: {', '.join(names) or 'none yet'}."
        )
    return classroom / name


if __name__ == "__main__":
    sys.exit(main())
