"""From Jikan's answers to observations."""

from __future__ import annotations

import datetime as dt

from nextcour.catalog.entry import Format, SourceMaterial
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.sources.jikan.wire import Anime, Date, Statistics
from nextcour.sources.noting import Notes, fuzzy, web_address

NAME = "jikan"
_LANGUAGES = {"Japanese": "ja", "English": "en", "German": "de", "Spanish": "es", "French": "fr", "Default": "ja-Latn"}
_FORMATS = {
    "TV": Format.TV,
    "OVA": Format.OVA,
    "Movie": Format.MOVIE,
    "Special": Format.SPECIAL,
    "TV Special": Format.SPECIAL,
    "ONA": Format.ONA,
}
_STATUS = {
    "Finished Airing": "FINISHED",
    "Currently Airing": "RELEASING",
    "Not yet aired": "NOT_YET_RELEASED",
}
_MATERIALS = {
    "Original": SourceMaterial.ORIGINAL,
    "Manga": SourceMaterial.MANGA,
    "Web manga": SourceMaterial.MANGA,
    "4-koma manga": SourceMaterial.MANGA,
    "Light novel": SourceMaterial.LIGHT_NOVEL,
    "Novel": SourceMaterial.NOVEL,
    "Web novel": SourceMaterial.NOVEL,
    "Visual novel": SourceMaterial.VISUAL_NOVEL,
    "Game": SourceMaterial.GAME,
    "Card game": SourceMaterial.GAME,
    "Book": SourceMaterial.OTHER,
    "Picture book": SourceMaterial.OTHER,
    "Music": SourceMaterial.OTHER,
    "Radio": SourceMaterial.OTHER,
    "Mixed media": SourceMaterial.OTHER,
    "Other": SourceMaterial.OTHER,
}
_ADULT = "Rx"
# Relations whose other end is asked for as well, in this order. Jikan's spelling varies in case.
FOLLOWED = ("sequel", "prequel", "side story", "parent story")


def observations(
    anime: Anime, statistics: Statistics | None, observed_at: dt.date, counted: dt.date
) -> tuple[Observation, ...]:
    """What `anime` shows on `observed_at`, with counts of the day `counted`. Without `statistics`, counts by state of
    list are left out. Empty fields come out as `null`, missing lists not at all."""
    number = str(anime.mal_id)
    url = web_address(anime.url or "") or f"https://myanimelist.net/anime/{number}"
    notes = Notes(Key(Provider.MAL, number), NAME, observed_at, url, counted)
    _titles(notes, anime)
    _release(notes, anime)
    _demand(notes, anime, statistics)
    for stream in anime.streaming or ():
        if stream is not None:
            notes.stream(stream.name, stream.url)
    for link in anime.external or ():
        address = web_address(link.url or "") if link is not None and link.name == "Official Site" else None
        if address is not None:
            notes.value("official_site", address)
    for kind, other in related(anime):
        notes.relation(kind, Key(Provider.MAL, str(other)))
    return notes.done()


def related(anime: Anime) -> tuple[tuple[str, int], ...]:
    """Anime related to `anime`: relation as Jikan spells it, and MyAnimeList id. Manga are left out, repeats too."""
    rows = {
        (relation.relation, entry.mal_id)
        for relation in anime.relations or ()
        if relation is not None and relation.relation
        for entry in relation.entry or ()
        if entry is not None and entry.type == "anime" and entry.mal_id is not None
        if entry.mal_id > 0 and entry.mal_id != anime.mal_id
    }
    return tuple(sorted(rows))


def follow(anime: Anime) -> tuple[int, ...]:
    """MyAnimeList ids of what continues `anime`, comes before it or belongs to it; sequels first."""
    rows = [(kind.lower(), number) for kind, number in related(anime) if kind.lower() in FOLLOWED]
    rows.sort(key=lambda row: (FOLLOWED.index(row[0]), row[1]))
    return tuple(dict.fromkeys(number for _, number in rows))


def _titles(notes: Notes, anime: Anime) -> None:
    rows: list[tuple[str | None, str | None]]
    rows = [(row.type, row.title) for row in anime.titles or () if row is not None and row.title]
    if not rows:  # the fields that `titles` replaced
        rows = [("Default", anime.title), ("Japanese", anime.title_japanese), ("English", anime.title_english)]
        rows += [("Synonym", text) for text in anime.title_synonyms or ()]
    synonyms: list[str | None] = []
    named: set[str] = set()
    for kind, text in rows:
        language = _LANGUAGES.get(kind or "")
        if language is None or language in named:
            synonyms.append(text)
        elif text:
            named.add(language)
            notes.text(f"title.{language}", text)
    for language in ("ja", "en"):  # a title that was taken back
        if language not in named:
            notes.text(f"title.{language}", None)
    notes.texts("title.synonym", synonyms)


def _release(notes: Notes, anime: Anime) -> None:
    notes.value("format", None if anime.type is None else _FORMATS.get(anime.type, Format.UNKNOWN))
    notes.text("status", None if anime.status is None else _STATUS.get(anime.status, anime.status))
    material = None if anime.source in {None, "Unknown"} else anime.source
    notes.value("source_material", None if material is None else _MATERIALS.get(material, SourceMaterial.UNKNOWN))
    if anime.episodes is None or anime.episodes > 0:
        notes.value("episodes", anime.episodes)
    if anime.aired is not None and anime.aired.prop is not None:
        notes.date("premiere", fuzzy(*_parts(anime.aired.prop.from_)))
        notes.date("finale", fuzzy(*_parts(anime.aired.prop.to)))
    notes.season(anime.season, anime.year)
    if anime.rating is not None:
        notes.value("adult", anime.rating.startswith(_ADULT))
    if anime.studios is not None:
        notes.texts("studios", (studio.name for studio in anime.studios if studio is not None))


def _demand(notes: Notes, anime: Anime, statistics: Statistics | None) -> None:
    notes.count("members", anime.members)
    notes.count("favourites", anime.favorites)
    notes.count("score", anime.score or None)
    notes.count("scored_by", anime.scored_by)
    notes.count("rank", anime.rank or None)
    notes.count("popularity_rank", anime.popularity or None)
    if statistics is not None:
        notes.count("watching", statistics.watching)
        notes.count("completed", statistics.completed)
        notes.count("on_hold", statistics.on_hold)
        notes.count("dropped", statistics.dropped)
        notes.count("planning", statistics.plan_to_watch)


def _parts(date: Date | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if date is None else (date.year, date.month, date.day)
