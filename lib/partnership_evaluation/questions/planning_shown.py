"""The tables of a plan as a reader sees them."""

import pandas as pd

from partnership_evaluation import null_twin, wording

SHOWN = {
    "design": "The study",
    "people": "People",
    "hours": "Hours more",
    "interval": "Interval",
    "chance": "Chance",
    "other": "Other",
    "together": "Together",
    "narrower": "Than as it was",
    "narrower_for_10_hours": "For 10 hours",
}
TIPPING = {
    "design": "The study",
    "rise": "Rise in an ordinary school year that would be enough (steps a person)",
    "reliability": "Reliability of one judgement below which it would not stand out",
    "missing": "People unseen who moved down",
}


def shown(frame):
    """Round the table of changes for reading.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_designs.table``.

    Returns
    -------
    pandas.DataFrame
        Whole people in a hundred; headings in words.
    """
    whole = frame.copy()
    for column in ("chance", "other", "together"):
        whole[column] = [round(value) for value in frame[column]]
    whole["interval"] = [f"{row.low:.0f} to {row.high:.0f}" for row in frame.itertuples()]
    whole["narrower"] = ["", *(_in_words(value) for value in frame["narrower"].iloc[1:])]
    whole["hours"] = [round(value) for value in frame["hours"]]
    whole["narrower_for_10_hours"] = [
        f"{row.narrower_for_10_hours:.1f} less" if row.hours > 0 and row.narrower > 0 else ""
        for row in frame.itertuples()
    ]
    return whole[list(SHOWN)].rename(columns=SHOWN)


def tipping_shown(frame):
    """Give the table of tipping points its headings.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_tipping.table``.

    Returns
    -------
    pandas.DataFrame
    """
    return frame.rename(columns=TIPPING)


def smallest_shown(frame):
    """Write the smallest rises in words.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_power.smallest``.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "The study": frame["design"],
            "As separate people": frame["counted_as"],
            "Smallest share": [
                "not even all" if pd.isna(share) else wording.percent(share)
                for share in frame["share"]
            ],
            "In SDs": [wording.number(sd, digits=2) if pd.notna(sd) else "" for sd in frame["sd"]],
            "Test": frame["test"],
        }
    )


def assumptions(study, given):
    """Tabulate what is assumed, and where each assumption comes from.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.

    Returns
    -------
    pandas.DataFrame
        Columns ``What``, ``Value``, ``Where from``.
    """
    from_parameters = "assumption of this report (a parameter)"
    weeks = "printed" if study.weeks_stated else from_parameters
    read = "" if study.own else ", read from the document"
    rows = [
        ("Reliability of one judgement", wording.number(given.reliability), from_parameters),
        (
            "Reliability of the mean of two independent judgements",
            wording.number(null_twin.reliability_of_mean(given.reliability, judgements=2)),
            "formula of Spearman and Brown",
        ),
        ("Correlation of true levels before and after", wording.number(given.stability),
         from_parameters),
        ("Share of the variance between " + study.class_words,
         wording.number(given.intraclass_correlation), from_parameters),
        (study.class_words.capitalize(), str(study.classes), "parameter" + read),
        ("Most that an ordinary school year can bring, in steps a person",
         wording.number(given.natural_rise), from_parameters),
        ("School weeks between the judgements", str(study.weeks), weeks),
        ("Share judged both times", wording.percent(given.response_rate), from_parameters),
        ("Minutes of work for one judgement", str(given.minutes), from_parameters),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["What", "Value", "Where from"])


def route_shown(frame):
    """Round the widths of the second route for reading.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_power.second_route``.

    Returns
    -------
    pandas.DataFrame
    """
    names = ["The study", "People", "Plan", "Exact interval, same shares", "Expected width"]
    whole = frame.copy()
    for column in ("planned", "exact", "expected"):
        whole[column] = [round(value) for value in frame[column]]
    return whole.set_axis(names, axis=1)


def _in_words(narrower):
    points = round(abs(narrower))
    if not points:
        return "the same"
    return f"{points} {'less' if narrower > 0 else 'more'} open"
