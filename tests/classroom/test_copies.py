"""Lessons are given out once, renewed without loss, and packed alike each time."""

from __future__ import annotations

import zipfile

import pytest

from classroom import copies, own_desk
from classroom.names import LESSONS


@pytest.fixture
def places(tmp_path):
    """The student copies, and a desk that has them."""
    lessons, desk = tmp_path / "lessons", tmp_path / "desk"
    (lessons / "more").mkdir(parents=True)
    for name in ("01_read.ipynb", "02_sure.ipynb", "more/notes.txt", ".hidden"):
        (lessons / name).write_text(f"{name} as given out")
    copies.give_out(lessons, desk)
    return lessons, desk


def test_a_desk_gets_every_lesson_and_nothing_hidden(places):
    """Folders too."""
    _, desk = places
    found = sorted(each.relative_to(desk).as_posix() for each in desk.rglob("*") if each.is_file())
    assert found == ["01_read.ipynb", "02_sure.ipynb", "more/notes.txt"]


def test_work_is_never_overwritten(places):
    """Coming in again leaves a changed copy as it is, and gives out only what is missing."""
    lessons, desk = places
    (desk / "01_read.ipynb").write_text("my answer")
    (desk / "02_sure.ipynb").unlink()
    assert copies.give_out(lessons, desk) == ["02_sure.ipynb"]
    assert (desk / "01_read.ipynb").read_text() == "my answer"


def test_a_renewed_lesson_is_fresh_and_the_earlier_ones_are_kept(places):
    """However often it is renewed."""
    lessons, desk = places
    for answer in ("first", "second"):
        (desk / "01_read.ipynb").write_text(answer)
        kept = copies.renew(lessons, desk, "01")
        assert kept.read_text() == answer
    assert (desk / "01_read.ipynb").read_text() == "01_read.ipynb as given out"
    assert len(list((desk / copies.KEPT).iterdir())) == 2


@pytest.mark.parametrize("beginning", ["03", "0", ""])
def test_a_lesson_that_is_not_one_is_refused_with_those_that_are(places, beginning):
    """The message lists them."""
    lessons, desk = places
    with pytest.raises(ValueError, match=r"01_read\.ipynb, 02_sure\.ipynb"):
        copies.renew(lessons, desk, beginning)


def test_the_same_copies_make_the_same_archive(places, tmp_path):
    """Byte for byte, without hidden files, links or the archive itself."""
    _, desk = places
    (desk / ".run").mkdir()
    (desk / ".run" / "log").write_text("not mine")
    (desk / "elsewhere").symlink_to(tmp_path)
    archive = desk / "all.zip"
    assert copies.pack(desk, archive) == 3
    first = archive.read_bytes()
    copies.pack(desk, archive)
    assert archive.read_bytes() == first
    assert zipfile.ZipFile(archive).namelist() == [
        "01_read.ipynb",
        "02_sure.ipynb",
        "more/notes.txt",
    ]


def test_a_participant_starts_again_and_packs_by_themselves(places, monkeypatch):
    """What your_desk.ipynb calls answers in words, a wrong number too."""
    lessons, desk = places
    monkeypatch.setenv("HOME", str(desk))
    monkeypatch.setenv(LESSONS, str(lessons))
    assert own_desk.start_again("02").endswith("earlier copies/02_sure 1.ipynb.")
    assert "Choose one of" in own_desk.start_again("9")
    assert own_desk.pack().startswith("my_copies.zip holds 4 files")
