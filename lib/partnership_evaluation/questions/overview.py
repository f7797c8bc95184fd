"""Every before/after result of the collection on one scale, and why they may not be compared.

The scale is the share of people or items that moved up less the share that moved down. Where it is
not known exactly there is either a confidence interval, because people vary, or a range over all
data that fit what was printed, because something was left out; the two are never mixed.
"""

from dataclasses import dataclass

import pandas as pd

from partnership_evaluation import citations, tables, wording
from partnership_evaluation.questions import before_after, overview_shares, school_progress
from partnership_evaluation.questions import grades as printed_grades
from partnership_evaluation.questions import tasks as printed_tasks
from partnership_evaluation.questions.overview_shares import Net

LEVELS = ("learning", "organisation", "use", "pupil_outcome")
LEVEL_WORDS = {
    "learning": "Learning: what people know, believe or feel able to do",
    "organisation": "Organisation: how the partnership is known and used",
    "use": "Use: what teachers do in lessons",
    "pupil_outcome": "Pupil outcomes",
}
#: Weeks between assessments do not enter a share; the reader of school progress asks for them.
WEEKS_NOT_USED = 1
#: Largest number of answers tried for a survey whose number of answers is not printed.
MOST_ANSWERS = 20


@dataclass(frozen=True)
class Result:
    """One before/after result on the common scale.

    Attributes
    ----------
    about : pandas.Series
        Its row of ``results``, with the ``name`` of the case study.
    net : partnership_evaluation.questions.overview_shares.Net
        Share up less share down.
    """

    about: pd.Series
    net: Net

    @property
    def label(self):
        """Case study and what was measured, with the number behind it."""
        # No-break spaces keep the number together where a figure wraps its labels.
        n, unit = self.net.n, self.about["unit"]
        number = "n not printed" if n is None else f"{n} {unit}"
        name = f"{self.about['short']}: {self.about['label']}"
        return f"{name} ({number})".replace(number, number.replace(" ", "\N{NO-BREAK SPACE}"))

    @property
    def sign(self):
        """1 when above 0 in all data that fit, -1 below, 0 when open or 0."""
        if self.net.range_low > 0:
            return 1
        return -1 if self.net.range_high < 0 else 0


def read(*, confidence_level=0.95, most_answers=MOST_ANSWERS):
    """Put every before/after result on the common scale.

    Parameters
    ----------
    confidence_level : float, default 0.95
        Level of the intervals.
    most_answers : int, default 20
        Largest number of answers tried where it is not printed how many answered.

    Returns
    -------
    tuple of Result
        In the order of ``results``; those that print no share are left out.

    Examples
    --------
    >>> round(read()[0].net.estimate, 2)
    0.5
    """
    listed = tables.read("results").query("kind != 'none'")
    short = listed["case"].str.replace("-", " ").str.title().str.replace("Aet", "AET")
    found = []
    for _, row in listed.assign(short=short).iterrows():
        net = READERS[row["kind"]](row, confidence_level, most_answers)
        found.append(Result(row, net))
    return tuple(found)


def without_share():
    """List the before/after results that print no share of people or items.

    Returns
    -------
    pandas.DataFrame
        ``Case study``, ``What``, ``Why there is no share``, ``Where printed``.

    Examples
    --------
    >>> len(without_share()) > 10
    True
    """
    rows = tables.read("results").query("kind == 'none'")
    rows = rows.merge(tables.read("cases")[["case", "name"]], on="case")
    names = ["Case study", "What", "Why there is no share", "Where printed"]
    return rows[["name", "label", "note", "locator"]].set_axis(names, axis=1)


def table(results):
    """Tabulate the results.

    Parameters
    ----------
    results : sequence of Result
        What :func:`read` returned.

    Returns
    -------
    pandas.DataFrame
        One row a result: ``Result``, ``Level``, ``Counted``, ``Up less down`` (percentage points),
        ``From``, ``To``, ``Kind`` (interval, range or neither), ``Beats`` (probability of
        superiority).

    Examples
    --------
    >>> table(read()).iloc[0][["Up less down", "From", "To"]].tolist()
    ['+50', '+3', '+79']
    """
    rows = []
    for result in results:
        about, net = result.about, result.net
        who = f"{'?' if net.n is None else net.n} {about['unit']}"
        ends = [""] * 2 if net.basis == "neither" else [_points(net.low), _points(net.high)]
        level = about["level"].replace("_", " ")
        name = f"{about['short']}: {about['label']}"
        rows.append((name, level, who, _points(net.estimate), *ends, net.basis, _beats(net)))
    columns = ["Result", "Level", "Counted", "Up less down", "From", "To", "Kind", "Beats"]
    return pd.DataFrame(rows, columns=columns)


