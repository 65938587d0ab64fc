"""Lines that belong to one franchise, and what each later line is to the first: a remake or a spin-off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nextcour.franchise.evidence import YEAR
from nextcour.franchise.lines import Draft
from nextcour.franchise.model import Relation
from nextcour.franchise.rulings import Rulings

RETOLD = 5 * YEAR  # a silence after which the same translated name means the story is told again


def _barred(one: Draft, other: Draft, rulings: Rulings) -> bool:
    return any(rulings.barred(a.id, b.id) for a in one.members for b in other.members)


def families(drafts: Sequence[Draft], rulings: Rulings) -> list[list[int]]:
    """Places of lines, grouped by franchise; groups by their first line, lines by premiere.

    A line joins the franchise of the line it is closest to among those that premiered before it.
    """
    group: list[int] = []
    for place, draft in enumerate(drafts):
        owner = place
        best = 0.0
        for earlier, judgement in draft.kin:
            if judgement.kin > best and not _barred(drafts[earlier], draft, rulings):
                best, owner = judgement.kin, group[earlier]
        group.append(owner)
    gathered: defaultdict[int, list[int]] = defaultdict(list)
    for place, owner in enumerate(group):
        gathered[owner].append(place)
    return [gathered[owner] for owner in sorted(gathered)]


def relation(drafts: Sequence[Draft], family: Sequence[int], place: int) -> Relation:
    """A remake tells the story of an earlier line under its name; any other later line is a spin-off."""
    if place == family[0]:
        return Relation.SEASON
    begun = drafts[place].members[0]
    for other in family:
        if other == place:
            break
        for member in drafts[other].members:
            renamed = begun.translated & (member.bases | member.translated) and member.gap(begun) > RETOLD
            if begun.bases & member.bases or renamed:
                return Relation.REMAKE
    return Relation.SPIN_OFF
