"""A school's own tables as an audience may see them: what the reports on own data run on.

A notebook shows some two hundred numbers, and half of them follow from others. So the numbers do
not pass a gate one by one. The *tables* are protected once, and the notebook runs on nothing else::

    from partnership_evaluation import released

    release = released.release_folder("my_school")   # data/ -> release/
    released.use("my_school")                        # the same, and the library reads release/

For whom, says ``parameters/disclosure.yml`` of the folder.

What a notebook computes from a release is a function of what is published, so it tells nobody more:
p-values, intervals, medians, charts, alternative texts and spreadsheets alike. What is hidden is
not there: an item or a group with a hidden count is left out, neighbouring categories are merged
until no count is small, grades become who moved, or the two times by themselves. The notebooks were
written for documents that print too little; where a release leaves something open they say between
which limits it must lie, over every data set that fits what is released.

Each release is protected and attacked by :mod:`partnership_evaluation.disclosure` before anything
is written: together with the records of earlier reports and of sister reports. If a protected count
can be worked out, nothing is written, and the error names the published numbers that conspire.

**A group of schools.** The report on all schools together comes first, then one a school, each with
the records of all before it. Schools are then no insiders of each other's rows; what a school knows
of its own people is met by the policy's ``insiders``::

    group = released.make(pooled, form, policy=policy)                       # tables of all schools
    first = released.make(tables_of_a, form, policy=policy, school="A", previous=[group.record])
    second = released.make(tables_of_b, form, policy=policy, school="B",
                           previous=[group.record, first.record])

with folders: ``release_folder(folder, school="A", previous=[record, ...])`` returns the
:class:`Released`, whose ``record`` is also written to ``release/release.json``. Records hold what
readers can read and no hidden number. ``pooled`` is what ``intake.make`` gives for the rows of all
schools in one sheet. A :class:`NothingReleased` is no fault: the school is too small for a report.
"""

from partnership_evaluation.released.folder import release_folder, use
from partnership_evaluation.released.making import audiences_that_work, make, policy_for
from partnership_evaluation.released.results import NothingReleased, Released
from partnership_evaluation.released.settings import FILE, Settings, read_settings, settings_text

__all__ = [
    "FILE",
    "NothingReleased",
    "Released",
    "Settings",
    "audiences_that_work",
    "make",
    "policy_for",
    "read_settings",
    "release_folder",
    "settings_text",
    "use",
]
