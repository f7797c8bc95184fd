"""Attack two hundred synthetic own reports: ``python -m tests.attack_own_reports [SEEDS]``.

The tests do the same for a few seeds. Of each seed: a report on grades for each audience, a group
of three schools and one of seven, a form rated once and one rated twice, and gains by group; and
the forms and the gains of groups of schools, each of which knows what its own people answered.
"""

import sys
from collections import Counter
from time import monotonic

from partnership_evaluation.released import NothingReleased
from tests import test_released as own
from tests import test_released_forms as forms
from tests import test_released_gains as gains

ATTACKS = {
    "grades, staff": (1, lambda seed: own.attack_grades(seed, "staff")),
    "grades, governors": (1, lambda seed: own.attack_grades(seed, "governors")),
    "grades, public": (1, lambda seed: own.attack_grades(seed, "public")),
    "group and three schools": (4, own.attack_sisters),
    "group and seven schools": (8, lambda seed: own.attack_sisters(seed, schools=7)),
    "ratings and means": (2, forms.attack_forms),
    "ratings, group and three schools": (4, lambda seed: forms.attack_ratings(seed, 3)),
    "means, group and three schools": (4, lambda seed: forms.attack_means(seed, 3)),
    "gains by group": (1, gains.attack_gains),
    "gains, group and three schools": (4, lambda seed: gains.attack_sisters(seed, 3)),
    "gains, group and seven schools": (8, lambda seed: gains.attack_sisters(seed, 7)),
}


def main(seeds):
    """Run every attack for every seed and print how many counts were recovered."""
    reports, found, withheld, began = Counter(), Counter(), Counter(), monotonic()
    for seed in range(1000, 1000 + seeds):
        for name, (many, attack) in ATTACKS.items():
            try:
                found[name] += len(attack(seed))
                reports[name] += many
            except NothingReleased:
                withheld[name] += 1
    for name, many in reports.items():
        print(f"{name}: {many} reports, {found[name]} protected counts recovered")
    print(f"{withheld.total()} times nothing might be shown")
    total = f"{reports.total()} reports, {found.total()} recovered"
    print(f"{total}, {monotonic() - began:.0f} s")
    return int(found.total() > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))
