"""Tests of the audit of a whole ledger: what it finds, what it leaves alone, what it says."""

import random
import statistics
from fractions import Fraction

import pandas as pd
import pytest

from partnership_evaluation import consistency, tables
from partnership_evaluation.rounding import print_as

COLUMNS = ["claim", "case", "rule", "printed", "possible", "correction", "severity", "explanation"]


def ledger(*rows):
    """Make a ledger of rows (claim, kind, value, and what else is stated)."""
    made = []
    for claim, kind, value, *more in rows:
        made.append({"claim": claim, "kind": kind, "value": value, **(more[0] if more else {})})
    return pd.DataFrame(made, dtype=object).fillna("")


def only(findings):
    """Return the one finding."""
    assert len(findings) == 1, findings["explanation"].tolist()
    return findings.iloc[0]


def test_numbers_that_go_together_give_no_finding():
    """A table of counts, percentages, means and differences that is in order."""
    claims = ledger(
        ("all", "count", "22"),
        ("yes", "count", "14", {"n": 22}),
        ("no", "count", "8", {"n": 22, "depends_on": "difference(all; yes)"}),
        ("share", "percent", "64", {"n": 22, "depends_on": "percent(yes; all)"}),
        ("rest", "percent", "36", {"depends_on": "complement(share) | percent(no; all)"}),
        ("before", "mean", "3.67"),
        ("after", "mean", "3.6"),
        ("change", "difference", "-0.07", {"depends_on": "difference(after; before)"}),
    )
    assert list(consistency.audit(claims).columns) == COLUMNS
    assert consistency.audit(claims).empty
    every = consistency.audit(claims, include_consistent=True)
    assert every["consistent"].eq(True).all()
    assert set(every["status"]) == {"exact"}


def test_a_total_that_its_parts_do_not_reach_is_found():
    """17 + 3 + 4 + 5 is 29 and was printed as 28."""
    parts = [(name, "count", value) for name, value in zip("abcd", (17, 3, 4, 5), strict=True)]
    total = ("total", "count", "28", {"depends_on": "sum(a; b; c; d)", "subject": "schools"})
    found = only(consistency.audit(ledger(*parts, total)))
    assert (found["possible"], found["correction"], found["severity"]) == ("29", "29", "material")
    assert found["explanation"] == "Total prints '28' for schools, but 17 + 3 + 4 + 5 is 29."


def test_one_wrong_number_is_named_once_for_each_equation():
    """18 women and 6 men of 23, women by role 17: the women are wrong, the men are not."""
    claims = ledger(
        ("people", "count", "23", {"depends_on": "sum(women; men)"}),
        ("women", "count", "18", {"depends_on": "difference(people; men) | sum(w1; w2)"}),
        ("men", "count", "6", {"depends_on": "difference(people; women) | sum(m1; m2)"}),
        *((name, "count", value) for name, value in [("w1", 8), ("w2", 9), ("m1", 4), ("m2", 2)]),
    )
    found = consistency.audit(claims)
    assert found["claim"].tolist() == ["women", "women"]
    assert found["correction"].tolist() == ["17", "17"]


def test_a_difference_is_judged_in_three_ways():
    """Exact, possible because the inputs were rounded, or impossible."""
    means = [("before", "mean", "3.33"), ("after", "mean", "3.6")]
    statuses = {}
    for value in ("0.27", "0.23", "0.12"):
        row = ("change", "difference", value, {"depends_on": "difference(after; before)"})
        every = consistency.audit(ledger(*means, row), include_consistent=True)
        statuses[value] = every.iloc[-1][["status", "consistent"]].tolist()
    assert statuses["0.27"] == ["exact", True]
    assert statuses["0.23"] == ["rounded", True]
    assert statuses["0.12"] == ["impossible", False]


def test_a_difference_that_breaks_the_habit_of_its_table_is_cosmetic():
    """Where all others are those of the printed figures, 0.23 for 3.6 - 3.33 stands out."""
    rows = []
    for at in range(12):
        before, change = ("3.33", "0.23") if at == 0 else (f"3.{at + 10}", f"0.{50 - at}")
        where = {"locator": f"Table 9, item {at}"}
        route = {"depends_on": f"difference(a{at}; b{at})"}
        rows += [
            (f"b{at}", "mean", before, where),
            (f"a{at}", "mean", "3.6", where),
            (f"d{at}", "difference", change, where | route),
        ]
    # 3.6 - 3.20 = 0.40 would print a final zero, which this table does not do.
    rows = [row for row in rows if not row[0].endswith("10")]
    found = only(consistency.audit(ledger(*rows)))
    assert (found["claim"], found["severity"]) == ("d0", "cosmetic")
    assert "possible only because the numbers were rounded" in found["explanation"]


