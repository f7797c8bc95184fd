"""The columns that a table of an instrument may have, and how times and groups are read."""

from dataclasses import replace

from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.instruments import TIMES, time_words

_MORE_TIMES = {
    "before": ("1", "t1", "time 1", "wave 1", "round 1", "pre course", "pre survey", "b"),
    "after": ("2", "t2", "time 2", "wave 2", "round 2", "post course", "post survey", "a"),
}


def roles_of(instrument):
    """List the layouts that a table of the instrument may have.

    Parameters
    ----------
    instrument : Instrument
        The instrument.

    Returns
    -------
    list of list of Role
        One layout, or two: a line a person and time, or a line a person with two columns an item.

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> [len(layout) for layout in roles_of(instrument("differentiation_confidence"))]
    [8, 13]
    """
    if instrument.shape != "items_twice":
        return [list(instrument.roles)]
    long = [role for role in instrument.roles if not (role.item and role.time)]
    others = [role for role in long if not role.item and role.kind != "time"]
    wide = [
        replace(
            item,
            name=f"{item.name}_{time}",
            heading=f"{item.heading} {time}",
            time=time,
            synonyms=tuple(
                (*own, word)
                for own in (words(item.heading), *item.synonyms)
                for word in (time, *time_words(time)[:2])
            )
            + tuple(
                (word, *own)
                for own in (words(item.heading), *item.synonyms)
                for word in (time, *time_words(time)[:2])
            ),
        )
        for time in TIMES
        for item in instrument.items
    ]
    return [long, others + wide]


def role_named(instrument, name):
    """Find a role of any layout.

    Parameters
    ----------
    instrument : Instrument
        The instrument.
    name : str
        Name of the role.

    Returns
    -------
    Role or None

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> role_named(instrument("differentiation_confidence"), "item_2_after").time
    'after'
    """
    found = [role for layout in roles_of(instrument) for role in layout if role.name == name]
    return found[0] if found else None


def read_time(text):
    """Read whether a row is of before or after.

    Parameters
    ----------
    text : str
        The text of a cell.

    Returns
    -------
    str or None

    Examples
    --------
    >>> read_time("Pre-course"), read_time("later"), read_time("Tuesday")
    ('before', 'after', None)
    """
    own = words(text)
    for time in TIMES:
        known = {(word,) for word in time_words(time)} | {words(one) for one in _MORE_TIMES[time]}
        if own in known:
            return time
    found = [time for time in TIMES if {*own} & {*time_words(time)}]
    return found[0] if len(found) == 1 else None


def read_group(text, role):
    """Read a value of a group.

    Parameters
    ----------
    text : str
        The text of a cell.
    role : Role
        A role of kind ``group``.

    Returns
    -------
    (str or None, bool)
        The value, None where it is none of the group; and whether it is written in another way.

    Examples
    --------
    >>> from partnership_evaluation.intake.instruments import instrument
    >>> read_group("F", instrument("sub_levels").role("sex"))
    ('female', True)
    """
    own = " ".join(words(text)) or text.strip().casefold()
    for value, forms in role.values.items():
        if own == value.casefold():
            return value, own != text
        if own in {form.casefold() for form in forms}:
            return value, True
    return None, False
