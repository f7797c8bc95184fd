"""What stands in a folder of a school's own, and where such a folder may be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from partnership_evaluation import own_words
from report_runner import own_text
from report_runner.declared import Parameter, read_declared
from report_runner.jobs import SelectionError
from report_runner.own_data import DATA, PARAMETERS, is_own

DEFAULT = "my_school"
_OF_PROJECT = ("data", "docs", "lib", "notebooks", "parameters", "reports", "tests", "benchmarks")
_COUNTED = ("most_answers", "took_part")


def require_outside(folder: Path, *, project: Path, replace: bool = False) -> None:
    """Refuse a folder in which nothing about a pupil may be written.

    Parameters
    ----------
    folder : Path
        The folder to make.
    project : Path
        The project.
    replace : bool
        Whether a folder that was made before may be written over.

    Raises
    ------
    SelectionError
        When it is a folder of the project, or holds something else.
    """
    inside = folder.is_relative_to(project)
    top = folder.relative_to(project).parts[:1] if inside else ("",)
    if inside and (not top or top[0] in _OF_PROJECT or top[0].startswith(".")):
        raise SelectionError(
            f"Data of your own stay out of the project's folders; {folder.name} would be in "
            f"{top[0] if top else 'the project itself'}. Give another folder with --output."
        )
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        if not is_own(folder):
            raise SelectionError(
                f"A new folder must not hold anything yet; {folder.name} does. Give another with "
                "--output."
            )
        if not replace:
            raise SelectionError(
                f"{folder.name} was made before. Give another folder with --output, or write over "
                "this one with --replace."
            )


def files_of(
    owns: Sequence[Any], form: Any, *, project: Path, name: str, year: int
) -> dict[str, str]:
    """Write what the folder holds of data and settings.

    Parameters
    ----------
    owns : sequence of Own
        The tables of a school; of several, those of the group first.
    form : Instrument
        The instrument.
    project : Path
        The project; its notebook says which settings there are.
    name : str
        Name of the school or group.
    year : int
        Year of the data.

    Returns
    -------
    dict of str to str
        Text by path below the folder.
    """
    from partnership_evaluation import intake, released

    notebook = project / "notebooks" / f"{form.notebook}.ipynb"
    declared = read_declared(notebook)
    tables = intake.data_files(owns, form, name=name, year=year)
    found = {f"{DATA}/{path}": text for path, text in tables.items()}
    for own in owns:
        values = settings(declared, form, own.made, case=own.case, name=own.name)
        found[f"{PARAMETERS}/{form.notebook}/{own.case}.yml"] = _parameters(declared, values)
    first = settings(declared, form, owns[0].made, case=owns[0].case, name=owns[0].name)
    found[f"notebooks/{form.notebook}.ipynb"] = _notebook(notebook, declared, first)
    found[released.FILE] = released.settings_text()
    found[".gitignore"] = "# Data about people: never to be committed.\n*\n"
    return found


def guide(own: Any, form: Any, mapping: Any) -> dict[str, str]:
    """Write what tells the owner of a folder how it was made.

    Parameters
    ----------
    own : Own
        The tables of a school.
    form : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.

    Returns
    -------
    dict of str to str
        Text by path below the folder.
    """
    from partnership_evaluation import intake

    words = {"name": own.name, "notebook": form.notebook, "case": own.case, "title": form.title}
    return {
        "mapping.yml": _MAPPING + intake.as_yaml(mapping),
        "README.md": _README.format(**words),
    }


def settings(
    declared: tuple[Parameter, ...], form: Any, made: Mapping[str, Any], *, case: str, name: str
) -> dict[str, Any]:
    """Choose the settings that differ from those of the notebook.

    Parameters
    ----------
    declared : tuple of Parameter
        What the notebook declares.
    form : Instrument
        The instrument.
    made : mapping of str to pandas.DataFrame
        The tables; they say how many people there are.
    case, name : str
        Short name and name of the school.

    Returns
    -------
    dict
        Value by name.
    """
    from partnership_evaluation import intake

    known = {parameter.name for parameter in declared}
    wanted = {"case": case, "place": name, "claims": "*", **form.settings.get("parameters", {})}
    wanted |= dict.fromkeys(_COUNTED, intake.people_in(made, form))
    return {key: value for key, value in wanted.items() if key in known}


def short_name(text: str) -> str:
    """Name a case after a folder or a school.

    Parameters
    ----------
    text : str
        The name.

    Returns
    -------
    str
        Lower-case letters, digits and hyphens, a letter first.

    Examples
    --------
    >>> short_name("St Mary's Primary"), short_name("2026")
    ('st-marys-primary', 'own-2026')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")
    return plain if re.fullmatch(r"(?!all$)[a-z][a-z0-9-]*", plain) else f"own-{plain}".strip("-")


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a folder.

    Parameters
    ----------
    folder : Path
        The folder; made where it is missing.
    files : mapping of str to str
        Text by path below it.
    """
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _parameters(declared: tuple[Parameter, ...], values: Mapping[str, Any]) -> str:
    lines = [
        "# Settings of this report, one a line. A line behind a hash has the value that the",
        "# notebook uses anyway; take the hash away to change it.",
    ]
    for one in declared:
        shown = yaml.safe_dump(values.get(one.name, one.default), default_flow_style=True)
        text = f"{one.name}: {shown.removesuffix(chr(10)).removesuffix(chr(10) + '...')}"
        lines += ["", f"# {own_words.reworded(one.help)}"] if one.help else [""]
        lines.append(text if one.name in values else f"# {text}")
    return "\n".join(lines) + "\n"


def _notebook(file: Path, declared: tuple[Parameter, ...], values: Mapping[str, Any]) -> str:
    """Copy a notebook for JupyterLab: own settings, own tables, no outputs."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        cell["source"] = own_text.source(text, kind=cell["cell_type"])
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            lines = [
                f"{one.name}: {one.annotation} = {values.get(one.name, one.default)!r}"
                + (f"  # {one.help}" if one.help else "")
                for one in declared
            ]
            cell["source"] = own_text.help_of("\n".join(lines))
    first = {
        "cell_type": "code",
        "id": "own-data",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": 'from partnership_evaluation import released\n\nreleased.use("..").sentence',
    }
    place = next(i for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code")
    notebook["cells"].insert(place, first)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


_MAPPING = """\
# Which column of the spreadsheet was read as what. Correct a letter and give this file back with
# --mapping where a column was taken for another.
"""
_README = """\
# {name}: {title}

Made by `evaluate new`. Names of people are not in this folder; people have running numbers in the
order of their values. `data/` and `mapping.yml` are yours alone; reports rest on `release/`, which
holds only what their readers may see.

- `evaluate report FOLDER/` (the folder in which this file is) makes `reports/index.html`.
- `parameters/disclosure.yml`: who will read the reports, and so what is hidden in them.
- `parameters/{notebook}/{case}.yml`: settings, each with what it means.
- `data/{case}/conclusions.csv`: what you would like to say; the report holds it to the numbers.
- `notebooks/{notebook}.ipynb`: the same notebook for JupyterLab, with these settings and tables.
"""
