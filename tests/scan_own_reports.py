"""Search every file of own reports for what must not be there.

``python -m tests.scan_own_reports [INSTRUMENT ...]``. Of each instrument: a sheet with planted
names, its report, and every byte of it, packed, drawn or in a picture. Then a twin: another sheet
of which the same may be told. Its report must be the same to the byte, so that no number of any
file depends on what is hidden. Takes minutes; the tests do the same for one report and for the
tables that one is made from.
"""

import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from partnership_evaluation import intake, measures, released
from report_runner import cli, own_release
from tests import artefacts

ROOT = Path(__file__).parents[1]
PEOPLE, TRIED = 30, 60
PLANTED = [b"canary"]


def main(names):
    """Scan the reports of some instruments, and print what was found."""
    failed = 0
    for name in names or intake.instruments():
        with tempfile.TemporaryDirectory(prefix="canary_place_") as folder:
            found = scan(name, Path(folder))
        failed += bool(found)
        print(f"{name}: {'; '.join(found) or 'nothing found'}", flush=True)
    return int(failed > 0)


def scan(name, folder):
    """Make the report on a sheet and on its twin, and list what is wrong with them."""
    draw = random.Random(name)
    rows = sheet(intake.instrument(name), draw)
    files = reported(rows, name, folder / "first")
    found = [f"canary in {path}" for path in artefacts.with_words(folder / "first/own", PLANTED)]
    twin = twin_of(rows, name, folder, draw)
    if twin is None:
        return [*found, "no twin: everything that may be recorded is told"]
    others = reported(twin, name, folder / "second")
    differ = [path for path in files | others if files.get(path) != others.get(path)]
    return [*found, *(f"{path} tells the twins apart" for path in differ)]


def sheet(form, draw):
    """Fill in a form: one line a person, or two."""
    codes = list(measures.scale(form.scales[0]).codes)
    times = ("before", "after") if any(role.kind == "time" for role in form.roles) else ("",)
    rows = []
    for number in range(PEOPLE):
        person = {role.name: cell(role, codes, draw) for role in form.roles}
        for time in times:
            again = {r.name: cell(r, codes, draw) for r in form.roles if r.kind in ("item", "code")}
            named = {r.name: f"Canary {number}" for r in form.roles if r.kind == "person"}
            timed = {r.name: time for r in form.roles if r.kind == "time"}
            rows.append({**person, **again, **named, **timed})
    return rows


def cell(role, codes, draw):
    """A legal value."""
    if role.kind == "group":
        return draw.choice([words[0] for words in role.values.values()])
    if role.kind == "date":
        return "08/09/2014" if role.time == "before" else "15/12/2014"
    if role.kind in ("item", "code"):
        middle = codes[len(codes) // 3 : len(codes) // 3 + 5]
        return draw.choice([*middle, *middle[1:4]])
    return ""


def reported(rows, name, folder):
    """Make a folder and its report by the command; the files of the report."""
    made(rows, name, folder)
    words = [sys.executable, "-m", "report_runner", "report", "own/", "--project", str(ROOT)]
    user = {**os.environ, "USER": "canary_user", "LOGNAME": "canary_user"}
    done = subprocess.run(words, cwd=folder, env=user, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (folder / "own/reports").rglob("*")
        if path.is_file()
    }


def made(rows, name, folder):
    """Make a folder of a sheet by the command."""
    roles = intake.instrument(name).roles
    lines = [[role.heading for role in roles], *([row[r.name] for r in roles] for row in rows)]
    folder.mkdir(exist_ok=True)
    text = "\n".join(",".join(f'"{value}"' for value in line) for line in lines) + "\n"
    (folder / "canary.csv").write_text(text, encoding="utf-8")
    words = ["new", name, "--data", str(folder / "canary.csv"), "--output", str(folder / "own")]
    with contextlib.redirect_stdout(io.StringIO()):
        done = cli.main([*words, "--name", "Hill", "--replace", "--project", str(ROOT)])
    assert done == 0


def twin_of(rows, name, folder, draw):
    """Look for a sheet with other answers from which the same is released; None if none is near."""
    first = folder / "first/own"
    form = intake.instrument(name)
    codes = list(measures.scale(form.scales[0]).codes)
    answers = [role.name for role in form.roles if role.kind in ("item", "code")]
    for _ in range(TRIED):
        row, answer = draw.randrange(len(rows)), draw.choice(answers)
        place = codes.index(rows[row][answer]) + draw.choice((-1, 1))
        if not 0 <= place < len(codes):
            continue
        other = [dict(one) for one in rows]
        other[row][answer] = codes[place]
        made(other, name, folder / "second")
        second = folder / "second/own"
        try:
            released.release_folder(second)
        except released.DisclosureError:
            continue
        is_told, is_all = (tables(first, of) == tables(second, of) for of in ("release", "data"))
        if is_told and not is_all:
            return other
    return None


def tables(folder, of):
    """Every byte of the tables of a folder."""
    return {path.name: path.read_bytes() for path in (folder / of).rglob("*.*")}


if __name__ == "__main__":
    os.environ.setdefault(own_release.VARIABLE, str(ROOT / "data"))
    raise SystemExit(main(sys.argv[1:]))
