"""What each design cannot show, in one sentence."""

LIMITS = {
    "single_group_once": (
        "One group was asked once: the numbers describe it and cannot show a change."
    ),
    "before_after_unpaired": (
        "There was no comparison group and answers were not linked person to person: the numbers "
        "describe two moments and cannot show why they differ."
    ),
    "before_after_paired": (
        "There was no comparison group: the numbers can show that something changed, not why."
    ),
    "two_groups": (
        "Two groups stand side by side that were not formed by chance: a difference between them "
        "may have been there before, and the numbers cannot show what made it."
    ),
    "randomised": (
        "Chance decided who was in which group: beyond the play of chance, which the intervals "
        "measure, the groups differ only in what they did, for people and schools like these and "
        "if few dropped out; whether it would hold elsewhere the numbers cannot show."
    ),
    "case_description": "The document describes; it has no numbers that could show an effect.",
}
COLLECTION = "all"
LIMITS_OF_COLLECTION = (
    "{} case studies from {} documents stand side by side: none of them has a comparison group, "
    "and that several say the same is not a test of it."
)
