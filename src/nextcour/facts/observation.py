"""What sources hand to the store: one observation is one field of one record, as one source showed it on one day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec


class Provider(StrEnum):
    """Whose record it is: providers number shows, each in its own way."""

    MAL = "mal"
    ANILIST = "anilist"
    ANIDB = "anidb"
    BANGUMI = "bangumi"
    TMDB = "tmdb"
    WIKIDATA = "wikidata"
    WIKIPEDIA = "wikipedia"  # `en:Title`
    ANN = "ann"
    ENTRY = "entry"  # our own id of a catalogue entry


class Key(msgspec.Struct, frozen=True, order=True, gc=False):
    """A record: `provider` and its id as text. (A million are held at once: with nothing in them that could form a
    circle, the collector need not go through them.)"""

    provider: Provider
    id: str


class Observation(msgspec.Struct, frozen=True, gc=False):
    """`field` is one of FIELDS or `FIELD.qualifier` (`title.ja`, `demand.members`, `stream.netflix`).

    `value` is JSON text in canonical form (sorted keys, no spaces), `null` when the source shows that there is none.
    `observed_at` is the day the source showed it. `valid_from`/`valid_to` (half open) when it was true, None where it
    has no such time.
    """

    key: Key
    field: str
    value: str
    source: str
    observed_at: dt.date
    url: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


# What may be observed, and what its value is.
FIELDS = {
    "title": "text, `title.LANG` with a BCP 47 tag; `title.synonym` a list of texts",
    "format": "catalog.entry.Format",
    "status": "FINISHED, RELEASING, NOT_YET_RELEASED, CANCELLED, HIATUS, or what the provider newly calls it",
    "premiere": "[year, month, day], parts may be null",
    "finale": "[year, month, day], parts may be null",
    "season": "[WINTER, SPRING, SUMMER or FALL, year]: when a source tells the season of the premiere",
    "episodes": "whole number",
    "source_material": "catalog.entry.SourceMaterial",
    "studios": "list of texts, animation studios only",
    "official_site": "URL",
    "stream": "`stream.SITE`: URL",
    "ids": "`ids.PROVIDER`: the same show's id elsewhere, text or number",
    "relation": "`relation.TYPE.PROVIDER.ID`: true; TYPE as the provider spells it (SEQUEL, PREQUEL, SIDE_STORY …)",
    "demand": "`demand.MEASURE`: number (members, popularity, favourites, watching, completed, dropped, planning, "
    "scored_by, score, rank, pageviews.LANG …); valid_from is the day counted",
    "headline": "`headline.HASH`: {title, link, published}; evidence only, never a status",
    "next_episode": "{episode, at}: UTC time",
    "adult": "true or false",
    "people": "`people.ROLE`: list of names",
}


class Problem(msgspec.Struct, frozen=True):
    """What could not be fetched or read, in words for a person: what was asked for, why not, what was kept."""

    source: str
    what: str
    why: str


class Batch(msgspec.Struct, frozen=True):
    """A step of a source's work: what it showed, and the cursor to go on from once the batch is stored. `gone`: records
    the source used to have and no longer shows. `stopped`: the source gives up here, before its end; it is the last
    batch, and the next go continues from its cursor."""

    observations: tuple[Observation, ...]
    cursor: str = ""
    problems: tuple[Problem, ...] = ()
    gone: tuple[Key, ...] = ()
    stopped: bool = False
