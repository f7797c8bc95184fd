"""``evaluate crate``: the collection in a form that archives take."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from report_runner import cli

ZOO = Path(__file__).parent / "zoo"
FINDINGS = {"provenance": {"data": [{"path": "data/sources.csv", "part": "", "sha256": "1"}]}}
SOURCES = "source,title,authors,publisher,year,licence\na,Peers,A. Author,P,2015,OGL\n"
CITED = "title: Notebooks\nversion: 0.1.0\ndate-released: 2026-11-21\nauthors:\n  - name: We\n"


@pytest.fixture
def project(tmp_path):
    """A project with one report, as if it had been made."""
    folder = tmp_path / "project"
    for name in ("notebooks", "data", "parameters/good", "reports/good"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ZOO / "notebooks" / "good.ipynb", folder / "notebooks")
    texts = {
        "pyproject.toml": "",
        "CITATION.cff": CITED,
        "data/sources.csv": SOURCES,
        "parameters/good/here.yml": "case: here\n",
        "reports/good/here.html": "<p>",
        "reports/good/here.pdf": "%PDF",
        "reports/good/here.findings.json": json.dumps(FINDINGS),
        "reports/good/gone.html": "of a report that is no more",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def crate(project, target):
    """Run the command."""
    return cli.main(["crate", str(target), "--project", str(project)])


def graph(folder):
    """The entities of a crate by name."""
    metadata = json.loads((folder / "ro-crate-metadata.json").read_text())
    return {each["@id"]: each for each in metadata["@graph"]}


def test_the_root_says_what_an_archive_must_know(project, tmp_path):
    """Name, description, date, licence, authors and the documents that the numbers come from."""
    assert crate(project, tmp_path / "crate") == 0
    found = graph(tmp_path / "crate")
    root = found["./"]
    assert (root["name"], root["datePublished"], root["version"]) == (
        "Notebooks",
        "2026-11-21",
        "0.1.0",
    )
    assert root["description"] and "@id" in json.dumps(root["license"])
    assert found["#author-1"]["name"] == "We"
    assert found["#document-a"]["license"] == "OGL"


def test_every_file_is_there_described_and_what_it_was(project, tmp_path):
    """With its kind, licence, size and digest; nothing else is in the crate."""
    crate(project, tmp_path / "crate")
    found = graph(tmp_path / "crate")
    parts = {each["@id"] for each in found["./"]["hasPart"]}
    files = {
        file.relative_to(tmp_path / "crate").as_posix()
        for file in (tmp_path / "crate").rglob("*")
        if file.is_file()
    }
    assert files == parts | {"ro-crate-metadata.json"}
    assert "reports/good/here.pdf" in parts and "reports/good/gone.html" not in parts
    for name in parts:
        content = (project / name).read_bytes()
        assert (tmp_path / "crate" / name).read_bytes() == content
        assert found[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert found[name]["contentSize"] == str(len(content))
        assert found[name]["description"] and found[name]["encodingFormat"]
        assert found[name]["license"]["@id"] in found


def test_each_report_is_the_result_of_a_run(project, tmp_path):
    """Of its notebook, on its parameters and the data that it read."""
    crate(project, tmp_path / "crate")
    run = graph(tmp_path / "crate")["#run-good-here"]
    assert run["instrument"] == {"@id": "notebooks/good.ipynb"}
    assert [each["@id"] for each in run["object"]] == [
        "parameters/good/here.yml",
        "data/sources.csv",
    ]
    assert {"@id": "reports/good/here.html"} in run["result"]


def test_the_library_that_reads_crates_reads_it(project, tmp_path):
    """And finds every file."""
    crate(project, tmp_path / "crate")
    read = ROCrate(tmp_path / "crate")
    assert read.get("notebooks/good.ipynb").type == ["File", "SoftwareSourceCode"]
    assert len(read.data_entities) == len(graph(tmp_path / "crate")["./"]["hasPart"])


def test_a_crate_is_the_same_bytes_each_time_and_names_no_place(project, tmp_path):
    """As a zip file, for a deposit."""
    for name in ("one.zip", "two.zip"):
        crate(project, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert str(tmp_path).encode() not in archive.read("ro-crate-metadata.json")


def test_nothing_is_written_over_and_nothing_is_exported_without_reports(project, tmp_path, capsys):
    """Both are said, with what to do."""
    target = tmp_path / "mine"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    assert crate(project, target) == 2
    assert "is there already" in capsys.readouterr().err
    shutil.rmtree(project / "reports")
    assert crate(project, tmp_path / "crate") == 2
    assert "Run 'evaluate report' first" in capsys.readouterr().err
