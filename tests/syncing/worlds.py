"""Sources on replay servers, a session on them, and what a store holds in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL

from nextcour.errors import Expected
from nextcour.facts.ledger import FactStore
from nextcour.facts.observation import Key, Provider
from nextcour.http.client import Http
from nextcour.sources import offline_database
from nextcour.sources.anilist import AniList
from nextcour.sources.jikan import Jikan
from nextcour.sources.registry import listing
from nextcour.sources.source import Source
from nextcour.store.facts.sql_store import SqlFactStore, open_store
from nextcour.syncing.outcome import Outcome
from nextcour.syncing.session import Session
from nextcour.syncing.wanted import Show
from tests.sources.running import TODAY, client

TITLES = tuple(range(1, 31))
SHOWS = tuple(Show(f"show {number}", frozenset({Key(Provider.MAL, str(number))})) for number in TITLES)


class Sources:
    """Builds the sources that have an address, on `http`."""

    def __init__(self, http: Http, addresses: Mapping[str, str]) -> None:
        self._http, self._addresses = http, addresses

    def build(self, name: str) -> Source:
        if name not in self._addresses:
            raise Expected(f"{name} is not here")
        url = self._addresses[name]
        if name == "offline-database":
            return offline_database.OfflineDatabase(self._http, url=url, fallback=url)
        return Jikan(self._http, url=url) if name == "jikan" else AniList(self._http, url=url)


@contextmanager
def session(
    store: FactStore, locks: Path, addresses: Mapping[str, str], *, patient: bool = True, **options: Any
) -> Iterator[tuple[Session, list[Outcome]]]:
    """A session at noon of TODAY, and the outcomes so far."""
    done: list[Outcome] = []
    with client(patient=patient, stream_timeout=60.0) as http:
        yield Session(store, Sources(http, addresses).build, TODAY, locks, done.append, **options), done


def sync(url: URL, locks: Path, addresses: Mapping[str, str]) -> list[Outcome]:
    """One go at each of `addresses` into the store at `url`."""
    with session(open_store(url), locks, addresses) as (asking, done):
        for name in addresses:
            asking.ask(listing(name), SHOWS)
    return done


def facts(store: SqlFactStore) -> list[tuple[str, ...]]:
    """Every statement and the last day it was seen, sorted; not when and by which run it was written."""
    with store.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT s.provider, s.record, s.source, l.field, o.point, o.observed_at, o.turn, o.value, o.valid_from,"
                " o.url, seen.last FROM observation o JOIN series l ON l.id = o.series_id"
                " JOIN subject s ON s.id = l.subject_id LEFT JOIN seen ON seen.observation_id = o.id"
            )
        ).all()
    return sorted(tuple(str(value) for value in row) for row in rows)  # as text: SQLite has no days
