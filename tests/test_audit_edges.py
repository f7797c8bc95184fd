"""The audit at its edges: ends of wordings, ties between repeats, weights of findings, words."""

from fractions import Fraction

import pandas as pd
import pytest

from partnership_evaluation import consistency, integer_moments
from partnership_evaluation.consistency.audit_arithmetic import compute, read_relations
from partnership_evaluation.consistency.audit_corrections import best_correction
from partnership_evaluation.consistency.audit_habits import roundings_of, unlike_their_table
from partnership_evaluation.consistency.audit_quantities import read_ledger
from partnership_evaluation.rounding import Interval


def ledger(*rows):
    """Make a ledger of rows (claim, kind, value, and what else is stated)."""
    made = []
    for claim, kind, value, *more in rows:
        made.append({"claim": claim, "kind": kind, "value": value, **(more[0] if more else {})})
    return pd.DataFrame(made, dtype=object)


def everything(*rows):
    """List what was checked of these rows, in order or not."""
    return consistency.audit(ledger(*rows), include_consistent=True)


def only(*rows):
    """Return the one finding."""
    found = consistency.audit(ledger(*rows))
    assert len(found) == 1, found["explanation"].tolist()
    return found.iloc[0]


def relations_of(*rows):
    """Read the equations of these rows."""
    return read_relations(read_ledger(ledger(*rows)))[0]


def follows(rule):
    """State how a number follows from others."""
    return {"depends_on": rule}


# Labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "count", "sound"),
    [
        ("just less than half", 40, False),
        ("just less than half", 41, True),
        ("just less than half", 49, True),
        ("just less than half", 50, False),
        ("nearly all", 80, False),
        ("nearly all", 81, True),
        ("nearly all", 100, False),
        ("most", 50, False),
        ("most", 51, True),
        ("few", 0, False),
        ("few", 1, True),
        ("few", 49, True),
        ("half", 44, False),
        ("half", 45, True),
        ("half", 55, True),
        ("half", 56, False),
        ("all", 99, False),
        ("all", 100, True),
        ("none", 0, True),
        ("none", 1, False),
    ],
)
def test_a_share_in_words_has_ends(words, count, sound):
    """Of 100; only about half may be at its ends, 45 and 55, and all and none are exact."""
    found = everything(
        ("some", "count", count),
        ("everybody", "count", 100),
        ("word", "percent", "", {"printed": words, **follows("percent(some; everybody)")}),
    )
    (verdict,) = found.loc[found["rule"] == "label", "consistent"]
    assert verdict is sound


@pytest.mark.parametrize(
    ("total", "words"),
    [("", "most"), (0, "most"), (12, "a handful")],
)
def test_a_share_that_cannot_be_reckoned_is_not_judged(total, words):
    """Most of how many? The total is not printed, or nought; or the words name no share."""
    rows = [("some", "count", 6), ("everybody", "count", total, {"printed": f"all {total}"})]
    word = {"printed": words, **follows("percent(some; everybody)")}
    assert "label" not in everything(*rows, ("word", "percent", "", word))["rule"].tolist()


def test_two_words_for_one_rating_are_held_against_each_other():
    """Good in one place is not outstanding in another, and is good in a third."""
    rating = [("report", "rating", "", {"printed": "Good"})]
    again = {"printed": "good overall", **follows("same(report)")}
    other = {"printed": "outstanding", **follows("same(report)")}
    found = only(*rating, ("poster", "rating", "", again), ("letter", "rating", "", other))
    assert (found["claim"], found["rule"], found["correction"]) == ("letter", "label", "good")
    assert found["explanation"].endswith("but elsewhere it is 'good'.")


