"""What answers before and after cannot show, with the size of each danger.

Every danger is a pair of texts, what it is and how large it is here, ready for
:meth:`partnership_evaluation.findings.Report.cautions`.
"""

from statistics import median

from partnership_evaluation.questions import answer_changes, mean_differences
from partnership_evaluation.questions.before_after_tables import (
    length,
    movers_needed,
    people,
    written,
)
from partnership_evaluation.questions.dangers import NO_COMPARISON


def of_answers(evidence):
    """List the dangers of reading answers before and after, with their size.

    Parameters
    ----------
    evidence : partnership_evaluation.questions.before_after_summary.Evidence
        What was printed.

    Returns
    -------
    list of (str, str)
        The danger and its size.
    """
    survey, found = evidence.survey, []
    if any(item.step_printed is not None for item in survey.items):
        found.append(_drift(survey))
    if evidence.results:
        found += [
            *_strangers(survey),
            _unlinked(evidence.results),
            _kinder(evidence.results),
            _ceiling(evidence.results),
        ]
    if evidence.only_differences:
        found.append(_without_scale(evidence))
    if evidence.changes is not None:
        found += [_random_answers(), _chosen_questions(evidence.changes)]
    if evidence.questions > 1:
        found.append(_many_questions(evidence.questions))
    if not survey.items and evidence.form is not None:
        found.append(_few_people(evidence))
    return [*found, NO_COMPARISON]


def _drift(survey):
    steps = [(float(i.step_printed) / length(i), i) for i in survey.items if i.step_printed]
    rises = sorted((pair for pair in steps if pair[0] > 0), key=_first)
    if not rises:
        return (
            "Figures drift from year to year",
            f"0 of {len(steps)} printed figures are better after; how much they move without a "
            "programme is not printed.",
        )
    sizes = [step for step, _ in rises]
    example = rises[-1][1]
    return (
        "People change over the time between two surveys without any programme",
        f"A natural change for the better of {written(median(sizes) * length(example), example)} "
        f"would explain half of the {len(sizes)} figures that are better after, and one of "
        f"{written(max(sizes) * length(example), example)} all of them.",
    )


def _strangers(survey):
    before, after = survey.groups["before"], survey.groups["after"]
    if before == after:
        return []
    return [
        (
            "Not the same people answered both times",
            f"The figures need {before} people before and fit {after} after: at least "
            f"{abs(before - after)} answered once only.",
        )
    ]


def _unlinked(results):
    free = sum(round(r.unchanged.high * r.unchanged.n) == r.unchanged.n for r in results)
    widest = max(results, key=lambda r: r.improved.high - r.improved.low)
    return (
        "Answers were not linked person to person",
        f"For {free} of {len(results)} questions nobody who answered twice need have changed an "
        f"answer; at the widest ({widest.item.label}) {people(widest.improved)} can have moved up.",
    )


def _kinder(results):
    steps = [
        (abs(float(r.item.after.value - r.item.before.value)) * r.item.after.n, r) for r in results
    ]
    (_, least), (_, most) = min(steps, key=_first), max(steps, key=_first)
    return (
        "Whoever ran the programme also asked the questions",
        f"Answers one step kinder from {min(s for s, _ in steps):.0f} ({least.item.label}) to "
        f"{max(s for s, _ in steps):.0f} ({most.item.label}) of {most.item.after.n} people would "
        "account for the differences.",
    )


def _ceiling(results):
    room = [(float(r.item.high - r.item.before.value), r) for r in results]
    left, highest = min(room, key=_first)
    return (
        "Whoever is at the top of the scale cannot move up",
        f"Before, {highest.item.label} stood {written(left, highest.item)} below the top, the "
        "least of all.",
    )


def _without_scale(evidence):
    items = evidence.only_differences
    longest = max(mean_differences.SCALES)
    needed = [mean_differences.people_needed(item.step, points=longest) for item in items]
    return (
        "Neither the scale nor the number of people is printed",
        f"On a scale of {longest} points {needed.count(None)} of {len(items)} differences could "
        f"still be chance in a class of {mean_differences.MOST_PEOPLE}.",
    )


def _random_answers():
    shown = answer_changes.chance_alone().iloc[0]
    return (
        "Only those with the lowest answer are reported",
        f"If {shown.iloc[0]} of all pupils began with it and everybody answered again at random, "
        f"{shown.iloc[1]} of them would move up while the group stayed as it was.",
    )


def _chosen_questions(changes):
    return (
        "The questions reported may be those that moved most",
        f"{changes['question'].nunique()} questions are reported; how many were asked is not "
        "printed.",
    )


def _many_questions(questions):
    return (
        "Many questions",
        f"Tested one by one, {questions * 0.05:.1f} of {questions} would fall below 5% by chance.",
    )


def _few_people(evidence):
    one, any_of_all = (int(number) for number in movers_needed(evidence.questions).iloc[0, 1:])
    return (
        "Few people answer a long form",
        f"With fewer than {any_of_all} people who move, none of {evidence.questions} questions can "
        f"be told from chance; a single question chosen beforehand needs {one}.",
    )


def _first(pair):
    return pair[0]
