"""What a report states: fixed words, plain data, and nothing handed over half."""

import json
import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from partnership_evaluation import __version__, findings, sentences, tables
from partnership_evaluation.exhibits import Table
from report_runner import findings_file

VERDICTS = pd.DataFrame(
    {
        "claim": ["sutton-a", "sutton-b"],
        "subject": ["teachers", "visits"],
        "locator": ["Table 7", "Table 8"],
        "printed": ["5.20", "two"],
        "recomputed": ["5.20", None],
        "verdict": ["reproduced", "cannot be checked"],
        "note": ["", pd.NA],
    }
)
JUDGED = pd.DataFrame(
    {
        "conclusion": ["a"],
        "statement": ["Fewer than half moved up."],
        "locator": ["Section, paragraph 17"],
        "low": [0.5],
        "high": [0.5],
        "verdict": ["contradicted"],
        "reason": ["The share is 0.5; it would have to be below 0.5."],
    }
)


@dataclass(frozen=True)
class Result:
    """A result as any part of the library may give it."""

    estimate: object = Fraction(1, 3)
    low: object = np.float64(0.1)
    high: object = math.nan
    n: object = np.int64(12)
    method: str = "Clopper-Pearson"


@pytest.fixture
def shown(monkeypatch):
    """Collect what a notebook would display."""
    kept = []
    monkeypatch.setattr(findings, "display", kept.append)
    return kept


@pytest.fixture
def report(shown):
    """A report on a case study, with nothing in it yet."""
    return findings.Report(title="Did the grades move?", case="sutton")


@pytest.fixture
def full_report(report):
    """A report with one finding of each kind."""
    report.brief("Six of twelve moved up.", "There was no comparison group.")
    report.claims(VERDICTS, caption="Claims.")
    report.conclusions(JUDGED, caption="Conclusions.")
    report.estimate("share improved", Result(), unit="share")
    report.cautions([("few people", "12 teachers")], caption="Dangers.")
    return report


# The case study ------------------------------------------------------------------------------


def test_a_report_knows_the_design_and_the_source_of_its_case(report):
    """Both come from the tables of data/."""
    assert report.design == "before_after_paired"
    assert report.source["title"].startswith("Leadership of great pedagogy")


def test_an_unknown_case_is_refused_with_the_list():
    """Every case study stands in the error."""
    with pytest.raises(findings.FindingError, match=r"found 'suton'. Known: sutton, george-abbot"):
        findings.Report(title="?", case="suton")


@pytest.mark.parametrize("case", tables.read("cases")["case"])
def test_every_case_study_has_limits_and_a_citation(case):
    """The sentence follows from the design, the year from the document."""
    report = findings.Report(title="?", case=case)
    assert report.limits.endswith(".")
    assert report.citation.startswith("Source: ") and f"({report.source['year']})" in (
        report.citation
    )


def test_the_design_without_comparison_group_says_so():
    """Before and after alone cannot show why something changed."""
    report = findings.Report(title="?", case="sutton")
    assert "no comparison group" in report.limits
    assert report.citation == "Source: Rea et al. (2015)"


def test_every_design_that_the_data_may_name_has_its_limits():
    """A case study of a new design does not stop its report with a KeyError."""
    description = json.loads((tables.folder() / tables.DESCRIPTION).read_text(encoding="utf-8"))
    (cases,) = (one for one in description["resources"] if one["name"] == "cases")
    (design,) = (field for field in cases["schema"]["fields"] if field["name"] == "design")
    assert set(design["constraints"]["enum"]) == set(findings.LIMITS)


# Verdicts ------------------------------------------------------------------------------------


def test_words_and_type_are_the_same_where_they_are_written_and_where_they_are_read():
    """The report runner knows the same verdicts and the same kind of output."""
    assert findings.CLAIM_VERDICTS == findings_file.CLAIM_VERDICTS
    assert findings.CONCLUSION_VERDICTS == findings_file.CONCLUSION_VERDICTS
    assert findings.MIME_TYPE == findings_file.MIME


def test_every_claim_is_recorded_with_its_verdict(full_report):
    """Those that cannot be checked too."""
    claims = full_report.publish().payload["claims"]
    assert [(claim["claim"], claim["verdict"]) for claim in claims] == [
        ("sutton-a", "reproduced"),
        ("sutton-b", "cannot be checked"),
    ]


def test_claims_are_counted_in_words_and_those_that_were_checked_stand_in_a_table(report, shown):
    """Of two claims one could be recomputed, and it is reproduced."""
    report.claims(VERDICTS, caption="Claims.")
    words, table = shown
    assert words.data.startswith(
        "Printed numbers that belong to this question: 2; those that follow from"
    )
    assert isinstance(table, Table) and table.frame["Printed"].tolist() == ["5.20"]
    assert table.caption == "Claims."


@pytest.mark.parametrize("word", ["not reproducible", "reproduced with another rounding"])
def test_numbers_that_do_not_follow_stand_in_a_table_of_their_own(report, shown, word):
    """It is not folded, and comes before the table of all."""
    report.claims(VERDICTS.assign(verdict=[word, "reproduced"]), caption="Claims.")
    _, wrong, every = shown
    assert wrong.frame["Verdict"].tolist() == [word] and not wrong.folded
    assert len(every.frame) == 2 and every.folded


