"""Nobody is worked out from what a report publishes: rules, suppression, an attacker.

Everything about disclosure is imported from here::

    from partnership_evaluation import disclosure

    policy = disclosure.read_policy("pupils_governors")       # or the path of a YAML file
    release = disclosure.Release(population="pupils")
    release.table(frame, name="Table 1", dims=["school", "grade"])
    release.percentage(17, n=29, of={"school": "A"}, having={"gain": "yes"}, name="prose")
    publication = disclosure.protect(release, policy=policy, previous=last_term)
    disclosure.verify(publication)                            # raises if anything can be worked out
    publication.table("Table 1"), publication.legend, publication.log, publication.record

**What is modelled.** Every count is the number of people with certain levels of certain
dimensions (school, group, grade before, grade after); a dimension sorts each person into exactly
one level, and what was recorded twice of the same people is two dimensions. The attacker looks at
every data set of whole numbers that agrees with everything printed: counts, margins, percentages as
rounded, means as rounded, differences, symbols, combinations that a table leaves out, earlier
reports, and the counts of the attacker's own school. Statistics that are not linear in the counts
(p-values, intervals, medians) are published only where every count behind them is. What a reader
knows of single pupils beyond that, and what unregistered numbers would tell, is not modelled.

**In a report** no number passes by itself. The tables are protected and attacked once, in
:mod:`partnership_evaluation.released`, and the notebook reads these and nothing else: what it
computes from them, in prose, captions, charts, alternative texts or spreadsheets, tells no more.

**Sister reports**, one for each school and one for the group, are attacked together like earlier
ones: protect the group's first, then give each school's the publications of all before it as
``previous``, with ``where={"school": "A"}`` in its tables so that they speak of the same people.
"""

from partnership_evaluation.disclosure.attacker import attack, conspiracies, verify
from partnership_evaluation.disclosure.cells import Cell, DisclosureError, cell
from partnership_evaluation.disclosure.policies import Policy, policies, read_policy
from partnership_evaluation.disclosure.protection import protect
from partnership_evaluation.disclosure.publication import Publication
from partnership_evaluation.disclosure.release import Release
from partnership_evaluation.disclosure.suppression import suppress

__all__ = [
    "Cell",
    "DisclosureError",
    "Policy",
    "Publication",
    "Release",
    "attack",
    "cell",
    "conspiracies",
    "policies",
    "protect",
    "read_policy",
    "suppress",
    "verify",
]
