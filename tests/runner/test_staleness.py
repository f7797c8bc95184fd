"""What makes a report stale, down to the rows of a table, and what is said about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from report_runner import report
from report_runner.basis import AFTER_THE_RUN, BESIDE_REPORTS, read_basis
from report_runner.checks import CheckedJob
from report_runner.collection import carry_out
from report_runner.dependencies import Surroundings, Untraceable, reads_of
from report_runner.digests import Digests
from report_runner.jobs import Job
from report_runner.memory import Memory
from report_runner.planning import Plan, plan_on
from report_runner.recording import VARIABLE
from report_runner.report_folder import publish
from report_runner.staleness import KEEP, PUT_BACK, RENDER, RUN, Staleness
from report_runner.store import Store, record_name

ZOO = Path(__file__).parent / "zoo"
RUNNER = Path(report.__file__).parent
REMEMBERED = Digests()  # of code only, which does not change while the tests run
LEDGER = "claim,case,value\na1,ash,1\na2,ash,2\nb1,birch,3\n"
FILES = {".html": "<p>page</p>", ".ipynb": '{"cells": []}', ".findings.json": "{}"}
PAPERS = {".pdf": b"%PDF \xff", ".docx": b"PK"}


@pytest.fixture
def place(tmp_path):
    """A project of one notebook and a ledger that two cases share."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ZOO / "notebooks" / "good.ipynb", tmp_path / "notebooks")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "claims.csv").write_text(LEDGER)
    described = [{"path": "claims.csv", "title": "Claims"}, {"path": "ash/grades.csv"}]
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps({"resources": described}))
    return tmp_path


@cache
def basis_of(place, variable):
    """Read the code and the packages once for each test and value of the variable."""
    return read_basis(place, REMEMBERED)


def look(place, **changes):
    """Look at a project as it is now; parts of the basis may be changed."""
    digests = Digests()
    basis = replace(basis_of(place, os.environ.get("PARTNERSHIP_DATA")), **changes)
    store = Store(place / "store")
    return Staleness(place, place / "reports", store=store, basis=basis, digests=digests)


def checked(place, name="ash", **values):
    """One report on one case."""
    file = place / "notebooks" / "good.ipynb"
    job = Job("good", name, name, file, place / f"{name}.yml")
    return CheckedJob(job, {"case": name, "confidence_level": 0.95, **values})


def record_of(place, *lines):
    """What a kernel would have written down."""
    record = place / "record.jsonl"
    record.write_text("".join(json.dumps(line) + "\n" for line in ({"begun": True}, *lines)))
    return record


def made(place, *lines, name="ash", **values):
    """Pretend that a report was made and read what the lines say."""
    now, one = look(place), checked(place, name, **values)
    later = time.time_ns() + 10**10
    reads = reads_of(record_of(place, *lines), around=now.around, since=later)
    publish(now.output, one.job, FILES | PAPERS, whole=True)
    Memory(now).keep_run(one, FILES, reads=reads, documents=PAPERS, seconds=1.0)
    return one


def rows(place, case, table="claims"):
    """The line about rows of a table."""
    return {"rows": [str(place / "data"), table, case]}


def decided(place, one, **changes):
    """Action and reasons for a report today."""
    decision = look(place, **changes).decide(one)
    return decision.action, list(decision.reasons)


