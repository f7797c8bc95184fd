"""Tables as pages show them, verdicts in words, and what the folder remembers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from report_runner.catalogue import Case
from report_runner.failure import Failure
from report_runner.findings_file import as_text
from report_runner.headings import first_title, with_one_title
from report_runner.html_tables import dressed
from report_runner.jobs import Job
from report_runner.page_head import PARTS
from report_runner.render import failure_page
from report_runner.report_folder import State, prune, publish, state, withdraw
from report_runner.site import index_page, summary_text
from report_runner.verdict_words import badges, sentence, total

PROJECT = Path(__file__).parents[2]
JOB = Job("grades", "sutton", "sutton", Path("notebooks/grades.ipynb"), Path("p/sutton.yml"))


def findings(claims=(), conclusions=()):
    """Findings with these verdicts."""
    claim = dict.fromkeys(("printed", "locator", "recomputed", "note"), "")
    return {
        "schema": 1,
        "title": "t",
        "case": "sutton",
        "source": "s",
        "design": "d",
        "brief": ["One."],
        "claims": [{**claim, "claim": f"c{i}", "verdict": word} for i, word in enumerate(claims)],
        "conclusions": [{"text": "", "reason": "", "verdict": word} for word in conclusions],
        "estimates": [],
        "cautions": [],
    }


FRAME = """<div><style scoped>.dataframe {}</style><table border="1" class="dataframe">
<thead><tr style="text-align: right;"><th></th><th>grade</th><th>n</th><th>share</th><th>mixed</th>
</tr></thead><tbody><tr><th>0</th><td>good</td><td>1,200</td><td>58%</td><td>5</td></tr>
<tr><th>1</th><td>3</td><td>–</td><td>7.5%</td><td>5%</td></tr></tbody></table></div>"""  # noqa: RUF001


def test_every_report_answers_five_questions_before_its_first_table(made_reports):
    """What, how far off, on how many, how sure, what next: in words, each report that is made."""
    if not made_reports:
        pytest.skip("no report is up to date: make reports")
    for file in made_reports.values():
        summary = json.loads(file.read_text(encoding="utf-8"))["summary"]
        page = file.with_name(file.name.replace(".findings.json", ".html"))
        head = page.read_text(encoding="utf-8").partition("<table")[0]
        assert len(summary["title"].split()) <= 10, file
        assert re.search(r"\d|none|no figure", summary["number"] + summary["title"], re.I), file
        assert re.search(r"\d.* interval\)|no interval|have an interval", summary["interval"]), file
        assert all(summary[part] for part in ("people", "sure", "next_step")), file
        assert [words for words in PARTS.values() if f"<dt>{words}</dt>" not in head] == [], file


def test_a_data_frame_loses_its_old_dress():
    """Borders, inline alignment and scoped styles go; heads get a scope."""
    page = dressed(FRAME)
    assert "style" not in page
    assert "border" not in page
    assert page.count('scope="col"') == 5
    assert page.count('scope="row"') == 2


def test_columns_of_numbers_of_one_kind_are_marked():
    """Words, and a mixture of numbers and percentages, are not; a dash is no contradiction."""
    assert dressed(FRAME).count('class="number"') == 6


def table_of(cases, rows):
    """A table whose rows begin with the name of a case."""
    body = "".join(
        f'<tr><th scope="row">{case}</th><td>theme {row}</td></tr>'
        for case in range(cases)
        for row in range(rows)
    )
    heads = "<thead><tr><th>Case study</th><th>Theme</th></tr></thead>"
    return f"<table><caption>Cells.</caption>{heads}<tbody>{body}</tbody></table>"


def test_a_long_table_says_once_what_its_rows_repeat():
    """A heading stands for its rows; every other cell stays, under its own column head."""
    page = dressed(table_of(3, 40))
    assert page.count('<th colspan="1" scope="rowgroup">') == 3
    assert (page.count("theme 7<"), page.count("<tbody>"), page.count('scope="row"')) == (3, 3, 0)
    assert "Case study" not in page


@pytest.mark.parametrize(("cases", "rows"), [(3, 20), (60, 2)])
def test_other_tables_keep_the_first_cell_of_each_row(cases, rows):
    """Those that are short, and those whose rows differ."""
    assert dressed(table_of(cases, rows)).count('scope="row"') == cases * rows


def test_a_caption_names_the_frame_that_scrolls():
    """A screen reader hears which table it has reached."""
    page = dressed("<table><caption>Grades <b>before</b></caption><tr><td>1</td></tr></table>")
    assert 'aria-label="Table: Grades before"' in page


@pytest.mark.parametrize(
    ("claims", "conclusions", "words"),
    [
        (["reproduced"], [], ["1 of 1 reproduced (good)"]),
        (
            ["reproduced with another rounding", "cannot be checked"],
            [],
            ["1 of 1 reproduced (good)"],
        ),
        (["reproduced", "not reproducible"], [], ["1 of 2 reproduced (mixed)"]),
        (
            ["not reproducible"],
            ["supported", "undetermined"],
            ["0 of 1 reproduced (bad)", "1 of 2 conclusions supported (good)"],
        ),
        (["cannot be checked"], ["undetermined"], ["0 of 1 conclusion supported (none)"]),
        (["cannot be checked"], ["contradicted"], ["0 of 1 conclusion supported (bad)"]),
        (["cannot be checked"], [], ["made; nothing to check (none)"]),
    ],
)
def test_badges_sum_up_a_report(claims, conclusions, words):
    """Words first; the tone only colours them. What cannot be checked counts for nothing."""
    found = badges(State(JOB, findings=findings(claims, conclusions)))
    assert [f"{badge.words} ({badge.tone})" for badge in found] == words


def test_verdicts_are_told_in_a_sentence():
    """What nothing has is left out."""
    claims = ["reproduced", "not reproducible", "cannot be checked"]
    made = State(JOB, findings=findings(claims, ["undetermined"]))
    assert sentence(made) == (
        "3 printed numbers, 2 of which can be checked: 1 reproduced, 1 not reproducible. "
        "1 conclusion: 1 undetermined."
    )
    unchecked = State(JOB, findings=findings(["cannot be checked"]))
    assert sentence(unchecked) == "1 printed number, none of which can be checked."
    assert sentence(State(JOB)) == "Make it with: evaluate report sutton --notebook grades"


def test_a_number_that_two_reports_judge_is_counted_once():
    """It can be checked when one of them can, and reproduces when neither denies it."""
    one = State(JOB, findings=findings(["reproduced", "cannot be checked", "reproduced"]))
    two = State(JOB, findings=findings(["cannot be checked"] * 2 + ["not reproducible"]))
    assert total([one, two, State(JOB)]) == (
        "3 reports on 1 case; 2 made, 1 not made. Of 3 different printed numbers, 2 can be checked "
        "against others, and 1 of these reproduce."
    )


def test_the_index_escapes_what_reports_say():
    """Text of a notebook cannot become markup of the index."""
    failed = State(JOB, failure=Failure("ValueError: <b>1</b> & more", "x"))
    page = index_page([failed], catalogue={"sutton": Case("sutton", "Sutton <Alliance>")})
    assert "&lt;b&gt;1&lt;/b&gt; &amp; more" in page
    assert "Sutton &lt;Alliance&gt;" in page


def test_the_summary_quotes_what_holds_commas():
    """A spreadsheet reads it back."""
    failed = State(JOB, failure=Failure('a, "b"\nsecond line', "x"))
    assert (
        summary_text([failed]).splitlines()[1] == 'grades,sutton,sutton,failed,,,,,,,,,,"a, ""b"""'
    )


