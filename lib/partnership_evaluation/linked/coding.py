"""Answers as numbers: codes and words of one scale, reversed questions, scores of several."""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnership_evaluation.files import FileError

#: What stands for no answer, besides an empty cell.
NO_ANSWER = ("", "na", "n/a", "nan", "none", ".", "-", "not applicable", "missing", "null", "<na>")
_ENDS = re.compile(r"\s*(-?\d+)\s*(?:to|-|\N{EN DASH}|\s)\s*(-?\d+)\s*")
#: How many wrong answers of a question are shown.
MOST_SHOWN = 3


@dataclass(frozen=True)
class Scale:
    """The answers that may be given.

    Attributes
    ----------
    low, high : int or None
        The codes of the lowest and the highest answer; None where answers are scores without ends.
    words : tuple of str
        What the codes are called, the lowest first; empty where they are not called anything.
    """

    low: int | None = None
    high: int | None = None
    words: tuple = ()

    @property
    def known(self):
        """Whether the ends of the scale are known."""
        return self.low is not None


def scale_of(text, words=()):
    """Read the ends of a scale.

    Parameters
    ----------
    text : str
        ``1 to 5``, ``1-5`` or ``-2 to 2``; empty for scores without ends.
    words : sequence of str
        What the answers are called, the lowest first.

    Returns
    -------
    Scale

    Raises
    ------
    partnership_evaluation.files.FileError
        When these are no two whole numbers, or there are more or fewer words.

    Examples
    --------
    >>> scale_of("1 to 7").high, scale_of("-2 to 2").low, scale_of("", ["no", "yes"]).low
    (7, -2, 1)
    """
    words = tuple(word.strip().lower() for word in words if word.strip())
    if not text.strip():
        return Scale(1, len(words), words) if words else Scale()
    found = _ENDS.fullmatch(text.lower().replace("\N{MINUS SIGN}", "-"))
    low, high = map(int, found.groups()) if found else (0, 0)
    if low >= high:
        raise FileError(
            f"A scale is written from its lowest to its highest code, as 1 to 5: found {text!r}."
        )
    if words and len(words) != high - low + 1:
        raise FileError(
            f"Each code has one word: found {len(words)} words for the {high - low + 1} codes from "
            f"{low} to {high}. Give one for each, the lowest first."
        )
    return Scale(low, high, words)


def coded(answers, *, scale, turned=(), missing=()):
    """Make numbers of answers.

    Parameters
    ----------
    answers : pandas.DataFrame
        One column a question; texts or numbers.
    scale : Scale
        The answers that may be given.
    turned : sequence of str
        Questions whose highest answer is the worst; their codes are turned round.
    missing : sequence of str
        Codes that stand for no answer, such as 99.

    Returns
    -------
    pandas.DataFrame
        Numbers, higher being better, missing where nobody answered.

    Raises
    ------
    partnership_evaluation.files.FileError
        When an answer is none of the scale, for every question; or a question is not there.

    Examples
    --------
    >>> answers = pd.DataFrame({"Q1": ["1", "5", "n/a"], "Q2": ["Agree", "2", "99"]})
    >>> scale = scale_of("1 to 5", ["never", "seldom", "neither", "agree", "always"])
    >>> coded(answers, scale=scale, turned=["Q1"], missing=["99"]).fillna(0).values.tolist()
    [[5.0, 4.0], [1.0, 2.0], [0.0, 0.0]]
    """
    strange = [name for name in turned if name not in answers]
    if strange or (turned and not scale.known):
        raise FileError(
            f"Questions are turned round on a scale whose ends are known: found "
            f"{', '.join(map(repr, strange)) or 'no scale'}; give a scale, and questions among "
            f"{', '.join(map(repr, answers))}."
        )
    found, problems = {}, []
    for name in answers:
        found[name], wrong = _numbers(answers[name], scale, {str(one) for one in missing})
        problems += [f"{name}: {wrong}"] if wrong else []
        if name in turned:
            found[name] = scale.low + scale.high - found[name]
    if problems:
        allowed = f"whole numbers from {scale.low} to {scale.high}" if scale.known else "numbers"
        if scale.words:
            allowed += f" or {', '.join(scale.words)}"
        raise FileError(
            f"Answers are {allowed}: found {'; '.join(problems)}. Correct them, or say which codes "
            "stand for no answer."
        )
    return pd.DataFrame(found, index=answers.index)


def parts(numbers, scores):
    """Add scores of several questions: the mean of each person's answers.

    Parameters
    ----------
    numbers : pandas.DataFrame
        What :func:`coded` gave.
    scores : dict of str to list of str
        The questions of each score.

    Returns
    -------
    pandas.DataFrame
        With a column a score; missing for whoever left one of its questions out.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a question is not there.

    Examples
    --------
    >>> parts(pd.DataFrame({"Q1": [1.0], "Q2": [4.0]}), {"Both": ["Q1", "Q2"]})["Both"].tolist()
    [2.5]
    """
    lacking = [name for names in scores.values() for name in names if name not in numbers]
    if lacking:
        raise FileError(
            f"A score is of questions of the file: found no {', '.join(map(repr, lacking))} among "
            f"{', '.join(map(repr, numbers))}."
        )
    added = {name: numbers[names].mean(axis=1, skipna=False) for name, names in scores.items()}
    return numbers.assign(**added)


def _numbers(column, scale, missing):
    text = column.astype("string").str.strip().str.lower()
    text = text.str.replace(r"^(-?\d+)\.0+$", r"\1", regex=True)
    none = text.isna() | text.isin([*NO_ANSWER, *missing])
    by_word = {word: scale.low + place for place, word in enumerate(scale.words)}
    number = pd.to_numeric(text.mask(none).map(lambda one: by_word.get(one, one)), errors="coerce")
    number = number.astype(float)
    bad = number.isna() & ~none
    if scale.known:
        bad |= number.notna() & ~number.isin(np.arange(scale.low, scale.high + 1))
    if not bad.any():
        return number, ""
    counts = column[bad].astype(str).value_counts()
    shown = ", ".join(f"{answer!r} ({n})" for answer, n in counts.head(MOST_SHOWN).items())
    return number, shown + (", ..." if len(counts) > MOST_SHOWN else "")
