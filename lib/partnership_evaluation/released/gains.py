"""Gains of pupils, by group: how many made how many steps."""

from collections import Counter, defaultdict

from partnership_evaluation.released import gain_tables, merging, protecting
from partnership_evaluation.released.gain_tables import ALL, MADE
from partnership_evaluation.released.results import joined_records

DIMENSION, NEEDS = "gain", ("send", "eal", "pupil_premium")
#: Those of whom no group of a sort is noted.
OTHERS = "(others)"


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
    Neighbouring gains of all pupils are merged so that none is rare, and further as long as one
    would have to be hidden. Of a group is told how many made a sub-level, and only where the same
    is told of all pupils.

    Groups of one sort (girls and boys; those with special needs) are protected together with those
    who are in none of them, and told all or not at all. Sorts are protected apart, which loses
    nothing: what is told of a sort are sums over gains and schools of which the sums of all pupils
    are told too. So whatever the gains of all pupils are, each sort can be filled in to agree with
    them; it narrows down neither them nor, therefore, another sort.

    Examples
    --------
    >>> import pandas as pd
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
    published = found.published()
    shown = [group for groups in published for group in groups]
    counts = gain_tables.Shown(made["gains"], found.values, found.counts, found.cuts)
    record = joined_records(
        [one.record for one in published.values()], policy=settings["policy"].name
    )
    left = [group for group in found.counts if group not in shown]
    tables = {"gains": counts.table(shown), "mean_gains": made["mean_gains"]}
    return tables, counts.lines(shown), record, left


class _Gains:
    """The gains of all pupils and of each group, and what may be said of them."""

    def __init__(self, frame, form, settings):
        self.frame, self.form, self.policy = frame, form, settings["policy"]
        self.settings = {"told": (), **settings}
        self.values = self._values()
        self.counts = gain_tables.counted(frame, self.values)
        roles = [role for role in form.roles if role.kind == "group"]
        self.groups = {role.name: [value for value in role.values if value] for role in roles}
        self.made = (self.values.index(MADE),)
        self.cuts = self.made

    def _values(self):
        """Every gain from the least in the group to the greatest: no school says which it lacks."""
        near = [self.settings.get(name) or {} for name in ("sisters", "outside")]
        tables = [tables["gains"] for schools in near for tables in schools.values()]
        steps = [int(n) for frame in [self.frame, *tables] for n in frame["sub_levels"]]
        return list(range(min([*steps, MADE - 1]), max([*steps, MADE]) + 1))

    def published(self):
        """Publish all pupils as finely as can be, and each sort of groups that can be told."""
        everybody = self.everybody()
        if everybody is None:
            return {}
        self.settings["told"] = [*self.settings["told"], everybody.record]
        found = {(ALL,): everybody}
        for sort, groups in self.groups.items():
            own = tuple(group for group in self.counts if group in groups)
            one = self.sort(sort, own) if own and self._is_allowed(own) else None
            found |= {} if one is None else {own: one}
        return found

    def everybody(self):
        """Publish the gains of all pupils, merged as far as it takes; None where none can be."""
        numbers = self.counts[ALL]
        if sum(numbers) < self.policy.fewest:
            return None
        for cuts in merging.ladder(numbers, is_allowed=self._may_be_shown, always=self.made):
            counts = protecting.Counts(self.form.people, **self.settings)
            self._show(counts, ALL, {}, cuts)
            self._protect(counts, None, cuts)
            found = counts.publish_whole()
            if found is not None:
                self.cuts = cuts
                return found
        return None

    def sort(self, sort, own):
        """Publish the groups of one sort; None where a number of one must not be told."""
        counts = protecting.Counts(self.form.people, **self.settings)
        for group in own:
            self._show(counts, group, {sort: [group]}, self.made)
        self._protect(counts, sort, self.made)
        return counts.publish_whole()

    def _is_allowed(self, own):
        """Whether the policy allows each number of a sort by itself, and those of the others."""
        numbers = [self.counts[group] for group in own]
        others = [a - sum(of) for a, *of in zip(self.counts[ALL], *numbers, strict=True)]
        told = [n for of in [*numbers, others] for n in [*merging.merged(of, self.made), sum(of)]]
        enough = all(sum(of) >= self.policy.fewest for of in numbers)
        return enough and self._may_be_shown(told)

    def _may_be_shown(self, numbers):
        return protecting.may_be_shown(numbers, self.policy)

    def _show(self, counts, group, of, cuts):
        numbers = self.counts[group]
        for levels, n in zip(self._levels(cuts), merging.merged(numbers, cuts), strict=True):
            words = f"{group}: {' or '.join(levels)}"
            counts.show(n, of={**of, DIMENSION: levels}, name=words)
        counts.show(sum(numbers), of=of, name=f"{group}: everybody")

    def _levels(self, cuts):
        spans = merging.spans(len(self.values), cuts)
        return [[str(value) for value in self.values[first:last]] for first, last in spans]

    def _protect(self, counts, sort, cuts):
        """Protect who gained what, of this school and of the others."""
        for sorted_by in {None, sort}:
            for key, n in self._keyed(self.frame, sorted_by).items():
                counts.protect(n, of=dict(key))
        counts.protect_sisters(
            self._keyed(self.frame, sort),
            lambda tables: self._keyed(tables["gains"], sort),
            within=() if sort is None else (sort,),
        )

    def _keyed(self, frame, sort):
        """How many of each group of a sort, and of the others, gained what."""
        found = defaultdict(Counter)
        columns = (frame[name] for name in ("group", "sub_levels", "pupils"))
        for group, step, n in zip(*columns, strict=True):
            found[group][step] += int(n)
        everybody, groups = found[ALL], [found[group] for group in self.groups.get(sort, ())]
        numbers = {(): everybody.total()}
        if sort is None:
            return numbers | {((DIMENSION, (step,)),): n for step, n in everybody.items()}
        for step, n in everybody.items():
            of = [group[step] for group in groups]
            for level, k in zip([*self.groups[sort], OTHERS], [*of, n - sum(of)], strict=True):
                numbers |= {((DIMENSION, (step,)), (sort, (level,))): k} if k else {}
        return numbers