@pytest.mark.parametrize("word", ["Reproduced", "wrong", "supported"])
def test_a_verdict_on_a_claim_is_one_of_four_words(report, word):
    """The error lists the words there are."""
    with pytest.raises(findings.FindingError, match=f"reproduced; .*; found '{word}'"):
        report.claims(VERDICTS.assign(verdict=word), caption="Claims.")


@pytest.mark.parametrize("word", ["reproduced", "likely", "true"])
def test_a_verdict_on_a_conclusion_is_one_of_three_words(report, word):
    """The error lists the words there are."""
    with pytest.raises(findings.FindingError, match=f"undetermined; found '{word}'"):
        report.conclusions(JUDGED.assign(verdict=word), caption="Conclusions.")


def test_a_conclusion_is_recorded_in_our_words_with_its_reason(full_report):
    """Place, verdict and reason stand beside the statement."""
    (conclusion,) = full_report.publish().payload["conclusions"]
    assert conclusion == {
        "text": "Fewer than half moved up.",
        "locator": "Section, paragraph 17",
        "verdict": "contradicted",
        "reason": "The share is 0.5; it would have to be below 0.5.",
    }


# Showing and publishing ----------------------------------------------------------------------


def test_the_brief_is_shown_as_a_list(report, shown):
    """One line a sentence."""
    report.brief("First.", "Second.")
    assert [piece.data for piece in shown] == ["- First.\n- Second."]


def test_an_estimate_comes_back_to_be_shown(report):
    """Recording changes nothing."""
    result = Result()
    assert report.estimate("share", result, unit="share") is result


def test_an_estimate_is_recorded_as_plain_numbers(full_report):
    """Fractions and NumPy numbers become numbers, what is not a number becomes nothing."""
    (estimate,) = full_report.publish().payload["estimates"]
    assert estimate == {
        "name": "share improved",
        "n": 12,
        "unit": "share",
        "method": "Clopper-Pearson",
        "estimate": 0.3333333333,
        "low": 0.1,
        "high": None,
    }


@pytest.mark.parametrize(
    "fill",
    [
        lambda report: None,
        lambda report: report.brief("Something."),
        lambda report: report.claims(VERDICTS, caption="Claims."),
    ],
)
def test_a_report_without_brief_or_without_verdict_is_not_published(report, fill):
    """The error counts what there is and says what to call."""
    fill(report)
    with pytest.raises(findings.FindingError, match="Call brief, claims or conclusions first"):
        report.publish()


def test_what_is_published_is_what_the_report_runner_reads(full_report):
    """The runner finds no fault, and every output type is as JSON holds it."""
    bundle = full_report.publish()._repr_mimebundle_()
    payload = bundle[findings.MIME_TYPE]
    assert findings_file.findings_problems(payload) == []
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    assert payload["library_version"] == __version__ and payload["case"] == "sutton"


def test_what_is_published_says_how_to_cite_document_and_report(full_report):
    """Authors, year, title and publisher; title and version of the report."""
    text = full_report.publish()._repr_mimebundle_()["text/plain"]
    assert "Qing Gu (2015). Leadership of great pedagogy" in text
    assert f'notebooks {__version__}. "Did the grades move?"' in text


def test_an_infinite_limit_is_recorded_as_nothing(full_report):
    """The ratio of two shares may have no upper limit."""
    full_report.estimate("ratio", Result(high=math.inf), unit="times")
    payload = full_report.publish().payload
    json.dumps(payload, allow_nan=False)
    assert payload["estimates"][-1]["high"] is None
    assert payload["estimates"][-1]["method"] == "Clopper-Pearson (high infinite)"


# The whole collection ------------------------------------------------------------------------


def test_a_report_on_the_whole_collection_rests_on_all_documents(shown):
    """Design, limits, citation and sources speak of every case study and document."""
    report = findings.Report(title="Which conditions recur?", case="all")
    documents, cases = tables.read("sources"), tables.read("cases")
    assert report.design == "case_description"
    assert report.limits.startswith(f"{len(cases)} case studies from {len(documents)} documents")
    assert report.citation.startswith("Sources: ")
    assert all(f"({year})" in report.citation for year in documents["year"])
    report.brief("Something.")
    report.conclusions(JUDGED, caption="Conclusions.")
    published = report.publish()
    assert findings_file.findings_problems(published.payload) == []
    assert all(title in published.payload["source"] for title in documents["title"])
    assert "\n\nCite the documents: " in str(published)


# Sentences -----------------------------------------------------------------------------------

OVERCLAIM = "the programme led to better grades"


