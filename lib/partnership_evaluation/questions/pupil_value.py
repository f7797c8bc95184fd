"""Pupils in schools: what the report on value added reads, shows and says."""

import re

import pandas as pd

from partnership_evaluation import files, findings, places, school_effects, wording
from partnership_evaluation.questions import pupil_columns

#: Above so many pupils the second route, which holds each of them, is left out.
MOST_FOR_SECOND_ROUTE, MOST_IN_CLASSES = 20_000, 5_000
#: Files from this size on are read by the engine for large ones, and only the columns asked for.
LARGE_BYTES = 20_000_000


def listed(text):
    """Split names with commas between.

    Parameters
    ----------
    text : str
        The value of a parameter.

    Returns
    -------
    list of str
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def read(settings):
    """Read the pupils.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        ``pupils_file``, ``outcome``, ``intake``, ``groups``, ``pupil_id``.

    Returns
    -------
    pandas.DataFrame
        The outcome and every column of intake that holds only numbers as numbers.

    Raises
    ------
    ValueError
        When a column is missing, or the outcome is no number that varies.
    """
    table = _read(settings)
    wanted = [settings.outcome, *listed(settings.intake), *listed(settings.groups)]
    wanted += listed(settings.pupil_id)
    lacking = [name for name in wanted if name not in table]
    if lacking:
        raise files.FileError(
            f"The columns are those of the file: found no {', '.join(map(repr, lacking))} among "
            f"{', '.join(map(repr, table.columns))}. Name the columns that are meant."
        )
    return pupil_columns.typed(
        table, outcome=settings.outcome, intake=listed(settings.intake),
        groups=listed(settings.groups),
    )  # fmt: skip


def faults(table, settings):
    """Look through the file for what cannot be, or is unlikely to be.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`read` gave.
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.

    Returns
    -------
    pandas.DataFrame
        As :func:`partnership_evaluation.school_effects.faults`, words in the place of numbers
        first.
    """
    found = school_effects.faults(
        table, groups=listed(settings.groups), outcome=settings.outcome,
        intake=listed(settings.intake), pupil=settings.pupil_id, membership=settings.membership,
    )  # fmt: skip
    words = pupil_columns.words_for_numbers(table)
    return pd.concat([words, found], ignore_index=True) if len(words) else found


def _read(settings):
    """Read all columns of a small file, and of a large one those that are asked for."""
    path = places.place(settings.pupils_file)
    if not path.is_file() or path.stat().st_size < LARGE_BYTES:
        return files.read(settings.pupils_file).table
    names = [settings.outcome, *listed(settings.intake), *listed(settings.groups)]
    names += [settings.pupil_id] if settings.pupil_id else []
    return files.rows_where(settings.pupils_file, list(dict.fromkeys(names)), memory="1GB")


def report_on(settings, title, table):
    """Open the report.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.
    title : str
        The question.
    table : pandas.DataFrame
        The pupils.

    Returns
    -------
    partnership_evaluation.findings.Report
    """
    schools = table[listed(settings.groups)[0]].nunique()
    author = settings.source_author or "unknown"
    source = {"title": settings.source_title or "A file of pupils", "authors": author}
    source |= {"publisher": author, "year": settings.source_year}
    return findings.Report(
        title=title, case=settings.case, design="single_group_once", outcome_level="pupil_outcome",
        source=source, people=f"{len(table)} pupils in {schools} schools",
    )  # fmt: skip


def fits(table, settings):
    """Fit the schools without and with what pupils brought.

    Parameters
    ----------
    table : pandas.DataFrame
        The pupils.
    settings : partnership_evaluation.parameters.Settings
        ``outcome``, ``intake``, ``groups``, ``membership``, ``estimation``, ``confidence_level``.

    Returns
    -------
    (Fit, Fit)
        On the same pupils; the two are one where there is no intake.
    """
    intake, groups = listed(settings.intake), listed(settings.groups)
    known = table.dropna(subset=[settings.outcome, *intake, *groups])
    common = {
        "outcome": settings.outcome, "groups": groups, "estimation": settings.estimation,
        "membership": settings.membership, "confidence_level": settings.confidence_level,
    }  # fmt: skip
    null = school_effects.fit(known, **common)
    return null, school_effects.fit(known, predictors=intake, **common) if intake else null


def components(null, given):
    """Show the variances of both models.

    Parameters
    ----------
    null, given : partnership_evaluation.school_effects.Fit
        Both models.

    Returns
    -------
    pandas.DataFrame
    """
    rows = [
        {
            "Model": model,
            "Between": plural(row.level),
            "Variance": wording.number(row.estimate),
            "Interval": "not worked out"
            if pd.isna(row.low)
            else " to ".join(wording.number(end, digits=3) for end in (row.low, row.high)),
            "Share of the whole": wording.percent(row.share),
        }
        for model, fit in _models(null, given)
        for row in fit.variances.itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def compared(given):
    """Name what is compared: schools, or whatever the first column of groups holds.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        A fitted model.

    Returns
    -------
    str
        In the plural.
    """
    return plural(str(given.effects.columns[0]))


def plural(level):
    """Name the groups of a column.

    Parameters
    ----------
    level : str
        The column, or ``pupil``.

    Returns
    -------
    str

    Examples
    --------
    >>> [plural(level) for level in ("schoolNR", "class", "primary_school", "lea", "pupil")]
    ['schools', 'classes', 'primary schools', 'lea groups', 'pupils']
    """
    name = re.sub(r"[ _]*(id|nr|no|code)?$", "", level.lower().replace("_", " "))
    for end, word in (("school", "s"), ("sch", "ools"), ("class", "es"), ("pupil", "s")):
        if name.endswith(end):
            return name + word
    return f"{level} groups"


def slopes(given):
    """Show what pupils brought, and the slope of each.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        The model with intake.

    Returns
    -------
    pandas.DataFrame
    """
    rows = [
        {
            "Column": row.predictor,
            "Slope": wording.number(row.estimate),
            "Standard error": wording.number(row.standard_error),
            "Interval": f"{wording.number(row.low)} to {wording.number(row.high)}",
        }
        for row in given.fixed.itertuples(index=False)
    ]
    return pd.DataFrame(rows)


def shrinkage(given, *, each=4):
    """Show the smallest and the largest schools, as they are and shrunken.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        The model with intake.
    each : int
        How many of each.

    Returns
    -------
    pandas.DataFrame
    """
    ordered = given.effects.sort_values(["n"], kind="stable")
    shown = pd.concat([ordered.head(each), ordered.tail(each)]).drop_duplicates()
    school = shown.columns[0]
    return pd.DataFrame(
        {
            "School": shown[school].astype(str),
            "Pupils": shown["n"],
            "Mean of what is left": shown["raw"].map(wording.number),
            "Shrunken estimate": shown["estimate"].map(wording.number),
            "Kept": [wording.percent(one) if 0 <= one <= 1 else "-" for one in shown["shrinkage"]],
        }
    )


def order(given, ranked):
    """Show each school with the limits of its place.

    Parameters
    ----------
    given : partnership_evaluation.school_effects.Fit
        The model with intake.
    ranked : pandas.DataFrame
        What ``school_effects.ranks`` gave.

    Returns
    -------
    pandas.DataFrame
        The highest first.
    """
    effects = given.effects
    table = pd.DataFrame(
        {
            "Place": ranked["rank"],
            "School": effects.iloc[:, 0].astype(str),
            "Pupils": effects["n"],
            "Estimate": effects["estimate"].map(lambda value: wording.number(value, digits=3)),
            "Could be placed": [f"{row.low} to {row.high}" for row in ranked.itertuples()],
            "Among the best quarter": [wording.percent(share) for share in ranked["top_quarter"]],
        }
    )  # fmt: skip
    return table.sort_values("Place", kind="stable")


def second_route(table, settings, given):
    """Fit the same model by another package where that can be done.

    Parameters
    ----------
    table : pandas.DataFrame
        The pupils.
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.
    given : partnership_evaluation.school_effects.Fit
        The model with intake.

    Returns
    -------
    pandas.DataFrame or str
        Both answers side by side, or why there is no second one.
    """
    intake, groups = listed(settings.intake), listed(settings.groups)
    nested = settings.membership == "nested"
    most = MOST_FOR_SECOND_ROUTE if len(groups) == 1 else MOST_IN_CLASSES
    if len(groups) > 2 or not nested or len(table) > most:
        return (
            "Groups that cross or nest three deep, and very many pupils, are not put to the "
            "second package; the tests of this project hold such models to the package lme4 of R."
        )
    other = school_effects.by_statsmodels(
        table, outcome=settings.outcome, school=groups[0], classes=(*groups[1:], "")[0],
        predictors=intake, estimation=settings.estimation,
    )  # fmt: skip
    values = [*given.fixed["estimate"], *given.variances["estimate"], given.log_likelihood]
    pairs = zip(values, other["estimate"], strict=True)
    return pd.DataFrame(
        [(f"{a:.6f}", f"{b:.6f}") for a, b in pairs],
        columns=["From sums of schools", "statsmodels, from every pupil"],
    ).assign(Quantity=other["quantity"])[
        ["Quantity", "From sums of schools", "statsmodels, from every pupil"]
    ]


def _models(null, given):
    both = [("without intake", null)]
    return both if given is null else [*both, ("given intake", given)]
