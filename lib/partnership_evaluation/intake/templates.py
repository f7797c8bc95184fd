"""Blank spreadsheets with drop-downs, an example, and the legal codes."""

from partnership_evaluation import measures
from partnership_evaluation.intake import codes
from partnership_evaluation.intake.sheets import letter
from partnership_evaluation.intake.workbook_files import as_bytes, put

ROWS = 500
EXAMPLE, CODES, HELP = "Example", "Legal codes", "How to fill in"


def template(instrument):
    """Make a blank spreadsheet for an instrument.

    Parameters
    ----------
    instrument : Instrument
        The instrument.

    Returns
    -------
    bytes
        An ``.xlsx`` file: the sheet to fill in, whose cells offer the legal codes and no
        others, an example, the legal codes with their words, and how to fill it in.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> data = template(intake.instrument("lesson_grades"))
    >>> [sheet.name for sheet in intake.workbooks.read(data)]
    ['Data', 'Example', 'Legal codes', 'How to fill in']
    """
    from openpyxl import Workbook

    book = Workbook()
    data = book.active
    data.title = "Data"
    example, legal, about = (book.create_sheet(name) for name in (EXAMPLE, CODES, HELP))
    _legal_codes(legal, instrument)
    _headings(data, instrument)
    _headings(example, instrument)
    for row, values in enumerate(_example(instrument), 2):
        for column, value in enumerate(values, 1):
            put(example, row, column, value)
    _drop_downs(data, instrument)
    for row, line in enumerate(_advice(instrument), 1):
        put(about, row, 1, line)
    about.column_dimensions["A"].width = 100
    return as_bytes(book)


def _headings(sheet, instrument):
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, role in enumerate(instrument.roles, 1):
        cell = put(sheet, 1, column, role.heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.fill = PatternFill("solid", fgColor="DDEBF7" if role.required else "F2F2F2")
        cell.comment = Comment(_hint(role, instrument), "")
        sheet.column_dimensions[letter(column)].width = 18
    sheet.freeze_panes = "B2"


def _hint(role, instrument):
    needed = "" if role.required or role.item else " May be left out."
    match role.kind:
        case "person":
            return f"A name or code that is the same each time. It is not copied.{needed}"
        case "code":
            allowed = codes.listed(role.scales[0], words=instrument.settings.get("words"))
            return f"One of: {allowed}.{needed}"
        case "date":
            return f"Day, month, year: 31/12/2025.{needed}"
        case "time":
            return "before or after."
    return f"One of: {', '.join(_choices(role))}.{needed}"


def _choices(role):
    """List the form to offer for each value of a group."""
    return [
        "no" if not value else forms[0] if forms[0] in ("yes", "m", "f") else value
        for value, forms in role.values.items()
    ]


def _drop_downs(sheet, instrument):
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, role in enumerate(instrument.roles, 1):
        match role.kind:
            case "code":
                offered = f"'{CODES}'!$A$2:$A${1 + len(_offered(instrument))}"
            case "time":
                offered = '"before,after"'
            case "group":
                offered = f'"{",".join(_choices(role))}"'
            case _:
                continue
        rule = DataValidation(
            type="list",
            formula1=offered,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not a legal value",
            error="Choose a value from the list.",
        )
        sheet.add_data_validation(rule)
        rule.add(f"{letter(column)}2:{letter(column)}{ROWS + 1}")


def _offered(instrument):
    """List the codes of all scales of an instrument, each once, best first."""
    found = []
    for name in instrument.scales:
        chosen = measures.scale(name)
        found += [code for code in reversed(chosen.codes) if code not in found]
    return found


def _legal_codes(sheet, instrument):
    from openpyxl.styles import Font

    for column, title in enumerate(("Code", "Meaning", "Scale"), 1):
        put(sheet, 1, column, title).font = Font(bold=True)
    words = instrument.settings.get("words")
    for row, code in enumerate(_offered(instrument), 2):
        owners = [measures.scale(n) for n in instrument.scales if code in measures.scale(n).codes]
        meanings = [words.get(code, "")] if words else [one.words[code] for one in owners]
        cell = sheet.cell(row, 1)
        # The list must hold numbers where people type numbers, or the drop-down refuses them.
        cell.value = int(code) if code.isdigit() else code
        put(sheet, row, 2, "; ".join(dict.fromkeys(meanings)))
        put(sheet, row, 3, "; ".join(one.title for one in owners))
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = 50


def _example(instrument):
    given = instrument.settings.get("example")
    if given:
        return given
    offered = measures.scale(instrument.scales[0]).codes
    rows = []
    for person in range(1, 4):
        for time in ("before", "after") if instrument.shape == "items_twice" else ("",):
            row = []
            for place, role in enumerate(instrument.roles):
                better = min(len(offered) - 1, (person + place) % 3 + 1 + (time == "after"))
                shown = {"person": f"Person {person}", "time": time}
                row.append(shown.get(role.kind, offered[better]))
            rows.append(row)
    return rows


def _advice(instrument):
    return [
        instrument.title,
        instrument.about,
        "Fill in the sheet 'Data', one line a row; the sheet 'Example' shows how.",
        "Names are used to tell rows apart. They stay in this file and are copied nowhere.",
        "Leave a cell empty where a value is not known. Do not write totals below the table.",
        "Then: evaluate check FILE, and evaluate new " + f"{instrument.name} --data FILE",
    ]
