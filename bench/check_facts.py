"""What of a franchise is true, so that what is told otherwise of it is surely false, and the change itself."""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

from bench.check_pages import Written
from nextcour.answers.library import Library
from nextcour.answers.view import State
from nextcour.articles.edition import Edition
from nextcour.catalog.dates import FuzzyDate, Precision, add_months
from nextcour.catalog.entry import Entry, Format, SourceMaterial

STUDIOS = ("Kyoto Animation", "Toei Animation", "Studio Deen", "Sunrise", "Madhouse", "MAPPA", "A-1 Pictures")
SHIFTS = (-730, -400, -200, 200, 400, 730)
EARLIER = tuple(days for days in SHIFTS if days < 0)  # of films, which open later in other countries
CLEAR = dt.timedelta(days=30)  # between a changed day and every day of the franchise
TV = frozenset({Format.TV, Format.TV_SHORT, Format.ONA})


class Change(NamedTuple):
    """One fact told otherwise. A claim of one of `kinds` with one of `values` has to be found, and to be contradicted
    with `right` as the right value (empty: whatever it is); or, where the facts cannot refute it by design (`refutable`
    false), not to be supported."""

    what: str
    kinds: frozenset[str]
    values: frozenset[str]
    right: str
    text: str
    edition: Edition
    refutable: bool = True
    published: dt.date | None = None


DATES = frozenset({"first_air_date", "release_date"})


class Facts:
    """What of a franchise must not come out of a change by accident."""

    def __init__(self, written: Written, library: Library) -> None:
        view = written.view
        self.entries: list[Entry] = [library.entry(name) for name in view.franchise.entry_ids()]
        dates = [date for one in self.entries for date in (one.premiere, one.finale)]
        dates += [FuzzyDate.of(s.begin) for one in self.entries for s in one.streams if s.begin is not None]
        self.spans = [
            (date.earliest - CLEAR, date.latest + CLEAR)
            for date in dates
            if date.earliest is not None and date.latest is not None
        ]
        self.runs = [
            (one.premiere.earliest, one.finale.latest or (one.premiere.latest or one.premiere.earliest))
            for one in self.entries
            if one.premiere.earliest is not None
        ]
        self.runs += [(s.begin, s.begin) for one in self.entries for s in one.streams if s.begin is not None]
        self.studios = {studio for one in self.entries for studio in one.studios}
        self.kinds = {one.source_material for one in self.entries} - {SourceMaterial.UNKNOWN}
        self.people = list(dict.fromkeys(person for one in self.entries for person in one.people))
        self.sites = {stream.site.partition("_")[0] for one in self.entries for stream in one.streams}
        parts = [part for season in view.seasons for part in season.parts]
        self.counts = {len(view.seasons), len(parts), sum(one.format in TV for one in parts)}
        self.counts |= {season.number for season in view.seasons}
        self.counts |= {number for season in view.seasons for number in season.provider_numbers}
        self.counts |= {sum(season.state is not State.UPCOMING for season in view.seasons)}
        self.counts |= {count + 1 for count in self.counts}
        self.episodes = {one.episodes for one in self.entries if one.episodes}
        running = 0
        for season in view.seasons:
            total = sum(part.episodes or 0 for part in season.parts)
            running += total
            self.episodes |= {total, running}

    def moved(self, date: FuzzyDate, chance: random.Random, days: tuple[int, ...], before: dt.date) -> FuzzyDate | None:
        """`date` moved by one of `days`, as precise as it was, to where nothing of the franchise is, before a day."""
        for shift in chance.sample(days, len(days)):
            wrong = _moved(date, shift)
            first, last = wrong.earliest, wrong.latest
            if first is None or last is None or last >= before or first.year < 1960:
                continue
            if not any(low <= last and first <= high for low, high in self.spans):
                return wrong
        return None

    def studio(self, chance: random.Random) -> str:
        return next(one for one in chance.sample(STUDIOS, len(STUDIOS)) if one not in self.studios)


def _moved(date: FuzzyDate, days: int) -> FuzzyDate:
    first = date.earliest
    assert first is not None
    if date.precision is Precision.DAY:
        return FuzzyDate.of(first + dt.timedelta(days=days))
    if date.precision is Precision.MONTH:
        there = add_months(first, round(days / 30.4))
        return FuzzyDate(there.year, there.month)
    return FuzzyDate(first.year + (2 if days > 0 else -2))
