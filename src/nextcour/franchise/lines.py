"""Main lines: each entry, in order of premiere, continues the line that the evidence points to, or starts one.

Looking only backwards keeps lines stable: an entry added later never changes which line an earlier one is on.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from nextcour.catalog.entry import Format
from nextcour.franchise.evidence import Judgement, judge
from nextcour.franchise.index import Index
from nextcour.franchise.model import Evidence
from nextcour.franchise.reading import Reading
from nextcour.franchise.rulings import Rulings
from nextcour.franchise.title_base import NUMERAL

ENOUGH = 0.70  # belief from which an entry continues a line
KIN = 0.50  # belief from which two lines belong to one franchise
NO_REASON = Judgement(0.0, 0.0, ())  # of the first member of a line


class Draft(msgspec.Struct):
    """A line while it grows: members in order, and for each why it is there."""

    members: list[Reading]
    why: list[Judgement]
    kin: list[tuple[int, Judgement]]  # lines of the same franchise, seen when this one began


def _order(reading: Reading) -> tuple[int, bool, int, str]:
    """Premieres in order; of two that begin on one day the full series comes before its short."""
    return reading.start, reading.entry.format is Format.TV_SHORT, reading.end, reading.id


def _forced(rulings: Rulings, reading: Reading, line_of: dict[str, int]) -> tuple[int, Judgement] | None:
    for correction in rulings.links_to(reading.id):
        owner = line_of.get(correction.earlier or "")
        if owner is not None:
            note = correction.note or f"{correction.later} continues {correction.earlier}"
            return owner, Judgement(1.0, 1.0, (Evidence("correction", note, correction.source),))
    return None


def draw(readings: Iterable[Reading], rulings: Rulings, generic: frozenset[str]) -> list[Draft]:
    """Lines in order of their first premiere."""
    drafts: list[Draft] = []
    index = Index()
    line_of: dict[str, int] = {}
    for reading in sorted(readings, key=_order):
        chosen = _forced(rulings, reading, line_of)
        kin: list[tuple[int, Judgement]] = []
        if chosen is None:
            best = (ENOUGH, -1)
            for owner in index.candidates(reading, generic):
                draft = drafts[owner]
                judgement = judge(draft.members, reading, generic)
                barred = any(rulings.barred(member.id, reading.id) for member in draft.members)
                if not barred and (judgement.sequel, draft.members[-1].start) >= best:
                    best, chosen = (judgement.sequel, draft.members[-1].start), (owner, judgement)
                if judgement.kin >= KIN:
                    kin.append((owner, judgement))
        if chosen is None:
            drafts.append(Draft([reading], [NO_REASON], kin))
            owner = len(drafts) - 1
        else:
            owner, judgement = chosen
            drafts[owner].members.append(reading)
            drafts[owner].why.append(judgement)
        line_of[reading.id] = owner
        index.add(owner, reading)
    return _without_intruders(drafts, rulings)


def _intruders(draft: Draft) -> list[int]:
    """Places of members that a later title's own number leaves no room for: when the member at place p says that it is
    season s < p, and just p - s before it belong to another TMDB show while the others share its own."""
    for place, member in enumerate(draft.members):
        if member.season is None or member.strength < NUMERAL or member.show is None or member.part is not None:
            continue
        strangers = [i for i in range(1, place) if draft.members[i].show != member.show]
        if 2 <= member.season == place + 1 - len(strangers) < place + 1:
            return strangers
    return []


def _without_intruders(drafts: list[Draft], rulings: Rulings) -> list[Draft]:
    """Lines with intruders moved to lines of their own, in the order of the first premieres."""
    made: list[tuple[Draft, int | None]] = []  # a line, and the place it had
    for place, draft in enumerate(drafts):
        out = [i for i in _intruders(draft) if not rulings.links_to(draft.members[i].id)]
        stay = [i for i in range(len(draft.members)) if i not in out]
        made.append((Draft([draft.members[i] for i in stay], [draft.why[i] for i in stay], draft.kin), place))
        for i in out:
            made.append((Draft([draft.members[i]], [NO_REASON], [(place, draft.why[i])]), None))
    made.sort(key=lambda pair: _order(pair[0].members[0]))
    now = {place: position for position, (_, place) in enumerate(made) if place is not None}
    for draft, _ in made:
        draft.kin = [(now[place], why) for place, why in draft.kin]
    return [draft for draft, _ in made]
