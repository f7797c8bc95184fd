"""Money for each person: printed amounts divided by the people they can have been for."""

from fractions import Fraction

import pandas as pd

from partnership_evaluation import tables


def costs(case):
    """Divide printed amounts of money by the people they can have been for.

    Parameters
    ----------
    case : str
        A case study.

    Returns
    -------
    pandas.DataFrame
        One row a reading: ``Money``, ``Reading``, ``Amount``, ``In all``, ``Divided by``, ``Pounds
        each``. Empty when the case study prints no money for people.

    Notes
    -----
    Money in all is the amount times the number of payments; it is divided by the number of groups
    times the members of a group. Every number is a printed claim.

    Examples
    --------
    >>> costs("sutton")["Pounds each"].tolist()
    ['125.00']
    """
    columns = ["Money", "Reading", "Amount", "In all", "Divided by", "Pounds each"]
    if not tables.exists(f"{case}/cost_sharing"):
        return pd.DataFrame(columns=columns)
    claims = tables.claims(case).set_index("claim")["value"]
    rows = []
    for row in tables.read(f"{case}/cost_sharing").itertuples():
        amount = Fraction(claims[row.amount])
        total = amount * _sum(row.payments, claims)
        people = _sum(row.groups, claims) * _sum(row.members, claims)
        each = f"{float(total / people):.2f}"
        words = f"{people} {row.unit}"
        rows.append((row.label, row.reading, f"{int(amount):,}", f"{int(total):,}", words, each))
    return pd.DataFrame(rows, columns=columns)


def ends(money):
    """Write the smallest and the largest amount for each person.

    Parameters
    ----------
    money : pandas.DataFrame
        What :func:`costs` returned; not empty.

    Returns
    -------
    str

    Examples
    --------
    >>> ends(costs("jurassic-coast"))
    '18.52 to 333.33'
    """
    each = money["Pounds each"].astype(float)
    return " to ".join(dict.fromkeys(f"{end:.2f}" for end in (each.min(), each.max())))


def _sum(names, claims):
    """Add up the values of claims; a blank stands for one."""
    return 1 if pd.isna(names) else sum(int(claims[name]) for name in names.split("; "))
