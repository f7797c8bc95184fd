"""Answers that the same people gave twice, however laid out, and the table that authors printed."""

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import files, linked, parameters
from partnership_evaluation.questions import linked_answers, linked_answers_said
from tests.notebook_runs import brief, frames

LONG = pd.DataFrame(
    {
        "Name": ["Ann", "Bob", "Cy", "ann ", "Cy", "Bob"],
        "Wave": ["Pre"] * 3 + ["Post"] * 3,
        "Q1": ["2", "3", "n/a", "4", "5", "3"],
        "Q2": ["Agree", "5", "1", "Disagree", "1", "99"],
    }
)
WORDS = "strongly disagree, disagree, neither, agree, strongly agree"
PLAIN = {
    "answers_file": "answers.csv", "after_file": "", "person": "Name", "time": "", "times": "",
    "items": "", "answer_scale": "1 to 5", "answer_words": WORDS, "reversed_items": "",
    "no_answer": "99", "scores": "",
}  # fmt: skip


def read(tmp_path, table, name="answers.csv", **settings):
    """Read a table from a file, as the notebook does."""
    path = tmp_path / name
    table.to_csv(path, index=False)
    return linked_answers.read(
        parameters.Settings(**(PLAIN | {"answers_file": str(path)} | settings))
    )


def wide(first, last):
    """The same answers with both times in one row."""
    sides = [LONG[LONG["Wave"] == wave].drop(columns="Wave") for wave in ("Pre", "Post")]
    keyed = [side.assign(Name=side["Name"].str.strip().str.title()) for side in sides]
    return keyed[0].merge(keyed[1], on="Name", suffixes=(first, last))


# Layouts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ends", [(" (pre)", " (post)"), ("_T1", "_T2"), (".before", ".after")])
def test_times_below_each_other_and_beside_each_other_are_read_alike(tmp_path, ends):
    """By the word in a column, or by what the names of columns end with."""
    long = read(tmp_path, LONG, time="Wave", times="pre, post")
    for side, other in zip(long, read(tmp_path, wide(*ends)), strict=True):
        pd.testing.assert_frame_equal(side.sort_index(), other.sort_index(), check_names=False)
    assert long[1].loc["ann", "Q2"] == 2 and np.isnan(long[1].loc["bob", "Q2"])


def test_two_sheets_of_a_workbook_are_read_as_two_times(tmp_path):
    """Each time has its sheet, and people are found by name."""
    with pd.ExcelWriter(tmp_path / "book.xlsx") as book:
        for wave in ("Pre", "Post"):
            side = LONG[LONG["Wave"] == wave].drop(columns="Wave")
            side.to_excel(book, sheet_name=wave, index=False)
    book = str(tmp_path / "book.xlsx")
    settings = {"answers_file": f"{book}#Pre", "after_file": f"{book}#Post"}
    before, after = linked_answers.read(parameters.Settings(**PLAIN | settings))
    assert before["Q1"].tolist()[:2] == [2, 3] and after.loc["cy", "Q1"] == 5
    with pytest.raises(files.FileError, match="found no 'Autumn' among 'Pre', 'Post'"):
        files.read(f"{book}#Autumn")


