"""How many had a factor: from the words of a document to counts, ranges and intervals."""

import re
from difflib import get_close_matches

import pandas as pd

from partnership_evaluation import proportions

NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
#: Verbs after which those who are not counted were not denied the factor.
MENTIONED = r"\b(mention(s|ed)?|report(s|ed|ing)?|describe[sd]?|said|say)\b"
_NUMBER = rf"(?P<k>\d+|{'|'.join([*NUMBERS, 'none', 'neither'])})"
#: What else words of quantity mean, as the fewest and the most of n that they allow.
VAGUE = {
    r"(nearly|almost) (all|every)": lambda n: (n // 2 + 1, n - 1),
    r"most|(the |a )?majority|more than half": lambda n: (n // 2 + 1, n),
    r"less than half|a minority": lambda n: (1, (n - 1) // 2),
    r"half": lambda n: (n // 2, (n + 1) // 2),
    r"all|each|every|without exception|everyone": lambda n: (n, n),
    r"many|several|a number of": lambda n: (min(2, n), n),
    r"some|others|a few": lambda n: (min(1, n), n),
}


class FactorError(ValueError):
    """Counts of cases, or words for them, that cannot be used as they stand."""


def refuse(problems):
    """Raise one error that lists every problem; do nothing when there is none.

    Parameters
    ----------
    problems : iterable of str
        One sentence a problem.

    Returns
    -------
    None

    Raises
    ------
    FactorError
        When there is at least one.

    Examples
    --------
    >>> refuse([])
    """
    found = list(problems)
    if found:
        raise FactorError("\n".join(found))


def whole_number_problems(**counts):
    """Find counts that are no whole numbers, or negative.

    Parameters
    ----------
    **counts : int
        Each by its name.

    Returns
    -------
    list of str
        One sentence for all of them, or none.

    Examples
    --------
    >>> whole_number_problems(cases=6)
    []
    """
    wrong = {name: value for name, value in counts.items() if not _is_count(value)}
    listed = ", ".join(f"{name} = {value}" for name, value in wrong.items())
    text = f"Counts must be whole and not negative; found {listed}. Correct them."
    return [text] if wrong else []


def share_problems(**shares):
    """Find numbers that are no shares.

    Parameters
    ----------
    **shares : float
        Each by its name; allowed from 0 to 1.

    Returns
    -------
    list of str
        One sentence each.

    Examples
    --------
    >>> share_problems(prevalence=80)[0]
    'prevalence must be a share from 0 to 1; found 80. Write 80 per cent as 0.8.'
    """
    return [
        f"{name} must be a share from 0 to 1; found {value}. Write 80 per cent as 0.8."
        for name, value in shares.items()
        if not 0 <= value <= 1
    ]


def counts_in_words(words, *, of_number):
    """Read how many of so many had a factor from the words that say so.

    Parameters
    ----------
    words : str or None
        Words of quantity, as printed; None or empty where a factor is only listed.
    of_number : int
        How many cases there were.

    Returns
    -------
    tuple of int or None
        Fewest and most that the words allow; None where nothing is counted.

    Raises
    ------
    FactorError
        When the words name another number of cases than `of_number`, count more cases than there
        are, or are not known; the nearest known words are offered.

    Notes
    -----
    The widest reading is taken: *most* is more than half and may be all, *some* is at least one and
    may be all. After a verb such as *mention* or *report* the count is a lower limit: of those who
    did not mention a factor nobody knows whether they had it.

    Examples
    --------
    >>> counts_in_words("Most", of_number=6), counts_in_words("all but one", of_number=12)
    ((4, 6), (11, 11))
    >>> counts_in_words("Four schools mention", of_number=12)
    (4, 12)
    """
    refuse(whole_number_problems(of_number=of_number))
    if words is None or (not isinstance(words, str) and pd.isna(words)) or not words.strip():
        return None
    text = " ".join(words.lower().replace(",", " ").split())
    found = _numbered(text, of_number) or _vague(text, of_number)
    if found is None:
        known = ["all", "each", "all but one", "most", "half", "some", "many", "none", "two of six"]
        near = get_close_matches(text, known, n=1, cutoff=0.3) or known[:1]
        raise FactorError(
            f"Words of quantity must be known ones; found {words!r}. Did you mean {near[0]!r}?"
        )
    if not 0 <= found[0] <= found[1] <= of_number:
        raise FactorError(
            f"No more cases can have a factor than there are; found {words!r} of {of_number}. "
            "Check of how many the words speak."
        )
    return found


def pairs_from_schools(low, high=None, *, pairs):
    """Say how many pairs have a factor when schools were counted, two to a pair.

    Parameters
    ----------
    low, high : int
        Fewest and most schools with the factor; `high` is `low` where it is left out.
    pairs : int
        Pairs of schools.

    Returns
    -------
    dict of str to (int, int)
        ``both``: fewest and most pairs of which both schools have it; ``either``: of which at
        least one has it.

    Raises
    ------
    FactorError
        When more schools have the factor than there are.

    Notes
    -----
    With k schools in P pairs, between max(0, k - P) and k // 2 pairs have it on both sides, and
    between ceil(k / 2) and min(k, P) on at least one.

    Examples
    --------
    >>> pairs_from_schools(11, pairs=6)
    {'both': (5, 5), 'either': (6, 6)}
    """
    high = low if high is None else high
    refuse(whole_number_problems(low=low, high=high, pairs=pairs))
    refuse(range_problems(low, high, 2 * pairs))
    return {
        "both": (max(0, low - pairs), high // 2),
        "either": ((low + 1) // 2, min(high, pairs)),
    }


def range_problems(low, high, n):
    """Find a range of counts that is in the wrong order or exceeds the cases.

    Parameters
    ----------
    low, high, n : int
        Fewest and most with the factor, and how many cases there are.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> range_problems(4, 6, 6)
    []
    """
    if 0 <= low <= high <= n:
        return []
    return [
        "The smallest count must not exceed the largest, nor that the number of cases; found "
        f"{low} to {high} of {n}. Correct the table."
    ]


def prevalence_intervals(factors, *, confidence_level=0.95):
    """Estimate how common each counted factor is among partnerships like these.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``label``, ``present_low``, ``present_high``, ``of_number``.
    confidence_level : float, default 0.95
        Between 0 and 1.

    Returns
    -------
    pandas.DataFrame
        One row a counted factor: ``label``, ``present`` (a count or a range, as text), ``n``,
        ``estimate`` (at the lowest count), ``low`` (exact lower limit at the lowest count),
        ``high`` (exact upper limit at the highest count).

    Notes
    -----
    Clopper-Pearson limits; where the words leave a range of counts, the interval covers the
    intervals of every count in it.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["a"], "present_low": [6], "present_high": [6],
    ...                        "of_number": [6]})
    >>> prevalence_intervals(stated)[["low", "high"]].round(2).to_numpy().tolist()
    [[0.54, 1.0]]
    """
    rows = []
    for row in factors.dropna(subset=["present_low"]).itertuples():
        low, high, n = int(row.present_low), int(row.present_high), int(row.of_number)
        first = proportions.interval(low, n=n, confidence_level=confidence_level)
        last = proportions.interval(high, n=n, confidence_level=confidence_level)
        rows.append((row.label, range_in_words(low, high), n, low / n, first.low, last.high))
    return pd.DataFrame(rows, columns=["label", "present", "n", "estimate", "low", "high"])


def range_in_words(low, high):
    """Write a count, or a range of counts.

    Parameters
    ----------
    low, high : int
        Fewest and most.

    Returns
    -------
    str

    Examples
    --------
    >>> range_in_words(6, 6), range_in_words(4, 6)
    ('6', '4 to 6')
    """
    return str(low) if low == high else f"{low} to {high}"


def _is_count(value):
    try:
        return value >= 0 and value % 1 == 0
    except TypeError:
        return False


def _value(word):
    if word.isdigit():
        return int(word)
    return 0 if word in ("none", "neither") else NUMBERS.index(word)


def _numbered(text, n):
    """Read words that hold a number; None when they hold none."""
    whole = re.search(rf"\b(?:all|of|in)(?: of)?(?: the| our| these)? {_NUMBER}\b", text)
    if whole and _value(whole["k"]) != n:
        raise FactorError(
            f"The words must speak of as many cases as there are; found {text!r} where there are "
            f"{n}. Correct one of them."
        )
    except_some = re.search(rf"\b(?:all|every|each)\b.*\b(?:but|except(?: for)?) {_NUMBER}\b", text)
    if except_some:
        return n - _value(except_some["k"]), n - _value(except_some["k"])
    first = re.match(rf"(?:in |only |just |exactly )*(?P<least>at least )?{_NUMBER}\b", text)
    if not first:
        return None
    k = _value(first["k"])
    return (k, n) if first["least"] or re.search(MENTIONED, text) else (k, k)


def _vague(text, n):
    start = re.sub(r"^(in |of |for |where )+", "", text)
    for pattern, counts in VAGUE.items():
        if re.match(rf"(?:{pattern})\b", start):
            low, high = counts(n)
            return (low, n) if re.search(MENTIONED, text) else (low, max(low, high))
    return None
