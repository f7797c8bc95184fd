"""The eight lessons: what is asked in each, on which data, with which plausible wrong answers."""

from partnership_workshop.lessons import (
    before_and_after_margins,
    few_teachers,
    grades_are_ordered,
    impossible_percentages,
    published_table,
    sub_level_worth,
    success_stories,
    weakest_improve,
)

#: In reading order.
ALL = (
    published_table,
    few_teachers,
    grades_are_ordered,
    sub_level_worth,
    impossible_percentages,
    before_and_after_margins,
    weakest_improve,
    success_stories,
)
