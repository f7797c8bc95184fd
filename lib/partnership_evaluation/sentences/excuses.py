"""Sentences that use the words of a claim in order to deny it, to ask, or to name chance."""

from __future__ import annotations

import re

# Within one clause: what follows one of these is denied, doubted or asked. A comma, a semicolon or
# a "but" ends the clause, so that a denial of one thing does not excuse the next.
_SAYING = (
    r"(?:say|show|tell|know|known|prove|mean|establish|settle|separate|be told|be said|be known|"
    r"be seen|decide|explain|see|claim|ask|measure|compute|rule out|exclude|support|answer)"
)
_CLAUSE = r"[^,;:.!?\u2013\u2014]*?"
_DENIED = re.compile(
    rf"""
    (?:
      \b(?:can|could|do|does|did|will|would|may|might|need|must|should)(?:\s*not|n't)\s+
        (?:yet\s+|itself\s+|alone\s+|therefore\s+|by\s+itself\s+|here\s+)?{_SAYING}\b{_CLAUSE}
    | \b(?:cannot|can't)\s+(?:yet\s+|itself\s+|alone\s+|by\s+itself\s+)?{_SAYING}\b{_CLAUSE}
    | \b(?:neither|nor|nothing|none|nobody|no\ \w+)\s+(?:of\s+\w+\s+|here\s+|\w+\s+){{0,3}}?
        (?:{_SAYING}|says|shows|showed|tells|told|proves|means|meant|claims|separates)\b{_CLAUSE}
    | \b(?:whether|wonder\s+if|ask\s+if|unknown\s+if|unclear\s+if)\b{_CLAUSE}
    | \b(?:without|no|not|nor)\s+(?:a\s+|an\s+|any\s+|the\s+|of\s+)*
        (?:what|why|how|whether|evidence|proof|signs?|claims?|statements?|word|test)\b
        (?:\s+(?:that|of|for|it|is|was|the|a|an|which|programme|project|they|he|she)\b){{0,4}}\s*
    | \b(?:is|are|was|were)\s+not\s+an?\s+
    )$
    """,
    re.I | re.X,
)
# What looks like a denial and is the opposite of one.
_NO_DENIAL = re.compile(
    r"\b(?:not only|not just|not merely|not simply|not surprising\w*|nothing but|no doubt|"
    r"no wonder|no question|cannot (?:be )?(?:deny|denied|doubt\w*|but)|can't deny|"
    r"cannot be overstated|no small|no less|did not fail to|never fail\w*)\b",
    re.I,
)
#: Chance, luck and the like may be named as causes: they are what a rise may be owed to.
_NATURAL = re.compile(
    r"^\s*(?:of|to|from|by|on|that|is|about|up|,|:|\s|may|might|be|the|a|an|only|partly|mere|pure|"
    r"simply|nothing|more|than|just|in|part|for)*"
    r"(?:chance|luck|bad luck|good luck|rounding|regression|measurement|error|errors|selection|"
    r"the ceiling|ceiling|the floor|floor|drift|natural|growing|being older|time|practice|memory|"
    r"misprint|unreliab\w+|judging|non-response|those who did not answer|whoever|who answered)\b",
    re.I,
)
_CHANCE_DENIED = re.compile(r"\b(?:not|never|cannot|hardly|more than|rather than|n't)\b", re.I)
_YES_NO = re.compile(
    r"^(?:\W*)(?:did|does|do|is|are|was|were|can|could|has|have|had|would|will|should|may|might)\b",
    re.I,
)


def excused(sentence, match):
    """Say whether a sentence denies, doubts or asks what its words would claim.

    Parameters
    ----------
    sentence : str
        The whole sentence.
    match : re.Match
        Where the words of a claim stand in it.

    Returns
    -------
    bool

    Examples
    --------
    >>> import re
    >>> def tried(text):
    ...     return excused(text, re.search("led to", text))
    >>> tried("The numbers cannot show what led to it.")
    True
    >>> tried("Nobody doubts it, the programme led to it."), tried("No doubt it led to it.")
    (False, False)
    """
    before, after = sentence[: match.start()], sentence[match.end() :]
    if sentence.rstrip().endswith("?") and _YES_NO.match(sentence):
        return True
    if _NO_DENIAL.search(sentence):
        return False
    if _NATURAL.match(after) and not _CHANCE_DENIED.search(before[-40:]):
        return True
    return bool(_DENIED.search(before))
