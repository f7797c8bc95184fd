"""The fixed words of verdicts."""

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
