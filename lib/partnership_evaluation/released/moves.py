"""Grades of people before and after: everything, who moved, or the two times by themselves."""

from collections import Counter
from itertools import product

import pandas as pd

from partnership_evaluation import measures
from partnership_evaluation.released import merging, protecting
from partnership_evaluation.released.results import joined_records

TIMES = ("before", "after")
UP, SAME, DOWN = MOVES = ("moved up", "stayed", "moved down")
SUBJECT, EVERYBODY, LOCATOR = "Lesson grades", "everybody", "the sheet"
#: Of whom the number who moved is told, the most telling first.
WAYS = ([(UP,), (SAME,), (DOWN,)], [(UP,), (SAME, DOWN)], [(UP, SAME), (DOWN,)])
#: How many ways to merge the grades of one time are tried.
MOST_TRIED = 2
MOVE_COLUMNS = ["subject", "scale", "move", "count", "n_stated", "locator"]
COUNT_COLUMNS = ["subject", "scale", "time", "grades", "count", "words", "n_stated", "locator"]


def lesson_grades(made, form, **settings):
    """Release grades before and after.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``lesson_grades``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    **settings
        ``policy``, ``school``, ``previous`` and ``sisters``, as in
        :class:`partnership_evaluation.released.protecting.Counts`.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        The tables, the lines of everything shown, the record, and what is left out.

    Notes
    -----
    One line a person only where no combination of grades is that of few people, and nobody's
    starting grade is shared with few. Else how many moved up, stayed and moved down, with the
    grades at each time; else the grades at each time. Neighbouring grades are merged as far as it
    takes. Scales are protected apart: a person's two grades are on the same one.

    Examples
    --------
    >>> from partnership_evaluation import disclosure, intake
    >>> pairs = [("3", "2")] * 5 + [("2", "2")] * 6 + [("2", "1")]
    >>> rows = pd.DataFrame(pairs, columns=["grade_before", "grade_after"])
    >>> made = {"lesson_grades": rows.assign(scale="lesson_grade_2012")}
    >>> policy = disclosure.read_policy("adults_staff")
    >>> tables, *_ = lesson_grades(made, intake.instrument("lesson_grades"), policy=policy)
    >>> tables["grade_moves"][["move", "count"]].values.tolist()
    [['moved up', '6'], ['stayed', '6'], ['moved down', '0']]
    """
    tables, lines, records, left = {}, [], [], []
    for scale, rows in made["lesson_grades"].groupby("scale", sort=False):
        one = _Scale(scale, rows, form, settings)
        found, shown, record = one.released()
        for name, frame in found.items():
            tables[name] = pd.concat([tables[name], frame]) if name in tables else frame
        lines += shown
        records += record
        left += [] if found else [one.title]
    return tables, lines, joined_records(records, policy=settings["policy"].name), left


