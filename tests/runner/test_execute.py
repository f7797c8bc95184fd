"""Running one notebook: limits that it cannot pass, and one result whatever forks its kernel."""

from __future__ import annotations

import errno
import json
import os
import select
import shutil
import signal
from pathlib import Path

import pytest
from nbclient.client import _RGX_CARRIAGERETURN
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from report_runner import engine, notebook_client, report_faults, warm_kernels
from report_runner.execute import Executed, ExecutionError, execute
from report_runner.notebook_client import LARGEST_OUTPUT, joined
from report_runner.notebook_file import notebook_text
from report_runner.tidy import tidy

ZOO = Path(__file__).parent / "zoo" / "notebooks"
PATIENCE = 60
needs_fork = pytest.mark.skipif(
    not warm_kernels.is_supported(), reason="kernels are forked on Linux only"
)


@pytest.fixture(scope="module", autouse=True)
def warm():
    """One warm process for all tests of this file; they go without where there is none."""
    with warm_kernels.WarmProcess(packages=False) as process, pytest.MonkeyPatch.context() as patch:
        if process.address:
            patch.setenv(warm_kernels.ADDRESS, process.address)
        yield process


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of a few cells."""

    def write(*sources):
        cells = [new_markdown_cell("# A question?"), *map(new_code_cell, sources)]
        file = tmp_path / "notebook.ipynb"
        file.write_text(notebook_text(new_notebook(cells=cells)), encoding="utf-8")
        return file

    return write


def errors(done: Executed):
    """List name and words of what stopped a notebook."""
    return [
        (output.ename, output.evalue)
        for cell in done.notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def printed(done: Executed):
    """Join what a notebook printed."""
    return "".join(
        output.text
        for cell in done.notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream"
    )


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


# Limits --------------------------------------------------------------------------------------


def test_a_notebook_that_ends_in_time_is_not_stopped(notebook):
    """The limit leaves no trace; comes first, so that the warm process is there for the others."""
    done = execute(notebook("print(1)"), values={}, timeout=PATIENCE)
    assert (errors(done), printed(done)) == ([], "1\n")
    assert 0 < done.seconds < PATIENCE


@pytest.mark.parametrize(
    "endless",
    [
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "import re; re.match('(a*)*b', 'a' * 40)",
    ],
)
def test_a_notebook_that_never_ends_is_stopped(notebook, endless):
    """Whether it ignores interrupts or is deep in compiled code."""
    done = execute(notebook("print('begun')", endless, "print('never')"), values={}, timeout=3)
    ((name, words),) = errors(done)
    assert (name, words) == ("TimeoutError", "the notebook ran longer than the 3 s it may")
    assert printed(done) == "begun\n"


def test_the_time_is_that_of_the_whole_notebook(notebook):
    """A cell gets what those before it have left."""
    slow = "import time; time.sleep(2)"
    ((name, _),) = errors(execute(notebook(slow, slow, slow), values={}, timeout=3))
    assert name == "TimeoutError"


@pytest.mark.parametrize(
    ("flood", "most"),
    [
        ("while True: print('x' * 999)", 5 * 2**20),  # dear: it is sent in small pieces
        ("import os\nwhile True: os.write(1, b'x' * 4096)", LARGEST_OUTPUT),
        ("print('x' * 100_000_000)", LARGEST_OUTPUT),
        ("while True: display({'a/b': 'x' * 100_000}, raw=True)", 5 * 2**20),
    ],
    ids=["prints", "past Python", "in one piece", "displays"],
)
def test_a_notebook_that_prints_without_end_is_stopped(notebook, flood, most, monkeypatch):
    """In many pieces or in one; what it printed is not kept."""
    for module in (engine, notebook_client):
        monkeypatch.setattr(module, "LARGEST_OUTPUT", most)
    os.environ.pop("PYTEST_CURRENT_TEST")  # with it, ipykernel leaves file descriptors alone
    done = execute(notebook("print('begun')", flood, "print('never')"), values={}, timeout=PATIENCE)
    ((name, words),) = errors(done)
    assert name == "OutputTooLarge"
    assert f"{most >> 20} MB" in words
    assert printed(done) == "begun\n"
    assert len(notebook_text(done.notebook)) < 10_000


def test_large_outputs_below_the_limit_are_kept(notebook):
    """Forty megabytes in one piece arrive whole."""
    done = execute(notebook("print('x' * 40_000_000)"), values={})
    assert (errors(done), len(printed(done))) == ([], 40_000_001)


@pytest.mark.parametrize(
    "text", ["a\rbc\n", "a\r\r\nb", "\r", "x\r", "ab\rc\rd", "\r\nx\r\r", "1%\r2%\rdone\n\n"]
)
def test_streams_are_joined_as_nbclient_joins_them(text):
    """Progress bars show their last state only."""
    outputs = [
        new_output("stream", name="stderr", text="e1"),
        new_output("stream", name="stdout", text=text[:2]),
        new_output("display_data", data={"text/plain": "1"}),
        new_output("stream", name="stderr", text="e2"),
        new_output("stream", name="stdout", text=text[2:]),
    ]
    found = joined(outputs)
    assert [output.get("name") for output in found] == ["stdout", "stderr", None]
    assert found[0].text == _RGX_CARRIAGERETURN.sub("", text)
    assert found[1].text == "e1e2"


@needs_fork
@pytest.mark.parametrize("cold", [False, True])
def test_what_a_notebook_starts_ends_with_it(notebook, cold):
    """Its own forks and other programs, those that ignore signals included."""
    code = (
        "import os, signal, subprocess, time\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "    signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "    time.sleep(10_000)\n"
        "print(child, subprocess.Popen(['sleep', '10000']).pid)"
    )
    done = execute(notebook(code), values={}, cold=cold)
    assert errors(done) == []
    assert all(is_gone(int(process)) for process in printed(done).split())


def test_a_notebook_that_kills_itself_has_failed(notebook):
    """The cell that did it has the error, and the ones before have their outputs."""
    code = "import os, signal; os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"
    done = execute(notebook("print('begun')", code), values={})
    ((name, _),) = errors(done)
    assert (name, printed(done)) == ("DeadKernelError", "begun\n")


def test_a_kernel_that_cannot_be_started_is_an_error(notebook, monkeypatch, tmp_path):
    """There is no half-run notebook then, so that this is no result."""
    monkeypatch.setattr("report_runner.execute.KERNEL", "no such kernel")
    with pytest.raises(ExecutionError, match="No such kernel"):
        execute(notebook("print(1)"), values={})


@needs_fork
def test_a_temporary_folder_with_a_long_name_needs_no_port(notebook, monkeypatch, tmp_path):
    """What runner and kernel say to each other stays in a private folder."""
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    code = (
        "from ipykernel.connect import get_connection_info; import json\n"
        "print(json.loads(get_connection_info())['transport'])"
    )
    assert printed(execute(notebook(code), values={})) == "ipc\n"
    assert list(folder.iterdir()) == []


def test_a_temporary_folder_without_room_is_said(notebook, monkeypatch):
    """Of the notebook half may be there then, which is no result."""

    def write(text, path, **how):
        Path(path).write_text('{"cells": [', encoding="utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("papermill.iorw.LocalHandler.write", lambda self, *what: write(*what))
    with pytest.raises(ExecutionError, match="No space left") as raised:
        execute(notebook("print(1)"), values={})
    assert report_faults.is_full(raised.value)
    assert "written: No space left on device." in report_faults.not_written(raised.value).error


# Warm and cold -------------------------------------------------------------------------------


@needs_fork
def test_a_killed_warm_process_costs_no_report(notebook, monkeypatch):
    """The notebook is run again, in a stock kernel."""
    with warm_kernels.WarmProcess(packages=False) as own:
        monkeypatch.setenv(warm_kernels.ADDRESS, own.address)
        code = f"import os\nif os.getppid() == {own.process}: os.kill({own.process}, 9)\nprint(1)"
        done = execute(notebook(code), values={})
        assert own.has_ended
    assert (errors(done), printed(done)) == ([], "1\n")


@needs_fork
def test_cold_is_cold(notebook, warm):
    """A stock kernel stems from whoever runs the notebook."""
    code = "import os; print(os.getppid())"
    assert printed(execute(notebook(code), values={})) == f"{warm.process}\n"
    assert printed(execute(notebook(code), values={}, cold=True)) == f"{os.getpid()}\n"


@pytest.mark.parametrize("name", ["good", "names_the_machine", "raises_half_way"])
def test_a_forked_kernel_gives_the_same_bytes_as_a_stock_one(name, tmp_path):
    """Outputs, errors, tracebacks and warnings alike."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(ZOO / f"{name}.ipynb", folder)
    texts = {
        notebook_text(
            tidy(
                execute(folder / f"{name}.ipynb", values={"case": "x"}, cold=cold).notebook,
                project=tmp_path,
            )
        )
        for cold in (False, True)
    }
    assert len(texts) == 1


def test_the_environment_is_left_as_it_was(notebook, warm):
    """What a run sets for its kernel is gone after it."""
    before, heard = dict(os.environ), signal.getsignal(signal.SIGINT)
    done = execute(notebook("import os, json; print(json.dumps(dict(os.environ)))"), values={})
    inside = json.loads(printed(done))
    assert os.environ == before
    assert (inside["PYTHONHASHSEED"], inside["MPLBACKEND"]) == ("0", "agg")
    assert not {warm_kernels.ADDRESS, "PYTHONDONTWRITEBYTECODE"} & set(inside)
    assert signal.getsignal(signal.SIGINT) is heard
