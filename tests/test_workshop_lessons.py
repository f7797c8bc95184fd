"""The lessons of the workshop: their structure, their versions, and what students get to see."""

import re
from functools import cache

import nbformat
import pytest
from PIL import Image

pytest.importorskip("nbgrader", reason="nbgrader, which makes the student copies, is missing")

import partnership_workshop as workshop
from partnership_evaluation import exhibits
from partnership_workshop.exercises import Counts, Items, Number, Sentences
from partnership_workshop.making import copies, running
from partnership_workshop.making.sources import FOLDER, INSTRUCTOR, lessons
from partnership_workshop.simulators import sliders

LESSONS = {lesson.name: lesson for lesson in lessons()}
CASES = pytest.mark.parametrize("name", LESSONS)
SECTIONS = [
    "Before you start",
    "A first picture",
    "Predict, then run",
    "Common misconceptions",
    "Key points",
]
CHECK = re.compile(r"check\.(\w+)\(\"([\d.]+)\", (\w+), me\)")
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.S)


def code(notebook):
    """List the code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    """Join the markdown of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def as_bytes(notebook):
    """Write a notebook out as a participant gets it."""
    return nbformat.writes(notebook)


def feedback(executed):
    """List what every check said, as text."""
    said = [out.get("data", {}).get("text/plain", "") for c in code(executed) for out in c.outputs]
    return [text for text in said if text.startswith("Exercise ")]


@cache
def student_run(name):
    """Run a student copy from top to bottom."""
    return running.run(copies.student_copy(LESSONS[name].notebook))


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """Tabulate few worlds: what the tables say is the business of the simulators' own tests."""
    monkeypatch.setattr(sliders, "DRAWS", 2)
    yield
    sliders.table.cache_clear()


@pytest.fixture
def without_pictures(monkeypatch):
    """Leave pictures blank where the student copies have drawn the same ones."""
    blank = Image.new("RGB", (2, 2), "white")
    monkeypatch.setattr(exhibits, "_drawn", lambda figure: blank)


# Structure -----------------------------------------------------------------------------------


def test_there_are_eight_lessons_in_reading_order():
    """Numbered from one, without a gap."""
    assert [name[:2] for name in LESSONS] == [f"0{number}" for number in range(1, 9)]


@CASES
def test_a_lesson_has_the_parts_that_every_lesson_has(name):
    """Questions, objectives, a picture, a prediction, misconceptions, key points, and notes."""
    text = prose(LESSONS[name].notebook)
    found = [text.find(f"\n## {section} (") for section in SECTIONS]
    assert -1 not in found and found == sorted(found)
    assert "**Questions.**" in text and "**You will be able to**" in text
    notes = [c for c in LESSONS[name].notebook.cells if INSTRUCTOR in c.metadata.get("tags", [])]
    assert len(notes) == 1 and "planted wrong answer" in notes[0].source
    assert LESSONS[name].title.endswith("?")


@CASES
def test_the_minutes_of_a_lesson_add_up_to_what_it_promises(name):
    """35 to 50 in all, as its second heading says."""
    lesson = LESSONS[name]
    total, teaching, exercise = lesson.minutes(), *map(lesson.minutes, ("teaching", "exercise"))
    assert 35 <= total <= 50
    promise = f"## Before you start ({total} minutes: teaching {teaching}, exercises {exercise})"
    assert promise in prose(lesson.notebook)


@CASES
def test_a_lesson_has_three_to_five_exercises_each_with_its_answer_and_check(name):
    """The catalogue, the headings, the answers and the checks name the same ones."""
    lesson = LESSONS[name]
    number = str(int(name[:2]))
    listed = [each for each in workshop.exercises() if each.split(".")[0] == number]
    titles = [part.title for part in lesson.parts() if part.kind == "exercise"]
    ids = [
        cell.metadata.nbgrader.grade_id
        for cell in code(lesson.notebook)
        if "nbgrader" in cell.metadata
    ]
    assert 3 <= len(listed) <= 5
    assert [re.match(r"Exercise ([\d.]+):", title)[1] for title in titles] == listed
    expected = [
        f"{kind}-{each.replace('.', '-')}" for each in listed for kind in ("answer", "check")
    ]
    assert ids == expected
    checks = [CHECK.findall(cell.source) for cell in code(lesson.notebook)]
    assert [found[0][1] for found in checks if found] == listed
    assert sum("colleague" in title for title in titles) + (name[:2] == "04") == 1