def test_both_sides_of_an_equation_are_listed_as_checked():
    """A part is in order as well as the whole; where it fails, only one of them is wrong."""
    route = {"depends_on": "difference(a; c)"}
    rows = [("a", "count", 24, {"depends_on": "sum(b; c)"}), ("c", "count", 7)]
    every = consistency.audit(ledger(*rows, ("b", "count", 17, route)), include_consistent=True)
    assert every[["claim", "consistent"]].to_numpy().tolist() == [["a", True], ["b", True]]
    assert every["explanation"][1] == "B prints '17'; 24 minus 7 is 17."
    wrong = ledger(*rows, ("b", "count", 18, route))
    assert len(consistency.audit(wrong)) == 1
    assert len(consistency.audit(wrong, include_consistent=True)) == 1


def test_a_repeat_that_needs_rounding_up_says_so():
    """66.3 and 67 are the same share only if both were rounded up."""
    claims = ledger(("a", "percent", "66.3"), ("b", "percent", "67", {"depends_on": "same(a)"}))
    found = only(consistency.audit(claims))
    assert found["severity"] == "cosmetic"
    assert found["explanation"].endswith("both are possible only if they were rounded up.")


def test_an_arrow_beside_other_grades_is_found():
    """A level arrow beside 3 and 2, in a table where up means a smaller number."""
    rows = []
    for at, (before, after, arrow) in enumerate(
        [(2, 1, "↑"), (2, 2, "→"), (3, 2, "→"), (3, 2, "↑")]
    ):
        where = {"locator": f"Table 7, participant {at}"}
        rows += [
            (f"b{at}", "grade", before, where),
            (f"a{at}", "grade", after, where),
            (
                f"c{at}",
                "difference",
                "",
                where | {"printed": arrow, "depends_on": f"difference(a{at}; b{at})"},
            ),
        ]
    found = only(consistency.audit(ledger(*rows)))
    assert (found["claim"], found["correction"], found["rule"]) == ("c2", "↑", "label")


def test_a_share_in_words_is_held_against_its_count():
    """Six of twelve is not just less than half; five of twelve is."""
    for count, findings in ((6, 1), (5, 0)):
        claims = ledger(
            ("up", "count", count),
            ("all", "count", 12),
            (
                "word",
                "ratio",
                "",
                {"printed": "just less than half", "depends_on": "ratio(up; all)"},
            ),
        )
        assert len(consistency.audit(claims)) == findings


def test_repeats_are_held_against_what_is_printed_most_often():
    """100 once and 90 four times: the one is reported, whatever the order."""
    rows = [("first", "percent", "100")]
    rows += [(f"p{at}", "percent", "90", {"depends_on": "same(first)"}) for at in range(4)]
    found = only(consistency.audit(ledger(*rows)))
    assert (found["claim"], found["correction"], found["severity"]) == ("first", "90", "material")
    assert "in 4 places" in found["explanation"]


def test_a_percentage_that_needs_fewer_answers_says_so():
    """19 of 83 is 22.9 per cent; 24 would be right if 78 to 80 had answered."""
    claims = ledger(
        ("k", "count", "19"),
        ("n", "count", "83"),
        ("p", "percent", "24", {"n": 83, "depends_on": "percent(k; n)"}),
    )
    found = only(consistency.audit(claims))
    assert (found["correction"], found["severity"]) == ("23", "cosmetic")
    assert found["explanation"].endswith("it would be right if 78 to 80 had answered.")


def share(name, k, n, percent):
    """Make the three rows of a percentage that is recomputed from its count."""
    route = {"depends_on": f"percent({name}-k; {name}-n)"}
    return [
        (f"{name}-k", "count", k),
        (f"{name}-n", "count", n),
        (name, "percent", percent, route),
    ]


def test_cutting_off_is_a_habit_or_a_slip():
    """66 for two thirds is in order alone, and a finding beside numbers that were rounded."""
    cut_off, rounded = share("p", 2, 3, "66"), share("q", 5, 9, "56")
    assert consistency.audit(ledger(*cut_off)).empty
    found = only(consistency.audit(ledger(*cut_off, *rounded)))
    assert (found["claim"], found["severity"]) == ("p", "cosmetic")
    assert "only if digits were cut off" in found["explanation"]


