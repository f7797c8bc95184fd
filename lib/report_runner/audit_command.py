"""The command ``evaluate audit``: can the numbers of a list be right?

The list is a file of the user's own. Nothing of a project is needed, and nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_runner.audit_text import FIELDS, as_text, count_rows
from report_runner.messages import bulleted
from report_runner.numbers_file import NumbersFile, NumbersFileError, read_numbers
from report_runner.numbers_problems import cell_problems

if TYPE_CHECKING:
    import pandas as pd

NOTHING_FOUND, FOUND, FAULTY = 0, 1, 2
DESCRIPTION = """\
Check a list of printed numbers: can each be right, given how many people it is about and the
other numbers of the list? FILE is a spreadsheet saved as CSV, one row a number.
"""
EPILOG = """\
columns of FILE:
  kind        count, percent, mean, difference, grade, rating, amount or ratio;
              of tests t, z, F, chi2, r, p or d
  value       the number as printed, with its final zeros; a p also as '<.05' or 'n.s.'
  n           how many people it is about; a percentage is checked against it
  decimals    how many decimals were printed, where the spreadsheet dropped zeros
  scale       lowest and highest answer, such as '1 to 5'; a mean is checked against n and scale
  sd          the standard deviation printed beside a mean, checked with it, by either divisor;
              or beside a difference, that of the differences
  df          the degrees of freedom printed beside a t, chi2, r or F ('1, 23')
  subject     what a number is about, such as 'question 3'; a t, p, d or r is checked against the
              means, differences and tests with the same subject; of two means the columns time
              (before, after) or group tell whether they are of pairs or of two groups
  claim       a name for the row (default: row 2, row 3 and so on, as in the spreadsheet)
  depends_on  how it follows from other rows, such as 'sum(row 2; row 3)'; also difference,
              percent, ratio, product, same, complement, mean; of a p 'p(row 4)', the row of its
              test; of a t, d or r 'paired(row 2; row 3)' or 'groups(row 2; row 3)': a difference,
              two means, for a d also a t, for pairs also a correlation
Needed are kind and value. Columns printed, case, locator, group, time, unit and note are used as
in data/claims.csv; others are left alone.

exit code: 0 nothing found, 1 something found, 2 the file is at fault
"""


def add_to(commands: Any) -> None:
    """Add the command to those of ``evaluate``.

    Parameters
    ----------
    commands : argparse sub-parsers
        What ``ArgumentParser.add_subparsers`` returned.
    """
    parser = commands.add_parser(
        "audit",
        help="check a list of printed numbers of your own",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the list, a CSV file")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the findings as JSON")
    form.add_argument("--csv", action="store_true", help="print the findings as CSV")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Audit the file that was named, and print what was found.

    Parameters
    ----------
    options : argparse.Namespace
        With ``file``, ``json`` and ``csv``.

    Returns
    -------
    int
        0 when nothing was found, 1 when something was, 2 when the file is at fault.
    """
    try:
        numbers = read_numbers(options.file)
        checked = audit_numbers(numbers)
    except NumbersFileError as error:
        return _refuse(options.file, error.problems)
    except OSError as error:
        return _refuse(
            options.file,
            [f"The file must be there and readable: found {error.strerror}; check its name."],
        )
    found = findings(checked)
    _allow_any_letter()
    if options.json:
        print(_as_json(options.file, numbers, checked, found))
    elif options.csv:
        writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    else:
        print(as_text(numbers, checked, found))
    return FOUND if found else NOTHING_FOUND


def audit_numbers(numbers: NumbersFile) -> pd.DataFrame:
    """Run the audit of the library over a list.

    Parameters
    ----------
    numbers : NumbersFile
        The list.

    Returns
    -------
    pandas.DataFrame
        What ``consistency.audit`` returns with all that was checked, and ``row``, the number of
        the row in the file.

    Raises
    ------
    NumbersFileError
        If headings or cells cannot be read: each with row, column and value, all at once.
    """
    import pandas as pd

    from partnership_evaluation import consistency

    frame = pd.DataFrame(numbers.rows.values(), dtype=object).fillna("")
    problems = [*numbers.problems, *cell_problems(numbers, frame)]
    if problems:
        raise NumbersFileError(*problems)
    checked = consistency.audit(frame, include_consistent=True)
    places = dict(zip(frame["claim"], numbers.rows, strict=True))
    return checked.assign(row=checked["claim"].map(places))


def findings(checked: pd.DataFrame) -> list[dict[str, Any]]:
    """List what was found, what matters first.

    Parameters
    ----------
    checked : pandas.DataFrame
        From :func:`audit_numbers`.

    Returns
    -------
    list of dict
        Those of :data:`FIELDS`; ``row`` is a number, the others are texts.
    """
    wrong = checked.loc[[each is False for each in checked["consistent"]], list(FIELDS)]
    ordered = wrong.sort_values("severity", ascending=False, kind="stable")
    return [row | {"row": int(row["row"])} for row in ordered.to_dict("records")]


def _allow_any_letter() -> None:
    """Let a letter that the terminal does not have be printed as a question mark."""
    if (sys.stdout.encoding or "utf-8").lower() not in ("utf-8", "utf8"):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]


def _refuse(file: Path, problems: Sequence[str]) -> int:
    title = f"{file} cannot be audited; mend {'this' if len(problems) == 1 else 'these'} first"
    print(f"{title}:\n{bulleted(problems)}", file=sys.stderr)
    return FAULTY


def _as_json(file: Path, numbers: NumbersFile, checked: pd.DataFrame, found: list) -> str:
    data = {"schema": 1, "file": file.name, **count_rows(numbers, checked), "findings": found}
    return json.dumps(data, indent=2, ensure_ascii=False)
