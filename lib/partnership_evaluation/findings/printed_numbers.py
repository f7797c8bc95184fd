"""The printed numbers of a report with their verdicts, as a sentence and as tables."""

from partnership_evaluation.exhibits import Table
from partnership_evaluation.verdicts import VERDICTS

NAMED = {
    "subject": "What",
    "locator": "Where printed",
    "printed": "Printed",
    "recomputed": "Recomputed",
    "verdict": "Verdict",
    "note": "Remark",
}


def sentence(verdicts):
    """Count the verdicts in words.

    Parameters
    ----------
    verdicts : pandas.Series
        One of the four words for each printed number.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> sentence(pd.Series(["reproduced", "cannot be checked"]))[:70]
    'Printed numbers that belong to this question: 2; those that follow fro'
    """
    counted = verdicts.value_counts()
    checked = len(verdicts) - counted.get("cannot be checked", 0)
    return (
        f"Printed numbers that belong to this question: {len(verdicts)}; those that follow from "
        f"others and can be recomputed: {checked}. Of these, reproduced: "
        f"{counted.get('reproduced', 0)}; reproduced with another rounding: "
        f"{counted.get('reproduced with another rounding', 0)}; not reproducible: "
        f"{counted.get('not reproducible', 0)}."
    )


def tables_of(verdicts, *, caption):
    """Show those that do not follow from others, and all that can be recomputed.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.claims` takes it.
    caption : str
        Caption of the second table.

    Returns
    -------
    list of partnership_evaluation.exhibits.Table
        None, one or two; the second is folded.

    Examples
    --------
    >>> import pandas as pd
    >>> row = dict.fromkeys(NAMED, "x") | {"verdict": "reproduced"}
    >>> [table.folded for table in tables_of(pd.DataFrame([row]), caption="All.")]
    [True]
    """
    shown = verdicts[list(NAMED)].rename(columns=NAMED)
    wrong = shown[shown["Verdict"].isin(VERDICTS[1:3])]
    checked = shown[shown["Verdict"] != VERDICTS[3]]
    above = "Numbers that do not follow from the others as printed."
    return [
        *([Table(wrong, above)] if len(wrong) else []),
        *([Table(checked, caption, folded=True)] if len(checked) else []),
    ]
