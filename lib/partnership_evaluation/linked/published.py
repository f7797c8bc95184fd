"""The table that authors printed of answers at two times, held against the answers."""

import re
from fractions import Fraction

import numpy as np
import pandas as pd

from partnership_evaluation import files, rounding, wording
from partnership_evaluation.linked.routes import QUANTITIES, routes

#: Names that authors give to the columns of such a table, by ours; more are made of these.
_NAMES = {
    "item": ["item", "question", "statement", "scale", "subscale", "variable", "label"],
    "n": ["n", "N", "pairs", "number", "people"],
    "difference": ["difference", "mean difference", "mean change", "change", "gain", "MD", "diff"],
    "sd_difference": ["sd_difference", "SD difference", "SD of difference", "SD diff", "SD change"],
    "se_difference": ["se_difference", "SE difference", "SE", "SEM", "standard error"],
    "t": ["t", "t value", "t statistic", "t-test", "t(df)"],
    "df": ["df", "degrees of freedom"],
    "p": ["p", "p value", "Sig.", "Sig. (2-tailed)", "significance", "p (t test)"],
    "p_ranks": ["p_ranks", "Asymp. Sig. (2-tailed)", "Asymp. Sig.", "p (Wilcoxon)", "Wilcoxon p"],
    "z": ["z", "z value", "Wilcoxon z", "Z score"],
    "w": ["w", "V", "Wilcoxon W", "signed rank"],
    "d": ["d", "Cohen's d", "effect size", "dz", "Hedges g", "g", "ES"],
    "r": ["r", "correlation", "effect size r"],
    "improved": ["improved", "positive ranks", "increased", "higher"],
    "same": ["same", "ties", "unchanged"],
    "worse": ["worse", "negative ranks", "decreased", "lower"],
}
_OF_TIME = {
    "mean": ["mean", "M", "average"],
    "sd": ["SD", "S.D.", "standard deviation", "std"],
    "median": ["median", "Mdn"],
    "percent": ["percent", "%", "% agree", "percent agree"],
}
_TIMES = {"before": ["before", "pre", "T1", "pretest", "baseline", "time 1"],
          "after": ["after", "post", "T2", "posttest", "follow-up", "time 2"]}  # fmt: skip
_BELOW = re.compile(r"(?:p\s*)?([<>\N{LESS-THAN OR EQUAL TO}])\s*=?\s*(\d*\.\d+|\d+)\**")
_NUMBER = re.compile(r"(?:p\s*=\s*)?([-+]?\d*\.?\d+)\s*%?\s*(?:\*+|[a-z]|\N{DAGGER})?")
UNKNOWN = "cannot be checked"


def read_printed_table(name, *, columns=None):
    """Read a table that authors printed, as it was typed in: one row a question.

    Parameters
    ----------
    name : str
        A file; texts, so that final zeros stay.
    columns : mapping of str to str, optional
        Names of columns in the file, by ours, where they are not known.

    Returns
    -------
    pandas.DataFrame
        ``item`` and those of :data:`partnership_evaluation.linked.routes.QUANTITIES` that it has.

    Raises
    ------
    partnership_evaluation.files.FileError
        When there is no such file, or no column of questions.

    Examples
    --------
    >>> read_printed_table("data/sutton/before_after.csv").columns.tolist()[:2]
    ['item', 'difference']
    """
    return files.read(name, aliases=aliases(), required=["item"], given=columns).table


def aliases():
    """List the names that columns of a printed table have had.

    Returns
    -------
    dict of str to list of str

    Examples
    --------
    >>> "Post SD" in aliases()["sd_after"]
    True
    """
    found = dict(_NAMES)
    for kind, words in _OF_TIME.items():
        for time, marks in _TIMES.items():
            both = [(word, mark) for word in words for mark in marks]
            found[f"{kind}_{time}"] = [
                f"{kind}_{time}",
                *(form for word, mark in both for form in
                  (f"{word} {mark}", f"{mark.capitalize()} {word}")),
            ]  # fmt: skip
    return found


