"""What AniList sends. Everything that its schema lets be null may be null; enums are kept as text, so that a value of
tomorrow is no fault."""

from __future__ import annotations

import msgspec


class Wire(msgspec.Struct, frozen=True, rename="camel"):
    """Unknown fields are passed over."""


class Title(Wire, frozen=True):
    romaji: str | None = None
    english: str | None = None
    native: str | None = None


class Date(Wire, frozen=True):
    """A fuzzy date: each part may be null on its own."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Airing(Wire, frozen=True):
    """`airing_at` is a Unix time in seconds."""

    airing_at: int
    episode: int


class Studio(Wire, frozen=True):
    name: str
    is_animation_studio: bool


class StudioEdge(Wire, frozen=True):
    is_main: bool
    node: Studio | None = None


class Studios(Wire, frozen=True):
    edges: tuple[StudioEdge | None, ...] | None = None


class Related(Wire, frozen=True):
    """The other end of a relation: an anime or a manga."""

    id: int
    id_mal: int | None = None
    type: str | None = None


class RelationEdge(Wire, frozen=True):
    relation_type: str | None = None
    node: Related | None = None


class Relations(Wire, frozen=True):
    edges: tuple[RelationEdge | None, ...] | None = None


class Link(Wire, frozen=True):
    """`type` is INFO, STREAMING or SOCIAL; `language` in English words."""

    id: int
    site: str
    url: str | None = None
    type: str | None = None
    language: str | None = None
    is_disabled: bool | None = None


class StatusCount(Wire, frozen=True):
    status: str | None = None
    amount: int | None = None


class Stats(Wire, frozen=True):
    status_distribution: tuple[StatusCount | None, ...] | None = None


class Trend(Wire, frozen=True):
    """A day as AniList kept it. `date` is a Unix time in seconds, scores are 0 to 100."""

    date: int
    average_score: int | None = None
    popularity: int | None = None
    in_progress: int | None = None


class Trends(Wire, frozen=True):
    nodes: tuple[Trend | None, ...] | None = None


class Media(Wire, frozen=True):
    """One anime. Scores are 0 to 100."""

    id: int
    id_mal: int | None = None
    type: str | None = None
    title: Title | None = None
    synonyms: tuple[str | None, ...] | None = None
    format: str | None = None
    status: str | None = None
    source: str | None = None
    start_date: Date | None = None
    end_date: Date | None = None
    season: str | None = None
    season_year: int | None = None
    episodes: int | None = None
    country_of_origin: str | None = None
    is_adult: bool | None = None
    site_url: str | None = None
    description: str | None = None
    next_airing_episode: Airing | None = None
    studios: Studios | None = None
    relations: Relations | None = None
    external_links: tuple[Link | None, ...] | None = None
    popularity: int | None = None
    favourites: int | None = None
    average_score: int | None = None
    mean_score: int | None = None
    stats: Stats | None = None
    trends: Trends | None = None


class PageInfo(Wire, frozen=True):
    has_next_page: bool | None = None


class Page(Wire, frozen=True):
    """`media` stays undecoded: one record that cannot be read does not cost the others."""

    page_info: PageInfo | None = None
    media: tuple[msgspec.Raw, ...] | None = None


class Data(msgspec.Struct, frozen=True):
    page: Page | None = msgspec.field(name="Page", default=None)


class Fault(Wire, frozen=True):
    """One of the `errors`, which may come with HTTP 200; `status` is the HTTP status it stands for."""

    message: str | None = None
    status: int | None = None


class Faults(Wire, frozen=True):
    """The errors of a reply alone."""

    errors: tuple[Fault | None, ...] | None = None


class Reply(Wire, frozen=True):
    data: Data | None = None
    errors: tuple[Fault | None, ...] | None = None
