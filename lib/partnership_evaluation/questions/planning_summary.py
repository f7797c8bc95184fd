"""What the plan says in words: the brief, the tables as shown, the conclusions, the dangers."""

import pandas as pd

from partnership_evaluation import proportions, tables, verdicts, wording
from partnership_evaluation.questions import planning_power
from partnership_evaluation.questions.planning_changes import MOST_TRIED
from partnership_evaluation.questions.planning_designs import openness
from partnership_evaluation.questions.planning_reading import EVERYWHERE

AMONG_SUCH = "{}, among people like these"


def brief(study, frame, smallest, tipped, given, *, wanted, worth_from):
    """Write the sentences that a busy reader takes away.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    frame, smallest, tipped : pandas.DataFrame
        From ``planning_designs.table``, ``planning_power.smallest``, ``planning_tipping.table``.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.
    wanted : float
        The power.
    worth_from : int or None
        From ``planning_designs.comparison_worth_from``.

    Returns
    -------
    list of str
    """
    as_was = frame.iloc[0]
    level = wording.percent(given.confidence_level)
    sentences = [
        study.sentence(),
        f"Of 100 such people, between {as_was.low:.0f} and {as_was.high:.0f} more moved up than "
        f"down ({level} interval, {study.classes} {_noun(study)} allowed for): chance leaves "
        f"{as_was.chance:.0f} of the 100 open, the width of that interval, and other explanations "
        f"{as_was.other:.0f} more, however many people there are.",
        _smallest_sentence(smallest.iloc[0], wanted),
    ]
    return [
        *sentences,
        *_best_sentences(frame),
        comparison_sentence(frame, worth_from),
        *_tipping_sentences(tipped, as_was.low, study),
    ]


def comparison_points(frame):
    """Return the points that a comparison group takes away, and those that it adds.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_designs.table``.

    Returns
    -------
    tuple of float
        Points of other explanations taken away, points of chance added.
    """
    rows = frame.set_index("design")
    as_was, compared = rows.iloc[0], rows.loc["A comparison group of the same size"]
    return as_was["other"] - compared["other"], compared["chance"] - as_was["chance"]


def comparison_sentence(frame, worth_from):
    """Say what a comparison group would have changed.

    Parameters
    ----------
    frame : pandas.DataFrame
        From ``planning_designs.table``.
    worth_from : int or None
        People in each group from which on it leaves less open; None where it never does.

    Returns
    -------
    str
    """
    less, more = comparison_points(frame)
    start = (
        f"A comparison group of the same size takes away {less:.0f} points of other explanations "
        f"and adds {more:.0f} of chance"
    )
    if worth_from is None:
        return f"{start}; with {MOST_TRIED:,} people in each group it would still leave more open."
    return f"{start}; from {worth_from} people in each group on it leaves less open than without."


def names_sentence(found, given):
    """Say what names on the forms would have changed, or have.

    Parameters
    ----------
    found : list of partnership_evaluation.questions.planning_designs.Design
        From ``planning_designs.designs``.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.

    Returns
    -------
    str
    """
    base = found[0]
    other = next((design for design in found if "on the forms" in design.name), None)
    if other is None:
        return (
            f"Whether the {base.study.n} people were linked from one time to the next changes "
            "nothing here, or the starting levels are not known."
        )
    here, there = (openness(design, given) for design in (base, other))
    if base.study.linked:
        least, most = (float(end) * 100 for end in other.study.net)
        return (
            "Because people were followed, it is known who moved. Without names the same grades "
            f"would have left anything from {least:.0f} to {most:.0f} more people in 100 moving "
            f"up than down, and {there['together'] - here['together']:.0f} points more open."
        )
    return (
        "Without names nobody can say who moved. With them, and judgements as alike as assumed, "
        f"{here['together'] - there['together']:.0f} points less would be left open."
    )


def quantities(study, *, place, item, confidence_level):
    """Return the numbers on which conclusions rest, over all that chance and the forms leave.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    place, item : str
        The school, or ``all``; the question of the survey, or nothing.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    dict of str to (float, float)
        Smallest and largest share who moved up, and share up less share down.
    """
    counts = (study.least[0], study.most[0])
    if not study.linked and study.before is not None:
        most = min(study.before[0], study.after[-1])
        counts = (counts[0], max(counts[1], most))
    ends = [
        proportions.interval(int(k), n=study.n, confidence_level=confidence_level) for k in counts
    ]
    share = (ends[0].low, ends[-1].high)
    net = _net_interval(study, confidence_level)
    if place != EVERYWHERE:
        return {"share_made": share}
    if item:
        return {f"improved_{item}": share, f"step_{item}": net}
    return {"share_improved": share}


