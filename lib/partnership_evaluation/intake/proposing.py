"""Proposing which column is what, with a reason for each, and saying where it is not clear."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import pandas as pd

from partnership_evaluation.intake import codes, dates
from partnership_evaluation.intake.headings import words
from partnership_evaluation.intake.instruments import TIMES, time_words
from partnership_evaluation.intake.instruments import instrument as find_instrument
from partnership_evaluation.intake.mappings import Mapping
from partnership_evaluation.intake.roles import read_group, read_time, roles_of
from partnership_evaluation.intake.sheets import letter

LEAST, CLOSE, SAME = 0.34, 0.08, 0.02


@dataclass(frozen=True)
class Proposal:
    """What each column seems to be.

    Attributes
    ----------
    mapping : Mapping
        The proposal.
    table : pandas.DataFrame
        One row a role: ``role``, ``heading`` (of the template), ``column`` (letter, or missing),
        ``found`` (heading in the sheet), ``score`` (0 to 1), ``reason``.
    questions : tuple of str
        What is not clear: two columns that fit as well, or a needed column that is missing.
    unclear : tuple of str
        Those of them that must be answered first, because two columns fit the same.
    """

    mapping: Mapping
    table: pd.DataFrame
    questions: tuple
    unclear: tuple = ()


def propose(sheet, instrument):
    """Propose which column of a sheet has which role.

    Parameters
    ----------
    sheet : Sheet
        A table, as :func:`partnership_evaluation.intake.read` gives it.
    instrument : str
        Name of the instrument.

    Returns
    -------
    Proposal

    Notes
    -----
    A column scores 0.6 times how well its heading fits (1 for a known heading, less for one that
    contains or resembles it) plus 0.4 times the share of its filled cells that the role may hold.
    Pairs are given in the order of their scores. A column that is hidden, and a score below 0.34,
    give no proposal.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Staff,Obs 1,Obs 2\\nA,3,2\\n")
    >>> propose(sheet, "lesson_grades").mapping.letters
    {'person': 'A', 'grade_before': 'B', 'grade_after': 'C'}
    """
    chosen = find_instrument(instrument)
    layouts = [_assigned(sheet, chosen, roles) for roles in roles_of(chosen)]
    scores, pairs = max(layouts, key=lambda layout: sum(s for _, _, s in layout[1]))
    best = {role.name: (column, score) for role, column, score in pairs}
    order = [role for role, _ in scores]
    columns = {role.name: best[role.name][0] for role in order if role.name in best}
    rows = [_row(sheet, role, fits, best.get(role.name)) for role, fits in scores]
    frame = pd.DataFrame(rows, columns=["role", "heading", "column", "found", "score", "reason"])
    asked = list(_questions(sheet, scores, best))
    questions, unclear = [text for text, _ in asked], [text for text, must in asked if must]
    return Proposal(
        Mapping(chosen.name, columns, sheet.grid.number), frame, tuple(questions), tuple(unclear)
    )


def recognise(sheet, *, among):
    """Rank instruments by how well a sheet fits them.

    Parameters
    ----------
    sheet : Sheet
        A table.
    among : sequence of str
        Names of instruments.

    Returns
    -------
    list of (str, float)
        Name and share of its needed columns that were found, weighted by their scores; best first.

    Examples
    --------
    >>> from partnership_evaluation import intake
    >>> sheet = intake.read(b"Pupil,Level before,Level after\\nA,2b,3c\\n")
    >>> recognise(sheet, among=["lesson_grades", "sub_levels"])[0][0]
    'sub_levels'
    """
    found = []
    for name in among:
        proposal = propose(sheet, name)
        chosen = find_instrument(name)
        needed = [role.name for role in chosen.roles if role.required or role.item]
        scores = proposal.table.set_index("role")["score"]
        wide = [role for role in scores.index if role.startswith("item_")]
        wanted = [role for role in needed if role in scores.index] + wide
        wanted = list(dict.fromkeys(wanted))
        share = sum(scores[role] for role in wanted) / max(len(wanted), 1)
        used = len(proposal.mapping.columns) / max(len(sheet.headers), 1)
        found.append((name, round(float(0.8 * share + 0.2 * used), 3)))
    return sorted(found, key=lambda pair: -pair[1])


def _assigned(sheet, chosen, roles):
    """Score every column for every role, and give the best pairs away first."""
    texts = {
        column: [c.text for c in sheet.column(column) if not codes.is_missing(c.text)]
        for column in sheet.headers
    }
    scores, fitted = [], {}
    for role in roles:
        fits = {}
        for column, heading in sheet.headers.items():
            named = _heading_fit(heading, role)
            # All items of a form may hold the same codes.
            key = (column, role.kind, role.scales, tuple(role.values))
            if key not in fitted:
                fitted[key] = _content_fit(texts[column], role, chosen)
            held = fitted[key]
            fits[column] = (0.6 * named + 0.4 * held if held else 0.5 * named, named, held)
        scores.append((role, fits))
    ranked = sorted(
        (
            (fit[0], -column, role.name, role, column)
            for role, fits in scores
            for column, fit in fits.items()
            if _is_enough(role, fit, sheet, column)
        ),
        key=lambda one: one[:3],
        reverse=True,
    )
    pairs, roles_done, columns_done = [], set(), set()
    for score, _, name, role, column in ranked:
        if name not in roles_done and column not in columns_done:
            pairs.append((role, column, score))
            roles_done.add(name)
            columns_done.add(column)
    return scores, pairs


def _is_enough(role, fit, sheet, column):
    score, named, held = fit
    if column in sheet.grid.hidden_columns or score < LEAST:
        return False
    if role.kind in ("code", "date", "time", "group") and named < 1 and held < 0.5:
        return False
    # By its content alone a column is proposed only where a table cannot do without it.
    return named > 0 or (role.required and held >= 0.9)


def _heading_fit(heading, role):
    own = words(heading)
    if not own:
        return 0.0
    if role.time:
        other = next(time for time in TIMES if time != role.time)
        mine, theirs = ({*own} & {*time_words(time)} for time in (role.time, other))
        if theirs and not mine:
            exact = own in role.synonyms or own == words(role.heading)
            return 1.0 if exact else 0.0
    known = {words(role.heading), *role.synonyms}
    if own in known or words(re.sub(r"\([^()]*\)", " ", heading)) in known:
        return 1.0
    inside = [one for one in known if one and len("".join(one)) > 2 and {*one} <= {*own}]
    best = 0.8 if inside else max((_likeness(own, one) for one in known), default=0)
    named = best if inside or best > 0.8 else 0.0
    if role.time and {*own} & {*time_words(role.time)}:
        return max(named, 0.7 if not role.item else named)
    return 0.6 * named if role.time and named < 1 else named


@lru_cache(maxsize=100_000)
def _likeness(own, known):
    """Compare two headings letter by letter, where they can be alike at all."""
    first, second = " ".join(own), " ".join(known)
    matcher = SequenceMatcher(None, first, second)
    alike = matcher.real_quick_ratio() > 0.8 and matcher.quick_ratio() > 0.8
    return matcher.ratio() if alike else 0.0


def _content_fit(texts, role, chosen):
    if not texts:
        return 0.0
    sample = texts[:300]
    match role.kind:
        case "person":
            numbers = sum(text.replace(".", "", 1).strip().isdecimal() for text in sample)
            different = len({text.strip().lower() for text in sample})
            named = 0.7 if numbers > len(sample) / 2 else 1.0
            if chosen.shape == "items_twice":  # a person answers twice, and not all are one person
                return named if different > 1 or len(sample) <= 2 else 0.2
            return named * different / len(sample)
        case "code":
            words_of = chosen.settings.get("words")
            return max(
                sum(
                    codes.read_code(text, scale=scale, aliases=chosen.aliases, words=words_of)[0]
                    is not None
                    for text in sample
                )
                / len(sample)
                for scale in role.scales
            )
        case "date":
            known = (dates.read_date(text)[0] or dates.read_year(text) for text in sample)
            return sum(map(bool, known)) / len(sample)
        case "time":
            return sum(read_time(text) is not None for text in sample) / len(sample)
        case _:
            return sum(read_group(text, role)[0] is not None for text in sample) / len(sample)


def _row(sheet, role, fits, given):
    if given is None:
        return (role.name, role.heading, None, None, 0.0, "no column fits")
    column, score = given
    _, named, held = fits[column]
    reason = f"heading fits {named:.0%}, contents fit {held:.0%}"
    return (role.name, role.heading, letter(column), sheet.headers[column], round(score, 2), reason)


def _questions(sheet, scores, best):
    """Give each question, and whether nothing can be said before it is answered."""
    taken = {column for column, _ in best.values()}
    for role, fits in scores:
        if role.name not in best:
            if role.required:
                yield (
                    f"A column for {role.heading!r} is needed; none fits. Name its letter in the "
                    f"mapping, as {role.name}.",
                    False,  # told of as a missing column
                )
            continue
        column, score = best[role.name]
        rivals = {
            other: fit[0]
            for other, fit in fits.items()
            if other not in taken and _is_enough(role, fit, sheet, other) and fit[0] > score - CLOSE
        }
        if rivals and role.kind != "person":  # any of them tells rows apart
            others = ", ".join(letter(other) for other in rivals)
            yield (
                f"{role.heading!r} may be column {letter(column)} or {others}; "
                f"{letter(column)} was taken. Say which in the mapping.",
                max(rivals.values()) > score - SAME,
            )
        elif fits[column][1] == 0:
            yield (
                f"{role.heading!r} was taken to be column {letter(column)} by its contents alone. "
                "Correct it in the mapping where it is another.",
                False,
            )
    yield from _same_headings(sheet, scores, best)
    yield from _left_over(sheet, scores, taken)


def _same_headings(sheet, scores, best):
    """Name two columns with one heading, of which the first was taken to be before."""
    kinds = {role.name: role for role, _ in scores}
    for name, (column, _) in best.items():
        other = best.get(name.replace("_before", "_after"), (column, 0))[0]
        same = other != column and words(sheet.headers[column]) == words(sheet.headers[other])
        if same and kinds[name].kind == "code":
            yield (
                f"Columns {letter(column)} and {letter(other)} have the same heading; nothing says "
                "which is of the time before. Add before and after to the headings, or name the "
                "letters in the mapping.",
                True,
            )


def _left_over(sheet, scores, taken):
    """Name columns that hold the same kind of code and are not used, a third observation say."""
    alike = [
        letter(column)
        for column in sheet.headers
        if column not in taken | sheet.grid.hidden_columns
        and any(role.kind == "code" and fits[column][2] >= 0.9 for role, fits in scores)
    ]
    if alike:
        yield (
            f"Not used, though it holds the same kind of codes: column {', '.join(alike)}. Name it "
            "in the mapping where it is meant.",
            False,
        )
