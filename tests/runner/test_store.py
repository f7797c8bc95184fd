"""The store of finished work: whole or absent, found again, and never large."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from report_runner import store as store_module
from report_runner.digests import ABSENT, Digests, digest_of_bytes
from report_runner.jobs import Job
from report_runner.report_folder import being_made, clear_abandoned, publish, require_writable
from report_runner.store import TRACES, Store, record_name
from report_runner.sweep import sweep, sweep_if_due

JOB = Job("good", "sutton", "sutton", Path("n.ipynb"), Path("sutton.yml"))


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    return Store(tmp_path / "store")


def names(folder):
    """The files below a folder, those that are half-written too."""
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


def full_disk(monkeypatch):
    """Make every renaming fail as on a full disk."""

    def replace(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(target))

    monkeypatch.setattr(os, "replace", replace)


def kept_run(store, name, text="an executed notebook"):
    """Keep one report: its run, its page and its record."""
    digest = store.put_text(text)
    store.add_run(f"run of {name}", [], digest)
    store.put("pages", f"page of {name}", {".ipynb": digest})
    record = {"key": f"run of {name}", "page": f"page of {name}", "files": {".ipynb": digest}}
    store.put("records", name, record)
    return digest


def test_a_text_comes_back_as_it_was_put_in(store):
    """Also letters that are half of a pair."""
    text = "é \N{GREEK SMALL LETTER PI}\n\r\n\ud800"
    assert store.text(store.put_text(text)) == text


@pytest.mark.parametrize("damage", [b"", b"an executed", b"another text entirely"])
def test_a_damaged_text_is_as_good_as_absent_and_is_put_back(store, damage):
    """Cut short, emptied or altered: its digest no longer fits."""
    digest = store.put_text("an executed notebook")
    store.place("content", digest).write_bytes(damage)
    assert store.text(digest) is None
    assert store.contents({".ipynb": digest}) is None
    assert store.put_text("an executed notebook") == digest
    assert store.text(digest) == "an executed notebook"


@pytest.mark.parametrize("damage", [b"", b"\n", b"{}", b"0" * 64 + b"\n[1]", b"\xff\n\xff"])
def test_a_damaged_entry_is_as_good_as_absent(store, damage):
    """Whatever stands in the file, reading it raises nothing."""
    store.put("pages", "p", {".html": "a"})
    assert store.get("pages", "p") == {".html": "a"}
    store.place("pages", "p").write_bytes(damage)
    assert store.get("pages", "p") is None


def test_a_folder_in_the_place_of_a_file_is_as_good_as_absent(store):
    """A store that was half deleted and made anew by hand raises nothing when read."""
    digest = store.put_text("text")
    place = store.place("content", digest)
    place.unlink()
    place.mkdir()
    assert store.text(digest) is None


def test_the_last_runs_of_a_key_are_kept_and_no_more(store):
    """The newest first; the same reads do not stand twice."""
    for number in range(TRACES + 3):
        store.add_run("key", [["file", str(number)]], f"digest {number}")
    store.add_run("key", [["file", "4"]], "digest 4")
    runs = store.runs("key")
    assert len(runs) == TRACES
    assert runs[0] == [[["file", "4"]], "digest 4"]
    assert [reads for reads, _ in runs].count([["file", "4"]]) == 1


def test_a_full_disk_leaves_nothing_half_written(store, monkeypatch):
    """The error is the system's own, and no temporary file stays."""
    store.put("pages", "p", {".html": "a"})
    full_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        store.put("pages", "p", {".html": "b"})
    assert store.get("pages", "p") == {".html": "a"}
    assert not [name for name in names(store.folder) if "making" in name]


def write_often(folder):
    """Write the same things again and again, and read them back."""
    store = Store(Path(folder))
    bad = 0
    for number in range(150):
        digest = store.put_text(f"text {number % 7}")
        store.put("pages", str(number % 7), {"file": digest})
        bad += store.text(digest) != f"text {number % 7}"
        bad += store.get("pages", str(number % 7)) != {"file": digest}
    return bad


