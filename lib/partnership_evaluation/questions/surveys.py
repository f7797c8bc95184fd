"""Surveys asked once: how many people stand behind each printed percentage, and how sure it is.

A percentage alone says nothing of how many answered. Where a count is printed beside it, the two
together fix the number of answers, or a few numbers; where none is, every number of answers that
could print so is looked at. Nothing here guesses who those were who did not answer.
"""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import feasible, proportions, tables
from partnership_evaluation.questions import survey_sizes

#: Words that mark the strongest answer of a scale, which is another question than the plain one.
STRONG = ("very", "strongly", "agree very")
KEY = ["item", "section", "label", "base", "group", "strong", "percent", "count"]


class SurveyError(ValueError):
    """The tables of a case study do not hold a survey that can be read."""


@dataclass(frozen=True)
class Survey:
    """Every printed share of one survey, with the people who can stand behind it.

    Attributes
    ----------
    statements : pandas.DataFrame
        One row a statement and printed share: ``item``, ``section``, ``label``, ``group``,
        ``base`` (whom the share is of), ``response``, ``strong`` (whether it is the strongest
        answer), ``percent``, ``count``, ``times`` (how often it is printed), ``locator``, ``asked``
        and ``largest`` (most who can have answered), ``sizes`` (numbers of answers that print so),
        ``n`` (the number used here), ``low``, ``high`` (fewest and most people), ``how``, ``least``
        (whether no number is printed, so that `n` is the fewest that can be).
    frame : pandas.DataFrame
        One row a group: ``base``, ``words``, ``asked``, ``answered``, ``part_of``, ``counted_by``,
        ``largest``.
    prints : pandas.DataFrame
        Every printed share, repeats included, as the document has them.
    confidence_level : float
        Level of every interval.
    largest_answers : int
        How far numbers of answers are tried where the document prints none.

    Examples
    --------
    >>> survey = read("george-spencer")
    >>> survey.statements.iloc[0][["percent", "how", "sizes"]].tolist()
    ['24', '80 answered', (78, 79, 80)]
    """

    statements: pd.DataFrame
    frame: pd.DataFrame
    prints: pd.DataFrame
    confidence_level: float
    largest_answers: int

    @property
    def main_base(self):
        """The group that most statements are about."""
        return self.statements["base"].mode(dropna=True).iloc[0]

    @property
    def answers_are_assumed(self):
        """Whether neither a number of answers nor a response rate is printed for the main group."""
        row = self.frame.set_index("base").loc[self.main_base]
        return bool(pd.isna(row["answered"]) and pd.isna(row["response_percent"]))

    def intervals(self):
        """Estimate every share with what sampling and non-response leave open.

        Returns
        -------
        pandas.DataFrame
            The statements with a share, and: ``estimate``, ``low_share``, ``high_share`` (exact
            interval for people like these), ``census_low``, ``census_high`` (interval for those who
            were asked), ``bound_low``, ``bound_high`` (whatever those who did not answer think);
            the last four are missing when the number asked is not printed.

        Notes
        -----
        Clopper-Pearson, over the fewest and the most people who print so. The second interval
        inverts the hypergeometric distribution: of the people asked all but a few answered.
        """
        rows = [self._interval(row) for row in self.statements.itertuples()]
        names = ["estimate", "low_share", "high_share", "census_low", "census_high"]
        found = pd.DataFrame(rows, columns=[*names, "bound_low", "bound_high"])
        joined = pd.concat([self.statements.reset_index(drop=True), found], axis=1)
        return joined.dropna(subset=["estimate"]).reset_index(drop=True)

    def _interval(self, row):
        if pd.isna(row.n):
            return (None,) * 7
        n, level = int(row.n), {"confidence_level": self.confidence_level}
        pair = int(row.low), int(row.high)
        first, last = (proportions.interval(k, n=n, **level) for k in pair)
        share = sum(pair) / 2 / n
        if pd.isna(row.asked):
            return (share, first.low, last.high, None, None, None, None)
        asked = int(row.asked)
        census = [proportions.interval(k, n=n, population=asked, **level) for k in pair]
        bounds = [feasible.nonresponse_bounds(k, n=n, population=asked) for k in pair]
        ends = census[0].low, census[1].high, bounds[0].low, bounds[1].high
        return (share, first.low, last.high, *ends)


