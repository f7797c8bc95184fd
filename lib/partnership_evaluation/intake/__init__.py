"""A school's own spreadsheet: read, understood, checked, and made ready for the notebooks.

Nothing in a spreadsheet is run, followed or repaired. A wrong value is named with its place, what
may stand there and what is nearest; names of people are used to tell rows apart, and go nowhere.
"""

from partnership_evaluation.intake import workbooks
from partnership_evaluation.intake.checking import check, examine, has_errors
from partnership_evaluation.intake.data_folder import Own
from partnership_evaluation.intake.data_folder import files as data_files
from partnership_evaluation.intake.instruments import Instrument, Role, instrument, names
from partnership_evaluation.intake.joining import by_time, has_both_times, joined, times_of
from partnership_evaluation.intake.limits import IntakeError
from partnership_evaluation.intake.making import make, people_in
from partnership_evaluation.intake.mappings import Mapping, as_yaml, read_mapping
from partnership_evaluation.intake.marking import marked
from partnership_evaluation.intake.proposing import Proposal, propose, recognise
from partnership_evaluation.intake.reading import read, sheet_names
from partnership_evaluation.intake.school_names import (
    nearest_school,
    plain_name,
    read_list,
    school_key,
)
from partnership_evaluation.intake.schools import by_school, pooled, school_column, without_places
from partnership_evaluation.intake.sheets import Cell, Problem, Sheet
from partnership_evaluation.intake.templates import template

__all__ = [
    "Cell",
    "Instrument",
    "IntakeError",
    "Mapping",
    "Own",
    "Problem",
    "Proposal",
    "Role",
    "Sheet",
    "as_yaml",
    "by_school",
    "by_time",
    "check",
    "data_files",
    "examine",
    "has_both_times",
    "has_errors",
    "instrument",
    "joined",
    "make",
    "marked",
    "names",
    "nearest_school",
    "people_in",
    "plain_name",
    "pooled",
    "propose",
    "read",
    "read_list",
    "read_mapping",
    "recognise",
    "school_column",
    "school_key",
    "sheet_names",
    "template",
    "times_of",
    "without_places",
    "workbooks",
]
