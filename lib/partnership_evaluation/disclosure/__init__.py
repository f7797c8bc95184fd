"""Nobody is worked out from what a report publishes: rules, suppression, an attacker, one gate.

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

**In a report** the numbers pass one :class:`Gate`. A notebook hands it each number before it is
printed, and prints what it gets back::

    gate = disclosure.Gate(policy, population="pupils", plan=plan)
    table = gate.table(frame, name="Table 1", dims=["school"], across="grade")
    n = gate.count(38, of={}, name="caption of table 1")
    share = gate.percent(17, n=29, of={"school": "A"}, having={"gain": "yes"}, name="prose")
    caption = gate.text("Grades of {n} pupils.", n=n)
    table.exhibit(caption)              # exhibits.Table with symbols and legend
    table.numbers                       # for a chart: what is hidden is missing
    gate.figure(exhibits.finish(drawing, alt=str(alt), caption=str(caption)))
    gate.settle()                       # at the end: protect, attack, fail closed

Secondary suppression needs all numbers before the first is shown. So a report runs twice: without
a plan everything is ``[c]`` and ``settle()`` decides; ``gate.plan`` of this run, which holds no
hidden number, lets the second run show each number at once, and its ``settle()`` attacks the result
again. To tie it to ``findings``: a ``Report`` takes the gate; ``say``, ``brief`` and ``cautions``
pass their text to ``gate.check``; ``estimate`` takes ``gate.statistic`` or ``gate.mean``;
``publish`` calls ``gate.settle()`` and adds ``publication.record`` (not ``log``) to what it hands
over. With ``Gate(None)`` everything passes, as for documents that were published long ago.

**Sister reports**, one for each school and one for the group, are attacked together like earlier
ones: protect the group's first, then give each school's the publications of all before it as
``previous``, with ``where={"school": "A"}`` in its tables so that they speak of the same people.

**Spreadsheets** are written from ``ShownTable.frame``; ``gate.check(frame)`` refuses any other.
"""

from partnership_evaluation.disclosure.attacker import attack, conspiracies, verify
from partnership_evaluation.disclosure.cells import Cell, DisclosureError, cell
from partnership_evaluation.disclosure.gate import Gate
from partnership_evaluation.disclosure.policies import Policy, policies, read_policy
from partnership_evaluation.disclosure.protection import protect
from partnership_evaluation.disclosure.publication import Publication
from partnership_evaluation.disclosure.release import Release
from partnership_evaluation.disclosure.shown import Shown, ShownTable, ShownText
from partnership_evaluation.disclosure.suppression import suppress

__all__ = [
    "Cell",
    "DisclosureError",
    "Gate",
    "Policy",
    "Publication",
    "Release",
    "Shown",
    "ShownTable",
    "ShownText",
    "attack",
    "cell",
    "conspiracies",
    "policies",
    "protect",
    "read_policy",
    "suppress",
    "verify",
]
