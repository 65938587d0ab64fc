"""The catalogue together with what was prepared from the fact store: what the index is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry
from nextcour.facts import announced as announcement_days
from nextcour.facts.assembly import StatedLink, is_new
from nextcour.facts.dispute import Dispute
from nextcour.facts.fact import AnnouncementDay
from nextcour.facts.first_shown import announced_when_shown, placed
from nextcour.facts.news import Headline
from nextcour.facts.run_state import called_off
from nextcour.franchise.correction import Correction, CorrectionKind
from nextcour.store import prepared


class Combined(NamedTuple):
    """`entries` by id, `announced` of every one; `graph` what the franchise graph sees; `links` what sources state
    about new entries, as corrections that come before anybody's own; `looked` the last day a source looked at one;
    `complete` that of the last complete look of each source that lists everything; `studios` the last day a source that
    tells studios looked at an entry."""

    entries: Mapping[str, Entry]
    announced: Mapping[str, AnnouncementDay]
    graph: tuple[Entry, ...]
    links: tuple[Correction, ...]
    looked: Mapping[str, dt.date]
    disputes: Mapping[str, tuple[Dispute, ...]]
    complete: Mapping[str, dt.date] = {}
    studios: Mapping[str, dt.date] = {}
    headlines: tuple[Headline, ...] = ()

    def waited_for(self) -> tuple[Mapping[str, Entry], Mapping[str, AnnouncementDay]]:
        """Entries and announcements without those that were called off: nobody came back by them."""
        day = max(self.looked.values(), default=dt.date.min)
        off = {identity for identity, entry in self.entries.items() if called_off(entry, day)}
        if not off:
            return self.entries, self.announced
        entries = {
            identity: msgspec.structs.replace(entry, premiere=FuzzyDate()) if identity in off else entry
            for identity, entry in self.entries.items()
        }
        return entries, {identity: day for identity, day in self.announced.items() if identity not in off}


def combine(content: Catalogue, digest: str, path: Path | None) -> Combined:
    """`content`, whose file has the SHA-256 `digest`, with what was prepared for it at `path`; alone where there is
    nothing."""
    days = with_every_entry(announcement_days.infer(content.entries, content.data_day), content)
    base = {entry.id: entry for entry in content.entries}
    more = prepared.read(path, digest) if path is not None else None
    if more is None:
        return Combined(base, days, content.entries, (), {}, {})
    entries = dict(sorted({**base, **{entry.id: entry for entry in more.entries}}.items()))
    new = [entry for entry in more.entries if entry.id not in base and is_new(entry)]
    if new:
        clock = announcement_days.clock_of(content.entries, content.data_day)
        last = max((entry.ids.mal or 0 for entry in content.entries if entry.premiere.year is not None), default=0)
        days = {**days, **announced_when_shown(new, clock, last)}
    disputes: dict[str, list[Dispute]] = {}
    for one in more.disputes:
        disputes.setdefault(one.entry, []).append(one)
    return Combined(
        entries,
        days,
        tuple(placed(_for_graph(base, entries), more.links).values()),
        tuple(_correction(link) for link in more.links),
        more.looked,
        {identity: tuple(rows) for identity, rows in disputes.items()},
        more.complete,
        more.studios,
        tuple(one for one in more.headlines if one.entry in entries),
    )


def _for_graph(base: Mapping[str, Entry], entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Entries that were there before as the catalogue has them, but for their dates: further titles and other formats
    of theirs would move lines that were checked."""
    return {
        identity: msgspec.structs.replace(base[identity], premiere=entry.premiere, finale=entry.finale)
        if identity in base and entry is not base[identity]
        else entry
        for identity, entry in entries.items()
    }


def _correction(link: StatedLink) -> Correction:
    url = link.url if link.url.startswith(("https://", "http://")) else "https://example.org/"
    note = f"{link.source} lists {link.later} as the sequel of {link.earlier}, seen {link.observed}"
    return Correction(CorrectionKind.LINK, url, link.observed, earlier=link.earlier, later=link.later, note=note)


def with_every_entry(days: dict[str, AnnouncementDay], content: Catalogue) -> dict[str, AnnouncementDay]:
    """`days` completed for entries of which neither an id nor a premiere says anything: known from the day that the
    catalogue was made, no earlier."""
    unknown = AnnouncementDay(content.data_day, content.data_day, content.data_day, "catalogue-day")
    return {entry.id: days.get(entry.id, unknown) for entry in content.entries}
