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

**A group of schools.** A folder of several schools is released as a whole by the same call: the
report on all schools together comes first, then one a school, each attacked together with all
before it, and so that no report gives away what another hides. More than six schools are attacked
in circles (:mod:`partnership_evaluation.released.circles`). By hand::

    group = released.make(pooled, form, policy=policy, sisters={"a": made_a, "b": made_b})
    first = released.make(made_a, form, policy=policy, school="a", sisters={"b": made_b},
                          told=[group.record])
    second = released.make(made_b, form, policy=policy, school="b", sisters={"a": made_a},
                           told=[group.record, first.record])

``pooled`` is what ``intake.make`` gives for the rows of all schools together. A school of which
nothing may be shown raises :class:`NothingReleased`; in a folder it is *withheld*, with the reason
in ``release/withheld.json``, and the others go on. Records hold what readers can read and no hidden
number; that of a folder is ``release/release.json``, to be named in next term's settings.
"""

from partnership_evaluation.disclosure import DisclosureError
from partnership_evaluation.released.circles import settings_by_case
from partnership_evaluation.released.folder import RELEASE, WITHHELD, release_folder, use
from partnership_evaluation.released.making import audiences_that_work, make, policy_for
from partnership_evaluation.released.results import NothingReleased, Released, Releases
from partnership_evaluation.released.settings import FILE, Settings, read_settings, settings_text

__all__ = [
    "FILE",
    "RELEASE",
    "WITHHELD",
    "DisclosureError",
    "NothingReleased",
    "Released",
    "Releases",
    "Settings",
    "audiences_that_work",
    "make",
    "policy_for",
    "read_settings",
    "release_folder",
    "settings_by_case",
    "settings_text",
    "use",
]
