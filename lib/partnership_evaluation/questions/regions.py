"""Two groups that answered the same survey: rates, differences, and those who did not answer.

Documents print percentages and response rates but often no number of answers. The response rate
times the schools asked is used; where fewer schools were asked the intervals would be wider.
"""

from dataclasses import dataclass

import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep

from partnership_evaluation import proportions, tables, wording
from partnership_evaluation.estimates import Estimate
from partnership_evaluation.rounding import read_printed, unrounded


class RegionError(ValueError):
    """The tables of a case study do not hold two groups with response rates."""


@dataclass(frozen=True)
class RegionRates:
    """Rates of agreement in North and South with what the response rates imply.

    Attributes
    ----------
    items : pandas.DataFrame
        One row an item: ``item``, ``section``, ``label``, ``north``, ``south`` (percentages as
        printed).
    n_north, n_south : int
        Number of answers implied by the response rates.
    response_north, response_south : float
        Share of those asked who answered.
    confidence_level : float
        Level of the intervals.

    Examples
    --------
    >>> compare("north-south").n_south
    472
    """

    items: pd.DataFrame
    n_north: int
    n_south: int
    response_north: float
    response_south: float
    confidence_level: float

    def counts(self, item):
        """Return the counts nearest to the two printed percentages of an item.

        Parameters
        ----------
        item : str
            Name of the item.

        Returns
        -------
        tuple of int
            North, then South.

        Examples
        --------
        >>> compare("north-south").counts("academic-social-behaviour")
        (82, 401)
        """
        row = self.items.set_index("item").loc[item]
        return (
            round(float(row["north"]) * self.n_north / 100),
            round(float(row["south"]) * self.n_south / 100),
        )

    def table(self):
        """Tabulate the South less North differences.

        Returns
        -------
        pandas.DataFrame
            One row an item: ``Item``, ``North``, ``South``, ``Difference``, ``Interval``
            (Newcombe), ``p`` (Fisher), ``p adjusted`` (Holm).

        Examples
        --------
        >>> compare("north-south").table()["Difference"].tolist()
        ['+16', '+17', '-6', '+22', '+36']
        """
        found, tests = [], self._p_values()
        for row in self.items.itertuples():
            north, south = self.counts(row.item)
            level = {"confidence_level": self.confidence_level}
            gap = proportions.difference(south, self.n_south, north, self.n_north, **level)
            interval = f"{wording.signed(100 * gap.low)} to {wording.signed(100 * gap.high)}"
            printed = float(row.south) - float(row.north)
            found.append((row.label, row.north, row.south, wording.signed(printed), interval))
        columns = ["Item", "North", "South", "Difference", "Interval"]
        return pd.DataFrame(found, columns=columns).assign(
            **{
                "p": [wording.p_value(p) for p in tests],
                "p adjusted": [wording.p_value(p) for p in proportions.adjust(tests)],
            }
        )

    def _p_values(self):
        counts = [self.counts(item) for item in self.items["item"]]
        return [
            proportions.fisher(south, self.n_south, north, self.n_north).p_value
            for north, south in counts
        ]

    def drawn(self):
        """Return the rates with their intervals in the shape that figures.intervals draws.

        Returns
        -------
        pandas.DataFrame
            ``label``, ``group``, ``estimate``, ``low``, ``high``, in per cent.

        Examples
        --------
        >>> compare("north-south").drawn().shape
        (10, 5)
        """
        rows = []
        for row in self.items.itertuples():
            for group, k, n in zip(
                ("North", "South"), self.counts(row.item), (self.n_north, self.n_south), strict=True
            ):
                found = proportions.interval(k, n=n, confidence_level=self.confidence_level)
                ends = [100 * end for end in (found.estimate, found.low, found.high)]
                rows.append((row.label, group, *ends))
        return pd.DataFrame(rows, columns=["label", "group", "estimate", "low", "high"])

    def worst_case(self):
        """Bound each rate among all schools asked, whatever those who did not answer think.

        Returns
        -------
        pandas.DataFrame
            One row an item: ``Item``, ``North``, ``South``, ``Order certain`` (whether the two
            ranges lie apart).

        Notes
        -----
        Worst-case bounds: from (rate x response) to (rate x response + non-response).

        Examples
        --------
        >>> compare("north-south").worst_case()["Order certain"].unique().tolist()
        ['no']
        """
        rows = []
        for row in self.items.itertuples():
            north = _bounds(row.north, self.response_north)
            south = _bounds(row.south, self.response_south)
            apart = north[1] < south[0] or south[1] < north[0]
            texts = [" to ".join(map(wording.percent, ends)) for ends in (north, south)]
            rows.append((row.label, *texts, "yes" if apart else "no"))
        return pd.DataFrame(rows, columns=["Item", "North", "South", "Order certain"])

    def ratio(self, item):
        """Estimate the South to North ratio of the two rates of an item.

        Parameters
        ----------
        item : str
            Name of the item.

        Returns
        -------
        partnership_evaluation.estimates.Estimate

        Notes
        -----
        Score interval of statsmodels for the ratio of two shares.

        Examples
        --------
        >>> round(compare("north-south").ratio("academic-social-behaviour").estimate, 2)
        1.74
        """
        north, south = self.counts(item)
        low, high = confint_proportions_2indep(
            south,
            self.n_south,
            north,
            self.n_north,
            compare="ratio",
            method="score",
            alpha=1 - self.confidence_level,
        )
        return Estimate(
            estimate=(south / self.n_south) / (north / self.n_north),
            low=float(low),
            high=float(high),
            n=self.n_north + self.n_south,
            method="score interval for a ratio of shares",
            confidence_level=self.confidence_level,
        )

    def odds_ratio(self, item):
        """Return the South to North ratio of the odds of agreeing.

        Parameters
        ----------
        item : str
            Name of the item.

        Returns
        -------
        float

        Examples
        --------
        >>> round(compare("north-south").odds_ratio("academic-social-behaviour"), 1)
        5.9
        """
        north, south = self.counts(item)
        return (south / (self.n_south - south)) / (north / (self.n_north - north))

    def sentence(self):
        """Say in one sentence how the two groups compare.

        Returns
        -------
        str

        Examples
        --------
        >>> compare("north-south").sentence()[:40]
        'On 4 of 5 survey items more schools in t'
        """
        table = self.table()
        gaps = table["Difference"].astype(int)
        adjusted = proportions.adjust(self._p_values())
        apart = sum(p < 1 - self.confidence_level for p in adjusted)
        return (
            f"On {(gaps > 0).sum()} of {len(gaps)} survey items more schools in the South than in "
            f"the North agreed, by up to {gaps.max()} percentage points, and on {(gaps < 0).sum()} "
            f"fewer; {apart} of the {len(gaps)} differences stand after adjusting for "
            f"{len(gaps)} comparisons. {wording.percent(1 - self.response_north)} of the schools "
            f"asked in the North and {wording.percent(1 - self.response_south)} in the South did "
            "not answer."
        )


