"""Every printed number of the ledger stands in its document where its locator says.

The documents are not part of the project. Put their texts, extracted from the published files, in
a folder ``shared/sources`` beside the project, or name a folder in PARTNERSHIP_SOURCES; without
them these tests are skipped.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from partnership_evaluation import tables

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "sources"
FOLDER = Path(os.environ.get("PARTNERSHIP_SOURCES") or DEFAULT)
FILES = {
    "nctl-2015": "nctl_great_pedagogy_2015.txt",
    "edge-2009": "edge_north_south_2009.txt",
    "bcpp-2019": "bcpp_job_shadowing_2019.txt",
    "issp-2017": "issp_lessons_2017.txt",
    "armstrong-2015": "armstrong_review_2015.txt",
}
SEVERAL_CASES = "nctl-2015"
NUMBERED = re.compile(r"(?:paragraph|line) (\d+)")
MISSING = [name for name in FILES.values() if not (FOLDER / name).is_file()]

pytestmark = pytest.mark.skipif(
    bool(MISSING),
    reason=f"the source texts are not here ({', '.join(MISSING)}): set PARTNERSHIP_SOURCES",
)
CASES = tables.read("cases").set_index("case")


@cache
def lines_of(case):
    """Return the lines of the case's part of its document that are not empty."""
    source = CASES.loc[case, "source"]
    lines = [
        line.strip("\n")
        for line in (FOLDER / FILES[source]).read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]
    if source != SEVERAL_CASES:
        return lines
    names = set(CASES.loc[CASES["source"] == source, "name"])
    starts = [place for place, line in enumerate(lines) if line.strip() in names]
    name = CASES.loc[case, "name"]
    first = next(place for place in starts if lines[place].strip() == name)
    others = [place for place in starts if place > first and lines[place].strip() != name]
    return lines[first : min(others, default=len(lines))]


def plain(text):
    """Take markup, doubled spaces and a final colon out of a heading."""
    return re.sub(r"[#*_\s]+", " ", text).strip().lower().rstrip(":")


@cache
def headings(case, section):
    """Return where a section or caption begins; its first words may stand for a long one."""
    wanted = plain(section)
    shortened = wanted[:60] if len(wanted) > 18 else f"{wanted}:"
    return [
        place
        for place, line in enumerate(lines_of(case))
        if plain(line) == wanted or plain(line).startswith((f"{wanted} ", f"{wanted}:", shortened))
    ]


@cache
def split(case, locator):
    """Split a locator into its section, the longest beginning that is a heading, and the rest."""
    parts = locator.split(", ")
    for end in range(len(parts) - 1, 0, -1):
        section = ", ".join(parts[:end])
        if headings(case, section):
            return section, ", ".join(parts[end:])
    return None, locator


@cache
def known_headings(case):
    """Return the place of every heading that some locator of the case names."""
    locators = tables.claims(case)["locator"]
    sections = {split(case, locator)[0] for locator in locators} - {None}
    return {place for section in sections for place in headings(case, section)}


def table_rows(case, heading):
    """Return the rows of a table, which are divided by tabs, and the line after them, if any."""
    lines = lines_of(case)
    first = next(place for place in range(heading + 1, len(lines)) if "\t" in lines[place])
    without = (place for place in range(first, len(lines)) if "\t" not in lines[place])
    after = next(without, len(lines))
    return lines[first:after], lines[after : after + 1]


def cell_lines(case, heading, section, rest):
    """Return the lines in which a cell may stand: its table, or its section up to the next."""
    if re.fullmatch(r"Table \d+", section):
        rows, following = table_rows(case, heading)
        return following if rest.startswith("footnote") else rows
    lines = lines_of(case)
    ends = [place for place in known_headings(case) if place > heading]
    return lines[heading + 1 : min(ends, default=len(lines))]


def lines_at(case, locator):
    """Return the lines that a locator may mean; several where a heading is printed twice."""
    lines = lines_of(case)
    section, rest = split(case, locator)
    numbered = NUMBERED.fullmatch(rest.removeprefix("opening, "))
    if section is None:
        return [lines[int(numbered[1]) - 1]] if numbered and rest.startswith("opening, ") else []
    found = []
    for heading in headings(case, section):
        if rest == "heading":
            found.append(lines[heading])
        elif numbered:
            place = heading + int(numbered[1])
            # A heading that runs into its paragraph is the first paragraph itself.
            runs_on = int(numbered[1]) == 1 and plain(lines[heading]) != plain(section)
            found += lines[place : place + 1] + lines[heading : heading + 1] * runs_on
        else:
            found += cell_lines(case, heading, section, rest)
    return found


def stands_in(token, line):
    """Say whether a token stands in a line by itself, not inside a longer word or number."""
    before, after = r"(?<!\w)" * token[0].isalnum(), r"(?!\w)" * token[-1].isalnum()
    return re.search(f"{before}{re.escape(token)}{after}", line) is not None


@pytest.mark.parametrize("case", CASES.index)
def test_every_printed_token_stands_where_its_locator_says(case):
    """Paragraphs are counted from their heading; cells are looked for within their table."""
    claims = tables.claims(case).dropna(subset=["printed"])
    printed = claims[claims["printed"] != "not available"]
    astray = [
        f"{row.claim}: {row.printed!r} is not at {row.locator!r}"
        for row in printed.itertuples()
        if not any(stands_in(row.printed, line) for line in lines_at(case, row.locator))
    ]
    assert not printed.empty
    assert not astray


@pytest.mark.parametrize("case", CASES.index)
def test_every_row_of_the_tables_of_a_case_has_a_place_in_its_document(case):
    """Each locator of each table names a heading and, where it counts, a line that exists."""
    locators = {
        (name, locator)
        for name in tables.names(case)
        for locator in tables.read(name)["locator"].dropna()
    }
    nowhere = [f"{name}: {place}" for name, place in sorted(locators) if not lines_at(case, place)]
    assert locators
    assert not nowhere


def test_the_grades_of_the_twelve_teachers_are_the_rows_of_table_7():
    """Participant, first and second grade and the printed arrow, row by row."""
    rows, _ = table_rows("sutton", headings("sutton", "Table 7")[0])
    columns = ["participant", "grade_before", "grade_after", "printed_change"]
    frame = tables.read("sutton/lesson_grades")[columns].astype(str)
    assert ["\t".join(row) for row in frame.to_numpy()] == rows[2:]


def test_the_feedback_on_the_sessions_is_table_8():
    """The counts of each item, in the printed order of the categories; one cell is blank."""
    rows, _ = table_rows("sutton", headings("sutton", "Table 8")[0])
    frame = tables.read("sutton/ratings").sort_values(["order"], kind="stable")
    counts = frame["count"].astype("str").fillna("").groupby(frame["item"]).apply(tuple)
    assert sorted(counts) == sorted(tuple(row.split("\t")[1:]) for row in rows[1:])
