"""What a report shows of printed changes beside their null twins: sentences and tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from partnership_evaluation import null_twin, wording
from partnership_evaluation.questions.null_twins import room_for

#: From how many printed changes on a table has one row each instead of several.
MANY = 4


def share_of_twins(result):
    """Write how many twins look at least as good as the real result.

    Parameters
    ----------
    result : partnership_evaluation.null_twin.TwinResult
        Twins compared with a real result.

    Returns
    -------
    str
        A percentage with one decimal below 10 per cent, ``none`` where there was none.
    """
    share = result.share_at_least
    if share == 0:
        return "none"
    if share * 1000 < 0.5:
        return "fewer than 0.1%"
    return wording.percent(round(share, 6), decimals=1 if share < 0.1 else 0)


def sentence(one, assumed):
    """Say where a printed change lies among its null twins.

    Parameters
    ----------
    one : partnership_evaluation.questions.null_twins.Twinned
        The change.
    assumed : partnership_evaluation.questions.null_twins.Assumptions
        What was assumed.

    Returns
    -------
    str
    """
    reported, result = one.reported, one.result
    if reported.linked:
        how = f"with a reliability of {wording.number(one.model.reliability)}"
    else:
        how = "as other people, because nobody was followed"
    text = (
        f"{reported.subject[:1].upper()}{reported.subject[1:]}: {reported.words}. Of "
        f"{result.n_twins:,} imagined groups with the "
        f"same start for whom nothing worked, judged again {how}, {share_of_twins(result)} look "
        f"at least this good"
    )
    least = dict(one.at).get(assumed.least_reliability)
    if reported.linked and least is not None and assumed.least_reliability < assumed.reliability:
        text += (
            f"; with the least plausible reliability, {wording.number(assumed.least_reliability)}, "
            f"{share_of_twins(least)}"
        )
    return f"{text}. {verdict(one, assumed)}"


def verdict(one, assumed):
    """Say what the null twins leave of a printed change.

    Parameters
    ----------
    one : partnership_evaluation.questions.null_twins.Twinned
        The change.
    assumed : partnership_evaluation.questions.null_twins.Assumptions
        What was assumed.

    Returns
    -------
    str
    """
    if one.worst.adjusted <= assumed.level and one.drifted.p_value > assumed.level:
        drift = amount(room_for(one.model, assumed.most_drift), one)
        return (
            "Unsure judgement alone would seldom look like this; but if everybody had moved by as "
            f"much as is plausible anyway ({drift}), {share_of_twins(one.drifted)} would."
        )
    if one.worst.adjusted <= assumed.level:
        return (
            "Unsure judgement and drift, as far as they are plausible, would seldom look like "
            "this; why it looks so, the twins cannot say."
        )
    if one.worst.p_value <= assumed.level:
        return (
            "Taken alone it would be rare, but among so many questions one will look like this by "
            "luck."
        )
    if one.reported.fewest is not None and all(r.p_value <= assumed.level for _, r in one.at):
        return (
            "Whether that is more than nothing would show depends on how many people stand behind "
            "it, which is not printed, and on how sure one judgement is."
        )
    if one.result.p_value <= assumed.level:
        return "Whether that is more than nothing would show depends on how sure one judgement is."
    return "A group for whom nothing worked would look like this often enough."


def sentences(comparison, *, without="how many people stand behind the figures is not printed"):
    """Say where the printed changes lie among their null twins.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.
    without : str
        Why there is no twin, where there is none.

    Returns
    -------
    list of str
        One a change up to three; of more, how many stand out and the one that does most.
    """
    assumed, every = comparison.assumed, comparison.twinned
    if not every:
        return [f"No null twin can be drawn: {without}."]
    if len(every) < MANY:
        return [sentence(one, assumed) for one in every]
    beyond = [one for one in every if one.worst.adjusted <= assumed.level]
    level = wording.percent(assumed.level)
    return [
        f"{len(beyond)} of {len(every)} questions differ by more than groups for whom nothing "
        f"worked: at the least plausible reliability, {assumed.least_reliability:g}, and with all "
        f"questions counted together, fewer than {level} of such groups look as good.",
        sentence(comparison.main, assumed),
    ]


def amount(drift, one):
    """Write a drift in the unit of a change.

    Parameters
    ----------
    drift : float
        In levels.
    one : partnership_evaluation.questions.null_twins.Twinned
        The change.

    Returns
    -------
    str
        A share of people on a scale of two levels, else a number of levels.
    """
    if len(one.model.levels) == 2:
        return f"{wording.percent(round(drift, 4))} of {one.reported.level_name}"
    return f"{wording.number(drift, digits=2)} {one.reported.level_name}"


def risers_alone(comparison):
    """Say how often as many people would move up, whoever else moved down.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    list of str
        One sentence for each change whose people were followed; a fall of others is not counted
        against those who moved up, so the number is larger than for the lead of the ones over the
        others.
    """
    assumed, found = comparison.assumed, []
    for one in comparison.twinned:
        if one.reported.statistic != "net_improved":
            continue
        up, n = one.reported.moved[0], one.reported.n
        shares = [
            share_of_twins(
                null_twin.twins(
                    replace(one.model, reliability=reliability),
                    statistic="share_improved",
                    observed=Fraction(up, n),
                    n_twins=assumed.n_twins,
                    seed=assumed.seed,
                )
            )
            for reliability in assumed.reliabilities
        ]
        at = " and ".join(
            f"{share} at {wording.number(reliability)}"
            for share, reliability in zip(shares, assumed.reliabilities, strict=True)
        )
        found.append(
            f"{one.reported.subject}: counting only those who moved up, and not who moved down, "
            f"{up} or more of {n} do so in {at}."
        )
    return found


def value_in_words(one, value):
    """Write a value of a statistic in the unit of a change.

    Parameters
    ----------
    one : partnership_evaluation.questions.null_twins.Twinned
        The change.
    value : float
        The value, before it is put into that unit.

    Returns
    -------
    str
        One decimal where the unit counts people, else two.
    """
    scaled = value * one.reported.factor
    return f"{scaled:.1f}" if one.reported.factor > 1 else f"{scaled:.2f}"


def span(one, result):
    """Write the middle 95 per cent of twins in the unit of a change.

    Parameters
    ----------
    one : partnership_evaluation.questions.null_twins.Twinned
        The change.
    result : partnership_evaluation.null_twin.TwinResult
        Its twins.

    Returns
    -------
    str
    """
    ends = (round(end * one.reported.factor, 2) for end in (result.low, result.high))
    return " to ".join(f"{end:g}" for end in ends)