@pytest.mark.parametrize(("arrow", "findings"), [("↓", 1), ("↑", 0), ("→", 1)])
def test_an_arrow_down_points_the_other_way(arrow, findings):
    """In a table where up is more and down is less, a rise from 1 to 3 is not down."""
    rows = []
    for at, (before, after, token) in enumerate(
        [(1, 2, "↑"), (2, 1, "↓"), (3, 1, "↓"), (1, 3, arrow)]
    ):
        rows += [(f"b{at}", "grade", before), (f"a{at}", "grade", after)]
        change = {"printed": token, **follows(f"difference(a{at}; b{at})")}
        rows += [(f"c{at}", "difference", "", change)]
    found = consistency.audit(ledger(*rows))
    assert found[["claim", "correction"]].values.tolist() == [["c3", "↑"]] * findings


# Repeats -------------------------------------------------------------------------------------


def test_equally_frequent_repeats_go_to_the_one_that_follows_from_others():
    """46 is printed first, but 14 of 22 is 64."""
    found = only(
        ("text", "percent", "46", follows("same(table)")),
        ("all", "count", "22"),
        ("some", "count", "14"),
        ("table", "percent", "64", follows("percent(some; all)")),
    )
    assert (found["claim"], found["rule"], found["correction"]) == ("text", "same", "64")
    assert found["severity"] == "material"


@pytest.mark.parametrize("repeat", ["pulled", "free"])
def test_one_equation_for_and_one_against_are_no_support(repeat):
    """50 follows from one total and not from another, 70 from nothing: the repeat stays."""
    shares = "percent(some; all) | percent(some; more)"
    routes = {"pulled": shares, "free": ""}
    routes[repeat] = f"{routes[repeat]} | same({({*routes} - {repeat}).pop()})"
    values = {"pulled": "50", "free": "70", "some": 10, "all": 20, "more": 90}
    rows = [
        (name, "percent" if name in routes else "count", value, follows(routes.get(name, "")))
        for name, value in values.items()
    ]
    found = consistency.audit(ledger(*rows))
    assert set(found.loc[found["rule"] == "same", "claim"]) == {*routes} - {repeat}


def test_how_repeats_are_linked_does_not_support_any_of_them():
    """7 repeats a 5, a 5 repeats that 7, a 7 that 5: in a chain the ends are no better."""
    found = consistency.audit(
        ledger(
            ("a", "count", "5"),
            ("b", "count", "7", follows("same(a)")),
            ("c", "count", "5", follows("same(b)")),
            ("d", "count", "7", follows("same(c)")),
        )
    )
    assert found[["claim", "correction"]].values.tolist() == [["a", "7"], ["c", "7"]]


def test_a_repeat_with_fewer_decimals_is_rounded_and_not_exact():
    """66.7 and 67 are one number printed twice."""
    every = everything(("a", "percent", "66.7"), ("b", "percent", "67", follows("same(a)")))
    assert set(every["status"]) == {"rounded"}
    assert every["consistent"].all()


@pytest.mark.parametrize(("kinds", "values"), [("rp", ("0.25", "25")), ("pr", ("25", "0.25"))])
def test_a_ratio_and_a_percentage_can_be_the_same(kinds, values):
    """0.25 is 25 per cent, whichever comes second."""
    names = {"r": "ratio", "p": "percent"}
    first, second = [(names[kind], value) for kind, value in zip(kinds, values, strict=True)]
    rows = [("a", *first), ("b", *second, follows("same(a)"))]
    assert set(everything(*rows)["status"]) == {"exact"}


# How much a finding weighs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "parts", "printed", "severity"),
    [
        ("amount", (60, 40), 105, "cosmetic"),
        ("amount", (60, 40), 106, "material"),
        ("count", (200, 100), 303, "cosmetic"),
        ("count", (200, 100), 304, "material"),
        ("percent", (20, 30), 54, "cosmetic"),
        ("percent", (20, 30), 56, "material"),
    ],
)
def test_a_finding_is_material_from_a_limit_on(kind, parts, printed, severity):
    """More than 5 per cent of an amount, 1 per cent of a count, 5 points of a percentage."""
    rows = [
        (name, kind, f"{part}.00" * (kind == "percent") or part)
        for name, part in zip("ab", parts, strict=True)
    ]
    value = f"{printed}.00" if kind == "percent" else printed
    assert only(*rows, ("total", kind, value, follows("sum(a; b)")))["severity"] == severity


