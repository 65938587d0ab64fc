"""Movies, OVAs, specials, recaps, shorts and side pieces: which line each hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from nextcour.franchise.evidence import YEAR, judge
from nextcour.franchise.index import Index
from nextcour.franchise.kinds import extra_relation
from nextcour.franchise.lines import Draft
from nextcour.franchise.model import Evidence, Extra, Relation
from nextcour.franchise.reading import Reading
from nextcour.franchise.rulings import Rulings

ENOUGH = 0.50  # belief from which an extra hangs on a line
FAR = 12 * YEAR  # a movie of the same name this long after a line's end tells the story anew
EARLY = 4 * YEAR  # before its line's start


class Hanging(msgspec.Struct, frozen=True):
    """An extra and the line (its place in the list of drafts) it hangs on."""

    reading: Reading
    line: int
    evidence: tuple[Evidence, ...]


def _distance(draft: Draft, reading: Reading) -> int:
    """Days between the extra and the line's nearest member; 0 while one is on air."""
    return min(max(member.start - reading.start, member.gap(reading), 0) for member in draft.members)


def hang(
    drafts: Sequence[Draft], readings: Iterable[Reading], rulings: Rulings, generic: frozenset[str]
) -> tuple[list[Hanging], list[Reading]]:
    """Extras with their line, and those for which no line was found."""
    index = Index()
    for owner, draft in enumerate(drafts):
        for member in draft.members:
            index.add(owner, member)
    hanging: list[Hanging] = []
    alone: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (r.start, r.id)):
        best: tuple[float, int, int] | None = None
        evidence: tuple[Evidence, ...] = ()
        for owner in index.candidates(reading, generic):
            draft = drafts[owner]
            if any(rulings.barred(member.id, reading.id) for member in draft.members):
                continue
            judgement = judge(draft.members, reading, generic)
            belief = judgement.kin
            distance = _distance(draft, reading)
            late = reading.start >= draft.members[0].start
            kinds = {item.kind for item in judgement.evidence}
            retold = distance > FAR and not kinds & {"title-head", "title-prefix", "title-shared-head"}
            if "tmdb-show" not in kinds and (retold if late else distance > EARLY):
                belief *= 0.6
            if belief < ENOUGH:
                continue
            rank = (round(belief - min(distance / (20 * YEAR), 0.3), 4), -distance, -owner)
            if best is None or rank > best:
                best, evidence = rank, judgement.evidence
        if best is None:
            alone.append(reading)
        else:
            hanging.append(Hanging(reading, -best[2], evidence))
    return hanging, alone


def placed(hanging: Hanging, line: str) -> Extra:
    """A movie carries the story on unless it is known to be a recap."""
    relation = extra_relation(hanging.reading.entry)
    return Extra(hanging.reading.id, relation, line, relation is Relation.MOVIE, hanging.evidence)
