"""The progress that one school printed: statements about pupils, or mean points by group.

A school prints either how many pupils made which gain (then the gains can be rebuilt) or mean gains
by group (then only rates can be formed). This module reads whichever there is.
"""

from dataclasses import dataclass, replace

import pandas as pd

from partnership_evaluation import gains, measures, proportions, tables, wording

POINTS_PER_LEVEL = measures.sub_levels_to_points(3)
COLUMNS = {
    "gains": ("place", "group", "relation", "sub_levels", "pupils", "pupils_in_group", "weeks"),
    "mean_gains": ("place", "group", "year_group", "unit", "mean", "weeks"),
}
READINGS = {"as_worded": "as worded", "nested": "the higher gains counted among the lower"}


class SchoolProgressError(ValueError):
    """The tables of a case study print no progress for a school."""


@dataclass(frozen=True)
class SchoolProgress:
    """What one school printed about the progress of its pupils.

    Attributes
    ----------
    place : str
        The school.
    weeks : int
        Weeks between the two assessments.
    weeks_stated : bool
        Whether the document prints them.
    n : int or None
        Pupils; None where not printed.
    statements : pandas.DataFrame
        Rows of ``gains`` for this school; empty where only means were printed.
    means : pandas.DataFrame
        Rows of ``mean_gains`` for this school; empty where statements were printed.

    Examples
    --------
    >>> read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6).n
    29
    """

    place: str
    weeks: int
    weeks_stated: bool
    n: int | None
    statements: pd.DataFrame
    means: pd.DataFrame

    def rebuilt(self, group="all"):
        """Rebuild the gains of a group under each reading of the statements.

        Parameters
        ----------
        group : str, default "all"
            A group whose size was printed.

        Returns
        -------
        dict of str to partnership_evaluation.gains.Gains
            One entry a reading, without distributions where the reading contradicts itself; no
            entry where only means were printed or the size of the group was not.

        Examples
        --------
        >>> school = read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6)
        >>> school.rebuilt()["as_worded"].counts.tolist()
        [[12, 13, 3, 1]]
        """
        chosen = self.statements[self.statements["group"] == group]
        if chosen.empty or chosen["pupils_in_group"].isna().any():
            return {}
        n = int(chosen["pupils_in_group"].iloc[0])
        # Gains above the largest that the school mentions are taken not to have happened.
        highest = int(self.statements["sub_levels"].max())
        lowest = min(0, int(self.statements["sub_levels"].min()))
        return {
            reading: gains.distributions(
                chosen, n=n, lowest=lowest, highest=highest, reading=reading
            )
            for reading in READINGS
        }

    def share_made(self):
        """Return the smallest and largest share of pupils who made at least one sub-level.

        Returns
        -------
        tuple of fractions.Fraction or None

        Examples
        --------
        >>> read("aet", "Langer Primary Academy", weeks_if_not_stated=6).share_made()
        (Fraction(22, 31), Fraction(23, 31))
        """
        return _joined([found.share_at_least(1) for found in self._possible()])

    def mean_sub_levels(self):
        """Return the smallest and largest mean gain of all pupils, in sub-levels.

        Returns
        -------
        tuple of fractions.Fraction or None
            None where only means by group were printed.

        Examples
        --------
        >>> read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6).mean_sub_levels()
        (Fraction(21, 29), Fraction(22, 29))
        """
        return _joined([found.mean() for found in self._possible()])

    def extreme_gains(self):
        """Return the gains of all pupils with the smallest and with the largest mean that fit.

        Returns
        -------
        tuple of numpy.ndarray
            One gain a pupil, in sub-levels; empty where only means by group were printed.

        Examples
        --------
        >>> clacton = read("aet", "Clacton Coastal Academy", weeks_if_not_stated=6)
        >>> [int(gains.sum()) for gains in clacton.extreme_gains()]
        [21, 22]
        """
        found = self._possible()
        if not found:
            return ()
        least = min(found, key=lambda each: each.mean()[0])
        most = max(found, key=lambda each: each.mean()[1])
        return least.extreme(largest=False), most.extreme(largest=True)

    def _possible(self):
        """List what was rebuilt under the readings that do not contradict themselves."""
        rebuilt = list(self.rebuilt().values())
        return [found for found in rebuilt if found.size] or rebuilt

    def sentence(self, *, confidence_level=0.95):
        """Say in one sentence what was printed.

        Parameters
        ----------
        confidence_level : float, default 0.95
            Level of the interval.

        Returns
        -------
        str

        Examples
        --------
        >>> read("aet", "Hamford Primary Academy", weeks_if_not_stated=6).sentence()[:52]
        'Hamford Primary Academy prints mean gains of 1.5 and'
        """
        if self.means.empty:
            return self._sentence_on_pupils(confidence_level)
        printed = self.means[self.means["group"] == "all"]
        texts = " and ".join(printed["mean"])
        years = " and ".join(str(year) for year in printed["year_group"])
        return (
            f"{self.place} prints mean gains of {texts} {printed['unit'].iloc[0]} in {self.weeks} "
            f"weeks (years {years}), without the number of pupils behind them, so they have no "
            "interval."
        )

    def _sentence_on_pupils(self, confidence_level):
        if self.share_made() is None:
            return (
                f"{self.place} says what some pupils gained, without the number of all pupils, so "
                "no share can be formed."
            )
        low, high = (int(share * self.n) for share in self.share_made())
        first, last = (
            proportions.interval(k, n=self.n, confidence_level=confidence_level)
            for k in (low, high)
        )
        share, made = wording.span(first), str(low)
        if low != high:
            # From the lower limit of the smallest count to the upper limit of the largest.
            joined = wording.span(replace(last, low=first.low))
            share = f"{wording.percent(first.estimate)} to {joined}"
            made = f"{low} {'or' if high == low + 1 else 'to'} {high}"
        return (
            f"{self.place}: {made} of {self.n} pupils made at least one sub-level in "
            f"{self.weeks} weeks; {share}."
        )


