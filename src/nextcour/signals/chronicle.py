"""Everything dated that features are made of, as arrays: made once, then read as of any day. Needs numpy.

Days are proleptic ordinals (`date.toordinal`); NEVER stands for a day that is not known or has not come. Nothing here
is cut: the reader of a column compares its day with the landmark, and each column says from when it counts as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nextcour.catalog.dates import FuzzyDate, Precision
from nextcour.catalog.entry import Entry, Format, SourceMaterial
from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.model import Franchise, Line, Relation

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEVER = 10_000_000
FORMATS = tuple(Format)
MATERIALS = tuple(SourceMaterial)
# Over the day it is shown: no finale to wait for.
ONE_DAY = frozenset({Format.MOVIE, Format.OVA, Format.SPECIAL})


@dataclass(frozen=True)
class Parts:
    """Entries of main lines in order of line, number and part. Known from `announced`; `finale` once it has passed."""

    line: Ints
    installment: Ints  # index into Installments
    entry: Ints  # index into Chronicle.entries
    announced: Ints
    premiere: Ints
    finale: Ints


@dataclass(frozen=True)
class Installments:
    """Seasons of main lines in order of line and number. `announced` and `premiere` are those of the first part."""

    line: Ints
    number: Ints
    entry: Ints  # the first part's
    announced: Ints
    premiere: Ints
    first: Bools  # whether it is the line's first one


@dataclass(frozen=True)
class Extras:
    """Entries beside the lines, in order of line. `continues` marks movies that carry the story on."""

    line: Ints
    franchise: Ints
    movie: Bools
    continues: Bools
    disc: Bools  # OVA
    announced: Ints
    premiere: Ints


@dataclass(frozen=True)
class Chronicle:
    """Lines, their installments and what surrounds them. `lines` and `entries` hold ids; indices point into them."""

    lines: tuple[str, ...]
    franchise: Ints  # of each line
    entries: tuple[str, ...]
    format: Ints  # of each entry, index into FORMATS
    material: Ints  # of each entry, index into MATERIALS
    foreign: Bools  # of each entry: not a Japanese production
    slot: Floats  # of each entry: hour of day of its broadcast in Japan, nan unknown
    studios: tuple[tuple[int, ...], ...]  # of each entry, index into studio_names
    studio_names: tuple[str, ...]
    entry_announced: Ints
    entry_premiere: Ints
    entry_finale: Ints
    parts: Parts
    installments: Installments
    extras: Extras


def build(
    franchises: Iterable[Franchise], entries: Mapping[str, Entry], announced: Mapping[str, AnnouncementDay]
) -> Chronicle:
    """The chronicle of `franchises`. `entries` by id; `announced` from `facts.announced.infer`, entries without a day
    count as never known. Raises KeyError when a franchise names an entry that is not in `entries`."""
    ids = tuple(sorted(entries))
    number = {entry_id: at for at, entry_id in enumerate(ids)}
    names = tuple(sorted({studio for entry in entries.values() for studio in entry.studios}))
    place = {name: at for at, name in enumerate(names)}
    known = {entry_id: day.day.toordinal() for entry_id, day in announced.items()}
    ordered = sorted(franchises, key=lambda franchise: franchise.id)
    lines = [(line, at) for at, franchise in enumerate(ordered) for line in franchise.lines]
    line_at = {line.id: at for at, (line, _) in enumerate(lines)}
    parts, installments = _main(lines, entries, number, known)
    rows = [entries[entry_id] for entry_id in ids]
    return Chronicle(
        lines=tuple(line.id for line, _ in lines),
        franchise=_ints(at for _, at in lines),
        entries=ids,
        format=_ints(FORMATS.index(entry.format) for entry in rows),
        material=_ints(MATERIALS.index(entry.source_material) for entry in rows),
        foreign=np.array([entry.lang != "ja" for entry in rows], dtype=bool),
        slot=np.array([_hour(entry.broadcast) for entry in rows], dtype=np.float64),
        studios=tuple(tuple(place[studio] for studio in entry.studios) for entry in rows),
        studio_names=names,
        entry_announced=_ints(known.get(entry_id, NEVER) for entry_id in ids),
        entry_premiere=_ints(_ordinal(entry.premiere) for entry in rows),
        entry_finale=_ints(_end(entry) for entry in rows),
        parts=parts,
        installments=installments,
        extras=_extras(ordered, line_at, entries, known),
    )


def _main(
    lines: list[tuple[Line, int]], entries: Mapping[str, Entry], number: Mapping[str, int], known: Mapping[str, int]
) -> tuple[Parts, Installments]:
    parts: list[tuple[int, ...]] = []
    installments: list[tuple[int, ...]] = []
    for at, (line, _) in enumerate(lines):
        for place, installment in enumerate(line.installments):
            for part in installment.parts:
                entry = entries[part]
                premiere = _ordinal(entry.premiere)
                parts.append(
                    (at, len(installments), number[part], known.get(part, NEVER), premiere, _end(entry)),
                )
            first = installment.parts[0]
            days = known.get(first, NEVER), _ordinal(entries[first].premiere)
            installments.append((at, installment.number, number[first], *days, int(place == 0)))
    p = _table(parts, 6)
    i = _table(installments, 6)
    return Parts(*p), Installments(i[0], i[1], i[2], i[3], i[4], i[5].astype(bool))


def _extras(
    franchises: list[Franchise], line_at: Mapping[str, int], entries: Mapping[str, Entry], known: Mapping[str, int]
) -> Extras:
    rows: list[tuple[int, ...]] = []
    for at, franchise in enumerate(franchises):
        home = franchise.lines[0].id if franchise.lines else None
        for extra in franchise.extras:
            line = extra.line or home
            if line is None:
                continue
            movie = extra.relation is Relation.MOVIE
            days = known.get(extra.entry, NEVER), _ordinal(entries[extra.entry].premiere)
            kind = movie, movie and extra.continues, extra.relation is Relation.OVA
            rows.append((line_at[line], at, *map(int, kind), *days))
    t = _table(sorted(rows), 7)
    return Extras(t[0], t[1], t[2].astype(bool), t[3].astype(bool), t[4].astype(bool), t[5], t[6])


def _table(rows: list[tuple[int, ...]], width: int) -> list[Ints]:
    """Columns of `rows`, also when there are none."""
    table = np.array(rows, dtype=np.int64).reshape(-1, width)
    return [np.ascontiguousarray(table[:, at]) for at in range(width)]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _ordinal(date: FuzzyDate) -> int:
    """The last day the date may mean: by then it has surely happened. A year alone is no date to count from."""
    if date.precision in (Precision.NONE, Precision.YEAR) or date.latest is None:
        return NEVER
    return date.latest.toordinal()


def _end(entry: Entry) -> int:
    """The last day on air, NEVER while it is not known. A film or disc is over once it is out: that more episodes of it
    follow is known only when they do."""
    if entry.format in ONE_DAY:
        return _ordinal(entry.premiere)
    return entry.finale.latest.toordinal() if entry.finale.latest is not None else NEVER


def _hour(broadcast: str | None) -> float:
    """Hour of day in Japan (UTC+9) of a repeating interval `R/2020-10-08T12:30:00.000Z/P7D`; nan when there is none."""
    if broadcast is None or "T" not in broadcast:
        return float("nan")
    clock = broadcast.split("T", 1)[1]
    if not (clock[:2].isdigit() and clock[3:5].isdigit()):
        return float("nan")
    return (int(clock[:2]) + int(clock[3:5]) / 60 + 9) % 24