def test_a_percentage_of_another_total_is_cosmetic():
    """25 is right for 20 of 80, though 15 points off for the 20 of 50 it is said to be of."""
    counts = [(name, "count", value) for name, value in (("k", 20), ("n", 50), ("m", 80))]
    found = only(*counts, ("p", "percent", "25", follows("percent(k; n) | percent(k; m)")))
    assert found["severity"] == "cosmetic"
    assert found["explanation"].endswith("; it is right for 20 of 80.")


def test_a_mean_of_all_is_weighed_by_the_nearest_end():
    """Parts average 37 to 38: 39 is less than 5 per cent off, 41 is not."""
    for printed, severity in (("39", "cosmetic"), ("41", "material")):
        parts = [("heads", 45, 5), ("deputies", 45, 3), ("assistants", 43, 4), ("teachers", 30, 11)]
        shared = {"subject": "age", "unit": "years"}
        rows = [("all", "mean", printed, {"group": "", "n": 23, **shared})]
        rows += [(name, "mean", age, {"group": name, "n": n, **shared}) for name, age, n in parts]
        found = only(*rows)
        assert (found["possible"], found["severity"]) == ("37 to 38", severity)


@pytest.mark.parametrize(
    ("value", "printed"), [("1.67", None), ("1.76", None), ("1.77", "1.67"), ("1.60", "1.67")]
)
def test_two_groups_are_weighed_by_their_sizes(value, printed):
    """10 of mean 1.0 and 20 of mean 2.0: 1.67, up to 1.76 where digits were cut off."""
    shared = {"subject": "score", "unit": "months"}
    rows = [("all", "mean", value, {"n": 30, "group": "all", **shared})]
    for group, mean, n in (("a", "1.0", 10), ("b", "2.0", 20)):
        rows += [(group, "mean", mean, {"group": group, "n": n, **shared})]
    found = consistency.audit(ledger(*rows))
    found = found[found["rule"] == "parts and whole"]
    assert found["correction"].tolist() == ([printed] if printed else [])


def test_what_a_whole_could_be_has_its_decimals():
    """2.00 for ten and 3.00 for ten average 2.50, not 2.5."""
    shared = {"subject": "gain", "unit": "months"}
    rows = [("all", "mean", "2.60", {"n": 20, "group": "all", **shared})]
    rows += [("a", "mean", "2.00", {"n": 10, "group": "a", **shared})]
    rows += [("b", "mean", "3.00", {"n": 10, "group": "b", **shared})]
    found = only(*rows)
    assert (found["possible"], found["correction"]) == ("2.50", "2.50")


# What is left alone --------------------------------------------------------------------------


def test_everybody_is_not_more_than_everybody():
    """22 of 22 is in order, 23 of 22 is not."""
    assert consistency.audit(ledger(("k", "count", "22", {"n": 22}))).empty
    assert only(("k", "count", "23", {"n": 22}))["possible"] == "at most 22"


def test_parts_of_which_one_has_no_size_are_not_averaged():
    """10 and an unknown number cannot be weighed."""
    shared = {"subject": "score", "unit": "points"}
    rows = [("all", "mean", "3.0", {"n": 30, **shared})]
    rows += [("a", "mean", "1.0", {"group": "a", "n": 10, **shared})]
    rows += [("b", "mean", "2.0", {"group": "b", **shared})]
    assert "parts and whole" not in everything(*rows)["rule"].tolist()


def test_one_group_is_not_the_parts_of_a_whole():
    """A mean of ten of the ten may be of another list; two groups of ten are parts."""
    shared = {"subject": "score", "unit": "months", "n": 10}
    rows = [("all", "mean", "3.0", {"group": "all", **shared})]
    rows += [("a", "mean", "2.0", {"group": "teachers", **shared})]
    assert "parts and whole" not in everything(*rows)["rule"].tolist()


