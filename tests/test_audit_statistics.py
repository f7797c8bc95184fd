"""Printed t, p, d, r and degrees of freedom, held against what they should follow from."""

import io

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from partnership_evaluation import consistency, effects, linked
from partnership_evaluation.consistency.audit_quantities import read_ledger
from partnership_evaluation.consistency.audit_ways import _correction

# R 4: t.test of sleep, group 2 less group 1: paired t = 4.0621, df = 9, p = 0.002833; pooled
# t = 1.8608, df = 18, p = 0.07919; Welch df = 17.776, p = 0.07939. Means 0.75 and 2.33, standard
# deviations 1.789 and 2.002, of the differences 1.230, correlation 0.795.
SLEEP = """\
claim,subject,time,kind,value,n,sd,df
before,sleep,before,mean,0.75,10,1.79,
after,sleep,after,mean,2.33,10,2.00,
change,sleep,,difference,1.58,10,1.23,
t,sleep,,t,4.06,,,9
p,sleep,,p,.003,,,
d,sleep,,d,1.28,,,
r,sleep,,r,0.80,,,
"""
DRUGS = """\
claim,subject,group,kind,value,n,sd,df
one,sleep,first,mean,2.33,10,2.00,
two,sleep,second,mean,0.75,10,1.79,
t,sleep,,t,1.86,,,18
p,sleep,,p,.079,,,
d,sleep,,d,0.83,,,
"""


def audited(text, **changed):
    """Audit a list after changes: claim=value or claim={column: value}."""
    frame = pd.read_csv(io.StringIO(text), dtype=str).fillna("").set_index("claim")
    for claim, change in changed.items():
        for column, value in (change if isinstance(change, dict) else {"value": change}).items():
            frame.loc[claim, column] = value
    frame = frame.reset_index()
    return consistency.audit(frame, include_consistent=True)


def wrong(found):
    """List claim, correction and severity of each finding."""
    found = found[found["consistent"].map(lambda each: each is False)]
    columns = ["claim", "correction", "severity"]
    return list(found[columns].itertuples(index=False, name=None))


def row(found, claim):
    """Return the row of a claim that its own check gave."""
    own = found[(found["claim"] == claim) & ~found["rule"].eq("degrees of freedom")]
    return own.iloc[0]


# What R gives back ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", [SLEEP, DRUGS])
def test_a_table_that_r_gives_back_has_no_finding_and_nothing_unchecked(text):
    """Every number of it is in order, those that the statistics rest on too."""
    found = audited(text)
    assert wrong(found) == []
    in_order = set(found.loc[found["consistent"].map(lambda each: each is True), "claim"])
    assert in_order == set(pd.read_csv(io.StringIO(text))["claim"])


@pytest.mark.parametrize(
    ("text", "changed", "expected"),
    [
        (SLEEP, {"t": "4.60"}, ("t", "4.06", "material")),
        (SLEEP, {"t": {"df": "10"}}, ("t", "9", "material")),
        (SLEEP, {"change": "1.85"}, ("change", "1.58", "material")),
        (SLEEP, {"after": "2.53"}, ("change", "1.78", "material")),
        (SLEEP, {"p": ".03"}, ("p", "0.003", "cosmetic")),
        (SLEEP, {"p": ".30"}, ("p", "0.003", "material")),
        (SLEEP, {"p": "n.s."}, ("p", "0.003", "material")),
        (SLEEP, {"p": "<.001"}, ("p", "0.003", "cosmetic")),
        (SLEEP, {"d": "1.08"}, ("d", "1.28", "material")),
        (SLEEP, {"r": "0.40"}, ("r", "0.79", "material")),
        (SLEEP, {"change": {"sd": "4.23"}}, ("change", "3.80", "material")),
        (DRUGS, {"t": "1.68"}, ("t", "1.86", "material")),
        (DRUGS, {"t": {"df": "19"}}, ("t", "18", "material")),
        (DRUGS, {"p": ".04"}, ("p", "0.079", "material")),
        (DRUGS, {"d": "0.38"}, ("d", "0.83", "material")),
    ],
)
def test_one_number_changed_is_one_finding(text, changed, expected):
    """The p, d and r that hang on a wrong t are held to the t that should have been printed."""
    assert wrong(audited(text, **changed)) == [expected]


@pytest.mark.parametrize(("df", "sound"), [("17.8", True), ("9", True), ("8.9", False)])
def test_welch_leaves_degrees_of_freedom_open_between_two_ends(df, sound):
    """From the smaller group less one to both less two."""
    found = audited(DRUGS, t={"df": df}, p="<.1")
    assert (wrong(found) == []) == sound


