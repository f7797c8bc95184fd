"""The table that authors printed, as a list of numbers for the audit."""

import pandas as pd

from partnership_evaluation.linked.published import number_of
from partnership_evaluation.linked.routes import QUANTITIES

#: By quantity: kind, time, and the quantity that is printed beside it as its deviation.
_ROWS = {
    "mean_before": ("mean", "before", "sd_before"),
    "mean_after": ("mean", "after", "sd_after"),
    "percent_before": ("percent", "before", ""),
    "percent_after": ("percent", "after", ""),
    "difference": ("difference", "", "sd_difference"),
    "t": ("t", "", ""),
    "p": ("p", "", ""),
    "d": ("d", "", ""),
    "r": ("r", "", ""),
}
_AS_TYPED = ("t", "p", "d", "r")


def as_numbers(printed, *, scale=""):
    """Turn a table that authors printed into a list of numbers for the audit.

    Parameters
    ----------
    printed : pandas.DataFrame
        From :func:`read_printed_table`: ``item`` and quantities, as texts, one row a question.
    scale : str, optional
        Lowest and highest answer, such as ``1 to 5``.

    Returns
    -------
    pandas.DataFrame
        As :func:`partnership_evaluation.consistency.audit` takes it: one row a number, those of a
        question under one subject. Medians, tests of ranks and cells that hold no single number
        are left out.

    Notes
    -----
    Nothing of the answers is needed: this asks whether the printed numbers go together, and
    :func:`given_back` whether the answers give them.

    Examples
    --------
    >>> from partnership_evaluation import consistency
    >>> printed = pd.DataFrame({"item": ["Q1"], "n": ["10"], "difference": ["1.58"],
    ...                         "sd_difference": ["1.23"], "t": ["6.04"], "p": [".003"]})
    >>> found = consistency.audit(as_numbers(printed))
    >>> found[["claim", "correction"]].to_numpy().tolist()
    [['Q1, t', '4.06']]
    """
    rows = [
        number
        for row in printed.fillna("").to_dict("records")
        for quantity in _ROWS
        if (number := _number(row, quantity, scale))["value"]
    ]
    return pd.DataFrame(rows, columns=list(_number({"item": ""}, "t", "")))


def _number(row, quantity, scale):
    kind, time, deviation = _ROWS[quantity]
    cell = str(row.get(quantity, "")).strip()
    return {
        "claim": f"{row['item']}, {QUANTITIES[quantity]}",
        "locator": "Table",
        "subject": row["item"],
        "time": time,
        "kind": kind,
        "value": cell if kind in _AS_TYPED else number_of(cell),
        "n": number_of(row.get("n", "")) if kind != "p" else "",
        "sd": number_of(row.get(deviation, "")),
        "df": number_of(row.get("df", "")) if kind == "t" else "",
        "scale": scale if kind == "mean" else "",
    }
