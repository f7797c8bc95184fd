"""``evaluate verify``: whether a report still holds, and what is said where it does not."""

from __future__ import annotations

import json
import shutil

import pytest

from report_runner import verify
from report_runner.digests import digest_of
from report_runner.verify_compare import inputs_changed, is_intact, moved, words_changed

REPORT = "good/sutton"


@pytest.fixture
def project(zoo_run, tmp_path):
    """The project of the zoo after its run, which tests may spoil."""
    folder = tmp_path / "project"
    shutil.copytree(zoo_run.project, folder)
    (folder / "parameters" / "good" / "misspelt_name.yml").unlink()
    return folder


@pytest.fixture
def files(zoo_run):
    """What the project makes today: the same as then."""
    folder = zoo_run.reports / "good"
    return {
        suffix: (folder / f"sutton{suffix}").read_bytes()
        for suffix in (".html", ".ipynb", ".findings.json", ".bib")
    }


def changed(files, change):
    """What a project makes that has changed since."""
    findings = json.loads(files[".findings.json"])
    change(findings)
    stated = {name: value for name, value in findings.items() if name != "provenance"}
    findings["provenance"]["findings_sha256"] = digest_of(stated)
    return {**files, ".findings.json": json.dumps(findings)}


def test_a_report_is_recomputed_and_holds(project, evaluate):
    """From its name, with all its files compared byte for byte; the answer also as JSON."""
    run = evaluate("verify", REPORT, "--json", project=project)
    answer = json.loads(run.out)
    assert (run.code, answer["holds"], answer["report"]) == (0, True, REPORT)
    assert answer["moved"] == answer["altered"] == answer["inputs_changed"] == []


def test_a_changed_input_and_what_it_moved_are_named(project, evaluate):
    """A copy that somebody was sent, outside the project, against the project of today."""
    sent = project.parent / "sent"
    sent.mkdir()
    shutil.copy(
        project / "reports" / "good" / "sutton.findings.json", sent / "sutton.findings.json"
    )
    notebook = project / "notebooks" / "good.ipynb"
    notebook.write_text(notebook.read_text().replace('\\"5.25\\"', '\\"5.35\\"'))
    (project / "parameters" / "good" / "sutton.yml").write_text(
        "case: sutton\nconfidence_level: 0.9\n"
    )
    run = evaluate("verify", str(sent / "sutton.findings.json"), project=project)
    assert run.code == 1
    assert "notebooks/good.ipynb changed" in run.out
    assert "parameter confidence_level changed from 0.95 to 0.9" in run.out
    assert "recomputed  5.25" in run.out and "5.35" in run.out
    assert "Altered" not in run.out


def test_altered_findings_are_seen(zoo_run, files):
    """Also where whoever altered them left the digest alone, or put in another."""
    old = verify.given(
        str(zoo_run.reports / "good" / "sutton.findings.json"), output=zoo_run.reports
    )
    assert verify.compare(old, files).holds
    old.findings["claims"][0]["recomputed"] = "7"
    verdict = verify.compare(old, files)
    assert not verdict.holds and not is_intact(old.findings)
    assert verdict.moved == [
        {"part": "claims", "name": "a", "field": "recomputed", "then": "7", "now": "6"}
    ]
    stated = {name: value for name, value in old.findings.items() if name != "provenance"}
    old.findings["provenance"]["findings_sha256"] = digest_of(stated)
    assert "nothing that the findings rest on has changed" in verify.compare(old, files).altered[0]


def test_an_altered_page_is_seen_with_what_it_says(zoo_run, files, tmp_path):
    """A page alone says which report it is."""
    page = tmp_path / "sutton.html"
    page.write_bytes(files[".html"].replace(b"Two lines of", b"Three lines of", 1))
    old = verify.given(str(page), output=zoo_run.reports)
    assert old.report == REPORT
    altered = verify.compare(old, files).altered
    assert altered == ["the page says 'Three' where the project says 'Two'"]


def test_other_versions_are_said_and_need_not_matter(zoo_run, files):
    """The numbers are the same: the report holds, and the version is named."""
    old = verify.given(REPORT, output=zoo_run.reports)
    old.findings["provenance"]["library"]["version"] = "0.0.9"
    old.findings["provenance"]["lock_sha256"] = "0" * 64
    verdict = verify.compare(old, files)
    assert verdict.holds
    assert "partnership-evaluation was 0.0.9 and is " in verdict.inputs_changed[0]
    assert verdict.inputs_changed[1] == "requirements.lock changed: other versions of packages"


def test_a_changed_table_is_named_with_the_part_that_was_read():
    """Rows of one case, not the whole table."""
    read = {"path": "data/claims.csv", "part": "the rows of case aet", "sha256": "1"}
    made_from = {
        "notebook": {"path": "n", "sha256": "1"},
        "parameters": {},
        "data": [read],
        "library": {"name": "p", "version": "1", "sha256": "1"},
        "lock_sha256": None,
        "policy": None,
    }
    today = {**made_from, "data": [{**read, "sha256": "2"}]}
    assert inputs_changed(made_from, made_from) == []
    assert inputs_changed(made_from, today) == ["the rows of case aet of data/claims.csv changed"]


def test_moved_estimates_conclusions_and_sentences_are_listed():
    """With what was said then and what is said now."""
    then = {"brief": ["a"], "conclusions": [{"text": "It rose.", "verdict": "supported"}]}
    now = {"brief": ["a", "b"], "conclusions": [{"text": "It rose.", "verdict": "undetermined"}]}
    assert [(each["part"], each["then"], each["now"]) for each in moved(then, now)] == [
        ("brief", None, "b"),
        ("conclusions", "supported", "undetermined"),
    ]


def test_only_words_count_when_pages_are_compared():
    """Not their dress."""
    assert words_changed("<style>x</style><p class='a'>12&nbsp;%</p>", "<b>12&nbsp;%</b>") == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.findings.json", "{", "is not JSON any more"),
        ("x.findings.json", "{}", "is no findings of a report"),
        ("x.txt", "", "A file of a report ends in one of"),
        ("x.pdf", "", "A copy is verified by its findings"),
        ("x.html", "<p>", "does not say which report it is"),
    ],
)
def test_what_is_no_report_is_refused_with_a_reason(name, text, said, project, evaluate, tmp_path):
    """The exit code is 2, and nothing is run."""
    (tmp_path / name).write_text(text)
    run = evaluate("verify", str(tmp_path / name), project=project)
    assert run.code == 2
    assert said in run.err


def test_a_report_of_an_unknown_case_is_refused_with_the_nearest(project, evaluate, tmp_path):
    """Whether it is named or sent."""
    assert (
        "There is no report 'good/suton'" in evaluate("verify", "good/suton", project=project).err
    )
    file = tmp_path / "other.findings.json"
    findings = json.loads((project / "reports" / "good" / "sutton.findings.json").read_text())
    findings["provenance"]["report"] = "good/suton"
    file.write_text(json.dumps(findings))
    run = evaluate("verify", str(file), project=project)
    assert run.code == 2
    assert "makes no report 'good/suton'" in run.err and "good/sutton" in run.err


def test_a_report_that_cannot_be_recomputed_says_why(project, evaluate):
    """The notebook breaks off today."""
    notebook = project / "notebooks" / "good.ipynb"
    notebook.write_text(notebook.read_text().replace("import sys", "import no_such_module"))
    run = evaluate("verify", REPORT, project=project)
    assert run.code == 1
    assert "cannot be recomputed" in run.out and "no_such_module" in run.out
