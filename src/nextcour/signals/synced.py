"""Censuses for forecasts from demand that was synced: what a source counted on a day, where it counted enough. Needs
numpy, by way of `census`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from nextcour.catalog.entry import Entry
from nextcour.signals.census import Census
from nextcour.signals.placing import Season, Seasons, Series, chosen, is_flow

LEAST = 100  # shows; a list of fewer says little about anybody's season
COVERED = 0.6  # share of a season's series that has to be counted for it to count at all
COMPLETE = 0.8  # share of all series of those seasons from which what is missing is taken to be missing at random
_WEEK = 7


def censuses(series: Iterable[Series], entries: Iterable[Entry]) -> list[Census]:
    """Of every source the first day of each week on which it counted LEAST shows of well covered seasons, oldest first.

    A person's own choice of titles is no census: of a season of which only favourites were counted, no place is known.
    So seasons that are not COVERED are left out, and what is left is `complete` from COMPLETE on.
    """
    seasons = Seasons(entries)
    found = []
    for one in chosen(series):
        if is_flow(one.measure):
            continue
        days: dict[int, dict[str, float]] = defaultdict(dict)
        for entry, counts in one.counts.items():
            for count in counts:
                if seasons.on(entry, count.day) is not None:
                    days[count.day][entry] = count.value
        weeks = set[int]()
        for day in sorted(days):
            census = _census(one.source, day, days[day], seasons)
            if census is not None and (day - 1) // _WEEK not in weeks:
                weeks.add((day - 1) // _WEEK)
                found.append(census)
    return sorted(found, key=lambda census: (census.day, census.provider))


def _census(source: str, day: int, counts: Mapping[str, float], seasons: Seasons) -> Census | None:
    by_season: dict[Season, list[str]] = defaultdict(list)
    for entry in counts:
        season = seasons.on(entry, day)
        if season is not None:
            by_season[season].append(entry)
    covered = {season: some for season, some in by_season.items() if len(some) >= COVERED * seasons.out(season, day)}
    kept = {entry: counts[entry] for some in covered.values() for entry in some}
    if len(kept) < LEAST:
        return None
    total = sum(seasons.out(season, day) for season in covered)
    return Census(source, day, kept, complete=len(kept) >= COMPLETE * total)
