"""What documents say about partnership: themes coded for every case study, with four states.

A cell says whether a condition, challenge or impact is *present* in what a document says of a case
study, *absent*, *not mentioned* or *not asked*. Silence is not absence. Several case studies may
come from one document, so documents are counted as well as case studies.
"""

from dataclasses import dataclass

import pandas as pd
from scipy.stats import norm
from statsmodels.stats.inter_rater import cohens_kappa

from partnership_evaluation import citations, tables, wording
from partnership_evaluation.estimates import Estimate

STATES = ("present", "absent", "not_mentioned", "not_asked")
KINDS = ("condition", "challenge", "impact")
#: An impact is what a document states; whether there was one it cannot show.
PLURALS = {"condition": "conditions", "challenge": "challenges", "impact": "claims of impact"}
#: How each state of the matrix is drawn: colour and sign.
TILES = {
    "present": ("#12436D", "+"),
    "absent": ("#F46A25", "\N{MINUS SIGN}"),
    "not asked": ("#BFBFBF", "?"),
    "not mentioned": ("#F2F2F2", ""),
}
COLLECTION = "all"


class EvidenceError(ValueError):
    """A theme or case study that was not coded."""


@dataclass(frozen=True)
class Coding:
    """The coded matrix, read for one case study or for the whole collection.

    Attributes
    ----------
    case : str
        The case study that a report is about, or ``"all"``.
    cells : pandas.DataFrame
        One row a theme and case study: ``theme``, ``kind``, ``label``, ``case``, ``name``,
        ``source``, ``document``, ``state``, ``direction``, ``basis``, ``locator``, ``note``,
        ``agreed``.
    themes : pandas.DataFrame
        ``theme``, ``kind``, ``label``, ``definition``, ``rule``.
    documents : dict of str to str
        Short name of each document.

    Examples
    --------
    >>> len(read("all").cells)
    592
    """

    case: str
    cells: pd.DataFrame
    themes: pd.DataFrame
    documents: dict

    @property
    def own(self):
        """The cells of the case study that the report is about; all of them for ``"all"``."""
        if self.case == COLLECTION:
            return self.cells
        return self.cells[self.cells["case"] == self.case]

    @property
    def columns(self):
        """One row a case study in the order of the plots: ``case``, ``name``, ``document``."""
        return self.cells[["case", "name", "document"]].drop_duplicates().reset_index(drop=True)

    def matrix(self, kind):
        """Lay out the states of one kind of theme.

        Parameters
        ----------
        kind : {"condition", "challenge", "impact"}
            Kind of theme.

        Returns
        -------
        pandas.DataFrame
            One row a theme (its label is the index), the one that most documents state first; one
            column a case study; cells in words.

        Examples
        --------
        >>> read("all").matrix("condition").shape
        (18, 16)
        """
        chosen = self.cells[self.cells["kind"] == kind]
        wide = chosen.pivot(index="label", columns="case", values="state")
        order = self.recurrence(kind)["Theme"]
        return wide.loc[list(order), list(self.columns["case"])].replace("_", " ", regex=True)

    def by_document(self):
        """Join the case studies of each document.

        Returns
        -------
        pandas.DataFrame
            One row a theme, one column a document; a document states a theme when it does in any
            of its case studies, and else denies it when it does in any.

        Examples
        --------
        >>> read("all").by_document().loc["trust"].unique().tolist()
        ['present']
        """
        rank = self.cells["state"].map({state: place for place, state in enumerate(STATES)})
        best = self.cells.assign(rank=rank).pivot_table(
            index="theme", columns="source", values="rank", aggfunc="min", sort=False
        )
        return best.astype(int).map(lambda place: STATES[place])[list(self.documents)]

    def recurrence(self, kind=None):
        """Count in how many documents and case studies each theme is stated.

        Parameters
        ----------
        kind : str, optional
            Only this kind of theme.

        Returns
        -------
        pandas.DataFrame
            One row a theme: ``Theme``, ``Kind``, ``Documents`` (that state it), ``Denied in``,
            ``Silent`` (documents, those that could not say included), ``Case studies``, ``In one``
            (the most case studies from a single document).

        Examples
        --------
        >>> read("all").recurrence("condition")["Documents"].tolist()[:4]
        [5, 5, 5, 5]
        """
        documents = self.by_document()
        present = self.cells[self.cells["state"] == "present"]
        cases = present.groupby("theme")["case"].nunique()
        most = present.groupby(["theme", "source"])["case"].nunique().groupby("theme").max()
        counted = self.themes.set_index("theme")[["label", "kind"]].assign(
            stated=(documents == "present").sum(axis=1),
            denied=(documents == "absent").sum(axis=1),
            silent=documents.isin(["not_mentioned", "not_asked"]).sum(axis=1),
            cases=cases.reindex(documents.index, fill_value=0),
            most=most.reindex(documents.index, fill_value=0),
        )
        chosen = counted if kind is None else counted[counted["kind"] == kind]
        ordered = chosen.sort_values(["stated", "cases"], ascending=False, kind="stable")
        names = ["Theme", "Kind", "Documents", "Denied in", "Silent", "Case studies"]
        return ordered.set_axis([*names, "In one"], axis=1).reset_index(drop=True)

    def listed(self):
        """Tabulate what was found, with the place of each cell.

        Returns
        -------
        pandas.DataFrame
            Cells that are present or absent: ``Case study`` (for the whole collection),
            ``Theme``, ``State`` (for an impact with its direction and basis), ``Where``,
            ``Remark``.

        Examples
        --------
        >>> len(read("wroxham").listed()) < len(read("all").listed())
        True
        """
        found = self.own[self.own["state"].isin(["present", "absent"])]
        told = found[["state", "direction", "basis"]].astype("object")
        found = found.assign(state=told.apply(lambda cell: ", ".join(cell.dropna()), axis=1))
        named = {
            "name": "Case study",
            "label": "Theme",
            "state": "State",
            "locator": "Where",
            "note": "Remark",
        }
        table = found[list(named)].rename(columns=named)
        return table if self.case == COLLECTION else table.drop(columns="Case study")