def test_empty_cells_are_as_good_as_empty_text():
    """A table read from a file has missing values where nothing was printed."""
    rows = [("all", "count", 22), ("some", "count", 14.0)]
    rows += [("share", "percent", "46", {"printed": None, **follows("percent(some; all)")})]
    blank, full = ledger(*rows), ledger(*rows).fillna("")
    assert blank.isna().any(axis=None)
    pd.testing.assert_frame_equal(consistency.audit(blank), consistency.audit(full))


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [("about 40", 30, 50), ("just over 40", 40, 50), ("almost 40", 30, 40)],
)
def test_a_rough_figure_is_a_quarter_off_at_most(words, low, high):
    """About 40 leaves room from 30 to 50, just over 40 or almost 40 for half of that."""
    about = ("rough", "count", "40", {"printed": words})
    for value in (low - 1, low, high, high + 1):
        every = everything(about, ("listed", "count", value, follows("same(rough)")))
        assert set(every["consistent"]) == {low <= value <= high}


def test_an_equation_with_a_missing_number_is_on_no_list():
    """Neither the part nor the whole can be checked when the other part is not printed."""
    rows = [
        ("a", "count", 24, follows("sum(b; c)")),
        ("b", "count", 17, follows("difference(a; c)")),
    ]
    assert everything(*rows, ("c", "count", "", {"printed": "several"})).empty


def test_rounding_up_covers_a_number_that_cutting_off_explains_as_well():
    """61 of 78: 47 rounded up or 48 cut off; the others round up, and one does not cut off."""
    rows = []
    for at, (k, n, percent) in enumerate([(19, 22, 87), (1, 3, 34), (1, 7, 15), (13, 15, 87)]):
        rows += [(f"k{at}", "count", k), (f"n{at}", "count", n)]
        rows += [(f"p{at}", "percent", str(percent), follows(f"percent(k{at}; n{at})"))]
    assert consistency.audit(ledger(*rows, ("x", "percent", "61", {"n": 78}))).empty


def test_only_differences_have_the_habit_of_their_table():
    """Seven sums of which one is 0.04 off, as hidden digits may be: nothing to see."""
    after, sums = ["3.61", "3.72", "3.83", "3.94", "4.15", "4.26", "4.37"], range(7)
    printed = ["7.11", "7.22", "7.33", "7.44", "7.65", "7.76", "7.91"]
    rows = [(f"a{at}", "mean", after[at]) for at in sums] + [
        (f"b{at}", "mean", "3.5") for at in sums
    ]
    rows += [(f"d{at}", "mean", printed[at], follows(f"sum(a{at}; b{at})")) for at in sums]
    assert unlike_their_table(relations_of(*rows)) == set()


@pytest.mark.parametrize(("kind", "odd"), [("mean", 1), ("count", 0)])
def test_a_count_in_a_table_of_means_hides_no_digits(kind, odd):
    """Were 4 a mean, 4 less 3.8 would be 0.2 as the other rows go, and not 0.23."""
    before = ["3.11", "3.22", "3.33", "3.44", "3.17", "3.28", "3.45", "3.8"]
    after = [*["3.6"] * 7, "4"]
    changes = ["0.49", "0.38", "0.27", "0.16", "0.43", "0.32", "0.15", "0.23"]
    rows = []
    for at, (one, other, change) in enumerate(zip(before, after, changes, strict=True)):
        rows += [(f"b{at}", "mean", one), (f"a{at}", kind if other == "4" else "mean", other)]
        rows += [(f"d{at}", "difference", change, follows(f"difference(a{at}; b{at})"))]
    assert len(unlike_their_table(relations_of(*rows))) == odd


