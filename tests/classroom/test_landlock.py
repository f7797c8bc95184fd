"""A desk sees itself and what all share, and nothing of its neighbours."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from classroom import landlock

pytestmark = pytest.mark.skipif(
    not landlock.version(), reason="desks are confined by Landlock, which this system lacks"
)
CONFINED = """
import json, os, shutil, socket, sys
from pathlib import Path
from classroom.confined import confine_to

own, shared, other, parent = map(Path, sys.argv[1:5])
confine_to(own, shared=(shared,))

def tried(what):
    try:
        what()
    except OSError:
        return "refused"
    return "done"

def changed(file, what):
    before = file.stat().st_mode
    what()
    return "done" if file.stat().st_mode != before else "passed over"

def memory():
    try:
        bytearray(3 * 2**30)
    except MemoryError as error:
        raise OSError from error

def connect():
    with socket.socket(socket.AF_UNIX) as ours:
        ours.connect(str(other / "socket"))

def child():
    import subprocess
    return subprocess.run([sys.executable, "-c", f"open({str(other / 'x')!r})"], check=True,
                          stderr=subprocess.DEVNULL)

def in_a_child():
    try:
        child()
    except Exception as error:
        raise PermissionError from error

print(json.dumps({
    "read own": tried((own / "x").read_text),
    "write own": tried(lambda: (own / "y").write_text("1")),
    "read shared": tried((shared / "x").read_text),
    "write shared": tried(lambda: (shared / "y").write_text("1")),
    "read another's": tried((other / "x").read_text),
    "write another's": tried(lambda: (other / "y").write_text("1")),
    "list another's": tried(lambda: list(other.iterdir())),
    "list all": tried(lambda: list(other.parent.iterdir())),
    "link another's": tried(lambda: os.link(other / "x", own / "z")),
    "follow a link": tried((own / "link").read_text),
    "a child reads another's": tried(in_a_child),
    "another's environment": tried(Path("/proc", parent.name, "environ").read_bytes),
    "another's memory": tried(lambda: open(f"/proc/{parent.name}/mem", "rb").close()),
    "another's folder": tried(lambda: os.listdir(f"/proc/{parent.name}/cwd/")),
    "a local socket": tried(connect),
    "a copy with its permissions": tried(lambda: shutil.copy2(own / "x", own / "w")),
    "another's permissions": changed(other / "x", lambda: (other / "x").chmod(0o666)),
    "shared permissions": changed(
        shared / "x", lambda: os.fchmod(os.open(shared / "x", os.O_RDONLY), 0)
    ),
    "the network": tried(lambda: socket.socket().close()),
    "a pair of sockets": tried(lambda: [each.close() for each in socket.socketpair()]),
    "3 GB of memory": tried(memory),
    "the system's temporary files": tried(lambda: os.listdir("/tmp")),
}))
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """What a confined process could do."""
    folder = tmp_path_factory.mktemp("class")
    own, shared, other = (folder / name for name in ("own", "shared", "other"))
    for each in (own, shared, other):
        each.mkdir()
        (each / "x").write_text("1")
    (own / "link").symlink_to(other / "x")
    words = [str(own), str(shared), str(other), str(os.getpid())]
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(other / "socket"))  # such names are short
        listener.listen()
        done = subprocess.run(
            [sys.executable, "-c", CONFINED, *words], capture_output=True, text=True, check=True
        )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "what",
    [
        "read own",
        "write own",
        "read shared",
        "the network",
        "a pair of sockets",
        "a copy with its permissions",
    ],
)
def test_what_a_desk_needs_is_allowed(tried, what):
    """A participant works in their own folder, with what all share."""
    assert tried[what] == "done"


@pytest.mark.parametrize(
    "what",
    [
        "write shared",
        "read another's",
        "write another's",
        "list another's",
        "list all",
        "link another's",
        "follow a link",
        "a child reads another's",
        "another's environment",
        "another's memory",
        "another's folder",
        "a local socket",
        "3 GB of memory",
        "the system's temporary files",
    ],
)
def test_everything_else_is_refused(tried, what):
    """Neither directly, nor by a link, a program started for it or one that listens, nor /proc."""
    assert tried[what] == "refused"


@pytest.mark.parametrize("whose", ["another's", "shared"])
def test_permissions_stay_as_they_are(tried, whose):
    """Programs are told that they were changed: many copy them with every file."""
    assert tried[f"{whose} permissions"] == "passed over"


@pytest.mark.skipif(landlock.version() < 6, reason="signals are kept inside since Linux 6.12")
def test_a_confined_process_cannot_stop_another(tmp_path):
    """No signal reaches a process outside."""
    code = (
        "import os, sys; from pathlib import Path; from classroom.confined import confine_to\n"
        "confine_to(Path(sys.argv[1]), shared=())\n"
        "try: os.kill(int(sys.argv[2]), 0)\n"
        "except PermissionError: print('refused')"
    )
    words = [sys.executable, "-c", code, str(tmp_path), str(os.getpid())]
    assert subprocess.run(words, capture_output=True, text=True).stdout == "refused\n"
