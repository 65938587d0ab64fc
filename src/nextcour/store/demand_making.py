"""From the fact store's measurements to the demand file. Needs `[store]`; `refresh` does without when there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nextcour.catalog.entry import Entry
from nextcour.errors import Expected
from nextcour.facts.identity import claims_of_entries, claims_of_facts, resolve
from nextcour.facts.observation import Key, Provider
from nextcour.facts.rules import EARLY
from nextcour.signals.placing import LEVELS, Count, Series, is_flow
from nextcour.store import bundle, demand_file, paths, prepared

if TYPE_CHECKING:
    from sqlalchemy import Engine

_NUMBER = msgspec.json.Decoder(float)
# What the catalogue itself carries is read from there: one day's counts are no series.
_IN_CATALOGUE = frozenset({EARLY})


def refresh(path: Path, entries: Callable[[], Sequence[Entry]] | None = None) -> bool:
    """Makes the demand file at `path` from the fact store; whether it changed.

    Where the store cannot be read (no `[store]`, a server that is down), or the file not written, it stays as it was.
    `entries` is called when there is a store; by default they are those in use.
    """
    with suppress(ImportError, Expected, OSError):
        return demand_file.write(path, read_store(entries or entries_in_use))
    return False


def entries_in_use() -> Sequence[Entry]:
    """The catalogue's entries and those that synced sources add. Raises CatalogueDamaged."""
    content, digest, _ = bundle.newest(paths.catalogues())
    more = prepared.read(paths.prepared(), digest)
    return (
        content.entries if more is None else tuple({one.id: one for one in (*content.entries, *more.entries)}.values())
    )


def read_store(entries: Callable[[], Sequence[Entry]]) -> list[Series]:
    """The series of the store that is in use; none when there is no store yet. Raises StoreError, ImportError."""
    from nextcour.store.facts import upgrade  # noqa: PLC0415 - needs [store]
    from nextcour.store.facts.engine import connect, database_url, reading  # noqa: PLC0415

    url = database_url()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return []  # looking must not make one
    engine = connect(url)
    with reading(engine) as connection:
        if upgrade.version(connection) is None:
            return []
    return series_of(engine, entries())


def series_of(engine: Engine, entries: Sequence[Entry]) -> list[Series]:
    """Levels and flows of every record that is one of `entries`, by source and measure. Raises StoreError."""
    from nextcour.store.facts.measured import measured  # noqa: PLC0415

    found: dict[tuple[str, str], dict[Key, list[Count]]] = defaultdict(lambda: defaultdict(list))
    for one in measured(engine):
        measure = one.field.partition(".")[2]
        if one.source in _IN_CATALOGUE or not (measure in LEVELS or is_flow(measure)):
            continue
        value = _number(one.value)
        if value is not None:
            found[one.source, measure][one.key].append(Count(one.day, value, one.seen))
    homes = _homes(engine, {key for rows in found.values() for key in rows}, entries)
    return [
        Series(source, measure, counts)
        for (source, measure), rows in sorted(found.items())
        if (counts := _by_entry(rows, homes))
    ]


def _number(text: str) -> float | None:
    try:
        value = _NUMBER.decode(text)
    except msgspec.MsgspecError:
        return None
    return value if value >= 0 else None


def _homes(engine: Engine, keys: set[Key], entries: Sequence[Entry]) -> Mapping[Key, str]:
    """Our entry's id of every record that is one."""
    from nextcour.store.facts.sql_store import SqlFactStore  # noqa: PLC0415

    stored = SqlFactStore(engine).latest(keys, fields=["ids"])
    same = resolve([*claims_of_entries(entries), *claims_of_facts(stored)])
    known = {entry.id for entry in entries}
    homes: dict[Key, str] = {}
    for key in keys:
        home = key if key.provider is Provider.ENTRY else same.of(key, Provider.ENTRY)
        if home is not None and home.id in known:
            homes[key] = home.id
    return homes


def _by_entry(rows: Mapping[Key, list[Count]], homes: Mapping[Key, str]) -> dict[str, tuple[Count, ...]]:
    """Counts by entry. Two records of one entry (by its MyAnimeList and its AniList id) complete each other; of a day
    that both have, the one that comes first counts."""
    days: dict[str, dict[int, Count]] = defaultdict(dict)
    for key in sorted(rows):
        if key in homes:
            for count in rows[key]:
                days[homes[key]].setdefault(count.day, count)
    return {entry: tuple(some[day] for day in sorted(some)) for entry, some in days.items()}
