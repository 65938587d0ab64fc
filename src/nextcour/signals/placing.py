"""Counts that sources made, on one scale: each show's place within its premiere season, per source and day. Pure."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
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
# A show out for so many days has faded and grows with its source; fewer than LEAST_TIDE tell nothing about that.
SETTLED, LEAST_TIDE = 365, 20
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
    that were out by then; a tide on counts up to that day."""
    listed = list(entries)
    seasons = Seasons(listed)
    out = {entry.id: entry.premiere.latest.toordinal() for entry in listed if entry.premiere.latest is not None}
    found: dict[str, list[Track]] = defaultdict(list)
    for one in chosen(series):
        flow = is_flow(one.measure)
        groups: dict[tuple[Season, int], list[float]] = defaultdict(list)
        for entry, counts in one.counts.items():
            for count in counts:
                season = seasons.on(entry, count.day)
                if season is not None:
                    groups[season, count.day].append(count.value)
        for values in groups.values():
            values.sort()
        risen = {} if flow else tide(one, out)
        for entry, counts in one.counts.items():
            points = tuple(
                _point(count, seasons.on(entry, count.day), groups, seasons, risen.get(count.day)) for count in counts
            )
            found[entry].append(Track(one.source, one.measure, entry, flow, points))
    return {entry: tuple(some) for entry, some in found.items()}


def tide(series: Series, out: Mapping[str, int]) -> dict[int, float]:
    """By how much (log) shows that had been out for SETTLED days grew at a source: the middle one of at least
    LEAST_TIDE, added up, from the first day on which that is known. Where too few were counted twice in a row the usual
    pace is taken. `out` has each entry's premiere."""
    by_day: dict[int, dict[str, float]] = defaultdict(dict)
    for entry, counts in series.counts.items():
        for count in counts:
            if count.value > 0 and out.get(entry, count.day) <= count.day - SETTLED:
                by_day[count.day][entry] = count.value
    found: dict[int, float] = {}
    days = sorted({count.day for counts in series.counts.values() for count in counts})
    risen = 0.0
    began: int | None = None
    for before, day in pairwise(days):
        old, new = by_day[before], by_day[day]
        growth = sorted(math.log(value / old[entry]) for entry, value in new.items() if entry in old)
        if len(growth) >= LEAST_TIDE:
            began = before if began is None else began
            risen += max(growth[len(growth) // 2], 0.0)
        elif began is not None:
            risen += risen / (before - began) * (day - before)
        if began is not None:
            found[day] = risen
    return found


def _point(
    count: Count,
    season: Season | None,
    groups: Mapping[tuple[Season, int], Sequence[float]],
    seasons: Seasons,
    risen: float | None,
) -> Point:
    if season is None:
        return Point(count.day, count.value, count.seen, tide=risen)
    values = groups[season, count.day]
    n = len(values)
    place = None
    if n >= MIN_SEASON:
        place = (bisect_left(values, count.value) + bisect_right(values, count.value)) / 2 / n
    return Point(count.day, count.value, count.seen, place, n, max(n, seasons.out(season, count.day)), risen)
