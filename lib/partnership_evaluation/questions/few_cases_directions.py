"""What marks a few successes: no recipe from so few cases, and which way the outcomes point."""

import pandas as pd

from partnership_evaluation import factors, tables, wording

#: Share of random data without a contradiction from which minimising is refused.
CHANCE = 0.05
ROWS_OF_REFUSAL = [
    "Factors",
    "Ways to combine them",
    "Cases",
    "How often coin tosses fit some recipe",
    "Factors that these cases could bear",
    "Cases needed, at least",
]
ANSWERED, ASKED = "those who answered", "all who were asked"
STATED = "as the document says"


def refusals(study, *, prevalence=0.5):
    """Say whether the cases may be reduced to a formula, as they are and had all been looked at.

    Parameters
    ----------
    study : partnership_evaluation.questions.few_cases.Study
        The factors.
    prevalence : float, default 0.5
        How common each condition is in the random data.

    Returns
    -------
    list of (str, partnership_evaluation.factors.Refusal)
        What was taken, and the answer: the counted factors in the cases that the document speaks
        of; the same had the others been looked at; all factors that it names.
    """
    everyone = study.cases + study.others
    known = everyone if study.contrast is not None else study.cases
    counted, named = len(study.of_cases), len(study.listed)
    wanted = {
        "counted factors, cases spoken of": (counted, known),
        "counted factors, all cases studied": (counted, everyone),
        "all factors named, all cases studied": (named, everyone),
    }
    found = {
        pair: factors.refuse_minimisation(
            pair[0],
            pair[1],
            without_outcome=pair[1] - study.cases,
            prevalence=prevalence,
            chance=CHANCE,
        )
        for pair in wanted.values()
    }
    named_once = {pair: words for words, pair in reversed(wanted.items())}
    return [(words, found[pair]) for pair, words in reversed(named_once.items())]


def refusal_table(study, *, prevalence):
    """Tabulate the arithmetic of that refusal.

    Parameters
    ----------
    study : partnership_evaluation.questions.few_cases.Study
        The factors.
    prevalence : float
        How common each condition is assumed to be, beside the toss of a coin.

    Returns
    -------
    pandas.DataFrame
        One row a quantity, one column a choice of factors and cases.
    """
    common = f"The same, if each factor is as common as {wording.percent(prevalence)}"
    columns = {"What": [*ROWS_OF_REFUSAL[:4], common, *ROWS_OF_REFUSAL[4:]]}
    likelier = dict(refusals(study, prevalence=prevalence))
    for words, found in refusals(study):
        columns[words] = [
            str(found.conditions),
            f"{found.rows:,}",
            str(found.cases),
            _often(float(found.without_contradiction)),
            _often(float(likelier[words].without_contradiction)),
            str(found.most_conditions),
            f"{found.cases_needed:,}",
        ]
    return pd.DataFrame(columns)


def refusal_sentence(study):
    """Say that no recipe is made, and why.

    Parameters
    ----------
    study : partnership_evaluation.questions.few_cases.Study
        The factors.

    Returns
    -------
    str
    """
    (_, found), *_ = refusals(study)
    ways = (
        f"{found.conditions} factors can be combined in {found.rows:,} ways, of which "
        f"{found.cases} cases show at most {found.most_rows_seen}."
    )
    if not found.refused:
        return f"{ways} A recipe may be sought."
    if not found.without_outcome:
        why = (
            "Every case is a success, so nothing could ever contradict a recipe: factors handed "
            "out by chance would fit one always."
        )
    else:
        why = (
            "Factors handed out by tossing coins would fit some recipe, without a single "
            f"contradiction, {_often(float(found.without_contradiction))} of the time; these "
            f"cases could bear {found.most_conditions} factors."
        )
    return (
        f"{ways} {why} At least {found.cases_needed:,} cases, half of them no successes, would be "
        f"needed for {found.conditions} factors. No recipe is made."
    )


