"""Releases as events of a calendar, before they take the form of a file. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nextcour.answers.answer import RenewalStatus
from nextcour.answers.changed import ChangedRow
from nextcour.catalog.dates import FuzzyDate, Precision
from nextcour.facts.changes import Kind as Change
from nextcour.feeds.plain import fit, host_of
from nextcour.forecast.model import Window
from nextcour.pages.item import Item
from nextcour.pages.premiere import Kind, Premiere
from nextcour.site.languages import N_, title_in, translations
from nextcour.site.links import Links
from nextcour.site.standing import Standing
from nextcour.site.words import Words
from nextcour.store.shelf import studio_key

# What may move an event, or makes it another one: a calendar takes the event with the higher count.
MOVES = (
    Change.ANNOUNCED,
    Change.MOVIE_ANNOUNCED,
    Change.DATED,
    Change.DELAYED,
    Change.ADVANCED,
    Change.UNDATED,
    Change.CANCELLED,
)
_ONE = dt.timedelta(days=1)
_NAMED = N_("%(title)s: %(what)s")
_BESIDE = N_("%(title)s (%(format)s)")
_PART = N_("%(season)s, next part")
_MONTH_ONLY = N_("%(what)s – day not known yet")
_WINDOW = N_("%(what)s – most likely window (80 %%)")
_IF = N_("%(what)s, if it returns – most likely window (80 %%)")
_ON = N_("Premiere: %(date)s.")
_WITHIN = N_("Published is %(date)s; the day is not known yet.")
_LIKELY = N_(
    "Announced without a day. Most likely %(first)s to %(last)s (80 %%), as likely before as after %(middle)s."
)
_IF_IT = N_(
    "Not announced. If it returns, most likely %(first)s to %(last)s (80 %%), as likely before as after %(middle)s."
)
_KNOWN = N_("As known on %(day)s.")


@dataclass(frozen=True)
class Event:
    """All day from `start` to the day before `end`. `confirmed`: a source published the day. `uid` stays while dates
    change; `sequence` counts what became known of it. `tags` are what people filter by."""

    uid: str
    summary: str
    description: str
    start: dt.date
    end: dt.date
    confirmed: bool
    cancelled: bool
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    url: str
    sequence: int
    modified: dt.date
    created: dt.date | None

    def touches(self, first: dt.date, last: dt.date) -> bool:
        return self.start <= last and self.end > first


class Events:
    """Makes events of one show. `moves` are changes of its entries of the kinds MOVES, up to `known_to`."""

    def __init__(self, item: Item, moves: Sequence[ChangedRow], links: Links) -> None:
        self._item, self._moves, self._links = item, moves, links
        self._words, self._gettext = Words(links.language), translations(links.language).gettext
        self._title = fit(title_in(item.titles, item.title, links.language))

    def of(self, one: Premiere) -> Event | None:
        """The event of a release; None where not even its month is known or likely."""
        date = FuzzyDate.from_iso(one.date or "")
        if date.exact is not None:
            said = self._say(_ON, date=self._words.fuzzy(date))
            return self._event(one, self._named(one), said, date.exact, date.exact + _ONE, confirmed=True)
        if date.precision is Precision.MONTH and date.earliest is not None and date.latest is not None:
            what = self._say(_MONTH_ONLY, what=self._named(one))
            said = self._say(_WITHIN, date=self._words.fuzzy(date))
            return self._event(one, what, said, date.earliest, date.latest + _ONE)
        window = self._item.window
        if window is None or one.kind is not Kind.SEASON or one.number != self._item.upcoming:
            return None
        what = self._say(_WINDOW, what=self._named(one))
        return self._event(one, what, self._about(_LIKELY, window), window.p10, window.p90 + _ONE)

    def if_it_returns(self, number: int, told: Standing) -> Event | None:
        """The window of a next season, that with `number`, that nobody announced; None where none is given."""
        item, window = self._item, self._item.window
        if window is None or item.upcoming is not None or item.status is RenewalStatus.ANNOUNCED:
            return None
        what = self._say(_IF, what=self._say(_NAMED, title=self._title, what=told.next))
        about = "\n".join(filter(None, (self._about(_IF_IT, window), told.chance)))
        return Event(
            uid=self._uid(f"{item.line}-{number}-premiere"),
            summary=what,
            description=self._description(about, self._title),
            start=window.p10,
            end=window.p90 + _ONE,
            confirmed=False,
            cancelled=False,
            tags=(item.line, Kind.SEASON.value.lower(), *(studio_key(studio) for studio in item.studios)),
            categories=self._categories(item.format, item.studios),
            url=self._links.absolute(self._links.title(item.line)),
            sequence=0,
            modified=item.known_to,
            created=None,
        )

    def _event(
        self, one: Premiere, what: str, said: str, start: dt.date, end: dt.date, *, confirmed: bool = False
    ) -> Event:
        moves = [move for move in self._moves if move.entry == one.entry]
        days = [move.day for move in moves]
        last = max(moves, key=lambda move: move.day, default=None)
        season = one.kind is Kind.SEASON
        return Event(
            uid=self._uid(f"{one.line}-{one.number}-premiere" if season else f"{one.line}-{one.entry}-premiere"),
            summary=what,
            description=self._description(said, fit(one.title)),
            start=start,
            end=end,
            confirmed=confirmed,
            cancelled=last is not None and last.kind is Change.CANCELLED,
            tags=(one.line, one.kind.value.lower(), *(studio_key(studio) for studio in one.studios)),
            categories=self._categories(one.format, one.studios),
            url=self._links.absolute(self._links.title(one.line)),
            sequence=len(moves),
            modified=max((*days, one.announced_on)) if confirmed else self._item.known_to,
            created=one.announced_on,
        )

    def _uid(self, name: str) -> str:
        return f"{self._links.quoted(name)}@{host_of(self._links.address)}"

    def _named(self, one: Premiere) -> str:
        if one.number is None:
            title = fit(title_in(one.titles, one.title, self._links.language))
            return self._say(_BESIDE, title=title, format=self._words.format(one.format))
        what = self._words.installment(one.number, one.format)
        if one.kind is Kind.PART:
            what = self._say(_PART, season=what)
        return self._say(_NAMED, title=self._title, what=what)

    def _about(self, message: str, window: Window) -> str:
        day = self._words.day
        return self._say(message, first=day(window.p10), middle=day(window.p50), last=day(window.p90))

    def _description(self, said: str, title: str) -> str:
        known = self._say(_KNOWN, day=self._words.day(self._item.known_to))
        return "\n".join((title, said, known, self._links.absolute(self._links.title(self._item.line))))

    def _categories(self, format_: str, studios: Sequence[str]) -> tuple[str, ...]:
        return ("Anime", self._words.format(format_), *(fit(studio) for studio in studios))

    def _say(self, message: str, **given: str) -> str:
        return self._gettext(message) % given