def compare(case, *, confidence_level=0.95):
    """Read the two groups of a survey and what their response rates imply.

    Parameters
    ----------
    case : str
        A case study whose ``survey_percentages`` has the groups ``north`` and ``south``.
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    RegionRates

    Raises
    ------
    RegionError
        When one of the two groups, or its response rate, is missing.

    Examples
    --------
    >>> compare("north-south").n_north
    168
    """
    printed = tables.read(f"{case}/survey_percentages")
    groups = set(printed["group"].dropna())
    if not {"north", "south"} <= groups:
        raise RegionError(
            "The survey must have the groups north and south; found "
            f"{', '.join(sorted(groups)) or 'none'} in {case}/survey_percentages. Choose another "
            "analysis."
        )
    wide = printed.pivot(index=["item", "section", "label"], columns="group", values="percent")
    order = list(dict.fromkeys(printed["item"]))
    items = wide.reset_index().set_index("item").loc[order].reset_index()
    asked, rate = _response(case, "UK", "England and Scotland")
    asked_south, rate_south = _response(case, "Africa and Asia", "Africa and Asia")
    return RegionRates(
        items=items,
        n_north=round(asked * rate),
        n_south=round(asked_south * rate_south),
        response_north=rate,
        response_south=rate_south,
        confidence_level=confidence_level,
    )


def quantities(rates):
    """Compute the numbers on which conclusions about the two groups rest.

    Parameters
    ----------
    rates : RegionRates
        What :func:`compare` returned.

    Returns
    -------
    dict of str to (number, number)
        ``ratio_behaviour`` (South to North, over everything that prints so) and
        ``smallest_student_difference`` (percentage points).

    Examples
    --------
    >>> [round(float(end), 2) for end in quantities(compare("north-south"))["ratio_behaviour"]]
    [1.71, 1.76]
    """
    row = rates.items.set_index("item").loc["academic-social-behaviour"]
    north, south = (unrounded(read_printed(row[group])) for group in ("north", "south"))
    students = rates.items[rates.items["section"] == "students"]
    gaps = students["south"].astype(float) - students["north"].astype(float)
    return {
        "ratio_behaviour": (south.low / north.high, south.high / north.low),
        "smallest_student_difference": (float(gaps.min()), float(gaps.min())),
    }


def _bounds(percent, response):
    share = float(percent) / 100
    return share * response, share * response + 1 - response


def _response(case, asked_group, rate_group):
    steps = tables.read(f"{case}/participation")
    asked = steps[(steps["group"] == asked_group) & (steps["unit"] == "schools")]["number"]
    rate = steps[(steps["group"] == rate_group) & (steps["unit"] == "percent")]["number"]
    if asked.empty or rate.empty:
        raise RegionError(
            f"Both the number asked and the response rate must be printed; found neither for "
            f"{asked_group!r} and {rate_group!r} in {case}/participation. Add the rows."
        )
    return int(asked.iloc[0]), float(rate.iloc[0]) / 100
