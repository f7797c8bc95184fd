"""The numbers on which conclusions about answers before and after rest."""

from fractions import Fraction
from itertools import combinations

import pandas as pd

from partnership_evaluation.questions import mean_differences

#: Numbers that conclusions of the documents rest on and no document prints.
NOT_PRINTED = (
    "audit_scores",
    "first_scores",
    "girls_and_boys",
    "link_between_items",
    "mentors_in_all",
    "natural_change",
    "teacher_scores",
    "whole_group_change",
)


def quantities(evidence):
    """Compute the numbers on which conclusions about answers before and after rest.

    Parameters
    ----------
    evidence : partnership_evaluation.questions.before_after_summary.Evidence
        What was printed.

    Returns
    -------
    dict of str to (number, number) or None
        Smallest and largest value over everything that fits: ``items_up``, ``items_down``,
        ``up_minus_down``, ``strand_spread`` (largest less smallest mean difference of the parts
        with several items), ``single_items`` (items that are a part by themselves),
        ``smallest_adjusted_p``, ``answers_before``; for each item ``step_``, ``improved_``,
        ``net_`` and ``p_`` with its name; for two items ``lead_`` (their smaller difference less
        the largest of the others); for differences alone ``scale_points``; ``moved_`` for answers
        of those who began lowest; ``form_top`` and ``form_items``; None where the document prints
        too little.
    """
    found = dict.fromkeys(NOT_PRINTED)
    survey, results = evidence.survey, evidence.results
    up, _, down = survey.directions
    found |= {"items_up": (up, up), "items_down": (down, down), "up_minus_down": (up - down,) * 2}
    found |= {f"step_{item.item}": item.step for item in survey.items}
    found |= _strands(survey) | _leads(survey)
    if results:
        lows, highs = ([getattr(r.adjusted, end) for r in results] for end in ("low", "high"))
        found["smallest_adjusted_p"] = min(lows), min(highs)
        fits = [size for result in results for size in result.item.before.fits]
        found["answers_before"] = survey.fewest["before"], max(fits)
    for result in results:
        name = result.item.item
        routes = [route for route in (result.p_same, result.p_different) if route]
        found[f"improved_{name}"] = result.improved.exact_low, result.improved.exact_high
        found[f"p_{name}"] = min(p.low for p in routes), max(p.high for p in routes)
    if evidence.only_differences:
        found["scale_points"] = (mean_differences.fewest_points(evidence.only_differences),) * 2
    for item in evidence.only_differences:
        found[f"net_{item.item}"] = _net_on_any_scale(item)
    if evidence.changes is not None:
        found |= _moved(evidence.changes)
    if evidence.form is not None:
        tops = evidence.form["scale"].dropna().str.extract(r"(\d+)\D*$")[0].astype(int)
        found |= {"form_top": (tops.min(), tops.max()), "form_items": (len(evidence.form),) * 2}
        found = {
            name: tuple(map(int, ends)) if name.startswith("form_") else ends
            for name, ends in found.items()
        }
    return found


def _strands(survey):
    steps = [(item.strand, item.step_printed) for item in survey.items]
    known = pd.DataFrame([pair for pair in steps if pair[1] is not None], columns=["part", "step"])
    parts = [part["step"].tolist() for _, part in known.groupby("part")]
    means = [sum(part) / len(part) for part in parts if len(part) > 1]
    spread = (max(means) - min(means),) * 2 if len(means) > 1 else None
    alone = sum(len(part) == 1 for part in parts)
    return {"strand_spread": spread, "single_items": (alone, alone)}


def _leads(survey):
    sizes = {}
    for item in survey.items:
        if item.step:
            ends = sorted(abs(end) for end in item.step)
            sizes[item.item] = ends
    if not 3 <= len(sizes) <= 6:
        return {}
    found = {}
    for pair in combinations(sizes, 2):
        others = [sizes[name] for name in sizes if name not in pair]
        low = min(sizes[name][0] for name in pair) - max(ends[1] for ends in others)
        high = min(sizes[name][1] for name in pair) - max(ends[0] for ends in others)
        found["lead_" + "_".join(pair)] = low, high
    return found


def _net_on_any_scale(item):
    """Join the bounds over all lengths of scale that allow the difference."""
    fits = [mean_differences.shares(item.step, points=n) for n in mean_differences.SCALES]
    ends = [end for found in fits if found for end in found["net"]]
    return (min(ends), max(ends)) if ends else None


def _moved(changes):
    found = {}
    for _, part in changes.groupby(["question", "group"], sort=False):
        half = Fraction(len(part), 200)
        total = sum(Fraction(percent) for percent in part["percent"]) / 100
        found[f"moved_{part['item'].iloc[0]}"] = total - half, min(Fraction(1), total + half)
    return found
