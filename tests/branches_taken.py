"""Say which share of branches was taken: ``coverage json -o - | python -m tests.branches_taken``.

Lines do not count, so the share is smaller than the one that coverage reports for both together.
"""

import json
import sys

LEAST_PERCENT = 95


def sentence(totals, *, by):
    """Write the share of branches."""
    taken, branches = totals["covered_branches"], totals["num_branches"]
    return f"{by.capitalize()} take {taken} of {branches} branches: {100 * taken / branches:.1f} %."


if __name__ == "__main__":
    found = json.load(sys.stdin)["totals"]
    print(sentence(found, by=sys.argv[1]))
    sys.exit(100 * found["covered_branches"] < LEAST_PERCENT * found["num_branches"])
