"""Do the documents bear out what one of them concludes about partnership in general?"""

import pandas as pd

from partnership_evaluation import tables, verdicts
from partnership_evaluation.questions.evidence import COLLECTION
from partnership_evaluation.questions.evidence_findings import beside


def quantities(coding, *, case):
    """Compute the numbers on which conclusions about partnership in general rest.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.
    case : str
        The case study that draws the conclusions; its own document does not count.

    Returns
    -------
    dict of str to (number, number) or None
        ``<theme>-documents`` for each theme: other documents that state it, from those that do to
        those that do not deny it; ``measured-attainment-share``: case studies that print numbers on
        pupils' attainment; ``knowledge-less-attainment``: case studies that state an impact on
        teachers' knowledge, less those that state one on attainment; ``failures-studied`` and
        ``pupil-benefit``, None because no document has them.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> quantities(evidence.read("all"), case="independent-state")["trust-documents"]
    (4, 4)
    """
    rest = beside(coding, case=case)
    found = {
        f"{theme}-documents": (int(row["stated"]), int(row["stated"] + row["open"]))
        for theme, row in rest.iterrows()
    }
    by_theme = coding.cells.set_index(["theme", "case"])
    attainment = by_theme.loc["pupil-attainment"]
    share = float((attainment["basis"] == "measured").mean())
    states = by_theme["state"].eq("present").groupby("theme").sum()
    lead = int(states["teacher-knowledge"] - states["pupil-attainment"])
    found |= {
        "measured-attainment-share": (share, share),
        "knowledge-less-attainment": (lead, lead),
    }
    return found | {"failures-studied": None, "pupil-benefit": None}


def judged(coding):
    """Hold what documents conclude about partnership in general against the other documents.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix, for one case study or the collection.

    Returns
    -------
    pandas.DataFrame
        As :func:`partnership_evaluation.verdicts.judge`; for the collection ``locator`` begins with
        the name of the case study.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> set(judged(evidence.read("wroxham"))["verdict"]) <= {"supported", "undetermined"}
    True
    """
    cases = list(coding.columns["case"]) if coding.case == COLLECTION else [coding.case]
    names = coding.columns.set_index("case")["name"]
    parts = []
    for case in cases:
        if not tables.exists(f"{case}/conclusions"):
            continue
        counted = quantities(coding, case=case)
        concluded = tables.read(f"{case}/conclusions")
        concluded = concluded[concluded["quantity"].isin(list(counted))]
        part = verdicts.judge(concluded, counted)
        if coding.case == COLLECTION:
            part = part.assign(locator=names[case] + ": " + part["locator"])
        parts.append(part)
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def sentence(judgements):
    """Count how many conclusions the other documents bear out.

    Parameters
    ----------
    judgements : pandas.DataFrame
        What :func:`judged` returned.

    Returns
    -------
    str

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> sentence(judged(evidence.read("wroxham")))[:55]
    'Of 3 conclusions about partnership in general the other'
    """
    counts = judgements["verdict"].value_counts()
    return (
        f"Of {len(judgements)} conclusions about partnership in general the other documents "
        f"support {counts.get('supported', 0)}, contradict {counts.get('contradicted', 0)} and "
        f"leave {counts.get('undetermined', 0)} open; to say the same is not to test it."
    )
