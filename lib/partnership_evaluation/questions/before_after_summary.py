"""What a survey before and after comes to, in sentences."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import tables, wording
from partnership_evaluation.feasible.moves import sign_test_p
from partnership_evaluation.questions import mean_differences
from partnership_evaluation.questions.before_after_tables import (
    length,
    movers_needed,
    written,
)


@dataclass(frozen=True)
class Evidence:
    """Everything that a case study printed about answers before and after.

    Attributes
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The items.
    results : tuple of partnership_evaluation.questions.before_after_results.Result
        What their figures leave open, where the figures are known.
    changes : pandas.DataFrame or None
        Where those who began lowest ended.
    form : pandas.DataFrame or None
        The printed form.
    scale_points : int
        Points assumed where no scale was printed.
    """

    survey: object
    results: tuple
    changes: pd.DataFrame | None
    form: pd.DataFrame | None
    scale_points: int

    @property
    def only_differences(self):
        """Items of which nothing but a difference was printed."""
        return [i for i in self.survey.items if i.difference and not i.before.printed]

    @property
    def questions(self):
        """Questions of the survey, or of the printed form when there are no figures."""
        return len(self.survey.items) or (0 if self.form is None else len(self.form))


def form(case):
    """Read the printed form of a case study.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    pandas.DataFrame or None
        The table ``instrument``; None where no form was printed.

    Examples
    --------
    >>> len(form("fairfields")), form("camden") is None
    (29, True)
    """
    return tables.read(f"{case}/instrument") if tables.exists(f"{case}/instrument") else None


def sentences(evidence):
    """Say what the printed figures show.

    Parameters
    ----------
    evidence : Evidence
        What was printed.

    Returns
    -------
    list of str
        One or two sentences for each kind of figure that there is.
    """
    found = []
    if evidence.results:
        found += [_directions(evidence.survey), _who(evidence.survey), _chance(evidence.results)]
    if evidence.only_differences:
        found.append(_differences(evidence))
    if evidence.changes is not None:
        found.append(_lowest(evidence.changes))
    found += [_other_people(item) for item in evidence.survey.items if not item.same_people]
    if not evidence.survey.items and evidence.form is not None:
        found.append(_lost(evidence))
    return found


def rounding_sentence(survey, as_printed):
    """Say how the decimals of the means bear on who can have answered.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey as it is worked with.
    as_printed : partnership_evaluation.questions.before_after.Survey
        The same survey, the means read with no more decimals than are printed.

    Returns
    -------
    str
        Empty where the two readings agree.
    """
    parts = [
        f"{time}: {_sizes(survey.complete[time])}; with the decimals as printed "
        f"{_sizes(as_printed.complete[time])}"
        for time in survey.complete
        if survey.complete[time] != as_printed.complete[time]
    ]
    if not parts:
        return ""
    return (
        "Spreadsheets drop zeros at the end, so 3.6 beside 3.67 is read as 3.60. Groups in which "
        f"everybody can have answered every question, {'. And '.join(parts)}."
    )


def direction_test(survey):
    """Return how one-sided tosses of a coin would be as often as the items are.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.

    Returns
    -------
    float
        Two-sided p-value of the sign test over the items that differ.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> round(direction_test(before_after.read("sutton", most_answers=12)), 2)
    0.8
    """
    up, _, down = survey.directions
    return float(sign_test_p(up, down))


def unlisted(survey):
    """Work out the numbers of the sentences and pictures that no table shows.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey.

    Returns
    -------
    dict of str to float
        What it is, and how much; empty where no figures are known. The first two are the average
        difference of the questions, in the unit of the figures and as a share of the scale,
        favourable being positive.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> found = unlisted(before_after.read("sutton", most_answers=12))
    >>> [round(value, 2) for value in found.values()]
    [0.07, 0.02, 8.0]
    """
    items = survey.known
    if not items:
        return {}
    mean = sum(float(item.step_printed) for item in items) / len(items)
    up, _, down = survey.directions
    return {
        "average difference of the questions": mean,
        "average difference as a share of the scale": mean / length(items[0]),
        "questions that would be better by chance": (up + down) / 2,
    }


def average(survey):
    """Write the average difference of the questions.

    Parameters
    ----------
    survey : partnership_evaluation.questions.before_after.Survey
        The survey, with figures that are known.

    Returns
    -------
    str
        With its unit, and with its share of the scale where that is longer than one.

    Examples
    --------
    >>> from partnership_evaluation.questions import before_after
    >>> average(before_after.read("camden", most_answers=20))
    '53 percentage points'
    """
    mean, share, _ = unlisted(survey).values()
    item = survey.known[0]
    of_scale = f", {wording.percent(share)} of the scale"
    return f"{written(mean, item)}{of_scale if length(item) > 1 else ''}"


def _directions(survey):
    up, same, down = survey.directions
    items = survey.known
    level = f"{same} were the same, " if same else ""
    p = wording.p_value(direction_test(survey))
    return (
        f"Of {len(items)} questions asked before and after, {up} have a higher figure after, "
        f"{level}{down} a lower one; tosses of a coin would be as one-sided with p "
        f"{p if p.startswith('<') else f'= {p}'}. The average difference is {average(survey)}."
    )


def _who(survey):
    before, after = survey.groups["before"], survey.groups["after"]
    stated = survey.stated["before"]
    said = "" if stated else " The document prints no number of answers."
    misfits = [
        item.before.printed
        for item in survey.known
        if stated and not any(n <= stated for n in item.before.fits)
    ]
    if misfits:
        said = (
            f" The document speaks of {stated}, but no count of so few prints as "
            f"{', '.join(misfits[:-1])} or {misfits[-1]} per cent."
        )
    return (
        f"The figures before fit a group of {before} people, those after a group of {after}."
        f"{said} Which answers belong to one person was not printed."
    )


def _chance(results):
    words = [result.verdict for result in results]
    return (
        f"Corrected for {len(words)} questions, {words.count('supported')} differ by more than "
        f"chance in every data set that fits the printed figures, {words.count('undetermined')} in "
        f"some and {words.count('contradicted')} in none."
    )


def _differences(evidence):
    items, points = evidence.only_differences, evidence.scale_points
    fewest = mean_differences.fewest_points(items)
    short = sum(mean_differences.shares(item.step, points=3) is None for item in items)
    spans = [mean_differences.shares(item.step, points=points) for item in items]
    least = [wording.percent(span["improved"][0]) if span else "none" for span in spans]
    return (
        f"Only {len(items)} differences of means are printed, without the means, the scale or the "
        f"number of people. With answers one step apart they need a scale of at least {fewest} "
        f"points; on one of 3, {short} of them would be impossible. On a scale of {points} points "
        f"(assumed) at least {', '.join(least)} of the people moved for the better, in the order "
        "of the table."
    )


def _lowest(changes):
    groups = [
        (f"{sum(map(int, part['percent']))}% ({group}, {question})", part["fewest"].iloc[0])
        for (question, group), part in changes.groupby(["question", "group"], sort=False)
    ]
    return (
        "Only pupils who began with the least favourable answer are reported. Of them moved up: "
        f"{'; '.join(share for share, _ in groups)}. Such figures need at least "
        f"{', '.join(str(fewest) for _, fewest in groups)} pupils in turn; no number is printed. "
        "They could move one way only, and how all others answered at the end is not printed."
    )


def _other_people(item):
    return (
        f"{item.label}: {item.before.printed}%, then {item.after.printed}%, of different pupils "
        "each year, whose number is not printed."
    )


def _lost(evidence):
    parts = evidence.form["section"].nunique()
    top = evidence.form["scale"].dropna().unique()
    needed = movers_needed(evidence.questions)
    one, any_of_all = (int(number) for number in needed.iloc[0, 1:])
    return (
        f"The results before and after were in a figure that is lost, so nothing can be "
        f"recomputed. The form itself is printed: {evidence.questions} questions in {parts} parts, "
        f"rated {', '.join(top)}. It is ready for a school's own answers; to tell a change from "
        f"chance at least {one} people must move, all the same way, and {any_of_all} when all "
        f"{evidence.questions} questions are looked at."
    )


def _sizes(sizes):
    return wording.runs(sizes) or "none"