def test_two_processes_write_the_same_store_at_once(tmp_path):
    """Whoever reads in between finds whole files."""
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(write_often, [tmp_path / "store"] * 2)) == [0, 0]
    assert not [name for name in names(tmp_path) if "making" in name]


def test_git_does_not_see_the_store(store):
    """It says so itself."""
    store.put_text("text")
    assert (store.folder.parent / ".gitignore").read_text() == "*\n"


def test_a_row_and_a_file_of_the_same_name_have_records_of_their_own():
    """A matrix does not disturb what is remembered of the other reports."""
    row = Job("good", "sutton", "sutton", Path("n.ipynb"), Path("schools.csv"), 2)
    assert record_name(JOB) == "good/sutton.json"
    assert record_name(row) == "good/schools/sutton.json"


# Sweeping ------------------------------------------------------------------------------------


def test_sweeping_keeps_what_the_reports_of_today_need(store):
    """And takes the record of a report that is no more, with what only it needed."""
    now, gone = kept_run(store, "good/a.json", "now"), kept_run(store, "good/b.json", "gone")
    sweep(store, names=["good/a.json"], states=0, rows=0, grace=0)
    assert store.text(now) == "now"
    assert store.get("records", "good/a.json")["files"] == {".ipynb": now}
    assert store.runs("run of good/a.json")
    assert store.text(gone) is None
    assert store.get("records", "good/b.json") is None


def test_sweeping_keeps_the_last_states_before(store):
    """Going back to an older state of the project is then quick."""
    digests = [kept_run(store, "good/a.json", f"state {number}") for number in range(2)]
    for number in range(5):
        store.add_run(f"key {number}", [], store.put_text(f"older {number}"))
        os.utime(store.place("runs", f"key {number}"), ns=(number, number))
    sweep(store, names=["good/a.json"], states=3, grace=0)
    left = {number for number in range(5) if store.runs(f"key {number}")}
    assert store.text(digests[1]) == "state 1"
    assert left == {3, 4}


def test_sweeping_leaves_alone_what_another_run_has_just_written(store):
    """Its entry may not be there yet."""
    digest = store.put_text("just written")
    assert sweep(store, names=[], states=0, rows=0) == 0
    assert store.text(digest) == "just written"


def test_sweeping_happens_now_and_then(store, monkeypatch):
    """After some hundred reports, whether made in one run or in many."""
    swept = []
    monkeypatch.setattr("report_runner.sweep.sweep", lambda *args, **options: swept.append(1))
    for _ in range(5):
        sweep_if_due(store, made=90, names=[])
    assert len(swept) == 1
    sweep_if_due(store, made=0, names=[])
    assert len(swept) == 1


# The folder of reports -----------------------------------------------------------------------


def test_publishing_on_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    """The old report is still whole, and no temporary file stays."""
    old = {".html": "old page", ".ipynb": "old", ".findings.json": "{}"}
    publish(tmp_path, JOB, old, whole=True)
    write = Path.open

    def no_room(self, *args, **options):
        if "findings" in self.name and ".making" in self.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return write(self, *args, **options)

    monkeypatch.setattr(Path, "open", no_room)
    with pytest.raises(OSError, match="No space left"):
        publish(
            tmp_path, JOB, {".html": "new", ".ipynb": "new", ".findings.json": "[]"}, whole=True
        )
    monkeypatch.undo()
    found = {file.name: file.read_text() for file in (tmp_path / "good").iterdir()}
    assert found == {f"sutton{suffix}": text for suffix, text in old.items()}


