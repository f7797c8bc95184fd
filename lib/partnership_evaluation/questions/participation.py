"""Who took part, out of whom: stages of taking part."""

import math
import re

import pandas as pd

from partnership_evaluation import proportions, tables, wording
from partnership_evaluation.questions import participation_costs
from partnership_evaluation.rounding import read_printed, unrounded

ROUTE = re.compile(r"(same|sum|difference)\(([^()]*)\)")
METHODS = ("clopper_pearson", "wilson")


class ParticipationError(ValueError):
    """The stages of taking part name claims or stages that do not exist."""


def flows(case, *, confidence_level=0.95):
    """Work out how many people or schools there were at each stage.

    Parameters
    ----------
    case : str
        A case study.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a stage: ``flow``, ``stage``, ``label``, ``unit``, ``number_low``, ``number_high``,
        ``of_low``, ``of_high`` (the stage that the share is of), ``share_low``, ``share_high``,
        ``low``, ``high`` (exact interval), ``within`` (``yes``, ``not stated`` or missing),
        ``locator``. Empty when the case study has no table ``flows``.

    Raises
    ------
    ParticipationError
        When a stage names a claim that prints no number, or a stage that does not exist.

    Notes
    -----
    A printed percentage gives every number that prints so. The interval is Clopper-Pearson, for
    people like these; it is left out where it is not printed that all belong to the stage before.

    Examples
    --------
    >>> flows("central-beds")[["number_low", "of_low"]].dropna().iloc[-2].astype(int).tolist()
    [16, 18]
    """
    if not tables.exists(f"{case}/flows"):
        return pd.DataFrame(columns=_COLUMNS)
    stages = tables.read(f"{case}/flows")
    claims = tables.claims(case).dropna(subset=["value"])
    printed = {row.claim: read_printed(row.value) for row in claims.itertuples()}
    known, rows = {}, []
    for row in stages.itertuples():
        base = None if pd.isna(row.of_stage) else known.get((row.flow, int(row.of_stage)))
        if base is None and not pd.isna(row.of_stage):
            raise ParticipationError(
                f"A share must be of a stage above it; found stage {row.of_stage} of {row.flow!r}. "
                "Correct the column of_stage of flows."
            )
        number = _number(row, printed, base)
        known[row.flow, int(row.stage)] = number
        rows.append(_stage(row, number, base, confidence_level))
    return pd.DataFrame(rows, columns=_COLUMNS)


def flow_table(stages):
    """Put the stages into words.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`flows` returned.

    Returns
    -------
    pandas.DataFrame
        One row a stage: ``Line``, ``Stage``, ``Number``, ``Of``, ``Share``, ``Interval``.

    Examples
    --------
    >>> flow_table(flows("george-abbot"))["Share"].iloc[4]
    '50%, or fewer of them'
    """
    rows = []
    for row in stages.itertuples():
        number = _span(row.number_low, row.number_high)
        of = None if pd.isna(row.of_low) else _span(row.of_low, row.of_high)
        share = interval = None
        if of:
            share = " to ".join(
                dict.fromkeys(map(wording.percent, (row.share_low, row.share_high)))
            )
            share += "" if row.within == "yes" else ", or fewer of them"
        if not pd.isna(row.low):
            interval = f"{wording.percent(row.low)} to {wording.percent(row.high)}"
        rows.append((row.flow, row.label, number, of, share, interval))
    return pd.DataFrame(rows, columns=["Line", "Stage", "Number", "Of", "Share", "Interval"])


def sentences(stages):
    """Say for each line how many there were at each stage.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`flows` returned.

    Returns
    -------
    list of str
        One sentence that holds every line; a sentence saying so when there is none.

    Examples
    --------
    >>> sentences(flows("jurassic-coast"))[0][:52]
    'Secondary schools: 11 secondary schools of the allia'
    """
    if stages.empty:
        return ["The document prints who took part, but not out of how many who could have."]
    found = []
    for flow, rows in stages.groupby("flow", sort=False):
        numbers = [
            f"{_span(row.number_low, row.number_high)} {row.label}" for row in rows.itertuples()
        ]
        found.append(f"{flow}: {', then '.join(numbers)}")
    return [f"{'; '.join(found)}."]


