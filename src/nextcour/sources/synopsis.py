"""What a show is about, in the words of AniList or MyAnimeList: asked for when a page is written, credited, never kept.

Passages that the writers marked as spoilers are left out unless asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from nextcour.catalog.entry import Ids
from nextcour.http.client import Http
from nextcour.http.errors import HttpFault
from nextcour.sources import markup
from nextcour.sources.anilist import client as anilist
from nextcour.sources.jikan import client as jikan

MOST = 600  # characters that are quoted
_READ = 6000
# AniList marks spoilers as ~!…!~, or with a class where the text comes as HTML. An open end hides the rest.
_SPOILERS = re.compile(r"~!.*?(?:!~|\Z)|<span[^>]{0,80}spoiler[^>]{0,80}>.*?(?:</span>|\Z)", re.S | re.I)
_MARKS = re.compile(r"~!|!~|__|\*\*")
_STOP = re.compile(r"[.!?…。！？][\"'”’)）」]*(?=\s|$)|[。！？]")


@dataclass(frozen=True)
class Synopsis:
    """`text` is plain, on one line, at most MOST characters; `cut`: there is more at `url`. `day` (UTC): shown then."""

    source: str
    url: str
    text: str
    cut: bool
    day: dt.date


def fetch(
    http: Http, ids: Ids, *, spoilers: bool = False, anilist_url: str = anilist.URL, jikan_url: str = jikan.URL
) -> tuple[Synopsis | None, tuple[str, ...]]:
    """The synopsis of the entry with these ids, AniList's or else MyAnimeList's; and what happened at each that was
    asked without one. At most two requests."""
    why: list[str] = []
    for name, ask in (("AniList", _anilist(http, ids, anilist_url)), ("MyAnimeList", _jikan(http, ids, jikan_url))):
        if ask is None:
            why.append(f"{name}: no id of the show there is known")
            continue
        try:
            found = ask()
        except HttpFault as fault:
            why.append(f"{name}: {fault}")
            continue
        if found is None:
            why.append(f"{name}: it has none")
            continue
        text, url, day = found
        told, cut = shortened(shown(text, spoilers=spoilers))
        if told:
            return Synopsis(name, url, told, cut, day), tuple(why)
        why.append(f"{name}: it has none")
    return None, tuple(why)


_Found = tuple[str, str, dt.date] | None


def _anilist(http: Http, ids: Ids, url: str) -> Callable[[], _Found] | None:
    number = ids.anilist
    if number is None:
        return None

    def ask() -> _Found:
        found = anilist.Client(http, url).synopsis(number)
        if found is None or not found[0].description:
            return None
        return found[0].description, f"https://anilist.co/anime/{number}", found[1]

    return ask


def _jikan(http: Http, ids: Ids, url: str) -> Callable[[], _Found] | None:
    number = ids.mal
    if number is None:
        return None

    def ask() -> _Found:
        found = jikan.Client(http, url).anime(number)
        if found is None or not found[0].synopsis:
            return None
        return found[0].synopsis, f"https://myanimelist.net/anime/{number}", found[1].day

    return ask


def shown(text: str, *, spoilers: bool) -> str:
    """`text` without markup, on one line; without the passages marked as spoilers unless `spoilers`."""
    kept = text[:_READ] if spoilers else _SPOILERS.sub(" ", text[:_READ])
    return " ".join(_MARKS.sub("", markup.prose(kept, _READ)).split())


def shortened(text: str) -> tuple[str, bool]:
    """At most MOST characters of whole sentences where there are any, else of whole words; and whether it was cut."""
    if len(text) <= MOST:
        return text, False
    head = text[: MOST - 2]
    ends = [match.end() for match in _STOP.finditer(head)]
    if ends and ends[-1] > MOST // 3:
        return f"{head[: ends[-1]]} …", True
    return f"{head.rpartition(' ')[0] or head} …", True
