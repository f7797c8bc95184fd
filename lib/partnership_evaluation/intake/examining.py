"""One pass over a table: every cell by its role, every row by its neighbours."""

from collections import Counter, defaultdict

from partnership_evaluation import measures
from partnership_evaluation.intake import (
    cell_checks,
    codes,
    mapping_checks,
    row_checks,
    suspicious,
)
from partnership_evaluation.intake.roles import read_group, role_named
from partnership_evaluation.intake.sheets import Problem, cleaned, shown


class Pass:
    """One pass over a table.

    Parameters
    ----------
    sheet : Sheet
        The table.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.
    today : datetime.date or None
        Later dates are refused.
    problems : list of Problem
        What is known already; the list grows.

    Attributes
    ----------
    values, scales, keys : dict
        As in :class:`partnership_evaluation.intake.checking.Examined`.
    """

    def __init__(self, sheet, instrument, mapping, today, problems):
        self.sheet, self.instrument, self.mapping, self.today = sheet, instrument, mapping, today
        self.problems = problems
        self.columns = {
            name: column for name, column in mapping.columns.items() if column in sheet.headers
        }
        self.roles = {name: role_named(instrument, name) for name in self.columns}
        self.values, self.scales = defaultdict(dict), defaultdict(dict)
        self.keys, self.names, self.wrong = {}, {}, defaultdict(list)
        self.more_names = row_checks.other_names(sheet.headers, used=self.columns.values())

    def run(self):
        """Read and check everything.

        Returns
        -------
        Pass
            Itself, with values and problems.
        """
        self.problems += mapping_checks.problems(self.sheet, self.instrument, self.mapping)
        for row in self.sheet.rows:
            self._row(row)
        self._columns()
        self._undated()
        self._people()
        self._suspicious()
        if not self.values and self.columns:
            self._say(
                "nothing to use",
                "error",
                "A table must have a row that can be used; none is left. Mend what is listed.",
            )
        self.values, self.scales = dict(self.values), dict(self.scales)
        return self

    def _say(self, rule, severity, message, *place, **more):
        self.problems.append(Problem(rule, severity, message, *place, **more))

    def _row(self, row):
        days = {}
        for name, role in self.roles.items():
            cell = self.sheet.cell(row, self.columns[name])
            if role.kind == "person":
                self._person(cell, role)
            elif role.kind == "date":
                if not codes.is_missing(cell.text):
                    days[role.time], said = cell_checks.read_day(cell, role, today=self.today)
                    known = None if isinstance(days[role.time], tuple) else days[role.time]
                    self._keep(row, name, known, said)
                elif role.required:
                    self._empty(cell, role)
        for name, role in self.roles.items():
            cell = self.sheet.cell(row, self.columns[name])
            if role.kind in ("code", "time", "group"):
                self._value(row, name, role, cell, days)
        if self.instrument.shape == "pairs":
            self._one_scale(row, days)
            wrong = [n for n, cells in self.wrong.items() if any(r == row for r, _ in cells)]
            self.problems += row_checks.pair(
                row,
                self.values.get(row, {}),
                self.columns,
                self.scales.get(row, {}),
                noun=self.instrument.people,
                wrong=wrong,
            )

    def _one_scale(self, row, days):
        """Put both grades of a row on one scale where their dates leave it open."""
        held = self.scales.get(row, {})
        if len(set(held.values())) < 2:
            return
        for scale in held.values():
            if all(self._could_be(row, name, scale, days) for name in held):
                self.scales[row] = dict.fromkeys(held, scale)
                return

    def _could_be(self, row, name, scale, days):
        text = self.sheet.cell(row, self.columns[name]).text
        day = days.get(self.roles[name].time)
        named = {"named": self.mapping.scale}
        return scale in cell_checks.scales_on(self.instrument, day, **named) and (
            codes.read_code(text, scale=scale, aliases=self.instrument.aliases)[0]
            == self.values[row].get(name)
        )

    def _person(self, cell, role):
        # Initials such as NA and AB are words for missing elsewhere.
        if cell.clean and row_checks.person_key(cell.text):
            parts = [cell.text, *(self.sheet.cell(cell.row, c).text for c in self.more_names)]
            self.names[cell.row] = " ".join(parts)
            self.keys[cell.row] = row_checks.person_key(" ".join(parts))
        elif role.required:
            self._empty(cell, role)

    def _value(self, row, name, role, cell, days):
        known = role.kind == "group" and read_group(cell.text, role)[0] is not None
        if codes.is_missing(cell.text) and not known:
            if cell.formula:  # told of as a formula
                self.wrong[name].append((row, ""))
            elif role.kind != "group":  # of a group, empty means no
                self._blank(cell, role)
            return
        if role.kind != "code":
            value, said = cell_checks.read_other(cell, role)
            self._keep(row, name, value, said)
            return
        day = days.get(role.time)
        scales = cell_checks.scales_on(self.instrument, day, named=self.mapping.scale)
        if not scales:
            named = {"named": self.mapping.scale}
            self.problems.append(cell_checks.no_scale(cell, day, self.instrument, **named))
            self.wrong[name].append((row, cleaned(cell.text)))
            return
        code, scale, said = cell_checks.read_code(cell, role, self.instrument, scales=scales)
        if code is None:
            points = any(problem.rule == "points for a code" for problem in said)
            self.wrong[name].append((row, "" if points else cleaned(cell.text)))
        else:
            self.scales[row][name] = scale
        self._keep(row, name, code, said)

    def _keep(self, row, name, value, said):
        self.problems += said
        if value is not None:
            self.values[row][name] = value

    def _blank(self, cell, role):
        """Say of an empty code what follows: nothing is filled in."""
        if role.kind == "time":
            self._empty(cell, role)
        elif role.item:
            self._say(
                "no answer",
                "note",
                f"{role.heading}: no answer; it is left out of the counts of this item.",
                cell.row,
                cell.column,
            )
        elif cell.clean and cell.clean.casefold() not in ("-", "--", "."):
            self._say(
                "word for missing",
                "note",
                f"Found {shown(cell.text)}, read as not known.",
                cell.row,
                cell.column,
                found=shown(cell.text),
            )

    def _empty(self, cell, role):
        self._say(
            "missing value",
            "error",
            f"{role.heading} must be filled in; found an empty "
            "cell. Write the value, or delete the row.",
            cell.row,
            cell.column,
            found="empty",
            allowed=role.heading,
        )

    def _columns(self):
        for name, role in self.roles.items():
            column = self.columns[name]
            filled = [cell for cell in self.sheet.column(column) if cell.clean]
            if not filled:
                severity = "error" if role.required and role.kind == "code" else "note"
                self._say(
                    "empty column", severity, f"{role.heading}: the column is empty.", None, column
                )
            said = row_checks.counts_or_percents(
                self.wrong[name], column=column, heading=role.heading
            )
            self.problems += [said] if said else []
            if role.kind == "date":
                self.problems += row_checks.day_or_month(filled)
            kinds = Counter(c.kind for c in filled if c.clean.replace(".", "", 1).isdecimal())
            if kinds["text"] and kinds["number"]:
                self._say(
                    "numbers stored as text",
                    "note",
                    f"Numbers stored as text ({kinds['text']}) were read like the others.",
                    None,
                    column,
                )

    def _undated(self):
        """Say what is assumed of grades that were given when nobody knows."""
        undated = self.instrument.settings.get("undated")
        if undated and not self.mapping.scale and not {"date_before", "date_after"} & {*self.roles}:
            title = measures.scale(undated[0]).title
            self._say(
                "no dates",
                "note",
                "Grades without dates are read by their words; a number is taken to be of "
                f"{title}. Add the years, or name the scale in the mapping, where it is another.",
            )

    def _people(self):
        column = self.columns.get("person")
        if column is None:
            return
        held = [
            (
                row,
                name,
                str(self.values.get(row, {}).get("time", "")),
                tuple(
                    cell.clean
                    for c in self.sheet.headers
                    if c != column
                    for cell in [self.sheet.cell(row, c)]
                ),
            )
            for row, name in self.names.items()
        ]
        self.problems += row_checks.duplicates(held, column=column)
        if self.instrument.shape == "items_twice" and "time" in self.columns:
            self.problems += row_checks.unmatched_times(
                held, column=column, noun=self.instrument.people
            )

    def _suspicious(self):
        used = {column: self.roles[name] for name, column in self.columns.items()}
        rows = {*self.sheet.rows, *self.sheet.header_rows}
        for (row, column), cell in self.sheet.grid.cells.items():
            if row not in rows:
                continue
            role = used.get(column) if row not in self.sheet.header_rows else None
            private = role is None or role.kind == "person"
            self.problems += suspicious.problems_of(cell, used=role is not None, private=private)
