"""What a row of a ledger of printed numbers can be about."""

from __future__ import annotations

import difflib

from partnership_evaluation.consistency.audit_statistics import STATISTICS, SYNONYMS

__all__ = ["KINDS", "ROUNDED_KINDS", "kind_of"]

KINDS = (
    *("count", "percent", "mean", "difference", "grade", "rating", "amount", "ratio"),
    *STATISTICS,
)
ROUNDED_KINDS = ("percent", "mean", "difference", "ratio", *STATISTICS)
#: What is a column beside another number, and of which kinds that is.
_BESIDE = {"df": "t, F, chi2 or r", "sd": "mean or difference", "n": "number", "scale": "mean"}


def kind_of(text: str) -> str:
    """Return what a row is about.

    Parameters
    ----------
    text : str
        As typed; capitals do not matter, and statistics have several names.

    Returns
    -------
    str
        One of :data:`KINDS`.

    Raises
    ------
    ValueError
        When it is none, with the nearest.

    Examples
    --------
    >>> kind_of("Percent"), kind_of("Cohen's d"), kind_of("F")
    ('percent', 'd', 'f')
    """
    kind = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    kind = SYNONYMS.get(kind, kind)
    if kind in KINDS:
        return kind
    if kind in _BESIDE:
        raise ValueError(
            f"A kind must be one of {', '.join(KINDS)}; found {text!r}; write it in the column "
            f"{kind}, in the row of its {_BESIDE[kind]}."
        )
    near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(
        f"A kind must be one of {', '.join(KINDS)}; found {text!r}; {hint}Use one of these."
    )
