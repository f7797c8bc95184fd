"""Primary suppression: what a policy hides by itself, and what stands on it."""

from dataclasses import replace

import numpy as np

from partnership_evaluation.disclosure import building
from partnership_evaluation.disclosure.cells import DisclosureError, Row, Term
from partnership_evaluation.disclosure.publication import (
    BASE,
    INSIDE,
    SMALL,
    Publication,
)
from partnership_evaluation.disclosure.records import read_record
from partnership_evaluation.disclosure.statements import Statistic


def suppress(release, *, policy, previous=()):
    """Hide what a policy forbids number by number, and nothing else.

    Parameters
    ----------
    release : Release
        Everything that is to be published.
    policy : Policy
        What may be published.
    previous : Publication or dict, or a list of them
        Earlier reports on the same people, or their records.

    Returns
    -------
    Publication
        Primary suppression only: subtraction may give the hidden numbers back. Use
        :func:`protect` for a report.

    Raises
    ------
    ValueError
        When no people could have given the registered counts.
    DisclosureError
        When the policy protects zeros and a table leaves combinations out.

    Notes
    -----
    Hidden are counts below the threshold; every count inside a group that is itself hidden for
    being small, zeros too, as the pattern of zeros would describe its few people; percentages and
    means of too few people; and everything that stands on a hidden count.

    Examples
    --------
    >>> import pandas as pd
    >>> from partnership_evaluation.disclosure import Release, read_policy
    >>> release = Release()
    >>> table = pd.DataFrame({"grade": [1, 2, 3], "n": [20, 15, 3]})
    >>> release.table(table, name="t", dims=["grade"])
    >>> suppress(release, policy=read_policy("pupils_staff")).table("t")["n"].tolist()
    [20, 15, '[c]']
    """
    return start(release, policy=policy, previous=previous)[0]


def start(release, *, policy, previous=()):
    """Set up the unknowns of a release and hide what is hidden by itself.

    Parameters
    ----------
    release, policy, previous
        As in :func:`suppress`.

    Returns
    -------
    (Publication, Model)

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy
    >>> start(Release(), policy=read_policy("pupils_staff"))[0].hidden
    {}
    """
    records = list(previous) if isinstance(previous, list | tuple) else [previous]
    known = [row for record in records for row in read_record(record)]
    absent = [
        Row(f"{where}: no row for {found.text}", (Term(1, found),), 0, 0)
        for found, where in sorted(release.absent.items())
    ]
    facts, model = building.with_facts(release, [*absent, *known])
    left_out = [row for row in facts if row in absent]
    if left_out and policy.zeros == "protected":
        raise DisclosureError(
            "A policy that protects zeros needs every combination in a table: found "
            f"{len(left_out)} left out ({left_out[0].source}); list them with a count of 0."
        )
    publication = Publication(
        release,
        policy,
        _small(release, policy, model),
        {},
        tuple(left_out),
        tuple(row for row in facts if row not in absent),
    )
    return with_bases(publication, model), model


def _small(release, policy, model):
    if policy.threshold <= 1:
        return {}
    small = {c for c in release.printed if policy.is_protected(release.values[c])}
    if not small:
        return {}
    rows = sorted({model.cells[c] for c in small})
    members = model.members.astype(bool).astype(int)
    shared = (members @ members[rows].T).toarray()
    sizes = np.asarray(members.sum(axis=1)).ravel()
    within = (shared == sizes[:, None]) & (sizes[:, None] < sizes[rows][None, :])
    inside = within.any(axis=1)
    hidden = {}
    for found in release.values:
        row = model.cells[found]
        if inside[row] and policy.zeros == "shown":
            hidden[found] = INSIDE
        elif row in rows:
            hidden[found] = SMALL
    return hidden


def with_bases(publication, model):
    """Hide the percentages, means and other numbers that may not be shown beside the counts.

    Parameters
    ----------
    publication : Publication
        With its hidden counts.
    model : Model
        The unknowns.

    Returns
    -------
    Publication

    Examples
    --------
    >>> from partnership_evaluation.disclosure import Release, read_policy
    >>> release = Release()
    >>> release.percentage(3, n=38, of={}, having={"passed": "no"}, name="prose")
    >>> start(release, policy=read_policy("pupils_staff"))[0].hidden_statements
    {'prose': 'small'}
    """
    release, policy, hidden = publication.release, publication.policy, publication.hidden
    printed = {model.cells[found] for found in release.printed}
    statements = {k: v for k, v in publication.hidden_statements.items() if v not in (SMALL, BASE)}
    for name, statement in release.statements.items():
        bare = [base for base in statement.bases if model.cells[base] not in printed]
        if statement.is_refused(policy):
            statements[name] = SMALL
        elif any(base in hidden for base in statement.bases) or (
            bare and isinstance(statement, Statistic)
        ):
            statements[name] = BASE
    return replace(publication, hidden_statements=dict(sorted(statements.items())))
