"""What is wrong with a table, in sentences: the rule, what was found, what to do.

Frictionless finds the problems; its own notes name a rule only now and then and never a remedy, so
each kind of problem is put into words here.
"""

import re
from difflib import get_close_matches

TYPES = {
    "integer": "a whole number in digits",
    "number": "a number in digits",
    "boolean": "true or false",
    "date": "a date such as 2012-09-01",
}
SEPARATORS = {";": "semicolons (;)", "\t": "tabs", "|": "upright strokes (|)"}
SAVE_AGAIN = "Save the file again as CSV (comma delimited, UTF-8)."


def sentences(errors, *, path, fields):
    """Put the errors that frictionless found in one table into words.

    Parameters
    ----------
    errors : sequence of frictionless.Error
        The errors of the header and of the rows.
    path : str
        Name of the file, for the start of each sentence.
    fields : sequence of frictionless.Field
        The columns that the table is described with.

    Returns
    -------
    list of str
        One sentence a problem: file, row and column; the rule; what was found; what to do. Where
        the columns themselves are not those described, rows are not reported beyond the first wrong
        column, because their cells may belong to another column.

    Examples
    --------
    >>> from frictionless import Resource, Schema
    >>> described = Schema.from_descriptor({"fields": [{"name": "pupils", "type": "integer"}]})
    >>> report = Resource(data=[["pupils"], ["many"]], schema=described).validate()
    >>> sentences(report.tasks[0].errors, path="rolls.csv", fields=described.fields)[0][:44]
    'rolls.csv, row 2, column pupils: a cell must'
    """
    names = [field.name for field in fields]
    header = [error for error in errors if "#header" in error.tags]
    labels = header[0].labels if header else names
    found = [f"{path}, {text}" for text in _column_problems(labels, names)]
    shared = min(len(labels), len(names))
    if labels[:shared] == names[:shared]:
        rows = [error for error in errors if "#header" not in error.tags]
        found += [_row_sentence(error, path, fields) for error in _without_repeats(rows)]
    return list(dict.fromkeys(found))


def separator_problem(first_line, *, path, columns):
    """Say whether the columns of a file are separated by something other than commas.

    Parameters
    ----------
    first_line : str
        The first line of the file, with the names of its columns.
    path : str
        Name of the file.
    columns : int
        Columns that the table is described with.

    Returns
    -------
    str or None
        The problem in a sentence; None when there is a comma or nothing to separate.

    Examples
    --------
    >>> separator_problem("school;pupils", path="rolls.csv", columns=2)[:50]
    'rolls.csv, row 1: columns must be separated by com'
    >>> separator_problem("school,pupils", path="rolls.csv", columns=2) is None
    True
    """
    found = next((words for sign, words in SEPARATORS.items() if sign in first_line), None)
    if columns == 1 or "," in first_line or found is None:
        return None
    return f"{path}, row 1: columns must be separated by commas; found {found}. {SAVE_AGAIN}"


def nearest(name, known):
    """Offer the known name that was meant, or all of them.

    Parameters
    ----------
    name : object
        What was given.
    known : sequence of str
        The names there are.

    Returns
    -------
    str

    Examples
    --------
    >>> nearest("pupil", ["school", "pupils"]), nearest("x", ["a"])
    ("Did you mean 'pupils'?", 'Known: a.')
    """
    near = get_close_matches(str(name), known, n=1, cutoff=0.4)
    return f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."


def _column_problems(labels, names):
    for number, label in enumerate(labels, 1):
        place = f"row 1, column {number}"
        if not label:
            yield f"{place}: every column must have a name; found none. Name or remove the column."
        elif label in labels[: number - 1]:
            yield f"{place}: no name may stand twice; found {label!r} again. Rename one of the two."
        elif label not in names:
            lacking = [name for name in names if name not in labels]
            offer = f"{nearest(label, lacking)} Rename it, or remove it" if lacking else "Remove it"
            yield (
                f"{place}: every column must be one that the table is described with; found "
                f"{label!r}. {offer}, or describe it in datapackage.json."
            )
    for name in names:
        if name not in labels:
            yield (
                f"row 1, column {name}: every column that is described must be there; found "
                f"{', '.join(map(repr, labels))}. Add it, with empty cells where nothing is known."
            )
    if sorted(labels) == sorted(names) and labels != names:
        yield (
            f"row 1: columns must stand in the order {', '.join(names)}; found "
            f"{', '.join(labels)}. Change the order."
        )


def _without_repeats(errors):
    """Leave out that the key of an empty row is empty."""
    blank = {error.row_number for error in errors if error.type == "blank-row"}
    return [e for e in errors if e.type != "primary-key" or e.row_number not in blank]