def test_rows_with_all_their_digits_say_nothing_of_zeros():
    """Twelve differences of two decimals, and one of 3.6, which alone may have lost a digit."""
    rows = []
    for at in range(12):
        rows += [(f"b{at}", "mean", f"3.{at + 21}"), (f"a{at}", "mean", "3.96")]
        route = follows(f"difference(a{at}; b{at})")
        rows += [(f"d{at}", "difference", f"0.{75 - at}", route)]
    rows = [row for row in rows if not str(row[2]).endswith("0")]
    kept = {row[0] for row in rows}
    rows = [row for row in rows if {f"a{row[0][1:]}", f"b{row[0][1:]}", f"d{row[0][1:]}"} <= kept]
    short = [("b", "mean", "3.33"), ("a", "mean", "3.6")]
    odd = ("d", "difference", "0.23", follows("difference(a; b)"))
    assert unlike_their_table(relations_of(*rows, *short, odd)) == set()


def test_a_number_of_people_says_nothing_of_rounding():
    """A count is not rounded, whatever it was worked out from."""
    rows = [("share", "ratio", "0.45", {"printed": "0.45"}), ("all", "count", 22)]
    (relation,) = relations_of(*rows, ("some", "count", 10, follows("product(share; all)")))
    assert roundings_of(relation) is None


@pytest.mark.parametrize(("unit", "findings"), [("years", 0), ("points", 1)])
def test_only_answers_in_whole_numbers_must_add_up(unit, findings):
    """19 whole answers average 3.42 or 3.47; 19 ages may average 3.44."""
    claims = ledger(
        ("habit", "percent", "66.7", {"n": 3}), ("m", "mean", "3.44", {"n": 19, "unit": unit})
    )
    assert len(consistency.audit(claims)) == findings


def test_an_end_that_one_part_leaves_out_the_sum_leaves_out():
    """1 or more but below 2, and 3 exactly: 4 or more but below 5."""
    parts = [Interval(Fraction(1), Fraction(2), True, False), Interval(Fraction(3), Fraction(3))]
    assert compute("sum", parts) == Interval(Fraction(4), Fraction(5), True, False)
    assert compute("difference", parts[::-1]) == Interval(Fraction(1), Fraction(2), False, True)


def test_floor_is_a_way_of_cutting_off():
    """-0.23 becomes -0.3 where a spreadsheet rounds down."""
    rows = [("before", "mean", "3.60"), ("after", "mean", "3.37")]
    change = ("change", "difference", "-0.3", follows("difference(after; before)"))
    (relation,) = relations_of(*rows, change)
    assert roundings_of(relation) == {"truncate"}


# Corrections ---------------------------------------------------------------------------------


def test_a_complement_stated_both_ways_is_found_once():
    """64 and 38 do not make 100, whichever follows from the other."""
    assert (
        only(
            ("yes", "percent", "64", follows("complement(no)")),
            ("no", "percent", "38", follows("complement(yes)")),
        )["rule"]
        == "complement"
    )


def test_the_other_side_of_a_complement_is_corrected_where_more_speaks_for_this_one():
    """8 of 22 is 36: it is the 46 that should be 64."""
    found = only(
        ("all", "count", "22"),
        ("no", "count", "8"),
        ("yes", "percent", "46"),
        ("rest", "percent", "36", follows("complement(yes) | percent(no; all)")),
    )
    assert found["correction"] == "64 instead of 46 (yes)"


@pytest.mark.parametrize(
    ("printed", "parts", "digits"),
    [("190", (990, 1000), 1), ("1909", (990, 1000), 2), ("17", (100, 17), 1), ("46", (60, 4), 2)],
)
def test_the_cost_of_a_correction_counts_changed_digits(printed, parts, digits):
    """190 for 1990 lacks one, 1909 has two wrong, 17 for 117 lacks one, 46 for 64 has two."""
    rows = [(name, "count", part) for name, part in zip("ab", parts, strict=True)]
    (relation,) = relations_of(*rows, ("total", "count", printed, follows("sum(a; b)")))
    found = best_correction(relation, {})
    assert (found.claim, found.new, found.cost[1]) == ("total", str(sum(parts)), digits)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"all": 22, "some": 41, "rest": 8, "share": "64"}, "14 instead of 41 (some)"),
        ({"all": 32, "some": 14, "rest": 8, "share": "64"}, "22 instead of 32 (all)"),
        (
            {"all": 5000, "some": 2300, "rest": 1800, "share": "64"},
            "3200 instead of 2300 (some)",
        ),
    ],
)
def test_the_number_that_mends_two_equations_is_the_one_to_change(values, words):
    """14 of 22 are 64 per cent and leave 8, 3,200 of 5,000 leave 1,800; one was misprinted."""
    routes = {"rest": "difference(all; some)", "share": "percent(some; all)"}
    rows = [
        (name, "percent" if name == "share" else "count", value, follows(routes.get(name, "")))
        for name, value in values.items()
    ]
    found = consistency.audit(ledger(*rows))
    assert found["claim"].tolist() == ["rest", "share"]
    assert found["correction"].tolist() == [words, words]


