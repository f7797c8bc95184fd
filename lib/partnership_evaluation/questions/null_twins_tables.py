"""The tables and the columns of figures that a report shows beside null twins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from partnership_evaluation import null_twin, wording
from partnership_evaluation.questions.null_twins import room_for
from partnership_evaluation.questions.null_twins_shown import (
    MANY,
    amount,
    share_of_twins,
    span,
    value_in_words,
)


def answers(comparison):
    """Tabulate how the answer moves with reliability and drift.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    pandas.DataFrame
        Up to three changes: one row a combination, ``Result``, ``Reliability`` (of one judgement),
        ``Everybody moves by``, ``Twins: mean``, ``Middle 95%``, ``At least this good``, ``p``.
        More: one row a change, ``Result``, ``Printed``, the p-value at each reliability, the
        largest with Holm's correction, and whether it is beyond the twins.
    """
    every, assumed = comparison.twinned, comparison.assumed
    if len(every) >= MANY:
        return _one_row_each(every, assumed)
    rows = [row for one in every for row in _rows(one, assumed)]
    columns = ["Result", "Reliability", "Everybody moves by", "Twins: mean", "Middle 95%"]
    columns += ["At least this good", "p"]
    return pd.DataFrame(rows, columns=columns)


def starts(comparison):
    """Tabulate how many people of each starting level would move up with nothing changed.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison; changes whose starting levels were printed are used.

    Returns
    -------
    pandas.DataFrame
        One row a starting level of people: ``Result``, ``Began at``, ``People`` and, for each
        reliability, the number expected to move up, in closed form.
    """
    frames = []
    for one in comparison.twinned:
        if one.reported.moved is None or one.model.before is None:
            continue
        model = one.model
        rows = pd.DataFrame(
            {"Result": one.reported.subject, "Began at": model.levels, "People": model.before}
        )
        for reliability in comparison.assumed.reliabilities:
            expected = null_twin.transition(
                model.expected_shares,
                levels=model.levels,
                reliability=reliability,
                drift=model.drift,
            )
            number = np.array(model.before) * expected["improved"].fillna(0).to_numpy()
            rows[f"Move up by themselves at {reliability:g}"] = number.round(1)
        frames.append(rows[rows["People"] > 0])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def panels(comparison):
    """Return the distributions of twins as ``figures.null_twins.twins`` draws them.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``value``, ``share``, ``observed`` in the unit of the change; every change up to
        three, of more the one that stands out most.
    """
    frames = []
    for one in drawn(comparison):
        frame = one.result.table
        factor = one.reported.factor
        frames.append(
            pd.DataFrame(
                {
                    "label": one.reported.subject,
                    "value": frame["value"] * factor,
                    "share": frame["share"],
                    "observed": one.result.observed * factor,
                }
            )
        )
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def drawn(comparison):
    """List the changes that the figures draw.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    sequence of partnership_evaluation.questions.null_twins.Twinned
        Every change up to three; of more, the one that stands out most.
    """
    every = comparison.twinned
    return every if len(every) < MANY else [comparison.main]


def beside(comparison):
    """Tabulate the printed changes that the figures draw, each beside its null twins.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    pandas.DataFrame
        ``Result``, ``As printed``, ``People``, ``Middle 95% of twins`` (in the unit of the
        figure) and ``At least this good``; from four changes on also how many of them are
        ``Beyond the twins``.
    """
    rows = [
        (
            one.reported.subject,
            one.reported.words,
            one.reported.n,
            span(one, one.result),
            share_of_twins(one.result),
        )
        for one in drawn(comparison)
    ]
    columns = ["Result", "As printed", "People", "Middle 95% of twins", "At least this good"]
    table = pd.DataFrame(rows, columns=columns)
    every = comparison.twinned
    if len(every) < MANY:
        return table
    beyond = sum(one.worst.adjusted <= comparison.assumed.level for one in every)
    return table.assign(**{"Beyond the twins": f"{beyond} of {len(every)} questions"})


def alternative(comparison):
    """Say in words what the figure of the twins shows; its numbers are those of the table below.

    Parameters
    ----------
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The comparison.

    Returns
    -------
    str
    """
    return " ".join(
        f"{one.reported.subject}: {one.reported.words}; the middle 95% of twins are at "
        f"{span(one, one.result)}, and {share_of_twins(one.result)} look at least this good."
        for one in drawn(comparison)
    )


def _rows(one, assumed):
    for drift in dict.fromkeys(room_for(one.model, drift) for drift in assumed.drifts):
        for reliability in (r for r, _ in one.at):
            world = replace(one.model, reliability=reliability, drift=drift)
            found = null_twin.twins(
                world,
                statistic=one.reported.statistic,
                observed=one.reported.observed,
                n_twins=assumed.n_twins,
                seed=assumed.seed,
            )
            yield (
                one.reported.subject,
                wording.number(reliability),
                amount(drift, one),
                value_in_words(one, found.estimate),
                span(one, found),
                share_of_twins(found),
                wording.p_value(found.p_value),
            )


def _one_row_each(every, assumed):
    rows = [
        (
            one.reported.subject,
            one.reported.words,
            *(wording.p_value(result.p_value) for _, result in one.at),
            wording.p_value(one.worst.adjusted),
            "yes" if one.worst.adjusted <= assumed.level else "no",
        )
        for one in every
    ]
    at = [f"p at {wording.number(reliability)}" for reliability in assumed.reliabilities]
    return pd.DataFrame(
        rows, columns=["Result", "Printed", *at, "Largest p, adjusted", "Beyond the twins"]
    )
