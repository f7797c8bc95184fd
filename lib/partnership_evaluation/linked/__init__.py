"""Answers of the same people at two times: read, coded, summed up, and held to what was printed."""

from partnership_evaluation.linked.as_numbers import as_numbers
from partnership_evaluation.linked.changes import changes
from partnership_evaluation.linked.coding import Scale, coded, parts, scale_of
from partnership_evaluation.linked.invented import invented_answers
from partnership_evaluation.linked.layouts import by_time, side_by_side, two_tables
from partnership_evaluation.linked.published import given_back, read_printed_table
from partnership_evaluation.linked.routes import routes

__all__ = [
    "Scale",
    "as_numbers",
    "by_time",
    "changes",
    "coded",
    "given_back",
    "invented_answers",
    "parts",
    "read_printed_table",
    "routes",
    "scale_of",
    "side_by_side",
    "two_tables",
]
