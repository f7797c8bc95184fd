"""Secondary suppression over a whole release: hide more until no reader can work anything out."""

from dataclasses import replace

import numpy as np

from partnership_evaluation.disclosure import choice
from partnership_evaluation.disclosure.cells import DisclosureError
from partnership_evaluation.disclosure.knowledge import readers_of, targets_of
from partnership_evaluation.disclosure.proofs import NEAR, Proofs, by_hidden
from partnership_evaluation.disclosure.publication import SECONDARY, WITHHELD
from partnership_evaluation.disclosure.suppression import start, with_bases

#: Reasons for hiding a number that may pass.
LATER = (SECONDARY, WITHHELD)
#: How many partners are compared for the cheapest pattern, and from how many unknowns only one.
PARTNERS, LARGE = 3, 200
#: What it is worth, at most, to move another unproved number along.
BONUS = 0.05


def protect(release, *, policy, previous=()):
    """Hide what a policy forbids, and as little more as keeps it from being worked out.

    Parameters
    ----------
    release : Release
        Everything that is to be published.
    policy : Policy
        What may be published, and who may attack.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people, or their records.

    Returns
    -------
    Publication
        The same for the same numbers, in whatever order they were registered.

    Raises
    ------
    ValueError
        When no people could have given the registered counts.
    DisclosureError
        When no suppression helps: what readers know from elsewhere gives a count away.

    Notes
    -----
    For each protected count and each reader (anyone, and every insider of the policy) two data
    sets are kept that agree with everything that the reader sees and in which the count differs by
    at least the width: proof that it cannot be told more closely. Where there are none, an integer
    programme (``scipy.optimize.milp``) finds the data set that contradicts the cheapest set of
    published numbers, and these are hidden. A count costs log2(1 + n), so that small counts go
    before totals; a percentage 1.5. A hidden count is attacked as if its reason were known: one
    hidden for being small lies below the threshold, any other at or above it. If that leaves no
    way, the last resort is the symbol ``[x]``, which says nothing. At the end, hidden counts are
    shown again, largest first, as long as the proofs still hold. A number once hidden stays hidden
    until then, so the search ends.

    The pattern is good, not the very best: the best one for all counts together takes too long to
    find (Fischetti and Salazar, 2001). Counts are protected one after the other, in alphabetical
    order, and the data set may first differ in the school of the count and one other; of some
    others the cheapest is taken, in large tables the first.

    References
    ----------
    Fischetti and Salazar (2001), Solving the cell suppression problem on tabular data with linear
    constraints, Management Science 47, 1008-1027. Hundepool et al. (2012), Statistical Disclosure
    Control, chapter 4.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.disclosure import Release, read_policy
    >>> release = Release()
    >>> table = pd.DataFrame({"grade": [1, 2, 3, "Total"], "n": [20, 15, 3, 38]})
    >>> release.table(table, name="t", dims=["grade"])
    >>> protect(release, policy=read_policy("pupils_staff")).table("t")["n"].tolist()
    [20, '[c]', '[c]', 38]
    """
    return _Search(*start(release, policy=policy, previous=previous)).run()


