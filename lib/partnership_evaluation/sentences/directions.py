"""Is what is said to have risen the larger number afterwards?"""

from __future__ import annotations

import re

from partnership_evaluation.sentences.numerals import numerals

UP = (
    r"(?:ros[e]|risen|rises?|rising|increas(?:e[sd]?|ing)|gr[eo]wn?|grows?|growth|climb(?:s|ed)?|"
    r"went up|gone up|goes up|went higher|mounted|doubled)"
)
DOWN = (
    r"(?:fell|fallen|falls?|falling|declin(?:e[sd]?|ing)|dropp?(?:s|ed|ing)?|"
    r"decreas(?:e[sd]?|ing)|went down|gone down|goes down|sank|shrank|halved)"
)
BETTER = r"(?:improv(?:e[sd]?|ing|ements?)|got better|(?:be)?c[oa]mes? better|gain(?:s|ed)?)"
WORSE = r"(?:worsen(?:s|ed|ing)?|got worse|deteriorat(?:e[sd]?|ing)|(?:be)?c[oa]mes? worse)"
_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?|[a-z]+(?:-[a-z]+)?"
_SIZE = rf"(?:{_NUMBER})(?:\s*%|\s+per cent)?(?:\s+(?:out )?of\s+(?:the )?(?:{_NUMBER}))?"
_BETWEEN = r"(?:\s+[\w'%-]+){0,6}?\s+"
_FROM_TO = re.compile(
    rf"\b(?P<verb>{UP}|{DOWN}|{BETTER}|{WORSE})\b{_BETWEEN}(?:from|between)\s+"
    rf"(?:an? (?:mean|average|share) of |a )?(?P<first>{_SIZE})(?:\s+[\w'-]+){{0,4}}?\s+"
    rf"(?:to|and)\s+(?P<second>{_SIZE})",
    re.I,
)
_FROM_TO_VERB = re.compile(
    rf"\bfrom\s+(?P<first>{_SIZE})\s+to\s+(?P<second>{_SIZE})(?:(?!\band\b)[^.,;]){{0,40}}?\b"
    rf"(?P<verb>{UP}|{DOWN})\b",
    re.I,
)
_TO_FROM = re.compile(
    rf"\b(?P<verb>{UP}|{DOWN})\b\s+to\s+(?P<second>{_SIZE})(?:\s+[\w'-]+){{0,3}}?,?\s+from\s+"
    rf"(?P<first>{_SIZE})",
    re.I,
)
# On such scales a smaller number is the better one.
_SMALLER_IS_BETTER = re.compile(
    r"\b(?:grades?|ofsted|rank(?:s|ed)?|places?|alps|absen\w+|exclusions?|is best|is better|"
    r"best first|errors?|late\w*)\b",
    re.I,
)


def contradictions(sentence):
    """Find what is said to have risen and fell, or to have fallen and rose.

    Parameters
    ----------
    sentence : str
        One sentence.

    Returns
    -------
    list of str
        The words that cannot be right, such as ``rose from 42% to 35%``.

    Notes
    -----
    "Improved" and "got worse" are left alone where the sentence speaks of a scale on which the
    smaller number may be the better one (grades, ranks, absences).

    Examples
    --------
    >>> contradictions("Agreement rose from 42% to 35%, and the mean fell from 3.9 to 3.8.")
    ['rose from 42% to 35%']
    """
    found = {}
    for pattern in (_FROM_TO, _FROM_TO_VERB, _TO_FROM):
        for match in pattern.finditer(sentence):
            first, second = _value(match["first"]), _value(match["second"])
            if first is None or second is None or match["first"] == match["second"]:
                continue
            if _wrong(match["verb"], first, second, sentence):
                found.setdefault(match["verb"], match[0])
    return list(found.values())


def _wrong(verb, first, second, sentence):
    risen, fallen = _is(UP, verb), _is(DOWN, verb)
    if not (risen or fallen):
        if _SMALLER_IS_BETTER.search(sentence):
            return False
        risen, fallen = _is(BETTER, verb), _is(WORSE, verb)
    return (risen and second <= first) or (fallen and second >= first)


def _is(kind, verb):
    return re.fullmatch(kind, verb, re.I) is not None


def _value(text):
    """Read the number at the beginning, as a share where a total follows."""
    parts = numerals(text, names=False)
    if not parts:
        return None
    if len(parts) == 2 and re.search(r"\bof\b", text) and parts[1].value:
        return parts[0].value / parts[1].value
    return parts[0].value
