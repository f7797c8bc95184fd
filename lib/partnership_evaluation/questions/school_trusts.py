"""Schools that joined a trust between two inspections: what the report shows and says."""

import pandas as pd

from partnership_evaluation import citations, findings, national, places, wording

POINTS = "percentage points"


def read(settings):
    """Read the files of a report and sort the schools.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.

    Returns
    -------
    (Schools, Memberships or None, Schools)
        As read, the memberships, and those graded twice with their standing.
    """
    schools = national.read_schools(
        settings.schools_file, column_names=settings.school_columns, seed=settings.seed
    )
    memberships, own = None, not places.is_invented(settings.schools_file)
    # The invented memberships are of the invented schools, and of no others.
    if settings.memberships_file and not (own and places.is_invented(settings.memberships_file)):
        memberships = national.read_memberships(
            settings.memberships_file, trust_types=settings.trust_types,
            column_names=settings.membership_columns, seed=settings.seed,
        )  # fmt: skip
    return schools, memberships, national.joined(national.graded(schools), memberships)


def report_on(settings, title, both):
    """Open the report.

    Parameters
    ----------
    settings : partnership_evaluation.parameters.Settings
        The parameters of the notebook.
    title : str
        The question.
    both : partnership_evaluation.national.Schools
        Graded twice.

    Returns
    -------
    partnership_evaluation.findings.Report
        Two groups that were not formed by chance.
    """
    return findings.Report(
        title=title, case=settings.case, design="two_groups", outcome_level="organisation",
        source=citations.of_file(settings.schools_file, settings, what="schools"),
        people=f"{len(both.table)} schools graded twice",
    )  # fmt: skip


def rows_kept(schools, memberships):
    """Show what was left after each step.

    Parameters
    ----------
    schools : partnership_evaluation.national.Schools
        With all of their steps.
    memberships : partnership_evaluation.national.Memberships or None
        With theirs.

    Returns
    -------
    pandas.DataFrame
        ``Step`` and ``Rows``.
    """
    steps = [*(memberships.steps if memberships else ()), *schools.steps]
    return pd.DataFrame(steps, columns=["Step", "Rows"])


def by_definition(both, settings):
    """Work out both differences under every definition of a maintained school.

    Parameters
    ----------
    both : partnership_evaluation.national.Schools
        Graded twice, with standing.
    settings : partnership_evaluation.parameters.Settings
        ``confidence_level`` and ``maintained_clusters``.

    Returns
    -------
    dict of str to (Comparison, Contrast)
        By name of the definition; definitions under which one side is empty are left out, and so
        are those that choose the same schools as one before.
    """
    found, seen = {}, set()
    for name in national.maintained_definitions():
        try:
            one = national.compare(both, definition=name, clusters=settings.maintained_clusters)
        except ValueError:
            continue
        chosen = (one.n_joined, one.n_maintained)
        if name == settings.maintained or chosen not in seen:
            contrast = national.contrast(one.table, confidence_level=settings.confidence_level)
            found[name] = (one, contrast)
            seen.add(chosen)
    return found


def differences(found):
    """Show the differences under each definition.

    Parameters
    ----------
    found : mapping
        What :func:`by_definition` gave.

    Returns
    -------
    pandas.DataFrame
        One row a definition, in percentage points.
    """
    rows = [
        {
            "Schools beside them": _capital(one.words),
            "Joined": one.n_joined,
            "Beside": one.n_maintained,
            "Raw difference": points(contrast.raw),
            "Given the same grades before": points(contrast.standardised),
        }
        for one, contrast in found.values()
    ]
    return pd.DataFrame(rows)


def drawn(found):
    """Lay both differences out for the figure of intervals.

    Parameters
    ----------
    found : mapping
        What :func:`by_definition` gave.

    Returns
    -------
    pandas.DataFrame
        ``label``, ``group``, ``estimate``, ``low``, ``high`` in percentage points.
    """
    rows = [
        {
            "label": name.replace("_", " "),
            "group": group,
            **{end: 100 * getattr(estimate, end) for end in ("estimate", "low", "high")},
        }
        for name, (_, contrast) in found.items()
        for group, estimate in (
            ("raw", contrast.raw),
            ("given the same grades before", contrast.standardised),
        )
    ]
    return pd.DataFrame(rows)