def places(case):
    """List the schools for which a case study prints progress.

    Parameters
    ----------
    case : str
        The case study.

    Returns
    -------
    list of str

    Examples
    --------
    >>> len(places("aet"))
    4
    """
    found = []
    for table in COLUMNS:
        found += _table(case, table)["place"].dropna().tolist()
    return list(dict.fromkeys(found))


def read(case, place, *, weeks_if_not_stated):
    """Read what a school printed about the progress of its pupils.

    Parameters
    ----------
    case : str
        The case study.
    place : str
        One of :func:`places`.
    weeks_if_not_stated : int
        Weeks assumed where the document prints none.

    Returns
    -------
    SchoolProgress

    Raises
    ------
    SchoolProgressError
        When the case study prints no progress for that school.

    Examples
    --------
    >>> read("aet", "Langer Primary Academy", weeks_if_not_stated=6).weeks_stated
    False
    """
    known = places(case)
    if place not in known:
        raise SchoolProgressError(
            f"Progress must be printed for the school; found no {place!r} in the tables of {case}. "
            f"Known: {', '.join(known) or 'none'}."
        )
    parts = []
    for table in COLUMNS:
        frame = _table(case, table)
        parts.append(frame[frame["place"] == place].reset_index(drop=True))
    weeks = pd.concat([part["weeks"] for part in parts]).dropna()
    sizes = parts[0].loc[parts[0]["group"] == "all", "pupils_in_group"].dropna()
    return SchoolProgress(
        place=place,
        weeks=int(weeks.iloc[0]) if len(weeks) else weeks_if_not_stated,
        weeks_stated=bool(len(weeks)),
        n=int(sizes.iloc[0]) if len(sizes) else None,
        statements=parts[0],
        means=parts[1],
    )


def _table(case, table):
    """Read a table, or an empty one where the case has none."""
    name = f"{case}/{table}"
    return tables.read(name) if tables.exists(name) else pd.DataFrame(columns=COLUMNS[table])


def _joined(ranges):
    if not ranges:
        return None
    return min(low for low, _ in ranges), max(high for _, high in ranges)
