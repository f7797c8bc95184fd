"""The matrix of factors by cases, in four states."""

import pandas as pd

from partnership_evaluation.factors.counting import range_problems, refuse, whole_number_problems

#: How each state of a coded matrix is drawn: colour and sign.
TILES = {
    "present": ("#12436D", "+"),
    "absent": ("#F46A25", "\N{MINUS SIGN}"),
    "not mentioned": ("#BFBFBF", "?"),
    "not asked": ("#F2F2F2", ""),
}


def coded_matrix(factors, *, of_number, others=0, contrast=None):
    """Lay out in which of its four states each factor is in each case.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``factor`` (needed with `contrast` only), ``label``, ``present_low``,
        ``present_high``, ``of_number``; the counts are missing where the document only lists the
        factor.
    of_number : int
        Cases; only factors counted over that many, or not counted at all, are laid out.
    others : int, default 0
        Cases with another outcome, laid out to the right.
    contrast : pandas.DataFrame, optional
        What the document says of those: columns ``factor``, ``present_low``, ``present_high``
        (missing where it only says something of the factor). Without it nobody asked.

    Returns
    -------
    pandas.DataFrame
        One row a factor (its label is the index), one column a case named ``1``, ``2`` and so on.
        Cells are one of ``present``; ``absent``; ``not mentioned`` (the document looked at these
        cases, and its words leave open which of them had the factor); ``not asked`` (the document
        says nothing of this factor in these cases). Where cases are not named in the document
        the columns are places, not particular cases.

    Raises
    ------
    FactorError
        When a count is not whole, or exceeds the number of cases.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["core funding"], "present_low": [4],
    ...                        "present_high": [5], "of_number": [6]})
    >>> coded_matrix(stated, of_number=6, others=1).loc["core funding"].tolist()
    ['present', 'present', 'present', 'present', 'not mentioned', 'absent', 'not asked']
    """
    refuse(whole_number_problems(of_number=of_number, others=others))
    chosen = factors[factors["of_number"].isna() | (factors["of_number"] == of_number)]
    known = {} if contrast is None else contrast.set_index("factor").to_dict("index")
    rows = [
        _states(row.present_low, row.present_high, of_number)
        + _other_states(known.get(getattr(row, "factor", None)), others)
        for row in chosen.itertuples()
    ]
    columns = [str(place) for place in range(1, of_number + others + 1)]
    return pd.DataFrame(rows, columns=columns, index=list(chosen["label"]))


def _states(low, high, cases):
    if pd.isna(low):
        return ["not mentioned"] * cases
    low, high = int(low), int(high)
    refuse(range_problems(low, high, cases))
    return ["present"] * low + ["not mentioned"] * (high - low) + ["absent"] * (cases - high)


def _other_states(stated, others):
    if stated is None:
        return ["not asked"] * others
    return _states(stated["present_low"], stated["present_high"], others)