def change(file, old, new):
    """Change some words of a file."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


# Before the run ------------------------------------------------------------------------------


def test_a_report_is_made_once_and_then_kept(place):
    """Nothing has changed, so there is nothing to do."""
    assert decided(place, checked(place)) == (RUN, ["it was never made"])
    one = made(place)
    assert decided(place, one) == (KEEP, ["nothing has changed"])


def test_a_changed_parameter_is_named_with_both_values(place):
    """Whole numbers and decimals are told apart."""
    made(place, confidence_level=1)
    assert decided(place, checked(place, confidence_level=1.0)) == (
        RUN,
        ["parameter confidence_level changed from 1 to 1.0"],
    )


def test_a_changed_cell_is_named_by_its_number(place):
    """All cells count, text too: it stands in the report."""
    one = made(place)
    change(place / "notebooks" / "good.ipynb", "Two lines of abstract", "Three lines")
    assert decided(place, one) == (RUN, ["cell 1 of 9 of the notebook changed"])


def test_outputs_of_the_committed_notebook_do_not_count(place):
    """A run replaces them; so does it execution counts and names of cells."""
    one = made(place)
    file = place / "notebooks" / "good.ipynb"
    notebook = json.loads(file.read_text())
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"another-{number}"
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "old"}]
    file.write_text(json.dumps(notebook))
    assert decided(place, one)[0] == KEEP


def test_cells_that_come_and_go_are_counted(place):
    """One goes, and the tags of another change."""
    one = made(place)
    file = place / "notebooks" / "good.ipynb"
    notebook = json.loads(file.read_text())
    del notebook["cells"][3]
    notebook["cells"][5]["metadata"] = {"tags": ["hide"]}
    file.write_text(json.dumps(notebook))
    assert decided(place, one)[1] == [
        "cell 6 of 8 of the notebook changed",
        "1 cell of the notebook removed",
    ]


def test_a_module_beside_the_notebook_counts(place):
    """The notebook could import it."""
    one = made(place)
    (place / "notebooks" / "helpers.py").touch()
    assert decided(place, one) == (RUN, ["the module helpers.py is new beside the notebook"])


def test_a_changed_module_of_the_library_is_named(place):
    """With the file, not just that something changed."""
    one = made(place)
    library = look(place).basis.library | {"tables.py": "another digest"}
    assert decided(place, one, library=library) == (RUN, ["the library: tables.py changed"])


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"requirements.lock": "x"}, "requirements.lock changed"),
        ({"the package numpy": "9.9"}, "the package numpy changed from "),
        ({"the package newcomer": "1.0"}, "the package newcomer 1.0 is new"),
        ({"the interpreter": "CPython 9"}, " to CPython 9"),
    ],
)
def test_interpreter_lock_and_packages_count(place, part, words):
    """Each is named, packages with both versions."""
    one = made(place)
    environment = look(place).basis.environment | part
    action, reasons = decided(place, one, environment=environment)
    assert action == RUN
    assert words in reasons[0]


def test_the_data_folder_that_a_variable_names_counts(place, monkeypatch):
    """The library would read other tables."""
    one = made(place)
    monkeypatch.setenv("PARTNERSHIP_DATA", str(place / "elsewhere"))
    assert decided(place, one) == (RUN, ["the variable PARTNERSHIP_DATA ./elsewhere is new"])


def test_every_module_of_the_runner_is_taken_to_shape_reports_unless_it_is_listed():
    """The two lists name modules that exist, each once."""
    modules = {file.stem for file in RUNNER.glob("*.py")}
    assert modules >= BESIDE_REPORTS | AFTER_THE_RUN
    assert not BESIDE_REPORTS & AFTER_THE_RUN
    assert {"execute", "engine", "tidy", "recording", "dependencies"} <= set(
        name.partition(".")[0] for name in read_basis(RUNNER, Digests()).running
    )


# What was read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "changed"),
    [({"open": "data/claims.csv"}, True), ({"list": "data"}, True), ({"open": "other"}, False)],
)
def test_a_file_that_was_opened_counts_and_no_other(place, line, changed):
    """A folder that was listed counts by the names in it."""
    one = made(place, {kind: str(place / name) for kind, name in line.items()})
    change(place / "data" / "claims.csv", "a1", "a9")
    (place / "data" / "new.csv").touch()
    assert decided(place, one)[0] == (RUN if changed else KEEP)


def test_a_file_that_was_looked_for_counts_when_it_appears(place):
    """And one that was there when it goes."""
    one = made(place, {"open": str(place / "data" / "own.csv")})
    assert decided(place, one)[0] == KEEP
    (place / "data" / "own.csv").touch()
    assert decided(place, one) == (RUN, ["data/own.csv is there now"])


def test_the_rows_of_other_cases_do_not_count_once_the_table_is_known_to_be_in_order(place):
    """One changed number makes one report; its run shows that the others may be kept."""
    ash, birch = made(place, rows(place, "ash")), made(place, rows(place, "birch"), name="birch")
    change(place / "data" / "claims.csv", "a1,ash,1", "a1,ash,7")
    assert decided(place, ash) == (RUN, ["the rows of claims.csv for case ash changed"])
    in_doubt = look(place).decide(birch)
    assert (in_doubt.action, bool(in_doubt.doubts)) == (KEEP, True)
    made(place, rows(place, "ash"))
    proven = look(place).decide(birch)
    assert (proven.action, proven.doubts) == (KEEP, frozenset())


def test_opening_the_table_by_hand_proves_nothing_about_it(place):
    """Only the library holds it to its description."""
    birch = made(place, rows(place, "birch"), name="birch")
    change(place / "data" / "claims.csv", "a1,ash,1", "a1,ash,broken")
    about = {"about": [str(place / "data"), "claims"]}
    made(place, {"open": str(place / "data" / "claims.csv")}, about)
    assert look(place).decide(birch).doubts


def test_a_report_on_all_rows_counts_every_row(place):
    """As the audit of the whole ledger."""
    one = made(place, rows(place, None), name="all")
    change(place / "data" / "claims.csv", "b1,birch,3", "b1,birch,4")
    assert decided(place, one) == (RUN, ["data/claims.csv changed"])


@pytest.mark.parametrize(
    ("old", "new"),
    [("a2,ash,2", "a2,ash,2.0"), ("a2,ash,2\n", ""), ("a1,ash,1\na2,ash,2", "a2,ash,2\na1,ash,1")],
)
def test_a_digit_a_row_and_the_order_of_rows_count(place, old, new):
    """Rows are compared as text: trailing zeros matter."""
    one = made(place, rows(place, "ash"))
    change(place / "data" / "claims.csv", old, new)
    assert decided(place, one)[0] == RUN


def test_a_row_that_comes_to_the_case_counts(place):
    """Also where the case had none."""
    one = made(place, rows(place, "cedar"), name="cedar")
    change(place / "data" / "claims.csv", "b1,birch,3", "b1,cedar,3")
    assert decided(place, one)[0] == RUN


def test_a_column_that_is_added_counts(place):
    """The rows are read with it."""
    one = made(place, rows(place, "ash"))
    change(place / "data" / "claims.csv", "value\n", "value,note\n")
    assert decided(place, one)[0] == RUN


def test_only_the_description_of_a_table_that_was_read_counts(place):
    """Another table may be described anew."""
    ash = made(place, rows(place, "ash"))
    described = place / "data" / "datapackage.json"
    change(described, '"ash/grades.csv"', '"ash/marks.csv"')
    assert decided(place, ash)[0] == KEEP
    change(described, '"Claims"', '"Printed numbers"')
    assert decided(place, ash) == (
        RUN,
        ["the description of table claims in datapackage.json changed"],
    )


def test_a_table_that_is_described_later_counts_where_it_was_asked_for(place):
    """``tables.exists`` leaves a trace, and so does ``tables.names``."""
    data = str(place / "data")
    asked = made(place, {"exists": [data, "ash/flows"]})
    listed = made(place, {"names": [data, "ash"]}, name="birch")
    elsewhere = made(place, {"names": [data, "cedar"]}, name="cedar")
    change(place / "data" / "datapackage.json", "ash/grades", "ash/flows")
    assert decided(place, asked)[0] == RUN
    assert decided(place, listed)[0] == RUN
    assert decided(place, elsewhere)[0] == KEEP


def test_a_table_that_cannot_be_read_any_more_counts(place):
    """Its report would fail, and has to say so."""
    one = made(place, rows(place, "ash"))
    (place / "data" / "claims.csv").write_bytes(b"\xff\xfe not text")
    assert decided(place, one)[0] == RUN


def test_the_project_may_be_moved(place, tmp_path_factory):
    """Nothing that is remembered names its folder."""
    made(place, rows(place, "ash"), {"open": str(place / "data" / "claims.csv")})
    there = tmp_path_factory.mktemp("moved") / "there"
    shutil.copytree(place, there)
    assert decided(there, checked(there)) == (KEEP, ["nothing has changed"])


# What cannot be known ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "did not write down"),
        ([{"begun": True}, {"unseen": "curl"}], "it used curl"),
    ],
)
def test_a_run_that_may_have_read_anything_is_not_relied_on(place, lines, words):
    """Where reading cannot be followed, a report is made each time."""
    record = place / "record.jsonl"
    record.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(Untraceable, match=words):
        reads_of(record, around=look(place).around, since=time.time_ns())


def test_a_line_cut_short_is_not_taken_for_the_whole(place):
    """As when the disk of the temporary folder is full."""
    record = place / "record.jsonl"
    record.write_text('{"begun": true}\n{"open": "/da')
    with pytest.raises(Untraceable, match="could not write down all"):
        reads_of(record, around=look(place).around, since=0)


def test_a_file_that_changes_while_the_notebook_runs_is_noticed(place):
    """Which of its two states was read is not known."""
    record = record_of(place, {"open": str(place / "data" / "claims.csv")})
    with pytest.raises(Untraceable, match=r"claims\.csv was changed while it was being made"):
        reads_of(record, around=look(place).around, since=time.time_ns() - 10**9)


def test_an_untraceable_run_is_made_again_and_says_why(place):
    """Even though nothing is known to have changed."""
    now, one = look(place), checked(place)
    publish(now.output, one.job, FILES, whole=True)
    Memory(now).keep_run(one, FILES, reads=[], untraceable="it used curl")
    assert decided(place, one) == (RUN, ["it used curl"])


def test_a_failed_report_is_made_again(place):
    """Whatever stopped it may have gone."""
    one = checked(place)
    Memory(look(place)).keep_failure(one, "it raised", seconds=1.0)
    assert decided(place, one) == (RUN, ["its last run failed"])


# The files of a report -----------------------------------------------------------------------


def test_a_file_that_is_missing_or_was_edited_is_put_back(place):
    """From the store; nothing is run."""
    one = made(place)
    page = place / "reports" / "good" / "ash.html"
    page.write_text("edited")
    (place / "reports" / "good" / "ash.findings.json").unlink()
    assert decided(place, one) == (
        PUT_BACK,
        ["ash.html is not what was made", "ash.findings.json is missing"],
    )
    now = look(place)
    (result,) = carry_out(plan_on(now, [one]), processes=1)
    assert (result.action, page.read_text()) == (PUT_BACK, FILES[".html"])
    assert decided(place, one)[0] == KEEP


def test_going_back_to_an_older_state_runs_nothing(place):
    """The run on that state is still in the store."""
    one = made(place)
    made(place, confidence_level=0.9)
    publish(place / "reports", one.job, {**FILES, ".html": "of the other state"})
    assert decided(place, one) == (
        PUT_BACK,
        ["parameter confidence_level changed from 0.9 to 0.95"],
    )


def test_what_the_store_lost_is_made_anew(place):
    """A store emptied by hand, in part or as a whole, is no error."""
    one = made(place)
    shutil.rmtree(place / "store" / "1" / "records")
    assert decided(place, one) == (KEEP, ["nothing has changed"])
    shutil.rmtree(place / "store")
    assert decided(place, one) == (RUN, ["it was never made"])


def test_a_new_style_needs_no_run(place):
    """The page is written again from the executed notebook."""
    one = made(place)
    finishing = look(place).basis.finishing | {"templates/shared/style.css": "another digest"}
    assert decided(place, one, finishing=finishing) == (
        RENDER,
        ["the layout: templates/shared/style.css changed"],
    )


def test_the_full_name_of_the_case_belongs_to_the_page(place):
    """It stands there, and the notebook need not be run for it."""
    one = made(place)
    (place / "data" / "cases.csv").write_text("case,name\nash,Ash Alliance\n")
    assert decided(place, one) == (RENDER, ["what its page says about it changed"])


# Doubts --------------------------------------------------------------------------------------


def in_doubt(place, monkeypatch, outcome):
    """Two reports on other rows of a changed table; ``make_report`` only notes what it is given."""
    both = [made(place, rows(place, name), name=name) for name in ("birch", "cedar")]
    change(place / "data" / "claims.csv", "a1,ash,1", "a1,ash,7")
    ran = []

    def run_all(tasks, *, work, **options):
        for task in tasks:
            ran.append(task.job.name)
            if not outcome:
                made(place, rows(place, task.job.name), name=task.job.name)
            yield task, outcome

    monkeypatch.setattr("report_runner.collection.run_all", run_all)
    monkeypatch.setattr("report_runner.collection._ensure_page", lambda *arguments: None)
    now = look(place)
    plan = Plan(now, [now.decide(each) for each in both], [])
    return ran, {each.job.name: each.action for each in carry_out(plan, processes=1)}


def test_one_report_is_run_to_see_whether_a_table_is_still_in_order(place, monkeypatch):
    """Then the other is kept."""
    ran, actions = in_doubt(place, monkeypatch, outcome=None)
    assert (ran, actions) == (["birch"], {"birch": RUN, "cedar": KEEP})


def test_all_reports_are_run_where_the_table_is_no_longer_in_order(place, monkeypatch):
    """Each fails for itself; none is kept."""
    ran, actions = in_doubt(place, monkeypatch, outcome=report.Failure("broken", "mend it"))
    assert (ran, actions) == (["birch", "cedar"], {"birch": RUN, "cedar": RUN})


# Listening -----------------------------------------------------------------------------------


def heard(folder, code):
    """Run code in a process that listens to itself; give back what it wrote down."""
    (folder / "own").mkdir(exist_ok=True)
    record = folder / "own" / "record.jsonl"
    record.touch()
    start = "from report_runner.recording import begin; begin()\n"
    subprocess.run(
        [sys.executable, "-c", start + code],
        cwd=folder,
        env={"PATH": "", VARIABLE: str(record), "PYTHONPATH": str(RUNNER.parent)},
        check=True,
    )
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert lines[0] == {"begun": True}
    own = str(folder)
    return [line for line in lines[1:] if "unseen" in line or own in json.dumps(line)]


def test_files_that_are_opened_and_folders_that_are_listed_are_written_down_once(tmp_path):
    """Also files that are not there."""
    (tmp_path / "a.csv").touch()
    code = "import os\nfor _ in 1, 2:\n  open('a.csv').close()\nos.listdir('own')\n"
    code += "try: open('b.csv')\nexcept OSError: pass\n"
    assert heard(tmp_path, code) == [
        {"open": str(tmp_path / "a.csv")},
        {"open": str(tmp_path / "b.csv")},
    ]
    assert {"list": str(tmp_path)} in heard(tmp_path, "import os; os.scandir('.')")


def test_what_the_notebook_wrote_itself_is_no_dependency(tmp_path):
    """Unless it was there before and is read first."""
    (tmp_path / "b.csv").touch()
    code = "open('a.csv', 'w').close(); open('a.csv').close()\n"
    code += "import os; os.rename('a.csv', 'c.csv'); open('c.csv').close()\n"
    assert heard(tmp_path, code + "open('b.csv', 'a').close(); open('b.csv').close()") == [
        {"open": str(tmp_path / "b.csv")}
    ]


def test_a_process_that_is_forked_is_listened_to(tmp_path):
    """A notebook may share out its work."""
    (tmp_path / "a.csv").touch()
    code = "import os\nif not os.fork():\n  open('a.csv'); os._exit(0)\nos.wait()\n"
    assert heard(tmp_path, code) == [{"open": str(tmp_path / "a.csv")}]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (f"import subprocess; subprocess.run([{sys.executable!r}, '-c', ''])", "python"),
        ("import os; os.system('true')", "true"),
        ("import multiprocessing.popen_spawn_posix", "another Python process"),
    ],
)
def test_what_is_read_out_of_sight_is_said(tmp_path, code, what):
    """Another program may read anything."""
    assert [what in line["unseen"] for line in heard(tmp_path, code)] == [True]


def test_rows_that_the_library_was_asked_for_stand_for_their_file(tmp_path):
    """The library opens the whole table; a notebook that opens it too depends on all of it."""
    (tmp_path / "datapackage.json").touch()
    (tmp_path / "claims.csv").touch()
    code = f"""
