"""Spells: how long each installment of a main line waited for the next one. The table a forecast is computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nextcour.catalog.dates import FuzzyDate, Precision
from nextcour.catalog.entry import Entry, Format
from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.model import Franchise, Line, Relation

TV = "TV"
OTHER = "OTHER"


class Spell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One installment's wait. Days are proleptic ordinals (`date.toordinal`); None is unknown or not (yet) happened.

    The clock starts at the installment's `premiere`: since 2024 half of all sequels are announced before the finale.
    A later cour of the same installment (split cour) is no event. `next_announced` may lie before `premiere` (the next
    season was already known): such a spell is not at risk. `movie_*` is the first movie that carries the story on and
    was announced after `premiere`.
    """

    line: str  # Line.id
    number: int  # installments so far, counting this one
    group: str  # TV, or OTHER (web, OVA, shorts, movies)
    source: str  # SourceMaterial
    premiere: int
    finale: int | None
    next_announced: int | None
    next_premiere: int | None
    movie_announced: int | None
    movie_premiere: int | None
    basis: str  # of next_announced: `mal-id`, `lag`, or empty


_DECODER = msgspec.msgpack.Decoder(tuple[Spell, ...])


def encode(spells: Sequence[Spell]) -> bytes:
    """A compact form (MessagePack) for the index; `decode` reads it."""
    return msgspec.msgpack.encode(spells)


def decode(data: bytes) -> tuple[Spell, ...]:
    """Raises msgspec.MsgspecError when `data` is not what `encode` wrote."""
    return _DECODER.decode(data)


def build_spells(
    franchises: Iterable[Franchise], entries: Mapping[str, Entry], announced: Mapping[str, AnnouncementDay]
) -> tuple[Spell, ...]:
    """One spell for each installment of every main line whose premiere is known at least to the month.

    `entries` by id; `announced` from `facts.announced.infer`. Ordered by premiere, then line and number, so that equal
    inputs give equal tables. Raises KeyError when a franchise names an entry that is not in `entries`.
    """
    spells: list[Spell] = []
    for franchise in franchises:
        first_line = franchise.lines[0].id if franchise.lines else None
        for line in franchise.lines:
            found = [
                (announcement.day.toordinal(), _ordinal(entries[extra.entry].premiere))
                for extra in franchise.extras
                if extra.relation is Relation.MOVIE
                and extra.continues
                and line.id == (extra.line or first_line)
                and (announcement := announced.get(extra.entry)) is not None
            ]
            # Of two that were announced on one day the one without a day of premiere comes last.
            movies = sorted(found, key=lambda movie: (movie[0], movie[1] is None, movie[1] or 0))
            spells.extend(_line_spells(line, movies, entries, announced))
    return tuple(sorted(spells, key=lambda spell: (spell.premiere, spell.line, spell.number)))


def _line_spells(
    line: Line,
    movies: Sequence[tuple[int, int | None]],
    entries: Mapping[str, Entry],
    announced: Mapping[str, AnnouncementDay],
) -> Iterable[Spell]:
    for at, installment in enumerate(line.installments):
        first, last = entries[installment.parts[0]], entries[installment.parts[-1]]
        premiere = _ordinal(first.premiere)
        if premiere is None:
            continue
        later = line.installments[at + 1].parts[0] if at + 1 < len(line.installments) else None
        day = announced.get(later) if later is not None else None
        movie = next((movie for movie in movies if movie[0] > premiere), (None, None))
        yield Spell(
            line=line.id,
            number=installment.number,
            group=TV if first.format is Format.TV else OTHER,
            source=first.source_material.value,
            premiere=premiere,
            finale=_ordinal(last.finale),
            next_announced=day.day.toordinal() if day is not None else None,
            next_premiere=_ordinal(entries[later].premiere) if later is not None else None,
            movie_announced=movie[0],
            movie_premiere=movie[1],
            basis=day.basis if day is not None else "",
        )


def _ordinal(date: FuzzyDate) -> int | None:
    """The last day the date may mean; None when the month is unknown. (The last: by then it has surely happened.)"""
    if date.precision in (Precision.NONE, Precision.YEAR) or date.latest is None:
        return None
    return date.latest.toordinal()