def test_of_two_corrections_the_one_that_moves_a_number_less_is_taken():
    """120 less 50 is not 100: 150 less 50 and 120 less 20 both change a digit, 150 less of it."""
    rows = [("all", "count", 120), ("some", "count", 50)]
    found = only(*rows, ("rest", "count", 100, follows("difference(all; some)")))
    assert found["correction"] == "150 instead of 120 (all)"


def test_a_rough_figure_is_corrected_to_a_plain_one():
    """100 and 20 are 120, which leaves 40 and not over 50 where 80 remain."""
    found = only(
        ("x", "count", 100),
        ("y", "count", 20),
        ("all", "count", 120, follows("sum(x; y)")),
        ("some", "count", "50", {"printed": "over 50"}),
        ("rest", "count", 80, follows("difference(all; some)")),
    )
    assert found["correction"] == "40 instead of 50 (some)"


# Words ---------------------------------------------------------------------------------------


def test_what_a_percentage_is_possible_for_is_said_on_both_sides():
    """33 per cent of 4 is impossible; 1 of 3 and 2 of 6 give it."""
    found = only(("p", "percent", "33", {"n": 4}), ("habit", "percent", "66.7", {"n": 3}))
    assert "it would be possible for 3 or 6 people" in found["explanation"]


@pytest.mark.parametrize(("n", "said"), [(12, True), (11, False)])
def test_sizes_are_looked_for_within_five(n, said):
    """35 per cent is 6 of 17: near 12, and not near 11."""
    alone = only(("p", "percent", "35", {"n": n}), ("habit", "percent", "66.7", {"n": 3}))
    assert ("17 people" in alone["explanation"]) is said
    counts = [("k", "count", 6), ("n", "count", n)]
    found = only(*counts, ("p", "percent", "35", follows("percent(k; n)")))
    assert ("it would be right for 17." in found["explanation"]) is said


@pytest.mark.parametrize(("n", "printed", "sizes"), [(4, "33", "3"), (210, "1", "67 to 200")])
def test_a_single_person_may_be_the_share_of_fewer(n, printed, sizes):
    """1 of 4 is not 33 per cent, 1 of 210 not 1 per cent; of 3, or of up to 200, it is."""
    rows = [("k", "count", 1), ("n", "count", n)]
    found = only(*rows, ("p", "percent", printed, follows("percent(k; n)")))
    assert f"it would be right if {sizes} had answered" in found["explanation"]


@pytest.mark.parametrize(
    ("unit", "right", "wrong", "value"),
    [("sub-levels", "1.45", "3", "1.45"), ("levels", "0.48", "1", "0.48")],
)
def test_a_second_unit_is_joined_by_and_or_but(unit, right, wrong, value):
    """2.9 points is 1.45 sub-levels or 0.48 levels: so says the one, and not the other."""
    same = {"subject": "progress", "locator": "paragraph 7"}
    for again, link in ((right, "and"), (wrong, "but")):
        every = everything(
            ("points", "mean", "2.9", {"unit": "points", **same}),
            ("words", "mean", again, {"unit": unit, **same}),
        )
        (text,) = every.loc[every["rule"] == "another unit", "explanation"]
        assert f", {link} 2.9 points is {value} {unit}" in text


