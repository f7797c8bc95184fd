"""Surveys, documents and plans on one page: title, number, interval in plain words."""

from partnership_evaluation import proportions, wording
from partnership_evaluation.findings.summary import Summary, plain_interval, title
from partnership_evaluation.questions import before_after_summary, before_after_tables

WHOLE = "Everything printed was read: there is no interval."
NO_FLOW = "Out of how many who could have taken part is not printed, so there is no interval."


def of_before_after(survey, *, results=(), confidence_level, next_step):
    """Sum up a survey before and after.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.
    results : sequence of partnership_evaluation.questions.before_after_results.Result
        What its figures leave open; empty where numbers of answers are not known.
    confidence_level : float
        Level of the interval.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> survey = before_after.read("camden", most_answers=20)
    >>> of_before_after(survey, confidence_level=0.95, next_step="Ask.").title
    '6 of 6 questions have a better figure after'
    """
    up, same, down = survey.directions
    if up + down < 2:
        words = "What was asked before and after is not printed as pairs, so there is no interval."
        return Summary(
            "The printed figures leave open what changed",
            "No figure is printed for two moments of the same question",
            words,
            next_step,
        )
    said = f"{up} of {up + same + down} questions have a better figure after"
    if not results:
        words = "How many people stand behind each figure is not known, so there is no interval."
        return Summary(said, said, words, next_step)
    number = f"{said}; the average difference is {before_after_summary.average(survey)}"
    return Summary(said, number, _of_largest(results, confidence_level), next_step)


def _of_largest(results, confidence_level):
    """Say how far the largest difference may be off, and how many stand out."""
    largest = max(results, key=lambda result: abs(result.difference.estimate))
    _, low, high = before_after_tables.gap(largest)
    beyond = sum(result.verdict == "supported" for result in results)
    return (
        f"The largest difference of one question could be anything from {low} to {high} "
        f"{largest.item.unit} ({wording.percent(confidence_level)} interval). Of {len(results)} "
        f"questions {beyond} differ by more than chance, whichever data fit."
    )


def of_percentages(survey, *, confidence_level, next_step):
    """Sum up the percentages of a survey.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.
    confidence_level, next_step
        As for :func:`of_before_after`.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> survey = surveys.read("george-spencer")
    >>> of_percentages(survey, confidence_level=0.95, next_step="Ask.").title
    'Between 19% and 92% agree, depending on the statement'
    """
    found = survey.intervals().dropna(subset=["percent", "estimate"])
    found = found.sort_values("estimate", kind="stable")
    low, high = found.iloc[0], found.iloc[-1]
    printed = [f"{row.percent}%" for row in (low, high)]
    number = f"From {printed[0]} ({low.label}) to {printed[1]} ({high.label})"
    ends = wording.percent(low.low_share), wording.percent(low.high_share)
    words = plain_interval(
        *ends, level=wording.percent(confidence_level), what="the lowest of these shares"
    )
    if low.least:
        words += " That takes the fewest people who could have answered; more would narrow it."
    said = f"Between {printed[0]} and {printed[1]} agree, depending on the statement"
    return Summary(said, number, words, next_step)


def of_participation(stages, sums, *, confidence_level, next_step):
    """Sum up who took part.

    Parameters
    ----------
    stages : pandas.DataFrame
        From :func:`partnership_evaluation.questions.participation.flows`.
    sums : pandas.DataFrame
        From :func:`partnership_evaluation.questions.participation_sums.sums`.
    confidence_level, next_step
        As for :func:`of_before_after`.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import participation
    >>> stages = participation.flows("sutton")
    >>> of_participation(stages, (), confidence_level=0.95, next_step="Ask.").title
    '12 of 12 teachers: participants who gave feedback'
    """
    counted = stages.dropna(subset=["share_low"]) if len(stages) else stages
    if not len(counted):
        said = "Who could have taken part is not printed"
        return Summary(said, f"{len(sums)} sums of printed parts were checked", NO_FLOW, next_step)
    row = counted.iloc[0]
    low, high, of = (int(row[name]) for name in ("number_low", "number_high", "of_low"))
    some = _span(low, high)
    words = "Not a sample of a larger number, so there is no interval."
    if row["low"] == row["low"]:
        ends = wording.percent(row["low"]), wording.percent(row["high"])
        words = plain_interval(*ends, level=wording.percent(confidence_level))
    stage = row["label"].removeprefix(f"{row['unit']} ")
    said = title(
        f"{some} of {of} {row['unit']}: {stage}",
        f"{some} of {of} {row['unit']} are counted at the second stage",
        f"{some} of {of} {row['unit']} reach stage two",
    )
    people = f"{of} {row['unit']} at the first stage"
    return Summary(said, f"{some} of {of}: {row['label']}", words, next_step, people=people)


