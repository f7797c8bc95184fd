"""The first sentence of a report before and after: improved only beyond what nothing would give."""

from types import SimpleNamespace

from partnership_evaluation import paired

JUDGED = "the choice of people and unsure judgements"


def headline(report, comparison, *, about="{}"):
    """Write the headline from the change that stands out most beside its null twins.

    Parameters
    ----------
    report : partnership_evaluation.findings.Report
        The report; it records the headline.
    comparison : partnership_evaluation.questions.null_twins.Comparison
        The printed changes beside their null twins.
    about : str, default "{}"
        What was measured, with braces for the printed name of the change.

    Returns
    -------
    list of str
        One sentence, to stand first in brief; none where no twin can be drawn, because nothing
        can then be said to have improved.

    Notes
    -----
    It says *improved* only where both the sign test (if it was printed who moved) and the null
    twins at the least favourable plausible reliability, corrected for every change of the report,
    would seldom give as much.
    """
    if comparison.main is None:
        return []
    reported, worst = comparison.main.reported, comparison.main.worst
    tested, change = {}, float(reported.observed * reported.factor)
    if reported.moved is not None:
        up, down = reported.moved
        tested["chance"] = paired.sign_test([1] * up + [-1] * down).p_value
        change = up - down
    subject, words = about.format(reported.subject), reported.words
    given = {
        "about": subject,
        "p_values": tested | {JUDGED: worst.adjusted},
        "confidence_level": 1 - comparison.assumed.level,
    }
    estimate = SimpleNamespace(estimate=change, low=change, high=change, n=reported.n)
    said = report.headline(estimate, counted=words, **given)
    if said.finding.verdict == "open":  # which does not name what was measured by itself
        named = f"{subject}: {words[0].lower()}{words[1:]}"
        said = report.headline(estimate, counted=named, **given)
    return [said]
