"""The bundled catalogue as observations of the packages it was built from. Loaded once; a newer one adds what differs.

Loading goes in steps of some hundred entries, each stored with a cursor, so that it can be interrupted anywhere. What
was synced stays: the catalogue speaks for its packages on the days that they looked, as everybody else does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.dates import FuzzyDate
from nextcour.catalog.entry import Entry, Format, SourceMaterial, Title, TitleKind
from nextcour.facts.field_values import canonical
from nextcour.facts.ledger import Counts, FactStore
from nextcour.facts.observation import Batch, Key, Observation, Problem, Provider
from nextcour.facts.rules import package_of
from nextcour.store import bundle

RUN = "bundled"
STEP = 500  # entries of a batch
# Names that our own program made are no observation of anybody.
_MADE = TitleKind.GENERATED
_COUNTS = {
    "planning": "wish",
    "completed": "collect",
    "watching": "doing",
    "on_hold": "on_hold",
    "dropped": "dropped",
    "collections": "collections",
}


def load(store: FactStore, catalogues: Sequence[Path], step: Callable[[str], None] = lambda _: None) -> Counts | None:
    """Loads the newest of `catalogues` unless it is loaded already (None). Goes on where an earlier load was cut off.

    Calls `step` once for each of `steps_of` batches that is left. Raises store.bundle.CatalogueDamaged and StoreError.
    """
    content, digest, _ = bundle.newest(catalogues)
    if is_loaded(store, digest):
        return None
    return load_catalogue(store, content, digest, step)


def is_loaded(store: FactStore, digest: str) -> bool:
    """Whether the catalogue file with this SHA-256 was the last one loaded whole."""
    last = store.last_finished(RUN)
    return last is not None and last.cursor.partition(":")[0] == digest


def steps_of(content: Catalogue) -> int:
    """How many batches a catalogue makes."""
    return -(-len(content.entries) // STEP)


def load_catalogue(
    store: FactStore, content: Catalogue, digest: str, step: Callable[[str], None] = lambda _: None
) -> Counts:
    """See `load`. The run's cursor is `digest:entries stored`."""
    run = store.unfinished(RUN)
    start = 0
    if run is not None:
        name, _, number = run.cursor.partition(":")
        if name == digest and number.isdigit():
            start = int(number)
        else:
            store.finish_run(run, [Problem(RUN, "an older catalogue", "a newer one came before it was loaded whole")])
            run = None
    if run is None:
        run = store.begin_run(RUN, f"{digest}:0")
    notes = _Notes(content)
    for first in range(start, len(content.entries), STEP):
        part = content.entries[first : first + STEP]
        step(f"{first + len(part):,} of {len(content.entries):,} entries")
        found = tuple(one for entry in part for one in notes.of(entry))
        store.store(Batch(found, cursor=f"{digest}:{first + len(part)}"), run)
    return store.finish_run(run).counts


def observations(content: Catalogue) -> Iterator[Observation]:
    """Everything the catalogue's packages show."""
    notes = _Notes(content)
    for entry in content.entries:
        yield from notes.of(entry)


def observations_of(content: Catalogue) -> Callable[[Entry], Iterable[Observation]]:
    """What the catalogue's packages show of one of its entries."""
    return _Notes(content).of


class _Notes:
    """Entries as observations."""

    def __init__(self, content: Catalogue) -> None:
        self._days = {package.name: package.observed_at for package in content.packages}
        self._last = content.data_day
        # The package's page in the registry it came from: the evidence.
        self._urls = {
            package.name: f"https://www.npmjs.com/package/{package.name}/v/{package.version}"
            for package in content.packages
        }

    def of(self, entry: Entry) -> Iterator[Observation]:
        key = Key(Provider.ENTRY, entry.id)
        yield from self._titles(key, entry)
        for name, rule, value in _values(entry):
            yield self._note(key, name, value, package_of(entry, rule))
        package = package_of(entry, "streams")
        for stream in entry.streams:
            yield self._note(key, f"stream.{stream.site}", stream.url, package, valid_from=stream.begin)
        yield from self._demand(key, entry)

    def _note(
        self,
        key: Key,
        field: str,
        value: object,
        package: str,
        day: dt.date | None = None,
        valid_from: dt.date | None = None,
    ) -> Observation:
        return Observation(
            key,
            field,
            canonical(value),
            package,
            day or self._days.get(package, self._last),
            url=self._urls.get(package, ""),
            valid_from=valid_from,
        )

    def _titles(self, key: Key, entry: Entry) -> Iterator[Observation]:
        """The first name of each language is the title; further ones and aliases are synonyms."""
        named: dict[tuple[str, str], Title] = {}
        synonyms: dict[str, set[str]] = {}
        for title in entry.titles:
            if title.kind is _MADE:
                continue
            first = named.get((title.source, title.lang))
            if title.kind is TitleKind.ALIAS or first is not None:
                synonyms.setdefault(title.source, set()).add(title.text)
            else:
                named[title.source, title.lang] = title
        for (source, lang), title in named.items():
            yield self._note(key, f"title.{lang}", title.text, source)
        for source, texts in synonyms.items():
            yield self._note(key, "title.synonym", sorted(texts), source)

    def _demand(self, key: Key, entry: Entry) -> Iterator[Observation]:
        """Counted on some day up to `day_to`: that is the day they are surely of."""
        demand = entry.demand
        if demand is None:
            return
        package, day = package_of(entry, "demand"), demand.day_to
        for measure, attribute in _COUNTS.items():
            value = getattr(demand, attribute)
            yield self._note(key, f"demand.{measure}", value, package, day, day)
        yield self._note(key, "demand.scored_by", sum(demand.ratings), package, day, day)
        if demand.score is not None:
            yield self._note(key, "demand.score", demand.score, package, day, day)


def _values(entry: Entry) -> Iterator[tuple[str, str, object]]:
    """(field, the field of facts.rules whose package shows it, value) of what the entry has."""
    if entry.format is not Format.UNKNOWN:
        yield "format", "format", entry.format.value
    for name, date in (("premiere", entry.premiere), ("finale", entry.finale)):
        if date != FuzzyDate():
            yield name, name, [date.year, date.month, date.day]
    if entry.episodes is not None and not entry.episodes_inferred:
        yield "episodes", "episodes", entry.episodes
    if entry.source_material is not SourceMaterial.UNKNOWN:
        yield "source_material", "source_material", entry.source_material.value
    if entry.studios:
        yield "studios", "studios", sorted(entry.studios)
    if entry.people:
        yield "people.unknown", "people", sorted(entry.people)
    if entry.official_site:
        yield "official_site", "official_site", entry.official_site
    if entry.adult:
        yield "adult", "tags", True
    for name in ("mal", "anilist", "anidb", "bangumi", "tmdb"):
        value = getattr(entry.ids, name)
        if value is not None:
            yield f"ids.{name}", "ids", value
    for name in ("annict", "syobocal"):
        value = getattr(entry.ids, name)
        if value is not None:
            yield f"ids.{name}", "arm_ids", value
