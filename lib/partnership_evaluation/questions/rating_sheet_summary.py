"""What ratings come to: sentences, the numbers that conclusions rest on, and dangers."""

from fractions import Fraction
from itertools import combinations, permutations

from partnership_evaluation import wording
from partnership_evaluation.questions.rating_sheet_tables import among_all

#: Numbers that conclusions of the documents rest on and no document prints.
NOT_PRINTED = ("first_ratings", "of_subgroups", "other_schools", "ranks_within")


def sentences(sheet, *, took_part=0, most_answers=0, confidence_level=0.95):
    """Say what the printed ratings show.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.
    took_part : int, default 0
        People, or schools, that took part; 0 where the document does not say.
    most_answers : int, default 0
        People who can have answered where only words were printed.
    confidence_level : float, default 0.95
        Below one less it, an adjusted p-value counts as more than chance.

    Returns
    -------
    list of str
    """
    if sheet.kind == "words":
        return [_words(sheet, most_answers)]
    if sheet.kind == "one_person":
        return [_one_person(sheet, took_part)]
    return [_shares(sheet), _pairs(sheet, 1 - confidence_level)]


def dangers(sheet, *, took_part=0, most_answers=0):
    """List the dangers of reading ratings, with their size.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.
    took_part : int, default 0
        People, or schools, that took part; 0 where the document does not say.
    most_answers : int, default 0
        People who can have answered where only words were printed.

    Returns
    -------
    list of (str, str)
        The danger and its size.
    """
    found = []
    if sheet.kind == "counts":
        found += [_kinder(sheet), *_absent(sheet, took_part), _unlinked(sheet)]
    elif sheet.kind == "one_person":
        found.append(_one_of_many(sheet, took_part))
    else:
        found += _behind_a_word(sheet, most_answers)
    asked = len(sheet.items) or len(sheet.table)
    return [
        *found,
        (
            "Those who took part rated their own programme",
            f"All {asked} items are rated by people who were in it; 0 ratings by others are "
            "printed.",
        ),
        (
            "Nothing shows what would have been rated without the programme",
            "0 ratings from before it, or of anything else, are printed beside these.",
        ),
    ]


def smallest_plurality(answers, words):
    """Return the fewest answers that can make one of several words the most frequent.

    Parameters
    ----------
    answers : int
        How many people answered.
    words : int
        Words to choose from.

    Returns
    -------
    int

    Examples
    --------
    >>> smallest_plurality(10, 3), smallest_plurality(9, 3)
    (4, 4)
    """
    return answers // words + 1


def quantities(sheet, *, most_answers=0):
    """Compute the numbers on which conclusions about ratings rest.

    Parameters
    ----------
    sheet : partnership_evaluation.questions.rating_sheets.Sheet
        The ratings.
    most_answers : int, default 0
        People who can have answered where only words were printed; 0 where nothing says.

    Returns
    -------
    dict of str to (number, number) or None
        For counts: ``top_`` (favourable share of an item), ``lead_`` (its share less the largest
        of the others), ``best_lead_`` (the same for the best category), ``gap_`` and ``net_`` of
        two items, ``spread_`` and ``best_spread_`` of three; for one person ``steps_from_best_`` of
        an item and ``worst_steps_from_best``; for words ``rated_`` (items with a word) and
        ``answers_behind`` (share of the people behind a word); None where the document prints too
        little.
    """
    found = dict.fromkeys(NOT_PRINTED)
    if sheet.kind == "words":
        counts = sheet.table["category"].value_counts()
        found |= {f"rated_{word}": (int(count),) * 2 for word, count in counts.items()}
        found["answers_behind"] = None
        if most_answers:
            fewest = smallest_plurality(most_answers, len(sheet.categories))
            found["answers_behind"] = Fraction(fewest, most_answers), Fraction(1)
    elif sheet.kind == "one_person":
        steps = {item.item: item.best_first.index(1) for item in sheet.items}
        found |= {f"steps_from_best_{name}": (step, step) for name, step in steps.items()}
        found["worst_steps_from_best"] = (max(steps.values()),) * 2
    else:
        found |= _of_counts(sheet)
    return found


def _of_counts(sheet):
    shares = {item.item: sheet.share(item) for item in sheet.items}
    best = {item.item: Fraction(item.best_first[0], item.n) for item in sheet.items}
    found = {f"top_{name}": (share, share) for name, share in shares.items()}
    for name, share in shares.items():
        lead = share - max(other for key, other in shares.items() if key != name)
        found[f"lead_{name}"] = lead, lead
        lead = best[name] - max(other for key, other in best.items() if key != name)
        found[f"best_lead_{name}"] = lead, lead
    for one, other in permutations(shares, 2):
        found[f"gap_{one}_{other}"] = (shares[one] - shares[other],) * 2
    for trio in combinations(shares, 3):
        for prefix, values in (("spread", shares), ("best_spread", best)):
            chosen = [values[name] for name in trio]
            found[f"{prefix}_{'_'.join(trio)}"] = (max(chosen) - min(chosen),) * 2
    for row in sheet.pairs.itertuples():
        found[f"net_{row.item}_{row.other}"] = row.net_low, row.net_high
        found[f"net_{row.other}_{row.item}"] = -row.net_high, -row.net_low
    return found


