"""Reports on what documents print in other ways, each number counted again from the table.

Who took part, percentages without numbers of people, one word or one person behind a rating, and
surveys of which little is printed.
"""

from fractions import Fraction
from math import ceil, floor

import pytest

from partnership_evaluation import tables
from tests.notebook_runs import brief, run

HALF = Fraction(1, 2)


def conclusions(job):
    """Return the verdicts of a report, in their order."""
    return [row["verdict"] for row in run(job).findings["conclusions"]]


def title(job):
    """Return the title of a report on one page."""
    return run(job).findings["summary"]["title"]


def test_one_school_too_many_in_the_united_kingdom_and_one_country_too_few():
    """Table 1 has 29 case studies there and the text 28 schools; 15 countries are named, not 16."""
    job = "participation/north-south"
    cases = tables.read("north-south/case_studies")
    united_kingdom = int(cases.loc[cases["continent"] == "UK", "cases"].sum())
    assert f"UK schools with data: {united_kingdom}, printed 28" in brief(job)
    assert "2 of 21 sums of printed parts differ" in brief(job)
    assert conclusions(job) == ["contradicted"] * 3


def test_trios_reach_less_than_half_of_the_schools_of_the_alliance():
    """Two primary schools at least, and at most one school for every teacher but the shared one."""
    job = "participation/jurassic-coast"
    stages = tables.read("jurassic-coast/participation")
    schools = stages[stages["step"].eq("alliance") & stages["group"].isin(["secondary", "primary"])]
    total = int(schools["number"].sum())
    trios = tables.read("jurassic-coast/trios").set_index("kind")
    secondary, primary = int(trios.loc["secondary", "schools"]), int(trios.loc["primary", "trios"])
    members, cultural = int(trios.loc["primary", "members"]), int(trios.loc["cultural", "trios"])
    most = secondary + members * primary + (members - 1) * cultural
    ends = f"between {(secondary + 2) / total:.3f} and {most / total:.3f}"
    assert ends in brief(job) and most / total < HALF
    assert conclusions(job)[0] == "contradicted"
    assert title(job) == "6 of 11 schools: secondary schools with trios this year"


def test_seventeen_of_eighteen_teachers_were_there_at_the_mid_point():
    """More than 85 per cent, so that staff were engaged is supported."""
    job = "participation/central-beds"
    assert "18 teachers in the triads, then 17 available" in brief(job)
    assert "(sums: 1)" in brief(job)
    assert conclusions(job) == ["supported", "undetermined", "supported"]


def prints_all(n, percents):
    """Say whether some counts of so many people print each of these percentages."""
    printed = {floor(Fraction(100 * k, n) + HALF) for k in range(n + 1)}
    return set(percents) <= printed


def test_percentages_without_people_need_at_least_so_many():
    """The smallest number that prints all of one group, found by trying each."""
    job = "survey_percentages/aet"
    shares = tables.read("aet/survey_percentages").dropna(subset=["percent"])
    for base in ("year 5 pupils", "females not enjoying writing before"):
        percents = [int(p) for p in shares.loc[shares["base"] == base, "percent"]]
        fewest = next(n for n in range(1, 500) if prints_all(n, percents))
        assert f"{base}: {fewest}" in brief(job)
    assert run(job).findings["estimates"] == []


def test_four_of_ten_people_can_be_behind_one_word():
    """With three words the most frequent is given by at least a third, rounded up."""
    job = "rating_distributions/eos"
    words = tables.read("eos/ratings")["category"].value_counts()
    listed = ", ".join(f"{words[word]} {word}" for word in ("high", "med", "low"))
    assert f"12 skills are rated with one word each: {listed}." in brief(job)
    assert f"as few as {ceil(10 / 3)} of them can stand behind it" in brief(job)
    assert title(job) == "12 skills are rated with one word each"


def test_one_head_gave_the_best_point_once_and_the_next_four_times():
    """Of fifteen schools one questionnaire is printed."""
    job = "rating_distributions/portswood"
    table = tables.read("portswood/ratings")
    given = table[table["count"] == 1]["category"].value_counts()
    assert f"{given['1']} with 1, {given['2']} with 2" in brief(job)
    assert title(job) == "One head rates 5 parts of the programme"
    assert conclusions(job).count("supported") == 2


@pytest.mark.parametrize(("questions", "people"), [(1, 6), (29, 11)])
def test_so_many_people_must_move_all_one_way(questions, people):
    """A sign test of fewer stays above the level, corrected for the questions."""
    job = "before_after_survey/fairfields"
    assert 2 * HALF**people * questions < Fraction(1, 20) <= 2 * HALF ** (people - 1) * questions
    text = f"at least {people} people" if questions == 1 else f"{people} when all {questions}"
    assert text in brief(job)
    assert title(job) == "The printed figures leave open what changed"


def test_differences_of_means_need_a_scale_and_people_who_moved():
    """A mean that fell by 2.8 needs four points; on five, at least so many must have moved."""
    job = "before_after_survey/new-river"
    table = tables.read("new-river/before_after")
    printed = [abs(Fraction(text.replace(" ", ""))) for text in table["difference"]]
    shares = [100 * (size - Fraction(1, 20)) / 4 for size in printed]
    listed = ", ".join(f"{floor(share + HALF)}%" for share in shares)
    assert f"at least {listed} of the people moved for the better" in brief(job)
    assert f"a scale of at least {ceil(max(printed)) + 1} points" in brief(job)
    assert title(job) == "4 of 4 questions have a better figure after"