def directions(study, rates=None):
    """List which way each outcome points.

    Parameters
    ----------
    study : partnership_evaluation.questions.few_cases.Study
        The factors.
    rates : partnership_evaluation.questions.regions.RegionRates, optional
        A survey of two groups; then South less North is the direction. Without it the table
        ``outcome_directions`` of the case is read.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``column`` (what is looked at), ``direction`` (up, down, mixed or open),
        ``note``, ``votes`` (whether the row is counted, which a summary of others is not); empty
        where the case has neither.
    """
    columns = ["label", "column", "direction", "note", "votes"]
    if rates is not None:
        rows = [*_items(rates), *_domains(rates)]
    elif tables.exists(f"{study.case}/outcome_directions"):
        rows = [
            _stated(row) for row in tables.read(f"{study.case}/outcome_directions").itertuples()
        ]
    else:
        rows = []
    return pd.DataFrame(rows, columns=columns)


def vote(found, *, confidence_level=0.95):
    """Count the directions.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`directions` returned.
    confidence_level : float, default 0.95
        Level of the interval.

    Returns
    -------
    partnership_evaluation.estimates.Estimate
        Of the share that points up.
    """
    counted = found[found["votes"] & (found["column"] != ASKED)]
    return factors.vote_count(counted["direction"], confidence_level=confidence_level)


def vote_sentence(found, *, confidence_level=0.95):
    """Say what counting the directions comes to.

    Parameters
    ----------
    found : pandas.DataFrame
        What :func:`directions` returned.
    confidence_level : float, default 0.95
        Level of the interval.

    Returns
    -------
    str
    """
    counted = found[found["votes"] & (found["column"] != ASKED)]
    result = vote(found, confidence_level=confidence_level)
    unclear = len(counted) - result.n
    left_out = f"; {unclear} mixed or open left out" if unclear else ""
    open_ones = found[(found["column"] == ASKED) & (found["direction"] == "open")]
    asked = (
        f" Among all who were asked, {len(open_ones)} of the {len(counted)} directions are open."
        if len(open_ones)
        else ""
    )
    return (
        f"{result.statistic:.0f} of {result.n} outcomes point up{left_out}. If each had been as "
        f"likely to point down, a count as one-sided would come up with p = "
        f"{wording.number(result.p_value, digits=2)} (sign test): the true share may lie anywhere "
        f"from {wording.percent(result.low)} to {wording.percent(result.high)}. The outcomes come "
        "from one study, not from independent ones, so even this is surer than it should be, and a "
        f"direction says nothing about size.{asked}"
    )


def _items(rates):
    certain = rates.worst_case().set_index("Item")["Order certain"]
    for row in rates.items.itertuples():
        gap = float(row.south) - float(row.north)
        direction = "up" if gap > 0 else "down" if gap < 0 else "mixed"
        note = f"{row.south} against {row.north}"
        yield row.label, ANSWERED, direction, note, True
        sure = certain[row.label] == "yes"
        yield row.label, ASKED, direction if sure else "open", "" if sure else "not certain", True


def _domains(rates):
    for section, part in rates.items.groupby("section", sort=False):
        gaps = part["south"].astype(float) - part["north"].astype(float)
        up, down = int((gaps > 0).sum()), int((gaps < 0).sum())
        direction = factors.direction_of(up, down, n=len(part))
        note = f"{up} of {len(part)} up"
        yield f"all of these about {section}", ANSWERED, direction, note, False


def _stated(row):
    up, down = (row.up_low, row.up_high), (row.down_low, row.down_high)
    direction = factors.direction_of(
        tuple(map(int, up)), tuple(map(int, down)), n=int(row.of_number)
    )
    count = str(up[0]) if up[0] == up[1] else f"{up[0]} to {up[1]}"
    return row.label, STATED, direction, f"{count} of {row.of_number}, {row.basis}", True


def _often(share):
    return "more than 99.9%" if 0.999 < share < 1 else wording.percent(share)
