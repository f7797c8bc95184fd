"""Kernels forked from the warm process: like stock ones, each apart, and never orphans."""

from __future__ import annotations

import json
import os
import re
import select
import selectors
import signal
import socket
import subprocess
import sys
import tomllib
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from report_runner import warm_kernels
from report_runner.warm_kernels import environment, launch, server
from report_runner.warm_kernels.messages import told
from report_runner.warm_kernels.provisioner import WarmKernelProvisioner, use_warm_kernels

pytestmark = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="kernels are forked on Linux only"
)
PATIENCE = 60
PROJECT = Path(__file__).resolve().parents[2]
# What a notebook could notice of the process that it runs in.
FACTS = """
import json, locale, os, resource, signal, sys, threading, time, warnings
import matplotlib, numpy, pandas
print(json.dumps({
    "hash": hash("a word"),
    "environment": dict(sorted(os.environ.items())),
    "folder": os.getcwd(),
    "search path": sys.path,
    "arguments": sys.argv,
    "flags": str(sys.flags),
    "leads its session": os.getsid(0) == os.getpid() == os.getpgrp(),
    "signals": {str(s): str(signal.getsignal(s)).split(" at ")[0] for s in signal.valid_signals()},
    "blocked": sorted(map(str, signal.pthread_sigmask(signal.SIG_BLOCK, []))),
    "mask": os.umask(0),
    "limits": resource.getrlimit(resource.RLIMIT_NOFILE),
    "input": sys.stdin.fileno() if hasattr(sys.stdin, "fileno") else None,
    "locale": locale.setlocale(locale.LC_ALL),
    "zone": time.tzname,
    "names": sorted(name for name in globals() if not name.startswith("_")),
    "main": sys.modules["__main__"].__dict__ is globals(),
    "threads": sorted(thread.name.split("-")[0] for thread in threading.enumerate()),
    "settings": sorted(map(str, matplotlib.rcParams.items())),
    "errors": numpy.geterr(),
    "display": pandas.get_option("display.max_rows"),
    "byte code": sys.dont_write_bytecode,
    "precision": sys.float_info.dig,
}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The environment in which the warm process and its kernels are started."""
    folder = str(tmp_path_factory.mktemp("home"))
    changes = {"IPYTHONDIR": folder, "JUPYTER_RUNTIME_DIR": folder, "JPY_PARENT_PID": None}
    return environment.changed(os.environ, {**warm_kernels.fixed_environment(), **changes})


@pytest.fixture(scope="module")
def warm(home):
    """One warm process for all tests of this file."""
    use_warm_kernels()
    with warm_kernels.WarmProcess(environment=home) as process:
        yield process


@pytest.fixture(scope="module")
def light(home):
    """The same without the numerical packages."""
    use_warm_kernels()
    with warm_kernels.WarmProcess(environment=home, packages=False) as process:
        yield process


@contextmanager
def kernel(surroundings, *, address="", folder=None):
    """Start a kernel; gives a function that runs a cell and returns what it prints or shows."""
    manager = KernelManager(kernel_name="python3", transport="ipc")
    manager.ip = f"{surroundings['IPYTHONDIR']}/{len(os.listdir(surroundings['IPYTHONDIR']))}"
    env = {**surroundings, **({warm_kernels.ADDRESS: address} if address else {})}
    manager.start_kernel(env=env, cwd=str(folder or Path.cwd()))
    client = manager.client()
    client.start_channels()

    def run(code, at=lambda: None):
        printed, raised = [], []

        def take(message):
            raised.extend(message["content"].get("traceback", []))
            shown = " ".join(message["content"].get("data", ""))
            printed.append(message["content"].get("text", shown))
            if printed[-1]:
                at()

        client.execute_interactive(code, output_hook=take, timeout=PATIENCE)
        if raised:
            raise RuntimeError("\n".join(raised))
        return "".join(printed).strip()

    try:
        client.wait_for_ready(timeout=PATIENCE)
        run.manager, run.provisioner = manager, manager.provisioner
        yield run
    finally:
        client.stop_channels()
        with suppress(RuntimeError):
            manager.shutdown_kernel(now=True)


def is_gone(process):
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], PATIENCE)[0])
    finally:
        os.close(handle)


# Like a stock kernel -------------------------------------------------------------------------


def test_a_forked_kernel_is_like_a_stock_one(warm, home):
    """Environment, folder, paths, signals, settings, names: a notebook finds no difference."""
    with kernel(home, address=warm.address) as run:
        assert run.provisioner.is_forked
        forked = json.loads(run(FACTS))
    with kernel(home) as run:
        assert not run.provisioner.is_forked
        stock = json.loads(run(FACTS))
    for facts in (forked, stock):
        assert facts["environment"].pop("JPY_PARENT_PID")
        facts["arguments"][2] = "the connection file"
    assert forked == stock


