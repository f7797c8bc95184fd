"""Large groups of schools in small circles, so that the work grows with the schools.

Tables of different schools count different people; they are tied only by what is said of the group.
Each circle is attacked by a reader who is taken to know everything about all schools outside it.
Whoever cannot work out a count with that help cannot do so without it.
"""

import math
from collections import Counter

from partnership_evaluation.disclosure import cell

#: Schools that are attacked together.
MOST = 6
SCHOOL, OTHERS = "school", "(schools outside the circle)"


def circles(sizes):
    """Sort schools into circles, each with large schools and small ones.

    Parameters
    ----------
    sizes : mapping of str to int
        How many people each school has.

    Returns
    -------
    list of list of str
        As equal in number as can be; one circle where there are few schools.

    Examples
    --------
    >>> circles({"a": 12, "b": 30})
    [['a', 'b']]
    >>> [len(circle) for circle in circles({str(n): n for n in range(40)})]
    [6, 6, 6, 6, 6, 5, 5]
    """
    names = list(sizes)
    ranked = sorted(names, key=lambda name: (-sizes[name], names.index(name)))
    many = max(1, math.ceil(len(ranked) / MOST))
    found = [set(ranked[start::many]) for start in range(many)]
    return [[name for name in names if name in circle] for circle in found]


def settings_by_case(made, form, schools):
    """Say of each report of a folder which schools it is attacked with.

    Parameters
    ----------
    made : mapping of str to dict
        The tables of each case: the schools, and all schools together.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    schools : sequence of str
        Which of the cases are schools of a group.

    Returns
    -------
    dict of str to dict
        ``school``, ``sisters``, ``outside`` and ``circles``, as
        :func:`partnership_evaluation.released.make` takes them.

    Examples
    --------
    >>> settings_by_case({"ours": {}}, None, [])["ours"]["school"] is None
    True
    """
    from partnership_evaluation import intake

    rings = circles({name: intake.people_in(made[name], form) for name in schools})
    near, found = {name: circle for circle in rings for name in circle}, {}
    for case in made:
        circle = near.get(case, schools)
        found[case] = {
            "school": case if case in schools else None,
            "sisters": {name: made[name] for name in circle if name != case},
            "outside": {name: made[name] for name in schools if name not in circle},
            "circles": () if case in schools or len(rings) < 2 else rings,
        }
    return found


def keyed(dimension, numbers):
    """Write how many gave which answer, and how many gave any, by the levels of a dimension.

    Parameters
    ----------
    dimension : str
        What was asked.
    numbers : mapping of str to int
        How many gave each answer; every answer that could be given is there.

    Returns
    -------
    dict of tuple to int

    Examples
    --------
    >>> keyed("useful", {"yes": 9, "no": 3})[(("useful", ("yes", "no")),)]
    12
    """
    single = {((dimension, (level,)),): n for level, n in numbers.items()}
    everybody = {((dimension, tuple(numbers)),): sum(numbers.values())} if numbers else {}
    return {**single, **everybody}


def read_once(read):
    """Read the tables of each school only once, however many items are asked for.

    Parameters
    ----------
    read : callable
        Reads everything that is needed of the tables of a school.

    Returns
    -------
    callable
        The same for tables that stay as they are.

    Examples
    --------
    >>> tables, asked = {"ratings": []}, []
    >>> read = read_once(lambda tables: asked.append(tables) or len(tables))
    >>> read(tables), read(tables), len(asked)
    (1, 1, 1)
    """
    kept = {}

    def found(tables):
        if id(tables) not in kept:
            kept[id(tables)] = tables, read(tables)
        return kept[id(tables)][1]

    return found


def is_fine(key):
    """Say whether a count is of one level of each of its dimensions, and no total.

    Parameters
    ----------
    key : tuple
        Dimensions and levels.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_fine(key) for key in keyed("useful", {"yes": 9, "no": 3})]
    [True, True, False]
    """
    return bool(key) and all(len(levels) == 1 for _, levels in key)


def totals(numbers):
    """Add up the counts of several schools.

    Parameters
    ----------
    numbers : iterable of dict of tuple to int
        Of each school how many people are of which levels.

    Returns
    -------
    collections.Counter

    Examples
    --------
    >>> girls = (("sex", ("girl",)),)
    >>> totals([{girls: 2}, {girls: 3}])[girls]
    5
    """
    found = Counter()
    for one in numbers:
        found.update(one)
    return found


def known(people, numbers, keys):
    """Write down what a reader is taken to know of the schools outside a circle: everything.

    Parameters
    ----------
    people : str
        Who is counted.
    numbers : mapping of tuple to int
        How many people of all these schools are of which levels.
    keys : iterable of tuple
        The levels that count anybody in some school; those that nobody has outside are known too.

    Returns
    -------
    list of dict
        Statements, as in a record.

    Examples
    --------
    >>> girls = (("sex", ("girl",)),)
    >>> known("pupils", Counter({girls: 5}), [girls])[0]["low"]
    5
    """
    found = []
    for key in sorted(set(keys)):
        levels = cell({**dict(key), SCHOOL: OTHERS}, population=people).levels
        found.append(
            {
                "source": "schools outside the circle",
                "terms": [[1, people, {name: list(of) for name, of in levels.items()}, ""]],
                "low": numbers[key],
                "high": numbers[key],
            }
        )
    return found


def inside(records, outside):
    """Leave out of earlier records what they say of single schools outside a circle.

    Parameters
    ----------
    records : sequence of dict
        Earlier records.
    outside : collection of str
        The schools outside, of which everything is taken as known.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> row = {"source": "n", "terms": [[1, "pupils", {"school": ["b"]}, ""]], "low": 9, "high": 9}
    >>> inside([{"schema": 1, "policy": "ours", "statements": [row]}], {"b"})[0]["statements"]
    []
    """
    outside = set(outside)
    return [
        {
            **record,
            "statements": [
                row
                for row in record["statements"]
                if not any(outside & set(key.get(SCHOOL, ())) for _, _, key, _ in row["terms"])
            ],
        }
        for record in records
    ]
