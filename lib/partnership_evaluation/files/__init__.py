"""Files that a user names: publishers' own, as they come, read by the names of their columns.

Unlike the tables of ``data/``, nothing describes these files beforehand. They may be CSV (packed or
not, in UTF-8 or cp1252, with title rows above the header) or Parquet; columns change their names
from year to year, so that they are looked up by a list of names.
"""

from partnership_evaluation.files.cells import dates, keys, numbers
from partnership_evaluation.files.columns import FileError, column_map, plain, renamed
from partnership_evaluation.files.engine import rows_where, sums_by
from partnership_evaluation.files.parts import sums_in_parts
from partnership_evaluation.files.reading import File, read

__all__ = [
    "File",
    "FileError",
    "column_map",
    "dates",
    "keys",
    "numbers",
    "plain",
    "read",
    "renamed",
    "rows_where",
    "sums_by",
    "sums_in_parts",
]
