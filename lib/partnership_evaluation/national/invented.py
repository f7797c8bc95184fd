"""Invented schools: the shape of the publishers' files, made by a seeded generator.

Nothing is known of any school from them. Joining a trust changes nothing here: schools with a low
grade join more often, and low grades rise more often, whoever has them.
"""

import numpy as np
import pandas as pd

#: Share of schools at each grade before, grade 1 first, and of these that joined a trust since.
GRADES_BEFORE = (0.13, 0.45, 0.37, 0.05)
JOINED = (0.10, 0.12, 0.14, 0.55)
#: Chances of grades 1 to 4 after, by grade before.
AFTER = ((0.62, 0.30, 0.06, 0.02), (0.19, 0.66, 0.11, 0.04), (0.06, 0.82, 0.08, 0.04),
         (0.02, 0.66, 0.27, 0.05))  # fmt: skip
REGIONS = ("North", "Midlands", "East", "South")
SCHOOLS_IN_A_TRUST = 5


def invented_schools(n=1500, *, seed=1):
    """Make up schools that were inspected twice.

    Parameters
    ----------
    n : int
        How many.
    seed : int
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        Texts, under our names for the columns, as if read from a file.

    Examples
    --------
    >>> invented_schools(3).loc[0, "name"]
    'Invented school 1'
    """
    rng, made = np.random.default_rng(seed), {}
    before = rng.choice(4, size=n, p=GRADES_BEFORE)
    after = _drawn(rng, np.array(AFTER)[before])
    day = pd.Timestamp("2012-09-01") + pd.to_timedelta(rng.integers(0, 1500, n), unit="D")
    later = day + pd.to_timedelta(rng.integers(700, 1500, n), unit="D")
    joins = rng.random(n) < np.array(JOINED)[before]
    primary = rng.random(n) < 0.8
    made["urn"] = [str(900_000 + i) for i in range(n)]
    made["name"] = [f"Invented school {i + 1}" for i in range(n)]
    made["phase"] = np.where(primary, "Primary", "Secondary")
    made["type"] = np.where(joins, "Academy Converter", "Community School")
    made["region"] = rng.choice(REGIONS, size=n)
    made["local_authority"] = [f"Invented authority {i}" for i in rng.integers(1, 60, n)]
    made["grade"] = (after + 1).astype(str)
    made["date"] = later.strftime("%d/%m/%Y")
    made["previous_grade"] = (before + 1).astype(str)
    made["previous_date"] = day.strftime("%d/%m/%Y")
    made["previous_same_urn"] = np.where(joins | (rng.random(n) < 0.1), "No", "Yes")
    made["short_date"] = np.where(
        (after < 2) & (rng.random(n) < 0.3),
        (later + pd.to_timedelta(rng.integers(400, 900, n), unit="D")).strftime("%d/%m/%Y"), None
    )  # fmt: skip
    made["short_outcome"] = np.where(pd.notna(made["short_date"]), "School remains Good", None)
    return pd.DataFrame(made)


def invented_memberships(n=1500, *, seed=1):
    """Make up the trusts of these schools.

    Parameters
    ----------
    n, seed
        As in :func:`invented_schools`.

    Returns
    -------
    pandas.DataFrame
        One row for each school and kind of group.

    Examples
    --------
    >>> sorted(set(invented_memberships(50)["group_type"]))
    ['Multi-academy trust', 'School sponsor']
    """
    schools = invented_schools(n, seed=seed)
    rng = np.random.default_rng([seed, 1])
    schools = schools[schools["type"].str.contains("Academy")].reset_index(drop=True)
    before, after = (
        pd.to_datetime(schools[column], format="%d/%m/%Y") for column in ("previous_date", "date")
    )
    size = len(schools)
    day = before + (after - before) * rng.uniform(0.05, 0.95, size)
    trust = rng.integers(1, max(2, size // SCHOOLS_IN_A_TRUST), size)
    table = pd.DataFrame(
        {
            "urn": schools["urn"],
            "group": trust.astype(str),
            "group_name": [f"Invented trust {one}" for one in trust],
            "group_type": "Multi-academy trust",
            "joined": day.dt.strftime("%d-%m-%Y"),
        }
    )
    sponsored = table[rng.random(size) < 0.4].assign(group_type="School sponsor")
    return pd.concat([table, sponsored], ignore_index=True)


def _drawn(rng, chances):
    """Draw one grade for each row of chances."""
    return (rng.random(len(chances))[:, None] > chances.cumsum(axis=1)[:, :-1]).sum(axis=1)