def test_a_p_that_goes_with_the_right_t_is_in_order_and_says_so():
    """One contradiction is one finding, and the p is a witness."""
    found = audited(SLEEP, t="2.06")
    assert "which the printed p goes with" in row(found, "t")["explanation"]
    assert "recomputed t = 4.06" in row(found, "p")["explanation"]
    kept = audited(SLEEP, t="2.06", p=".070")
    assert "the printed p goes with the printed t" in row(kept, "t")["explanation"]


def test_two_means_without_time_and_group_are_joined_to_nothing():
    """Whether they are of pairs is not guessed: the t is not checked."""
    found = audited(DRUGS, one={"group": ""}, two={"group": ""}, t={"df": ""}, p="")
    assert wrong(found) == []
    assert not found.loc[found["claim"].isin(["t", "d"]), "consistent"].notna().any()


def test_routes_that_are_written_out_say_the_same_as_one_subject():
    """Paired, groups and p by the names of the rows."""
    for text, rule in ((SLEEP, "paired"), (DRUGS, "groups")):
        frame = pd.read_csv(io.StringIO(text), dtype=str).fillna("").drop(columns="subject")
        first, last = frame["claim"][:2]
        inputs = f"{last}; {first}; change" if rule == "paired" else f"{first}; {last}"
        routes = {"t": f"{rule}({inputs})", "p": "p(t)", "d": f"{rule}({inputs}; t)"}
        frame["depends_on"] = frame["claim"].map(routes).fillna("")
        assert wrong(audited(frame.to_csv(index=False))) == []
        found = wrong(audited(frame.to_csv(index=False), t="1.68", d="0.38"))
        assert [each[0] for each in found] == ["t", "d"]


# p-values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "p", "severity"),
    [  # the examples of statcheck's own tests, and that they are errors of decision or not
        ("t(28) = 2.20", "= .06", "material"),
        ("t(28) = 1.20", "= .03", "material"),
        ("t(48) = 1.02", "< .05", "material"),
        ("F(2, 28) = 22.20", "= .06", "material"),
        ("F(2, 28) = 2.20", "= .03", "material"),
        ("r(28) = .22", "= .03", "material"),
        ("r(28) = .52", "= .06", "material"),
        ("chi2(28) = 2.20", "= .03", "material"),
        ("chi2(28) = 52.20", "= .06", "material"),
        ("z = 1.20", "= .03", "material"),
        ("z = 2.20", "= .06", "material"),
        ("t(28) = 2.20", "= .05", "cosmetic"),
        ("t(28) = 2.20", "= .04", None),
        ("t(28) = 2.20", "< .05", None),
        ("t(28) = 1.20", "> .05", None),
        ("t(28) = 1.20", "ns", None),
        ("F(2, 28) = 2.20", "= .13", None),
        ("r(28) = .22", "= .24", None),
        ("z = 2.20", "= .028", None),
        ("chi2(28) = 22.20", "= .77", None),
        ("t(9) = 4.06**", ".003**", None),
        ("t(9) = 8.06", ".000", None),
    ],
)
def test_p_values_are_judged_as_statcheck_judges_them(printed, p, severity):
    """An error is material where it changes what is significant at 5 per cent."""
    kind = printed.split("(")[0].split(" ")[0]
    rows = {"claim": ["s", "p"], "kind": [kind, "p"], "value": [printed, p]}
    found = wrong(audited(pd.DataFrame(rows | {"depends_on": ["", "p(s)"]}).to_csv(index=False)))
    assert [each[2] for each in found] == ([severity] if severity else [])


def test_the_rounding_of_the_statistic_is_allowed_for():
    """1.7 may have been 1.65: p is anything from .086 to .110 then."""
    rows = "claim,kind,value,df,depends_on\nt,t,1.7,28,\np,p,{},,p(t)\n"
    assert [wrong(audited(rows.format(p))) == [] for p in (".09", ".11", ".07", ".12")] == [
        *(True, True, False, False)
    ]


def test_half_a_p_is_a_finding_unless_it_is_called_one_sided():
    """The finding says so; a limit is no evidence of a one-sided test."""
    found = audited(DRUGS, p=".040")
    assert "right for a one-sided test only" in row(found, "p")["explanation"]
    assert wrong(audited(DRUGS, p={"value": ".040", "printed": ".040 (one-tailed)"})) == []
    assert "one-sided" not in row(audited(DRUGS, p="<.05"), "p")["explanation"]


def test_a_p_without_degrees_of_freedom_is_left_open_with_what_is_lacking():
    """No guess is made."""
    found = audited("claim,kind,value,depends_on\nt,t,2.2,\np,p,.03,p(t)\n")
    assert wrong(found) == []
    assert "the column df" in row(found, "p")["explanation"]
    assert row(found, "p")["status"] == "unknown"


def test_a_p_and_an_r_outside_their_limits_are_findings():
    """Nothing else is asked of them."""
    found = audited("claim,kind,value\np,p,1.2\nr,r,-1.4\n")
    assert [each[0] for each in wrong(found)] == ["p", "r"]


