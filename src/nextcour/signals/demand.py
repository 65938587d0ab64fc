"""Demand as a place within the premiere season: raw counts grow with age and site, places do not."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from nextcour.catalog.dates import season_of
from nextcour.catalog.entry import Entry, Format

COMPARED = (Format.TV, Format.ONA)
# A season with fewer counted shows gives no meaningful place.
MIN_SEASON = 5


class Standing(NamedTuple):
    """Where an entry's collections stand among the TV and web entries of its premiere season, all counted on one day.

    `percentile` in [0, 1]: the share of the season's entries with fewer collections. `n` entries were compared.
    """

    percentile: float
    n: int


def standings(entries: Iterable[Entry]) -> Mapping[str, Standing]:
    """Standing of every TV and web entry that has demand and a known premiere month, by entry id."""
    seasons: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for entry in entries:
        first = entry.premiere.earliest
        if entry.demand is not None and entry.format in COMPARED and first is not None and entry.premiere.month:
            seasons[season_of(first)].append((entry.demand.collections, entry.id))
    places: dict[str, Standing] = {}
    for members in seasons.values():
        if len(members) < MIN_SEASON:
            continue
        counts = sorted(count for count, _ in members)
        for count, entry_id in members:
            places[entry_id] = Standing(bisect_left(counts, count) / len(counts), len(counts))
    return places
