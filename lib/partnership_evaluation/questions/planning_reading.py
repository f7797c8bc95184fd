"""Where a planned study comes from: the tables of a case, or a school's own numbers."""

from partnership_evaluation import measures, tables
from partnership_evaluation.questions import before_after, grades, school_progress
from partnership_evaluation.questions.planning import PLURALS, PlanningError, Study, scaled

TAKEN_FROM_CASE = -1
#: The place that stands for the whole case.
EVERYWHERE = "all"


def read(
    case,
    *,
    classes,
    class_word,
    weeks,
    place=EVERYWHERE,
    item="",
    n_people=0,
    n_improved=TAKEN_FROM_CASE,
    n_declined=TAKEN_FROM_CASE,
    n_yes_before=TAKEN_FROM_CASE,
    n_yes_after=TAKEN_FROM_CASE,
    spread=1.0,
    most_answers=20,
):
    """Read the study of a case, or take a school's own numbers.

    Parameters
    ----------
    case : str
        The case study.
    classes : int
        Classes (or schools) that the people belong to.
    class_word : {"class", "school", "group"}
        What these are called.
    weeks : int
        School weeks between the judgements, where the document prints none.
    place : str, default "all"
        A school of the case, for gains in levels.
    item : str, optional
        A question of its survey.
    n_people : int, default 0
        A school's own number of people; 0 takes everything from the case.
    n_improved, n_declined : int, default -1
        How many of them moved up and down, where they were followed person by person.
    n_yes_before, n_yes_after : int, default -1
        How many met a standard at each time, where they were not.
    spread : float, default 1.0
        Standard deviation of single judgements, in steps, where the levels are not known.
    most_answers : int, default 20
        Largest number of answers to a survey.

    Returns
    -------
    Study

    Raises
    ------
    PlanningError
        When a case prints no before and after that can be used, or one's own numbers do not fit
        together.
    """
    given = {"n_improved": n_improved, "n_declined": n_declined}
    given |= {"n_yes_before": n_yes_before, "n_yes_after": n_yes_after}
    if n_people or any(value >= 0 for value in given.values()):
        found = _own(n_people, **given)
    elif item:
        found = _of_survey(case, item, most_answers)
    elif place != EVERYWHERE:
        found = _of_gains(case, place, weeks)
    else:
        found = _of_grades(case)
    if not 1 <= classes <= found["n"]:
        raise PlanningError(
            f"Every {class_word} has at least one of the people: found {classes} "
            f"{PLURALS[class_word]} and {found['n']} people. Correct the parameter classes."
        )
    own = {"weeks": weeks, "weeks_stated": False, "falls": "recorded", "levels": None}
    own |= {"before": None, "after": None, "own": False}
    own |= {"second_judgement": "A second, independent judge each time"}
    about = {"classes": classes, "class_word": class_word, "spread": spread}
    return Study(**own | about | found)


def _own(n, *, n_improved, n_declined, n_yes_before, n_yes_after):
    linked = n >= 2 and n_improved >= 0 and n_improved + max(n_declined, 0) <= n
    unlinked = n >= 2 and 0 <= n_yes_before <= n and 0 <= n_yes_after <= n
    if linked == unlinked:
        raise PlanningError(
            "One's own numbers are at least 2 people and either those who moved up and down, or "
            "those who met a standard at each time: found "
            f"n_people = {n}, n_improved = {n_improved}, n_declined = {n_declined}, n_yes_before = "
            f"{n_yes_before}, n_yes_after = {n_yes_after}. Give one kind; n_people = 0 and all "
            "others -1 take the numbers of the case."
        )
    about = {"subject": "numbers given in the parameters", "source": "Own numbers", "n": n}
    if linked:
        move = (n_improved, max(n_declined, 0))
        return about | {"least": move, "most": move, "linked": True, "own": True}
    counts = (n - n_yes_before, n_yes_before), (n - n_yes_after, n_yes_after)
    return about | {"own": True} | _two_shares(*counts)


def _two_shares(before, after):
    """Describe two shares of the same number of people that were not linked."""
    net = after[1] - before[1]
    move = (max(net, 0), max(-net, 0))
    # Where all, or none, said yes at one of the two times, nothing is left open.
    known = 0 in (*before, *after)
    found = {"least": move, "most": move, "linked": known, "levels": ("no", "yes")}
    return found | {"before": before, "after": after}


def _of_grades(case):
    changes = [change for change in grades.read(case) if change.kind != "group"]
    if not changes:
        raise PlanningError(
            f"A plan starts from people judged twice: found no such grades for {case!r}. Name an "
            "item of its survey, a place, or one's own numbers (n_people)."
        )
    change = changes[0]
    bounds = change.bounds.set_index("outcome")
    least = int(bounds.loc["improved", "low"]), int(bounds.loc["declined", "high"])
    most = int(bounds.loc["improved", "high"]), int(bounds.loc["declined", "low"])
    found = {
        "subject": change.subject,
        "source": "As printed",
        "n": change.n,
        "least": least,
        "most": most,
        # Where everybody must have moved, nobody needs to be followed.
        "linked": change.ranks is not None or least[0] == change.n,
    }
    return found | (_levels_of(change) if change.ranks is not None else _two_levels(change, least))


def _levels_of(change):
    codes = measures.scale(change.scale).codes
    counts = [
        tuple(int((change.ranks[f"rank_{time}"] == rank).sum()) for rank in range(len(codes)))
        for time in ("before", "after")
    ]
    return {"levels": tuple(codes), "before": counts[0], "after": counts[1]}


def _two_levels(change, least):
    """Where everybody moved up, the printed grades are two levels: those before, those after."""
    if least[0] != change.n:
        return {}
    return {"levels": ("lower", "higher"), "before": (change.n, 0), "after": (0, change.n)}


def _of_survey(case, item, most_answers):
    survey = before_after.read(case, most_answers=most_answers)
    chosen = [found for found in survey.known if found.item == item and found.measure != "mean"]
    if not chosen:
        shares = [found.item for found in survey.known if found.measure != "mean"]
        raise PlanningError(
            f"The item must be a share of people with both figures: found {item!r} for {case!r}. "
            f"Such items: {', '.join(shares) or 'none'}."
        )
    one = chosen[0]
    counts = [(side.n - side.totals[0], side.totals[0]) for side in (one.before, one.after)]
    if one.better == "low":
        counts = [pair[::-1] for pair in counts]
    n = min(one.before.n, one.after.n)
    stated = tables.read(f"{case}/before_after").astype({"item": str})
    named = stated.query("item == @item")["paired"].iloc[0] == "yes"
    found = _two_shares(*(scaled(pair, n) for pair in counts))
    about = {"subject": one.label, "source": "As printed", "n": n}
    about |= {"second_judgement": "A second question on the same thing each time"}
    return about | found | {"linked": named or found["linked"]}


def _of_gains(case, place, weeks):
    school = school_progress.read(case, place, weeks_if_not_stated=weeks)
    if school.n is None or school.statements.empty:
        raise PlanningError(
            f"A plan needs the number of pupils: found none for {place!r}. Give one's own numbers "
            "(n_people) instead."
        )
    ups = [int(end * school.n) for end in school.share_made()]
    return {
        "subject": f"pupils of {school.place} whose level rose",
        "source": "As printed",
        "n": school.n,
        "least": (min(ups), 0),
        "most": (max(ups), 0),
        "linked": True,
        "falls": "as_no_change",
        "weeks": school.weeks,
        "weeks_stated": school.weeks_stated,
    }
