"""The files around the code say the same thing: versions, requirements, commands."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import partnership_evaluation

ROOT = Path(__file__).resolve().parents[1]
DESIGN_CARD = {
    "jupyterlab",
    "pandas",
    "seaborn",
    "statsmodels",
    "papermill",
    "nbconvert",
    "pytest",
    "nbval",
}
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?P<bounds>[<>=!~].*)?")


def text(name):
    """Read a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def bounds(requirements):
    """Split requirements into name and version bounds."""
    found = [REQUIREMENT.fullmatch(requirement.replace(" ", "")) for requirement in requirements]
    return {match["name"].lower(): match["bounds"] or "" for match in found}


PYPROJECT = tomllib.loads(text("pyproject.toml"))
REQUIRED = bounds(PYPROJECT["project"]["dependencies"])
OPTIONAL = bounds(
    requirement
    for name, extra in PYPROJECT["project"]["optional-dependencies"].items()
    for requirement in extra
    if name != "bench"  # left out of the lock
)


# Requirements --------------------------------------------------------------------------------


def test_the_environment_of_conda_names_the_eight_packages_and_the_project():
    """Besides them python and requirements of the project; the project itself comes by pip."""
    listed = yaml.safe_load(text("environment.yml"))["dependencies"]
    plain = bounds(entry for entry in listed if isinstance(entry, str))
    assert DESIGN_CARD | {"python", "matplotlib", "ipywidgets", "pip"} <= set(plain)
    assert set(plain) - {"python", "pip"} <= set(REQUIRED) | set(OPTIONAL)
    assert [entry for entry in listed if not isinstance(entry, str)] == [{"pip": ["-e ."]}]


def test_the_environment_of_conda_has_the_bounds_of_pyproject():
    """Whichever way the project is installed, the same versions are allowed."""
    listed = yaml.safe_load(text("environment.yml"))["dependencies"]
    plain = bounds(entry for entry in listed if isinstance(entry, str))
    expected = REQUIRED | OPTIONAL | {"python": PYPROJECT["project"]["requires-python"], "pip": ""}
    assert {name: expected[name] for name in plain} == plain


def test_what_binder_does_afterwards_has_the_bounds_of_pyproject():
    """It makes the copies without solutions, and can be run."""
    script = ROOT / "postBuild"
    named = bounds(re.findall(r'"([^"]+)"', script.read_text(encoding="utf-8")))
    assert named == {"nbgrader": OPTIONAL["nbgrader"]}
    assert "partnership_workshop.making --copies-only" in script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK)


def test_every_requirement_is_locked_with_a_hash():
    """Name, one version and at least one hash for each; none without."""
    blocks = re.split(r"\n(?=[a-z0-9])", text("requirements.lock"))
    locked = [block for block in blocks if not block.startswith("#")]
    assert all(re.match(r"[a-z0-9._-]+==\S+", block) for block in locked)
    assert all("--hash=sha256:" in block for block in locked)
    names = {block.split("==")[0] for block in locked}
    assert set(REQUIRED) | set(OPTIONAL) <= names


@pytest.mark.parametrize("name", sorted(REQUIRED | OPTIONAL))
def test_the_locked_version_of_each_requirement_is_within_its_bounds(name):
    """The lower bound holds, part by part."""
    versions = re.findall(rf"^{re.escape(name)}==([0-9.]+)", text("requirements.lock"), re.M)
    lowest = re.search(r">=([0-9.]+)", (REQUIRED | OPTIONAL)[name])[1]
    assert versions
    for version in versions:
        parts, least = ([int(p) for p in v.split(".") if p] for v in (version, lowest))
        assert parts + [0] * 4 >= least + [0] * 4


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "pyproject.toml"])
def test_no_address_of_a_package_index_is_written_down(name):
    """Where packages come from is for whoever installs them."""
    assert not re.search(r"https?://|--(extra-)?index-url[ =]\S*/|--find-links", text(name))


# Versions ------------------------------------------------------------------------------------


