"""Tipping points found by drawing null twins: reliability, drift, and the number of people."""

from __future__ import annotations

from dataclasses import replace

from partnership_evaluation import wording
from partnership_evaluation.estimates import is_whole, refuse
from partnership_evaluation.null_twin import twins
from partnership_evaluation.tipping.results import TippingPoint, level_problems

N_TWINS = 10_000
STEPS = 20
HALVINGS = 5


def reliability(
    model, *, statistic, observed, level=0.05, searched=(0.0, 0.99), n_twins=N_TWINS, seed
):
    """Find how unreliable a judgement may be before null twins look as good as the real people.

    Parameters
    ----------
    model : partnership_evaluation.null_twin.NullModel
        The world in which nothing worked, at the reliability that is assumed.
    statistic, observed
        As for :func:`partnership_evaluation.null_twin.twins`.
    level : float, default 0.05
        The conclusion stands while at most this share of the twins look at least as good.
    searched : (float, float), default (0, 0.99)
        The reliabilities looked at.
    n_twins, seed
        As for :func:`partnership_evaluation.null_twin.twins`.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the reliability nearest to the assumed one at which the conclusion
        turns, to within a hundredth: below it twins look as good where the conclusion stands,
        above it they no longer do where it does not stand.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Notes
    -----
    The same random numbers are used at every reliability, so that the p-value moves smoothly with
    it. The range is walked in twenty steps away from the assumed value, and the step in which the
    verdict changes is halved five times.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from partnership_evaluation.null_twin import NullModel
    >>> model = NullModel(levels=("no", "yes"), before=(12, 8), reliability=0.9)
    >>> found = reliability(model, statistic="net_improved", observed=Fraction(4, 20), seed=1)
    >>> found.stands, found.turns, 0.5 < found.tipping_value < 0.9
    (True, True, True)
    """
    _check(searched, level, model.reliability, name="reliability")

    def stands_at(value):
        changed = replace(model, reliability=value)
        return _stands(changed, statistic, observed, level, n_twins, seed)

    stands = stands_at(model.reliability)
    end = searched[0] if stands else searched[1]
    tipping = _first_turn(stands_at, model.reliability, end, stands)
    assumed = wording.number(model.reliability, digits=2)
    if tipping is None:
        reach = f"down to {searched[0]:g}" if stands else f"up to {searched[1]:g}"
        verdict = "would still stand out" if stands else "would still not stand out"
        sentence = f"With any reliability of one judgement {reach}, the result {verdict}."
    elif stands:
        sentence = (
            f"If one judgement were less reliable than {tipping:.2f} (assumed: {assumed}), the "
            "result would no longer stand out."
        )
    else:
        sentence = (
            f"Only if one judgement were more reliable than {tipping:.2f} (assumed: {assumed}) "
            "would the result stand out."
        )
    return TippingPoint(
        "reliability", tipping, "correlation of two judgements", tuple(searched),
        model.reliability, stands, tipping is not None, model.n,
        f"{n_twins:,} null twins at each reliability, level {level:g}", sentence,
    )  # fmt: skip


def drift(
    model, *, statistic, observed, level=0.05, searched=None, unit="levels", n_twins=N_TWINS, seed
):
    """Find how far everybody may have moved anyway before null twins look as good.

    Parameters
    ----------
    model : partnership_evaluation.null_twin.NullModel
        The world in which nothing worked, at the drift that is assumed.
    statistic, observed, level, n_twins, seed
        As for :func:`reliability`.
    searched : (float, float), optional
        The drifts looked at, in levels; from the assumed one, or from none where the conclusion
        does not stand, to nine tenths of what the scale has room for.
    unit : str, default "levels"
        What a level is called in the sentence; on a scale of two levels, what people are called.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the drift at which the conclusion turns.

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from partnership_evaluation.null_twin import NullModel
    >>> model = NullModel(levels=("no", "yes"), before=(22, 0), reliability=0.5)
    >>> found = drift(model, statistic="mean_shift", observed=Fraction(14, 22), seed=1)
    >>> found.stands, 0.3 < found.tipping_value < 0.6
    (True, True)
    """
    searched = searched or (min(0.0, model.drift), _most_drift(model))
    _check(searched, level, model.drift, name="drift")

    def stands_at(value):
        return _stands(replace(model, drift=value), statistic, observed, level, n_twins, seed)

    stands = stands_at(model.drift)
    end = searched[1] if stands else searched[0]
    tipping = _first_turn(stands_at, model.drift, end, stands)
    end = searched[1] if tipping is None else tipping
    sentence = _of_drift(_moved(model, end, unit), stands, turns=tipping is not None)
    return TippingPoint(
        "drift", tipping, unit, tuple(map(float, searched)), model.drift, stands,
        tipping is not None, model.n,
        f"{n_twins:,} null twins at each drift, level {level:g}", sentence,
    )  # fmt: skip


