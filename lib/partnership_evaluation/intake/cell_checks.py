"""Single cells held to their role: codes, times, groups and dates."""

from partnership_evaluation import measures
from partnership_evaluation.intake import codes, dates
from partnership_evaluation.intake.roles import read_group, read_time
from partnership_evaluation.intake.sheets import Problem, cleaned, shown

_HOW = {
    "spaces": ("spaces", "The spaces around it were left out"),
    "case": ("upper and lower case", "Upper and lower case were not told apart"),
    "word": ("word for a code", "The word was read as its code"),
    "label": ("word before a code", "The word before it was left out"),
    "phrase": ("code and its word", "Code and word agree"),
    "number": ("decimals of a whole number", "The decimals were left out"),
}


def read_code(cell, role, instrument, *, scales):
    """Read a code, and say what is wrong with it.

    Parameters
    ----------
    cell : Cell
        A cell that is filled in.
    role : Role
        Its role.
    instrument : Instrument
        The instrument.
    scales : sequence of str
        Scales it may be on, the likeliest first.

    Returns
    -------
    (str or None, str, list of Problem)
        The code, its scale, and what is to be said.

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> form = instrument("sub_levels")
    >>> read_code(Cell(2, 3, "2d"), form.role("level_before"), form,
    ...           scales=form.scales)[2][0].rule
    'unknown code'
    """
    settings = {"aliases": instrument.aliases, "words": instrument.settings.get("words")}
    for scale in scales:
        code, how = codes.read_code(cell.text, scale=scale, **settings)
        if code is not None:
            return code, scale, _accepted(cell, code, how)
    scale = scales[0]
    near = _same_code(cell, instrument, scale) or codes.nearest(cell.text, scale=scale, **settings)
    allowed = codes.listed(scale, words=settings["words"])
    rule, why = _why(cell, instrument, scale)
    if rule == "points for a code":
        near = _code_of_points(cleaned(cell.text), scale)
    near = "" if rule in ("percentage", "mixed scales", "code and word disagree") else near
    advice = f"Nearest: {near}" if near else "None is near"
    message = f"{role.heading} must be one of {allowed}; found {shown(cell.text)}. {why}{advice}."
    return (
        None,
        scale,
        [Problem(rule, "error", message, cell.row, cell.column, shown(cell.text), allowed, near)],
    )


def _accepted(cell, code, how):
    if not how:
        return []
    rule, done = _HOW[how]
    message = f"Found {shown(cell.text)}, read as {code}. {done}."
    return [Problem(rule, "note", message, cell.row, cell.column, shown(cell.text), "", code)]


def _why(cell, instrument, scale):
    """Name the rule that a wrong code breaks, and what it may be instead."""
    plain = cleaned(cell.text)
    if "%" in plain:
        return "percentage", "This is a percentage, and the cell is about one person. "
    others = [name for name in instrument.scales if name != scale]
    settings = {"aliases": instrument.aliases, "words": instrument.settings.get("words")}
    wrong = codes.disagreement(plain, scale=scale, **settings)
    if wrong:
        return "code and word disagree", f"{wrong}. "
    settings = {"aliases": instrument.aliases}
    for other in others:
        if codes.read_code(plain, scale=other, **settings)[0] is not None:
            return "code of another time", _in_force(other)
    if len(plain) > 1 and _code_of_points(plain, scale):
        return "points for a code", "These are points, and the column is of codes. "
    family = measures.scale(scale).family
    for other in measures.names():
        if measures.scale(other).family != family and _tells(plain, other):
            title = measures.scale(other).title
            return "mixed scales", f"It is a code of another scale ({title}). "
    return "unknown code", ""


def _tells(plain, scale):
    """Say whether a text is a code of a scale and unlikely to be a slip of another."""
    legal = measures.scale(scale).codes
    telling = not plain.isdecimal() or scale.endswith("scaled_score")
    return plain in legal and len(plain) > 1 and telling and not plain.isalpha()


def _code_of_points(plain, scale):
    """Find the code that has so many points."""
    if not plain.isdecimal() or len(plain) > 3:
        return ""
    points = measures.scale(scale).points
    return next((code for code, value in points.items() if value == int(plain)), "")


def _same_code(cell, instrument, scale):
    """Find the code that a word of another time had, where the scale has it too."""
    for other in instrument.scales:
        code, _ = codes.read_code(cell.text, scale=other, aliases=instrument.aliases)
        if code in measures.scale(scale).codes:
            return code
    return ""


def _in_force(scale):
    chosen = measures.scale(scale)
    since = f" from {chosen.valid_from:%d/%m/%Y}" if chosen.valid_from else ""
    until = f" to {chosen.valid_to:%d/%m/%Y}" if chosen.valid_to else ""
    return f"It belongs to a scale that was in force{since}{until}. "


