"""Sources as they are really used: the client, their addresses, and what they may know of the store and the catalogue.

`NEXTCOUR_SOURCE_URLS` gives other addresses, as JSON: `{"jikan": "http://127.0.0.1:8080/v4"}` for a Jikan of one's own;
an object in place of the text gives further arguments of the source's class.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from nextcour.catalog.text import clean
from nextcour.errors import Expected
from nextcour.facts.headlines import Lookup, exact
from nextcour.facts.ledger import FactStore
from nextcour.facts.observation import Key, Provider
from nextcour.http.client import Http
from nextcour.sources import registry
from nextcour.sources.file_mapping import FileMapping
from nextcour.sources.source import Source
from nextcour.store import paths
from nextcour.store.index import Index

URLS = "NEXTCOUR_SOURCE_URLS"
CONTACT = "NEXTCOUR_CONTACT"


class SettingUnusable(Expected):
    """A setting in the environment that cannot be read."""

    code = 2


def client(waiting: Callable[[str, float], None] | None = None) -> Http:
    """A client with the cache on disk; `waiting(host, seconds)` is told of each longer pause."""
    return Http(cache_dir=paths.cache_dir() / "http", contact=os.environ.get(CONTACT, "").strip(), waiting=waiting)


class Sources:
    """Builds sources by name. `library` is asked for when a source needs the catalogue's titles."""

    def __init__(self, http: Http, store: FactStore, library: Callable[[], Index]) -> None:
        self._http, self._store, self._library = http, store, library

    def build(self, name: str) -> Source:
        """Raises SourceUnknown, SourceMissing, SettingUnusable."""
        options: dict[str, Any] = dict(addresses().get(name, {}))
        if name == "wikimedia":
            options["last_day"] = self._last_day
        elif name == "offline-database":
            options["known"] = lambda: self._known(name)
        elif name == "ann-news":
            options["lookup"] = _Lazy(self._library)
        return registry.build(name, self._http, **options)

    def file(self, where: str, columns: FileMapping) -> Source:
        """A table of a person's own, at a path or an https address."""
        return registry.build("file", self._http, where, columns)

    def _known(self, name: str) -> set[Key]:
        """The records that a source has shown and still has. Each of them has a title."""
        stored = self._store.latest(fields=["title"])
        keys = {one.observation.key for one in stored if one.observation.source == name}
        gone = self._store.gone(keys) if keys else {}
        return {key for key in keys if (key, name) not in gone}

    def _last_day(self, key: Key, language: str) -> dt.date | None:
        """The last day whose views are stored."""
        stored = self._store.latest([key], fields=[f"demand.pageviews.{language}"])
        return max((one.observation.valid_from for one in stored if one.observation.valid_from), default=None)


def addresses() -> Mapping[str, Mapping[str, str]]:
    """Arguments by source. Raises SettingUnusable."""
    given = os.environ.get(URLS, "").strip()
    if not given:
        return {}
    try:
        found = msgspec.json.decode(given, type=dict[str, str | dict[str, str]])
    except msgspec.MsgspecError as error:
        raise SettingUnusable(
            f'{URLS} is not like {{"jikan": "https://jikan.example.org/v4"}} ({error}). Nothing was fetched.'
        ) from None
    return {name: {"url": value} if isinstance(value, str) else value for name, value in found.items()}


class _Lazy:
    """Looks titles up in the catalogue, which is read when the first headline comes."""

    def __init__(self, library: Callable[[], Index]) -> None:
        self._library = library
        self._lookup: Lookup | None = None

    def __call__(self, title: str) -> list[Key]:
        if self._lookup is None:
            self._lookup = titles_of(self._library())
        return list(self._lookup(title))


def titles_of(library: Index) -> Lookup:
    """Every title of the catalogue: that of one entry gives the entry, one that a franchise's entries share gives its
    first entry, one of several franchises gives the first of each."""
    owners: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    first: dict[str, str] = {}
    for name in library.franchise_ids():
        for entry_id in library.franchise(name).entry_ids():
            first.setdefault(name, entry_id)
            for title in library.entry(entry_id).titles:
                owners[_fold(title.text)].setdefault(name, set()).add(entry_id)
    rows = []
    for text, franchises in owners.items():
        for name, entries in franchises.items():
            chosen = next(iter(entries)) if len(entries) == 1 else first[name]
            rows.append((text, Key(Provider.ENTRY, chosen)))
    return exact(rows, _fold)


def _fold(text: str) -> str:
    return clean(text).casefold()
