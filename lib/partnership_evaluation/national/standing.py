"""How a school stood to trusts at its two inspections, and which schools are set side by side."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import files
from partnership_evaluation.national.schools import Schools, columns

BETWEEN, BEFORE, AFTER = "joined between", "in a trust already", "joined afterwards"
NO_TRUST, MAINTAINED = "academy in no trust of the file", "no academy"
UNDATED = "in a trust, an inspection without its date"
STANDINGS = (BETWEEN, MAINTAINED, BEFORE, AFTER, NO_TRUST, UNDATED)


@dataclass(frozen=True)
class Comparison:
    """Schools that joined a trust between two inspections, beside maintained schools.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a school: ``improved``, ``previous_grade``, ``joined_between``, ``cluster``.
    definition : str
        Which schools count as maintained.
    words : str
        The same in words.
    """

    table: pd.DataFrame
    definition: str
    words: str

    @property
    def n_joined(self):
        """Schools that joined between."""
        return int(self.table["joined_between"].sum())

    @property
    def n_maintained(self):
        """Schools beside them."""
        return len(self.table) - self.n_joined


def joined(schools, memberships=None):
    """Say of each school how it stood to trusts.

    Parameters
    ----------
    schools : Schools
        Graded twice.
    memberships : Memberships, optional
        Without it, the columns ``trust`` and ``joined`` of the schools are used; where there is no
        date of joining, a school with a trust is taken to have joined between.

    Returns
    -------
    Schools
        With ``standing``, one of `STANDINGS`, ``trust`` and ``joined``.

    Examples
    --------
    >>> from partnership_evaluation.national import graded, read_memberships, read_schools
    >>> in_trusts = read_memberships("invented", trust_types="Multi-academy trust")
    >>> found = joined(graded(read_schools("invented")), in_trusts)
    >>> set(found.table["standing"]) <= set(STANDINGS)
    True
    """
    table = schools.table
    steps, met = list(schools.steps), list(schools.met)
    if memberships is not None and "urn" not in table:
        raise files.FileError(
            "Schools are found in the file of memberships by their numbers (URN): found no column "
            "of numbers in the file of schools. Name it (school_columns: urn = Their name), or "
            "leave memberships_file empty where the file says which trust a school is in."
        )
    if memberships is not None:
        kept = table.drop(columns=["trust", "joined"], errors="ignore")
        table = kept.merge(memberships.table, on="urn", how="left", validate="many_to_one")
        steps.append(
            ("Of them in a trust of the file of memberships", int(table["trust"].notna().sum()))
        )
        met += memberships.met
    elif "trust" not in table:
        table = table.assign(trust=pd.Series(pd.NA, index=table.index, dtype="object"))
    if "joined" not in table:
        met.append("no date of joining: a school with a trust is taken to have joined between")
    table = table.assign(standing=_standing(table))
    steps.append(("Joined between the two inspections", int((table["standing"] == BETWEEN).sum())))
    return Schools(table, tuple(steps), tuple(met))


def is_academy(table):
    """Say of each school whether it is an academy by its kind.

    Parameters
    ----------
    table : pandas.DataFrame
        With ``type``; without it no school is one.

    Returns
    -------
    pandas.Series
        True or False.

    Examples
    --------
    >>> is_academy(pd.DataFrame({"type": ["Academy Converter", "Community School"]})).tolist()
    [True, False]
    """
    if "type" not in table:
        return pd.Series(False, index=table.index)
    return table["type"].astype("string").str.contains(
        columns()["academies"], case=False, regex=True, na=False
    ).astype(bool)  # fmt: skip


def _standing(table):
    found = is_academy(table).map({True: NO_TRUST, False: MAINTAINED})
    member = table["trust"].notna()
    if "joined" not in table:
        return found.mask(member, BETWEEN)
    found = found.mask(member, BETWEEN)
    lacking = [name for name in ("date", "previous_date") if name not in table]
    if lacking and (member & table["joined"].notna()).any():
        raise files.FileError(
            "Who joined between two inspections is told by their dates: found those of joining, "
            f"and no column for {' and '.join(lacking)}. Name it (school_columns: "
            f"{lacking[0]} = Their name)."
        )
    if not lacking:
        undated = table["date"].isna() | table["previous_date"].isna()
        found = found.mask(member & undated, UNDATED)
        found = found.mask(member & (table["joined"] <= table["previous_date"]), BEFORE)
        found = found.mask(member & (table["joined"] >= table["date"]), AFTER)
    return found.mask(member & table["joined"].isna(), NO_TRUST)


def compare(schools, *, definition, clusters="school"):
    """Set schools that joined between beside maintained ones.

    Parameters
    ----------
    schools : Schools
        What :func:`joined` gave.
    definition : str
        Which schools count as maintained: a name of `maintained_definitions`.
    clusters : {"school", "local_authority"}
        What counts as drawn together among maintained schools; those that joined are drawn together
        by trust.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        When the definition is unknown, or one side has no school.

    Examples
    --------
    >>> from partnership_evaluation.national import graded, read_memberships, read_schools
    >>> in_trusts = read_memberships("invented", trust_types="Multi-academy trust")
    >>> both = joined(graded(read_schools("invented")), in_trusts)
    >>> compare(both, definition="not_academies").n_joined > 100
    True
    """
    known = columns()["maintained"]
    if definition not in known:
        raise ValueError(
            f"A definition of maintained schools is one of {', '.join(known)}: found "
            f"{definition!r}; give one of these."
        )
    rule, table = known[definition], schools.table
    beside = table["standing"] == MAINTAINED
    if "types" in rule and "type" in table:
        beside &= table["type"].isin(rule["types"])
    chosen = beside | (table["standing"] == BETWEEN)
    if "phases" in rule and "phase" in table:
        chosen &= table["phase"].isin(rule["phases"])
    table = table[chosen].assign(joined_between=table["standing"] == BETWEEN)
    counts = table["joined_between"].value_counts()
    if len(counts) < 2:
        raise ValueError(
            "Schools that joined a trust between their inspections are set beside others: found "
            f"{int(counts.get(True, 0))} that joined and {int(counts.get(False, 0))} others. Check "
            "trust_types, the dates, and which schools count as maintained."
        )
    cluster = _clusters(table, clusters)
    return Comparison(
        table.assign(cluster=cluster).reset_index(drop=True), definition, rule["words"]
    )


def _clusters(table, clusters):
    own = pd.Series([f"school {i}" for i in range(len(table))], index=table.index)
    if clusters == "local_authority" and "local_authority" in table:
        own = ("authority " + table["local_authority"].astype(str)).where(
            table["local_authority"].notna(), own
        )
    return ("trust " + table["trust"].astype(str)).where(table["joined_between"], own)
