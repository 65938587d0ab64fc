"""From the rows of one bangumi-data version to observations."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Collection, Iterable

from nextcour.catalog.adult import is_adult_site
from nextcour.catalog.broadcast import days_of_run
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Format, Stream
from nextcour.catalog.validate import TMDB_ID
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.sources import bangumi_data, schedule_search
from nextcour.sources.identity import assign_ids, group_items
from nextcour.sources.noting import Notes

_FORMATS = {"tv": Format.TV, "web": Format.ONA, "ova": Format.OVA, "movie": Format.MOVIE}
_SITES = {"mal": "mal", "aniList": "anilist", "anidb": "anidb", "bangumi": "bangumi"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_IDENTITY = re.compile(r"(bgm|mal)(\d+)")


def usable(items: Iterable[bangumi_data.Item]) -> tuple[bangumi_data.Item, ...]:
    """Rows whose times can be read; the others cannot be told apart from each other."""
    kept = []
    for item in items:
        try:
            if item.started.tzinfo is None or (item.ended is not None and item.ended.tzinfo is None):
                continue
        except ValueError:
            continue
        kept.append(item)
    return tuple(kept)


def observations(
    data: bangumi_data.Data, items: Iterable[bangumi_data.Item], day: dt.date, adult: Collection[str]
) -> dict[Key, tuple[Observation, ...]]:
    """What the version shows of each work, by key: its Bangumi subject, else its MyAnimeList id, else our own id of the
    entry. `items` are usable rows of `data`, `day` is the day it showed them, `adult` domains of labels for adults."""
    found = {}
    for identity, group in assign_ids(group_items(items)):
        key = _key(identity)
        found[key] = _work(key, group, data.site_meta, day, adult)
    return found


def _key(identity: str) -> Key:
    match = _IDENTITY.fullmatch(identity)
    if match is None:
        return Key(Provider.ENTRY, identity)
    return Key(Provider.BANGUMI if match.group(1) == "bgm" else Provider.MAL, match.group(2))


def _work(
    key: Key,
    group: tuple[bangumi_data.Item, ...],
    meta: dict[str, bangumi_data.SiteMeta],
    day: dt.date,
    adult: Collection[str],
) -> tuple[Observation, ...]:
    main = group[0]
    page = f"https://bangumi.tv/subject/{key.id}" if key.provider is Provider.BANGUMI else ""
    notes = Notes(key, bangumi_data.NAME, day, page or "https://github.com/bangumi-data/bangumi-data")
    _titles(notes, group)
    if main.type in _FORMATS:
        notes.value("format", _FORMATS[main.type])
    for field, date in zip(("premiere", "finale"), _run(main), strict=True):
        if date.year is not None:
            notes.date(field, date)
    site = bangumi_data.web_address(html.unescape(main.official_site))
    if site:
        notes.value("official_site", site)
        if is_adult_site(site, adult):
            notes.value("adult", True)
    for name, provider in _SITES.items():
        number = main.number(name)
        if number is not None and provider != key.provider:
            notes.value(f"ids.{provider}", number)
    tmdb = TMDB_ID.match(main.site_id("tmdb") or "")
    if tmdb:
        notes.value("ids.tmdb", tmdb.group())
    for stream in _streams(group, meta):
        notes.value(f"stream.{stream.site}", stream.url, valid_from=stream.begin)
    return notes.done()


def _run(main: bangumi_data.Item) -> tuple[FuzzyDate, FuzzyDate]:
    """First and last day. Of an older row with a placeholder time nothing in a version tells which of two days it means
    (`days_of_run`; of 3,097 such rows 1,787 mean the day before): what both have in common is what it shows."""
    is_tv = main.type == "tv"
    first, last = days_of_run(main.started, main.ended, is_tv=is_tv, stated=None, by_2022=False)
    if main.started.date() > schedule_search.COUNTED_TO:
        return _common(first, first), _common(last, last)
    first_before, last_before = days_of_run(main.started, main.ended, is_tv=is_tv, stated=None, by_2022=True)
    return _common(first, first_before), _common(last, last_before)


def _common(one: dt.date | None, other: dt.date | None) -> FuzzyDate:
    """What holds of both days."""
    if one is None or other is None or one.year != other.year:
        return FuzzyDate()
    if one.month != other.month:
        return FuzzyDate(one.year)
    return FuzzyDate(one.year, one.month, one.day if one == other else None)


def _titles(notes: Notes, group: tuple[bangumi_data.Item, ...]) -> None:
    """The first name in each language; all further ones are synonyms."""
    more: list[str] = []
    first: dict[str, str] = {}
    for item in group:
        names = {item.lang: (item.title,)} if _LANGUAGE.fullmatch(item.lang) else {}
        for lang, texts in (*names.items(), *sorted(item.title_translate.items())):
            for text in texts:
                if lang in first or not _LANGUAGE.fullmatch(lang):
                    more.append(text)
                else:
                    first[lang] = text
    for lang, text in first.items():
        notes.text(f"title.{lang}", text)
    synonyms = [text for text in more if text not in first.values()]
    if synonyms:
        notes.texts("title.synonym", synonyms)


def _streams(group: tuple[bangumi_data.Item, ...], meta: dict[str, bangumi_data.SiteMeta]) -> list[Stream]:
    """Each service once, as the first row has it."""
    rows: dict[str, Stream] = {}
    for item in group:
        try:
            for stream in bangumi_data.streams(item, meta):
                rows.setdefault(stream.site, stream)
        except ValueError:  # a start that is no time
            continue
    return list(rows.values())
