"""Descriptions of the tables of a release, for its data package."""

from partnership_evaluation.released import by_school
from partnership_evaluation.released.items import STANDS_FOR
from partnership_evaluation.released.moves import COUNT_COLUMNS, MOVE_COLUMNS
from partnership_evaluation.released.results import COLUMNS

#: Columns of whole numbers; all others are text.
WHOLE = ("count", "n_stated", STANDS_FOR)
_ABOUT = {
    "subject": "what is graded",
    "scale": "name of the scale the grade belongs to",
    "move": "who is counted: moved up, stayed or moved down, or several of these",
    "count": "how many people",
    "n_stated": "how many people there are",
    "locator": "where it stands in the sheet",
    "time": "before or after",
    "grades": "grade codes separated by |; several where they were merged",
    "words": "not used",
    "what": "item or group",
    "who": "whom of it the number counts",
    "people": "the number, or [c] where it is confidential",
    "school": "name of the school",
    "counted": "how many of them are counted, or [c] where it is confidential",
    "share": "as a share, or [c]",
    "interval": "exact 95% interval of the share, or [c]",
    STANDS_FOR: "how many categories of the form this row stands for",
}
_TITLES = {
    "grade_moves": "People who moved up, stayed and moved down.",
    "grade_counts": "Grades at each time, with neighbouring grades merged where few have one.",
}


def describe(resource, name, case, found, *, about=None):
    """Describe a table of a release.

    Parameters
    ----------
    resource : dict or None
        The description of the private table of the same name.
    name : str
        Name of the table.
    case : str
        Short name of the case.
    found : partnership_evaluation.released.Released
        The release.
    about : str, optional
        What the table is, where it does not follow from the others.

    Returns
    -------
    dict

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.released import Released
    >>> empty = Released({}, pd.DataFrame(columns=["people"]), {})
    >>> describe(None, "grade_moves", "ours", empty)["path"]
    'ours/grade_moves.csv'
    """
    if resource is not None:
        return _with_merged(resource) if name == "ratings" else resource
    columns = {"grade_moves": MOVE_COLUMNS, "grade_counts": COUNT_COLUMNS, "released": COLUMNS}
    columns[by_school.TABLE] = by_school.COLUMNS
    about = about or _TITLES.get(name) or " ".join(filter(None, (found.sentence, found.legend)))
    return {
        "name": f"{case}.{name}",
        "path": f"{case}/{name}.csv",
        "title": name.replace("_", " ").capitalize(),
        "description": about,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": [{"title": "Own data"}],
        "schema": {"fields": [_field(column) for column in columns[name]]},
    }


def _field(column):
    described = {
        "name": column,
        "type": "integer" if column in WHOLE else "string",
        "description": _ABOUT[column],
    }
    return described | ({"on_scale": True} if column == "grades" else {})


def _with_merged(resource):
    fields = [*resource["schema"]["fields"], _field(STANDS_FOR)]
    return {**resource, "schema": {**resource["schema"], "fields": fields}}
