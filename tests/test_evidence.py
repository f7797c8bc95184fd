"""The coded matrix: states, documents, agreement, confidence, and what follows from them."""

import pandas as pd
import pytest

from partnership_evaluation import citations, tables
from partnership_evaluation.figures import evidence as figures_evidence
from partnership_evaluation.questions import (
    evidence,
    evidence_conclusions,
    evidence_confidence,
    evidence_dangers,
    evidence_findings,
)

ALL = evidence.read("all")


# The tables ----------------------------------------------------------------------------------


def test_every_theme_is_coded_once_for_every_case_study():
    """37 themes in 16 case studies."""
    cells = tables.read("evidence")
    assert len(cells) == len(tables.read("themes")) * len(tables.read("cases")) == 592
    assert not cells.duplicated(["theme", "case"]).any()


def test_a_cell_has_a_place_exactly_when_something_was_found():
    """Present and absent have a locator and a remark, silence has neither."""
    cells = tables.read("evidence")
    found = cells["state"].isin(["present", "absent"])
    assert cells.loc[found, ["locator", "note"]].notna().all(axis=None)
    assert cells.loc[~found, "locator"].isna().all()
    assert cells.loc[cells["state"] == "not_asked", "note"].notna().all()


def test_direction_and_basis_belong_to_impacts_that_are_stated():
    """Both or neither, and only for impacts; an absent impact has no direction but none."""
    cells = tables.read("evidence").merge(tables.read("themes")[["theme", "kind"]], on="theme")
    stated = (cells["kind"] == "impact") & cells["state"].isin(["present", "absent"])
    assert (cells["direction"].notna() == stated).all()
    assert (cells["basis"].notna() == stated).all()
    absent = cells[stated & (cells["state"] == "absent")]
    assert set(absent["direction"]) == {"none"}


def test_agreed_cells_are_those_on_which_the_two_coders_gave_the_same_state():
    """The column follows from the two codings."""
    coded = tables.read("evidence").merge(tables.read("evidence_coders"), on=["theme", "case"])
    same = coded["first_state"] == coded["second_state"]
    assert ((coded["agreed"] == "yes") == same).all()


def test_agreed_states_were_kept():
    """Settling changed only what was disputed."""
    coded = tables.read("evidence").merge(tables.read("evidence_coders"), on=["theme", "case"])
    agreed = coded[coded["agreed"] == "yes"]
    assert (agreed["state"] == agreed["first_state"]).all()


# Documents -----------------------------------------------------------------------------------


def coding(rows):
    """Make a coding of one theme from (case, document, state)."""
    cells = pd.DataFrame(rows, columns=["case", "source", "state"])
    cells = cells.assign(theme="trust", kind="condition", label="Trust", name=cells["case"])
    themes = pd.DataFrame({"theme": ["trust"], "kind": ["condition"], "label": ["Trust"]})
    documents = {source: source for source in dict.fromkeys(cells["source"])}
    return evidence.Coding("all", cells.assign(document=cells["source"]), themes, documents)


def test_a_document_states_a_theme_when_any_of_its_case_studies_does():
    """Present before absent, absent before silence."""
    made = coding(
        [
            ("a", "x", "absent"),
            ("b", "x", "present"),
            ("c", "y", "not_mentioned"),
            ("d", "y", "absent"),
            ("e", "z", "not_asked"),
        ]
    )
    assert made.by_document().loc["trust"].tolist() == ["present", "absent", "not_asked"]
    row = made.recurrence().iloc[0]
    assert row[["Documents", "Denied in", "Silent", "Case studies", "In one"]].tolist() == [
        1,
        1,
        1,
        1,
        1,
    ]


def test_counting_documents_and_counting_case_studies_are_different_things():
    """Earlier work is stated in all five documents but in half of the case studies."""
    table = ALL.recurrence("condition").set_index("Theme")
    assert table.loc["Earlier work together", ["Documents", "Case studies"]].tolist() == [5, 8]
    assert table.loc["Protected time and cover", ["Documents", "Case studies"]].tolist() == [3, 14]


def test_the_matrix_of_each_kind_has_a_tile_for_every_state():
    """Words with blanks, each of them known to the drawing."""
    for kind in evidence.KINDS:
        assert set(ALL.matrix(kind).to_numpy().ravel()) <= set(evidence.TILES)


def test_an_unknown_case_study_is_refused_with_the_list():
    """The error names those that were coded."""
    with pytest.raises(evidence.EvidenceError, match=r"found 'wroxam'. Known: all, .*wroxham"):
        evidence.read("wroxam")


def test_a_case_study_is_held_against_the_documents_it_does_not_come_from():
    """Four others for each; the twelve case studies of one report leave out that report."""
    rest = evidence_findings.beside(ALL, case="wroxham")
    assert (rest["others"] == 4).all()
    assert (rest[["stated", "denied", "open"]].sum(axis=1) == 4).all()
    assert rest.loc["inspection-outcome", "stated"] == 0


# Agreement -----------------------------------------------------------------------------------


def test_kappa_is_that_computed_by_hand():
    """571 of 592 cells agree; margins 381, 10, 196, 5 and 396, 11, 180, 5 give 0.9243."""
    chance = (381 * 396 + 10 * 11 + 196 * 180 + 5 * 5) / 592**2
    by_hand = (571 / 592 - chance) / (1 - chance)
    coders = tables.read("evidence_coders")
    found = evidence.kappa(coders["first_state"], coders["second_state"], evidence.STATES)
    assert found.estimate == pytest.approx(by_hand, abs=1e-9)
    assert found.low < found.estimate < found.high <= 1


