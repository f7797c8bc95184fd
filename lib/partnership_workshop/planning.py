"""A plan for an evaluation, and what it could show."""

from __future__ import annotations

from dataclasses import dataclass, fields
from numbers import Integral, Real

import numpy as np

from partnership_evaluation import power, sentences, wording

WAYS = {
    "lot": "randomised",
    "volunteers": "two_groups",
    "chosen because weak": "two_groups",
    "everybody": "two_groups",
}
CLAIMS = ("compare", "describe")
MOST_PEOPLE, ENOUGH, FEWEST_WORDS = 400, 0.8, 3


@dataclass(frozen=True)
class Plan:
    """A plan for an evaluation in one's own schools; three dots stand for what is still open.

    Attributes
    ----------
    aim : str
        What a person either reaches or does not, and how one can tell.
    people_available : int
        People in one's schools who could be asked at all, up to 400.
    people : int
        People who take part.
    comparison_people : int
        People who do not, or not yet, and are asked all the same; 0 for none.
    share_expected : float
        Share who would reach the aim with the programme, from 0 to 1.
    share_without : float
        Share who would reach it without, from 0 to 1.
    who_takes_part : {"lot", "volunteers", "chosen because weak", "everybody"}
        How it is decided who takes part.
    answers_linked : bool
        Whether before and after of one person can be put together.
    same_measure_for_all : bool
        Whether both groups are judged in the same way, by somebody who does not know who is who.
    will_say : {"compare", "describe"}
        Whether the report will compare with what happens without the programme, or only say what
        was seen.
    """

    aim: str = ...
    people_available: int = ...
    people: int = ...
    comparison_people: int = ...
    share_expected: float = ...
    share_without: float = ...
    who_takes_part: str = ...
    answers_linked: bool = ...
    same_measure_for_all: bool = ...
    will_say: str = "compare"

    def problems(self) -> list[str]:
        """List what is still open or cannot be.

        Returns
        -------
        list of str
            One sentence each; empty when the plan can be judged.
        """
        missing = self.still_open()
        found = [f"Still open: {', '.join(missing)}."] if missing else []
        found += [words for name, words in self._rules() if name not in missing]
        if not found and self.people + self.comparison_people > self.people_available:
            found.append(
                f"people and comparison_people are {self.people + self.comparison_people} "
                f"together; your schools have {self.people_available}."
            )
        return found

    def still_open(self) -> list[str]:
        """List the parts that nobody has filled in.

        Returns
        -------
        list of str
            Their names.
        """
        return [field.name for field in fields(self) if getattr(self, field.name) is ...]

    @property
    def power(self) -> float | None:
        """How often the difference would be found; None without a comparison group."""
        return self._power(self.people, self.comparison_people)

    @property
    def power_of_all(self) -> float | None:
        """How often it would be found if lots were drawn among all who are available."""
        return self._power(self.people_available // 2, self.people_available // 2)

    @property
    def design(self) -> str:
        """The design as the library names it."""
        if not self.comparison_people:
            return "before_after_paired" if self.answers_linked else "before_after_unpaired"
        return WAYS[self.who_takes_part]

    def weaknesses(self) -> list[str]:
        """List what the plan cannot rule out.

        Returns
        -------
        list of str
            One sentence each, with what would mend it.
        """
        own = self._when_comparing() if self.will_say == "compare" else self._when_describing()
        checks = (
            *own,
            (self.who_takes_part == "chosen because weak", "Those chosen because they were weak "
             "will do better by themselves. Draw lots among all who are eligible, or take them "
             "all."),
            (not self.answers_linked, "Before and after cannot be put together. Let everybody "
             "choose a code and write it on both forms."),
            (self.comparison_people and not self.same_measure_for_all, "The judge knows who took "
             "part. Have both groups judged alike, without names."),
        )  # fmt: skip
        return [words for holds, words in checks if holds]

    def __repr__(self):
        """Say what the plan could show."""
        if open_questions := self.problems():
            return "\n".join(open_questions)
        words = f"Design: {sentences.known(self.design).words}."
        if self.will_say == "describe":
            width = power.expected_width_of_share(self.people, share=self.share_expected)
            return (
                f"{words} If {wording.percent(self.share_expected)} of {self.people} reach the "
                f"aim, the interval will be about {100 * width.estimate:.0f} percentage points "
                "wide."
            )
        found = self.power
        often = "cannot be worked out" if found is None else wording.percent(found)
        return f"{words} How often the difference would be found: {often}."

    def _rules(self) -> list[tuple[str, str]]:
        """What each part has to be, where it is not."""
        found = []
        if not isinstance(self.aim, str) or len(self.aim.split()) < FEWEST_WORDS:
            found.append(("aim", f"aim says in words what a person reaches; found {self.aim!r}."))
        for name in ("people_available", "people", "comparison_people"):
            value, fewest = getattr(self, name), int(name != "comparison_people")
            if not _is(value, Integral) or not fewest <= value <= MOST_PEOPLE:
                words = f"{name} is a whole number from {fewest} to {MOST_PEOPLE}; found {value!r}."
                found.append((name, words))
        for name in ("share_expected", "share_without"):
            value = getattr(self, name)
            if not _is(value, Real) or not 0 <= value <= 1:
                found.append((name, f"{name} is a share from 0 to 1; found {value!r}."))
        for name in ("answers_linked", "same_measure_for_all"):
            if not isinstance(getattr(self, name), bool | np.bool_):
                words = f"{name} is True or False; found {getattr(self, name)!r}."
                found.append((name, words))
        for name, allowed in (("who_takes_part", tuple(WAYS)), ("will_say", CLAIMS)):
            if not isinstance(getattr(self, name), str) or getattr(self, name) not in allowed:
                words = f"{name} is one of: {', '.join(allowed)}; found {getattr(self, name)!r}."
                found.append((name, words))
        return found

    def _when_comparing(self) -> tuple[tuple[bool, str], ...]:
        found = self.power
        return (
            (not self.comparison_people, "Nobody shows what would have happened anyway. Ask as "
             "many people who start a year later."),
            (self.who_takes_part == "volunteers", "Volunteers differ from others. Draw lots among "
             "the volunteers, and let the rest start later."),
            (self.who_takes_part == "everybody" and self.comparison_people, "Your comparison is "
             "of other schools, which differ in much else. Draw lots within your own."),
            (self.share_expected <= self.share_without, "You expect no more people to reach the "
             "aim with the programme than without it. Then there is nothing to find."),
            (found is not None and found < ENOUGH, "Too few people for this difference. Drawing "
             f"lots among all {self.people_available} would find it in "
             f"{wording.percent(self.power_of_all or 0)} of such evaluations. Join with other "
             "schools, or say beforehand that you only describe: will_say=\"describe\"."),
        )  # fmt: skip

    def _when_describing(self) -> tuple[tuple[bool, str], ...]:
        enough = (self.power_of_all or 0) >= ENOUGH and self.share_expected > self.share_without
        return (
            (enough, f"With your {self.people_available} people, half of them drawn by lot, the "
             f"difference would be found in {wording.percent(self.power_of_all or 0)} of such "
             "evaluations. That is enough to compare."),
        )  # fmt: skip

    def _power(self, people: int, others: int) -> float | None:
        if not people or not others:
            return None
        found = power.two_proportions(
            people,
            comparison_n=others,
            share=self.share_expected,
            comparison_share=self.share_without,
            test="fisher",
        )
        return found.estimate


@dataclass(frozen=True)
class Design:
    """The exercise of planning an evaluation.

    Attributes
    ----------
    name : str
        Number of the exercise.
    what : str
        What is asked.
    because : str
        What to do with a plan that holds.
    """

    name: str
    what: str
    because: str


def _is(value: object, kind: type) -> bool:
    """Whether something is a number of a kind; a yes or no is none."""
    return isinstance(value, kind) and not isinstance(value, bool | np.bool_)
