"""The dictionary of measures is a data package that others can use by itself."""

import json
import shutil
from itertools import pairwise

import pandas as pd
import pytest
from frictionless import Package

from partnership_evaluation import measures, tables

DESCRIPTION = "measures.datapackage.json"
FOLDER = tables.folder()
DESCRIBED = json.loads((FOLDER / DESCRIPTION).read_text(encoding="utf-8"))
PATHS = [resource["path"] for resource in DESCRIBED["resources"]]


def faults(path):
    """List what Frictionless finds wrong with a package."""
    report = Package(str(path)).validate()
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


@pytest.fixture
def alone(tmp_path):
    """Copy the dictionary, and nothing else, to an empty folder."""
    for name in [DESCRIPTION, *PATHS]:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path / DESCRIPTION


def rewrite(path, **changes):
    """Change one cell of the first row of a table."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    for column, value in changes.items():
        frame.loc[0, column] = value
    frame.to_csv(path, index=False)


# The package ---------------------------------------------------------------------------------


def test_the_dictionary_is_valid_without_the_rest_of_the_data(alone):
    """Nothing in it refers to a table of the case studies."""
    assert faults(alone) == []


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("scales", {"best": "highest"}),
        ("scales", {"valid_from": "1/9/2005"}),
        ("scales", {"publisher": ""}),
        ("measures", {"scale": "no_such_scale"}),
        ("scale_conversions", {"to_code": "no such code"}),
        ("scale_points", {"table": "no_such_table"}),
        ("scale_points", {"points": "many"}),
        ("scale_comparisons", {"verdict": "perhaps"}),
        ("scale_rules", {"reason": ""}),
        ("point_tables", {"source": ""}),
    ],
)
def test_a_fault_in_the_dictionary_is_found(alone, table, changes):
    """The description is strict enough to catch what would mislead."""
    rewrite(alone.parent / f"{table}.csv", **changes)
    assert faults(alone)


def test_both_descriptions_say_the_same_of_each_table():
    """The collection's own package repeats the dictionary's word for word."""
    whole = json.loads((FOLDER / tables.DESCRIPTION).read_text(encoding="utf-8"))
    known = {resource["name"]: resource for resource in whole["resources"]}
    assert [known.get(each["name"]) for each in DESCRIBED["resources"]] == DESCRIBED["resources"]


def test_everything_sourced_has_publisher_title_and_year():
    """Only what is undated on its page, or a rule of the dictionary itself, has no year."""
    for name in ("scales", "scale_comparisons", "scale_conversions", "point_tables", "quantities"):
        frame = tables.read(name)
        assert frame[["publisher", "source"]].notna().all(axis=None)
        undated = set(frame.loc[frame["year"].isna(), "publisher"])
        assert undated <= {"Alps", "This collection"}


# Scales --------------------------------------------------------------------------------------


def test_floor_and_ceiling_are_the_ends_of_each_scale():
    """As listed for whoever reads the table without the codes."""
    listed = tables.read("scales")
    ends = [(measures.scale(n).worst, measures.scale(n).best) for n in listed["scale"]]
    assert list(zip(listed["floor"], listed["ceiling"], strict=True)) == ends


def test_scales_of_a_family_follow_each_other_or_differ_in_numbering():
    """Where dates are known, a scale begins before it ends; codes lie within their scale."""
    for name in measures.names():
        scale = measures.scale(name)
        if scale.valid_from and scale.valid_to:
            assert scale.valid_from < scale.valid_to
        for first, last in scale.code_dates.values():
            assert scale.valid_from <= (first or scale.valid_from)
            assert (last or scale.valid_to) <= scale.valid_to


# Comparisons and conversions -----------------------------------------------------------------


def test_every_comparison_is_of_known_scales_or_quantities():
    """No row can be reached by no question."""
    known = {*measures.names(), *tables.read("quantities")["quantity"]}
    rows = measures.comparisons()
    assert set(rows["before"]) | set(rows["after"]) <= known


def test_a_window_has_two_ends_and_nothing_else_has_one():
    """Only rows that apply across a window give its first and last day."""
    rows = measures.comparisons()
    across = rows["applies"] == "across"
    assert (rows["window_from"].notna() == across).all()
    assert (rows["window_to"].notna() == across).all()
    assert (rows.loc[across, "window_from"] < rows.loc[across, "window_to"]).all()


def test_a_pair_always_has_at_most_one_standing_verdict():
    """Rows that hold always do not contradict each other."""
    rows = measures.comparisons().query("applies == 'always'")
    assert not rows[["before", "after"]].apply(frozenset, axis=1).duplicated().any()


def test_thresholds_are_listed_for_exactly_the_comparisons_by_threshold():
    """What the verdict promises is there, both ways round."""
    rows = measures.comparisons().query("verdict == 'thresholds'")
    promised = {(r.before, r.after) for r in rows.itertuples()}
    promised |= {(after, before) for before, after in promised}
    kept = tables.read("scale_conversions").query("kind == 'threshold'")
    assert set(zip(kept["from_scale"], kept["to_scale"], strict=True)) == promised


def test_two_scales_are_compared_by_order_only_where_codes_convert():
    """Otherwise there would be no way to bring them to one scale."""
    rows = measures.comparisons().query("verdict in ['ordinal', 'allowed'] and before != after")
    kept = tables.read("scale_conversions").query("kind == 'grade'")
    pairs = set(zip(kept["from_scale"], kept["to_scale"], strict=True))
    assert all(
        (r.before, r.after) in pairs or (r.after, r.before) in pairs for r in rows.itertuples()
    )
    answers = {frozenset((r.before, r.after)) for r in rows.itertuples()}
    assert {frozenset(pair) for pair in pairs} == answers


def test_conversions_keep_the_order_of_codes():
    """A better code never becomes a worse one, and edges that meet do not cross."""
    kept = tables.read("scale_conversions")
    for (first, second), rows in kept.groupby(["from_scale", "to_scale"]):
        pairs = [
            (measures.scale(first).rank(r.from_code), measures.scale(second).rank(r.to_code))
            for r in rows.itertuples()
        ]
        assert all(b[1] >= a[1] for a, b in pairwise(sorted(pairs)))


def test_conversions_by_grade_cover_every_code():
    """No pupil falls out because a code was forgotten."""
    kept = tables.read("scale_conversions").query("kind == 'grade'")
    for (first, _), rows in kept.groupby(["from_scale", "to_scale"]):
        assert sorted(rows["from_code"]) == sorted(measures.scale(first).codes)


# Points --------------------------------------------------------------------------------------


def test_tables_of_points_cover_their_scales_and_rise_with_the_grade():
    """Every grade of a scale that a table covers has points, a better grade more."""
    rows = tables.read("scale_points")
    assert set(rows["table"]) == set(measures.point_tables())
    for (table, scale), _ in rows.groupby(["table", "scale"]):
        points = measures.to_points(measures.scale(scale).codes, scale=scale, table=table)
        assert all(a < b for a, b in pairwise(points)) and points[0] == 0


# Rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule", list(tables.read("scale_rules").itertuples()), ids=lambda r: r.rule
)
def test_every_rule_is_what_the_library_does(rule):
    """The rules that are published as data are those that are kept."""
    cases = {
        "ordinal": (("alps",), ()),
        "interval_by_convention": (("national_curriculum",), ()),
        "several_scales": (("alps", "frequency_5"), ()),
        "one_point_table": (("a_level", "as_level"), ("ucas_tariff_2017",)),
        "several_point_tables": (("a_level",), ("ucas_tariff_2017", "ucas_tariff_to_2016")),
        "any": (("alps",), ()),
    }
    names, points = cases[rule.condition]
    if rule.verdict == "allowed":
        assert measures.require_legal(rule.statistic, *names, points=points) is None
    else:
        opening = rule.reason.split("{")[0].strip()
        with pytest.raises(measures.IllegalComparison) as caught:
            measures.require_legal(rule.statistic, *names, points=points)
        assert opening in str(caught.value) and rule.instead in str(caught.value)
        assert "{" not in str(caught.value)
