"""Tables of forms with many items: means before and after, counts of ratings, shares that agree."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd

from partnership_evaluation import measures
from partnership_evaluation.intake.instruments import TIMES
from partnership_evaluation.intake.sheets import letter

FAVOURABLE = 2
_BEFORE_AFTER = (
    "item strand label measure response better before after difference n_before n_after paired "
    "locator"
)
_PERCENTAGES = (
    "item section label group base response percent count n_stated occurrence printed locator"
)
_FRAME = "base words asked answered response_percent part_of counted_by locator"
_INSTRUMENT = "item section label scale scale_best locator"
_COUNTS = "item label category order count scale_best n_stated locator"


def before_after(examined, instrument, mapping):
    """Make the table of means before and after, and that of the form.

    Parameters
    ----------
    examined : Examined
        A checked sheet without errors.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``before_after``, ``instrument`` and ``answer_counts``: how many gave each answer at each
        time. No notebook reads these; whoever protects the means must know what they could tell.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Name,Time,Q1,Q2\\nA,before,3,2\\nA,after,4,2\\n")
    >>> form = intake.instrument("self_efficacy")
    >>> mapping = intake.propose(sheet, form.name).mapping
    >>> found = before_after(intake.examine(sheet, form.name, mapping), form, mapping)
    >>> found["before_after"][["before", "after", "difference"]].values.tolist()
    [['3.00', '4.00', '+1.00'], ['2.00', '2.00', '+0.00']]
    """
    rows, form, counted = [], [], []
    scale = measures.scale(instrument.scales[0])
    ends = "-".join(sorted(scale.codes, key=int)[:: len(scale.codes) - 1])
    for item in instrument.items:
        answers = {time: _answers(examined, item, time) for time in TIMES}
        column = mapping.columns.get(item.name) or mapping.columns.get(f"{item.name}_before")
        if not answers["before"] or not answers["after"]:
            continue
        own = (item.item, item.section, item.heading)
        where = f"column {letter(column)} of the sheet"
        figures = _figures(answers, scale.best_is)
        rows.append((*own, "mean", f"average rating on a scale of {ends}", *figures, where))
        best = "last" if scale.best_is == "high" else "first"
        form.append((*own, ends, best, where))
        counted += _answer_counts(item, answers, scale.codes, best, where)
    return {
        "before_after": pd.DataFrame(rows, columns=_BEFORE_AFTER.split()),
        "instrument": pd.DataFrame(form, columns=_INSTRUMENT.split()),
        "answer_counts": pd.DataFrame(counted, columns=_COUNTS.split()),
    }


def _answer_counts(item, answers, codes, best, where):
    for time in TIMES:
        numbers = Counter(answers[time])
        for order, code in enumerate(codes, 1):
            n, size = str(numbers[int(code)]), str(len(answers[time]))
            name = f"{item.item} {time}"
            yield name, item.heading, code, str(order), n, best, size, where


def _figures(answers, better):
    """Give direction, the two means, their difference, the numbers of answers, and if paired."""
    first, last = (_mean(answers[time]) for time in TIMES)
    sizes = [len(answers[time]) for time in TIMES]
    paired = "yes" if sizes[0] == sizes[1] else "no"
    change = Decimal(last) - Decimal(first)
    return (better, first, last, f"{change:+.2f}", *map(str, sizes), paired)


def _answers(examined, item, time):
    found = []
    for values in examined.values.values():
        if values.get("time") == time and item.name in values:
            found.append(int(values[item.name]))
        elif f"{item.name}_{time}" in values:
            found.append(int(values[f"{item.name}_{time}"]))
    return found


def _mean(numbers):
    exact = Fraction(sum(numbers), len(numbers))
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def _once(examined, item):
    return [values[item.name] for values in examined.values.values() if item.name in values]


def counts(examined, instrument, mapping):
    """Count the ratings of each item.

    Parameters
    ----------
    examined : Examined
        A checked sheet without errors.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``ratings``: every category of every item, best first.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Name,Q1,Q2,Q3,Q4,Q5\\nA,3,2,1,1,5\\nB,3,1,1,2,4\\n")
    >>> form = intake.instrument("project_strands")
    >>> mapping = intake.propose(sheet, form.name).mapping
    >>> found = counts(intake.examine(sheet, form.name, mapping), form, mapping)
    >>> found["ratings"]["count"].tolist()[:5]
    ['0', '0', '2', '0', '0']
    """
    rows = []
    scale = measures.scale(instrument.scales[0])
    words = instrument.settings.get("words", scale.words)
    for number, item in enumerate(instrument.items, 1):
        answers = Counter(_once(examined, item))
        for order, code in enumerate(reversed(scale.codes), 1):
            word = words.get(code, "")
            plain = not word or word == code or word.startswith("point ")
            category = code if plain else word if not code.isdigit() else f"{code} {word}"
            if answers:
                where = f"column {letter(mapping.columns[item.name])} of the sheet"
                rows.append(
                    (
                        str(number),
                        item.heading,
                        category,
                        str(order),
                        str(answers[code]),
                        "first",
                        str(answers.total()),
                        where,
                    )
                )
    columns = ["item", "label", "category", "order", "count", "scale_best", "n_stated", "locator"]
    return {"ratings": pd.DataFrame(rows, columns=columns)}


def shares(examined, instrument, mapping):
    """Make the table of shares who agree, and that of who was asked.

    Parameters
    ----------
    examined : Examined
        A checked sheet without errors.
    instrument : Instrument
        The instrument.
    mapping : Mapping
        Which column is what.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``survey_percentages`` and ``survey_frame``; the two best answers count as agreeing.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Name,Q1,Q2\\nA,5,2\\nB,4,1\\nC,3,1\\n")
    >>> form = intake.instrument("mobility_feedback")
    >>> mapping = intake.propose(sheet, form.name).mapping
    >>> found = shares(intake.examine(sheet, form.name, mapping), form, mapping)
    >>> found["survey_percentages"]["percent"].tolist()
    ['67', '0']
    """
    rows = []
    scale = measures.scale(instrument.scales[0])
    favourable = scale.codes[-FAVOURABLE:]
    base = instrument.people
    for item in instrument.items:
        answers = _once(examined, item)
        if not answers:
            continue
        k, n = sum(code in favourable for code in answers), len(answers)
        percent = str(int(Fraction(100 * k, n) + Fraction(1, 2)))
        where = f"column {letter(mapping.columns[item.name])} of the sheet"
        figures = ("agree", percent, str(k), str(n), "1", f"{percent}%", where)
        rows.append((item.item, item.section, item.heading, base, base, *figures))
    n = str(len(examined.values))
    frame = [(base, f"{base} in the sheet", n, n, "", "", "", "rows of the sheet")]
    return {
        "survey_percentages": pd.DataFrame(rows, columns=_PERCENTAGES.split()),
        "survey_frame": pd.DataFrame(frame, columns=_FRAME.split()),
    }
