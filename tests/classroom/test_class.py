"""A class from the door to the first plot, by script and in a browser; nobody reads another's."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytest.importorskip("jupyterhub", reason="the extra 'workshop' is not installed")

from classroom import landlock
from classroom.participant import Participant
from classroom.rehearsal import opened

pytestmark = pytest.mark.skipif(
    not landlock.version(), reason="desks are confined by Landlock, which this system lacks"
)
PASSWORD = "for this class"
LESSON = "01_grades.ipynb"
CELLS = (
    "from partnership_evaluation import tables\ngrades = tables.read('sutton/lesson_grades')",
    "import matplotlib.pyplot as plt\nplt.figure()\n"
    "plt.plot(grades['participant'], grades['grade_before']);",
    "from partnership_workshop import simulators\nsimulators.explore('drift')",
)
PICTURE = """() => {
    const shown = document.querySelectorAll('.jupyter-widgets img');
    return shown.length ? shown[shown.length - 1].src : '';
}"""
SPY = """
import json, os, socket, sys
from pathlib import Path
from report_runner.warm_kernels.messages import Request, ask

def tried(what):
    try:
        return repr(what())[:80]
    except OSError:
        return "refused"

def forked(address):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(address))
    connection.settimeout(20)
    ask(connection, Request(sys.executable, [], dict(os.environ), os.getcwd()), streams=(1, 2))
    if not (answer := connection.recv(4096)):
        raise ConnectionRefusedError
    return answer

found = {}
room = Path.home().parent
found["desks"] = tried(lambda: forked(DESKS))
found["warm"] = b"classroom.desks" in Path("/proc/self/cmdline").read_bytes()
found["told"] = b"TOLD=" in Path("/proc/self/environ").read_bytes()
found["the class's folder"] = tried(lambda: os.listdir(room))
found["another's copy"] = tried(lambda: (room / "ada" / "01_grades.ipynb").read_text())
found["the words"] = tried(lambda: (room / ".hub" / "words.json").read_text())
found["the class's settings"] = tried(lambda: (room / ".hub" / "settings.json").read_text())
found["the project's notebooks"] = tried(lambda: os.listdir(PROJECT + "/notebooks"))
mine = os.environ["JUPYTERHUB_API_TOKEN"]
seen = set()
for process in filter(str.isdigit, os.listdir("/proc")):
    try:
        text = Path("/proc", process, "environ").read_bytes().decode()
    except OSError:
        continue
    seen |= {each for each in text.split("\\0") if each.startswith("JUPYTERHUB_API_TOKEN=")}
found["tokens of others"] = sorted(seen - {f"JUPYTERHUB_API_TOKEN={mine}"})
found["encrypted"] = bool(get_ipython().kernel.session.key)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """An open class, and the folder of its participants."""
    folder = tmp_path_factory.mktemp("class")
    lessons = folder / "lessons"
    lessons.mkdir()
    cells = [new_markdown_cell("# Grades"), *map(new_code_cell, CELLS)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), lessons / LESSON)
    room = folder / "room"
    words = ["--lessons", str(lessons), "--classroom", str(room)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOLD", "a token")
        with opened(words, password=PASSWORD) as (address, _):
            yield address, room


def test_participants_who_come_at_once_all_reach_a_plot(classroom):
    """Each at a desk of their own, which holds the lesson and keeps it."""
    address, room = classroom
    people = [Participant(address, name, password=PASSWORD) for name in ("ada", "bob", "cleo")]

    async def come():
        return await asyncio.gather(*(each.first_plot(LESSON) for each in people))

    times = asyncio.run(come())
    assert [each.problem for each in times] == ["", "", ""]
    assert all(0 < each.desk < each.kernel < each.plot for each in times)
    assert all((room / each.name / LESSON).exists() for each in people)
    logs = [(room / ".hub" / "desks" / f"{each.name}.log").read_text() for each in people]
    assert [log for log in logs if "restarting kernel" in log or "stock kernel" in log] == []


def test_nobody_reads_anothers(classroom):
    """Neither copies, nor what opens a desk, nor the solutions in the project.

    Nor has somebody else's process do it.
    """
    address, room = classroom
    asyncio.run(Participant(address, "ada", password=PASSWORD).answers("1"))
    project = Path(__file__).resolve().parents[2]
    desks = json.loads((room / ".hub" / "settings.json").read_text())["desks"]
    spy = SPY.replace("PROJECT", repr(str(project))).replace("DESKS", repr(desks))
    found = json.loads(asyncio.run(Participant(address, "eve", password=PASSWORD).answers(spy)))
    assert found.pop("encrypted")
    assert found.pop("warm"), "a kernel that was forked, with the packages there"
    assert not found.pop("told"), "what the lecturer's own programs are told"
    assert found.pop("tokens of others") == []
    assert set(found.values()) == {"refused"}


@pytest.mark.parametrize(("password", "word"), [("wrong class", "secret"), (PASSWORD, "wrong")])
def test_a_stranger_does_not_come_in(classroom, password, word):
    """Without the class password, or under a name whose word they do not know."""
    address, _ = classroom
    asyncio.run(Participant(address, "dan", password=PASSWORD).answers("1"))
    with pytest.raises(RuntimeError, match="the entrance answers 403"):
        asyncio.run(Participant(address, "dan", password=password, word=word).answers("1"))


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_a_participant_plots_in_a_browser(classroom):
    """Comes in by the form, runs the lesson before its kernel is there, and moves a slider.

    No cell is passed over, the pictures are seen, by one connection and nothing from outside.
    """
    from playwright.sync_api import sync_playwright

    address, _ = classroom
    with sync_playwright() as program:
        browser = program.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.set_default_timeout(120_000)
        sockets = []
        page.on("websocket", lambda each: sockets.append(each.url))
        asked = []
        page.on("request", lambda each: asked.append(each.url))
        page.goto(address)
        page.fill("#username_input", "fay")
        page.fill("#password_input", PASSWORD)
        page.fill("#otp_input", "my word")
        page.click("#login_submit")
        page.wait_for_url("**/user/fay/tree**")
        page.goto(f"{address}/user/fay/notebooks/{LESSON}")
        page.click(".jp-CodeCell .cm-content")
        for _ in CELLS:  # at once: there is no kernel yet
            page.keyboard.press("Shift+Enter")
        page.wait_for_selector(".jp-OutputArea-output img")
        page.wait_for_function(f"({PICTURE})()")
        before = page.evaluate(PICTURE)
        handle = page.query_selector(".noUi-handle")
        handle.scroll_into_view_if_needed()
        place = handle.bounding_box()
        page.mouse.move(place["x"] + 5, place["y"] + 5)
        page.mouse.down()
        page.mouse.move(place["x"] + 60, place["y"] + 5, steps=4)
        page.mouse.up()
        page.wait_for_function(f"before => ![before, ''].includes(({PICTURE})())", arg=before)
        prompts = page.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        browser.close()
    assert len([each for each in sockets if "/channels" in each]) == 1
    assert [each.strip() for each in prompts[: len(CELLS)]] == ["[1]:", "[2]:", "[3]:"]
    assert [each for each in asked if not each.startswith((address, "data:", "blob:"))] == []
