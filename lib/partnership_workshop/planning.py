"""A plan for an evaluation, and what it could show."""

from __future__ import annotations

from dataclasses import dataclass

from partnership_evaluation import power, sentences

WAYS = {
    "lot": "randomised",
    "volunteers": "two_groups",
    "chosen because weak": "two_groups",
}
MOST_PEOPLE, ENOUGH = 120, 0.8


@dataclass(frozen=True)
class Plan:
    """A plan for an evaluation in one's own schools.

    Attributes
    ----------
    people : int
        People who take part.
    comparison_people : int
        People who do not, or not yet, and are asked all the same; 0 for none.
    share_expected : float
        Share who would reach the aim with the programme, from 0 to 1.
    share_without : float
        Share who would reach it without, from 0 to 1.
    who_takes_part : {"lot", "volunteers", "chosen because weak"}
        How it is decided who takes part.
    answers_linked : bool
        Whether before and after of one person can be put together.
    same_measure_for_all : bool
        Whether both groups are judged in the same way, by somebody who does not know who is who.

    Raises
    ------
    ValueError
        With everything that is wrong with the plan.
    """

    people: int
    comparison_people: int
    share_expected: float
    share_without: float
    who_takes_part: str
    answers_linked: bool
    same_measure_for_all: bool

    def __post_init__(self):
        """Refuse what cannot be planned."""
        found = []
        for name in ("people", "comparison_people"):
            if not isinstance(getattr(self, name), int) or not 0 <= getattr(self, name) <= 120:
                found.append(f"{name} is a whole number from 0 to {MOST_PEOPLE}.")
        for name in ("share_expected", "share_without"):
            if not 0 <= getattr(self, name) <= 1:
                found.append(f"{name} is a share from 0 to 1.")
        if self.who_takes_part not in WAYS:
            found.append(f"who_takes_part is one of: {', '.join(WAYS)}.")
        if found:
            raise ValueError(" ".join(found))

    @property
    def power(self) -> float | None:
        """How often the difference would be found; None without a comparison group."""
        if not self.people or not self.comparison_people:
            return None
        found = power.two_proportions(
            self.people,
            comparison_n=self.comparison_people,
            share=self.share_expected,
            comparison_share=self.share_without,
            test="fisher",
        )
        return found.estimate

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
        checks = (
            (not self.comparison_people, "Nobody shows what would have happened anyway. Ask as "
             "many people who start a year later."),
            (self.who_takes_part == "chosen because weak", "Those chosen because they were weak "
             "will do better by themselves. Draw lots among all who are eligible."),
            (self.who_takes_part == "volunteers", "Volunteers differ from others. Draw lots among "
             "the volunteers, and let the rest start later."),
            (not self.answers_linked, "Before and after cannot be put together. Let everybody "
             "choose a code and write it on both forms."),
            (not self.same_measure_for_all, "The judge knows who took part. Have both groups "
             "judged alike, without names."),
            (self.power is not None and self.power < ENOUGH, "Too few people for this difference: "
             "join with other schools, or say beforehand that you only describe."),
        )  # fmt: skip
        return [words for holds, words in checks if holds]

    def __repr__(self):
        """Say what the plan could show."""
        found = self.power
        often = "cannot be worked out" if found is None else f"{found:.0%}"
        words = sentences.known(self.design).words
        return f"Design: {words}. How often the difference would be found: {often}."


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
