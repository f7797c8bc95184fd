"""What differs between a report as it was made and as it is made today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from report_runner.digests import digest_of
from report_runner.reasons import of_values

_KEYS = {"claims": "claim", "conclusions": "text", "estimates": "name", "cautions": "danger"}
_WITHOUT_WORDS = re.compile(r"<(style|script|head)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def is_intact(findings: Mapping[str, Any]) -> bool:
    """Say whether findings are as they were when they were made.

    Parameters
    ----------
    findings : mapping
        With ``provenance``.

    Returns
    -------
    bool
        Whether their own digest fits them.

    Examples
    --------
    >>> is_intact({"title": "A", "provenance": {"findings_sha256": digest_of({"title": "A"})}})
    True
    """
    stated = {name: value for name, value in findings.items() if name != "provenance"}
    return digest_of(stated) == findings["provenance"].get("findings_sha256")


def inputs_changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say what a report rests on that is no longer the same.

    Parameters
    ----------
    then, now : mapping
        ``provenance`` of the report and of its recomputation.

    Returns
    -------
    list of str
        One clause each; empty when nothing has changed.
    """
    found = []
    if then["notebook"]["sha256"] != now["notebook"]["sha256"]:
        found.append(f"{now['notebook']['path']} changed")
    found += of_values(then["parameters"], now["parameters"])
    found += _data_changed(then["data"], now["data"])
    before, today = then["library"], now["library"]
    if before["version"] != today["version"]:
        versions = f"{before['version']} and is {today['version']} here"
        found.append(f"{today['name']} was {versions}")
    elif before["sha256"] != today["sha256"]:
        found.append(f"the files of {today['name']} {today['version']} changed")
    if then["lock_sha256"] != now["lock_sha256"]:
        found.append("requirements.lock changed: other versions of packages")
    if then["policy"] != now["policy"]:
        found.append(f"the disclosure policy was {then['policy']} and is {now['policy']}")
    return found


def moved(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List what two findings say differently.

    Parameters
    ----------
    then, now : mapping
        The findings of the report and of its recomputation.

    Returns
    -------
    list of dict
        ``part``, ``name``, ``field``, ``then`` and ``now``, in the order of the findings.

    Examples
    --------
    >>> one, other = ({"estimates": [{"name": "share", "low": low}]} for low in (0.1, 0.2))
    >>> moved(one, other)
    [{'part': 'estimates', 'name': 'share', 'field': 'low', 'then': 0.1, 'now': 0.2}]
    """
    found: list[dict[str, Any]] = []
    for part in dict.fromkeys([*then, *now]):
        before, today = then.get(part), now.get(part)
        if part == "provenance" or before == today:
            continue
        for name, field, old, new in _differences(part, before, today):
            found.append({"part": part, "name": name, "field": field, "then": old, "now": new})
    return found


def words_changed(then: str, now: str, *, most: int = 5) -> list[tuple[str, str]]:
    """Compare the words of two pages.

    Parameters
    ----------
    then, now : str
        HTML.
    most : int
        How many differences are listed.

    Returns
    -------
    list of (str, str)
        What the first says and what the second says; empty where every word is the same.

    Examples
    --------
    >>> words_changed("<p>6 of <b>12</b></p>", "<div>6 of <i>13</i></div>")
    [('12', '13')]
    """
    before, today = list(_words(then)), list(_words(now))
    found = []
    for kind, first, last, start, end in SequenceMatcher(
        None, before, today, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            found.append((" ".join(before[first:last]), " ".join(today[start:end])))
    return found[:most]


def _data_changed(then: Any, now: Any) -> Iterator[str]:
    if then is None or now is None:
        yield from ["it is not known which data were read"] if then != now else []
        return
    before, today = ({(e["path"], e["part"]): e["sha256"] for e in data} for data in (then, now))
    for key in dict.fromkeys([*before, *today]):
        if before.get(key) != today.get(key):
            path, part = key
            what = "was not read then" if key not in before else "changed"
            yield f"{part or 'a part'} of {path} {what if key in today else 'is not read any more'}"


def _differences(part: str, then: Any, now: Any) -> Iterator[tuple[str, str, Any, Any]]:
    key = _KEYS.get(part)
    if key and isinstance(then, list) and isinstance(now, list):
        yield from _of_entries(key, then, now)
    elif isinstance(then, list) and isinstance(now, list):
        for number in range(max(len(then), len(now))):
            old, new = (each[number] if number < len(each) else None for each in (then, now))
            if old != new:
                yield str(number + 1), "", old, new
    else:
        yield "", "", then, now


def _of_entries(
    key: str, then: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str, Any, Any]]:
    before, today = ({str(each.get(key)): each for each in entries} for entries in (then, now))
    for name in dict.fromkeys([*before, *today]):
        old, new = before.get(name), today.get(name)
        if old is None or new is None:
            yield name, "", "there" if old else "not there", "there" if new else "not there"
            continue
        for field in dict.fromkeys([*old, *new]):
            if old.get(field) != new.get(field):
                yield name, field, old.get(field), new.get(field)


def _words(page: str) -> Iterator[str]:
    return iter(unescape(_WITHOUT_WORDS.sub(" ", page)).split())
