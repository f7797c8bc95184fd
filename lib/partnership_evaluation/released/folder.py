"""From the private tables of a school's folder to those that may be reported on."""

import csv
import io
import json
import os
from pathlib import Path

import pandas as pd
import yaml

from partnership_evaluation.disclosure import DisclosureError
from partnership_evaluation.released import by_school, schemas
from partnership_evaluation.released.circles import settings_by_case
from partnership_evaluation.released.making import audiences_that_work, make, policy_for
from partnership_evaluation.released.results import NothingReleased, Releases
from partnership_evaluation.released.settings import read_settings

DATA, RELEASE, RECORD, DESCRIPTION = "data", "release", "release.json", "datapackage.json"
VARIABLE = "PARTNERSHIP_DATA"
#: The reports of which nothing may be shown, with the reason.
WITHHELD = "withheld.json"


def use(folder):
    """Release the tables of a folder and let the library read them, and nothing else.

    Parameters
    ----------
    folder : path
        A folder made by ``evaluate new``.

    Returns
    -------
    Releases

    Examples
    --------
    >>> use("no/such/folder")
    Traceback (most recent call last):
    ...
    partnership_evaluation.disclosure.cells.DisclosureError: A folder of your own says in
    mapping.yml which instrument it holds: found none that is known; make the folder again with
    'evaluate new'.
    """
    found = release_folder(folder)
    os.environ[VARIABLE] = str(Path(folder).resolve() / RELEASE)
    return found


def release_folder(folder):
    """Write the tables of a folder as its audience may see them, into ``release/``.

    Parameters
    ----------
    folder : path
        A folder made by ``evaluate new``, of one school or of several and their group.

    Returns
    -------
    Releases

    Raises
    ------
    NothingReleased
        When the policy leaves nothing at all, or a protected count of every report could be worked
        out; it says for whom there would be something. Nothing but the reason is in ``release/``
        then.
    partnership_evaluation.disclosure.DisclosureError
        When a setting is wrong, or the folder is not as ``evaluate new`` makes it. Nothing is in
        ``release/`` then.

    Notes
    -----
    Of several schools the group comes first, then one school after the other, each attacked
    together with all before it. A school of which nothing may be shown is withheld with the
    reason, and the others go on. More than a handful of schools are attacked in circles, by readers
    who are taken to know everything about the schools of the other circles; so forty schools take
    about ten times as long as four.

    Examples
    --------
    >>> release_folder("no/such/folder")
    Traceback (most recent call last):
    ...
    partnership_evaluation.disclosure.cells.DisclosureError: A folder of your own says in
    mapping.yml which instrument it holds: found none that is known; make the folder again with
    'evaluate new'.
    """
    folder = Path(folder)
    target = folder / RELEASE
    try:
        found, files = _released(folder)
    except NothingReleased as error:
        withheld = dict.fromkeys(_cases(folder), str(error))
        _write(target, {WITHHELD: json.dumps(withheld, indent=1, ensure_ascii=False) + "\n"})
        raise
    except DisclosureError:
        _write(target, {})
        raise
    _write(target, files)
    return found


def _released(folder):
    chosen, form, cases = read_settings(folder), _form(folder), _cases(folder)
    made = {case: _tables(folder, case) for case in cases}
    schools = _schools(folder, cases)
    found, withheld = {}, {}
    near, top = settings_by_case(made, form, schools), _top(folder)
    for case in cases:
        settings = {
            **near[case],
            "previous": chosen.previous,
            "told": [one.record for one in found.values()],
            "top": top,
        }
        policy = chosen.policy or policy_for(chosen.audience, made[case], form)
        try:
            found[case] = make(made[case], form, policy=policy, **settings)
        except NothingReleased as error:
            others = {"narrower_than": chosen.audience, **settings}
            works = list(audiences_that_work(made[case], form, **others))
            said = f" There would be something for: {', '.join(works)}." if works else ""
            withheld[case] = f"{error}{said}"
        except DisclosureError as error:
            withheld[case] = str(error)
    if not found:
        raise NothingReleased(next(iter(withheld.values())))
    releases = Releases(found, withheld)
    return releases, _files(folder, made, releases)


