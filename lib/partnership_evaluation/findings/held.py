"""Texts of a report, held to its design."""

from partnership_evaluation import sentences, tables
from partnership_evaluation.sentences import printed


def held(text, *, what, case, design, **settings):
    """Give back a text that says no more than its design and its numbers allow.

    Parameters
    ----------
    text : str
        The text. What the tables of the case print word for word may stand in it. A sentence made
        from an estimate that allows it to name a cause is not looked at.
    what : str
        What the text is, for the error.
    case : str
        The case study, or ``all``.
    design : str
        Its design.
    **settings
        ``estimate``, ``no_change`` and ``better``, as in
        :func:`partnership_evaluation.sentences.problems`.

    Returns
    -------
    str
        The text.

    Raises
    ------
    SentenceError
        When it says too much.

    Examples
    --------
    >>> held("6 of 12 moved up.", what="A line", case="sutton", design="before_after_paired")
    '6 of 12 moved up.'
    """
    if getattr(text, "licensed", False):
        return text
    if sentences.problems(text, design=design, **settings):
        # Reading every table of the case takes a moment, and is seldom needed.
        own = printed.within(text, printed.texts(tables.folder(), case))
        sentences.check(text, what=what, given=own, design=design, **settings)
    return text
