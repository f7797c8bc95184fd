"""How large a spreadsheet may be, and the error for one that cannot be read.

A school's table has at most a few thousand rows. Whatever is far larger is a mistake or an attack,
and is refused before it is unpacked.
"""

BYTES = 20_000_000
UNPACKED_BYTES = 80_000_000
PARTS = 2_000
SHEETS = 100
ROWS = 100_000
COLUMNS = 300
CELLS = 400_000
TEXT = 2_000
SHOWN = 60


class IntakeError(ValueError):
    """A spreadsheet, mapping or instrument that cannot be used at all."""


def refuse(rule, found, advice):
    """Raise the error for a file that is not read.

    Parameters
    ----------
    rule : str
        What a file must keep to.
    found : str
        What this one has.
    advice : str
        What to do.

    Raises
    ------
    IntakeError
        Always.

    Examples
    --------
    >>> refuse("A file must hold a table", "none", "Add one")
    Traceback (most recent call last):
    ...
    partnership_evaluation.intake.limits.IntakeError: A file must hold a table; found none. Add one.
    """
    raise IntakeError(f"{rule}; found {found}. {advice}.")


def require_at_most(number, *, limit, of, advice):
    """Refuse what is larger than its limit.

    Parameters
    ----------
    number : int
        How many there are.
    limit : int
        How many there may be.
    of : str
        What is counted, in the plural.
    advice : str
        What to do.

    Raises
    ------
    IntakeError
        When there are more.

    Examples
    --------
    >>> require_at_most(3, limit=4, of="rows", advice="Split the table")
    """
    if number > limit:
        refuse(f"A spreadsheet may have at most {limit:,} {of}", f"{number:,}", advice)
