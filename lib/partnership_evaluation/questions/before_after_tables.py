"""The tables of a survey before and after, as its report shows them."""

import math

import pandas as pd

from partnership_evaluation import exhibits, wording
from partnership_evaluation.feasible.moves import sign_test_p
from partnership_evaluation.questions.before_after_items import SHARES

#: Natural changes to move through, as parts of the length of the scale: assumptions.
ASSUMED_CHANGES = (0, 0.02, 0.05, 0.1, 0.2, 0.4)
#: Shares of the movers who move up, as assumptions.
ASSUMED_SHARES = (1, 0.9, 0.75)
MOST_MOVERS = 400
IN_WORDS = {
    "supported": "in every data set",
    "undetermined": "in some data sets",
    "contradicted": "in no data set",
}


def who_answered(survey):
    """Tabulate which numbers of answers can print each figure.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``Item``, then for each time the figure, the numbers of answers that fit
        it and the number taken, which is that of the smallest group that explains the whole list.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> who_answered(before_after.read("camden", most_answers=20)).iloc[1, 1:3].tolist()
    ['35%', '17, 20']
    """
    rows = []
    for item in survey.items:
        sides = []
        for answers in (item.before, item.after):
            fits = wording.runs(answers.fits) or None
            sides += [_figure(item, answers), fits, answers.n]
        rows.append((item.label, *sides))
    columns = ["Item"]
    for time in ("before", "after"):
        columns += [time.capitalize(), f"Answers that fit {time}", f"Taken {time}"]
    return pd.DataFrame(rows, columns=columns)


def moves_table(found):
    """Tabulate who can have moved.

    Parameters
    ----------
    found : sequence of Result
        What :func:`results` returned.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``Item``, ``Before``, ``After``, ``Answers``, ``Moved up``, ``Moved
        down`` and ``Must have changed`` (fewest people whose answer cannot have stayed), the last
        three if the same people answered.
    """
    rows = [
        (
            result.item.label,
            _figure(result.item, result.item.before),
            _figure(result.item, result.item.after),
            f"{result.item.before.n}, then {result.item.after.n}",
            people(result.improved),
            people(result.declined),
            round((1 - result.unchanged.high) * result.unchanged.n),
        )
        for result in found
    ]
    columns = ["Item", "Before", "After", "Answers", "Moved up", "Moved down", "Must have changed"]
    return pd.DataFrame(rows, columns=columns)


def chance_table(found):
    """Tabulate how often chance would do as much.

    Parameters
    ----------
    found : sequence of Result
        What :func:`results` returned.

    Returns
    -------
    pandas.DataFrame
        One row an item: ``Item``, ``Difference``, ``p if the same people``, ``p if different
        people``, ``p adjusted`` and ``More than chance``: in every data set that fits, in some or
        in none.
    """
    rows = [
        (
            result.item.label,
            "{} ({} to {})".format(*gap(result)),
            _p_range(result.p_same),
            _p_range(result.p_different),
            _p_range(result.adjusted),
            IN_WORDS[result.verdict],
        )
        for result in found
    ]
    columns = ["Item", "Difference", "p if the same people", "p if different people"]
    return pd.DataFrame(rows, columns=[*columns, "p adjusted", "More than chance"])


def drawn(found):
    """Return the differences in the shape that figures.intervals draws.

    Parameters
    ----------
    found : sequence of Result
        What :func:`results` returned.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``estimate``, ``low``, ``high``, in percentage points for shares.
    """
    rows = []
    for result in found:
        scale = 100 if result.item.measure in SHARES else 1
        ends = [scale * getattr(result.difference, name) for name in ("estimate", "low", "high")]
        rows.append((result.item.label, *ends))
    return pd.DataFrame(rows, columns=["label", "estimate", "low", "high"])


def _figure(item, answers):
    """Write a printed figure with its unit."""
    if answers.printed is None:
        return None
    return f"{answers.printed}%" if item.measure == "percent" else answers.printed


def gap(result):
    """Write a difference and the ends of its interval.

    Parameters
    ----------
    result : partnership_evaluation.questions.before_after_results.Result
        Of one item.

    Returns
    -------
    list of str
        Estimate, low, high, each with its sign, in the unit of the item.
    """
    found = result.difference
    numbers = (found.estimate, found.low, found.high)
    if result.item.measure in SHARES:
        return [wording.signed(100 * number) for number in numbers]
    return [f"{number:+.2f}" for number in numbers]