def people(build, *, sizes, assumed, statistic, level=0.05, n_twins=N_TWINS, seed):
    """Find how many people must stand behind a printed mean for it to stand out.

    Parameters
    ----------
    build : callable
        Given a number of people, returns (NullModel, real result) for a group of that size.
    sizes : sequence of int
        The numbers of people that can have printed the mean, in rising order.
    assumed : int
        The number that the analysis assumed, one of `sizes`.
    statistic, level, n_twins, seed
        As for :func:`reliability`.

    Returns
    -------
    TippingPoint
        ``tipping_value`` is the smallest size from which on the result stands out at every larger
        one too; None where it stands out at all of them or at none.

    Raises
    ------
    ValueError
        When there are no sizes or the assumed one is not among them.

    Examples
    --------
    >>> from partnership_evaluation.null_twin import ladder
    >>> build = lambda n: (ladder(n=n, spread=2.5, reliability=0.8), 0.75)
    >>> found = people(build, sizes=(4, 16, 28), assumed=28, statistic="mean_gain", seed=1)
    >>> found.stands, found.tipping_value in (16, 28)
    (True, True)
    """
    listed = list(sizes)
    problems = level_problems(level)
    if not listed or not all(is_whole(n) and n > 0 for n in listed) or assumed not in listed:
        problems.append(
            "Sizes are numbers of people, and the assumed one is among them: found "
            f"{listed} and {assumed!r}; list the sizes that fit the printed mean."
        )
    refuse(problems)
    verdicts = {}
    for n in listed:
        model, observed = build(n)
        verdicts[n] = _stands(model, statistic, observed, level, n_twins, seed)
    failing = [n for n in listed if not verdicts[n]]
    enough = [n for n in listed if not failing or n > failing[-1]]
    tipping = enough[0] if enough and failing else None
    if tipping is not None:
        sentence = f"The result stands out only if at least {tipping} people are behind it."
    elif failing:
        sentence = f"The result would not stand out with any number of people up to {listed[-1]}."
    else:
        sentence = f"The result would stand out with any number of people from {listed[0]} on."
    return TippingPoint(
        "people", tipping, "people behind the mean", (listed[0], listed[-1]), assumed,
        verdicts[assumed], tipping is not None, assumed,
        f"{n_twins:,} null twins at each number of people, level {level:g}", sentence,
    )  # fmt: skip


def _moved(model, drift, unit):
    if len(model.levels) == 2:
        return f"{wording.percent(round(drift, 4))} more of all {unit} had got there"
    return f"everybody had moved up by {wording.number(drift, digits=2)} {unit}"


def _of_drift(moved, stands, *, turns):
    if stands and turns:
        return f"If {moved} anyway, the result would no longer stand out."
    if stands:
        return f"Even if {moved} anyway, the result would stand out."
    if turns:
        return f"Only if less than this had moved by itself would the result stand out: {moved}."
    return "Even if nothing had moved by itself, the result would not stand out."


def _stands(model, statistic, observed, level, n_twins, seed):
    found = twins(model, statistic=statistic, observed=observed, n_twins=n_twins, seed=seed)
    return found.p_value <= level


def _first_turn(stands_at, start, end, stands):
    """Walk from the assumed value to the end, then halve the step in which the verdict turns."""
    inside = start
    for step in range(1, STEPS + 1):
        outside = start + (end - start) * step / STEPS
        if stands_at(outside) != stands:
            break
        inside = outside
    else:
        return None
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if stands_at(middle) == stands:
            inside = middle
        else:
            outside = middle
    return float((inside + outside) / 2)


def _most_drift(model):
    """Nine tenths of the levels by which the mean can still rise."""
    shares = model.expected_shares
    mean = sum(rank * share for rank, share in enumerate(shares))
    room = 0.9 * (len(shares) - 1 - mean)
    return float(max(room, model.drift))


def _check(searched, level, assumed, *, name):
    problems = level_problems(level)
    if len(searched) != 2 or not searched[0] <= assumed <= searched[1]:
        problems.append(
            f"The range searched holds the {name} that is assumed: found {tuple(searched)} and "
            f"{assumed}; widen the range."
        )
    refuse(problems)
