"""Which releases stand in which calendar: what comes, a season of the year, a show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from nextcour.answers.answer import RenewalStatus
from nextcour.feeds.event import MOVES, Event, Events
from nextcour.feeds.ical import Plan
from nextcour.feeds.plain import fit
from nextcour.pages.item import Item
from nextcour.pages.premiere import Kind, Premiere
from nextcour.site.languages import DEFAULT, N_, title_in, translations
from nextcour.site.links import Links
from nextcour.site.site import Site
from nextcour.site.standing import next_number, standing
from nextcour.site.words import Words

MOST = 500  # events in a file, the nearest
LIKELY = 0.1  # the least chance to be out within two years with which an unannounced season stands among all shows
_MOST_LIKELY = 300
_ALL = N_("Anime: what comes")
_SEASON = N_("Anime: %(season)s")
_SHOW = N_("%(title)s: premieres")
_DESCRIPTION = N_(
    "Premieres with a published day are confirmed; months and likely windows are tentative. As known on %(day)s."
)


@dataclass(frozen=True)
class Asked:
    """Sonarr's parameters, days counted from the last day of knowledge. `tags`: lines, kinds and studios of which an
    event has to have one; empty lets all through. `unmonitored`: also seasons that nobody announced.
    `premieres_only`: the first part of seasons only."""

    past_days: int = 30
    future_days: int = 365
    tags: frozenset[str] = frozenset()
    unmonitored: bool = False
    premieres_only: bool = False

    def takes(self, event: Event) -> bool:
        return (not self.tags or not self.tags.isdisjoint(event.tags)) and (
            not self.premieres_only or Kind.SEASON.value.lower() in event.tags
        )


EVERYTHING = Asked()


def coming(site: Site, asked: Asked = EVERYTHING, language: str = DEFAULT) -> Plan:
    """Premieres of all shows around the last day of knowledge, and the likely windows of what has no date."""
    first = site.known_to - dt.timedelta(days=asked.past_days)
    last = site.known_to + dt.timedelta(days=asked.future_days)
    # A month sorts before its days: the one in which `first` lies is looked at as well.
    premieres = site.shelf.premieres("date >= ? AND date <= ?", (f"{first:%Y-%m}", last.isoformat()))
    undated = site.shelf.items(
        "status = ? AND (upcoming_date IS NULL OR length(upcoming_date) = 4)", (RenewalStatus.ANNOUNCED.value,)
    )
    for item in undated:
        premieres += site.shelf.premieres("line = ? AND number = ?", (item.line, item.upcoming))
    makers = _Makers(site, Links(language, site.address))
    events = [*makers.of(premieres), *makers.if_they_return(_open(site, asked))]
    words = translations(language).gettext
    return makers.plan(
        words(_ALL), makers.links.calendar_file(), (one for one in events if one.touches(first, last)), asked
    )


def of_season(site: Site, season: str, asked: Asked = EVERYTHING, language: str = DEFAULT) -> Plan | None:
    """Everything of a season (`FALL 2020`), whatever days are asked for; None where nothing is known of it."""
    found = site.shelf.premieres("season = ?", (season,))
    if not found:
        return None
    makers = _Makers(site, Links(language, site.address))
    name = translations(language).gettext(_SEASON) % {"season": Words(language).season(season)}
    return makers.plan(name, makers.links.calendar_file(season=season), makers.of(found), asked)


def of_title(site: Site, line: str, asked: Asked = EVERYTHING, language: str = DEFAULT) -> Plan | None:
    """Everything of a show, whatever days are asked for, and its next window; None when there is no such show."""
    item = site.shelf.item(line)
    if item is None:
        return None
    makers = _Makers(site, Links(language, site.address))
    name = translations(language).gettext(_SHOW) % {"title": fit(title_in(item.titles, item.title, language))}
    events = [*makers.of(site.shelf.premieres("line = ?", (line,))), *makers.if_they_return([item])]
    return makers.plan(name, makers.links.calendar_file(line=line), events, asked)


def _open(site: Site, asked: Asked) -> list[Item]:
    """Shows that nobody announced more of: the likeliest, and those that the reader named."""
    if not asked.unmonitored:
        return []
    found = site.shelf.items("upcoming IS NULL AND out_chance >= ?", (LIKELY,), "out_chance DESC, line", _MOST_LIKELY)
    named = site.shelf.items_of(sorted(asked.tags))
    return [*found, *(item for line, item in named.items() if line not in {one.line for one in found})]


class _Makers:
    """Makers of events by show, each with what the log says of it."""

    def __init__(self, site: Site, links: Links) -> None:
        self.links = links
        self._site = site
        self._made: dict[str, Events] = {}

    def of(self, premieres: Iterable[Premiere]) -> list[Event]:
        found = list(premieres)
        items = self._site.shelf.items_of(one.line for one in found)
        made = (self._for(items[one.line]).of(one) for one in found if one.line in items)
        return [event for event in made if event is not None]

    def if_they_return(self, items: Iterable[Item]) -> list[Event]:
        shelf, language = self._site.shelf, self.links.language
        made = (
            self._for(item).if_it_returns(next_number(shelf, item), standing(shelf, item, language)) for item in items
        )
        return [event for event in made if event is not None]

    def plan(self, name: str, path: str, events: Iterable[Event], asked: Asked) -> Plan:
        kept = {event.uid: event for event in events if asked.takes(event)}
        language = self.links.language
        description = translations(language).gettext(_DESCRIPTION) % {"day": Words(language).day(self._site.known_to)}
        nearest = sorted(kept.values(), key=lambda event: (abs((event.start - self._site.known_to).days), event.uid))
        return Plan(name, description, self.links.absolute(path), tuple(nearest[:MOST]))

    def _for(self, item: Item) -> Events:
        if item.line not in self._made:
            log = self._site.changes.newest(
                until=self._site.known_to.isoformat(),
                kinds=[kind.value for kind in MOVES],
                line=item.line,
                limit=10_000,
            )
            self._made[item.line] = Events(item, [one.change for one in log], self.links)
        return self._made[item.line]