def test_rounding_up_needs_three_witnesses():
    """Two percentages rounded up are findings; three, with none against them, are a habit."""
    up = [share("p", 19, 22, "87"), share("q", 1, 3, "34"), share("r", 1, 7, "15")]
    assert consistency.audit(ledger(*up[0], *up[1]))["claim"].tolist() == ["p", "q"]
    assert consistency.audit(ledger(*up[0], *up[1], *up[2])).empty
    against = share("s", 1, 11, "9")
    assert len(consistency.audit(ledger(*up[0], *up[1], *up[2], *against))) == 3


def test_parts_of_known_size_must_average_to_the_whole():
    """45 for 5, 45 for 3, 43 for 4 and 30 for 11 do not average 41."""
    parts = [("heads", 45, 5), ("deputies", 45, 3), ("assistants", 43, 4), ("teachers", 30, 11)]
    rows = [("all", "mean", "41", {"subject": "age", "group": "", "n": 23, "unit": "years"})]
    rows += [
        (name, "mean", age, {"subject": "age", "group": name, "n": n, "unit": "years"})
        for name, age, n in parts
    ]
    found = only(consistency.audit(ledger(*rows)))
    assert (found["rule"], found["possible"]) == ("parts and whole", "37 to 38")


def test_two_halves_must_lie_on_either_side_of_the_whole():
    """Boys 1.00 and girls 1.25 cannot make 1.50 together."""
    rows = [
        (name or "all", "mean", value, {"subject": "gain", "group": name})
        for name, value in (("", "1.50"), ("male", "1.00"), ("female", "1.25"))
    ]
    assert only(consistency.audit(ledger(*rows)))["correction"] == "1.25"


def test_points_are_not_sub_levels():
    """2.9 points is 1.45 sub-levels, not almost three."""
    same = {"subject": "progress", "locator": "paragraph 7"}
    claims = ledger(
        ("points", "mean", "2.9", same | {"unit": "points"}),
        ("words", "mean", "3", same | {"unit": "sub-levels", "printed": "almost three sub levels"}),
    )
    assert "2.9 points is 1.45 sub-levels" in only(consistency.audit(claims))["explanation"]


def test_a_lost_digit_is_reported():
    """'1.' has nothing after its point."""
    claims = ledger(("girls", "mean", "1.", {"printed": "1."}))
    assert only(consistency.audit(claims))["possible"] == "1.0 to 1.9"


def test_rough_figures_are_taken_as_rough():
    """'Almost 1 in 4' of 83, 'over 50' and 'around 40' are not held to the digit."""
    claims = ledger(
        ("k", "count", 19),
        ("n", "count", 83),
        (
            "word",
            "ratio",
            "0.25",
            {"printed": "Almost 1 in 4", "depends_on": "ratio(k; n)"},
        ),
        ("more", "count", "50", {"printed": "over fifty"}),
        ("exact", "count", "57", {"depends_on": "same(more)"}),
        ("about", "count", "40", {"printed": "40 schools", "note": "stated as around"}),
        ("listed", "count", "38", {"depends_on": "same(about)"}),
    )
    assert consistency.audit(claims).empty


def test_a_users_own_list_needs_only_kind_and_value():
    """Columns kind, value, n, decimals, scale: means are tested on their scale, by row."""
    numbers = pd.DataFrame(
        {
            "kind": ["mean", "mean", "percent", "percent", "mean"],
            "value": ["3.5", "1.82", "35", "50", "5.4"],
            "n": [12, 36, 16, 16, 10],
            "decimals": [2, "", "", "", ""],
            "scale": ["1-5", "1-4", "", "", "1-5"],
        }
    )
    found = consistency.audit(numbers)
    assert found["claim"].tolist() == ["row 2", "row 3", "row 5"]
    assert found["rule"].tolist() == ["grim", "grim_percent", "scale"]


# Two of three printed as 66.7 shows that the document rounds to the nearest.
ROUNDS = ("habit", "percent", "66.7", {"n": 3})


