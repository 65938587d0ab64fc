"""One catalogue record (a TV season, an ONA, a movie) and the values it is made of.

All types are immutable. Days are `datetime.date`. What is unknown is None, an empty tuple or UNKNOWN, never a guess.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from nextcour.catalog.dates import FuzzyDate


class Format(StrEnum):
    """How an entry was released."""

    TV = "TV"
    TV_SHORT = "TV_SHORT"
    ONA = "ONA"
    OVA = "OVA"
    MOVIE = "MOVIE"
    SPECIAL = "SPECIAL"
    UNKNOWN = "UNKNOWN"


class SourceMaterial(StrEnum):
    """What an entry was made from."""

    ORIGINAL = "ORIGINAL"
    MANGA = "MANGA"
    LIGHT_NOVEL = "LIGHT_NOVEL"
    NOVEL = "NOVEL"
    GAME = "GAME"
    VISUAL_NOVEL = "VISUAL_NOVEL"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class TitleKind(StrEnum):
    """Where a title comes from, best first."""

    NATIVE = "NATIVE"  # the title in the show's own language
    TRANSLATED = "TRANSLATED"  # a translation that a source carries
    ALIAS = "ALIAS"  # another name that a source carries
    GENERATED = "GENERATED"  # romaji made by a library from a native title


class Title(msgspec.Struct, frozen=True):
    """One name of an entry. `lang` is BCP 47 (`ja`, `zh-Hans`, `zh-Hant`, `en`, `ja-Latn`, `und`), `script` ISO 15924
    (`Jpan`, `Hans`, `Hant`, `Latn`, `Kore`, `Zyyy` when mixed or unknown)."""

    text: str
    lang: str
    script: str
    kind: TitleKind
    source: str


class Ids(msgspec.Struct, frozen=True, omit_defaults=True):
    """Ids of one entry at each provider; None where the provider has none or it is unknown."""

    mal: int | None = None
    anilist: int | None = None
    anidb: int | None = None
    bangumi: int | None = None
    annict: int | None = None
    syobocal: int | None = None
    tmdb: str | None = None  # as the source spells it: `tv/1234/season/2`, `movie/55`
    tmdb_guess: str | None = None  # from bgmd, often wrong: use only when `tmdb` is None and with other evidence


class Stream(msgspec.Struct, frozen=True, omit_defaults=True):
    """A service that carries the entry. `regions` are ISO 3166 codes, empty when the source names none."""

    site: str
    name: str
    url: str
    regions: tuple[str, ...] = ()
    begin: dt.date | None = None


class Demand(msgspec.Struct, frozen=True):
    """Collection counts and the rating histogram (votes for 1 … 10) of one site on one day."""

    site: str
    day_from: dt.date  # counted on some day from …
    day_to: dt.date  # … to this one (inclusive)
    wish: int
    collect: int
    doing: int
    on_hold: int
    dropped: int
    ratings: tuple[int, ...]
    score: float | None

    @property
    def collections(self) -> int:
        return self.wish + self.collect + self.doing + self.on_hold + self.dropped


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A field that a synced source decides: `field` as `facts.rules` names it (`premiere`, `titles`, `stream.netflix`),
    the day `observed` on which the source first showed the value, and the page. `replaced`: it took the place of
    another value, so that before that day the other one was known."""

    field: str
    source: str
    observed: dt.date
    url: str
    replaced: bool = False


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One catalogue record.

    `id` is stable across builds: `bgm302076` (Bangumi subject), else `mal123`, else `x` + a hash of title and date.
    `premiere` and `finale` are Japanese calendar days of the first and last broadcast.
    """

    id: str
    titles: tuple[Title, ...]
    format: Format
    lang: str = "ja"  # language of the production
    premiere: FuzzyDate = FuzzyDate()
    finale: FuzzyDate = FuzzyDate()
    broadcast: str | None = None  # ISO 8601 repeating interval, `R/2020-10-08T12:30:00.000Z/P7D`
    episodes: int | None = None
    episodes_inferred: bool = False  # counted from weekly dates, not stated by a source
    official_site: str | None = None
    ids: Ids = Ids()
    tmdb_show: int | None = None
    tmdb_season: int | None = None
    tmdb_episode: int | None = None  # set when the TMDB id names one episode of a season
    source_material: SourceMaterial = SourceMaterial.UNKNOWN
    original_titles: tuple[str, ...] = ()  # bgmd `original`: the title it is said to be an installment of
    studios: tuple[str, ...] = ()  # canonical names
    people: tuple[str, ...] = ()  # named in tags; role unknown
    tags: tuple[str, ...] = ()  # the remaining user tags that say something about kind (a closed list)
    streams: tuple[Stream, ...] = ()
    demand: Demand | None = None
    adult: bool = False
    sources: tuple[str, ...] = ()  # packages that name this entry
    status: str | None = None  # as a synced source states it (`facts.observation.FIELDS`), or WITHDRAWN
    seen: tuple[Seen, ...] = ()  # fields that synced sources decide
    since: dt.date | None = None  # the day from which this is what was known, where `before` was known until then
    before: Entry | None = None
    # WINTER, SPRING, SUMMER or FALL and its year: of a premiere that is known no more exactly than that.
    season: tuple[str, int] | None = None

    @property
    def title(self) -> str:
        """The native title, or the first there is."""
        return self.titles[0].text