def of_factors(study, *, prevalence, expected, confidence_level, next_step):
    """Sum up what successful partnerships are said to share.

    Parameters
    ----------
    study : partnership_evaluation.questions.few_cases.Study
        The cases and their factors.
    prevalence : float
        How common each factor is taken to be.
    expected : float
        How many factors would be unanimous by chance.
    confidence_level, next_step
        As for :func:`of_before_after`.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    share = f"{len(study.unanimous)} of {len(study.of_cases)}"
    every = proportions.interval(study.cases, n=study.cases, confidence_level=confidence_level)
    words = (
        f"Among many more {study.unit} like these, a factor that all {study.cases} have could be "
        f"in as few as {wording.percent(every.low)} ({wording.percent(confidence_level)} interval)."
        f" If each factor were found in {wording.percent(prevalence)} of them, {expected:.1f} "
        f"would be found in every one of the {study.cases} by chance."
    )
    said = f"{share} factors are said of all {study.cases} {study.unit}"
    number = f"{share} counted factors are said of all {study.cases}"
    people = f"{study.cases} {study.unit} that the document singles out as successes"
    return Summary(said, number, words, next_step, people=people)


def of_ledger(counts, *, checked, next_step):
    """Sum up the printed numbers of a document.

    Parameters
    ----------
    counts : pandas.Series
        How many numbers have each verdict.
    checked : int
        How many can be checked.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.Series({"not reproducible": 1, "cannot be checked": 5})
    >>> of_ledger(counts, checked=16, next_step="Ask.").title
    '1 of 16 printed numbers checked does not hold'
    """
    wrong, alone = int(counts["not reproducible"]), int(counts["cannot be checked"])
    verb = "does" if wrong == 1 else "do"
    said = f"{wrong} of {checked} printed numbers checked {verb} not hold"
    words = (
        "Arithmetic is exact: there is no interval. But "
        f"{wording.percent(alone / (alone + checked))} of the printed numbers stand alone, and "
        "whether these are right nobody can tell from the document."
    )
    if not wrong:
        said = f"All {checked} printed numbers that can be checked hold"
    rounded = int(counts.get("reproduced with another rounding", 0))
    number = f"{checked - wrong - rounded} of {checked} are reproduced as printed"
    if not checked:
        said = "None of the printed numbers can be checked"
        number = f"None of {alone} printed numbers follows from others"
    if rounded:
        number += f", {rounded} with another rounding"
    return Summary(said, number, words, next_step)


def of_evidence(coding, judged, *, documents_needed, next_step):
    """Sum up which conditions recur.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        What the documents say.
    judged : pandas.DataFrame
        The conclusions with their verdicts.
    documents_needed : int
        How many documents must state a condition.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    conditions = coding.recurrence("condition")
    own = coding.own[(coding.own["kind"] == "condition") & (coding.own["state"] == "present")]
    if len(coding.own) < len(coding.cells):
        share = f"{own['theme'].nunique()} of {len(conditions)}"
        said = f"The case states {share} conditions of partnership"
    else:
        share = f"{(conditions['Documents'] >= documents_needed).sum()} of {len(conditions)}"
        said = f"{share} conditions recur in {documents_needed} documents or more"
    supported = int((judged["verdict"] == "supported").sum())
    number = f"{share} conditions; {supported} of {len(judged)} conclusions are supported"
    return Summary(said, number, WHOLE, next_step)


def of_plan(study, changes, smallest, *, wanted, level, next_step):
    """Sum up what a better study would have shown.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    changes, smallest : pandas.DataFrame
        What each design leaves open, and the smallest rise that each would notice.
    wanted : float
        The power.
    level : float
        The level of the intervals.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary
    """
    as_was = changes.iloc[0]
    words = (
        f"Of 100 such people, between {as_was.low:.0f} and {as_was.high:.0f} more moved up than "
        f"down ({wording.percent(level)} interval)."
    )
    both = as_was.chance + as_was.other
    said = f"{study.n} people tell the change only to within {both:.0f} points"
    number = (
        "How many in 100 more moved up than down is known to within "
        f"{as_was.chance:.0f} (chance) and {as_was.other:.0f} more (other explanations, such as "
        "an ordinary school year)"
    )
    return Summary(said, number, words, next_step, people=f"{study.n} people")


def of_overview(results, *, next_step):
    """Sum up the before and after results of the collection.

    Parameters
    ----------
    results : sequence of partnership_evaluation.questions.overview.Result
        The results.
    next_step : str
        What to do next.

    Returns
    -------
    partnership_evaluation.findings.Summary

    Examples
    --------
    >>> from partnership_evaluation.questions import overview
    >>> of_overview(overview.read(), next_step="Ask.").title
    '15 of 17 results show more up than down'
    """
    up = sum(result.sign == 1 for result in results)
    with_interval = sum(result.net.basis == "interval" for result in results)
    share = f"{up} of {len(results)}"
    words = (
        f"Only {with_interval} of the {len(results)} have an interval; the others do not print "
        "enough for one."
    )
    number = f"In {share} results the share up exceeds the share down, whichever data fit"
    return Summary(f"{share} results show more up than down", number, words, next_step)


def _span(low, high):
    return str(low) if low == high else f"{low} to {high}"
