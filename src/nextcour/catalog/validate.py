"""What a catalogue must hold to be shipped. Names the rows that break it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import FuzzyDate, Precision
from nextcour.catalog.entry import Demand, Entry, Title, TitleKind
from nextcour.catalog.text import is_clean
from nextcour.errors import Expected

# bangumi-data 0.3.208 has 8,483 rows; fewer than this means that a source was cut.
MINIMUM_ENTRIES = 8000
MAX_ERRORS_SHOWN = 20
FIRST_YEAR = 1900
# Announced dates lie at most this far ahead of the day the sources looked.
YEARS_AHEAD = 6
MAX_EPISODES = 10_000
MAX_FIELD = 2_000
LANGUAGES = frozenset({"ja", "ja-Latn", "zh-Hans", "zh-Hant", "en", "ko", "ru", "und"})
SCRIPTS = frozenset({"Jpan", "Hans", "Hant", "Latn", "Kore", "Cyrl", "Zyyy"})
_ID = re.compile(r"bgm[1-9]\d*|mal[1-9]\d*|x[0-9a-f]{8}")
TMDB_ID = re.compile(r"(?:tv|movie)/\d+(?:-[A-Za-z0-9-]+)?(?:/season/\d+(?:/episode/\d+)?)?")
_SLOT = re.compile(r"R/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/P\d{1,3}[DWMY]")
_REGION = re.compile(r"[A-Z]{2}")
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. `row` is an entry's id, or `catalogue`."""

    row: str
    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.row} {self.field}: {self.text}"