@CASES
def test_the_first_picture_comes_within_five_minutes(name):
    """Before more than five minutes of headings have passed, a cell shows an image."""
    minutes = 0
    for cell in student_run(name).cells:
        shown = "".join(out.get("data", {}).get("text/html", "") for out in cell.get("outputs", []))
        if "<img " in shown:
            break
        if cell.cell_type == "markdown":
            minutes += sum(map(int, re.findall(r"^## .*, (\d+) min", cell.source, re.M)))
    assert "<img " in shown and minutes <= 5


@CASES
def test_a_lesson_imports_only_what_runs_in_a_browser(name):
    """Our own packages and those that Pyodide carries."""
    text = "\n".join(cell.source for cell in code(LESSONS[name].notebook))
    found = set(re.findall(r"^(?:import|from) (\w+)", text, re.M))
    carried = {"numpy", "pandas", "scipy", "statsmodels", "matplotlib"}
    assert found <= carried | {"partnership_evaluation", "partnership_workshop"}


# Two versions --------------------------------------------------------------------------------


@CASES
def test_the_solution_copy_runs_and_every_check_passes(name, without_pictures):
    """From top to bottom; its hidden tests stop it otherwise."""
    copy = copies.solution_copy(LESSONS[name].notebook)
    said = feedback(running.run(copy))
    assert len(said) >= 3 and all(": right." in text for text in said)
    assert as_bytes(copy).count("BEGIN HIDDEN TESTS") == len(said)


@pytest.mark.parametrize("who", ["ada", "ben"])
def test_a_solution_is_right_under_another_name_too(who, without_pictures, monkeypatch):
    """Of the lesson in which a sentence is true for one of them and untrue for the other."""
    monkeypatch.setenv("PARTNERSHIP_LEARNER", who)
    contrast = workshop.exercises()["8.4"]
    assert sum(one.may for one in contrast.options(workshop.learner())) == {"ada": 2, "ben": 3}[who]
    copy = copies.solution_copy(LESSONS["08_success_stories"].notebook)
    assert all(": right." in text for text in feedback(running.run(copy)))


@CASES
def test_the_student_copy_runs_and_every_check_waits(name):
    """From top to bottom with the dots in place; no error, and each check says what it expects."""
    said = feedback(student_run(name))
    assert len(said) >= 3
    assert all(": not yet." in text and "Expected: " in text for text in said)


def test_a_wrong_solution_stops_the_solution_copy(without_pictures):
    """The hidden tests are not for show."""
    source = LESSONS["01_published_table"].notebook
    spoilt = nbformat.reads(as_bytes(source).replace("step > 0", "step >= 0"), as_version=4)
    with pytest.raises(running.LessonFailed, match=r"NotRight: Exercise 1\.1: not right"):
        running.run(copies.solution_copy(spoilt))


@CASES
def test_no_line_of_a_solution_is_in_the_student_copy(name):
    """Nor a marker, a hidden test, an output or the name of a cell that follows from an answer."""
    source = LESSONS[name].notebook
    student = as_bytes(copies.student_copy(source))
    text = "\n".join(cell.source for cell in json_cells(student))
    solutions = [
        line.strip()
        for cell in code(source)
        for part in REGION.findall(cell.source)
        for line in part.splitlines()
    ]
    assert len(solutions) >= 5
    assert not [line for line in solutions if line in text]
    for trace in ("SOLUTION", "HIDDEN", "require()", INSTRUCTOR, "nstructor's notes"):
        assert trace not in student
    assert not [cell for cell in source.cells if cell.id in student]
    assert all(
        not cell.outputs and cell.execution_count is None
        for cell in code(nbformat.reads(student, 4))
    )


@CASES
def test_no_instructors_note_is_in_the_student_copy(name):
    """Not one sentence of it."""
    source = LESSONS[name].notebook
    student = prose(copies.student_copy(source))
    notes = [c.source for c in source.cells if INSTRUCTOR in c.metadata.get("tags", [])]
    said = [part for note in notes for part in re.split(r"(?<=[.?:]) ", note) if len(part) > 20]
    assert said and not [part for part in said if part in student]


