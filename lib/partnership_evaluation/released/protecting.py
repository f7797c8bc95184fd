"""One set of linked counts under a policy: registered, protected, attacked."""

from partnership_evaluation.disclosure import (
    Publication,
    Release,
    attack,
    cell,
    protect,
    verify,
)
from partnership_evaluation.disclosure.suppression import start
from partnership_evaluation.released import rests
from partnership_evaluation.released.circles import SCHOOL, inside, is_fine, known, totals
from partnership_evaluation.released.results import HIDDEN, about, joined_records


class Counts:
    """Counts of the same people that are published together.

    Parameters
    ----------
    people : str
        Who is counted, in the plural.
    policy : partnership_evaluation.disclosure.Policy
        What may be published.
    school : str, optional
        The school of these people, where reports on other schools or on all together are
        published too.
    previous : sequence of dict
        Records of earlier reports.
    told : sequence of dict
        Records of the reports on the group and on other schools that are published with this one.
    sisters : mapping of str to dict
        The tables of the other schools (of all schools where this is the group), whose counts must
        not be found out either.
    outside : mapping of str to dict
        The tables of schools of the same group of which a reader is taken to know everything.
    circles : sequence of list of str
        For the group: the schools that are attacked together, as
        :func:`partnership_evaluation.released.circles.circles` gives them.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import read_policy
    >>> counts = Counts("teachers", policy=read_policy("adults_staff"))
    >>> counts.show(11, of={"grade": ["1", "2"]}, name="good or better")
    >>> counts.show(1, of={"grade": ["3"]}, name="below")
    >>> counts.show(12, of={}, name="all")
    >>> counts.publish().text("good or better")
    '[c]'
    """

    def __init__(self, people, *, policy, school=None, previous=(), told=(), sisters=None,
                 outside=None, circles=()):  # fmt: skip
        """Start with nothing registered."""
        self.release, self.policy = Release(people), policy
        self.where = {} if school is None else {SCHOOL: school}
        self.sisters, self.outside = sisters or {}, outside or {}
        self.told, self.known = tuple(told), []
        self.previous = inside([*previous, *told], self.outside)
        self.circles, self.numbers_of, self.numbers = circles, None, {}
        self.attributes, self.within = dict, ()

    def show(self, n, *, of, name):
        """Register a count that is to be published.

        Parameters
        ----------
        n : int
            The count.
        of : mapping of str to list of str
            Who is counted.
        name : str
            What it is.

        Returns
        -------
        None
        """
        self.release.count(int(n), of={**of, **self.where}, name=name)

    def protect(self, n, *, of, school=None):
        """Register a count that is not published and must not be found out.

        Parameters
        ----------
        n : int
            The count.
        of : mapping of str to list of str
            Who is counted.
        school : str, optional
            A sister, where it is one of hers.

        Returns
        -------
        None
        """
        where = self.where if school is None else {SCHOOL: school}
        found = cell({**of, **where}, population=self.release.population)
        self.release.values.setdefault(found, int(n))

    def protect_sisters(self, own, numbers_of, *, attributes=dict, within=()):
        """Register the counts of all other schools of the group, and of all schools together.

        Parameters
        ----------
        own : mapping of tuple to int
            The counts of this school: levels, as pairs of a dimension and its levels, and people.
        numbers_of : callable
            Gives the same for the tables of another school.
        attributes, within
            As in :func:`partnership_evaluation.released.rests.given_away`.

        Returns
        -------
        None

        Notes
        -----
        A small count of the whole group must not be found out from its schools' reports either.
        How many people a school has, and how many answered, is no secret among schools.
        """
        self.numbers_of, self.attributes, self.within = numbers_of, attributes, within
        hers = {name: numbers_of(tables) for name, tables in self.sisters.items()}
        away = {name: numbers_of(tables) for name, tables in self.outside.items()}
        ours = {of: own for of in self.where.values()}
        self.numbers = {**ours, **hers, **away} if hers or away else {}
        for name, numbers in hers.items():
            for key, n in numbers.items():
                if is_fine(key):
                    self.protect(n, of=dict(key), school=name)
        if not self.where:
            return
        away = totals(away.values())
        circle = totals([own, *hers.values()])
        if self.outside:
            people = self.release.population
            self.known += known(people, away, [*circle, *away])
        for key, n in circle.items() if hers else ():
            if n and is_fine(key) and self.policy.is_protected(n + away[key]):
                found = cell(dict(key), population=self.release.population)
                self.release.values.setdefault(found, int(n + away[key]))

    def mean(self, value, *, n, of, name, **scale):
        """Register a mean that is to be published.

        Parameters
        ----------
        value : fractions.Fraction
            The mean, unrounded.
        n : int
            Of how many people.
        of : mapping of str to list of str
            Which people.
        name : str
            What it is.
        **scale
            As in :meth:`partnership_evaluation.disclosure.Release.mean`.

        Returns
        -------
        None
        """
        self.release.mean(value, n=n, of={**of, **self.where}, name=name, **scale)

    def impossible(self, of, *, where):
        """Say that nobody can have a combination of levels, which every reader knows.

        Parameters
        ----------
        of : mapping of str to list of str
            The combination.
        where : str
            Why.

        Returns
        -------
        None
        """
        self.release.absent[cell(of, population=self.release.population)] = where

    def publish(self):
        """Protect everything registered, and attack the result.

        Returns
        -------
        partnership_evaluation.disclosure.Publication

        Raises
        ------
        partnership_evaluation.disclosure.DisclosureError
            When a protected count could be worked out all the same.
        """
        found = protect(self.release, policy=self.policy, previous=self._earlier())
        found = self._without_rests(found)
        verify(found)
        for circle, _ in self._circles(found):
            verify(circle)
        return found

    def publish_whole(self):
        """Publish everything registered if nothing needs to be hidden.

        Returns
        -------
        partnership_evaluation.disclosure.Publication or None
            None where a count is too small, or could be worked out.
        """
        found, model = start(self.release, policy=self.policy, previous=self._earlier())
        if found.hidden or found.hidden_statements or self._rests(found):
            return None
        for one, unknowns in ((found, model), *self._circles(found)):
            known = {"known": self.policy.insiders, "exact": False, "model": unknowns}
            if not attack(one, **known)["safe"].all():
                return None
        return found

    def _rests(self, publication):
        """The kinds of numbers by which this report would give away those of other schools."""
        if not self.numbers:
            return set()
        records = [*self.told, publication.record]
        of = {"policy": self.policy, "attributes": self.attributes, "within": self.within}
        return rests.given_away(records, self.numbers, **of)

    def _without_rests(self, publication):
        kinds = self._rests(publication)
        return rests.left_out(publication, kinds, self.numbers, attributes=self.attributes)

    def _circles(self, publication):
        """What each circle of schools looks like to a reader who knows all about the others."""
        for circle in self.circles if self.numbers_of else ():
            first, *rest = circle
            hers = Counts(
                self.release.population,
                policy=self.policy,
                school=first,
                previous=[*self.previous, publication.record],
                sisters={name: self.sisters[name] for name in rest},
                outside={n: tables for n, tables in self.sisters.items() if n not in circle},
            )
            own = self.numbers_of(self.sisters[first])
            for key, n in own.items():
                hers.protect(n, of=dict(key)) if is_fine(key) else None
            hers.protect_sisters(own, self.numbers_of)
            yield start(hers.release, policy=self.policy, previous=hers._earlier())

    def _earlier(self):
        dimensions = {name for found in self.release.values for name, _ in found.key} | {SCHOOL}
        known = joined_records([{"statements": self.known}], policy=self.policy.name)
        return about([*self.previous, known], dimensions)


