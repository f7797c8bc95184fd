"""The numbers of a release by name and by whom they count."""

from partnership_evaluation.disclosure.cells import Cell
from partnership_evaluation.disclosure.reading import Exhibit
from partnership_evaluation.estimates import is_whole


class Register:
    """What was registered so far, and the checks that every number passes.

    Parameters
    ----------
    population : str
        Who is counted unless a number says otherwise.

    Examples
    --------
    >>> Register().value_problems(Cell("people"), 2.5, "note")[0][:50]
    'A count is a whole number from 0: found 2.5 for pe'
    """

    def __init__(self, population="people"):
        """Start with nothing."""
        self.population = population
        self.values: dict[Cell, int] = {}
        self.printed: dict[Cell, list[str]] = {}
        self.absent: dict[Cell, str] = {}
        self.statements: dict[str, object] = {}
        self.exhibits: dict[str, Exhibit] = {}
        self.numbers: dict[str, Cell] = {}
        self.levels: dict[tuple[str, str], tuple[str, ...]] = {}

    def name_problems(self, name):
        """What is wrong with the name of a number.

        Parameters
        ----------
        name : str
            As given.

        Returns
        -------
        list of str
        """
        taken = {**self.statements, **self.exhibits, **self.numbers}
        if name in taken:
            return [
                f"Each published number has a name of its own: found {name!r} twice; rename one."
            ]
        return []

    def value_problems(self, found, value, name):
        """What is wrong with a count.

        Parameters
        ----------
        found : Cell
            Who is counted.
        value : object
            The count.
        name : str
            Where it is printed.

        Returns
        -------
        list of str
        """
        whole = is_whole(value) or (isinstance(value, float) and value.is_integer())
        if not whole or value < 0:
            return [
                f"A count is a whole number from 0: found {value!r} for {found.text} in {name!r}; "
                "register percentages and means as such."
            ]
        if self.values.get(found, value) != value:
            return [
                f"The same people are counted once: found {int(value)} for {found.text} in "
                f"{name!r} and {self.values[found]} before; correct one, or name what differs."
            ]
        return []

    def add_count(self, found, value, name):
        """Record a printed count that was checked before.

        Parameters
        ----------
        found : Cell
            Who is counted.
        value : int
            The count.
        name : str
            Where it is printed.

        Returns
        -------
        None
        """
        self.values[found] = int(value)
        places = self.printed.setdefault(found, [])
        if name not in places:
            places.append(name)
