"""From the fact store and the catalogue to the file that the index is made from (`store.prepared`)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from nextcour.catalog.catalogue import Catalogue
from nextcour.catalog.entry import Entry
from nextcour.catalog.studios import StudioNames
from nextcour.errors import Expected
from nextcour.facts.assembly import assemble
from nextcour.facts.complete import LISTS_ALL, Gone, complete_day
from nextcour.facts.current import FIELDS, bundled
from nextcour.facts.identity import claims_of_entries, claims_of_facts, resolve
from nextcour.facts.ledger import EDITOR, FactStore, Stored
from nextcour.facts.news import FIELD, Headline, chained, headline_of
from nextcour.facts.observation import Key, Provider
from nextcour.store import bundle, paths
from nextcour.store.bundled_load import observations_of
from nextcour.store.prepared import SCHEMA, Prepared, write

Studio = Callable[[str], str]
Step = Callable[[str], None]
# Of relations only what comes before and after is read. A source that lists 40,000 shows has more others than all else.
_READ = (*(field for field in FIELDS if field != "relation"), "relation.SEQUEL", "relation.PREQUEL")
STEPS = 4  # of which `refresh` tells


def _silent(_name: str) -> None:
    return None


def prepare(
    store: FactStore, catalogues: Sequence[Path], path: Path, studio: Studio = str, step: Step = _silent
) -> Prepared:
    """Writes what `store` adds to the newest of `catalogues` to `path`, all or nothing. `studio` gives canonical names;
    `step` is told as each of STEPS begins.

    Raises store.bundle.CatalogueDamaged, StoreError and OSError.
    """
    content, digest, _ = bundle.newest(catalogues)
    made = of(store, content, digest, studio, step)
    step("writing what was synced")
    write(made, path)
    return made


def refresh(path: Path, catalogues: Sequence[Path], step: Step = _silent) -> None:
    """Writes the file at `path` from the fact store that is in use, when there is one.

    Where the store cannot be read (no `[store]`, a server that is down), or the file not written, it stays as it was.
    """
    with suppress(ImportError, Expected, OSError):
        store = _at_hand()
        if store is not None:
            prepare(store, catalogues, path, _canonical(), step)


def _at_hand() -> FactStore | None:
    """The store in use; None when there is none yet. Raises StoreError, ImportError."""
    from nextcour.store.facts import upgrade  # noqa: PLC0415 - needs [store]
    from nextcour.store.facts.engine import connect, database_url, reading  # noqa: PLC0415
    from nextcour.store.facts.sql_store import SqlFactStore  # noqa: PLC0415

    url = database_url()
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None  # looking must not make one
    engine = connect(url)
    with reading(engine) as connection:
        if upgrade.version(connection) is None:
            return None
    return SqlFactStore(engine)


def _canonical() -> Studio:
    """Canonical names of studios, as the catalogue has them."""
    table = tomllib.loads((paths.SHIPPED / "studios.toml").read_text(encoding="utf-8"))
    names = StudioNames(msgspec.convert(table, dict[str, tuple[str, ...]]))
    return lambda name: names.canonical(name) or name


def of(store: FactStore, content: Catalogue, digest: str, studio: Studio = str, step: Step = _silent) -> Prepared:
    """What `store` adds to `content`."""
    step("reading the facts")
    stored = list(statements(store))
    keys = {one.observation.key for one in stored}
    gone = store.gone(keys) if keys else {}
    complete = _complete(store, stored, gone)
    step(f"shows of {len(stored):,} facts")
    found = assemble(content, observations_of(content), stored, gone, studio, complete)
    step("headlines")
    entries = {entry.id: entry for entry in (*content.entries, *found.entries)}
    return Prepared(
        schema=SCHEMA,
        catalogue=digest,
        looked_to=max(found.looked.values(), default=None),
        entries=found.entries,
        links=found.links,
        looked=dict(found.looked),
        disputes=found.disputes,
        complete=complete,
        studios=dict(found.studios),
        headlines=_headlines(store, tuple(entries.values()), stored),
    )


def _complete(store: FactStore, stored: Sequence[Stored], gone: Gone) -> dict[str, dt.date]:
    """The day of the last complete look of each source that lists everything and has been read to its end."""
    found = {}
    for source in LISTS_ALL:
        if store.last_finished(source) is not None:
            day = complete_day(source, stored, gone, resting=store.unfinished(source) is None)
            if day is not None:
                found[source] = day
    return found


def _headlines(store: FactStore, entries: Sequence[Entry], stored: Sequence[Stored]) -> tuple[Headline, ...]:
    """Every headline that was matched to one of `entries`, with what it said before; without those that an editor
    withdrew."""
    now = list(store.latest(fields=[FIELD]))
    if not now:
        return ()
    off = {(one.observation.key, one.observation.field, one.observation.source) for one in now if one.withdrawn}
    last = max(one.observation.observed_at for one in now)
    homes = _homes(entries, stored)
    found = []
    for change in store.changes(dt.date(1, 1, 1), last, [FIELD]):
        said = change.after.observation
        entry = said.key.id if said.key.provider is Provider.ENTRY else homes(said.key)
        known = entry is not None and (said.key, said.field, said.source) not in off
        if known and (headline := headline_of(change.after, entry or "")) is not None:
            found.append((headline, said.key))
    return chained(found)


def _homes(entries: Sequence[Entry], stored: Sequence[Stored]) -> Callable[[Key], str | None]:
    """Our entry of a record of a provider's; made when it is first asked for."""
    same: list[Callable[[Key], str | None]] = []

    def home(key: Key) -> str | None:
        if not same:
            identities = resolve([*claims_of_entries(entries), *claims_of_facts(stored)])
            same.append(lambda one: own.id if (own := identities.of(one, Provider.ENTRY)) is not None else None)
        return same[0](key)

    return home


def statements(store: FactStore) -> Iterator[Stored]:
    """What synced sources and editors say that an entry is made of: the current value of each field, and of records on
    which a source changed its mind all that it ever said. What the catalogue says for itself is not among it."""
    latest = [one for one in store.latest(fields=_READ) if not bundled(one)]
    if not latest:
        return
    changed = {key for key, source in store.revised(_READ) if key.provider is not Provider.ENTRY or source == EDITOR}
    for one in latest:
        if one.observation.key not in changed:
            yield one
    for key in sorted(changed):
        for one in store.history(key):
            if _is_read(one.observation.field) and not bundled(one):
                yield one


def _is_read(field: str) -> bool:
    first, _, rest = field.partition(".")
    return first in _READ or f"{first}.{rest.partition('.')[0]}" in _READ
