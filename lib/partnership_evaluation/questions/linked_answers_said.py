"""Answers of the same people at two times: what the report shows and says."""

import pandas as pd

from partnership_evaluation import findings, wording

#: From this share of first answers at the best on there is little room to improve.
MUCH_AT_BEST = 0.5


def shown(table):
    """Show means, spreads and changes.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "Question": table["item"],
            "Before": table["n_before"],
            "After": table["n_after"],
            "Both": table["n"],
            "Mean (SD) before": _means(table, "before"),
            "Mean (SD) after": _means(table, "after"),
            "Mean change": [span(row) for row in table.itertuples()],
        }
    )


def moved(table):
    """Show who moved, and how surely.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.

    Returns
    -------
    pandas.DataFrame
    """
    return pd.DataFrame(
        {
            "Question": table["item"],
            "Up": table["improved"],
            "Same": table["same"],
            "Down": table["worse"],
            "At the best before": table["at_best"],
            "p, ranks": table["p_value"].map(wording.p_value),
            "p, ranks, all together": table["p_adjusted"].map(wording.p_value),
            "p, signs": table["p_sign"].map(wording.p_value),
        }
    )


def brief(table, before, after, *, confidence_level, invented):
    """Write the sentences in brief.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.
    before, after : pandas.DataFrame
        What ``linked_answers.read`` gave.
    confidence_level : float
        Level of the intervals.
    invented : bool
        Whether nothing here is about a real person.

    Returns
    -------
    list of str
    """
    said = ["These people are invented: nothing here is about a real one."] if invented else []
    up, down = _beyond_chance(table, confidence_level)
    both = before.index.intersection(after.index)
    top = table.loc[table["estimate"].abs().idxmax()]
    return [
        *said,
        f"{len(both)} people answered both times; {len(before)} answered before and {len(after)} "
        "after.",
        f"Answers are better after in {len(up)} of {len(table)} questions, and worse in "
        f"{len(down)}, by more than chance once all are looked at together.",
        f"The largest mean change is {span(top)}, in one question: {top['improved']} people moved "
        f"up, {top['same']} stayed and {top['worse']} moved down.",
    ]


def readings(table, *, confidence_level):
    """Hold readings of such answers against them.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.
    confidence_level : float
        Level of the tests.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.conclusions` takes it.
    """
    up, down = _beyond_chance(table, confidence_level)
    some = "supported" if len(up) else "undetermined"
    every = (
        "supported" if len(up) == len(table) else "contradicted" if len(down) else "undetermined"
    )
    nobody = "contradicted" if table["worse"].any() else "supported"
    here = findings.COMMON_READING
    return pd.DataFrame(
        [
            ("At least one question has better answers after.", here, some,
             f"By more than chance in {len(up)} of {len(table)}, all looked at together."),
            ("Every question has better answers after.", here, every,
             f"By more than chance better in {len(up)} of {len(table)}, worse in {len(down)}."),
            ("Nobody gave a worse answer after.", here, nobody,
             f"{int(table['worse'].sum())} answers are worse than before."),
        ],
        columns=["statement", "locator", "verdict", "reason"],
    )  # fmt: skip


def dangers(table, before, after, *, best):
    """List what the answers cannot show, each with its size.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``linked.changes`` gave.
    before, after : pandas.DataFrame
        What ``linked_answers.read`` gave.
    best : int or None
        The highest answer, where the scale is known.

    Returns
    -------
    list of (str, str)
    """
    left = before.loc[before.index.difference(after.index)]
    stayed = before.loc[before.index.intersection(after.index)]
    gone = "nobody left"
    if len(left) and pd.notna(left.mean(axis=None)):
        gone = (
            f"{len(left)} answered before only; their mean answer then was "
            f"{left.mean(axis=None):.2f}, that of the others {stayed.mean(axis=None):.2f}"
        )
    full = int((table["at_best"] >= MUCH_AT_BEST * table["n"]).sum())
    full = f"In {full} of {len(table)} questions at least half gave it."
    small = int((table["p_value"] < 0.05).sum())
    return [
        ("Those who did not answer again may differ", f"{gone[0].upper()}{gone[1:]}."),
        (
            "With many questions some differ by chance",
            f"{small} of {len(table)} have p below 0.05 each by itself, and "
            f"{int((table['p_adjusted'] < 0.05).sum())} once all are looked at together.",
        ),
        (
            "Whoever gave the best answer before cannot move up",
            full if best is not None else "Which answer is the best is not known here.",
        ),
        (
            "People answer differently once they know what a question means",
            "How they judged themselves may have moved instead of what they do; the answers do not "
            "tell the two apart.",
        ),
    ]


def span(row):
    """Write a mean change with its interval.

    Parameters
    ----------
    row : namedtuple or pandas.Series
        ``estimate``, ``low``, ``high``.

    Returns
    -------
    str
    """
    return f"{row.estimate:+.2f} ({row.low:+.2f} to {row.high:+.2f})"


def _means(table, time):
    pairs = zip(table[f"mean_{time}"], table[f"sd_{time}"], strict=True)
    return [f"{mean:.2f} ({spread:.2f})" for mean, spread in pairs]


def _beyond_chance(table, confidence_level):
    sure = table[table["p_adjusted"] < 1 - confidence_level]
    return sure[sure["estimate"] > 0], sure[sure["estimate"] < 0]
