"""What Jikan v4 sends. Only the id must be there: what MyAnimeList does not show may be null, empty or missing."""

from __future__ import annotations

import msgspec


class Wire(msgspec.Struct, frozen=True):
    """Unknown fields are passed over."""


class Title(Wire, frozen=True):
    """`type` is Default, Synonym, Japanese, or a language in English."""

    type: str | None = None
    title: str | None = None


class Date(Wire, frozen=True):
    year: int | None = None
    month: int | None = None
    day: int | None = None


class Dates(Wire, frozen=True):
    from_: Date | None = msgspec.field(name="from", default=None)
    to: Date | None = None


class Aired(Wire, frozen=True):
    """`prop` holds the dates in parts; the ISO dates beside it are padded and not read."""

    prop: Dates | None = None


class Named(Wire, frozen=True):
    """A thing with a page of its own at MyAnimeList; `type` is `anime`, `manga`, `producer` …"""

    mal_id: int | None = None
    type: str | None = None
    name: str | None = None


class Relation(Wire, frozen=True):
    relation: str | None = None
    entry: tuple[Named | None, ...] | None = None


class Link(Wire, frozen=True):
    name: str | None = None
    url: str | None = None


class Anime(Wire, frozen=True):
    """`/anime/{id}/full`. `score` is 0 to 10, 0 where there is none; `popularity` is a rank."""

    mal_id: int
    url: str | None = None
    synopsis: str | None = None
    titles: tuple[Title | None, ...] | None = None
    title: str | None = None
    title_english: str | None = None
    title_japanese: str | None = None
    title_synonyms: tuple[str | None, ...] | None = None
    type: str | None = None
    source: str | None = None
    episodes: int | None = None
    status: str | None = None
    aired: Aired | None = None
    rating: str | None = None
    season: str | None = None
    year: int | None = None
    score: float | None = None
    scored_by: int | None = None
    rank: int | None = None
    popularity: int | None = None
    members: int | None = None
    favorites: int | None = None
    studios: tuple[Named | None, ...] | None = None
    relations: tuple[Relation | None, ...] | None = None
    external: tuple[Link | None, ...] | None = None
    streaming: tuple[Link | None, ...] | None = None


class Statistics(Wire, frozen=True):
    """`/anime/{id}/statistics`: on how many lists, by state."""

    watching: int | None = None
    completed: int | None = None
    on_hold: int | None = None
    dropped: int | None = None
    plan_to_watch: int | None = None


class AnimeReply(Wire, frozen=True):
    data: Anime | None = None


class StatisticsReply(Wire, frozen=True):
    data: Statistics | None = None