class _Search:
    """What is hidden so far, and the data sets that prove what cannot be told."""

    def __init__(self, publication, model):
        """Start with what is hidden by itself."""
        policy = publication.policy
        self.publication, self.model = publication, model
        targets = targets_of(publication.release, policy, model)
        readers = readers_of(publication.release, policy.insiders)
        self.proofs = Proofs(model, targets, readers)
        widths = [2 * target.width for target in targets]
        self.reach = max([4.0, float(policy.protected_below + policy.width), *widths])
        self.blocks = model.block_of_variable
        self.partners = PARTNERS if model.size < LARGE else 1
        self.changed()

    def changed(self):
        """Read again what is shown."""
        self.system = self.model.compile(self.publication.rows)
        self.prepared = {}
        self.ranked = by_hidden(self.publication, self.model)

    def run(self):
        """Hide more until everything is proved, then show what need not be hidden."""
        self.proofs.sweep(self.system, self.publication)
        for target, reader in self.proofs.insecure():
            self.secure(target, reader)
        self.show_again()
        return self.publication

    def is_secure(self, target, reader):
        """Whether it is proved that a reader cannot place a number closely enough."""
        return self.proofs.is_secure(target, reader)

    def secure(self, target, reader):
        """Hide more until a reader cannot place a number closely enough."""
        for withhold in (False, True):
            for low, high in self.intervals(target, withhold):
                if not self.is_secure(target, reader):
                    self.reach_out(target, reader, high, np.inf, withhold)
                if not self.is_secure(target, reader):
                    self.reach_out(target, reader, -np.inf, low, withhold)
            if self.is_secure(target, reader):
                return
        name, number = self.proofs.readers[reader].name, self.proofs.targets[target].text
        raise DisclosureError(
            "A protected count must stay hidden: found no numbers that could be left out so that "
            f"{name} could not work out {number}; earlier reports or a reader's own counts give it "
            "away. Publish fewer groups together."
        )

    def intervals(self, target, withhold):
        """Intervals around the true number that are wide enough, those with one new end first."""
        chosen = self.proofs.targets[target]
        value, width = chosen.value, chosen.width
        if not isinstance(value, int):
            half = width / 2
            return [(value, value + width), (value - width, value), (value - half, value + half)]
        least, most = chosen.limits(self.publication)
        lows = [value, value - width, *range(value - width + 1, value)]
        if not withhold:
            lows = [low for low in lows if least <= low and low + width <= most]
        return [(low, low + width) for low in lows if low >= 0]

    def reach_out(self, target, reader, low, high, withhold):
        """Look for a data set in which a number lies between two limits; hide what it takes."""
        proofs = self.proofs
        if proofs.high[target, reader] >= low - NEAR and proofs.low[target, reader] <= high + NEAR:
            return
        found = self.nearby(target, reader, low, high, withhold)
        if found is None:
            bonus = BONUS * proofs.wanted(reader) / self.reach
            prepared = self.prepare(reader, withhold)
            found = prepared.cheapest(self.vector(target), low, high, bonus=bonus)
        if found is None:
            return
        values, switches, _ = found
        if switches:
            counts, statements = choice.hide(
                self.publication, self.model, switches, withhold=withhold
            )
            hidden = replace(self.publication, hidden=counts, hidden_statements=statements)
            self.publication = with_bases(hidden, self.model)
            self.changed()
        if self.system.fits(values):
            proofs.add(values)
        if switches:
            touched = np.isin(self.blocks, np.unique(self.blocks[values != self.model.truth]))
            for sign in (1, -1):
                proofs.move(self.system, touched, sign, self.publication)

    def vector(self, target):
        """A protected number over the variables."""
        return self.proofs.vectors[[target]].toarray()[0]

    def prepare(self, reader, withhold):
        """The published limits and the reader's own, for this stage of the search."""
        if (reader, withhold) not in self.prepared:
            rows = [*self.publication.absent, *self.publication.previous]
            rows += [] if reader is None else self.proofs.readers[reader].rows
            self.prepared[(reader, withhold)] = choice.choices(
                self.publication, self.model, hard=rows, reach=self.reach, withhold=withhold
            )
        return self.prepared[(reader, withhold)]

    def nearby(self, target, reader, low, high, withhold):
        """The cheapest data set that differs in the blocks of the number and one more."""
        vector, own = self.vector(target), self.proofs.own[reader]
        mine = list(np.unique(self.blocks[(vector != 0) & ~own]))
        if len(mine) > 2 or len(self.ranked) < 3 or np.any(own & np.isin(self.blocks, mine)):
            return None
        others = [x for x in self.ranked if x not in mine and not np.any(own & (self.blocks == x))]
        found = []
        for tried, other in enumerate(others, start=1):
            free = np.isin(self.blocks, [*mine, other])
            best = self.prepare(None, withhold).cheapest(
                vector, low, high, free=free, bonus=BONUS * self.proofs.wanted(reader) / self.reach
            )
            found += [] if best is None else [best]
            if tried == self.partners or (best is not None and not best[1]):
                break
        return min(found, key=lambda best: best[2], default=None)

    def show_again(self):
        """Show hidden numbers that the proofs do not need, the largest first."""
        release, policy = self.publication.release, self.publication.policy
        rows = {
            self.model.cells[c]: c for c, why in self.publication.hidden.items() if why in LATER
        }
        for row, found in sorted(rows.items(), key=lambda p: (-release.values[p[1]], p[1])):
            if not policy.is_protected(release.values[found]):
                same = {c for c in self.publication.hidden if self.model.cells[c] == row}
                self.try_showing(same, set())
        for name, why in list(self.publication.hidden_statements.items()):
            if why in LATER:
                self.try_showing(set(), {name})

    def try_showing(self, cells, names):
        """Show some numbers if enough data sets still agree with everything shown."""
        before = self.publication
        counts = {c: why for c, why in before.hidden.items() if c not in cells}
        statements = {k: why for k, why in before.hidden_statements.items() if k not in names}
        after = replace(before, hidden=counts, hidden_statements=statements)
        after = with_bases(after, self.model)
        shown = set(before.hidden_statements) - set(after.hidden_statements)
        rows = after.rows_of(cells & set(after.release.printed), shown)
        if self.proofs.keep(self.model.compile(rows).fitting(self.proofs.values)):
            self.publication = after
