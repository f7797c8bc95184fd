"""A data folder of a school's own, described like that of the published cases."""

import csv
import io
import json
from dataclasses import dataclass

from partnership_evaluation import tables
from partnership_evaluation.intake import limits, making

SHARED = (
    "scales",
    "measures",
    "quantities",
    "scale_comparisons",
    "scale_conversions",
    "scale_rules",
    "point_tables",
    "scale_points",
    "months_of_progress",
    "reliabilities",
)
SOURCE = "own-data"
_OWN_LIMITS = ("enum", "minimum", "maximum", "pattern", "unique")
_KEPT_ENUMS = ("relation", "measure", "better", "scale_best", "time", "unit")
_LIKE = {
    "mean_gains": "aet/mean_gains",
    "instrument": "sutton/instrument",
    "survey_frame": "job-shadowing/survey_frame",
    "answer_counts": "sutton/ratings",
    "conclusions": "sutton/conclusions",
}


@dataclass(frozen=True)
class Own:
    """The tables of one school, or of a group of schools.

    Attributes
    ----------
    case : str
        Short name: lower-case letters, digits and hyphens.
    name : str
        What it is called in its report.
    made : dict of str to pandas.DataFrame
        What :func:`partnership_evaluation.intake.making.make` returned.
    read_from : str
        What the tables were read from, in words.
    """

    case: str
    name: str
    made: dict
    read_from: str = "a spreadsheet"


def files(owns, instrument, *, name, year):
    """Write the files of a data folder.

    Parameters
    ----------
    owns : sequence of Own
        A school; or several, and the group that they make up.
    instrument : Instrument
        The instrument.
    name : str
        Who the data are from, for the citation.
    year : int
        The year of the data, for the citation.

    Returns
    -------
    dict of str to str
        Text by path below the folder.

    Raises
    ------
    IntakeError
        When a ``case`` is no short name.

    Notes
    -----
    The shared tables (scales, what may be compared, points) are copied as they are, so that a
    report can be made again years later. ``conclusions.csv`` holds what the school might say, to be
    held against the numbers; it is the school's to change.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Teacher,Before,After\\nA,3,2\\nB,2,2\\n")
    >>> form, mapping = intake.instrument("lesson_grades"), intake.propose(sheet, "lesson_grades")
    >>> made = making.make(intake.examine(sheet, form.name), form, mapping.mapping, place="Ours")
    >>> found = files([Own("ours", "Ours", made)], form, name="Ours", year=2026)
    >>> found["ours/lesson_grades.csv"].splitlines()[1]
    '1,lesson_grade_2012,2,2,→,the sheet'
    """
    folder = tables.folder()
    package = json.loads((folder / tables.DESCRIPTION).read_text(encoding="utf-8"))
    known = {each["path"].removesuffix(".csv"): each for each in package["resources"]}
    shared = {
        "sources": [_source(instrument, name, year)],
        "cases": [_case(own, instrument) for own in owns],
        "claims": [_claim(own.made, instrument, own.case) for own in owns],
    }
    found = {f"{table}.csv": _as_csv(_fields(known[table]), rows) for table, rows in shared.items()}
    for table in SHARED:
        found[f"{table}.csv"] = (folder / f"{table}.csv").read_text(encoding="utf-8-sig")
    described = [_without_keys(known[table]) for table in shared]
    described += [known[table] for table in SHARED]
    for own in owns:
        _require_short(own.case)
        for table, frame in {**own.made, "conclusions": _conclusions(own.made, instrument)}.items():
            resource = _described(known, table, instrument, own.case)
            rows = frame if isinstance(frame, list) else frame.to_dict("records")
            found[f"{own.case}/{table}.csv"] = _as_csv(_fields(resource), rows)
            described.append(resource)
    found[tables.DESCRIPTION] = _package(package, described, name)
    return found


def _without_keys(resource):
    """Take out what ties a table to all rows of another: a school's report rests on its own row."""
    schema = {k: v for k, v in resource["schema"].items() if k != "foreignKeys"}
    return resource | {"schema": schema}