def read(case):
    """Read the coded matrix.

    Parameters
    ----------
    case : str
        The case study that a report is about, or ``"all"``.

    Returns
    -------
    Coding

    Raises
    ------
    EvidenceError
        When the case study was not coded.

    Examples
    --------
    >>> read("wroxham").own["case"].unique().tolist()
    ['wroxham']
    """
    themes, coded = tables.read("themes"), tables.read("evidence")
    if case != COLLECTION and case not in set(coded["case"]):
        raise EvidenceError(
            f"A case study must have been coded; found {case!r}. Known: {COLLECTION}, "
            f"{', '.join(coded['case'].unique())}."
        )
    documents = citations.documents()
    cases = tables.read("cases")[["case", "name", "source"]]
    cases = cases.assign(document=cases["source"].map(documents))
    cells = coded.merge(cases, on="case").merge(themes[["theme", "kind", "label"]], on="theme")
    order = {source: place for place, source in enumerate(documents)}
    cells = cells.sort_values("source", key=lambda column: column.map(order), kind="stable")
    return Coding(case, cells.reset_index(drop=True), themes, documents)


def agreement(*, confidence_level=0.95):
    """Compare the two coders before their differences were settled.

    Parameters
    ----------
    confidence_level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a comparison: ``Compared``, ``Cells``, ``Agree``, ``Share``, ``Kappa``,
        ``Interval``.

    Notes
    -----
    Cohen's kappa by ``statsmodels.stats.inter_rater.cohens_kappa`` (large-sample interval).
    Direction and basis are compared where both coders gave one.

    Examples
    --------
    >>> agreement()["Agree"].tolist()[0]
    571
    """
    coded = tables.read("evidence_coders").merge(tables.read("themes")[["theme", "kind"]])
    parts = [("State, all themes", coded, "state", STATES)]
    parts += [
        (f"State, {PLURALS[kind]}", coded[coded["kind"] == kind], "state", STATES) for kind in KINDS
    ]
    for what in ("direction", "basis"):
        both = coded.dropna(subset=[f"first_{what}", f"second_{what}"])
        used = sorted(set(both[f"first_{what}"]) | set(both[f"second_{what}"]))
        parts.append((f"{what.capitalize()} of claims of impact", both, what, used))
    rows = []
    for name, part, what, words in parts:
        found = kappa(part[f"first_{what}"], part[f"second_{what}"], words, confidence_level)
        agree = int((part[f"first_{what}"] == part[f"second_{what}"]).sum())
        ends = f"{found.low:.2f} to {found.high:.2f}"
        share = wording.percent(agree / len(part))
        rows.append((name, len(part), agree, share, f"{found.estimate:.2f}", ends))
    columns = ["Compared", "Cells", "Agree", "Share", "Kappa", "Interval"]
    return pd.DataFrame(rows, columns=columns)


def kappa(first, second, words, confidence_level=0.95):
    """Estimate how far two coders agree beyond chance (Cohen's kappa).

    Parameters
    ----------
    first, second : sequence
        The words that each coder gave, in the same order.
    words : sequence of str
        The words there are.
    confidence_level : float, default 0.95
        Level of the interval.

    Returns
    -------
    partnership_evaluation.estimates.Estimate

    Examples
    --------
    >>> round(kappa(list("aabb"), list("aaba"), ["a", "b"]).estimate, 2)
    0.5
    """
    crossed = pd.crosstab(pd.Categorical(first, words), pd.Categorical(second, words), dropna=False)
    table = crossed.to_numpy()
    found = cohens_kappa(table, return_results=True)
    margin = norm.ppf((1 + confidence_level) / 2) * found.std_kappa
    return Estimate(
        estimate=float(found.kappa),
        low=float(found.kappa - margin),
        high=float(min(1.0, found.kappa + margin)),
        n=int(table.sum()),
        method="Cohen's kappa, large-sample interval",
        confidence_level=confidence_level,
    )
