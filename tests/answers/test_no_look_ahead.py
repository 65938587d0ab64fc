"""An answer for day T is the same when everything that came to be known after T is taken away."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

import msgspec
import pytest

from nextcour.answers.answer import Answer, Outcome
from nextcour.answers.ask import answer
from nextcour.answers.library import Library
from nextcour.bootstrap import Engine
from nextcour.catalog.catalogue import Package
from nextcour.catalog.entry import Entry
from nextcour.catalog.titles.index import TitleIndex
from nextcour.evaluation.record import Record
from nextcour.facts.dispute import Dispute
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.news import Headline
from nextcour.facts.rules import Observed, existence_day
from nextcour.facts.views import Cut, entry_as_of
from nextcour.forecast.curve import Curve, Run
from nextcour.forecast.first import FirstForecast
from nextcour.forecast.kept import KeptForecast
from nextcour.forecast.spells import Spell
from nextcour.franchise.model import Franchise
from nextcour.signals.demand import Standing
from nextcour.signals.series import Track, known
from nextcour.signals.studio import Airing
from tests.spells import known_spells

SEED = 20261123
PAIRS = 120


class Truncated:
    """A library that has forgotten everything after `day`. Implements `Library`."""

    def __init__(self, library: Library, day: dt.date) -> None:
        self._library = library
        self._day = day

    @property
    def packages(self) -> tuple[Package, ...]:
        return self._library.packages

    @property
    def data_day(self) -> dt.date:
        return self._library.data_day

    @property
    def looked_to(self) -> dt.date:
        return self._library.looked_to

    def looked(self, entry_id: str) -> dt.date | None:
        day = self._library.looked(entry_id)
        return day if day is not None and day <= self._day else None

    @property
    def complete(self) -> Mapping[str, dt.date]:
        return {source: day for source, day in self._library.complete.items() if day <= self._day}

    @property
    def listed_to(self) -> dt.date:
        return max([self._library.data_day, *self.complete.values()])

    def headlines(self, franchise_id: str) -> tuple[Headline, ...]:
        return tuple(one for one in self._library.headlines(franchise_id) if one.knowable <= self._day)

    def studio_read(self, studio: str) -> dt.date | None:
        day = self._library.studio_read(studio)
        return day if day is not None and day <= self._day else None

    def disputes(self, entry_id: str) -> tuple[Dispute, ...]:
        return self._library.disputes(entry_id)

    @property
    def observed(self) -> Observed:
        return self._library.observed

    @property
    def titles(self) -> TitleIndex:
        return self._library.titles

    def announced(self, entry_id: str) -> AnnouncementDay:
        return self._library.announced(entry_id)

    def _known(self, entry_id: str) -> bool:
        return existence_day(self.announced(entry_id))[0] <= self._day

    def entry(self, entry_id: str) -> Entry:
        entry = self._library.entry(entry_id)
        seen = entry_as_of(entry, self.announced(entry_id), self.observed, Cut(self._day))
        return seen or msgspec.structs.replace(entry, premiere=type(entry.premiere)(), finale=type(entry.finale)())

    def franchise(self, franchise_id: str) -> Franchise:
        whole = self._library.franchise(franchise_id)
        lines = tuple(
            msgspec.structs.replace(
                line,
                installments=tuple(
                    msgspec.structs.replace(item, parts=tuple(part for part in item.parts if self._known(part)))
                    for item in line.installments
                    if any(self._known(part) for part in item.parts)
                ),
            )
            for line in whole.lines
        )
        extras = tuple(extra for extra in whole.extras if self._known(extra.entry))
        return msgspec.structs.replace(whole, lines=lines, extras=extras)

    def home(self, line_id: str) -> str | None:
        return self._library.home(line_id)

    def spells(self) -> tuple[Spell, ...]:
        return known_spells(self._library.spells(), self._day)

    def record(self, model: str) -> Record | None:
        whole = self._library.record(model)
        if whole is None:
            return None
        return msgspec.structs.replace(whole, rows=tuple(row for row in whole.rows if row.resolved <= self._day))

    def _runs(self) -> dict[int, int]:
        """Places of the runs that had been made: the library's to ours."""
        made = [place for place, run in enumerate(self._library.runs()) if run.day <= self._day]
        return {place: at for at, place in enumerate(made)}

    def runs(self) -> tuple[Run, ...]:
        return tuple(self._library.runs()[place] for place in self._runs())

    def curves(self, line: str) -> Mapping[int, Curve]:
        places = self._runs()
        return {places[place]: curve for place, curve in self._library.curves(line).items() if place in places}

    def standing(self, entry_id: str) -> Standing | None:
        return self._library.standing(entry_id)

    def series(self, line: str) -> tuple[Track, ...]:
        return tuple(known(track, self._day.toordinal()) for track in self._library.series(line))

    def productions(self, studio: str) -> tuple[Airing, ...]:
        return tuple(
            msgspec.structs.replace(row, finale=row.finale if row.finale and row.finale <= self._day else None)
            for row in self._library.productions(studio)
            if row.announced <= self._day
        )


def pairs(engine: Engine) -> list[tuple[str, dt.date]]:
    draw = random.Random(SEED)
    ids = engine.library.franchise_ids()
    first, last = dt.date(2008, 1, 1), engine.data_day
    days = (last - first).days
    return [(draw.choice(ids), first + dt.timedelta(days=draw.randrange(days))) for _ in range(PAIRS)]


def ask_of(library: Library, title: str, day: dt.date) -> Answer:
    model = KeptForecast([library], FirstForecast(library.spells(), library.data_day), library.data_day)
    return answer(title, day, library=library, model=lambda: model)


def test_taking_the_future_away_changes_no_answer(engine: Engine) -> None:
    compared = 0
    for name, day in pairs(engine):
        franchise = engine.library.franchise(name)
        title = engine.library.entry(franchise.lines[0].installments[0].parts[0]).title
        whole = ask_of(engine.library, title, day)
        if whole.outcome is not Outcome.ANSWERED or whole.franchise is None or whole.franchise.installments == 0:
            continue
        compared += 1
        assert ask_of(Truncated(engine.library, day), title, day) == whole, (name, day)
    assert compared > PAIRS // 3


def test_the_property_would_notice_a_leak(engine: Engine) -> None:
    """The same comparison a year apart must differ somewhere, else it compares nothing."""
    changed = 0
    for name, day in pairs(engine):
        first = engine.library.franchise(name).lines[0].installments[0].parts[0]
        year_ago = day - dt.timedelta(days=365)
        if existence_day(engine.library.announced(first))[0] > year_ago:
            continue
        title = engine.library.entry(first).title
        if engine.ask(title, day).outcome is not Outcome.ANSWERED:
            continue
        earlier = ask_of(Truncated(engine.library, year_ago), title, day)
        changed += earlier != ask_of(engine.library, title, day)
    assert changed > 5


@pytest.mark.parametrize("strict", [False, True])
def test_every_fact_shown_was_known(engine: Engine, strict: bool) -> None:
    for name, day in pairs(engine)[:60]:
        title = engine.library.entry(engine.library.franchise(name).lines[0].installments[0].parts[0]).title
        shown = engine.ask(title, day, strict=strict)
        for fact in shown.facts:
            assert (fact.observed_at if strict else fact.knowable_from) <= day
        for signal in shown.evidence if strict else ():
            assert signal.observed_at is None or signal.observed_at <= day
        if shown.forecast is not None:
            assert shown.forecast.trained_to <= day
