"""What became known about entries between two days: announced, dated, delayed, started, finished and so on. Pure.

The log of an entry is made from its as-of views, one on each day on which any of them can change. Every change stands
on its day: the day on which it could first be known, or on which a known date came. So the log of two periods in a row
is that of both together, and nothing in it is later than its end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.rules import Observed, days_of, seen_of
from nextcour.facts.run_state import AT_ONCE, called_off, has_ended, is_out
from nextcour.facts.views import Cut, entry_as_of, version_as_of


class Kind(StrEnum):
    """What changed."""

    ANNOUNCED = "ANNOUNCED"
    MOVIE_ANNOUNCED = "MOVIE_ANNOUNCED"
    DATED = "DATED"  # a date became known, or known more exactly
    DELAYED = "DELAYED"
    ADVANCED = "ADVANCED"
    UNDATED = "UNDATED"  # a date was taken back
    STARTED = "STARTED"
    FINISHED = "FINISHED"
    CANCELLED = "CANCELLED"  # called off or taken down before anything was out


_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Change(msgspec.Struct, frozen=True):
    """`before` and `after` are dates as they were known, or statuses; empty where there is none.

    `source` showed what it rests on on `observed_at`, at `url` where a synced source did; `rule` says by which rule it
    could be known on `day` (docs/knowable.md), empty when it was observed then.
    """

    day: dt.date
    kind: Kind
    entry: str
    before: str
    after: str
    source: str
    observed_at: dt.date
    rule: str = ""
    url: str = ""


class Known(NamedTuple):
    """An entry with what its views rest on, and the last day that a source looked at it: what its dates say of later
    days is a plan."""

    entry: Entry
    announced: AnnouncementDay
    looked: dt.date


def changes(
    known: Iterable[Known], observed: Observed, since: dt.date, until: dt.date, *, strict: bool = False
) -> tuple[Change, ...]:
    """Changes after `since`, up to and with `until`, by day, entry and kind. `strict`: by the days on which sources
    showed things, instead of those on which they could be known."""
    found = [
        change
        for one in known
        if _moves(one, observed, since, until, strict=strict)
        for change in log(one, observed, min(until, one.looked), strict=strict)
        if since < change.day
    ]
    return tuple(sorted(found, key=lambda change: (change.day, change.entry, _ORDER[change.kind])))


def log(one: Known, observed: Observed, until: dt.date, *, strict: bool = False) -> Iterator[Change]:
    """Everything that became known of an entry up to `until`, oldest first."""
    state = _State()
    for day in sorted(_days(one, observed, strict=strict)):
        if day > until:
            return
        now = entry_as_of(one.entry, one.announced, observed, Cut(day, strict))
        if now is not None:
            yield from state.step(one, now, observed, day)


def _moves(one: Known, observed: Observed, since: dt.date, until: dt.date, *, strict: bool) -> bool:
    return any(since < day <= until for day in _days(one, observed, strict=strict))


def _days(one: Known, observed: Observed, *, strict: bool) -> set[dt.date]:
    """Days on which a view of the entry can differ from that of the day before."""
    found: set[dt.date] = set()
    entry: Entry | None = one.entry
    while entry is not None:
        if entry.since is not None and entry.before is not None:
            found.add(entry.since)
        for field in ("titles", "month", "premiere", "finale", "status"):
            days = days_of(entry, field, one.announced, observed)
            found.add(days.observed if strict else days.knowable)
        found |= {day for day in (entry.premiere.latest, entry.finale.latest) if day is not None}
        entry = entry.before
    return found


class _State:
    """What had been said of an entry so far."""

    def __init__(self) -> None:
        self.seen = self.started = self.finished = self.off = False
        self.date = FuzzyDate()  # as it was known last
        self.last = FuzzyDate()  # the same, or what was known before it was taken back

    def step(self, one: Known, now: Entry, observed: Observed, day: dt.date) -> Iterator[Change]:
        """What is new in the view `now` of `day`."""

        def change(kind: Kind, field: str, before: str = "", after: str = "") -> Change:
            version = version_as_of(one.entry, Cut(day))
            days = days_of(version, field, one.announced, observed)
            seen = seen_of(version, field)
            return Change(
                day, kind, now.id, before, after, days.package, days.observed, days.rule, seen.url if seen else ""
            )

        if not self.seen:
            self.seen = True
            yield change(Kind.MOVIE_ANNOUNCED if now.format is Format.MOVIE else Kind.ANNOUNCED, "titles")
        if now.premiere != self.date:
            if not self.started:
                field = "premiere" if now.premiere.day is not None or now.premiere.month is None else "month"
                yield change(_dating(self.last, self.date, now.premiere), field, self.last.iso(), now.premiere.iso())
            self.date = now.premiere
            if now.premiere.year is not None:
                self.last = now.premiere
        if called_off(now, day) != self.off:
            self.off = not self.off
            if self.off:
                yield change(Kind.CANCELLED, "status", "", now.status or "")
        if not self.started and is_out(now, day):
            self.started = True
            yield change(Kind.STARTED, "premiere", "", now.premiere.iso())
        if not self.finished and now.format not in AT_ONCE and has_ended(now, day):
            self.finished = True
            yield change(Kind.FINISHED, "finale", "", now.finale.iso())


def _dating(last: FuzzyDate, before: FuzzyDate, now: FuzzyDate) -> Kind:
    """What a new date says beside the `last` one that was known; `before` is empty where that was taken back."""
    if now.year is None:
        return Kind.UNDATED
    if last.year is None:
        return Kind.DATED
    begin, end, first, final = last.earliest, last.latest, now.earliest, now.latest
    if begin is None or end is None or first is None or final is None:
        return Kind.DATED
    if first > end:
        return Kind.DELAYED
    if final < begin:
        return Kind.ADVANCED
    if first >= begin and final <= end:
        return Kind.DATED
    # Less exact than before, or overlapping: later when it may now be later, earlier when only earlier.
    if before.year is None:
        return Kind.DATED
    return Kind.DELAYED if final > end else Kind.ADVANCED
