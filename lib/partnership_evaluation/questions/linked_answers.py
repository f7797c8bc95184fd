"""Answers of the same people at two times: what the report reads."""

import pandas as pd

from partnership_evaluation import (
    citations,
    files,
    findings,
    linked,
    parameters,
    places,
)

#: How the invented answers are laid out.
INVENTED = {
    "person": "teacher",
    "time": "time",
    "times": "pre, post",
    "answer_scale": "1 to 5",
    "reversed_items": "Finds the course too fast",
}


def listed(text, *, sign=","):
    """Split names with commas between.

    Parameters
    ----------
    text : str
        The value of a parameter.
    sign : str
        What stands between.

    Returns
    -------
    list of str
    """
    return [part.strip() for part in text.split(sign) if part.strip()]


def of_invented(settings):
    """Say of the invented answers how they are laid out, where nothing else is said.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.

    Returns
    -------
    partnership_evaluation.parameters.Settings
        The same where a file is named.

    Examples
    --------
    >>> from partnership_evaluation import parameters
    >>> plain = {"answers_file": "invented", **dict.fromkeys(INVENTED, "")}
    >>> of_invented(parameters.Settings(**plain)).answer_scale
    '1 to 5'
    """
    if not places.is_invented(settings.answers_file):
        return settings
    given = vars(settings)
    return parameters.Settings(
        **given | {name: text for name, text in INVENTED.items() if not given[name]}
    )


def scale(settings):
    """Read the scale of the answers.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        ``answer_scale`` and ``answer_words``.

    Returns
    -------
    partnership_evaluation.linked.Scale
    """
    return linked.scale_of(settings.answer_scale, listed(settings.answer_words))


def read(settings):
    """Read the answers of both times, as numbers, higher being better.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        Before and after: one row a person, one column a question or score.
    """
    sides = _sides(settings)
    options = {
        "scale": scale(settings), "turned": listed(settings.reversed_items),
        "missing": listed(settings.no_answer),
    }  # fmt: skip
    scores = {
        name.strip(): listed(questions)
        for name, _, questions in (one.partition(":") for one in listed(settings.scores, sign=";"))
    }
    return tuple(linked.parts(linked.coded(side, **options), scores) for side in sides)


def _sides(settings):
    """Both times of the file, however it is laid out, or of two files."""
    person, times, items = settings.person, listed(settings.times), listed(settings.items)
    if places.is_invented(settings.answers_file):
        table = linked.invented_answers(seed=settings.seed)
    else:
        table = files.read(settings.answers_file).table
    if settings.after_file:
        later = files.read(settings.after_file).table
        return linked.two_tables(table, later, person=person, items=items)
    if settings.time:
        return linked.by_time(table, person=person, time=settings.time, times=times, items=items)
    return linked.side_by_side(table, person=person, times=times, items=items)


def report_on(settings, title, before, after):
    """Open the report.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.
    title : str
        The question.
    before, after : pandas.DataFrame
        What :func:`read` gave.

    Returns
    -------
    partnership_evaluation.findings.Report
    """
    both = len(before.index.intersection(after.index))
    return findings.Report(
        title=title, case=settings.case, design="before_after_paired", outcome_level="learning",
        source=citations.of_file(settings.answers_file, settings, what="answers"),
        people=f"{both} people who answered twice",
    )  # fmt: skip


def who(before, after):
    """Count who answered when.

    Parameters
    ----------
    before, after : pandas.DataFrame
        What :func:`read` gave.

    Returns
    -------
    pandas.DataFrame
    """
    both = before.index.intersection(after.index)
    rows = [
        ("before", len(before)), ("after", len(after)), ("both times", len(both)),
        ("before only", len(before) - len(both)), ("after only", len(after) - len(both)),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Answered", "People"])
