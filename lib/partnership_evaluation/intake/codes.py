"""Codes as schools write them, and the legal code that a wrong one is nearest to.

A code is accepted when it differs from a legal one by spaces or case, is its official word, or has
that word beside it; each of these is reported. Anything else is wrong, and is never repaired.
"""

import re
from difflib import get_close_matches
from functools import cache

from partnership_evaluation import measures
from partnership_evaluation.intake import phrases
from partnership_evaluation.intake.sheets import cleaned

MISSING = frozenset(
    (
        "",
        "-",
        "--",
        "\N{EN DASH}",
        "\N{EM DASH}",
        ".",
        "?",
        "na",
        "n/a",
        "n.a.",
        "n a",
        "none",
        "nil",
        "null",
        "blank",
        "absent",
        "abs",
        "ab",
        "a/b",
        "left",
        "leaver",
        "not assessed",
        "not observed",
        "not inspected",
        "not yet inspected",
        "missing",
        "unknown",
        "tbc",
        "x",
        "nan",
    )
)
_LONGEST = 80
_CONFUSED = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "s": "5"})


def read_code(text, *, scale, aliases=None, words=None):
    """Read a code of a scale.

    Parameters
    ----------
    text : str
        The text of a cell.
    scale : str
        Name of the scale.
    aliases : dict of str to str, optional
        Other ways to write a code or its word.
    words : dict of str to str, optional
        Words of the codes, where they are not those of the scale.

    Returns
    -------
    (str or None, str)
        The code, None where the text is none; and how it was read: empty where it is written as it
        should be, ``"spaces"``, ``"case"``, ``"word"``, ``"number"``, ``"label"`` (a word such as
        *grade* before it) or ``"phrase"`` (its own word beside it).

    Examples
    --------
    >>> read_code(" 2B", scale="national_curriculum")
    ('2b', 'case')
    >>> read_code("Good", scale="ofsted_2012"), read_code("satisfactory", scale="ofsted_2012")
    (('2', 'word'), (None, ''))
    >>> read_code("Grade 2 (Good)", scale="ofsted_2012"), read_code("3 good", scale="ofsted_2012")
    (('2', 'phrase'), (None, ''))
    """
    known, legal = _forms(scale, _frozen(aliases), _frozen(words))
    if text in legal:
        return text, ""
    plain = cleaned(text)
    if plain in legal:
        return plain, "spaces"
    found = known.get(plain.casefold())
    if found:
        return found
    if re.fullmatch(r"\d+\.0+", plain) and plain.split(".")[0] in legal:
        return plain.split(".")[0], "number"
    return _phrase(plain, scale, known, legal)[:2]


def disagreement(text, *, scale, aliases=None, words=None):
    """Say where the code and the word of a text do not belong together.

    Parameters
    ----------
    text, scale, aliases, words
        As for :func:`read_code`.

    Returns
    -------
    str
        Empty where they do, or where there are not both.

    Examples
    --------
    >>> disagreement("2 - Outstanding", scale="ofsted_2012")
    "The code says 2 and the word 'outstanding' says 1"
    """
    known, legal = _forms(scale, _frozen(aliases), _frozen(words))
    return _phrase(cleaned(text), scale, known, legal)[2]


def _phrase(plain, scale, known, legal):
    if len(plain) > _LONGEST:
        return None, "", ""
    family = measures.scale(scale).family
    return phrases.read(plain.casefold(), known=known, legal=legal, family=family)