# t -------------------------------------------------------------------------------------------


def test_without_a_correlation_a_t_may_be_what_any_correlation_gives():
    """The limits are those of r = -1 and r = 1; the printed r narrows them."""
    both = SLEEP.replace("1.58,10,1.23", "1.58,10,")
    ends = [1.58 * 10**0.5 / sd for sd in (2.00 + 1.79 + 0.01, 2.00 - 1.79 - 0.01)]
    for t, sound in ((ends[0] - 0.02, False), (ends[0] + 0.02, True), (ends[1] - 0.5, True)):
        found = audited(both, t=f"{t:.2f}", p="", d="", r="")
        assert (wrong(found) == []) == sound, t
    assert wrong(audited(both, t="3.00", p="", d=""))[0][:2] == ("t", "4.11")
    assert wrong(audited(both, t="4.06", p="", d="")) == []


def test_answers_that_all_changed_alike_leave_t_open():
    """A standard deviation of 0.0 may be a little above 0; no quotient is worked out of it."""
    text = "claim,subject,kind,value,n,sd\nchange,x,difference,{},10,{}\nt,x,t,{},,\n"
    for numbers in (("0.00", "0.0", "0.00"), ("0.50", "0.0", "37.5")):
        assert row(audited(text.format(*numbers)), "t")["consistent"] is True
    assert wrong(audited(text.format("0.50", "0.0", "3.75"))) == [("t", "31.31", "material")]


def test_means_of_more_people_than_the_pairs_are_not_held_against_t():
    """30 answered before and 28 after, 24 of them both times."""
    n = {"before": {"n": "30"}, "after": {"n": "28"}, "change": {"value": "1.40", "n": "10"}}
    found = audited(SLEEP, **n, t="3.60", p=".006", d="1.14", r="")
    assert wrong(found) == []


def test_an_r_that_is_made_of_t_is_not_taken_for_a_correlation():
    """4.06 and 9 degrees of freedom give .80 by chance; here they do not."""
    text = SLEEP.replace("1.58,10,1.23", "1.58,10,")
    found = audited(text, t="3.00", p=".015", d="0.95", r="0.71")
    assert wrong(found) == []
    assert "r from t" in row(found, "r")["explanation"]


@pytest.mark.parametrize("seed", range(3))
def test_tables_rounded_from_answers_have_no_finding(seed):
    """Means, deviations, t, p, d and r of drawn answers, each rounded for itself."""
    generator = np.random.default_rng(seed)
    n, rows = int(generator.integers(5, 60)), []
    for item in ("Q1", "Q2", "Q3"):
        lean = generator.normal(0, 0.8, n)
        times = [
            np.clip(np.rint(3 + lean + shift + generator.normal(0, 0.7, n)), 1, 5)
            for shift in (0, 0.4)
        ]
        rows += printed_rows(item, *times, generator.integers(2))
    found = consistency.audit(pd.DataFrame(rows, dtype=object).fillna("").astype(str))
    assert found["explanation"].tolist() == []


def printed_rows(item, before, after, complete):
    """Print what authors print of one question."""
    change, n = after - before, len(before)
    test, size = stats.ttest_rel(after, before), {"subject": item, "n": n}
    for time, values in (("before", before), ("after", after)):
        mean = {"kind": "mean", "value": f"{values.mean():.2f}", "sd": f"{values.std(ddof=1):.2f}"}
        yield size | mean | {"time": time, "scale": "1 to 5"}
    spread = f"{change.std(ddof=1):.2f}" if complete else ""
    yield size | {"kind": "difference", "value": f"{change.mean():.2f}", "sd": spread}
    yield size | {"kind": "t", "value": f"{test.statistic:.2f}", "df": n - 1}
    p = "<.001" if test.pvalue < 0.001 else f"{test.pvalue:.3f}"
    yield size | {"kind": "p", "value": p}
    yield size | {"kind": "d", "value": f"{change.mean() / change.std(ddof=1):.2f}"}
    yield size | {"kind": "r", "value": f"{np.corrcoef(before, after)[0, 1]:.2f}"}


# d -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("d", "words"),
    [
        ("1.28", "change / SD of changes (dz)"),
        ("0.83", "change / root mean square of both SDs (d_av)"),
        ("0.88", "change / SD before"),
        ("0.79", "change / SD after"),
        ("1.18", "change / SD of changes (dz), corrected for few people"),
        ("1.82", "t times the root of 2/n"),
    ],
)
def test_the_way_that_gives_a_d_is_named(d, words):
    """By R: 1.58 over 1.22999, 1.89866, 1.78901 and 2.00225; J(9) is 0.914."""
    found = row(audited(SLEEP, d=d), "d")
    assert (found["consistent"], words in found["explanation"]) == (True, True)


