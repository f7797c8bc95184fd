"""Invented teachers who fill in a form twice."""

import numpy as np
import pandas as pd

ITEMS = {
    "Plans for mixed groups": 0.7,
    "Asks pupils to explain": 0.4,
    "Uses what colleagues do": 1.0,
    "Marks with pupils": 0.0,
    "Finds the course too fast": -0.1,
}


def invented_answers(n=28, *, seed=1):
    """Make up answers from 1 to 5 of which some are missing.

    Parameters
    ----------
    n : int
        People.
    seed : int
        Start of the random numbers.

    Returns
    -------
    pandas.DataFrame
        ``teacher``, ``time`` (pre, post) and a column a question; some answered once only.

    Examples
    --------
    >>> invented_answers(seed=1)["time"].value_counts().to_dict()
    {'pre': 26, 'post': 24}
    """
    rng, rows = np.random.default_rng(seed), []
    names = [f"teacher {number}" for number in range(1, n + 1)]
    own = rng.normal(0, 0.6, n)
    for wave, (time, left_out) in enumerate((("pre", {3, 17}), ("post", {5, 9, 20, 24}))):
        for person in range(n):
            raw = [3 + own[person] + wave * rise + rng.normal(0, 0.7) for rise in ITEMS.values()]
            answers = [str(int(np.clip(round(value), 1, 5))) for value in raw]
            answers[person % len(ITEMS)] = "" if person % 9 == 4 else answers[person % len(ITEMS)]
            if person not in left_out:
                rows.append((names[person], time, *answers))
    return pd.DataFrame(rows, columns=["teacher", "time", *ITEMS])
