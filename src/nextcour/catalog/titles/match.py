"""What a query means: one clear winner, several to choose from, or nothing with the nearest titles."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from nextcour.catalog.titles import asked as asking
from nextcour.catalog.titles import place, rank
from nextcour.catalog.titles.asked import Asked
from nextcour.catalog.titles.compare import Penalty, total
from nextcour.catalog.titles.index import TitleIndex
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.search import Found, search
from nextcour.catalog.titles.settle import is_doubtful, rivals, settle

ACCEPT = 0.21  # farther than this nothing is believed
SHOWN = 12
NEAREST = 5
MISSPELLED = 0.08  # a title spelled worse than this names no single sequel
OWN = 0.04  # by how much a sequel's title must be nearer than the first installment's to name the sequel


class Outcome(StrEnum):
    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


class Match(msgspec.Struct, frozen=True):
    """One line that a query may mean.

    `installment` is the number asked for (the line may not have it yet), None when the show as a whole is meant;
    `entry` the entry named, when there is one, and `counted` its installment number by our own count, which may differ;
    `matched` the title that matched. `distance` (≥ 0, up to about 0.2 is believable) is the sum of the penalties in
    `why`."""

    line: str
    franchise: str
    title: str
    matched: str
    wants: Wants
    installment: int | None
    part: int | None
    entry: str | None
    counted: int | None
    distance: float
    why: tuple[Penalty, ...]
    popularity: int
    year: int | None


class MatchResult(msgspec.Struct, frozen=True):
    """`winner` is set when answered; `candidates` when ambiguous, best known first; `nearest` when not found. `reason`
    says how a tie was settled, or that it was not."""

    outcome: Outcome
    asked: Asked
    winner: Match | None = None
    candidates: tuple[Match, ...] = ()
    nearest: tuple[Match, ...] = ()
    reason: str = ""


def match(
    index: TitleIndex, query: str, known: Callable[[str], bool] | None = None, *, written: bool = False
) -> MatchResult:
    """What `query` means. `known` says of an entry id whether it could be known on the day asked about: a line that
    could not does not tie with one that could. `written`: the query is no question but words of a text, in which a
    title that is there to the letter is that title, whatever is better known or sounds alike. Raises QueryEmpty,
    QueryTooLong and IndexDamaged.
    """
    asked = asking.parse(query)
    found = search(index, asked, written=query if written else "")
    tied = rivals(found) if found and found[0].distance <= ACCEPT else []
    if written:
        very = [item for item in found if item.very and item.distance <= ACCEPT]
        tied = rivals(very) if very else tied
    if all(is_doubtful(item) or (asked.hollow and not item.strong) for item in tied):
        near = () if asked.hollow else found[:NEAREST]
        return MatchResult(Outcome.NOT_FOUND, asked, nearest=tuple(_match(item, asked) for item in near))
    if known is not None and len(tied) > 1:
        tied = [item for item in tied if any(known(entry.id) for entry in item.line.entries)] or tied
    winner, reason = settle(tied)
    if winner is not None:
        return MatchResult(Outcome.ANSWERED, asked, winner=_match(winner, asked), reason=reason)
    tied.sort(key=lambda item: (-item.line.popularity, -(item.line.entries[-1].year or 0), item.line.id))
    candidates = tuple(_match(item, asked) for item in tied[:SHOWN])
    return MatchResult(Outcome.AMBIGUOUS, asked, candidates=candidates, reason=reason)


def _match(found: Found, asked: Asked) -> Match:
    wrong = sum([penalty.amount for penalty in found.text if penalty.name == "spelling"])
    own = not found.text or (wrong <= MISSPELLED and found.first - total(found.text) >= OWN)
    final = any(reading.wants is Wants.FINAL for reading in asked.readings)
    where = place.resolve(found.line, found.reading, found.ref, found.refs, own=own, final=final)
    return Match(
        line=found.line.id,
        franchise=found.line.franchise,
        title=found.line.title,
        matched=found.ref.title,
        wants=where.wants,
        installment=where.number,
        part=where.part,
        entry=where.entry.id if where.entry else None,
        counted=where.entry.number if where.entry else None,
        distance=round(found.distance, 4),
        why=(*found.text, *rank.place_distance(found.reading, found.ref, found.line)),
        popularity=found.line.popularity,
        year=found.line.entries[0].year,
    )