def nearest(text, *, scale, aliases=None, words=None):
    """Name the legal code that a wrong one is nearest to.

    Parameters
    ----------
    text, scale, aliases, words
        As for :func:`read_code`.

    Returns
    -------
    str
        A code, two where it lies between them, or empty where none is near.

    Examples
    --------
    >>> nearest("2o", scale="gcse_number"), nearest("lb", scale="national_curriculum")
    ('2', '1b')
    >>> nearest("6", scale="ofsted_2012"), nearest("2.5", scale="ofsted_2012")
    ('4', '2 or 3')
    """
    plain, legal = cleaned(text).casefold()[:80], measures.scale(scale).codes
    numeric = [code for code in legal if re.fullmatch(r"-?\d+", code)]
    if len(numeric) > 1 and re.fullmatch(r"[-+]?\d{1,15}([.,]\d+)?", plain):
        return _nearest_number(plain.replace(",", "."), sorted(numeric, key=int))
    if re.fullmatch(r"\d+[.,]\d+", plain):  # a level with a decimal may mean several codes
        return ""
    known, _ = _forms(scale, _frozen(aliases), _frozen(words))
    initial = {read[0] for form, read in known.items() if read[1] == "word" and form[0] == plain}
    if len(initial) == 1:
        return initial.pop()  # O for outstanding, not a nought
    both = [part.strip() for part in re.split(r"[/-]|\bto\b|\bor\b", plain)]
    if len(both) == 2 and all(part in known for part in both):
        return " or ".join(known[part][0] for part in both)
    finer = [code for code in legal if plain and code.casefold().startswith(plain)]
    if len(finer) > 1:
        return f"{', '.join(finer[:-1])} or {finer[-1]}"
    straight = known.get(plain.translate(_CONFUSED))
    if straight:
        return straight[0]
    inside = re.sub(r"\b(level|grade|lvl|nc)\b|[\s./_-]", "", plain)
    if inside in known:
        return known[inside][0]
    close = get_close_matches(inside, known, n=1, cutoff=0.5) or get_close_matches(
        plain, known, n=1, cutoff=0.5
    )
    return known[close[0]][0] if close else ""


def listed(scale, *, words=None):
    """Write the legal codes of a scale.

    Parameters
    ----------
    scale : str
        Name of the scale.
    words : dict of str to str, optional
        Words of the codes, where they are not those of the scale.

    Returns
    -------
    str
        Best first where there are few, with their words; the ends where there are many.

    Examples
    --------
    >>> listed("lesson_grade_2012")
    '1 outstanding, 2 good, 3 requires improvement, 4 inadequate'
    >>> listed("key_stage_2_scaled_score")
    '80 to 120'
    """
    chosen = measures.scale(scale)
    if len(chosen.codes) > 30:
        return f"{chosen.codes[0]} to {chosen.codes[-1]}"
    named = chosen.words if words is None else words
    if len(chosen.codes) > 12:
        return ", ".join(chosen.codes)
    texts = []
    for code in reversed(chosen.codes) if chosen.best_is == "low" else chosen.codes:
        word = named.get(code, "")
        plain = not word or word == code or word.startswith("point ")
        texts.append(code if plain else f"{code} {word}")
    return ", ".join(texts)


def is_missing(text):
    """Say whether a cell holds nothing, or what schools write for nothing.

    Parameters
    ----------
    text : str
        The text of a cell.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_missing(" N/A "), is_missing("2b")
    (True, False)
    """
    return cleaned(text).casefold() in MISSING


def _nearest_number(plain, numeric):
    value = float(plain)
    if plain.strip("0123456789") == "" and len(set(plain)) == 1 and plain[0] in numeric:
        return plain[0]  # a key pressed twice
    below = [code for code in numeric if int(code) <= value]
    above = [code for code in numeric if int(code) >= value]
    if not below or not above:
        return (above or below[::-1])[0]
    return below[-1] if below[-1] == above[0] else f"{below[-1]} or {above[0]}"


def _frozen(mapping):
    return None if mapping is None else tuple(sorted(mapping.items()))


@cache
def _forms(scale, aliases, words):
    """Collect every way to write a code, with how it is then read, and the codes themselves."""
    chosen = measures.scale(scale)
    found = {}
    named = chosen.words if words is None else dict(words)
    for code in chosen.codes:
        form = code.casefold()
        # Two codes that differ by case alone are read only as they are written.
        found[form] = None if form in found else (code, "case")
    for code, word in named.items():
        found.setdefault(cleaned(word).casefold(), (code, "word"))
    for form, target in aliases or ():
        code = target if target in chosen.codes else _code_of_word(chosen, target)
        if code:
            found.setdefault(form.casefold(), (code, "word"))
    return {form: read for form, read in found.items() if read}, chosen.codes


def _code_of_word(chosen, word):
    return next((code for code, known in chosen.words.items() if known == word), None)