@pytest.mark.parametrize(
    ("value", "sd", "more", "rule", "possible", "correction"),
    [
        ("3.44", "2.47", {"n": 18, "scale": "1 to 7"}, "grimmer", "2.45 or 2.48", "2.48"),
        ("1.2", "0.3", {"n": 57, "unit": "points"}, "grimmer", "0.4", "0.4"),
        ("0.36", "0.42", {"n": 39, "scale": "0 to 1"}, "debit", "0.49", "0.49"),
        ("4.2", "3.1", {"n": 5, "scale": "1-7"}, "grimmer", "3.0", "3.0"),
        ("3.4", "3.5", {"scale": "1-5"}, "sd limits", "at most 2.7", "2.7"),
        ("3.0", "-1.2", {}, "sd", "0 or more", "1.2"),
        ("3", "0.5", {"n": 1, "scale": "1-5"}, "grimmer", "", ""),
    ],
)
def test_a_standard_deviation_is_tested_beside_its_mean(
    value, sd, more, rule, possible, correction
):
    """By GRIMMER on the scale, DEBIT for yes and no, and the scale alone without a size."""
    claims = ledger(ROUNDS, ("m", "mean", value, {"sd": sd, **more}))
    found = only(consistency.audit(claims))
    assert (found["claim"], found["rule"], found["printed"]) == ("m", rule, sd)
    assert (found["possible"], found["correction"]) == (possible, correction)
    assert f"with the standard deviation {sd}, but" in found["explanation"]


@pytest.mark.parametrize(
    ("kind", "value", "more"),
    [
        ("mean", "41", {"n": 23}),
        ("count", "12", {"n": 23}),
        ("mean", "", {"printed": "about three", "scale": "1-5"}),
        ("mean", "3", {"printed": "about 3", "scale": "1-5", "n": 12}),
    ],
)
def test_a_standard_deviation_that_cannot_be_tested_is_left_open(kind, value, more):
    """Without a scale, beside a count, beside words: no verdict, and the reason."""
    claims = ledger(("m", kind, value, {"sd": "1.1", **more}))
    assert consistency.audit(claims).empty
    every = consistency.audit(claims, include_consistent=True)
    (row,) = every.loc[every["rule"] == "sd"].to_dict("records")
    assert row["consistent"] is None and row["explanation"].startswith("Left open: ")


def test_one_wrong_number_of_a_pair_is_reported_once():
    """Where the mean cannot be, its deviation is neither right nor wrong."""
    claims = ledger(ROUNDS, ("m", "mean", "3.44", {"n": 19, "sd": "1.1", "scale": "1-5"}))
    assert only(consistency.audit(claims))["rule"] == "grim"
    off = ledger(("m", "mean", "5.4", {"n": 19, "sd": "1.1", "scale": "1-5"}))
    assert only(consistency.audit(off))["rule"] == "scale"


@pytest.mark.parametrize("population", [False, True])
def test_true_means_with_their_deviations_never_raise_a_finding(population):
    """Real answers on a scale, printed with any decimals, deviation by either divisor."""
    rng = random.Random(8)
    rows = []
    for at in range(150):
        low, high = rng.choice([(1, 5), (0, 1), (1, 7), (0, 10), (-2, 2)])
        n = rng.randint(2, 40)
        answers = rng.choices(range(low, high + 1), k=n)
        spread = statistics.pstdev(answers) if population else statistics.stdev(answers)
        mean = print_as(Fraction(sum(answers), n), decimals=rng.choice([0, 1, 2]))
        more = {"n": n, "scale": f"{low} to {high}", "case": str(at)}
        rows.append((f"m{at}", "mean", mean, more | {"sd": f"{spread:.{rng.choice([1, 2, 3])}f}"}))
    every = consistency.audit(ledger(*rows), include_consistent=True)
    assert every["consistent"].eq(True).all(), every.loc[every["consistent"].ne(True)]
    assert every["rule"].isin(["grimmer", "debit"]).sum() == 150


@pytest.mark.parametrize(
    ("row", "rule", "possible", "correction"),
    [
        (("k", "count", "2.5"), "count", "2 or 3", "3"),
        (("k", "count", "-3"), "count", "0 or more", "3"),
        (("m", "mean", "5.4", {"scale": "1 to 5"}), "scale", "1 to 5", "5.0"),
        (("m", "mean", "0.9", {"scale": "1 to 5", "n": 12}), "scale", "1 to 5", "1.0"),
        (("r", "rating", "7", {"scale": "1-5"}), "scale", "1 to 5", "5"),
    ],
)
def test_what_no_such_number_can_be_is_found(row, rule, possible, correction):
    """Half a person, fewer than nobody, and a mean off its scale, with or without its size."""
    found = only(consistency.audit(ledger(row)))
    assert (found["rule"], found["possible"], found["correction"]) == (rule, possible, correction)
    assert found["severity"] == "material"