def test_kernels_know_nothing_of_each_other(warm, home):
    """Names, modules, settings and random numbers of one do not reach the next."""
    leave = "import sys, pandas, numpy\nx = 1\npandas.leak = sys.leak = 1\nnumpy.random.seed(1)"
    draw = "import numpy, random; print(numpy.random.rand(), random.random())"
    with kernel(home, address=warm.address) as run:
        run(leave)
        first = run(draw)
    with kernel(home, address=warm.address) as run:
        assert run("import sys, pandas; print('x' in globals(), vars(sys).get('leak'))") == (
            "False None"
        )
        second = run(draw)
    with kernel(home, address=warm.address) as run:
        third = run(draw)
    assert len({*first.split(), *second.split(), *third.split()}) == 6


def test_a_plot_is_shown_as_in_a_stock_kernel(home):
    """Where no other backend is asked for, as in JupyterLab, a figure becomes a picture."""
    inline = {name: value for name, value in home.items() if name != "MPLBACKEND"}
    with (
        warm_kernels.WarmProcess(environment=inline, packages=False) as process,
        kernel(inline, address=process.address) as run,
    ):
        assert run.provisioner.is_forked
        shown = run("import matplotlib.pyplot\nmatplotlib.pyplot.plot([1, 2]);")
    assert shown.split() == ["text/plain", "image/png"]


def test_a_kernel_can_be_interrupted(light, home):
    """The signal reaches the kernel and not the process that it stems from."""
    with kernel(home, address=light.address) as run:
        with pytest.raises(RuntimeError, match="KeyboardInterrupt"):
            run("print('begun', flush=True)\nwhile True: pass", at=run.manager.interrupt_kernel)
        assert run("print('still here')") == "still here"
        assert run.provisioner.is_forked
    assert light.process


# When a fork would not do --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [{"PYTHONHASHSEED": "7"}, {"OMP_NUM_THREADS": "2"}, {"MPLBACKEND": "svg"}, {"LANG": "xx"}],
)
def test_what_counts_only_at_the_start_gets_a_stock_kernel(light, home, changes):
    """A fork cannot change the seed of hashes, nor what packages read when imported."""
    with kernel({**home, **changes}, address=light.address) as run:
        assert not run.provisioner.is_forked
        (name,) = changes
        assert run(f"import os; print(os.environ[{name!r}])") == changes[name]


@pytest.mark.parametrize(
    ("name", "text", "ask"),
    [
        ("pandas.py", "mine = 77", "import pandas; print(pandas.mine)"),
        (
            "matplotlibrc",
            "figure.dpi: 77",
            "import matplotlib; print(int(matplotlib.rcParams['figure.dpi']))",
        ),
    ],
)
def test_files_that_a_fork_would_pass_over_get_a_stock_kernel(
    warm, home, tmp_path, name, text, ask
):
    """A module beside the notebook comes before the installed one; so do matplotlib's settings."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with kernel(home, address=warm.address, folder=tmp_path) as run:
        assert not run.provisioner.is_forked
        assert run(ask) == "77"


def test_without_a_warm_process_kernels_are_stock(home, tmp_path):
    """An address where nobody listens is as good as none."""
    with kernel(home, address=str(tmp_path / "nobody")) as run:
        assert not run.provisioner.is_forked
        assert run("print(1)") == "1"


def test_a_changed_module_of_the_library_is_not_masked(home, tmp_path):
    """A kernel is forked only as long as the files are those that were imported."""
    library = tmp_path / "partnership_evaluation"
    library.mkdir()
    (library / "__init__.py").write_text("word = 'old'", encoding="utf-8")
    surroundings = {**home, "PYTHONPATH": str(tmp_path)}
    ask = "import partnership_evaluation as p; print(p.word, p.__file__.count('site-packages'))"
    with warm_kernels.WarmProcess(environment=surroundings) as warm:
        with kernel(surroundings, address=warm.address) as run:
            assert (run.provisioner.is_forked, run(ask)) == (True, "old 0")
        (library / "__init__.py").write_text("word = 'newer'", encoding="utf-8")
        os.utime(library / "__init__.py", ns=(1, 1))
        with kernel(surroundings, address=warm.address) as run:
            assert (run.provisioner.is_forked, run(ask)) == (False, "newer 0")


def test_nothing_is_started_where_processes_cannot_be_forked(monkeypatch):
    """There the address is empty, and nobody asks."""
    monkeypatch.setattr(launch.sys, "platform", "darwin")
    with warm_kernels.WarmProcess() as warm:
        assert (warm.address, warm.process, warm.variables) == ("", None, {})


def test_a_temporary_folder_with_a_very_long_name_is_no_error(tmp_path, monkeypatch):
    """Sockets have short names; without one kernels are stock."""
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    monkeypatch.setattr(launch.tempfile, "tempdir", str(folder))
    with warm_kernels.WarmProcess() as warm:
        assert warm.address == ""
    assert list(folder.iterdir()) == []


# The end -------------------------------------------------------------------------------------

STARTS_OTHERS = """
import os, subprocess
plain = subprocess.Popen(["sleep", "1000"])
own_session = subprocess.Popen(["sleep", "1000"], start_new_session=True)
daemon = int(subprocess.check_output(
    ["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 & echo $!"], text=True))
