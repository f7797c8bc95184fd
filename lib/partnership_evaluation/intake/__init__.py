"""A school's own spreadsheet: read, understood, checked, and made ready for the notebooks.

Nothing in a spreadsheet is run, followed or repaired. A wrong value is named with its place, what
may stand there and what is nearest; names of people are used to tell rows apart, and go nowhere.
"""

from partnership_evaluation.intake import workbooks
from partnership_evaluation.intake.checking import check, examine, has_errors
from partnership_evaluation.intake.data_folder import files as data_files
from partnership_evaluation.intake.instruments import Instrument, Role, instrument, names
from partnership_evaluation.intake.limits import IntakeError
from partnership_evaluation.intake.making import make, people_in
from partnership_evaluation.intake.mappings import Mapping, as_yaml, read_mapping
from partnership_evaluation.intake.marking import marked
from partnership_evaluation.intake.proposing import Proposal, propose, recognise
from partnership_evaluation.intake.reading import read
from partnership_evaluation.intake.sheets import Cell, Problem, Sheet
from partnership_evaluation.intake.templates import template

__all__ = [
    "Cell",
    "Instrument",
    "IntakeError",
    "Mapping",
    "Problem",
    "Proposal",
    "Role",
    "Sheet",
    "as_yaml",
    "check",
    "data_files",
    "examine",
    "has_errors",
    "instrument",
    "make",
    "marked",
    "names",
    "people_in",
    "propose",
    "read",
    "read_mapping",
    "recognise",
    "template",
    "workbooks",
]
