"""From when entries that a synced source brought count as known, and stand-ins for premieres that are not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from nextcour.catalog.dates import FuzzyDate, Precision
from nextcour.catalog.entry import Entry
from nextcour.facts.announced import FIRST_ID, MAL_ID, Clock
from nextcour.facts.assembly import StatedLink, first_shown
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import SHOWN

# Where an entry without a premiere stands in its line: so many days after it was first shown; what continues it later.
_AHEAD = 180


def announced_when_shown(new: Iterable[Entry], clock: Clock, last_id: int) -> dict[str, AnnouncementDay]:
    """The announcement day of `new` entries. By the order of MyAnimeList ids up to `last_id`, the highest that the
    catalogue itself dates: what lies beyond is no older than that, and counts from the day a source showed it. Never
    after that day."""
    found = {}
    for entry in new:
        shown = first_shown(entry)
        if shown is None:
            continue
        found[entry.id] = _by_id(entry, shown, clock, last_id) or _shown(entry, shown, clock, last_id)
    return found


def _by_id(entry: Entry, shown: dt.date, clock: Clock, last_id: int) -> AnnouncementDay | None:
    mal = entry.ids.mal
    band = clock.day(mal) if mal is not None and FIRST_ID <= mal <= last_id else None
    if band is None:
        return None
    first = entry.premiere.earliest
    if first is not None and band[0] > first.toordinal():
        return None  # added after its premiere
    limit = min(shown.toordinal(), first.toordinal() if first is not None else shown.toordinal())
    low, middle, high = (dt.date.fromordinal(min(round(value), limit)) for value in band)
    return AnnouncementDay(middle, low, high, MAL_ID)


def _shown(entry: Entry, shown: dt.date, clock: Clock, last_id: int) -> AnnouncementDay:
    """Known from the day a source showed it. Of an id beyond the catalogue's the band says that it is no older."""
    band = clock.day(last_id) if entry.ids.mal is not None and entry.ids.mal > last_id else None
    earliest = shown if band is None else min(shown, dt.date.fromordinal(round(band[0])))
    return AnnouncementDay(shown, earliest, shown, SHOWN)


def placed(entries: Mapping[str, Entry], links: Iterable[StatedLink]) -> dict[str, Entry]:
    """For the franchise graph, which goes by days: a premiere known to the month counts from its first day, one known
    to the year from its last; an entry that has none gets a day after all that it is said to continue."""
    before: dict[str, set[str]] = {}
    for link in links:
        before.setdefault(link.later, set()).add(link.earlier)
    made = dict(entries)
    for identity, entry in entries.items():
        precision = entry.premiere.precision
        if precision is Precision.MONTH or precision is Precision.YEAR:
            day = entry.premiere.earliest if precision is Precision.MONTH else entry.premiere.latest
            assert day is not None
            made[identity] = msgspec.structs.replace(entry, premiere=FuzzyDate.of(day))
        elif precision is Precision.NONE:
            shown = first_shown(entry) or entry.since or dt.date.max - dt.timedelta(days=9 * _AHEAD)
            day = shown + dt.timedelta(days=_AHEAD * _depth(identity, before, entries, frozenset()))
            made[identity] = msgspec.structs.replace(entry, premiere=FuzzyDate.of(day), finale=FuzzyDate())
    return made


def _depth(identity: str, before: Mapping[str, set[str]], entries: Mapping[str, Entry], passed: frozenset[str]) -> int:
    """1 more than the deepest of the entries without a premiere that this one continues; circles end."""
    deepest = 0
    if len(passed) < 8:
        for other in before.get(identity, ()):
            if other not in passed and other in entries and entries[other].premiere.year is None:
                deepest = max(deepest, _depth(other, before, entries, passed | {identity}))
    return deepest + 1
