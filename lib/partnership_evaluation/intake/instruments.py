"""The instruments that a school can fill in: what each column may hold, and what is made of it.

An instrument is a file of ``instruments/``: its columns with the words that schools write above
them, its scales, its direction and scoring, and the analysis that reads it.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml

from partnership_evaluation import measures, tables
from partnership_evaluation.intake import limits
from partnership_evaluation.intake.headings import words

FOLDER = Path(__file__).with_name("instruments")
SHAPES = ("pairs", "items_twice", "items_once")
TIMES = ("before", "after")
_TIME_WORDS = {
    "before": (
        "before pre baseline start starting initial first entry earlier beginning prior "
        "autumn sept september previous from old"
    ),
    "after": (
        "after post end ending final last exit later second now current summer july june "
        "follow endline latest to new"
    ),
}


@dataclass(frozen=True)
class Role:
    """What one column of a table is for.

    Attributes
    ----------
    name : str
        Name of the role, for example ``grade_before``.
    heading : str
        What the template writes above it.
    kind : {"person", "time", "code", "date", "group", "text"}
        What its cells hold; a person is only used to tell rows apart and is never copied.
    required : bool
        Whether the column must be there and filled in.
    time : str
        ``before`` or ``after`` where the column is of one time.
    synonyms : tuple of tuple of str
        Other headings, in words.
    values : dict of str to tuple of str
        For groups: the values, each with what schools write for it.
    scales : tuple of str
        For codes: scales they may be on, the likeliest first.
    item : str
        For codes: the item that is rated.
    section : str
        The part of the form that it stands in.
    """

    name: str
    heading: str
    kind: str
    required: bool = True
    time: str = ""
    synonyms: tuple = ()
    values: dict = field(default_factory=dict, hash=False)
    scales: tuple = ()
    item: str = ""
    section: str = ""


@dataclass(frozen=True)
class Instrument:
    """One form, with what is made of it.

    Attributes
    ----------
    name : str
        Short name.
    title, about : str
        What it is, in a few words and in a sentence.
    shape : {"pairs", "items_twice", "items_once"}
        One line a person with two codes; one line a person and time with many items; one line a
        person with many items.
    roles : tuple of Role
        Its columns.
    scales : tuple of str
        Scales of its codes, the likeliest first.
    aliases : dict of str to str
        Other ways to write a code.
    better : {"high", "low"}
        Which end of the scale is favourable.
    people : str
        Who the rows are, in the plural.
    notebook, table : str
        The analysis, and the table that it reads.
    settings : dict
        Everything else that the file says.
    """

    name: str
    title: str
    about: str
    shape: str
    roles: tuple
    scales: tuple
    aliases: dict
    better: str
    people: str
    notebook: str
    table: str
    settings: dict

    def role(self, name):
        """Look up a role.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        Role or None
        """
        return next((role for role in self.roles if role.name == name), None)

    @property
    def items(self):
        """Roles of the items of a form, each once."""
        return tuple(role for role in self.roles if role.item and role.time in ("", "before"))


def names():
    """List the instruments.

    Returns
    -------
    list of str

    Examples
    --------
    >>> "lesson_grades" in names()
    True
    """
    return sorted(file.stem for file in FOLDER.glob("*.yml"))


def instrument(name):
    """Look up an instrument.

    Parameters
    ----------
    name : str
        One of :func:`names`, or the name of the analysis that reads it where there is only one.

    Returns
    -------
    Instrument

    Raises
    ------
    IntakeError
        When there is none of that name; the nearest is offered.

    Examples
    --------
    >>> instrument("lesson_grades").scales
    ('lesson_grade_2012', 'lesson_grade_2005')
    """
    known = names()
    plain = str(name).replace("-", "_").lower()
    if plain not in known:
        readers = [one for one in known if _load(one)["notebook"] == plain]
        if len(readers) == 1:
            return _instrument(readers[0])
        near = get_close_matches(plain, known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
        hint = f"Choose one of: {', '.join(readers)}." if readers else hint
        raise limits.IntakeError(f"An instrument must be one of the list; found {name!r}. {hint}")
    return _instrument(plain)


@cache
def known_headings():
    """Collect every heading that an instrument knows.

    Returns
    -------
    frozenset of tuple of str

    Examples
    --------
    >>> ("teacher",) in known_headings()
    True
    """
    found = set()
    for name in names():
        for role in _instrument(name).roles:
            found |= {words(role.heading), *role.synonyms}
            if role.time:
                found |= {(word,) for word in time_words(role.time)}
    # A row of ratings holds bare numbers too, and is no row of headings.
    return frozenset(one for one in found if not "".join(one).isdigit() and one)


def time_words(time):
    """List the words that mark a column as of one time.

    Parameters
    ----------
    time : {"before", "after"}
        The time.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> "baseline" in time_words("before")
    True
    """
    return tuple(_TIME_WORDS[time].split())


@cache
def _load(name):
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))


@cache
def _instrument(name):
    raw = dict(_load(name))
    scales = tuple(raw.pop("scales"))
    roles = [_role(key, value, scales) for key, value in raw.pop("columns", {}).items()]
    roles += _item_roles(raw, scales)
    return Instrument(
        name=name,
        title=raw.pop("title"),
        about=raw.pop("about"),
        shape=raw.pop("shape"),
        roles=tuple(roles),
        scales=scales,
        aliases={str(k): str(v) for k, v in raw.pop("aliases", {}).items()},
        better=measures.scale(scales[0]).best_is,
        people=raw.pop("people"),
        notebook=raw.pop("notebook"),
        table=raw.pop("table"),
        settings=raw,
    )


def _role(name, value, scales):
    return Role(
        name=name,
        heading=value["heading"],
        kind=value["kind"],
        required=value.get("required", True),
        time=value.get("time", ""),
        synonyms=tuple(words(text) for text in value.get("synonyms", ())),
        values={k: tuple(map(str, v)) for k, v in value.get("values", {}).items()},
        scales=scales if value["kind"] == "code" else (),
    )


def _item_roles(raw, scales):
    """Make a role for each item: one for each time, and one for a table with a column of times."""
    rows = raw.pop("items", None) or []
    if isinstance(rows, dict):
        frame = tables.read(rows["table"]).drop_duplicates("item")
        chosen = frame[frame["scale"].notna()] if "scale" in frame and rows.get("rated") else frame
        chosen = chosen[~chosen["item"].astype(str).isin(map(str, rows.get("without", ())))]
        section = chosen["section"] if "section" in chosen else [""] * len(chosen)
        columns = zip(chosen["item"].astype(str), chosen["label"], section, strict=True)
        rows = [{"item": i, "label": label, "section": part} for i, label, part in columns]
    for place, row in enumerate(rows, 1):
        short = str(row["item"])
        synonyms = {words(row["label"]), words(short)}
        synonyms |= {words(f"{letter}{place}") for letter in ("q", "item ", "question ", "")}
        yield Role(
            name=f"item_{place}",
            heading=row["label"],
            kind="code",
            synonyms=tuple(sorted(synonyms)),
            scales=scales,
            item=short,
            section=str(row.get("section") or ""),
            required=False,
        )