import sys
folder = {str(tmp_path)!r}
sys.audit("partnership_evaluation.tables.rows", folder, "claims", "ash")
open("claims.csv").close(); open("datapackage.json").close()
sys.audit("partnership_evaluation.tables.done")
"""
    asked = {"rows": [str(tmp_path), "claims", "ash"]}
    assert heard(tmp_path, code) == [asked]
    assert heard(tmp_path, code + 'open("claims.csv").close()')[-1] == {
        "open": str(tmp_path / "claims.csv")
    }


def test_a_kernel_that_is_started_otherwise_writes_nothing_down(tmp_path):
    """Without the variable nothing is listened to."""
    code = "from report_runner.recording import begin; begin(); open('x', 'w')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_surroundings_name_files_so_that_they_are_found_again(tmp_path):
    """Inside the project without its folder, elsewhere in full."""
    around = Surroundings(tmp_path, Digests())
    assert around.name(str(tmp_path / "data" / "a.csv")) == "data/a.csv"
    assert around.name("/elsewhere/a.csv") == "/elsewhere/a.csv"
    assert around.file("data/a.csv") == tmp_path / "data" / "a.csv"


def test_a_record_that_was_damaged_is_no_record(place):
    """The report is looked for among the runs that are kept."""
    one = made(place)
    Store(place / "store").place("records", record_name(one.job)).write_text("cut sh")
    assert decided(place, one) == (KEEP, ["nothing has changed"])