def given_back(printed, before, after, *, agree=None):
    """Work out every figure of a printed table again.

    Parameters
    ----------
    printed : pandas.DataFrame
        ``item`` and quantities, as texts; names of questions as those of the answers, capitals and
        signs apart.
    before, after : pandas.DataFrame
        Answers as numbers, one column a question.
    agree : float, optional
        The lowest answer that counts as agreeing.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.claims` takes it. ``note`` says how the
        figure was worked out where that is not the usual way.

    Raises
    ------
    partnership_evaluation.files.FileError
        When a row is about no question of the answers.

    Examples
    --------
    >>> before = pd.DataFrame({"Q1": [2.0, 3, 3, 4]})
    >>> printed = {"item": ["q1"], "t": ["3.00"], "sd_before": ["0.71"], "p": ["<.05"]}
    >>> found = given_back(pd.DataFrame(printed), before, before.add([1, 1, 0, 1], axis=0))
    >>> found["verdict"].tolist()
    ['reproduced', 'reproduced', 'not reproducible']
    >>> found["note"].tolist()[0]
    'n in the divisor'
    """
    known = {files.plain(name): name for name in before}
    lacking = [item for item in printed["item"] if files.plain(item) not in known]
    if lacking:
        raise files.FileError(
            "Each row of the printed table is about a question: found "
            f"{', '.join(map(repr, lacking))}, and the answers are to "
            f"{', '.join(map(repr, before))}. Write them as the answers do."
        )
    rows = []
    for row in printed.to_dict("records"):
        name = known[files.plain(row["item"])]
        ways = routes(before[name], after[name], agree=agree)
        for quantity in QUANTITIES:
            text = row.get(quantity)
            if text is not None and not pd.isna(text) and str(text).strip():
                rows.append(_claim(name, quantity, str(text).strip(), ways[quantity]))
    names = ["claim", "subject", "locator", "printed", "recomputed", "verdict", "note"]
    return pd.DataFrame(rows, columns=names)


def number_of(text):
    """Return the digits of a printed cell, without stars, letters behind it and a percent sign.

    Parameters
    ----------
    text : object
        A cell; empty ones are missing or blank.

    Returns
    -------
    str
        Empty where there is no single number.

    Examples
    --------
    >>> number_of("3.40*"), number_of("46%"), number_of("n/a")
    ('3.40', '46', '')
    """
    plain = "" if pd.isna(text) else str(text).strip()
    found = _NUMBER.fullmatch(plain.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-"))
    return found[1] if found else ""


def _claim(item, quantity, printed, ways):
    subject = f"{item}: {QUANTITIES[quantity]}"
    head = (f"{quantity} {item}", subject, "printed table", printed)
    plain = printed.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-")
    below, number = _BELOW.fullmatch(plain), _NUMBER.fullmatch(plain)
    if not ways or not (below or number):
        return (*head, None, UNKNOWN, "Not worked out." if not ways else "No number was read.")
    test = _holds(*below.groups()) if below else _rounds(number[1])
    if below:  # a limit is met by chance by one of many ways: half a p-value is none of them
        ways = [way for way in ways if "one-sided" not in way[1]]
    usual = [(way, rule) for rule in ("half_up", "any") for way in ways[:1]]
    for (value, words), rule in [*usual, *((way, "half_up") for way in ways[1:])]:
        if test(value, rule):
            verdict = "reproduced" + (" with another rounding" if rule == "any" else "")
            return (*head, _shown(value, printed), verdict, words)
    return (*head, _shown(ways[0][0], printed), "not reproducible", ways[0][1])


def _holds(sign, limit):
    return lambda value, rule: value > float(limit) if sign == ">" else value <= float(limit)


def _rounds(text):
    text = re.sub(r"^([-+]?)\.", r"\g<1>0.", text)
    printed = rounding.read_printed(text)

    def test(value, rule):
        return Fraction(float(np.round(value, 12))) in rounding.unrounded(printed, rounding=rule)

    return test


def _shown(value, printed):
    digits = len(re.sub(r"\D", "", printed).lstrip("0"))
    return wording.number(value, digits=max(4, digits + 1))
