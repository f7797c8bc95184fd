"""Confidence in each finding: the four components of GRADE-CERQual, with their reasons."""

import pandas as pd

from partnership_evaluation import tables

COMPONENTS = ("methodological_limitations", "coherence", "adequacy", "relevance")
CONCERNS = ("no or very minor", "minor", "moderate", "serious")
LEVELS = ("high", "moderate", "low", "very low")
HEADINGS = {"methodological_limitations": "Methods", "confidence": "Confidence"}


def levels(kind=None):
    """Tabulate the concerns about each finding and the confidence that follows.

    Parameters
    ----------
    kind : {"condition", "challenge", "impact"}, optional
        Only this kind of theme.

    Returns
    -------
    pandas.DataFrame
        One row a theme, the most certain first: ``Theme``, ``Kind``, ``Methods``, ``Coherence``,
        ``Adequacy``, ``Relevance``, ``Confidence``.

    Examples
    --------
    >>> levels()["Confidence"].tolist()[0]
    'high'
    """
    judged = tables.read("confidence")
    wide = judged.pivot(index="theme", columns="component", values="level")
    themes = tables.read("themes").set_index("theme")[["label", "kind"]]
    table = themes.join(wide[[*COMPONENTS, "confidence"]], how="inner")
    chosen = table if kind is None else table[table["kind"] == kind]
    rank = {level: place for place, level in enumerate(LEVELS)}
    chosen = chosen.sort_values("confidence", key=lambda c: c.map(rank), kind="stable")
    names = [HEADINGS.get(name, name.capitalize()) for name in (*COMPONENTS, "confidence")]
    return chosen.set_axis(["Theme", "Kind", *names], axis=1).reset_index(drop=True)


def reasons():
    """List why each component was judged as it was.

    Returns
    -------
    pandas.DataFrame
        ``Theme``, ``Component``, ``Level``, ``Reason``.

    Examples
    --------
    >>> reasons()["Component"].nunique()
    5
    """
    judged = tables.read("confidence").merge(tables.read("themes")[["theme", "label"]], on="theme")
    words = judged["component"].map(lambda name: HEADINGS.get(name, name.capitalize()))
    table = judged.assign(component=words)[["label", "component", "level", "reason"]]
    return table.set_axis(["Theme", "Component", "Level", "Reason"], axis=1)


def profile():
    """Lay out the concerns as an evidence profile does: a row a finding, a column a component.

    Returns
    -------
    pandas.DataFrame
        ``Finding``, ``Methods``, ``Coherence``, ``Adequacy``, ``Relevance``, ``Confidence``; the
        most certain first.

    References
    ----------
    Lewin et al. (2018), Applying GRADE-CERQual to qualitative evidence synthesis findings, paper 2,
    Implementation Science 13, supplement 1.

    Examples
    --------
    >>> profile().columns.tolist()[-2:]
    ['Relevance', 'Confidence']
    """
    return levels().drop(columns="Kind").rename(columns={"Theme": "Finding"})


def follows(concerns):
    """Return the confidence that follows from four concerns.

    Parameters
    ----------
    concerns : sequence of str
        One of :data:`CONCERNS` for each component.

    Returns
    -------
    str
        One of :data:`LEVELS`.

    Notes
    -----
    Every finding starts high. A moderate concern takes it down one level and a serious one two;
    three or more minor concerns, with none greater, take it down one. Very low is the floor.

    Examples
    --------
    >>> follows(["moderate", "minor", "minor", "minor"]), follows(["minor"] * 3 + ["serious"])
    ('moderate', 'low')
    """
    down = sum({"moderate": 1, "serious": 2}.get(concern, 0) for concern in concerns)
    if down == 0 and list(concerns).count("minor") >= 3:
        down = 1
    return LEVELS[min(down, len(LEVELS) - 1)]


def sentence():
    """Say in how many findings there is how much confidence.

    Returns
    -------
    str

    Examples
    --------
    >>> sentence()[:51]
    'Confidence is high in 1 of 33 findings, moderate in'
    """
    table = levels()
    counts = table["Confidence"].value_counts()
    words = [f"{level} in {counts.get(level, 0)}" for level in LEVELS]
    words[0] += f" of {len(table)} findings"
    high = ", ".join(table.loc[table["Confidence"] == "high", "Theme"]).lower()
    weak = ", ".join(table.loc[table["Confidence"] == "very low", "Theme"]).lower()
    return f"Confidence is {', '.join(words)}. High: {high or 'none'}. Very low: {weak or 'none'}."


def unjudged():
    """List the themes that were too rare to be judged.

    Returns
    -------
    list of str

    Examples
    --------
    >>> len(unjudged())
    4
    """
    themes = tables.read("themes")
    return themes.loc[~themes["theme"].isin(pd.unique(tables.read("confidence")["theme"])),
                      "label"].tolist()  # fmt: skip
