"""What the lecturer takes along: slides, handout, timetables, checklist."""

import base64
import re
import shutil
from itertools import pairwise

import pytest

pytest.importorskip("nbgrader", reason="nbgrader, which makes the student copies, is missing")
pytest.importorskip("typst", reason="typst, which sets the handout, is missing")

from partnership_workshop.making import handout, running, timetable
from partnership_workshop.making.__main__ import main
from partnership_workshop.making.copies import student_copy
from partnership_workshop.making.slides import slides
from partnership_workshop.making.sources import FOLDER, lessons

LESSONS = lessons()


@pytest.fixture(scope="module")
def executed():
    """Run one student copy."""
    return running.run(student_copy(LESSONS[0].notebook))


def test_slides_ask_for_nothing_over_the_network(executed):
    """No address is fetched: styles, script and pictures stand in the page."""
    page = slides(executed, title=LESSONS[0].title)
    fetched = re.findall(r"(?:src|<link[^>]*href)=[\"']([^\"']*)", page)
    assert fetched and all(address.startswith("data:image/png") for address in fetched)
    assert "@import" not in page and "url(" not in page and "fetch(" not in page


def test_slides_hold_the_lesson_and_neither_answers_nor_code(executed):
    """Each heading begins a slide; the first picture is on one; notes and checks are left out."""
    page = slides(executed, title=LESSONS[0].title)
    assert page.count("<section") >= len(LESSONS[0].parts())
    for part in LESSONS[0].parts():
        assert f"{part.title} ({part.kind}" in page.replace("&#39;", "'").replace("&quot;", '"')
    assert "<title>Can you rebuild" in page and 'alt="Grades of 12 teachers' in page
    assert "nstructor" not in page and "workshop.check" not in page and "import " not in page


def test_slides_are_the_same_each_time(executed):
    """No clock, path or random name in them."""
    first, second = (slides(executed, title="A question?") for _ in range(2))
    assert first == second and str(FOLDER.parents[1]) not in first


def test_the_handout_is_one_tagged_document_the_same_each_time(executed):
    """Exercises with their numbers, in a PDF without the time of day."""
    first, second = (handout.handout(LESSONS[:1], [executed]) for _ in range(2))
    assert first == second and first.startswith(b"%PDF") and b"/StructTreeRoot" in first


def test_the_handout_has_every_exercise_and_the_picture_with_its_words(executed):
    """What is asked, without the minutes; nothing of the instructor's notes."""
    found = handout.sections(LESSONS[0])
    assert [name[:12] for name in found if name.startswith("Exercise")] == [
        f"Exercise 1.{number}" for number in range(1, 6)
    ]
    assert "Key points" in found and not [name for name in found if "nstructor" in name]
    picture = handout.first_picture(executed)
    assert picture.png.startswith(base64.b64decode("iVBORw==")) and "12 teachers" in picture.alt


def test_the_handout_has_the_sentences_to_choose_from():
    """Of every exercise that has some; with a word where everybody has numbers of their own."""
    of_first = {name: handout.choices(LESSONS[0], name) for name in handout.sections(LESSONS[0])}
    assert [name for name, found in of_first.items() if "**A**" in found] == [
        "Exercise 1.3: A colleague's answer",
        "Exercise 1.5: Which of these may you write?",
    ]
    assert "your own" not in "".join(of_first.values())
    assert "numbers are your own" in handout.choices(LESSONS[6], "Exercise 7.5: Which of these")


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_printed_slides_take_a_page_each(executed, tmp_path):
    """Also those that are too long for a screen, and no page is empty."""
    from playwright.sync_api import sync_playwright

    file = tmp_path / "slides.html"
    file.write_text(slides(executed, title="A question?"), encoding="utf-8")
    with sync_playwright() as program:
        browser = program.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto(file.as_uri())
        count = page.locator("section").count()
        printed = page.pdf(prefer_css_page_size=True)
        browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == count > 10


def test_the_timetables_add_up():
    """Each line begins where the last ended, and the lessons take the minutes that they state."""
    text = timetable.timetable(LESSONS)
    for day, part in zip(timetable.DAYS, text.split("\n## ")[1:], strict=True):
        rows = re.findall(r"\| (\d\d):(\d\d) \| (\d\d):(\d\d) \| (.*) \|", part)
        times = [(int(a) * 60 + int(b), int(c) * 60 + int(d), what) for a, b, c, d, what in rows]
        assert part.startswith(day.title) and times[0][0] == day.start
        assert all(end == start for (_, end, _), (start, _, _) in pairwise(times))
        spent = [end - start for start, end, what in times if what.startswith("Lesson ")]
        assert spent == [LESSONS[number - 1].minutes() for number in day.numbers]


def test_ninety_minutes_and_half_a_day_are_kept():
    """Within five and fifteen minutes of what their names say."""
    short, half = (sum(LESSONS[n - 1].minutes() for n in day.numbers) for day in timetable.DAYS[:2])
    extra = timetable.WELCOME + timetable.CLOSE
    assert short + extra <= 95 and half + extra + timetable.BREAK <= 255


def test_the_licence_of_the_teaching_text_is_said_where_it_is_handed_out():
    """In the folder, in the pack and in each lesson."""
    assert "CC BY 4.0" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in handout.TEMPLATE.read_text(encoding="utf-8")
    for lesson in LESSONS:
        text = "\n".join(cell.source for cell in student_copy(lesson.notebook).cells)
        assert "creativecommons.org/licenses/by/4.0" in text


def test_the_command_writes_both_versions_of_every_lesson(tmp_path, capsys):
    """And says which files it wrote."""
    main(["--copies-only", "--output", str(tmp_path)])
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 16 and all((tmp_path / name).is_file() for name in said)