print(plain.pid, own_session.pid, daemon)
"""


@pytest.mark.parametrize("way", ["shut down", "killed", "abandoned"])
def test_what_a_kernel_started_ends_with_it(light, home, way):
    """Children, those in a session of their own, and daemons whose parent has ended before."""
    with kernel(home, address=light.address) as run:
        started = [*map(int, run(STARTS_OTHERS).split()), run.provisioner.pid]
        if way == "shut down":
            run.manager.shutdown_kernel()
        elif way == "killed":
            os.kill(started[-1], signal.SIGKILL)
        else:
            run.provisioner.process._connection.close()
            run.provisioner.process.returncode = -9
        assert all(map(is_gone, started))
    assert light.process


def test_a_kernel_may_end_while_it_is_given_up():
    """The warm process may be busy meanwhile, and learns of both at once."""
    pairs = [socket.socketpair() for _ in range(3)]
    (listener, _), (lifeline, _), (connection, provisioner) = pairs
    loop = server.Server(listener, lifeline, refusal=lambda request: "")
    kernel = server._Kernel(process=0, started=0, connection=connection)
    loop._selector.register(connection, selectors.EVENT_READ, kernel)
    loop._tell_end(kernel, -9)
    loop._abandon(kernel)
    assert told(provisioner.recv(100)) == {"exit": -9}


def test_a_kernel_may_not_outlive_the_warm_process(home):
    """The system kills it, even if the warm process had no time to."""
    with warm_kernels.WarmProcess(environment=home, packages=False) as own:
        with kernel(home, address=own.address) as run:
            os.kill(own.process, signal.SIGKILL)
            assert is_gone(run.provisioner.pid)
            run.provisioner.process.wait(PATIENCE)
            assert run.provisioner.lost
        assert own.has_ended
    assert not Path(own.address).parent.exists()


STARTER = """
import os, sys
from report_runner import warm_kernels
from report_runner.warm_kernels.provisioner import use_warm_kernels
from jupyter_client.manager import KernelManager
use_warm_kernels()
with warm_kernels.WarmProcess(environment=os.environ, packages=False) as warm:
    os.environ.update(warm.variables)
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    print(warm.process, manager.provisioner.pid, warm.address, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_warm_process_ends_with_whoever_started_it(home, number):
    """Nobody has to tell it: neither process nor socket is left."""
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        env=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with starter:
        warm, forked, address = starter.stdout.readline().split()
        starter.send_signal(number)
    assert is_gone(int(warm)) and is_gone(int(forked))
    assert not Path(address).parent.exists()


def test_for_one_kernel_it_imports_until_that_is_asked_for():
    """Only what every kernel needs is there in any case."""
    code = (
        "import sys; from report_runner.warm_kernels.preload import preload; "
        "preload(suffices=lambda: True); "
        "print('ipykernel.ipkernel' in sys.modules, 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_it_ends_while_it_still_imports(home):
    """Who gives up early does not wait for packages nobody needs."""
    with warm_kernels.WarmProcess(environment=home) as own:
        process = own.process
    assert is_gone(process)


# How others use it ---------------------------------------------------------------------------


def test_the_project_offers_the_provisioner_to_jupyter():
    """The entry point has the name that the environment variables give, and leads to the class."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    offered = project["entry-points"]["jupyter_client.kernel_provisioners"]
    module, name = offered[warm_kernels.PROVISIONER].split(":")
    assert getattr(import_module(module), name) is WarmKernelProvisioner


def test_a_program_can_be_run_with_warm_kernels(home):
    """Its environment says where they are; the exit code is its own."""
    code = f"import os, sys; sys.exit(3 * os.path.exists(os.environ['{warm_kernels.ADDRESS}']))"
    command = [sys.executable, "-m", "report_runner.warm_kernels"]
    assert subprocess.run([*command, sys.executable, "-c", code], env=home).returncode == 3
    nothing = subprocess.run(command, env=home, capture_output=True, text=True)
    assert (nothing.returncode, "found none" in nothing.stderr) == (2, True)


def test_variables_that_count_later_make_no_difference():
    """Only what is read when Python or a package starts keeps a kernel from being forked."""
    ours = {"PYTHONHASHSEED": "0", "EDITOR": "vi"}
    assert environment.differences(ours, {**ours, "EDITOR": "ed", "PYTHONSTARTUP": "x"}) == []
    assert environment.differences(ours, {"MPLBACKEND": environment.INLINE}) == ["PYTHONHASHSEED"]


def test_lines_that_arrive_together_are_read_together():
    """A kernel may end before its number has been read."""
    assert told(b'{"pid": 7}\n{"exit": -9}\n') == {"pid": 7, "exit": -9}


def test_the_names_stand_in_the_readme_of_the_package():
    """Whoever reads the docstring learns both words."""
    assert all(re.search(word, warm_kernels.__doc__) for word in ("ADDRESS", "PROVISIONER"))