def _require_short(case):
    legal = set("abcdefghijklmnopqrstuvwxyz0123456789-")
    if not case or not case[0].isalpha() or not set(case) <= legal:
        limits.refuse(
            "A short name must be lower-case letters, digits and hyphens, a letter first",
            repr(case),
            "Choose another with --case",
        )


def _source(instrument, name, year):
    return {
        "source": SOURCE,
        "title": f"{instrument.title}: own data",
        "authors": name,
        "publisher": name,
        "year": str(year),
        "licence": "Not published",
        "what_is_used": "A spreadsheet of the school, without names.",
    }


def _case(own, instrument):
    n = making.people_in(own.made, instrument)
    noun = instrument.people if n != 1 else instrument.people.removesuffix("s")
    return {
        "case": own.case,
        "source": SOURCE,
        "name": own.name,
        "what_was_done": f"Own data, read from {own.read_from}",
        "design": instrument.settings["design"],
        "people": f"{n} {noun}",
        "outcome_level": instrument.settings["outcome_level"],
    }


def _claim(made, instrument, case):
    n = making.people_in(made, instrument)
    return {
        "claim": f"{case}-people",
        "source": SOURCE,
        "case": case,
        "locator": "rows of the sheet",
        "subject": f"{instrument.people} in the sheet",
        "kind": "count",
        "printed": str(n),
        "value": str(n),
        "unit": instrument.people,
    }


def _conclusions(made, instrument):
    stated = instrument.settings.get("conclusion")
    place = made["gains"]["place"].iloc[0] if "gains" in made else ""
    rows = [stated | {"name": "stated"}] if stated else list(_favourable(made, instrument))
    return [
        {
            "conclusion": row["name"],
            "analysis": instrument.notebook,
            "place": place,
            "statement": row["statement"],
            "quantity": row["quantity"],
            "quantity_label": row["label"],
            "relation": row["relation"],
            "value": row["value"],
            "locator": "to be changed in conclusions.csv",
        }
        for row in rows
    ]


def _favourable(made, instrument):
    """Say of each item that at least half rated it well; of one person, within a step of best."""
    frame = made[instrument.table]
    if instrument.table == "ratings" and (frame["n_stated"] == "1").all():
        yield {
            "name": "near-best",
            "statement": "Everything is rated within one step of the best.",
            "quantity": "worst_steps_from_best",
            "label": "The number of steps that the lowest rating is below the best",
            "relation": "<=",
            "value": "1",
        }
        return
    prefix = "top" if instrument.table == "ratings" else "share"
    for row in frame.drop_duplicates("item").itertuples():
        yield {
            "name": f"half-{row.item}",
            "statement": f"At least half are favourable: {row.label}.",
            "quantity": f"{prefix}_{row.item}",
            "label": f"The favourable share ({row.label})",
            "relation": ">=",
            "value": "0.5",
        }


def _described(known, table, instrument, case):
    """Take the description of the same table of a published case, without its own limits."""
    like = instrument.settings["like"] if table == instrument.table else _LIKE[table]
    resource = json.loads(json.dumps(known[like]))
    resource |= {"name": f"{case}.{table}", "path": f"{case}/{table}.csv"}
    resource["sources"] = [{"title": "Own data"}]
    resource["description"] = "Own data, read from a spreadsheet."
    schema = resource["schema"]
    if table != "conclusions":
        schema.pop("primaryKey", None)
        for one in schema["fields"]:
            rules = one.get("constraints", {})
            if one["name"] not in _KEPT_ENUMS or table == "group_grades":
                one["constraints"] = {k: v for k, v in rules.items() if k not in _OWN_LIMITS}
    return resource


def _fields(resource):
    return [one["name"] for one in resource["schema"]["fields"]]


def _as_csv(fields, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _package(package, resources, name):
    described = {
        **package,
        "name": "own-data",
        "title": f"Own data: {name}",
        "description": "A school's own data, without names, and the scales that they are on.",
        "licenses": [{"name": "not-published", "title": "Not published"}],
        "resources": resources,
    }
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