def scales_on(instrument, day, *, named=""):
    """List the scales that a code may be on.

    Parameters
    ----------
    instrument : Instrument
        The instrument.
    day : datetime.date or tuple or None
        When the code was given; first and last day where only the year is known; None where
        nothing is.
    named : str
        The scale that the user has named; empty where none.

    Returns
    -------
    list of str
        Empty where none of the scales was in force on that day. Without a day those that the
        instrument has for this, or the first scale alone, or the one that was named.

    Examples
    --------
    >>> from datetime import date
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> form = instrument("ofsted_grades")
    >>> scales_on(form, date(2010, 5, 1)), scales_on(form, date(2024, 12, 1))
    (['ofsted_2005'], [])
    """
    if day is None:
        undated = instrument.settings.get("undated", instrument.scales[:1])
        return [named] if named else list(undated)
    allowed = [named] if named else instrument.scales
    days = day if isinstance(day, tuple) else (day,)
    return [scale for scale in allowed if any(measures.scale(scale).in_force(one) for one in days)]


def no_scale(cell, day, instrument, *, named=""):
    """Say that a code was given when its scale did not exist.

    Parameters
    ----------
    cell : Cell
        The cell with the code.
    day : datetime.date or tuple
        When it was given, or the first and last day of its year.
    instrument : Instrument
        The instrument.
    named : str
        The scale that the user has named.

    Returns
    -------
    Problem

    Examples
    --------
    >>> from datetime import date
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> no_scale(Cell(2, 3, "2"), date(2025, 1, 7), instrument("ofsted_grades")).allowed[:38]
    'ofsted_2012: 01/09/2012 to 01/09/2024;'
    """
    periods = []
    for name in [named] if named else instrument.scales:
        chosen = measures.scale(name)
        first = f"{chosen.valid_from:%d/%m/%Y}" if chosen.valid_from else "always"
        last = f"to {chosen.valid_to:%d/%m/%Y}" if chosen.valid_to else "to this day"
        periods.append(f"{name}: {first} {last}")
    allowed = "; ".join(periods)
    when = f"on {day:%d/%m/%Y}" if not isinstance(day, tuple) else f"in {day[0]:%Y}"
    message = (
        f"A grade must be of a scale that existed on its date; {when} none of these "
        f"did ({allowed}). Correct the date, or leave the grade out."
    )
    return Problem(
        "no such scale on that date",
        "error",
        message,
        cell.row,
        cell.column,
        shown(cell.text),
        allowed,
    )


def read_day(cell, role, *, today):
    """Read a date, and say what is wrong with it.

    Parameters
    ----------
    cell : Cell
        A cell that is filled in.
    role : Role
        Its role.
    today : datetime.date or None
        The day after which dates lie in the future; None to let them through.

    Returns
    -------
    (datetime.date or tuple or None, list of Problem)
        Of a year alone, where its date is not required, its first and last day.

    Examples
    --------
    >>> from datetime import date
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> role = instrument("lesson_grades").role("date_before")
    >>> read_day(Cell(2, 3, "31/02/2014"), role, today=date(2020, 1, 1))[1][0].rule
    'impossible date'
    """
    year = () if role.required else dates.read_year(cleaned(cell.text))
    if year and (today is None or year[0] <= today):
        return year, []
    day, how, wrong = dates.read_date(cleaned(cell.text))
    place = cell.row, cell.column, shown(cell.text)
    allowed = "a day as dd/mm/yyyy"
    if day is None:
        message = (
            f"{role.heading} must be {allowed}; found {shown(cell.text)}: {wrong}. Correct it."
        )
        near = wrong.rsplit(" ", 1)[-1] if "formatted" in wrong else ""
        return None, [Problem("impossible date", "error", message, *place, allowed, near)]
    if today and day > today:
        message = f"{role.heading} must not lie in the future; found {day:%d/%m/%Y}. Correct it."
        return None, [Problem("date in the future", "error", message, *place, allowed)]
    if day < dates.EARLIEST:
        message = (
            f"{role.heading} must lie after {dates.EARLIEST:%d/%m/%Y}, before which no scale of "
            f"the list existed; found {day:%d/%m/%Y}. Correct it."
        )
        return None, [Problem("impossible date", "error", message, *place, allowed)]
    if how:
        message = f"Found {shown(cell.text)}, read as {day:%d/%m/%Y}. Write the year in full."
        return day, [Problem("two-digit year", "note", message, *place, "", f"{day:%d/%m/%Y}")]
    return day, []


def read_other(cell, role):
    """Read a time or a group, and say what is wrong with it.

    Parameters
    ----------
    cell : Cell
        A cell that is filled in.
    role : Role
        A role of kind ``time`` or ``group``.

    Returns
    -------
    (str or None, list of Problem)

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> from partnership_evaluation.intake.sheets import Cell
    >>> read_other(Cell(2, 3, "perhaps"), instrument("sub_levels").role("eal"))[1][0].allowed
    'yes, y, true, t, eal, 1, x, no, n, false, f, 0, -'
    """
    if role.kind == "time":
        value = read_time(cell.text)
        allowed, near = "before, after", ""
    else:
        value = read_group(cell.text, role)[0]
        allowed = ", ".join(form for forms in role.values.values() for form in forms)
        near = ""
    place = cell.row, cell.column, shown(cell.text)
    if value is None:
        message = f"{role.heading} must be one of {allowed}; found {shown(cell.text)}. Correct it."
        return None, [Problem("unknown value", "error", message, *place, allowed, near)]
    return value, []
