"""Decides what a query means: one clear winner, several to choose from, or nothing with the nearest titles."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nextcour.catalog.titles import asked as asking
from nextcour.catalog.titles import place, rank
from nextcour.catalog.titles.asked import Asked, Reading
from nextcour.catalog.titles.index import TitleIndex
from nextcour.catalog.titles.markers import Wants
from nextcour.catalog.titles.normalise import compact, has_cjk
from nextcour.catalog.titles.rank import Penalty
from nextcour.catalog.titles.rows import KeyRef, LineRecord

ACCEPT = 0.21  # farther than this nothing is believed
GAP = 0.03  # lines closer than this to the best one tie with it
TEXTS = 10  # distinct texts looked up for one query
CANDIDATES = 120  # keys rescored for each text
SHOWN = 12
NEAREST = 5
ABBREVIATED = 0.004
ABBREVIATED_START = 0.012
# Popularity settles a tie only when it is overwhelming and known on both sides.
DOMINANT = 25
DOMINANT_LEAST = 1500
COUNTED_UNTIL = 2021  # later entries have no collections to compare


class Outcome(StrEnum):
    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


class Match(msgspec.Struct, frozen=True):
    """One line that a query may mean. `installment` is the number asked for (the line may not have it yet), None when
    the show as a whole is meant; `entry` the entry named, when there is one, and `counted` its installment number by our
    own count, which may differ; `matched` the title that matched."""

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
    """`winner` is set when answered; `candidates` when ambiguous, likeliest first; `nearest` when not found. `reason`
    says how a tie was settled, or why it was not."""

    outcome: Outcome
    asked: Asked
    winner: Match | None = None
    candidates: tuple[Match, ...] = ()
    nearest: tuple[Match, ...] = ()
    reason: str = ""


class _Found(msgspec.Struct):
    """The best title of a line so far."""

    line: LineRecord
    ref: KeyRef
    refs: tuple[KeyRef, ...]
    reading: Reading
    distance: float
    text: tuple[Penalty, ...]


def match(index: TitleIndex, query: str) -> MatchResult:
    """What `query` means. Raises QueryEmpty, QueryTooLong and IndexDamaged."""
    asked = asking.parse(query)
    found = sorted(_lines(index, asked).values(), key=lambda item: (item.distance, -item.line.popularity, item.line.id))
    if not found or found[0].distance > ACCEPT:
        return MatchResult(Outcome.NOT_FOUND, asked, nearest=tuple(_match(item) for item in found[:NEAREST]))
    tied = [item for item in found if item.distance <= found[0].distance + GAP]
    winner, reason = _settle(tied)
    if winner is not None:
        return MatchResult(Outcome.ANSWERED, asked, winner=_match(winner), reason=reason)
    tied.sort(key=lambda item: (-item.line.popularity, -(item.line.entries[-1].year or 0), item.line.id))
    return MatchResult(
        Outcome.AMBIGUOUS, asked, candidates=tuple(_match(item) for item in tied[:SHOWN]), reason=reason
    )


def _texts(index: TitleIndex, asked: Asked) -> dict[str, list[Reading]]:
    """Folded texts to look up, each with its readings; curated abbreviations are written out."""
    texts: dict[str, list[Reading]] = {}
    folded = [(reading, index.folding.fold(reading.title)) for reading in asked.readings]
    for reading, text in folded:
        if text:
            texts.setdefault(text, []).append(reading)
    shorts: dict[str, list[tuple[str, Reading, float]]] = {}
    for reading, text in folded:
        for short, rest in _starts(text):
            shorts.setdefault(short, []).append((rest, reading, ABBREVIATED_START if rest else ABBREVIATED))
    written: dict[str, list[Reading]] = {}
    for short, titles in index.expansions(list(shorts)).items():
        for rest, reading, cost in shorts[short]:
            for title in titles:
                text = " ".join((index.folding.fold(title), rest)).strip()
                longer = msgspec.structs.replace(
                    reading, cost=reading.cost + cost, how=(*reading.how, f"{short} is short for {title}")
                )
                written.setdefault(text, []).append(longer)
    chosen = dict(list(texts.items())[: TEXTS - min(len(written), 4)])
    for text, readings in list(written.items())[:TEXTS]:
        chosen.setdefault(text, []).extend(readings)
    return chosen


def _starts(text: str) -> list[tuple[str, str]]:
    """What may be an abbreviation at the start of a folded text, with the rest of the text."""
    if not text:
        return []
    tokens = text.split(" ")
    found = [(compact(text), "")]
    found.extend(("".join(tokens[:count]), " ".join(tokens[count:])) for count in range(1, min(4, len(tokens))))
    if has_cjk(tokens[0]):
        found.extend((text[:count], text[count:]) for count in range(2, min(6, len(tokens[0]) - 1)))
    return found


def _lines(index: TitleIndex, asked: Asked) -> dict[int, _Found]:
    best: dict[int, _Found] = {}
    for text, readings in _texts(index, asked).items():
        keys = index.keys(index.candidates(compact(text), CANDIDATES))
        scored = []
        for key in keys:
            penalties = rank.text_distance(text, key.text)
            if penalties is not None:
                distance = rank.total(penalties)
                if distance < rank.HOPELESS:
                    scored.append((distance, penalties, key))
        records = dict.fromkeys(ref.line for _, _, key in scored for ref in key.refs)
        lines = dict(zip(records, index.lines(list(records)), strict=True))
        for distance, penalties, key in scored:
            for ref in key.refs:
                known = best.get(ref.line)
                if known is not None and known.distance <= distance:
                    continue
                line = lines[ref.line]
                for reading in readings:
                    full = distance + rank.total(rank.place_distance(reading, ref, line))
                    known = best.get(ref.line)
                    if known is None or full < known.distance:
                        best[ref.line] = _Found(line, ref, key.refs, reading, full, penalties)
    return best


def _settle(tied: list[_Found]) -> tuple[_Found | None, str]:
    """The one of `tied` that can be answered at once, and why; None when it takes a person to choose."""
    first = tied[0]
    if len(tied) == 1:
        return first, ""
    wanted = first.reading
    if wanted.wants is Wants.SEASON and wanted.number is not None and wanted.number > 1:
        having = [item for item in tied if place.has_number(item.line, wanted.number)]
        if len(having) == 1:
            return having[0], f"the only one with installment {wanted.number}"
    ranked = sorted(tied, key=lambda item: -item.line.popularity)
    leader, second = ranked[0], ranked[1]
    counted = all(item.line.popularity or (item.line.entries[-1].year or 9999) <= COUNTED_UNTIL for item in tied)
    if counted and leader.line.popularity >= max(DOMINANT_LEAST, DOMINANT * second.line.popularity):
        return leader, f"{leader.line.popularity:,} collections against {second.line.popularity:,}"
    return None, f"{len(tied)} shows fit equally well"


def _match(found: _Found) -> Match:
    where = place.resolve(found.line, found.reading, found.ref, found.refs)
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
