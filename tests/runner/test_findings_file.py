"""Findings in the agreed form, and findings that are not."""

from __future__ import annotations

import pytest

from report_runner.findings_file import as_text, findings_problems, verdict_counts

GOOD = {
    "schema": 1,
    "title": "t",
    "case": "c",
    "source": "s",
    "design": "d",
    "brief": [],
    "claims": [],
    "conclusions": [{"text": "x", "verdict": "supported", "reason": "y"}],
    "estimates": [],
    "cautions": [],
}


def test_findings_in_the_agreed_form_have_no_problems():
    """Parts beyond the agreed ones are allowed."""
    assert findings_problems(GOOD | {"library_version": "0.1.0"}) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "found 2"),
        ({"title": None}, "'title' is text"),
        ({"claims": "none"}, "'claims' is a list"),
        ({"claims": ["x"]}, "claims, entry 1: an entry is named parts"),
        ({"cautions": [{"danger": "x"}]}, "cautions, entry 1: 'size' is missing"),
        ({"estimates": [{**dict.fromkeys("abc"), "estimate": float("nan")}]}, "Numbers are finite"),
    ],
)
def test_what_is_not_in_the_agreed_form_is_named(change, words):
    """Each departure gives a sentence that says where it is."""
    assert any(words in problem for problem in findings_problems(GOOD | change))


def test_a_verdict_in_other_words_is_offered_the_nearest():
    """Verdicts are counted, so they must be one of the fixed words."""
    wrong = {"text": "x", "verdict": "suported", "reason": "y"}
    (problem,) = findings_problems(GOOD | {"conclusions": [wrong]})
    assert problem.endswith("found 'suported'. Did you mean 'supported'?")


def test_verdicts_are_counted_by_word():
    """Words that nothing has count nought."""
    counts = verdict_counts(GOOD)
    assert counts["conclusions"] == counts["supported"] == 1
    assert counts["claims"] == counts["not reproducible"] == counts["contradicted"] == 0


def test_the_text_is_the_same_whatever_the_order():
    """Names are sorted, letters stay as they are, a newline ends the file."""
    assert (
        as_text({"b": "é", "a": 1})
        == as_text({"a": 1, "b": "é"})
        == ('{\n  "a": 1,\n  "b": "é"\n}\n')
    )


def test_runner_and_library_agree_on_the_words():
    """The library states what the runner counts."""
    from partnership_evaluation import findings
    from report_runner import findings_file

    assert findings.MIME_TYPE == findings_file.MIME
    assert tuple(findings.CLAIM_VERDICTS) == findings_file.CLAIM_VERDICTS
    assert tuple(findings.CONCLUSION_VERDICTS) == findings_file.CONCLUSION_VERDICTS