class CatalogueRefused(Expected):
    """A catalogue that must not be shipped. `faults` has all that was found; the text shows the first twenty."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        shown = "\n".join(f"  {fault}" for fault in faults[:MAX_ERRORS_SHOWN])
        more = f"\n  … and {len(faults) - MAX_ERRORS_SHOWN:,} more" if len(faults) > MAX_ERRORS_SHOWN else ""
        super().__init__(f"The catalogue is refused; faults: {len(faults):,}\n{shown}{more}")


def faults(catalogue: Catalogue, *, minimum: int = MINIMUM_ENTRIES) -> Iterator[Fault]:
    """Everything that is wrong with `catalogue`, in its order. `minimum`: the fewest entries it may have."""
    if len(catalogue.entries) < minimum:
        text = f"{len(catalogue.entries):,} are fewer than {minimum:,}: a source was cut"
        yield Fault("catalogue", "entries", text)
    if not catalogue.packages:
        yield Fault("catalogue", "packages", "none is named")
    for package in catalogue.packages:
        if not _INTEGRITY.fullmatch(package.integrity):
            yield Fault("catalogue", "packages", f"{package.name} has no sha512")
        if package.observed_at > catalogue.data_day:
            yield Fault("catalogue", "data_day", f"{package.name} was observed later, on {package.observed_at}")
    identities = Counter(entry.id for entry in catalogue.entries)
    for identity in sorted(identity for identity, count in identities.items() if count > 1):
        yield Fault(identity, "id", f"used by {identities[identity]} entries")
    if [entry.id for entry in catalogue.entries] != sorted(entry.id for entry in catalogue.entries):
        yield Fault("catalogue", "entries", "not ordered by id")
    for entry in catalogue.entries:
        for field, text in _entry_faults(entry, catalogue.data_day):
            yield Fault(entry.id, field, text)


def check(catalogue: Catalogue, *, minimum: int = MINIMUM_ENTRIES) -> None:
    """Raises CatalogueRefused when `faults` finds any."""
    found = tuple(faults(catalogue, minimum=minimum))
    if found:
        raise CatalogueRefused(found)


def _entry_faults(entry: Entry, data_day: dt.date) -> Iterator[tuple[str, str]]:
    if not _ID.fullmatch(entry.id):
        yield "id", f"{entry.id[:40]!r} is no id"
    if entry.lang not in LANGUAGES:
        yield "lang", f"{entry.lang[:20]!r} is unknown"
    yield from _title_faults(entry.titles)
    yield from _date_faults(entry, data_day)
    if entry.broadcast is not None and not _SLOT.fullmatch(entry.broadcast):
        yield "broadcast", f"{entry.broadcast[:60]!r} is no repeating interval"
    if entry.episodes is not None and not 0 < entry.episodes <= MAX_EPISODES:
        yield "episodes", f"{entry.episodes} is no number of episodes"
    if entry.episodes_inferred and entry.episodes is None:
        yield "episodes_inferred", "set without a number"
    for name, number in msgspec.structs.asdict(entry.ids).items():
        if isinstance(number, int) and number <= 0:
            yield f"ids.{name}", f"{number} is no id"
    for name, tmdb in (("tmdb", entry.ids.tmdb), ("tmdb_guess", entry.ids.tmdb_guess)):
        if tmdb is not None and not TMDB_ID.fullmatch(tmdb):
            yield f"ids.{name}", f"{tmdb[:60]!r} is no TMDB id"
    texts = {
        "original_titles": entry.original_titles,
        "studios": entry.studios,
        "people": entry.people,
        "tags": entry.tags,
        "sources": entry.sources,
    }
    for name, values in texts.items():
        yield from _text_faults(name, values)
    yield from _address_faults("official_site", entry.official_site)
    for stream in entry.streams:
        yield from _text_faults("streams", (stream.site, stream.name))
        yield from _address_faults("streams", stream.url)
        if not all(_REGION.fullmatch(region) for region in stream.regions):
            yield "streams", f"{stream.site}: a region is no ISO 3166 code"
    if entry.demand is not None:
        yield from _demand_faults(entry.demand, data_day)


def _title_faults(titles: tuple[Title, ...]) -> Iterator[tuple[str, str]]:
    if not titles:
        yield "titles", "none"
        return
    if titles[0].kind is not TitleKind.NATIVE:
        yield "titles", "the first is not the native one"
    yield from _text_faults("titles", (title.text for title in titles))
    for title in titles:
        if title.lang not in LANGUAGES or title.script not in SCRIPTS:
            yield "titles", f"{title.text[:40]!r} has language {title.lang!r}, script {title.script!r}"
    if len({title.text for title in titles}) != len(titles):
        yield "titles", "one is there twice"


def _text_faults(name: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        if not value.strip():
            yield name, "an empty text"
        elif not is_clean(value):
            yield name, f"{value[:40]!a} has control characters or stray space, or is too long"


def _date_faults(entry: Entry, data_day: dt.date) -> Iterator[tuple[str, str]]:
    for name, date in (("premiere", entry.premiere), ("finale", entry.finale)):
        try:
            # Decoding does not run the type's own check when a value is made by hand.
            FuzzyDate(date.year, date.month, date.day)
        except ValueError as error:
            yield name, f"{date} is impossible ({error})"
            return
        if date.year is not None and not FIRST_YEAR <= date.year <= data_day.year + YEARS_AHEAD:
            yield name, f"{date.iso()} is out of range"
    if entry.finale.precision is not Precision.NONE:
        first, last = entry.premiere.earliest, entry.finale.latest
        if first is None:
            yield "finale", "known without a premiere"
        elif last is not None and last < first:
            yield "finale", f"{entry.finale.iso()} is before the premiere {entry.premiere.iso()}"


def _address_faults(name: str, address: str | None) -> Iterator[tuple[str, str]]:
    if address is None:
        return
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or not is_clean(address[:200]) or " " in address or len(address) > MAX_FIELD:
        yield name, f"{address[:60]!a} is no http(s) address"


def _demand_faults(demand: Demand, data_day: dt.date) -> Iterator[tuple[str, str]]:
    counts = (demand.wish, demand.collect, demand.doing, demand.on_hold, demand.dropped, *demand.ratings)
    if min(counts) < 0:
        yield "demand", "a count is negative"
    if len(demand.ratings) != 10:
        yield "demand", f"{len(demand.ratings)} marks instead of 10"
    if demand.score is not None and not 1 <= demand.score <= 10:
        yield "demand", f"score {demand.score} is not between 1 and 10"
    if not demand.day_from <= demand.day_to <= data_day:
        yield "demand", f"counted from {demand.day_from} to {demand.day_to}"
