"""Which column is what: proposed from headings and contents, kept in a file, open to correction."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from partnership_evaluation.intake import limits
from partnership_evaluation.intake.instruments import instrument as find_instrument
from partnership_evaluation.intake.sheets import letter, number_of

_KEYS = ("instrument", "sheet", "scale", "columns")


@dataclass(frozen=True)
class Mapping:
    """Which column of a sheet has which role of an instrument.

    Attributes
    ----------
    instrument : str
        Name of the instrument.
    columns : dict of str to int
        Column number by role.
    sheet : int
        Place of the sheet in its file, from 1.
    scale : str
        The scale of the codes where the user has named one; else empty.

    Examples
    --------
    >>> Mapping("lesson_grades", {"person": 1}).letters
    {'person': 'A'}
    """

    instrument: str
    columns: dict = field(default_factory=dict)
    sheet: int = 1
    scale: str = ""

    @property
    def letters(self):
        """Column letter by role."""
        return {role: letter(column) for role, column in self.columns.items()}

    def with_column(self, role, column):
        """Correct one column.

        Parameters
        ----------
        role : str
            The role.
        column : int or str or None
            Number or letter; None takes the role away.

        Returns
        -------
        Mapping
            A new one.
        """
        columns = {name: value for name, value in self.columns.items() if name != role}
        if column is not None:
            columns[role] = column if isinstance(column, int) else number_of(column)
        return replace(self, columns=columns)


def as_yaml(mapping, *, headings=False, sheet=None):
    """Write a mapping as the text of a file.

    Parameters
    ----------
    mapping : Mapping
        The mapping.
    headings : bool
        Whether the heading of each column, as the sheet writes it, stands in a comment.
    sheet : Sheet, optional
        The sheet, for its headings.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_yaml(Mapping("lesson_grades", {"person": 1, "grade_before": 3})).split("#")[0])
    instrument: lesson_grades
    sheet: 1
    columns:
      person: A
      grade_before: C
    <BLANKLINE>
    """
    chosen = find_instrument(mapping.instrument)
    lines = [f"instrument: {mapping.instrument}", f"sheet: {mapping.sheet}"]
    lines += [f"scale: {mapping.scale}"] if mapping.scale else []
    lines.append("columns:")
    for role in chosen.roles:
        if role.name not in mapping.columns:
            continue
        column = mapping.columns[role.name]
        heading = sheet.headers.get(column, "") if headings and sheet else ""
        note = f"  # {_one_line(heading)}" if heading else ""
        lines.append(f"  {role.name}: {letter(column)}{note}")
    unused = [role for role in chosen.roles if role.name not in mapping.columns]
    if unused:
        lines += ["# Not in the sheet, or not found. Write a line above for a column that is:"]
        lines += [f"#   {role.name}: ?  ({role.heading})" for role in unused]
    return "\n".join(lines) + "\n"


def read_mapping(file):
    """Read a mapping from a file.

    Parameters
    ----------
    file : path
        A YAML file: ``instrument``, ``columns`` (role to column letter) and, if wanted, ``sheet``
        and ``scale``.

    Returns
    -------
    Mapping

    Raises
    ------
    IntakeError
        When it is no such file: everything that is wrong with it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "mapping.yml")
    ...     _ = file.write_text("instrument: lesson_grades\\ncolumns: {person: B}")
    ...     read_mapping(file).columns
    {'person': 2}
    """
    path = Path(file)
    try:
        raw = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        limits.refuse(
            "A mapping must be a YAML file with a line a column",
            f"none that can be read in {path.name!r}",
            "Let 'evaluate check' write one with --write-mapping",
        )
    if not isinstance(raw, dict) or not isinstance(raw.get("columns"), dict):
        limits.refuse("A mapping must have 'instrument' and 'columns'", "neither", "Add 'columns:'")
    found = list(_faults(raw))
    if found:
        raise limits.IntakeError("\n".join(found))
    columns = {role: number_of(text) for role, text in raw["columns"].items()}
    sheet = int(raw.get("sheet") or 1)
    return Mapping(str(raw["instrument"]), columns, sheet, raw.get("scale") or "")


def _one_line(text):
    return " ".join(text.split())[:60]


def _faults(raw):
    for key in raw:
        if key not in _KEYS:
            yield f"A mapping may have {', '.join(_KEYS)}; found {key!r}. Take the line out."
    try:
        chosen = find_instrument(raw.get("instrument"))
    except limits.IntakeError as error:
        yield str(error)
        return
    if not str(raw.get("sheet") or 1).isdecimal():
        yield f"The sheet must be its place, 1 or more; found {raw['sheet']!r}. Write 1, say."
    if raw.get("scale") and raw["scale"] not in chosen.scales:
        known = ", ".join(chosen.scales)
        yield f"The scale must be one of the instrument; found {raw['scale']!r}. Known: {known}."
    known = {role.name for role in chosen.roles} | {
        f"{role.name}_{time}" for role in chosen.items for time in ("before", "after")
    }
    seen = {}
    for role, text in raw["columns"].items():
        if role not in known:
            yield f"A column must have a role of the instrument; found {role!r}. See the file."
        column = number_of(text)
        if column is None:
            yield f"A column must be a letter such as B; found {text!r} for {role}."
        elif column in seen:
            yield (
                f"A column may have one role; found {letter(column)} for both {seen[column]} and "
                f"{role}. Correct one of them."
            )
        seen.setdefault(column, role)