def drawn(results, *, level):
    """Return the results of one level in the shape that figures_overview.results draws.

    Parameters
    ----------
    results : sequence of Result
        What :func:`read` returned.
    level : str
        One of :data:`LEVELS`.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``group`` (interval, range or neither), ``estimate`` (missing for a range),
        ``low``, ``high``, in percentage points.

    Examples
    --------
    >>> drawn(read(), level="use")["group"].tolist()
    ['interval', 'range']
    """
    rows = []
    for result in results:
        if result.about["level"] == level:
            net = result.net
            ends = [None if end is None else 100 * end for end in (net.estimate, net.low, net.high)]
            rows.append((result.label, net.basis, *ends))
    frame = pd.DataFrame(rows, columns=["label", "group", "estimate", "low", "high"])
    return frame.astype({"estimate": float, "low": float, "high": float})


def source(results):
    """Name the documents that the results come from, as captions do.

    Parameters
    ----------
    results : sequence of Result
        What :func:`read` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> source(read())
    'Source: Rea et al. (2015)'
    """
    names, cases = citations.documents(), tables.read("cases").set_index("case")["source"]
    used = dict.fromkeys(names[cases[result.about["case"]]] for result in results)
    return f"Source{'s' * (len(used) > 1)}: {'; '.join(used)}"


def sentences(results):
    """Say what the results have in common and what they lack.

    Parameters
    ----------
    results : sequence of Result
        What :func:`read` returned.

    Returns
    -------
    list of str

    Examples
    --------
    >>> len(sentences(read()))
    3
    """
    signs = [result.sign for result in results]
    bases = [result.net.basis for result in results]
    left = len(tables.read("results")) - len(results)
    return [
        f"The collection prints {len(results)} before/after results that can be put on one scale, "
        f"and {left} that cannot. The share up exceeds the share down in {signs.count(1)}, "
        f"whichever data fit; it falls short in {signs.count(-1)}, and {signs.count(0)} is open. "
        f"{source(results)}.",
        f"Only {bases.count('interval')} of the {len(results)} have a confidence interval; "
        f"{bases.count('range')} have a range that follows from what was not printed, and for "
        f"{bases.count('neither')} neither can be had.",
        f"They differ in {_differences(results)}, so no average of them is given and their order "
        "says nothing about which work was better.",
    ]


def _differences(results):
    about = pd.DataFrame([result.about for result in results])
    counts = [
        f"{about['level'].nunique()} levels of outcome",
        f"{about['judged_by'].nunique()} kinds of judge",
        f"{about['scale'].nunique()} scales",
    ]
    return f"{', '.join(counts)} and {about['between'].nunique()} spans of time"


def _points(share):
    return "" if share is None else wording.signed(100 * share)


def _beats(net):
    return "" if net.superiority is None else wording.percent(net.superiority)


def _grades_linked(row, confidence_level, most_answers):
    (change,) = [one for one in printed_grades.read(row["case"]) if one.kind == "individuals"]
    return overview_shares.of_people(change.ranks, confidence_level=confidence_level)


def _grades_unlinked(row, confidence_level, most_answers):
    changes = printed_grades.read(row["case"])
    (change,) = [one for one in changes if one.subject == row["key"]]
    bounds = change.bounds.set_index("outcome").astype(int)
    return overview_shares.of_bounds(bounds, n=change.n, confidence_level=confidence_level)


def _grade_means(row, confidence_level, most_answers):
    printed = tables.read(f"{row['case']}/grade_means")
    first, last = printed.iloc[0], printed.iloc[-1]
    return overview_shares.of_means(first["mean"], last["mean"], scale=first["scale"])


def _task(row, confidence_level, most_answers):
    groups = printed_tasks.classes(printed_tasks.read(row["case"]))
    (whole,) = [group for group in groups if group.teaching_class == row["key"]]
    return overview_shares.of_table(whole.paired(), confidence_level=confidence_level)


def _gains(row, confidence_level, most_answers):
    school = school_progress.read(row["case"], row["key"], weeks_if_not_stated=WEEKS_NOT_USED)
    return overview_shares.of_gains(school.share_made(), n=school.n)


def _shares(row, confidence_level, most_answers):
    # Years of national results have other pupils each time and no number printed.
    most = 0 if row["same_people"] == "other people" else most_answers
    items = before_after.read(row["case"], most_answers=most).items
    (item,) = [one for one in items if str(one.item) == row["key"]]
    return overview_shares.of_item(item, confidence_level=confidence_level)


def _items(row, confidence_level, most_answers):
    return overview_shares.of_items(before_after.read(row["case"]).directions)


def _difference(row, confidence_level, most_answers):
    (rise,) = tables.read(f"{row['case']}/{row['table']}")["rise"]
    return overview_shares.of_difference(float(rise) / 100)


READERS = {
    "grades_linked": _grades_linked,
    "grades_unlinked": _grades_unlinked,
    "grade_means": _grade_means,
    "task": _task,
    "gains": _gains,
    "shares": _shares,
    "items": _items,
    "difference": _difference,
}