def _row_sentence(error, path, fields):
    place = [path]
    if getattr(error, "row_number", None):
        place.append(f"row {error.row_number}")
    columns = _columns_of(error, fields)
    if columns:
        place.append(f"column{'s' * (len(columns) > 1)} {', '.join(columns)}")
    words = _WORDS.get(error.type, _of_anything_else)
    return f"{', '.join(place)}: {words(error, fields)}"


def _columns_of(error, fields):
    if error.type == "primary-key" and fields:
        return list(fields[0].schema.primary_key) if fields[0].schema else []
    if error.type == "foreign-key":
        return error.field_names
    # A row that is too short is one problem, not one for each column that it lacks.
    named = getattr(error, "field_name", "") and error.type != "missing-cell"
    return [error.field_name] if named else []


def _cell(error):
    return repr(error.cell) if error.cell not in ("", "None") else "an empty cell"


def _of_a_type(error, fields):
    kind = next(field.type for field in fields if field.name == error.field_name)
    rule = TYPES.get(kind, f"of type {kind}")
    return f"a cell must be {rule}; found {_cell(error)}. Correct the cell."


def _of_a_constraint(error, fields):
    field = next(field for field in fields if field.name == error.field_name)
    broken = re.match(r'constraint "(\w+)"', error.note)[1]
    limit = field.constraints.get(broken)
    if broken == "required":
        return "no cell of this column may be empty; found an empty cell. Give its value."
    if broken == "enum":
        near = get_close_matches(error.cell, [str(value) for value in limit], n=1)
        offer = f"Did you mean {near[0]!r}?" if near else "Correct the cell."
        return f"a cell must be one of {', '.join(map(str, limit))}; found {_cell(error)}. {offer}"
    rule = {
        "minimum": f"be at least {limit}",
        "maximum": f"be at most {limit}",
        "minLength": f"have at least {limit} characters",
        "maxLength": f"have at most {limit} characters",
        "pattern": f"be written like the pattern {limit}",
    }.get(broken, f"keep to {broken} {limit}")
    return f"a cell must {rule}; found {_cell(error)}. Correct the cell."


def _of_a_repeat(error, _):
    row = error.note.rpartition(" ")[2]
    return (
        f"no value of this column may be repeated; found {_cell(error)} as in row {row}. "
        "Correct or delete one of the two rows."
    )


def _of_a_key(error, fields):
    key = fields[0].schema.primary_key if fields[0].schema else []
    values = [cell for field, cell in zip(fields, error.cells, strict=False) if field.name in key]
    if not any(values):
        return "the columns that tell rows apart must not be empty; found none filled. Add them."
    row = error.note.rpartition(" ")[2]
    return (
        f"no two rows may have the same values here; found {', '.join(map(repr, values))} as in "
        f"row {row}. Correct or delete one of the two rows."
    )


def _of_a_reference(error, _):
    known = f"column {', '.join(error.reference_field_names)} of {error.reference_name}"
    return (
        f"a value must stand in {known}; found {', '.join(map(repr, error.field_cells))}. "
        "Correct it, or add it there."
    )


def _of_an_extra_cell(error, fields):
    return (
        f"a row must not have more cells than there are columns ({len(fields)}); found "
        f"{error.cell!r} in place {error.field_number}. Remove it, or write quotation marks around "
        "a text that holds a comma."
    )


def _of_a_missing_cell(error, fields):
    return (
        f"a row must have a cell in each of the {len(fields)} columns; found {len(error.cells)}. "
        "Add the others, empty ones too; close every quotation mark that opens a text."
    )


def _of_a_blank_row(_error, _fields):
    return "a row must hold something; found an empty one. Delete the row."


def _of_an_encoding(error, _):
    return f"a table must be text in UTF-8; found that {error.note}. {SAVE_AGAIN}"


def _of_a_source(error, _):
    return f"a table must have a first row with its columns; found that {error.note}. {SAVE_AGAIN}"


def _of_anything_else(error, _):
    note = error.note or error.description
    return f"a table must keep to its description; found: {error.title} ({note}). Correct the file."


_WORDS = {
    "type-error": _of_a_type,
    "constraint-error": _of_a_constraint,
    "unique-error": _of_a_repeat,
    "primary-key": _of_a_key,
    "foreign-key": _of_a_reference,
    "extra-cell": _of_an_extra_cell,
    "missing-cell": _of_a_missing_cell,
    "blank-row": _of_a_blank_row,
    "encoding-error": _of_an_encoding,
    "source-error": _of_a_source,
}