@pytest.mark.parametrize(
    "state",
    [
        lambda report: report.say(OVERCLAIM),
        lambda report: report.brief("Six moved up.", OVERCLAIM),
        lambda report: report.cautions([("few", OVERCLAIM)], caption="x"),
        lambda report: report.cautions([(OVERCLAIM, "12")], caption="x"),
        lambda report: report.conclusions(JUDGED.assign(reason=OVERCLAIM), caption="x"),
        lambda report: report.conclusions(JUDGED, caption=OVERCLAIM),
        lambda report: report.claims(VERDICTS, caption=OVERCLAIM),
        lambda report: findings.Report(title=OVERCLAIM, case="sutton"),
    ],
)
def test_a_sentence_that_claims_too_much_stops_the_report(report, state):
    """Paragraphs, the brief, cautions, reasons, captions and the title."""
    with pytest.raises(findings.SentenceError, match="found 'led to' in “the programme led"):
        state(report)


def test_what_the_document_claims_may_be_recorded(report):
    """A conclusion is the document's; so is a quotation."""
    report.conclusions(JUDGED.assign(statement=OVERCLAIM), caption="Conclusions.")
    report.say(f'The document says "{OVERCLAIM}".')


def test_the_words_of_the_cases_own_tables_may_stand_in_a_sentence(report):
    """An item of Sutton's survey names help; the sentence about it does not."""
    report.say("Helping students value their learning: 3.9, then 3.8.")
    with pytest.raises(findings.SentenceError):
        report.say("The visits helped students: 3.9, then 3.8.")


def test_a_paragraph_is_held_to_the_estimate_it_is_about(report, shown):
    """Rose for something that fell, and improved where nothing is sure."""
    fell = Result(estimate=-0.4, low=-0.6, high=-0.1)
    report.say("The share fell by 40 points.", about=fell)
    with pytest.raises(findings.SentenceError, match="sign of the estimate disagree"):
        report.say("The share rose by 40 points.", about=fell)
    with pytest.raises(findings.SentenceError, match="does not exclude no change"):
        unsure = Result(estimate=0.1, low=-0.2, high=0.5)
        report.say("Lessons improved by 10 points.", about=unsure, better="higher")
    assert len(shown) == 1


def test_the_headline_knows_the_design_and_is_recorded(full_report):
    """It says improved here only with an interval and a p-value that bear it out."""
    clear = Result(estimate=0.5, low=0.2, high=0.7)
    said = full_report.headline(
        clear, about="lesson grades", counted="6 of 12 moved up", p_values=[0.03], plural=True
    )
    assert said.startswith("Lesson grades improved: 6 of 12 moved up")
    assert full_report.publish().payload["headline"] == said
    unsure = full_report.headline(clear, about="grades", counted="6 moved", p_values=[0.03, 0.2])
    assert unsure.startswith("6 moved; that could be no more than")


def test_a_sentence_licensed_by_its_estimate_is_recorded(shown):
    """Only a randomised design can make one."""
    report = findings.Report(title="Did it work?", case="sutton")
    report.design = "randomised"
    said = sentences.change(
        Result(estimate=0.5, low=0.2, high=0.7), about="agreement", design=report.design
    )
    report.brief(said, report.limits)
    report.conclusions(JUDGED, caption="Conclusions.")
    assert "raised agreement" in said
    assert report.publish().payload["licensed"] == [said]
    with pytest.raises(findings.SentenceError):
        report.say(str(said))


def test_a_number_can_be_recorded_with_its_meaning(full_report):
    """For sentences whose number no table shows."""
    assert full_report.number(Fraction(1, 3), of="share who stayed") == Fraction(1, 3)
    numbers = full_report.publish().payload["numbers"]
    assert numbers == [{"value": 0.3333333333, "of": "share who stayed"}]


def test_the_strength_of_evidence_is_shown_and_recorded(full_report):
    """Design, people, numbers that hold, conclusions and Guskey's level, before the citation."""
    published = full_report.publish()
    said = published.payload["strength"]
    assert "without a comparison group; 12 teachers" in said
    assert "1 of the 1 printed numbers that can be checked holds" in said
    assert "of 1 conclusion 0 are supported, 0 undetermined and 1 contradicted" in said
    assert "what participants do in their work (level 4 of Guskey's five)" in said
    assert str(published).startswith(said + "\n\nCite the document")
    assert published._repr_mimebundle_()["text/markdown"].startswith(said + "\n\nCite")


def test_a_report_may_be_of_another_design_and_level_than_its_case(shown):
    """A feedback form in a case that looks before and after."""
    report = findings.Report(
        title="Was it useful?", case="sutton", design="single_group_once", outcome_level="reaction"
    )
    assert report.limits == findings.LIMITS["single_group_once"]
    assert report.strength().startswith("Strength of evidence: one group asked once;")
    assert "how participants found it (level 1" in report.strength()
    with pytest.raises(findings.SentenceError, match="did you mean 'two_groups'"):
        findings.Report(title="Was it useful?", case="sutton", design="two_group")


@pytest.mark.parametrize("case", [*tables.read("cases")["case"], "all"])
def test_every_case_has_a_line_of_strength_that_keeps_to_the_rule(case):
    """Design, people and level of every case study are known words."""
    report = findings.Report(title="What was found?", case=case)
    assert sentences.problems(report.strength(), design=report.design) == []
