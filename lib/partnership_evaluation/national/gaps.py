"""What the files do not hold: schools that left, and grades of another school on the same site."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation.national.standing import BETWEEN, MAINTAINED, NO_TRUST, is_academy


@dataclass(frozen=True)
class Survivors:
    """What a file of memberships that are still open leaves out.

    Attributes
    ----------
    academies : int
        Academies that were graded twice.
    unplaced : int
        Of them in no trust of the file.
    as_found, low, high : float
        Raw difference in shares; the same if the unplaced academies had all joined between, and
        had, of all ways that this leaves, changed the difference most.
    inspected_later : int
        Schools whose later inspection came after the newest entry of the file.
    last_joined : pandas.Timestamp or None
        The newest entry.
    not_in_schools : int
        Schools of the file of memberships that the file of schools does not have.
    """

    academies: int
    unplaced: int
    as_found: float
    low: float
    high: float
    inspected_later: int
    last_joined: object
    not_in_schools: int


def survivors(schools, comparison, *, memberships=None, every=None):
    """Measure what the file of memberships leaves out.

    Parameters
    ----------
    schools : partnership_evaluation.national.Schools
        What ``joined`` gave.
    comparison : partnership_evaluation.national.Comparison
        The two groups.
    memberships : partnership_evaluation.national.Memberships, optional
        Where they came from a file of their own.
    every : pandas.DataFrame, optional
        All schools of the file, graded twice or not.

    Returns
    -------
    Survivors

    Notes
    -----
    The bounds take the unplaced academies that were graded twice as schools that joined between,
    with the grades that they have: only which of them did join is not known. The difference is
    lowest where just those joined that did not improve, and highest where just those that did.

    Examples
    --------
    >>> from partnership_evaluation import national
    >>> in_trusts = national.read_memberships("invented", trust_types="Multi-academy trust")
    >>> both = national.joined(national.graded(national.read_schools("invented")), in_trusts)
    >>> survivors(both, national.compare(both, definition="not_academies")).unplaced
    0
    """
    table = schools.table
    academy = is_academy(table)
    unplaced = academy & (table["standing"] == NO_TRUST)
    k, n, other = _shares(comparison.table)
    up = int((unplaced & table["improved"]).sum())
    down = int(unplaced.sum()) - up
    late, last = 0, None
    if "joined" in table and "date" in table and table["joined"].notna().any():
        last = (memberships.table if memberships is not None else table)["joined"].max()
        late = int((table["date"] > last).sum())
    missing = 0
    if memberships is not None and every is not None:
        missing = int((~memberships.table["urn"].isin(every["urn"])).sum())
    return Survivors(
        int(academy.sum()), int(unplaced.sum()), k / n - other, k / (n + down) - other,
        (k + up) / (n + up) - other, late, last, missing,
    )  # fmt: skip


def predecessors(schools):
    """Set grades of the same school beside grades of the school that it took the place of.

    Parameters
    ----------
    schools : partnership_evaluation.national.Schools
        What ``joined`` gave.

    Returns
    -------
    pandas.DataFrame
        ``standing``, ``earlier_grade_of`` (the same school, a school before it), ``n``,
        ``improved``; empty where the file does not say.

    Examples
    --------
    >>> from partnership_evaluation import national
    >>> in_trusts = national.read_memberships("invented", trust_types="Multi-academy trust")
    >>> both = national.joined(national.graded(national.read_schools("invented")), in_trusts)
    >>> predecessors(both)["n"].sum()
    np.int64(1500)
    """
    table = schools.table
    if "previous_same_urn" in table:
        same = table["previous_same_urn"].astype("string").str.lower().eq("yes")
    elif {"previous_urn", "urn"} <= set(table):
        same = table["previous_urn"].astype("string") == table["urn"].astype("string")
    else:
        return pd.DataFrame(columns=["standing", "earlier_grade_of", "n", "improved"])
    words = same.fillna(False).map({True: "the same school", False: "a school before it"})
    part = table.assign(earlier_grade_of=words)
    part = part[part["standing"].isin([BETWEEN, MAINTAINED])]
    grouped = part.groupby(["standing", "earlier_grade_of"])["improved"]
    return pd.DataFrame({"n": grouped.size(), "improved": grouped.sum().astype(int)}).reset_index()


def _shares(table):
    joined, beside = (table[table["joined_between"] == side]["improved"] for side in (True, False))
    return int(joined.sum()), len(joined), float(beside.mean())