def test_room_for_rounding_is_said_where_an_input_was_rounded():
    """3.6 less 3.33 is 0.22 to 0.32 unrounded; 4 people less 1 are 3 and nothing else."""
    means = [("after", "mean", "3.6"), ("before", "mean", "3.33")]
    found = only(*means, ("change", "difference", "0.12", follows("difference(after; before)")))
    assert "3.6 minus 3.33 is 0.27 (0.22 to 0.32 allowing for rounding)" in found["explanation"]
    mixed = [("after", "mean", "3.6"), ("before", "amount", "3")]
    found = only(*mixed, ("change", "difference", "0.90", follows("difference(after; before)")))
    assert "3.6 minus 3 is 0.6 (0.55 to 0.65 allowing for rounding)" in found["explanation"]
    counts = [("all", "count", "4"), ("some", "count", "1")]
    found = only(*counts, ("rest", "count", "2", follows("difference(all; some)")))
    assert "allowing" not in found["explanation"]


@pytest.mark.parametrize(
    ("printed", "rest", "words"),
    [
        ("over 50", 75, "120 minus 50 is 70 or less"),
        ("up to 50", 65, "120 minus 50 is 70 or more"),
        ("about 40", 60, "120 minus 40 is 70 to 90"),
    ],
)
def test_what_follows_from_a_rough_figure_is_a_range(printed, rest, words):
    """120 in all and over 50, up to 50 or about 40 of them."""
    rows = [("all", "count", "120"), ("some", "count", printed[-2:], {"printed": printed})]
    found = only(*rows, ("rest", "count", rest, follows("difference(all; some)")))
    assert words in found["explanation"]
    assert "allowing for rounding" not in found["explanation"]


@pytest.mark.parametrize(("kind", "meant"), [("diff", "difference"), ("percnt", "percent")])
def test_a_shortened_kind_is_recognised(kind, meant):
    """Half of a long name is enough for a hint."""
    with pytest.raises(ValueError, match=f"did you mean '{meant}'"):
        consistency.audit(ledger(("a", kind, "1")))


def test_an_average_is_called_an_average():
    """3 and 4 average 3.5, not 3.8."""
    rows = [("a", "amount", "3"), ("b", "amount", "4")]
    found = only(*rows, ("m", "mean", "3.8", follows("mean(a; b)")))
    assert "the average of 3, 4 is 3.5" in found["explanation"]


def test_a_token_that_was_not_copied_is_quoted_from_the_value():
    """One row has its token, the other only its value."""
    found = consistency.audit(
        ledger(
            ("a", "percent", "35", {"n": 16, "printed": "35%"}), ("b", "percent", "35", {"n": 16})
        )
    )
    assert found["printed"].tolist() == ["35%", "35"]
    for text, token in zip(found["explanation"], ("35%", "35"), strict=True):
        assert f"prints '{token}'" in text


def test_the_only_possible_deviation_is_named_in_the_singular():
    """57 whole answers with the mean 1.2 have a deviation of 0.4 or more."""
    found = only(
        ("habit", "percent", "66.7", {"n": 3}),
        ("m", "mean", "1.2", {"sd": "0.3", "n": 57, "unit": "points"}),
    )
    assert "the nearest possible is 0.4" in found["explanation"]


# Means and deviations ------------------------------------------------------------------------


def test_two_answers_have_limits_of_their_deviation():
    """1 and 2 are the only two answers of mean 1.5: half a unit from it, 1 / sqrt(2) in all."""
    limits = consistency.sd_limits("1.5", n=2, low=1, high=5)
    assert (limits.low, limits.high) == pytest.approx((0.5**0.5, 0.5**0.5))


def test_decimals_of_numbers_belong_to_mean_and_deviation_in_turn():
    """7 of 15 is 0.47: printed 0.5, and not 0.50."""
    for decimals, sound in (((1, 2), True), ((2, 2), False)):
        assert consistency.debit(0.5, 0.52, n=15, decimals=decimals).consistent is sound
        found = consistency.grimmer(0.5, 0.52, n=15, low=0, high=1, decimals=decimals)
        assert found.consistent is sound


