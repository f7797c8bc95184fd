"""The tables of one instrument, released under a policy."""

from dataclasses import replace

import pandas as pd

from partnership_evaluation.disclosure import DisclosureError, read_policy
from partnership_evaluation.disclosure.policies import AUDIENCES
from partnership_evaluation.released import gains, items, means, moves, protecting
from partnership_evaluation.released.results import (
    COLUMNS,
    NothingReleased,
    Released,
    joined_records,
)

_RELEASERS = {
    "lesson_grades": moves.lesson_grades,
    "group_grades": moves.school_grades,
    "gains": gains.gains,
    "before_after": means.before_after,
    "ratings": items.ratings,
    "survey_percentages": items.shares,
}
#: People whose numbers are on public record one by one.
ON_RECORD = "schools"
LEGEND = (
    "[c] confidential: the number counts too few people, rests on too few, or would give such a "
    "number away."
)


def policy_for(audience, made, form):
    """Choose the policy for an audience: adults who rate, pupils, or pupils with needs.

    Parameters
    ----------
    audience : {"staff", "governors", "public"}
        Who will read the report.
    made : dict of str to pandas.DataFrame
        The tables.
    form : partnership_evaluation.intake.Instrument
        The instrument; it says who the rows are.

    Returns
    -------
    partnership_evaluation.disclosure.Policy or None
        None where the rows are schools, whose grades are published.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> policy_for("public", {}, intake.instrument("project_strands")).name
    'adults_public'
    """
    if form.people == ON_RECORD:
        return None
    if form.people != "pupils":
        return read_policy(f"adults_{audience}")
    needs = {
        value for role in form.roles if role.name in gains.NEEDS for value in role.values if value
    }
    marked = needs & set(made["gains"]["group"]) if "gains" in made else set()
    return read_policy(
        f"pupils{'_with_needs' if marked and audience == 'public' else ''}_{audience}"
    )


def make(
    made,
    form,
    *,
    policy,
    school=None,
    previous=(),
    told=(),
    sisters=None,
    outside=None,
    circles=(),
    n=None,
    top=2,
):
    """Release the tables of a school, or of several schools together.

    Parameters
    ----------
    made : dict of str to pandas.DataFrame
        What :func:`partnership_evaluation.intake.make` returned.
    form : partnership_evaluation.intake.Instrument
        The instrument.
    policy : partnership_evaluation.disclosure.Policy or None
        What may be published; see :func:`policy_for`.
    school : str, optional
        The school of these people, where reports on other schools or on all of them together are
        published too; None for all together, or where there is nothing else.
    previous : sequence of dict
        Records (``Released.record``) of earlier reports.
    told : sequence of dict, optional
        Records of the reports on the group and its schools that were made before this one and are
        published with it.
    sisters : mapping of str to dict, optional
        The tables of the other schools by name (of all schools, for the report on all together):
        what a report says must not give away their counts either.
    outside : mapping of str to dict, optional
        The tables of further schools of the group, of which a reader is taken to know everything;
        it keeps the work small where there are many schools.
    circles : sequence of list of str, optional
        For the report on all schools together: those that are attacked together, and of which the
        others are ``outside`` later.
    n : int, optional
        How many people there are; counted in the tables when left out.
    top : int, default 2
        How many of the best ratings count as favourable.

    Returns
    -------
    Released

    Raises
    ------
    NothingReleased
        When the policy leaves nothing to report on: what would work is said.
    partnership_evaluation.disclosure.DisclosureError
        When a protected count could be worked out all the same, from this and earlier reports.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> form, pairs = intake.instrument("lesson_grades"), [("3", "2")] * 6 + [("2", "2")] * 5
    >>> frame = pd.DataFrame(pairs, columns=["grade_before", "grade_after"])
    >>> made = {"lesson_grades": frame.assign(scale="lesson_grade_2012")}
    >>> found = make(made, form, policy=policy_for("staff", made, form))
    >>> found.n, list(found.tables), found.hidden
    (11, ['lesson_grades'], 0)
    """
    from partnership_evaluation import intake

    n = intake.people_in(made, form) if n is None else n
    _refuse_unknown_rules(policy)
    schools = {"school": school, "sisters": sisters, "outside": outside, "circles": circles}
    settings = {"policy": policy, "previous": previous, "told": told, **schools}
    lines, records = [], []
    if policy is not None:
        lines, records = _everybody(n, form, settings)
    extra = {"top": top} if form.table == "ratings" else {}
    tables, found, record, left = _RELEASERS[form.table](made, form, **settings, **extra)
    name = "" if policy is None else policy.name
    released = Released(
        tables=tables,
        shown=pd.DataFrame([*lines, *found], columns=list(COLUMNS)),
        record=joined_records([*records, record], policy=name),
        left_out=tuple(dict.fromkeys(left)),
        n=n,
        policy=policy,
    )
    released = replace(released, legend=LEGEND if released.hidden else "")
    if all(frame.empty for frame in tables.values()) or _main(tables, form).empty:
        raise NothingReleased(_nothing(n, form, policy))
    return released


def _main(tables, form):
    fallback = tables.get("grade_moves", tables.get("grade_counts", pd.DataFrame()))
    return tables.get(form.table, fallback)


def _everybody(n, form, settings):
    """Say how many people there are; how many a school has is no secret among schools."""
    policy = settings["policy"]
    if n < policy.fewest:
        raise NothingReleased(_nothing(n, form, policy))
    counts = protecting.Counts(form.people, **settings)
    counts.show(n, of={}, name=form.people)
    publication = counts.publish()
    shown = publication.text(form.people)
    return [protecting.row("Everybody", form.people, shown)], [publication.record]


def _nothing(n, form, policy):
    return (
        f"A report must have something to show: found nothing that the policy {policy.name!r} "
        f"lets pass (at least {policy.fewest} {form.people}, no count of 1 to "
        f"{policy.threshold - 1}). Choose a narrower audience, leave out columns of groups, or put "
        "several classes or schools together."
    )


def _refuse_unknown_rules(policy):
    if policy is not None and policy.rounding:
        raise NothingReleased(
            "A report computes with what it shows, so its policy hides and does not round: found "
            f"{policy.name!r} with rounding {policy.rounding}; choose a policy without rounding."
        )


def audiences_that_work(made, form, *, narrower_than=None, **settings):
    """Make the release for each audience for which there is something to show.

    Parameters
    ----------
    made, form, **settings
        As in :func:`make`, without the policy.
    narrower_than : {"staff", "governors", "public"}, optional
        Only the audiences that may see more than this one; all of them when left out.

    Returns
    -------
    dict of str to Released
        For the audiences whose policy leaves something.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> frame = pd.DataFrame([("3", "2")] * 6, columns=["grade_before", "grade_after"])
    >>> made = {"lesson_grades": frame.assign(scale="lesson_grade_2012")}
    >>> list(audiences_that_work(made, intake.instrument("lesson_grades")))
    ['staff']
    """
    found = {}
    for audience in AUDIENCES[: narrower_than and AUDIENCES.index(narrower_than)]:
        policy = policy_for(audience, made, form)
        try:
            found[audience] = make(made, form, policy=policy, **settings)
        except DisclosureError:
            continue
    return found
