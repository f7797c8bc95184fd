"""The released gains of pupils as tables: what a report reads, and what a reader sees."""

import pandas as pd

from partnership_evaluation.released import merging, protecting

ALL = "all"
#: The gain from which a pupil counts as having made progress: never merged with less.
MADE = 1


def counted(frame, values):
    """Count how many of each group made each gain.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table ``gains`` of a school.
    values : sequence of int
        The gains.

    Returns
    -------
    dict of str to list of int

    Examples
    --------
    >>> rows = {"group": ["all", "all"], "sub_levels": ["0", "2"], "pupils": ["9", "4"]}
    >>> counted(pd.DataFrame(rows), [0, 1, 2])
    {'all': [9, 0, 4]}
    """
    found = {}
    for group, rows in frame.groupby("group", sort=False):
        numbers = dict(zip(rows["sub_levels"].astype(int), rows["pupils"].astype(int), strict=True))
        found[group] = [numbers.get(value, 0) for value in values]
    return found


class Shown:
    """The numbers of the groups that are shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table ``gains`` of a school.
    values : sequence of int
        The gains.
    counts : dict of str to list of int
        How many of each group made each gain.
    cuts : sequence of int
        How neighbouring gains of all pupils are merged.

    Examples
    --------
    >>> rows = {"group": ["all", "all"], "sub_levels": ["0", "2"], "pupils": ["9", "4"]}
    >>> frame = pd.DataFrame(rows)
    >>> shown = Shown(frame, [0, 1, 2], counted(frame, [0, 1, 2]), (1,))
    >>> [(line["who"], line["people"]) for line in shown.lines(["all"])]
    [('0 sub-levels', '9'), ('1 to 2 sub-levels', '4'), ('everybody', '13')]
    """

    def __init__(self, frame, values, counts, cuts):
        """Keep everything; what is shown is asked for by group."""
        self.frame, self.values, self.counts = frame, list(values), counts
        made = (self.values.index(MADE),)
        self.cuts = {group: cuts if group == ALL else made for group in counts}

    def lines(self, groups):
        """Write every number, or a symbol for each number of a group that is not shown.

        Parameters
        ----------
        groups : sequence of str
            The groups that are shown.

        Returns
        -------
        list of dict
        """
        found = []
        for group, numbers in self.counts.items():
            merged = merging.merged(numbers, self.cuts[group])
            words = [self._words(*span) for span in self._spans(group)]
            for who, n in [*zip(words, merged, strict=True), ("everybody", sum(numbers))]:
                found.append(protecting.row(group, who, n if group in groups else "[c]"))
        return found

    def _spans(self, group):
        return merging.spans(len(self.values), self.cuts[group])

    def _words(self, first, last):
        low, high = self.values[first], self.values[last - 1]
        return f"{low} sub-levels" if low == high else f"{low} to {high} sub-levels"

    def table(self, groups):
        """Write the gains of groups as statements that a report reads.

        Parameters
        ----------
        groups : sequence of str
            The groups that are shown.

        Returns
        -------
        pandas.DataFrame
        """
        rows = [row for group in groups for row in self._statements(group)]
        return pd.DataFrame(rows, columns=self.frame.columns)

    def _statements(self, group):
        first_row = self.frame[self.frame["group"] == group].iloc[0].to_dict()
        numbers, size = self.counts[group], str(sum(self.counts[group]))
        spans = self._spans(group)
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
