"""What is assumed of judgements and of change without a programme, each figure with its source."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from partnership_evaluation import tables, wording

TABLE = "reliabilities"


class NullTwinError(ValueError):
    """Assumptions about a world in which nothing worked that cannot be used as they stand."""


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of the judgements and of change without a programme.

    Attributes
    ----------
    judgement : str
        Kind of judgement, as in ``reliabilities``.
    reliability, least_reliability, most_reliability : float
        Of one judgement: the value assumed, and the ends of what is plausible.
    drift, most_drift : float
        Levels by which everybody moves anyway: the value assumed and the most that is plausible.
    level : float
        Largest p-value that counts as beyond the null twins.
    n_twins, seed : int
        Twins drawn, and the start of the draws.
    selection : {"all", "graded", "weakest_third"}
        How the people were selected.
    population : tuple of float, optional
        Weight of each level among those they were selected from.
    """

    judgement: str
    reliability: float
    least_reliability: float
    most_reliability: float
    drift: float
    most_drift: float
    level: float
    n_twins: int
    seed: int
    selection: str = "all"
    population: tuple | None = None

    @property
    def reliabilities(self):
        """The least plausible reliability, the assumed and the most plausible one, once each."""
        ends = (self.least_reliability, self.reliability, self.most_reliability)
        return tuple(dict.fromkeys(ends))

    @property
    def drifts(self):
        """The assumed and the most plausible drift, once each."""
        return tuple(dict.fromkeys((self.drift, self.most_drift)))

    def world(self, model):
        """Put a model into the assumed world.

        Parameters
        ----------
        model : partnership_evaluation.null_twin.NullModel
            People and scale.

        Returns
        -------
        partnership_evaluation.null_twin.NullModel
        """
        changed = {"reliability": self.reliability, "drift": self.drift}
        if self.population is not None and len(self.population) == len(model.levels):
            changed |= {"selection": self.selection, "population": self.population}
        return replace(model, **changed)


def assume(
    judgement,
    *,
    reliability,
    drift=None,
    most_drift=None,
    confidence_level=0.95,
    draws=10_000,
    seed,
    selection="all",
    population="",
):
    """Collect what is assumed, with the plausible ranges of ``data/reliabilities.csv``.

    Parameters
    ----------
    judgement : str
        Kind of judgement; one that has a range of reliabilities in the table.
    reliability : float
        The reliability of one judgement that is assumed; where it lies outside the range, the
        range is widened to it.
    drift, most_drift : float, optional
        Levels by which everybody moves anyway: assumed, and at most; the table's where left out.
    confidence_level : float, default 0.95
        One less it is the level below which a p-value is beyond the twins.
    draws, seed : int
        Twins drawn, and the start of the draws.
    selection : {"all", "graded", "weakest_third"}
        How the people were selected.
    population : str, default ""
        Percentages of everybody at each level, worst level first, commas between; needed for a
        selection.

    Returns
    -------
    Assumptions

    Raises
    ------
    NullTwinError
        When the table has no range for such a judgement, or a selection has no population.
    """
    ranges = _ranges(judgement)
    low, high = ranges.loc["reliability", ["low", "high"]].astype(float)
    weights = tuple(float(part) for part in population.split(",")) if population else None
    if selection != "all" and weights is None:
        raise NullTwinError(
            "People who were selected need the population they were selected from; found selection "
            f"{selection!r} and no population. Give the percentage of everybody at each level."
        )
    if drift is None or most_drift is None:
        usual, _, most = range_of(judgement, "drift")
        drift = usual if drift is None else drift
        most_drift = most if most_drift is None else most_drift
    return Assumptions(
        judgement=judgement,
        reliability=reliability,
        least_reliability=min(float(low), reliability),
        most_reliability=max(float(high), reliability),
        drift=drift,
        most_drift=max(drift, most_drift),
        # 1 - 0.95 is a little more than 0.05 in binary numbers.
        level=round(1 - confidence_level, 10),
        n_twins=draws,
        seed=seed,
        selection=selection,
        population=weights,
    )


def evidence(assumed):
    """Tabulate what is published about such judgements, and what is assumed.

    Parameters
    ----------
    assumed : Assumptions
        What was assumed.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``About``, ``Measure``, ``Figure``, ``Status``, ``Source``, ``Remark``.
    """
    rows = tables.read(TABLE)
    rows = rows[rows["judgement"] == assumed.judgement]
    return pd.DataFrame(
        {
            "About": rows["instrument"],
            "Measure": rows["measure"],
            "Figure": [_figure(row) for row in rows.itertuples()],
            "Status": rows["status"],
            "Source": rows["source"] + ". " + rows["locator"] + ".",
            "Remark": rows["note"],
        }
    ).reset_index(drop=True)


def rate(key):
    """Look up a published rate.

    Parameters
    ----------
    key : str
        Its name in ``reliabilities``.

    Returns
    -------
    pandas.Series or None
        The row; None where there is none.
    """
    rows = tables.read(TABLE).set_index("key")
    return rows.loc[key] if key in rows.index else None


def range_of(judgement, measure):
    """Look up an assumed range.

    Parameters
    ----------
    judgement, measure : str
        As in ``reliabilities``.

    Returns
    -------
    (float, float, float)
        The value assumed, and the two ends.

    Raises
    ------
    NullTwinError
        When the table has no such range.
    """
    ranges = _ranges(judgement)
    if measure not in ranges.index:
        raise NullTwinError(
            f"A range must be in data/{TABLE}.csv; found no {measure!r} for {judgement!r}. Add a "
            "row of role range."
        )
    return tuple(float(ranges.loc[measure, name]) for name in ("estimate", "low", "high"))


def _ranges(judgement):
    rows = tables.read(TABLE)
    rows = rows[rows["role"] == "range"]
    known = list(dict.fromkeys(rows["judgement"]))
    if judgement not in known:
        raise NullTwinError(
            f"A kind of judgement must have a range in data/{TABLE}.csv; found {judgement!r}. "
            f"Known: {', '.join(known)}."
        )
    return rows[rows["judgement"] == judgement].set_index("measure")


def _figure(row):
    ends = [wording.number(end) for end in (row.low, row.high) if pd.notna(end)]
    span = " to ".join(ends)
    if pd.notna(row.estimate):
        middle = wording.number(row.estimate)
        span = f"{middle} ({span})" if span else middle
    return f"{span} {row.unit}"