def people(bounds):
    """Write bounds of a share as numbers of people.

    Parameters
    ----------
    bounds : partnership_evaluation.feasible.Bounds
        The smallest and the largest share, from 0 to 1, and the number of people it is taken of.

    Returns
    -------
    str
        The fewest and the most people, once where they agree, and of how many.
    """
    low, high = round(bounds.low * bounds.n), round(bounds.high * bounds.n)
    span = str(low) if low == high else f"{low} to {high}"
    return f"{span} of {bounds.n}"


def _p_range(bounds):
    """Write a range of p-values; a dash where it was not worked out."""
    if bounds is None:
        return exhibits.MISSING
    ends = [wording.p_value(end) for end in (bounds.low, bounds.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def natural_change(survey):
    """Tabulate how many items changed by more than an assumed natural change.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row an assumed change: ``If everybody would have moved by``, ``Items that moved up by
        more``, ``Of``. Empty without any item.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> natural_change(before_after.read("sutton", most_answers=12)).iloc[:, 1].tolist()
    [9, 7, 5, 1, 0, 0]
    """
    steps = [(item, item.step_printed) for item in survey.items if item.step_printed is not None]
    if not steps:
        return pd.DataFrame()
    rows = [
        (
            written(share * length(steps[0][0]), steps[0][0]),
            sum(float(step) > share * length(item) for item, step in steps),
            len(steps),
        )
        for share in ASSUMED_CHANGES
    ]
    columns = ["If everybody would have moved by", "Items that moved up by more", "Of"]
    return pd.DataFrame(rows, columns=columns)


def chance_of_directions(questions):
    """Tabulate how many questions come out better when each is the toss of a fair coin.

    Parameters
    ----------
    questions : int
        Questions whose figures differ.

    Returns
    -------
    pandas.DataFrame
        ``value`` and ``share``, as :func:`partnership_evaluation.figures.distribution` draws them.

    Examples
    --------
    >>> chance_of_directions(2)["share"].tolist()
    [0.25, 0.5, 0.25]
    """
    shares = [math.comb(questions, better) / 2**questions for better in range(questions + 1)]
    return pd.DataFrame({"value": range(questions + 1), "share": shares})


def movers_needed(questions, *, confidence_level=0.95):
    """Tabulate how many people must move before the sign test tells a change from chance.

    Parameters
    ----------
    questions : int
        Questions of the form.
    confidence_level : float, default 0.95
        One less it is the level of the test.

    Returns
    -------
    pandas.DataFrame
        One row an assumed share of the movers who move up: ``Of those who move, up``, ``Movers
        needed for one question`` and ``for any one of ...`` (the first step of Holm's correction).

    Examples
    --------
    >>> [int(number) for number in movers_needed(29).iloc[0, 1:]]
    [6, 11]
    """
    level = 1 - confidence_level
    rows = [
        (wording.percent(share), _movers(share, level), _movers(share, level / questions))
        for share in ASSUMED_SHARES
    ]
    columns = ["Of those who move, up", "Movers needed for one question"]
    return pd.DataFrame(rows, columns=[*columns, f"for any one of {questions} questions"])


def length(item):
    """Length of the scale of an item, 1 for shares.

    Parameters
    ----------
    item : partnership_evaluation.questions.before_after_items.Item
        The item.

    Returns
    -------
    int
        The upper end of its scale less the lower end.
    """
    return item.high - item.low


def written(change, item):
    """Write a change in the unit of an item.

    Parameters
    ----------
    change : float or fractions.Fraction
        The change: of a share that runs from 0 to 1, or in points of the scale.
    item : partnership_evaluation.questions.before_after_items.Item
        The item, which says whether the change is one of a share.

    Returns
    -------
    str
        Whole percentage points, or scale points to two decimals.
    """
    if item.measure in SHARES:
        return f"{100 * float(change):.0f} percentage points"
    return f"{float(change):.2f} scale points"


def _movers(share, level):
    """Smallest number of movers for which the sign test falls below a level."""
    for movers in range(1, MOST_MOVERS + 1):
        up = math.floor(share * movers)
        if sign_test_p(up, movers - up) < level:
            return movers
    return None
