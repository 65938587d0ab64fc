"""anime-offline-database: wire types, after its JSON schema, and what its addresses name.

Every field but `sources` and `title` is optional here: a record that lacks one still tells the others.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from nextcour.facts.observation import Key, Provider
from nextcour.sources.bookmark import Bookmark


class AnimeSeason(msgspec.Struct, frozen=True, gc=False):
    """When it was first distributed; `season` may be UNDEFINED, `year` missing."""

    season: str | None = "UNDEFINED"
    year: int | None = None


class Record(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """One anime. Pictures, duration, producers and scores are not read."""

    sources: tuple[str, ...]
    title: str
    type: str | None = "UNKNOWN"
    episodes: int | None = 0  # 0 is unknown
    status: str | None = "UNKNOWN"
    anime_season: AnimeSeason | None = None
    synonyms: tuple[str, ...] | None = ()
    studios: tuple[str, ...] | None = ()
    related_anime: tuple[str, ...] | None = ()
    tags: tuple[str, ...] | None = ()


class Sources(msgspec.Struct, frozen=True):
    """Of a record that cannot be read: which one it is."""

    sources: tuple[str, ...]


class Metadata(msgspec.Struct, frozen=True, rename="camel"):
    """Line 1 of the `.jsonl`, and what stands before `data` in the `.json`."""

    last_update: dt.date


class Cursor(Bookmark, frozen=True, omit_defaults=True):
    """How far the release of the day `release` was read: records, and a checksum of them all, against a file that was
    changed under its day. `done`: to its end; `etag` is the server's then. `short`: the day of the release that was not
    taken for whole because it lacked too many of the records known before."""

    release: str = ""
    record: int = 0
    mark: int = 0
    done: bool = False
    etag: str = ""
    short: str = ""


# What an address of each site names. Kitsu moved from .io to .app.
_PAGES = {
    "myanimelist.net": ("mal", re.compile(r"/anime/([1-9]\d{0,8})(?:/.*)?")),
    "anilist.co": ("anilist", re.compile(r"/anime/([1-9]\d{0,8})(?:/.*)?")),
    "anidb.net": ("anidb", re.compile(r"/(?:anime/|a)([1-9]\d{0,8})")),
    "kitsu.app": ("kitsu", re.compile(r"/anime/([1-9]\d{0,8})")),
    "kitsu.io": ("kitsu", re.compile(r"/anime/([1-9]\d{0,8})")),
    "notify.moe": ("notify", re.compile(r"/anime/([A-Za-z0-9_-]{1,40})")),
    "livechart.me": ("livechart", re.compile(r"/anime/([1-9]\d{0,8})")),
    "animenewsnetwork.com": ("ann", re.compile(r"/encyclopedia/anime\.php\?id=([1-9]\d{0,8})")),
}
# Providers that a record or a related one may be known by, best first.
KEY_PROVIDERS = (Provider.MAL, Provider.ANILIST, Provider.ANIDB)


def page_id(url: str) -> tuple[str, str] | None:
    """(site, id) that `url` names: `https://anilist.co/anime/1535` is ("anilist", "1535"). None for other pages."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("https", "http"):
        return None
    host, slash, path = rest.partition("/")
    page = _PAGES.get(host.removeprefix("www."))
    if page is None:
        return None
    site, pattern = page
    match = pattern.fullmatch(slash + path)
    return (site, match.group(1)) if match else None


def ids_of(urls: tuple[str, ...]) -> dict[str, list[str]]:
    """Ids by site, each once, in the order they are listed."""
    found: dict[str, list[str]] = {}
    for url in urls:
        page = page_id(url)
        if page is not None and page[1] not in found.setdefault(page[0], []):
            found[page[0]].append(page[1])
    return found


def key_of(ids: dict[str, list[str]]) -> Key | None:
    """The record's key: its id at MyAnimeList, else AniList, else AniDB (the lowest of several); None without any."""
    for provider in KEY_PROVIDERS:
        if provider in ids:
            return Key(provider, min(ids[provider], key=int))
    return None