def judged(study, case, *, place, item, confidence_level):
    """Hold the document's conclusions against what the study can show for people like these.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    case : str
        The case study.
    place, item : str
        As in :func:`quantities`.
    confidence_level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        As :func:`partnership_evaluation.verdicts.judge`; no rows for one's own numbers, or where
        the document draws no conclusion from these.
    """
    stated = tables.read(f"{case}/conclusions")
    found = {}
    if not study.own:
        found = quantities(study, place=place, item=item, confidence_level=confidence_level)
    mine = stated["quantity"].isin(found)
    if place != EVERYWHERE:
        mine &= stated["place"] == place
    chosen = stated[mine].assign(
        statement=[AMONG_SUCH.format(text.rstrip(".")) + "." for text in stated[mine]["statement"]]
    )
    return verdicts.judge(chosen, found)


def dangers(study, found, given):
    """List what the plan itself cannot show.

    Parameters
    ----------
    study : partnership_evaluation.questions.planning.Study
        The study as it was.
    found : list of partnership_evaluation.questions.planning_designs.Design
        The designs.
    given : partnership_evaluation.questions.planning_designs.Assumptions
        What is assumed.

    Returns
    -------
    list of (str, str)
        Each danger with its size.
    """
    separate = planning_power.effective_people(found[0], given)
    compared = openness(found[1], given)
    listed = [
        (
            "People of one class or school change together",
            f"{study.n} people in {study.classes} {_noun(study)} count as about {separate} "
            "separate people at an assumed intraclass correlation of "
            f"{wording.number(given.intraclass_correlation)}.",
        ),
        (
            "A comparison group that was not drawn by lot may have changed differently anyway",
            f"The interval of {compared['chance']:.0f} points says nothing of that; only a lot "
            "takes it away.",
        ),
        (
            "Two judges who talk to each other are hardly more than one",
            f"The reliability of {wording.number(given.reliability)} grows only if they judge "
            "independently.",
        ),
        (
            "Another year's people may differ",
            f"All {len(found)} rows take it that the same shares come out again.",
        ),
    ]
    if study.classes == 1:
        listed.append(
            (
                f"With 1 {study.class_word} nobody can tell the {study.class_word} from the rest",
                "Its own luck is in the interval only through the assumed intraclass correlation.",
            )
        )
    return listed


def _net_interval(study, confidence_level):
    if study.linked:
        up, down = study.least
        table = [[study.n - up - down, up], [down, 0]]
        found = proportions.paired_difference(
            table, method="exact", confidence_level=confidence_level
        )
    else:
        (n1, k1), (n2, k2) = ((sum(c), c[-1]) for c in (study.before, study.after))
        found = proportions.difference(k2, n2, k1, n1, confidence_level=confidence_level)
    return found.low, found.high


def _noun(study):
    return study.class_word if study.classes == 1 else study.class_words


def _smallest_sentence(row, wanted):
    if pd.isna(row.share):
        return (
            f"With people who count as {row.counted_as} separate ones, no share who move up would "
            f"stand out in {wording.percent(wanted)} of such studies ({row.test})."
        )
    return (
        f"A study like this would notice a rise in {wording.percent(wanted)} of cases only if "
        f"{wording.percent(row.share)} of people or more really moved up."
    )


def _best_sentences(frame):
    """Name the change that narrows most for its work, and the one that costs none."""
    single = frame.iloc[1:]
    single = single[(single["narrower"] > 0) & ~single["design"].str.startswith("All ")]
    if single.empty:
        return ["None of the changes tried would have narrowed what is left open."]
    free, paid = single[single["hours"] == 0], single[single["hours"] > 0]
    found = []
    if len(paid):
        row = paid.iloc[0]
        found.append(
            f"Most for its work: {_small(row.design)}, {row.narrower:.0f} points less left open "
            f"for {row.hours:.0f} hour{'s' * (round(row.hours) != 1)}"
        )
    if len(free):
        row = free.iloc[0]
        found.append(
            f"{'for' if paid.size else 'For'} no extra work: {_small(row.design)}, "
            f"{row.narrower:.0f} points less"
        )
    return ["; ".join(found) + "."]


def _tipping_sentences(tipped, low, study):
    """Say what ordinary rise would be enough, unless nothing at all would be."""
    if low <= 0:
        return [
            f"With {study.classes} {_noun(study)} allowed for, as many may have moved down as up: "
            "the result does not stand out, whatever an ordinary year brings."
        ]
    as_was = tipped[tipped["design"] == "As it was"].iloc[0]
    try:
        float(as_was["rise"])
    except ValueError:
        return []
    return [
        f"As it was, an ordinary rise of {as_was['rise']} steps a person in a school year would "
        "have been enough for the same picture; beside a comparison group in the same year no "
        "such rise would be."
    ]


def _small(name):
    return name[0].lower() + name[1:]