def test_a_workbook_that_is_none_is_refused_in_words(tmp_path):
    """No stack trace of a package."""
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(files.FileError, match="can be opened"):
        files.read(str(tmp_path / "book.xlsx"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"time": "Wave", "times": "spring, summer"}, "found no 'spring', only 'Pre', 'Post'"),
        ({"time": "When", "times": "pre, post"}, "found no 'When'"),
        ({"time": "Wave", "times": "pre"}, "Two times are compared: found 'pre'"),
        ({"time": "Wave"}, "Two times are compared: found none"),
        ({"times": "pre, post, later"}, "Two times are compared: found 'pre', 'post', 'later'"),
        ({"answer_scale": "5 to 1", "time": "Wave", "times": "pre, post"}, "found '5 to 1'"),
        ({"person": ""}, "named alike but for the time: found none"),
        ({"time": "Wave", "times": "pre, post", "no_answer": ""}, r"found Q2: '99' \(1\)"),
        ({"time": "Wave", "times": "pre, post", "reversed_items": "Q7"}, "found 'Q7'"),
        ({"time": "Wave", "times": "pre, post", "scores": "All: Q1, Q9"}, "found no 'Q9'"),
        ({"time": "Wave", "times": "pre, post", "answer_scale": "1 to 7"}, "5 words for the 7"),
        ({"answer_scale": "five", "time": "Wave", "times": "pre, post"}, "found 'five'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_found(tmp_path, settings, message):
    """The rule, what stood there, what to do."""
    with pytest.raises(files.FileError, match=message):
        read(tmp_path, LONG, **settings)


def test_a_person_who_stands_twice_at_one_time_is_refused_by_line(tmp_path):
    """Without the name."""
    with pytest.raises(files.FileError, match=r"found 1 who stand in several \(lines 4, 8\)"):
        read(tmp_path, pd.concat([LONG, LONG.iloc[[2]]]).reset_index(drop=True), time="Wave",
             times="pre, post")  # fmt: skip


def test_reversed_questions_are_turned_and_scores_need_every_answer(tmp_path):
    """A five becomes a one; who left a question out has no score."""
    _, after = read(
        tmp_path, LONG, time="Wave", times="pre, post", reversed_items="Q2", scores="All: Q1, Q2"
    )
    assert after.loc["ann", ["Q2", "All"]].tolist() == [4, 4]
    assert np.isnan(after.loc["bob", "All"])


# What changed, and what was printed ----------------------------------------------------------

SLEEP = pd.DataFrame(
    {
        "first": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
        "second": [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    }
)


def sleepers():
    """Ten patients (Student 1908) with both drugs, as before and after."""
    return SLEEP[["first"]].set_axis(["extra"], axis=1), SLEEP[["second"]].set_axis(
        ["extra"], axis=1
    )


def test_the_table_of_student_comes_back():
    """As R prints it: t = -4.0621 the other way round, p = 0.002833; W = 45 of nine movers."""
    printed = {
        "item": "Extra", "n": "10", "mean_before": ".75", "sd_after": "2.002", "t": "-4.0621",
        "df": "9", "p": "0.002833", "w": "45", "p_ranks": "<.01", "d": "1.28",
        "difference": "1.58", "sd_difference": "1.17", "improved": "9", "same": "1",
    }  # fmt: skip
    found = linked.given_back(pd.DataFrame([printed]), *sleepers()).set_index("claim")
    assert set(found["verdict"]) == {"reproduced"}
    assert found.loc["t extra", "note"] == "before less after"
    assert found.loc["sd_difference extra", "note"] == "n in the divisor"


@pytest.mark.parametrize(
    ("quantity", "printed", "verdict"),
    [
        ("t", "4.08", "not reproducible"),
        ("t", "1.86", "reproduced"),  # as if other people had answered the second time
        ("mean_after", "2.32", "not reproducible"),
        ("sd_after", "2.0", "reproduced"),
        ("p", "<.001", "not reproducible"),
        ("p", "p < .05*", "reproduced"),
        ("p", ".003**", "reproduced"),
        ("p", "n.s.", "cannot be checked"),
        ("percent_after", "40%", "cannot be checked"),
    ],
)
def test_a_printed_figure_is_held_to_its_digits(quantity, printed, verdict):
    """Stars and letters beside it are no digits; a limit is met or not."""
    row = pd.DataFrame([{"item": "extra", quantity: printed}])
    assert linked.given_back(row, *sleepers())["verdict"].tolist() == [verdict]


def test_columns_of_a_printed_table_have_the_names_that_authors_give(tmp_path):
    """Means and SDs by time, Sig. (2-tailed) and the test of ranks beside it."""
    path = tmp_path / "table.csv"
    path.write_text(
        "Table 2: results,,,,,,\n"
        "Question,M pre,Post SD,Mean (post),Sig. (2-tailed),Asymp. Sig. (2-tailed),Effect\n"
        "extra,0.75,2.00,2.33,.003,.008,1.28\n"
    )
    found = linked.read_printed_table(str(path), columns={"d": "Effect"})
    assert set(found) == {
        *("item", "mean_before", "sd_after", "mean_after", "p", "p_ranks", "d")
    }  # fmt: skip
    assert set(linked.given_back(found, *sleepers())["verdict"]) == {"reproduced"}
    with pytest.raises(files.FileError, match="found 'sleep', and the answers are to 'extra'"):
        linked.given_back(found.assign(item="sleep"), *sleepers())


def test_ranks_of_means_of_three_questions_are_those_of_their_sums():
    """Thirds are whole numbers once multiplied by three."""
    rng = np.random.default_rng(5)
    first, last = (pd.DataFrame(rng.integers(1, 6, (14, 3)).astype(float)) for _ in range(2))
    mean = linked.changes(*(side.mean(axis=1).to_frame("all") for side in (first, last)))
    total = linked.changes(*(side.sum(axis=1).to_frame("all") for side in (first, last)))
    assert mean["p_value"].tolist() == total["p_value"].tolist()
    assert 0 < mean["p_value"][0] < 1


def test_nobody_who_answered_twice_is_nobody_to_compare():
    """Names that do not match are the usual reason."""
    first = pd.DataFrame({"Q1": [1.0, 2]}, index=["a", "b"])
    with pytest.raises(ValueError, match="fewer than two"):
        linked.changes(first, first.set_axis(["c", "d"]))


def test_answers_that_nobody_changed_have_no_test_and_no_spread():
    """A p of one, and figures that cannot be worked out are left out."""
    same = pd.DataFrame({"Q1": [3.0, 3, 3], "Q2": [1.0, 2, 3]})
    assert linked.changes(same, same)["p_value"].tolist() == [1.0, 1.0]
    found = linked.routes(same["Q1"], same["Q1"])
    assert found["t"] == [] and found["z"] == [] and found["n"][0] == (3.0, "")


# The report ----------------------------------------------------------------------------------


def test_the_report_counts_whoever_answered_twice():
    """The invented teachers, counted here from their rows."""
    answers = linked.invented_answers(seed=1)
    twice = (answers.groupby("teacher")["time"].nunique() == 2).sum()
    assert f"{twice} people answered both times" in brief("linked_survey/invented")
    (table,) = frames("linked_survey/invented", "People who moved, and")
    assert (table[["Up", "Same", "Down"]].sum(axis=1) <= twice).all()


@pytest.mark.parametrize(
    ("estimates", "verdicts"),
    [
        ([(0.5, 0.01, 0), (0.4, 0.02, 0)], ["supported", "supported", "supported"]),
        ([(0.5, 0.01, 1), (0.1, 0.50, 0)], ["supported", "undetermined", "contradicted"]),
        ([(-0.5, 0.01, 4), (0.1, 0.50, 0)], ["undetermined", "contradicted", "contradicted"]),
    ],
)
def test_readings_go_by_all_questions_together(estimates, verdicts):
    """Some better, all better, nobody worse."""
    table = pd.DataFrame(estimates, columns=["estimate", "p_adjusted", "worse"])
    found = linked_answers_said.readings(table, confidence_level=0.95)
    assert found["verdict"].tolist() == verdicts
