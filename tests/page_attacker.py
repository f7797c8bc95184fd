"""Somebody who reads the pages of own reports and works out small counts; no code of the library.

What a page shows is read as text: who is counted, and how many. Each line limits how many people
can have which answers; an integer programme of its own then asks of every small count whether it
could be anything else.
"""

import html
import math
import re
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

CAPTION = "Every number of the sheet that this report rests on."
GRADES = ("4", "3", "2", "1")
MOST = 400


def lines_of(page):
    """Read what a page says: rows of item or group, whom of it, number."""
    tables = (part.split("</table>")[0] for part in page.split("<table"))
    captions = ((part.partition("</caption>")[0::2], part) for part in tables)
    table = next(part for (head, rest), part in captions if rest and CAPTION in head)
    rows = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, flags=re.DOTALL):
        cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, flags=re.DOTALL)
        rows.append(tuple(html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in cells))
    assert rows[0] == ("What", "Who", "Number")
    return rows[1:]


def without(limits, own):
    """What is said of everybody else, to those who know how many there are of some atoms."""
    found = []
    for terms, low, high in limits:
        known = sum(times * own.get(atom, 0) for atom, times in terms.items())
        rest = {atom: times for atom, times in terms.items() if atom not in own}
        found.append((rest, low - known, high - known))
    return found


def of_schools(limits, schools):
    """What is said of the answers of some schools together; an atom is an answer and a school."""
    return [
        ({(atom, school): times for atom, times in terms.items() for school in schools}, low, high)
        for terms, low, high in limits
    ]


def recovered(limits, truth, *, threshold, sums=(), width=1):
    """List the small counts that everything said places within less than a width.

    Parameters
    ----------
    limits : list of (dict of atom to number, low, high)
        What is said of sums over the atoms.
    truth : dict of atom to int
        How many people there are of each atom.
    threshold : int
        Counts from 1 to one less are small.
    sums : sequence of tuple of atom
        Counts of several atoms together that must not be found either.
    width : int
        How far apart the least and the greatest possible count must be.

    Returns
    -------
    list of tuple of atom
    """
    atoms = list(truth)
    matrix = np.array([[terms.get(atom, 0) for atom in atoms] for terms, _, _ in limits], float)
    low, high = (np.array([limit[side] for limit in limits], float) for side in (1, 2))
    seen = [np.array([truth[atom] for atom in atoms], float)]
    true = matrix @ seen[0]
    assert np.all(true >= low - 1e-6) and np.all(true <= high + 1e-6), "a page says what is false"
    found = []
    for chosen in dict.fromkeys([*((atom,) for atom in atoms), *sums]):
        row = np.array([float(atom in chosen) for atom in atoms])
        if 0 < row @ seen[0] < threshold and not _is_open(row, seen, width, (matrix, low, high)):
            found.append(chosen)
    return found


def _is_open(row, seen, width, limits):
    """Whether a count may differ by a width between people of whom all is true that is said."""
    for sign in (1, -1):
        if np.ptp(np.array(seen) @ row) < width:
            seen.append(_extreme(sign * row, *limits))
    return np.ptp(np.array(seen) @ row) >= width


def _extreme(goal, matrix, low, high):
    found = milp(
        goal,
        integrality=np.ones(len(goal)),
        bounds=Bounds(0, MOST),
        constraints=LinearConstraint(matrix, low, high),
    )
    assert found.status == 0, "the search did not end"
    return np.rint(found.x)


def _exactly(atoms, number):
    return dict.fromkeys(atoms, 1), int(number), int(number)


# What the lines of each kind of report say -----------------------------------------------------


def limits_of_grades(lines, atoms, *, mine):
    """Grades before and after; ``mine`` says which atoms are of this report's school."""

    def counted(who):
        if who in ("everybody", "teachers"):
            return lambda before, after: True
        for place, time in enumerate(("before: ", "after: ")):
            if who.startswith(time):
                codes = who.removeprefix(time).split(" or ")
                return lambda *pair, place=place, codes=codes: pair[place] in codes
        if who.startswith("from "):
            pair = tuple(who.removeprefix("from ").split(" to "))
            return lambda *found: found == pair
        moves = who.split(" or ")
        return lambda before, after: _move(before, after) in moves

    return [
        _exactly([a for a in atoms if mine(a) and counted(who)(*a[-2:])], number)
        for _, who, number in lines
        if not number.startswith("[")
    ]


def _move(before, after):
    step = GRADES.index(after) - GRADES.index(before)
    return "moved up" if step > 0 else "stayed" if step == 0 else "moved down"


def limits_of_ratings(lines, label, atoms):
    """Ratings of one item, some of them merged; the atoms are its categories."""
    found = []
    for what, who, number in lines:
        if what == label and not number.startswith("["):
            chosen = atoms if who == "everybody" else who.split(" or ")
            found.append(_exactly(chosen, number))
    return found


def limits_of_means(lines, label, time, atoms):
    """A mean rating to a number of decimals; the atoms are the codes."""
    said = {who: number for what, who, number in lines if what == label}
    n, mean = said[f"everybody, {time}"], said[f"mean rating, {time}"]
    found = [] if n.startswith("[") else [_exactly(atoms, n)]
    if found and not mean.startswith("["):
        half = Fraction(1, 2 * 10 ** len(mean.partition(".")[2]))
        ends = [(Fraction(mean) + side * half) * int(n) for side in (-1, 1)]
        weights = {atom: int(atom) for atom in atoms}
        found.append((weights, math.ceil(ends[0]), math.ceil(ends[1]) - 1))
    return found


def limits_of_gains(lines, atoms):
    """Gains of pupils by group; an atom is a gain, and the groups and school of a pupil."""
    found = []
    for what, who, number in lines:
        if number.startswith("["):
            continue
        ends = re.fullmatch(r"(-?\d+)(?: to (-?\d+))? sub-levels", who)
        low, high = (int(ends[1]), int(ends[2] or ends[1])) if ends else (-99, 99)
        chosen = [
            atom
            for atom in atoms
            if low <= atom[0] <= high and (what in ("all", "Everybody") or what in atom[1:])
        ]
        found.append(_exactly(chosen, number))
    return found
