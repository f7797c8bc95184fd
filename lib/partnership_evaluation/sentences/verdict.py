"""What an estimate with its interval says about whether anything happened."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from partnership_evaluation.sentences.designs import SentenceError
from partnership_evaluation.sentences.directions import BETTER, DOWN, UP, WORSE

#: Which way is for the better; None where neither is.
BETTER_WAYS = ("higher", "lower", None)


@dataclass(frozen=True)
class Verdict:
    """An estimate held against "nothing happened".

    Attributes
    ----------
    direction : int
        1 when the estimate lies above no change, -1 below, 0 on it.
    excludes : bool
        Whether the interval leaves no change out.
    better : str or None
        ``"higher"``, ``"lower"`` or None.
    """

    direction: int
    excludes: bool
    better: str | None = None

    @property
    def good(self):
        """1 when the change is for the better, -1 for the worse, 0 when neither is known."""
        return self.direction * {"higher": 1, "lower": -1, None: 0}[self.better]

    def words_against(self):
        """List the words that a sentence about this estimate may not use.

        Returns
        -------
        list of (re.Pattern, str, str)
            The words, the rule that they break, and what to do.
        """
        rise = [(UP, 1), (DOWN, -1)] if self.direction or self.excludes else []
        found = [
            (pattern, "the words and the sign of the estimate disagree", "Turn the words round.")
            for pattern, sign in rise
            if sign == -self.direction
        ]
        found += [
            (pattern, "the words and the direction of the scale disagree", "Turn the words round.")
            for pattern, sign in ((BETTER, 1), (WORSE, -1))
            if self.good == -sign
        ]
        if not self.excludes:
            advice = "Say that it was higher or lower among these people, and could be chance."
            found.append((f"{BETTER}|{WORSE}", "the interval does not exclude no change", advice))
        return [(re.compile(rf"\b(?:{words})\b", re.I), *rest) for words, *rest in found]


def judge(estimate, *, no_change=0, better=None):
    """Hold an estimate against "nothing happened".

    Parameters
    ----------
    estimate : object
        Anything with ``estimate``, ``low`` and ``high``.
    no_change : number, default 0
        The value when nothing happened.
    better : {"higher", "lower"}, optional
        Which way is for the better.

    Returns
    -------
    Verdict

    Raises
    ------
    SentenceError
        When the estimate has no number or no interval, the ends are in the wrong order, or
        ``better`` is no allowed word: every one.

    Notes
    -----
    An end that lies on no change does not exclude it. An end that is infinite is allowed.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> judge(SimpleNamespace(estimate=0.4, low=0.1, high=0.6), better="higher")
    Verdict(direction=1, excludes=True, better='higher')
    """
    ends = {name: getattr(estimate, name, None) for name in ("low", "estimate", "high")}
    faults = [
        f"A sentence about a change rests on an estimate with its interval: found {name} = "
        f"{value!r}; compute the interval, or use sentences.level()."
        for name, value in ends.items()
        if value is None or math.isnan(float(value))
    ]
    if not faults and not ends["low"] <= ends["estimate"] <= ends["high"]:
        faults.append(
            "An estimate lies within its interval: found "
            f"{ends['low']}, {ends['estimate']}, {ends['high']}; check which end is which."
        )
    if better not in BETTER_WAYS:
        faults.append(
            f"The better way is 'higher', 'lower' or None: found {better!r}; name one of them."
        )
    if faults:
        raise SentenceError("\n".join(faults))
    low, value, high = ends.values()
    direction = (value > no_change) - (value < no_change)
    return Verdict(int(direction), bool(low > no_change or high < no_change), better)