@pytest.mark.parametrize(
    "row",
    [
        ("k", "count", "2.5", {"printed": "about 2.5"}),
        ("k", "amount", "-3"),
        ("m", "mean", "5", {"scale": "1 to 5"}),
        ("m", "mean", "5.4", {"scale": "1 to 5", "printed": "over 5.4"}),
    ],
)
def test_what_may_be_so_is_left_alone(row):
    """Rough figures, amounts, and the end of a scale."""
    assert consistency.audit(ledger(row)).empty


@pytest.mark.parametrize("scale", ["five", "5 to 1", "0.5 to 4", "1.5-2.5", "3 to 3"])
def test_a_scale_that_cannot_be_read_is_refused(scale):
    """It is not passed over, with the row and how to write it."""
    claims = ledger(("m", "mean", "3", {"scale": scale}))
    with pytest.raises(ValueError, match=f"m: `scale` must name .*found '{scale}'; write it as"):
        consistency.audit(claims)


def test_more_than_the_whole_is_found():
    """13 of a group of 12."""
    found = only(consistency.audit(ledger(("k", "count", "13", {"n": 12}))))
    assert found["rule"] == "part of whole"


def test_a_route_out_of_the_table_cannot_be_checked():
    """It is no finding, and is listed with the nearest name."""
    claims = ledger(("total-one", "count", 3), ("b", "count", 3, {"depends_on": "same(total-on)"}))
    assert consistency.audit(claims).empty
    every = consistency.audit(claims, include_consistent=True)
    assert every["consistent"].tolist() == [None]
    assert "the nearest name is 'total-one'" in every["explanation"][0]


def test_what_cannot_be_read_is_reported_all_at_once():
    """A repeated claim, a kind, a value, a size and a rule in one message."""
    claims = ledger(
        ("a", "count", "1"),
        ("a", "count", "1"),
        ("b", "countt", "1"),
        ("c", "mean", "three"),
        ("d", "mean", "3", {"n": "many"}),
    )
    with pytest.raises(ValueError) as caught:
        consistency.audit(claims)
    for part in ("found 'a' 2 times", "did you mean 'count'", "found 'three'", "found 'many'"):
        assert part in str(caught.value)
    with pytest.raises(ValueError, match="must have a column 'value'"):
        consistency.audit(pd.DataFrame({"kind": ["mean"]}))
    with pytest.raises(ValueError, match="did you mean 'percent'"):
        consistency.audit(ledger(("a", "count", "1", {"depends_on": "percnt(a; a)"})))
    with pytest.raises(ValueError, match="`percent` takes 2 claims; found 1"):
        consistency.audit(ledger(("a", "count", "1", {"depends_on": "percent(a)"})))


def true_ledger(rng, rounding):
    """Make a ledger from real answers, every number printed with the same rounding."""
    rows = []
    drop_zeros = rng.random() < 0.5

    def text(value, decimals):
        printed = print_as(value, decimals=decimals, rounding=rounding)
        return printed.rstrip("0").rstrip(".") if drop_zeros and "." in printed else printed

    n = rng.randint(3, 60)
    k = rng.randint(0, n)
    rows += [
        ("n", "count", n),
        ("k", "count", k, {"n": n}),
        ("rest", "count", n - k, {"n": n, "depends_on": "difference(n; k)"}),
        ("total", "count", n, {"depends_on": "sum(k; rest) | same(n)"}),
    ]
    decimals = rng.choice([0, 0, 1, 2])
    for name, count in (("k", k), ("rest", n - k)):
        share = text(Fraction(100 * count, n), decimals)
        route = f"percent({name}; n)"
        rows.append((f"p-{name}", "percent", share, {"n": n, "depends_on": route}))
        rows.append((f"q-{name}", "percent", share, {"n": n}))
    first, second, third = rng.choice([(1, 1, 1), (2, 1, 2), (2, 2, 2), (2, 2, 1), (0, 1, 1)])
    for at in range(rng.randint(2, 14)):
        before, after = (Fraction(sum(rng.choices(range(1, 6), k=n)), n) for _ in range(2))
        where = {"locator": f"Table 1, item {at}", "n": n, "unit": "points 1-5"}
        rows += [
            (f"b{at}", "mean", text(before, first), where),
            (f"a{at}", "mean", text(after, second), where),
            (
                f"d{at}",
                "difference",
                text(after - before, third),
                {"locator": f"Table 1, item {at}", "depends_on": f"difference(a{at}; b{at})"},
            ),
        ]
    boys, girls = (rng.choices(range(1, 6), k=rng.randint(2, 30)) for _ in range(2))
    for group, answers in (("", boys + girls), ("male", boys), ("female", girls)):
        mean = text(Fraction(sum(answers), len(answers)), rng.choice([0, 1, 2]))
        more = {"subject": "score", "group": group, "unit": "points", "n": len(answers)}
        rows.append((f"score-{group or 'all'}", "mean", mean, more))
    return ledger(*rows)


