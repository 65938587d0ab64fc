"""Makes the bundled catalogue out of four public packages. Facts only: no synopsis, picture or comment is read.

Which source wins: dates, broadcast slot, ids, native title and streaming services are those of bangumi-data; where arm
gives another AniList id the one of bangumi-data stays. Names and tags come from bgmd, episodes and demand from
anime-sachedule-search-data. The entries are those of bangumi-data: what only bgmd has includes games, comics and
live action under the type "tv", and cannot be told apart safely.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from nextcour.catalog.catalogue import SCHEMA, Catalogue
from nextcour.catalog.entry import Entry
from nextcour.catalog.people import NameShape
from nextcour.catalog.validate import MINIMUM_ENTRIES, check
from nextcour.errors import Expected
from nextcour.sources import arm, bangumi_data, bgmd, schedule_search
from nextcour.sources.entry_build import EntryBuilder, Parts
from nextcour.sources.identity import assign_ids, group_items
from nextcour.sources.pins import Pin, pins
from nextcour.sources.tables import adult_domains, people_rule, studio_names, tag_rules
from nextcour.sources.titles import Scribe

Fetch = Callable[[Pin], Mapping[str, bytes]]
Progress = Callable[[str], None]


class Built(msgspec.Struct, frozen=True):
    """A catalogue, and how often each decision was taken while it was made."""

    catalogue: Catalogue
    notes: Mapping[str, int]


class SourceChanged(Expected):
    """A package does not have the shape that this version reads. The text names the package and the place."""


class DictionaryMissing(Exception):
    """The libraries that read Japanese are not installed. The text says how to install them."""


class Dictionary(Scribe, Protocol):
    """What a build asks about Japanese text; `sources.japanese.Japanese` answers."""

    def name_shape(self, tag: str) -> NameShape: ...

    def spelling(self, name: str) -> str: ...


def _installed_dictionary() -> Dictionary:
    try:
        from nextcour.sources.japanese import Japanese  # noqa: PLC0415 - part of the `sources` extra
    except ImportError as error:
        raise DictionaryMissing(
            f"Building the catalogue needs more libraries ({error.name} is missing): pip install 'nextcour[sources]'"
        ) from error
    return Japanese()


class _Sources(msgspec.Struct, frozen=True):
    schedule: bangumi_data.Data
    names: dict[int, bgmd.Item]
    counts: dict[int, schedule_search.Subject]
    mapping: dict[int, arm.Row]


def _read(fetch: Fetch, chosen: Mapping[str, Pin], progress: Callable[[str], None]) -> _Sources:
    def files(name: str) -> dict[str, bytes]:
        pin = chosen[name]
        progress(f"{pin.name} {pin.version}")
        return dict(fetch(pin))

    name = ""
    try:
        schedule = bangumi_data.decode(files(name := bangumi_data.NAME))
        names = bgmd.decode(files(name := bgmd.NAME))
        counts = schedule_search.decode(files(name := schedule_search.NAME))
        mapping = arm.decode(files(name := arm.NAME))
    except msgspec.MsgspecError as error:
        raise SourceChanged(f"{name} {chosen[name].version} is not as expected: {error}") from error
    return _Sources(schedule, names, counts, mapping)


def assemble(
    fetch: Fetch,
    *,
    include_adult: bool = False,
    minimum: int = MINIMUM_ENTRIES,
    progress: Callable[[str], None] = lambda _: None,
    dictionary: Dictionary | None = None,
    packages: Sequence[Pin] | None = None,
) -> Built:
    """Reads the pinned packages through `fetch`, merges them and checks the result.

    Entries for adults only are left out unless `include_adult`. `dictionary`: the installed one unless given,
    `packages`: those of packages.toml unless given. Raises DictionaryMissing, SourceChanged, CatalogueRefused (see
    `catalog.validate`), and what `fetch` raises.
    """
    japanese = dictionary or _installed_dictionary()
    chosen = {pin.name: pin for pin in (packages or pins())}
    sources = _read(fetch, chosen, progress)
    progress("merging")
    notes: Counter[str] = Counter()
    people = people_rule(japanese.name_shape, japanese.spelling)
    builder = EntryBuilder(
        scribe=japanese,
        meta=sources.schedule.site_meta,
        tags=tag_rules(),
        studios=studio_names(),
        people=people.names(_works(sources)),
        adult_domains=adult_domains(),
        notes=notes,
    )
    entries: list[Entry] = []
    groups = assign_ids(group_items(sources.schedule.items))
    for identity, items in groups:
        if len(items) > 1:
            notes["rows merged: one Bangumi subject, begun within a month"] += len(items) - 1
        first = items[0]
        mal, bangumi = first.number("mal"), first.number("bangumi")
        parts = Parts(
            items=items,
            names=sources.names.get(bangumi) if bangumi else None,
            counts=sources.counts.get(bangumi) if bangumi else None,
            mapping=sources.mapping.get(mal) if mal else None,
        )
        entry = builder.entry(identity, parts)
        if entry.adult and not include_adult:
            notes["left out: for adults only"] += 1
            continue
        entries.append(entry)
    named = {item.number("bangumi") for item in sources.schedule.items}
    notes["left out: only bgmd has it"] = len(set(sources.names) - named)
    notes["left out: only anime-sachedule-search-data has it"] = len(set(sources.counts) - named)
    used = tuple(_dated(pin, sources).package() for pin in chosen.values())
    catalogue = Catalogue(
        schema=SCHEMA,
        # The day that absence is claimed to: that of the source which says what shows there are.
        data_day=next(package.observed_at for package in used if package.name == bangumi_data.NAME),
        packages=used,
        entries=tuple(sorted(entries, key=lambda entry: entry.id)),
    )
    progress("checking")
    check(catalogue, minimum=minimum)
    return Built(catalogue, dict(sorted(notes.items())))


def _dated(pin: Pin, sources: _Sources) -> Pin:
    """`pin` with the day its content reaches to, where only the day of publishing is known."""
    if not pin.published or pin.name != bangumi_data.NAME:
        return pin
    shown = bangumi_data.shown_to(sources.schedule)
    return msgspec.structs.replace(pin, observed_at=min(pin.observed_at, shown)) if shown else pin


def build(fetch: Fetch, *, include_adult: bool = False, progress: Callable[[str], None] = lambda _: None) -> Catalogue:
    """The catalogue that ships with the package. Raises as `assemble` does."""
    return assemble(fetch, include_adult=include_adult, progress=progress).catalogue


def _works(sources: _Sources) -> list[tuple[int, tuple[str, ...]]]:
    """Tags of every work with a number for its show: the TMDB id where two works share one, else the work's own."""
    shows: defaultdict[int, int] = defaultdict(lambda: len(shows))
    works = []
    for number, item in sorted(sources.names.items()):
        show = shows[-item.tmdb.id] if item.tmdb else shows[number]
        works.append((show, item.tags))
    return works