def test_a_failure_survives_writing_and_reading(tmp_path):
    """What the index shows later is what the worker found."""
    failure = Failure("E: x", "mend it", cell=2, cells=5, label=1, section="S", half_run=True)
    publish(tmp_path, JOB, {".failure.json": as_text(failure.as_json()), ".html": "page"})
    assert state(tmp_path, JOB) == State(JOB, failure=failure)
    withdraw(tmp_path, JOB)
    assert state(tmp_path, JOB).status == "not made"
    assert not list((tmp_path / "grades").iterdir())


def test_a_report_without_its_page_is_not_made(tmp_path):
    """Findings alone, or findings of another form, do not count."""
    publish(tmp_path, JOB, {".findings.json": as_text(findings())})
    assert state(tmp_path, JOB).status == "not made"
    publish(tmp_path, JOB, {".ipynb": "{}", ".html": "page"})
    assert state(tmp_path, JOB).status == "made"
    publish(tmp_path, JOB, {".findings.json": "{}"})
    assert state(tmp_path, JOB).status == "not made"


def test_only_reports_that_the_summary_lists_are_taken_away(tmp_path):
    """A user's own files stay, and names that lead out of the folder are not followed."""
    output = tmp_path / "reports"
    for name in ("old", "own"):
        job = Job("grades", name, name, JOB.notebook_file, JOB.parameters_file)
        publish(output, job, {".html": "page"})
    (tmp_path / "x.html").write_text("outside")
    (output / "summary.csv").write_text("notebook,name\ngrades,old\n..,x\ngrades,../../x\n")
    assert prune(output, []) == ["grades/old"]
    assert [file.name for file in (output / "grades").iterdir()] == ["own.html"]
    assert (tmp_path / "x.html").exists()


def test_a_failure_without_a_cell_has_a_page_too():
    """No place, no half-run notebook; the words and the advice are there."""
    page = failure_page(JOB, Failure("No kernel.", "Install it."))
    assert "No kernel." in page
    assert "Install it." in page
    assert "half-run" not in page
    assert "<dt>Where</dt>" not in page


def test_a_title_is_found_outside_code():
    """Source may be text or a list of lines."""
    cells = [
        {"cell_type": "code", "source": "# no title"},
        {"cell_type": "markdown", "source": ["```\n", "# a comment\n", "```\n"]},
        {"cell_type": "markdown", "source": ["intro\n", "# `The` title #\n"]},
    ]
    assert first_title(cells) == "The title"
    assert first_title(cells[:1]) is None


def test_a_page_has_one_title():
    """Later first-level headings are lowered, comments in code are not."""
    assert with_one_title("# A\n```\n# b\n```\n# C", titled=False) == "# A\n```\n# b\n```\n## C"
    assert with_one_title("# A", titled=True) == "## A"
