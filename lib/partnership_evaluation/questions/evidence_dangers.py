"""What a matrix of what documents say cannot show, with the size of each danger."""


def of_evidence(coding):
    """List the dangers of reading a matrix of what documents say.

    Parameters
    ----------
    coding : partnership_evaluation.questions.evidence.Coding
        The coded matrix.

    Returns
    -------
    list of (str, str)
        The danger and its size.

    Examples
    --------
    >>> from partnership_evaluation.questions import evidence
    >>> of_evidence(evidence.read("all"))[0][1]
    'Of 288 cells for conditions, 204 are present and 5 absent: what is hardly ever missing cannot \
be seen to matter.'
    """
    cells = coding.cells
    conditions = cells.loc[cells["kind"] == "condition", "state"].value_counts()
    per_source = cells.groupby("source")["case"].nunique()
    silent = (cells["state"] == "not_mentioned").sum()
    per_case = cells[cells["state"] == "present"].groupby("name")["theme"].nunique()
    impacts = cells.dropna(subset=["direction"])
    reported = (impacts["basis"] == "reported").sum()
    return [
        (
            "Failures are not studied",
            f"Of {conditions.sum()} cells for conditions, {conditions['present']} are present and "
            f"{conditions['absent']} absent: what is hardly ever missing cannot be seen to matter.",
        ),
        (
            "Case studies are not independent",
            f"{per_source.max()} of the {per_source.sum()} come from one report on one programme; "
            f"there are {len(per_source)} documents, and one cites the authors of another.",
        ),
        (
            "Silence is not absence",
            f"In {silent} of {len(cells)} cells the text says nothing; a case study states from "
            f"{per_case.min()} to {per_case.max()} of the {len(coding.themes)} themes.",
        ),
        (
            "Those who did the work tell what came of it",
            f"{reported} of {len(impacts)} statements of impact rest on somebody's word; of the "
            f"other {len(impacts) - reported}, which print numbers, 0 have a comparison group.",
        ),
        (
            "What went well is written down",
            f"{(impacts['direction'] == 'positive').sum()} of {len(impacts)} are positive, "
            f"{(impacts['direction'] == 'negative').sum()} negative.",
        ),
        (
            "A cell is a reading",
            f"Two coders gave the same state in {(cells['agreed'] == 'yes').sum()} of {len(cells)} "
            "cells; both used one codebook, and what it leaves out neither could find.",
        ),
    ]