def test_one_version_is_stated_everywhere():
    """pyproject.toml, CITATION.cff and the library agree."""
    citation = yaml.safe_load(text("CITATION.cff"))
    stated = {PYPROJECT["project"]["version"], str(citation["version"])}
    assert stated == {partnership_evaluation.__version__}


def test_the_licence_is_stated_the_same_way():
    """pyproject.toml and CITATION.cff name the licence of the file LICENSE."""
    citation = yaml.safe_load(text("CITATION.cff"))
    assert PYPROJECT["project"]["license"] == citation["license"] == "MIT"
    assert text("LICENSE").startswith("MIT License")


def test_the_changelog_begins_with_this_version_or_what_comes_after_it():
    """The version has a heading of its own, and a heading says which results changed."""
    headings = re.findall(r"^## \[?([^\]\s]+)\]?", text("CHANGELOG.md"), re.M)
    released = [heading for heading in headings if heading.lower() != "unreleased"]
    assert released[:1] == [partnership_evaluation.__version__] or headings[:1] == ["Unreleased"]
    assert "changed results" in text("CHANGELOG.md").lower()


# Commands ------------------------------------------------------------------------------------


def commands(name):
    """List the commands that a text quotes, or gives on a line of their own."""
    return set(re.findall(r"(?:`|^\s*(?:\$ )?)(make [a-z]+)\b", text(name), re.M))


def test_the_readme_names_how_to_build_and_how_to_test():
    """One command each."""
    assert {"make reports", "make test"} <= commands("README.md")


def test_the_check_of_every_change_runs_what_the_readme_names():
    """Reports first, then the tests, so that their summary is printed last."""
    script = [line for line in text(".ci/run").splitlines() if line.startswith("make ")]
    assert script == ["make reports", "make test"]


def test_every_command_that_a_text_names_is_a_target_of_the_makefile():
    """No text sends its reader to a command that does not exist."""
    targets = {f"make {name}" for name in re.findall(r"^([a-z]+):", text("Makefile"), re.M)}
    texts = [path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), ROOT / ".ci" / "run"]]
    named = {command for name in texts for command in commands(name)}
    assert {"make reports", "make test"} <= named <= targets


def test_the_test_command_is_run_over_library_tests_and_notebooks():
    """Whether by make or by pytest alone."""
    paths = PYPROJECT["tool"]["pytest"]["ini_options"]["testpaths"]
    assert paths == ["lib", "tests", "notebooks"]
    assert f"pytest {' '.join(paths)}" in text("Makefile")


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize(
    ("target", "name", "option"),
    [
        ("workshop", "HOST", "--host"),
        ("workshop", "PORT", "--port"),
        ("workshop", "PASSWORD", "--password"),
        ("rehearsal", "PARTICIPANTS", "--participants"),
    ],
)
def test_a_class_is_opened_as_the_command_says_whatever_the_environment_holds(target, name, option):
    """Who exports HOST for something else does not let others in."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}

    def would_run(*words, **environment):
        command, surroundings = ["make", "-n", target, *words], plain | environment
        return subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
        ).stdout

    assert option not in would_run(**{name: "9 9"})
    assert f'{option} "9 9"' in would_run(f"{name}=9 9")
    assert f'{option} "9 9"' in would_run(f"{name}=9 9", **{name: "8"})


def test_every_console_command_names_a_function_that_exists():
    """A renamed module would leave a command that cannot start."""
    for target in PYPROJECT["project"]["scripts"].values():
        module, function = target.split(":")
        path = ROOT / "lib" / Path(*module.split(".")).with_suffix(".py")
        assert f"\ndef {function}(" in path.read_text(encoding="utf-8")


def test_the_readme_lists_every_question_with_its_reports():
    """One row a notebook; its parameters files by name, or in words where all cases have one."""
    rows = {
        line.split("`")[1]: line
        for line in text("README.md").splitlines()
        if line.startswith("| `") and "? |" in line
    }
    files = list((ROOT / "parameters").glob("*/*.yml"))
    assert set(rows) == {file.parent.name for file in files}
    missing = [
        file
        for file in files
        if f"`{file.stem}`" not in rows[file.parent.name]
        and "all 16 cases" not in rows[file.parent.name]
    ]
    assert not missing
