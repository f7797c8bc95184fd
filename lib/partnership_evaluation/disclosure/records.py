"""What an earlier report published, read back for the attack on the next."""

import math

from partnership_evaluation.disclosure.cells import Cell, DisclosureError, Row, Term
from partnership_evaluation.disclosure.publication import Publication


def read_record(record):
    """Read what an earlier report published.

    Parameters
    ----------
    record : Publication or dict
        The publication itself, or its ``record``.

    Returns
    -------
    list of Row

    Raises
    ------
    DisclosureError
        When it is no such record.

    Examples
    --------
    >>> read_record({"schema": 1, "policy": "ours", "statements": []})
    []
    """
    data = record.record if isinstance(record, Publication) else record
    try:
        return [_row_of(statement) for statement in data["statements"]]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise DisclosureError(
            "An earlier report is given as its publication or the record of one: found something "
            "else; use Publication.record."
        ) from None


def _row_of(statement):
    terms = tuple(
        Term(
            int(times), Cell(people, tuple(sorted((k, tuple(v)) for k, v in key.items()))), measure
        )
        for times, people, key, measure in statement["terms"]
    )
    low = -math.inf if statement["low"] is None else statement["low"]
    high = math.inf if statement["high"] is None else statement["high"]
    return Row(f"earlier report, {statement['source']}", terms, low, high)