def at_each_grade(table):
    """Show the shares that improved, by grade before.

    Parameters
    ----------
    table : pandas.DataFrame
        Of a comparison.

    Returns
    -------
    pandas.DataFrame
        One row a grade before.
    """
    counts = national.strata(table)
    shown = pd.DataFrame({"Grade before": counts["previous_grade"].map(national.GRADES)})
    for side, word in (("joined", "joined"), ("maintained", "beside")):
        n, better = counts[side], counts[f"{side}_improved"]
        shown[f"Schools that {word}" if side == "joined" else "Schools beside them"] = n
        shown[f"Better grade, {word}"] = [_share(k, m) for k, m in zip(better, n, strict=True)]
        shown[f"Share of its group, {word}"] = [wording.percent(m / n.sum()) for m in n]
    return shown


def second_route(contrast, again):
    """Set the intervals of two routes side by side.

    Parameters
    ----------
    contrast, again : partnership_evaluation.national.Contrast
        By regression and by drawing clusters.

    Returns
    -------
    pandas.DataFrame
        Percentage points.
    """
    rows = [
        (name, one.method.split("; ")[-1], points(one))
        for name in ("raw", "standardised")
        for one in (getattr(contrast, name), getattr(again, name))
    ]
    return pd.DataFrame(rows, columns=["Difference", "Interval from", POINTS.capitalize()])


def other_standards(table, settings):
    """Standardise on other mixes of grades.

    Parameters
    ----------
    table : pandas.DataFrame
        Of a comparison.
    settings : partnership_evaluation.parameters.Settings
        ``confidence_level``.

    Returns
    -------
    pandas.DataFrame
        One row a standard.
    """
    words = {
        "joined": "those that joined",
        "maintained": "those beside them",
        "all": "both together",
    }
    level = settings.confidence_level
    rows = [
        (text, points(national.contrast(table, standard=name, confidence_level=level).standardised))
        for name, text in words.items()
    ]
    return pd.DataFrame(rows, columns=["Mix of grades before", POINTS.capitalize()])


def parts(table, by, settings, *, fewest=20):
    """Work out both differences within each phase or region.

    Parameters
    ----------
    table : pandas.DataFrame
        Of a comparison.
    by : str
        The column.
    settings : partnership_evaluation.parameters.Settings
        ``confidence_level``.
    fewest : int
        Schools that must have joined, so that errors clustered by trust mean something.

    Returns
    -------
    pandas.DataFrame
        One row a part; empty where the file has no such column.
    """
    rows = []
    for name, part in table.groupby(by) if by in table else []:
        joined = int(part["joined_between"].sum())
        row = {by.capitalize(): name, "Joined": joined, "Beside": len(part) - joined}
        if joined >= fewest and len(part) - joined >= fewest:
            found = national.contrast(part, confidence_level=settings.confidence_level)
            row |= {"Raw": points(found.raw), "Given grades before": points(found.standardised)}
        else:
            row |= {"Raw": f"fewer than {fewest} schools", "Given grades before": ""}
        rows.append(row)
    return pd.DataFrame(rows)


def points(estimate):
    """Write a difference of shares in percentage points, with its interval.

    Parameters
    ----------
    estimate : partnership_evaluation.estimates.Estimate
        A difference of shares.

    Returns
    -------
    str
        Such as ``+8.7 (6.0 to 11.3)``.
    """
    low, high = (f"{100 * end:.1f}" for end in (estimate.low, estimate.high))
    return f"{100 * estimate.estimate:+.1f} ({low} to {high})"


def _share(k, n):
    return f"{k} ({wording.percent(k / n)})" if n else "none"


def _capital(text):
    return text[:1].upper() + text[1:]
