"""The section "Had nothing happened" of a report: its sentences, figures and tables, in order."""

from __future__ import annotations

from IPython.display import Markdown

from partnership_evaluation import wording
from partnership_evaluation.exhibits import Table
from partnership_evaluation.figures import null_twins as figures
from partnership_evaluation.questions import (
    null_twins_shown,
    null_twins_tables,
    null_twins_tipping,
)
from partnership_evaluation.questions.null_twins_assumed import evidence

NOT_PRINTED = "how many people stand behind the figures is not printed"


def brief(comparison, *, without=NOT_PRINTED):
    """Say in one sentence how often nothing would look as good.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.
    without : str
        Why there is no twin, where there is none.

    Returns
    -------
    str
    """
    one = comparison.main
    if one is None:
        return f"Had nothing happened: {without}, so nothing can be set beside the figures."
    every, assumed = comparison.twinned, comparison.assumed
    start = "Had nothing happened"
    if len(every) >= null_twins_shown.MANY:
        beyond = sum(one.worst.adjusted <= assumed.level for one in every)
        which = {0: "none of {}", len(every): "all {}"}.get(beyond, f"{beyond} of {{}}")
        return (
            f"{start}: {which.format(len(every))} questions differ by more than groups for whom "
            "nothing worked."
        )
    if len(every) > 1:
        start += f" ({one.reported.subject}, which stands out most)"
    share = null_twins_shown.share_of_twins
    least, further = dict(one.at).get(assumed.least_reliability), []
    if least is not None and least is not one.result:
        further.append(f"{share(least)} if judgements are as unsure as is plausible")
    if assumed.most_drift > assumed.drift:
        further.append(f"{share(one.drifted)} if everybody moved as far as is plausible anyway")
    text = f"{start}, {share(one.result)} of the imagined groups would look at least this good"
    return f"{text} ({'; '.join(further)})." if further else f"{text}."


def likeness(comparison, *, citation, without=NOT_PRINTED, groups=None):
    """Show what null twins look like and where the real result lies.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.
    citation : str
        Source, for the caption.
    without : str
        Why there is no twin, where there is none.
    groups : pandas.DataFrame, optional
        What :func:`null_twins_sources.whole_groups` returned.

    Yields
    ------
    Markdown, Figure or Table
    """
    for text in null_twins_shown.sentences(comparison, without=without):
        yield Markdown(text)
    if comparison.twinned:
        one = comparison.main
        yield figures.twins(
            null_twins_tables.panels(comparison),
            unit=one.reported.unit,
            alt=null_twins_tables.alternative(comparison),
            caption=f"In each panel {one.result.n_twins:,} imagined groups, reliability "
            f"{wording.number(one.model.reliability)}, everybody moving by "
            f"{null_twins_shown.amount(one.model.drift, one)}; {_people(comparison)}. {citation}.",
        )
        yield Table(
            null_twins_tables.beside(comparison),
            f"Printed results beside their null twins. Twins: {one.reported.unit}.",
        )
    if groups is not None and len(groups):
        yield Table(groups, "Grades of whole groups, and how often such grades rise anyway.")
        yield Markdown(
            "The grade of a whole group is one judgement. Where a rate is published, it says how "
            "often such a grade rises whoever does what; a group is seldom written about when its "
            "grade did not."
        )


def starts(comparison):
    """Show how many people of each starting level move up by themselves.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.

    Yields
    ------
    Table or Markdown
    """
    table = null_twins_tables.starts(comparison)
    if not len(table):
        return
    yield Table(
        _without_single(table),
        "People expected to move up with nothing changed, by starting level and by the reliability "
        "of one judgement.",
    )
    for text in null_twins_shown.risers_alone(comparison):
        yield Markdown(text)


def answers(comparison):
    """Tabulate how the answer moves with what is assumed.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.

    Returns
    -------
    partnership_evaluation.exhibits.Table
    """
    table = null_twins_tables.answers(comparison)
    if table.empty:
        return Table(table, "Results set beside null twins.")
    table = _without_single(table)
    if len(comparison.twinned) >= null_twins_shown.MANY:
        return Table(table, "How often null twins look at least this good, for each question.")
    units = " and ".join(dict.fromkeys(one.reported.unit for one in comparison.twinned))
    return Table(
        table,
        f"How often null twins look at least this good. Twins: {units}. Reliability: that of one "
        "judgement.",
    )


def turning(comparison, *, citation):
    """Show how far the world would have to differ before the result turns, and the sources.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.
    citation : str
        Source, for the caption.

    Yields
    ------
    Markdown, Figure or Table
        One sentence where there is no twin.
    """
    if not comparison.twinned:
        yield Markdown("Without a null twin there is nothing that could turn.")
        return
    found = null_twins_tipping.points(comparison)
    level = wording.percent(comparison.assumed.level)
    yield figures.tipping(
        null_twins_tipping.rows(found, comparison.assumed),
        alt=" ".join(null_twins_tipping.sentences(found)),
        caption=f"Each line has its own scale, written at its ends. A result stands out while at "
        f"most {level} of its null twins look as good; {_people(comparison)}. {citation}.",
    )
    yield Table(
        _without_single(null_twins_tipping.table(found)),
        "How far the world would have to differ before a result turns.",
    )
    yield Table(
        evidence(comparison.assumed),
        "What is published about such judgements and about change by itself, and what is assumed.",
        folded=True,
    )


def _without_single(table):
    """Leave out the name of the result where there is only one."""
    single = "Result" in table and table["Result"].nunique() == 1
    return table.drop(columns="Result") if single else table


def _people(comparison):
    """Write how many people stand behind the changes that are drawn."""
    shown = null_twins_tables.drawn(comparison)
    sizes = ", ".join(dict.fromkeys(str(one.reported.n) for one in shown))
    return f"n = {sizes} people"
