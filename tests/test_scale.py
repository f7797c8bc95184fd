"""Large files: the same result in one go, in parts and from either kind of file."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from partnership_evaluation import files, school_effects

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks"
NAMES = {"before": "before", "after": "after", "school": "school", "year": "year"}


@pytest.fixture(scope="module")
def pupils(tmp_path_factory):
    """Two thousand made-up pupils in each of three years, as Parquet and as CSV."""
    sys.path.insert(0, str(FOLDER))
    try:
        import national_files
    finally:
        sys.path.remove(str(FOLDER))
    return national_files.write_pupils(tmp_path_factory.mktemp("pupils"), n=2000)


def test_parts_added_up_in_any_order_give_the_same_to_the_last_digit(pupils):
    """Whole numbers do not depend on who adds them up first."""
    path = str(pupils["parquet"])
    parts = [f"pupil % 3 = {part}" for part in range(3)]
    backwards = school_effects.large_progress(
        path, **NAMES, parts=parts, run=lambda work, given: [work(one) for one in given[::-1]]
    )
    whole = school_effects.large_progress(path, **NAMES)
    for name in ("years", "effects", "totals"):
        pd.testing.assert_frame_equal(
            getattr(whole, name), getattr(backwards, name), check_exact=True
        )


def test_progress_of_a_large_file_is_that_of_its_pupils(pupils):
    """Sums by school and year give what pandas and the fit of every pupil give."""
    found = school_effects.large_progress(str(pupils["csv"]), **NAMES).years.set_index("year")
    table = pd.read_csv(pupils["csv"])
    gain = table["after"] - table["before"]
    assert found["mean_gain"].tolist() == pytest.approx(gain.groupby(table["year"]).mean().tolist())
    assert found["spread"].tolist() == pytest.approx(gain.groupby(table["year"]).std().tolist())
    year = table[table["year"] == 2018]
    fit = school_effects.fit(year, outcome="after", groups=["school"], predictors=["before"])
    assert found.loc[2018, "slope"] == pytest.approx(fit.fixed["estimate"][1], rel=1e-6)
    assert found.loc[2018, "between_schools"] == pytest.approx(
        fit.variances["estimate"][0], rel=1e-4
    )


def test_decimal_numbers_are_not_added_up_in_parts(tmp_path):
    """Their sum would depend on the order."""
    path = tmp_path / "decimal.csv"
    path.write_text("school,score\na,0.1\na,0.2\nb,0.3\n", encoding="utf-8")
    with pytest.raises(ValueError, match="whole numbers"):
        files.sums_in_parts(str(path), ["school"], {"s": "score * 1e0"}, parts=["true"])