def _form(folder):
    from partnership_evaluation import intake

    places = [folder / "mapping.yml", *sorted((folder / "mappings").glob("*.yml"))]
    try:
        file = next(place for place in places if place.is_file())
        mapping = yaml.safe_load(file.read_text(encoding="utf-8"))
        return intake.instrument(mapping["instrument"])
    except (OSError, StopIteration, TypeError, KeyError, ValueError, yaml.YAMLError):
        raise DisclosureError(
            "A folder of your own says in mapping.yml which instrument it holds: found none that "
            "is known; make the folder again with 'evaluate new'."
        ) from None


def _cases(folder):
    return [row["case"] for row in _read(folder / DATA / "cases.csv")]


def _schools(folder, cases):
    """The cases that are schools of a group; none where there is one case."""
    if len(cases) < 2:
        return []
    listed = {row["case"] for row in _listed(folder)}
    return [case for case in cases if case in listed]


def _listed(folder):
    file = folder / "schools.csv"
    return _read(file) if file.is_file() else []


def _tables(folder, case):
    found = {}
    for file in sorted((folder / DATA / case).glob("*.csv")):
        with file.open(encoding="utf-8-sig") as lines:
            found[file.stem] = pd.read_csv(lines, dtype=str, keep_default_na=False)
    return found


def _top(folder):
    for file in sorted((folder / "parameters").glob("*/*.yml")):
        values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        if isinstance(values.get("top_categories"), int):
            return values["top_categories"]
    return 2


def _files(folder, made, releases):
    package = json.loads((folder / DATA / DESCRIPTION).read_text(encoding="utf-8"))
    shared = [one for one in package["resources"] if "/" not in one["path"]]
    described = {one["path"]: one for one in package["resources"]}
    files = {
        one["path"]: (folder / DATA / one["path"]).read_text(encoding="utf-8-sig") for one in shared
    }
    cases, claims = set(releases.by_case), {f"{case}-people" for case in releases.by_case}
    files["cases.csv"] = _only(files["cases.csv"], lambda row: row["case"] in cases)
    files["claims.csv"] = _only(files["claims.csv"], lambda row: row["claim"] in claims)
    resources = list(shared)
    beside = _beside(folder, releases)
    for case, found in releases.by_case.items():
        concluded = _conclusions(made[case], found)
        own = {**found.tables, "conclusions": concluded, "released": found.shown}
        own |= {by_school.TABLE: beside[case][0]} if case in beside else {}
        for name, frame in own.items():
            path = f"{case}/{name}.csv"
            about = beside[case][1] if name == by_school.TABLE else None
            resource = schemas.describe(described.get(path), name, case, found, about=about)
            fields = [one["name"] for one in resource["schema"]["fields"]]
            files[path] = _as_csv(fields, frame.to_dict("records"))
            resources.append(resource)
    package = {**package, "resources": resources}
    files[DESCRIPTION] = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    files[RECORD] = json.dumps(releases.record, indent=1, ensure_ascii=False) + "\n"
    files[WITHHELD] = json.dumps(releases.withheld, indent=1, ensure_ascii=False) + "\n"
    return files


def _beside(folder, releases):
    """Set the schools of a group side by side, for the report on the group."""
    cases = [*releases.by_case, *releases.withheld]
    names = {row["case"]: row["school"] for row in _listed(folder) if row["case"] in cases}
    groups = [case for case in cases if case not in names]
    if not names or len(groups) != 1:
        return {}
    found = by_school.table(releases.by_case, names, group=groups[0], top=_top(folder))
    return {} if found is None else {groups[0]: found}


def _conclusions(made, found):
    """Keep the conclusions about what the report still shows."""
    gone = set()
    for name, frame in made.items():
        if name in found.tables and "item" in frame:
            gone |= set(frame["item"]) - set(found.tables[name].get("item", ()))
    frame = made["conclusions"]
    names = frame["quantity"].map(lambda name: name.partition("_")[2])
    return frame[~names.isin(gone)]


def _only(text, keep):
    rows = list(csv.DictReader(io.StringIO(text)))
    return _as_csv(list(rows[0]), [row for row in rows if keep(row)])


def _read(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _as_csv(fields, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, fields, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(target, files):
    """Bring a folder to hold these files and no others; what is the same is left alone."""
    for old in sorted(target.rglob("*"), reverse=True):
        name = old.relative_to(target).as_posix()
        if old.is_file() and name not in files:
            old.unlink()
        elif old.is_dir() and not any(old.iterdir()):
            old.rmdir()
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
