"""A class opens only where everybody is kept apart, and lets in who knows password and word."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest

from classroom import __main__, landlock, opening

pytest.importorskip("jupyterhub", reason="the extra 'workshop' is not installed")

from tornado.web import HTTPError


@pytest.fixture
def room(tmp_path):
    """A classroom without problems."""
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "01.ipynb").touch()
    port = opening.free_port()
    return opening.Room(str(tmp_path / "class"), str(lessons), (), port=port)


def test_without_landlock_no_class_opens(room, monkeypatch):
    """Rather than one in which anybody could read everybody."""
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert any("Landlock" in each for each in opening.problems(room))


def test_all_problems_are_told_at_once(room, monkeypatch):
    """No lessons, a short password and a taken port."""
    monkeypatch.setattr(landlock, "version", lambda: 7)
    assert opening.problems(room) == []
    with socket.socket() as taken:
        taken.bind((opening.LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = opening.problems(replace(room, lessons="nowhere", password="short", port=port))
    assert [word in " ".join(found) for word in ("make lessons", "found 5", str(port))] == [
        True
    ] * 3
    assert len(found) == 3


def test_classes_on_one_machine_meet_nowhere(room, monkeypatch, tmp_path):
    """Hub and proxy of each speak to each other at ports of their own."""
    from traitlets.config import Config

    from classroom.hub import configure

    ended = SimpleNamespace(wait=lambda *seconds: 0, poll=lambda: 0, terminate=list, kill=list)
    heard = set()
    monkeypatch.setattr(opening.signal, "signal", lambda number, handler: heard.add(number))
    monkeypatch.setattr(opening.subprocess, "Popen", lambda *words, **options: ended)
    monkeypatch.setattr(
        opening, "WarmProcess", lambda **options: nullcontext(SimpleNamespace(address="desks"))
    )
    addresses = []
    for name in ("first", "second"):
        assert opening.keep_open(replace(room, classroom=str(tmp_path / name))) == 0
        settings = json.loads((tmp_path / name / ".hub" / "settings.json").read_text())
        configure(c := Config(), settings)
        addresses += [c.JupyterHub.hub_bind_url, c.ConfigurableHTTPProxy.api_url]
    assert len({address.rpartition(":")[2] for address in addresses}) == 4
    assert signal.SIGINT in heard, "begun in the background, Python would pass over Ctrl-C"


def test_a_given_password_is_long_enough_and_new_each_time():
    """It can be read out: digits in groups."""
    first, second = opening.given_password(), opening.given_password()
    assert first != second
    assert len(first) == 11
    assert first.replace("-", "").isdigit()


@pytest.fixture
def entrance(tmp_path):
    """The class door; gives a function that says who gets in."""
    from classroom.entrance import NAMES, ClassAuthenticator

    door = ClassAuthenticator(user_password="the class", words=str(tmp_path / "words.json"))

    def comes(name, password, word):
        form = {"username": name, "password": password, "otp": word}
        try:
            return asyncio.run(door.get_authenticated_user(None, form))["name"]
        except HTTPError as refusal:
            assert refusal.status_code == 403
            comes.told = refusal.log_message % refusal.args
            return ""

    door.username_pattern, door.allow_all = NAMES, True
    comes.door = door
    return comes


def test_a_name_belongs_to_whoever_used_it_first(entrance):
    """The class password alone does not open another's desk."""
    assert entrance("ada", "the class", "lovelace")
    assert not entrance("ada", "the class", "guessed")
    assert "came in as ada before" in entrance.told
    assert entrance("Ada", "the class", "lovelace") == "ada"
    assert entrance("bob", "the class", "guessed")


def test_a_wrong_password_neither_opens_nor_takes_a_name(entrance):
    """Nor does a word that is too short."""
    assert not entrance("ada", "wröng", "mine")
    assert not entrance("ada", "the class", "abc")
    assert entrance("ada", "the class", "another")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("José María  Peña ", "jose-maria-pena"),
        ("../x", "x"),
        (".hub", "hub"),
        ("a%2f..%2fb", "a-2f-2fb"),
        ("x" * 300, "x" * 30),
        ("..", ""),
        ("Ольга", ""),
    ],
)
def test_any_name_that_is_typed_becomes_that_of_a_folder_in_the_class(entrance, typed, name):
    """Or is refused with what to do, where nothing of it can be kept."""
    assert entrance(typed, "the class", "mine own") == name
    assert name or "Choose such a name" in entrance.told


def test_a_forgotten_word_is_chosen_anew(entrance, tmp_path, capsys):
    """When the lecturer says so."""
    (tmp_path / "class" / ".hub").mkdir(parents=True)
    (tmp_path / "class" / "ada").mkdir()
    entrance.door.words = str(tmp_path / "class" / ".hub" / "words.json")
    assert entrance("ada", "the class", "lovelace")
    assert __main__.main(["--classroom", str(tmp_path / "class"), "forget", "ada"]) == 0
    assert "ada" in capsys.readouterr().out
    assert entrance("ada", "the class", "another")
    assert not entrance("ada", "the class", "lovelace")


def test_words_are_not_kept_readable(entrance, tmp_path):
    """Only what they are checked against."""
    entrance("ada", "the class", "lovelace")
    assert "lovelace" not in (tmp_path / "words.json").read_text()


def test_a_participant_who_is_not_there_is_refused_with_those_who_are(tmp_path, capsys):
    """Renewing a lesson names the participants."""
    (tmp_path / "class" / "ada").mkdir(parents=True)
    words = ["--classroom", str(tmp_path / "class"), "renew", "eve", "01"]
    assert __main__.main(words) == 2
    assert "There are: ada" in capsys.readouterr().err
