"""A survey held against itself: repeats that disagree, and the numbers that decide conclusions."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation.questions import survey_dangers, survey_parts, survey_sizes
from partnership_evaluation.rounding import read_printed, unrounded


def repeats(survey):
    """List statements that are printed in several places and do not agree.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    pandas.DataFrame
        One row a statement: ``Statement``, ``Printed`` (each share and how often), ``Where``,
        ``People between them`` (at the most who can have answered). Empty when all repeats agree.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> repeats(surveys.read("job-shadowing"))["Printed"].iloc[0]
    '96% (5 times), 100% (2 times)'
    """
    rows = []
    largest = survey.frame.set_index("base")["largest"]
    for (_, base, strong), found in survey.prints.groupby(["item", "base", "strong"], sort=False):
        shown = found["percent"].add("%").fillna(found.get("printed", pd.Series(dtype=str)))
        if shown.nunique() < 2:
            continue
        times = shown.value_counts(sort=False)
        places = found.groupby(shown.to_numpy(), sort=False)["locator"].agg(_places)
        shares = pd.to_numeric(found["percent"])
        between = (shares.max() - shares.min()) / 100 * largest[base]
        words = "a share in words" if shares.nunique() < 2 else f"about {between:.0f}"
        name = f"{found['label'].iloc[0]}{', strongest answer' if strong else ''}"
        printed = ", ".join(f"{share} ({_times(count)})" for share, count in times.items())
        where = "; ".join(f"{share}: {place}" for share, place in places.items())
        rows.append((name, printed, where, words))
    return pd.DataFrame(rows, columns=["Statement", "Printed", "Where", "People between them"])


def sentences(survey):
    """Say what repeats, comparisons with the others and non-response come to.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    list of str
        At most three sentences, each only where there is something to say.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> sentences(surveys.read("school-collaboration"))[0][:62]
    'Academies supporting other schools: 96% of surveyed academies '
    """
    compared = survey_parts.against_the_rest(survey)
    found = [survey_parts.sentence(row) for row in compared.itertuples()]
    apart = repeats(survey)
    if len(apart):
        named = "; ".join(f"{row.Statement} {row.Printed}" for row in apart.itertuples())
        found.insert(0, f"{len(apart)} statements are printed with shares that disagree: {named}.")
    counted = survey_dangers.majorities(survey)
    if counted["statements"]:
        start = "Whatever those who did not answer think"
        if survey.answers_are_assumed:
            start = "If as many answered as is plainest, and whatever the others think"
        found.append(
            f"{start}, more than half of all who were asked stand behind {counted['above']} of "
            f"{counted['statements']} printed shares and fewer than half behind "
            f"{counted['below']}; for {counted['open']} it is open."
        )
    return found


def quantities(survey):
    """Compute the numbers on which conclusions about a survey rest.

    Parameters
    ----------
    survey : partnership_evaluation.questions.surveys.Survey
        The survey.

    Returns
    -------
    dict of str to (number, number)
        For each item: ``share_<item>`` (lowest and highest share of those who answered that the
        prints allow), ``asked_<item>`` (share of those asked, over every number of answers that
        prints so and whatever those who did not answer think), each with ``_<base>`` when several
        groups answered it and ``_very`` for the strongest answer; ``gap_<item>`` (a part less the
        others); ``within_<item>`` (those who gave the strongest answer as a share of those who
        agreed at all); ``asked_difference_<item>`` (the last group less the first, of two that
        share nobody); ``unprinted`` is None.

    Examples
    --------
    >>> from partnership_evaluation.questions import surveys
    >>> low, high = quantities(surveys.read("george-spencer"))["within_13"]
    >>> low == high == Fraction(42, 76)
    True
    """
    found = {"unprinted": None}
    items = survey.statements.groupby("item")["base"].nunique()
    for row in survey.intervals().itertuples():
        name = f"{row.item}{f'_{row.base}' if items[row.item] > 1 else ''}"
        name += "_very" if row.strong else ""
        _widen(found, f"share_{name}", _shares(row))
        if not pd.isna(row.asked):
            _widen(found, f"asked_{name}", _asked(row, survey.answers_are_assumed))
    for row in survey.statements[survey.statements["strong"]].itertuples():
        plain = survey.statements[
            (survey.statements["label"] == row.label) & ~survey.statements["strong"]
        ]["count"].dropna()
        if len(plain) and not pd.isna(row.count):
            found[f"within_{row.item}"] = (Fraction(int(row.count), int(plain.iloc[0])),) * 2
    found |= _differences(survey, found)
    compared = survey_parts.against_the_rest(survey).set_index("label")
    for row in survey.statements.itertuples():
        if row.label in compared.index and not pd.isna(compared.loc[row.label, "gap_low"]):
            found[f"gap_{row.item}"] = tuple(compared.loc[row.label, ["gap_low", "gap_high"]])
    return found


def _differences(survey, found):
    """Bound the difference of two groups among all who were asked."""
    apart = survey.frame[survey.frame["part_of"].isna() & survey.frame["asked"].notna()]
    if len(apart) != 2:
        return {}
    first, last = apart["base"]
    items = {
        name: (found.get(f"asked_{name}_{first}"), found.get(f"asked_{name}_{last}"))
        for name in survey.statements["item"].unique()
    }
    return {
        f"asked_difference_{name}": (b[0] - a[1], b[1] - a[0])
        for name, (a, b) in items.items()
        if a and b
    }


def _shares(row):
    if not pd.isna(row.count):
        sizes = row.sizes or (int(row.n),)
        return Fraction(int(row.count), max(sizes)), Fraction(int(row.count), min(sizes))
    around = unrounded(read_printed(row.percent))
    return max(around.low / 100, Fraction(0)), min(around.high / 100, Fraction(1))


def _asked(row, answers_are_assumed):
    """Bound the share of all who were asked, over every number of answers that prints so."""
    asked, used = int(row.asked), int(row.n)
    if pd.isna(row.count):
        sizes = {used, *row.sizes} if answers_are_assumed else {used}
        counts = {n: survey_sizes.counts_at(row.percent, n=n) for n in sizes}
        counts[used] = [*counts[used], int(row.low), int(row.high)]
    else:
        counts = {n: [int(row.count)] for n in {used, *row.sizes}}
    ends = [
        (Fraction(k, asked), Fraction(k + asked - n, asked)) for n, ks in counts.items() for k in ks
    ]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _widen(found, name, ends):
    """Keep the lowest and the highest of several prints of one statement."""
    now = found.get(name, ends)
    found[name] = min(now[0], ends[0]), max(now[1], ends[1])


def _times(count):
    return "once" if count == 1 else f"{count} times"


def _places(locators):
    numbers = [text.rsplit("paragraph ", 1)[-1] for text in locators]
    return f"paragraph{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
