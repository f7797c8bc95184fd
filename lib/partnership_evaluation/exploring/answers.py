"""What a printed number leaves open, answered fast enough to follow a slider."""

import html
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm, t, truncnorm

from partnership_evaluation import consistency, feasible, figures, null_twin, proportions, wording
from partnership_evaluation.estimates import refuse
from partnership_evaluation.exhibits import Figure, Table
from partnership_evaluation.rounding import read_printed

#: How many imagined groups are drawn to check the closed form.
DRAWS = 2_000
#: Most people: an answer must come while the slider moves.
MOST = 200


@dataclass(frozen=True)
class Answer:
    """One sentence, the numbers behind it and their picture.

    Attributes
    ----------
    sentence : str
        What the values say, in words.
    table : partnership_evaluation.exhibits.Table
        The numbers.
    figure : partnership_evaluation.exhibits.Figure or None
        Their picture; None where nothing fits what was printed.
    """

    sentence: str
    table: Table
    figure: Figure | None

    def _repr_html_(self):
        # A screen reader says the sentence when it changes.
        said = f'<p role="status">{html.escape(self.sentence)}</p>'
        drawn = "" if self.figure is None else self.figure._repr_html_()
        return said + drawn + self.table._repr_html_()

    def __repr__(self):
        return f"{self.sentence}\n{self.table!r}"


def behind_a_mean(
    printed="1.82", *, n=12, low=1, high=4, rounding="half_up", confidence_level=0.95
):
    """Say which sets of answers can lie behind a printed mean, and how uncertain it leaves us.

    Parameters
    ----------
    printed : str
        The mean as printed, with its final zeros.
    n : int, default 12
        Whole-number answers; from 2 to 200.
    low, high : int
        Ends of the scale of an answer.
    rounding : str, default "half_up"
        As in :func:`partnership_evaluation.consistency.grim`.
    confidence_level : float, default 0.95
        Above 0, below 1.

    Returns
    -------
    Answer
        Number of sets, and over all of them the bounds of the standard deviation, the median and
        the share of answers in the upper half of the scale; two t-intervals of the mean, with the
        least and the largest standard deviation.

    Raises
    ------
    ValueError
        With every problem of the values.

    Notes
    -----
    A set is counted once however its answers are ordered. The bounds are exact
    (:func:`partnership_evaluation.feasible.bounds`). The intervals treat the people as a random
    sample of many and end at the ends of the scale.

    Examples
    --------
    >>> print(behind_a_mean("1.82", n=12).sentence)
    No 12 whole answers from 1 to 4 have a mean that prints as 1.82.
    >>> print(behind_a_mean("1.83", n=12).sentence)
    14 sets of 12 answers from 1 to 4 have a mean that prints as 1.83.
    """
    refuse(_problems(n, confidence_level))
    space = feasible.samples(printed, n=n, low=low, high=high, rounding=rounding)
    size, middle = space.size, (low + high) // 2 + 1
    whole = f"answers from {low} to {high}"
    if not size:
        sentence = f"No {n} whole {whole} have a mean that prints as {printed}."
        return Answer(sentence, Table(pd.DataFrame(), "sets of answers that fit."), None)
    sd, median = (feasible.bounds(name, space) for name in ("sd", "median"))
    share = feasible.bounds("share", space, at_least=middle)
    ends = [
        ("Standard deviation", wording.number(sd.low), wording.number(sd.high)),
        ("Median", wording.number(median.low), wording.number(median.high)),
        (f"Share at {middle} or above", *map(wording.percent, (share.low, share.high))),
    ]
    table = pd.DataFrame(ends, columns=["Over all of them", "At least", "At most"])
    sets = "1 set" if size == 1 else f"{size:,} sets"
    verb = "has" if size == 1 else "have"
    return Answer(
        f"{sets} of {n} {whole} {verb} a mean that prints as {printed}.",
        Table(table, f"What {sets} of answers leave open; n = {n}."),
        _mean_figure(float(read_printed(printed).value), sd, n, (low, high), confidence_level),
    )


