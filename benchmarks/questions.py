"""What is asked, and of whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec

import answers
import inputs

HERE, PLAIN, PUBLISHED = "this project", "plain enumeration", "published"
#: What each tool imports before the clock starts.
MODULES = {
    HERE: ("partnership_evaluation.consistency", "partnership_evaluation.feasible"),
    "scrutipy": ("scrutipy",),
    "grim": ("grim.mean_tester",),
    "pysprite": ("pysprite",),
}


@dataclass(frozen=True)
class Question:
    """One thing that is asked of several tools.

    Attributes
    ----------
    title : str
        What is asked.
    inputs : callable
        Makes the list of inputs, the same each time.
    tools : dict of str to callable
        By the name of a tool: what answers one input.
    apart : bool
        Whether each input is answered in a process of its own, with its own time limit.
    repeats : int
        How often each input is answered; the median time counts.
    notes : dict of str to str
        By the name of a tool: why its answers differ, where they do.
    prepare : callable
        What is done before the clock starts, such as reading a file.
    """

    title: str
    inputs: Callable[[], Sequence[tuple]]
    tools: dict[str, Callable]
    apart: bool = False
    repeats: int = 1
    notes: dict[str, str] = field(default_factory=dict)
    prepare: Callable = tuple


def missing(tool: str) -> bool:
    """Say whether a tool is not installed."""
    return any(find_spec(name.partition(".")[0]) is None for name in MODULES.get(tool, ()))


QUESTIONS = {
    "count": Question(
        "How many samples print as this mean and SD?",
        lambda: inputs.COUNTED,
        {
            HERE: answers.count_here,
            f"{HERE}, each listed": answers.list_here,
            "scrutipy": answers.list_scrutipy,
            PLAIN: answers.count_plain,
            PUBLISHED: answers.count_published,
        },
        apart=True,
        repeats=3,
    ),
    "ranges": Question(
        "Which counts at each answer, means, medians and SDs can 31 people have had?",
        inputs.true_samples,
        {HERE: answers.ranges_here, "scrutipy": answers.ranges_scrutipy},
    ),
    "grim": Question(
        "Can this be the mean of n whole answers? (either rounding of a tie)",
        inputs.any_means,
        {
            HERE: answers.grim_here,
            "scrutipy": answers.grim_scrutipy,
            "grim": answers.grim_grim,
            "pysprite": answers.grim_pysprite,
            PLAIN: answers.grim_plain,
        },
        notes={
            "pysprite": "it tries one total and rounds a tie in binary arithmetic to an even "
            "digit; as a tie may have been rounded either way, it accuses means that are right"
        },
    ),
    "grimmer, true data": Question(
        "Can this mean and SD go together? True answers 1 to 5, so every one can",
        inputs.true_pairs,
        {HERE: answers.grimmer_here, "scrutipy": answers.grimmer_scrutipy},
        notes={
            "scrutipy": "it tries one total only, round(mean times n); with one decimal and more "
            "than ten people several totals print as the same mean"
        },
    ),
    "grimmer, any numbers": Question(
        "Can this mean and SD go together? Numbers drawn at random",
        inputs.any_pairs,
        {
            HERE: answers.grimmer_here,
            "scrutipy": answers.grimmer_scrutipy,
            PLAIN: answers.grimmer_plain,
        },
        notes={
            "scrutipy": "false alarms as above; and it does not ask for the least sum of squares, "
            "so it passes SDs that are too small for a mean that is no whole number"
        },
    ),
    "debit, true data": Question(
        "Can this share and SD go together? Every share of 2 to 40 people, so every one can",
        inputs.true_shares,
        {HERE: answers.debit_here, "scrutipy": answers.debit_scrutipy},
        notes={
            "scrutipy": "it ends in a Rust panic, which `except Exception` does not catch, at "
            "shares of 0 and 1"
        },
    ),
    "debit, any numbers": Question(
        "Can this share and SD go together? Numbers drawn at random",
        inputs.any_shares,
        {
            HERE: answers.debit_here,
            "scrutipy": answers.debit_scrutipy,
            PLAIN: answers.debit_plain,
        },
        notes={
            "scrutipy": "it compares the SD with the range that the rounded share leaves, and "
            "never asks whether a whole number of people has that share"
        },
    ),
    "search": Question(
        "300 samples drawn or found: how many different ones, of how many?",
        lambda: inputs.SEARCHED,
        {HERE: answers.search_here, "pysprite": answers.search_pysprite},
        notes={
            "pysprite": "a random walk, here of at most 30,000 steps from seed 1; it repeats "
            "itself, and from most of these starts hardly arrives: what it finds is no range"
        },
    ),
    "ledger": Question(
        "The whole ledger of printed numbers, audited",
        lambda: [()],
        {HERE: answers.audit_here},
        repeats=5,
        prepare=answers.ledger,
    ),
    "moves": Question(
        "Shares improved and declined, net change and sign-test p over all 4 x 4 tables",
        inputs.margins,
        {HERE: answers.moves_here, PLAIN: answers.moves_plain},
    ),
}
