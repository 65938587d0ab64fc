"""From AniList's record to observations."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.sources.anilist.wire import Date, Link, Media, StudioEdge
from nextcour.sources.noting import Notes, fuzzy, utc_day, utc_time, web_address

NAME = "anilist"
# Languages of a title by country: the native one, and how its romanisation is tagged.
_LANGUAGES = {"JP": "ja", "KR": "ko", "CN": "zh-Hans", "TW": "zh-Hant"}
_ROMANISED = {"ja": "ja-Latn", "ko": "ko-Latn", "zh-Hans": "zh-Latn", "zh-Hant": "zh-Latn"}
_FORMATS = frozenset(Format)
_MATERIALS = {material.value: material for material in SourceMaterial} | {
    "VIDEO_GAME": SourceMaterial.GAME,
    "WEB_NOVEL": SourceMaterial.NOVEL,
    "DOUJINSHI": SourceMaterial.MANGA,
    "ANIME": SourceMaterial.OTHER,
    "LIVE_ACTION": SourceMaterial.OTHER,
    "COMIC": SourceMaterial.OTHER,
    "MULTIMEDIA_PROJECT": SourceMaterial.OTHER,
    "PICTURE_BOOK": SourceMaterial.OTHER,
}
_LISTS = {
    "CURRENT": "watching",
    "PLANNING": "planning",
    "COMPLETED": "completed",
    "DROPPED": "dropped",
    "PAUSED": "on_hold",
    "REPEATING": "repeating",
}
# Relations whose other end is asked for as well, in this order: the story goes on, or went before.
FOLLOWED = ("SEQUEL", "PREQUEL", "SIDE_STORY", "PARENT")


def observations(media: Media, observed_at: dt.date, *, clean: bool = True) -> tuple[Observation, ...]:
    """What `media` shows on `observed_at`.

    Fields that it shows as empty come out as `null`; not so when the answer was not `clean` (it came with errors), for
    then an empty field means nothing. Counts are of `observed_at`, those of trends of their own (UTC) days before it.
    """
    number = str(media.id)
    url = web_address(media.site_url or "") or f"https://anilist.co/anime/{number}"
    notes = Notes(Key(Provider.ANILIST, number), NAME, observed_at, url)
    _titles(notes, media)
    _release(notes, media)
    _links(notes, media)
    _demand(notes, media, observed_at)
    if media.id_mal is None or media.id_mal > 0:
        notes.value("ids.mal", media.id_mal)
    for kind, other, _ in related(media):
        notes.relation(kind, Key(Provider.ANILIST, str(other)))
    rows = notes.done()
    return rows if clean else tuple(row for row in rows if row.value != "null")


def related(media: Media) -> tuple[tuple[str, int, int | None], ...]:
    """Anime related to `media`: relation, AniList id, MAL id. Manga are left out, and what AniList does not name."""
    edges = (media.relations.edges if media.relations else None) or ()
    rows = {
        (edge.relation_type, edge.node.id): (edge.relation_type, edge.node.id, edge.node.id_mal)
        for edge in edges
        if edge is not None and edge.relation_type and edge.node is not None
        if edge.node.type == "ANIME" and edge.node.id > 0 and edge.node.id != media.id
    }
    return tuple(rows[at] for at in sorted(rows))


def follow(media: Media) -> tuple[tuple[int, int | None], ...]:
    """AniList and MAL ids of what continues `media`, comes before it or belongs to it; sequels first."""
    rows = [row for row in related(media) if row[0] in FOLLOWED]
    rows.sort(key=lambda row: (FOLLOWED.index(row[0]), row[1]))
    return tuple(dict.fromkeys((number, mal) for _, number, mal in rows))


def _titles(notes: Notes, media: Media) -> None:
    language = _LANGUAGES.get(media.country_of_origin or "", "und")
    if media.title is not None:
        notes.text(f"title.{language}", media.title.native)
        notes.text(f"title.{_ROMANISED.get(language, 'und-Latn')}", media.title.romaji)
        notes.text("title.en", media.title.english)
    if media.synonyms is not None:
        notes.texts("title.synonym", media.synonyms)


def _release(notes: Notes, media: Media) -> None:
    notes.value("format", _format(media.format))
    notes.text("status", media.status)
    notes.value("source_material", _material(media.source))
    notes.date("premiere", fuzzy(*_parts(media.start_date)))
    notes.date("finale", fuzzy(*_parts(media.end_date)))
    notes.season(media.season, media.season_year)
    if media.episodes is None or media.episodes > 0:
        notes.value("episodes", media.episodes)
    if media.is_adult is not None:
        notes.value("adult", media.is_adult)
    airing = media.next_airing_episode
    at = utc_time(airing.airing_at) if airing else None
    if airing is None or at is not None:
        notes.value("next_episode", {"episode": airing.episode, "at": f"{at:%Y-%m-%dT%H:%M:%SZ}"} if airing else None)
    if media.studios is not None and media.studios.edges is not None:
        notes.texts("studios", _studios(media.studios.edges))


def _studios(edges: tuple[StudioEdge | None, ...]) -> list[str]:
    """Animation studios: the main ones, or those there are. Committee members and subcontractors are left out."""
    rows = [(edge.is_main, edge.node) for edge in edges if edge is not None and edge.node is not None]
    animating = [(main, studio.name) for main, studio in rows if studio.is_animation_studio]
    return [name for main, name in animating if main] or [name for _, name in animating]


def _links(notes: Notes, media: Media) -> None:
    links = [link for link in media.external_links or () if link is not None and not link.is_disabled]
    for link in sorted(links, key=lambda link: link.id):
        if link.type == "STREAMING":
            notes.stream(link.site, link.url)
    sites = (link for link in links if link.site == "Official Site" and web_address(link.url or ""))
    official = min(sites, key=_nearness, default=None)
    if official is not None:
        notes.value("official_site", web_address(official.url or ""))


def _nearness(link: Link) -> tuple[int, int]:
    """Official sites in order: Japanese, of no language, of another."""
    return {"Japanese": 0, None: 1}.get(link.language, 2), link.id


def _demand(notes: Notes, media: Media, today: dt.date) -> None:
    notes.count("popularity", media.popularity)
    notes.count("favourites", media.favourites)
    notes.count("score", media.average_score)
    notes.count("mean_score", media.mean_score)
    for row in (media.stats.status_distribution if media.stats else None) or ():
        if row is not None and row.status in _LISTS:
            notes.count(_LISTS[row.status], row.amount)
    for trend in (media.trends.nodes if media.trends else None) or ():
        day = utc_day(trend.date) if trend is not None else None
        if trend is not None and day is not None and day < today:
            notes.count("popularity", trend.popularity, day=day)
            notes.count("watching", trend.in_progress, day=day)
            notes.count("score", trend.average_score, day=day)


def _parts(date: Date | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if date is None else (date.year, date.month, date.day)


def _format(text: str | None) -> str | None:
    """Music videos and what is new are UNKNOWN: the catalogue has no word for them."""
    return None if text is None else (text if text in _FORMATS else Format.UNKNOWN)


def _material(text: str | None) -> str | None:
    if text is None:
        return None
    return _MATERIALS.get(text, SourceMaterial.UNKNOWN)
