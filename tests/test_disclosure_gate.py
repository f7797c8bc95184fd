"""Every number of a report passes one gate, and nothing is shown before all are known."""

import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from partnership_evaluation import disclosure
from partnership_evaluation.disclosure import DisclosureError, Gate
from partnership_evaluation.exhibits import Figure, Table, finish

POLICY = disclosure.read_policy("pupils_governors")
BANDS = pd.DataFrame({"band": ["high", "middle", "low"], "n": [20, 15, 3]})


def report(gate, bands=BANDS):
    """A report of one table, a sentence and a caption."""
    table = gate.table(bands, name="Table 1", dims=["band"])
    total = gate.count(38, of={}, name="caption")
    share = gate.percent(20, n=38, of={}, having={"band": "high"}, name="prose")
    sentence = gate.text("{share} of {n} pupils were high.", share=share, n=total)
    return table, total, share, sentence


def test_nothing_is_shown_before_everything_is_known():
    """Until the gate is settled tables, counts and sentences are all symbols."""
    gate = Gate(POLICY, population="pupils")
    table, total, _, sentence = report(gate)
    assert str(sentence) == "[c] of [c] pupils were high." and f"{total:>5}" == "  [c]"
    assert (table.frame["n"] == "[c]").all() and table.numbers["n"].isna().all()
    assert "20" not in table._repr_html_()
    with pytest.raises(DisclosureError, match="settle"):
        _ = gate.publication


def test_a_settled_gate_shows_what_the_policy_allows():
    """The small band and one more are hidden, with the legend in the caption."""
    gate = Gate(POLICY, population="pupils")
    table, total, share, sentence = report(gate)
    gate.settle()
    assert str(total) == "38" and table.frame["n"].tolist() == [20, "[c]", "[c]"]
    assert str(sentence) == "53% of 38 pupils were high." and not share.is_hidden
    shown = table.exhibit(gate.text("Bands of {n} pupils.", n=total))
    assert isinstance(shown, Table)
    assert shown.caption.startswith(
        "Bands of 38 pupils. [c] confidential: the count is from 1 to 5"
    )


def test_a_settled_gate_accepts_nothing_more():
    """One more number might give the others away."""
    gate = Gate(POLICY)
    report(gate)
    gate.settle()
    with pytest.raises(DisclosureError, match="nothing more"):
        gate.count(15, of={"band": "middle"}, name="late")


def test_numbers_that_did_not_pass_are_refused():
    """In templates, in what fills them, in finished text, in tables for a spreadsheet."""
    gate = Gate(POLICY)
    table, total, *_ = report(gate)
    with pytest.raises(DisclosureError, match="'3'"):
        gate.text("Of {n} pupils 3 were low.", n=total)
    with pytest.raises(DisclosureError, match="'15'"):
        gate.text("{k} were in the middle.", k=15)
    gate.settle()
    assert gate.check("Of 38 pupils 53% were high.") and gate.check(table.frame) is not None
    with pytest.raises(DisclosureError, match="'15', '3'"):
        gate.check("15 and 3 pupils")
    with pytest.raises(DisclosureError, match="'15'"):
        gate.check(BANDS)
    assert gate.check("Year 4, 2024", plain=["Year 4", "2024"])


def test_figures_are_held_to_the_numbers_of_the_gate():
    """Alternative text and caption are prose like any other."""
    gate = Gate(POLICY)
    table, total, *_ = report(gate)
    gate.settle()
    drawing, axes = plt.subplots()
    axes.bar(table.numbers["band"], table.numbers["n"])
    alt = str(gate.text("A bar for each band of {n} pupils.", n=total))
    assert gate.figure(finish(drawing, alt=alt, caption="Bands.")).alt == alt
    with pytest.raises(DisclosureError, match="'15'"):
        gate.figure(Figure(png=b"", alt="15 in the middle.", caption="Bands."))


def test_a_second_run_shows_each_number_at_once():
    """The plan of the first run, plain data without a hidden number, says what may be shown."""
    first = Gate(POLICY, population="pupils")
    report(first)
    first.settle()
    plan = json.loads(json.dumps(first.plan))
    second = Gate(POLICY, population="pupils", plan=plan)
    table = second.table(BANDS, name="Table 1", dims=["band"])
    assert table.frame["n"].tolist() == [20, "[c]", "[c]"]
    second.count(38, of={}, name="caption")
    second.percent(20, n=38, of={}, having={"band": "high"}, name="prose")
    assert second.settle().hidden == first.publication.hidden
    with pytest.raises(DisclosureError, match="plan"):
        Gate(POLICY, population="pupils", plan=plan).count(5, of={"band": "other"}, name="new")
    with pytest.raises(DisclosureError, match="policy"):
        Gate(disclosure.read_policy("pupils_public"), plan=plan)


def test_a_plan_that_does_not_protect_the_data_fails_at_the_end():
    """Other numbers under an old plan are attacked like any report."""
    first = Gate(POLICY)
    report(first)
    first.settle()
    second = Gate(POLICY, plan=first.plan)
    second.table(BANDS.assign(n=[2, 20, 16]), name="Table 1", dims=["band"])
    second.count(38, of={}, name="caption")
    with pytest.raises(DisclosureError, match="band high"):
        second.settle()


def test_the_same_number_may_stand_in_two_places():
    """It is the same number; a different one under its name is refused."""
    gate = Gate(POLICY)
    assert gate.count(38, of={}) == gate.count(38, of={})
    with pytest.raises(ValueError, match="38 before"):
        gate.count(39, of={})


def test_without_a_policy_everything_passes():
    """Documents that were published long ago are shown as they are."""
    gate = Gate(None)
    table, total, share, sentence = report(gate)
    assert table.frame["n"].tolist() == [20, 15, 3] and str(total) == "38"
    assert str(sentence) == "53% of 38 pupils were high." and str(share) == "53%"
    assert gate.check("Any 7 numbers.") == "Any 7 numbers." and gate.settle().legend == ""


def test_means_differences_and_statistics_pass_too():
    """Each is shown or hidden with the counts that it stands on."""
    gate = Gate(disclosure.read_policy("adults_staff"), population="teachers")
    before = gate.count(12, of={"before": "good"}, name="before")
    after = gate.count(17, of={"after": "good"}, name="after")
    more = gate.difference(
        plus=[(17, {"after": "good"})], minus=[(12, {"before": "good"})], name="more"
    )
    mean = gate.mean(2.25, n=20, of={}, name="mean", minimum=1, maximum=4)
    p = gate.statistic("0.06", counts=[(12, {"before": "good"}), (17, {"after": "good"})], name="p")
    gate.settle()
    assert [str(x) for x in (before, after, more, mean, p)] == ["12", "17", "+5", "2.3", "0.06"]