def is_shown(publication: Publication, names):
    """Say whether every one of some numbers is published.

    Parameters
    ----------
    publication : Publication
        What readers may see.
    names : sequence of str
        Names of numbers.

    Returns
    -------
    bool

    Examples
    --------
    >>> from partnership_evaluation.disclosure import read_policy
    >>> counts = Counts("teachers", policy=read_policy("adults_staff"))
    >>> counts.show(12, of={}, name="all")
    >>> is_shown(counts.publish(), ["all"])
    True
    """
    return not any(publication.text(name).startswith("[") for name in names)


def may_be_shown(counts, policy):
    """Say whether a policy allows every one of some counts by itself.

    Parameters
    ----------
    counts : sequence of int
        The counts.
    policy : Policy
        The policy.

    Returns
    -------
    bool

    Examples
    --------
    >>> from partnership_evaluation.disclosure import read_policy
    >>> may_be_shown([0, 11, 1], read_policy("adults_staff"))
    False
    """
    return not any(policy.is_protected(count) for count in counts)


def row(what, who, shown):
    """Write one line of the table of everything released.

    Parameters
    ----------
    what, who : str
        The item or group, and whom of it the number counts.
    shown : object
        The number or its symbol.

    Returns
    -------
    dict

    Examples
    --------
    >>> row("Talks", "all", 12)["people"]
    '12'
    """
    return {"what": what, "who": who, "people": str(shown) or HIDDEN}