@CASES
def test_another_answer_in_the_source_makes_the_same_student_copy(name):
    """So nothing in its bytes depends on an answer."""
    source = LESSONS[name].notebook
    other = nbformat.reads(as_bytes(source), as_version=4)
    for number, cell in enumerate(other.cells):
        cell.id = f"other-{number}"
        cell.source = REGION.sub("### BEGIN SOLUTION\nanswer = 42\n### END SOLUTION", cell.source)
    assert as_bytes(copies.student_copy(other)) == as_bytes(copies.student_copy(source))


@CASES
@pytest.mark.parametrize("who", ["guest", "ada"])
def test_no_expected_value_is_in_the_student_copy(name, who):
    """Numbers to four digits, letters in quotation marks, lists of what is to be picked."""
    student = as_bytes(copies.student_copy(LESSONS[name].notebook))
    me, number = workshop.learner(who), str(int(name[:2]))
    found = []
    for each in workshop.exercises().values():
        if each.name.split(".")[0] != number:
            continue
        if isinstance(each, Number) and not each.whole:
            found.append(f"{float(each.truth(me)):.4f}".rstrip("0"))
        elif isinstance(each, Sentences):
            right = "".join(letter for letter, one in each.lettered(me).items() if one.may)
            found += [f'"{right}"', f"'{right}'", f'\\"{right}\\"']
        elif isinstance(each, Items):
            found += [f'\\"{one}\\"' for one in each.truth(me)]
    assert found and not [text for text in found if len(text) > 3 and text in student]


@CASES
def test_no_name_of_a_lesson_is_that_of_an_answer(name):
    """What a learner is to work out is not offered by the list of names behind a dot."""
    answers = [c for c in code(LESSONS[name].notebook) if c.source.count("### BEGIN SOLUTION")]
    asked = {
        line.split(" = ")[0] for c in answers for line in c.source.splitlines() if " = ..." in line
    }
    offered = {each for each in dir(getattr(workshop.lessons, name[3:])) if each[0] != "_"}
    assert asked and not asked & offered


def test_what_nobody_wrote_a_name_on_is_not_worked_out_before_it_is_asked():
    """No variable of the student copy holds the bounds when the exercise begins."""
    student = copies.student_copy(LESSONS["06_before_and_after_margins"].notebook)
    sources = [cell.source for cell in code(student)]
    first = next(number for number, text in enumerate(sources) if "fewest = ..." in text)
    assert "paired_tables" in "".join(sources[:first])
    assert "bounds(" not in "".join(sources[:first])


@CASES
def test_what_a_lesson_quotes_stands_in_a_source(name):
    """Words in double quotation marks outside code are the words of a document."""
    folder = FOLDER.parents[2] / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip("the documents are not beside the project")
    printed = " ".join(" ".join(f.read_text("utf-8").split()) for f in folder.glob("*.txt"))
    text = re.sub(r"`[^`]*`", "", prose(LESSONS[name].notebook))
    quoted = re.findall(r"[\"\u201c]([^\"\u201c\u201d]{12,})[\"\u201d]", text)
    assert not [words for words in quoted if words.rstrip(".") not in printed]


@CASES
def test_the_metadata_of_a_student_copy_hold_only_what_nbgrader_needs(name):
    """Kernel, language, and for answers and checks the marks of nbgrader."""
    student = copies.student_copy(LESSONS[name].notebook)
    assert set(student.metadata) == {"kernelspec", "language_info"}
    allowed = {"nbgrader", "deletable", "editable"}
    assert all(set(cell.metadata) <= allowed for cell in student.cells)
    locked = [c for c in student.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert locked and all(cell.metadata["deletable"] is False for cell in locked)


def json_cells(text):
    """Read the cells of a notebook from its bytes."""
    return nbformat.reads(text, as_version=4).cells


def test_the_copies_are_the_same_each_time(tmp_path):
    """Two versions of eight lessons, byte for byte."""
    first = copies.write_copies(list(LESSONS.values()), tmp_path / "first")
    second = copies.write_copies(list(LESSONS.values()), tmp_path / "second")
    assert len(first) == 16
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_the_kinds_of_exercise_are_all_used():
    """Numbers, tables, choices and sentences."""
    kinds = {type(each) for each in workshop.exercises().values()}
    assert {Number, Counts, Items, Sentences} <= kinds
