"""What marks a few successes: luck, leaving one out, necessity and contrast, in words."""

import pandas as pd

from partnership_evaluation import factors, wording
from partnership_evaluation.questions.few_cases import counted

NAMES_OF_MEASURES = {
    "Successes with it": "Successes with it",
    "Others with it": "Others with it",
    "Factors": "Factors",
    "Consistency": "Share of the successes that have it",
    "Coverage": "Successes among all who have it",
    "Relevance": "Relevance, from 0 (everyone has it) to 1",
}


def pairs_table(study):
    """Read factors that are counted over schools as counts of pairs of schools.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    pandas.DataFrame
        One row a factor counted over twice as many as there are successes: ``Factor``, ``Schools
        with it``, ``Pairs with it on both sides``, ``Pairs with it on at least one``; empty where
        there is none.
    """
    schools = study.listed[study.listed["of_number"] == 2 * study.cases]
    rows = []
    for row in schools.itertuples():
        ends = int(row.present_low), int(row.present_high)
        found = factors.pairs_from_schools(*ends, pairs=study.cases)
        spans = [f"{low}" if low == high else f"{low} to {high}" for low, high in found.values()]
        rows.append((row.label, f"{ends[0]}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"))
        rows[-1] += tuple(spans)
    sides = ["Pairs with it on both sides", "Pairs with it on at least one"]
    return pd.DataFrame(rows, columns=["Factor", "Schools with it", *sides])


def luck_sentence(study):
    """Say how common factors must be for luck to suffice, and what the count leaves out.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    str
    """
    observed, counted = len(study.unanimous), len(study.of_cases)
    enough = factors.luck_suffices_from(observed, factors=counted, cases=study.cases)
    return (
        f"Luck gives {observed} or more unanimous factors in at least 1 of 20 such groups once "
        f"each factor is found in {wording.percent(enough)} of {study.unit}, if factors come "
        "independently; factors that come together need be less common. The document chooses what "
        "it reports: a factor that fewer shared may not have been written down, and the "
        f"{len(study.listed) - len(study.counted)} factors that it names without a count are in "
        "neither number."
    )


def lot_table(study):
    """Tabulate luck if the successes had been drawn by lot from all cases studied.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    pandas.DataFrame
        One row for each number of all cases that may have a factor.
    """
    everyone = study.cases + study.others
    found = factors.luck_by_lot(
        len(study.of_cases),
        cases=study.cases,
        population=everyone,
        observed=len(study.unanimous),
    )
    return pd.DataFrame(
        {
            f"Of all {everyone}, have the factor": found["present"],
            f"All {study.cases} drawn have it": found["chance"].map(_chance),
            "Unanimous on average": found["expected"].round(1),
            "At least as many as printed": found["tail"].map(_chance),
        }
    )


def left_out_sentence(study):
    """Say what leaving one success out does, given that only counts are printed.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    str
    """
    found = factors.leave_one_out(
        study.listed, cases=study.cases, confidence_level=study.confidence_level
    )
    before, after = (
        f"{low}" if low == high else f"{low} to {high}" for low, high in (found.before, found.after)
    )
    fewer = study.cases - 1
    return (
        f"The words allow {before} unanimous factors among {study.cases} {study.unit}, and {after} "
        f"among any {fewer}: which of them lacks a factor is not printed. No factor that all have "
        f"can lose that when one is left out, so the test cannot fail. What it costs is certainty: "
        f"{fewer} of {fewer} could still be as few as {wording.percent(found.lowest_after)} of "
        f"{study.unit} like these, where {study.cases} of {study.cases} could be "
        f"{wording.percent(found.lowest_before)}."
    )


def necessity_table(study):
    """Tabulate whether factors are necessary, and whether that can matter.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of counts, under headings in words.
    """
    found = factors.necessity_table(
        study.listed, cases=study.cases, others=study.others, contrast=study.contrast
    )
    return found.rename(columns=NAMES_OF_MEASURES)


def necessity_sentence(study):
    """Say for how many factors necessity can matter.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    str
    """
    trivial, unanimous = len(study.shared_by_everyone), len(study.unanimous)
    unknown = unanimous - trivial
    parts = []
    if trivial:
        parts.append(
            f"{counted(trivial, unanimous)} factors that every success has are said of "
            f"{study.other_cases} as well: a condition that everyone has tells nothing about "
            "success."
        )
    if unknown:
        parts.append(
            f"Nobody asked whether {study.other_cases} have {unknown} of the {unanimous} factors "
            "that every success has: each may be anything from irrelevant, if all of those have "
            "it, to perfectly telling, if none has."
        )
    return " ".join(parts)


def contrast_table(study):
    """Tabulate what is said of successes and others on the same factor.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    pandas.DataFrame
        One row a factor, under headings in words; empty where nothing is said of the others.
    """
    columns = ["Factor", "Successes with it", "Others with it", "Smallest p", "Largest p"]
    if study.contrast is None:
        return pd.DataFrame(columns=columns)
    found = factors.contrasts(study.listed, study.contrast, cases=study.cases, others=study.others)
    for name in ("p_low", "p_high"):
        found[name] = found[name].map(wording.p_value)
    shown = found.drop(columns=["p_smallest"])
    counts = {"successes": f" of {study.cases}", "others": f" of {study.others}"}
    for name, suffix in counts.items():
        shown[name] = [text if text == "not counted" else text + suffix for text in shown[name]]
    return shown.set_axis(columns, axis=1)


def contrast_sentence(study):
    """Say how rare a factor must be among the others, or how many others it would take.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    str
    """
    if not study.others:
        return f"The {study.cases} are all that were studied: no comparison can be made."
    found = {
        test: factors.contrast_needed(study.cases, n=study.cases, others=study.others, test=test)
        for test in ("fisher", "boschloo")
    }
    needed = factors.others_needed(study.cases, n=study.cases)
    if pd.isna(found["fisher"]["most_others"]):
        return (
            f"Against {study.other_cases} no factor can be told from luck: were it in all "
            f"{study.cases} successes and in none beyond them, Fisher's exact test would still "
            f"give {wording.p_said(study.smallest_p)}. At least {needed} others without it "
            "would be needed."
        )
    many = len(study.unanimous)
    strict = factors.contrast_needed(
        study.cases, n=study.cases, others=study.others, alpha=0.05 / max(many, 1)
    )["most_others"]
    corrected = f"in at most {strict:.0f}" if strict == strict else "rarer than these numbers allow"
    least, share = found["fisher"]["most_others"], found["fisher"]["most_share"]
    return (
        f"A factor that all {study.cases} have would have to be missing in at least "
        f"{study.others - least:.0f} of the other {study.others}, that is, found in at most "
        f"{wording.percent(round(share, 4))} of them, before Fisher's exact test told the groups "
        f"apart at 5% (p = {wording.number(found['fisher']['p_value'], digits=2)}); by Boschloo's "
        f"test too it could be in at most {found['boschloo']['most_others']:.0f}. With one more "
        f"the difference is no longer told from luck. Were all {many} unanimous factors compared "
        f"at once, each would have to be {corrected} (Bonferroni)."
    )


def _chance(share):
    return wording.percent(share) if share >= 0.01 or share == 0 else "below 1%"
