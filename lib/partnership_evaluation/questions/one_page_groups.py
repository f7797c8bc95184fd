"""Trials, trusts and schools on one page: title, number, interval in plain words."""

from partnership_evaluation import wording
from partnership_evaluation.findings.summary import Summary, plain_interval

RANKS = "The highest school could stand anywhere from place {} to place {} ({} interval)."


def of_trial(found, *, confidence_level, next_step, invented):
    """Sum up a trial that is read with and without its comparison.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.
    confidence_level : float
        Level of the interval.
    next_step : str
        What to do next.
    invented : bool
        Whether nothing here is about a real person.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    alone, difference = found.alone, found.difference
    number = (
        f"{difference.estimate:.1f} points more than the comparison group; "
        f"{alone.estimate:.1f} by before and after alone"
    )
    number = f"Invented people: {number}" if invented else number
    ends = f"{difference.low:.1f}", f"{difference.high:.1f}"
    words = _interval(*ends, confidence_level, "the gap")
    said = f"{alone.estimate:.1f} points alone, {difference.estimate:.1f} beside a comparison group"
    if 0 < difference.estimate <= alone.estimate:
        said = (
            f"{difference.estimate:.1f} of {alone.estimate:.1f} points remain beside a comparison "
            "group"
        )
    return Summary(said, number, words, next_step)


def of_trusts(contrast, *, confidence_level, next_step, invented):
    """Sum up schools that joined a trust beside others.

    Parameters
    ----------
    contrast : partnership_evaluation.national.Contrast
        The difference as it is, and given the same grades before.
    confidence_level, next_step, invented
        As for :func:`of_trial`.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    raw, same = (each.estimate * 100 for each in (contrast.raw, contrast.standardised))
    number = (
        f"share with a better grade, joined less others: {same:+.1f} percentage points given the "
        f"same grades before, {raw:+.1f} as they are"
    )
    number = f"Invented schools: {number}" if invented else number[:1].upper() + number[1:]
    ends = (f"{end * 100:.1f}" for end in (contrast.standardised.low, contrast.standardised.high))
    words = _interval(*ends, confidence_level, "the difference given the same grades")
    words = words.replace("people like these", "schools like these")
    said = f"Joined less others: {raw:+.1f} points, {same:+.1f} from equal starts"
    return Summary(said, number, words, next_step)


def of_ranking(ranked, apart, *, confidence_level, next_step):
    """Sum up how far schools can be put in order.

    Parameters
    ----------
    ranked : pandas.DataFrame
        What ``school_effects.ranks`` gave.
    apart : tuple of int
        Pairs of schools that can be told apart, and all pairs.
    confidence_level, next_step
        As for :func:`of_trial`.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    first = ranked[ranked["rank"] == 1].iloc[0]
    level = wording.percent(confidence_level)
    words = RANKS.format(f"{first['low']:.0f}", f"{first['high']:.0f}", level)
    share = wording.percent(apart[0] / apart[1])
    number = f"{apart[0]} of {apart[1]} pairs of schools can be told apart: {share}"
    return Summary(f"{share} of pairs of schools can be told apart", number, words, next_step)


def _interval(low, high, confidence_level, what):
    return plain_interval(low, high, level=wording.percent(confidence_level), what=what)


def of_answers(table, *, confidence_level, next_step, invented):
    """Sum up answers that the same people gave twice.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.
    confidence_level, next_step, invented
        As for :func:`of_trial`.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    sure = table[table["p_adjusted"] < 1 - confidence_level]
    up, n = int((sure["estimate"] > 0).sum()), len(table)
    top = table.loc[table["estimate"].abs().idxmax()]
    number = f"{up} of {n} questions better by more than chance, all looked at together"
    number = f"Invented people: {number}" if invented else number
    ends = f"{top['low']:+.2f}", f"{top['high']:+.2f}"
    words = _interval(*ends, confidence_level, "the largest mean change")
    return Summary(f"Better answers in {up} of {n} questions", number, words, next_step)
