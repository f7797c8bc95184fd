"""A trial read with and without the people who were left as they were."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from partnership_evaluation import trials

ELECTRIC = Path(__file__).resolve().parents[2] / "shared" / "data" / "electric_teachers.csv"
NAMES = {"before": "before", "after": "after", "group": "group", "untreated": "as before"}


def test_the_gain_of_one_group_has_the_interval_of_students_t():
    """A mean of gains by regression is the mean, with its usual standard error."""
    table = trials.invented_trial(60)
    found = trials.readings(table, **NAMES)
    gain = (table["after"] - table["before"])[table["group"] == "course"]
    low, high = stats.t.interval(0.95, len(gain) - 1, gain.mean(), stats.sem(gain))
    assert [found.alone.low, found.alone.high] == pytest.approx([low, high])


def test_the_difference_is_that_of_the_analysis_of_covariance():
    """Solved by least squares with one constant a place."""
    table = trials.invented_trial(120)
    found = trials.readings(table, **NAMES, block="place").difference
    design = [np.ones(120), (table["group"] == "course").to_numpy(float), table["before"]]
    design += list(pd.get_dummies(table["place"], drop_first=True, dtype=float).to_numpy().T)
    solved = np.linalg.lstsq(np.column_stack(design), table["after"], rcond=None)[0]
    assert found.estimate == pytest.approx(solved[1])


def test_a_reading_without_the_others_takes_their_rise_for_a_result():
    """Everybody was made to rise: treated people alone seem to have gained twice as much."""
    found = trials.readings(trials.invented_trial(2000), **NAMES)
    assert found.difference.low < 6 < found.difference.high
    assert found.alone.low > 8 and found.untreated.low > 2


@pytest.mark.parametrize("change", [{"untreated": "nobody"}, {"before": "score"}])
def test_a_group_or_column_that_is_not_there_is_named(change):
    """With those that are."""
    with pytest.raises(ValueError, match=r"nobody|score"):
        trials.readings(trials.invented_trial(), **{**NAMES, **change})


@pytest.mark.skipif(not ELECTRIC.is_file(), reason="the teachers' file is not beside the project")
def test_teachers_without_the_course_rose_too():
    """233 teachers at seven sites: the untreated gained 2.5 points, so before/after overstates."""
    table = pd.read_csv(ELECTRIC)
    found = trials.readings(
        table, before="Per.1", after="Per.2", group="Tx", untreated="D", block="Site"
    )
    assert found.difference.n == 233
    assert found.untreated.estimate == pytest.approx(2.463, abs=0.001)
    assert found.untreated.estimate > 0 and found.difference.low > 10
    assert found.by_group["gain"].tolist() == pytest.approx(
        [22.586, 21.398, 22.954, 2.463], abs=1e-3
    )
