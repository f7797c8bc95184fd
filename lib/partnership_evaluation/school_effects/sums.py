"""The sums of each class that a mixed model needs, and nothing about a pupil besides."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnership_evaluation.estimates import choice_problems, refuse

MEMBERSHIPS = ("nested", "crossed")
MOST_LEVELS = 3


@dataclass(frozen=True)
class Sums:
    """Sums of products of each innermost group.

    Attributes
    ----------
    names : tuple of str
        The columns of the design: ``constant`` and the predictors.
    products : numpy.ndarray
        Groups x (p + 1) x (p + 1): sums of products of design and outcome, the outcome last. The
        first element is the number of pupils.
    outer : numpy.ndarray
        Which outer group each innermost group is in, counted from 0; without classes each school is
        both.
    groups : pandas.DataFrame
        The labels of each innermost group, outermost column first.
    membership : str
        ``nested`` when the groups of each column lie within those of the one before, ``crossed``
        when every pupil is in a group of each column on its own.
    """

    names: tuple
    products: np.ndarray
    outer: np.ndarray
    groups: pd.DataFrame
    membership: str = "nested"

    @property
    def n(self):
        """Pupils."""
        return round(float(self.products[:, 0, 0].sum()))

    @property
    def sizes(self):
        """Pupils of each innermost group."""
        return self.products[:, 0, 0]

    @property
    def simple(self):
        """Whether the likelihood has a closed form: schools, or classes within schools."""
        return self.membership == "nested" and self.groups.shape[1] < 3

    @property
    def nested(self):
        """Whether there are classes within schools."""
        return self.membership == "nested" and self.groups.shape[1] > 1

    @property
    def levels(self):
        """The label of each innermost group in each column; nested ones with those around them."""
        columns = [self.groups[name] for name in self.groups]
        if self.membership == "crossed":
            return columns
        within = [self.groups.iloc[:, : k + 1] for k in range(1, len(columns))]
        return [columns[0], *(rows.apply(tuple, axis=1) for rows in within)]


def of_pupils(table, *, outcome, groups, predictors=(), membership="nested"):
    """Add up a table of pupils.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a pupil.
    outcome : str
        A column of numbers.
    groups : sequence of str
        One to three columns, such as ``["school", "class"]``. Schools that effects are wanted of
        come first; nested groups go from the largest to the smallest, and classes of two schools
        may have the same name.
    predictors : sequence of str
        Columns of what pupils brought. Numbers are taken as they are; words become groups of which
        the first in the alphabet is the one compared with.
    membership : {"nested", "crossed"}
        Whether each group lies within one of the column before, as classes do in schools, or pupils
        are in a group of each column on its own, as in a primary and then a secondary school.

    Returns
    -------
    Sums
        Of the pupils for whom everything is known.

    Raises
    ------
    ValueError
        When a column is missing, the outcome is no number, there are not two groups, or two levels
        are the same, such as classes of which each school has one.

    Examples
    --------
    >>> pupils = pd.DataFrame({"school": ["a", "a", "b"], "mark": [1.0, 2.0, 4.0]})
    >>> of_pupils(pupils, outcome="mark", groups=["school"]).sizes.tolist()
    [2.0, 1.0]
    """
    groups, predictors = list(groups), list(predictors)
    refuse(_problems(table, outcome, groups, predictors, membership))
    known = table[[outcome, *predictors, *groups]].dropna().reset_index(drop=True)
    design = design_of(known, predictors)
    full = np.column_stack([design.to_numpy(), known[outcome].to_numpy(dtype=float)])
    codes, labels = _codes(known, groups)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    products = np.array([part.T @ part for part in np.split(full[order], starts[1:])])
    return _sums(tuple(design.columns), products, labels, membership)


def of_totals(totals, *, groups, outcome, predictors=()):
    """Take sums that were added up elsewhere, such as by an engine over a large file.

    Parameters
    ----------
    totals : pandas.DataFrame
        One row a group: ``n``, and for the outcome and each predictor ``sum_x``, ``sum_x_x``,
        ``sum_x_y`` for each pair in the order predictors, then outcome.
    groups, outcome, predictors
        As in :func:`of_pupils`; predictors are numbers.

    Returns
    -------
    Sums

    Examples
    --------
    >>> totals = pd.DataFrame({"school": ["a", "b"], "n": [2, 1], "sum_mark": [3, 4],
    ...     "sum_mark_mark": [5, 16]})
    >>> of_totals(totals, groups=["school"], outcome="mark").n
    3
    """
    columns = [*predictors, outcome]
    size = len(columns) + 1
    products = np.empty((len(totals), size, size))
    products[:, 0, 0] = totals["n"]
    for i, first in enumerate(columns, start=1):
        products[:, 0, i] = products[:, i, 0] = totals[f"sum_{first}"]
        for j, second in enumerate(columns[i - 1 :], start=i):
            products[:, i, j] = products[:, j, i] = totals[f"sum_{first}_{second}"]
    labels = totals[list(groups)].reset_index(drop=True)
    return _sums(("constant", *predictors), products, labels)


def _sums(names, products, labels, membership="nested"):
    outer = pd.factorize(labels.iloc[:, 0])[0]
    schools = int(outer.max(initial=-1)) + 1
    if schools < 2:
        raise ValueError(
            f"Schools are compared with each other: found {('none', 'one school')[schools]} with "
            "everything known. Name the column of schools as the first of the groups."
        )
    found = Sums(names, products, outer, labels, membership)
    refuse(_inseparable(found))
    return found


def _inseparable(sums):
    """Two levels of which the one says where the other does, so that variance has two places."""
    names = [*sums.groups.columns, "pupil"]
    codes = [pd.factorize(column)[0] for column in sums.levels]
    for i, code in enumerate(codes):
        sizes = np.bincount(code, weights=sums.sizes)
        if sizes.max() < 2:
            yield (
                f"Groups hold several pupils: found one in each {names[i]}, so that what varies "
                f"between these and between pupils cannot be told apart. Leave {names[i]!r} out."
            )
        for j in range(i + 1, len(codes)):
            both = pd.Series(list(zip(code, codes[j], strict=True))).nunique()
            if both == code.max() + 1 == codes[j].max() + 1:
                yield (
                    f"Levels differ: found one {names[j]} in each {names[i]}, so that their "
                    f"variances cannot be told apart. Leave {names[j]!r} out"
                    + _turned(sums.groups, names[i], names[j])
                )


def _turned(groups, larger, smaller):
    """What to do besides, where the smaller groups seem to have been named first."""
    if groups[smaller].nunique() >= groups[larger].nunique():
        return "."
    return (
        f"; or, if each {smaller} holds several {larger}, give the larger first: "
        f"'{smaller}, {larger}'."
    )


def _codes(known, groups):
    """Number the innermost groups, those of one school together."""
    labels = known[groups].copy()
    for name in groups:
        if not pd.api.types.is_numeric_dtype(labels[name]):
            labels[name] = labels[name].astype(str)
    by_group = labels.groupby(groups, sort=True, observed=True)
    codes = by_group.ngroup().to_numpy()
    first = pd.Series(codes).drop_duplicates().sort_values().index
    return codes, labels.loc[first].reset_index(drop=True)


def design_of(known, predictors):
    """Make the columns of the design.

    Parameters
    ----------
    known : pandas.DataFrame
        One row a pupil, without gaps.
    predictors : sequence of str
        Columns of numbers, or of words that become groups.

    Returns
    -------
    pandas.DataFrame
        ``constant`` and the predictors.

    Raises
    ------
    ValueError
        When one follows from the others.

    Examples
    --------
    >>> pupils = pd.DataFrame({"sex": ["F", "M", "F"]})
    >>> design_of(pupils, ["sex"]).columns.tolist()
    ['constant', 'sex_M']
    """
    parts = [pd.Series(1.0, index=known.index, name="constant")]
    for name in predictors:
        column = known[name]
        if pd.api.types.is_numeric_dtype(column):
            parts.append(column.astype(float))
        else:
            parts.append(pd.get_dummies(column, prefix=name, drop_first=True, dtype=float))
    design = pd.concat(parts, axis=1)
    if np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        raise ValueError(
            f"No predictor follows from the others: found that one of {', '.join(predictors)} "
            "does, or does not vary; leave it out."
        )
    return design


def _problems(table, outcome, groups, predictors, membership):
    problems = choice_problems(membership, MEMBERSHIPS, name="membership")
    missing = [name for name in (outcome, *groups, *predictors) if name not in table]
    if missing:
        problems.append(
            f"The columns are those of the file: found no {', '.join(map(repr, missing))} among "
            f"{', '.join(map(repr, table.columns))}. Name the columns that are meant."
        )
    elif not pd.api.types.is_numeric_dtype(table[outcome]):
        problems.append(
            f"The outcome is a number: found {table[outcome].dropna().iloc[0]!r} in {outcome!r}. "
            "Name another column."
        )
    if not 1 <= len(groups) <= MOST_LEVELS:
        problems.append(
            f"Pupils are in schools, or in classes in schools: found {len(groups)} columns of "
            f"groups; give one to {MOST_LEVELS}, the larger first."
        )
    if membership == "crossed" and len(groups) < 2:
        problems.append(
            "Groups cross each other: found one column of groups. Give two, or say nested."
        )
    return problems
