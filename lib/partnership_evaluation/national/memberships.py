"""Which school belongs to which group, and since when."""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import files, places
from partnership_evaluation.files.cells import squeezed
from partnership_evaluation.national.schools import columns


@dataclass(frozen=True)
class Memberships:
    """Schools in trusts.

    Attributes
    ----------
    table : pandas.DataFrame
        One row a school: ``urn``, ``trust``, ``trust_name``, ``joined``.
    steps : tuple of (str, int)
        What was done, and how many rows were left after it.
    types : pandas.DataFrame
        ``group_type``, ``rows`` and ``schools`` of the whole file.
    met : tuple of str
        What was met in the file.
    """

    table: pd.DataFrame
    steps: tuple
    types: pd.DataFrame
    met: tuple


def read_memberships(name, *, trust_types, column_names="", seed=1):
    """Read a file of memberships.

    Parameters
    ----------
    name : str
        The file, or ``invented``.
    trust_types : str
        Kinds of group that count as a trust, semicolons between.
    column_names : str
        ``ours = theirs``, semicolons between, where a column has a name that is not known.
    seed : int
        Of the invented schools.

    Returns
    -------
    Memberships

    Raises
    ------
    partnership_evaluation.files.FileError
        When file, column or date cannot be read, or no row is of the kinds asked for.

    Notes
    -----
    A school stands in the file once for each kind of group, so that rows are not schools. Of
    several trusts of one school the one that it joined first counts.

    Examples
    --------
    >>> read_memberships("invented", trust_types="Multi-academy trust").steps[-1][0]
    'Schools in a trust, each once'
    """
    if places.is_invented(name):
        from partnership_evaluation.national.invented import invented_memberships

        table, met = invented_memberships(seed=seed), ()
    else:
        names, given = columns()["memberships"], files.column_map(column_names)
        found = files.read(name, aliases=names, required=("urn", "joined"), given=given)
        table, met = found.table, found.met
    steps = [("Rows in the file of memberships", len(table))]
    table = table.assign(urn=files.keys(table["urn"]))
    steps.append(("Schools in it", int(table["urn"].nunique())))
    types = _types(table)
    table = _of_types(table, trust_types)
    steps.append(("Rows of kinds of group that count as a trust", len(table)))
    return Memberships(_one_each(table, steps), tuple(steps), types, met)


def _types(table):
    if "group_type" not in table:
        return pd.DataFrame({"group_type": ["not told"], "rows": [len(table)]})
    grouped = table.groupby("group_type", sort=True)["urn"]
    return pd.DataFrame({"rows": grouped.size(), "schools": grouped.nunique()}).reset_index()


def _of_types(table, trust_types):
    wanted = [squeezed(part) for part in trust_types.split(";") if part.strip()]
    if "group_type" not in table or not wanted:
        return table
    kinds = {kind: squeezed(kind) for kind in table["group_type"].dropna().unique()}
    unknown = sorted(set(wanted) - set(kinds.values()))
    if unknown:
        raise files.FileError(
            f"A kind of group is one that the file has: found {unknown[0]!r}; it has "
            f"{', '.join(map(repr, sorted(kinds)))}. Give one of these as trust_types."
        )
    return table[table["group_type"].map(kinds).isin(wanted)]


def _one_each(table, steps):
    table = table.assign(joined=files.dates(table["joined"], name="joined"))
    table = table.sort_values("joined", kind="stable").drop_duplicates("urn")
    steps.append(("Schools in a trust, each once", len(table)))
    name = table["group_name"] if "group_name" in table else table.get("group")
    trust = table.get("group", name)
    found = pd.DataFrame({"urn": table["urn"], "trust": trust, "trust_name": name})
    return found.assign(joined=table["joined"]).reset_index(drop=True)