def routes(stages, *, confidence_level=0.95):
    """Give the shares that are known a second kind of interval.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`flows` returned.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a share with one number: ``Stage``, ``Number``, ``Exact``, ``Wilson``.

    Examples
    --------
    >>> routes(flows("jurassic-coast")).iloc[0].tolist()[1:]
    ['6 of 11', '23% to 83%', '28% to 79%']
    """
    rows = []
    for row in stages.dropna(subset=["low"]).itertuples():
        if row.number_low == row.number_high:
            k, n = int(row.number_low), int(row.of_low)
            level = {"confidence_level": confidence_level}
            found = [proportions.interval(k, n=n, method=m, **level) for m in METHODS]
            texts = [f"{wording.percent(f.low)} to {wording.percent(f.high)}" for f in found]
            rows.append((row.label, f"{k} of {n}", *texts))
    return pd.DataFrame(rows, columns=["Stage", "Number", "Exact", "Wilson"])


def dangers(stages, *, sums, money):
    """List the dangers of reading who took part.

    Parameters
    ----------
    stages : pandas.DataFrame
        What :func:`flows` returned.
    sums : pandas.DataFrame
        What :func:`partnership_evaluation.questions.participation_sums.sums` returned.
    money : pandas.DataFrame
        What :func:`partnership_evaluation.questions.participation_costs.costs` returned.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> dangers(flows("sutton"), sums=pd.DataFrame(), money=pd.DataFrame())[0][0]
    'Who could have come and did not is unknown'
    """
    shares = stages.dropna(subset=["of_low"])
    unknown = (shares["within"] == "not stated").sum()
    lines = stages["flow"].nunique()
    words = (
        f"{lines} line{'' if lines == 1 else 's'} of people or schools can be followed, none of "
    )
    words += "them back to a list from which all were drawn by chance: those who came chose to, or "
    words += "were chosen."
    if not lines:
        words = "0 people are printed who were invited, applied, stayed away or left."
    found = [("Who could have come and did not is unknown", words)]
    if len(shares):
        words = f"For {unknown} of {len(shares)} shares it is not printed that the later people "
        words += "were among the earlier ones; the share is then the largest it can be."
        found.append(("Those who stayed need not be those who came", words))
    if len(sums):
        wrong = (sums["Agrees"] == "no").sum()
        words = f"{wrong} of {len(sums)} sums differ from the printed total."
        found.append(("Printed parts and totals may disagree", words))
    if len(money):
        words = f"The readings of the printed sums give {participation_costs.ends(money)} pounds "
        words += "each; time of staff and heads is not in them."
        found.append(("Money is only part of the cost", words))
    return found


_COLUMNS = ["flow", "stage", "label", "unit", "number_low", "number_high", "of_low", "of_high"]
_COLUMNS += ["share_low", "share_high", "low", "high", "within", "locator"]


def _number(row, printed, base):
    """Return the fewest and the most people at a stage."""
    rule, *names = _route(row)
    missing = [name for name in names if name not in printed]
    if missing:
        raise ParticipationError(
            f"The number of a stage must follow from claims that print one; found none for "
            f"{', '.join(missing)} ({row.flow}, stage {row.stage}). Correct the column number."
        )
    numbers = [printed[name] for name in names]
    if row.kind == "percent":
        rate = unrounded(numbers[0])
        return math.ceil(rate.low * base[0] / 100), math.floor(rate.high * base[1] / 100)
    first, *rest = (int(number.value) for number in numbers)
    return (first - sum(rest) if rule == "difference" else first + sum(rest),) * 2


def _route(row):
    found = ROUTE.fullmatch(row.number)
    if not found:
        raise ParticipationError(
            f"The number of a stage must be written same(claim), sum(claim; claim) or "
            f"difference(claim; claim); found {row.number!r}. Correct the column number of flows."
        )
    return found[1], *found[2].split("; ")


def _stage(row, number, base, confidence_level):
    named = (row.flow, int(row.stage), row.label, row.unit, *number)
    if base is None:
        return (*named, *[None] * 6, row.within, row.locator)
    shares = number[0] / base[1], number[1] / base[0]
    ends = (None, None)
    if row.within == "yes":
        level = {"confidence_level": confidence_level}
        first, last = (proportions.interval(k, n=base[0], **level) for k in number)
        ends = first.low, last.high
    return (*named, *base, *shares, *ends, row.within, row.locator)


def _span(low, high):
    return f"{int(low)}" if low == high else f"{int(low)} to {int(high)}"
