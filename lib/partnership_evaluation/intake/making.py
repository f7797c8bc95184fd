"""The tables that the notebooks read, made from a checked sheet; nobody's name is in them."""

from collections import Counter
from statistics import median

import pandas as pd

from partnership_evaluation import measures
from partnership_evaluation.intake import limits, making_items
from partnership_evaluation.intake.instruments import TIMES

EVERYBODY = "all"
_GAINS = "place group relation sub_levels pupils pupils_in_group weeks locator"
_MEAN_GAINS = "place group year_group unit mean pupils_in_group weeks words locator"
_ARROWS = {1: "\N{UPWARDS ARROW}", 0: "\N{RIGHTWARDS ARROW}", -1: "\N{DOWNWARDS ARROW}"}


def make(examined, instrument, mapping, *, place):
    """Make the tables of an instrument.

    Parameters
    ----------
    examined : Examined
        A checked sheet without errors.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.
    place : str
        What the school is called in the tables.

    Returns
    -------
    dict of str to pandas.DataFrame
        Tables by name, every cell text; people are running numbers in the order of their
        values, so that a number leads back to nobody.

    Raises
    ------
    IntakeError
        When too little is left to compare.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Teacher,Before,After\\nA,3,2\\nB,2,2\\n")
    >>> form, mapping = intake.instrument("lesson_grades"), intake.propose(sheet, "lesson_grades")
    >>> found = make(intake.examine(sheet, form.name), form, mapping.mapping, place="Our school")
    >>> found["lesson_grades"]["printed_change"].tolist()
    ['→', '↑']
    """
    maker = _MAKERS[instrument.table]
    found = (
        maker(examined, instrument, mapping)
        if instrument.items
        else maker(examined, instrument, place=place)
    )
    if found[instrument.table].empty:
        limits.refuse(
            "A comparison must have somebody to compare",
            "nobody with every value that is needed",
            "Fill in the missing values",
        )
    return {name: frame.astype(object) for name, frame in found.items()}


def people_in(tables_made, instrument):
    """Count the people or schools that the tables are about.

    Parameters
    ----------
    tables_made : dict of str to pandas.DataFrame
        From :func:`make`.
    instrument : Instrument
        The instrument.

    Returns
    -------
    int

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> people_in({"lesson_grades": pd.DataFrame({"participant": ["1", "2"]})},
    ...           instrument("lesson_grades"))
    2
    """
    frame = tables_made[instrument.table]
    match instrument.table:
        case "gains":
            return int(frame["pupils_in_group"].iloc[0])
        case "group_grades":
            return frame["unit"].nunique()
        case "before_after":
            return int(max(map(int, [*frame["n_before"], *frame["n_after"]])))
        case "ratings":
            return int(max(map(int, frame["n_stated"])))
        case "survey_percentages":
            return int(tables_made["survey_frame"]["answered"].iloc[0])
    return len(frame)


def _pairs(examined, first, last):
    """List the rows with both values, in the order of the values.

    In the order of the sheet, a number would lead whoever has the sheet back to a person.
    """
    return sorted(
        (
            (row, values[first], values[last])
            for row, values in examined.values.items()
            if first in values and last in values
        ),
        key=lambda one: (examined.scales[one[0]][first], *one[1:]),
    )


def _lesson_grades(examined, instrument, *, place):
    rows = []
    for row, before, after in _pairs(examined, "grade_before", "grade_after"):
        scale = examined.scales[row]["grade_before"]
        step = measures.shift([before], [after], scale=scale)[0]
        arrow = _ARROWS[(step > 0) - (step < 0)]
        rows.append((str(len(rows) + 1), scale, before, after, arrow, "the sheet"))
    columns = ["participant", "scale", "grade_before", "grade_after", "printed_change", "locator"]
    return {"lesson_grades": pd.DataFrame(rows, columns=columns)}


def _group_grades(examined, instrument, *, place):
    rows = []
    for row, before, after in _pairs(examined, "grade_before", "grade_after"):
        number = len(rows) // 2 + 1
        for time, code in zip(TIMES, (before, after), strict=True):
            scale = measures.scale(examined.scales[row][f"grade_{time}"])
            rows.append(
                (
                    "overall effectiveness",
                    scale.name,
                    time,
                    f"school {number}",
                    code,
                    scale.words[code],
                    "",
                    "the sheet",
                )
            )
    columns = ["subject", "scale", "time", "unit", "grade", "words", "remark", "locator"]
    return {"group_grades": pd.DataFrame(rows, columns=columns)}


def _gains(examined, instrument, *, place):
    steps = _steps(examined, instrument)
    groups = {EVERYBODY: list(steps)}
    for row in steps:
        for role in instrument.roles:
            value = examined.values[row].get(role.name)
            if role.kind == "group" and value:
                groups.setdefault(value, []).append(row)
    weeks, rows = _weeks(examined, steps), []
    for group, members in groups.items():
        counts = Counter(steps[row] for row in members)
        where = "the sheet"
        for gain, pupils in sorted(counts.items()):
            rows.append(
                (place, group, "exactly", str(gain), str(pupils), str(len(members)), weeks, where)
            )
    return {
        "gains": pd.DataFrame(rows, columns=_GAINS.split()),
        "mean_gains": pd.DataFrame(columns=_MEAN_GAINS.split()),
    }


def _steps(examined, instrument):
    """Count the sub-levels that each pupil gained."""
    points, found = measures.scale(instrument.scales[0]).points, {}
    for row, before, after in _pairs(examined, "level_before", "level_after"):
        if before not in points or after not in points:
            limits.refuse("A level must have points", f"none in row {row}", "Leave the row out")
        found[row] = int(measures.points_to_sub_levels(points[after] - points[before]))
    return found


def _weeks(examined, rows):
    """Weeks between the two dates, the middle one where they differ; empty where none is given."""
    days = [
        (values["date_after"] - values["date_before"]).days
        for row, values in examined.values.items()
        if row in rows and values.get("date_before") and values.get("date_after")
    ]
    return str(max(1, round(median(days) / 7))) if days else ""


_MAKERS = {
    "lesson_grades": _lesson_grades,
    "group_grades": _group_grades,
    "gains": _gains,
    "before_after": making_items.before_after,
    "ratings": making_items.counts,
    "survey_percentages": making_items.shares,
}