class _Scale:
    """The grades on one scale, and what may be said of them."""

    def __init__(self, scale, rows, form, settings):
        self.name, self.rows, self.form, self.settings = scale, rows, form, settings
        self.codes, self.title = measures.scale(scale).codes, measures.scale(scale).title
        self.policy = settings["policy"]
        self.joint = _joint(rows)

    def released(self):
        """Give tables, lines and records of the most telling release that hides nothing."""
        if len(self.rows) < self.policy.fewest:
            return {}, [protecting.row(self.title, EVERYBODY, "[c]")], []
        if self._is_whole():
            found = self._counts(cells=True).publish_whole()
            if found:
                return {"lesson_grades": self.rows}, *self._told(found)
        for moves in (*WAYS, None):
            if moves and not protecting.may_be_shown(self._movers(moves), self.policy):
                continue
            for cuts in self._margins(with_none=moves is not None):
                found = self._counts(moves=moves, cuts=cuts).publish_whole()
                if found:
                    return self._tables(moves, cuts), *self._told(found)
        return {}, *self._told(self._counts(moves=WAYS[1]).publish())

    def _told(self, publication):
        names = list(publication.release.numbers)
        lines = [protecting.row(self.title, name, publication.text(name)) for name in names]
        return lines, [publication.record]

    def _is_whole(self):
        starts = Counter(self.rows["grade_before"])
        enough = all(n >= self.policy.fewest for n in starts.values())
        return enough and protecting.may_be_shown(self.joint.values(), self.policy)

    def _movers(self, groups):
        return [sum(n for pair, n in self.joint.items() if self._move(*pair) in g) for g in groups]

    def _move(self, before, after):
        step = self.codes.index(after) - self.codes.index(before)
        return UP if step > 0 else SAME if step == 0 else DOWN

    def _margins(self, *, with_none):
        """List ways to merge the grades of both times, the finest that hide nothing first."""
        chosen = {}
        for time in TIMES:
            numbers = self._at(time)
            allowed = [
                cuts
                for cuts in merging.ways(len(self.codes))
                if protecting.may_be_shown(merging.merged(numbers, cuts), self.policy)
            ]
            chosen[time] = [*[cuts for cuts in allowed if cuts][:MOST_TRIED], None]
        both = [dict(zip(TIMES, cuts, strict=True)) for cuts in product(*chosen.values())]
        told = [cuts for cuts in both if with_none or any(cuts.values())]
        return sorted(told, key=lambda cuts: -sum(1 + len(c) for c in cuts.values() if c))

    def _at(self, time):
        numbers = Counter(self.rows[f"grade_{time}"])
        return [numbers[code] for code in self.codes]

    def _parts(self, time, cuts):
        """Each merged grade at one time: its codes, and how many have it."""
        numbers = self._at(time)
        return [
            (self.codes[first:last], sum(numbers[first:last]))
            for first, last in merging.spans(len(self.codes), cuts)
        ]

    def _counts(self, *, cells=False, moves=None, cuts=None):
        counts = protecting.Counts(self.form.people, **self.settings)
        counts.show(len(self.rows), of=self._grades(self.codes, self.codes), name=EVERYBODY)
        if cells:
            for pair in product(self.codes, repeat=2):
                of = self._grades(*([code] for code in pair))
                counts.show(self.joint[pair], of=of, name=f"from {pair[0]} to {pair[1]}")
        for time, cut in (cuts or {}).items():
            for codes, n in self._parts(time, cut) if cut else ():
                of = {f"grade {time}, {self.name}": list(codes)}
                counts.show(n, of=of, name=f"{time}: {' or '.join(codes)}")
        if moves:
            self._show_moves(counts, moves)
        for pair, n in self.joint.items():
            counts.protect(n, of=self._grades(*([code] for code in pair)))
        hers = {"attributes": self._attributes}
        counts.protect_sisters(self._numbers(self.rows), self._sister, **hers)
        return counts

    def _attributes(self, key):
        """Two grades say who moved."""
        pair = dict(key)
        (before,), (after,) = (pair[f"grade {time}, {self.name}"] for time in TIMES)
        return {**pair, f"move, {self.name}": (self._move(before, after),)}

    def _sister(self, tables):
        hers = tables["lesson_grades"]
        return self._numbers(hers[hers["scale"] == self.name])

    def _numbers(self, rows):
        """How many have which grades, and how many there are: everything that could be said."""
        joint, everybody = _joint(rows), self._grades(self.codes, self.codes)
        numbers = {_key(self._grades(*([code] for code in pair))): n for pair, n in joint.items()}
        return {**numbers, _key(everybody): len(rows)}

    def _show_moves(self, counts, moves):
        dimension = f"move, {self.name}"
        for group, n in zip(moves, self._movers(moves), strict=True):
            counts.show(n, of={dimension: list(group)}, name=" or ".join(group))
        for pair in product(self.codes, repeat=2):
            for move in MOVES:
                if move != self._move(*pair):
                    of = self._grades(*([code] for code in pair)) | {dimension: [move]}
                    counts.impossible(of, where="the two grades say who moved")

    def _grades(self, before, after):
        pairs = zip(TIMES, (before, after), strict=True)
        return {f"grade {time}, {self.name}": list(codes) for time, codes in pairs}

    def _tables(self, moves, cuts):
        n = str(len(self.rows))
        if moves:
            rows = [
                (SUBJECT, self.name, "|".join(group), str(count), n, LOCATOR)
                for group, count in zip(moves, self._movers(moves), strict=True)
            ]
            return {"grade_moves": pd.DataFrame(rows, columns=MOVE_COLUMNS)}
        rows = [
            (SUBJECT, self.name, time, "|".join(codes), str(count), "", n, LOCATOR)
            for time in TIMES
            for codes, count in (self._parts(time, cuts[time]) if cuts[time] else [(self.codes, n)])
        ]
        return {"grade_counts": pd.DataFrame(rows, columns=COUNT_COLUMNS)}


def _key(levels):
    return tuple((name, tuple(of)) for name, of in levels.items())


def _joint(rows):
    return Counter(zip(rows["grade_before"], rows["grade_after"], strict=True))


def school_grades(made, form, **_settings):
    """Release grades of schools, which are published already.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The tables, with ``group_grades``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    **_settings
        Not needed.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        As :func:`lesson_grades`.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> made = {"group_grades": pd.DataFrame({"unit": ["school 1", "school 1"]})}
    >>> school_grades(made, intake.instrument("ofsted_grades"))[1][0]["people"]
    '1'
    """
    n = made["group_grades"]["unit"].nunique()
    lines = [protecting.row("Schools with two grades", form.people, n)]
    return {"group_grades": made["group_grades"]}, lines, joined_records([], policy=""), []
