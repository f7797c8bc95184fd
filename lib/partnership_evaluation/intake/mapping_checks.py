"""A mapping held to its table: columns that are needed, items that were not asked."""

from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.sheets import Problem, letter, shown


def problems(sheet, instrument, mapping):
    """List what is wrong with which column is what.

    Parameters
    ----------
    sheet : Sheet
        The table.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.

    Yields
    ------
    Problem

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Teacher,Before\\nA,3\\n")
    >>> form = intake.instrument("lesson_grades")
    >>> [p.allowed for p in problems(sheet, form, intake.Mapping(form.name, {"person": 1}))]
    ['Grade before', 'Grade after']
    """
    for name, column in mapping.columns.items():
        if column not in sheet.headers:
            yield Problem(
                "no such column",
                "error",
                "A column of the mapping must be in the table; found "
                f"{letter(column) if column else 'none'} for {name}. Correct the mapping.",
                column=column,
            )
    present = {name for name, column in mapping.columns.items() if column in sheet.headers}
    wide = any(name.startswith("item_") and name.endswith("_after") for name in present)
    for role in instrument.roles:
        needed = role.required and not role.item and not (role.kind == "time" and wide)
        if needed and role.name not in present:
            yield _missing(sheet, role)
    yield from _items(instrument, present)
    yield from _side_by_side(sheet)
    if "person" in present:
        yield from _on_its_side(sheet, instrument, mapping.columns["person"])


def _side_by_side(sheet):
    """Find the headings of a table once more to its right."""
    texts = [words(text) for text in sheet.headers.values()]
    twice = sorted({" ".join(text) for text in texts if text and texts.count(text) > 1})
    if len(twice) > 1:
        yield Problem(
            "tables side by side",
            "error",
            "A sheet must hold one table; here the headings stand twice beside one another "
            f"({', '.join(twice[:4])}). Put the rows of one below those of the other.",
        )


def _on_its_side(sheet, instrument, column):
    """Find a table whose headings stand in its first column."""
    known = {words(role.heading) for role in instrument.roles if role.kind != "person"}
    known |= {one for role in instrument.roles if role.kind != "person" for one in role.synonyms}
    known = {one for one in known if one and not "".join(one).isdigit()}
    named = [row for row in sheet.rows if words(sheet.cell(row, column).text) in known]
    if len(named) >= max(2, len(sheet.rows) / 2):
        yield Problem(
            "table on its side",
            "error",
            "A table must have a row a person and its headings in one row; here they stand below "
            "one another. Turn it (copy, paste special, transpose).",
            column=column,
        )


def _missing(sheet, role):
    headings = ", ".join(shown(text, longest=25) for text in sheet.headers.values())
    return Problem(
        "missing column",
        "error",
        f"A table must have a column for {role.heading!r}; found {headings}. Give it that heading, "
        f"or name its letter in the mapping as {role.name}.",
        allowed=role.heading,
    )


def _items(instrument, present):
    absent = [
        item
        for item in instrument.items
        if not any(name == item.name or name.startswith(f"{item.name}_") for name in present)
    ]
    if absent and len(absent) == len(instrument.items):
        yield Problem(
            "missing column",
            "error",
            "A table must have a column for each item; none was found. Name their letters in the "
            f"mapping: item_1 is {absent[0].heading!r}.",
            allowed=absent[0].heading,
        )
    elif absent:
        listed = ", ".join(repr(item.heading) for item in absent[:5])
        yield Problem(
            "items not asked",
            "warning",
            f"{len(absent)} of {len(instrument.items)} items of the form have no column and are "
            f"left out: {listed}{' and others' if len(absent) > 5 else ''}.",
        )
