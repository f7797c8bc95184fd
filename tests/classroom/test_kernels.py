"""A desk keeps a few lessons running, so that a class does not fill the memory by and by."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("jupyterhub", reason="the extra 'workshop' is not installed")

from traitlets.config import Config

from classroom.hub import configure
from classroom.kernels import MOST, FewKernels


@pytest.mark.parametrize(
    ("states", "stopped"),
    [
        ({"first": "idle"}, []),
        ({"second": "idle", "first": "idle"}, ["first"]),
        ({"first": "busy", "second": "idle"}, []),
        ({"third": "idle", "second": "idle", "first": "busy"}, ["second"]),
    ],
)
def test_the_lesson_used_longest_ago_stops_unless_it_is_at_work(monkeypatch, states, stopped):
    """As many as are one too many, before the next one starts."""
    assert MOST == 2
    used = {"first": "10:00", "second": "10:30", "third": "11:00"}
    running = [
        {"id": name, "last_activity": used[name], "execution_state": state}
        for name, state in states.items()
    ]
    done = []

    async def shutdown(self, name):
        done.append(name)

    async def start(self, **options):
        done.append(options["path"])
        return "new"

    monkeypatch.setattr(FewKernels, "list_kernels", lambda self: running)
    monkeypatch.setattr(FewKernels, "shutdown_kernel", shutdown)
    monkeypatch.setattr(FewKernels.__base__, "start_kernel", start)
    assert asyncio.run(FewKernels().start_kernel(path="next")) == "new"
    assert done == [*stopped, "next"]


def test_desks_start_their_kernels_so(tmp_path):
    """The hub tells every notebook server."""
    names = ("classroom", "lessons", "host", "port", "password", "desks")
    settings = dict.fromkeys(names, str(tmp_path)) | {"shared": [], "participants": 3}
    configure(c := Config(), settings | {"hub_port": 1, "proxy_port": 2})
    chosen = f"{FewKernels.__module__}.{FewKernels.__name__}"
    assert f"--ServerApp.kernel_manager_class={chosen}" in c.DeskSpawner.args