@pytest.mark.parametrize("rounding", ["half_up", "half_even", "half_down", "truncate", "floor"])
def test_true_data_never_raise_a_finding(rounding):
    """Ledgers made from real answers and rounded in one usual way are left alone."""
    rng = random.Random(11)
    for _ in range(25):
        found = consistency.audit(true_ledger(rng, rounding))
        assert found.empty, found["explanation"].tolist()


@pytest.mark.parametrize("n", [7, 16, 29])
def test_corrupted_percentages_are_found_at_the_theoretical_rate(n):
    """A true percentage with one digit changed is found exactly when no count prints so."""
    shares = [Fraction(100 * k, n) for k in range(n + 1)]
    true = [print_as(share, decimals=1) for share in shares]
    down = [print_as(share, decimals=1, rounding="half_down") for share in shares]
    possible = set(map(Fraction, true + down))
    corrupted = {
        text[:at] + new + text[at + 1 :]
        for text in true
        for at, old in enumerate(text)
        for new in "0123456789"
        if new != old != "."
    }
    rows = []
    for at, value in enumerate(sorted(corrupted)):
        # Two thirds printed as 66.7 shows that the document rounds to the nearest.
        rows.append((f"h{at}", "percent", "66.7", {"n": 3, "case": str(at)}))
        rows.append((f"c{at}", "percent", value, {"n": n, "case": str(at)}))
    found = consistency.audit(ledger(*rows))
    wrong = [value for value in sorted(corrupted) if Fraction(value) not in possible]
    assert found["printed"].tolist() == wrong


def test_corrupted_totals_are_always_found():
    """A sum of counts with one digit changed never goes through."""
    rng = random.Random(3)
    for _ in range(40):
        parts = [rng.randint(0, 40) for _ in range(4)]
        total = str(sum(parts))
        at = rng.randrange(len(total))
        digit = rng.choice([new for new in "0123456789" if new != total[at]])
        rows = [(f"p{i}", "count", part) for i, part in enumerate(parts)]
        wrong = total[:at] + digit + total[at + 1 :]
        rows.append(("total", "count", wrong, {"depends_on": "sum(p0; p1; p2; p3)"}))
        assert len(consistency.audit(ledger(*rows))) == 1


def test_the_known_anomalies_of_the_ledger_are_found():
    """Numbers of the five documents that were found wrong by hand."""
    found = set(consistency.audit(tables.read("claims"))["claim"])
    assert {
        "sutton-t7-p09-change",
        "sutton-t9-eng-own-learning-diff",
        "sutton-t9-que-effective-diff",
        "sutton-t9-que-objectives-diff",
        "camden-enthusiasm-before",
        "camden-sle-comfort-before",
        "central-beds-t2-all-some-percent",
        "central-beds-t2-high-whole-percent",
        "central-beds-t2-high-some-percent",
        "central-beds-vector2-pp-able",
        "george-spencer-own-practice-percent",
        "george-spencer-shared-view-percent",
        "north-south-uk-schools-collected",
        "job-shadowing-participants-female",
        "job-shadowing-age-mean",
        "job-shadowing-education-systems-1",
        "job-shadowing-satisfaction-very-2",
        "aet-t1-female",
    } <= found


def test_no_explanation_alleges_intent():
    """The sentences say what is printed and what the arithmetic gives."""
    found = consistency.audit(tables.read("claims"))
    words = "false|fraud|fabricat|mislead|manipulat|wrongly|error|mistake|lie"
    assert not found["explanation"].str.contains(rf"\b(?:{words})", case=False).any()
    assert found["explanation"].str.endswith(".").all()
    assert set(found["severity"]) <= {"material", "cosmetic"}


def test_a_divisor_that_may_round_to_zero_is_no_obstacle():
    """Rounded up, a printed 1 may stand for nearly nothing; 4 over 1 still is not 3."""
    numbers = pd.DataFrame(
        {
            "claim": ["a", "d", "e"],
            "kind": ["mean", "mean", "ratio"],
            "value": ["4", "1", "3.0"],
            "depends_on": ["", "", "ratio(a; d)"],
        }
    )
    assert set(consistency.audit(numbers)["claim"]) <= {"e"}
