"""The same study, changed in one way at a time: what would then be left open, and at what cost.

Everything is said in people in a hundred: how many more moved up than down. Two things keep that
number from saying what the programme did. *Chance*: other people of the same kind would have given
another number; its interval shrinks with more people, better judgements and linked forms. *Other
explanations*: what happens in an ordinary year, people who did not answer, forms that cannot be
linked; no number of people makes these smaller.
"""

import math
from dataclasses import dataclass, replace

from scipy.stats import norm

from partnership_evaluation import effects, null_twin
from partnership_evaluation.questions import planning

POINTS = 100


@dataclass(frozen=True)
class Design:
    """One way the study could have been done.

    Attributes
    ----------
    name : str
        The change, in words.
    study : partnership_evaluation.questions.planning.Study
        The study with the change.
    classes : int
        Classes of the same size in the programme.
    judges : int
        Independent judgements each time whose mean is used.
    compared : bool
        Whether there is a comparison group of the same size.
    gap : float
        Time between the two judgements, in times of what it was.
    response_rate : float
        Share of those who took part that was judged both times.
    hours : float
        Work beyond that of the study as it was.
    """

    name: str
    study: planning.Study
    classes: int
    judges: int = 1
    compared: bool = False
    gap: float = 1.0
    response_rate: float = 1.0
    hours: float = 0.0

    @property
    def people(self):
        """People of the programme who are judged both times."""
        return round(self.study.class_size * self.classes)


@dataclass(frozen=True)
class Assumptions:
    """What no document prints and every plan needs.

    Attributes
    ----------
    reliability : float
        Correlation of two judgements of one person for whom nothing changed.
    stability : float
        Correlation of the true levels before and after; 1 when everybody changes alike.
    intraclass_correlation : float
        Share of the variance of changes that lies between classes.
    natural_rise : float
        The most that people can be thought to move up in an ordinary school year, in steps a
        person.
    response_rate : float
        Share of those who took part that was judged both times.
    minutes : int
        Work for one judgement of one person.
    extra_classes : int
        Classes that could be added.
    longer : float
        How many times as long the time between the judgements could be.
    keeps_growing : bool
        Whether the change is taken to go on at the same rate with time.
    confidence_level : float
        Of the intervals.
    school_weeks : int
        Teaching weeks in a year.
    """

    reliability: float
    stability: float
    intraclass_correlation: float
    natural_rise: float
    response_rate: float
    minutes: int
    extra_classes: int
    longer: float
    keeps_growing: bool
    confidence_level: float
    school_weeks: int


def assumptions(settings):
    """Take what is assumed from the parameters of a report.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The checked parameters.

    Returns
    -------
    Assumptions
    """
    return Assumptions(
        reliability=settings.judgement_reliability,
        stability=settings.stability,
        intraclass_correlation=settings.intraclass_correlation,
        natural_rise=settings.natural_rise,
        response_rate=settings.response_rate,
        minutes=settings.minutes_per_judgement,
        extra_classes=settings.extra_classes,
        longer=settings.times_as_long,
        keeps_growing=settings.keeps_growing,
        confidence_level=settings.confidence_level,
        school_weeks=settings.school_weeks_per_year,
    )


def designs(study, given):
    """List the study as it was and every change of it.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    given : Assumptions
        What is assumed.

    Returns
    -------
    list of Design
        The first is the study as it was; the last has every change together.
    """
    base = Design("As it was", study, study.classes, response_rate=given.response_rate)
    judged = 2 * study.n * given.minutes / 60  # everybody, both times
    more = base.classes + given.extra_classes
    rest = round(study.n * (1 / given.response_rate - 1))
    found = [
        base,
        replace(base, name="A comparison group of the same size", compared=True, hours=judged),
        replace(base, name=study.second_judgement, judges=2, hours=judged),
        replace(
            base,
            name=f"{given.extra_classes} more {study.class_words} of the same size",
            classes=more,
            hours=judged * given.extra_classes / base.classes,
        ),
        replace(base, name=_longer(given.longer), gap=given.longer),
    ]
    if rest:
        hours = 2 * rest * given.minutes / 60
        everybody = replace(base, name="Everybody judged both times", response_rate=1.0)
        found.append(replace(everybody, hours=hours))
    forms = _forms(base, given)
    found += [forms] if forms else []
    best = forms if forms and not study.linked else base
    together = replace(
        best,
        name="All that narrows it, together",
        classes=more,
        judges=2,
        compared=True,
        response_rate=1.0,
    )
    extra = 4 * more / base.classes - 1  # two judges, two groups, more classes
    return [*found, replace(together, hours=judged * extra + 2 * rest * given.minutes / 60)]


