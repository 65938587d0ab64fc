"""Anime News Network's news: headlines with their links, matched to shows where a title is certain."""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import feedparser  # type: ignore[import-untyped]

from nextcour.catalog.text import clean
from nextcour.facts.headlines import Lookup, about
from nextcour.facts.observation import Batch, Key, Observation, Problem
from nextcour.http.client import XML, Http
from nextcour.http.errors import HttpFault, WrongType
from nextcour.sources.markup import guard, marked, plain
from nextcour.sources.noting import Notes, web_address
from nextcour.sources.source import Reach

NAME = "ann-news"
FEED = "https://www.animenewsnetwork.com/news/rss.xml"
SITE = "animenewsnetwork.com"
_LIMIT = 4 * 1024 * 1024
_MOST = 1000  # items of a feed that are read
_FIRST = dt.datetime(1998, 1, 1, tzinfo=dt.UTC)  # the site began that year


@dataclass(frozen=True)
class Headline:
    """One item. `published` is UTC, None when the feed does not say. `cited` are titles marked in its text."""

    title: str
    link: str
    published: dt.datetime | None
    cited: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """`headline.` and 16 hexadecimal digits of the link, so that a corrected headline replaces the first one."""
        return f"headline.{hashlib.sha256(self.link.encode()).hexdigest()[:16]}"

    def note(self, notes: Notes, observed_at: dt.date) -> None:
        said = None if self.published is None else f"{self.published:%Y-%m-%dT%H:%M:%SZ}"
        day = None if self.published is None else min(self.published.date(), observed_at)
        notes.value(self.field, {"title": self.title, "link": self.link, "published": said}, valid_from=day)


class AnnNews:
    """Reads the news feed. `lookup` gives the records that have exactly a title (see `facts.headlines`).

    Headlines about none of them are not kept: an item stays in the feed for days and is looked at again each time, and
    nothing of the site is held that no answer shows."""

    name = NAME
    title = "Anime News Network"
    reach = Reach.FEED
    home = "https://www.animenewsnetwork.com"
    licence = "headlines with credit and link; see https://www.animenewsnetwork.com/encyclopedia/api.php"

    def __init__(self, http: Http, *, url: str = FEED, lookup: Lookup = lambda _: (), site: str = SITE) -> None:
        self._http, self._url, self._lookup, self._site = http, url, lookup, site

    def batches(self, wanted: Sequence[Key], cursor: str, today: dt.date) -> Iterator[Batch]:
        """The whole feed in one batch; see `Source`."""
        try:
            answer = self._http.get(self._url, accept=(*XML, "application/atom+xml"), limit=_LIMIT)
            headlines, dropped = read_feed(answer.body, answer.host, self._site, today)
        except HttpFault as fault:
            yield Batch((), "", (Problem(NAME, "the news feed", str(fault)),), stopped=True)
            return
        shown = min(today, answer.fetched_at.date())
        found: list[Observation] = []
        for headline in headlines:
            key = about(headline.title, self._lookup, headline.cited)
            if key is None:
                continue
            notes = Notes(key, NAME, shown, headline.link)
            headline.note(notes, shown)
            found += notes.done()
        why = "they have no headline, or no link to the site itself"
        problems = (Problem(NAME, f"{dropped:,} items of the news feed", why),) if dropped else ()
        yield Batch(tuple(found), "done", problems)


def read_feed(data: bytes, host: str, site: str, today: dt.date) -> tuple[list[Headline], int]:
    """The headlines of an RSS or Atom feed, each link once, in a fixed order; and how many items were of no use.

    Raises WrongType for what is no feed, or no safe one.
    """
    guard(data, host)
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise WrongType(f"{host} answered with something that is no news feed")
    found: dict[str, Headline] = {}
    dropped = 0
    for entry in feed.entries[:_MOST]:
        headline = _headline(entry, site, today)
        if headline is None:
            dropped += 1
        else:
            found.setdefault(headline.link, headline)
    return sorted(found.values(), key=lambda each: each.link), dropped


def _headline(entry: feedparser.FeedParserDict, site: str, today: dt.date) -> Headline | None:
    title = plain(str(entry.get("title", "")))
    link = own_link(str(entry.get("link", "")), site)
    if not title or link is None:
        return None
    markup = str(entry.get("title", "")) + " " + str(entry.get("summary", ""))
    return Headline(title, link, moment(str(entry.get("published", "")), today), marked(markup, "cite")[:3])


def own_link(text: str, site: str) -> str | None:
    """`text` without query and fragment when it leads to `site` or below it, else None."""
    address = web_address(clean(text))
    if address is None:
        return None
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host != site and not host.endswith(f".{site}"):
        return None
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def moment(text: str, today: dt.date) -> dt.datetime | None:
    """An RFC-822 or ISO date as UTC (`EST`, `PDT` and the like are understood). None for nonsense, and for days before
    the site began or after tomorrow."""
    try:
        found = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        try:
            found = dt.datetime.fromisoformat(text)
        except ValueError:
            return None
    try:
        found = found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    last = dt.datetime.combine(today + dt.timedelta(days=2), dt.time(), dt.UTC)
    return found if _FIRST <= found < last else None
