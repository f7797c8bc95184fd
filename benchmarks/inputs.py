"""The inputs of every question: the same for every tool, and the same each time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

#: Mean, SD, n, lowest and highest answer, and the number of samples where it was published.
COUNTED = (
    ("3.1", "1.2", 31, 1, 5, None),
    ("3.0", "1.2", 100, 1, 5, None),
    ("3.0", "1.2", 200, 1, 5, 661_948),
    ("3.8", "1.5", 120, 1, 5, 31_672),
    ("3.5", "1.20", 50, 0, 7, 7_980),
)
SCALES = ((1, 4), (1, 5), (1, 7), (0, 10))
#: n, mean, SD, ends of the scale, and where the search starts.
SEARCHED = (
    (20, "2.20", "1.32", 1, 5, "maxvar"),
    (20, "2.20", "1.32", 1, 5, "random"),
    (31, "3.10", "1.19", 1, 5, "maxvar"),
    (31, "3.10", "1.19", 1, 5, "random"),
)


def printed(answers: Sequence[int], mean_decimals: int, sd_decimals: int) -> tuple[str, str]:
    """Print mean and standard deviation of whole answers, rounded half up, exactly."""
    n, total = len(answers), sum(answers)
    variance = Fraction(n * sum(a * a for a in answers) - total**2, n * (n - 1))
    return fixed(Fraction(total, n), mean_decimals), root(variance, sd_decimals)


def fixed(value: Fraction, decimals: int) -> str:
    """Print a fraction with so many decimals, rounded half up."""
    units = int(value * 10**decimals + Fraction(1, 2))
    digits = str(units).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def root(value: Fraction, decimals: int) -> str:
    """Print the square root of a fraction with so many decimals, rounded half up."""
    units = (isqrt(int(4 * value * 100**decimals)) + 1) // 2
    return fixed(Fraction(units, 10**decimals), decimals)


def true_samples():
    """Draw true answers of 31 people on each scale and print them in the usual ways."""
    draw = random.Random(31)
    inputs = []
    for low, high in SCALES:
        for decimals in ((2, 2), (1, 1), (1, 2), (2, 2), (1, 1), (0, 0)):
            answers = draw.choices(range(low, high + 1), k=31)
            inputs.append((*printed(answers, *decimals), 31, low, high))
        # People at the two ends: the largest spread, and with it the largest arrays.
        answers = draw.choices((low, high), k=31)
        inputs += [(*printed(answers, *decimals), 31, low, high) for decimals in ((2, 2), (0, 0))]
    return inputs


def any_means():
    """Draw means between 1 and 5 with one or two decimals, of 2 to 120 people."""
    draw = random.Random(1)
    return [
        (fixed(Fraction(draw.randint(100, 500), 100), draw.choice((1, 2, 2))), draw.randint(2, 120))
        for _ in range(2000)
    ]


def true_pairs():
    """Print mean and SD of true answers 1 to 5: each pair is possible, because it was had."""
    draw = random.Random(2)
    inputs = []
    for decimals in ((1, 1), (1, 2), (1, 3), (2, 2), (2, 3)):
        for _ in range(60):
            weights = [draw.random() for _ in range(5)]
            answers = draw.choices(range(1, 6), weights, k=draw.randint(6, 60))
            inputs.append((*printed(answers, *decimals), len(answers)))
    return inputs


def any_pairs():
    """Draw pairs of mean and SD that nobody had to have."""
    draw = random.Random(3)
    return [
        (
            fixed(Fraction(draw.randint(100, 500), 100), draw.choice((1, 2))),
            fixed(Fraction(draw.randint(100, 2200), 1000), draw.choice((1, 2, 3))),
            draw.randint(5, 60),
        )
        for _ in range(400)
    ]


def true_shares():
    """Print every share of up to 40 people with its standard deviation."""
    return [
        (*printed([1] * k + [0] * (n - k), 2, 2), n) for n in range(2, 41) for k in range(n + 1)
    ]


def any_shares():
    """Draw pairs of share and SD that nobody had to have."""
    draw = random.Random(4)
    hundredth = Fraction(1, 100)
    return [
        (
            fixed(draw.randint(1, 99) * hundredth, 2),
            fixed(draw.randint(0, 55) * hundredth, 2),
            draw.randint(2, 60),
        )
        for _ in range(1000)
    ]


def margins():
    """Draw two distributions of the same people over four grades: 31 people, then 12."""
    draw = random.Random(5)
    found = [((8, 8, 8, 7), (7, 8, 8, 8))]
    for n, how_many in ((31, 24), (12, 10)):
        for _ in range(how_many):
            weights = [draw.random() for _ in range(4)]
            sides = [draw.choices(range(4), weights, k=n) for _ in range(2)]
            found.append(tuple(tuple(side.count(k) for k in range(4)) for side in sides))
    return found
