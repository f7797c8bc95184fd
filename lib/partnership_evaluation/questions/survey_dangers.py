"""How far a survey asked once can be trusted: other routes to its intervals, and its dangers."""

import pandas as pd

from partnership_evaluation import proportions, wording

ROUTES = {
    "clopper_pearson": "Clopper-Pearson",
    "mid_p": "Mid-P",
    "wilson": "Wilson",
    "jeffreys": "Jeffreys",
}


def routes(survey):
    """Work out the intervals of three statements in several ways.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row for the statements with the lowest, the middle and the highest share of the group
        with most statements: ``Statement``, ``People``, one column a method, and ``All at once``,
        the exact interval widened so that those of all statements hold together (Bonferroni).

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> routes(surveys.read("george-spencer"))[["People", "Wilson"]].iloc[0].tolist()
    ['16 of 83', '12% to 29%']
    """
    found = survey.intervals()
    found = found[found["base"] == survey.main_base].sort_values("estimate", kind="stable")
    strict = 1 - (1 - survey.confidence_level) / len(found)
    rows = []
    for place in sorted({0, len(found) // 2, len(found) - 1}):
        row = found.iloc[place]
        k, n = round(row["estimate"] * int(row["n"])), int(row["n"])
        level = {"confidence_level": survey.confidence_level}
        ends = [proportions.interval(k, n=n, method=method, **level) for method in ROUTES]
        ends.append(proportions.interval(k, n=n, confidence_level=strict))
        texts = [f"{wording.percent(end.low)} to {wording.percent(end.high)}" for end in ends]
        rows.append((f"{row['label']}: {row['response']}", f"{k} of {n}", *texts))
    columns = ["Statement", "People", *ROUTES.values(), "All at once"]
    return pd.DataFrame(rows, columns=columns)


def majorities(survey):
    """Count the statements for which it is certain on which side of a half all people asked lie.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.Series
        ``above`` (more than half for certain), ``below``, ``open``, ``statements`` (those with the
        number asked printed).

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> majorities(surveys.read("george-spencer")).tolist()
    [10, 6, 1, 17]
    """
    found = survey.intervals().dropna(subset=["bound_low"])
    above, below = (found["bound_low"] > 0.5).sum(), (found["bound_high"] < 0.5).sum()
    counts = {"above": above, "below": below, "open": len(found) - above - below}
    return pd.Series(counts | {"statements": len(found)}).astype(int)


def dangers(survey):
    """List the dangers of reading a survey that was asked once.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> dangers(surveys.read("george-spencer"))[0][1][:42]
    'For 16 of 17 statements it is certain on w'
    """
    statements = survey.statements
    distinct = statements["response"].nunique()
    missed = wording.number(len(statements) * (1 - survey.confidence_level), digits=2)
    chosen = statements["base"].str.contains("before|moving|improving").sum()
    found = [
        *_non_response(survey),
        (
            "Percentages count different answers",
            f"The {len(statements)} statements count {distinct} different answers; a high share of "
            "a mild answer cannot be set against a low share of a strong one.",
        ),
        (
            "Many statements were reported",
            f"Of {len(statements)} intervals at this level about {missed} would miss by chance "
            "alone; statements that were asked and not reported would not show.",
        ),
        (
            "People report about themselves",
            f"Apart from any official statistic among them, all {len(statements)} shares are what "
            "people said of themselves, their school or their project.",
        ),
    ]
    if chosen:
        words = (
            f"{chosen} of {len(statements)} shares are of pupils picked by a low first answer, or "
            "of those among them who moved up; none of them could fall, and those who began high "
            "are not reported."
        )
        found.append(("Only those who began low are reported", words))
    return found


def _non_response(survey):
    known = majorities(survey)
    asked = survey.frame["asked"].dropna()
    if asked.empty:
        words = (
            f"How many were asked is not printed for any of the {len(survey.frame)} groups, so "
            "nothing bounds the share of all of them."
        )
        return [("Those who did not answer may think otherwise", words)]
    certain = known["above"] + known["below"]
    total = ", ".join(dict.fromkeys(str(number) for number in asked))
    words = (
        f"For {certain} of {known['statements']} statements it is certain on which side of a half "
        f"all {total} asked lie; for {known['open']} it is open."
    )
    if survey.answers_are_assumed:
        words += " This takes as many to have answered as is plainest; the number is not printed."
    return [("Those who did not answer may think otherwise", words)]
