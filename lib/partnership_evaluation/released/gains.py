"""Gains of pupils, by group: how many made how many steps."""

import pandas as pd

from partnership_evaluation.released import merging, protecting
from partnership_evaluation.released.results import joined_records

ALL, DIMENSION, NEEDS = "all", "gain", ("send", "eal", "pupil_premium")
#: The gain from which a pupil counts as having made progress: never merged with less.
MADE = 1


def gains(made, form, **settings):
    """Release gains of pupils.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        The school's tables, with ``gains``.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    **settings
        ``policy``, ``school``, ``previous`` and ``sisters``, as in
        :class:`partnership_evaluation.released.protecting.Counts`.

    Returns
    -------
    (dict of str to pandas.DataFrame, list of dict, dict, list of str)
        The tables, the lines of everything shown, the record, and the groups left out.

    Notes
    -----
    Groups overlap: whoever is no boy and counted is a girl, and all less those with special needs
    are those without. So all groups are protected together, and the others beside each group too.
    Neighbouring gains of all pupils are merged so that none is rare; of a group only is told how
    many made a sub-level.

    Examples
    --------
    >>> from partnership_evaluation import disclosure, intake
    >>> rows = pd.DataFrame({"group": "all", "sub_levels": ["0", "1", "2"],
    ...                      "pupils": ["9", "10", "2"]})
    >>> made = {"gains": rows, "mean_gains": pd.DataFrame()}
    >>> policy = disclosure.read_policy("pupils_staff")
    >>> _, lines, _, left = gains(made, intake.instrument("sub_levels"), policy=policy)
    >>> [(line["who"], line["people"]) for line in lines]
    [('0 sub-levels', '9'), ('1 to 2 sub-levels', '12'), ('everybody', '21')]
    """
    found = _Gains(made["gains"], form, settings)
    groups = list(found.counts)
    while True:
        publication = found.protected(groups)
        hidden = [group for group in groups if not found.is_open(publication, group)]
        if not hidden or groups == [ALL]:
            break
        groups = [ALL] if ALL in hidden else [g for g in groups if g not in hidden]
    left = [group for group in found.counts if group not in groups or group in hidden]
    table = found.table([group for group in groups if group not in hidden])
    lines = found.lines(publication, groups)
    record = joined_records([publication.record], policy=settings["policy"].name)
    return {"gains": table, "mean_gains": made["mean_gains"]}, lines, record, left


class _Gains:
    """The gains of each group, merged."""

    def __init__(self, frame, form, settings):
        self.frame, self.form, self.settings = frame, form, settings
        self.policy = policy = settings["policy"]
        steps = frame["sub_levels"].astype(int)
        self.values = list(range(min(steps.min(), MADE - 1), max(steps.max(), MADE) + 1))
        self.counts = {group: self._of(rows) for group, rows in frame.groupby("group", sort=False)}
        made = self.values.index(MADE)
        finest = merging.finest(
            [self.counts[ALL]],
            is_allowed=lambda counts: protecting.may_be_shown(counts, policy),
            always=[made],
        )
        self.cuts = {group: finest if group == ALL else (made,) for group in self.counts}

    def _of(self, rows):
        numbers = dict(zip(rows["sub_levels"].astype(int), rows["pupils"].astype(int), strict=True))
        return [numbers.get(value, 0) for value in self.values]

    def _who(self, group):
        """The dimension and level of a group, and whether all others are of one other level."""
        for role in self.form.roles:
            if role.kind == "group" and group in role.values:
                return role.name, "" in role.values
        return None, False

    def protected(self, groups):
        """Protect everybody and some groups together."""
        counts = protecting.Counts(self.form.people, **self.settings)
        for group in groups:
            name, has_others = self._who(group)
            of = {name: [group]} if name else {}
            for (first, last), n in self._merged(self.counts[group], group):
                levels = {DIMENSION: self._levels(first, last)}
                counts.show(n, of={**of, **levels}, name=self._name(group, first, last))
            counts.show(sum(self.counts[group]), of=of, name=f"{group}: everybody")
            if has_others:
                rest = [a - b for a, b in zip(self.counts[ALL], self.counts[group], strict=True)]
                others = {name: [f"not {group}"]}
                for (first, last), k in self._merged(rest, group):
                    counts.protect(k, of={**others, DIMENSION: self._levels(first, last)})
                counts.protect(sum(rest), of=others)
        for value, n in zip(self.values, self.counts[ALL], strict=True):
            counts.protect(n, of={DIMENSION: [str(value)]})
        counts.protect_sisters(self._keyed(self.frame), lambda hers: self._keyed(hers["gains"]))
        return counts.publish()

    def _keyed(self, frame):
        """How many of each group gained what, and how many there are."""
        numbers = {(): int(frame.loc[frame["group"] == ALL, "pupils"].astype(int).sum())}
        for row in frame.to_dict("records"):
            role, _ = self._who(row["group"])
            of = {DIMENSION: (row["sub_levels"],)} | ({role: (row["group"],)} if role else {})
            numbers[tuple(of.items())] = int(row["pupils"])
        return numbers

    def _merged(self, numbers, group):
        cuts = self.cuts[group]
        spans = merging.spans(len(self.values), cuts)
        return list(zip(spans, merging.merged(numbers, cuts), strict=True))

    def _levels(self, first, last):
        return [str(value) for value in self.values[first:last]]

    def _name(self, group, first, last):
        low, high = self.values[first], self.values[last - 1]
        words = f"{low}" if low == high else f"{low} to {high}"
        return f"{group}: {words} sub-levels"

    def _names(self, group):
        spans = merging.spans(len(self.values), self.cuts[group])
        return [*(self._name(group, *span) for span in spans), f"{group}: everybody"]

    def is_open(self, publication, group):
        """Whether every number of a group may be shown, and it is large enough for a share."""
        enough = sum(self.counts[group]) >= protecting.fewest(self.policy)
        return enough and protecting.is_shown(publication, self._names(group))

    def lines(self, publication, groups):
        """Every number with its symbol; groups that were taken out are all symbols."""
        found = []
        for group in self.counts:
            for name in self._names(group):
                shown = publication.text(name) if group in groups else "[c]"
                found.append(protecting.row(*name.split(": ", 1), shown))
        return found

    def table(self, groups):
        """Write the gains of the groups that are shown, as statements that a report reads."""
        rows = [row for group in groups for row in self._statements(group)]
        return pd.DataFrame(rows, columns=self.frame.columns)

    def _statements(self, group):
        first_row = self.frame[self.frame["group"] == group].iloc[0].to_dict()
        numbers, size = self.counts[group], str(sum(self.counts[group]))
        spans = merging.spans(len(self.values), self.cuts[group])
        if group != ALL:
            made = sum(numbers[self.values.index(MADE) :])
            yield self._row(first_row, "at_least", MADE, made, size)
        elif all(last - first == 1 for first, last in spans):
            for value, n in zip(self.values, numbers, strict=True):
                if n:
                    yield self._row(first_row, "exactly", value, n, size)
        else:
            for first, _ in spans:
                n = sum(numbers[first:])
                yield self._row(first_row, "at_least", self.values[first], n, size)
            yield self._row(first_row, "at_least", self.values[-1] + 1, 0, size)

    @staticmethod
    def _row(first, relation, value, n, size):
        return {
            **first,
            "relation": relation,
            "sub_levels": str(value),
            "pupils": str(n),
            "pupils_in_group": size,
        }