def test_a_d_that_is_worked_out_unlike_its_table_is_a_cosmetic_finding():
    """Three others and more must agree on a way."""
    lines = ["subject,kind,value,n,sd"]
    for at, (t, d) in enumerate([("2.00", "0.40"), ("2.50", "0.50"), ("3.00", "0.60")]):
        lines += [f"Q{at},t,{t},25,", f"Q{at},d,{d},,"]
    lines += ["Q9,t,3.50,25,", "Q9,d,0.99,,"]
    found = consistency.audit(pd.read_csv(io.StringIO("\n".join(lines)), dtype=str).fillna(""))
    assert found[["correction", "severity"]].to_numpy().tolist() == [["0.70", "cosmetic"]]
    assert "3 others of the table are worked out as t / root of n (dz)" in found["explanation"][0]


def test_a_d_that_only_an_unprinted_correlation_can_give_is_left_open():
    """d_z without the standard deviation of the changes and without t."""
    text = "\n".join(line for line in SLEEP.splitlines() if line[:2] not in ("t,", "p,", "r,"))
    found = row(audited(text.replace("1.58,10,1.23", "1.58,10,"), d="1.28"), "d")
    assert (found["consistent"], found["status"]) == (None, "unknown")


@pytest.mark.parametrize("df", [2, 9, 46, 300])
def test_hedges_correction_lies_between_the_exact_and_the_approximate(df):
    """The two of the effect sizes are its ends."""
    kinds = ("exact", "approximate")
    ends = sorted(effects.correction_factor(df, correction=kind) for kind in kinds)
    found = _correction(df)
    assert [float(found.low), float(found.high)] == pytest.approx(ends, rel=1e-12)


# Signs ---------------------------------------------------------------------------------------


def table_of(signs):
    """Print three questions whose t have these signs, all after larger changes."""
    lines = ["subject,kind,value,n,sd"]
    for at, sign in enumerate(signs):
        lines += [f"Q{at},difference,0.50,25,1.00", f"Q{at},t,{sign}2.50,25,"]
    return consistency.audit(pd.read_csv(io.StringIO("\n".join(lines)), dtype=str).fillna(""))


def test_a_sign_is_wrong_only_where_the_table_prints_signs_the_other_way():
    """Before less after throughout is a habit; one among others is a slip."""
    assert table_of(["-", "-", "-"]).empty
    found = table_of(["", "-", ""])
    assert found[["correction", "severity"]].to_numpy().tolist() == [["2.50", "material"]]


# Tables with a line a question ---------------------------------------------------------------


def test_a_table_with_a_line_a_question_is_audited_like_a_list(tmp_path):
    """As authors print it: their names of columns, stars, percent signs, empty cells."""
    file = tmp_path / "table.csv"
    file.write_text(
        "Question,N,Pre mean,Pre SD,Post mean,Post SD,Mean difference,SD diff,t,df,p,Cohen's d\n"
        "Sleep,10,0.75,1.79,2.33,2.00,1.58,1.23,4.06**,9,.003,1.28\n"
        "Again,10,0.75,1.79,2.33,2.00,1.85,1.23,4.06**,9,.003,\n"
    )
    numbers = linked.as_numbers(linked.read_printed_table(str(file)))
    assert len(numbers) == 11
    assert wrong(consistency.audit(numbers, include_consistent=True)) == [
        ("Again, mean change", "1.58", "material"),
    ]


# Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"kind": "p", "value": "***"}, "stars stand for a limit"),
        ({"kind": "t", "value": "<2"}, "only a p has a sign"),
        ({"kind": "t", "value": "2", "df": "many"}, "`df` holds the degrees of freedom"),
        ({"kind": "t", "value": "2", "df": "0"}, "`df` is above 0"),
        ({"kind": "df", "value": "9"}, "write it in the column df, in the row of its t"),
        ({"kind": "t", "value": "2", "depends_on": "p(row 1)"}, "`p` gives p; found kind 't'"),
        ({"kind": "p", "value": ".2", "depends_on": "p(row 1)"}, "name the row of the test"),
        ({"kind": "t", "value": "2", "depends_on": "paired(row 1)"}, "takes a difference, two"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(row, message):
    """Each with what was found."""
    with pytest.raises(ValueError, match="found") as error:
        consistency.audit(pd.DataFrame([row]))
    assert message in str(error.value)


def test_names_of_statistics_are_read_as_authors_write_them():
    """In any letters."""
    rows = pd.DataFrame(
        {"kind": ["F", "Cohen's d", "p-value", "Hedges\N{RIGHT SINGLE QUOTATION MARK} g"]}
    )
    assert [q.kind for q in read_ledger(rows.assign(value="0.5"))] == ["f", "d", "p", "d"]
