"""Main lines: each entry, in order of premiere, continues the line that the evidence points to, or starts one.

Looking only backwards keeps lines stable: an entry added later never changes which line an earlier one is on.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from nextcour.franchise.evidence import Judgement, judge
from nextcour.franchise.index import Index
from nextcour.franchise.model import Evidence
from nextcour.franchise.reading import Reading
from nextcour.franchise.rulings import Rulings

ENOUGH = 0.70  # belief from which an entry continues a line
KIN = 0.50  # belief from which two lines belong to one franchise


class Draft(msgspec.Struct):
    """A line while it grows: members in order, and for each why it is there."""

    members: list[Reading]
    why: list[Judgement]
    kin: list[tuple[int, Judgement]]  # lines of the same franchise, seen when this one began


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
    for reading in sorted(readings, key=lambda r: (r.start, r.end, r.id)):
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
            drafts.append(Draft([reading], [Judgement(0.0, 0.0, ())], kin))
            owner = len(drafts) - 1
        else:
            owner, judgement = chosen
            drafts[owner].members.append(reading)
            drafts[owner].why.append(judgement)
        line_of[reading.id] = owner
        index.add(owner, reading)
    return drafts
