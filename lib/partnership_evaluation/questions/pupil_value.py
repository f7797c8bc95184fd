"""Pupils in schools: what the report on value added reads, shows and says."""

import re
from fractions import Fraction

import pandas as pd

from partnership_evaluation import files, findings, places, rounding, school_effects, wording

#: Above so many pupils the second route, which holds each of them, is left out.
MOST_FOR_SECOND_ROUTE = 20_000
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
        When a column is missing.
    """
    table = _read(settings)
    wanted = [settings.outcome, *listed(settings.intake), *listed(settings.groups)]
    lacking = [name for name in wanted if name not in table]
    if lacking:
        raise files.FileError(
            f"The columns are those of the file: found no {', '.join(map(repr, lacking))} among "
            f"{', '.join(map(repr, table.columns))}. Name the columns that are meant."
        )
    table = table.copy()
    for name in (settings.outcome, *listed(settings.intake)):
        numeric = pd.to_numeric(table[name], errors="coerce")
        if name == settings.outcome or numeric.notna().sum() == table[name].notna().sum():
            table[name] = numeric
    return table


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
        ``outcome``, ``intake``, ``groups``, ``estimation``, ``confidence_level``.

    Returns
    -------
    (Fit, Fit)
        On the same pupils; the two are one where there is no intake.
    """
    intake, groups = listed(settings.intake), listed(settings.groups)
    known = table.dropna(subset=[settings.outcome, *intake, *groups])
    common = {
        "outcome": settings.outcome, "groups": groups, "estimation": settings.estimation,
        "confidence_level": settings.confidence_level,
    }  # fmt: skip
    null = school_effects.fit(known, **common)
    return null, school_effects.fit(known, predictors=intake, **common) if intake else null


def given_back(published, null, given):
    """Set printed variances and slopes beside those of the two models.

    Parameters
    ----------
    published : str
        ``name: figure`` with semicolons between: ``variance_<level>`` and ``slope_<column>`` of
        the model with intake, ``null_variance_<level>`` of the one without; ``constant``,
        ``log_likelihood``, ``pupils``, ``schools``.
    null, given : partnership_evaluation.school_effects.Fit
        Both models.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.claims` takes it.

    Raises
    ------
    ValueError
        When a part is no name and figure.
    """
    known, rows = _quantities(null, given), []
    for part in filter(str.strip, published.split(";")):
        name, _, printed = (side.strip() for side in part.replace("=", ":").partition(":"))
        if not re.fullmatch(r"-?\d*\.?\d+", printed):
            raise ValueError(
                f"Published figures are written name: figure, semicolons between: found {part!r}; "
                "write variance_school: 0.092, say."
            )
        note = "" if name in known else f"Known are {', '.join(known)}."
        shown = wording.number(known[name]) if name in known else None
        verdict = _verdict(name, printed, known)
        subject = name.replace("_", " ")
        rows.append((name, subject, "publication", printed, shown, verdict, note))
    names = ["claim", "subject", "locator", "printed", "recomputed", "verdict", "note"]
    return pd.DataFrame(rows, columns=names)


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
            "Between": "pupils" if row.level == "pupil" else f"{row.level}s".replace("ss", "sses"),
            "Variance": wording.number(row.estimate),
            "Interval": " to ".join(wording.number(end, digits=3) for end in (row.low, row.high)),
            "Share of the whole": wording.percent(row.share),
        }
        for model, fit in _models(null, given)
        for row in fit.variances.itertuples(index=False)
    ]
    return pd.DataFrame(rows)


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
            "Kept": [wording.percent(max(0.0, one)) for one in shown["shrinkage"].fillna(0)],
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
    words = [name for name in intake if not pd.api.types.is_numeric_dtype(table[name])]
    if len(groups) > 1 or len(table) > MOST_FOR_SECOND_ROUTE or words:
        return (
            "Classes within schools, words as intake, and very many pupils are not put to the "
            "second package; the tests of this project hold such models to the package lme4 of R."
        )
    other = school_effects.by_statsmodels(
        table, outcome=settings.outcome, school=groups[0], predictors=intake,
        estimation=settings.estimation,
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


def _quantities(null, given):
    found = {
        "pupils": given.n,
        "schools": len(given.effects),
        "log_likelihood": given.log_likelihood,
    }
    for front, fit in (("null_", null), ("", given)):
        for row in fit.variances.itertuples(index=False):
            found[f"{front}variance_{row.level}"] = row.estimate
    for row in given.fixed.itertuples(index=False):
        name = "constant" if row.predictor == "constant" else f"slope_{row.predictor}"
        found[name] = row.estimate
    return found


def _verdict(name, printed, known):
    if name not in known:
        return "cannot be checked"
    value, number = Fraction(float(known[name])), rounding.read_printed(printed)
    for rule, verdict in (
        ("half_up", "reproduced"),
        ("any", "reproduced with another rounding"),
    ):
        if value in rounding.unrounded(number, rounding=rule):
            return verdict
    return "not reproducible"
