"""A small catalogue, and statements of sources about its shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from nextcour.catalog.catalogue import SCHEMA, Catalogue, Package
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, Ids, Title, TitleKind
from nextcour.facts.field_values import canonical
from nextcour.facts.ledger import Stored
from nextcour.facts.observation import Key, Observation, Provider
from nextcour.store.bundled_load import observations

DAY = dt.date(2026, 4, 25)  # of the catalogue
LATER = dt.date(2026, 5, 31)
ANILIST = Provider.ANILIST


def entry(identity: str, title: str, premiere: FuzzyDate, *, mal: int, anilist: int, **more: object) -> Entry:
    named = Title(title, "ja", "Jpan", TitleKind.NATIVE, "bangumi-data")
    ids = Ids(mal=mal, anilist=anilist, bangumi=int(identity[3:]))
    made = Entry(identity, (named,), Format.TV, premiere=premiere, ids=ids, sources=("bangumi-data",))
    return msgspec_replace(made, **more)


def msgspec_replace(one: Entry, **more: object) -> Entry:
    import msgspec

    return msgspec.structs.replace(one, **more)


FIRST = entry(
    "bgm1", "猫の話", FuzzyDate(2025, 4, 5), mal=60001, anilist=101, finale=FuzzyDate(2025, 6, 28), episodes=12
)
ON_AIR = entry("bgm2", "犬の話", FuzzyDate(2026, 4, 4), mal=60002, anilist=102)
ENTRIES = (FIRST, ON_AIR)


def catalogue(entries: Iterable[Entry] = ENTRIES) -> Catalogue:
    package = Package("bangumi-data", "0.3.208", "CC BY 4.0", "sha512-" + "A" * 86 + "==", DAY, "https://example.org")
    return Catalogue(SCHEMA, DAY, (package,), tuple(sorted(entries, key=lambda one: one.id)))


def shipped(content: Catalogue) -> dict[str, list[Observation]]:
    """What the packages of `content` show, by entry."""
    found: dict[str, list[Observation]] = {one.id: [] for one in content.entries}
    for one in observations(content):
        found[one.key.id].append(one)
    return found


def said(
    key: Key, field: str, value: object, day: dt.date = LATER, *, source: str = "anilist", until: dt.date | None = None
) -> Stored:
    """One statement, `until` the last day it was repeated."""
    url = f"https://example.org/{key.provider.value}/{key.id}"
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return Stored(Observation(key, field, canonical(value), source, day, url), at, until or day)


def anilist(number: int) -> Key:
    return Key(ANILIST, str(number))


def sequel(number: int = 201, day: dt.date = LATER, **more: object) -> Iterator[Stored]:
    """AniList announces a second season of FIRST; `more` are further fields."""
    key = anilist(number)
    fields: dict[str, object] = {
        "title.ja": "猫の話 第2期",
        "title.en": "A Cat's Tale Season 2",
        "format": "TV",
        "status": "NOT_YET_RELEASED",
        "premiere": [2026, 10, None],
        "relation.PREQUEL.anilist.101": True,
        **{name.replace("_in_", "."): value for name, value in more.items()},
    }
    for field, value in fields.items():
        yield said(key, field, value, day)
