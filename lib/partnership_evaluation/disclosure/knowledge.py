"""What must not be worked out, and by whom: protected numbers and insiders."""

from dataclasses import dataclass

import numpy as np

from partnership_evaluation.disclosure.cells import NOT_LISTED, Cell, Row, Term, cell, level_text
from partnership_evaluation.disclosure.publication import SMALL
from partnership_evaluation.disclosure.ratios import Mean
from partnership_evaluation.estimates import choice_problems, refuse

ANYONE = "anyone"


@dataclass(frozen=True)
class Target:
    """A number that must not be worked out.

    Attributes
    ----------
    text : str
        What it is.
    terms : tuple of Term
        What it is the sum of.
    value : float
        The true number.
    width : float
        How narrow an interval a reader may not reach.
    """

    text: str
    terms: tuple[Term, ...]
    value: float
    width: float

    def limits(self, publication):
        """What the symbol of the number says about it.

        Parameters
        ----------
        publication : Publication
            What is shown and hidden.

        Returns
        -------
        (float, float)
        """
        if not isinstance(self.value, int):
            return -np.inf, np.inf
        is_small = len(self.terms) == 1 and publication.hidden.get(self.terms[0].cell) == SMALL
        return publication.policy.hidden_range if is_small else (0, np.inf)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the report and knows more than it says.

    Attributes
    ----------
    name : str
        "anyone", or whose rows are known: "school Sutton".
    own : tuple of (str, str)
        Dimension and level whose counts the reader knows.
    rows : tuple of Row
        These counts.
    """

    name: str
    own: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()

    def knows(self, model):
        """Say of each unknown whether it belongs to the reader's own people.

        Parameters
        ----------
        model : Model
            The unknowns.

        Returns
        -------
        numpy.ndarray of bool
            One value a variable of the model.
        """
        inside = np.zeros(model.members.shape[1], dtype=bool)
        for found, row in model.cells.items():
            if any(found.levels.get(name) == (level,) for name, level in self.own):
                inside |= model.members[[row]].toarray()[0] > 0
        return np.tile(inside, 1 + len(model.measures))


def targets_of(release, policy, model):
    """List the numbers that a policy protects.

    Parameters
    ----------
    release : Release
        Everything registered.
    policy : Policy
        What is protected.
    model : Model
        The unknowns.

    Returns
    -------
    list of Target
        Every registered count that is protected, the rest beside each percentage, the people whom a
        table does not list though a total counts them, and the sums of scores of groups that are
        too small for a mean; each once, in alphabetical order.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy
    >>> from partnership_evaluation.disclosure.building import build
    >>> release = Release()
    >>> release.percentage(35, n=38, of={}, having={"passed": "yes"}, name="prose")
    >>> [t.text for t in targets_of(release, read_policy("pupils_staff"), build(release))]
    ['the rest of people: all beside people: passed yes']
    """
    found = [(c.text, (Term(1, c),), value) for c, value in sorted(release.values.items())]
    found += [part for _, s in sorted(release.statements.items()) for part in s.targets]
    found += _unlisted(release, model)
    targets = [
        Target(text, terms, value, policy.width)
        for text, terms, value in found
        if policy.is_protected(value)
    ]
    targets += [
        _sum_target(statement, policy)
        for _, statement in sorted(release.statements.items())
        if isinstance(statement, Mean) and statement.is_refused(policy) and statement.n
    ]
    vectors = model.matrix([target.terms for target in targets]).toarray()
    once = {
        vector.tobytes(): target
        for vector, target in zip(vectors[::-1], targets[::-1], strict=True)
        if vector.any()
    }
    return sorted(once.values(), key=lambda target: target.text)


def _sum_target(mean, policy):
    times, terms = mean.terms
    width = policy.mean_width * float(mean.maximum - mean.minimum) * mean.n * times
    text = f"sum of scores of {mean.whole.text} ({mean.name})"
    return Target(text, tuple(terms), float(mean.total * times), width)


def _unlisted(release, model):
    """People whom a table with a larger total does not list."""
    for (population, name), levels in model.levels.items():
        listed = [level for level in levels if level != NOT_LISTED]
        if len(listed) == len(levels):
            continue
        parents = {c.without(name) for c in release.values if name in c.levels}
        for whole in sorted(
            p for p in parents if p.population == population and p in release.values
        ):
            parts = [cell({**whole.levels, name: level}, population=population) for level in listed]
            if all(part in release.values for part in parts):
                rest = release.values[whole] - sum(release.values[part] for part in parts)
                terms = (Term(1, whole), *(Term(-1, part) for part in parts))
                yield f"{whole.text}: {name} not listed", terms, rest


def insider(release, known):
    """A reader who knows every registered count of some levels.

    Parameters
    ----------
    release : Release
        Everything registered.
    known : mapping of str to object
        Dimension and level: ``{"school": "Sutton"}``; several make one reader who knows all.

    Returns
    -------
    Reader

    Raises
    ------
    ValueError
        When no registered count has such a level.

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release
    >>> release = Release()
    >>> release.count(12, of={"school": "Sutton"}, name="n")
    >>> insider(release, {"school": "Sutton"}).name
    'school Sutton'
    """
    own = tuple(sorted((name, level_text(level)) for name, level in known.items()))
    rows, problems = [], []
    for name, level in own:
        mine = [c for c in sorted(release.values) if c.levels.get(name) == (level,)]
        rows += [_known(c, release.values[c], f"{name} {level}") for c in mine]
        if not mine:
            problems += choice_problems(level, _levels(release, name), name=name)
    refuse(problems)
    return Reader(", ".join(f"{name} {level}" for name, level in own), own, tuple(rows))


def _known(found: Cell, value, name):
    return Row(f"known to {name}: {found.text}", (Term(1, found),), value, value)


def _levels(release, name):
    chosen = [c.levels.get(name, ()) for c in release.values]
    return sorted({level for levels in chosen for level in levels})


def readers_of(release, dimensions):
    """List who may attack: anyone, and for each dimension each level that knows its own counts.

    Parameters
    ----------
    release : Release
        Everything registered.
    dimensions : sequence of str
        Dimensions of insiders; those that the release does not have are passed over.

    Returns
    -------
    list of Reader

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release
    >>> [reader.name for reader in readers_of(Release(), ["school"])]
    ['anyone']
    """
    levels = [(name, level) for name in dimensions for level in _levels(release, name)]
    return [Reader(ANYONE), *(insider(release, {name: level}) for name, level in levels)]