def _shares(sheet):
    ordered = sorted(sheet.items, key=sheet.share)
    lowest, highest = ordered[0], ordered[-1]
    ties = [item for item in sheet.items if sheet.share(item) == sheet.share(highest)]
    most = highest.label if len(ties) == 1 else f"{len(ties)} parts"
    numbers = sorted({item.n for item in sheet.items})
    people = str(numbers[0]) if len(numbers) == 1 else f"Between {numbers[0]} and {numbers[-1]}"
    return (
        f"{people} people rated each of {len(sheet.items)} parts of the programme. The favourable "
        f"ratings ({sheet.favourable}) were given least often for {lowest.label} "
        f"({_of(sheet, lowest)}) and most often for {most} ({_of(sheet, highest)})."
    )


def _pairs(sheet, level):
    pairs = sheet.pairs
    if pairs.empty:
        return "No two parts have the same number of answers, so none can be compared."
    certain = int((pairs["verdict"] == "supported").sum())
    beyond = int((pairs["p_high"] < level).sum())
    possible = int((pairs["p_low"] < level).sum())
    chance = "no difference is more than chance in any pairing"
    if possible:
        chance = (
            f"{beyond} differences are more than chance in every pairing and "
            f"{possible - beyond} in some pairings"
        )
    return (
        "Which ratings belong to one person was not printed. However they are paired, more people "
        f"rated one part above the other than below it in {certain} of {len(pairs)} comparisons. "
        f"Corrected for all of them, {chance}."
    )


def _words(sheet, most_answers):
    counts = sheet.table["category"].value_counts()
    listed = ", ".join(f"{counts[word]} {word}" for word in sheet.categories)
    behind = ""
    if most_answers:
        fewest = smallest_plurality(most_answers, len(sheet.categories))
        behind = (
            f" If {most_answers} people answered and the most frequent word was taken, as few as "
            f"{fewest} of them can stand behind it."
        )
    return (
        f"{len(sheet.table)} skills are rated with one word each: {listed}. How many people gave "
        f"which word is not printed, so nothing can be tested.{behind}"
    )


def _one_person(sheet, took_part):
    steps = [item.best_first.index(1) for item in sheet.items]
    listed = ", ".join(
        f"{steps.count(place)} with {name}"
        for place, name in enumerate(sheet.categories)
        if place in steps
    )
    many = f" of {took_part} schools" if took_part else ""
    return (
        f"One head{many} rated {len(sheet.items)} statements on a scale of "
        f"{len(sheet.categories)} points, {sheet.categories[0]} being best: {listed}. The ratings "
        "of one person are described here and not tested."
    )


def _of(sheet, item):
    return f"{sum(item.best_first[: sheet.top])} of {item.n}"


def _kinder(sheet):
    needed = {}
    for item in sheet.items:
        favourable = sum(item.best_first[: sheet.top])
        needed[item.label] = max(0, favourable - item.n // 2)
    least = min(needed, key=needed.get)
    most = max(needed, key=needed.get)
    return (
        "A rating one step kinder than meant",
        f"Were {needed[least]} of the favourable ratings one step too kind, no more than half "
        f"would favour {least}; for {most} it takes {needed[most]}.",
    )


def _absent(sheet, took_part):
    bounds = among_all(sheet, took_part=took_part)
    if bounds.empty:
        return []
    first = bounds.iloc[0]
    missing = took_part - int(first["Answers"])
    return [
        (
            "Those who had left were not asked",
            f"{missing} of {took_part} did not rate: among all of them {first['Item']} may be "
            f"favoured by {first['Among all who took part']}.",
        )
    ]


def _unlinked(sheet):
    pairs = sheet.pairs
    if pairs.empty:
        return ("Ratings were not linked person to person", "0 pairs of parts can be compared.")
    row = pairs.loc[(pairs["better_high"] - pairs["better_low"]).idxmax()]
    low, high = (round(end * row["n"]) for end in (row["better_low"], row["better_high"]))
    return (
        "Ratings were not linked person to person",
        f"Between {low} and {high} of {row['n']} can have rated {sheet.labels[row['item']]} above "
        f"{sheet.labels[row['other']]}.",
    )


def _one_of_many(sheet, took_part):
    others = f"; {took_part - 1} of {took_part} schools are not shown" if took_part else ""
    return (
        "One questionnaire was chosen to be printed",
        f"1 head rated {len(sheet.items)} statements{others}.",
    )


def _behind_a_word(sheet, most_answers):
    if not most_answers:
        return []
    fewest = smallest_plurality(most_answers, len(sheet.categories))
    return [
        (
            "One word stands for several people",
            f"As few as {fewest} of {most_answers} ({wording.percent(fewest / most_answers)}) can "
            "have given the word, if the most frequent one was taken.",
        )
    ]
