"""Codes written with a word: read where number and word agree, refused where they do not."""

import re

_SEPARATORS = " -\N{EN DASH}\N{EM DASH}:=.,;/()[]"
_LABELS = {
    "national_curriculum": ("level", "lvl", "nc", "sub", "sublevel", "ncl"),
    "ofsted": ("grade", "graded", "judgement", "judgment", "ofsted", "overall", "lesson"),
    "": ("score", "rating", "rated", "answer", "option"),
}
_KINDS = {"national_curriculum": "national_curriculum", "gcse": "ofsted", "alps": "ofsted"}


def read(plain, *, known, legal, family):
    """Read a code with a word beside it.

    Parameters
    ----------
    plain : str
        The text of a cell, cleaned, in lower case.
    known : dict of str to (str, str)
        Forms in lower case, each with its code and how it is read (``word`` for a word).
    legal : sequence of str
        The codes of the scale.
    family : str
        The family of the scale, which decides the words that may stand before a code.

    Returns
    -------
    (str or None, str, str)
        The code; ``"phrase"`` where a number and its own word stand together, ``"label"`` where a
        word such as *grade* does, or empty; and what is wrong where number and word disagree.

    Examples
    --------
    >>> known = {"2": ("2", "case"), "good": ("2", "word"), "ri": ("3", "word")}
    >>> read("grade 2 (good)", known=known, legal=("3", "2"), family="ofsted")
    ('2', 'phrase', '')
    >>> read("2 - ri", known=known, legal=("3", "2"), family="ofsted")[2]
    "The code says 2 and the word 'ri' says 3"
    """
    text = _without_labels(_bare(plain), family)
    if family == "national_curriculum":  # L2b, 2 b
        text = re.sub(r"^l?(\d) ?([abc])$", r"\1\2", text)
    if text != plain and text in known:
        return known[text][0], "label", ""
    for code in sorted(legal, key=len, reverse=True):
        for rest in _beside(text, code.lower()):
            rest = _without_labels(rest.strip(_SEPARATORS), family)
            meant, how = known.get(rest, (None, ""))
            if how == "word":
                agree = meant == code
                wrong = "" if agree else f"The code says {code} and the word {rest!r} says {meant}"
                return (code, "phrase", "") if agree else (None, "", wrong)
    return None, "", ""


def _beside(text, code):
    """Give what stands behind or before a code, parted from it."""
    behind, before = text[len(code) :], text[: -len(code)]
    if text.startswith(code) and behind[:1] and behind[0] in _SEPARATORS:
        yield behind
    if text.endswith(code) and before[-1:] and before[-1] in _SEPARATORS:
        yield before


def _without_labels(text, family):
    kind = next((k for k in ("ofsted", "lesson_grade") if family.startswith(k)), family)
    kind = _KINDS.get(kind, "ofsted" if kind == "lesson_grade" else kind)
    labels = "|".join(_LABELS.get(kind, _LABELS[""]))
    text = re.sub(rf"^(({labels})\b[\s:=.#-]*)+", "", text)
    text = re.sub(rf"[\s(]+({labels})\)?$", "", text)
    return _bare(text)


def _bare(text):
    """Leave out brackets and a full stop at the end; a minus and a decimal point are kept."""
    return re.sub(r"^[\s(\[]+|[\s)\].,;:]+$", "", text)