def read(case, *, confidence_level=0.95, largest_answers=200):
    """Read a survey and work out how many people stand behind each share.

    Parameters
    ----------
    case : str
        A case study with the tables ``survey_percentages`` and ``survey_frame``.
    confidence_level : float, default 0.95
        Level of every interval.
    largest_answers : int, default 200
        How far numbers of answers are tried where the document prints none.

    Returns
    -------
    Survey

    Raises
    ------
    SurveyError
        When a table is missing.

    Notes
    -----
    The number of answers used: with a count, the largest number at which it prints the percentage;
    without, the number that prints most percentages of the group, or else the one that needs the
    fewest people not to have answered; where no limit is printed, the smallest that prints every
    percentage of the group.

    Examples
    --------
    >>> read("job-shadowing").frame["largest"].tolist()
    [23, 22]
    """
    needed = ("survey_percentages", "survey_frame")
    missing = [name for name in needed if not tables.exists(f"{case}/{name}")]
    if missing:
        raise SurveyError(
            f"A survey needs the tables survey_percentages and survey_frame; {case} has no "
            f"{' and no '.join(missing)}. Choose another case study or add them."
        )
    prints = tables.read(f"{case}/survey_percentages")
    prints = prints.assign(strong=_is_strongest(prints["response"]))
    frame = _frame(tables.read(f"{case}/survey_frame"), prints)
    statements = prints.groupby(KEY, sort=False, dropna=False, as_index=False).agg(
        response=("response", "first"), times=("item", "size"), locator=("locator", "first")
    )
    limits = frame.set_index("base")[["asked", "answered", "largest"]]
    statements = statements.join(limits, on="base")
    smallest = {
        base: next(
            iter(survey_sizes.sizes_of(frame, statements, base, limit=largest_answers)), None
        )
        for base in frame.loc[frame["largest"].isna(), "base"]
    }
    statements = statements.join(survey_sizes.people_behind(statements, smallest=smallest))
    statements["least"] = statements["how"].str.startswith("fewest people")
    return Survey(statements, frame, prints, confidence_level, largest_answers)


def people(row):
    """Write the people behind a share in words.

    Parameters
    ----------
    row : object
        A row of ``statements``.

    Returns
    -------
    str
        For example ``"19 of 80"`` or ``"623 to 629 of 720"``.

    Examples
    --------
    >>> people(read("george-spencer").statements.iloc[0])
    '19 of 80'
    """
    if pd.isna(row.n):
        return "\N{EN DASH}"
    if row.least:
        return f"at least {row.n} answers"
    ends = str(row.low) if row.low == row.high else f"{row.low} to {row.high}"
    return f"{ends} of {row.n}"


def _frame(frame, prints):
    """Add to each group the most people who can have answered."""
    largest = frame["answered"].fillna(frame["asked"])
    rate = pd.to_numeric(frame["response_percent"])
    largest = largest.where(rate.isna(), (frame["asked"].astype("Float64") * rate / 100).round())
    frame = frame.assign(largest=largest.astype("Int64"))
    known = frame.set_index("base")["largest"]
    # A part of a group has at least one person fewer than the group.
    inside = frame["part_of"].map(known) - 1
    frame["largest"] = frame["largest"].fillna(inside)
    unknown = set(prints["base"]) - set(frame["base"])
    if unknown:
        raise SurveyError(
            f"Every base of survey_percentages must be a row of survey_frame; found "
            f"{', '.join(sorted(unknown))}. Add the rows."
        )
    return frame


def _is_strongest(responses):
    """Say which answers are the strongest of their scale; a range down to "some" is not."""
    return responses.str.startswith(STRONG) & ~responses.str.contains(" to ", regex=False)
