"""Observations to store, a clock that ticks, and what a store holds in a form that can be compared."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sqlalchemy.engine import URL

from nextcour.facts.ledger import NOW, FactStore, Knowledge, Run
from nextcour.facts.observation import Batch, Key, Observation, Provider
from nextcour.store.facts.engine import file_url
from nextcour.store.facts.sql_store import open_store

FIRST = dt.date(2026, 1, 1)
MAL = Key(Provider.MAL, "38295")
OTHER = Key(Provider.MAL, "4")
ENTRY = Key(Provider.ENTRY, "bgm302076")


@cache
def _empty_file() -> bytes:
    """A store that the migrations made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.sqlite"
        open_store(file_url(path))
        return path.read_bytes()


def new_file(path: Path) -> URL:
    """An empty store at `path`, in a millisecond."""
    path.write_bytes(_empty_file())
    return file_url(path)


class Ticking:
    """A clock that moves by a second each time it is read, from noon of 1 March 2026."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def said(
    value: str,
    number: int = 0,
    *,
    field: str = "status",
    source: str = "jikan",
    key: Key = MAL,
    counted: int | None = None,
    url: str = "",
) -> Observation:
    valid_from = None if counted is None else day(counted)
    return Observation(key, field, value, source, day(number), url=url, valid_from=valid_from)


def keep(store: FactStore, observations: Iterable[Observation], source: str = "jikan") -> Run:
    """Stores `observations` as one finished run."""
    run = store.begin_run(source)
    store.store(Batch(tuple(observations), cursor="end"), run)
    return store.finish_run(run)


def content(store: FactStore, keys: Iterable[Key] = (MAL, OTHER, ENTRY)) -> list[tuple[object, ...]]:
    """Every statement with the last day it was seen; not when it was recorded, which differs between two goes."""
    return [(one.observation, one.last_seen, one.withdrawn) for key in keys for one in store.history(key)]


def values(store: FactStore, cut: Knowledge = NOW, fields: Iterable[str] | None = None) -> dict[tuple[str, ...], str]:
    """Current values by record, field and source."""
    return {
        (one.observation.key.id, one.observation.field, one.observation.source): one.observation.value
        for one in store.latest(cut=cut, fields=None if fields is None else list(fields))
    }
