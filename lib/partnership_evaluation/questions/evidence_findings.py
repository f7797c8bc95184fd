"""What the coded documents add up to: themes that recur, and the way that impacts point."""

import pandas as pd
from scipy.stats import spearmanr

from partnership_evaluation import tables, wording
from partnership_evaluation.questions.evidence import COLLECTION, KINDS, PLURALS

DIRECTIONS = ("positive", "mixed", "none", "negative")


def beside(coding, *, case):
    """Count which other documents state each theme, and which are silent.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.
    case : str
        The case study whose document is left out.

    Returns
    -------
    pandas.DataFrame
        Index: the theme. Columns ``stated``, ``denied``, ``open`` (not mentioned or not asked)
        over the other documents, ``others`` (their number).

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> beside(evidence.read("all"), case="independent-state").loc["trust", "stated"].item()
    4
    """
    source = coding.cells.loc[coding.cells["case"] == case, "source"].iloc[0]
    rest = coding.by_document().drop(columns=source)
    return pd.DataFrame(
        {
            "stated": (rest == "present").sum(axis=1),
            "denied": (rest == "absent").sum(axis=1),
            "open": rest.isin(["not_mentioned", "not_asked"]).sum(axis=1),
            "others": rest.shape[1],
        }
    )


def recurrence_table(coding):
    """Tabulate which themes recur, for the collection or beside one case study.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.

    Returns
    -------
    pandas.DataFrame
        For the collection
        :meth:`partnership_evaluation.questions.evidence.Coding.recurrence`; for one case study
        the themes it states, with the other documents they are ``Stated in``, ``Denied in``
        and ``Silent``.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> len(recurrence_table(evidence.read("all")))
    37
    """
    if coding.case == COLLECTION:
        return coding.recurrence()
    own = coding.own[coding.own["state"] == "present"].set_index("theme")
    table = own[["label", "kind"]].join(beside(coding, case=coding.case))
    table = table.sort_values("stated", ascending=False, kind="stable").drop(columns="others")
    names = ["Theme", "Kind", "Stated in", "Denied in", "Silent"]
    return table.set_axis(names, axis=1).reset_index(drop=True)


def by_coder():
    """Count in how many documents each theme is stated according to each coder alone.

    Returns
    -------
    pandas.DataFrame
        One row a theme: ``Theme``, ``Settled``, ``First coder``, ``Second coder`` (documents).

    Examples
    --------
    >>> by_coder().shape
    (37, 4)
    """
    coded = tables.read("evidence").merge(tables.read("evidence_coders"), on=["theme", "case"])
    coded = coded.merge(tables.read("cases")[["case", "source"]], on="case")
    themes = tables.read("themes").set_index("theme")["label"]
    columns = {"Settled": "state", "First coder": "first_state", "Second coder": "second_state"}
    counted = {
        name: coded[coded[column] == "present"].groupby("theme")["source"].nunique()
        for name, column in columns.items()
    }
    table = pd.DataFrame(counted).reindex(themes.index).fillna(0).astype(int)
    return table.set_axis(themes.rename("Theme"), axis=0).reset_index()


def rank_agreement(coding):
    """Compare the order of themes by documents with their order by case studies.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.

    Returns
    -------
    float
        Spearman's rank correlation (``scipy.stats.spearmanr``).

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> 0 < rank_agreement(evidence.read("all")) < 1
    True
    """
    table = coding.recurrence()
    return float(spearmanr(table["Documents"], table["Case studies"]).statistic)


def effects(coding):
    """Count which way each impact points, and on what basis.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.

    Returns
    -------
    pandas.DataFrame
        One row an impact, numbers of case studies: ``Impact``, ``Positive``, ``Mixed``, ``None``
        (none shown), ``Negative``, ``Silent``, ``Measured``, ``Reported``.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> effects(evidence.read("all"))["Negative"].sum().item()
    0
    """
    impacts = coding.cells[coding.cells["kind"] == "impact"]
    rows = []
    for label in coding.recurrence("impact")["Theme"]:
        part = impacts[impacts["label"] == label]
        basis = [int((part["basis"] == one).sum()) for one in ("measured", "reported")]
        ways = [int((part["direction"] == way).sum()) for way in DIRECTIONS]
        rows.append((label, *ways, len(part) - sum(ways), *basis))
    columns = ["Impact", "Positive", "Mixed", "None", "Negative", "Silent"]
    return pd.DataFrame(rows, columns=[*columns, "Measured", "Reported"])


def sentences(coding, *, documents_needed):
    """Say what the coding adds up to.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.
    documents_needed : int
        Documents that must state a theme before it counts as recurring.

    Returns
    -------
    list of str
        Two or three sentences for the head of a report.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> sentences(evidence.read("all"), documents_needed=5)[0][:53]
    '4 of 18 conditions are stated in at least 5 of 5 docu'
    """
    if coding.case == COLLECTION:
        return [
            *_of_collection(coding, documents_needed),
            _on_impacts(coding.cells),
        ]
    return [*_of_case(coding, documents_needed), _on_impacts(coding.own)]


def _of_collection(coding, documents_needed):
    found, total = [], len(coding.documents)
    for kind in ("condition", "challenge"):
        table = coding.recurrence(kind)
        often = table[table["Documents"] >= documents_needed]["Theme"]
        everywhere = table[table["Documents"] == total]["Theme"]
        named = _listed(everywhere if len(everywhere) else often)
        found.append(
            f"{len(often)} of {len(table)} {kind}s are stated in at least {documents_needed} of "
            f"{total} documents, {len(everywhere) or 'none'} in all {total}: {named or 'none'}."
        )
    per_source = coding.cells.groupby("document")["case"].nunique()
    found.append(
        f"{per_source.max()} of the {per_source.sum()} case studies come from {per_source.idxmax()}"
        ", so documents are counted as well as case studies."
    )
    return found


def _of_case(coding, documents_needed):
    stated = coding.own[coding.own["state"] == "present"]
    counts = [
        f"{(stated['kind'] == kind).sum()} of {(coding.themes['kind'] == kind).sum()} "
        f"{PLURALS[kind]}"
        for kind in KINDS
    ]
    rest = beside(coding, case=coding.case)
    conditions = stated.loc[stated["kind"] == "condition", "theme"]
    often = (rest.loc[conditions, "stated"] >= documents_needed).sum()
    never = stated[stated["theme"].map(rest["stated"]) == 0]
    alone = _listed(never["label"]) if len(never) else "none"
    return [
        f"The case study states {', '.join(counts[:-1])} and {counts[-1]}.",
        f"Of its {len(conditions)} conditions {often} are also stated in at least "
        f"{documents_needed} of the {rest['others'].iloc[0]} other documents. Themes that no other "
        f"document states: {alone}.",
    ]


def _on_impacts(cells):
    impacts = cells.dropna(subset=["direction"])
    positive, measured = impacts["direction"] == "positive", impacts["basis"] == "measured"
    share = f"{measured.sum()} ({wording.percent(measured.mean())}), never with a comparison group"
    return (
        f"Of {len(impacts)} statements of impact {positive.sum()} are positive and "
        f"{(impacts['direction'] == 'negative').sum()} negative. Numbers are printed for "
        f"{share if measured.any() else 'none of them'}."
    )


def _listed(labels):
    return ", ".join(label[0].lower() + label[1:] for label in labels)
