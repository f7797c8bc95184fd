"""A trial read with and without its comparison group: what the report shows and says."""

import pandas as pd

from partnership_evaluation import citations, files, findings, places, trials, wording


def read(settings):
    """Read a trial.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        ``trial_file`` and ``seed``.

    Returns
    -------
    pandas.DataFrame
    """
    if places.is_invented(settings.trial_file):
        return trials.invented_trial(seed=settings.seed)
    return files.read(settings.trial_file).table


def report_on(settings, title, found):
    """Open the report.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.
    title : str
        The question.
    found : partnership_evaluation.trials.Readings
        The three readings.

    Returns
    -------
    partnership_evaluation.findings.Report
    """
    return findings.Report(
        title=title, case=settings.case, design="randomised", outcome_level="learning",
        source=citations.of_file(settings.trial_file, settings, what="people"),
        people=f"{found.difference.n} people",
    )  # fmt: skip


def brief(found, *, invented):
    """Write the sentences in brief.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.
    invented : bool
        Whether nothing here is about a real person.

    Returns
    -------
    list of str
    """
    said = ["These people are invented: nothing here is about a real one."] if invented else []
    return [
        *said,
        f"Those who were treated scored {span(found.alone)} more after than before: what a reading "
        "without a comparison group would report.",
        f"Those who were not scored {span(found.untreated)} more: that is the error of such a "
        "reading.",
        f"Set beside each other, given the score before, the groups lie {span(found.difference)} "
        f"apart: {wording.percent(overstated(found))} of the first number was there without the "
        "programme.",
    ]


def overstated(found):
    """Give the share of the before/after reading that people had without the programme.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.

    Returns
    -------
    float
        0 where they did not rise.
    """
    if found.alone.estimate <= 0:
        return 0.0
    return max(0.0, found.untreated.estimate / found.alone.estimate)


def shown(found):
    """Show the three readings.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.

    Returns
    -------
    pandas.DataFrame
    """
    rows = [
        ("Before and after, treated people alone", found.alone),
        ("Before and after, the others", found.untreated),
        ("Treated beside untreated, given the score before", found.difference),
    ]
    return pd.DataFrame(
        [(name, one.n, span(one), wording.p_value(one.p_value)) for name, one in rows],
        columns=["Reading", "People", "Points of the score", "p"],
    )


def groups(found):
    """Show the groups.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "Group": found.by_group["group"],
            "People": found.by_group["n"],
            "Mean before": found.by_group["before"].map(wording.number),
            "Mean after": found.by_group["after"].map(wording.number),
            "Gain": [
                f"{row.gain:.1f} ({row.low:.1f} to {row.high:.1f})"
                for row in found.by_group.itertuples()
            ],
        }
    )


def readings(found):
    """Hold the two usual readings against the intervals.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.conclusions` takes it.
    """
    rows = [
        ("Whoever was treated scored higher afterwards than comparable people.", found.difference),
        ("People who were left as they were stayed as they were.", found.untreated),
    ]
    verdicts = [
        _above(found.difference),
        "contradicted" if _is_apart(rows[1][1]) else "undetermined",
    ]
    here = findings.COMMON_READING
    return pd.DataFrame(
        [
            (words, here, verdict, f"The difference in points is {span(one)}.")
            for (words, one), verdict in zip(rows, verdicts, strict=True)
        ],
        columns=["statement", "locator", "verdict", "reason"],
    )


def dangers(found, settings):
    """List what the numbers cannot show, each with its size.

    Parameters
    ----------
    found : partnership_evaluation.trials.Readings
        The three readings.
    settings : partnership_evaluation.parameters.Settings
        ``block`` and ``cluster``.

    Returns
    -------
    list of (str, str)
    """
    drawn = f"by {settings.cluster}" if settings.cluster else "person by person"
    return [
        (
            "Without a comparison group the rise of everybody is read as the result",
            f"{span(found.untreated)} points of {span(found.alone)}.",
        ),
        (
            "People of one class or school are alike",
            f"Intervals here take people as drawn {drawn}; where whole groups were drawn they "
            "would be wider.",
        ),
        (
            "People who left before the end are not in the file",
            f"{found.difference.n} people have both scores; how many began it does not tell.",
        ),
    ]


def span(one):
    """Write an estimate with its interval.

    Parameters
    ----------
    one : partnership_evaluation.estimates.Estimate
        In points.

    Returns
    -------
    str
    """
    return f"{one.estimate:.1f} ({one.low:.1f} to {one.high:.1f})"


def _is_apart(one):
    return one.low > 0 or one.high < 0


def _above(one):
    return "supported" if one.low > 0 else "contradicted" if one.high < 0 else "undetermined"
