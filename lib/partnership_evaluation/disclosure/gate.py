"""The one gate that every number of a report passes on its way to the reader."""

from dataclasses import replace

from partnership_evaluation.disclosure.attacker import verify
from partnership_evaluation.disclosure.cells import DisclosureError, cell, dict_of
from partnership_evaluation.disclosure.policies import Policy
from partnership_evaluation.disclosure.protection import protect
from partnership_evaluation.disclosure.publication import Publication
from partnership_evaluation.disclosure.release import Release
from partnership_evaluation.disclosure.shown import Shown, ShownTable
from partnership_evaluation.disclosure.suppression import suppress
from partnership_evaluation.disclosure.words import Words

#: What an open gate holds numbers to: nothing, for documents that are published already.
OPEN = Policy("open", "public", 1, 1, 1, 1, percentage_decimals=3, mean_decimals=4)


class Gate(Words):
    """Lets through what a policy allows, once everything that a report says is known.

    Every number is registered by one of the methods, which return something that can be printed.
    Until :meth:`settle` has looked at all numbers together, each is printed as ``[c]``; afterwards
    as the policy allows, and nothing new is accepted. A report that prints while it computes is run
    twice: the second time with the ``plan`` of the first, by which each number is shown at once.

    Parameters
    ----------
    policy : Policy or None
        What may be published; None opens the gate, for numbers that are published already.
    population : str
        Who is counted unless a number says otherwise.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people, or their records.
    plan : dict, optional
        ``Gate.plan`` of an earlier run of the same report on the same data.

    Raises
    ------
    DisclosureError
        When the plan was made for another policy.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import read_policy
    >>> import pandas as pd
    >>> gate = Gate(read_policy("pupils_staff"), population="pupils")
    >>> table = gate.table(pd.DataFrame({"grade": [1, 2, 3], "n": [20, 15, 3]}), name="Table 1",
    ...                    dims=["grade"])
    >>> sentence = gate.text("{n} pupils were graded.", n=gate.count(38, of={}))
    >>> print(sentence)
    [c] pupils were graded.
    >>> _ = gate.settle()
    >>> print(sentence)
    38 pupils were graded.
    >>> table.frame["n"].tolist()
    [20, '[c]', '[c]']
    """

    def __init__(self, policy, *, population="people", previous=(), plan=None):
        """Start with nothing registered."""
        self.policy, self.previous, self._planned = policy, previous, plan
        self.release = Release(population)
        self._publication = None
        if plan is not None and plan.get("policy") != (policy or OPEN).name:
            raise DisclosureError(
                f"A plan serves the policy that it was made with: found one for "
                f"{plan.get('policy')!r} and policy {(policy or OPEN).name!r}; make the plan again."
            )

    @property
    def is_settled(self):
        """Whether numbers are shown: there is a plan, or everything was looked at, or no policy."""
        return self.policy is None or self._planned is not None or self._publication is not None

    @property
    def publication(self):
        """What readers may see.

        Raises
        ------
        DisclosureError
            Before the gate is settled.
        """
        if self._publication is not None:
            return self._publication
        if self.policy is None:
            return Publication(self.release, OPEN, {}, {})
        if self._planned is not None:
            return self._by_plan()
        raise DisclosureError(
            "Nothing is shown before everything is registered: found a gate that is not settled; "
            "call settle() after the last number."
        )

    def _by_plan(self):
        hidden = {
            found: why
            for people, key, why in self._planned["hidden"]
            for found in [cell(key, population=people)]
        }
        statements = dict(self._planned["hidden_statements"])
        return Publication(self.release, self.policy, hidden, statements)

    # Numbers ---------------------------------------------------------------------------------

    def table(self, frame, *, name, dims, **rules):
        """Pass a table.

        Parameters
        ----------
        frame : pandas.DataFrame
            The true numbers.
        name, dims, **rules
            As in :meth:`Release.table`.

        Returns
        -------
        ShownTable

        Raises
        ------
        ValueError
            As :meth:`Release.table`.
        DisclosureError
            When the gate is settled, or the plan does not know the table.
        """
        self._accept()
        self.release.table(frame, name=name, dims=dims, **rules)
        self._in_plan(name)
        return ShownTable(self, name)

    def count(self, n, *, of, name=None, population=None):
        """Pass a count: an n in a caption, a bar, a sentence.

        Parameters
        ----------
        n : int
            The true count.
        of, population
            As in :meth:`Release.count`.
        name : str, optional
            Where it is printed.

        Returns
        -------
        Shown

        Raises
        ------
        ValueError
            As :meth:`Release.count`.
        DisclosureError
            When the gate is settled, or the plan does not know the number.
        """
        people = population or self.release.population
        name = name or f"n of {cell(of, population=people).text}"
        return self._number("count", name, n, of=of, population=people)

    def percent(self, k, *, n, of, having, decimals=0, name=None, population=None):
        """Pass a percentage.

        Parameters
        ----------
        k, n, of, having, decimals, population
            As in :meth:`Release.percentage`.
        name : str, optional
            Where it is printed.

        Returns
        -------
        Shown

        Raises
        ------
        ValueError
            As :meth:`Release.percentage`.
        DisclosureError
            When the gate is settled, or the plan does not know the number.
        """
        people = population or self.release.population
        name = name or f"share of {cell({**of, **having}, population=people).text}"
        return self._number(
            "percentage", name, k, n=n, of=of, having=having, decimals=decimals, population=people
        )

    def mean(self, value, *, n, of, name, **scale):
        """Pass a mean.

        Parameters
        ----------
        value, n, of, name, **scale
            As in :meth:`Release.mean`.

        Returns
        -------
        Shown

        Raises
        ------
        ValueError
            As :meth:`Release.mean`.
        DisclosureError
            When the gate is settled, or the plan does not know the number.
        """
        return self._number("mean", name, value, n=n, of=of, **scale)

    def difference(self, *, plus, minus, name, population=None):
        """Pass a gain in numbers.

        Parameters
        ----------
        plus, minus, name, population
            As in :meth:`Release.difference`.

        Returns
        -------
        Shown

        Raises
        ------
        ValueError
            As :meth:`Release.difference`.
        DisclosureError
            When the gate is settled, or the plan does not know the number.
        """
        return self._number("difference", name, plus=plus, minus=minus, population=population)

    def statistic(self, printed, *, counts, name, population=None):
        """Pass any other number: a p-value, an interval, a median.

        Parameters
        ----------
        printed, counts, name, population
            As in :meth:`Release.statistic`.

        Returns
        -------
        Shown

        Raises
        ------
        ValueError
            As :meth:`Release.statistic`.
        DisclosureError
            When the gate is settled, or the plan does not know the number.
        """
        return self._number("statistic", name, printed, counts=counts, population=population)

    def _number(self, kind, name, *values, **rules):
        self._accept()
        if name in self._names():
            # The same number in a second place: it must be the same, which a new release checks.
            again = Release(self.release.population)
            again.values = dict(self.release.values)
            getattr(again, kind)(*values, name=name, **rules)
            mine = self._names()
            if {**again.numbers, **again.statements}[name] == mine[name]:
                return Shown(self, name)
        getattr(self.release, kind)(*values, name=name, **rules)
        self._in_plan(name)
        return Shown(self, name)

    # Decisions -------------------------------------------------------------------------------

    def settle(self):
        """Look at all numbers together, decide what is shown, and attack the result.

        Returns
        -------
        Publication

        Raises
        ------
        DisclosureError
            When a protected count could be worked out all the same; nothing is shown then.
        """
        if self.policy is None or self._publication is not None:
            return self.publication
        if self._planned is None:
            found = protect(self.release, policy=self.policy, previous=self.previous)
        else:
            planned = self._by_plan()
            start = suppress(self.release, policy=self.policy, previous=self.previous)
            found = replace(
                start, hidden=planned.hidden, hidden_statements=planned.hidden_statements
            )
        verify(found)
        self._publication = found
        return found

    @property
    def plan(self):
        """What is hidden, as plain data without any hidden number, for a second run."""
        found = self.publication
        return {
            "policy": found.policy.name,
            "names": sorted({*self.release.exhibits, *self._names()}),
            "hidden": [[c.population, dict_of(c), why] for c, why in sorted(found.hidden.items())],
            "hidden_statements": dict(sorted(found.hidden_statements.items())),
        }

    def _names(self):
        return {**self.release.numbers, **self.release.statements}

    def _accept(self):
        if self._publication is not None:
            raise DisclosureError(
                "A settled gate accepts nothing more, as one more number may give others away: "
                "found a new one; register it before settle()."
            )

    def _in_plan(self, name):
        if self._planned is not None and name not in self._planned["names"]:
            raise DisclosureError(
                f"A second run shows the numbers of the first: found {name!r}, which its plan does "
                "not hold; make the plan again."
            )
