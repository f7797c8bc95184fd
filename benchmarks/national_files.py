"""Files of a whole country, made up by seeded generators, for measuring.

``python benchmarks/national_files.py FOLDER`` writes a file of schools and one of memberships as
publishers do (Windows letters, dates with the day first, a title row), and one of pupils as
Parquet and as CSV.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from partnership_evaluation import national
from partnership_evaluation.national.schools import columns

SCHOOLS = 22_000
PUPILS, YEARS, OF_SCHOOLS = 600_000, (2017, 2018, 2019), 16_000
SEED = 20_261_122


def write_schools(folder: Path, *, n: int = SCHOOLS) -> tuple[Path, Path]:
    """Write a file of schools and one of memberships under publishers' names for columns."""
    tables = {
        "schools": national.invented_schools(n, seed=SEED),
        "memberships": national.invented_memberships(n, seed=SEED),
    }
    paths = []
    for kind, table in tables.items():
        named = table.rename(columns={name: columns()[kind][name][0] for name in table})
        path = folder / f"{kind}-{n}.csv"
        title = "Management information \u2013 made up for measuring" + "," * (named.shape[1] - 1)
        text = title + "\r\n" + named.to_csv(index=False, lineterminator="\r\n")
        path.write_bytes(text.encode("cp1252"))
        paths.append(path)
    return paths[0], paths[1]


def pupils(n: int, year: int) -> pd.DataFrame:
    """Make up one year's pupils: whole points before and after, of schools that differ a little."""
    rng = np.random.default_rng([SEED, year])
    schools = max(20, OF_SCHOOLS * n // PUPILS)
    school = rng.integers(0, schools, n)
    effect = np.random.default_rng(SEED).normal(0, 1.2, schools)
    before = np.clip(np.rint(rng.normal(160, 25, n)), 60, 260).astype(np.int32)
    noise = rng.normal(0, 14, n)
    after = np.rint(30 + 0.95 * before + effect[school] * 3 + noise).astype(np.int32)
    return pd.DataFrame(
        {"pupil": np.arange(n), "school": school, "year": year, "before": before, "after": after}
    )


def write_pupils(folder: Path, *, n: int = PUPILS) -> dict[str, Path]:
    """Write three years of pupils as Parquet and as CSV."""
    import duckdb

    paths = {form: folder / f"pupils-{n}.{form}" for form in ("parquet", "csv")}
    with duckdb.connect(":memory:") as connection:
        for year in YEARS:
            connection.register("part", pupils(n, year))
            new = "CREATE TABLE every AS" if year == YEARS[0] else "INSERT INTO every"
            connection.execute(f"{new} SELECT * FROM part")
            connection.unregister("part")
        connection.execute(f"COPY every TO '{paths['parquet']}' (FORMAT parquet)")
        connection.execute(f"COPY every TO '{paths['csv']}' (HEADER)")
    return paths


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_schools(target)
    write_pupils(target)
