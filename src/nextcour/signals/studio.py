"""How busy a studio was on a day, from the productions that were known then."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from nextcour.catalog.entry import Entry, Format
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import existence_day
from nextcour.franchise.model import Franchise

SERIES = (Format.TV, Format.ONA, Format.TV_SHORT)


class Airing(msgspec.Struct, frozen=True, array_like=True):
    """One production: known from, first aired (its earliest possible day), ended (None: not known, or still on air)."""

    entry: str
    announced: dt.date
    premiere: dt.date
    finale: dt.date | None
    series: bool  # a TV or web series, not a film or disc
    gap: int | None = None  # days since the premiere of the season before, when the same studio made that


class Workload(NamedTuple):
    """Series on air, and productions of any kind that were announced and not out."""

    on_air: int
    announced: int


def productions(
    entries: Iterable[Entry], announced: Mapping[str, AnnouncementDay], franchises: Iterable[Franchise] = ()
) -> Mapping[str, tuple[Airing, ...]]:
    """Productions by studio, in order of premiere. Entries without a premiere are left out. `franchises` tell which
    season followed which."""
    listed = {entry.id: entry for entry in entries}
    before = dict(_followed(franchises))
    by_studio: dict[str, list[Airing]] = defaultdict(list)
    for entry in listed.values():
        first = entry.premiere.earliest
        if first is None:
            continue
        day = existence_day(announced[entry.id])[0]
        previous = listed.get(before.get(entry.id, ""))
        for studio in entry.studios:
            gap = _gap(previous, first) if previous is not None and studio in previous.studios else None
            airing = Airing(entry.id, day, first, entry.finale.latest, entry.format in SERIES, gap)
            by_studio[studio].append(airing)
    return {name: tuple(sorted(rows, key=lambda a: (a.premiere, a.entry))) for name, rows in sorted(by_studio.items())}


def _followed(franchises: Iterable[Franchise]) -> Iterator[tuple[str, str]]:
    """First part of a season, and that of the season before it in the line."""
    for franchise in franchises:
        for line in franchise.lines:
            for earlier, later in itertools.pairwise(line.installments):
                yield later.parts[0], earlier.parts[0]


def _gap(previous: Entry, premiere: dt.date) -> int | None:
    first = previous.premiere.earliest
    return (premiere - first).days if first is not None and first < premiere else None


def workload(rows: Iterable[Airing], day: dt.date) -> Workload:
    """What of `rows` was on air, and what was announced and not out, as could be known on `day`."""
    on_air = coming = 0
    for row in rows:
        if row.announced > day:
            continue
        if row.premiere > day:
            coming += 1
        elif row.series and (row.finale is None or row.finale > day):
            on_air += 1
    return Workload(on_air, coming)