def behind_a_percentage(printed="67", *, n=12, rounding="half_up", confidence_level=0.95):
    """Say which counts can lie behind a printed percentage, with the intervals of each.

    Parameters
    ----------
    printed : str
        The percentage as printed, without the sign.
    n : int, default 12
        People who answered; from 2 to 200.
    rounding : str, default "half_up"
        As in :func:`partnership_evaluation.consistency.grim`.
    confidence_level : float, default 0.95
        Above 0, below 1.

    Returns
    -------
    Answer
        The counts that print so, and for the least and the largest of them the interval by each
        method of :func:`partnership_evaluation.proportions.interval`.

    Raises
    ------
    ValueError
        With every problem of the values.

    Examples
    --------
    >>> print(behind_a_percentage("67", n=12).sentence)
    8 of 12 people print as 67 per cent.
    >>> behind_a_percentage("68", n=12).figure is None
    True
    """
    refuse(_problems(n, confidence_level))
    counts = consistency.counts_for_percent(printed, n=n, rounding=rounding)
    if not counts:
        sentence = f"No count of {n} people prints as {printed} per cent."
        return Answer(sentence, Table(pd.DataFrame(), "counts that print so."), None)
    rows = []
    for k in dict.fromkeys((counts[0], counts[-1])):
        for method, name in proportions.METHODS.items():
            found = proportions.interval(k, n=n, method=method, confidence_level=confidence_level)
            ends = {end: 100 * getattr(found, end) for end in ("estimate", "low", "high")}
            rows.append({"label": name, "group": f"{k} of {n}"} | ends)
    drawn = pd.DataFrame(rows)
    shown = drawn.assign(**{end: drawn[end].round(1) for end in ("estimate", "low", "high")})
    shown = shown.set_axis(["Method", "Count", "Per cent", "At least", "At most"], axis=1)
    level = wording.percent(confidence_level)
    caption = f"Share of people with {level} intervals; n = {n}."
    first = drawn.iloc[0]
    return Answer(
        f"{wording.runs(counts)} of {n} people print as {printed} per cent.",
        Table(shown, f"The same, method by method; n = {n}."),
        figures.intervals(
            drawn, unit="per cent of people", limits=(-2, 102), caption=caption,
            alt=f"{first['group']}: from {first['low']:.0f} to {first['high']:.0f} per cent.",
        ),
    )  # fmt: skip


def nothing_happened(*, n=12, reliability=0.6, selected=0.3, confidence_level=0.95, seed=1):
    """Say by how much a group changes when nothing happens, and how far chance moves its mean.

    Parameters
    ----------
    n : int, default 12
        People in the group; from 2 to 200.
    reliability : float, default 0.6
        Correlation of two judgements of one unchanged person; from 0 to 1.
    selected : float, default 0.3
        Share of a population that was taken, those judged lowest; above 0, at most 1 (everybody).
    confidence_level : float, default 0.95
        Share of imagined groups that the range holds; above 0, below 1.
    seed : int, default 1
        The start of the draws that check the closed form.

    Returns
    -------
    Answer
        The change of the mean to be expected and the range of group means around it, in standard
        deviations of one judgement, in closed form and from 2,000 imagined groups.

    Raises
    ------
    ValueError
        With every problem of the values.

    Notes
    -----
    Judgements are normal with standard deviation 1. Of those below the quantile b of the selected
    share, the first judgement has the mean m and the variance v of a normal cut off at b; with the
    reliability r the change of one person has the mean (r - 1) m
    (:func:`partnership_evaluation.null_twin.regression_to_the_mean`) and the variance
    (1 - r)^2 v + 1 - r^2, and the mean of n people is taken to be normal.

    Examples
    --------
    >>> found = nothing_happened(n=12, reliability=0.6, selected=0.3).sentence
    >>> print(found.split(":")[0])
    With nothing done, the mean of 12 people moves by +0.46 standard deviations
    >>> "+0.00 standard" in nothing_happened(selected=1.0).sentence
    True
    """
    refuse(_problems(n, confidence_level) + _twin_problems(reliability, selected))
    ceiling = norm.ppf(selected)
    expected = 0.0
    if selected < 1:
        found = null_twin.regression_to_the_mean(0, sd=1, reliability=reliability, below=ceiling)
        expected = found.estimate
    spread = truncnorm.var(-np.inf, ceiling) if selected < 1 else 1.0
    one = (1 - reliability) ** 2 * spread + 1 - reliability**2
    half = norm.ppf((1 + confidence_level) / 2) * np.sqrt(one / n)
    drawn = _drawn_changes(n, reliability, selected, seed)
    tails = ((1 - confidence_level) / 2, (1 + confidence_level) / 2)
    ends = np.quantile(drawn, tails)
    rows = [
        ("closed form", expected, expected - half, expected + half),
        (f"{DRAWS:,} imagined groups", drawn.mean(), *ends),
    ]
    table = pd.DataFrame(rows, columns=["label", "estimate", "low", "high"])
    level = wording.percent(confidence_level)
    low, middle, high = map(_signed, (expected - half, expected, expected + half))
    # Adding nought takes the sign from what rounds to nought.
    numbers = table.round(2).select_dtypes("number") + 0.0
    shown = table.assign(**numbers).set_axis(["Route", "Expected change", "From", "To"], axis=1)
    caption = f"Change of the mean when nothing happens, {level} of groups; n = {n}."
    return Answer(
        f"With nothing done, the mean of {n} people moves by {middle} standard deviations: by "
        f"{low} to {high} in {level} of such groups.",
        Table(shown, f"The same by two routes, in standard deviations of one judgement; n = {n}."),
        figures.intervals(
            table, unit="standard deviations of one judgement", reference=0, limits=(-2.5, 3.5),
            alt=f"From {low} to {high}.", caption=caption,
        ),
    )  # fmt: skip


