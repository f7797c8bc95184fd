"""Write R's answers down again: ``python -m tests.referee.record`` from the project's folder.

Needs R with coin, ordinal and lme4. Also brings the measured columns of differences.csv up to date.
"""

from __future__ import annotations

import hashlib
import json

import pandas as pd

from . import r
from .cases import FILES, cases
from .comparing import DIFFERENCES, measured, read_differences


def main() -> None:
    """Ask everything anew."""
    stamp = {"script": r.SCRIPT.name, "sha256": hashlib.sha256(r.SCRIPT.read_bytes()).hexdigest()}
    for name, families in FILES.items():
        asked = [case for family in families for case in cases(family)]
        packages = sorted({r.NEEDED[family] for family in families if family in r.NEEDED})
        made_by = {key: r.versions()[key] for key in ["R", *packages]}
        answered = [
            {**case, "answers": found} for case, found in zip(asked, r.answer(asked), strict=True)
        ]
        head = json.dumps({"made_by": {**made_by, **stamp}})[:-1]
        lines = ",\n".join(json.dumps(case) for case in answered)
        path = r.HERE / "answers" / f"{name}.json"
        path.write_text(f'{head},\n"cases": [\n{lines}\n]}}\n', encoding="utf-8")
    update_differences()


def update_differences() -> None:
    """Measure again what differs; the words stay."""
    table, found = read_differences(), measured()
    for index, row in table.iterrows():
        one = found[row["family"], row["quantity"]]
        table.loc[index, ["seen", "without_r", "without_library"]] = [
            f"{one.largest:.2e}",
            str(one.without_r),
            str(one.without_library),
        ]
    pd.DataFrame(table).to_csv(DIFFERENCES, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
