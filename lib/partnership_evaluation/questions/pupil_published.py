"""Variances and slopes that others printed, beside those worked out again."""

import re
from difflib import get_close_matches
from fractions import Fraction

import pandas as pd

from partnership_evaluation import rounding, school_effects, wording


def given_back(published, null, given):
    """Set printed variances and slopes beside those of the two models.

    Parameters
    ----------
    published : str
        ``name: figure`` with semicolons between: ``variance_<level>``, ``sd_<level>``,
        ``share_<level>`` (of the whole variance), ``slope_<column>``, ``standard_error_<column>``,
        ``constant``, ``log_likelihood`` and ``deviance`` of the model with intake, the same after
        ``null_`` of the one without; ``pupils``, ``schools``.
    null, given : partnership_evaluation.school_effects.Fit
        Both models.

    Returns
    -------
    pandas.DataFrame
        As :meth:`partnership_evaluation.findings.Report.claims` takes it.

    Raises
    ------
    ValueError
        When a part is no name and figure, or a name is misspelt.
    """
    known, rows = _quantities(null, given), []
    other = _OtherEstimation(null, given)
    for part in filter(str.strip, published.split(";")):
        name, _, printed = (side.strip() for side in part.replace("=", ":").partition(":"))
        if not re.fullmatch(r"-?\d*\.?\d+", printed):
            raise ValueError(
                f"Published figures are written name: figure, semicolons between: found {part!r}; "
                "write variance_school: 0.092, say."
            )
        near = [] if name in known else get_close_matches(name, known, n=1, cutoff=0.85)
        if near:
            raise ValueError(
                f"Published figures are named after quantities of the report: found {name!r}; did "
                f"you mean {near[0]!r}?"
            )
        verdict = _verdict(name, printed, known)
        note = "" if name in known else "Not worked out by this report."
        if verdict == "not reproducible":
            note = other.note(name, printed)
        shown = _shown(known[name], printed) if name in known else None
        subject = name.replace("_", " ")
        rows.append((name, subject, "publication", printed, shown, verdict, note))
    names = ["claim", "subject", "locator", "printed", "recomputed", "verdict", "note"]
    return pd.DataFrame(rows, columns=names)


class _OtherEstimation:
    """The same models by the other likelihood, fitted once a figure does not come back."""

    def __init__(self, null, given):
        self.models, self.known = (null, given), None
        self.name = "ml" if "restricted" in given.method else "reml"

    def note(self, name, printed):
        """Say that the figure comes back by the other likelihood, if it does."""
        if self.known is None:
            self.known = _quantities(
                *(
                    school_effects.fit_sums(
                        one.sums, estimation=self.name, variance_intervals=False
                    )
                    for one in self.models
                )
            )
        if _verdict(name, printed, self.known) == "not reproducible":
            return ""
        words = school_effects.ESTIMATION[self.name]
        return f"By {words} it is {_shown(self.known[name], printed)}."


def _shown(value, printed):
    """A figure with a digit more than was printed."""
    digits = len(re.sub(r"\D", "", printed).lstrip("0"))
    return wording.number(value, digits=max(4, digits + 1))


def _quantities(null, given):
    found = {"pupils": given.n, "schools": len(given.effects)}
    for front, fit in (("", given), ("null_", null)):
        for row in fit.variances.itertuples(index=False):
            found[f"{front}variance_{row.level}"] = row.estimate
            found[f"{front}sd_{row.level}"] = row.estimate**0.5
            found[f"{front}share_{row.level}"] = row.share
        for row in fit.fixed.itertuples(index=False):
            constant = row.predictor == "constant"
            name = "constant" if constant else f"slope_{row.predictor}"
            found[f"{front}{name}"] = row.estimate
            found[f"{front}standard_error_{row.predictor}"] = row.standard_error
        found[f"{front}log_likelihood"] = fit.log_likelihood
        found[f"{front}deviance"] = -2 * fit.log_likelihood
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
