"""What of an entry the graph looks at, read once: title bases, stated numbers, days, provider keys."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from nextcour.catalog.entry import Entry, Format, TitleKind
from nextcour.franchise.kinds import is_spin_off, names_side_story, strip_kind_words
from nextcour.franchise.title_base import TRANSLATED, TitleReading, key, read

ASSUMED_RUN = 84  # days of a run whose last day is unknown: one cour
# Services that keep one address for all seasons of a show; the others give each season its own.
SERIES_SITES = frozenset(
    (
        "netflix",
        "disneyplus",
        "crunchyroll",
        "abema",
        "unext",
        "danime",
        "nicovideo",
        "gamer",
        "viu",
        "muse_tw",
        "muse_hk",
    )
)
_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\w+/")
_SCHEME = re.compile(r"^https?://(www\.)?")


class Reading(msgspec.Struct, frozen=True, weakref=True):
    """One entry as the graph sees it. `start` and `end` are proleptic day numbers; `season` the number its titles state
    with `strength` as in `title_base`, 0 when none."""

    entry: Entry
    native: TitleReading
    bases: frozenset[str]  # of native titles
    translated: frozenset[str]  # of translations
    aliases: frozenset[str]
    heads: frozenset[str]  # before a subtitle of a native title
    other_heads: frozenset[str]  # before a subtitle of any other title
    side: bool  # some title calls it a side story
    originals: frozenset[str]
    start: int
    end: int
    open: bool  # no last day is known: it may still be on air
    season: int | None
    strength: int
    part: int | None
    final: bool
    show: int | None
    show_season: int | None  # TMDB's number; None when it gives none
    guess: int | None  # show of a guessed TMDB id, when there is no other
    addresses: frozenset[str]
    site: str | None

    @property
    def id(self) -> str:
        return self.entry.id

    def gap(self, later: Reading) -> int:
        """Days from the last broadcast to the first of `later`: negative on overlap, 0 while this may be on air."""
        return 0 if self.open and later.start >= self.end else later.start - self.end

    @property
    def every_base(self) -> frozenset[str]:
        return self.bases | self.translated | self.aliases


@functools.lru_cache(maxsize=65536)
def weight(base: str) -> int:
    """How much a base says: a kana, kanji or hangul letter counts 2, any other letter 1."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in base)


def _site(url: str | None) -> str | None:
    if not url:
        return None
    url = _SCHEME.sub("", _ARCHIVE.sub("", url)).lower().rstrip("/")
    return re.sub(r"/index\.\w+$", "", url) or None


def _stated(native: TitleReading, others: Iterable[TitleReading]) -> tuple[int | None, int, int | None]:
    """(season, strength, part). The native title wins; translations are asked only when it states nothing,
    and what they say counts as weak."""
    if native.season is not None or native.part is not None or native.final:
        return native.season, native.strength, native.part
    seasons: Counter[int] = Counter()
    parts: Counter[int] = Counter()
    for reading in others:
        if reading.season is not None:
            seasons[reading.season] += 1
        if reading.part is not None:
            parts[reading.part] += 1
    part = min(parts, key=lambda p: (-parts[p], p)) if parts else None
    if not seasons:
        return None, 0, part
    season = min(seasons, key=lambda s: (-seasons[s], s))
    return season, TRANSLATED, part


def _show_of(spelled: str | None) -> int | None:
    match = re.match(r"tv/(\d+)", spelled or "")
    return int(match.group(1)) if match else None


def read_entry(entry: Entry) -> Reading:
    """Raises ValueError when the entry has no premiere at all (the catalogue refuses such entries)."""
    first = entry.premiere.earliest
    if first is None:
        raise ValueError(f"{entry.id} has no premiere")
    last = entry.finale.latest
    start = first.toordinal()
    assumed = dt.date.fromordinal(start + (ASSUMED_RUN if entry.format in (Format.TV, Format.ONA) else 0))
    bases: set[str] = set()
    translated: set[str] = set()
    aliases: set[str] = set()
    heads: set[str] = set()
    other_heads: set[str] = set()
    others: list[TitleReading] = []
    native = read(strip_kind_words(entry.title))
    for title in entry.titles:
        if title.kind is TitleKind.GENERATED:
            continue
        reading = read(strip_kind_words(title.text))
        if title.kind is TitleKind.NATIVE:
            bases.add(reading.base)
            heads.update(reading.heads)
            continue
        other_heads.update(reading.heads)
        others.append(reading)
        (translated if title.kind is TitleKind.TRANSLATED else aliases).add(reading.base)
    bases.add(native.base)
    season, strength, part = _stated(native, others)
    guess = None if entry.ids.tmdb is not None else _show_of(entry.ids.tmdb_guess)
    return Reading(
        entry=entry,
        native=native,
        bases=frozenset(bases),
        translated=frozenset(translated - bases),
        aliases=frozenset(aliases - bases - translated),
        heads=frozenset(heads),
        other_heads=frozenset(other_heads - heads),
        side=is_spin_off(entry) or any(names_side_story(title.text) for title in entry.titles),
        originals=frozenset(base for text in entry.original_titles for base in (key(text), read(text).base)),
        start=start,
        open=last is None,
        end=max((last or assumed).toordinal(), start),
        season=season,
        strength=strength,
        part=part,
        final=native.final,
        show=entry.tmdb_show,
        show_season=entry.tmdb_season,
        guess=guess,
        addresses=frozenset(stream.url for stream in entry.streams if stream.site in SERIES_SITES and stream.url),
        site=_site(entry.official_site),
    )
