"""Demand counted by one provider on one day, and each show's place within its premiere season. Needs numpy.

Raw counts grow with a site and with a show's age; places within the season do not, so any provider will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nextcour.catalog.entry import Format
from nextcour.signals.chronicle import FORMATS, NEVER, Chronicle, Floats

# Shows with fewer comparable ones in their own season are ranked among its neighbours too, up to a year either way.
LEAST, REACH = 20, 4
_SEASON_DAYS = 365.25 / 4


@dataclass(frozen=True)
class Census:
    """`counts` by entry id, made on `day` (ordinal). `complete`: whether shows without a count are missing at random;
    if not, they are taken to be less wanted than every counted one (a list of the best known)."""

    provider: str
    day: int
    counts: Mapping[str, float]
    complete: bool = True


@dataclass(frozen=True)
class Places:
    """Of every entry of a chronicle on the census' day: `percentile` in [0, 1], the share of its season below it (ties
    half), nan where it was not counted or not out."""

    provider: str
    day: int
    percentile: Floats


def places(census: Census, chronicle: Chronicle) -> Places:
    """Ranks every counted TV and web series among those of its premiere season that were out on the census' day."""
    value = np.array([census.counts.get(entry, np.nan) for entry in chronicle.entries], dtype=np.float64)
    compared = np.isin(chronicle.format, [FORMATS.index(f) for f in (Format.TV, Format.ONA, Format.TV_SHORT)])
    out = compared & (chronicle.entry_premiere <= census.day) & (chronicle.entry_premiere < NEVER)
    season = np.floor(chronicle.entry_premiere / _SEASON_DAYS).astype(np.int64)
    percentile = np.full(len(value), np.nan)
    counted = out & ~np.isnan(value)
    by_season = {int(one): np.sort(value[counted & (season == one)]) for one in np.unique(season[counted])}
    sizes = {int(one): int(n) for one, n in zip(*np.unique(season[out], return_counts=True), strict=True)}
    for one, own in by_season.items():
        rows = np.flatnonzero(counted & (season == one))
        values, everyone = own, sizes[one]
        for step in range(1, REACH + 1):
            if len(values) >= LEAST:
                break
            around = [by_season[near] for near in (one - step, one + step) if near in by_season]
            values = np.sort(np.concatenate([values, *around]))
            everyone += sizes.get(one - step, 0) + sizes.get(one + step, 0)
        n = len(values) if census.complete else max(everyone, len(values))
        above = len(values) - np.searchsorted(values, value[rows], side="right")
        ties = len(values) - above - np.searchsorted(values, value[rows], side="left")
        percentile[rows] = 1.0 - (above + 0.5 * ties) / n
    return Places(census.provider, census.day, percentile)
