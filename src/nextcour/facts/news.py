"""Headlines that were matched to an entry: what answers show of them, and from which day on. Pure.

A headline is evidence with a link. It makes no status, no date and no change, and it counts as no look at a show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from nextcour.catalog.text import clean
from nextcour.facts.field_values import host_of
from nextcour.facts.intake import family
from nextcour.facts.ledger import Stored
from nextcour.facts.observation import Key

FIELD = "headline"
PUBLISHED = "headline-published"  # the rule of docs/knowable.md


class Outlet(NamedTuple):
    """How a source wants to be credited, and the site that its links have to lead to."""

    credit: str
    site: str


OUTLETS = {
    "ann-news": Outlet("Anime News Network", "animenewsnetwork.com"),
    "ann": Outlet("Anime News Network", "animenewsnetwork.com"),
}


class Headline(msgspec.Struct, frozen=True):
    """One headline of `entry`. `published` is the UTC day that the outlet gives, None when it gives none; `observed`
    the day our source showed it, `until` the day from which another wording, or another show, took its place."""

    entry: str
    title: str
    link: str
    source: str
    published: dt.date | None
    observed: dt.date
    until: dt.date | None = None
    corrected: bool = False  # a later wording: it was not there when the first one was published

    @property
    def credit(self) -> str:
        return OUTLETS[self.source].credit

    @property
    def knowable(self) -> dt.date:
        """The day it was published, where the source showed that wording first; never after it was observed."""
        if self.corrected or self.published is None:
            return self.observed
        return min(self.published, self.observed)

    @property
    def rule(self) -> str:
        """By which rule it could be known on that day; empty when it was observed then."""
        return PUBLISHED if self.knowable < self.observed else ""

    @property
    def day(self) -> dt.date:
        """The day to print: published, else seen."""
        return self.published or self.observed

    def known(self, day: dt.date, *, strict: bool) -> bool:
        """Whether it could be read on `day`; with `strict`, whether our source had shown it."""
        first = self.observed if strict else self.knowable
        return first <= day and (self.until is None or day < self.until)


class _Value(msgspec.Struct):
    title: str
    link: str
    published: str | None = None


def headline_of(one: Stored, entry: str) -> Headline | None:
    """The headline that a statement is, None when it is none that may be shown: by a source that is no outlet,
    withdrawn, without words, or with a link that leads elsewhere. Whoever wrote the store is not trusted."""
    said = one.observation
    outlet = OUTLETS.get(said.source)
    if outlet is None or one.withdrawn or family(said.field) != FIELD:
        return None
    try:
        value = msgspec.json.decode(said.value, type=_Value)
    except msgspec.MsgspecError:
        return None
    title = clean(value.title)
    if not any(char.isalnum() for char in title) or not leads_to(value.link, outlet.site):
        return None
    published = _day(value.published)
    if published is not None:
        published = min(published, said.observed_at)
    return Headline(entry, title, value.link, said.source, published, said.observed_at)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def leads_to(link: str, site: str) -> bool:
    """Whether `link` is a clean http(s) address on `site` or below it."""
    try:
        host = host_of(link)
    except ValueError:
        return False
    return host == site or host.endswith(f".{site}")


def chained(rows: Iterable[tuple[Headline, Key]]) -> tuple[Headline, ...]:
    """Every wording, each until the next one took its place. `rows` are what was stated, with the record that it was
    stated of; their order does not matter.

    The feed gives an item once: what it is about later replaces what it was about before. The encyclopedia shows one
    item on every show that it is about, so there a link is followed show by show.
    """
    lines: dict[tuple[str, ...], list[Headline]] = {}
    for one, key in rows:
        name = (one.source, one.link) if one.source == "ann-news" else (one.source, one.link, key.provider, key.id)
        lines.setdefault(name, []).append(one)
    found: list[Headline] = []
    for wordings in lines.values():
        wordings.sort(key=lambda one: (one.observed, one.title, one.entry))
        for at, one in enumerate(wordings):
            after = wordings[at + 1].observed if at + 1 < len(wordings) else None
            corrected = at > 0 and one.title != wordings[0].title
            if after != one.observed:  # of several on one day the last one counts
                found.append(msgspec.structs.replace(one, until=after, corrected=corrected))
    return tuple(sorted(found, key=lambda one: (one.entry, one.observed, one.link, one.source)))


def readable(
    headlines: Iterable[Headline], entries: Iterable[str], day: dt.date, *, strict: bool = False
) -> tuple[Headline, ...]:
    """Those about `entries` that could be read on `day`, newest first; a link that two sources gave once."""
    wanted = frozenset(entries)
    known = [one for one in headlines if one.entry in wanted and one.known(day, strict=strict)]
    known.sort(key=lambda one: (one.knowable, one.source, one.entry))
    by_link: dict[str, Headline] = {}
    for one in known:
        by_link.setdefault(one.link, one)
    return tuple(sorted(by_link.values(), key=lambda one: (one.day, one.link), reverse=True))