def _problems(n, confidence_level):
    found = []
    if not (isinstance(n, int | np.integer) and 2 <= n <= MOST):
        found.append(f"`n` must be a whole number from 2 to {MOST}: found {n!r}; give the people.")
    if not 0 < confidence_level < 1:
        found.append(
            f"`confidence_level` must lie between 0 and 1: found {confidence_level!r}; "
            "give for example 0.95."
        )
    return found


def _twin_problems(reliability, selected):
    found = []
    if not 0 <= reliability <= 1:
        found.append(
            f"`reliability` must lie from 0 to 1: found {reliability!r}; give a correlation."
        )
    if not 0 < selected <= 1:
        found.append(f"`selected` must be above 0 and at most 1: found {selected!r}; give a share.")
    return found


def _mean_figure(mean, sd, n, scale, confidence_level):
    """Draw the interval of the mean with the least and with the largest spread that fits."""
    factor = t.ppf((1 + confidence_level) / 2, n - 1) / np.sqrt(n)
    rows = [
        {
            "label": f"{words} spread that fits",
            "estimate": mean,
            "low": max(scale[0], mean - factor * end),
            "high": min(scale[1], mean + factor * end),
        }
        for words, end in (("least", float(sd.low)), ("largest", float(sd.high)))
    ]
    widest = rows[-1]
    level = wording.percent(confidence_level)
    return figures.intervals(
        pd.DataFrame(rows), unit="mean, on the scale of the answers", limits=scale,
        alt=f"The mean lies from {widest['low']:.2f} to {widest['high']:.2f} at the widest.",
        caption=f"Mean with {level} t-intervals, on a scale of {scale[0]} to {scale[1]}; n = {n}.",
    )  # fmt: skip


def _drawn_changes(n, reliability, selected, seed):
    """Draw the mean change of many groups; the same draws whatever the other values are."""
    rng = np.random.default_rng(seed)
    place, error = rng.random((DRAWS, n)), rng.standard_normal((DRAWS, n))
    first = norm.ppf(np.clip(place * selected, 1e-12, 1 - 1e-12))
    second = reliability * first + np.sqrt(1 - reliability**2) * error
    return (second - first).mean(axis=1)


def _signed(number):
    """Write a change with its sign; what rounds to nothing has a plus."""
    return f"{round(number, 2) + 0.0:+.2f}"
