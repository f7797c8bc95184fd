"""Is a factor necessary, and does it matter: consistency, coverage and relevance of necessity."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import pandas as pd

from partnership_evaluation import wording
from partnership_evaluation.factors.counting import (
    range_in_words,
    range_problems,
    refuse,
    whole_number_problems,
)


@dataclass(frozen=True)
class Necessity:
    """How necessary a factor is and whether that says anything; each as smallest and largest.

    Attributes
    ----------
    consistency : (Fraction, Fraction)
        Share of the successes that have the factor: 1 is what *necessary* asks for.
    coverage : (Fraction, Fraction) or None
        Share of those with the factor that are successes; None where nobody need have it.
    relevance : (Fraction, Fraction) or None
        Relevance of necessity, from 0 (everyone has the factor: trivial) to 1; None where there
        are no other cases, for then nothing can make a factor relevant.
    trivial : bool or None
        Whether every case, successful or not, has the factor; None where the counts leave it open.
    n, others : int
        Successes and other cases.
    """

    consistency: tuple[Fraction, Fraction]
    coverage: tuple[Fraction, Fraction] | None
    relevance: tuple[Fraction, Fraction] | None
    trivial: bool | None
    n: int
    others: int


def necessity(present, *, n, with_factor, others):
    """Measure whether a factor is necessary among a few cases, and whether that is relevant.

    Parameters
    ----------
    present : int or (int, int)
        Successes with the factor, or the fewest and the most.
    n : int
        Successes, at least 1.
    with_factor : int or (int, int)
        Other cases with the factor; (0, `others`) where nobody asked.
    others : int
        Other cases; 0 where there are none.

    Returns
    -------
    Necessity
        Every measure with its smallest and largest value over all counts in the ranges.

    Raises
    ------
    FactorError
        When a count is not whole, or exceeds its cases.

    Notes
    -----
    For crisp sets, with k of n successes and m of M others having the factor: consistency k / n;
    coverage k / (k + m), which Ragin (2006) reads as the empirical relevance of a necessary
    condition; relevance of necessity (Schneider and Wagemann 2012) the sum of (1 - x) over that of
    (1 - min(x, y)), here (n + M - k - m) / (n + M - k). It is 0 for a condition that everyone has.
    With neither a success without the factor nor any other case it is 0 / 0; with a success without
    it and no other case it would be 1, although nothing was compared. Both are returned as None.
    Each measure moves one way in k and in m, so its ends lie at the ends of the counts. Checked
    against the formulas for fuzzy sets, case by case, over every count.

    References
    ----------
    Ragin (2006), Set relations in social research: evaluating their consistency and coverage,
    Political Analysis 14, 291-310. Schneider and Wagemann (2012), Set-theoretic methods for the
    social sciences, chapter 9. Goertz (2006), Assessing the trivialness, relevance, and relative
    importance of necessary or sufficient conditions, Studies in Comparative International
    Development 41, 88-109.

    Examples
    --------
    >>> found = necessity(6, n=6, with_factor=(0, 11), others=11)
    >>> [str(end) for end in found.coverage], [str(end) for end in found.relevance]
    (['6/17', '1'], ['0', '1'])
    >>> found.trivial is None
    True
    """
    (k_low, k_high), (m_low, m_high) = _ends(present), _ends(with_factor)
    counts = {"present": k_low, "n": n, "with_factor": m_low, "others": others}
    refuse(whole_number_problems(**counts, most_present=k_high, most_with_factor=m_high))
    refuse([*range_problems(k_low, k_high, n), *range_problems(m_low, m_high, others)])
    if n == 0:
        refuse(["Necessity is asked of successes; found n = 0. Give at least 1."])
    corners = list(product((k_low, k_high), (m_low, m_high)))
    coverage = [Fraction(k, k + m) for k, m in corners if k + m]
    relevance = [Fraction(n + others - k - m, n + others - k) for k, m in corners if others]
    return Necessity(
        consistency=(Fraction(k_low, n), Fraction(k_high, n)),
        coverage=(min(coverage), max(coverage)) if coverage else None,
        relevance=(min(relevance), max(relevance)) if relevance else None,
        trivial=_trivial((k_low, k_high), n, (m_low, m_high), others),
        n=int(n),
        others=int(others),
    )


def necessity_table(factors, *, cases, others, contrast=None):
    """Tabulate necessity and its relevance for every count that factors have.

    Parameters
    ----------
    factors : pandas.DataFrame
        Columns ``factor`` (needed with `contrast` only), ``label``, ``present_low``,
        ``present_high``, ``of_number``; only factors counted over `cases` are used.
    cases : int
        Successes.
    others : int
        Other cases.
    contrast : pandas.DataFrame, optional
        What is said of those: ``factor``, ``present_low``, ``present_high``; a factor that it does
        not name, or does not count, may be in any number of them.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of counts: ``Successes with it``, ``Others with it``, ``Factors`` (how
        many), ``Consistency``, ``Coverage``, ``Relevance`` (as text, a range where the counts
        leave one).

    Raises
    ------
    FactorError
        When a count exceeds its cases.

    Examples
    --------
    >>> stated = pd.DataFrame({"label": ["a"], "present_low": [6], "present_high": [6],
    ...                        "of_number": [6]})
    >>> necessity_table(stated, cases=6, others=11)["Relevance"].tolist()
    ['0 to 1']
    """
    known = {} if contrast is None else contrast.set_index("factor").to_dict("index")
    counted = factors[factors["of_number"] == cases].dropna(subset=["present_low"])
    found = {}
    for row in counted.itertuples():
        elsewhere = known.get(getattr(row, "factor", None))
        unknown = elsewhere is None or pd.isna(elsewhere["present_low"])
        ends = (0, others) if unknown else (elsewhere["present_low"], elsewhere["present_high"])
        key = (int(row.present_low), int(row.present_high)), (int(ends[0]), int(ends[1]))
        found[key] = found.get(key, 0) + 1
    rows = []
    for (present, with_factor), number in sorted(found.items(), reverse=True):
        result = necessity(present, n=cases, with_factor=with_factor, others=others)
        measures = (result.consistency, result.coverage, result.relevance)
        texts = [range_in_words(*present), range_in_words(*with_factor)]
        rows.append((*texts, number, *map(_in_words, measures)))
    columns = ["Successes with it", "Others with it", "Factors"]
    return pd.DataFrame(rows, columns=[*columns, "Consistency", "Coverage", "Relevance"])


def _ends(count):
    return (count, count) if not isinstance(count, tuple | list) else tuple(count)


def _trivial(present, n, with_factor, others):
    everyone = present[0] == n and with_factor[0] == others
    someone_without = present[1] < n or with_factor[1] < others
    return True if everyone else False if someone_without else None


def _in_words(ends):
    if ends is None:
        return "cannot be said"
    low, high = (wording.number(round(float(end), 2)) for end in ends)
    return low if low == high else f"{low} to {high}"
