"""A catalogue with another future: the same facts up to a day, everything after it changed, dropped or made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, SourceMaterial
from nextcour.facts.fact import AnnouncementDay
from nextcour.franchise.model import Extra, Franchise, Installment, Line, Relation
from nextcour.signals.census import Census


class World(NamedTuple):
    """What a chronicle is built from, and the demand beside it."""

    franchises: tuple[Franchise, ...]
    entries: Mapping[str, Entry]
    announced: Mapping[str, AnnouncementDay]
    censuses: tuple[Census, ...]


def another_future(world: World, day: dt.date, draw: random.Random) -> World:
    """`world` as it was on `day`, with a future of its own."""
    return _Tamper(world, day, draw).world()


class _Tamper:
    def __init__(self, world: World, day: dt.date, draw: random.Random) -> None:
        self.old, self.day, self.draw = world, day, draw
        self.entries: dict[str, Entry] = {}
        self.announced = dict(world.announced)
        self.made = 0

    def later(self) -> dt.date:
        return self.day + dt.timedelta(days=self.draw.randrange(1, 2500))

    def world(self) -> World:
        for entry_id, entry in self.old.entries.items():
            self.entries[entry_id] = self._entry(entry)
        franchises = tuple(self._franchise(franchise) for franchise in self.old.franchises)
        censuses = tuple(self._census(census) for census in self.old.censuses)
        return World(franchises, self.entries, self.announced, (*censuses, self._new_census()))

    def _known(self, entry_id: str) -> bool:
        announced = self.announced.get(entry_id)
        return announced is not None and announced.day <= self.day

    def _entry(self, entry: Entry) -> Entry:
        if not self._known(entry.id):
            # Nobody had heard of it: all of it may be another.
            when = self.later()
            if entry.id in self.announced:
                self.announced[entry.id] = AnnouncementDay(when, when, when, "mal-id")
            return msgspec.structs.replace(
                entry,
                premiere=FuzzyDate.of(when + dt.timedelta(days=self.draw.randrange(1, 400))),
                finale=FuzzyDate(),
                format=self.draw.choice(tuple(Format)),
                source_material=self.draw.choice(tuple(SourceMaterial)),
                studios=self.draw.choice(tuple(self.old.entries.values())).studios,
            )
        changes: dict[str, object] = {}
        if entry.premiere.latest is not None and entry.premiere.latest > self.day:
            changes["premiere"] = FuzzyDate.of(self.later())
        if entry.finale.latest is None or entry.finale.latest > self.day:
            changes["finale"] = self.draw.choice((FuzzyDate(), FuzzyDate.of(self.later())))
        return msgspec.structs.replace(entry, **changes)

    def _new(self, like: Entry) -> str:
        """A show nobody had heard of on the day."""
        self.made += 1
        when = self.later()
        entry = msgspec.structs.replace(
            like, id=f"made-up-{self.made}", premiere=FuzzyDate.of(when + dt.timedelta(days=200)), finale=FuzzyDate()
        )
        self.entries[entry.id] = entry
        self.announced[entry.id] = AnnouncementDay(when, when, when, "mal-id")
        return entry.id

    def _franchise(self, franchise: Franchise) -> Franchise:
        lines = [self._line(line) for line in franchise.lines]
        extras = [extra for extra in franchise.extras if self._known(extra.entry) or self.draw.random() < 0.5]
        if self.draw.random() < 0.3:
            relation = self.draw.choice((Relation.MOVIE, Relation.OVA, Relation.SPECIAL))
            like = self.entries[franchise.lines[0].installments[0].parts[0]]
            extras.append(Extra(self._new(like), relation, lines[0].id, relation is Relation.MOVIE, ()))
        return msgspec.structs.replace(franchise, lines=tuple(lines), extras=tuple(extras))

    def _line(self, line: Line) -> Line:
        installments = list(line.installments)
        # What was not known may never come, or the line may get more than it had.
        while len(installments) > 1 and not self._known(installments[-1].parts[0]) and self.draw.random() < 0.5:
            installments.pop()
        if self.draw.random() < 0.3:
            like = self.entries[installments[-1].parts[0]]
            installments.append(Installment(installments[-1].number + 1, (self._new(like),)))
        elif self.draw.random() < 0.1:
            last = installments[-1]
            part = self._new(self.entries[last.parts[0]])
            installments[-1] = msgspec.structs.replace(last, parts=(*last.parts, part))
        return msgspec.structs.replace(line, installments=tuple(installments))

    def _census(self, census: Census) -> Census:
        return census if census.day <= self.day.toordinal() else self._new_census()

    def _new_census(self) -> Census:
        ids: Sequence[str] = sorted(self.entries)
        counts = {entry_id: float(self.draw.randrange(100_000)) for entry_id in self.draw.sample(ids, len(ids) // 2)}
        return Census("another", self.later().toordinal(), counts, complete=self.draw.random() < 0.5)