def _forms(base, given):
    """The same study with names on the forms, or without where it had them."""
    if base.study.linked:
        nameless = planning.without_names(base.study)
        return nameless and replace(base, name="No names on the forms", study=nameless)
    named = planning.with_names(base.study, reliability=given.reliability)
    return named and replace(base, name="Names, or numbers, on the forms", study=named)


def _longer(times):
    often = "Twice" if times == 2 else f"{times:g} times"
    return f"{often} as long between the two judgements"


def openness(design, given):
    """Work out what a design leaves open, in people in a hundred.

    Parameters
    ----------
    design : Design
        The design.
    given : Assumptions
        What is assumed.

    Returns
    -------
    dict of str to float
        ``low`` and ``high`` (interval of more up than down), ``chance`` (its width), ``other``
        (width of what other explanations leave), ``together``.

    Notes
    -----
    Chance: with b people up and c down of n, the interval of Bonett and Price (2012), centre (b -
    c) / (n + 2) and variance ((b + c + 2) / (n + 2) - centre^2) / (n + 2); for two unlinked shares
    that of Agresti and Caffo (2000). Times 1 + (m - 1) ICC for classes of m. Judgement error is the
    part (1 - r) / (1 - r t) of the variance of a change, with reliability r of one judgement and
    correlation t of the true levels; a second judge halves it (Spearman and Brown). A comparison
    group has the same variance again. Other explanations: what an ordinary year brings, from
    nothing to `natural_rise`; those not judged both times, from all down to all up; unlinked forms,
    over every joint table. If the change goes on with time, a longer gap divides the interval by
    the gap; if it came once, the gap only leaves more time for an ordinary rise. No limit goes
    beyond 100 in 100, or 200 for the difference of two groups.

    References
    ----------
    Bonett and Price (2012), Adjusted Wald confidence interval for a difference of binomial
    proportions based on paired data, Journal of Educational and Behavioral Statistics 37, 479-488.
    Agresti and Caffo (2000), Simple and effective confidence intervals for proportions and
    differences of proportions, American Statistician 54, 280-288.
    """
    study = design.study
    centre, variance = _centre_and_variance(study, design.people)
    size = max(1.0, study.n / study.classes)
    variance *= effects.design_effect(size, given.intraclass_correlation)
    variance *= remaining_variance(design.judges, given)
    variance *= 2 if design.compared else 1
    per_time = design.gap if given.keeps_growing else 1.0
    reach = float(norm.ppf((1 + given.confidence_level) / 2)) * math.sqrt(variance) / per_time
    most = 2.0 if design.compared else 1.0
    low, high = max(-most, centre - reach), min(most, centre + reach)
    answered = design.response_rate
    chance = answered * (high - low) * POINTS
    other = ordinary_rise(design, given) + 2 * (1 - answered) * POINTS
    other += float(study.net[1] - study.net[0]) * POINTS if not study.linked else 0.0
    return {
        "low": low * POINTS,
        "high": high * POINTS,
        "chance": chance,
        "other": other,
        "together": chance + other,
    }


def ordinary_rise(design, given):
    """Return the most that an ordinary year can bring by itself, in people in a hundred.

    Parameters
    ----------
    design : Design
        The design; with a comparison group it is 0, as both groups share the year.
    given : Assumptions
        What is assumed.

    Returns
    -------
    float
    """
    if design.compared:
        return 0.0
    gap = 1.0 if given.keeps_growing else design.gap
    years = design.study.weeks * gap / given.school_weeks
    return min(1.0, given.natural_rise * years) * POINTS


def remaining_variance(judges, given):
    """Return the part of the variance of a change that several judges leave.

    Parameters
    ----------
    judges : int
        Independent judgements each time.
    given : Assumptions
        Reliability and stability.

    Returns
    -------
    float
        Above 0, at most 1.
    """
    error = (1 - given.reliability) / (1 - given.reliability * given.stability)
    return 1 - error * (1 - 1 / judges)


def _centre_and_variance(study, people):
    """Centre and variance of share up less share down, with that many people."""
    if study.linked or study.before is None or len(study.before) > 2:
        up, down = study.up * people, study.down * people
        centre = (up - down) / (people + 2)
        return centre, ((up + down + 2) / (people + 2) - centre**2) / (people + 2)
    shares = [
        (counts[-1] / sum(counts) * people + 1) / (people + 2)
        for counts in (study.before, study.after)
    ]
    variance = sum(share * (1 - share) for share in shares) / (people + 2)
    return shares[1] - shares[0], variance


def judged_reliability(design, given):
    """Return the reliability of what a design uses as one judgement.

    Parameters
    ----------
    design : Design
        The design.
    given : Assumptions
        Reliability of a single judgement.

    Returns
    -------
    float
        By the formula of Spearman and Brown.
    """
    return null_twin.reliability_of_mean(given.reliability, judgements=design.judges)