def test_the_nearest_deviations_lie_on_either_side():
    """Two answers of mean 1 are 14 or 16 apart: 9.9 or 11.3, and nothing between."""
    assert consistency.grimmer("1.0", "10.0", n=2).possible == ("9.9", "11.3")


def test_the_nearest_deviation_below_is_the_largest_number_and_not_the_last_word():
    """20, 20, 16, 0, 0, 0 have 10.3; other sums that print as 9 end at 9.9."""
    found = consistency.grimmer("9", "10.6", n=6, low=0, high=20, rounding="half_up")
    assert found.possible == ("10.3",)


def test_somebody_not_answering_is_likelier_than_digits_cut_off():
    """16 per cent of 59 is 10 cut off (16.9), or 9 of the 58 who answered (15.5)."""
    found = consistency.denominators(["16"], min_n=59, max_n=59)
    assert found.explanation == "59 people: 58 answered for 16."


def test_nobody_is_left_out_where_that_does_not_save_a_cut():
    """1 of 53 is 1.89 cut off; of the 52 without one of them it would be cut off as well."""
    found = consistency.denominators(["1"], min_n=53, max_n=53)
    assert found.explanation == "53 people: everybody answered for 1; 1 cut off."


def test_cutting_off_means_is_a_habit_or_a_slip():
    """11 thirds are 3.66 where all digits are cut off, and not beside a 3.67."""
    cut_off, rounded = (
        (name, "mean", value, {"n": 3, "scale": "1-5"})
        for name, value in (("a", "3.66"), ("b", "3.67"))
    )
    assert consistency.audit(ledger(cut_off)).empty
    assert only(cut_off, rounded)["claim"] == "a"


def test_what_only_too_large_a_table_would_decide_is_left_open(monkeypatch):
    """1, 2 and 3 have the mean 2 and the deviation 1; without the table nobody can say."""
    pair = {"n": 3, "low": 1, "high": 3}
    assert consistency.grimmer("2.0", "1.0", **pair).consistent is True
    monkeypatch.setattr(integer_moments, "CELL_LIMIT", 0)
    found = consistency.grimmer("2.0", "1.0", **pair)
    assert found.consistent is None
    assert found.explanation.endswith("is possible for 3 whole-number answers cannot be decided.")


def test_a_percentage_has_neighbours_from_none_on():
    """3 per cent of 4 is nobody or 1."""
    assert consistency.grim_percent("3", n=4).possible == ("0", "25")


def test_a_percentage_of_several_sizes_or_unknown_decimals_is_told_as_such():
    """Half is possible for 2 and not for 3; 33.3, typed as a number, may have been 33.30."""
    several = consistency.grim_percent("50", n=[2, 3])
    assert several.explanation == "50 is possible with these of the sample sizes tried: 2."
    unknown = consistency.grim_percent(33.3, n=3)
    assert unknown.consistent is None
    assert "without the number of decimals" in unknown.explanation


def test_the_total_of_several_items_is_over_people_times_items():
    """Two people and three items: 11 over 6 is 1.83."""
    found = consistency.grim("1.83", n=2, items=3)
    assert found.explanation.startswith("1.83 is possible: a total of 11 over 6 prints so.")
    assert consistency.grim("1.85", n=2, items=3).possible == ("1.83", "2.00")


def test_a_deviation_of_the_next_whole_number_is_not_among_those_that_might_have_failed():
    """Three answers of mean 2: 2, 2, 2 has 0.0 and 1, 2, 3 has 1.0; nine of 0.0 to 0.9 fail."""
    assert consistency.grimmer("2.0", "0.5", n=3).failure_rate == pytest.approx(0.9)


@pytest.mark.parametrize("items", [0, 1.5])
def test_no_items_or_half_an_item_cannot_be_averaged(items):
    """The message names what was given."""
    with pytest.raises(ValueError, match=f"`items` must be a whole number .* found {items}"):
        consistency.sd_limits("1.5", n=4, low=1, high=3, items=items)
