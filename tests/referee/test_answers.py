"""The library's answers beside those of R: equal where both are exact, explained where not."""

import copy
import hashlib
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest

from . import comparing, r
from .cases import FILES

DIFFERENCES = comparing.read_differences()
EXPLAINED = {(row.family, row.quantity): row for row in DIFFERENCES.itertuples(index=False)}
QUANTITIES = sorted(
    {(case["family"], name) for case in comparing.questions() for name in case["answers"]}
)
EXACT = [pair for pair in QUANTITIES if pair not in EXPLAINED]
FAMILIES = [family for families in FILES.values() for family in families]
#: What the issue of the project asks for by name, and the families that must put it to R.
AWKWARD = {
    "ties": {"binomial", "two_groups", "ratings", "fourfold", "changes", "linked", "square"},
    "zeros": {"binomial", "interval", "two_groups", "fourfold", "changes", "square", "rectangle"},
    "empty grades": {"ratings", "square", "rectangle", "trend", "ordinal_logit"},
    "separation": {"two_groups", "ratings", "linked", "rectangle", "trend", "separated"},
    "n = 1": {"binomial", "interval", "two_groups", "fourfold", "changes", "square", "mixed_model"},
    "all alike": {"binomial", "two_groups", "ratings", "fourfold", "changes", "linked", "square"},
}


def label(pair):
    """Name a quantity in the list of tests."""
    return ".".join(pair)


# Recorded answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("pair", EXACT, ids=label)
def test_an_exact_answer_is_that_of_r(pair):
    """To eight digits in every question, and with an answer from both sides each time."""
    found = comparing.measured()[pair]
    assert found.apart == []
    assert (found.without_r, found.without_library) == (0, 0)
    assert found.compared > 0


@pytest.mark.parametrize("pair", EXPLAINED, ids=label)
def test_a_difference_is_as_large_as_its_row_says(pair):
    """Measured again: the largest, and how often one of the two has no answer."""
    row, found = EXPLAINED[pair], comparing.measured()[pair]
    silent = (found.without_r, found.without_library)
    assert silent == (int(row.without_r), int(row.without_library))
    if row.kind == "definition":
        assert found.apart
        assert found.largest == pytest.approx(float(row.seen), rel=0.01)
    elif row.kind == "no_answer":
        assert sum(silent) and found.apart == []
    else:
        assert found.largest <= float(row.at_most)


def test_every_difference_is_explained_once_and_in_words():
    """One row a quantity that exists, of a known kind, with both sides and the reason."""
    assert not DIFFERENCES.duplicated(["family", "quantity"]).any()
    assert set(EXPLAINED) <= set(QUANTITIES)
    assert set(DIFFERENCES["kind"]) <= {"definition", "search", "no_answer", "fault"}
    for row in EXPLAINED.values():
        assert row.library and row.r and len(row.why.split()) >= 7
        bounded = row.kind in ("search", "fault")
        assert bool(row.at_most) is bounded
        assert not bounded or float(row.at_most) <= (1e-4 if row.kind == "search" else 0.15)


def test_most_quantities_need_no_explanation_by_size():
    """What both sides work out exactly is the rule: it agrees, or R has no answer at all."""
    apart = [row for row in EXPLAINED.values() if row.kind in ("definition", "fault")]
    assert len(apart) < len(QUANTITIES) / 4


@pytest.mark.parametrize("kind", AWKWARD)
def test_awkward_questions_are_put(kind):
    """Each kind of awkward input is among the questions of the families that it can reach."""
    asked = defaultdict(set)
    for case in comparing.questions():
        asked[case["kind"]].add(case["family"])
    assert AWKWARD[kind] <= asked[kind]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_asked_more_than_its_awkward_questions(family):
    """Random questions, unless the family is awkward throughout."""
    kinds = [case["kind"] for case in comparing.questions() if case["family"] == family]
    assert len(kinds) >= 4
    assert "random" in kinds or set(kinds) == {"separation"}


def test_the_comparison_notices_the_eighth_digit_and_a_missing_answer():
    """A recorded answer, spoilt in two ways, is reported; as it stands it is not."""
    case = next(case for case in comparing.questions() if case["family"] == "binomial")
    ours = comparing.library.ask(case["family"], case["arguments"])

    def compare(theirs):
        found = comparing.Measured()
        comparing._add(found, ours["high"], theirs, case)
        return len(found.apart), found.without_r

    assert compare(case["answers"]["high"]) == (0, 0)
    assert compare(case["answers"]["high"] * (1 + 3e-8)) == (1, 0)
    assert compare(None) == (0, 1)


# The fixtures --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_the_answers_name_the_script_and_the_versions_that_made_them(name):
    """The script beside them, unchanged since, R, and the packages that the families need."""
    fixture = copy.deepcopy(comparing.fixtures()[name])
    made_by = fixture["made_by"]
    assert made_by["sha256"] == hashlib.sha256(r.SCRIPT.read_bytes()).hexdigest()
    assert {case["family"] for case in fixture["cases"]} == set(FILES[name])
    needed = {r.NEEDED[family] for family in FILES[name] if family in r.NEEDED}
    assert set(made_by) == {"R", "script", "sha256"} | needed
    assert json.dumps(made_by).count('""') == 0


# R itself ------------------------------------------------------------------------------------


def lacking(family):
    """Say what is not installed that a family needs; empty when everything is."""
    versions = r.versions()
    if not versions:
        return "R is not installed"
    package = r.NEEDED.get(family)
    if package and package not in versions:
        return f"the R package {package} is not installed"
    return ""


@pytest.fixture(scope="module", autouse=True)
def run_of_r(request):
    """Put all questions that the installed packages can answer to R, while the library answers."""
    needed = (getattr(item, "fixturenames", ()) for item in request.session.items)  # cells: none
    wanted = any("asked_again" in names for names in needed)
    questions = comparing.questions() if wanted else []
    asked = [case for case in questions if not lacking(case["family"])]
    with ThreadPoolExecutor(max_workers=1) as background:
        yield asked, background.submit(r.answer, asked) if asked else None


@pytest.fixture(scope="module")
def asked_again(run_of_r):
    """Wait for R, and sort its answers by family."""
    asked, running = run_of_r
    found = defaultdict(list)
    for case, answers in zip(asked, running.result() if running else [], strict=True):
        found[case["family"]].append((case, answers))
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_r_still_gives_the_recorded_answers(family, asked_again):
    """To eight digits; to six where R searches for a maximum."""
    reason = lacking(family)
    if reason:
        pytest.skip(reason)
    tolerance = (
        1e-6 if family in ("ordinal_logit", "mixed_model", "many_groups") else comparing.AGREEMENT
    )
    found = asked_again[family]
    assert found
    for case, answers in found:
        assert set(answers) == set(case["answers"])
        for name, recorded in case["answers"].items():
            for again, before in r.gaps(answers[name], recorded):
                assert (again is None) is (before is None), (name, case)
                if before is not None:
                    near = pytest.approx(before, rel=tolerance, abs=tolerance / 100)
                    assert again == near, (name, case)
