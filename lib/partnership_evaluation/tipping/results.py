"""The shape in which a tipping point comes back."""

from __future__ import annotations

from dataclasses import dataclass

from partnership_evaluation.estimates import confidence_problems


@dataclass(frozen=True)
class TippingPoint:
    """How far the world would have to differ for a conclusion to turn.

    Attributes
    ----------
    name : str
        What differs: ``reliability``, ``drift``, ``people``, ``prevalence``, ``luck``,
        ``nonresponse`` or ``missing_people``.
    tipping_value : float or None
        The value at which the conclusion turns; None where it does not turn within `searched`.
    unit : str
        Unit of that value.
    searched : (float, float)
        The values looked at.
    assumed : float
        The value that the analysis assumed, or 0 where it assumed none to differ.
    stands : bool
        Whether the conclusion stands at the assumed value.
    turns : bool or None
        Whether it turns within `searched`; None where how far the world can differ is not known.
    n : int
        People or cases behind the conclusion.
    method : str
        How the point was found, in words.
    sentence : str
        The point in one sentence.
    """

    name: str
    tipping_value: float | None
    unit: str
    searched: tuple
    assumed: float
    stands: bool
    turns: bool | None
    n: int
    method: str
    sentence: str


def level_problems(level):
    """List what is wrong with the level of a test.

    Parameters
    ----------
    level : object
        As the caller received it; allowed are numbers between 0 and 0.5.

    Returns
    -------
    list of str
        One sentence, or none.

    Examples
    --------
    >>> level_problems(0.05)
    []
    >>> level_problems(5)[0]
    'The level of a test lies between 0 and 0.5: found 5; give 0.05, say.'
    """
    if not confidence_problems(level) and level < 0.5:
        return []
    return [f"The level of a test lies between 0 and 0.5: found {level!r}; give 0.05, say."]