def test_kappa_compares_agreement_with_what_the_margins_would_give():
    """Observed 0.70; by chance .6 x .5 + .3 x .3 + .1 x .2 = 0.41; so 0.29 / 0.59."""
    table = {("A", "A"): 88, ("A", "B"): 14, ("A", "C"): 18,
             ("B", "A"): 10, ("B", "B"): 40, ("B", "C"): 10,
             ("C", "A"): 2, ("C", "B"): 6, ("C", "C"): 12}  # fmt: skip
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    first, second = zip(*pairs, strict=True)
    found = evidence.kappa(first, second, list("ABC"))
    assert found.estimate == pytest.approx(0.29 / 0.59) and found.n == 200


def test_one_row_of_agreement_for_each_comparison():
    """All states, three kinds, direction and basis."""
    table = evidence.agreement()
    assert table["Cells"].tolist()[:4] == [592, 288, 160, 144]
    assert len(table) == 6


# Confidence ----------------------------------------------------------------------------------


def test_every_confidence_follows_from_its_four_concerns():
    """The rule of the codebook gives each level as it stands in the table."""
    table = evidence_confidence.levels()
    columns = ["Methods", "Coherence", "Adequacy", "Relevance"]
    for _, row in table.iterrows():
        assert evidence_confidence.follows(row[columns].tolist()) == row["Confidence"], row["Theme"]


def test_themes_in_fewer_than_four_case_studies_are_not_judged():
    """They are listed by name instead."""
    rare = ALL.recurrence().query("`Case studies` < 4")["Theme"]
    assert set(evidence_confidence.unjudged()) == set(rare)


def test_the_profile_says_every_concern_in_words():
    """Only the four words of the method, one row a finding."""
    profile = evidence_confidence.profile()
    words = set(profile.drop(columns=["Finding", "Confidence"]).to_numpy().ravel())
    assert words <= set(evidence_confidence.CONCERNS)
    assert profile["Finding"].is_unique


# Conclusions and dangers ---------------------------------------------------------------------


def test_silent_documents_leave_a_conclusion_open():
    """A quantity runs from those that state a theme to those that do not deny it."""
    found = evidence_conclusions.quantities(ALL, case="independent-state")
    rest = evidence_findings.beside(ALL, case="independent-state").loc["shared-purpose"]
    assert found["shared-purpose-documents"] == (rest["stated"], rest["stated"] + rest["open"])
    assert found["failures-studied"] is None


def test_the_collection_judges_the_conclusions_of_every_case_study():
    """As many as the case studies together; places begin with the case study."""
    cases = ["independent-state", "jurassic-coast", "school-collaboration", "wroxham"]
    parts = [evidence_conclusions.judged(evidence.read(case)) for case in cases]
    together = evidence_conclusions.judged(ALL)
    assert len(together) == sum(map(len, parts))
    assert together["locator"].str.contains(": ").all()


def test_impacts_are_counted_by_direction_and_basis():
    """Every case study is in one direction or silent; measured and reported add up."""
    table = evidence_findings.effects(ALL)
    ways = ["Positive", "Mixed", "None", "Negative", "Silent"]
    assert (table[ways].sum(axis=1) == 16).all()
    assert (table[["Measured", "Reported"]].sum(axis=1) == 16 - table["Silent"]).all()


@pytest.mark.parametrize("case", ["all", "wroxham", "independent-state"])
def test_the_sentences_hold_numbers_for_the_collection_and_for_one_case_study(case):
    """Each has at least one."""
    for sentence in evidence_findings.sentences(evidence.read(case), documents_needed=3):
        assert any(character.isdigit() for character in sentence), sentence


def test_every_danger_has_a_size():
    """A number stands in each."""
    for danger, size in evidence_dangers.of_evidence(ALL):
        assert danger and any(character.isdigit() for character in size), size


# Figures and names ---------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_the_maps_of_the_collection_are_drawn_without_a_warning():
    """Tiles for conditions and challenges, marks for impacts."""
    more = {"columns": ALL.columns, "alt": "1 of 5.", "caption": "n = 5 documents."}
    for kind in ("condition", "challenge"):
        totals = [str(number) for number in ALL.recurrence(kind)["Documents"]]
        figure = figures_evidence.case_tiles(
            ALL.matrix(kind), states=evidence.TILES, totals=totals, highlight="eos", **more
        )
        assert figure.png.startswith(b"\x89PNG")
    impacts = ALL.recurrence("impact")
    figure = figures_evidence.effect_directions(
        ALL.cells[ALL.cells["kind"] == "impact"],
        order=list(impacts["Theme"]),
        totals=[str(number) for number in impacts["Documents"]],
        **more,
    )
    assert figure.png.startswith(b"\x89PNG")


def test_documents_are_named_by_first_author_and_year():
    """One author by surname, several with et al."""
    assert list(citations.documents().values()) == [
        "Rea et al. (2015)",
        "Edge et al. (2009)",
        "BCPP (2019)",
        "Bourne (2017)",
        "Armstrong (2015)",
    ]
