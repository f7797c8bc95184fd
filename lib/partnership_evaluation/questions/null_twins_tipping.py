"""How far the world would have to differ before a report's comparison with null twins turns."""

from __future__ import annotations

from functools import partial

import pandas as pd

from partnership_evaluation import tipping, wording
from partnership_evaluation.questions import null_twins_sources
from partnership_evaluation.questions.null_twins import room_for
from partnership_evaluation.questions.null_twins_shown import MANY

LABELS = {
    "reliability": "How sure one judgement is",
    "drift": "How far everybody moves anyway",
    "missing_people": "People not seen who moved down",
    "nonresponse": "People of the other opinion who did not answer again",
    "people": "People behind the mean",
}
FEWER_TWINS = 4_000


def points(comparison):
    """Find every tipping point that applies to the changes of a report.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    list of (Twinned, partnership_evaluation.tipping.TippingPoint)
        Of every change up to three; of more, of the one that stands out most.
    """
    every, assumed = comparison.twinned, comparison.assumed
    chosen = every if len(every) < MANY else [comparison.main]
    return [(one, point) for one in chosen for point in _of(one, assumed)]


def sentences(found):
    """Say every tipping point in words.

    Parameters
    ----------
    found : list of (Twinned, partnership_evaluation.tipping.TippingPoint)
        What :func:`points` returned.

    Returns
    -------
    list of str
        One a change, its points in a row.
    """
    by_subject = {}
    for one, point in found:
        by_subject.setdefault(one.reported.subject, []).append(point.sentence)
    return [f"{subject}: {' '.join(texts)}" for subject, texts in by_subject.items()]


def table(found):
    """Tabulate every tipping point.

    Parameters
    ----------
    found : list of (Twinned, partnership_evaluation.tipping.TippingPoint)
        What :func:`points` returned.

    Returns
    -------
    pandas.DataFrame
        ``Result``, ``What could differ``, ``Assumed``, ``Turns at`` (missing where it does not)
        and ``In words``.
    """
    return pd.DataFrame(
        [
            (
                one.reported.subject,
                LABELS[point.name],
                wording.number(point.assumed, digits=2),
                None
                if point.tipping_value is None
                else wording.number(point.tipping_value, digits=2),
                point.sentence,
            )
            for one, point in found
        ],
        columns=["Result", "What could differ", "Assumed", "Turns at", "In words"],
    )


def rows(found, assumed):
    """Return the tipping points as :func:`figures.null_twins.tipping` draws them.

    Parameters
    ----------
    found : list of (Twinned, partnership_evaluation.tipping.TippingPoint)
        What :func:`points` returned.
    assumed : partnership_evaluation.questions.null_twins.Assumptions
        What was assumed.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``subject``, ``label``, ``low``, ``high`` (ends searched), ``assumed``,
        ``plausible_low``, ``plausible_high`` (missing where no range is known), ``tipping``
        (missing where it does not turn), ``stands`` (whether the conclusion stands as assumed)
        and ``text``.
    """
    listed = []
    for one, point in found:
        low, high = point.searched
        if point.name == "missing_people":
            high = max(high, one.reported.n)
        ends = _plausible(point.name, assumed)
        numbers = (low, high, point.assumed, *ends, point.tipping_value)
        label = LABELS[point.name]
        if point.name == "drift":
            two = "share of " * (len(one.model.levels) == 2)
            label = f"{label} ({two}{one.reported.level_name})"
        listed.append((one.reported.subject, label, *numbers, point.stands, _text(point)))
    names = ["subject", "label", "low", "high", "assumed", "plausible_low", "plausible_high"]
    return pd.DataFrame(listed, columns=[*names, "tipping", "stands", "text"])


def _of(one, assumed):
    search = {
        "statistic": one.reported.statistic,
        "observed": one.reported.observed,
        "level": assumed.level,
        "n_twins": min(assumed.n_twins, FEWER_TWINS),
        "seed": assumed.seed,
    }
    if one.reported.linked:
        yield tipping.reliability(one.model, **search)
    most = max(assumed.drift, room_for(one.model, max(1.0, 4 * assumed.most_drift)))
    searched = (min(0.0, assumed.drift), most)
    yield tipping.drift(one.model, searched=searched, unit=one.reported.level_name, **search)
    if one.reported.moved is not None:
        up, down = one.reported.moved
        yield tipping.missing_people(up, declined=down, level=assumed.level)
    if one.reported.agreed_after is not None:
        k, n, population = one.reported.agreed_after
        yield tipping.nonresponse(k, n=n, population=population)
    if len(one.reported.sizes) > 1:
        build = partial(_of_size, one.reported, assumed)
        sizes = one.reported.sizes
        del search["observed"]
        yield tipping.people(build, sizes=sizes, assumed=one.reported.n, **search)


def _of_size(reported, assumed, n):
    one = null_twins_sources.of_mean_gain(
        reported.printed, n=n, spread=reported.spread, subject=reported.subject
    )
    return assumed.world(one.models[0]), one.observed


def _plausible(name, assumed):
    if name == "reliability":
        return assumed.least_reliability, assumed.most_reliability
    if name == "drift":
        return assumed.drift, assumed.most_drift
    return None, None


def _text(point):
    if point.tipping_value is None:
        return "does not turn"
    value = wording.number(point.tipping_value, digits=2)
    if point.name == "people":
        return f"needs at least {value}"
    up_to = "below" if point.stands else "above"
    way = {"reliability": up_to}.get(point.name, "from" if point.stands else "only below")
    return f"turns {way} {value}" if point.stands else f"would turn {way} {value}"
