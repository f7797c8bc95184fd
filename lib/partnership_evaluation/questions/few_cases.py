"""What marks a few successes: the factors of one document and the cases that it counts them in.

*Successes* are the cases that the document singles out as doing well, *others* the rest of those it
studied. What luck, comparison and direction say of them is in ``few_cases_tests`` and
``few_cases_directions``.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from partnership_evaluation import factors, proportions, tables, wording
from partnership_evaluation.questions import dangers

#: Level below which a p-value counts as telling two groups apart.
LEVEL = 0.05


@dataclass(frozen=True)
class Study:
    """The factors that a document names, and the cases it counts them in.

    Attributes
    ----------
    case : str
        The case study.
    listed : pandas.DataFrame
        Every factor, as in the table ``factors``.
    contrast : pandas.DataFrame or None
        What is said of the others, as in the table ``contrast``; None where nothing is.
    cases, others : int
        Successes and others.
    unit : str
        What the cases are.
    confidence_level : float
        Level of every interval.
    """

    case: str
    listed: pd.DataFrame
    contrast: pd.DataFrame | None
    cases: int
    others: int
    unit: str
    confidence_level: float

    @cached_property
    def counted(self):
        """Every counted factor with its exact interval."""
        return factors.prevalence_intervals(self.listed, confidence_level=self.confidence_level)

    @cached_property
    def of_cases(self):
        """Those of them that are counted over the successes."""
        return self.counted[self.counted["n"] == self.cases]

    @cached_property
    def unanimous(self):
        """Those that every success is said to have."""
        return self.of_cases[self.of_cases["estimate"] == 1]

    @property
    def shared_by_everyone(self):
        """Factors that all successes and all others are said to have, sorted."""
        if self.contrast is None:
            return []
        there = self.contrast[self.contrast["present_low"] == self.others]
        ours = self.listed[self.listed["present_low"] == self.cases]
        return sorted(set(there["factor"]) & set(ours["factor"]))

    @property
    def missing_elsewhere(self):
        """Factors that none of the others is said to have, sorted."""
        if self.contrast is None:
            return []
        return sorted(self.contrast.loc[self.contrast["present_high"] == 0, "factor"])

    @property
    def other_cases(self):
        """The others in words."""
        one = f"the 1 other {self.unit.removesuffix('s')}"
        return one if self.others == 1 else f"the other {self.others} {self.unit}"

    @property
    def smallest_p(self):
        """The smallest p-value that any factor can reach when successes and others are compared."""
        return proportions.fisher(self.cases, self.cases, 0, self.others).p_value


def read(case, *, others, confidence_level=0.95):
    """Read the factors of a case study.

    Parameters
    ----------
    case : str
        A case study with a table ``factors``.
    others : int
        Cases studied that are not successes.
    confidence_level : float, default 0.95
        Level of every interval.

    Returns
    -------
    Study

    Raises
    ------
    partnership_evaluation.factors.FactorError
        When no factor is counted, or the table ``contrast`` counts other cases than `others`.
    """
    listed = tables.read(f"{case}/factors")
    counted = listed.dropna(subset=["of_number"])
    contrast = tables.read(f"{case}/contrast") if tables.exists(f"{case}/contrast") else None
    stated = set() if contrast is None else set(contrast["of_number"]) - {others}
    if counted.empty or stated:
        raise factors.FactorError(
            "At least one factor must be counted, and what is said of the others must be of all of "
            f"them; found {len(counted)} counted factors, {others} others, and a contrast of "
            f"{', '.join(map(str, sorted(stated))) or others}. Correct other_partnerships."
        )
    first = counted.iloc[0]
    return Study(
        case=case,
        listed=listed,
        contrast=contrast,
        cases=int(first["of_number"]),
        others=others,
        unit=str(first["unit"]),
        confidence_level=confidence_level,
    )


def matrix(study):
    """Lay out the factors counted over the successes, or named of the others, in four states.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    pandas.DataFrame
        One row a factor, one column a case: the successes, then the others.
    """
    named = set() if study.contrast is None else set(study.contrast["factor"])
    of_cases = study.listed["of_number"] == study.cases
    chosen = study.listed[of_cases.fillna(False) | study.listed["factor"].isin(named)]
    return factors.coded_matrix(
        chosen, of_number=study.cases, others=study.others, contrast=study.contrast
    )


def cases_sentence(study):
    """Say which cases are successes and which are others.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    str
    """
    if study.contrast is None:
        return (
            f"Here the successes are {study.cases} {study.unit}, and the others the {study.others} "
            "that the document studied without singling them out."
        )
    group = " and ".join(dict.fromkeys(study.contrast["group"]))
    return (
        f"Here {study.others} of {study.cases + study.others} {study.unit} is compared with the "
        f"rest: the {group}. The successes are the {study.cases} of which nothing of the kind is "
        "said, whether or not all of them did well."
    )


def brief(study, *, prevalence):
    """Say what the factors come to.

    Parameters
    ----------
    study : Study
        The factors.
    prevalence : float
        How common each factor is assumed to be.

    Returns
    -------
    list of str
        What was counted and what luck gives; what is known of the others.
    """
    unanimous, of_cases = len(study.unanimous), len(study.of_cases)
    expected = of_cases * prevalence**study.cases
    return [
        f"The document names {len(study.listed)} factors of its {study.cases} successes and counts "
        f"{len(study.counted)} of them; {unanimous} of the {of_cases} counted over {study.unit} "
        f"are said of all {study.cases}. If each were found in {wording.percent(prevalence)} of "
        f"all {study.unit}, {expected:.1f} would be unanimous by chance.",
        _about_others(study),
    ]


def quantities(study):
    """Compute the numbers on which conclusions about factors rest.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    dict of str to (number, number) or None
        ``early_exchange_share``; ``other_pairs_with_factor`` and ``embedded_without_leaders``,
        None because no document counts them; ``candidate_reasons``, from one to as many factors
        as are said to be missing in the others.
    """
    found = {"other_pairs_with_factor": None, "embedded_without_leaders": None}
    rows = study.listed.set_index("factor")
    if "early-exchange" in rows.index:
        row = rows.loc["early-exchange"]
        ends = ("present_low", "present_high")
        found["early_exchange_share"] = tuple(float(row[e] / row["of_number"]) for e in ends)
    if study.contrast is not None:
        found["candidate_reasons"] = (1, len(study.missing_elsewhere))
    return found


def cautions(study):
    """List the dangers of reading factors shared by a few successes.

    Parameters
    ----------
    study : Study
        The factors.

    Returns
    -------
    list of (str, str)
        The danger and its size.
    """
    counted, listed = len(study.counted), len(study.listed)
    if study.contrast is None:
        return dangers.of_factors(
            cases=study.cases, others=study.others, counted=counted, listed=listed
        )
    missing = study.missing_elsewhere
    both = study.listed.set_index("factor").loc[list(missing), "present_low"].notna().sum()
    return [
        (
            "Too few went the other way",
            f"{study.others} of {study.cases + study.others} {study.unit}: the smallest p-value "
            f"that any factor can reach is {wording.p_value(study.smallest_p)}.",
        ),
        (
            "Reasons were looked for once the outcome was known",
            f"{len(missing)} factors are named because they were missing where it failed; "
            f"{both} of them are counted for the other {study.cases}.",
        ),
        (
            "Those who gave the support say where it failed",
            f"All {study.cases + study.others} {study.unit} are judged by the alliance that "
            "supported them.",
        ),
        (
            "Most factors are not counted",
            f"{listed - counted} of {listed} factors are named without saying how many had them.",
        ),
    ]


def _about_others(study):
    if not study.others:
        return f"The {study.cases} are all that were studied: nothing can be compared, 0 others."
    if study.contrast is None:
        rare = factors.contrast_needed(study.cases, n=study.cases, others=study.others)
        return (
            f"No factor is counted for the other {study.others}. One shared by all {study.cases} "
            f"would have to be found in at most {rare['most_others']:.0f} of them before it told "
            "the two groups apart."
        )
    shared, missing = study.shared_by_everyone, study.missing_elsewhere
    rows = study.listed.set_index("factor")
    known = int(rows.loc[missing, "present_low"].notna().sum())
    return (
        f"{counted(len(shared), len(study.unanimous))} of these are said of {study.other_cases} as "
        f"well, so they tell nothing. {len(missing)} factors are said to be missing there; {known} "
        f"of them are counted for the {study.cases}. Even a factor found in all {study.cases} "
        f"and missing in {study.other_cases} would {_stands_out(study)}."
    )


def _stands_out(study):
    p_value = f"Fisher's exact test: {wording.p_said(study.smallest_p)}"
    if study.smallest_p < LEVEL:
        return f"only just stand out from luck ({p_value})"
    needed = factors.others_needed(study.cases, n=study.cases)
    return f"not stand out from luck ({p_value}); {needed} such cases would be needed"


def counted(number, total):
    """Write how many of so many begin a sentence.

    Parameters
    ----------
    number, total : int
        A part and its whole.

    Returns
    -------
    str
    """
    return f"All {total}" if number == total else f"{number} of {total}"
