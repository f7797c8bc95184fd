"""For whom a report on a school's own data was made, and what it shows and hides."""

from IPython.display import Markdown

from partnership_evaluation import tables
from partnership_evaluation.exhibits import Table

NAMED = {"what": "What", "who": "Who", "people": "Number"}


def is_own(case):
    """Say whether a case is a school's own data, released for an audience.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_own("sutton")
    False
    """
    return tables.exists(f"{case}/released")


def shown(case):
    """Give the words and the table that say what was released.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    list of object
        For whom, under which policy and what is hidden; every number that the report rests on; of
        a group its schools side by side, with a caution. Nothing for a published case.

    Examples
    --------
    >>> shown("sutton")
    []
    """
    if not is_own(case):
        return []
    words = tables.describe(f"{case}/released")["description"]
    frame = tables.read(f"{case}/released").rename(columns=NAMED)
    caption = "Every number of the sheet that this report rests on."
    return [Markdown(words), Table(frame, caption, folded=True), *_schools(case)]


def _schools(case):
    name = f"{case}/schools"
    if not tables.exists(name):
        return []
    frame = tables.read(name).rename(columns=str.capitalize)
    caption = (
        "Each school with the exact 95% interval of its share; [c]: its report does not show it."
    )
    return [Markdown(tables.describe(name)["description"]), Table(frame, caption)]
