"""Effects of programmes given to whole classes or schools."""

from __future__ import annotations

import math
from numbers import Real

from partnership_evaluation.effects.results import (
    CORRECTIONS,
    INTERVALS,
    WITH_COMPARISON,
    EffectSize,
    finished,
)
from partnership_evaluation.estimates import choice_problems, confidence_problems, refuse


def clustered(
    effect: EffectSize,
    *,
    cluster_size: float,
    intraclass_correlation: float,
    correction: str = "exact",
    interval: str = "noncentral_t",
    confidence_level: float = 0.95,
) -> EffectSize:
    """Correct an effect size computed as if people were separate, when whole classes were treated.

    Parameters
    ----------
    effect : EffectSize
        From :func:`two_groups` or :func:`two_groups_printed` with the pooled denominator.
    cluster_size : float
        People a class (or school), on average.
    intraclass_correlation : float
        Share of the variance that lies between classes, 0 to 1; a value from similar studies,
        named as an assumption. The What Works Clearinghouse takes 0.20 for attainment and 0.10
        for other outcomes where none is known.
    correction, interval, confidence_level
        As in :func:`two_groups`.

    Returns
    -------
    EffectSize
        In standard deviations of all people (Hedges' d_T), with the wider interval that classes
        bring.

    Raises
    ------
    ValueError
        When the effect is not one of two groups with a pooled denominator, there are fewer than
        three classes, or an argument is not allowed.

    Notes
    -----
    With N people, classes of n and intraclass correlation r, Hedges (2007): d_T = d sqrt(1 - 2 (n -
    1) r / (N - 2)); the difference has the variance (1/n1 + 1/n2)(1 + (n - 1) r); the degrees of
    freedom are ((N - 2) - 2 (n - 1) r)^2 / ((N - 2)(1 - r)^2 + n (N - 2 n) r^2 + 2 (N - 2 n) r (1 -
    r)). The What Works Clearinghouse uses the same correction. Classes are taken to be of one
    size, and r to be known; with few classes that is optimistic. Checked against the plain effect
    at r = 0 and the coverage of simulated trials.

    References
    ----------
    Hedges (2007), Effect sizes in cluster-randomized designs, Journal of Educational and Behavioral
    Statistics 32, 341-370. What Works Clearinghouse (2020), Procedures handbook 4.1, appendix E.

    Examples
    --------
    >>> from partnership_evaluation.effects.groups import two_groups_printed
    >>> plain = two_groups_printed(mean=103, sd=10, n=100, comparison_mean=100, comparison_sd=10,
    ...                            comparison_n=100)
    >>> wider = clustered(plain, cluster_size=25, intraclass_correlation=0.2)
    >>> [round(value, 2) for value in (plain.low, plain.high, wider.low, wider.high)]
    [0.02, 0.58, -0.38, 0.96]
    """
    refuse(
        [
            *_effect_problems(effect),
            *design_problems(cluster_size, intraclass_correlation),
            *choice_problems(correction, CORRECTIONS, name="correction"),
            *choice_problems(interval, INTERVALS, name="interval"),
            *confidence_problems(confidence_level),
        ]
    )
    people, size, r = sum(effect.groups), float(cluster_size), float(intraclass_correlation)
    if people / size < 3:
        raise ValueError(
            f"Two groups of classes have at least three classes: found {people} people in classes "
            f"of {size:g}; with one class a group, class and programme cannot be told apart."
        )
    df, factor = _of_classes(people, size, r)
    scale = math.sqrt(sum(1 / n for n in effect.groups) * design_effect(size, r))
    return finished(
        effect.uncorrected * effect.denominator_value * factor,
        effect.denominator_value,
        scale=scale,
        degrees_of_freedom=df,
        spread_people=df,
        options=(correction, interval, confidence_level),
        n=effect.n,
        what=f"standardised difference of two groups of classes (Hedges 2007, classes of {size:g}, "
        f"intraclass correlation {r:g})",
        denominator="standard deviation of all people, between and within classes",
        design=effect.design,
        groups=effect.groups,
    )


def _of_classes(people: int, size: float, r: float) -> tuple[float, float]:
    """Degrees of freedom, and the factor from the plain effect to the one over all people."""
    left = (people - 2) - 2 * (size - 1) * r
    spread = (
        (people - 2) * (1 - r) ** 2
        + size * (people - 2 * size) * r**2
        + 2 * (people - 2 * size) * r * (1 - r)
    )
    return left**2 / spread, math.sqrt(left / (people - 2))


def design_effect(cluster_size: float, intraclass_correlation: float) -> float:
    """Return by how much classes inflate the variance of a mean.

    Parameters
    ----------
    cluster_size : float
        People a class, at least 1.
    intraclass_correlation : float
        Share of the variance between classes, 0 to 1.

    Returns
    -------
    float
        1 + (cluster_size - 1) intraclass_correlation (Kish).

    Raises
    ------
    ValueError
        When an argument is not allowed.

    Examples
    --------
    >>> round(design_effect(25, 0.2), 2)
    5.8
    """
    refuse(design_problems(cluster_size, intraclass_correlation))
    return 1 + (cluster_size - 1) * intraclass_correlation


def design_problems(cluster_size: object, intraclass_correlation: object) -> list[str]:
    """List what is wrong with the size of classes and their intraclass correlation.

    Parameters
    ----------
    cluster_size, intraclass_correlation : object
        As the caller received them.

    Returns
    -------
    list of str
        One sentence a problem.

    Examples
    --------
    >>> design_problems(25, 20)[0]
    'An intraclass correlation lies between 0 and 1: found 20; give a share such as 0.2.'
    """
    problems = []
    if not _is_number(cluster_size) or not 1 <= cluster_size < math.inf:
        problems.append(
            f"A class has at least 1 person: found {cluster_size!r}; give the people a class on "
            "average."
        )
    if not _is_number(intraclass_correlation) or not 0 <= intraclass_correlation <= 1:
        problems.append(
            "An intraclass correlation lies between 0 and 1: found "
            f"{intraclass_correlation!r}; give a share such as 0.2."
        )
    return problems


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _effect_problems(effect: object) -> list[str]:
    if (
        isinstance(effect, EffectSize)
        and effect.design in WITH_COMPARISON
        and effect.denominator.startswith("pooled standard deviation of the two")
    ):
        return []
    found = getattr(effect, "denominator", repr(effect))
    return [
        "Classes are allowed for in a difference of two groups over the pooled standard deviation: "
        f"found {found}; start from two_groups or two_groups_printed with denominator = 'pooled'."
    ]
