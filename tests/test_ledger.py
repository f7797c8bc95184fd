"""The ledger as a whole: nothing is lost in counting, and what is wrong can be looked up."""

from fractions import Fraction

import pytest

from partnership_evaluation import consistency, tables, verdicts
from partnership_evaluation.questions import ledger

WORDS = [ledger.SHORT_VERDICTS[word] for word in verdicts.VERDICTS]
COLUMNS = ["What is wrong", "It could have been", "Does it matter", "Where printed"]


@pytest.fixture(scope="module")
def claims():
    """The rows of every case."""
    return tables.claims("all")


@pytest.fixture(scope="module")
def judged(claims):
    """The verdicts on all of them."""
    return verdicts.of_claims(claims)


@pytest.fixture(scope="module")
def names():
    """The name of every case study."""
    cases = tables.read("cases")
    return dict(zip(cases["case"], cases["name"], strict=True))


@pytest.fixture(scope="module")
def found(claims):
    """The findings on all of them."""
    return ledger.findings(claims)


@pytest.fixture(scope="module")
def audit(claims):
    """The same, as the audit lists them."""
    return consistency.audit(claims)


# Counting ------------------------------------------------------------------------------------


def counted(table, first):
    """Check the sums of a table of counts and return its rows without the last."""
    assert table.columns.tolist() == [first, "Printed", *WORDS]
    assert table[WORDS].sum(axis=1).tolist() == table["Printed"].tolist()
    rows, last = table.iloc[:-1], table.iloc[-1]
    assert last[first] == "All"
    assert rows[["Printed", *WORDS]].sum().tolist() == last[["Printed", *WORDS]].tolist()
    assert rows["Printed"].is_monotonic_decreasing
    return rows.set_index(first)


def test_every_printed_number_is_counted_once_by_case(claims, judged, names):
    """Each case with the numbers of its own, the longest first."""
    rows = counted(ledger.by_case(claims, judged, names), "Case study")
    assert rows["Printed"].sum() == len(claims)
    expected = claims["case"].map(names).value_counts()
    assert rows["Printed"].to_dict() == expected.to_dict()


def test_every_printed_number_is_counted_once_by_kind(claims, judged):
    """Each kind has its words, and no kind is left out."""
    rows = counted(ledger.by_kind(claims, judged), "Kind")
    assert rows["Printed"].sum() == len(claims)
    expected = claims["kind"].map(ledger.KIND_WORDS).value_counts()
    assert rows["Printed"].to_dict() == expected.to_dict()


def test_the_counts_of_a_verdict_are_those_of_the_verdicts(claims, judged, names):
    """By kind and by case they come to the same."""
    wanted = [int((judged["verdict"] == word).sum()) for word in verdicts.VERDICTS]
    for table in (ledger.by_kind(claims, judged), ledger.by_case(claims, judged, names)):
        assert table[WORDS].iloc[-1].tolist() == wanted


def test_a_case_is_counted_alone_as_among_all(claims, judged, names):
    """One row and its sum."""
    alone = tables.claims("camden")
    table = ledger.by_case(alone, verdicts.of_claims(alone), names)
    together = ledger.by_case(claims, judged, names).set_index("Case study")
    assert len(table) == 2
    row = table.iloc[0]
    assert row["Printed"] == 66
    assert row[WORDS].tolist() == together.loc[names["camden"], WORDS].tolist()


def test_nothing_printed_is_counted_as_nothing(claims, judged):
    """An empty ledger has a sum of 0 and every column."""
    table = ledger.by_kind(claims.iloc[:0], judged.iloc[:0])
    assert table.iloc[-1].tolist() == ["All", 0, 0, 0, 0, 0]


def test_a_case_without_a_name_is_not_lost():
    """The sum is still that of all rows."""
    alone = tables.claims("camden")
    table = ledger.by_case(alone, verdicts.of_claims(alone), {})
    assert table["Printed"].iloc[-1] == len(alone)


# What is wrong -------------------------------------------------------------------------------


def test_four_percentages_of_camden_are_not_those_of_sixteen_teachers():
    """35, 11, 28 and 65 per cent: tried with every count from 0 to 16 and every rounding."""
    claims = tables.claims("camden")
    found = ledger.findings(claims)
    assert found["Where printed"].tolist() == [
        "Impact, paragraph 4",
        "Impact, paragraph 6",
        "Impact, paragraph 14",
        "Impact, paragraph 15",
    ]
    shares = claims[(claims["kind"] == "percent") & (claims["n"] == 16)]
    impossible = [
        row["printed"]
        for _, row in shares.iterrows()
        if all(abs(Fraction(100 * k, 16) - Fraction(row["value"])) >= 1 for k in range(17))
    ]
    assert impossible == ["35 per cent", "11 per cent", "28 per cent", "65 per cent"]
    for printed, sentence in zip(impossible, found["What is wrong"], strict=True):
        assert f"'{printed}'" in sentence and "no whole number out of 16 gives it" in sentence


def test_the_nearest_possible_percentage_is_offered():
    """6 of 16 is 37.5, 2 is 12.5, 4 is 25 and 10 is 62.5 per cent; halves go up."""
    found = ledger.findings(tables.claims("camden"))
    assert found["It could have been"].tolist() == ["38", "13", "25", "63"]


def test_the_findings_are_those_of_the_audit_with_their_place(claims, found, audit):
    """None is lost, and each can be looked up."""
    assert found.columns.tolist() == ["Case", *COLUMNS]
    assert sorted(found["What is wrong"]) == sorted(audit["explanation"])
    places = claims.set_index("claim")["locator"]
    expected = zip(audit["case"], audit["explanation"], audit["claim"].map(places), strict=True)
    columns = (found[column] for column in ("Case", "What is wrong", "Where printed"))
    assert set(zip(*columns, strict=True)) == set(expected)


def test_what_matters_stands_first(claims, found, audit):
    """Material, then cosmetic, each in the order of the ledger."""
    assert found["Does it matter"].isin(["material", "cosmetic"]).all()
    assert found["Does it matter"].eq("cosmetic").is_monotonic_increasing
    order = {claim: place for place, claim in enumerate(claims["claim"])}
    material = audit[audit["severity"] == "material"]
    listed = found.loc[found["Does it matter"] == "material", "What is wrong"].tolist()
    assert listed == material["explanation"].tolist()
    assert material["claim"].map(order).is_monotonic_increasing


def test_every_number_called_not_reproducible_is_among_the_findings(judged, found):
    """With the same sentence."""
    wrong = judged.loc[judged["verdict"] == "not reproducible", "note"]
    assert set(wrong) <= set(found["What is wrong"])


def test_where_no_other_value_is_offered_none_is_shown():
    """A mean that lost its decimals can have been any of ten."""
    found = ledger.findings(tables.claims("aet"))
    lost = found["What is wrong"].str.contains("a digit seems to be missing")
    assert lost.sum() == 1
    assert found.loc[lost, "It could have been"].isna().all()


def test_a_ledger_in_order_has_no_findings():
    """An empty table with its columns; the case is not named where there is only one."""
    found = ledger.findings(tables.claims("eos"))
    assert found.empty and found.columns.tolist() == COLUMNS
