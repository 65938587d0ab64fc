"""bangumi-data: dates, broadcast slots, translations, ids and streaming services. Wire types and what they mean."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections import Counter

import msgspec

from nextcour.catalog.broadcast import jst_day
from nextcour.catalog.entry import Stream
from nextcour.catalog.text import clean

NAME = "bangumi-data"
LEAST_STARTS = 2  # a day with fewer is a premiere planned ahead
_TMDB_TV = re.compile(r"tv/(\d+)(?:-[^/]*)?(?:/season/(\d+)(?:/episode/(\d+))?)?")


class SiteMeta(msgspec.Struct, frozen=True, rename="camel"):
    """A site: `type` is info, onair (a streaming service) or resource (a download index)."""

    title: str
    url_template: str
    type: str
    regions: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """What one site has of an item."""

    site: str
    id: str | None = None
    url: str | None = None
    begin: str | None = None


class Item(msgspec.Struct, frozen=True, rename="camel"):
    """One anime. Times are ISO 8601 in UTC; an empty string is unknown."""

    title: str
    type: str
    lang: str
    begin: str
    end: str
    sites: tuple[Site, ...]
    title_translate: dict[str, tuple[str, ...]] = {}
    official_site: str = ""
    broadcast: str | None = None

    def site_id(self, site: str) -> str | None:
        """The item's id at `site`, None when it has none."""
        return next((row.id for row in self.sites if row.site == site and row.id), None)

    def number(self, site: str) -> int | None:
        """The id at `site` where it is a number, else None."""
        text = self.site_id(site)
        return int(text) if text is not None and text.isascii() and text.isdigit() and int(text) > 0 else None

    @property
    def started(self) -> dt.datetime:
        """Raises ValueError when the item has no valid begin."""
        return dt.datetime.fromisoformat(self.begin)

    @property
    def ended(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.end) if self.end else None


class Data(msgspec.Struct, frozen=True, rename="camel"):
    """`dist/data.json`."""

    site_meta: dict[str, SiteMeta]
    items: tuple[Item, ...]


def decode(files: dict[str, bytes]) -> Data:
    """Raises msgspec.ValidationError when the file does not have the expected shape."""
    return msgspec.json.decode(files["dist/data.json"], type=Data)


def shown_to(data: Data) -> dt.date | None:
    """The day that the content reaches to: the last one on which two or more shows or streams are listed to begin.
    (Single later days are premieres planned ahead.) None when there is no such day."""
    starts: Counter[dt.date] = Counter()
    for item in data.items:
        for begin in (item.begin, *(site.begin for site in item.sites)):
            if begin:
                with contextlib.suppress(ValueError):
                    starts[jst_day(dt.datetime.fromisoformat(begin))] += 1
    return max((day for day, count in starts.items() if count >= LEAST_STARTS), default=None)


def tmdb_parts(tmdb: str | None) -> tuple[int | None, int | None, int | None]:
    """Show, season and episode that a TMDB id names: `tv/1234/season/2` is (1234, 2, None); a movie names none.

    `season/1/episode/13` is how the source marks a season that TMDB counts within another one.
    """
    match = _TMDB_TV.fullmatch(tmdb or "")
    if match is None:
        return None, None, None
    show, season, episode = (int(part) if part else None for part in match.groups())
    return show, season, episode


def web_address(text: str) -> str | None:
    """`text` when it is a clean http(s) address, else None."""
    text = text.strip()
    good = text.startswith(("http://", "https://")) and clean(text) == text and " " not in text and len(text) > 10
    return text if good else None


def streams(item: Item, meta: dict[str, SiteMeta]) -> tuple[Stream, ...]:
    """Streaming services of `item`, ordered by site. Download indexes are left out.

    `begin` is the Japanese day of the start on that service, where the source has one.
    """
    rows: dict[str, Stream] = {}
    for site in item.sites:
        about = meta.get(site.site)
        if about is None or about.type != "onair":
            continue
        address = web_address(site.url or (about.url_template.replace("{{id}}", site.id) if site.id else ""))
        if address is None:
            continue
        begin = jst_day(dt.datetime.fromisoformat(site.begin)) if site.begin else None
        regions = tuple(dict.fromkeys(about.regions))
        rows.setdefault(site.site, Stream(site.site, clean(about.title), address, regions, begin))
    return tuple(rows[site] for site in sorted(rows))
