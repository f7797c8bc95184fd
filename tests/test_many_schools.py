"""Grades of a country's schools through the reading that was made for twelve teachers."""

import math

import pandas as pd
import pytest
from scipy.stats import chi2

from partnership_evaluation import figures, null_twin, paired
from partnership_evaluation.figures import shift_lines
from partnership_evaluation.questions import null_twins


@pytest.mark.parametrize(("people", "twins"), [(12, 10_000), (2_000, 10_000), (22_000, 100)])
def test_fewer_twins_are_drawn_of_thousands_of_people(people, twins):
    """Up to 2,000 people as many as were asked for."""
    model = null_twin.NullModel(levels=("no", "yes"), before=(people, 0), reliability=0.5)
    one = null_twins.Reported("grade", "rose", (model,), "net_improved", 0, "share", 1, "level")
    assumed = null_twins.assume(
        "lesson_observation",
        reliability=0.5,
        drift=0.0,
        draws=10_000,
        seed=1,
        confidence_level=0.95,
    )
    assert null_twins.affordable([one], assumed).n_twins == twins


def test_thousands_of_people_are_drawn_as_one_line_a_move():
    """As many lines as there are moves, the widest for the most frequent, and words for both."""
    pairs = pd.DataFrame({"rank_before": [0, 1, 1] * 200, "rank_after": [1, 1, 1] * 200})
    figure = figures.shifts(pairs, words=["2", "1"], alt="200 of 600 moved up.", caption="n = 600.")
    assert len(pairs) > shift_lines.MOST_LINES
    assert "200 of 600" in repr(figure)
    assert figures.line_words(600) != figures.line_words(300) == "One line a person"


def test_the_trend_of_thousands_is_the_limit_of_the_exact_one():
    """Mantel's chi-squared above 1,000 people, n - 1 times the correlation squared."""
    starts = [2] * 300 + [3] * 400 + [4] * 500
    changes = [int(i % 4 == 0) for i in range(300)] + [int(i % 3 == 0) for i in range(900)]
    found = paired.baseline_dependence(changes, starts, order=[4, 3, 2, 1])
    frame = pd.DataFrame({"rank": [4 - s for s in starts], "up": changes})
    statistic = (len(frame) - 1) * frame["rank"].corr(frame["up"]) ** 2
    assert found.statistic == pytest.approx(statistic)
    assert found.p_value == pytest.approx(chi2.sf(statistic, 1))
    assert "Mantel" in found.method and math.isclose(found.n, 1200)
