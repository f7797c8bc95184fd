"""The fixed words of verdicts."""

#: Where a statement is printed that many make and no document at hand does.
COMMON_READING = "a common reading, not a printed one"
CONCLUSION_VERDICTS = ("supported", "contradicted", "undetermined")


class FindingError(ValueError):
    """A finding that cannot be stated: a verdict is missing or is not one of the fixed words."""


def require(words, *, allowed):
    """Refuse verdicts that are not among the fixed words.

    Parameters
    ----------
    words : iterable of str
        The verdicts.
    allowed : sequence of str
        The fixed words.

    Raises
    ------
    FindingError
        When there is another word.

    Examples
    --------
    >>> require(["reproduced"], allowed=["reproduced"])
    """
    wrong = sorted(set(words) - set(allowed))
    if wrong:
        raise FindingError(
            f"A verdict must be one of: {'; '.join(allowed)}; found {', '.join(map(repr, wrong))}. "
            "Use one of the fixed words."
        )


def require_verdicts(brief, claims, conclusions):
    """Refuse a report that says nothing.

    Parameters
    ----------
    brief, claims, conclusions : list
        What was recorded.

    Raises
    ------
    FindingError
        Without a brief, or with neither claims nor conclusions.

    Examples
    --------
    >>> require_verdicts(["6 moved up."], [{"claim": "a"}], [])
    """
    if not brief or not (claims or conclusions):
        raise FindingError(
            "A report must have a brief and at least one verdict; found "
            f"{len(brief)} sentences, {len(claims)} claims and {len(conclusions)} conclusions. "
            "Call brief, claims or conclusions first."
        )


def conclusion_columns(judged):
    """Head the columns of a table of conclusions.

    Parameters
    ----------
    judged : pandas.DataFrame
        ``statement``, ``locator``, ``verdict``, ``reason``.

    Returns
    -------
    dict of str to str
        Column and heading; without the place where no statement is of a document.

    Examples
    --------
    >>> import pandas as pd
    >>> list(conclusion_columns(pd.DataFrame({"locator": [COMMON_READING]})).values())
    ['A common reading', 'Verdict', 'Because']
    """
    if (judged["locator"] == COMMON_READING).all():
        return {"statement": "A common reading", "verdict": "Verdict", "reason": "Because"}
    return {
        "statement": "The document says", "locator": "Where printed", "verdict": "Verdict",
        "reason": "Because",
    }  # fmt: skip
