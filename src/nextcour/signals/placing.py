"""Counts that sources made, on one scale: each show's place within its premiere season, per source and day. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from nextcour.catalog.dates import season_of
from nextcour.catalog.entry import Entry
from nextcour.signals.demand import COMPARED, MIN_SEASON
from nextcour.signals.series import Point, Track, is_weekly

# Running totals that say how many want a show, best first: one is used of each source.
LEVELS = ("members", "popularity", "collections", "watching")
# Interest itself, day by day or week by week; `pageviews.en` and the like too.
FLOWS = ("pageviews", "views", "searches", "plays", "mentions", "sales")
_WEEK = 7
Season = tuple[str, int]


class Count(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`value` counted on `day`, shown on `seen` (ordinals)."""

    day: int
    value: float
    seen: int


class Series(NamedTuple):
    """Counts of one measure at one source, by entry; of each entry in order of day, one a day."""

    source: str
    measure: str
    counts: Mapping[str, Sequence[Count]]


def is_flow(measure: str) -> bool:
    return measure.partition(".")[0] in FLOWS


def chosen(series: Iterable[Series]) -> list[Series]:
    """Of each source its best level and all its flows, those by the day as sums of weeks."""
    best: dict[str, Series] = {}
    flows: list[Series] = []
    for one in series:
        if is_flow(one.measure):
            flows.append(weekly(one) if is_weekly(one.measure) else one)
        elif one.measure in LEVELS:
            held = best.get(one.source)
            if held is None or LEVELS.index(one.measure) < LEVELS.index(held.measure):
                best[one.source] = one
    return sorted([*best.values(), *flows], key=lambda one: (one.source, one.measure))


def weekly(series: Series) -> Series:
    """Sums of whole weeks, Monday to Sunday, as counts of the Sunday. Weeks with a day missing are left out: what comes
    in later never changes a week that is over."""
    found: dict[str, list[Count]] = {}
    for entry, counts in series.counts.items():
        weeks: dict[int, list[Count]] = defaultdict(list)
        for count in counts:
            weeks[(count.day - 1) // _WEEK].append(count)  # ordinal 1 is a Monday
        sums = [
            Count((week + 1) * _WEEK, sum(one.value for one in days), max(one.seen for one in days))
            for week, days in sorted(weeks.items())
            if len(days) == _WEEK
        ]
        if sums:
            found[entry] = sums
    return Series(series.source, series.measure, found)


class Seasons:
    """Which series premiered in which season, and how many of it were out by a day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.of: dict[str, tuple[Season, int]] = {}  # season and first day of every series that has both
        days: dict[Season, list[int]] = defaultdict(list)
        for entry in entries:
            first, last = entry.premiere.earliest, entry.premiere.latest
            if entry.format in COMPARED and entry.premiere.month and first is not None and last is not None:
                season = season_of(first)
                self.of[entry.id] = season, last.toordinal()
                days[season].append(last.toordinal())
        self._days = {season: sorted(some) for season, some in days.items()}

    def out(self, season: Season, day: int) -> int:
        return bisect_right(self._days.get(season, ()), day)

    def on(self, entry: str, day: int) -> Season | None:
        """The season to compare `entry` within; None while it was not out."""
        held = self.of.get(entry)
        return held[0] if held is not None and held[1] <= day else None


def tracks(series: Iterable[Series], entries: Iterable[Entry]) -> dict[str, tuple[Track, ...]]:
    """Tracks by entry, sources in alphabetical order. A place on a day rests on counts of that day alone, among series
    that were out by then."""
    seasons = Seasons(entries)
    found: dict[str, list[Track]] = defaultdict(list)
    for one in chosen(series):
        groups: dict[tuple[Season, int], list[float]] = defaultdict(list)
        for entry, counts in one.counts.items():
            for count in counts:
                season = seasons.on(entry, count.day)
                if season is not None:
                    groups[season, count.day].append(count.value)
        for values in groups.values():
            values.sort()
        for entry, counts in one.counts.items():
            points = tuple(_point(count, seasons.on(entry, count.day), groups, seasons) for count in counts)
            found[entry].append(Track(one.source, one.measure, entry, is_flow(one.measure), points))
    return {entry: tuple(some) for entry, some in found.items()}


def _point(
    count: Count, season: Season | None, groups: Mapping[tuple[Season, int], Sequence[float]], seasons: Seasons
) -> Point:
    if season is None:
        return Point(count.day, count.value, count.seen)
    values = groups[season, count.day]
    n = len(values)
    place = None
    if n >= MIN_SEASON:
        place = (bisect_left(values, count.value) + bisect_right(values, count.value)) / 2 / n
    return Point(count.day, count.value, count.seen, place, n, max(n, seasons.out(season, count.day)))