def test_publishing_replaces_one_kind_of_ending_by_the_other(tmp_path):
    """A report and a failure never stand side by side."""
    publish(tmp_path, JOB, {".html": "page", ".ipynb": "{}", ".findings.json": "{}"})
    publish(tmp_path, JOB, {".html": "failed", ".failure.json": "{}"}, whole=True)
    assert names(tmp_path) == ["sutton.failure.json", "sutton.html"]


def test_publishing_the_same_touches_nothing(tmp_path):
    """Files that are the same keep their time, so that copies are not made again."""
    files = {".html": "page", ".ipynb": "{}", ".findings.json": "{}"}
    publish(tmp_path, JOB, files, whole=True)
    before = {file: file.stat().st_ino for file in (tmp_path / "good").iterdir()}
    publish(tmp_path, JOB, files, whole=True)
    assert before == {file: file.stat().st_ino for file in (tmp_path / "good").iterdir()}


def test_what_a_killed_process_left_is_taken_away_and_nothing_else(tmp_path):
    """The names of half-written files say whose they are."""
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    mine = being_made("page.html")
    killed = mine.replace(f"+{os.getpid()}+", f"+{dead}+")
    (tmp_path / "good").mkdir()
    for name in (mine, killed, "page.html", ".making-elsewhere+7+page.html"):
        (tmp_path / "good" / name).touch()
    clear_abandoned(tmp_path)
    left = names(tmp_path)
    assert killed not in left
    assert left == sorted([mine, "page.html", ".making-elsewhere+7+page.html"])


def test_a_folder_that_cannot_be_written_is_found_before_anything_runs(tmp_path):
    """A file where the folder should be is one way in which it cannot."""
    (tmp_path / "taken").touch()
    with pytest.raises(OSError, match="taken"):
        require_writable(tmp_path / "taken")
    require_writable(tmp_path / "new")
    assert names(tmp_path / "new") == []


# Digests of files ----------------------------------------------------------------------------


def old_file(folder, text):
    """Write a file that was last changed long ago, as far as its time tells."""
    file = folder / "table.csv"
    file.write_text(text)
    os.utime(file, ns=(0, 0))
    return file


def test_a_file_that_changed_has_another_digest_although_size_and_time_are_the_same(tmp_path):
    """The time of change can be set back; the change of status shows."""
    file = old_file(tmp_path, "1")
    status = file.stat()
    remembered = {str(file): [[1, 0, status.st_ctime_ns - 1, status.st_ino], "of the old text"]}
    assert Digests(remembered).of(file) == Digests().of(file) != "of the old text"


def test_a_remembered_digest_saves_reading_the_file(tmp_path):
    """As long as nothing about the file has changed."""
    file = old_file(tmp_path, "1")
    status = file.stat()
    mark = [1, 0, status.st_ctime_ns, status.st_ino]
    key = digest_of_bytes(str(file).encode())  # the store names no place on this machine
    assert Digests({key: [mark, "remembered"]}).of(file) == "remembered"


def test_a_file_just_written_is_not_remembered(tmp_path):
    """It might change again within one step of the file system's clock."""
    digests = Digests()
    digests.of(old_file(tmp_path, "1"))
    assert digests.as_json() == {}


def test_a_file_that_is_not_there_has_a_digest_of_its_own(tmp_path):
    """So that it is noticed when it appears."""
    digests = Digests()
    assert digests.of(tmp_path / "no.csv") == ABSENT
    (tmp_path / "no.csv").touch()
    digests.forget([tmp_path / "no.csv"])
    assert digests.of(tmp_path / "no.csv") != ABSENT


def test_entries_can_be_read_by_whoever_looks_into_the_store(store):
    """A line with the digest, and JSON."""
    store.put("records", "good/a.json", {"seconds": 1.5})
    check, body = store.place("records", "good/a.json").read_text().split("\n")
    assert (len(check), json.loads(body)) == (64, {"seconds": 1.5})


def test_the_form_of_the_store_is_part_of_its_place(store):
    """A later form will not misread this one."""
    assert store.folder.name == store_module.FORM
